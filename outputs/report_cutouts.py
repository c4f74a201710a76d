"""Uncertain values -> the pieces of the pages that they were read from, cut out of the files they stand in."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import time
import unicodedata
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.store import Store
from corpus.workers import Failure, run_jobs
from extract.textlayer import Word
from outputs.report_view import Cutout, Doubt, ReportView

if TYPE_CHECKING:
    from PIL import Image

_GONE = "Tệp gốc không còn ở chỗ cũ hoặc đã thay đổi nên không cắt được trang."
_LOST = "Không tìm lại được đoạn này trên trang."
_FAILED = "Không vẽ được trang này."
_SPENT = "Không cắt trang: đã hết số lượng hoặc thời gian cho phép."
_PAGED = ("pdf", "image")
_MAX_FILE = 300_000_000  # bytes
_MAX_PIXELS = 40_000_000
_DPI = 110.0  # of a cut-out
_ABOVE, _BELOW, _MOST, _HEAD = 16.0, 16.0, 200.0, 250.0  # points above and below the words, at most, and of a head
_CONTEXT = 60  # characters around the words that tell which of several places is meant
_PAGE_SECONDS = 60.0
_QUALITY = 55


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cut-outs, how many bytes of them, and how many seconds they may take in all."""

    count: int = 200
    size: int = 8_000_000
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to find on a page: the words, or the head of the page where there are none, and what stands around them."""

    id: str
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page of one file with all that is wanted of it."""

    path: str
    fingerprint: str
    format: str
    page: int
    requests: tuple[Request, ...]
    ocr_folder: str | None = None  # where what was recognised of the file is kept


def add_cutouts(view: ReportView, store: Store, limits: Limits) -> tuple[ReportView, str]:
    """The view with its cut-outs, or the reason where there is none, and one sentence about them.

    The files are read again in processes of their own, so that one that hangs or crashes costs only its cut-outs.
    """
    jobs, notes = _make_jobs(view, store, limits.count)
    found: dict[str, Cutout] = {}
    until, size = time.monotonic() + limits.seconds, 0
    results = run_jobs(
        cut_page,
        jobs if limits.seconds > 0 else (),
        workers=min(2, len(jobs)),
        time_limit=lambda job: min(_PAGE_SECONDS, limits.seconds),
    )
    for job, result in results:
        for request in job.requests:
            notes[request.id] = _FAILED if isinstance(result, Failure) else result.note
        for name, cutout in () if isinstance(result, Failure) else result.cutouts:
            size += len(cutout.address)
            if size <= limits.size:
                found[name] = cutout
            else:
                notes[name] = _SPENT
        if time.monotonic() > until or size > limits.size:
            break
    if isinstance(results, Generator):
        results.close()  # ends the processes
    doubts = tuple(
        replace(doubt, cutout=found[doubt.id]) if doubt.id in found else replace(doubt, note=notes.get(doubt.id, ""))
        for doubt in view.doubts
    )
    note = f"Có {len(found)} bản cắt từ trang gốc." if found else ""
    return replace(view, doubts=doubts), note


def _make_jobs(view: ReportView, store: Store, most: int) -> tuple[list[PageJob], dict[str, str]]:
    """The pages to cut, those with a text layer first, and what to say where nothing comes of it."""
    files = {file.source: file for file in store.files().values()}
    pages: dict[tuple[int, int], list[Doubt]] = defaultdict(list)
    notes: dict[str, str] = {}
    wanted = [doubt for doubt in view.doubts if doubt.page and doubt.document < len(view.documents)]
    wanted = [doubt for doubt in wanted if view.documents[doubt.document].format in _PAGED]
    for doubt in sorted(wanted, key=lambda doubt: doubt.percent):
        file = files.get(doubt.source)
        notes[doubt.id] = _SPENT
        if file is None or file.fingerprint is None or not Path(file.path).is_file():
            notes[doubt.id] = _GONE
        elif most > 0:
            most -= 1
            pages[doubt.document, doubt.page or 1].append(doubt)
    order = sorted(pages, key=lambda place: (view.documents[place[0]].recognised, pages[place][0].percent, place))
    jobs = []
    for document, page in order:
        card = view.documents[document]
        file = files[card.source]
        requests = tuple(
            Request(doubt.id, doubt.words, doubt.quote.before[-_CONTEXT:], doubt.quote.after[:_CONTEXT])
            for doubt in pages[document, page]
        )
        folder = (
            os.path.join(store.ocr_folder, file.fingerprint[:32]) if store.ocr_folder and file.fingerprint else None
        )
        jobs.append(PageJob(file.path, file.fingerprint or "", card.format, page, requests, folder))
    return jobs, notes


@dataclass(frozen=True, slots=True)
class PageCuts:
    """The cut-outs of a page by the id of their request; `note` is for the requests that have none."""

    cutouts: tuple[tuple[str, Cutout], ...]
    note: str = ""


def cut_page(job: PageJob) -> PageCuts:
    """The cut-outs of one page. For a file that is gone, changed or cannot be drawn there are none, and a note."""
    path = Path(job.path)
    try:
        if path.stat().st_size > _MAX_FILE:
            return PageCuts((), _FAILED)
        data = path.read_bytes()
    except OSError:
        return PageCuts((), _GONE)
    if hashlib.sha256(data).hexdigest() != job.fingerprint:
        return PageCuts((), _GONE)
    folder = Path(job.ocr_folder) if job.ocr_folder else None
    draw = _draw_pdf if job.format == "pdf" else _draw_image
    drawn = draw(data, job.page - 1, folder)
    if drawn is None:
        return PageCuts((), _FAILED)
    image, scale, words = drawn
    cutouts = []
    for request in job.requests:
        found = find_words(words, request.words, request.before, request.after)
        if found or not request.words:
            cutouts.append((request.id, _cut(image, scale, words, found)))
    return PageCuts(tuple(cutouts), _LOST)


_Drawn = tuple["Image.Image", float, Sequence[Word]]  # pixels a point between image and words


def _draw_pdf(data: bytes, index: int, folder: Path | None) -> _Drawn | None:
    """The page as its words were read: the text layer where it can be used, else recognised on the straight image."""
    import pypdfium2 as pdfium

    from extract.page_image import draw_page
    from extract.quality import is_usable
    from extract.textlayer import read_page_text

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    with closing(document):
        if not 0 <= index < len(document):
            return None
        page, text = read_page_text(document, index)
        area = max(1.0, text.width * text.height)
        if is_usable(text):
            scale = min(_DPI / 72, (_MAX_PIXELS / area) ** 0.5)
            with closing(page.render(scale=scale)) as bitmap:
                image = bitmap.to_pil().convert("RGB")
            return image.rotate(-90 * text.turned, expand=True), scale, text.words
        image, dpi = draw_page(page, text.width, text.height)
        return _recognised(image, dpi, folder)


def _draw_image(data: bytes, index: int, folder: Path | None) -> _Drawn | None:
    from PIL import Image, UnidentifiedImageError

    from extract.page_image import draw_frame

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > 4 * _MAX_PIXELS:
                return None
            opened.seek(index)
            image, dpi = draw_frame(opened)
    except (UnidentifiedImageError, OSError, ValueError, EOFError, Image.DecompressionBombError, SyntaxError):
        return None
    return _recognised(image, dpi, folder)


def _recognised(image: Image.Image, dpi: float, folder: Path | None) -> _Drawn | None:
    """The page set straight as its words were read, which the run has kept; they are read anew where it has not."""
    from extract.errors import ReadError
    from extract.ocr_cache import recognise_once
    from extract.page_image import turn_upright
    from extract.repair import repair_words
    from extract.scan import prepare_scan
    from extract.tokens import OcrFailure

    try:
        found = recognise_once(image, dpi, seconds=_PAGE_SECONDS, folder=folder)
    except (OcrFailure, ReadError):
        return None
    straight = prepare_scan(turn_upright(image, found.turned), dpi).inked
    return straight.convert("RGB"), dpi / 72, repair_words(found.words)


def find_words(words: Sequence[Word], wanted: str, before: str = "", after: str = "") -> Sequence[Word]:
    """The words of a page that `wanted` is written with, letters and digits only; the first of several places, unless
    what stands around it tells another. Where not all of it is found, its beginning; empty where nothing is."""
    letters: list[str] = []
    owners: list[int] = []
    for index, word in enumerate(words):
        folded = _fold(word.text)
        letters.append(folded)
        owners.extend([index] * len(folded))
    page, needle = "".join(letters), _fold(wanted)
    if not needle:
        return ()
    for lead, trail in ((_fold(before), _fold(after)), (_fold(before), ""), ("", _fold(after)), ("", "")):
        at = page.find(lead + needle + trail)
        if at >= 0:
            first = at + len(lead)
            return words[owners[first] : owners[first + len(needle) - 1] + 1]
    for size in (60, 36, 20):
        at = page.find(needle[:size]) if len(needle) > size else -1
        if at >= 0:
            last = min(at + len(needle), len(page)) - 1
            return words[owners[at] : owners[last] + 1]
    return ()


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def _cut(image: Image.Image, scale: float, words: Sequence[Word], found: Sequence[Word]) -> Cutout:
    """The strip of the page around the words found, these in yellow; the head of the page where there are none."""
    from PIL import Image, ImageChops

    left = min((word.x0 for word in words), default=0.0) - 14
    right = max((word.x1 for word in words), default=image.width / scale) + 14
    top = min(word.top for word in found) - _ABOVE if found else 0.0
    bottom = min(max(word.bottom for word in found) + _BELOW, top + _MOST) if found else _HEAD
    corners = (left, top, right, max(bottom, top + 20))
    sides = (image.width, image.height, image.width, image.height)
    box = tuple(min(max(0, round(corner * scale)), side) for corner, side in zip(corners, sides, strict=True))
    if box[2] <= box[0] or box[3] <= box[1]:
        box = (0, 0, image.width, min(image.height, round(_HEAD * scale)))
    piece = image.crop((box[0], box[1], box[2], box[3]))
    for x0, y0, x1, y1 in _lines(found):
        place = tuple(round(value * scale) for value in (x0 - 1.5, y0 - 1.5, x1 + 1.5, y1 + 1.5))
        area = (
            max(0, place[0] - box[0]),
            max(0, place[1] - box[1]),
            min(piece.width, place[2] - box[0]),
            min(piece.height, place[3] - box[1]),
        )
        if area[2] > area[0] and area[3] > area[1]:
            under = piece.crop(area)
            piece.paste(ImageChops.multiply(under, Image.new("RGB", under.size, (255, 238, 140))), area[:2])
    ratio = _DPI / 72 / scale
    if ratio < 0.98:
        size = (max(1, round(piece.width * ratio)), max(1, round(piece.height * ratio)))
        piece = piece.resize(size, Image.Resampling.LANCZOS)
    return _encode(piece)


def _lines(words: Sequence[Word]) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of runs of words that stand on one line."""
    run: list[Word] = []
    for word in words:
        if run and (abs(word.base - run[-1].base) > 0.6 * max(word.size, 6.0) or word.x0 < run[-1].x0):
            yield _around(run)
            run = []
        run.append(word)
    if run:
        yield _around(run)


def _around(run: Sequence[Word]) -> tuple[float, float, float, float]:
    return min(w.x0 for w in run), min(w.top for w in run), max(w.x1 for w in run), max(w.bottom for w in run)


def _encode(image: Image.Image) -> Cutout:
    """The image as PNG of few colours, or as JPEG where that is smaller."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    image.quantize(24).save(png, "PNG", optimize=True)
    image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    kind, data = min((("png", png.getvalue()), ("jpeg", jpeg.getvalue())), key=lambda made: len(made[1]))
    return Cutout(f"data:image/{kind};base64,{base64.b64encode(data).decode()}", image.width, image.height)
