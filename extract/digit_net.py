"""A strip of an image with a number in it -> how likely each number is, by a network trained on made handwriting.

The network is convolutions with a connectionist temporal classification on top: at each step along the strip it says
how likely each digit, or none, is. `extract/data/make_digits.py` trains it; numpy alone runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

HEIGHT = 40  # pixels of a strip
EM = 25.0  # pixels of an em of the print around the number; its baseline is 1.15 em below the top
BASE = 1.15

_Floats = npt.NDArray[np.float32]
# After each layer: how much its result is shrunk, down and across.
_POOLS = ((2, 2), (2, 1), (2, 1), (1, 1), (1, 1), (1, 1), (1, 1))
_PADS = ((1, 1), (1, 1), (1, 1), (1, 1), (0, 1), (0, 2), (0, 0))


def read_strip(strip: Image.Image) -> _Floats:
    """The logarithms of the chances of none and of each digit (columns) at each step along a strip (rows).

    The strip is grey, dark on white, HEIGHT pixels high.
    """
    ink = 255.0 - np.asarray(strip.convert("L"), dtype=np.float32)
    paper, dark = float(np.percentile(ink, 40)), float(ink.max())
    values = np.clip((ink - paper) / max(60.0, dark - paper), 0.0, 1.0)[None]
    layers = _layers()
    for (weights, bias), pad, pool in zip(layers, _PADS, _POOLS, strict=True):
        values = _convolve(values, weights, bias, pad)
        if weights is not layers[-1][0]:
            values = np.maximum(values, 0.0)
        values = _shrink(values, pool)
    scores = values[:, 0].T
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)), dtype=np.float32)


def chance_of(steps: _Floats, digits: str) -> float:
    """How likely just these digits are on the strip: 0..1, over all ways of placing them."""
    states = [0]
    for digit in digits:
        states += [int(digit) + 1, 0]
    labels = np.array(states)
    skips = np.zeros(len(states), dtype=np.bool_)
    skips[2:] = (labels[2:] != 0) & (labels[2:] != labels[:-2])
    ways = np.full(len(states), -np.inf)
    ways[:2] = steps[0, labels[:2]]
    for step in steps[1:]:
        stay = ways
        move = np.concatenate(([-np.inf], ways[:-1]))
        skip = np.where(skips, np.concatenate(([-np.inf, -np.inf], ways[:-2]))[: len(ways)], -np.inf)
        ways = np.logaddexp(np.logaddexp(stay, move), skip) + step[labels]
    return float(np.exp(np.logaddexp.reduce(ways[-2:])))


def likely_numbers(steps: _Floats, most: int = 8) -> list[str]:
    """The digits that the strip may show, the likeliest first: what is left of the best ways along it."""
    beams: dict[str, tuple[float, float]] = {"": (0.0, -np.inf)}  # ending in none, and in the last digit
    for step in steps:
        longer: dict[str, list[float]] = {}
        for digits, (blank, full) in beams.items():
            whole = np.logaddexp(blank, full)
            here = longer.setdefault(digits, [-np.inf, -np.inf])
            here[0] = np.logaddexp(here[0], whole + step[0])
            if digits:
                here[1] = np.logaddexp(here[1], full + step[int(digits[-1]) + 1])
            for digit in np.nonzero(step[1:] > -7.0)[0].tolist():
                text = f"{digits}{digit}"
                before = blank if digits and digits[-1] == str(digit) else whole
                there = longer.setdefault(text, [-np.inf, -np.inf])
                there[1] = np.logaddexp(there[1], before + step[digit + 1])
        best = sorted(longer, key=lambda text: -float(np.logaddexp(longer[text][0], longer[text][1])))[:most]
        beams = {text: (longer[text][0], longer[text][1]) for text in best}
    return list(beams)


def _convolve(values: _Floats, weights: _Floats, bias: _Floats, pad: Sequence[int]) -> _Floats:
    down, across = pad
    padded = np.pad(values, ((0, 0), (down, down), (across, across)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, weights.shape[2:], axis=(1, 2))
    size = weights[0].size
    columns = windows.transpose(0, 3, 4, 1, 2).reshape(size, -1)
    # So small a product is no work for the threads of a matrix library, which wait for one another for far longer.
    product = np.einsum("ij,jk->ik", weights.reshape(-1, size), columns)
    return np.asarray(product.reshape(-1, *windows.shape[1:3]) + bias[:, None, None], np.float32)


def _shrink(values: _Floats, pool: Sequence[int]) -> _Floats:
    down, across = pool
    channels, height, width = values.shape
    cut = values[:, : height // down * down, : width // across * across]
    return np.asarray(cut.reshape(channels, height // down, down, width // across, across).max(axis=(2, 4)))


@cache
def _layers() -> tuple[tuple[_Floats, _Floats], ...]:
    with np.load(Path(__file__).parent / "data" / "digits.npz") as data:
        return tuple(
            (data[f"w{i}"].astype(np.float32), data[f"b{i}"].astype(np.float32)) for i in range(len(data.files) // 2)
        )
