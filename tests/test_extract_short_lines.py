"""Pieces of a table's vertical lines that are too short to stand out: found between two horizontal lines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.scan import find_lines
from extract.short_lines import find_short_downs

DPI = 100.0


def draw_table() -> npt.NDArray[np.uint8]:
    """A row of 25 pixels over one of 100, four columns; the second line stands in both, the third in the lower only."""
    page = np.full((400, 500), 255, dtype=np.uint8)
    for y in (100, 125, 225):
        page[y : y + 2, 50:452] = 0
    for x in (50, 150, 450):
        page[100:227, x : x + 2] = 0
    page[125:227, 300:302] = 0
    return page


def test_a_short_piece_between_two_rules() -> None:
    page = draw_table()
    page[227:] = 255
    across, down = (
        [(50, 100, 452, 102), (50, 125, 452, 127), (50, 225, 452, 227)],
        [(150, 127, 152, 225), (300, 127, 302, 225)],
    )
    assert find_short_downs(page < 128, across, down, DPI) == [(150, 102, 152, 125)]


def test_a_letter_is_no_piece_of_a_line() -> None:
    page = draw_table()
    page[106:120, 300:302] = 0  # as high as a capital
    across, down = [(50, 100, 452, 102), (50, 125, 452, 127)], [(300, 127, 302, 225)]
    assert find_short_downs(page < 128, across, down, DPI) == []


def test_lines_of_a_page_hold_the_short_pieces() -> None:
    _, down = find_lines(draw_table(), DPI)
    assert any(x0 <= 151 <= x1 and y0 <= 112 <= y1 for x0, y0, x1, y1 in down)
    assert not any(x0 <= 301 <= x1 and y0 <= 112 <= y1 for x0, y0, x1, y1 in down)
