"""The lines of a document as rows, and what a line of a letterhead is: motto, number, place and date, addressees."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.model import Document, Paragraph, Span


class Row(NamedTuple):
    """One physical line, or one whole paragraph, with what its paragraph says about it."""

    span: Span
    text: str
    folded: str
    first: bool  # begins its paragraph
    paragraph: Paragraph


# The national motto and the Party's name, folded; a bad scan may break a letter or two.
_MOTTO = regex.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam){e<=5}|(?P<second>doc lap ?- ?tu do ?- ?hanh phuc){e<=4}"
)
# A fuzzy search is slow: these pieces stand in any motto that a scan leaves readable
_MOTTO_HINTS = ("hoa xa", "xa hoi c", "chu ngh", "viet nam", "doc lap", "hanh phuc", "tu do")
# ... and one of these five in its second line, since four errors leave one of them whole
_SECOND_HINTS = ("doc ", "lap", "tu do", "hanh", " phuc")
_MOTTO_CAPITALS = 12  # its first line has more
_PARTY = regex.compile(r"\bdang cong san viet nam\b")
_RULE = regex.compile(r"[\W_]+")
# `Số: 11/TB-UBND`, `Số 127-QĐ/TW`, `Luật số: 36/2024/QH15`
NUMBER_LINE = regex.compile(
    r"\W{0,3}(?:luat |nghi quyet |phap lenh |lenh )?s[oóố]\s{0,2}[:.]?\s{0,12}[^\s]{0,12}\s{0,12}[-/]"
)
ADDRESSED = regex.compile(r"\W{0,3}(?:dong )?kinh g[uo]i\b")
RECIPIENTS = regex.compile(r"\W{0,3}noi nhan\W{0,3}(?:[:;.]|$)")
# `.Vơi nhận:`, `;Với nhẹn:` alone on its line: `Nơi nhận:` in a bad scan
_RECIPIENTS_LIKE = regex.compile(r"\W{0,3}(?:noi nhan){s<=2,i<=1,d<=1,e<=2}\W{0,2}:\W{0,2}")
ATTACHED = regex.compile(r"\W{0,3}(?:\(\W?)?(?:ban hanh )?(?:kem theo|dinh kem)\b")
# What a first paragraph of the text begins with, never a trích yếu that has begun: `Căn cứ ...`, `Thực hiện ...`
OPENING = regex.compile(
    r"\W{0,3}(?:can cu\b|thuc hien\b|trien khai thuc hien\b|xet\b|theo de nghi\b|theo bao cao\b|ngay \d|sau khi\b"
    r"|de \p{L}|nham\b"
    r"|trong thoi gian\b|trong nhung\b|thoi gian qua\b|tiep theo\b|qua xem xet\b|tren co so\b|hom nay\b|vua qua\b"
    r"|phuc dap\b)"
)
ENACTING = regex.compile(r"\W{0,2}(?:quyet dinh|quyet nghi|nghi quyet|chi thi|ra quyet dinh|dieu lenh)\s{0,2}:\W{0,2}")
# `Quảng Ngãi, ngày      tháng 8 năm 2025`, folded
PLACE_DATE = regex.compile(r"[\p{L} .\-–']{2,40}?[,.]?\s{0,5}ngay.{0,16}thang\b.{0,12}\bnam\b.{0,3}\d{4}")


def is_motto(text: str) -> bool:
    """True for a line that holds the national motto or, alone, the name of the Party, in a scan too."""
    if not 18 <= len(text) < 140:
        return False
    folded = fold_letters(text)
    if "dang cong san viet nam" in folded and _PARTY.search(folded) is not None:
        return len(folded) < 90 and mostly_capitals(text)
    if not any(hint in folded for hint in _MOTTO_HINTS):
        return False
    if folded.startswith("cong hoa xa hoi chu") and len(folded) < 40:  # the end of the line was not read
        return True
    if sum(c.isupper() for c in text) <= _MOTTO_CAPITALS and not any(hint in folded for hint in _SECOND_HINTS):
        return False  # prose that names the country
    match = _MOTTO.search(folded)
    if match is None:
        return False
    # In prose (`... của nước Cộng hòa xã hội chủ nghĩa Việt Nam`) it is no capitals, or goes on.
    if match["second"] is not None:
        return len(folded) - len(match.group()) < 70
    return sum(c.isupper() for c in text[match.start() : match.end()]) > _MOTTO_CAPITALS


def heads_recipients(folded: str) -> bool:
    """True for a folded line that begins `nơi nhận`, and for one that is nothing else though two letters are wrong."""
    if RECIPIENTS.match(folded) is not None:
        return True
    return 7 <= len(folded) <= 16 and _RECIPIENTS_LIKE.fullmatch(folded) is not None


def is_rule(text: str) -> bool:
    """True for a line without letters or digits: `-----`, `*`, `____`."""
    return _RULE.fullmatch(text) is not None


def line_rows(document: Document, paragraphs: list[Paragraph]) -> list[Row]:
    rows, index = [], 0
    for line in document.lines:
        while index < len(paragraphs) and paragraphs[index].span.end <= line.span.start:
            index += 1
        if index == len(paragraphs):
            break
        paragraph = paragraphs[index]
        if not paragraph.span.covers(line.span):
            continue
        text = document.words(line.span)
        rows.append(Row(line.span, text, fold_letters(text), line.span.start == paragraph.span.start, paragraph))
    return rows
