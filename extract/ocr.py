"""A page image -> its words with boxes and confidence, and its ruling lines, by Tesseract."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import regex
from PIL import Image

from extract.drawing import Ruling
from extract.errors import ReadError
from extract.grids import Grid, GridCell, fill_grid, find_grids, holds
from extract.scan import prepare_scan
from extract.textlayer import Word

DPI = 220  # Tesseract reads letters of this size best; 300 is slower and loses more marks
MAX_PIXELS = 18_000_000
PAGE_SECONDS = 120.0


class OcrFailure(Exception):
    """One page could not be recognised; the others may be. `code` is a short stable word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was recognised on an image, in points from its top left. `confidence` is 0..1, None without words.

    `turned` is how many quarter turns clockwise set the image upright first; all places are on the upright image.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    confidence: float | None
    turned: int = 0


class _Token(NamedTuple):
    """A word of Tesseract's table, in pixels."""

    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    text: str


@cache
def find_tesseract() -> str:
    """The path of the Tesseract program. Raises `ReadError` where it, or its Vietnamese data, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise ReadError(
            "no_tesseract", "Tesseract is not installed; install tesseract-ocr with its language data `vie`."
        )
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    if "vie" not in listed.stdout.split():
        raise ReadError("no_vietnamese", "Tesseract has no Vietnamese data; install tesseract-ocr-vie.")
    return program


def recognise(image: Image.Image, dpi: float, *, seconds: float = PAGE_SECONDS) -> OcrPage:
    """The words on a page image, in at most so many seconds.

    Raises `OcrFailure` for this page, `ReadError` where Tesseract is missing.
    """
    until = time.monotonic() + seconds
    page = _recognise_upright(image, dpi, until)
    if _is_sense(page):
        return page
    turned = _find_turn(image, dpi, until)
    if turned == 0:
        return page
    return replace(_recognise_upright(_turn(image, turned), dpi, until), turned=turned)


def _is_sense(page: OcrPage) -> bool:
    """True where the page reads well enough and stands upright, or is as good as blank."""
    long = [word for word in page.words if len(word.text) > 3]
    upright = sum(word.x1 - word.x0 > word.bottom - word.top for word in long)
    return len(page.words) < 8 or ((page.confidence or 0.0) > 0.55 and upright * 2 >= len(long))


def _turn(image: Image.Image, quarters: int) -> Image.Image:
    return image.rotate(-90 * quarters, expand=True)


def _find_turn(image: Image.Image, dpi: float, until: float) -> int:
    """The quarter turns clockwise after which most words are sure, tried on a small image."""
    scale = min(1.0, 150.0 / dpi)
    small = image.convert("L").resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))

    def sure(quarters: int) -> int:
        tokens = _read_tokens(_run_tesseract(_turn(small, quarters), dpi * scale, until))
        return sum(t.confidence > 0.8 and len(t.text) > 2 and t.right - t.left > t.bottom - t.top for t in tokens)

    found = [sure(quarters) for quarters in range(4)]
    best = max(range(4), key=found.__getitem__)
    return best if found[best] > 2 * found[0] + 10 else 0


def _recognise_upright(image: Image.Image, dpi: float, until: float) -> OcrPage:
    scan = prepare_scan(image, dpi)
    grids = [g for g in find_grids(scan.rulings, 1) if _is_table(g, image.width * 72.0 / dpi)]
    grey = scan.without_lines() if grids else scan.grey
    scale = 72.0 / dpi
    words = list(_to_words(_read_tokens(_run_tesseract(grey, dpi, until)), scale))
    rulings = [ruling for grid in grids for ruling in _edges_of(grid)]
    for grid in grids:
        words = _fill_cells(grid, words, grey, dpi, until)
    words += _read_signature(words, grey, dpi, until)
    lone = [r for r in scan.rulings if r.bottom - r.top < 1 and not any(_crosses(r, grid) for grid in grids)]
    known = [word.confidence for word in words if word.confidence is not None]
    return OcrPage(tuple(words), (*rulings, *lone), sum(known) / len(known) if known else None)


def _is_table(grid: Grid, width: float) -> bool:
    return grid.rows > 1 and len(grid.cells) > 3 and grid.xs[-1] - grid.xs[0] > 0.35 * width


def _crosses(ruling: Ruling, grid: Grid) -> bool:
    return grid.ys[0] - 4 <= ruling.top <= grid.ys[-1] + 4


def _edges_of(grid: Grid) -> Iterator[Ruling]:
    for cell in grid.cells:
        x0, x1 = grid.xs[cell.column], grid.xs[cell.column + cell.column_span]
        y0, y1 = grid.ys[cell.row], grid.ys[cell.row + cell.row_span]
        yield Ruling(x0, y0, x1, y0)
        yield Ruling(x0, y1, x1, y1)
        yield Ruling(x0, y0, x0, y1)
        yield Ruling(x1, y0, x1, y1)


def _read_signature(words: Sequence[Word], grey: Image.Image, dpi: float, until: float) -> list[Word]:
    """What was passed over beside `Nơi nhận`: office and name under a seal, which Tesseract takes for a picture."""
    found = (a for a, b in pairwise(words) if _ANCHOR.match(f"{a.text} {b.text}"))
    anchor = next((word for word in found if word.x0 * dpi / 72 < 0.4 * grey.width), None)
    if anchor is None:
        return []
    scale = dpi / 72.0
    left = max(round(anchor.x0 * scale + 0.25 * grey.width), round(0.42 * grey.width))
    top = max(0, round((anchor.top - 3 * anchor.size) * scale))
    piece = grey.crop((left, top, grey.width, min(grey.height, round(top + 3.2 * dpi))))
    if piece.height < 0.3 * dpi:
        return []
    tokens = [
        _Token(t.line, t.left + left, t.top + top, t.right + left, t.bottom + top, t.confidence, t.text)
        for t in _read_tokens(_run_tesseract(piece, dpi, until, "11"))
        if t.confidence > 0.7 and _PLAIN.match(t.text)
    ]
    known = [(w.x0 - 2, w.top - 2, w.x1 + 2, w.bottom + 2) for w in words]
    fresh = []
    for word in _to_words(tokens, 72.0 / dpi):
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in known):
            fresh.append(word)
    return fresh


_ANCHOR = regex.compile(r"(?i)\W{0,2}\S?[ơo]i nh[ậâạa]n\W{0,3}$")
_PLAIN = regex.compile(r"^(?:\p{Lu}{3,}[.,]?|\p{Lu}\p{Ll}{1,6}|[KT][TMLU]\.{0,2}\p{Lu}*)$")
_NUMBER_HEAD = regex.compile(r"(?i)^(?:s?tt|số\s?tt|số\sthứ\stự|n[o°]\.?)\W{0,2}$")
_NUMERIC = regex.compile(r"^\d{1,3}(?:\.\d{1,2})?[.)]?$|^[IVX]{1,5}\.?$")
_DIGITS_ONLY = ("-c", "tessedit_char_whitelist=0123456789.")


def _fill_cells(grid: Grid, words: list[Word], grey: Image.Image, dpi: float, until: float) -> list[Word]:
    """The words with those of cells that Tesseract passed over; a column of numbers is read as numbers."""
    filled = fill_grid(grid, [word for word in words if holds(grid, word)])
    narrow = grid.xs[1] - grid.xs[0] < 48
    numbers = narrow or any(c.column == 0 and c.row < 2 and _NUMBER_HEAD.match(c.text) for c in filled.cells)
    wrong = [c for c in filled.cells if numbers and _is_number_slot(c)]
    empty = [c for c in filled.cells if not c.lines and c not in wrong]
    for cells, options in ((wrong, _DIGITS_ONLY), (empty, ())):
        inked = [(cell, crop) for cell in cells if (crop := _crop(grid, cell, grey, dpi)) is not None]
        if not inked:
            continue
        for cell, found in _read_sheet(inked, dpi, options, until):
            old = {word for line in cell.lines for word in line.words}
            if found and (not old or options):
                words = [word for word in words if word not in old] + found
    return words


def _is_number_slot(cell: GridCell) -> bool:
    """True where a first cell holds nothing, or something short that is neither a number nor a heading."""
    text = cell.text
    if cell.column != 0 or cell.column_span > 1 or _NUMBER_HEAD.match(text) or _NUMERIC.match(text):
        return False
    return len(text) <= 5


_Crop = tuple[Image.Image, int, int]  # the piece with its left and top in pixels of the page


def _crop(grid: Grid, cell: GridCell, grey: Image.Image, dpi: float) -> _Crop | None:
    """The inside of a cell, cut close; None where it is blank."""
    scale, inset = dpi / 72.0, round(0.02 * dpi)
    left, top = round(grid.xs[cell.column] * scale) + inset, round(grid.ys[cell.row] * scale) + inset
    right = round(grid.xs[cell.column + cell.column_span] * scale) - inset
    bottom = round(grid.ys[cell.row + cell.row_span] * scale) - inset
    if right - left < 8 or bottom - top < 8:
        return None
    piece = grey.crop((left, top, right, bottom))
    ink = piece.point([255 if level < 140 else 0 for level in range(256)])
    box = ink.getbbox()
    if box is None or box[3] - box[1] < 0.05 * dpi or ink.histogram()[255] < 0.0006 * dpi * dpi:
        return None
    return piece.crop(box), left + box[0], top + box[1]


def _read_sheet(
    cells: Sequence[tuple[GridCell, _Crop]], dpi: float, options: Sequence[str], until: float
) -> Iterator[tuple[GridCell, list[Word]]]:
    """What stands in some cells, by laying them below one another and reading them at once."""
    gap = round(0.15 * dpi)
    width = max(crop[0].width for _, crop in cells) + 2 * gap
    height = sum(crop[0].height + gap for _, crop in cells) + gap
    if width * height > MAX_PIXELS:
        return
    sheet = Image.new("L", (width, height), 255)
    tops, y = [], gap
    for _, (piece, _, _) in cells:
        sheet.paste(piece, (gap, y))
        tops.append(y)
        y += piece.height + gap
    tokens = _read_tokens(_run_tesseract(sheet, dpi, until, "6", options))
    scale = 72.0 / dpi
    for (cell, (piece, left, page_top)), top in zip(cells, tops, strict=True):
        right, down = left - gap, page_top - top
        inside = [
            _Token(t.line, t.left + right, t.top + down, t.right + right, t.bottom + down, t.confidence, t.text)
            for t in tokens
            if top - gap / 2 <= (t.top + t.bottom) / 2 < top + piece.height + gap / 2
        ]
        yield cell, list(_to_words(inside, scale))


def _run_tesseract(image: Image.Image, dpi: float, until: float, layout: str = "3", options: Sequence[str] = ()) -> str:
    """Tesseract's table of words; `until` is on the monotonic clock, `layout` its mode of page segmentation."""
    left = until - time.monotonic()
    if left <= 0:
        raise OcrFailure("ocr_timeout", "Recognition took longer than a page may take.")
    buffer = io.BytesIO()
    image.save(buffer, format="PPM")
    command = [find_tesseract(), "stdin", "stdout", "-l", "vie", "--oem", "1", "--psm", layout]
    command += ["--dpi", str(round(dpi)), *options, "tsv"]
    try:
        done = subprocess.run(
            command,
            input=buffer.getvalue(),
            capture_output=True,
            timeout=left,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise OcrFailure("ocr_timeout", "Recognition took longer than a page may take.") from None
    except OSError as error:
        raise OcrFailure("ocr_failed", f"Tesseract did not start: {error}.") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise OcrFailure("ocr_failed", f"Tesseract failed: {said[-1] if said else done.returncode}.")
    return done.stdout.decode("utf-8", "replace")


def _read_tokens(table: str) -> list[_Token]:
    tokens = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        text = unicodedata.normalize("NFC", cells[11].strip().strip("_"))
        if not text:
            continue
        tokens.append(_Token(line, left, top, left + width, top + height, max(0.0, float(cells[10])) / 100, text))
    return tokens


_NOISE = regex.compile(r"^[^\p{L}\p{N}]{1,4}$")
_KEPT_SIGNS = frozenset('-–—+*•.,;:()/&%“”"…=')


def _is_noise(token: _Token) -> bool:
    if _NOISE.match(token.text) is None:
        return False
    return token.confidence < 0.3 or not set(token.text) <= _KEPT_SIGNS


def _to_words(tokens: Sequence[_Token], scale: float) -> Iterator[Word]:
    """Words in points, with the baseline of their line, turned straight where the page is askew."""
    lines: dict[tuple[int, int, int], list[_Token]] = {}
    for token in tokens:
        if not _is_noise(token):
            lines.setdefault(token.line, []).append(token)
    slope = _slope(lines.values())
    sizes = [median(t.bottom - t.top for t in line) for line in lines.values() if len(line) > 2]
    common = median(sizes) if sizes else 40.0
    for line in lines.values():
        if len(line) == 1 and line[0].confidence < 0.2:
            continue
        heights = sorted(t.bottom - t.top for t in line)
        size = heights[len(heights) * 3 // 4]
        if size > 4 * common:
            continue
        base = median(t.bottom - slope * (t.left + t.right) / 2 for t in line)
        for t in line:
            middle = slope * (t.left + t.right) / 2
            yield Word(
                t.text,
                t.left * scale,
                (t.top - middle) * scale,
                t.right * scale,
                (t.bottom - middle) * scale,
                base * scale,
                1.15 * min(size, 1.4 * common) * scale,
                False,
                False,
                round(t.confidence, 3),
            )


def _slope(lines: Iterable[list[_Token]]) -> float:
    """How much the lines fall to the right, as a fraction; 0 where the page is straight or has too few lines."""
    slopes = []
    for line in lines:
        if len(line) < 5:
            continue
        a, b = line[: len(line) // 2], line[len(line) // 2 :]
        xa, xb = sum(t.left for t in a) / len(a), sum(t.left for t in b) / len(b)
        ya, yb = median(t.bottom for t in a), median(t.bottom for t in b)
        if xb - xa > 100:
            slopes.append((yb - ya) / (xb - xa))
    found = median(slopes) if len(slopes) >= 3 else 0.0
    return found if abs(found) < 0.1 else 0.0
