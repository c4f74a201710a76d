"""Text and its references -> what only the document explains: `Kế hoạch này`, `Quyết định nêu trên`, `Điều 5`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import regex

from extract.literals import find_literals
from extract.model import Span
from extract.references import find_pinpoints, kind_words
from normalize.model import InternalKind, InternalReference, Reference

# Longest first, in the spelling that begins a name: `Thông tư liên tịch`, `Kế hoạch`; `Văn bản` for any.
_EXTRA = ("Hiến pháp", "Điều lệ", "Quy trình", "Chiến lược", "Quy hoạch")
_LONGEST = 60  # characters of `những Thông tư liên tịch đã nêu`, and then some
_BACK = 4000  # characters that are looked back over for what `nêu trên` means
_MOST = 40  # documents that `các văn bản nêu trên` may be


@cache
def _words() -> str:
    words = {w for w in kind_words() if w[:1].islower() and w != "văn bản"} | {w.lower() for w in _EXTRA}
    words |= {"luật", "bộ luật", "pháp lệnh", "hiến pháp"}
    longest = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(f"{w[0].upper()}{w[1:]}" for w in longest).replace(" ", "[ ]")


@cache
def _words_before() -> tuple[str, ...]:
    """What stands before `này`, `đó`, `trên`: the words, or the verb of `nêu trên`."""
    words = (*_words().replace("[ ]", " ").split("|"), "Văn bản", "văn bản", " nêu", " nói", " dẫn", " kể")
    return tuple(sorted(set(words)))


def _find_pattern(text: str) -> Iterator[regex.Match[str]]:
    """The matches of the pattern, looked for only where a word stands before `này`, `đó`, `trên`."""
    pattern, words, reached = _pattern(), _words_before(), 0
    for place in find_literals(text, (" này", " đó", " trên")):
        if not text.endswith(words, 0, place):
            continue
        at = max(reached, place - _LONGEST)
        while (match := pattern.search(text, at, place + 20)) is not None and match.end() <= place + 9:
            at = reached = match.end()
            yield match


@cache
def _pattern() -> regex.Pattern[str]:
    """`Kế hoạch này`; `Quyết định nêu trên`, `các Nghị quyết nói trên`, `văn bản nêu trên`, `các văn bản trên.`"""
    return regex.compile(
        rf"""(?<!\p{{L}})(?P<many>(?:các|những|02|03|hai|ba)[ ])?
            (?P<word> {_words()} | [Vv]ăn[ ]bản )
            (?: (?P<self> [ ]này ) | (?P<back> [ ](?:nêu|nói|dẫn|kể|đã[ ]nêu)[ ]trên | [ ]trên[ ]đây | [ ]đó
              | [ ]trên(?=[ ]?(?:[,.;:)\n]|$)) ) )(?!\p{{L}})""",
        regex.VERBOSE,
    )


# `(sau đây gọi tắt là Đề án)`, `(sau đây gọi là “Kế hoạch 196”)`: a short form that is no citation itself.
_ALIAS = regex.compile(
    r"""\([ ]?(?:(?:sau|dưới|từ)[ ]đây[ ])?(?:được[ ])?(?:gọi|viết|ghi)(?:[ ](?:tắt|chung|gọn)){0,2}(?:[ ]là)?[ ]?:?[ ]?
        [“"‘']?[ ]?(?P<alias>\p{Lu}[^()“”"\n]{1,60}?)[ ]?[”"’']?[ ]?\)""",
    regex.VERBOSE,
)
_HEADING_END = regex.compile(r"[ ]?(?:[.:\n]|$)")
_OF = ("", "của", "thuộc", "tại", "ban hành kèm theo")
_LETTER = regex.compile(r"\p{L}")


def find_internal(text: str, references: tuple[Reference, ...]) -> tuple[InternalReference, ...]:
    """The internal mentions of a text in order, given its references (`find_references`); none of them overlaps one.

    `Kế hoạch này` is the document itself; `Quyết định nêu trên` the nearest decision cited before; a defined short form
    the act that it was defined for; `khoản 2 Điều 5` without a document after it a part of the document itself.
    """
    starts = [reference.span.start for reference in references]
    words = [*_find_words(text, references, starts), *_find_aliases(text, references, starts)]
    words.sort(key=lambda mention: (mention.span.start, mention.span.end))
    found = _find_parts(text, references, starts, words)
    return tuple(sorted(found, key=lambda mention: (mention.span.start, mention.span.end)))


def _inside(references: tuple[Reference, ...], starts: list[int], start: int, end: int) -> bool:
    """True where a reference covers any of `start:end`."""
    i = bisect_left(starts, end) - 1
    return i >= 0 and references[i].span.end > start


def _find_words(text: str, references: tuple[Reference, ...], starts: list[int]) -> list[InternalReference]:
    found = []
    for match in _find_pattern(text):
        if _inside(references, starts, match.start("word"), match.end()):
            continue
        word = match["word"].lower()
        code = {"luật": "L", "bộ luật": "BL", "pháp lệnh": "PL", "hiến pháp": "HP"}.get(word, kind_words().get(word))
        span = Span(match.start(), match.end())
        if match["self"]:
            if not match["many"]:
                found.append(InternalReference(span, InternalKind.SELF, code or None, None))
            continue
        targets, reason = _look_back(text, references, starts, match, code)
        found.append(InternalReference(span, InternalKind.ANAPHOR, code or None, None, targets, reason))
    return found


def _look_back(
    text: str, references: tuple[Reference, ...], starts: list[int], match: regex.Match[str], code: str | None
) -> tuple[tuple[int, ...], str | None]:
    """The citations that `nêu trên` means: the nearest of its kind, or for `các` all of the nearest paragraph."""
    last = bisect_left(starts, match.start()) - 1
    chosen: list[int] = []
    paragraph = -1
    for i in range(last, -1, -1):
        reference = references[i]
        if match.start() - reference.span.end > _BACK or len(chosen) >= _MOST:
            break
        if code and reference.type != code:
            continue
        line = text.rfind("\n", max(0, reference.span.start - _BACK), reference.span.start)
        if chosen and line != paragraph:
            break
        chosen.append(i)
        paragraph = line
        if not match["many"]:
            break
    if not chosen:
        return (), "no document of this kind is cited before"
    if not match["many"] and references[chosen[0]].parent is not None and not code:
        chosen = [_outermost(references, chosen[0])]
    return tuple(chosen[::-1]), None


def _outermost(references: tuple[Reference, ...], i: int) -> int:
    for _ in range(8):
        parent = references[i].parent
        if parent is None:
            break
        i = parent
    return i


def _find_aliases(text: str, references: tuple[Reference, ...], starts: list[int]) -> list[InternalReference]:
    """Later mentions of the short forms that the text defines for a citation: `Đề án`, `Kế hoạch 196`."""
    aliases: dict[str, list[tuple[int, int, str | None]]] = {}  # where defined, for which citation
    for match in _ALIAS.finditer(text):
        alias = match["alias"].strip()
        if _inside(references, starts, match.start("alias"), match.end("alias")):
            continue  # the short form is a citation itself
        target, reason = _defined_for(text, references, starts, match.start(), alias)
        if target is not None:
            aliases.setdefault(alias, []).append((match.end(), target, reason))
    if not aliases:
        return []
    words = "|".join(regex.escape(alias) for alias in sorted(aliases, key=len, reverse=True)[:200])
    pattern = regex.compile(rf"(?<![\p{{L}}\d])(?:{words})(?![\p{{L}}\d]|[ ](?:này|nêu|nói|số|trên[ ]đây))")
    found = []
    for match in pattern.finditer(text):
        places = aliases[match.group()]
        i = bisect_right(places, match.start(), key=lambda place: place[0]) - 1
        if i < 0 or _inside(references, starts, match.start(), match.end()):
            continue
        _, target, reason = places[i]
        span = Span(match.start(), match.end())
        code = kind_words().get(match.group().lower()) or references[target].type
        found.append(InternalReference(span, InternalKind.ALIAS, code or None, None, (target,), reason))
    return found


def _defined_for(
    text: str, references: tuple[Reference, ...], starts: list[int], bracket: int, alias: str
) -> tuple[int | None, str | None]:
    """The citation that a short form is defined for: the nearest of its kind in the paragraph, else the outermost."""
    word = next((w for w in (" ".join(alias.lower().split()[:n]) for n in (4, 3, 2, 1)) if w in kind_words()), None)
    if word is None:
        return None, None
    code = kind_words()[word]
    line = text.rfind("\n", max(0, bracket - _BACK), bracket)
    nearest = None
    for i in range(bisect_left(starts, bracket) - 1, -1, -1):
        reference = references[i]
        if reference.span.start < line or bracket - reference.span.end > 600:
            break
        if reference.type == code:
            return i, None
        nearest = i if nearest is None else nearest
    if nearest is None:
        return None, None
    outer = _outermost(references, nearest)
    return outer, f"a {word} that the cited {references[outer].type or 'document'} issues"


def _find_parts(
    text: str, references: tuple[Reference, ...], starts: list[int], words: list[InternalReference]
) -> list[InternalReference]:
    """The mentions by words, with the part before each (`khoản 2 Điều 5 Luật này`), and parts without any word."""
    found = list(words)
    places = [mention.span.start for mention in words]
    for start, end in find_pinpoints(text):
        part = text[start:end].rstrip(" ,")
        stop = start + len(part)
        i = bisect_left(starts, stop)
        if i < len(starts) and text[stop : starts[i]][:40].strip(" ,") in _OF:
            continue  # a part of the document that is cited next
        if _inside(references, starts, start, stop):
            continue
        line = text.rfind("\n", max(0, start - 12), start) + 1
        begins = line > 0 or start <= 12
        if begins and not _LETTER.search(text, line, start) and _HEADING_END.match(text, stop):
            continue  # a heading: `Điều 5.`, `Mục II`
        j = bisect_left(places, stop)
        if j < len(places) and text[stop : places[j]][:40].strip(" ,") in ("", "của"):
            found[j] = replace(words[j], span=Span(start, words[j].span.end), pinpoint=part)
        else:
            found.append(InternalReference(Span(start, stop), InternalKind.PART, None, part))
    return found
