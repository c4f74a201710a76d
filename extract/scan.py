"""A scanned page image -> grey under even light, set straight, coloured ink apart, its ruling lines found."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from extract.drawing import Ruling
from extract.edges import clear_edges
from extract.inks import Inks, split_inks
from extract.light import Pixels, even_light, shrink
from extract.short_lines import find_short_downs

_MAX_TILT = 2.0  # degrees
_LEAST_TILT = 0.12
_PURE = 0.85  # share of white as white as can be that only a page of two colours has
_SOFT = np.array((1, 12, 51, 88, 51, 12, 1)) / 216  # a bell one pixel wide, of three means over one and a half
_WIDTH = 800  # pixels: about how wide the page is on which its tilt is looked for
_COLOUR = 40  # between the strongest and the weakest colour of a coloured pixel
_CONTRAST = 55.0  # how much darker than the paper a faint line is
_RUN = 0.4  # inches: the shortest piece of a line that no letter has
_THICK = 0.045  # inches
_GAP = 0.12  # inches


_Bar = tuple[int, int, int, int]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Scan:
    """A page image ready to be read: black ink alone in `grey`, all ink in `inked`, red and blue ink in `coloured`.

    `across` and `down` are the dark lines on it, in pixels; `tilt` how far it was turned.
    """

    grey: Image.Image
    inked: Image.Image
    coloured: Image.Image | None
    dpi: float
    across: tuple[_Bar, ...]
    down: tuple[_Bar, ...]
    tilt: float

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """The lines without thickness, in points from the top left."""
        scale = 72.0 / self.dpi
        rows = (Ruling(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) for x0, y0, x1, y1 in self.across)
        columns = (Ruling((x0 + x1) / 2, y0, (x0 + x1) / 2, y1) for x0, y0, x1, y1 in self.down)
        return tuple(Ruling(*(value * scale for value in ruling)) for ruling in (*rows, *columns))

    def without_lines(self) -> Image.Image:
        """The page with its lines painted over."""
        grey = np.array(self.grey)
        for x0, y0, x1, y1 in (*self.across, *self.down):
            grey[max(0, y0 - 1) : y1 + 2, max(0, x0 - 1) : x1 + 2] = 255
        return Image.fromarray(grey)


def prepare_scan(image: Image.Image, dpi: float) -> Scan:
    """The page in grey, set straight, with its ruling lines."""
    cv2.setNumThreads(1)  # work is shared out page by page, in processes
    inks = _inks_of(image, dpi)
    grey = smooth(clear_edges(inks.black, dpi))
    tilt = find_tilt(grey)
    if abs(tilt) < _LEAST_TILT:
        tilt = 0.0
    straight = _straighten(grey, tilt)
    across, down = find_lines(straight, dpi)
    page = Image.fromarray(straight)
    inked = page if inks.coloured is None else Image.fromarray(_turn(inks.all, tilt))
    coloured = None if inks.coloured is None else Image.fromarray(_turn(inks.coloured, tilt))
    return Scan(page, inked, coloured, dpi, tuple(across), tuple(down), tilt)


def _inks_of(image: Image.Image, dpi: float) -> Inks:
    """The inks of the page under even light; a page of two colours, or without colour, is only grey."""
    if image.mode in ("1", "L", "I", "F", "LA"):
        grey, colours = np.asarray(image.convert("L")), None
    else:
        colours = np.asarray(image.convert("RGB"))
        grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    pure = _is_pure(grey)
    if colours is None or not _is_colourful(colours):
        even = grey if pure else even_light(grey, dpi)
        return Inks(even, even)
    return split_inks(colours if pure else even_light(colours, dpi))


def _is_pure(grey: Pixels) -> bool:
    """True for a page of two colours, as fax and most office scanners write them, or on paper made white before."""
    few = grey[::4, ::4]
    return bool(np.count_nonzero(few == 255) >= _PURE * few.size)


def _is_colourful(colours: Pixels) -> bool:
    red, green, blue = cv2.split(shrink(colours, 4))
    spread = cv2.subtract(cv2.max(red, cv2.max(green, blue)), cv2.min(red, cv2.min(green, blue)))
    return int(np.count_nonzero(np.asarray(spread) > _COLOUR)) > 20


def _straighten(grey: Pixels, tilt: float) -> Pixels:
    """The page turned, as finely as its marks over letters need."""
    return _turn(grey, tilt, cv2.INTER_CUBIC)


def _turn(grey: Pixels, tilt: float, how: int = cv2.INTER_LINEAR) -> Pixels:
    """The same, less finely and three times as fast, for what is not recognised as a page."""
    if not tilt:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), tilt, 1.0)
    return np.asarray(cv2.warpAffine(grey, turn, (width, height), flags=how, borderValue=255), dtype=np.uint8)


def smooth(grey: Pixels) -> Pixels:
    """A page of two colours with its jagged edges softened; any other as it is."""
    return np.asarray(cv2.sepFilter2D(grey, -1, _SOFT, _SOFT), dtype=np.uint8) if _is_pure(grey) else grey


def find_tilt(grey: Pixels) -> float:
    """The angle in degrees, counter-clockwise, that sets the lines of text level; 0 where none stands out."""
    small = shrink(grey, max(1, round(grey.shape[1] / _WIDTH)))
    height, width = small.shape
    dark = small < 150
    dark[:, :24] = dark[:, -24:] = False
    rows, columns = np.nonzero(dark)
    if len(rows) < 500:
        return 0.0

    def sharpness(angle: float) -> float:
        shifted = rows + (columns - width / 2) * np.tan(np.radians(angle))
        counts = np.bincount(np.clip(np.rint(shifted), 0, height - 1).astype(np.int64), minlength=height)
        return float(np.square(np.diff(counts.astype(np.float64))).sum())

    coarse = max(np.arange(-_MAX_TILT, _MAX_TILT + 0.01, 0.25), key=sharpness)
    fine = max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=sharpness)
    return float(-fine) if sharpness(fine) > 1.05 * sharpness(0.0) else 0.0


def find_lines(grey: Pixels, dpi: float) -> tuple[list[_Bar], list[_Bar]]:
    """The horizontal and the vertical lines of a straight page, in pixels."""
    dark = (grey < max(60.0, float(np.median(grey[::8, ::8])) - _CONTRAST)).astype(np.uint8)
    margin = round(0.08 * dpi)
    dark[:margin], dark[-margin:], dark[:, :margin], dark[:, -margin:] = 0, 0, 0, 0
    across = _runs(dark, dpi)
    down = [(y0, x0, y1, x1) for x0, y0, x1, y1 in _runs(np.asarray(cv2.transpose(dark), dtype=np.uint8), dpi)]
    return across, down + find_short_downs(dark, across, down, dpi)


def _runs(dark: Pixels, dpi: float) -> list[_Bar]:
    """Long thin dark bars along the second axis as (start, first row, end, last row + 1), in pixels."""
    length = round(_RUN * dpi)
    if dark.shape[1] <= length:
        return []
    sums = cv2.boxFilter(dark, cv2.CV_16U, (length, 1), anchor=(0, 0), normalize=False, borderType=cv2.BORDER_CONSTANT)
    solid = np.asarray(sums)[:, : dark.shape[1] - length] >= math.ceil(0.97 * length)
    open_bars: list[list[int]] = []
    closed: list[list[int]] = []
    gap = round(_GAP * dpi)
    for row in np.nonzero(solid.any(axis=1))[0]:
        edges = np.diff(np.concatenate(([0], solid[row].astype(np.int8), [0])))
        starts, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0] + length
        closed += [bar for bar in open_bars if row - bar[3] > 2]
        open_bars = [bar for bar in open_bars if row - bar[3] <= 2]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            for bar in open_bars:
                if start <= bar[2] + gap and end >= bar[0] - gap:
                    bar[0], bar[2], bar[3] = min(bar[0], start), max(bar[2], end), int(row) + 1
                    break
            else:
                open_bars.append([start, int(row), end, int(row) + 1])
    closed += open_bars
    thick = _THICK * dpi
    return [(b[0], b[1], b[2], b[3]) for b in closed if b[3] - b[1] <= max(thick, 0.012 * (b[2] - b[0]))]
