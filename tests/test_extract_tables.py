"""Ruling lines to grids, and the grids of many pages to one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extract.assemble import RawTable
from extract.drawing import Ruling
from extract.grids import Grid, fill_grid, find_grids, holds, is_layout
from extract.tables import join_grids, same_table
from extract.textlayer import Word

XS = (85.0, 125.0, 365.0, 540.0)


def rules(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    return [Ruling(x, ys[0], x, ys[-1]) for x in xs] + [Ruling(xs[0], y, xs[-1], y) for y in ys]


def words(text: str, x: float, y: float) -> list[Word]:
    found = []
    for word in text.split():
        found.append(Word(word, x, y - 9, x + 6 * len(word), y + 3, y, 12))
        x += 6 * len(word) + 6
    return found


def make_grid(rows: Sequence[Sequence[str]], page: int = 1, xs: Sequence[float] = XS) -> Grid:
    """A full grid with these texts; each row is tall enough for its longest cell, broken at `|`."""
    ys, found = [100.0], []
    for row in rows:
        for x, text in zip(xs, row, strict=False):
            for i, part in enumerate(text.split("|")):
                found += words(part, x + 5, ys[-1] + 14 + 15 * i)
        ys.append(ys[-1] + 10 + 15 * max(text.count("|") + 1 for text in row))
    (grid,) = find_grids(rules(xs, ys), page)
    return fill_grid(grid, found)


def rows_of(table: RawTable) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(" / ".join(" ".join(x.text for x in p.lines) for p in cell.paragraphs))
    return [rows[row] for row in sorted(rows)]


def test_grid_of_rules() -> None:
    (grid,) = find_grids(rules(XS, (100, 120, 160)), 1)
    assert (grid.rows, grid.columns, len(grid.cells)) == (2, 3, 6)
    assert [round(x) for x in grid.xs] == [85, 125, 365, 540]


def test_missing_pieces_of_rules_make_spans() -> None:
    pieces = [
        Ruling(85, 100, 540, 100),
        Ruling(85, 160, 540, 160),
        Ruling(125, 130, 540, 130),
    ]  # first column spans rows
    pieces += [Ruling(85, 100, 85, 160), Ruling(125, 100, 125, 160), Ruling(540, 100, 540, 160)]
    pieces += [Ruling(365, 130, 365, 160)]  # the upper right cell spans two columns
    (grid,) = find_grids(pieces, 1)
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells}
    assert spans == {(0, 0): (2, 1), (0, 1): (1, 2), (1, 1): (1, 1), (1, 2): (1, 1)}


def test_rules_in_pieces_and_a_little_off_are_one_rule() -> None:
    pieces = [Ruling(x, 100 + i, x + 0.5, 130 + i) for x in (85, 300, 540) for i in (0, 30)]
    pieces += [Ruling(a, y + d, b, y + d) for y in (100, 160) for a, b, d in ((84, 300, 0.0), (301, 541, 1.2))]
    (grid,) = find_grids(pieces, 1)
    assert (grid.rows, grid.columns) == (1, 2)


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [Ruling(85, 100, 229, 100)],  # a footnote rule
        rules((85, 540), (100, 300)),  # a box
        rules((85, 540), (100, 200, 300)),  # one column
        [Ruling(120, 90, 200, 90.5), Ruling(300, 90, 420, 90.5)],  # rules under a letterhead
    ],
)
def test_other_rules_are_no_grid(pieces: list[Ruling]) -> None:
    assert find_grids(pieces, 1) == []


def test_grid_in_a_cell_is_left_to_the_outer_grid() -> None:
    inner = rules((140, 200, 300), (110, 120, 130))
    (grid,) = find_grids([*rules(XS, (100, 140, 200)), *inner], 1)
    assert grid.columns == 3


def test_words_go_to_the_cell_that_holds_their_middle() -> None:
    grid = make_grid([["TT", "Nội dung"], ["1", "Rà soát quy định|về văn thư"]], xs=(85, 125, 365))
    assert [[c.text for c in grid.cells if c.row == r] for r in range(2)] == [
        ["TT", "Nội dung"],
        ["1", "Rà soát quy định về văn thư"],
    ]
    assert holds(grid, words("x", 100, 110)[0]) and not holds(grid, words("x", 500, 110)[0])


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        ([["UBND TỈNH SÔNG XANH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Số: 12", "Độc lập - Tự do"]], True),
        ([["Nơi nhận:|- Như trên;", "CHỦ TỊCH"]], True),
        ([["TT", "Nhiệm vụ"], ["1", "Rà soát"]], False),
    ],
)
def test_letterheads_and_signatures_in_boxes_are_no_tables(rows: list[list[str]], layout: bool) -> None:
    assert is_layout(make_grid(rows, xs=(85, 312, 540))) is layout


HEADER = ["TT", "Nội dung nhiệm vụ", "Thời hạn"]


def test_repeated_headers_are_dropped() -> None:
    one = make_grid([HEADER, ["1", "Rà soát quy định.", "Quý I"]], 1)
    two = make_grid([HEADER, ["2", "Báo cáo kết quả.", "Quý II"]], 2)
    assert rows_of(join_grids([one, two])) == [
        HEADER,
        ["1", "Rà soát quy định.", "Quý I"],
        ["2", "Báo cáo kết quả.", "Quý II"],
    ]


@pytest.mark.parametrize(
    ("last", "first", "rows"),
    [
        # A sentence goes on beside an empty number.
        (
            ["1", "Rà soát các quy định về", "Quý I"],
            ["", "công tác văn thư.", ""],
            [["1", "Rà soát các quy định về công tác văn thư.", "Quý I"]],
        ),
        # A second item of the same row.
        (
            ["1", "a) Rà soát quy định;", "Quý I"],
            ["", "b) Sửa đổi, bổ sung.", ""],
            [["1", "a) Rà soát quy định; / b) Sửa đổi, bổ sung.", "Quý I"]],
        ),
        # A number of its own.
        (
            ["1", "Rà soát các quy định", "Quý I"],
            ["2", "Báo cáo kết quả", "Quý II"],
            [["1", "Rà soát các quy định", "Quý I"], ["2", "Báo cáo kết quả", "Quý II"]],
        ),
    ],
)
def test_row_cut_by_a_page_is_joined(last: list[str], first: list[str], rows: list[list[str]]) -> None:
    before = [HEADER, ["0", "Chuẩn bị.", "Tháng 1"]]
    joined = rows_of(join_grids([make_grid([*before, last], 1), make_grid([first], 2)]))
    assert joined == [*before, *rows]


def test_cell_over_many_rows_goes_on_on_the_next_page() -> None:
    tall = [*rules(XS, (100, 160)), Ruling(125, 130, 540, 130)]
    (grid,) = find_grids(tall, 1)
    held = words("1", 90, 130) + words("Tham mưu.", 130, 114) + words("Quý I", 370, 114)
    one = fill_grid(grid, [*held, *words("Rà soát.", 130, 150), *words("Quý II", 370, 150)])
    two = make_grid([["", "Sửa đổi.", "Quý III"], ["2", "Báo cáo.", "Quý IV"]], 2)
    table = join_grids([one, two])
    first = next(c for c in table.cells if (c.row, c.column) == (0, 0))
    assert first.row_span == 3
    assert [(c.row, c.column) for c in table.cells if c.column == 0] == [(0, 0), (3, 0)]


def merge_below(grid: Grid, column: int, row: int, rows: int) -> Grid:
    """The grid with the cells of a column, from a row on, made one."""
    kept = [c for c in grid.cells if c.column != column or not row < c.row < row + rows]
    return replace(
        grid, cells=tuple(replace(c, row_span=rows) if (c.row, c.column) == (row, column) else c for c in kept)
    )


def test_row_cut_by_a_page_beside_a_merged_cell() -> None:
    one = merge_below(make_grid([HEADER, ["1", "Rà soát.", "Quý I"], ["2", "Sửa đổi các", ""]], 1), 2, 1, 2)
    two = merge_below(
        make_grid([["", "quy định.", ""], ["3", "Báo cáo.", ""], ["4", "Tổng kết.", "Quý II"]], 2), 2, 0, 2
    )
    table = join_grids([one, two])
    assert rows_of(table) == [
        HEADER,
        ["1", "Rà soát.", "Quý I"],
        ["2", "Sửa đổi các quy định."],
        ["3", "Báo cáo."],
        ["4", "Tổng kết.", "Quý II"],
    ]
    assert next(c.row_span for c in table.cells if (c.row, c.column) == (1, 2)) == 3


def test_merged_cell_goes_on_beside_a_new_row() -> None:
    one = merge_below(make_grid([HEADER, ["1", "Rà soát.", "Quý I"], ["2", "Sửa đổi.", ""]], 1), 2, 1, 2)
    two = make_grid([["3", "Báo cáo.", ""], ["4", "Tổng kết.", "Quý II"]], 2)
    table = join_grids([one, two])
    assert next(c.row_span for c in table.cells if (c.row, c.column) == (1, 2)) == 3
    assert rows_of(table)[3:] == [["3", "Báo cáo."], ["4", "Tổng kết.", "Quý II"]]


def test_end_of_a_repeated_header_that_fell_into_the_row_below() -> None:
    one = make_grid([["TT", "Nội dung nhiệm vụ", "Trình cấp|tỉnh"], ["1", "Rà soát.", "Quý I"]], 1)
    two = make_grid([["TT", "Nội dung nhiệm vụ", "Trình cấp"], ["2", "Báo cáo.", "tỉnh|Quý II"]], 2)
    assert rows_of(join_grids([one, two]))[1:] == [["1", "Rà soát.", "Quý I"], ["2", "Báo cáo.", "Quý II"]]


def as_scanned(grid: Grid) -> Grid:
    """The grid as if its words had been recognised."""
    cells = (replace(c, lines=tuple(replace(line, confidence=0.9) for line in c.lines)) for c in grid.cells)
    return replace(grid, cells=tuple(cells))


@pytest.mark.parametrize(
    "again",
    [
        ["TT", "Nội dung nhiêm vu", "Thời gian"],  # letters misread
        ["", "b Nội dung ja nhiệm vụ vụ", "Thời ời gian"],  # read twice in part
        ["TT", "Nội dung nhiệm vụ", "xx"],
    ],
)
def test_repeated_header_of_a_scan(again: list[str]) -> None:
    header = ["TT", "Nội dung nhiệm vụ", "Thời gian"]
    one = as_scanned(make_grid([header, ["1", "Rà soát quy định.", "Quý I"]], 1))
    two = as_scanned(make_grid([again, ["2", "Báo cáo.", "Quý II"]], 2))
    assert rows_of(join_grids([one, two])) == [header, ["1", "Rà soát quy định.", "Quý I"], ["2", "Báo cáo.", "Quý II"]]


def test_the_better_read_of_two_headers_of_a_scan() -> None:
    one = as_scanned(make_grid([["TT", "Nội dung nhiệm vụ", "Tuồi gian hoần"], ["1", "Rà soát.", "Quý I"]], 1))
    two = as_scanned(make_grid([["TT", "Nội dung nhiệm vụ", "Thời gian"], ["2", "Báo cáo.", "Quý II"]], 2))
    assert rows_of(join_grids([one, two]))[0] == ["TT", "Nội dung nhiệm vụ", "Thời gian"]


def test_title_at_the_top_of_a_scanned_page_is_a_row() -> None:
    one = as_scanned(make_grid([HEADER, ["1", "Rà soát các quy định", "Quý I"]], 1))
    two = as_scanned(make_grid([["", "Đào tạo, bồi dưỡng", ""], ["2", "Báo cáo.", "Quý II"]], 2))
    assert rows_of(join_grids([one, two]))[2] == ["", "Đào tạo, bồi dưỡng", ""]


@pytest.mark.parametrize(
    ("xs", "same"),
    [
        (XS, True),
        ((88.0, 128.0, 368.0, 543.0), True),  # a little moved
        ((85.0, 125.0, 540.0), True),  # group rows only
        ((85.0, 245.0, 365.0, 540.0), False),
        ((85.0, 125.0, 300.0), False),
    ],
)
def test_same_table_by_its_columns(xs: tuple[float, ...], same: bool) -> None:
    one = make_grid([["1", "2", "3"], ["4", "5", "6"]], 1)
    two = make_grid([["a"] * (len(xs) - 1)] * 2, 2, xs)
    assert same_table(one, two) is same


def test_lines_of_a_cell_are_paragraphs() -> None:
    grid = make_grid([["TT", "Đơn vị"], ["1", "Văn phòng Sở,|Trung tâm|Sở Nội vụ|- Sở Y tế"]], xs=(85, 125, 365))
    assert rows_of(join_grids([grid]))[1] == ["1", "Văn phòng Sở, Trung tâm / Sở Nội vụ / - Sở Y tế"]
