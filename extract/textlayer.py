"""A PDF page -> its words with boxes and style, its ruling lines and what its annotations say, through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from extract.model import Box


class Word(NamedTuple):
    """A run of characters without a space. Coordinates in points from the top left; `base` is the baseline."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    confidence: float | None = None


class Ruling(NamedTuple):
    """A horizontal or vertical line segment; one of its two extents is (nearly) nothing."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageText:
    """What the file itself says of one page. `stamps` are texts of digital signatures and notes, with their boxes."""

    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...] = ()
    stamps: tuple[tuple[str, Box], ...] = ()
    images: float = 0.0  # share of the page under images
    drawn: int = 0  # how many path objects


# A character that pdfium writes for a hyphen at a line's end stands at the end of its word.
_WORD = regex.compile(r"[^\s\x00\x02\ufffe]++[\x02\ufffe]?|[\x02\ufffe]")
_MARK = regex.compile(r"(?P<word>[\p{L}\p{Pf}\)”\"])(?P<mark>\d{1,2})(?P<rest>[.,;:)]{0,3})$")
# `Ký bởi: ...`, `Người ký: ...`, `2025-03-21T14:34:37+0700`, `09.01.2025 10:21:11 +07:00`, a mail address
STAMP = regex.compile(
    r"""(?xi)
      ^ (?: (?:đã\ )? ký\ (?:bởi|số)\b | người\ ký\ ?: | (?:thời\ gian|ngày)\ ký\ ?: | digitally\ signed
          | signature\ (?:not\ )?(?:valid|verified) )
      | ^ (?:ngày\ ký:?\ |date:?\ )? \d{1,4}[-./]\d{1,2}[-./]\d{1,4} [\ T] \d{1,2}:\d{2}:\d{2}
      | ^ (?:email\ ?:\ ?)? [\w.+-]{1,60} @ [\w-]{1,60} (?:\.[\w-]{1,30}){1,4} $"""
)
_MAX_OBJECTS = 20000
_MAX_DEPTH = 3
_THIN = 3.0
_MAX_CHARS = 200_000


def read_page_text(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, PageText]:
    """The page at `index` (from 0), for the caller to render and close, and what the file says of it.

    Annotations are drawn into the page first: the number and the day of a signed document are often annotations.
    """
    page = document[index]
    own = None
    boxes = _annotation_boxes(page, _Frame.of(page))
    if boxes:
        textpage = page.get_textpage()
        own = textpage.count_chars()
        textpage.close()
        if raw.FPDFPage_Flatten(page.raw, 0) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
    frame = _Frame.of(page)
    rulings, images, drawn = _drawing(page, frame)
    textpage = page.get_textpage()
    try:
        text = _page_string(textpage.raw)
        words = list(_words(textpage.raw, frame, text, 0, own))
        added = [] if own is None else list(_words(textpage.raw, frame, text, own, None))
    finally:
        textpage.close()
    stamps = []
    for box, group in _by_box(added, boxes):
        said = " ".join(word.text for word in group)
        if len(group) <= 3 and not STAMP.search(said):
            words.extend(group)
        else:
            stamps.append((said, box))
    return page, PageText(frame.width, frame.height, tuple(words), rulings, tuple(stamps), images, drawn)


@dataclass(frozen=True, slots=True)
class _Frame:
    """From pdfium's page space (origin bottom left, before rotation) to points from the top left as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int  # quarter turns clockwise

    @staticmethod
    def of(page: pdfium.PdfPage) -> _Frame:
        left, bottom, right, top = page.get_bbox()
        return _Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4)

    @property
    def width(self) -> float:
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) of a rectangle given by two corners."""
        if self.turn == 0:
            a = (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        elif self.turn == 1:
            a = (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        elif self.turn == 2:
            a = (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        else:
            a = (self.top - y1, self.right - x1, self.top - y0, self.right - x0)
        return (min(a[0], a[2]), min(a[1], a[3]), max(a[0], a[2]), max(a[1], a[3]))


@dataclass(frozen=True, slots=True)
class _Font:
    bold: bool
    italic: bool
    convert: Callable[[str], str] | None


def _font_of(handle: Any) -> _Font:
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(handle, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    low = name.lower()
    bold = any(word in low for word in ("bold", "black", "heavy", "demi", ",b"))
    italic = any(word in low for word in ("italic", "oblique", ",i"))
    return _Font(bold, italic, _legacy(name))


def _legacy(name: str) -> Callable[[str], str] | None:
    """The converter for a font of the days before Unicode: `.VnTime` holds TCVN3, `VNI-Times` holds VNI."""
    low = name.lower().lstrip(".")
    if not low.startswith(("vn", "vni-", "vni ")) or low.startswith("vnu"):
        return None
    from extract import encodings

    if low.startswith("vni"):
        return encodings.vni_to_unicode
    if low.endswith("h") or low.split("-")[0].split(",")[0].endswith("h"):
        return lambda text: encodings.tcvn3_to_unicode(text).upper()
    return encodings.tcvn3_to_unicode


def _page_string(handle: Any) -> str:
    """The page's characters, one for each index of pdfium's."""
    count = min(raw.FPDFText_CountChars(handle), _MAX_CHARS)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, buffer) - 1 == count:
        text = bytes(buffer).decode("utf-16-le", "replace")[:-1]
        if len(text) == count:
            return text
    codes = (raw.FPDFText_GetUnicode(handle, i) for i in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def _words(handle: Any, frame: _Frame, text: str, first: int, last: int | None) -> Iterator[Word]:
    rect = raw.FS_RECTF()
    rect_ref = ctypes.byref(rect)
    x, y = ctypes.c_double(), ctypes.c_double()
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    loose, origin, size_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetFontSize
    object_of, font_of = raw.FPDFText_GetTextObject, raw.FPDFTextObj_GetFont
    fonts: dict[int, _Font] = {}
    place = frame.box

    def piece(start: int, end: int) -> Iterator[Word]:
        loose(handle, start, rect_ref)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if end - start > 1:
            loose(handle, end - 1, rect_ref)
            if abs(rect.bottom - bottom) > 0.6 * (top - bottom) > 0 and not turned:
                cut = next((i for i in range(start + 1, end) if _off_line(i, bottom, top)), end)
                if start < cut < end:
                    yield from piece(start, cut)
                    yield from piece(cut, end)
                    return
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        origin(handle, start, x_ref, y_ref)
        key = ctypes.cast(font_of(object_of(handle, start)), ctypes.c_void_p).value or 0
        font = fonts.get(key)
        if font is None:
            font = fonts[key] = _font_of(font_of(object_of(handle, start))) if key else _Font(False, False, None)
        word = text[start:end]
        if font.convert is not None:
            word = font.convert(word)
        size = abs(top - bottom)
        x0, y0, x1, y1 = place(left, bottom, right, top)
        base = place(x.value, y.value, x.value, y.value)[1]
        mark = _MARK.search(word)
        if mark is not None and font.convert is None:
            at = start + mark.start("mark")
            if size_of(handle, at) < 0.8 * size_of(handle, start):
                loose(handle, at, rect_ref)
                origin(handle, at, x_ref, y_ref)
                raised = base - place(x.value, y.value, x.value, y.value)[1]
                if raised > 0.08 * size:
                    word = word[: mark.start("mark")] + mark["rest"]
        yield Word(word, x0, y0, x1, y1, base, size, font.bold, font.italic)

    def _off_line(index: int, bottom: float, top: float) -> bool:
        loose(handle, index, rect_ref)
        return bool(abs(rect.bottom - bottom) > 0.6 * (top - bottom))

    turned = frame.turn % 2 == 1
    for match in _WORD.finditer(text, first, last):
        yield from piece(match.start(), match.end())


def _annotation_boxes(page: pdfium.PdfPage, frame: _Frame) -> list[Box]:
    boxes = []
    rect = raw.FS_RECTF()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 200)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP):
            raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect))
            boxes.append(Box(*frame.box(rect.left, rect.bottom, rect.right, rect.top)))
        raw.FPDFPage_CloseAnnot(annotation)
    return boxes


def _by_box(words: list[Word], boxes: list[Box]) -> Iterator[tuple[Box, list[Word]]]:
    """The words that annotations added, under the smallest annotation that holds each."""
    groups: dict[int, list[Word]] = {}
    order = sorted(range(len(boxes)), key=lambda i: (boxes[i].x1 - boxes[i].x0) * (boxes[i].bottom - boxes[i].top))
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for i in order:
            box = boxes[i]
            if box.x0 - 2 <= x <= box.x1 + 2 and box.top - 2 <= y <= box.bottom + 2:
                groups.setdefault(i, []).append(word)
                break
    for i, group in sorted(groups.items()):
        yield boxes[i], group


def _drawing(page: pdfium.PdfPage, frame: _Frame) -> tuple[tuple[Ruling, ...], float, int]:
    """The ruling lines, the share of the page under images, and the number of path objects."""
    rulings: list[Ruling] = []
    area, drawn = 0.0, 0
    for handle, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(handle)
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


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, _Matrix]]:
    """Path and image objects of the page and of its forms, each with the matrix of the forms around it."""
    budget = _MAX_OBJECTS
    stack: list[tuple[Any, bool, _Matrix, int]] = [(page.raw, False, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)]
    while stack:
        owner, is_form, matrix, depth = stack.pop()
        count = raw.FPDFFormObj_CountObjects(owner) if is_form else raw.FPDFPage_CountObjects(owner)
        for index in range(count):
            budget -= 1
            if budget < 0:
                return
            handle = raw.FPDFFormObj_GetObject(owner, index) if is_form else raw.FPDFPage_GetObject(owner, index)
            if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
                yield handle, matrix
            elif depth < _MAX_DEPTH:
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


def _bounds(handle: Any, matrix: _Matrix, frame: _Frame) -> tuple[float, float, float, float]:
    left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFPageObj_GetBounds(handle, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    a = _apply(matrix, left.value, bottom.value)
    b = _apply(matrix, right.value, top.value)
    return frame.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _path_rulings(handle: Any, around: _Matrix, frame: _Frame) -> Iterator[Ruling]:
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
