"""Made scans: characters wrong, symbols exact, references found and time, ours beside plain Tesseract and OCRmyPDF.

python -m tests.bench.bench_scans [PAGES]
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.bench.make_scans import DPI, PAGES, MadePage, make_pages

MOST_WRONG, LEAST_EXACT = 0.010, 0.98


@dataclass(frozen=True, slots=True)
class Result:
    """`wrong` of so many characters, `exact` of so many symbols, `found` of so many references, in seconds."""

    wrong: int
    characters: int
    exact: int
    symbols: int
    found: int
    references: int
    seconds: float


def main(count: int = PAGES) -> int:
    """Print one line a reader, and what the recogniser costs within ours; 1 where ours misses its bounds."""
    pages = make_pages(count)
    print(f"{len(pages)} pages at {DPI} dots an inch, {sum(len(' '.join(page.lines)) for page in pages)} characters")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, page in enumerate(pages):
            paths.append(Path(folder) / f"{i:02d}.png")
            page.image.save(paths[-1], dpi=(DPI, DPI))
        before = _spent()
        ours = measure("vanban", pages, paths, read_ours)
        own, recogniser = (after - was for after, was in zip(_spent(), before, strict=True))
        print(
            f"{'':10} processor time of vanban beside that of Tesseract in it: {own / recogniser:.1%}, memory {_peak()}"
        )
        measure("tesseract", pages, paths, read_tesseract)
        if shutil.which("ocrmypdf"):
            measure("ocrmypdf", pages, paths, read_ocrmypdf)
    return int(ours.wrong > MOST_WRONG * ours.characters or ours.exact < LEAST_EXACT * ours.symbols)


def measure(name: str, pages: Sequence[MadePage], paths: Sequence[Path], read: Callable[[Path], str]) -> Result:
    """Read all pages, tell and return how well."""
    began = time.perf_counter()
    raw = [unicodedata.normalize("NFC", read(path)) for path in paths]
    seconds = time.perf_counter() - began
    texts = [" ".join(text.split()) for text in raw]
    wrong = sum(errors_in(page.lines, text) for page, text in zip(pages, texts, strict=True))
    characters = sum(len(line) for page in pages for line in page.lines)
    symbols = [(symbol, text) for page, text in zip(pages, texts, strict=True) for symbol in page.symbols]
    exact = sum(symbol in text for symbol, text in symbols)
    cited = [Counter(page.symbols[1:]) for page in pages]  # the first is the page's own number
    found = sum((Counter(references_in(text)) & wanted).total() for text, wanted in zip(raw, cited, strict=True))
    references = sum(wanted.total() for wanted in cited)
    print(
        f"{name:10} characters wrong {wrong / characters:.2%}, symbols exact {exact / len(symbols):.1%} "
        f"of {len(symbols)}, references found {found / references:.1%} of {references}, "
        f"{seconds / len(pages):.2f} s a page",
        flush=True,
    )
    return Result(wrong, characters, exact, len(symbols), found, references, seconds)


def references_in(text: str) -> list[str]:
    """The numbers of the references that our rules find in a text, whoever recognised it."""
    from extract.text import read_text
    from vanban import extract_record

    record = extract_record(read_text(text.encode() or b" ", "page.txt", "0" * 64))
    return [reference.number for reference in record.references if reference.number]


def errors_in(lines: Sequence[str], text: str) -> int:
    """The least edits that make each printed line out of some stretch of the text, whatever the order of the lines."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    return sum(_edits(np.frombuffer(line.encode("utf-32-le"), dtype=np.uint32), codes) for line in lines)


def _edits(line: np.ndarray, text: np.ndarray) -> int:
    """Edits between a line and the stretch of the text that is nearest to it."""
    row = np.zeros(len(text) + 1, dtype=np.int32)
    steps = np.arange(len(text) + 1, dtype=np.int32)
    for code in line:
        after = np.empty_like(row)
        after[0] = row[0] + 1
        after[1:] = np.minimum(row[1:] + 1, row[:-1] + (text != code))
        row = np.minimum.accumulate(after - steps) + steps
    return int(row.min())


def read_ours(path: Path) -> str:
    """The text as `read_document` gives it."""
    from vanban import read_document

    return read_document(path).text


def read_tesseract(path: Path) -> str:
    """The text as Tesseract gives it, on one thread."""
    command = ["tesseract", str(path), "stdout", "-l", "vie"]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=_one_thread()).stdout


def read_ocrmypdf(path: Path) -> str:
    """The text as OCRmyPDF gives it, set straight and cleaned as far as it can, with one job on one thread."""
    side = path.with_suffix(".txt")
    command = ["ocrmypdf", "-l", "vie", "--deskew", "--jobs", "1", "--output-type", "pdf", "--sidecar", str(side)]
    command += ["--image-dpi", str(DPI), "--quiet", str(path), str(path.with_suffix(".pdf"))]
    subprocess.run(command, check=True, capture_output=True, env=_one_thread())
    return side.read_text(encoding="utf-8")


def _spent() -> tuple[float, float]:
    """The processor time of this process, and of the programs that it has run."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime, theirs.ru_utime + theirs.ru_stime


def _peak() -> str:
    mine, theirs = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{mine:.0f} MB and {theirs:.0f} MB in Tesseract"


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
