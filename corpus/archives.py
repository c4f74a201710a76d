"""A ZIP archive, archives within it too -> the documents in it, and the bytes of each; names in it are only names."""

from __future__ import annotations

import posixpath
import struct
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import IO

from corpus.sources import FoundFile, Member, name_of
from extract.archives import DAMAGED
from extract.errors import ReadError
from extract.read import MAX_BYTES

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
BETWEEN = "!/"  # an archive and what is in it: `archive.zip!/name`
_DEPTH = 3  # archives within archives
_MEMBERS = 100_000  # of one archive with all that are in it
_INNER = 2 << 30  # bytes of archives within it that are unpacked to be listed
_RATIO, _FREE = 300, 32 << 20  # a member may not grow by more than this, once it is larger than that
_DIRECTORY = 32 << 20  # bytes of the list of entries
_TAIL = 66_000  # bytes at the end in which that list is told
_CHUNK = 1 << 20

Wanted = Callable[[str, Callable[[], bytes | None]], bool]


def read_member(file: FoundFile, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a member of an archive; raises `ReadError` as `fetch_bytes`."""
    archive = _open_nested(file.place, file.look, file.members[:-1])
    with open_member(archive, file.members[-1], file.source) as stream:
        return _read_all(stream, entry_of(archive, file.members[-1], file.source), file.source, max_bytes)


def open_archive(stream: IO[bytes], source: str) -> zipfile.ZipFile:
    """A ZIP archive; raises `ReadError` where it is none, damaged, or has too many entries."""
    try:
        _check_directory(stream, source)
        return zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise ReadError(
            "truncated", f"{source}: is a damaged or cut-off ZIP archive ({error}); get it again from where it came."
        ) from None


def entry_of(archive: zipfile.ZipFile, member: Member, source: str) -> zipfile.ZipInfo:
    """The entry of a member; raises `ReadError` where the archive is another one now."""
    entries = archive.infolist()
    if member.index >= len(entries) or entries[member.index].filename != member.name:
        raise ReadError("missing", f"{source}: is no longer in the archive, which was changed; run again.")
    return entries[member.index]


def open_member(archive: zipfile.ZipFile, member: Member, source: str) -> IO[bytes]:
    """A member, open to be read; raises `ReadError` where it is encrypted, or packed in a way that is not known."""
    entry = entry_of(archive, member, source)
    if entry.flag_bits & 0x1:
        raise ReadError("encrypted", f"{source}: is protected by a password in the archive; unpack it and try again.")
    try:
        return archive.open(entry)
    except NotImplementedError:
        raise ReadError(
            "unreadable", f"{source}: is packed in a way that is not known; unpack it with the program that packed it."
        ) from None
    except DAMAGED as error:
        raise ReadError("truncated", f"{source}: is damaged in its archive ({error}).") from None


def unpack_to(archive: zipfile.ZipFile, member: Member, source: str, target: IO[bytes], max_bytes: int) -> None:
    """Write a member to a file; raises `ReadError` where it is damaged or goes beyond a bound."""
    entry = entry_of(archive, member, source)
    written = 0
    with open_member(archive, member, source) as stream:
        while chunk := _read_chunk(stream, source):
            written += len(chunk)
            _check_size(written, entry, source, max_bytes)
            target.write(chunk)
    target.seek(0)


def _read_all(stream: IO[bytes], entry: zipfile.ZipInfo, source: str, max_bytes: int) -> bytes:
    data = bytearray()
    while chunk := _read_chunk(stream, source):
        data += chunk
        _check_size(len(data), entry, source, max_bytes)
    if not data:
        raise ReadError("empty", f"{source}: is empty; get the file again from where it came.")
    return bytes(data)


def _read_chunk(stream: IO[bytes], source: str) -> bytes:
    try:
        return stream.read(_CHUNK)
    except DAMAGED as error:
        raise ReadError("truncated", f"{source}: is damaged in its archive ({error}).") from None


def _check_size(size: int, entry: zipfile.ZipInfo, source: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise ReadError("too_large", f"{source}: has more than {max_bytes:,} bytes, the limit; split it.")
    if size > _FREE and size > _RATIO * max(1, entry.compress_size):
        raise ReadError("zip_bomb", f"{source}: unpacks to far more than any document; it is not read.")


def list_archive(archive: FoundFile, wanted: Wanted) -> list[FoundFile]:
    """The documents in an archive and in those within it, in the order of its entries.

    `wanted` tells by the name of a member, and by its first bytes where the name does not say, whether it is one.
    Raises `ReadError` where the archive cannot be opened or has too many members. Of an archive within it that cannot
    be listed, the reason stands in its place.
    """
    return list(_list(archive, wanted, _Budget(_MEMBERS, _INNER)))


def is_office_file(archive: FoundFile) -> bool:
    """True for a document of an office program, which is an archive too; raises `ReadError` as `list_archive`."""
    names = _open_nested(archive.place, archive.look, archive.members).NameToInfo
    return "[Content_Types].xml" in names or "mimetype" in names


@dataclass(slots=True)
class _Budget:
    members: int
    inner: int  # bytes


def _list(archive: FoundFile, wanted: Wanted, budget: _Budget) -> Iterator[FoundFile]:
    opened = _open_nested(archive.place, archive.look, archive.members)
    seen = Counter[str]()
    for index, entry in enumerate(opened.infolist()):
        name = _shown_name(entry)
        if entry.is_dir() or _is_hidden(name):
            continue
        budget.members -= 1
        if budget.members < 0:
            raise ReadError(
                "too_large", f"{archive.source}: has more than {_MEMBERS:,} files; unpack it and run on the folder."
            )
        seen[name] += 1
        shown = name if seen[name] == 1 else f"{name}~{seen[name]}"  # two members of one name are two documents
        member = Member(index, entry.filename)
        found = replace(
            archive,
            path=f"{archive.path}{BETWEEN}{shown}",
            source=f"{archive.source}{BETWEEN}{shown}",
            size=entry.file_size,
            members=(*archive.members, member),
        )
        if posixpath.splitext(name)[1].lower() == ".zip":
            yield from _list_inner(found, wanted, budget)
        elif wanted(name, lambda m=member, f=found: _first_bytes(opened, m, f.source)):  # type: ignore[misc]
            yield found


def _list_inner(archive: FoundFile, wanted: Wanted, budget: _Budget) -> Iterator[FoundFile]:
    """The documents of an archive within another; one that cannot be listed is told under its own name."""
    try:
        if len(archive.members) > _DEPTH:
            raise ReadError("too_deep", f"{archive.source}: is more than {_DEPTH} archives deep; unpack it.")
        budget.inner -= archive.size
        if budget.inner < 0:
            raise ReadError("zip_bomb", f"{archive.source}: the archives within it are too large; unpack it.")
        yield from list(_list(archive, wanted, budget))
    except ReadError as error:
        yield replace(archive, refusal=(error.code, str(error)))


def _first_bytes(archive: zipfile.ZipFile, member: Member, source: str) -> bytes | None:
    """The first bytes of a member; None where it cannot be opened, which is told when it is read."""
    try:
        with open_member(archive, member, source) as stream:
            return stream.read(8)
    except ReadError:
        return None
    except DAMAGED:
        return None


def _shown_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry as it is shown: bytes that the archive does not say to be UTF-8 often are all the same."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return "".join(c if c.isprintable() else "?" for c in name.replace("\\", "/"))


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(("~$", ".")) and part.strip(".") for part in parts)


def _check_directory(stream: IO[bytes], source: str) -> None:
    """Raise unless the list of entries, which is read as a whole, is of a bearable size."""
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _TAIL))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise ReadError("truncated", f"{source}: is a damaged or cut-off ZIP archive; get it again from where it came.")
    size = struct.unpack_from("<L", tail, at + 12)[0]
    wide = tail.rfind(b"PK\x06\x06", 0, at)  # of archives of more than 65,535 entries or four gigabytes
    if wide >= 0 and len(tail) >= wide + 56:
        size = max(size if size != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, wide + 40)[0])
    if size > _DIRECTORY:
        raise ReadError("too_large", f"{source}: has too many files; unpack it and run on the folder.")
    stream.seek(0)


@lru_cache(maxsize=4)
def _open_nested(place: str, look: str | None, members: tuple[Member, ...]) -> zipfile.ZipFile:
    """An archive within archives. Kept open for the next member; `look` tells one state of the file from another."""
    if not members:
        try:
            return open_archive(open(place, "rb"), name_of(place))
        except FileNotFoundError:
            raise ReadError("missing", f"{name_of(place)}: does not exist (any more); check the name.") from None
    name = members[-1].name
    target = tempfile.SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115 - closed with the archive
    unpack_to(_open_nested(place, look, members[:-1]), members[-1], name, target, MAX_BYTES)
    return open_archive(target, name)
