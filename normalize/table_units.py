"""A cell of a table that lists units -> the units, whether paragraphs, lines or commas stand between them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import regex

from extract.model import Cell, Document, Format, Span
from normalize.assignments import read_assignment
from normalize.labelled import read_fields
from normalize.labels import find_labels
from normalize.model import PartialDate, Unit
from normalize.moving import move_units
from normalize.units import split_units

_BULLET = regex.compile(r"[-–+•*]\s")
_OF_LINES = frozenset((Format.PDF, Format.IMAGE))
# A line of a cell after which the name of a unit goes on below: `Thanh tra Chính phủ, Bộ`, `Ủy ban nhân dân`
_OPEN_NAME = regex.compile(
    r"""
    (?:^|[,;/]\s?|\svà\s)
    (?: Bộ | Sở | Phòng | Ban(?:\sQuản\slý)? | Cục | Tổng\scục | Chi\scục | Vụ | Viện(?:\sHàn\slâm)? | Trung\stâm | Tổ
      | Trường(?:\sĐại\shọc)? | Đại\shọc | Hội | Hiệp\shội | Liên\s(?:đoàn|minh|hiệp) | Đài | Báo
      | [ỦU][yỷ]\sban(?:\snhân\sdân)? | UBND | HĐND | Ngân\shàng | Thông\stấn\sxã
      | Tập\sđoàn | Tổng\scông\sty | Công\sty | Kho\sbạc | Các | Chủ\stịch
    )$
    """,
    regex.VERBOSE,
)
# ... and of an office that stands alone too: `Văn phòng` + `Chính phủ`
_OPEN_OFFICE = regex.compile(
    r"(?:^|[,;/]\s?|\svà\s)(?:Văn\s[Pp]hòng|Thanh\stra|Đảng\sủy|Công\san|Bảo\shiểm(?:\sxã\shội)?)$"
)
_OWNER = regex.compile(
    r"(?:Chính\sphủ|Quốc\shội|UBND|HĐND|[ỦU][yỷ]\sban|Hội\sđồng|Sở|Bộ|Cục|Đoàn\sđại|Ban\sChỉ\sđạo|Trung\sương|[Tt]ỉnh|[Tt]hành)(?:\s|$)"
)
# How a line of a cell begins that may name the next unit, without a comma before it, and what it cannot follow
_HEAD = regex.compile(
    r"(?:Bộ|Sở|Phòng|Cục|Tổng\scục|Chi\scục|Viện|Trung\stâm|Ban|Văn\sphòng|Thanh\stra|UBND|[ỦU][yỷ]\sban|Hội|Các)\s(?=\p{L})"
)
_LEADS_ON = regex.compile(
    r"(?:^|\s)(?:của|thuộc|các|trung\sương|với|hoặc|cấp|lãnh\sđạo|giám\sđốc|trưởng|tịch|theo|do|[-–])$",
    regex.IGNORECASE,
)

_ROLE = regex.compile(r"chủ\s+trì|phối\s+hợp", regex.IGNORECASE)
_TOGETHER = regex.compile(r"phối\s+hợp", regex.IGNORECASE)
_BRACKETS = regex.compile(
    r"(?P<units>[^()]{3,200})\(\s?(?P<role>chủ\s+trì|phối\s+hợp)[^()]{0,40}\)[\s,;.]{0,3}", regex.IGNORECASE
)


def read_cell_units(document: Document, cell: Cell, definitions: Mapping[str, str]) -> tuple[Unit, ...]:
    """The units that a cell names, in order, each with its place in the document."""
    return _read_units(document, cell.span, definitions)


def _read_units(document: Document, whole: Span, definitions: Mapping[str, str]) -> tuple[Unit, ...]:
    found = [
        unit
        for span in _pieces(document, whole)
        for unit in move_units(split_units(_flat(document, span), definitions=definitions), span.start)
    ]
    known = [unit for unit in found if unit.kind or unit.group or unit.written[:1].isupper()]
    return tuple(known or found)  # a cell in prose: `Bộ A tổng hợp, báo cáo Chính phủ`


def _flat(document: Document, span: Span) -> str:
    """The words of a span with its paragraphs on one line, so that every offset stays."""
    return document.words(span).replace("\n", " ")


def read_cell_roles(
    document: Document, cell: Cell, definitions: Mapping[str, str], document_date: PartialDate | None
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Who leads and who coordinates, by a cell that may name both: by labels (`Chủ trì: A; phối hợp: B`), in brackets
    (`A (chủ trì), B (phối hợp)`) or in an order (`A chủ trì, phối hợp với B`); otherwise all lead.
    """
    if not _ROLE.search(document.words(cell.span)):
        return read_cell_units(document, cell, definitions), ()
    leads: list[Unit] = []
    coordinators: list[Unit] = []
    for span in _paragraphs(document, cell):
        text, base = _flat(document, span), span.start
        labels = find_labels(text)
        fields = read_fields([(text, base)], definitions=definitions, document_date=document_date)
        brackets = list(_BRACKETS.finditer(text))
        if fields.leads or fields.coordinators:
            leads += move_units(split_units(text[: labels[0].start], definitions=definitions), base)
            leads += fields.leads
            coordinators += fields.coordinators
        elif brackets:
            for found in brackets:
                units = move_units(split_units(found["units"], definitions=definitions), base + found.start("units"))
                (leads if found["role"].casefold().startswith("chủ") else coordinators).extend(units)
        elif _TOGETHER.search(text) and (order := read_assignment(text, definitions=definitions)).leads:
            leads += move_units(order.leads, base)
            coordinators += move_units(order.coordinators, base)
        else:
            leads += _read_units(document, span, definitions)
    return tuple(leads), tuple(coordinators)


def _paragraphs(document: Document, cell: Cell) -> list[Span]:
    """The paragraphs of a cell, those that begin in the middle of a sentence with the one before."""
    spans: list[Span] = []
    start = cell.span.start
    for part in document.words(cell.span).split("\n"):
        goes_on = spans and (part[:1].islower() or document.words(spans[-1])[-1:] in ",-–")
        if goes_on:
            spans[-1] = Span(spans[-1].start, start + len(part))
        else:
            spans.append(Span(start, start + len(part)))
        start += len(part) + 1
    return spans


def _pieces(document: Document, whole: Span) -> tuple[Span, ...]:
    """The parts of a cell that name units of their own: its paragraphs, put together or cut anew where names ask it."""
    paged = document.format in _OF_LINES
    starts = [whole.start]
    for part in document.words(whole).split("\n"):
        starts.append(starts[-1] + len(part) + 1)
    breaks = set(starts[1:-1])
    lines = (line.span.start for line in document.lines_of(whole)) if paged else ()
    spans: list[Span] = []
    for start, end in pairwise(sorted({*starts, *(at for at in lines if whole.start < at < whole.end)})):
        span = Span(start, end - 1)
        before = document.words(spans[-1]) if spans else ""
        if spans and _goes_on(before, document.words(span), line=start not in breaks, paged=paged):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)


def _goes_on(before: str, part: str, *, line: bool, paged: bool) -> bool:
    """True where a part of a cell goes on with the name that ends the one before it: `Thông tấn xã` + `Việt Nam`.

    `line`: it is a line within a paragraph, and a part of its own only where it begins with the head of a name that
    cannot belong to the one before. `paged`: paragraphs were made from lines, and may be no more than one.
    """
    if _BULLET.match(part):
        return paged and before[-1:] not in ";.:," and not _BULLET.match(before)
    if part[:1].islower() or before[-1:] in ",-–&" or before.endswith(" và") or _OPEN_NAME.search(before):
        return True
    if _OPEN_OFFICE.search(before) and _OWNER.match(part):
        return True
    if line:
        return not _HEAD.match(part) or _LEADS_ON.search(before) is not None or not _is_unit(before)
    if not paged or before[-1:] in ";.:" or part[:2].isupper():
        return False
    return not _is_unit(part)


def _is_unit(text: str) -> bool:
    """True where a text that lists units ends in one whose kind is known."""
    units = split_units(" ".join(text.split()))
    return bool(units) and bool(units[-1].kind or units[-1].group)
