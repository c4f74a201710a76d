"""The red and blue ink of a page image -> the words that stamps and pens put there, kept apart from the printed ones.

A name in red is one: many offices stamp the name of who signs. It goes back among the words of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import cv2
import numpy as np
import regex
from PIL import Image

from extract.light import shrink
from extract.model import Box, Furniture, FurnitureKind
from extract.textlayer import Word
from extract.token_words import to_words
from extract.tokens import Layout, Look

_SURE = 0.6
_SYLLABLE = regex.compile(r"\p{Lu}\p{Ll}{1,6}")
_SAYS = regex.compile(r"[\p{L}\p{N}]{2}")
_INK = 160
_PALE = 220
_UNDER = 0.06  # share of the box of a word under coloured ink
_LEAST = 0.12  # inches high: what is smaller has no letters
_SMALL = 2  # that is looked for on an image so many times smaller
_ROOM = 0.08  # inches around


def read_stamps(coloured: Image.Image, look: Look) -> tuple[list[Word], list[Word]]:
    """The names among the words in colour, and all other words that were read for certain."""
    place = _place_of(coloured, look.dpi)
    if place is None:
        return [], []
    left, top = place[:2]
    tokens = [
        token.moved(left, top)
        for token in look.at(coloured.crop(place), Layout.SPARSE)
        if token.confidence >= _SURE and _SAYS.search(token.text)
    ]
    names: list[Word] = []
    others: list[Word] = []
    for line in lines_of(to_words(tokens, 72.0 / look.dpi)):
        is_name = 2 <= len(line) <= 5 and all(_SYLLABLE.fullmatch(word.text) for word in line)
        (names if is_name and line[0].x0 * look.dpi / 72 > 0.4 * coloured.width else others).extend(line)
    return names, others


def _place_of(coloured: Image.Image, dpi: float) -> tuple[int, int, int, int] | None:
    """The box of all that is large enough to be a word, with some room; None where nothing is."""
    small = shrink(np.asarray(coloured), _SMALL)
    dark = np.asarray(cv2.threshold(small, _INK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8, ltype=cv2.CV_32S)
    stats = stats[1:] * _SMALL
    stats = stats[stats[:, 3] >= _LEAST * dpi]
    if not len(stats):
        return None
    room = round(_ROOM * dpi)
    left, top = stats[:, 0].min() - room, stats[:, 1].min() - room
    right, bottom = (stats[:, 0] + stats[:, 2]).max() + room, (stats[:, 1] + stats[:, 3]).max() + room
    return max(0, int(left)), max(0, int(top)), min(coloured.width, int(right)), min(coloured.height, int(bottom))


def drop_remains(words: Sequence[Word], coloured: Image.Image, dpi: float) -> list[Word]:
    """The words without those that were recognised in what a stamp or pen left behind: unsure, and under its ink."""
    levels = np.asarray(coloured)
    scale = dpi / 72.0
    kept = []
    for word in words:
        left, top, right, bottom = (max(0, round(v * scale)) for v in (word.x0, word.top, word.x1, word.bottom))
        here = levels[top:bottom, left:right]
        under = np.count_nonzero(here < _PALE) / here.size if here.size else 0.0
        if under < _UNDER or (word.confidence or 0.0) >= _SURE:
            kept.append(word)
    return kept


def lines_of(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that stand close beside one another on a line, line by line."""
    line: list[Word] = []
    for word in sorted(words, key=lambda w: (round(w.base / max(4.0, 0.6 * w.size)), w.x0)):
        if line and (abs(word.base - line[-1].base) > 0.5 * word.size or word.x0 - line[-1].x1 > 1.5 * word.size):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def stamps_of(words: Sequence[Word], page: int) -> list[Furniture]:
    """What stands on stamps as the page's furniture, a line each."""
    return [
        Furniture(
            FurnitureKind.STAMP,
            " ".join(word.text for word in line),
            page,
            Box(line[0].x0, min(w.top for w in line), line[-1].x1, max(w.bottom for w in line)),
        )
        for line in lines_of(words)
    ]
