"""A page image in grey -> the same without the dark borders of the scanner and the holes of a punch."""

from __future__ import annotations

import cv2
import numpy as np

from extract.light import Pixels, shrink

_DARK = 128
_SMALL = 2  # borders and holes are looked for on an image so many times smaller
_SLIVER = 0.12  # share of the page: a border is narrower, or solid
_SOLID = 0.5  # share of its box
_MARGIN = 0.4  # inches: what of a frame around the whole page is painted over
_LETTERS = 0.3  # inches: what is smaller at the edge may be cut letters
_HOLE = (0.15, 0.42)  # inches across
_NEAR = 1.0  # inches from the edge
_DISC = (0.65, 0.9)  # share of its box that a disc fills


def clear_edges(grey: Pixels, dpi: float) -> Pixels:
    """The page with what hangs on its edges, and discs near them, painted white."""
    small = shrink(grey, _SMALL)
    dpi /= _SMALL
    dark = np.asarray(cv2.threshold(small, _DARK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8, ltype=cv2.CV_32S)
    height, width = small.shape
    left, top, wide, high, area = (stats[:, i] for i in range(5))
    fill = area / np.maximum(1, wide * high)
    touching = (left <= 2) | (top <= 2) | (left + wide >= width - 2) | (top + high >= height - 2)
    touching &= (wide > _LETTERS * dpi) | (high > _LETTERS * dpi)
    slivers = touching & ((wide < _SLIVER * width) | (high < _SLIVER * height) | (fill > _SOLID))
    frames = touching & ~slivers
    middle_x, middle_y = left + wide / 2, top + high / 2
    near = np.minimum.reduce([middle_x, width - middle_x, middle_y, height - middle_y]) < _NEAR * dpi
    size = np.maximum(wide, high) / dpi
    round_ = (np.minimum(wide, high) > 0.75 * np.maximum(wide, high)) & (fill > _DISC[0]) & (fill < _DISC[1])
    holes = near & round_ & (size > _HOLE[0]) & (size < _HOLE[1])
    slivers[0] = frames[0] = holes[0] = False  # the paper
    found = slivers | holes
    if not found.any() and not frames.any():
        return grey
    mask = found[labels]
    if frames.any():
        rim, inner = np.ones(small.shape, dtype=np.bool_), round(_MARGIN * dpi)
        rim[inner:-inner, inner:-inner] = False
        mask |= frames[labels] & rim
    clean = grey.copy()
    wide_mask = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8))
    clean[cv2.resize(wide_mask, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 255
    return clean
