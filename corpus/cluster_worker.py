"""What a worker of a cluster does with one file: a process of its own reads it, and its rows go back."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from corpus.parcels import MAX_KEPT, Answer, NamedBytes, OtherVersion, Parcel, Reader, Unseen
from corpus.planning import version_of_rules
from corpus.reading import Folders, Job, Reading, Refusal
from corpus.sources import is_url, look_of
from corpus.standing_workers import StandingWorkers
from corpus.workers import Begun, Failure, Lost, Progress

TOPIC = "vanban"  # under which workers tell how far they are

_STOPPED = ("crashed", "timeout", "memory")
PRELOAD = ("extract.read", "normalize.record", "corpus.reading")


def describe() -> str:
    """What a worker reads by; the same text stands for the same tables."""
    major, minor, *_ = sys.version_info
    return f"vanban {version('vanban')} with the rules {version_of_rules()}, Python {major}.{minor}"


def sees(path: str) -> bool:
    """True where there is such a file on the machine of the worker."""
    return os.path.isfile(path)


def carry_out(parcel: Parcel) -> Answer | Unseen | OtherVersion:
    """Read one file on the worker that this is called on, and tell of it while it goes on."""
    from distributed import get_worker

    worker = get_worker()

    def tell(**what: str | int) -> None:
        worker.log_event(TOPIC, {"run": parcel.run, "key": parcel.key, **what})

    if parcel.rules != version_of_rules():
        return OtherVersion(worker.address, describe())
    there = parcel.data is not None or _is_there(parcel.job)
    if not there and not any(name.startswith("kept/") for name, _ in parcel.kept):
        return Unseen()
    tell(what="begun", worker=worker.address)
    # Made and emptied here, not by the process that reads, which may be killed.
    with tempfile.TemporaryDirectory(prefix="vanban-", dir=worker.local_directory) as name:
        folder = Path(name)
        job, shared = _unpack(parcel, folder)
        result: Reading | Refusal | Failure | None = None
        for event in _standing_workers(parcel.work).run(job, parcel.time_limit):
            match event:
                case Progress():
                    tell(what="progress", done=event.done, total=event.total)
                case Lost():
                    tell(what="lost", reason=event.reason)
                case Begun():
                    if event.tries > 1:
                        tell(what="again", tries=event.tries)
                case _:
                    result = event
        tell(what="ended")
        assert result is not None
        if isinstance(result, Failure) and result.code not in _STOPPED and (not there or _is_far(parcel)):
            return Unseen()  # it could not be fetched from here
        if isinstance(result, Failure | Refusal):
            result = replace(result, message=result.message.replace(job.path, parcel.job.source))
        if shared:
            return Answer(result)
        kept = tuple(_files_in(folder))
        sent, now = dict(parcel.kept), {name for name, _ in kept}
        return Answer(
            result,
            tuple((name, data) for name, data in kept if sent.get(name) != data),
            tuple(name for name in sent if name not in now),
        )


def _is_there(job: Job) -> bool:
    """True where this machine sees the very file that was found: it looks the same from outside, number and times."""
    if job.refusal is not None or is_url(job.path):
        return True
    try:
        return job.look is not None and look_of(os.stat(job.path)) == job.look
    except OSError:
        return False


def _is_far(parcel: Parcel) -> bool:
    return parcel.data is None and is_url(parcel.job.path)


def _unpack(parcel: Parcel, folder: Path) -> tuple[Job, bool]:
    """The job as it is to be done here, and whether the folders of the run are seen from here."""
    job, shared = parcel.job, parcel.token is not None and sees(parcel.token)
    if not shared:
        for name, data in parcel.kept:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        work = folder / "work"
        work.mkdir()
        job = replace(
            job,
            folders=Folders(
                str(folder / "ocr") if job.folders.ocr else None,
                str(folder / "kept") if job.folders.kept else None,
                str(work),
            ),
        )
    if parcel.data is not None:
        path = folder / "document"
        path.write_bytes(parcel.data)
        job = replace(job, path=str(path), key=job.stored_path, members=(), refusal=None)
    return job, shared


def _files_in(folder: Path) -> Iterator[NamedBytes]:
    room = MAX_KEPT
    for name in ("kept", "ocr"):
        for path in sorted((folder / name).rglob("*.json*")):
            room -= path.stat().st_size
            if room >= 0 and path.suffix != ".part":
                yield path.relative_to(folder).as_posix(), path.read_bytes()


@cache
def _standing_workers(work: Reader) -> StandingWorkers[Job, Reading | Refusal]:
    """The processes that read on this worker, which its threads have in common."""
    return StandingWorkers(work, preload=PRELOAD)
