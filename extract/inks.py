"""A page image in colours -> what is printed in black on it, and what is stamped or written in red and blue."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.light import Pixels

_COLOURFUL = 45  # how far the strongest colour of a pixel of ink is above the weakest
_BLACK = 60  # the strongest colour of black ink under a stamp
_PURE = 0.85  # of the strongest colour that coloured ink usually has: a pixel as bright has nothing black under it
_INK = 150  # grey below this is ink
_WRITTEN_IN = 0.5  # a share of all ink that only the colour has that the page is printed in
_LEAST = 0.0004  # share of the page that a stamp or a signature has at least


@dataclass(frozen=True, slots=True)
class Inks:
    """`black` is the page in grey without its coloured ink, `all` with it; `coloured` holds that ink alone, as dark
    on white, or is None where there is none. All are arrays of grey levels."""

    black: Pixels
    all: Pixels
    coloured: Pixels | None = None


def split_inks(colours: Pixels) -> Inks:
    """The inks of a page in red, green and blue under even light.

    Red ink is as bright as paper in the red of the image, and so black ink under it stands out there.
    """
    grey = _grey(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY))
    red, green, blue = (_grey(channel) for channel in cv2.split(colours))
    strongest, weakest = _grey(cv2.max(red, cv2.max(green, blue))), _grey(cv2.min(red, cv2.min(green, blue)))
    colourful = _grey(cv2.inRange(cv2.subtract(strongest, weakest), np.array(_COLOURFUL), np.array(255)))
    total = max(1, cv2.countNonZero(cv2.inRange(grey, np.array(0), np.array(_INK))))
    black, coloured = grey.copy(), np.full_like(grey, 255)
    for channel in (red, blue):
        here = _grey(cv2.bitwise_and(colourful, cv2.compare(channel, strongest, cv2.CMP_EQ)))
        if not _LEAST * grey.size < cv2.countNonZero(here) < _WRITTEN_IN * total:
            continue
        pure = max(_BLACK + 20.0, _PURE * float(np.median(channel[here > 0])))
        bright = np.clip((np.arange(256) - _BLACK) * 255.0 / (pure - _BLACK), 0, 255).astype(np.uint8)
        left, top, wide, high = cv2.boundingRect(here)
        box = slice(max(0, top - 1), top + high + 1), slice(max(0, left - 1), left + wide + 1)
        near = cv2.dilate(here[box], np.ones((3, 3), np.uint8)) > 0  # the soft edge of a stroke is pale
        np.copyto(black[box], _grey(cv2.LUT(channel[box], bright)), where=near)
        np.copyto(coloured[box], weakest[box], where=(here[box] > 0) & (channel[box] > _BLACK))
    return Inks(black, grey, coloured if coloured.min() < 255 else None)


def _grey(levels: object) -> Pixels:
    return np.asarray(levels, dtype=np.uint8)
