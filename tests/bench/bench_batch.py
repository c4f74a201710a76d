"""Many small documents: a second run, memory and time from the first to the last tenth, two workers, other rules.

`python -m tests.bench.bench_batch [COUNT]`; COUNT is the number of documents of the long run, 100,000 by default.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from corpus import planning
from corpus.events import FileReport, Outcome
from corpus.ingest import ingest, make_plan
from corpus.store import open_store
from corpus.walk import find_files
from tests.bench.make_small import ARTICLES, write_texts
from tests.bench.telling import tell

PDFS = ARTICLES.parents[1] / "corpus" / "more_pdf"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Print one line a measurement; 1 where a bound is missed."""
    if not ARTICLES.is_file():
        print(f"{ARTICLES} is not there: nothing is measured.")
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        measured = [measure_other_rules(work), measure_second_run(work, 10_000), measure_two_workers(work, 2_000)]
        measured.append(measure_long_run(work, count))
    return int(not all(measured))


def measure_second_run(work: Path, count: int) -> bool:
    """Seconds of the whole command over an unchanged folder."""
    write_texts(work / "ten", count)
    command = [sys.executable, "-m", "vanban", "run", str(work / "ten"), "--out", str(work / "ten-out")]
    subprocess.run(command, check=True, capture_output=True)
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    return tell(f"second run: seconds of the command over {count:,} unchanged files", min(seconds), most=2.0)


def measure_two_workers(work: Path, count: int) -> bool:
    """How many times faster two workers are than one, the best of two runs each."""
    write_texts(work / "two", count)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for number in range(4):
        workers = 1 + number % 2
        seconds[workers].append(_read(work / "two", work / f"two-out-{number}", workers))
    return tell(f"two workers against one, {count:,} documents", min(seconds[1]) / min(seconds[2]), least=1.7)


def measure_other_rules(work: Path) -> bool:
    """How many times faster a run is after a change in normalize than the first one, over PDFs with text and scans."""
    first = _read(PDFS, work / "pdf-out", 1)
    version, planning.rules_version = planning.rules_version, lambda: "other"
    try:
        second = _read(PDFS, work / "pdf-out", 1)
    finally:
        planning.rules_version = version
    return tell(
        f"other rules: the first run over {len(list(PDFS.iterdir()))} PDFs against the next", first / second, least=2.0
    )


def measure_long_run(work: Path, count: int) -> bool:
    """Memory of coordinator and workers, and processor time a document from the first to the last tenth."""
    write_texts(work / "long", count)
    tenth, read, seen = count // 10, 0, _Processes()
    marks = [(0.0, time.perf_counter())]
    with open_store(work / "long-out") as store:
        plan = make_plan(find_files([work / "long"]), store)
        for event in ingest(plan, store, workers=2):
            if isinstance(event, FileReport) and event.outcome is Outcome.READ:
                read += 1
                if read % 100 == 0:
                    seen.look()
                if read % tenth == 0:
                    marks.append((seen.seconds(), time.perf_counter()))
                    processor, wall = (marks[-1][i] - marks[-2][i] for i in (0, 1))
                    print(
                        f"      {read:>7,}: {1000 * processor / tenth:.2f} ms of processor a document, "
                        f"{1000 * wall / tenth:.2f} ms by the clock; {seen.coordinator} MB, workers {seen.worker} MB",
                        flush=True,
                    )
    parts = [after[0] - before[0] for before, after in pairwise(marks)]
    return all(
        (
            tell(f"long run: documents read of {count:,}", read / count, least=1.0),
            tell("long run: megabytes of the coordinator at most", seen.coordinator, most=1024),
            tell("long run: megabytes of a worker at most", seen.worker, most=400),
            tell("long run: processor time of the last tenth over the second", parts[-1] / parts[1], most=1.15),
        )
    )


def _read(top: Path, out: Path, workers: int) -> float:
    """Seconds of reading and committing, without the start of the processes that read."""
    with open_store(out) as store:
        plan = make_plan(find_files([top]), store)
        started = None
        for event in ingest(plan, store, workers=workers):
            if started is None and isinstance(event, FileReport):
                started = time.perf_counter()
        assert started is not None
        return time.perf_counter() - started


class _Processes:
    """The most memory of this process and of any worker, in megabytes, and the processor time of all."""

    def __init__(self) -> None:
        self.coordinator = self.worker = 0
        self._seconds: dict[int, float] = {}

    def look(self) -> None:
        """See what they have now."""
        self.coordinator = max(self.coordinator, self._see(os.getpid()))
        for server in _children(os.getpid()):
            for worker in _children(server):
                self.worker = max(self.worker, self._see(worker))

    def seconds(self) -> float:
        """The processor time of all processes that were seen."""
        return sum(self._seconds.values())

    def _see(self, pid: int) -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            self._seconds[pid] = (int(fields[11]) + int(fields[12])) / TICKS
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
        except (OSError, IndexError):
            return 0


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
