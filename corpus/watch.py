"""A folder that is watched -> its documents, as often as they may have changed, each only when it is wholly written."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.walk import Found, find_files
from extract.errors import VanbanError

if TYPE_CHECKING:
    from watchfiles import Change

    Changes = Iterator[set[tuple[Change, str]]]

SETTLE = 2.0  # seconds for which a file must not change before it is read
EVERY = 60.0  # seconds after which the folder is searched even where the system told of no change
_TICK = 500  # milliseconds between two looks at what the system told


def watch_folder(
    folder: Path,
    *,
    leave_out: tuple[Path, ...] = (),
    work: Path | None = None,
    settle: float = SETTLE,
    every: float = EVERY,
    tell: Callable[[str], None] = lambda message: None,
    stop: threading.Event | None = None,
) -> Iterator[Found]:
    """Yield the documents of a folder at the start and whenever something in it may have changed, until `stop` is set.

    A file that is still being written, by its times or because it looked otherwise shortly before, is left for the next
    time. What the system tells of changes only says when to look: the folder is searched as a whole, so that nothing
    is lost that was not told, as on network drives, or happened meanwhile. A folder that is not there is told, and
    waited for.
    """
    stop = threading.Event() if stop is None else stop
    seen: dict[str, tuple[str | None, float]] = {}
    changes: Changes | None = None
    while not stop.is_set():
        changes = changes or _start(folder, leave_out, stop)  # before the search, so that nothing falls between
        try:
            found, waiting = _settled(find_files([folder], leave_out=leave_out, work=work, empty=True), seen, settle)
        except VanbanError as error:
            tell(str(error))
            changes = None
            stop.wait(settle)
            continue
        yield found
        if waiting or changes is None:
            stop.wait(settle if waiting else every)
        else:
            _wait(changes, stop, every)


def _settled(found: Found, seen: dict[str, tuple[str | None, float]], settle: float) -> tuple[Found, bool]:
    """The files that are wholly written, and whether there are others. `seen` keeps how each looked, and since when."""
    now = time.monotonic()
    before = dict(seen)
    seen.clear()
    files, listed, waiting = [], found.listed, False
    for file in found.files:
        look, since = before.get(file.path, (None, now))
        since = since if look == file.look else now
        seen[file.path] = file.look, since
        if file.sure or now - since >= settle:
            files.append(file)
        else:
            waiting = True
            listed = tuple(start for start in listed if not file.path.startswith(start))
    return Found(tuple(files), listed), waiting


def _start(folder: Path, leave_out: tuple[Path, ...], stop: threading.Event) -> Changes | None:
    """What the system tells of a folder from now on; None where it does not, and only searching helps."""
    from watchfiles import watch

    ours = tuple(os.path.realpath(path) + os.sep for path in leave_out)

    def counts(change: Change, path: str) -> bool:
        return not path.startswith(ours)

    changes = watch(folder, watch_filter=counts, stop_event=stop, rust_timeout=_TICK, yield_on_timeout=True)
    try:
        next(changes, None)
    except OSError:
        return None
    return changes


def _wait(changes: Changes, stop: threading.Event, longest: float) -> None:
    """Wait until the system tells of a change, or for the longest time."""
    until = time.monotonic() + longest
    for told in changes:
        if told or stop.is_set() or time.monotonic() >= until:
            return
