"""Our recogniser: where lines stand, signs and their numbers, words chosen among readings, lines read a second time."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.line_choice import Choice, choose_words, find_choices
from extract.line_places import find_text
from extract.line_reader import make_reader
from extract.line_signs import ALPHABET, encode, level, plain_text
from extract.ocr import recognise
from extract.second_reader import make_second_reader
from extract.tokens import Layout, OcrFailure, Token

SERIF = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
needs_font = pytest.mark.skipif(not SERIF.exists(), reason="Liberation Serif is not installed")
LINES = (
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;",
    "Sở Y tế chủ trì, phối hợp với các sở, ban, ngành báo cáo kết quả.",
)


def page_of(lines: tuple[str, ...], *, dpi: int = 200, left: float = 1.2, pitch: float = 0.28) -> Image.Image:
    """A page of lines at 14 points."""
    page = Image.new("L", (round(8.27 * dpi), round(4 * dpi)), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(SERIF), round(14 * dpi / 72))
    for i, line in enumerate(lines):
        draw.text((left * dpi, (0.8 + pitch * i) * dpi), line, fill=10, font=font, anchor="ls")
    return page


def test_alphabet_has_every_sign_once() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a\u00a0 b", "a b"), ("Họ tên: ........", "Họ tên: …"), ("Ð − º", "Đ - °"), ("e\u0302\u0301", "ế")],
)
def test_text_in_the_signs_of_the_alphabet(text: str, plain: str) -> None:
    assert plain_text(text) == plain
    numbers = encode(plain)
    assert numbers is not None and "".join(ALPHABET[n - 1] for n in numbers) == plain


def test_a_sign_outside_the_alphabet_has_no_number() -> None:
    assert encode("漢") is None


def test_paper_becomes_nothing_and_ink_full() -> None:
    grey = np.full((36, 40), 200, dtype=np.uint8)
    grey[10:20, 4:12] = 60
    inked = level(grey)
    assert inked[0, 0] == 0 and inked[15, 6] == 255


@needs_font
def test_lines_are_found_with_base_and_size() -> None:
    places = find_text(page_of(LINES), 200)
    assert [round(place.base / 200, 1) for place in places] == [0.8, 1.1]
    assert all(abs(place.size - 39) < 6 and abs(place.left - 240) < 12 for place in places)


@needs_font
def test_a_wide_gap_parts_a_line() -> None:
    page = page_of(("ỦY BAN NHÂN DÂN",), left=0.8)
    page.paste(page_of(("Độc lập - Tự do",), left=0.2).crop((0, 0, 700, 800)), (950, 0))
    places = find_text(page, 200)
    assert len(places) == 2 and places[0].right < 900 < places[1].left


@pytest.mark.parametrize("size", [(1, 1), (40, 30), (300, 20)])
@pytest.mark.parametrize("grey", [0, 255])
def test_no_text_on_a_plain_image(size: tuple[int, int], grey: int) -> None:
    assert find_text(Image.new("L", size, grey), 200) == []


@needs_font
def test_a_printed_page_is_read() -> None:
    tokens = make_reader()(page_of(LINES), 200, time.monotonic() + 60)
    assert " ".join(token.text for token in tokens) == " ".join(LINES)
    assert all(a.right <= b.left for a, b in pairwise(tokens) if a.line == b.line)
    assert min(token.confidence for token in tokens) > 0.5


@needs_font
@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_page_that_lies_on_its_side_or_head_is_set_upright(turned: int) -> None:
    page = recognise(page_of(LINES * 2).rotate(90 * turned, expand=True), 200)
    assert page.turned == turned
    assert {"Nghị", "30/2020/NĐ-CP", "trì,"} <= {word.text for word in page.words}


@needs_font
def test_digits_alone_where_nothing_else_may_stand() -> None:
    tokens = make_reader()(page_of(("lO5",)), 200, time.monotonic() + 60, Layout.LINE, digits=True)
    assert all(sign in "0123456789." for token in tokens for sign in token.text)


@needs_font
def test_time_is_over() -> None:
    with pytest.raises(OcrFailure) as failure:
        make_reader()(page_of(LINES), 200, time.monotonic() - 1)
    assert failure.value.code == "ocr_timeout"


def steps_of(*chances: dict[str, float]) -> np.ndarray:
    """Logarithms of probabilities by step and sign; the empty string is the blank."""
    steps = np.full((len(chances), len(ALPHABET) + 1), 1e-9, dtype=np.float32)
    for row, step in zip(steps, chances, strict=True):
        for sign, chance in step.items():
            row[ALPHABET.index(sign) + 1 if sign else 0] = chance
    return np.log(steps / steps.sum(axis=1, keepdims=True))


def test_readings_of_a_word_by_all_ways_to_them() -> None:
    found = find_choices(steps_of({"t": 1.0}, {"ô": 0.6, "ổ": 0.4}, {"": 1.0}))
    assert [choice.text for choice in found[:2]] == ["tô", "tổ"]
    assert np.exp(found[0].score) == pytest.approx(0.6, abs=0.01)


def test_a_doubled_sign_needs_a_blank_between() -> None:
    assert find_choices(steps_of({"1": 1.0}, {"1": 1.0}, {"": 1.0}))[0].text == "1"
    assert find_choices(steps_of({"1": 1.0}, {"": 1.0}, {"1": 1.0}))[0].text == "11"


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ((("cơ",), ("quan,",), ("tổ", "tô"), ("chức",)), "cơ quan, tổ chức"),
        ((("cơ",), ("quan,",), ("tô", "tổ"), ("chức",)), "cơ quan, tổ chức"),
        ((("Ủy",), ("ban",), ("nhâận", "nhân"), ("dân",)), "Ủy ban nhân dân"),
    ],
)
def test_neighbours_decide_between_readings(line: tuple[tuple[str, ...], ...], chosen: str) -> None:
    readings = [[Choice(text, -0.5 * i) for i, text in enumerate(texts)] for texts in line]
    found = choose_words(readings)
    assert " ".join(choices[at].text for choices, (at, _) in zip(readings, found, strict=True)) == chosen
    assert all(0.0 <= sure <= 1.0 for _, sure in found)


def token(text: str, confidence: float, *, line: int = 0, left: int = 10) -> Token:
    return Token((1, 1, line), left, 100 + 60 * line, left + 90, 135 + 60 * line, confidence, text)


class Reader:
    """A recogniser that gives the same words each time and counts how often it was asked."""

    def __init__(self, *tokens: Token) -> None:
        self.tokens = tokens
        self.asked = 0

    def __call__(
        self, image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]:
        self.asked += 1
        return list(self.tokens)


@pytest.mark.parametrize(
    ("first", "second", "text", "asked"),
    [
        (token("Điều", 0.99), token("Diều", 0.99), "Điều", 0),
        (token("Diễu", 0.50), token("Điều", 0.95), "Điều", 1),
        (token("Điều", 0.58), token("Diều", 0.60), "Điều", 1),
        (token("%-7", 0.20), token("&", 0.30), "", 1),
        (token("Số:đề", 0.95), token("Số:8/QĐ-UBND", 0.40), "Số:8/QĐ-UBND", 1),
        (token("Số:44/QĐ-UBND", 0.75), token("Sốz44/QĐ-UBND", 0.30), "Số:44/QĐ-UBND", 1),
    ],
)
def test_the_second_is_asked_about_unsure_lines_alone(first: Token, second: Token, text: str, asked: int) -> None:
    other = Reader(second._replace(top=40, bottom=75))
    read = make_second_reader(Reader(first), other)
    found = read(Image.new("L", (600, 400), 255), 200, time.monotonic() + 9)
    assert (" ".join(word.text for word in found), other.asked) == (text, asked)


def test_without_a_second_the_first_stands_alone() -> None:
    read = make_second_reader(Reader(token("Diễu", 0.5), token("%", 0.1, line=1)), None)
    assert [t.text for t in read(Image.new("L", (600, 400), 255), 200, time.monotonic() + 9)] == ["Diễu"]
