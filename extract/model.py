"""The things a reader makes: text, lines, pages, tables, and where each stands. Imports nothing of ours.

Two rules hold for every `Document`:

* `text` is its paragraphs joined by one line feed. A paragraph is one logical paragraph (or one paragraph of a table
  cell): the physical lines that the page broke it into are joined by a space, or by nothing where the break fell inside
  a document number or a year range (`11/KH-` + `UBND`). So a pattern that must not cross paragraphs must not cross a
  line feed, and needs no other care.
* every offset is into `text`, half open, and `lines` keeps, for each physical line, its span, page and box.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """What kind of file a document was read from, by its content."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    TEXT = "text"
    IMAGE = "image"


class Region(StrEnum):
    """Where a paragraph stands: running text (letterhead and signature block included), a table cell, a footnote."""

    BODY = "body"
    CELL = "cell"
    FOOTNOTE = "footnote"


class Origin(StrEnum):
    """Where the text of a page came from."""

    TEXT = "text"  # the file's own text
    OCR = "ocr"  # recognised from the page image
    NONE = "none"  # could not be read


class FurnitureKind(StrEnum):
    """What was taken off the page before its text was built."""

    PAGE_NUMBER = "page_number"
    RUNNING_HEADER = "running_header"  # also footers and gazette headers
    SIGNATURE_STAMP = "signature_stamp"  # text of a digital signature: `Ký bởi: ...`
    STAMP = "stamp"  # what stands on a stamp, or is written, in red or blue on a scan


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters of `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """True where `other` lies wholly in this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points (1/72 inch), origin at the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line. `page` counts from 1; `confidence` is 0..1 for recognised text, else None."""

    span: Span
    page: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One logical paragraph. Style flags are True only where the format says so for the whole paragraph."""

    span: Span
    region: Region = Region.BODY
    bold: bool = False
    italic: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page, numbered from 1; width and height in points, 0 where the format has no pages."""

    number: int
    width: float = 0.0
    height: float = 0.0
    origin: Origin = Origin.TEXT
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at (row, column), both from 0. `span` covers its paragraphs and is empty for an empty cell."""

    row: int
    column: int
    span: Span
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, in row order; rows that a page break cut are joined and repeated headers dropped.

    `ruled` is False where the grid was inferred from flattened text rather than seen.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    span: Span
    ruled: bool = True


class SectionKind(StrEnum):
    """What a section is about, by its heading."""

    LEGAL_BASIS = "legal_basis"
    PURPOSE = "purpose"
    REQUIREMENTS = "requirements"
    VIEWPOINTS = "viewpoints"
    OBJECTIVES = "objectives"
    TARGETS = "targets"
    SCOPE = "scope"
    TASKS = "tasks"
    FUNDING = "funding"
    ORGANIZATION = "organization"
    SCHEDULE = "schedule"
    EFFECT = "effect"
    APPENDIX = "appendix"
    OTHER = "other"


class NodeKind(StrEnum):
    """What a paragraph of the outline is."""

    HEADING = "heading"  # a numbered or titled division; only these are sections
    ITEM = "item"  # a numbered or lettered paragraph that runs on as prose
    BULLET = "bullet"  # `-`, `+`, `•`
    TEXT = "text"  # a paragraph without a mark


@dataclass(frozen=True, slots=True)
class Node:
    """One paragraph (a heading over several paragraphs is one node) of the main text or an appendix, cells left out.

    `label` is as printed without its dot (`I`, `2.1`, `a`, `Điều 3`, `Phụ lục I`), empty for bullets and text.
    `path` joins the labels from the outermost node down to this one by dots, skipping empty ones: `Điều 1.VI.1.a`.
    `span` is the node's own words with the mark, `body` without it, `end` where its last descendant ends.
    `parent` indexes `Outline.nodes`; None at the top.
    """

    kind: NodeKind
    label: str
    path: str
    depth: int
    span: Span
    body: Span
    end: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The main text and the appendices as a tree, in reading order: a parent comes before its children."""

    nodes: tuple[Node, ...]

    def node_at(self, offset: int) -> int | None:
        """The index of the last node that begins at or before `offset`; None before the first."""
        index = bisect_right(self.nodes, offset, key=_node_start) - 1
        return index if index >= 0 else None

    def children(self, index: int) -> tuple[int, ...]:
        """The indexes of the direct children of a node."""
        found, end = [], self.nodes[index].end
        for i in range(index + 1, len(self.nodes)):
            if self.nodes[i].span.start >= end:
                break
            if self.nodes[i].parent == index:
                found.append(i)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading node as the contract's section: `heading` in one line without its label; `node` indexes the outline."""

    label: str
    heading: str
    kind: SectionKind
    path: str
    level: int
    span: Span  # the heading with all that stands under it
    heading_span: Span
    node: int
    parent: int | None = None  # indexes the tuple of sections


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a document. Empty spans where a part is not there; appendices follow the tail."""

    head: Span  # letterhead: issuer, national motto, number, place and date
    title: Span  # the name of the kind of document and the trích yếu
    body: Span
    tail: Span  # signature block and `Nơi nhận`
    appendices: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the page that is not text of the document."""

    kind: FurnitureKind
    text: str
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be done, or looks wrong. `code` is a short stable word, `message` one sentence."""

    code: str
    message: str
    span: Span | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A recognised word that was mended: `raw` is what was recognised, `reason` why it cannot be right.

    The reasons: `marks` and `letters` (another syllable is far more likely between its neighbours), `symbol`, `date`,
    `digits` (its grammar), `case` (capitals in a line of small letters), `point` (a full stop within a sentence),
    `office` and `name` (of who signed, under a seal), `handwriting` (a number of the head, read digit by digit; `?`
    where it could not be).
    """

    span: Span
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands on paper: its first page and the boxes of its lines, as (page, box)."""

    page: int
    boxes: tuple[tuple[int, Box], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. `source` is the path as given; `fingerprint` the SHA-256 of the file's bytes, in hex."""

    source: str
    format: Format
    fingerprint: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    issues: tuple[Issue, ...] = ()
    repairs: tuple[Repair, ...] = ()  # of recognised text, in order

    def words(self, span: Span) -> str:
        """The text of a span, exactly."""
        return self.text[span.start : span.end]

    def locate(self, span: Span) -> Place:
        """The page (first of several) and the line boxes of a span. Page 1 for a document without lines."""
        lines = self.lines_of(span)
        boxes = tuple((line.page, line.box) for line in lines if line.box is not None)
        return Place(lines[0].page if lines else 1, boxes)

    def lines_of(self, span: Span) -> tuple[Line, ...]:
        """The physical lines that a span stands on."""
        first = max(0, bisect_right(self.lines, span.start, key=_line_start) - 1)
        last = bisect_right(self.lines, max(span.start, span.end - 1), key=_line_start)
        return self.lines[first:last]

    def paragraph_at(self, offset: int) -> int:
        """The index of the paragraph that holds `offset`."""
        return max(0, bisect_right(self.paragraphs, offset, key=_paragraph_start) - 1)


def _line_start(line: Line) -> int:
    return line.span.start


def _node_start(node: Node) -> int:
    return node.span.start


def _paragraph_start(paragraph: Paragraph) -> int:
    return paragraph.span.start
