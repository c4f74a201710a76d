"""What is known of a document before it is opened: where it is, how it is shown, and how it looks from outside."""

from __future__ import annotations

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

_RACY = 2_000_000_000  # nanoseconds: a file that changed so shortly before it was read may change unseen
_URL = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]{1,15}://")
_USER = re.compile(r"^([^:/?#]+://)[^/?#]*@")
# Parts of a query that let in whoever knows them: `?X-Amz-Signature=...`, `&sig=...`
_KEYS = re.compile(
    r"(?i)(?<=[?&])((?:x-(?:amz|goog)-[\w-]+|sig|signature|token|access_token|key|awsaccesskeyid)=)[^&]*"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a ZIP archive: its place in the list of entries, and its name there; never used as a path."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A document that is there.

    `place` is a path or URL where the bytes are, `members` leads from there into an archive and those within it. `path`
    is what the store knows it by, `source` how it is shown. `look` tells from outside whether it may have changed; None
    where it cannot. It is `sure` where no later change can look the same. `refusal` is the code and the sentence of
    what is told instead of reading it.
    """

    place: str
    path: str
    source: str
    size: int = 0
    look: str | None = None
    sure: bool = False
    members: tuple[Member, ...] = ()
    refusal: tuple[str, str] | None = None


def is_url(text: str) -> bool:
    """True for `https://...`, `s3://...` and the like."""
    return _URL.match(text) is not None


def shown_url(url: str) -> str:
    """A URL without user, password and keys, as it may be stored and shown."""
    return _KEYS.sub(r"\1...", _USER.sub(r"\1", url))


def look_of(state: os.stat_result) -> str:
    """What of a file changes when it is written or replaced: size, times and number. The kernel sets the third."""
    return f"{state.st_size}-{state.st_mtime_ns}-{state.st_ctime_ns}-{state.st_ino}"


def settled_look(state: os.stat_result, now: int | None = None) -> str | None:
    """As `look_of`; None where the file changed so shortly before `now` that another change might look the same."""
    return look_of(state) if is_settled(max(state.st_mtime_ns, state.st_ctime_ns), now) else None


def is_settled(changed: int, now: int | None = None) -> bool:
    """True for a change long enough before `now` that a later one has another time; both in nanoseconds."""
    return changed < (time.time_ns() if now is None else now) - _RACY


def name_of(path: str) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 become question marks."""
    return os.fsencode(path).decode("utf-8", "replace")


def fingerprint_of(file: str | Path) -> tuple[str | None, str | None]:
    """SHA-256 of a file in hex and its look; (None, None) where it cannot be opened, no look where that is in doubt."""
    now = time.time_ns()
    try:
        with open(file, "rb") as stream:
            before = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            same = look_of(before) == look_of(os.fstat(stream.fileno()))
    except OSError:
        return None, None
    return digest, settled_look(before, now) if same else None
