"""Numbers as a hand writes them -> strips of ink with what is written, for `make_digits`.

The digits are drawn as strokes of a pen, whose points are moved at random, or set in fonts that look handwritten.
Around them stands what stands around a number in a letterhead: a colon, a slash, the tail of `ngày`, dots to write on.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.digit_net import BASE, EM, HEIGHT

_FINE = 3  # drawn so much larger
_Stroke = tuple[tuple[float, float], ...]

# The strokes of each digit in a box of 1 by 1, y down; several ways of writing each.
_WAYS: dict[str, tuple[tuple[_Stroke, ...], ...]] = {
    "0": (
        (((0.55, 0.02), (0.15, 0.2), (0.08, 0.6), (0.35, 0.98), (0.8, 0.85), (0.92, 0.4), (0.7, 0.05), (0.5, 0.02)),),
        (((0.7, 0.08), (0.35, 0.03), (0.05, 0.4), (0.15, 0.9), (0.6, 1.0), (0.95, 0.6), (0.85, 0.15), (0.45, 0.0)),),
        (((0.3, 0.1), (0.05, 0.5), (0.3, 0.95), (0.8, 0.9), (0.95, 0.4), (0.65, 0.0), (0.25, 0.12), (0.4, 0.25)),),
    ),
    "1": (
        (((0.5, 0.0), (0.5, 0.5), (0.48, 1.0)),),
        (((0.2, 0.3), (0.6, 0.0), (0.55, 0.5), (0.5, 1.0)),),
        (((0.0, 0.55), (0.35, 0.3), (0.7, 0.0), (0.66, 0.5), (0.6, 1.0)),),
        (((-0.3, 0.75), (0.2, 0.4), (0.62, 0.0)), ((0.62, 0.0), (0.55, 0.5), (0.5, 1.0))),
        (((0.2, 0.25), (0.55, 0.0), (0.52, 1.0)), ((0.15, 1.0), (0.5, 0.98), (0.9, 1.0))),
    ),
    "2": (
        (((0.1, 0.28), (0.4, 0.0), (0.85, 0.15), (0.75, 0.5), (0.1, 1.0)), ((0.1, 1.0), (0.5, 0.96), (1.0, 0.98))),
        (((0.05, 0.3), (0.4, 0.0), (0.85, 0.2), (0.55, 0.65), (0.1, 0.98), (0.05, 0.8), (0.3, 0.78), (0.6, 1.0),
          (1.05, 0.9)),),
        (((0.35, 0.35), (0.1, 0.35), (0.15, 0.05), (0.6, 0.0), (0.8, 0.3), (0.5, 0.75), (0.1, 1.0), (0.05, 0.85),
          (0.4, 0.85), (1.1, 1.0)),),
        (((0.4, 0.3), (0.2, 0.5), (0.05, 0.25), (0.4, 0.0), (0.75, 0.2), (0.6, 0.65), (0.15, 1.0)),
         ((0.15, 1.0), (0.6, 0.93), (1.05, 1.0))),
        (((0.1, 0.2), (0.5, 0.0), (0.8, 0.3), (0.4, 0.7), (0.0, 1.0), (0.5, 0.9), (1.0, 0.95)),),
    ),
    "3": (
        (((0.1, 0.15), (0.45, 0.0), (0.85, 0.2), (0.4, 0.45), (0.9, 0.7), (0.5, 1.0), (0.05, 0.85)),),
        (((0.1, 0.02), (0.85, 0.0)), ((0.85, 0.0), (0.4, 0.4), (0.9, 0.65), (0.6, 1.0), (0.05, 0.92))),
        (((0.2, 0.1), (0.6, 0.0), (0.8, 0.2), (0.45, 0.42), (0.55, 0.5), (0.85, 0.75), (0.3, 1.15), (-0.1, 1.05)),),
    ),
    "4": (
        (((0.4, 0.0), (0.2, 0.35), (0.02, 0.62), (0.5, 0.6), (1.0, 0.55)), ((0.7, 0.25), (0.66, 0.65), (0.62, 1.0))),
        (((0.75, 1.0), (0.76, 0.5), (0.75, 0.0)), ((0.75, 0.0), (0.0, 0.68)), ((0.0, 0.68), (1.0, 0.68))),
        (((0.2, 0.0), (0.12, 0.3), (0.1, 0.55), (0.5, 0.58), (0.85, 0.5)), ((0.8, 0.05), (0.78, 0.5), (0.74, 1.05))),
        (((0.6, 0.0), (0.05, 0.6), (0.1, 0.7), (0.95, 0.6)), ((0.65, 0.35), (0.55, 1.1))),
    ),
    "5": (
        (((0.9, 0.0), (0.3, 0.02)), ((0.3, 0.02), (0.2, 0.42)),
         ((0.2, 0.42), (0.6, 0.35), (0.9, 0.65), (0.6, 1.0), (0.05, 0.92))),
        (((0.25, 0.05), (0.18, 0.45), (0.65, 0.38), (0.85, 0.7), (0.5, 1.0), (0.05, 0.9)), ((0.25, 0.05), (0.95, 0.0))),
        (((0.35, 0.05), (0.2, 0.4), (0.6, 0.45), (0.75, 0.75), (0.35, 1.05), (-0.1, 0.95)),
         ((0.3, 0.08), (0.7, 0.1), (1.2, -0.1))),
    ),
    "6": (
        (((0.75, 0.0), (0.3, 0.35), (0.1, 0.75), (0.45, 1.0), (0.85, 0.8), (0.6, 0.52), (0.15, 0.72)),),
        (((0.55, 0.0), (0.2, 0.4), (0.12, 0.8), (0.5, 1.0), (0.8, 0.75), (0.45, 0.55), (0.18, 0.8)),),
        (((0.3, 0.0), (0.12, 0.45), (0.15, 0.9), (0.6, 1.0), (0.85, 0.7), (0.5, 0.5), (0.15, 0.75)),),
    ),
    "7": (
        (((0.02, 0.08), (0.5, 0.05), (0.95, 0.0)), ((0.95, 0.0), (0.6, 0.5), (0.4, 1.0))),
        (((0.0, 0.1), (0.9, 0.02)), ((0.9, 0.02), (0.55, 0.5), (0.4, 1.0)), ((0.2, 0.52), (0.95, 0.45))),
        (((0.0, 0.2), (0.08, 0.02), (0.5, 0.1), (0.95, 0.0)), ((0.95, 0.0), (0.5, 0.55), (0.35, 1.05)),
         ((0.15, 0.58), (1.0, 0.5))),
    ),
    "8": (
        (((0.8, 0.15), (0.45, 0.0), (0.15, 0.22), (0.75, 0.68), (0.5, 1.0), (0.12, 0.78), (0.6, 0.4), (0.85, 0.12)),),
        (((0.5, 0.45), (0.15, 0.25), (0.5, 0.0), (0.82, 0.22), (0.5, 0.47), (0.1, 0.75), (0.5, 1.0), (0.9, 0.75),
          (0.5, 0.46)),),
        (((0.9, 0.05), (0.4, 0.05), (0.2, 0.3), (0.7, 0.65), (0.55, 0.98), (0.15, 0.85), (0.5, 0.5), (1.0, 0.1)),),
    ),
    "9": (
        (((0.8, 0.25), (0.5, 0.02), (0.12, 0.28), (0.45, 0.52), (0.82, 0.22)), ((0.82, 0.22), (0.78, 0.6), (0.7, 1.0))),
        (((0.85, 0.2), (0.45, 0.0), (0.1, 0.3), (0.5, 0.5), (0.85, 0.2), (0.8, 0.65), (0.5, 1.0), (0.1, 0.92)),),
        (((0.7, 0.1), (0.3, 0.05), (0.15, 0.35), (0.55, 0.45), (0.8, 0.1), (0.7, 0.6), (0.3, 1.1), (0.0, 1.0)),),
    ),
}  # fmt: skip


def make_strip(
    chance: random.Random, fonts: Sequence[Path], printed: Sequence[Path]
) -> tuple[npt.NDArray[np.uint8], str]:
    """A strip of HEIGHT rows, ink 255 on 0, and the digits that are written on it; now and then none are."""
    digits = _digits(chance)
    if chance.random() < 0.08:
        digits = ""
    page = Image.new("L", (_FINE * 190, _FINE * HEIGHT), 0)
    draw = ImageDraw.Draw(page)
    base = _FINE * (BASE * EM + chance.uniform(-1.5, 1.5))
    x = _FINE * chance.uniform(2, 14)
    before, behind = (
        chance.choice(("", "", ":", ":", "y", "g", "S", ".")),
        chance.choice(("", "", "/", "/K", "t", "th", "n", "/")),
    )
    style = chance.choice(printed)
    if before:
        font = _font(style, EM * _FINE)
        cut = chance.choice((0.0, 0.0, 0.3, 0.6)) * font.getlength(before)
        draw.text((-cut, base), before, fill=255, font=font, anchor="ls")
        x = max(0.0, font.getlength(before) - cut) + _FINE * chance.uniform(-3, 12)
    if chance.random() < 0.12:
        for dot in range(0, page.width, round(_FINE * chance.uniform(3, 6))):
            draw.ellipse((dot, base - 4, dot + 4, base), fill=255)
    x = _write(draw, digits, x, base, chance, fonts, printed)
    if not digits and chance.random() < 0.6:
        x = _scribble(draw, x, base, chance, fonts)
    if behind:
        x += _FINE * chance.uniform(-2, 14)
        font = _font(style, EM * _FINE)
        draw.text((x, base), behind, fill=255, font=font, anchor="ls")
        x += min(font.getlength(behind), _FINE * chance.uniform(2, 30))
    end = min(page.width, round(x + _FINE * chance.uniform(1, 10)))
    return _worn(page.crop((0, 0, max(end, _FINE * 24), page.height)), chance), digits


def _digits(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.3:
        return f"{chance.randint(1, 31):02d}"
    if kind < 0.4:
        return str(chance.randint(1, 31))
    return "".join(chance.choice("0123456789") for _ in range(chance.choices((1, 2, 3, 4, 5), (1, 3, 4, 5, 1))[0]))


def _write(
    draw: ImageDraw.ImageDraw,
    digits: str,
    x: float,
    base: float,
    chance: random.Random,
    fonts: Sequence[Path],
    printed: Sequence[Path],
) -> float:
    way = chance.random()
    tall = _FINE * EM * chance.uniform(0.55, 1.05)
    if way < 0.35:
        font = _font(
            chance.choice(fonts) if way < 0.27 else chance.choice(printed), _FINE * EM * chance.uniform(0.75, 1.35)
        )
        gap = _FINE * chance.uniform(-1.5, 4)
        for digit in digits:
            draw.text((x, base + _FINE * chance.uniform(-1.5, 2)), digit, fill=255, font=font, anchor="ls")
            x += font.getlength(digit) + gap
        return x
    wide = tall * chance.uniform(0.4, 0.75)
    gap = _FINE * chance.uniform(-1.0, 6)
    slant = chance.gauss(0.15, 0.15)
    pen = _FINE * chance.uniform(1.0, 3.2)
    rise, shift, slope = chance.gauss(0, 0.02), _FINE * chance.gauss(0, 2.5), chance.gauss(0, 0.05)
    ways = {digit: chance.randrange(len(_WAYS[digit])) for digit in "0123456789"}
    start = x
    for digit in digits:
        strokes = _WAYS[digit][ways[digit] if chance.random() < 0.8 else chance.randrange(len(_WAYS[digit]))]
        width = wide * (0.5 if digit == "1" else 1.0) * chance.uniform(0.85, 1.15)
        high = tall * chance.uniform(0.85, 1.15)
        foot = base + shift + (x - start) * (rise + slope) + _FINE * chance.gauss(0, 1.0)
        points = [[(a + chance.gauss(0, 0.05), b + chance.gauss(0, 0.045)) for a, b in stroke] for stroke in strokes]
        for stroke in points:
            line = [(x + a * width + slant * (1 - b) * high, foot - (1 - b) * high) for a, b in _smooth(stroke)]
            _pull(draw, line, pen, chance)
        x += width + gap
    return x + max(0.0, slant) * tall * 0.6


def _smooth(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return list(points)
    whole = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(whole, whole[1:], whole[2:], whole[3:], strict=False):
        for step in range(8):
            t = step / 8
            curve.append(
                tuple(
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*curve, points[-1]]


def _pull(draw: ImageDraw.ImageDraw, line: Sequence[tuple[float, float]], pen: float, chance: random.Random) -> None:
    draw.line(line, fill=255, width=max(1, round(pen)), joint="curve")
    for x, y in (line[0], line[-1]):
        draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)


def _scribble(draw: ImageDraw.ImageDraw, x: float, base: float, chance: random.Random, fonts: Sequence[Path]) -> float:
    """Letters or strokes that are no digits."""
    if chance.random() < 0.5:
        font = _font(chance.choice(fonts), _FINE * EM)
        text = "".join(chance.choice("abcdefghkmnprstuvwxyABDEHKMNRTUWX") for _ in range(chance.randint(1, 5)))
        draw.text((x, base), text, fill=255, font=font, anchor="ls")
        return x + font.getlength(text)
    points = [
        (x + _FINE * chance.uniform(0, 60), base - _FINE * chance.uniform(-8, 26)) for _ in range(chance.randint(3, 9))
    ]
    _pull(draw, _smooth(points), _FINE * chance.uniform(1, 3), chance)
    return x + 60 * _FINE


@cache
def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), round(size))


def _worn(page: Image.Image, chance: random.Random) -> npt.NDArray[np.uint8]:
    """What a scanner leaves of it: askew, soft, thinned or thickened, in two colours or grey, with specks."""
    if chance.random() < 0.5:
        page = page.rotate(chance.gauss(0, 1.5), resample=Image.Resampling.BILINEAR)
    wide = max(8, round(page.width / _FINE * chance.uniform(0.85, 1.15)))
    small = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 2.4))).resize((wide, HEIGHT), Image.Resampling.BOX)
    ink = np.asarray(small, dtype=np.float32)
    noise = np.random.default_rng(chance.randrange(1 << 30))
    if chance.random() < 0.5:
        ink = np.where(ink > chance.uniform(60, 150), 255.0, 0.0).astype(np.float32)
        flips = noise.random(ink.shape) < chance.choice((0.0, 0.001, 0.004))
        ink = np.where(flips, 255 - ink, ink)
        ink = np.asarray(
            Image.fromarray(ink.astype(np.uint8)).filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8)))
        )
    ink = ink * chance.uniform(0.5, 1.0) + noise.normal(0, chance.uniform(0, 10), ink.shape)
    if chance.random() < 0.15:
        row = chance.choice((0, 1, 2, 3))
        ink[row : row + 2] = 255  # the line under the name of the office
    return np.clip(ink, 0, 255).astype(np.uint8)
