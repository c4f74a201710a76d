"""Two local workers against a Dask cluster of two, and SQLite against PostgreSQL, on the same documents, as ratios.

    python -m tests.bench.bench_cluster [documents]

Each is measured several times in turn, and the medians are compared, so that the load of the machine falls on both.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import made_cluster
import made_postgres

from corpus.cluster_link import connect
from corpus.events import FileReport, Outcome
from corpus.ingest import ingest
from corpus.planning import make_plan
from corpus.rows import make_rows
from corpus.store import StoredFile, open_store
from corpus.walk import find_files
from vanban import extract_record, read_document

EXAMPLES = Path(__file__).parents[2] / "examples"
ROUNDS = 3


def write_documents(folder: Path, count: int) -> None:
    """So many small documents, made of the examples, each another one."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    for number in range(count):
        text = texts[number % len(texts)].replace("Số: ", f"Số: {number}")
        (folder / f"{number:05}.txt").write_text(f"{text}\n\n{number}\n", encoding="utf-8")


def seconds_to_read(files: Path, out: Path, **options: object) -> float:
    """The seconds of a run over a folder into a new store, from the plan to the last commit."""
    with open_store(out) as store:
        plan = make_plan(find_files([files]), store)
        started = time.perf_counter()
        reports = [event for event in ingest(plan, store, **options) if isinstance(event, FileReport)]
        assert all(report.outcome is Outcome.READ for report in reports) and len(reports) == len(plan.jobs)
        return time.perf_counter() - started


def compare_readers(top: Path, count: int) -> None:
    """Two local workers against a cluster of two."""
    write_documents(top / "in", count)
    here, there = [], []
    with made_cluster.running_cluster(top / "cluster") as machines, connect(machines.address) as link:
        seconds_to_read(top / "in", top / "warm", cluster=link)
        for turn in range(ROUNDS):
            here.append(seconds_to_read(top / "in", top / f"here-{turn}", workers=2))
            there.append(seconds_to_read(top / "in", top / f"there-{turn}", cluster=link))
    print(f"two local workers:  {count / median(here):7.1f} documents/s")
    print(f"a cluster of two:   {count / median(there):7.1f} documents/s, {median(here) / median(there):.2f} of that")


def compare_stores(top: Path, count: int) -> None:
    """SQLite against PostgreSQL: new documents one by one, together as a run does, and again over known ones."""
    records = [make_rows(extract_record(read_document(path))) for path in sorted(EXAMPLES.glob("*.txt"))]
    documents = [
        (
            StoredFile(f"/{number}.txt", f"{number}.txt", "1", "rules", False),
            {
                name: [row | {"source": f"{number}.txt"} for row in rows]
                for name, rows in records[number % len(records)].items()
            },
        )
        for number in range(count)
    ]
    with made_postgres.running_server() as server:
        taken: dict[tuple[str, str], list[float]] = {}
        for turn in range(ROUNDS):
            for kind, url in (("SQLite", None), ("PostgreSQL", f"{server.url()}?schema=turn_{turn}")):
                with open_store(top / f"{kind}-{turn}", url) as store:
                    for way, size in (("one by one", 1), ("again, one by one", 1), ("again, 64 together", 64)):
                        taken.setdefault((kind, way), []).append(_put(store, documents, size))
                with open_store(top / f"{kind}-{turn}-new", None if url is None else f"{url}_new") as store:
                    taken.setdefault((kind, "64 together"), []).append(_put(store, documents, 64))
    for way in ("one by one", "64 together", "again, one by one", "again, 64 together"):
        small, large = (median(taken[kind, way]) for kind in ("SQLite", "PostgreSQL"))
        print(
            f"{way + ':':21} SQLite {count / small:7.1f} documents/s, PostgreSQL {count / large:7.1f}, "
            f"{small / large:.2f} of that"
        )


def _put(store: object, documents: list[object], size: int) -> float:
    started = time.perf_counter()
    for first in range(0, len(documents), size):
        store.put_all(documents[first : first + size])  # type: ignore[attr-defined]
    return time.perf_counter() - started


def main() -> None:
    """Both comparisons, each where its programs can be had."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        for compare, reason in ((compare_stores, made_postgres.why_not()), (compare_readers, made_cluster.why_not())):
            if reason is None:
                compare(Path(folder), count)
            else:
                print(f"not measured: {reason}")


if __name__ == "__main__":
    main()
