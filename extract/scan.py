"""A scanned page image -> grey, set straight, its ruling lines found and, where they draw a table, taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from extract.drawing import Ruling
from extract.short_lines import find_short_downs

_Mask = npt.NDArray[np.bool_]
_Grey = npt.NDArray[np.uint8]

_MAX_TILT = 2.0  # degrees
_LEAST_TILT = 0.12
_PURE = 0.85  # share of white as white as can be that only a page of two colours has
_SOFT = 1.0  # pixels
_CONTRAST = 55.0  # how much darker than the paper a faint line is
_RUN = 0.4  # inches: the shortest piece of a line that no letter has
_THICK = 0.045  # inches
_GAP = 0.12  # inches


_Bar = tuple[int, int, int, int]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Scan:
    """A page image ready to be read. `bars` are the dark lines on it, in pixels; `tilt` how far it was turned."""

    grey: Image.Image
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
    grey = smooth(image.convert("L"))
    tilt = find_tilt(grey)
    if abs(tilt) >= _LEAST_TILT:
        grey = grey.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    across, down = find_lines(np.asarray(grey), dpi)
    return Scan(grey, dpi, tuple(across), tuple(down), tilt)


def smooth(grey: Image.Image) -> Image.Image:
    """A page of pure black and white, as fax and most office scanners write them, with its jagged edges softened."""
    histogram = grey.histogram()
    if histogram[255] < _PURE * grey.width * grey.height:
        return grey
    return grey.filter(ImageFilter.GaussianBlur(_SOFT))


def find_tilt(grey: Image.Image) -> float:
    """The angle in degrees, counter-clockwise, that sets the lines of text level; 0 where none stands out."""
    scale = 800 / max(grey.width, 1)
    small = grey.resize((800, max(1, round(grey.height * scale))), Image.Resampling.BILINEAR)
    dark = (np.asarray(small) < 150).astype(np.float32)
    dark[:, :24] = dark[:, -24:] = 0
    rows, columns = np.nonzero(dark)
    if len(rows) < 500:
        return 0.0

    def sharpness(angle: float) -> float:
        shifted = rows + (columns - 400) * np.tan(np.radians(angle))
        counts = np.bincount(np.clip(np.rint(shifted), 0, small.height - 1).astype(np.int64), minlength=small.height)
        return float(np.square(np.diff(counts.astype(np.float64))).sum())

    coarse = max(np.arange(-_MAX_TILT, _MAX_TILT + 0.01, 0.25), key=sharpness)
    fine = max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=sharpness)
    return float(-fine) if sharpness(fine) > 1.05 * sharpness(0.0) else 0.0


def find_lines(grey: _Grey, dpi: float) -> tuple[list[_Bar], list[_Bar]]:
    """The horizontal and the vertical lines of a straight page, in pixels."""
    dark = grey < max(60.0, float(np.median(grey[::8, ::8])) - _CONTRAST)
    margin = round(0.08 * dpi)
    dark[:margin], dark[-margin:], dark[:, :margin], dark[:, -margin:] = False, False, False, False
    across, down = _runs(dark, dpi), [(y0, x0, y1, x1) for x0, y0, x1, y1 in _runs(dark.T, dpi)]
    return across, down + find_short_downs(dark, across, down, dpi)


def _runs(dark: _Mask, dpi: float) -> list[_Bar]:
    """Long thin dark bars along the second axis as (start, first row, end, last row + 1), in pixels."""
    length = round(_RUN * dpi)
    if dark.shape[1] <= length:
        return []
    sums = np.cumsum(dark, axis=1, dtype=np.int32)
    solid = (sums[:, length:] - sums[:, :-length]) >= 0.97 * length
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
