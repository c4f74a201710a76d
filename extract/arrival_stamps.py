"""Ruling lines and words of a page image -> the stamps of arrival on it, taken out of the words of the page.

Whoever receives a paper stamps it: a frame some four to seven centimetres wide over the margin and what stands there,
`CÔNG VĂN ĐẾN`, with lines for number and day. Frames around `KHẨN` and `MẬT` are lower (8 mm), tables are wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from PIL import Image

from extract.textlayer import Word

Bar = tuple[int, int, int, int]  # left, top, right, bottom in pixels

_WIDE = (1.2, 2.9)  # inches
_HIGH = (0.42, 1.4)  # inches
_SIDE = 0.28  # inches: the shortest piece that is seen of a side
_PAGE = 0.5  # share of the page, from its top, that they stand in
_CERTAIN = 0.85
_BESIDE = 14.0  # points: how near a line of text goes on beside the frame


def find_frames(across: Sequence[Bar], down: Sequence[Bar], size: tuple[int, int], dpi: float) -> list[Bar]:
    """The frames of arrival stamps on a page of that size in pixels."""
    sides = [bar for bar in down if _SIDE * dpi <= bar[3] - bar[1] <= _HIGH[1] * dpi and bar[1] < _PAGE * size[1]]
    frames: list[Bar] = []
    for one, two in combinations(sorted(sides), 2):
        left, right = one[0], two[2]
        top, bottom = min(one[1], two[1]), max(one[3], two[3])
        if not (_WIDE[0] * dpi <= right - left <= _WIDE[1] * dpi and _HIGH[0] * dpi <= bottom - top <= _HIGH[1] * dpi):
            continue
        shared = min(one[3], two[3]) - max(one[1], two[1])
        near = [bar for bar in across if top - 0.1 * dpi <= bar[1] <= bottom + 0.1 * dpi]
        spans = [bar for bar in near if min(bar[2], right) - max(bar[0], left) > 0.6 * (right - left)]
        if shared < 0.5 * min(one[3] - one[1], two[3] - two[1]) or (not spans and shared < 0.85 * (bottom - top)):
            continue
        if any(bar[2] - bar[0] > 1.5 * (right - left) for bar in spans):
            continue  # the rows of a table go on beside it
        left = min([left, *(bar[0] for bar in spans)])
        frames = [frame for frame in frames if not (left <= frame[0] and frame[2] <= right)]
        frames.append((left, top, max([right, *(bar[2] for bar in spans)]), bottom))
    return frames


def without_frames(grey: Image.Image, frames: Sequence[Bar], bars: Sequence[Bar]) -> Image.Image:
    """The page with the lines of the frames painted over."""
    if not frames:
        return grey
    levels = np.array(grey)
    for x0, y0, x1, y1 in bars:
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if any(left - 9 <= x <= right + 9 and top - 9 <= y <= bottom + 9 for left, top, right, bottom in frames):
            levels[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = 255
    return Image.fromarray(levels)


def part_stamps(words: Sequence[Word], frames: Sequence[Bar], dpi: float) -> tuple[list[Word], list[Word]]:
    """The words of the page, and those of its stamps.

    A word that is certain, in a line that goes on beside the frame, is the page's.
    """
    kept: list[Word] = []
    stamped: list[Word] = []
    scale = 72.0 / dpi
    boxes = [tuple(value * scale for value in frame) for frame in frames]
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        box = next((b for b in boxes if b[0] <= x <= b[2] and b[1] - 4 <= y <= b[3] + 2), None)
        if box is None or _goes_on(word, box, words):
            kept.append(word)
        else:
            stamped.append(word)
    return kept, stamped


def _goes_on(word: Word, box: Sequence[float], words: Sequence[Word]) -> bool:
    if (word.confidence or 0.0) < _CERTAIN or not word.text[0].isalnum():
        return False
    line = [other for other in words if abs(other.base - word.base) < 3 and (other.confidence or 0.0) > 0.6]
    return any(0 <= other.x0 - box[2] < _BESIDE or other.x0 < box[2] < other.x1 for other in line)
