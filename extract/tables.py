"""The grids of consecutive pages -> one table: repeated headers dropped, rows that a page cut joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable
from extract.grids import Grid
from extract.headers import match_header
from extract.layout import TextLine, repairs_of
from extract.model import Region
from extract.paragraphs import join_cell_lines

_ALIKE = 0.72  # how alike two readings of one header are
_LEAST_HEADER = 20  # letters
_LEAST_SAME = 3  # columns
_LONGEST_TITLE = 150  # letters


def same_table(before: Grid, after: Grid) -> bool:
    """True where a grid at a page's top has the columns of the grid at the last page's bottom."""
    return _union_edges(before.xs, after.xs) is not None


def _union_edges(a: Sequence[float], b: Sequence[float]) -> tuple[float, ...] | None:
    """The edges of the finer of two grids, where the coarser one has no others; None where they differ.

    The second grid is moved and stretched onto the first, as pages may differ in their margins.
    """
    width_a, width_b = a[-1] - a[0], b[-1] - b[0]
    if min(width_a, width_b) <= 0 or abs(width_a - width_b) > 0.06 * max(width_a, width_b):
        return None
    moved = [a[0] + (x - b[0]) * width_a / width_b for x in b]
    fine, coarse = (list(a), moved) if len(a) >= len(b) else (moved, list(a))
    slack = max(7.0, 0.012 * width_a)
    if all(min(abs(x - y) for y in fine) <= slack for x in coarse):
        return tuple(fine)
    return None


@dataclass(slots=True)
class _Cell:
    """A cell while the grids of many pages become one table. `parts` are the lines that stood together on a page."""

    column: int
    column_span: int
    row_span: int
    parts: list[tuple[tuple[TextLine, ...], float]]

    @property
    def text(self) -> str:
        return " ".join(line.text for lines, _ in self.parts for line in lines)


_Row = list[_Cell]


def join_grids(grids: Sequence[Grid]) -> RawTable:
    """One table from the grids of consecutive pages: repeated headers dropped, rows that a page cut joined."""
    edges = grids[0].xs
    for grid in grids[1:]:
        edges = _union_edges(edges, grid.xs) or edges
    rows: list[_Row] = []
    header: list[_Row] = []
    for index, grid in enumerate(grids):
        fresh = _rows_of(grid, edges)
        if index == 0:
            header = fresh[:4]
        else:
            fresh = _drop_repeated(header, fresh)
            if rows and fresh:
                over = _reaching_down(rows)
                if _is_cut(rows, over, fresh[0]):
                    _join_row(over, fresh.pop(0))
                else:
                    fresh[0] = _extend_spans(rows, over, fresh[0])
        rows.extend(fresh)
    cells = tuple(
        RawCell(r, cell.column, tuple(_cell_paragraphs(cell)), min(cell.row_span, len(rows) - r), cell.column_span)
        for r, row in enumerate(rows)
        for cell in row
    )
    return RawTable(cells)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _rows_of(grid: Grid, edges: tuple[float, ...]) -> list[_Row]:
    scale = (edges[-1] - edges[0]) / (grid.xs[-1] - grid.xs[0])
    index = [_nearest(edges, edges[0] + (x - grid.xs[0]) * scale) for x in grid.xs]
    rows: list[_Row] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        first, end = index[cell.column], index[cell.column + cell.column_span]
        parts = [(cell.lines, cell.width)] if cell.lines else []
        rows[cell.row].append(_Cell(first, max(1, end - first), cell.row_span, parts))
    for row in rows:
        row.sort(key=lambda c: c.column)
    return rows


def _key(cell: _Cell) -> str:
    return "".join(cell.text.split()).casefold()


def _drop_repeated(header: list[_Row], rows: list[_Row]) -> list[_Row]:
    """The rows of a page without those at its top that repeat the table's header.

    A repeated cell may be too low for its words: the last of them then stand in the row below, and go too. Where
    recognition reads one of two headers better, the table takes the better one.
    """
    count = 0
    cut: dict[int, str] = {}
    for old, new in zip(header, rows, strict=False):
        rests = _rests(old, new)
        if rests is None:
            break
        count += 1
        cut |= rests
    left = rows[count:]
    if left and cut:
        for cell in left[0]:
            _take_rest(cell, cut.get(cell.column, ""))
    return left


def _rests(old: _Row, new: _Row) -> dict[int, str] | None:
    """What the cells of a repeated header row lack at their ends, by column; None where the row repeats nothing."""
    olds, news = [_key(cell) for cell in old], [_key(cell) for cell in new]
    if not any(olds) or not any(news):
        return None
    rests: dict[int, str] = {}
    if [(c.column, c.column_span) for c in old] == [(c.column, c.column_span) for c in new]:
        for cell, whole, part in zip(old, olds, news, strict=True):
            if whole != part and part and whole.startswith(part):
                rests[cell.column] = whole[len(part) :]
            elif whole != part:
                rests.clear()
                break
        else:
            return rests if len(rests) * 2 <= len(old) else None
    if not _is_recognised(new):
        return None
    whole, part = "".join(olds), "".join(news)
    alike = len(whole) >= _LEAST_HEADER and SequenceMatcher(None, whole, part, autojunk=False).ratio() >= _ALIKE
    if not alike and not _names_same(old, new):
        return None
    for before, after in zip(old, new, strict=False):
        if before.column == after.column and match_header(before.text) is None and match_header(after.text):
            before.parts = after.parts
    return rests


def _is_recognised(row: _Row) -> bool:
    return any(line.confidence is not None for cell in row for lines, _ in cell.parts for line in lines)


def _names_same(old: _Row, new: _Row) -> bool:
    """True where most of the columns that a header names are named again, however badly it was read."""
    fields = {cell.column: match_header(cell.text, recognised=True) for cell in old if cell.parts}
    named = [cell for cell in new if cell.parts and fields.get(cell.column) is not None]
    same = sum(match_header(cell.text, recognised=True) == fields[cell.column] for cell in named)
    return same >= _LEAST_SAME and same * 2 >= len(fields)


def _take_rest(cell: _Cell, rest: str) -> None:
    """Take the lines off a cell's top that are the end of the header's cell above."""
    while rest and cell.parts:
        lines, width = cell.parts[0]
        text = "".join(lines[0].text.split()).casefold()
        if not rest.startswith(text):
            return
        rest = rest[len(text) :]
        cell.parts[0] = (lines[1:], width)
        if len(lines) == 1:
            del cell.parts[0]


_NUMBER_CELL = regex.compile(r"^\(?(?:\d{1,4}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-Za-zđĐ])[.)]?$")
_ENDS = regex.compile(r"[.;:!?…][”\"»)]?$")
_GOES_ON = regex.compile(r"[\"“(]?\p{Ll}|[,;.)/&%]")


def _is_number(cell: _Cell) -> bool:
    return _NUMBER_CELL.match("".join(cell.text.split())) is not None


def _reaching_down(rows: list[_Row]) -> dict[int, _Cell]:
    """By column, the cells that reach the last row: its own, and those of rows above that span it."""
    end = len(rows)
    return {cell.column: cell for r, row in enumerate(rows) for cell in row if r + cell.row_span >= end}


def _is_cut(rows: list[_Row], over: Mapping[int, _Cell], row: _Row) -> bool:
    """True where a row at a page's top goes on the last row of the page before. `over`: what reaches that row."""
    if {(c.column, c.column_span) for c in over.values()} != {(c.column, c.column_span) for c in row}:
        return False
    filled = [(over[c.column], c) for c in row if c.parts]
    if not filled:
        return True
    goes_on = any(a.parts and _GOES_ON.match(b.text) and not _ENDS.search(a.text) for a, b in filled)
    if len(row) < 2:
        return goes_on
    whole = [r for r in rows if len(r) > 1]
    numbered = sum(bool(r[0].column == 0 and r[0].parts and _is_number(r[0])) for r in whole)
    if row[0].parts:
        return goes_on and not (numbered and _is_number(row[0]))
    if goes_on:
        return True
    first = over[row[0].column]
    if numbered * 2 < len(whole) or first.row_span > 1:
        return False
    if _is_title(rows, row):
        return False
    return bool(first.parts) or len(filled) < len(row) - 1


def _is_title(rows: list[_Row], row: _Row) -> bool:
    """True where a recognised row seems to name a group whose number was not read, as groups do not span the table."""
    filled = [cell.text for cell in row if cell.parts]
    if len(filled) != 1 or not _is_recognised(row) or any(len(other) == 1 for other in rows):
        return False
    return filled[0][:1].isupper() and len(filled[0]) < _LONGEST_TITLE and not _ENDS.search(filled[0])


def _join_row(over: Mapping[int, _Cell], row: _Row) -> None:
    for cell in row:
        above = over[cell.column]
        above.parts.extend(cell.parts)
        above.row_span += cell.row_span - 1


def _extend_spans(rows: list[_Row], over: Mapping[int, _Cell], row: _Row) -> _Row:
    """What is left of a page's first row when the cells that a page cut (`1 | Bộ Công an` beside many rows) span it."""
    left: _Row = []
    if _is_title(rows, row):
        return row
    for cell in row:
        above = over.get(cell.column)
        if above is not None and above.column_span == cell.column_span and _spans_on(rows, above, cell, not left):
            above.parts.extend(cell.parts)
            above.row_span += cell.row_span
        else:
            left.append(cell)
    return left


def _spans_on(rows: list[_Row], above: _Cell, cell: _Cell, leading: bool) -> bool:
    """True where a cell at a page's top is the rest of one above that spans rows; `leading`: so are those before it."""
    if not above.parts:
        return False
    if cell.parts:
        return above.row_span > 1 and _GOES_ON.match(cell.text) is not None and not _ENDS.search(above.text)
    if leading or above.row_span > 1 or cell.row_span > 1:
        return True
    # An empty cell may be the rest of one that begins in the last row, where a column has such cells, and no empty ones
    column = [c for r in rows for c in r if c.column == cell.column and c.column_span == cell.column_span]
    return any(c.row_span > 1 for c in column[1:]) and all(c.parts for c in column)


def _cell_paragraphs(cell: _Cell) -> list[RawParagraph]:
    groups = join_cell_lines(cell.parts)
    return [
        RawParagraph(
            tuple(RawLine(line.text, line.page, line.box, line.confidence, repairs_of(line)) for line in group),
            Region.CELL,
            all(line.bold for line in group),
            all(line.italic for line in group),
        )
        for group in groups
    ]
