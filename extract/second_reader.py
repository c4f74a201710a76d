"""Words that one recogniser read -> the same, with the lines that it was unsure of read again by another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import regex
from PIL import Image

from extract.errors import ReadError
from extract.line_reader import make_reader
from extract.page_image import MAX_PIXELS
from extract.syllable_model import is_syllable
from extract.tesseract import find_tesseract, read_tokens
from extract.tokens import Layout, ReadTokens, Token

# `Số: 12 /KH-UBND`, `Huế, ngày 3 tháng 4 năm 2021`: the network makes letters of what a hand wrote into the space.
_BY_HAND = regex.compile(
    r"""(?xi) s[ốôóo0]\s?[:.]
    | [^.]{2,25},?\s?ng\p{L}y\S{0,4} .{0,6} th\p{L}ng .{1,5} n\p{L}m\b.{0,6}$"""
)
_SYMBOL = regex.compile(r"[/⁄]\s?\p{Lu}{2}")  # the rest of a number behind the space: `/KH-UBND`
_MARKS = " .,;:!?()[]“”\"'-–/"
_UNSURE = 0.6  # a line with a word below it is read again
_BETTER = 0.1  # how much surer, on the mean of its signs, the second must be
_NO_TEXT = 0.45  # a line less sure, on that mean, is none
_BLOCKS = 1000  # so that no line of the second has the number of one of the first
_ABOVE, _BELOW = 0.1, 0.3  # of the height of a line
_GAP = 0.15  # inches between two lines


def make_second_reader(first: ReadTokens, second: ReadTokens | None) -> ReadTokens:
    """A recogniser that reads with the first, asks the second, where there is one, about lines of which the first is
    unsure, and leaves out what neither takes for text."""

    def read(
        image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]:
        lines = [list(line) for _, line in groupby(first(image, dpi, until, layout, digits=digits), lambda t: t.line)]
        unsure = [i for i, line in enumerate(lines) if _is_doubtful(line)]
        if unsure and second is not None:
            again = _read_again(image, dpi, [lines[i] for i in unsure], second, until, digits=digits)
            for i, found in zip(unsure, again, strict=True):
                known = [token for k, line in enumerate(lines) if k != i and k not in unsure for token in line]
                other = [token for token in found if not any(_holds(word, token) for word in known)]
                if _is_better(other, lines[i]):
                    lines[i] = other
        kept = (line for line in lines if _sureness(line) > _NO_TEXT or _BY_HAND.match(_text_of(line)))
        return [token for line in kept for token in line]

    return read


def _text_of(line: Sequence[Token]) -> str:
    return " ".join(token.text for token in line)


def _is_doubtful(line: Sequence[Token]) -> bool:
    return (
        min(token.confidence for token in line) < _UNSURE
        or _BY_HAND.match(_text_of(line)) is not None
        or any(map(_is_unknown, line))
    )


def _is_unknown(token: Token) -> bool:
    """True for a word of letters that is no syllable of Vietnamese: `tưrớng`, `crừng`; names of others are, too."""
    word = token.text.strip(_MARKS).lower()
    return len(word) > 2 and word.isalpha() and not is_syllable(word)


def _unknown(line: Sequence[Token]) -> float:
    """The part of the signs of a line that stands in words that are none."""
    signs = sum(len(token.text) for token in line)
    return sum(len(token.text) for token in line if _is_unknown(token)) / signs if signs else 0.0


def _is_better(other: Sequence[Token], line: Sequence[Token]) -> bool:
    """True where the other reading of a line is surer, less what stands in words that are none; or where it alone has
    the symbol that must stand there."""
    text = _text_of(line)
    if _BY_HAND.match(text) and not _SYMBOL.search(text) and _SYMBOL.search(_text_of(other)):
        return _sureness(other) - _unknown(other) > _BETTER
    least = 0.0 if _unknown(other) < _unknown(line) else _BETTER
    return _sureness(other) - _unknown(other) > _sureness(line) - _unknown(line) + least


def _holds(word: Token, token: Token) -> bool:
    """True where the middle of a token lies in the box of a word."""
    x, y = (token.left + token.right) / 2, (token.top + token.bottom) / 2
    return word.left <= x < word.right and word.top <= y < word.bottom


def _sureness(line: Sequence[Token]) -> float:
    """How sure a line is, by the mean over its signs."""
    signs = sum(len(token.text) for token in line)
    return sum(token.confidence * len(token.text) for token in line) / signs if signs else 0.0


def _read_again(
    image: Image.Image, dpi: float, lines: Sequence[Sequence[Token]], second: ReadTokens, until: float, *, digits: bool
) -> list[list[Token]]:
    """What the second makes of each line, all of them laid below one another on one sheet."""
    gap = round(_GAP * dpi)
    boxes = [_box_of(line, image) for line in lines]
    width = max(right - left for left, _, right, _ in boxes) + 2 * gap
    height = sum(bottom - top + gap for _, top, _, bottom in boxes) + gap
    if width * height > MAX_PIXELS:
        return [[] for _ in lines]
    sheet = Image.new("L", (width, height), 255)
    y, tops = gap, []
    for box in boxes:
        sheet.paste(image.crop(box), (gap, y))
        tops.append(y)
        y += box[3] - box[1] + gap
    found: list[list[Token]] = [[] for _ in lines]
    for token in second(sheet, dpi, until, Layout.BLOCK, digits=digits):
        middle = (token.top + token.bottom) / 2
        for i, (top, (left, page_top, _, page_bottom)) in enumerate(zip(tops, boxes, strict=True)):
            if top <= middle < top + page_bottom - page_top:
                block, paragraph, line = token.line
                moved = token.moved(left - gap, page_top - top)
                found[i].append(moved._replace(line=(_BLOCKS + block, paragraph, line)))
    return found


def _box_of(line: Sequence[Token], image: Image.Image) -> tuple[int, int, int, int]:
    """The box of a line with some room, inside the image."""
    tall = max(token.bottom - token.top for token in line)
    top = max(0, min(token.top for token in line) - round(_ABOVE * tall))
    bottom = min(image.height, max(token.bottom for token in line) + round(_BELOW * tall))
    side = tall // 3
    return max(0, line[0].left - side), top, min(image.width, line[-1].right + side), bottom


@cache
def find_reader() -> ReadTokens:
    """The recogniser that is shipped, with Tesseract as the second where it is installed with its Vietnamese data."""
    try:
        find_tesseract()
    except ReadError:  # of use, but not needed
        return make_second_reader(make_reader(), None)
    return make_second_reader(make_reader(), read_tokens)
