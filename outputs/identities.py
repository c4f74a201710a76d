"""A row of a register <-> which task it is, and what its cells said: so that a workbook comes back with its changes."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

import regex

# The head of the first hidden column ends with the identity of the store; another number means another layout.
_HEAD = "vanban 1 "
BASE_HEAD = "vanban cells"
_BASE = regex.compile(r"(?P<name>[a-z_]{1,20})=(?P<hash>[0-9a-f]{10})(?:;|$)")


def identity_head(store: str) -> str:
    """The head of the column of identities."""
    return _HEAD + store


def parse_identity_head(text: str) -> str | None:
    """The identity of the store that a register was written from; None for any other head."""
    return text[len(_HEAD) :].strip() if text.startswith(_HEAD) else None


def make_identity(fingerprint: str, task: str) -> str:
    """Which task a row is."""
    return f"{fingerprint}:{task}"


def parse_identity(text: str) -> tuple[str, str] | None:
    """Fingerprint of the document and identity of the task; None for what is none."""
    fingerprint, colon, task = text.partition(":")
    return (fingerprint, task) if colon and fingerprint and task else None


def make_base(values: Mapping[str, str | int | float | date | None]) -> str:
    """What each cell of a row says, as hashes by column."""
    return ";".join(f"{name}={_hash(canonical(value))}" for name, value in values.items())


def parse_base(text: str) -> dict[str, str]:
    """The hashes by column; empty for what is none."""
    return {match["name"]: match["hash"] for match in _BASE.finditer(text)}


def is_changed(value: str | int | float | date | None, base: str) -> bool:
    """True where a value is not the one of which `base` is the hash; blanks and line ends make no difference."""
    return _hash(canonical(value)) != base


def canonical(value: str | int | float | date | None) -> str:
    """A value of a cell as text, the same however a spreadsheet program saved it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]
