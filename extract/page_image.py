"""A page of a PDF, or a frame of an image file -> the picture of it that is recognised, and its dots an inch.

The same page always gives the same picture, by which what was recognised of it is found again.
"""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium
from PIL import Image, ImageOps

DPI = 220  # letters of this size are recognised best; 300 is slower and loses more marks
MAX_PIXELS = 18_000_000
_TURNED = 0x0112  # what a file says of how its picture stands: 1 for upright
_A4_LONG = 11.69  # inches
_LEAST, _MOST = 0.95, 1.3  # scales that are left as they are


def draw_page(page: pdfium.PdfPage, width: float, height: float) -> tuple[Image.Image, float]:
    """The picture of a PDF page of that size in points."""
    scale = min(DPI / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        picture = bitmap.to_pil()
        return picture.copy() if picture.readonly else picture, 72 * scale  # it may share the memory of the bitmap


def draw_frame(frame: Image.Image) -> tuple[Image.Image, float]:
    """The picture of one frame, upright by what the file says, neither much finer nor coarser than is wanted."""
    page = ImageOps.exif_transpose(frame) if frame.getexif().get(_TURNED, 1) != 1 else frame
    page = page.convert("L" if frame.mode in ("1", "L") else "RGB")
    dpi = _dpi_of(frame, page)
    scale = min(DPI / dpi, (MAX_PIXELS / (page.width * page.height)) ** 0.5)
    if _LEAST <= scale <= _MOST:
        return page, dpi
    return page.resize((max(1, round(page.width * scale)), max(1, round(page.height * scale)))), dpi * scale


def turn_upright(image: Image.Image, quarters: int) -> Image.Image:
    """The picture after so many quarter turns clockwise."""
    return image.rotate(-90 * quarters, expand=True) if quarters % 4 else image


def _dpi_of(frame: Image.Image, page: Image.Image) -> float:
    """The dots an inch that the file tells where that makes a page of usual size, else those of an A4 page."""
    told = frame.info.get("dpi")
    long = max(page.width, page.height)
    if isinstance(told, tuple) and told and isinstance(told[0], (int, float)) and 50 <= told[0] <= 1300:
        dpi = float(told[0])
        if 4 <= long / dpi <= 20:
            return dpi
    return max(50.0, long / _A4_LONG)
