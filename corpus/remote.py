"""A URL -> the documents that it names, with what tells whether they changed, and a download within bounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.sources import FoundFile, is_settled, shown_url
from extract.errors import ReadError, VanbanError
from extract.read import MAX_BYTES

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MAX_FILES = 1_000_000  # under one address
_SECONDS = 3600.0  # that one download may take as long as bytes come
# What servers say of a file: a tag that changes with its content, or when it was changed.
_TAGS = ("ETag", "etag", "Content-MD5", "content_md5", "md5Hash", "Digest", "checksum", "generation", "VersionId")
_TIMES = ("LastModified", "last_modified", "Last-Modified", "mtime", "modified", "updated", "created")


def list_url(url: str, wanted: Callable[[str], bool]) -> Iterator[FoundFile]:
    """The documents of an address: a file, a pattern (`s3://bucket/2025/*.pdf`), or all under a folder.

    Of a folder those whose name `wanted` takes; of a web server only the file itself. Raises VanbanError where the
    address cannot be used, or nothing is there.
    """
    system, name = open_system(url)
    try:
        if any(c in name for c in "*[") or ("?" in name and not url.lower().startswith("http")):
            listed = system.glob(name, detail=True)
            found = {path: about for path, about in listed.items() if about.get("type") == "file"}
        else:
            about = system.info(name)
            if about.get("type") != "directory":
                yield _found(system.unstrip_protocol(name), about)
                return
            found = {path: about for path, about in system.find(name, detail=True).items() if wanted(path)}
    except FileNotFoundError:
        raise VanbanError(
            f"{shown_url(url)}: is not there, or the server does not answer; check the address."
        ) from None
    except Exception as error:  # each system has errors of its own
        raise VanbanError(f"{shown_url(url)}: cannot be listed ({said(error)}); check address and access.") from None
    if len(found) > MAX_FILES:
        raise VanbanError(f"{shown_url(url)}: has {len(found):,} files, more than {MAX_FILES:,}; give a part of them.")
    for path, about in sorted(found.items()):
        yield _found(system.unstrip_protocol(path), about)


def open_system(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address and the name of the file in it; VanbanError where its library is missing."""
    kind = url.partition("://")[0].lower()
    try:
        from fsspec.core import url_to_fs

        system, name = url_to_fs(url)
    except ImportError as error:
        raise VanbanError(
            f"{shown_url(url)}: reading from {kind}:// needs a library that is not installed ({error}); "
            "install it with `pip install 'vanban[remote]'`."
        ) from None
    except ValueError as error:
        raise VanbanError(f"{shown_url(url)}: {kind}:// is no kind of address that can be read ({error}).") from None
    return system, str(name)


def download(
    url: str, path: Path, source: str, *, tell: Callable[[], None] = lambda: None, max_bytes: int = MAX_BYTES
) -> None:
    """Write what a URL gives to a file; `tell` is called as bytes come.

    Raises `ReadError` where it cannot be had, is too large or takes too long.
    """
    from fsspec.callbacks import Callback

    until = time.monotonic() + _SECONDS

    class Bounded(Callback):  # type: ignore[misc]
        """Ends a download that has too many bytes, or takes too long."""

        def call(self, hook_name: str | None = None, **kwargs: object) -> None:
            if self.value > max_bytes or (self.size or 0) > max_bytes:
                raise ReadError("too_large", f"{source}: has more than {max_bytes:,} bytes, the limit; split it.")
            if time.monotonic() > until:
                raise ReadError("timeout", f"{source}: did not come within {_SECONDS:.0f} seconds; get it by hand.")
            tell()

    try:
        system, name = open_system(url)
        system.get_file(name, str(path), callback=Bounded())
    except FileNotFoundError:
        raise ReadError("missing", f"{source}: is not there (any more); check the address.") from None
    except ReadError:
        raise
    except Exception as error:  # each system has errors of its own, and none of them may end a batch
        raise ReadError("unreachable", f"{source}: cannot be fetched ({said(error)}); run again later.") from None


def said(error: Exception) -> str:
    """What an error of a library says, in one short line; its name where it says nothing."""
    text = " ".join(str(error).split())
    return text[:200] if text else type(error).__name__


def _found(url: str, about: Mapping[str, object]) -> FoundFile:
    shown = shown_url(url)
    size = about.get("size") or about.get("Size") or 0
    tag = next((f"{name}={about[name]}" for name in _TAGS if about.get(name)), None)
    changed = next((about[name] for name in _TIMES if about.get(name)), None)
    look = tag or (f"at={changed}" if changed is not None else None)
    return FoundFile(
        url,
        shown,
        shown,
        size if isinstance(size, int) else 0,
        None if look is None else f"{size}-{look}",
        tag is not None or is_settled(_nanoseconds(changed)),
    )


def _nanoseconds(changed: object) -> int:
    """When a file was changed, as the system says it; this moment where it cannot be told."""
    try:
        if isinstance(changed, str):
            changed = parsedate_to_datetime(changed) if "," in changed else datetime.fromisoformat(changed)
        if isinstance(changed, datetime):
            changed = (changed if changed.tzinfo else changed.replace(tzinfo=UTC)).timestamp()
        if isinstance(changed, int | float):
            return int(changed * 1e9)
    except ValueError:
        return time.time_ns()
    return time.time_ns()
