"""`make bench`: the pipeline against pdfplumber and bare pdfium on the same pages, documents and characters a second,
two workers against one, memory, time of `--help`; deadlines beside dateparser; tasks, units, officials and deadlines of
plan text, with the share of the tagger.

Ratios are of two measurements of one run on one machine, each the best of several. What runs in this process is
measured in seconds of its processor, which other work on the machine disturbs least.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench import bench_deadlines
from tests.bench.bench_tasks import measure_hostile, measure_plans
from tests.bench.telling import tell

SHARED = Path(__file__).parents[3] / "shared" / "corpus"
GAZETTE = SHARED.parent / "scale" / "congbao_402.jsonl.gz"
PAGES = 300
SCANS = 6  # made pages; each takes some ten seconds in all
DOCUMENTS = 200


def main() -> int:
    """Print one line a measurement; 1 where a bound is missed."""
    measurements = [measure_help, measure_deadlines, measure_hostile]
    if SHARED.is_dir():
        measurements += [measure_pdf, measure_docx, measure_text, measure_gazette, measure_workers]
        measurements += [measure_memory, measure_plans]
    else:
        print(f"{SHARED} is not there: only what needs no real documents is measured.")
    measurements.append(measure_scans)
    missed = sum(not measure() for measure in measurements)
    return int(missed > 0)


def measure_pdf() -> bool:
    """Born-digital PDF: the whole pipeline against the bare text of the same pages, by pdfplumber and by pdfium."""
    import pdfplumber
    import pypdfium2

    from vanban import extract_record, read_document

    files = [path for folder in ("gold_docs", "more_pdf") for path in sorted((SHARED / folder).glob("*.pdf"))]
    files = [path for path in files if is_born_digital(path)]
    pages = sum(len(read_document(path).pages) for path in files)

    def plumb() -> None:
        for path in files:
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    page.extract_text()

    def take_text() -> None:
        for path in files:
            with pypdfium2.PdfDocument(path) as pdf:
                for page in pdf:
                    text = page.get_textpage()
                    text.get_text_range()
                    text.close()
                    page.close()

    take_text()
    bare = best_of(3, take_text)
    ours = best_of(3, lambda: run_all(files, lambda path: extract_record(read_document(path))))
    theirs = best_of(1, plumb)
    good = tell(
        f"PDF: pdfplumber's time over ours, {len(files)} files, {pages} pages "
        f"({pages / ours:.0f} against {pages / theirs:.0f} pages/s)",
        theirs / ours,
        least=8.0,
    )
    return tell(f"PDF: bare pdfium's time over ours ({pages / bare:.0f} pages/s)", bare / ours, least=0.25) and good


def is_born_digital(path: Path) -> bool:
    """True where every page has its own text, by what the reader found."""
    import pypdfium2

    from extract.model import Origin
    from vanban import read_document

    with pypdfium2.PdfDocument(path) as pdf:
        first = pdf[0].get_textpage().count_chars()
    return first > 200 and all(page.origin is Origin.TEXT for page in read_document(path).pages)


def measure_docx() -> bool:
    """DOCX: documents a second, the whole pipeline."""
    from vanban import extract_record, read_document

    files = sorted(SHARED.glob("*/*.docx"))
    characters = sum(len(read_document(path).text) for path in files)
    seconds = best_of(5, lambda: run_all(files, lambda path: extract_record(read_document(path))))
    return tell(
        f"DOCX: documents a second, {len(files)} files of {characters / len(files):,.0f} characters",
        len(files) / seconds,
        least=40,
    )


def measure_text() -> bool:
    """Text: characters a second, the whole pipeline."""
    return measure_characters("text", sorted(SHARED.glob("*/*.txt")))


def measure_gazette() -> bool:
    """Text: characters a second over longer documents, from the text layer of gazette PDFs."""
    import gzip
    import json
    import tempfile
    from itertools import islice

    with tempfile.TemporaryDirectory() as folder, gzip.open(GAZETTE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, 40)):
            (Path(folder) / f"{number}.txt").write_text(json.loads(line)["full_text"], encoding="utf-8")
        return measure_characters("gazette text", sorted(Path(folder).glob("*.txt")))


def measure_workers() -> bool:
    """`vanban run` with one worker and with two, over some 200 born-digital PDFs, DOCX and texts of the gazette."""
    import gzip
    import json
    import os
    import tempfile

    if (os.cpu_count() or 1) < 2:
        print("workers: this machine has one processor; two workers are not measured.")
        return True
    files = [path for path in sorted((SHARED / "more_pdf").glob("*.pdf")) if is_born_digital(path)]
    files += sorted(SHARED.glob("*/*.docx"))
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder, "in")
        inputs.mkdir()
        for number, path in enumerate(files):
            (inputs / f"{number}{path.suffix}").write_bytes(path.read_bytes())
        count = len(files)
        with gzip.open(GAZETTE, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["full_text"]
                if count < DOCUMENTS and len(text) < 100_000:
                    (inputs / f"{count}.txt").write_text(text, encoding="utf-8")
                    count += 1

        def run(workers: int) -> float:
            started = time.perf_counter()
            command = [sys.executable, "-m", "vanban", "run", str(inputs), "--out", str(Path(folder, f"out{workers}"))]
            subprocess.run(
                [*command, "--workers", str(workers), "--force", "--format", "jsonl"],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return time.perf_counter() - started

        one, two = (min(run(workers) for _ in range(2)) for workers in (1, 2))
    return tell(
        f"workers: time of one over that of two, {count} documents ({one:.1f} and {two:.1f} s)", one / two, least=1.7
    )


def measure_characters(what: str, files: list[Path]) -> bool:
    """Millions of characters a second over the files."""
    from vanban import extract_record, read_document

    characters = sum(len(read_document(path).text) for path in files)
    seconds = best_of(2, lambda: run_all(files, lambda path: extract_record(read_document(path))))
    return tell(
        f"{what}: million characters a second, {len(files)} files, {characters:,} characters",
        characters / seconds / 1e6,
        least=1.0,
    )


def measure_memory() -> bool:
    """Peak memory of one process that reads a PDF of 300 pages, made of real ones."""
    import tempfile

    import pypdfium2

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "long.pdf"
        with pypdfium2.PdfDocument.new() as long:
            files = [path for path in sorted((SHARED / "more_pdf").glob("*.pdf")) if is_born_digital(path)]
            while len(long) < PAGES:
                for path in files:
                    with pypdfium2.PdfDocument(path) as pdf:
                        if wanted := list(range(min(len(pdf), PAGES - len(long)))):  # an empty list would mean all
                            long.import_pages(pdf, wanted)
            long.save(made)
        script = (
            "import sys; from pathlib import Path\n"
            "from corpus.ingest import Job, read_job\n"
            "reading = read_job(Job(sys.argv[1], 'long.pdf', None, 0))\n"
            # Not getrusage: its peak counts what the parent held when it started this process.
            "status = Path('/proc/self/status').read_text()\n"
            "print(reading.rows['documents'][0]['pages'], status.split('VmHWM:')[1].split()[0])"
        )
        started = time.perf_counter()
        shown = subprocess.run(
            [sys.executable, "-c", script, str(made)], capture_output=True, text=True, check=True
        ).stdout
        pages, kilobytes = map(int, shown.split())
    return tell(
        f"memory: megabytes at the peak for {pages} pages ({time.perf_counter() - started:.1f} s)",
        kilobytes / 1024,
        most=500,
    )


def measure_deadlines() -> bool:
    """The phrases of deadlines; dateparser beside ours where it is installed."""
    return bench_deadlines.main([]) == 0


def measure_help() -> bool:
    """Seconds that `vanban --help` takes, the start of Python included."""
    command = [sys.executable, "-m", "vanban", "--help"]
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - started)
    return tell("help: seconds of `vanban --help`", min(seconds), most=0.3)


def measure_scans() -> bool:
    """Made scans, some of them: ours beside Tesseract and OCRmyPDF. `python -m tests.bench.bench_scans` does all."""
    import shutil

    from tests.bench import bench_scans

    if shutil.which("tesseract") is None:
        print("scans: Tesseract is not installed; nothing is measured.")
        return True
    return bench_scans.main(SCANS) == 0


def run_all(files: Iterable[Path], read: Callable[[Path], object]) -> None:
    """Read each file."""
    for path in files:
        read(path)


def best_of(times: int, run: Callable[[], object]) -> float:
    """Seconds of this process's processor in the fastest of several runs."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main())
