"""Raw lines, paragraphs and tables of a reader -> Document: cleaned line by line, joined, with every offset kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from extract.model import (
    Box,
    Cell,
    Document,
    Format,
    Furniture,
    Issue,
    Line,
    Page,
    Paragraph,
    Region,
    Repair,
    Span,
    Table,
)


@dataclass(frozen=True, slots=True)
class RawRepair:
    """Characters of a line that were put in the place of `raw`, what was recognised; `reason` is a short word."""

    start: int
    end: int
    raw: str
    reason: str


class RawLine(NamedTuple):
    """One physical line as a reader saw it, before cleaning."""

    text: str
    page: int = 1
    box: Box | None = None
    confidence: float | None = None
    repairs: tuple[RawRepair, ...] = ()


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """The physical lines of one logical paragraph."""

    lines: tuple[RawLine, ...]
    region: Region = Region.BODY
    bold: bool = False
    italic: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell's paragraphs at (row, column), from 0."""

    row: int
    column: int
    paragraphs: tuple[RawParagraph, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """A grid of raw cells; `ruled` as in `Table`."""

    cells: tuple[RawCell, ...]
    ruled: bool = True


# Letters that look like others: Ð (eth) and Ɖ for Đ; every space as a space; dashes that only look like a hyphen.
_LOOKALIKES = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u0189": "Đ",
        "\u00a0": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\t": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2212": "-",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
        "\u200e": None,
        "\u200f": None,
        "\u202a": None,
        "\u202b": None,
        "\u202c": None,
        "\u202d": None,
        "\u202e": None,
        "\ufffe": "-",  # pdfium writes these two where a hyphen ends a line
        "\x02": "-",
    }
)
# What `str.isprintable` does not find out of these and of the control characters.
_PRINTABLE = tuple(chr(code) for code in _LOOKALIKES if chr(code).isprintable())
_CONTROLS = regex.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_SPACES = regex.compile(r" {2,}")
# A line end inside a document number, a year range or a date, where the next line goes on without a space:
#   `11/KH-` | `UBND`    `69-` | `KL/TW`    `2021-` | `2030`    `709/` | `QĐ-TTg`    `24/5/` | `2025`
_BROKEN_TAIL = regex.compile(r"(?:\d[\d.]*[a-zđ]?|[/-][\p{Lu}][\p{L}&]*\d*)\s?[-/]$")
# ... and inside an abbreviation of capitals: `Phòng KH-` | `CN`, `phát triển KT-` | `XH`
_BROKEN_ABBREVIATION = regex.compile(r"(?<![\p{L}\d])\p{Lu}{2,5}-$")
_ABBREVIATION = regex.compile(r"\p{Lu}{2,6}(?![\p{Ll}])")
_BROKEN_HEAD = regex.compile(r"(?:[\p{Lu}]{1,}[\p{L}&]*(?:[-/]|\b)|\d{1,4}\b)")


def clean_line(text: str) -> str:
    """One line in NFC with one kind of space, hyphen and Đ, without invisible characters and outer blanks."""
    if not text.isprintable() or any(map(text.__contains__, _PRINTABLE)):
        text = text.translate(_LOOKALIKES)  # slow; most lines need none of it
        text = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    elif not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


def line_joint(before: str, after: str) -> str:
    """What stands between two physical lines of a paragraph: a space, or nothing inside a broken number.

    `line_joint("Kế hoạch số 11/KH-", "UBND ngày")` is `""`; `line_joint("Công an tỉnh -", "Phòng")` is `" "`.
    """
    if before[-1:] in "-/" and _BROKEN_TAIL.search(before[-24:]) and _BROKEN_HEAD.match(after):
        return ""
    if before[-1:] == "-" and _BROKEN_ABBREVIATION.search(before[-12:]) and _ABBREVIATION.match(after):
        return ""
    return " "


@dataclass(slots=True)
class _Text:
    """The text under construction."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def add(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def add_paragraph(self, raw: RawParagraph, region: Region | None = None) -> Span | None:
        """Append one paragraph; None where nothing is left of it after cleaning."""
        cleaned = [(line, text) for line in raw.lines if (text := clean_line(line.text))]
        if not cleaned:
            return None
        if self.length:
            self.add("\n")
        start, before = self.length, ""
        for line, text in cleaned:
            if before:
                self.add(line_joint(before, text))
            span = Span(self.length, self.length + len(text))
            self.add(text)
            self.lines.append(Line(span, line.page, line.box, line.confidence))
            if line.repairs:
                self.repairs += _repairs_in(line, text, span)
            before = text
        span = Span(start, self.length)
        self.paragraphs.append(Paragraph(span, region or raw.region, raw.bold, raw.italic, raw.centered))
        return span

    def add_table(self, raw: RawTable) -> Table | None:
        """Append a table cell by cell, row by row; None where it has no words."""
        start, cells = None, []
        for cell in sorted(raw.cells, key=lambda c: (c.row, c.column)):
            spans = [s for p in cell.paragraphs if (s := self.add_paragraph(p, Region.CELL)) is not None]
            span = Span(spans[0].start, spans[-1].end) if spans else Span(self.length, self.length)
            if spans and start is None:
                start = span.start
            cells.append(Cell(cell.row, cell.column, span, cell.row_span, cell.column_span))
        if start is None:
            return None
        rows = max(c.row + c.row_span for c in cells)
        columns = max(c.column + c.column_span for c in cells)
        return Table(rows, columns, tuple(cells), Span(start, self.length), raw.ruled)


def _repairs_in(line: RawLine, text: str, span: Span) -> Iterable[Repair]:
    """The repairs of a line whose cleaned `text` stands at `span`; the whole line's where cleaning moved the words."""
    for repair in line.repairs:
        words = line.text[repair.start : repair.end]
        start = repair.start if text.startswith(words, repair.start) else text.find(words)
        at = Span(span.start + start, span.start + start + len(words)) if start >= 0 else span
        yield Repair(at, repair.raw, repair.reason)


def assemble(
    source: str,
    format: Format,
    fingerprint: str,
    blocks: Iterable[RawParagraph | RawTable],
    pages: Sequence[Page] = (),
    furniture: Sequence[Furniture] = (),
    issues: Sequence[Issue] = (),
) -> Document:
    """Build a Document from what a reader saw, in reading order. Footnotes go to the end: no sentence is cut."""
    text, tables, notes = _Text(), [], []
    for block in blocks:
        if isinstance(block, RawTable):
            if (table := text.add_table(block)) is not None:
                tables.append(table)
        elif block.region is Region.FOOTNOTE:
            notes.append(block)
        else:
            text.add_paragraph(block)
    for note in notes:
        text.add_paragraph(note)
    return Document(
        source,
        format,
        fingerprint,
        "".join(text.parts),
        tuple(text.paragraphs),
        tuple(text.lines),
        tuple(pages) or (Page(1),),
        tuple(tables),
        tuple(furniture),
        tuple(issues),
        tuple(sorted(text.repairs, key=lambda repair: repair.span.start)),
    )
