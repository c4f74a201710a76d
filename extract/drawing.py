"""The drawing of a PDF page -> its ruling lines and the share of it under images, through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

_MAX_OBJECTS = 20_000
_MAX_DEPTH = 3
_THIN = 3.0
Floats = npt.NDArray[np.float64]
Place = TypeVar("Place", float, Floats)
_Choice = Callable[[Place, Place], Place]


class Ruling(NamedTuple):
    """A horizontal or vertical line segment; one of its two extents is (nearly) nothing."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """From pdfium's page space (origin bottom left, before rotation) to points from the top left as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int  # quarter turns clockwise

    @staticmethod
    def of(page: pdfium.PdfPage) -> Frame:
        """The frame of a page as it is shown."""
        left, bottom, right, top = page.get_bbox()
        return Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4)

    @property
    def width(self) -> float:
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) of a rectangle given by its lower left and upper right corners."""
        return self._box(x0, y0, x1, y1, min, max)

    def boxes(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """As `box`, of many rectangles at once."""
        return self._box(x0, y0, x1, y1, np.minimum, np.maximum)

    def _box(
        self, x0: Place, y0: Place, x1: Place, y1: Place, low: _Choice[Place], high: _Choice[Place]
    ) -> tuple[Place, Place, Place, Place]:
        if self.turn == 0:
            return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.turn == 1:
            a = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.turn == 2:
            a = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            a = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (low(a[0], a[2]), low(a[1], a[3]), high(a[0], a[2]), high(a[1], a[3]))


def read_drawing(page: pdfium.PdfPage, frame: Frame) -> tuple[tuple[Ruling, ...], float, int]:
    """The ruling lines, the share of the page under images, and the number of path objects."""
    rulings: list[Ruling] = []
    area, drawn = 0.0, 0
    for handle, kind, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = _bounds(handle, matrix, frame)
            x0, top, x1, bottom = max(x0, 0), max(top, 0), min(x1, frame.width), min(bottom, frame.height)
            area += max(0.0, x1 - x0) * max(0.0, bottom - top)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            drawn += 1
            box = _bounds(handle, matrix, frame)
            if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
                rulings.append(Ruling(*box))
            elif len(rulings) < _MAX_OBJECTS:
                rulings.extend(_path_rulings(handle, matrix, frame))
    return tuple(rulings), min(1.0, area / max(1.0, frame.width * frame.height)), drawn


_Matrix = tuple[float, float, float, float, float, float]


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, int, _Matrix]]:
    """Path and image objects of the page and of its forms, each with its kind and the matrix of the forms around it."""
    kind_of, drawn, form = (
        raw.FPDFPageObj_GetType,
        (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE),
        raw.FPDF_PAGEOBJ_FORM,
    )
    budget = _MAX_OBJECTS
    stack: list[tuple[Any, bool, _Matrix, int]] = [(page.raw, False, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)]
    while stack:
        owner, is_form, matrix, depth = stack.pop()
        count = raw.FPDFFormObj_CountObjects(owner) if is_form else raw.FPDFPage_CountObjects(owner)
        take = raw.FPDFFormObj_GetObject if is_form else raw.FPDFPage_GetObject
        for index in range(count):
            budget -= 1
            if budget < 0:
                return
            handle = take(owner, index)
            kind = kind_of(handle)
            if kind in drawn:
                yield handle, kind, matrix
            elif kind == form and depth < _MAX_DEPTH:
                stack.append((handle, True, _product(_matrix_of(handle), matrix), depth + 1))


def _matrix_of(handle: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _product(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(handle: Any, matrix: _Matrix, frame: Frame) -> tuple[float, float, float, float]:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetBounds(handle, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    a = _apply(matrix, left.value, bottom.value)
    b = _apply(matrix, right.value, top.value)
    return frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _path_rulings(handle: Any, around: _Matrix, frame: Frame) -> Iterator[Ruling]:
    """The thin subpaths of a path and, where it is stroked, its horizontal and vertical segments."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    matrix = _product(_matrix_of(handle), around)
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[tuple[float, float]]] = []
    for index in range(min(raw.FPDFPath_CountSegments(handle), 2000)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _apply(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO or not subpaths:
            subpaths.append([point])
        else:
            subpaths[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment) and subpaths[-1][-1] != subpaths[-1][0]:
            subpaths[-1].append(subpaths[-1][0])
    for points in subpaths:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = frame.box(min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
            yield Ruling(*box)
        elif stroke.value:
            for a, b in pairwise(points):
                line = frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
                if line[2] - line[0] <= _THIN or line[3] - line[1] <= _THIN:
                    yield Ruling(*line)
