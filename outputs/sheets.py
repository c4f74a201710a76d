"""Rows -> sheets: what a workbook shows of each table, with true dates, Vietnamese words and the doubts marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import regex

from corpus.columns import Column, Json, Kind, Row, TableSpec
from outputs.cells import flat_values
from outputs.report_words import reason_words

# Columns that say nothing to a person: the JSON Lines have them.
_LEFT_OUT = (Kind.EVIDENCE,)
_OF_COLUMN = regex.compile(r"(?:^|; )([a-z_]+): ")  # whose reason it is, in the reason of a whole row
_SURE = frozenset(("source", "row", "section", "page", "start", "end", "words", "confidence", "reason"))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `choices` are what its cells offer to choose from."""

    text: str
    width: float
    choices: tuple[str, ...] = ()
    hidden: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and, where it is not certain, why; or, where a person put it right, that it is `corrected`.

    `link` is the sheet that it leads to.
    """

    value: str | int | float | date | None
    doubt: str | None = None
    corrected: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; `title` stands over each printed page, by default the name."""

    name: str
    heads: tuple[Head, ...]
    lines: Iterable[tuple[Cell, ...]]
    title: str | None = None


def make_sheet(table: TableSpec, rows: Iterable[Row]) -> Sheet:
    """A table as a sheet."""
    columns = tuple(column for column in table.columns if column.kind not in _LEFT_OUT)
    return Sheet(table.heading, tuple(Head(c.heading, c.width) for c in columns), _lines(columns, rows))


def _lines(columns: tuple[Column, ...], rows: Iterable[Row]) -> Iterator[tuple[Cell, ...]]:
    headings = {column.name: column.heading for column in columns}
    for row in rows:
        yield tuple(Cell(_shown(column, row[column.name], headings), _doubt(row, column)) for column in columns)


def _reason_shown(reason: str, headings: Mapping[str, str]) -> str:
    """The reason of a row in Vietnamese; of `date: day not readable` the name of the column by its heading."""
    whole, *named = _OF_COLUMN.split(reason)
    said = [reason_words(whole)] if whole else []
    for name, of_column in zip(named[::2], named[1::2], strict=True):
        said.append(f"{headings.get(name, name)}: {reason_words(of_column)}")
    return "; ".join(said)


def _shown(column: Column, value: Json, headings: Mapping[str, str]) -> str | int | float | date | None:
    if column.name == "reason" and isinstance(value, str):
        return _reason_shown(value, headings)
    if column.kind is Kind.DATE:
        return day_or_text(value)
    if column.kind is Kind.FLAG and value is not None:
        return "có" if value else "không"
    if column.values and value is not None:
        return column.values.get(str(value), str(value))
    return flat_values(column, value)[0]


def day_or_text(value: Json) -> date | str | None:
    """A date in full as a date, one cut to its month or year as text: `08/2025`, `2025`."""
    if not isinstance(value, str):
        return None
    parts = value.split("-")
    if len(parts) == 3:
        return date.fromisoformat(value)
    return "/".join(reversed(parts))


def _doubt(row: Row, column: Column) -> str | None:
    """Why a value is not certain: by the evidence of the value where the row has it, else by the reason of the row."""
    if column.name in _SURE or row[column.name] in (None, "", []):
        return None
    evidence = row.get("evidence")
    if isinstance(evidence, Mapping):
        found = evidence.get(column.name)
        reason = found.get("reason") if isinstance(found, Mapping) else None
    else:
        reason = row["reason"]
    return reason_words(reason) if reason else None
