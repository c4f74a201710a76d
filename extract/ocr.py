"""A page image -> its words with boxes and confidence, and its ruling lines, by a recogniser."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PIL import Image

from extract.arrival_stamps import find_frames, part_stamps, without_frames
from extract.cell_words import fill_cells
from extract.drawing import Ruling
from extract.grids import Grid, find_grids
from extract.handwriting import read_handwriting
from extract.page_image import turn_upright
from extract.quarters import count_quarters
from extract.scan import prepare_scan
from extract.second_reader import find_reader
from extract.signature_words import complete_names, has_signature, read_signature
from extract.stamp_words import drop_remains, read_stamps
from extract.textlayer import Word
from extract.token_words import to_words
from extract.tokens import PAGE_SECONDS, Look, ReadTokens

_SENSE = 0.8  # how sure a page is, on the mean of its words, that need not be tried the other ways round


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was recognised on an image, in points from its top left. `confidence` is 0..1, None without words.

    `turned` is how many quarter turns clockwise set the image upright first; all places are on the upright image.
    `stamped` are words in red and blue ink, which are no words of the page.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    confidence: float | None
    turned: int = 0
    stamped: tuple[Word, ...] = ()


def recognise(
    image: Image.Image, dpi: float, *, seconds: float = PAGE_SECONDS, read: ReadTokens | None = None
) -> OcrPage:
    """The words on a page image, in at most so many seconds, as `read` recognises them; without it as our recogniser
    does, with Tesseract where it is unsure.

    Raises `OcrFailure` for this page, `ReadError` where the recogniser is missing.
    """
    look = Look(read or find_reader(), dpi, time.monotonic() + seconds)
    page = _recognise_upright(image, look)
    if _is_sense(page):
        return page
    turned = _find_turn(image, look)
    if turned == 0:
        return page
    return replace(_recognise_upright(turn_upright(image, turned), look), turned=turned)


def _is_sense(page: OcrPage) -> bool:
    """True where the page reads well enough and stands upright, or is as good as blank."""
    long = [word for word in page.words if len(word.text) > 3]
    upright = sum(word.x1 - word.x0 > word.bottom - word.top for word in long)
    return len(page.words) < 8 or ((page.confidence or 0.0) > _SENSE and upright * 2 >= len(long))


def _find_turn(image: Image.Image, look: Look) -> int:
    """The quarter turns clockwise after which most words are sure, tried on a small image."""
    scale = min(1.0, 150.0 / look.dpi)
    small_look = replace(look, dpi=look.dpi * scale)
    small = image.convert("L").resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))

    def sure(quarters: int) -> int:
        tokens = small_look.at(turn_upright(small, quarters))
        return sum(t.confidence > 0.8 and len(t.text) > 2 and t.right - t.left > t.bottom - t.top for t in tokens)

    found = [sure(quarters) for quarters in range(4)]
    best = max(range(4), key=found.__getitem__)
    return best if found[best] > 2 * found[0] + 10 else 0


def _recognise_upright(image: Image.Image, look: Look) -> OcrPage:
    scan = prepare_scan(image, look.dpi)
    grids = [g for g in find_grids(scan.rulings, 1) if _is_table(g, image.width * 72.0 / look.dpi)]
    frames = find_frames(scan.across, scan.down, scan.grey.size, look.dpi)
    grey = scan.without_lines() if grids else without_frames(scan.grey, frames, (*scan.across, *scan.down))
    words, arrived = part_stamps(list(to_words(look.at(grey), 72.0 / look.dpi)), frames, look.dpi)
    if scan.coloured is not None:
        words = drop_remains(words, scan.coloured, look.dpi)
    words = read_handwriting(words, scan.inked, look.dpi)
    rulings = [ruling for grid in grids for ruling in _edges_of(grid)]
    for grid in grids:
        words = fill_cells(grid, words, grey, look)
    words = count_quarters(words, grey, look.dpi)
    names, stamped = read_stamps(scan.coloured, look) if scan.coloured is not None else ([], [])
    words += [word for word in names if not _is_read(word, words)]
    words += read_signature(words, grey, look)
    if has_signature(words):
        words = complete_names(words, [layer for layer in (grey, scan.coloured, scan.inked) if layer is not None], look)
    lone = [r for r in scan.rulings if r.bottom - r.top < 1 and not any(_crosses(r, grid) for grid in grids)]
    known = [word.confidence for word in words if word.confidence is not None]
    return OcrPage(
        tuple(words), (*rulings, *lone), sum(known) / len(known) if known else None, stamped=(*arrived, *stamped)
    )


def _is_read(word: Word, words: Iterable[Word]) -> bool:
    """True where something was read at the place of a word."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(w.x0 <= x <= w.x1 and w.top <= y <= w.bottom for w in words)


def _is_table(grid: Grid, width: float) -> bool:
    across = grid.xs[-1] - grid.xs[0]  # a single row over the page may be the rest of one on the page before
    return len(grid.cells) > 3 and across > (0.35 if grid.rows > 1 else 0.6) * width


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
