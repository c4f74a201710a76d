"""A file on its way to a worker of a cluster, what comes back, and what is kept of it on either side."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.kept_documents import path_of
from corpus.reading import Job, Reading, Refusal
from corpus.workers import Failure, Tell

MAX_KEPT = 64 << 20  # bytes of recognised pages and read documents that go with one file

_KEPT_NAME = re.compile(r"(?:kept|ocr)(?:/[0-9a-zA-Z_-]+(?:\.[0-9a-zA-Z_-]+)*){2,4}")

Reader = Callable[[Job, Tell], Reading | Refusal]
NamedBytes = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to read, as it goes to a worker.

    `key` and `run` stand in what is told of it, `rules` is the version by which it is to be read. `token` is a file in
    the folders of the run: who sees it shares them. Who does not gets the content of the file as `data`, where it does
    not see that either, and as `kept` what earlier runs have kept of it.
    """

    work: Reader
    job: Job
    key: str
    run: str
    rules: str
    time_limit: float
    token: str | None = None
    data: bytes | None = None
    kept: tuple[NamedBytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a parcel: what was read, and what is to be kept of it, or no longer, by name."""

    result: Reading | Refusal | Failure
    kept: tuple[NamedBytes, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unseen:
    """The worker does not see the file; it has to be sent."""


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """The worker reads by other rules."""

    worker: str
    about: str


def kept_of(job: Job, fingerprint: str | None) -> tuple[NamedBytes, ...]:
    """What earlier runs have kept of a content: the document as it was read, or else its recognised pages."""
    if fingerprint is None:
        return ()
    found = list[tuple[str, Path]]()
    if job.folders.kept and job.reading and not job.force:
        path = path_of(Path(job.folders.kept), fingerprint, job.reading)
        found.append((f"kept/{path.relative_to(job.folders.kept).as_posix()}", path))
    if job.folders.ocr and not (found and found[0][1].is_file()):
        folder = Path(job.folders.ocr)
        pages = sorted((folder / fingerprint[:32]).rglob("*.json"))
        found += [(f"ocr/{path.relative_to(folder).as_posix()}", path) for path in pages]
    kept = list[NamedBytes]()
    for name, path in found:
        with suppress(OSError):  # what cannot be had is made again
            kept.append((name, path.read_bytes()))
    return tuple(kept)


def store_kept(job: Job, result: Reading | Refusal | Failure, answer: Answer) -> None:
    """Keep what was made on a worker for the next run, and no longer what must not be kept."""
    roots = {"kept": job.folders.kept, "ocr": job.folders.ocr}
    for name in answer.dropped:
        root = roots.get(name.partition("/")[0])
        if root and _KEPT_NAME.fullmatch(name):
            with suppress(OSError):
                Path(root, name.partition("/")[2]).unlink()
    if isinstance(result, Failure):
        return
    own = (f"kept/{result.fingerprint[:2]}/{result.fingerprint[2:]}.", f"ocr/{result.fingerprint[:32]}/")
    for name, data in answer.kept:
        root = roots.get(name.partition("/")[0])
        if root and name.startswith(own) and _KEPT_NAME.fullmatch(name):
            _write(Path(root, name.partition("/")[2]), data)


def _write(path: Path, data: bytes) -> None:
    """Put bytes into a file, whole or not at all; a full or closed disk costs only the time of the next run."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
