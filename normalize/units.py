"""Names of bodies in lists and in prose -> Unit: `Sở Văn hóa, Thể thao và Du lịch`, `Các phòng: A, B`, `UBND các huyện`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import regex

from extract.model import Span
from normalize.assignments import Assignment, read_assignment
from normalize.gazetteer import Words, cut_words, fold, name_enders
from normalize.model import Unit
from normalize.unit_grammar import Scanner
from normalize.unit_lists import full_name, make_unit, read_list

__all__ = ["Assignment", "find_units", "read_assignment", "split_units"]

_NONE: Mapping[str, str] = MappingProxyType({})
_LINE = regex.compile(r"\n+")
_ITEM_START = regex.compile(r"\s*(?:[-–—+•*]|\p{Lu}|các\b|những\b|tất\b|\d{1,2}[.)])")
_SKIPPED = frozenset((",", ";", "và", "/", "-", "+", "•", "*", "hoặc", ".", ":", "&", "cùng", "với"))
_BREAKS = frozenset((",", ";", "(", "\n"))
# Words after a name in a list that say what it does: `Văn phòng Sở tham mưu chung`.
_ROLE = regex.compile(
    r"(?:tham mưu|chủ trì|phối hợp|thực hiện|làm|là|đầu mối|theo dõi|tổng hợp|báo cáo|để|chịu|cùng|và|mời)\b"
)
_CANDIDATE = regex.compile(r"\b(?:\p{Lu}|(?:các|những|mọi|mỗi|từng|tất cả)\s\p{L}|(?:phòng|sở)\s\p{Lu})")


def split_units(text: str, *, definitions: Mapping[str, str] = _NONE, parent: str | None = None) -> tuple[Unit, ...]:
    """The units of a text that is a list of units (a table cell, a labelled bullet), in order, spans within `text`.

    Known names come before commas and `và`; `definitions` (short form -> long form) before the usual abbreviations.
    A piece that looks like no unit is kept with a low confidence. `parent` is the body whose document this is: a bare
    `Sở` stands for it.
    """
    words = cut_words(_one_line(text))
    scanner = Scanner(words, prose=False)
    units: list[Unit] = []
    i = 0
    while i < len(words):
        if words.folded[i] in _SKIPPED or (words.folded[i].isdigit() and words.at(i + 1) in (".", ")")):
            i += 1
            continue
        if words.folded[i] == "(":
            i = _close(words, i) + 1
            continue
        listed = read_list(scanner, i)
        if listed.items:
            units.extend(make_unit(words, item, definitions) for item in listed.items[:-1])
            last, end = listed.items[-1], _piece_end(words, listed.items[-1].end)
            rest = words.words(last.end, end)
            if last.group and not last.head and rest and not _ROLE.match(fold(rest)):
                span = Span(words.starts[last.start], words.ends[end - 1])
                written = text[span.start : span.end]
                units.append(Unit(full_name(written, definitions), written, span, True, last.kind))
            else:
                units.append(make_unit(words, last, definitions))
            i = max(end, listed.end)
            continue
        end = _piece_end(words, i)
        ender = name_enders().longest(words.folded, i)
        if end > i and not (ender is not None and not words.is_capital(i)):
            units.append(_unknown(words, i, end, definitions, parent))
        i = max(end, i + 1)
    return tuple(units)


def find_units(text: str, *, definitions: Mapping[str, str] = _NONE) -> tuple[Unit, ...]:
    """The mentions of units and groups in prose, in order, spans within `text`."""
    if _CANDIDATE.search(text) is None:
        return ()
    words = cut_words(text)
    scanner = Scanner(words, prose=True)
    units: list[Unit] = []
    i = 0
    while i < len(words):
        if not (words.capital[i] or scanner.quantifier(i) > i or words.is_capital(i + 1)):
            i += 1
            continue
        listed = read_list(scanner, i)
        if not listed.items:
            i += 1
            continue
        units.extend(make_unit(words, item, definitions) for item in listed.items)
        i = max(listed.end, i + 1)
    return tuple(units)


def _one_line(text: str) -> str:
    """`text` with its line feeds made spaces, or semicolons where the next line begins an item; as long as before."""

    def join(match: regex.Match[str]) -> str:
        before = text[: match.start()].rstrip()
        goes_on = before[-1:] in ",-" or before.endswith(" và") or not _ITEM_START.match(text, match.end())
        return (" " if goes_on else ";") * len(match[0])

    return _LINE.sub(join, text)


def _piece_end(words: Words, i: int) -> int:
    """The word where a piece of the list ends: at a comma, semicolon or bracket."""
    while i < len(words) and words.folded[i] not in _BREAKS:
        i += 1
    return i


def _close(words: Words, i: int) -> int:
    for k in range(i + 1, len(words)):
        if words.folded[k] == ")":
            return k
    return i


def _unknown(words: Words, i: int, end: int, definitions: Mapping[str, str], parent: str | None) -> Unit:
    start, stop = words.starts[i], words.ends[end - 1]
    written = words.text[start:stop].rstrip(" .-")
    name = full_name(written, definitions)
    span = Span(start, start + len(written))
    if parent is not None and fold(parent).startswith(fold(name) + " "):
        return Unit(parent, written, span, kind=name, confidence=0.9, reason="the body whose document this is")
    known = name != written
    reason = None if known else "not known as the name of a body"
    return Unit(name, written, span, confidence=1.0 if known else 0.5, reason=reason)
