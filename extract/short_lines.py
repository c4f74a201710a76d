"""The long lines of a table on a page image -> the pieces of its vertical lines that are too short to stand out alone.

Between two horizontal lines that are one line of text apart (`Chủ trì | Phối hợp` under `Cơ quan thực hiện`) a piece of
a vertical line is hardly longer than a letter. It is one where a longer line of the table stands at the same place, and
it reaches from the one horizontal line to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_LEAST = 0.1  # inches: rows are not lower
_MOST = 0.45  # inches: what is longer stands out
_ASKEW = 3  # pixels
_INKED = 0.93  # share of a piece that is dark

_Bar = tuple[int, int, int, int]  # left, top, right, bottom in pixels


def find_short_downs(
    dark: npt.NDArray[np.bool_] | npt.NDArray[np.uint8], across: Sequence[_Bar], down: Sequence[_Bar], dpi: float
) -> list[_Bar]:
    """The short vertical pieces, in pixels. `dark` is not 0 where the page has ink; the page is straight."""
    found: list[_Bar] = []
    for left, right in _places(down):
        over = sorted((top, bottom) for x0, top, x1, bottom in across if x0 - _ASKEW <= right and left <= x1 + _ASKEW)
        there = [(y0, y1) for x0, y0, x1, y1 in down if x0 <= right + _ASKEW and left - _ASKEW <= x1]
        for (_, top), (bottom, _) in pairwise(over):
            if not _LEAST * dpi < bottom - top < _MOST * dpi:
                continue
            middle = (top + bottom) // 2
            if any(y0 <= middle <= y1 for y0, y1 in there):
                continue
            strip = dark[top:bottom, max(0, left - _ASKEW) : right + _ASKEW]
            if np.count_nonzero(strip.any(axis=1)) >= _INKED * (bottom - top):
                found.append((left, top, right, bottom))
    return found


def _places(down: Sequence[_Bar]) -> list[tuple[int, int]]:
    """Where vertical lines stand, from left to right, each once."""
    places: list[tuple[int, int]] = []
    for x0, _, x1, _ in sorted(down):
        if not places or x0 > places[-1][1] + _ASKEW:
            places.append((x0, x1))
    return places
