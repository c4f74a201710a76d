"""The paragraphs after the tail -> where each appendix and each attached text begins and ends."""

from __future__ import annotations

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from extract.head_rows import ATTACHED, is_motto
from extract.marks import MarkKind, match_mark
from extract.model import Document, Paragraph, Region, Span
from extract.signing import is_office, match_name
from extract.title_words import match_title_word

# `Mẫu số 01`, `Biểu 2a`, folded
_FORM = regex.compile(r"(?:mau|bieu|bieu mau|bang)\s(?:so\s)?[\p{L}\d.\-/]{1,8}\b")


def starts_appendix(text: str) -> bool:
    """`PHỤ LỤC`, `Phụ lục II`, `Mẫu số 01`, `DANH MỤC ...`, `QUY CHẾ`: the first line of an appendix or attached
    text.
    """
    mark = match_mark(text)
    if mark is not None and mark.kind is MarkKind.APPENDIX:
        rest = text[mark.end :]
        return len(rest) < 200 and (not rest or rest[0].isupper() or rest[0] in "(-–.:")
    if len(text) < 60 and _FORM.match(fold_letters(text)) is not None:
        return text[:1].isupper()
    found = match_title_word(text)
    return found is not None and found.word.attached != "" and len(text) < 250


def find_appendices(
    document: Document, paragraphs: list[Paragraph], body_start: int, tail: Span | None, last: int
) -> list[Span]:
    starts: list[int] = []
    if tail is not None:
        rest = [p for p in paragraphs if p.span.start >= tail.end]
        starts = _appendix_starts(document, rest, after_tail=True)
        if rest and not starts and sum(len(p.span) for p in rest) > 400:
            starts = [rest[0].span.start]
    else:
        rest = [p for p in paragraphs if p.span.start > body_start]
        starts = _appendix_starts(document, rest, after_tail=False)
    if not starts:
        return []
    ends = [*starts[1:], last]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def _appendix_starts(document: Document, rest: list[Paragraph], *, after_tail: bool) -> list[int]:
    starts: list[int] = []
    titled = True  # the appendix at hand has its title; what comes next may begin another
    opened = 0
    for i, paragraph in enumerate(rest):
        if paragraph.region is Region.CELL:
            continue
        text = document.words(paragraph.span)
        if is_motto(text):
            if titled or not starts:
                starts.append(_letterhead_start(document, rest, i))
                titled, opened = False, i
        elif starts_appendix(text) and (after_tail or _is_attached(document, rest, i)):
            mark = match_mark(text)
            numbered = mark is not None and mark.kind is MarkKind.APPENDIX
            again = numbered or (_is_attached(document, rest, i) and i > opened + 3)
            if not starts or (titled and again):
                starts.append(paragraph.span.start)
                opened = i
            titled = True
    return starts


def _letterhead_start(document: Document, rest: list[Paragraph], i: int) -> int:
    """The start of the left column (`ỦY BAN NHÂN DÂN`, `TỈNH ...`) that comes before a motto."""
    first = i
    while first > 0 and i - first < 4:
        text = document.words(rest[first - 1].span)
        if not mostly_capitals(text) or len(text) > 80 or is_office(text) or match_name(text):
            break
        first -= 1
    return rest[first].span.start


def _is_attached(document: Document, rest: list[Paragraph], i: int) -> bool:
    """True where `(Kèm theo ...)` or `(Ban hành kèm theo ...)` stands within the next few paragraphs."""
    return any(
        ATTACHED.match(fold_letters(document.words(p.span))) is not None
        or "kem theo " in fold_words(document.words(p.span))[:60]
        for p in rest[i : i + 7]
    )
