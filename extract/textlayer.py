"""A PDF page -> its words with boxes and style, its ruling lines and what its annotations say, through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import pi
from typing import Any, NamedTuple

import numpy as np
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
        reader = _WordReader(textpage.raw, text, own)
        turn = reader.turn()
        if turn is not None and turn != frame.turn:
            frame = replace(frame, turn=turn)
            boxes = _annotation_boxes(page, frame) if boxes else boxes
        words, others = reader.read(frame)
        upright, askew = reader.read(frame, added=True)
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


class _Calls:
    """The functions of pdfium that are asked for every word, taking plain addresses: far quicker than pointers."""

    def __init__(self) -> None:
        pointer, count = ctypes.c_void_p, ctypes.c_int
        self.loose_box = self._take("FPDFText_GetLooseCharBox", count, pointer, count, pointer)
        self.origin = self._take("FPDFText_GetCharOrigin", count, pointer, count, pointer, pointer)
        self.text_object = self._take("FPDFText_GetTextObject", pointer, pointer, count)
        self.font = self._take("FPDFTextObj_GetFont", pointer, pointer)
        self.angle = self._take("FPDFText_GetCharAngle", ctypes.c_float, pointer, count)

    @staticmethod
    def _take(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
        assert address is not None
        return ctypes.CFUNCTYPE(result, *arguments)(address)


@cache
def _calls() -> _Calls:
    return _Calls()


@dataclass(frozen=True, slots=True)
class _Style:
    """What all characters of a text object share: quarter turns clockwise, and the font."""

    turn: int
    font: _Font


class _WordReader:
    """Reads words off one text page; `own` is where the characters that annotations added begin."""

    def __init__(self, handle: Any, text: str, own: int | None) -> None:
        self.address = ctypes.cast(handle, ctypes.c_void_p).value
        self.text = text
        self.fonts: dict[int, _Font] = {}
        self.styles: dict[int, _Style] = {}
        self.spans = [match.span() for match in _WORD.finditer(text, 0, own)]
        self.count = len(self.spans)  # of the page's own words
        if own is not None:
            self.spans += [match.span() for match in _WORD.finditer(text, own)]
        self.style_of = [self._style(start) for start, _ in self.spans]

    def turn(self) -> int | None:
        """Quarter turns clockwise that set most of the words upright; None where there are no words to tell."""
        turns = [style.turn for style in self.style_of[: self.count][:400:4]]
        return max(set(turns), key=turns.count) if turns else None

    def read(self, frame: Frame, *, added: bool = False) -> tuple[list[Word], list[Word]]:
        """The page's own words, or those added, that stand upright in the frame, and the others each in its own."""
        words: list[Word] = []
        others: list[Word] = []
        part = slice(self.count, None) if added else slice(0, self.count)
        spans, turned = self.spans[part], frame.turn != 0
        end = spans[0][0] if spans else 0
        for span, style, place in zip(spans, self.style_of[part], self._places(spans, frame), strict=True):
            if style.turn != frame.turn:
                aside = replace(frame, turn=style.turn)
                others.append(self._word(*span, aside, style))
            elif turned and words and " " not in self.text[end : span[0]]:
                # pdfium breaks turned text between any two fonts.
                for word in self._pieces(*span, frame, style, place):
                    last_word = words[-1]
                    touch = abs(word.base - last_word.base) < 1 and -1 < word.x0 - last_word.x1 < 0.12 * word.size
                    if touch:
                        words[-1] = last_word._replace(text=last_word.text + word.text, x1=word.x1)
                    else:
                        words.append(word)
            elif place.broken:
                words.extend(self._pieces(*span, frame, style, place))
            else:
                words.append(self._placed(*span, frame, style, place))
            end = span[1]
        return words, others

    def _places(self, spans: Sequence[tuple[int, int]], frame: Frame) -> Iterator[_Place]:
        """Where words stand in the frame, all asked of pdfium in one go."""
        boxes = np.zeros((len(spans), 2, 4), np.float32)  # first and last character: left, top, right, bottom
        origins = np.zeros((len(spans), 2))
        calls, page = _calls(), self.address
        loose_box, origin = calls.loose_box, calls.origin
        box_at, origin_at = boxes.ctypes.data, origins.ctypes.data
        for start, end in spans:
            loose_box(page, start, box_at)
            loose_box(page, end - 1, box_at + 16)
            origin(page, start, origin_at, origin_at + 8)
            box_at += 32
            origin_at += 16
        first, last = boxes[:, 0].astype(float).T, boxes[:, 1].astype(float).T
        single = np.array([end - start == 1 for start, end in spans], bool)
        left, right = np.minimum(first[0], last[0]), np.maximum(first[2], last[2])
        low, high = np.minimum(first[3], last[3]), np.maximum(first[1], last[1])
        ratio = np.where(single, 1.0, (last[1] - last[3]) / np.maximum(first[1] - first[3], 0.1))
        x0, top, x1, bottom = frame.boxes(left, low, right, high)
        base = frame.boxes(origins[:, 0], origins[:, 1], origins[:, 0], origins[:, 1])[1]
        begin, final = frame.boxes(*first[[0, 3, 2, 1]]), frame.boxes(*last[[0, 3, 2, 1]])
        height = begin[3] - begin[1]
        slip = np.abs(final[3] - begin[3])
        broken = ~single & (slip > 0.6 * height) & (0.6 * height > 0)
        return map(
            _Place,
            *(found.tolist() for found in (x0, top, x1, bottom, base, ratio, broken)),
        )

    def _place(self, start: int, end: int, frame: Frame) -> _Place:
        return next(self._places([(start, end)], frame))

    def _pieces(self, start: int, end: int, frame: Frame, style: _Style, place: _Place) -> Iterator[Word]:
        """One word; more where pdfium joined the end of a line with the beginning of the next."""
        if place.broken:
            top, bottom = self._extent(start, frame)
            for cut in range(start + 1, end):
                if abs(self._extent(cut, frame)[1] - bottom) > 0.6 * (bottom - top):
                    yield self._word(start, cut, frame, style)
                    yield from self._pieces(cut, end, frame, self._style(cut), self._place(cut, end, frame))
                    return
        yield self._placed(start, end, frame, style, place)

    def _extent(self, index: int, frame: Frame) -> tuple[float, float]:
        place = self._place(index, index + 1, frame)
        return place.top, place.bottom

    def _word(self, start: int, end: int, frame: Frame, style: _Style) -> Word:
        return self._placed(start, end, frame, style, self._place(start, end, frame))

    def _placed(self, start: int, end: int, frame: Frame, style: _Style, place: _Place) -> Word:
        text, font = self.text[start:end], style.font
        if text[-1] in "\x02\ufffe":
            text = text[:-1] + "-"
        if font.convert is not None:
            text = font.convert(text)
        elif (text[-1].isdigit() and place.ratio < _SMALL and frame.turn == 0) or (
            text[-1] in ".,;:)" and _MARK.search(text) is not None
        ):
            text = self._without_mark(text, start, place.base, frame)
        x0, top, x1, bottom, base, _, _ = place
        return Word(text, x0, top, x1, bottom, base, bottom - top, font.bold, font.italic)

    def _without_mark(self, text: str, start: int, base: float, frame: Frame) -> str:
        """A word without the small raised digits that point to a footnote: `số1`, `nghiệp12.`"""
        end = len(text.rstrip(".,;:)"))
        top, bottom = self._extent(start, frame)
        first = end
        while first > 1 and text[first - 1].isdigit() and self._is_raised(start + first - 1, base, bottom - top, frame):
            first -= 1
        if first == end or end - first > 3 or _UNIT.search(text[:first]):
            return text
        return text[:first] + text[end:]

    def _is_raised(self, index: int, base: float, size: float, frame: Frame) -> bool:
        """True where a character is smaller than its word and stands above its line."""
        place = self._place(index, index + 1, frame)
        return place.bottom - place.top < _SMALL * size and base - place.base > 0.08 * size

    def _style(self, index: int) -> _Style:
        owner = _calls().text_object(self.address, index) or 0
        style = self.styles.get(owner)
        if style is None:
            # pdfium measures the angle clockwise, so that text at three quarters of a circle reads upwards.
            turn = -round(_calls().angle(self.address, index) / (pi / 2)) % 4
            style = _Style(turn, self._font(owner))
            if owner:
                self.styles[owner] = style
        return style

    def _font(self, owner: int) -> _Font:
        address = _calls().font(owner) or 0
        font = self.fonts.get(address)
        if font is None:
            font = _font_of(ctypes.cast(address, raw.FPDF_FONT)) if address else _Font(False, False, None)
            self.fonts[address] = font
        return font


class _Place(NamedTuple):
    """Where a word stands; `ratio` is the height of its last character to that of its first, `broken` says that the two
    stand on different lines."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    ratio: float
    broken: bool


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
