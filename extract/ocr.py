"""A page image -> its words with boxes and confidence, and its ruling lines, by Tesseract."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import regex
from PIL import Image

from extract.drawing import Ruling
from extract.errors import ReadError
from extract.textlayer import Word

DPI = 300
MAX_PIXELS = 18_000_000
PAGE_SECONDS = 120.0


class OcrFailure(Exception):
    """One page could not be recognised; the others may be. `code` is a short stable word."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was recognised on an image, in points from its top left. `confidence` is 0..1, None without words."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class _Token:
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
    """The words on a page image. Raises `OcrFailure` for this page, `ReadError` where Tesseract is missing."""
    grey = image.convert("L")
    tokens = _read_tokens(_run_tesseract(grey, dpi, seconds))
    scale = 72.0 / dpi
    words = tuple(_to_words(tokens, scale))
    known = [word.confidence for word in words if word.confidence is not None]
    return OcrPage(words, (), sum(known) / len(known) if known else None)


def _run_tesseract(image: Image.Image, dpi: float, seconds: float) -> str:
    buffer = io.BytesIO()
    image.save(buffer, format="PPM")
    command = [
        find_tesseract(),
        "stdin",
        "stdout",
        "-l",
        "vie",
        "--oem",
        "1",
        "--psm",
        "3",
        "--dpi",
        str(round(dpi)),
        "tsv",
    ]
    try:
        done = subprocess.run(
            command,
            input=buffer.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise OcrFailure("ocr_timeout", f"Recognition took longer than {seconds:.0f} seconds.") from None
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
        tokens.append(
            _Token(line, left, top, left + width, top + height, max(0.0, float(cells[10])) / 100, cells[11].strip())
        )
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


def _slope(lines: object) -> float:
    """How much the lines fall to the right, as a fraction; 0 where the page is straight or has too few lines."""
    slopes = []
    for line in lines:  # type: ignore[attr-defined]
        if len(line) < 5:
            continue
        a, b = line[: len(line) // 2], line[len(line) // 2 :]
        xa, xb = sum(t.left for t in a) / len(a), sum(t.left for t in b) / len(b)
        ya, yb = median(t.bottom for t in a), median(t.bottom for t in b)
        if xb - xa > 100:
            slopes.append((yb - ya) / (xb - xa))
    found = median(slopes) if len(slopes) >= 3 else 0.0
    return found if abs(found) < 0.1 else 0.0
