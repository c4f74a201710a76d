"""Words of a page image -> the same with the Roman number of a quarter (`Quý II/2026`) counted on the image.

A recogniser loses one of the strokes of `II` and `III` as often as not, and no neighbour says that it did. In upright
type they are upright bars of one distance, which the slash or the blank behind them is not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import regex
from PIL import Image

from extract.textlayer import Word

STROKES = "digits"  # the reason
# What the number of a quarter is read as, and what follows it in the word
_READ = regex.compile(r"(?P<read>[IlH1|!Ị]{1,4})(?P<rest>(?:[/⁄]{1,2}[12]\d{3})?[^\p{L}\p{N}/⁄]{0,3})")
_BEFORE = frozenset(("quý", "qúy", "quy", "quí"))
_ROMAN = ("I", "II", "III")
_PIECE = (0.15, 0.85)  # of the height: there bars have no serifs
_UPRIGHT = 0.7  # share of the rows in which a bar is dark
_THICK = 0.3  # of the height: no bar is thicker
_APART = 0.75  # of the height: bars of one number stand closer


def count_quarters(words: Sequence[Word], grey: Image.Image, dpi: float) -> list[Word]:
    """The words in reading order, numbers of quarters as the image shows them; `raw` keeps what was read."""
    found: list[Word] = []
    for word in words:
        match = _READ.fullmatch(word.text) if found and _is_quarter(found[-1], word) else None
        count = _strokes(match["read"], count_bars(_crop(word, grey, dpi))) if match is not None else 0
        if match is not None and 1 <= count <= len(_ROMAN):
            text = _ROMAN[count - 1] + match["rest"].replace("⁄", "/").replace("//", "/")
            if text != word.text:
                word = word._replace(text=text, raw=word.raw or word.text, reason=STROKES)
        found.append(word)
    return found


def _strokes(read: str, counted: int) -> int:
    """The number of strokes: as counted, but no fewer than were read, as none is ever read that is not there."""
    return max(counted, len(read)) if counted and "H" not in read else counted


def _is_quarter(before: Word, word: Word) -> bool:
    near = 0 <= word.x0 - before.x1 < 1.2 * word.size and abs(word.base - before.base) < 0.5 * word.size
    return near and before.text.casefold().strip("(,;") in _BEFORE


def _crop(word: Word, grey: Image.Image, dpi: float) -> npt.NDArray[np.bool_]:
    """What is dark in the box of a word, cut close."""
    scale = dpi / 72.0
    box = (
        round(word.x0 * scale) - 2,
        round(word.top * scale) - 2,
        round(word.x1 * scale) + 2,
        round(word.bottom * scale) + 2,
    )
    levels = np.asarray(grey.convert("L").crop(box))
    if levels.size == 0:
        return np.zeros((0, 0), dtype=np.bool_)
    dark: npt.NDArray[np.bool_] = levels < (int(levels.min()) + int(np.percentile(levels, 95))) / 2
    rows = np.nonzero(dark.any(axis=1))[0]
    return dark[rows[0] : rows[-1] + 1] if len(rows) else dark[:0]


def count_bars(dark: npt.NDArray[np.bool_]) -> int:
    """How many upright bars of one distance a word begins with; 0 where it begins otherwise."""
    height = dark.shape[0]
    middle = dark[round(_PIECE[0] * height) : round(_PIECE[1] * height)]
    if height < 8 or not middle.size:
        return 0
    upright = np.concatenate(([False], middle.mean(axis=0) >= _UPRIGHT, [False])).astype(np.int8)
    edges = np.diff(upright)
    bars = list(zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True))
    inked = np.nonzero(middle.any(axis=0))[0]
    if not bars or bars[0][0] > inked[0] + 0.15 * height:
        return 0
    count = 0
    for index, (left, right) in enumerate(bars):
        if right - left > _THICK * height or (index and left - bars[index - 1][0] > _APART * height):
            break
        if index and middle[:, bars[index - 1][1] : left].any(axis=1).mean() > 0.5:
            break  # something leans between them: a slash
        count += 1
    return count
