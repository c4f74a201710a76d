"""Files, folders, patterns, archives and addresses as given -> the documents there, and how each looks from outside."""

from __future__ import annotations

import glob
import os
import posixpath
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.archives import BETWEEN, SIGNATURES, is_office_file, list_archive
from corpus.sources import FoundFile, is_settled, is_url, look_of, name_of, shown_url
from extract.errors import ReadError, VanbanError

# What is taken from a folder by its name; a file under any other name is taken where its first bytes say PDF or Word.
SUFFIXES = frozenset(
    (".pdf", ".docx", ".docm", ".doc", ".rtf", ".txt", ".md", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
)
OLD_WORD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_SIGNATURES = (b"%PDF-", *OLD_WORD)
_OTHERS = frozenset((".xls", ".xlsx", ".ppt", ".pptx", ".msg", ".msi", ".sqlite"))
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that were found, by source, and the beginnings of paths under which there are no others."""

    files: tuple[FoundFile, ...]
    listed: tuple[str, ...] = ()


def find_files(
    inputs: Sequence[str | Path], *, leave_out: Sequence[Path] = (), work: Path | None = None, empty: bool = False
) -> Found:
    """The documents under `inputs`, sorted, each once: files as given, the others as they are searched.

    An input is a file, a folder (with all below it), a pattern (`in/**/*.pdf`), a ZIP archive, or an address
    (`https://...`, `s3://...`); archives in folders and archives are opened too. In folders, hidden files, lock files
    (`~$...`), links that lead out of the folder and what is no document by name and first bytes are passed over, and so
    are the folders `leave_out`. Archives that are fetched lie in `work`. Raises VanbanError for an input that is not
    there, and where nothing is left unless `empty` is allowed.
    """
    found: dict[str, FoundFile] = {}
    listed: list[str] = []
    outside = frozenset(os.path.realpath(path) for path in leave_out)
    for given in (os.fspath(each) for each in inputs):
        for file in _find(given, outside, work, listed):
            for document in _open_archives(file, listed):
                found.setdefault(document.path, document)
    if not found and not empty:
        raise VanbanError(
            f"{', '.join(shown_url(os.fspath(given)) for given in inputs)}: no documents there (looked for "
            f"{', '.join(sorted(SUFFIXES))})."
        )
    return Found(tuple(sorted(found.values(), key=lambda file: file.source)), tuple(listed))


def is_wanted(name: str, first_bytes: Callable[[], bytes | None]) -> bool:
    """True for a document by its name, or by its first bytes where the name does not say."""
    suffix = posixpath.splitext(name)[1].lower()
    if suffix in SUFFIXES or suffix in _OTHERS:
        return suffix in SUFFIXES
    head = first_bytes()
    return head is None or head.startswith(_SIGNATURES)


def is_old_word(path: str | Path) -> bool:
    """True for a file that begins as DOC or RTF; LibreOffice has to convert it."""
    return _starts_with(path, OLD_WORD)


def is_there(path: str) -> bool:
    """True unless a file that the store knows by this path is surely gone; of a URL only a listing can tell."""
    return is_url(path) or os.path.lexists(path) or (BETWEEN in path and os.path.lexists(path.split(BETWEEN)[0]))


def _find(given: str, outside: frozenset[str], work: Path | None, listed: list[str]) -> Iterator[FoundFile]:
    """The files that an input means; archives among them are still closed."""
    if given.lower().startswith("file://"):
        given = unquote(urlsplit(given).path)
    if is_url(given):
        yield from _find_remote(given, work, listed)
    elif os.path.isdir(given):
        yield from _walk(os.path.realpath(given), given, outside)
    elif os.path.isfile(given):
        yield _local(os.path.realpath(given), given)
    elif os.path.lexists(given):
        raise VanbanError(f"{given}: is neither a file nor a folder.")
    elif glob.has_magic(given):
        yield from _match(given, outside)
    else:
        raise VanbanError(f"{given}: there is no such file or folder.")


def _match(pattern: str, outside: frozenset[str]) -> Iterator[FoundFile]:
    """What a pattern matches: folders whole; files as in folders where it ends in `*`, else whatever they are."""
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise VanbanError(f"{pattern}: no file or folder has such a name.")
    for path in matches:
        real, name = os.path.realpath(path), os.path.basename(path)
        if name.startswith((".", "~$")) or any(real == one or real.startswith(one + os.sep) for one in outside):
            continue
        if os.path.isdir(path):
            if not pattern.endswith("**"):  # which gives all that is below one by one
                yield from _walk(real, path, outside)
        elif os.path.isfile(path) and (not pattern.endswith("*") or _is_candidate(path)):
            yield _local(real, path)


def _walk(folder: str, shown: str, outside: frozenset[str], root: str | None = None) -> Iterator[FoundFile]:
    root = folder if root is None else root
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError as error:
        raise VanbanError(f"{shown}: cannot be opened ({error.strerror}); check its permissions.") from None
    except FileNotFoundError:
        return  # taken away while the folder was walked
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        path, real = os.path.join(shown, entry.name), entry.path
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            if not real.startswith(root + os.sep) or not os.path.isfile(real):
                continue
        elif entry.is_dir():
            if real not in outside:
                yield from _walk(real, path, outside, root)
            continue
        elif not entry.is_file():
            continue
        if _is_candidate(real):
            try:
                yield _local(real, path, entry.stat())
            except FileNotFoundError:
                continue


def _local(real: str, shown: str, state: os.stat_result | None = None) -> FoundFile:
    """A file of this machine; with its look, but that of no file where it is gone since it was listed."""
    name = name_of(real)
    try:
        state = os.stat(real) if state is None else state
    except OSError:
        return FoundFile(real, name, name_of(shown))
    sure = is_settled(max(state.st_mtime_ns, state.st_ctime_ns))
    return FoundFile(real, name, name_of(shown), state.st_size, look_of(state), sure)


def _is_candidate(path: str) -> bool:
    if os.path.splitext(path)[1].lower() == _ARCHIVE:
        return _starts_with(path, SIGNATURES)
    return is_wanted(path, lambda: _head(path) or b"")


def _find_remote(url: str, work: Path | None, listed: list[str]) -> Iterator[FoundFile]:
    """The files of an address; an archive is fetched, since what is in it is told at its end."""
    from corpus.remote import download, list_url, open_system

    system, name = open_system(url)
    whole = shown_url(system.unstrip_protocol(name)).rstrip("/")
    for file in list_url(url, lambda name: is_wanted(name, lambda: b"") or name.lower().endswith(_ARCHIVE)):
        if file.path.startswith(whole + "/") and whole + "/" not in listed:
            listed.append(whole + "/")
        if not urlsplit(file.place).path.lower().endswith(_ARCHIVE):
            yield file
            continue
        handle, path = tempfile.mkstemp(prefix="archive-", suffix=_ARCHIVE, dir=work)
        os.close(handle)
        try:
            download(file.place, Path(path), file.source)
            yield replace(file, place=path)
        except ReadError as error:
            yield replace(file, refusal=(error.code, str(error)))


def _open_archives(file: FoundFile, listed: list[str]) -> Iterator[FoundFile]:
    """The documents of an archive, or the file itself; an archive that cannot be listed stands with the reason."""
    if file.refusal is not None or is_url(file.place) or not _is_archive(file.place):
        yield file
        return
    try:
        members = list_archive(file, is_wanted)
        if is_office_file(file):
            yield file
            return
    except ReadError as error:
        yield replace(file, refusal=(error.code, str(error)))
        return
    listed.append(file.path + BETWEEN)
    yield from members


def _is_archive(path: str) -> bool:
    """True for a ZIP archive that is no document of an office program, by its first bytes and its name."""
    suffix = os.path.splitext(path)[1].lower()
    return suffix not in SUFFIXES and suffix not in _OTHERS and _starts_with(path, SIGNATURES)


def _starts_with(path: str | Path, signatures: tuple[bytes, ...]) -> bool:
    head = _head(path)
    return head is not None and head.startswith(signatures)


def _head(path: str | Path) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(8)
    except OSError:
        return None
