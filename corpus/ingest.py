"""Files -> a filled store: skip the unchanged, read the others in workers, commit one document at a time."""

from __future__ import annotations

import hashlib
import math
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.columns import Rows
from corpus.rows import failure_rows, make_rows
from corpus.store import Store, StoredFile
from corpus.walk import fingerprint_of, is_old_word
from corpus.workers import Failure, run_jobs
from extract.errors import ReadError

TIME_LIMIT = 600.0  # seconds for a file, and so many more for each megabyte of it
SECONDS_PER_MEGABYTE = 120.0  # a scan has some ten to twenty pages in one, each a few seconds of OCR
_BATCH = 40  # files that one run of LibreOffice converts
_TOP = Path(__file__).resolve().parents[1]
_PRELOAD = ("extract.read", "normalize.record", "corpus.rows")


class Outcome(StrEnum):
    """What became of a file."""

    READ = "read"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; `code` and `message` say why it failed."""

    source: str
    outcome: Outcome
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read; `converted` is the DOCX that LibreOffice made of an old Word file."""

    path: str
    source: str
    fingerprint: str | None
    size: int
    include_secret: bool = False
    converted: bytes | None = None
    ocr_folder: str | None = None  # where recognised pages are kept


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one file, and what of it was read."""

    fingerprint: str
    withheld: bool
    rows: Rows


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do: files to read (largest first), files that are unchanged, files of the store now gone."""

    jobs: tuple[Job, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]


def make_plan(files: Sequence[Path], store: Store, *, force: bool = False, include_secret: bool = False) -> Plan:
    """Compare the files with the store: unchanged is what has the same content and rules and did not fail."""
    known, rules = store.files(), rules_version()
    owners = {before.source: path for path, before in known.items()}
    jobs, unchanged = list[Job](), list[str]()
    for file in files:
        path, source = _name(file.resolve()), _name(file)
        if owners.get(source, path) != path:
            source = path  # another file was given under this name, from another folder: both are kept
        fingerprint, size = fingerprint_of(file)
        before = known.get(path)
        if (
            not force
            and before is not None
            and before.fingerprint is not None
            and (before.fingerprint, before.rules, before.source) == (fingerprint, rules, source)
            and not before.failed
            and not (include_secret and before.withheld)
        ):
            unchanged.append(source)
        else:
            jobs.append(Job(os.fspath(file), source, fingerprint, size, include_secret, ocr_folder=store.ocr_folder))
    jobs.sort(key=lambda job: (-job.size, job.source))
    gone = tuple(sorted(path for path in known if not os.path.lexists(path)))
    return Plan(tuple(jobs), tuple(unchanged), gone)


def read_files(
    plan: Plan,
    store: Store,
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    reader: Callable[[Job], Reading] | None = None,
) -> Iterator[FileReport]:
    """Read what the plan says and commit each document as it comes; yields what became of each file.

    `workers` is the number of processes, by default one for each processor; 0 reads in this process, without limits of
    time and memory. `time_limit` is in seconds for a file, with 120 more for each megabyte.
    """
    for source in plan.unchanged:
        yield FileReport(source, Outcome.SKIPPED)
    count = min(len(plan.jobs), os.cpu_count() or 1) if workers is None else workers
    for jobs, failed in _rounds(plan.jobs, count):
        for job, failure in failed:
            yield _commit(store, job, failure)
        results = run_jobs(
            reader or read_job,
            jobs,
            workers=min(count, len(jobs)),
            time_limit=lambda job: time_limit + SECONDS_PER_MEGABYTE * job.size / 1e6,
            preload=_PRELOAD,
        )
        for job, result in results:
            yield _commit(store, job, result)


def _rounds(jobs: Sequence[Job], workers: int) -> Iterator[tuple[list[Job], list[tuple[Job, Failure]]]]:
    """Jobs to read, and jobs that failed before: old Word files first, converted in batches, then all others."""
    old = [job for job in jobs if is_old_word(Path(job.path))]
    if len(old) < 2:
        yield list(jobs), []
        return
    size = min(_BATCH, math.ceil(len(old) / max(1, workers)))
    for first in range(0, len(old), size * max(1, workers)):
        group = old[first : first + size * max(1, workers)]
        batches = [tuple(group[i : i + size]) for i in range(0, len(group), size)]
        made, failed = list[Job](), list[tuple[Job, Failure]]()
        # LibreOffice has its own time limits, file by file; this one is for the worker that waits for it.
        for batch, results in run_jobs(
            convert_batch,
            batches,
            workers=min(workers, len(batches)),
            time_limit=lambda batch: 300.0 + 180.0 * len(batch),
        ):
            for index, job in enumerate(batch):
                result = results if isinstance(results, Failure) else results[index]
                if isinstance(result, Failure):
                    failed.append((job, result))
                else:
                    made.append(replace(job, converted=result))
        yield made, failed
    rest = [job for job in jobs if job not in old]
    if rest:
        yield rest, []


def convert_batch(jobs: Sequence[Job]) -> list[bytes | Failure]:
    """For each old Word file the DOCX that LibreOffice makes of it, or why there is none; in the order of the jobs."""
    from extract.doc import check_word, convert_docs
    from extract.read import read_bytes

    results: dict[str, bytes | Failure] = {}
    for job in jobs:
        try:
            check_word(job.source, read_bytes(Path(job.path)))
        except ReadError as error:
            results[job.path] = Failure(error.code, str(error))
    for path, made in convert_docs([Path(job.path) for job in jobs if job.path not in results]).items():
        results[str(path)] = Failure(made.code, str(made)) if isinstance(made, ReadError) else made
    return [results[job.path] for job in jobs]


def read_job(job: Job) -> Reading:
    """Read one file and make its rows."""
    from extract.read import read_document
    from normalize.record import read_record

    folder = Path(job.ocr_folder, job.fingerprint[:32]) if job.ocr_folder and job.fingerprint else None
    document = replace(read_document(Path(job.path), converted=job.converted, ocr_folder=folder), source=job.source)
    record = read_record(document)
    withheld = record.facts.secrecy is not None and not job.include_secret
    if withheld and folder is not None:
        shutil.rmtree(folder, ignore_errors=True)  # what is secret is kept nowhere
    return Reading(document.fingerprint, withheld, make_rows(record, include_secret=job.include_secret))


def _commit(store: Store, job: Job, result: Reading | Failure) -> FileReport:
    path, rules = _name(Path(job.path).resolve()), rules_version()
    if isinstance(result, Reading):
        store.put(StoredFile(path, job.source, result.fingerprint, rules, False, result.withheld), result.rows)
        return FileReport(job.source, Outcome.READ)
    code, message = result.code, result.message
    if not os.path.lexists(job.path):
        code, message = (
            "vanished",
            f"{job.source}: was there when the run began and is gone; run again if it comes back.",
        )
    if not message.startswith(job.source):
        message = f"{job.source}: {message}"
    file, rows = StoredFile(path, job.source, job.fingerprint, rules, True), failure_rows(job.source, code, message)
    before = store.files().get(path)
    if before is not None and (code == "vanished" or before.fingerprint == job.fingerprint):
        store.put_failure(file, rows)  # what an earlier run read of this very content is still true
    else:
        store.put(file, rows)
    return FileReport(job.source, Outcome.FAILED, code, message)


@cache
def rules_version(top: Path = _TOP) -> str:
    """A fingerprint of the code and data that turn a file into rows: what was read under another one is read again."""
    digest = hashlib.sha256()
    for room in ("extract", "normalize", "corpus"):
        for file in sorted((top / room).rglob("*")):
            if file.suffix in (".py", ".csv"):
                digest.update(file.relative_to(top).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _name(path: Path) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 become question marks."""
    return os.fsencode(path).decode("utf-8", "replace")
