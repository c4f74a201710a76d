"""A page image -> the same under even light on white paper: what a photo, a fold or tinted paper darkened is bright."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

_SMALL = 8  # the paper is looked for on an image so many times smaller
_LETTER = 0.45  # inches: nothing that is written is a solid spot as wide
_WHITE = 250  # paper of this level everywhere needs nothing
_DARKEST = 70  # paper is never darker: what is stays as dark as it is


def even_light(pixels: Pixels, dpi: float) -> Pixels:
    """The pixels (grey, or colours last) divided by the paper around them, each colour by itself."""
    height, width = pixels.shape[:2]
    size = (max(1, width // _SMALL), max(1, height // _SMALL))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    reach = max(3, round(_LETTER * dpi / _SMALL)) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    paper = np.maximum(cv2.GaussianBlur(cv2.medianBlur(paper, 5), (0, 0), reach / 3), _DARKEST)
    if paper.min() >= _WHITE:
        return pixels
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, whole, scale=255.0), dtype=np.uint8)
