"""A scanned page as PNG, JPEG or TIFF -> Document, recognised by Tesseract."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageSequence, UnidentifiedImageError

from extract.errors import ReadError
from extract.model import Document, Format, Issue, Origin
from extract.ocr_cache import recognise_once
from extract.page_image import draw_frame
from extract.pages import PageContent, assemble_pages, content_of
from extract.repair import repair_words
from extract.stamp_words import stamps_of
from extract.tokens import PAGE_SECONDS, OcrFailure

MAX_FRAMES = 300
_MAX_SOURCE_PIXELS = 200_000_000


def read_image(
    path: Path,
    data: bytes,
    source: str,
    fingerprint: str,
    *,
    max_frames: int = MAX_FRAMES,
    page_seconds: float = PAGE_SECONDS,
    ocr_folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """The document on an image; a TIFF may hold many pages. `ocr_folder` and `progress` are those of `read_pdf`.

    Raises `ReadError` where it is no image or too large."""
    pages: list[PageContent] = []
    issues: list[Issue] = []
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MAX_SOURCE_PIXELS:
                raise ReadError("too_large", f"{path}: the image has too many pixels; scan it at 300 dots an inch.")
            count = min(getattr(image, "n_frames", 1), max_frames)
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                if number > max_frames:
                    issues.append(
                        Issue("too_many_pages", f"Only the first {max_frames} pages were read.", page=max_frames)
                    )
                    break
                pages.append(_read_frame(frame, number, page_seconds, issues, ocr_folder))
                if progress is not None:
                    progress(number, count)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise ReadError("truncated", f"{path}: the image is damaged or cut short; scan it again.") from error
    return assemble_pages(source, Format.IMAGE, fingerprint, pages, issues)


def _read_frame(
    frame: Image.Image, number: int, seconds: float, issues: list[Issue], folder: Path | None
) -> PageContent:
    page, dpi = draw_frame(frame)
    width, height = page.width * 72 / dpi, page.height * 72 / dpi
    try:
        found = recognise_once(page, dpi, seconds=seconds, folder=folder)
    except OcrFailure as error:
        issues.append(Issue(error.code, f"Page {number} was not recognised: {error}", page=number))
        return PageContent(number, width, height, Origin.NONE)
    if found.turned % 2:
        width, height = height, width
    return content_of(
        number,
        width,
        height,
        repair_words(found.words),
        found.rulings,
        stamps_of(found.stamped, number),
        origin=Origin.OCR,
        confidence=found.confidence,
        turned=found.turned,
    )
