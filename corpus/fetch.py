"""A document that was found -> its bytes: from a file, out of an archive, or over the net."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus.archives import read_member
from corpus.remote import download
from corpus.sources import FoundFile, is_url, look_of, settled_look
from extract.errors import ReadError
from extract.read import read_bytes


def fetch_bytes(
    file: FoundFile, *, folder: Path | None = None, tell: Callable[[], None] = lambda: None
) -> tuple[bytes, str | None]:
    """The bytes of a document, and how it looks where that tells every later change.

    A download lies in `folder` until it is read; `tell` is called as it comes. Raises `ReadError` where the document
    cannot be had, is encrypted in its archive, or goes beyond a bound.
    """
    if file.refusal is not None:
        raise ReadError(*file.refusal)
    if file.members:
        return read_member(file), file.look if file.sure else None
    if is_url(file.place):
        with tempfile.TemporaryDirectory(prefix="vanban-", dir=folder, ignore_cleanup_errors=True) as work:
            path = Path(work, "download")
            download(file.place, path, file.source, tell=tell)
            return read_bytes(path), file.look if file.sure else None
    now = time.time_ns()
    before = _look(file.place)
    data = read_bytes(Path(file.place))
    settled = settled_look(os.stat(file.place), now) if _look(file.place) == before else None
    return data, settled


def _look(path: str) -> str | None:
    """How a file looks now; None where it is not there."""
    try:
        return look_of(os.stat(path))
    except OSError:
        return None
