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
    small = shrink(pixels, _SMALL)
    reach = max(3, round(_LETTER * dpi / _SMALL)) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    paper = np.maximum(cv2.GaussianBlur(cv2.medianBlur(paper, 5), (0, 0), reach / 3), _DARKEST)
    if paper.min() >= _WHITE:
        return pixels
    whole = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, whole, scale=255.0), dtype=np.uint8)


def shrink(pixels: Pixels, times: int) -> Pixels:
    """The pixels so many times smaller, each the mean of a square of them; by halves, which is much the fastest."""
    while times > 1:
        step = 2 if times % 2 == 0 else times
        high, wide = (max(1, length // step) for length in pixels.shape[:2])
        whole = pixels[: high * step, : wide * step]  # not an exact multiple would take ten times as long
        pixels = np.asarray(cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        times //= step
    return pixels
