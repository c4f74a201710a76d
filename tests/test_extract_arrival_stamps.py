"""Stamps of arrival: frames that are theirs, frames that are not, and the words in them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extract.arrival_stamps import find_frames, part_stamps, without_frames
from extract.scan import find_lines
from extract.textlayer import Word

DPI = 220.0
SIZE = (1819, 2573)


def frame(left: float, top: float, wide: float, high: float) -> tuple[list, list]:
    """The bars of a frame, in inches."""
    x0, y0, x1, y1 = (round(value * DPI) for value in (left, top, left + wide, top + high))
    return [(x0, y0, x1, y0 + 4), (x0, y1, x1, y1 + 4)], [(x0, y0, x0 + 4, y1), (x1, y0, x1 + 4, y1)]


@pytest.mark.parametrize(
    ("left", "top", "wide", "high", "found"),
    [
        (0.3, 1.6, 1.9, 0.75, True),  # `CÔNG VĂN ĐẾN`
        (0.1, 2.3, 2.2, 1.0, True),
        (0.5, 1.8, 1.0, 0.3, False),  # `KHẨN`
        (1.0, 2.0, 6.2, 0.8, False),  # a table
        (0.5, 8.0, 1.9, 0.8, False),  # at the foot of the page
    ],
)
def test_frame_of_a_stamp_is_known_by_its_size_and_place(
    left: float, top: float, wide: float, high: float, found: bool
) -> None:
    across, down = frame(left, top, wide, high)
    assert bool(find_frames(across, down, SIZE, DPI)) is found


def test_column_of_a_table_is_no_stamp() -> None:
    across, down = frame(1.0, 2.0, 1.8, 0.8)
    across = [(x0, y0, x0 + 1300, y1) for x0, y0, _, y1 in across]  # the rows go on to the right
    assert find_frames(across, down, SIZE, DPI) == []


def test_lines_of_the_stamp_are_painted_over_and_others_stay() -> None:
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((80, 400, 500, 560), outline=0, width=4)
    draw.line((900, 300, 1400, 300), fill=0, width=4)
    across, down = find_lines(np.asarray(page), DPI)
    frames = find_frames(across, down, SIZE, DPI)
    assert len(frames) == 1
    clean = np.asarray(without_frames(page, frames, (*across, *down)))
    assert clean[390:570, 70:510].min() == 255 and clean[301, 1000] == 0


def word(text: str, x: float, base: float, confidence: float) -> Word:
    return Word(text, x, base - 10, x + 30, base, base, 12.0, confidence=confidence)


def test_words_of_the_stamp_are_parted_from_the_line_it_lies_over() -> None:
    words = [
        word("ĐẾN", 40, 150, 0.95),
        word("44.14", 90, 150, 0.3),
        word("thực", 120, 180, 0.93),  # the line goes on beside the frame
        word("x0Á", 85, 180, 0.2),
        word("hiện", 165, 180, 0.95),
        word("KẾ", 300, 150, 0.95),
    ]
    kept, stamped = part_stamps(words, [(round(30 * DPI / 72), round(130 * DPI / 72), round(158 * DPI / 72), 600)], DPI)
    assert [w.text for w in kept] == ["thực", "hiện", "KẾ"]
    assert [w.text for w in stamped] == ["ĐẾN", "44.14", "x0Á"]
