"""An output folder -> held by one run, so that no other writes into it; let go when the run ends, however it ends."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.planning import WORK_FOLDER
from extract.errors import VanbanError, WriteError

LOCK_FILE = ".vanban-lock"


@contextmanager
def hold_folder(folder: Path) -> Iterator[Path]:
    """Hold an output folder, made where it is not there; yields a folder in it that is empty now and gone at the end.

    The system lets the folder go when the process ends, also when it is killed. Raises VanbanError where another run
    holds it, WriteError where it cannot be written.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK_FILE).open("a+", encoding="ascii")
    except OSError as error:
        reason = "there is a file in its place" if folder.is_file() else (error.strerror or str(error))
        raise WriteError(
            f"{folder}: cannot be used as the output folder ({reason}); choose another with --out."
        ) from error
    with lock:
        if not _try_lock(lock):
            lock.seek(0)
            holder = lock.read().strip()
            raise VanbanError(
                f"{folder}: another run{f' (process {holder})' if holder.isdigit() else ''} is writing there; wait for "
                "it to end, or choose another folder with --out."
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        work = folder / WORK_FOLDER
        shutil.rmtree(work, ignore_errors=True)
        try:
            work.mkdir(exist_ok=True)
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            if made and [entry.name for entry in folder.iterdir()] == [LOCK_FILE]:
                (folder / LOCK_FILE).unlink()  # nothing came of the run: leave nothing behind
                folder.rmdir()


def _try_lock(file: IO[str]) -> bool:
    """Lock a file for this process; False where another one has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0x7FFF0000)  # beyond what is written, so that others can read who holds it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
