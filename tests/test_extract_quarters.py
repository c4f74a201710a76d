"""The Roman number of a quarter on the image of a page: its bars are counted, whatever was recognised."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from extract.quarters import count_bars, count_quarters
from extract.textlayer import Word

DPI = 72.0  # a point is a pixel


def draw(number: str) -> Image.Image:
    """`I`, `II`, `III` before a slash and a round sign, 24 pixels high, with serifs that touch."""
    page = np.full((60, 200), 255, dtype=np.uint8)
    x = 100
    for letter in number:
        if letter == "I":
            page[20:44, x + 4 : x + 8] = 0
            page[20:22, x : x + 12] = page[42:44, x : x + 12] = 0
        elif letter == "/":
            for row in range(24):
                page[20 + row, x + 10 - row // 3 : x + 13 - row // 3] = 0
        else:
            page[20:44, x : x + 3] = page[20:44, x + 12 : x + 15] = 0
            page[20:23, x : x + 15] = page[41:44, x : x + 15] = 0
        x += 12
    return Image.fromarray(page)


def word(text: str, x0: float, x1: float) -> Word:
    return Word(text, x0, 20.0, x1, 44.0, 44.0, 26.0, confidence=0.9)


@pytest.mark.parametrize(
    ("printed", "read", "meant"),
    [
        ("I/0", "I/2026", "I/2026"),
        ("II/0", "I/2026", "II/2026"),
        ("II/0", "11/2026", "II/2026"),
        ("III/0", "II/2026", "III/2026"),
        ("III/0", "IH⁄2026;", "III/2026;"),
        ("II/0", "I/⁄2026", "II/2026"),
        ("III", "II", "III"),
        ("I/0", "II/2026", "II/2026"),  # a stroke that was read is there
    ],
)
def test_a_quarter_has_the_bars_that_the_image_shows(printed: str, read: str, meant: str) -> None:
    found = count_quarters([word("Quý", 60.0, 92.0), word(read, 98.0, 100.0 + 12 * len(printed))], draw(printed), DPI)
    assert found[1].text == meant
    assert found[1].raw == (None if read == meant else read)


@pytest.mark.parametrize(("before", "read"), [("tháng", "11/2026"), ("Quý", "IV/2026"), ("Quý", "Toàn"), ("Điều", "1")])
def test_other_words_stay(before: str, read: str) -> None:
    words = [word(before, 60.0, 92.0), word(read, 98.0, 150.0)]
    assert count_quarters(words, draw("III/0"), DPI) == words


def test_a_box_without_ink_has_no_bars() -> None:
    assert count_bars(np.zeros((0, 0), dtype=np.bool_)) == 0
    assert count_bars(np.zeros((30, 30), dtype=np.bool_)) == 0
