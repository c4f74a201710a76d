"""A Document that was read before -> the same Document, from a compressed file named by its content.

One file for each content and version of the reading, JSON under zlib: each object is the list of its fields in order,
so that nothing but our own frozen dataclasses can come of it. A file is there whole or is not used: its check sum and
its end must be right. What cannot be read, or is larger than the bound, is read anew from the document itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from extract.model import Document, Format

MAX_BYTES = 256 << 20  # of one document before it is compressed
MAX_FOLDER = 4 << 30  # of all documents, as they are on the disk
_LEVEL = 3  # of compression: three quarters of what the highest saves, in a fifth of its time
_SUFFIX = ".json.z"
# What is quicker to read again than to keep.
_QUICK = frozenset((Format.TEXT,))

T = TypeVar("T")
_Pack = Callable[[object], object]


def keep_document(folder: Path, document: Document, version: str) -> bool:
    """Keep a document under its content and the version of the reading; False where that is of no use or no room."""
    if document.format in _QUICK:
        return False
    data = pack_document(document)
    if data is None:
        return False
    path = path_of(folder, document.fingerprint, version)
    with contextlib.suppress(OSError):  # a full or closed disk costs only the time of the next run
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                file.write(data)
                file.flush()
                os.replace(file.name, path)
                return True
            except OSError:
                os.unlink(file.name)
    return False


def find_document(folder: Path, fingerprint: str, version: str, source: str) -> Document | None:
    """The document that is kept under this content and version, with this source; None where there is none."""
    try:
        data = path_of(folder, fingerprint, version).read_bytes()
    except OSError:
        return None
    document = unpack_document(data, source)
    return document if document is not None and document.fingerprint == fingerprint else None


def drop_document(folder: Path, fingerprint: str) -> None:
    """Keep nothing of a content any more, under any version."""
    with contextlib.suppress(OSError):
        for path in (folder / fingerprint[:2]).glob(f"{fingerprint[2:]}.*"):
            path.unlink()


def path_of(folder: Path, fingerprint: str, version: str) -> Path:
    """The file of a content."""
    return folder / fingerprint[:2] / f"{fingerprint[2:]}.{version}{_SUFFIX}"


def sweep(folder: Path, fingerprints: Collection[str], version: str, *, limit: int = MAX_FOLDER) -> int:
    """Drop what is of no content in `fingerprints` or of another version, then the oldest beyond `limit` bytes.

    Returns the bytes that are left. Half-written files of runs that were killed go too.
    """
    wanted = frozenset(fingerprints)
    kept: list[tuple[float, int, Path]] = []
    for path in folder.glob("??/*"):
        name, _, rest = path.name.partition(".")
        with contextlib.suppress(OSError):
            if path.parent.name + name in wanted and rest == version + _SUFFIX:
                state = path.stat()
                kept.append((state.st_mtime, state.st_size, path))
            else:
                path.unlink()
    kept.sort(reverse=True)
    total = 0
    for _, size, path in kept:
        if total + size > limit:
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            total += size
    return total


def pack_document(document: Document) -> bytes | None:
    """A document as compressed JSON without its source; None where it is larger than the bound."""
    packed = _packer(Document)
    values = packed(document) if packed is not None else document
    words = json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return None if len(words) > MAX_BYTES else zlib.compress(words, _LEVEL)


def unpack_document(data: bytes, source: str) -> Document | None:
    """The document that was packed, with this source; None where the bytes are damaged, cut off or too many."""
    unpack = _unpacker(Document)
    try:
        engine = zlib.decompressobj()
        words = engine.decompress(data, MAX_BYTES)
        if not engine.eof:
            return None
        values = json.loads(words)
        values[0] = source
        return cast(Document, unpack(values)) if unpack is not None else None
    except (zlib.error, ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None


@cache
def _packer(kind: object) -> _Pack | None:
    """What turns a value of a type into lists, words and numbers; None where it is one already."""
    inner, many = _parts(kind)
    if many:
        one = _packer(inner)
        return _list_of if one is None else lambda values: [one(value) for value in cast("tuple[object, ...]", values)]
    if not is_dataclass(inner):
        return None
    names = [field.name for field in fields(inner)]
    packers = [_packer(get_type_hints(inner)[name]) for name in names]

    def pack(value: object) -> object:
        if value is None:
            return None
        return [
            getattr(value, name) if one is None else one(getattr(value, name))
            for name, one in zip(names, packers, strict=True)
        ]

    return pack


@cache
def _unpacker(kind: object) -> _Pack | None:
    """What turns lists, words and numbers into a value of a type; None where they are it already."""
    inner, many = _parts(kind)
    if many:
        one = _unpacker(inner)
        return _tuple_of if one is None else lambda values: tuple(map(one, cast("list[object]", values)))
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return inner
    if not is_dataclass(inner):
        return None
    make = cast("Callable[..., object]", inner)
    kinds = [get_type_hints(inner)[field.name] for field in fields(inner)]
    unpackers = [_unpacker(each) for each in kinds]
    if not any(unpackers):
        return lambda value: None if value is None else make(*cast("list[object]", value))

    def unpack(value: object) -> object:
        if value is None:
            return None
        each = zip(unpackers, cast("list[object]", value), strict=True)
        return make(*[item if one is None else one(item) for one, item in each])

    return unpack


def _parts(kind: object) -> tuple[object, bool]:
    """A type without `None`, and whether it is a tuple of many of it."""
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        inner, *_ = get_args(kind)
        return inner, True
    return kind, False


def _list_of(values: object) -> object:
    """The values of a tuple, as JSON has them."""
    return list(cast("tuple[object, ...]", values))


def _tuple_of(values: object) -> object:
    """The values of a list, as our dataclasses have them."""
    return tuple(cast("list[object]", values))
