"""The rows of a document -> its title: the name of the kind with the trích yếu, or the `V/v` of an official letter."""

from __future__ import annotations

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.head_rows import (
    ADDRESSED,
    ATTACHED,
    ENACTING,
    NUMBER_LINE,
    OPENING,
    PLACE_DATE,
    RECIPIENTS,
    Row,
    is_motto,
    is_rule,
)
from extract.marks import BULLETS, MarkKind, match_mark
from extract.model import Document, Region, Span
from extract.syllables import is_word
from extract.title_words import TitleMatch, match_title_word, title_word_pattern, title_words, word_of

# `V/v xử lý thông tin`; a scan reads `Víw`
_SUBJECT = regex.compile(r"\W{0,3}v\s?[/il|1]\s?[vw]\b")
_HEAD_LINES = 90  # the title begins within so many lines, or the document has none
_HEAD_LENGTH = 6000
_TITLE_LENGTH = 1200
_BASIS = regex.compile(r"\W{0,3}(?:can cu\b|xet\b|theo de nghi\b|ngay \d|sau khi\b|qua xem xet\b)")
# The body that enacts, in capitals under the title: `THỦ TƯỚNG CHÍNH PHỦ`, `BỘ TRƯỞNG BỘ TÀI CHÍNH`, `GIÁM ĐỐC SỞ Y TẾ`
_ENACTOR = regex.compile(
    r"(?:thu tuong|chinh phu|bo truong|quoc hoi|uy ban|hoi dong|chu tich|giam doc|tong|ban |bo |thu truong"
    r"|cuc truong|chu nhiem"
    r"|hieu truong|truong|thong doc|vien truong|chanh|bi thu|so |dang uy|tinh uy|thanh uy|bch|ubnd|hdnd)"
)


def find_title(document: Document, lines: list[Row]) -> Span:
    """The name of the kind of document with its trích yếu, or the `V/v` of a công văn; empty where there is none."""
    rows = [row for row in lines[:_HEAD_LINES] if row.span.start < _HEAD_LENGTH]
    subject = _find_subject(document, rows)
    consolidated: Span | None = None
    addressed = next((row.span.start for row in rows if ADDRESSED.match(row.folded)), None)
    for i, row in enumerate(rows):
        if addressed is not None and row.span.start > addressed and subject is not None:
            break
        if match_mark(row.text) is not None and row.first and not is_rule(row.text[:2]):
            mark = match_mark(row.text)
            if mark is not None and mark.kind not in BULLETS:
                break
        if ENACTING.fullmatch(row.folded) or RECIPIENTS.match(row.folded):
            break
        found = match_title_word(row.text) or _title_word_at_end(row.text)
        if found is None or (i > 0 and not row.first and not _stands_alone(row.text, found)):
            continue
        if not _stands_alone(row.text, found) and not row.first:
            continue
        start = row.span.start + found.start
        span = Span(start, _end_of_title(document, rows, i, found))
        if found.word.abbreviation != "VBHN":
            return span
        consolidated = span  # the act that it consolidates has a title of its own
    if consolidated is not None:
        return consolidated
    if subject is not None:
        return subject
    return _title_after_motto(document, rows)


def _stands_alone(text: str, found: TitleMatch) -> bool:
    return not text[found.end :].strip(" .:*_-()0123456789")  # a footnote's number may hang there: `NGHỊ ĐỊNH1`


def _title_word_at_end(text: str) -> TitleMatch | None:
    """`ĐẾN Ngày: ... THÔNG BÁO`: a stamp of arrival before the word."""
    stripped = text.rstrip(" .:*_-")
    for match in title_word_pattern().finditer(fold_letters(stripped)):
        before = stripped[: match.start()]
        if match.end() == len(stripped) and match.start() > 1 and not before[-1].isalnum():
            letters = sum(c.isalpha() for c in before)
            if stripped[match.start() :].isupper() and (letters < 20 or not is_word(before.split()[0])):
                return (
                    TitleMatch(word_of(match["word"]), match.start(), len(stripped))
                    if not mostly_capitals(before)
                    else None
                )
    return None


def _find_subject(document: Document, rows: list[Row]) -> Span | None:
    """`V/v xử lý thông tin ...`, over as many lines as its paragraph has."""
    for i, row in enumerate(rows):
        if _SUBJECT.match(row.folded):
            end = row.span.end
            for after in rows[i + 1 : i + 8]:
                if after.paragraph.span != row.paragraph.span and not _continues_subject(after):
                    break
                end = after.span.end
            return Span(row.span.start, end)
    return None


def _continues_subject(row: Row) -> bool:
    """A line that goes on with a `V/v` in small letters, before place, motto and addressees."""
    return (
        row.text[:1].islower()
        and row.paragraph.region is not Region.CELL
        and not ADDRESSED.match(row.folded)
        and not is_motto(row.text)
    )


def _end_of_title(document: Document, rows: list[Row], at: int, found: TitleMatch) -> int:
    """Where the trích yếu ends that begins after the title word in row `at`."""
    first = rows[at]
    end = first.span.start + found.end
    start = end
    if not _stands_alone(first.text, found):
        end = first.span.end
    lines = 0 if end == start else 1
    capitals = lines > 0 and mostly_capitals(first.text[found.end :])
    for before, row in zip(rows[at:], rows[at + 1 :], strict=False):
        if row.span.end - start > _TITLE_LENGTH or lines >= 16:
            break
        same = row.paragraph.span == before.paragraph.span
        if is_rule(row.text):
            if lines or same:
                break
            continue
        if ATTACHED.match(row.folded) or ADDRESSED.match(row.folded) or is_motto(row.text):
            break
        if ENACTING.fullmatch(row.folded) or PLACE_DATE.match(row.folded):
            break
        if not same or row.folded.startswith("can cu "):
            mark = match_mark(row.text)
            if mark is not None and mark.kind is not MarkKind.PLUS:
                break
            if lines and OPENING.match(row.folded) and (_is_prose(document, row) or _BASIS.match(row.folded)):
                break
            if lines and mostly_capitals(row.text) and (not capitals or _ENACTOR.match(row.folded)):
                break
            if not lines and mostly_capitals(row.text) and _is_enactor_line(row.folded):
                break
            if lines and row.text[:1].isupper() and _is_prose(document, row):
                break
            if not lines and _is_prose(document, row) and row.folded.startswith(("can cu ", "kinh gui")):
                break
        if not lines:
            capitals = mostly_capitals(row.text)
        lines += 1
        end = row.span.end
    return end


def _is_enactor_line(folded: str) -> bool:
    return _ENACTOR.match(folded) is not None and len(folded) < 70


def _is_prose(document: Document, row: Row) -> bool:
    """True for a paragraph that ends as a sentence or a list does, which no trích yếu does."""
    return document.words(row.paragraph.span).rstrip(' )”"').endswith((".", ";", ":", ","))


def _title_after_motto(document: Document, rows: list[Row]) -> Span:
    """`Chương trình công tác năm 2025 của Sở ...` in small letters, right after the motto or before `(Kèm theo
    ...)`.
    """
    for i, row in enumerate(rows[:40]):
        word = next((w for w in title_words() if row.folded.startswith(w.folded + " ") or row.folded == w.folded), None)
        if word is None or not row.text[:1].isupper() or not row.first or _is_prose(document, row):
            continue
        end = row.paragraph.span.end
        after = next((r for r in rows[i + 1 :] if r.span.start >= end), None)
        before = rows[i - 1] if i else None
        if (after is not None and ATTACHED.match(after.folded)) or (before is not None and is_motto(before.text)):
            return Span(row.span.start, end)
    return Span(0, 0)


def end_of_bare_head(lines: list[Row]) -> int:
    """Where a letterhead without a title ends: after the last of motto, number and place, or after the addressees."""
    end = 0
    rows = [row for row in lines[:40] if row.span.start < 2500]
    for i, row in enumerate(rows):
        if i > 0 and row.first and OPENING.match(row.folded) and not PLACE_DATE.match(row.folded):
            break
        if match_title_word(row.text) is not None and i > 0:
            break
        if (
            is_motto(row.text)
            or NUMBER_LINE.match(row.folded)
            or PLACE_DATE.match(row.folded)
            or _SUBJECT.match(row.folded)
        ):
            end = row.span.end
    return end
