"""A PDF page -> its words with boxes and style, its ruling lines and what its annotations say, through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from math import pi
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from extract.drawing import Frame, Ruling, read_drawing
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
    raw: str | None = None  # what was recognised, where `text` was put in its place
    reason: str = ""  # why it was


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
    others: tuple[Word, ...] = ()  # words that stand askew to the rest, each in a frame of its own
    turned: int = 0  # quarter turns clockwise of all this against the page as it is shown


# A character that pdfium writes for a hyphen at a line's end stands at the end of its word.
_WORD = regex.compile(r"[^\s\x00\x02\ufffe]++[\x02\ufffe]?|[\x02\ufffe]")
_MARK = regex.compile(r"[\p{L}\p{Pf})”\"\d]\d{1,3}[.,;:)]{1,3}$")
_UNIT = regex.compile(r"(?i)(?<!\p{L})(?:m|km|cm|dm|mm|ha|co|h)$")  # `80m2`, `m3`: a power, no mark
_SMALL = 0.8
# `Ký bởi: ...`, `Người ký: ...`, `2025-03-21T14:34:37+0700`, `09.01.2025 10:21:11 +07:00`, a mail address
STAMP = regex.compile(
    r"""(?xi)
      ^ (?: (?:đã\ )? ký\ (?:bởi|số)\b | người\ ký\ ?: | (?:thời\ gian|ngày)\ ký\ ?: | digitally\ signed
          | signature\ (?:not\ )?(?:valid|verified) )
      | ^ (?:ngày\ ký:?\ |date:?\ )? \d{1,4}[-./]\d{1,2}[-./]\d{1,4} [\ T] \d{1,2}:\d{2}:\d{2}
      | ^ (?:email\ ?:\ ?)? [\w.+-]{1,60} @ [\w-]{1,60} (?:\.[\w-]{1,30}){1,4} $"""
)
_MAX_CHARS = 200_000


def read_page_text(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, PageText]:
    """The page at `index` (from 0), for the caller to render and close, and what the file says of it.

    Annotations are drawn into the page first: the number and the day of a signed document are often annotations.
    """
    page = document[index]
    own = None
    boxes = _annotation_boxes(page, Frame.of(page))
    if boxes:
        textpage = page.get_textpage()
        own = textpage.count_chars()
        textpage.close()
        if raw.FPDFPage_Flatten(page.raw, 0) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
    shown = frame = Frame.of(page)
    textpage = page.get_textpage()
    try:
        text = _page_string(textpage.raw)
        turn = _turn_of(textpage.raw, text[:own])
        if turn is not None and turn != frame.turn:
            frame = replace(frame, turn=turn)
            boxes = _annotation_boxes(page, frame) if boxes else boxes
        reader = _WordReader(textpage.raw, text, frame)
        words, others = reader.read(0, own)
        upright, askew = reader.read(own, None) if own is not None else ([], [])
        added = upright + askew
    finally:
        textpage.close()
    rulings, images, drawn = read_drawing(page, frame)
    stamps = []
    for box, group in _by_box(added, boxes):
        said = " ".join(word.text for word in group)
        if len(group) <= 3 and not STAMP.search(said):
            words.extend(group)
        else:
            stamps.append((said, box))
    return page, PageText(
        frame.width,
        frame.height,
        tuple(words),
        rulings,
        tuple(stamps),
        images,
        drawn,
        tuple(others),
        (frame.turn - shown.turn) % 4,
    )


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


def _turn_of(handle: Any, text: str) -> int | None:
    """Quarter turns clockwise that set most of the words upright; None where there are no words to tell."""
    turns = [_turn_at(handle, match.start()) for match in islice(_WORD.finditer(text), 0, 400, 4)]
    return max(set(turns), key=turns.count) if turns else None


def _turn_at(handle: Any, index: int) -> int:
    # pdfium measures the angle clockwise, so that text at three quarters of a circle reads upwards.
    return -round(float(raw.FPDFText_GetCharAngle(handle, index)) / (pi / 2)) % 4


class _WordReader:
    """Reads words off one text page."""

    def __init__(self, handle: Any, text: str, frame: Frame) -> None:
        self.handle = handle
        self.text = text
        self.frame = frame
        self.rect = raw.FS_RECTF()
        self.rect_ref = ctypes.byref(self.rect)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.origin_ref = (ctypes.byref(self.x), ctypes.byref(self.y))
        self.fonts: dict[int, _Font] = {}

    def read(self, first: int, last: int | None) -> tuple[list[Word], list[Word]]:
        """The words between two indexes that stand upright in the frame, and the others in frames of their own."""
        words: list[Word] = []
        others: list[Word] = []
        turned = self.frame.turn != 0
        end = first
        for match in _WORD.finditer(self.text, first, last):
            start = match.start()
            turn = _turn_at(self.handle, start)
            if turn != self.frame.turn:
                aside = replace(self.frame, turn=turn)
                others.append(self._word(start, match.end(), aside))
            elif turned and words and " " not in self.text[end:start]:
                # pdfium breaks turned text between any two fonts.
                for word in self._pieces(start, match.end()):
                    last_word = words[-1]
                    touch = abs(word.base - last_word.base) < 1 and -1 < word.x0 - last_word.x1 < 0.12 * word.size
                    if touch:
                        words[-1] = last_word._replace(text=last_word.text + word.text, x1=word.x1)
                    else:
                        words.append(word)
            else:
                words.extend(self._pieces(start, match.end()))
            end = match.end()
        return words, others

    def _pieces(self, start: int, end: int) -> Iterator[Word]:
        """One word; more where pdfium joined the end of a line with the beginning of the next."""
        if end - start > 1:
            top, bottom = self._extent(start)
            height = bottom - top
            if abs(self._extent(end - 1)[1] - bottom) > 0.6 * height > 0:
                for cut in range(start + 1, end):
                    if abs(self._extent(cut)[1] - bottom) > 0.6 * height:
                        yield self._word(start, cut, self.frame)
                        yield from self._pieces(cut, end)
                        return
        yield self._word(start, end, self.frame)

    def _extent(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetLooseCharBox(self.handle, index, self.rect_ref)
        rect = self.rect
        box = self.frame.box(rect.left, rect.bottom, rect.right, rect.top)
        return box[1], box[3]

    def _base(self, index: int, frame: Frame) -> float:
        raw.FPDFText_GetCharOrigin(self.handle, index, *self.origin_ref)
        return frame.box(self.x.value, self.y.value, self.x.value, self.y.value)[1]

    def _word(self, start: int, end: int, frame: Frame) -> Word:
        handle, rect = self.handle, self.rect
        raw.FPDFText_GetLooseCharBox(handle, start, self.rect_ref)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        ratio = 1.0
        if end - start > 1:
            raw.FPDFText_GetLooseCharBox(handle, end - 1, self.rect_ref)
            ratio = (rect.top - rect.bottom) / max(top - bottom, 0.1)
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        base, size = self._base(start, frame), y1 - y0
        font = self._font(start)
        text = self.text[start:end]
        if text[-1] in "\x02\ufffe":
            text = text[:-1] + "-"
        if font.convert is not None:
            text = font.convert(text)
        elif (text[-1].isdigit() and ratio < _SMALL and frame.turn == 0) or (
            text[-1] in ".,;:)" and _MARK.search(text) is not None
        ):
            text = self._without_mark(text, start, base, frame)
        return Word(text, x0, y0, x1, y1, base, size, font.bold, font.italic)

    def _without_mark(self, text: str, start: int, base: float, frame: Frame) -> str:
        """A word without the small raised digits that point to a footnote: `số1`, `nghiệp12.`"""
        end = len(text.rstrip(".,;:)"))
        top, bottom = self._extent(start)
        first = end
        while first > 1 and text[first - 1].isdigit() and self._is_raised(start + first - 1, base, bottom - top, frame):
            first -= 1
        if first == end or end - first > 3 or _UNIT.search(text[:first]):
            return text
        return text[:first] + text[end:]

    def _is_raised(self, index: int, base: float, size: float, frame: Frame) -> bool:
        """True where a character is smaller than its word and stands above its line."""
        top, bottom = self._extent(index)
        return bottom - top < _SMALL * size and base - self._base(index, frame) > 0.08 * size

    def _font(self, index: int) -> _Font:
        handle = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(self.handle, index))
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        font = self.fonts.get(key)
        if font is None:
            font = self.fonts[key] = _font_of(handle) if key else _Font(False, False, None)
        return font


def _annotation_boxes(page: pdfium.PdfPage, frame: Frame) -> list[Box]:
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
