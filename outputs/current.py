"""A store and what a run would write of it -> whether the files there are already that, so that none is made twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from corpus.stages import writing_version
from corpus.store import Store
from outputs.atomic import replacing
from outputs.export import FileFormat, write_tables

STAMP = ".vanban-written.json"


def stamp_of(store: Store, formats: Collection[FileFormat], *, include_secret: bool, today: date | None) -> str:
    """What tells the files that would be written now from all others: the store's state, the options, the code."""
    parts = [store.revision(), writing_version(), *sorted(formats), str(include_secret), str(today)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def find_current(folder: Path, stamp: str) -> tuple[Path, ...]:
    """The files that were written under this stamp, where all of them are still as they were; else none."""
    try:
        told = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if told["stamp"] != stamp:
            return ()
        files = tuple((folder / name, look) for name, look in told["files"].items())
        return tuple(path for path, _ in files) if all(_look(path) == look for path, look in files) else ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def write_changed(
    store: Store,
    folder: Path,
    formats: Collection[FileFormat],
    *,
    include_secret: bool = False,
    today: date | None = None,
) -> tuple[Path, ...]:
    """As `write_tables`, but where all files are there and would come out the same, they are only named."""
    stamp = stamp_of(store, formats, include_secret=include_secret, today=today)
    if current := find_current(folder, stamp):
        return current
    written = write_tables(store, folder, formats, include_secret=include_secret, today=today)
    record_written(folder, stamp, written)
    return written


def record_written(folder: Path, stamp: str, written: Iterable[Path]) -> None:
    """Remember what was written under a stamp."""
    files = {path.relative_to(folder).as_posix(): _look(path) for path in written}
    with replacing(folder / STAMP) as path:
        path.write_text(json.dumps({"stamp": stamp, "files": files}, indent=1), encoding="utf-8")


def _look(path: Path) -> list[int]:
    state = path.stat()
    return [state.st_size, state.st_mtime_ns]
