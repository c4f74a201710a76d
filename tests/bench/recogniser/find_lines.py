"""A straight grey page -> where its lines of text stand: left, right, base line and size of the letters, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

_Grey = npt.NDArray[np.uint8]
_Sums = npt.NDArray[np.float32]

_EM = 14 / 72  # inches: the size of letters that most official texts are set in
_CONTRAST = 40  # how much darker than what is around it ink is
_ACROSS = 4  # pixels of the page for one of the small picture, across
_CLOSE = 0.7  # ems to either side over which ink is spread; words further apart than twice that are different pieces
_LOWER, _UPPER = 0.455, 0.66  # height of small and of capital letters, in ems


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A piece of a line. `base` is where its letters stand, at its middle; `fall` how much deeper its right end is."""

    left: int
    right: int
    base: float
    size: float
    fall: float


def find_text(image: Image.Image, dpi: float) -> list[TextPlace]:
    """The pieces of lines on a page, from the top down and from the left."""
    ink = _find_ink(image, dpi)
    em = _EM * dpi
    small = _shrink(ink, _ACROSS)
    near = _smooth(small, max(1, round(_CLOSE * em / _ACROSS)), axis=1)
    near = _smooth(near, max(1, round(0.12 * em)), axis=0)
    peak = _highest(near, round(0.55 * em))
    zone = (near > 0.52 * peak) & (near > 0.06)
    pieces = [_measure(ink, runs, em) for runs in _components(zone)]
    return _settle([piece for piece in pieces if piece is not None], em)


def _find_ink(image: Image.Image, dpi: float) -> npt.NDArray[np.bool_]:
    """What is darker than its surroundings."""
    quarter = image.reduce(8)
    around = quarter.filter(ImageFilter.BoxBlur(max(2, round(dpi / 30)))).resize(image.size, Image.Resampling.BILINEAR)
    grey = np.asarray(image).astype(np.int16)
    return grey < np.minimum(np.asarray(around).astype(np.int16) - _CONTRAST, 190)


def _shrink(ink: npt.NDArray[np.bool_], by: int) -> _Sums:
    width = ink.shape[1] // by * by
    return ink[:, :width].reshape(ink.shape[0], -1, by).mean(axis=2, dtype=np.float32)


def _smooth(values: _Sums, reach: int, axis: int) -> _Sums:
    """The mean over so many places on either side."""
    edge = [(reach + 1, reach) if i == axis else (0, 0) for i in range(2)]
    sums = np.cumsum(np.pad(values, edge), axis=axis, dtype=np.float32)
    width = 2 * reach + 1
    if axis == 0:
        return (sums[width:] - sums[:-width]) / width
    return (sums[:, width:] - sums[:, :-width]) / width


def _highest(values: _Sums, reach: int) -> _Sums:
    """The greatest value so far above and below."""
    best = values.copy()
    step = 1
    done = 0
    while done < reach:
        step = min(step, reach - done)
        up, down = best.copy(), best.copy()
        up[:-step] = np.maximum(up[:-step], best[step:])
        down[step:] = np.maximum(down[step:], best[:-step])
        best = np.maximum(up, down)
        done += step
        step *= 2
    return best


_Run = tuple[int, int, int]  # row, start, end


def _components(zone: npt.NDArray[np.bool_]) -> Iterator[list[_Run]]:
    """The connected parts of a picture, each as its runs along the rows."""
    edges = np.diff(np.pad(zone, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parent = list(range(len(runs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    above, here = 0, 0
    for i, (row, start, end) in enumerate(runs):
        if row != runs[here][0]:
            above, here = here, i
        if runs[above][0] != row - 1:
            continue
        while above < here and runs[above][2] <= start:
            above += 1
        k = above
        while k < here and runs[k][1] < end:
            parent[root(i)] = root(k)
            k += 1
    groups: dict[int, list[_Run]] = {}
    for i, run in enumerate(runs):
        groups.setdefault(root(i), []).append(run)
    yield from groups.values()


def _measure(ink: npt.NDArray[np.bool_], runs: list[_Run], em: float) -> TextPlace | None:
    """The place of a piece of a line; None where it is none."""
    top, bottom = runs[0][0], runs[-1][0] + 1
    first, last = min(run[1] for run in runs), max(run[2] for run in runs)
    height = bottom - top
    if not 0.2 * em < height < 1.6 * em:
        return None
    # the middle of the zone column by column gives the fall
    columns = np.zeros(last - first, dtype=np.float32)
    counts = np.zeros(last - first, dtype=np.float32)
    for row, start, end in runs:
        columns[start - first : end - first] += row
        counts[start - first : end - first] += 1
    fall = 0.0
    if (last - first) * _ACROSS > 6 * em:
        middle = columns / np.maximum(counts, 1)
        at = np.nonzero(counts)[0]
        fall = float(np.polyfit(at, middle[at], 1)[0]) * (last - first)
    margin = round(0.3 * em)
    left, right = max(0, first * _ACROSS - margin), min(ink.shape[1], last * _ACROSS + margin)
    low, high = max(0, round(top - 0.9 * em)), min(ink.shape[0], round(bottom + 0.5 * em))
    part = ink[low:high, left:right]
    if abs(fall) > 1.5:
        part = _level_rows(part, fall)
    rows = part.sum(axis=1).astype(np.float32)
    a, b = max(0, round(top + abs(fall) / 2) - low - 2), round(bottom - abs(fall) / 2) - low + 2
    if b - a < 4:
        a, b = top - low, bottom - low
    dense = float(np.median(rows[a:b])) if b > a else 0.0
    if dense < 1:
        return None
    core = np.nonzero(rows[max(0, a - round(0.25 * em)) : b + round(0.25 * em)] > 0.45 * dense)[0] + max(
        0, a - round(0.25 * em)
    )
    start, stop = _longest(core)
    used = np.nonzero(part[start:stop].any(axis=0))[0]
    if len(used) == 0 or stop - start < 4:
        return None
    tall = stop - start
    above = rows[max(0, start - round(0.45 * tall)) : start]
    share = float(above.mean()) / max(1.0, float(rows[start:stop].mean())) if len(above) else 0.0
    size = tall / (_LOWER if share > 0.2 else _UPPER)
    return TextPlace(left + int(used[0]), left + int(used[-1]) + 1, float(low + stop), size, fall)


def _level_rows(part: npt.NDArray[np.bool_], fall: float) -> npt.NDArray[np.bool_]:
    """The piece with each column moved so that the line is level."""
    width = part.shape[1]
    moved = np.zeros_like(part)
    strips = max(2, round(abs(fall)) * 2)
    for k in range(strips):
        a, b = k * width // strips, (k + 1) * width // strips
        down = round(fall * ((a + b) / 2 / width - 0.5))
        moved[:, a:b] = np.roll(part[:, a:b], -down, axis=0)
    return moved


def _longest(places: npt.NDArray[np.int64]) -> tuple[int, int]:
    """The longest unbroken row of numbers, a gap of one allowed, as its first and its last + 1."""
    breaks = np.nonzero(np.diff(places) > 2)[0]
    starts = np.concatenate(([0], breaks + 1))
    ends = np.concatenate((breaks, [len(places) - 1]))
    best = int(np.argmax(places[ends] - places[starts]))
    return int(places[starts[best]]), int(places[ends[best]]) + 1


def _settle(pieces: list[TextPlace], em: float) -> list[TextPlace]:
    """The pieces without what is far too small or large."""
    kept = [p for p in pieces if 0.45 * em < p.size < 2.6 * em and p.right - p.left > 0.15 * em]
    common = (
        median(p.size for p in kept if p.right - p.left > 8 * em)
        if any(p.right - p.left > 8 * em for p in kept)
        else em
    )
    return sorted((p for p in kept if p.size > 0.55 * common), key=lambda p: (p.base, p.left))
