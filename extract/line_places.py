"""A straight grey page -> where its lines of text stand: left, right, base line and size of the letters, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
_GAP = 1.3  # ems between two pieces of a line
_CORE = 0.8  # of the densest row around: what is surely the middle of a line
_LARGEST = 1.2  # of the size of most long lines: what few letters have at most
_TALLEST = 1.6  # ems: the zone of small letters, or of capitals, of one line
_RISING = 0.2  # share of ink above small letters, of that in them; capitals have only marks above
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
    core = near > _CORE * peak
    pieces = []
    for runs in _components(zone):
        if runs[-1][0] - runs[0][0] >= _TALLEST * em:  # letters that touch a drawing: their densest rows alone
            pieces += [piece for found in _components(_only(core, runs)) for piece in _measure(ink, found, em)]
        else:
            pieces += _measure(ink, runs, em)
    return _settle(pieces, em)


def _find_ink(image: Image.Image, dpi: float) -> npt.NDArray[np.bool_]:
    """What is darker than its surroundings."""
    quarter = image.reduce(8)
    around = quarter.filter(ImageFilter.BoxBlur(max(2, round(dpi / 30)))).resize(image.size, Image.Resampling.BILINEAR)
    grey = np.asarray(image).astype(np.int16)
    return grey < np.minimum(np.asarray(around).astype(np.int16) - _CONTRAST, 190)


def _shrink(ink: npt.NDArray[np.bool_], by: int) -> _Sums:
    width = ink.shape[1] // by * by
    shares: _Sums = ink[:, :width].reshape(ink.shape[0], -1, by).mean(axis=2, dtype=np.float32)
    return shares


def _smooth(values: _Sums, reach: int, axis: int) -> _Sums:
    """The mean over so many places on either side."""
    edge = [(reach + 1, reach) if i == axis else (0, 0) for i in range(2)]
    sums = np.cumsum(np.pad(values, edge), axis=axis, dtype=np.float32)
    width = 2 * reach + 1
    spread = sums[width:] - sums[:-width] if axis == 0 else sums[:, width:] - sums[:, :-width]
    return spread * np.float32(1 / width)


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


def _only(core: npt.NDArray[np.bool_], runs: list[_Run]) -> npt.NDArray[np.bool_]:
    """The picture with nothing but what lies on some runs."""
    kept = np.zeros_like(core)
    for row, start, end in runs:
        kept[row, start:end] = core[row, start:end]
    return kept


def _measure(ink: npt.NDArray[np.bool_], runs: list[_Run], em: float) -> list[TextPlace]:
    """The place of a piece of a line; of two where a wide gap parts it, of none where it has no letters."""
    top, bottom = runs[0][0], runs[-1][0] + 1
    if not 0.2 * em < bottom - top < _TALLEST * em:
        return []
    first, last = min(run[1] for run in runs), max(run[2] for run in runs)
    fall = _fall_of(runs, first, last) if (last - first) * _ACROSS > 6 * em else 0.0
    margin = round(0.3 * em)
    left, right = max(0, first * _ACROSS - margin), min(ink.shape[1], last * _ACROSS + margin)
    low, high = max(0, round(top - 0.9 * em)), min(ink.shape[0], round(bottom + 0.5 * em))
    part = ink[low:high, left:right]
    if abs(fall) > 1.5:
        part = _level_rows(part, fall)
    rows = part.sum(axis=1).astype(np.float32)
    zone = (round(top + abs(fall) / 2) - low - 2, round(bottom - abs(fall) / 2) - low + 2)
    if zone[1] - zone[0] < 4:
        zone = (top - low, bottom - low)
    dense = float(np.median(rows[max(0, zone[0]) : zone[1]]))
    if dense < 1:
        return []
    reach = max(0, zone[0] - round(0.25 * em))
    start, stop = _longest(np.nonzero(rows[reach : zone[1] + round(0.25 * em)] > 0.45 * dense)[0] + reach)
    used = np.nonzero(part[start:stop].any(axis=0))[0]
    if len(used) == 0 or stop - start < 4:
        return []
    gaps = np.diff(used, append=used[-1])
    widest = int(gaps.argmax())
    if gaps[widest] > _GAP * em:
        parts = _part(runs, (left + int(used[widest]) + int(gaps[widest]) // 2) // _ACROSS)
        if all(parts):
            return [place for piece in parts for place in _measure(ink, piece, em)]
    tall = stop - start
    above = rows[max(0, start - round(0.45 * tall)) : start]
    share = float(above.mean()) / max(1.0, float(rows[start:stop].mean())) if len(above) else 0.0
    size = tall / (_LOWER if share > _RISING else _UPPER)
    return [TextPlace(left + int(used[0]), left + int(used[-1]) + 1, float(low + stop), size, fall)]


def _fall_of(runs: list[_Run], first: int, last: int) -> float:
    """How much deeper the right end of a zone is than its left, by the middle of each column."""
    sums, counts = np.zeros(last - first), np.zeros(last - first)
    for row, start, end in runs:
        sums[start - first : end - first] += row
        counts[start - first : end - first] += 1
    at = np.nonzero(counts)[0]
    return float(np.polyfit(at, sums[at] / counts[at], 1)[0]) * (last - first)


def _part(runs: list[_Run], at: int) -> tuple[list[_Run], list[_Run]]:
    """A zone cut in two at a column."""
    before = [(row, start, min(end, at)) for row, start, end in runs if start < at]
    behind = [(row, max(start, at), end) for row, start, end in runs if end > at]
    return before, behind


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
    """The pieces without what is far too small or large. Where few letters stand beside a hand's or a stamp's strokes
    these seem larger than any on the page; they are taken to be little larger than most."""
    kept = [p for p in pieces if 0.45 * em < p.size < 2.6 * em and p.right - p.left > 0.15 * em]
    long = [p.size for p in kept if p.right - p.left > 8 * em]
    common = median(long) if long else em
    largest = _LARGEST * common
    kept = [replace(p, size=largest) if p.size > largest and p.right - p.left < 8 * em else p for p in kept]
    kept = [p for p in kept if p.size > 0.55 * common and not any(_covers(other, p) for other in kept)]
    return sorted(kept, key=lambda p: (p.base, p.left))


def _covers(line: TextPlace, piece: TextPlace) -> bool:
    """True where a piece is only the underline, or the marks, of a line of larger letters."""
    shared = min(line.right, piece.right) - max(line.left, piece.left)
    near = abs(piece.base - line.base) < 0.5 * line.size
    return near and line.size > 1.15 * piece.size and shared > 0.5 * (piece.right - piece.left)
