"""The ruling grid of a page image -> the words of cells that recognition passed over or misread, read once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from PIL import Image

from extract.grids import Grid, GridCell, fill_grid, holds
from extract.page_image import MAX_PIXELS
from extract.textlayer import Word
from extract.token_words import to_words
from extract.tokens import Layout, Look

_NUMBER_HEAD = regex.compile(r"(?i)^(?:s?tt|số\s?tt|số\sthứ\stự|n[o°]\.?)\W{0,2}$")
_NUMERIC = regex.compile(r"^\d{1,3}(?:\.\d{1,2})?[.)]?$|^[IVX]{1,5}\.?$")


def fill_cells(grid: Grid, words: list[Word], grey: Image.Image, look: Look) -> list[Word]:
    """The words with those of cells that recognition passed over; a column of numbers is read as numbers."""
    filled = fill_grid(grid, [word for word in words if holds(grid, word)])
    narrow = grid.xs[1] - grid.xs[0] < 48
    numbers = narrow or any(c.column == 0 and c.row < 2 and _NUMBER_HEAD.match(c.text) for c in filled.cells)
    wrong = [c for c in filled.cells if numbers and _is_number_slot(c)]
    empty = [c for c in filled.cells if not c.lines and c not in wrong]
    for cells, digits in ((wrong, True), (empty, False)):
        inked = [(cell, crop) for cell in cells if (crop := _crop(grid, cell, grey, look.dpi)) is not None]
        if not inked:
            continue
        for cell, found in _read_sheet(inked, look, digits=digits):
            old = {word for line in cell.lines for word in line.words}
            if found and (not old or digits):
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
    cells: Sequence[tuple[GridCell, _Crop]], look: Look, *, digits: bool
) -> Iterator[tuple[GridCell, list[Word]]]:
    """What stands in some cells, by laying them below one another and reading them at once."""
    gap = round(0.15 * look.dpi)
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
    tokens = look.at(sheet, Layout.BLOCK, digits=digits)
    for (cell, (piece, left, page_top)), top in zip(cells, tops, strict=True):
        inside = [
            token.moved(left - gap, page_top - top)
            for token in tokens
            if top - gap / 2 <= (token.top + token.bottom) / 2 < top + piece.height + gap / 2
        ]
        yield cell, list(to_words(inside, 72.0 / look.dpi))
