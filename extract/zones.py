"""A Document -> its parts: letterhead, title, body, tail (signature block and `Nơi nhận`) and appendices."""

from __future__ import annotations

from extract.appendix_zone import find_appendices
from extract.folding import fold_letters
from extract.head_rows import ADDRESSED, ATTACHED, NUMBER_LINE, OPENING, PLACE_DATE, is_motto, is_rule, line_rows
from extract.marks import BULLETS, match_mark
from extract.model import Document, Paragraph, Region, Span, Zones
from extract.tail_zone import find_tail
from extract.title_zone import end_of_bare_head, find_title


def find_zones(document: Document) -> Zones:
    """The parts of a document as spans of its text. Parts that are not there are empty and stand where they would."""
    paragraphs = [p for p in document.paragraphs if p.region is not Region.FOOTNOTE and len(p.span)]
    if not paragraphs:
        empty = Span(0, 0)
        return Zones(empty, empty, empty, empty)
    last = paragraphs[-1].span.end
    lines = line_rows(document, paragraphs)
    title = find_title(document, lines)
    head_end, body_from = (title.start, title.end) if len(title) else (0, 0)
    if not len(title) or title.end < end_of_bare_head(lines):
        head_end = body_from = end_of_bare_head(lines)
    body_start = _find_body(document, paragraphs, body_from)
    tail = find_tail(document, lines, body_start)
    appendices = find_appendices(document, paragraphs, body_start, tail, last)
    if tail is None:
        end = appendices[0].start if appendices else last
        tail = Span(end, end)
    elif appendices:
        tail = Span(tail.start, min(tail.end, appendices[0].start))
    body_end = min(tail.start, appendices[0].start) if appendices else tail.start
    return Zones(
        _trim(document, 0, head_end),
        title,
        _trim(document, body_start, max(body_start, body_end)),
        _trim(document, tail.start, tail.end),
        tuple(_trim(document, a.start, a.end) for a in appendices),
    )


def _trim(document: Document, start: int, end: int) -> Span:
    words = document.text[start:end]
    if not words.strip():
        return Span(start, start)
    return Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


def _find_body(document: Document, paragraphs: list[Paragraph], start: int) -> int:
    """The start of the first paragraph of the text: after rules, `(Kèm theo ...)` and the addressees."""
    addressed = False
    for paragraph in paragraphs:
        if paragraph.span.end <= start:
            continue
        if paragraph.span.start < start:
            rest = document.text[start : paragraph.span.end]
            if not is_rule(rest) and rest.strip():
                return start + len(rest) - len(rest.lstrip())
            continue
        text = document.words(paragraph.span)
        folded = fold_letters(text)
        if is_rule(text) or is_motto(text) or NUMBER_LINE.match(folded) or PLACE_DATE.match(folded):
            continue
        if ATTACHED.match(folded) and len(text) < 400:
            continue
        if ADDRESSED.match(folded):
            addressed = True
            continue
        if addressed and _is_addressee(text, folded):
            continue
        return paragraph.span.start
    return max(start, paragraphs[-1].span.end if paragraphs else start)


def _is_addressee(text: str, folded: str) -> bool:
    """A line under `Kính gửi:`: `- Bộ Công an;`, `Các sở, ban, ngành;`, `Đồng kính gửi:`."""
    mark = match_mark(text)
    if mark is not None and mark.kind not in BULLETS:
        return False
    if mark is not None:
        return len(text) < 300
    return (
        len(text) < 160 and not OPENING.match(folded) and (text.endswith((";", ",")) or not text.endswith((".", ":")))
    )
