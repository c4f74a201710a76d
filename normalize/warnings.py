"""A record -> what looks wrong in it, as data: numbers and dates that disagree, deadlines, units that had ended."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import regex

from extract.folding import fold_letters
from extract.model import Issue
from normalize.model import PartialDate, Record, Reference

# `25/2018/QĐ-UBND`: the year that a number carries.
_NUMBER_YEAR = regex.compile(r"^\d{1,6}[a-zđ]?/(?P<year>(?:19|20)\d{2})/")
# Party numbers run for a term and numbers that carry their year never repeat: two dates of one are always a mistake.
_UNIQUE = regex.compile(r"^\d{1,6}[a-zđ]?(?:/(?:19|20)\d{2}/|-)")
# Documents keep the old names for a while after a reorganisation.
_GRACE = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class EndedUnit:
    """A unit that ended on a day, what took over, and the document that says so."""

    pattern: regex.Pattern[str]
    ended: date
    successor: str
    source: str


@cache
def ended_units() -> tuple[EndedUnit, ...]:
    """The units of `data/ended_units.csv`."""
    text = files("normalize").joinpath("data/ended_units.csv").read_text(encoding="utf-8")
    return tuple(
        EndedUnit(
            regex.compile(fold_letters(row["pattern"])),
            date.fromisoformat(row["ended"]),
            row["successor"],
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def find_warnings(record: Record) -> tuple[Issue, ...]:
    """All warnings of a record in a fixed order; what the reader and the parsers could not do comes first."""
    return (
        *record.document.issues,
        *record.facts.issues,
        *_number_against_date(record.references),
        *_two_dates(record.references),
        *_deadlines(record),
        *_ended(record),
    )


def _number_against_date(references: Iterable[Reference]) -> Iterable[Issue]:
    for reference in references:
        match = _NUMBER_YEAR.match(reference.number or "")
        if match and reference.date and int(match["year"]) != reference.date.year:
            yield Issue(
                "number_date_mismatch",
                f"The number {reference.number} is of {match['year']}, but its date is {reference.date}.",
                reference.span,
            )


def _two_dates(references: Iterable[Reference]) -> Iterable[Issue]:
    """The same number with two full dates. Numbers that begin anew each year are compared within a year."""
    seen: dict[tuple[str, str | None, int | None], dict[PartialDate, Reference]] = defaultdict(dict)
    for reference in references:
        if reference.number is None or reference.date is None or reference.date.day is None:
            continue
        year = None if _UNIQUE.match(reference.number) else reference.date.year
        seen[(reference.number, reference.type, year)].setdefault(reference.date, reference)
    for (number, _, _), dates in seen.items():
        if len(dates) > 1:
            listed = " and ".join(str(d) for d in sorted(dates))
            yield Issue("two_dates", f"{number} is cited with the dates {listed}.", list(dates.values())[-1].span)


def _deadlines(record: Record) -> Iterable[Issue]:
    issued = record.facts.date.value if record.facts.date else None
    if issued is None:
        return
    earliest = date(issued.year, issued.month or 1, issued.day or 1)
    for task in record.tasks:
        for deadline in task.deadlines:
            if deadline.end is not None and deadline.end < earliest:
                yield Issue(
                    "deadline_before_document",
                    f"The deadline {deadline.text!r} of task {task.label or '(unnumbered)'} lies before the document's"
                    f" own date {issued}.",
                    deadline.span or task.span,
                )


def _ended(record: Record) -> Iterable[Issue]:
    issued = record.facts.date.value if record.facts.date else None
    if issued is None:
        return
    day = date(issued.year, issued.month or 12, issued.day or 28)
    told: set[str] = set()
    for unit in record.units:
        for ended in ended_units():
            if day >= ended.ended + _GRACE and unit.name not in told and ended.pattern.search(fold_letters(unit.name)):
                told.add(unit.name)
                yield Issue(
                    "ended_unit",
                    f"{unit.name} no longer existed on {issued}: it ended on {ended.ended} ({ended.source});"
                    f" its successor is {ended.successor}.",
                    unit.span,
                )
