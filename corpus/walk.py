"""Files and folders as given -> the documents under them, and the fingerprint of each."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.errors import VanbanError

# What is taken from a folder by its name; a file under any other name is taken where its first bytes say PDF or Word.
SUFFIXES = frozenset(
    (".pdf", ".docx", ".docm", ".doc", ".rtf", ".txt", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)
OLD_WORD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_SIGNATURES = (b"%PDF-", *OLD_WORD)
_OTHERS = frozenset((".xls", ".xlsx", ".ppt", ".pptx", ".msg", ".msi", ".sqlite", ".zip"))


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
        elif path.is_file():
            found.setdefault(path.resolve(), path)
        elif path.exists():
            raise VanbanError(f"{path}: is neither a file nor a folder.")
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


def fingerprint_of(file: Path) -> tuple[str | None, int]:
    """SHA-256 of a file in hex and its size in bytes; (None, 0) where it cannot be opened."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return digest, stream.tell()
    except OSError:
        return None, 0


def is_old_word(path: Path) -> bool:
    """True for a file that begins as DOC or RTF; LibreOffice has to convert it."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(OLD_WORD)
    except OSError:
        return False
