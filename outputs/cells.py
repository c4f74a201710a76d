"""Values of rows -> what stands in a cell of a sheet: flat, without control characters, no longer than Excel allows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import regex

from corpus.columns import FLAT_DEADLINE, Column, Json, Kind

MAX_CELL = 32767  # characters that a cell of Excel holds
CUT = " … [cut: the whole text is in the JSON Lines]"
# Control characters that XML 1.0 forbids, lone surrogates, and the two that are no characters.
_ILLEGAL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a spreadsheet takes for a formula when it opens a CSV: `=1+1`, `+84...`, `-a`, `@SUM`, a tab or return before it.
_FORMULA = regex.compile(r"^[=+\-@\t\r]")


def flat_names(column: Column) -> tuple[str, ...]:
    """The columns that stand for a column in a flat file: one for each flat part of a deadline, one for any other."""
    if column.kind is Kind.DEADLINE:
        return tuple(f"{column.name}_{part}" for part in FLAT_DEADLINE)
    return (column.name,)


def flat_values(column: Column, value: Json) -> tuple[str | int | float | None, ...]:
    """The values that stand for a value in a flat file, as many as `flat_names`."""
    if column.kind is Kind.DEADLINE:
        parts = value if isinstance(value, Mapping) else {}
        return tuple(_plain(parts.get(part)) for part in FLAT_DEADLINE)
    return (_plain(value),)


def _plain(value: Json) -> str | int | float | None:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return clean_cell(value)
    if isinstance(value, Mapping):
        return clean_cell(json.dumps(value, ensure_ascii=False))
    return clean_cell(join_values(value))


def join_values(values: Sequence[Json]) -> str:
    """A list in one cell: `Sở Y tế; Sở Tài chính`, people with their title in brackets."""
    return "; ".join(_join_one(value) for value in values)


def _join_one(value: Json) -> str:
    if isinstance(value, Mapping):
        name, title = value.get("name"), value.get("title")
        return f"{name} ({title})" if title else str(name)
    return str(value)


def clean_cell(text: str) -> str:
    """Text without the characters that a sheet cannot hold, cut with a note where it is too long."""
    text = clean_xml(text)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - len(CUT)] + CUT


def clean_xml(text: str) -> str:
    """Text without the characters that XML 1.0 forbids."""
    return _ILLEGAL.sub("", text)


def is_formula_like(text: str) -> bool:
    """True for text that a spreadsheet would take for a formula."""
    return _FORMULA.match(text) is not None


def neutralise(text: str) -> str:
    """Text that a spreadsheet shows as it is: an apostrophe before what would be a formula."""
    return "'" + text if is_formula_like(text) else text
