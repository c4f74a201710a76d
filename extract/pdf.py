"""A PDF -> Document: page by page its text layer or, where that cannot be used, the page image recognised."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.errors import ReadError
from extract.model import Box, Document, Format, Furniture, FurnitureKind, Issue, Origin
from extract.ocr_cache import recognise_once
from extract.page_image import draw_page
from extract.pages import PageContent, assemble_pages, content_of
from extract.quality import is_usable
from extract.repair import repair_words
from extract.stamp_words import stamps_of
from extract.textlayer import PageText, Word, read_page_text
from extract.tokens import PAGE_SECONDS, OcrFailure

MAX_PAGES = 2000
MIN_SECONDS = 3600.0  # of a whole file, however few pages it has
_NO_PAGES = re.compile(rb"/Type\s{0,3}/Pages\b[^>]{0,80}/Count\s{1,3}0\b")
_NO_PAGES_MESSAGE = "{path}: the PDF has no pages; save it anew from the program that made it."
_MAX_SIDE = 20_000.0  # points; seven metres


def read_pdf(
    path: Path,
    data: bytes,
    source: str,
    fingerprint: str,
    *,
    max_pages: int = MAX_PAGES,
    max_seconds: float | None = None,
    page_seconds: float = PAGE_SECONDS,
    ocr_folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """The document in the bytes of a PDF. `page_seconds` bounds one page's recognition,
    `max_seconds` the whole file, by default as long as all its pages may take.

    What is recognised is kept in `ocr_folder`, page by page, and taken from there the next time. `progress` is called
    after each page with how many are read, and how many there are to read.

    Pages beyond a bound are left out with an issue. Raises `ReadError` for a file that is encrypted, damaged or empty.
    """
    document = _open(path, data)
    try:
        count = len(document)
        if count == 0:
            raise ReadError("no_pages", _NO_PAGES_MESSAGE.format(path=path))
        if max_seconds is None:
            max_seconds = max(MIN_SECONDS, page_seconds * min(count, max_pages))
        reader = _Reader(document, time.monotonic() + max_seconds, page_seconds, ocr_folder)
        if count > max_pages:
            reader.issues.append(
                Issue(
                    "too_many_pages",
                    f"The file has {count} pages; only the first {max_pages} were read.",
                    page=max_pages,
                )
            )
        pages = []
        count = min(count, max_pages)
        for index in range(count):
            if time.monotonic() > reader.deadline:
                reader.issues.append(
                    Issue(
                        "time_limit",
                        f"Reading stopped after {max_seconds:.0f} seconds at page {index + 1}.",
                        page=index + 1,
                    )
                )
                break
            pages.append(reader.read_page(index))
            if progress is not None:
                progress(index + 1, count)
    finally:
        document.close()
    return assemble_pages(source, Format.PDF, fingerprint, pages, reader.issues)


def _open(path: Path, data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = raw.FPDF_GetLastError()
        if reason == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ReadError("encrypted", f"{path}: the PDF asks for a password; remove it and try again.") from error
        if reason == raw.FPDF_ERR_SECURITY:
            raise ReadError("encrypted", f"{path}: the PDF is protected in a way that cannot be read.") from error
        if _NO_PAGES.search(data):
            raise ReadError("no_pages", _NO_PAGES_MESSAGE.format(path=path)) from error
        raise ReadError(
            "truncated", f"{path}: the PDF is damaged or cut short and cannot be opened; get the file again."
        ) from error


@dataclass(slots=True)
class _Reader:
    document: pdfium.PdfDocument
    deadline: float
    page_seconds: float
    ocr_folder: Path | None = None
    issues: list[Issue] = field(default_factory=list)
    no_ocr: bool = False

    def read_page(self, index: int) -> PageContent:
        """One page, with the issue of a page that could not be read."""
        number = index + 1
        try:
            page, text = read_page_text(self.document, index)
        except (pdfium.PdfiumError, OSError, ValueError) as error:
            self.issues.append(Issue("damaged_page", f"Page {number} cannot be read: {error}.", page=number))
            return PageContent(number, 0.0, 0.0, Origin.NONE)
        try:
            furniture = [Furniture(FurnitureKind.SIGNATURE_STAMP, said, number, box) for said, box in text.stamps]
            if not 0 < max(text.width, text.height) <= _MAX_SIDE:
                self.issues.append(
                    Issue("page_size", f"Page {number} has an absurd size and was left out.", page=number)
                )
                return PageContent(number, 0.0, 0.0, Origin.NONE)
            if is_usable(text):
                return content_of(
                    number,
                    text.width,
                    text.height,
                    text.words,
                    text.rulings,
                    furniture,
                    others=text.others,
                    turned=text.turned,
                )
            if text.images < 0.05 and text.drawn < 20 and not text.words:
                return PageContent(number, text.width, text.height)
            return self._recognise(page, number, text, furniture)
        finally:
            page.close()

    def _recognise(self, page: pdfium.PdfPage, number: int, text: PageText, furniture: list[Furniture]) -> PageContent:
        seconds = min(self.page_seconds, self.deadline - time.monotonic())
        try:
            if self.no_ocr:
                raise OcrFailure("no_ocr", "The page has no usable text and Tesseract is missing.")
            image, dpi = draw_page(page, text.width, text.height)
            found = recognise_once(image, dpi, seconds=max(1.0, seconds), folder=self.ocr_folder)
        except (OcrFailure, ReadError) as error:
            self.no_ocr = self.no_ocr or isinstance(error, ReadError)
            self.issues.append(Issue(error.code, f"Page {number} was not recognised: {error}", page=number))
            content = content_of(number, text.width, text.height, text.words, text.rulings, furniture)
            return content if text.words else PageContent(number, text.width, text.height, Origin.NONE)
        except (pdfium.PdfiumError, MemoryError, ValueError) as error:
            self.issues.append(Issue("not_rendered", f"Page {number} cannot be drawn: {error}.", page=number))
            return PageContent(number, text.width, text.height, Origin.NONE)
        stamps = [box for _, box in text.stamps]
        words = repair_words([word for word in found.words if found.turned or not _inside(word, stamps)])
        width, height = (text.width, text.height) if found.turned % 2 == 0 else (text.height, text.width)
        return content_of(
            number,
            width,
            height,
            words,
            found.rulings,
            [*furniture, *stamps_of(found.stamped, number)],
            origin=Origin.OCR,
            confidence=found.confidence,
            turned=found.turned,
        )


def _inside(word: Word, boxes: Sequence[Box]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(b.x0 - 2 <= x <= b.x1 + 2 and b.top - 2 <= y <= b.bottom + 2 for b in boxes)
