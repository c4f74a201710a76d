"""Recognisers on the same pages in one run, ours, Tesseract and both: characters wrong, pages a second of one core.

python -m tests.bench.bench_recogniser [--network FILE] [--made PAGES] [--scans FOLDER]

The pages are those that `make_scans` makes and, with `--scans`, real scans in that folder, of which some lines were
typed by hand (`recogniser/real_lines.csv`: file, page, text). Each reads whole pages; a line counts the least edits
that make it out of some stretch of the page's text. Time is that of the processor, programs that are called included.
"""

from __future__ import annotations

import argparse
import csv
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from extract.grids import find_grids
from extract.line_reader import make_reader
from extract.page_image import DPI
from extract.scan import prepare_scan
from extract.second_reader import make_second_reader
from extract.tesseract import read_tokens
from extract.tokens import ReadTokens
from tests.bench.bench_scans import errors_in
from tests.bench.make_scans import DPI as MADE_DPI
from tests.bench.make_scans import PAGES, make_pages

_REAL = Path(__file__).parent / "recogniser" / "real_lines.csv"


@dataclass(frozen=True, slots=True)
class Trial:
    """A page, set straight, with lines and symbols that stand on it."""

    grey: Image.Image
    dpi: float
    lines: tuple[str, ...]
    symbols: tuple[str, ...] = ()


@dataclass(slots=True)
class Score:
    """What one recogniser reached so far."""

    pages: int = 0
    seconds: float = 0.0
    wrong: int = 0
    characters: int = 0
    exact: int = 0
    symbols: int = 0
    worst: list[tuple[int, str]] = field(default_factory=list)

    def tell(self, name: str) -> None:
        symbols = f", symbols exact {self.exact / self.symbols:.1%} of {self.symbols}" if self.symbols else ""
        print(
            f"  {name:10} characters wrong {self.wrong / self.characters:.2%} of {self.characters}{symbols}, "
            f"{self.seconds / self.pages:.2f} s a page, {self.pages / self.seconds:.2f} pages a second",
            flush=True,
        )


def measure(trials: Iterator[Trial], readers: dict[str, ReadTokens]) -> dict[str, Score]:
    """All readers on each page in turn, so that what else the machine does meets them alike."""
    scores = {name: Score() for name in readers}
    for trial in trials:
        for name, read in readers.items():
            score = scores[name]
            began = _spent()
            tokens = read(trial.grey, trial.dpi, time.monotonic() + 600)
            score.seconds += _spent() - began
            text = " ".join(" ".join(token.text for token in tokens).split())
            score.pages += 1
            for line in trial.lines:
                wrong = errors_in([line], text)
                score.wrong += wrong
                score.characters += len(line)
                score.worst.append((wrong, line))
            score.exact += sum(symbol in text for symbol in trial.symbols)
            score.symbols += len(trial.symbols)
    return scores


def _spent() -> float:
    """Seconds of the processor that this process and the programs it called took."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def made_trials(count: int) -> Iterator[Trial]:
    """Pages that the project makes."""
    for page in make_pages(count):
        yield Trial(prepare_scan(page.image, MADE_DPI).grey, MADE_DPI, page.lines, page.symbols)


def real_trials(folder: Path) -> Iterator[Trial]:
    """Pages of real scans with the lines that were typed."""
    lines: dict[tuple[str, int], list[str]] = {}
    with _REAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines.setdefault((row["file"], int(row["page"])), []).append(row["text"])
    for (name, number), texts in lines.items():
        path = next(iter(folder.glob(f"**/{name}")), None)
        if path is None:
            raise SystemExit(f"{name} is not in {folder}; give the folder that holds the scans.")
        document = pdfium.PdfDocument(path)
        try:
            image = document[number - 1].render(scale=DPI / 72).to_pil()
        finally:
            document.close()
        scan = prepare_scan(image, DPI)
        yield Trial(scan.without_lines() if find_grids(scan.rulings, 1) else scan.grey, DPI, tuple(texts))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how both did; 1 where ours is not better in both on the real scans."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--network", type=Path, help="another than the one that is shipped")
    parser.add_argument("--made", type=int, default=PAGES)
    parser.add_argument("--scans", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="so many of the lines that ours reads worst")
    options = parser.parse_args(arguments)
    ours = make_reader(options.network) if options.network else make_reader()
    readers = {"ours": ours, "both": make_second_reader(ours, read_tokens), "tesseract": read_tokens}
    sets: list[tuple[str, Callable[[], Iterator[Trial]]]] = [("made pages", lambda: made_trials(options.made))]
    if options.scans:
        sets.append(("real scans", lambda: real_trials(options.scans)))
    lost = 0
    for name, trials in sets:
        scores = measure(trials(), readers)
        print(f"{scores['ours'].pages} {name}", flush=True)
        for reader, score in scores.items():
            score.tell(reader)
        for wrong, line in sorted(scores["ours"].worst, reverse=True)[: options.worst]:
            print(f"    {wrong:3} {line}")
        lost = int(
            scores["ours"].wrong >= scores["tesseract"].wrong or scores["ours"].seconds >= scores["tesseract"].seconds
        )
    return lost


if __name__ == "__main__":
    raise SystemExit(main())
