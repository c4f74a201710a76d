"""`python -m tests.bench.bench_hostile`: 2,000 damaged and hostile files through the batch, and growth on hostile text.

The files are real documents (where ../shared is there) and examples with random damage, and the collection of bad
files. Told are what became of them, crashes, the slowest, and whether anything was written outside the output folder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.bench.telling import tell
from tests.made_hostile import hostile_files, make_docx, mutate, paragraph

TOP = Path(__file__).parents[2]
SHARED = TOP.parent / "shared" / "corpus"
FILES = 2000
BIGGEST = 400_000  # bytes of a document that is damaged; larger ones say nothing new
SLOW = 30  # old Word files, which cost a run of LibreOffice each when one breaks a batch, and so many scans


def main() -> int:
    """Print one line a measurement; 1 where a bound is missed."""
    return int(not all([measure_batch(), *measure_growth()]))


def measure_batch() -> bool:
    """The whole command over all the files, as a user would run it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in").mkdir()
        for name, data in bad_files():
            (place / "in" / name).write_bytes(data)
        given = {path.name for path in (place / "in").iterdir()}
        started = time.perf_counter()
        command = [sys.executable, "-m", "vanban", "run", "in", "--out", "out", "--format", "jsonl", "--workers", "2"]
        done = subprocess.run(
            command,
            cwd=place,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(TOP), "TMPDIR": folder},
            capture_output=True,
        )
        seconds = time.perf_counter() - started
        codes = Counter[str]()
        read = known = 0
        from corpus.store import open_existing_store

        with open_existing_store(place / "out") as store:
            for file in store.files().values():
                known += 1
                read += not file.failed
            failed = {file.source for file in store.files().values() if file.failed}
            for row in store.rows("warnings"):
                if row["source"] in failed:
                    codes[str(row["code"])] += 1
                    if row["code"] in ("crashed", "defect", "timeout", "memory"):
                        print("   ", row["source"], row["message"])
        refused = ", ".join(f"{count} {code}" for code, count in codes.most_common())
        print(f"{len(given)} files in {seconds:.0f} s: {read} read; {refused}")
        outside = {path.name for path in place.iterdir()} - {"in", "out"}
        changed = {path.name for path in (place / "in").iterdir()} ^ given
        checks = [
            tell("hostile: files that the batch lost", len(given) - known, most=0),
            tell("hostile: exit code of the batch (1: some could not be read)", done.returncode, most=1),
            tell("hostile: crashes and defects", codes["crashed"] + codes["defect"], most=0),
            tell("hostile: files stopped at a bound of time or memory", codes["timeout"] + codes["memory"], most=5),
            tell("hostile: files written or changed outside the output folder", len(outside | changed), most=0),
        ]
        return all(checks)


def bad_files() -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files, the same every time."""
    made = 0
    for file in hostile_files():
        made += 1
        yield file.name, file.make()
    seeds = [path for path in sorted((TOP / "examples").iterdir()) if path.suffix != ".py"]
    if SHARED.is_dir():
        seeds += [path for path in sorted(SHARED.glob("*/*")) if path.stat().st_size < BIGGEST and path.suffix != ".md"]
    scans = {path for path in seeds if path.suffix == ".pdf" and not has_text(path)}
    random, slow = Random(20_260_301), Counter[str]()
    while made < FILES:
        path = random.choice(seeds)
        data = path.read_bytes()
        kind = ".scan" if path in scans else path.suffix
        slow[kind] += 1
        if kind in (".doc", ".scan") and slow[kind] > SLOW:
            continue
        yield f"{made:04d}_{path.name}", mutate(data, random.randrange(1 << 30))
        made += 1


def has_text(path: Path) -> bool:
    """True for a PDF whose first page has text of its own, more than a signature stamp."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return int(pdf[0].get_textpage().count_chars()) > 400


def measure_growth() -> Iterator[bool]:
    """Twice the hostile text may take at most three times as long."""
    from extract.read import read_document
    from normalize.record import read_record

    def seconds(name: str, data: bytes) -> float:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            best = float("inf")
            for _ in range(2):
                started = time.process_time()
                read_record(read_document(path))
                best = min(best, time.process_time() - started)
        return best

    units = [
        "12/",
        "1.1.",
        "(",
        "a ",
        "Sở Y tế, ",
        "trước ngày ",
        "Quyết định số ",
        "- \n",
        "I. A\n",
        "| ",
        "Điều 5 ",
        "\u0301",
    ]
    seconds("warm.txt", "Giao Sở Y tế chủ trì.".encode())
    for unit in units:
        count = 240_000 // len(unit.encode())
        ratio = seconds("a.txt", (unit * count * 2).encode()) / seconds("a.txt", (unit * count).encode())
        yield tell(f"growth: time of twice the text, {unit!r}", ratio, most=3.0)
    words = [make_docx("".join(paragraph(f"{n}. Giao") for n in range(count))) for count in (4000, 8000)]
    yield tell(
        "growth: time of twice the paragraphs", seconds("a.docx", words[1]) / seconds("a.docx", words[0]), most=3.0
    )


if __name__ == "__main__":
    sys.exit(main())
