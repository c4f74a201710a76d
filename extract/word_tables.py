"""A Word table (`w:tbl`) -> a grid of cells, or the paragraphs of a table that only lays out the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex
from lxml import etree

from extract.assemble import RawCell, RawParagraph, RawTable
from extract.headers import match_header
from extract.model import Region
from extract.numbering import W
from extract.word_styles import Styles, draws_lines

Block = RawParagraph | RawTable
_MAX_COLUMNS = 200
# What only a letterhead or a signature block has; such a table is read column by column.
_LAYOUT_WORDS = regex.compile(
    r"""
    (?:đoàn\stncs\shồ\schí\sminh\s{0,3}(?:\n|$)) | (?:,\s{0,3}ngày[\s\d.…_]{1,16}tháng[\s\d.…_]{1,12}năm)
  | (?:^|\n)\s{0,3}số\s{0,3}:[^\n]{0,30}[/-]
  | (?:độc\slập\s{0,2}[-–]\s{0,2}tự\sdo) | (?:cộng\sh(?:òa|oà)\sxã\shội) | đảng\scộng\ssản\sviệt\snam
  | (?:^|\n)\s{0,3}nơi\snhận\s{0,2}:? | (?:^|\n)\s{0,3}(?:kt|tm|tl|tuq|q|k/t|t/m|t/l)\.\s?\p{L}
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_NUMBER = regex.compile(r"\s{0,3}(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,6}|[a-zđ])[.)]?\s{0,3}")
_BLANKS = regex.compile(r"\s+")


@dataclass(slots=True)
class GridCell:
    """A cell of the grid under construction, with what it holds."""

    row: int
    column: int
    columns: int
    blocks: list[Block]
    rows: int = 1

    def text(self) -> str:
        """The words of the cell, a line each paragraph."""
        return "\n".join(_block_text(block) for block in self.blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, RawTable):
        return "\n".join(_block_text(p) for cell in block.cells for p in cell.paragraphs)
    return " ".join(line.text for line in block.lines)


def read_grid(table: etree._Element, read_cell: Callable[[etree._Element], list[Block]]) -> list[GridCell]:
    """The cells of a table in reading order, vertical merges resolved; `read_cell` reads what a `w:tc` holds."""
    cells: list[GridCell] = []
    open_merges: dict[int, GridCell] = {}
    row = -1
    for element in _parts(table, f"{W}tr"):
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        row += 1
        column = _number(properties, "gridBefore", 0) if properties is not None else 0
        for tc in _parts(element, f"{W}tc"):
            if column >= _MAX_COLUMNS:
                break
            settings = tc.find(f"{W}tcPr")
            span = max(1, min(_number(settings, "gridSpan", 1), _MAX_COLUMNS - column)) if settings is not None else 1
            merge = settings.find(f"{W}vMerge") if settings is not None else None
            above = open_merges.get(column)
            if merge is not None and merge.get(f"{W}val") != "restart" and above is not None:
                above.rows = row - above.row + 1
                above.blocks.extend(read_cell(tc))
            else:
                cell = GridCell(row, column, span, read_cell(tc))
                cells.append(cell)
                for c in range(column, column + span):
                    open_merges.pop(c, None)
                if merge is not None:
                    open_merges[column] = cell
            column += span
    return cells


def is_layout(cells: Sequence[GridCell], *, ruled: bool) -> bool:
    """True for a table that only places text on the page: a letterhead, a signature block, a frame around text.

    `ruled`: the table draws lines.
    """
    rows = max((cell.row + cell.rows for cell in cells), default=0)
    columns = len({cell.column for cell in cells})
    if rows * columns <= 1 or columns == 1:
        return True
    if (
        rows <= 8
        and columns <= 4
        and any(_LAYOUT_WORDS.search(cell.text()) for cell in cells)
        and not _has_header(cells)
    ):
        return True
    if ruled or _has_header(cells):
        return False
    numbered = sum(1 for cell in cells if cell.column == 0 and _NUMBER.fullmatch(cell.text()))
    return not (columns >= 3 and rows >= 3 and numbered >= rows // 2)


def make_table(cells: Sequence[GridCell], *, ruled: bool) -> RawTable:
    """The grid as a table; a nested table becomes paragraphs of its cell, a repeated header row is dropped."""
    dropped = _repeated_headers(cells)
    shift = {row: row - sum(1 for d in dropped if d < row) for row in {cell.row for cell in cells}}
    columns = sorted({cell.column for cell in cells})
    place = {column: index for index, column in enumerate(columns)}
    raw = []
    for cell in cells:
        if cell.row in dropped:
            continue
        end = cell.column + cell.columns
        width = sum(1 for column in columns if cell.column <= column < end)
        height = cell.rows - sum(1 for d in dropped if cell.row < d < cell.row + cell.rows)
        raw.append(RawCell(shift[cell.row], place[cell.column], tuple(_paragraphs(cell.blocks)), height, width))
    return RawTable(tuple(raw), ruled)


def lay_out(cells: Sequence[GridCell]) -> list[Block]:
    """The blocks of a layout table: column by column in a letterhead or signature block, else row by row.

    A row of short cells, as in a list of names and offices, is one paragraph.
    """
    if any(_LAYOUT_WORDS.search(cell.text()) for cell in cells):
        ordered = sorted(cells, key=lambda cell: (cell.column, cell.row))
        return [block for cell in ordered for block in cell.blocks]
    blocks: list[Block] = []
    for row in sorted({cell.row for cell in cells}):
        held = [block for cell in cells if cell.row == row for block in cell.blocks]
        if len(held) > 1 and all(isinstance(block, RawParagraph) and _is_short(block) for block in held):
            lines = tuple(line for block in held if isinstance(block, RawParagraph) for line in block.lines)
            first = held[0]
            blocks.append(replace(first, lines=lines) if isinstance(first, RawParagraph) else first)
        else:
            blocks.extend(held)
    return blocks


def _is_short(paragraph: RawParagraph) -> bool:
    return len(paragraph.lines) == 1 and len(paragraph.lines[0].text) < 60 and paragraph.region is not Region.FOOTNOTE


def _paragraphs(blocks: Sequence[Block]) -> Iterator[RawParagraph]:
    for block in blocks:
        if isinstance(block, RawTable):
            for cell in block.cells:
                yield from cell.paragraphs
        elif block.region is not Region.FOOTNOTE:
            yield block


def _repeated_headers(cells: Sequence[GridCell]) -> set[int]:
    """The rows that repeat the first one word for word."""
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(_BLANKS.sub(" ", cell.text()).strip().casefold())
    first = rows.get(0, [])
    if len(first) < 2 or not any(first):
        return set()
    return {row for row, texts in rows.items() if row and texts == first}


def _has_header(cells: Sequence[GridCell]) -> bool:
    fields = [match_header(text) for cell in cells if cell.row == 0 and len(text := cell.text()) < 60]
    known = {field for field in fields if field is not None}
    return len(known) >= 2 and bool(known & {"stt", "task", "lead", "target"})


def is_ruled(table: etree._Element, styles: Styles) -> bool:
    """True where a Word table draws lines, by its own borders, its style's or its cells'."""
    properties = table.find(f"{W}tblPr")
    own = properties.find(f"{W}tblBorders") if properties is not None else None
    if own is not None and draws_lines(own):
        return True
    name = properties.find(f"{W}tblStyle") if properties is not None else None
    if own is None and name is not None and styles.has_borders(name.get(f"{W}val")):
        return True
    cells = drawn = 0
    for tc in table.iter(f"{W}tc"):
        cells += 1
        borders = tc.find(f"{W}tcPr/{W}tcBorders")
        drawn += draws_lines(borders)
    return drawn >= max(1, cells // 2)


def _parts(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, also those within content controls and accepted insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _parts(content, tag)
        elif child.tag in (f"{W}ins", f"{W}customXml"):
            yield from _parts(child, tag)


def _number(properties: etree._Element, name: str, default: int) -> int:
    element = properties.find(f"{W}{name}")
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if value.isdigit() else default
