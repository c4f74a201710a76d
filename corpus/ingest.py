"""A plan -> a filled store: files read in workers, one document committed at a time, and told as it goes on."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.cluster import Told, run_on_cluster
from corpus.cluster_link import ClusterLink
from corpus.cluster_worker import PRELOAD
from corpus.events import (
    DocumentStarted,
    Event,
    FileReport,
    Outcome,
    PageProgress,
    RunPlanned,
    Stage,
    Timing,
    WorkerLost,
)
from corpus.kept_documents import path_of, sweep
from corpus.parcels import Reader
from corpus.planning import Plan, make_plan, version_of_rules
from corpus.reading import Job, Reading, Refusal, read_job
from corpus.rows import failure_rows
from corpus.sources import fingerprint_of, is_url
from corpus.stages import document_version
from corpus.store import Store, StoredFile
from corpus.walk import is_old_word
from corpus.workers import Begun, Failure, Lost, Progress, run_jobs, run_told
from extract.errors import ReadError, VanbanError

__all__ = [
    "TIME_LIMIT", "Event", "FileReport", "Job", "Outcome", "Plan", "Reading", "Refusal",
    "convert_batch", "ingest", "make_plan", "read_files", "read_job",
]  # fmt: skip

TIME_LIMIT = 120.0  # seconds for which a file may make no progress
_BATCH = 40  # files that one run of LibreOffice converts
_TOGETHER, _PATIENCE = 64, 0.25  # documents, and seconds that one may wait for others, to be committed together


def read_files(
    plan: Plan,
    store: Store,
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    reader: Reader | None = None,
) -> Iterator[FileReport]:
    """As `ingest`, and yields only what became of each file."""
    for event in ingest(plan, store, workers=workers, time_limit=time_limit, reader=reader):
        if isinstance(event, FileReport):
            yield event


def ingest(
    plan: Plan,
    store: Store,
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    reader: Reader | None = None,
    cluster: ClusterLink | None = None,
) -> Iterator[Event]:
    """Read what the plan says and commit each document as it comes; yields what happens, see `corpus.events`.

    `workers` is the number of processes, by default one for each processor; 0 reads in this process, without limits of
    time and memory. `time_limit` is in seconds for which a file may make no progress. With a `cluster` its workers read
    instead. Raises WriteError where the store cannot be written, VanbanError where the cluster is lost; what was
    committed before is kept.
    """
    count = min(len(plan.jobs), os.cpu_count() or 1) if workers is None else workers
    count = count if cluster is None else cluster.threads
    size = sum(job.size for job in plan.jobs)
    yield RunPlanned(len(plan.jobs), size, len(plan.unchanged), len(plan.quarantined), len(plan.gone), count)
    store.put_looks(plan.looks)
    for file in plan.unchanged:
        yield FileReport(file.source, Outcome.SKIPPED, size=file.size)
    for before in plan.quarantined:
        yield FileReport(before.source, Outcome.QUARANTINED, before.code, before.message, tries=before.tries or 1)
    if not plan.jobs:
        return
    folders = plan.jobs[0].folders
    if folders.work is not None:
        Path(folders.work).mkdir(parents=True, exist_ok=True)
    try:
        yield from _commit_all(store, _read_all(plan, count, reader or read_job, time_limit, cluster))
    finally:
        if folders.work is not None:
            with contextlib.suppress(OSError):
                os.rmdir(folders.work)
    if folders.kept is not None and Path(folders.kept).is_dir():
        contents = {file.fingerprint for file in store.files().values() if file.fingerprint is not None}
        sweep(Path(folders.kept), contents, document_version())


def _read_all(
    plan: Plan, count: int, reader: Reader, time_limit: float, cluster: ClusterLink | None
) -> Iterator[tuple[Job, Told] | None]:
    """What is told of each job, here or on a cluster, whose workers convert old Word files one by one.

    None where nothing is told just now, and what came before had better be committed.
    """
    if cluster is not None:
        yield from run_on_cluster(cluster, reader, plan.jobs, time_limit=time_limit, idle=_PATIENCE)
        return
    for jobs, failed in _rounds(plan.jobs, count):
        yield from failed
        yield from run_told(
            reader,
            jobs,
            workers=min(count, len(jobs)),
            time_limit=lambda job: time_limit,
            preload=PRELOAD,
            ahead=lambda job: job.converted is None,
            idle=_PATIENCE,
        )


def _commit_all(store: Store, coming: Iterator[tuple[Job, Told] | None]) -> Iterator[Event]:
    """What is told of the jobs; what became of each once that is committed, of small ones several together."""
    read, since = list[tuple[Job, Reading]](), 0.0
    for each in coming:
        if each is not None:
            job, told = each
            match told:
                case Reading(unchanged=False):
                    since = since if read else time.monotonic()
                    read.append((job, told))
                case Begun():
                    yield DocumentStarted(job.source, job.size, told.tries)
                case Progress():
                    yield PageProgress(job.source, told.done, told.total)
                case Lost():
                    yield WorkerLost(job.source, told.reason)
                case _:
                    yield _commit(store, job, told)
        if read and (each is None or len(read) >= _TOGETHER or time.monotonic() - since >= _PATIENCE):
            yield from _commit_readings(store, read)
            read = []
    yield from _commit_readings(store, read)


def _commit_readings(store: Store, read: Sequence[tuple[Job, Reading]]) -> Iterator[FileReport]:
    """Commit documents together; where the database refuses one of them, each for itself."""
    rules, started = version_of_rules(), time.perf_counter()
    documents = [
        (
            StoredFile(job.stored_path, job.source, reading.fingerprint, rules, False, reading.withheld, reading.look),
            reading.rows,
        )
        for job, reading in read
    ]
    try:
        store.put_all(documents)
    except VanbanError:
        raise
    except Exception as error:  # rows that the database cannot hold: a defect of ours, told with its document
        if len(read) == 1:
            failure = Failure("defect", f"a defect of vanban, please report it: {type(error).__name__}: {error}")
            yield _commit(store, read[0][0], failure)
        else:
            for each in read:
                yield from _commit_readings(store, [each])
        return
    seconds = (time.perf_counter() - started) / max(1, len(read))
    for job, reading in read:
        yield FileReport(
            job.source,
            Outcome.READ,
            size=job.size,
            pages=reading.pages,
            recognised_pages=reading.recognised_pages,
            tries=1,
            kept=reading.kept,
            withheld=reading.withheld,
            timings=(*reading.timings, Timing(Stage.STORE, seconds)),
        )


def _rounds(jobs: Sequence[Job], workers: int) -> Iterator[tuple[list[Job], list[tuple[Job, Failure]]]]:
    """Jobs to read, and jobs that failed before: old Word files first, converted in batches, then all others."""
    old = [job for job in jobs if _needs_conversion(job)]
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
    converted = frozenset(job.stored_path for job in old)
    rest = [job for job in jobs if job.stored_path not in converted]
    if rest:
        yield rest, []


def _needs_conversion(job: Job) -> bool:
    """True for an old Word file that lies on the disk and is not kept from an earlier run."""
    if job.members or is_url(job.path) or not is_old_word(job.path):
        return False
    if job.force or job.fingerprint is None or job.folders.kept is None:
        return True
    return not path_of(Path(job.folders.kept), job.fingerprint, job.reading).is_file()


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


def _commit(store: Store, job: Job, result: Reading | Refusal | Failure) -> FileReport:
    """Commit what needs no rows: a file whose content the store has already, or that could not be read."""
    if isinstance(result, Reading):
        store.put_looks({job.stored_path: result.look} if result.look is not None else {})
        return FileReport(job.source, Outcome.SKIPPED, size=job.size)
    return _commit_failure(store, job, result)


def _commit_failure(store: Store, job: Job, result: Refusal | Failure) -> FileReport:
    """Put a file that could not be read into quarantine: what is known of it by its content stays."""
    path, code, message = job.stored_path, result.code, result.message
    fingerprint, look = job.fingerprint, job.look if job.sure else None
    local = not job.members and not is_url(job.path)
    if isinstance(result, Refusal):
        fingerprint, look = result.fingerprint, result.look
    elif local and job.refusal is None:
        fingerprint, look = fingerprint_of(job.path)
    if local and not os.path.lexists(job.path):
        code = "vanished"
        message = f"{job.source}: was there when the run began and is gone; run again if it comes back."
    if not message.startswith(job.source):
        message = f"{job.source}: {message}"
    tries = job.tries + (result.tries if isinstance(result, Failure) else 1)
    file = StoredFile(
        path, job.source, fingerprint, version_of_rules(), True, look=look, code=code, message=message, tries=tries
    )
    rows, before = failure_rows(job.source, code, message), store.file(path)
    if before is not None and (code == "vanished" or before.fingerprint == fingerprint):
        store.put_failure(file, rows)  # what an earlier run read of this very content is still true
    else:
        store.put(file, rows)
    return FileReport(job.source, Outcome.FAILED, code, message, job.size, tries=tries)
