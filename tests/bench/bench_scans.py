"""Made scans: characters wrong, symbols exact, references found and time, ours beside plain Tesseract and OCRmyPDF.

Then what all but recognition costs, in time of the processor, which no other work on the machine changes much; the most
memory of a process; and how much two processes at once do of what one does.

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
from unittest.mock import patch

import numpy as np
from PIL import Image

from extract.second_reader import find_reader
from extract.tokens import Layout, ReadTokens, Token
from tests.bench.make_scans import DPI, PAGES, MadePage, make_pages

MOST_WRONG, LEAST_EXACT = 0.010, 0.98
_FEW = 6  # pages for memory, and for two processes at once
_READ_ALL = "import sys, vanban\nfor path in sys.argv[1:]: vanban.extract_record(vanban.read_document(path))"


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


@dataclass(slots=True)
class Costs:
    """Seconds of the processor, programs that were run included: all of them, and those of recognition."""

    all: float = 0.0
    recognition: float = 0.0

    def read_ours(self, path: Path) -> str:
        """The text as `read_document` gives it, and its record made, with what that costs."""
        from vanban import extract_record, read_document

        began = _spent()
        with patch("extract.ocr.find_reader", lambda: self._timed(find_reader())):
            document = read_document(path)
        extract_record(document)
        self.all += _spent() - began
        return document.text

    def read_tesseract(self, path: Path) -> str:
        """The text as Tesseract gives it, with what that costs."""
        began = _spent()
        try:
            return read_tesseract(path)
        finally:
            self.all += _spent() - began

    def _timed(self, read: ReadTokens) -> ReadTokens:
        def timed(
            image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
        ) -> list[Token]:
            began = _spent()
            try:
                return read(image, dpi, until, layout, digits=digits)
            finally:
                self.recognition += _spent() - began

        return timed


def main(count: int = PAGES) -> int:
    """Print one line a reader, and what the recogniser costs within ours; 1 where ours misses its bounds."""
    pages = make_pages(count)
    print(f"{len(pages)} pages at {DPI} dots an inch, {sum(len(' '.join(page.lines)) for page in pages)} characters")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, page in enumerate(pages):
            paths.append(Path(folder) / f"{i:02d}.png")
            page.image.save(paths[-1], dpi=(DPI, DPI))
        Costs().read_ours(paths[0])  # what is loaded once is of no page
        costs, plain = Costs(), Costs()
        ours = measure("vanban", pages, paths, costs.read_ours)
        measure("tesseract", pages, paths, plain.read_tesseract)
        rest = costs.all - costs.recognition
        print(
            f"{'':10} processor time a page: recognition {costs.recognition / count:.2f} s, all else "
            f"{rest / count:.3f} s, which is {rest / costs.recognition:.1%} of it and {rest / plain.all:.1%} of the "
            f"{plain.all / count:.2f} s of plain Tesseract"
        )
        few = [str(path) for path in paths[:_FEW]]
        reading = peak_memory([sys.executable, "-c", _READ_ALL, *few])
        recognising = peak_memory(["tesseract", few[0], "stdout", "-l", "vie"])
        print(f"{'':10} memory at most: {reading:.0f} MB, and {recognising:.0f} MB of Tesseract beside it")
        tell_two_at_once(few)
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


def peak_memory(command: Sequence[str]) -> float:
    """The most megabytes that a program itself held, as the kernel tells while it runs (Linux). What `getrusage` says
    of a child is no less than what its parent held when it was started."""
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_one_thread()) as program:
        while program.poll() is None:
            status = Path(f"/proc/{program.pid}/status").read_text(encoding="ascii", errors="replace")
            told = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
            most = max(most, *(int(kilobytes) / 1024 for kilobytes in told), 0.0)
            time.sleep(0.01)
    return most


def tell_two_at_once(paths: Sequence[str]) -> None:
    """Print how much two processes at once do of what one does, by the clock and by the processor time they take."""
    load = os.getloadavg()[0]
    (clock, spent), (clock_of_two, spent_of_two) = (_read_at_once(n, paths) for n in (1, 2))
    print(
        f"{'':10} two processes do {2 * clock / clock_of_two:.2f} times the work of one by the clock (load before: "
        f"{load:.1f} on {os.cpu_count()} processors), {4 * spent / spent_of_two:.2f} by their processor time"
    )


def _read_at_once(count: int, paths: Sequence[str]) -> tuple[float, float]:
    """The seconds until so many processes have each read all pages, and the processor time of them all."""
    before, began = _spent(), time.perf_counter()
    readers = [subprocess.Popen([sys.executable, "-c", _READ_ALL, *paths]) for _ in range(count)]
    for reader in readers:
        reader.wait()
    return time.perf_counter() - began, _spent() - before


def _spent() -> float:
    """The processor time of this process and of the programs that it has run."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
