"""Files and folders -> a filled store: walk, fingerprint, skip the unchanged, read in workers, commit one by one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.columns import Rows
from corpus.rows import failure_rows, make_rows
from corpus.store import Store, StoredFile
from corpus.workers import Failure, run_jobs
from extract.errors import VanbanError

# What is taken from a folder by its name; a file under any other name is taken where its first bytes say PDF or Word.
SUFFIXES = frozenset(
    (".pdf", ".docx", ".docm", ".doc", ".rtf", ".txt", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)
_SIGNATURES = (b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OTHERS = frozenset((".xls", ".xlsx", ".ppt", ".pptx", ".msg", ".msi", ".sqlite", ".zip"))

TIME_LIMIT = 300.0  # seconds for a file, and so many more for each megabyte of it
SECONDS_PER_MEGABYTE = 30.0


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
    """One file to read."""

    path: str
    source: str
    fingerprint: str | None
    size: int
    include_secret: bool = False


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


def find_files(paths: Sequence[Path], *, leave_out: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The documents under `paths`, sorted, each once: files as given, folders recursively.

    In folders, hidden files, lock files (`~$...`), links that lead out of the folder and what is no document by name
    and first bytes are passed over, and so are the folders `leave_out`. Raises VanbanError for a path that is not there
    and where nothing is left.
    """
    found: dict[Path, Path] = {}
    outside = frozenset(path.resolve() for path in leave_out)
    for path in paths:
        if path.is_dir():
            for file in _walk(path, outside):
                found.setdefault(file.resolve(), file)
        elif path.exists():
            found.setdefault(path.resolve(), path)
        else:
            raise VanbanError(f"{path}: there is no such file or folder.")
    if not found:
        raise VanbanError(
            f"{', '.join(str(path) for path in paths)}: no documents there (looked for {', '.join(sorted(SUFFIXES))})."
        )
    return tuple(sorted(found.values()))


def _walk(folder: Path, outside: frozenset[Path]) -> Iterator[Path]:
    root = folder.resolve()
    for directory, names, files in os.walk(folder):
        here = Path(directory)
        names[:] = sorted(n for n in names if not n.startswith(".") and (here / n).resolve() not in outside)
        for name in sorted(files):
            path = here / name
            if name.startswith((".", "~$")) or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            if _is_candidate(path):
                yield path


def _is_candidate(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES or suffix in _OTHERS:
        return suffix in SUFFIXES
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(_SIGNATURES)
    except OSError:
        return False


def make_plan(files: Sequence[Path], store: Store, *, force: bool = False, include_secret: bool = False) -> Plan:
    """Compare the files with the store: unchanged is what has the same content and rules and did not fail."""
    known, rules = store.files(), rules_version()
    jobs, unchanged = list[Job](), list[str]()
    for file in files:
        path, source = _name(file.resolve()), _name(file)
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
            jobs.append(Job(os.fspath(file), source, fingerprint, size, include_secret))
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
    time and memory. `time_limit` is in seconds for a file, with 30 more for each megabyte.
    """
    for source in plan.unchanged:
        yield FileReport(source, Outcome.SKIPPED)
    count = min(len(plan.jobs), os.cpu_count() or 1) if workers is None else workers
    results = run_jobs(
        reader or read_job,
        plan.jobs,
        workers=count,
        time_limit=lambda job: time_limit + SECONDS_PER_MEGABYTE * job.size / 1e6,
        preload=("extract.read", "normalize.record", "corpus.rows"),
    )
    for job, result in results:
        yield _commit(store, job, result)


def read_job(job: Job) -> Reading:
    """Read one file and make its rows."""
    from extract.read import read_document
    from normalize.record import read_record

    document = replace(read_document(Path(job.path)), source=job.source)
    record = read_record(document)
    withheld = record.facts.secrecy is not None and not job.include_secret
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


def fingerprint_of(file: Path) -> tuple[str | None, int]:
    """SHA-256 of a file in hex and its size in bytes; (None, 0) where it cannot be opened."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return digest, stream.tell()
    except OSError:
        return None, 0


@cache
def rules_version() -> str:
    """A fingerprint of the code and data that turn a file into rows: what was read under another one is read again."""
    digest = hashlib.sha256()
    top = Path(__file__).resolve().parents[1]
    for room in ("extract", "normalize", "corpus"):
        for file in sorted((top / room).rglob("*")):
            if file.suffix in (".py", ".csv"):
                digest.update(file.relative_to(top).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _name(path: Path) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 become question marks."""
    return os.fsencode(path).decode("utf-8", "replace")
