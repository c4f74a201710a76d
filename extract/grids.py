"""Ruling lines and words of one page -> the grids of its tables, with spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from extract.drawing import Ruling
from extract.layout import TextLine, merge_rows, split_segments
from extract.model import Box
from extract.textlayer import Word

_TOLERANCE = 3.0
_MIN_WIDTH, _MIN_HEIGHT = 8.0, 6.0
_MAX_LINES = 3000
_MAX_CELLS = 20_000
_COVER = 0.6


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: where it starts, how far it spans, and its lines; `width` is the room, in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    width: float
    lines: tuple[TextLine, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table as it stands on one page; `xs` and `ys` are the edges of its columns and rows."""

    page: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


_Segments = dict[float, list[tuple[float, float]]]


def find_grids(rulings: Iterable[Ruling], page: int) -> list[Grid]:
    """The grids that ruling lines draw, without words, top to bottom; only those of two or more columns."""
    across, down = _collect(rulings)
    grids = []
    for rows, columns in _components(across, down):
        grid = _make_grid(rows, columns, page)
        if grid is not None:
            grids.append(grid)
    grids.sort(key=lambda g: (g.ys[0], g.xs[0]))
    return _outermost(grids)


def _collect(rulings: Iterable[Ruling]) -> tuple[_Segments, _Segments]:
    """Horizontal segments by height and vertical ones by x; collinear pieces joined, short ones dropped."""
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for r in rulings:
        if r.bottom - r.top <= _TOLERANCE and r.x1 - r.x0 > r.bottom - r.top:
            across.append(((r.top + r.bottom) / 2, r.x0, r.x1))
        elif r.x1 - r.x0 <= _TOLERANCE:
            down.append(((r.x0 + r.x1) / 2, r.top, r.bottom))
    return _merge_collinear(across[:_MAX_LINES], _MIN_WIDTH), _merge_collinear(down[:_MAX_LINES], _MIN_HEIGHT)


def _merge_collinear(pieces: list[tuple[float, float, float]], least: float) -> _Segments:
    merged: _Segments = {}
    pieces.sort()
    group: list[tuple[float, float, float]] = []

    def close() -> None:
        if not group:
            return
        at = sum(p[0] for p in group) / len(group)
        spans: list[tuple[float, float]] = []
        for start, end in sorted((p[1], p[2]) for p in group):
            if spans and start <= spans[-1][1] + _TOLERANCE:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((start, end))
        kept = [s for s in spans if s[1] - s[0] >= least]
        if kept:
            merged[at] = kept

    for piece in pieces:
        if group and piece[0] - group[0][0] > _TOLERANCE * 0.8:
            close()
            group = []
        group.append(piece)
    close()
    return merged


def _components(across: _Segments, down: _Segments) -> list[tuple[_Segments, _Segments]]:
    """The sets of lines that cross or touch one another."""
    hs = [(y, a, b) for y, spans in across.items() for a, b in spans]
    vs = [(x, a, b) for x, spans in down.items() for a, b in spans]
    parent = list(range(len(hs) + len(vs)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, (x, top, bottom) in enumerate(vs):
        for i, (y, x0, x1) in enumerate(hs):
            if x0 - _TOLERANCE <= x <= x1 + _TOLERANCE and top - _TOLERANCE <= y <= bottom + _TOLERANCE:
                a, b = find(i), find(len(hs) + j)
                if a != b:
                    parent[a] = b
    found: dict[int, tuple[_Segments, _Segments]] = {}
    for i, (y, a0, b0) in enumerate(hs):
        found.setdefault(find(i), ({}, {}))[0].setdefault(y, []).append((a0, b0))
    for j, (x, a0, b0) in enumerate(vs):
        found.setdefault(find(len(hs) + j), ({}, {}))[1].setdefault(x, []).append((a0, b0))
    return [(rows, columns) for rows, columns in found.values() if len(rows) >= 1 and len(columns) >= 1]


def _edges(found: _Segments, low: float, high: float) -> list[tuple[float, list[tuple[float, float]]]]:
    """Edges in order, near ones joined; a missing outer edge is added where the crossing lines go beyond the last."""
    edges: list[tuple[float, list[tuple[float, float]]]] = []
    for at in sorted(found):
        if edges and at - edges[-1][0] <= _TOLERANCE:
            edges[-1][1].extend(found[at])
        else:
            edges.append((at, list(found[at])))
    everything = [(-1e9, 1e9)]
    if edges and edges[0][0] - low > 12:
        edges.insert(0, (low, everything))
    if edges and high - edges[-1][0] > 12:
        edges.append((high, everything))
    return edges


def _make_grid(rows: _Segments, columns: _Segments, page: int) -> Grid | None:
    left = min(a for spans in rows.values() for a, _ in spans)
    right = max(b for spans in rows.values() for _, b in spans)
    top = min(a for spans in columns.values() for a, _ in spans)
    bottom = max(b for spans in columns.values() for _, b in spans)
    xs, ys = _edges(columns, left, right), _edges(rows, top, bottom)
    m, n = len(xs) - 1, len(ys) - 1
    if m < 2 or n < 1 or m * n > _MAX_CELLS:
        return None
    parent = list(range(m * n))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(n):
        for c in range(m):
            if c + 1 < m and not _covered(xs[c + 1][1], ys[r][0], ys[r + 1][0]):
                parent[find(r * m + c)] = find(r * m + c + 1)
            if r + 1 < n and not _covered(ys[r + 1][1], xs[c][0], xs[c + 1][0]):
                parent[find(r * m + c)] = find((r + 1) * m + c)
    cells = [
        GridCell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, xs[c1 + 1][0] - xs[c0][0])
        for r0, c0, r1, c1 in _rectangles([find(i) for i in range(m * n)], m, n)
    ]
    if len({cell.column for cell in cells}) < 2:
        return None
    return Grid(page, tuple(x for x, _ in xs), tuple(y for y, _ in ys), tuple(cells))


def _covered(spans: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    shared = sum(max(0.0, min(b, end) - max(a, start)) for a, b in spans)
    return shared >= _COVER * (end - start)


def _rectangles(roots: list[int], m: int, n: int) -> list[tuple[int, int, int, int]]:
    """The bounding rectangles (row, column, last row, last column) of the joined cells, overlapping ones joined too."""
    boxes: dict[int, list[int]] = {}
    for i, root in enumerate(roots):
        r, c = divmod(i, m)
        box = boxes.setdefault(root, [r, c, r, c])
        box[0], box[1], box[2], box[3] = min(box[0], r), min(box[1], c), max(box[2], r), max(box[3], c)
    found = list(boxes.values())
    for _ in range(8):
        owner: dict[tuple[int, int], int] = {}
        clash = False
        for i, box in enumerate(found):
            for r in range(box[0], box[2] + 1):
                for c in range(box[1], box[3] + 1):
                    j = owner.setdefault((r, c), i)
                    if j != i and found[j] is not found[i]:
                        other = found[j]
                        joined = [
                            min(box[0], other[0]),
                            min(box[1], other[1]),
                            max(box[2], other[2]),
                            max(box[3], other[3]),
                        ]
                        box[:] = joined
                        other[:] = joined
                        clash = True
        found = [list(b) for b in sorted({(b[0], b[1], b[2], b[3]) for b in found})]
        if not clash:
            break
    return [(b[0], b[1], b[2], b[3]) for b in found]


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Without the grids that lie inside a cell of another grid."""
    return [
        g
        for g in grids
        if not any(
            o is not g
            and o.xs[0] <= g.xs[0] + 1
            and g.xs[-1] <= o.xs[-1] + 1
            and o.ys[0] <= g.ys[0] + 1
            and g.ys[-1] <= o.ys[-1] + 1
            for o in grids
        )
    ]


def fill_grid(grid: Grid, words: Iterable[Word]) -> Grid:
    """The grid with each word in the cell that holds its middle."""
    owner = {
        (r, c): i
        for i, cell in enumerate(grid.cells)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    held: dict[int, list[Word]] = {}
    for word in words:
        r = min(max(bisect_right(grid.ys, (word.top + word.bottom) / 2) - 1, 0), grid.rows - 1)
        c = min(max(bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1, 0), grid.columns - 1)
        held.setdefault(owner[r, c], []).append(word)
    cells = tuple(
        replace(cell, lines=tuple(merge_rows(split_segments(held[i], grid.page), grid.page))) if i in held else cell
        for i, cell in enumerate(grid.cells)
    )
    padding = _padding(cells)
    return replace(grid, cells=tuple(replace(cell, width=max(cell.width - padding, 1.0)) for cell in cells))


def _padding(cells: Sequence[GridCell]) -> float:
    """How much narrower than their cells the lines of a table are, at the least: where a line is full."""
    spare = [
        cell.width - max(line.x1 - line.x0 for line in cell.lines)
        for cell in cells
        if len(cell.lines) > 2 and cell.width < 400
    ]
    return min(max(min(spare), 2.0), 22.0) if spare else 11.0


def holds(grid: Grid, word: Word) -> bool:
    """True where the middle of a word lies in the grid."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return grid.xs[0] - 1 <= x <= grid.xs[-1] + 1 and grid.ys[0] - 1 <= y <= grid.ys[-1] + 1


# What a layout table holds: a letterhead or a signature block.
_LAYOUT = regex.compile(r"(?i)độc lập\s?[-–—]\s?tự do|^\W{0,3}nơi nhận\s?:|cộng hòa xã hội chủ nghĩa việt nam$")


def is_layout(grid: Grid) -> bool:
    """True where a ruled box is a letterhead, a signature block, or holds nothing that a table would."""
    filled = [cell for cell in grid.cells if cell.lines]
    if len(filled) < 2 and grid.rows < 2 and grid.columns < 3:  # a row of more may be the rest of one
        return True
    return grid.rows <= 4 and any(_LAYOUT.search(line.text) for cell in filled for line in cell.lines)
