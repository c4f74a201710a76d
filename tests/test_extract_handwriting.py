"""Numbers and days that a hand wrote into the head: where they stand, what is read, what stays unread."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.digit_net import HEIGHT, chance_of, likely_numbers, read_strip
from extract.handwriting import HANDWRITING, UNREAD, find_slots, read_handwriting
from extract.textlayer import Word

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
DPI, EM, BASE = 220.0, 13.0, 100.0
needs_font = pytest.mark.skipif(not FONT.is_file(), reason="Liberation Serif is not installed")


def font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), round(EM * DPI / 72))


def head(*parts: tuple[str, float, str, float]) -> tuple[list[Word], Image.Image]:
    """A page with text printed at places in points, and the words as recognised: (printed, x, recognised, confidence);
    nothing recognised where that is empty."""
    page = Image.new("L", (1819, 2573), 255)
    draw = ImageDraw.Draw(page)
    words = []
    for printed, x, recognised, confidence in parts:
        draw.text((x * DPI / 72, BASE * DPI / 72), printed, fill=0, font=font(), anchor="ls")
        width = font().getlength(printed) * 72 / DPI
        if recognised:
            words.append(Word(recognised, x, BASE - 10, x + width, BASE, BASE, 15.0, confidence=confidence))
    return words, page


def letterhead(number: str, read: str, confidence: float, day: str = "14", day_read: str = "14") -> list:
    return [
        ("Số:", 90, "Số:", 0.95),
        (number, 112, read, confidence),
        ("/KH-UBND", 150, "/KH-UBND", 0.9),
        ("ngày", 330, "ngày", 0.96),
        (day, 362, day_read, confidence),
        ("tháng", 384, "tháng", 0.96),
        ("10", 420, "10", 0.95),
        ("năm", 440, "năm", 0.97),
        ("2024", 469, "2024", 0.97),
    ]


@needs_font
@pytest.mark.parametrize(
    ("printed", "read", "text"),
    [
        ("1942", "{34.2", "1942"),  # noise
        ("205", "205", "205"),  # not sure, and right
        ("1386", "", "1386"),  # passed over
        ("317", "817", "317"),  # not sure, and wrong
        ("xwm", "xưm", UNREAD),  # no number
    ],
)
def test_number_that_was_not_sure_is_read_again(printed: str, read: str, text: str) -> None:
    words, page = head(*letterhead(printed, read, 0.4))
    mended = read_handwriting(words, page, DPI)
    number = mended[[w.text for w in mended].index("Số:") + 1]
    assert number.text == text
    assert (number.raw, number.reason) == (read, HANDWRITING)
    assert number.confidence is not None and number.confidence <= 0.7


@needs_font
def test_what_was_read_for_certain_is_left() -> None:
    words, page = head(*letterhead("205", "206", 0.95))
    assert read_handwriting(words, page, DPI) == words


@needs_font
def test_number_of_which_only_the_beginning_was_recognised_is_read_again() -> None:
    words, page = head(*letterhead("5", "5", 0.95), ("8", 124, "", 0.0))
    assert [w.text for w in read_handwriting(words, page, DPI)][1] == "58"


@needs_font
def test_day_glued_to_the_word_behind_it_is_parted() -> None:
    parts = letterhead("205", "205", 0.95)
    words, page = head(*parts)
    day, month = words[4], words[5]
    glued = month._replace(text="J4tháng", x0=day.x0, confidence=0.1)
    mended = read_handwriting([*words[:4], glued, *words[6:]], page, DPI)
    assert [w.text for w in mended][3:7] == ["ngày", "14", "tháng", "10"]


@needs_font
def test_blank_stays_blank() -> None:
    words, page = head(*letterhead("", "", 0.4, "", ""))
    assert read_handwriting(words, page, DPI) == words


@needs_font
def test_numbers_of_the_text_are_not_touched() -> None:
    words, page = head(*letterhead("1942", "{34.2", 0.4))
    low = [word._replace(top=word.top + 500, bottom=word.bottom + 500, base=word.base + 500) for word in words]
    assert list(find_slots(low, 842.0)) == []
    assert read_handwriting(low, page, DPI) == low


def test_chances_are_those_of_all_ways_along_the_strip() -> None:
    half = float(np.log(0.5))
    steps = np.full((2, 11), -50.0, np.float32)
    steps[:, 0] = steps[:, 4] = half  # nothing, or a 3, at each of two steps
    assert chance_of(steps, "3") == pytest.approx(0.75, abs=1e-4)
    assert chance_of(steps, "") == pytest.approx(0.25, abs=1e-4)
    assert chance_of(steps, "33") == pytest.approx(0.0, abs=1e-4)  # two of a kind need a step between
    assert likely_numbers(steps)[0] == "3"


def test_blank_strip_shows_no_number() -> None:
    steps = read_strip(Image.new("L", (60, HEIGHT), 255))
    assert likely_numbers(steps)[0] == ""
    assert np.exp(steps).sum(axis=1) == pytest.approx(np.ones(len(steps)), abs=1e-4)
