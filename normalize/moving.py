"""Values found in a piece of a document -> the same values with spans of the whole document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.model import Span
from normalize.model import Deadline, Official, Unit


def move_units(units: Iterable[Unit], base: int) -> tuple[Unit, ...]:
    """Units of a text that begins at `base` of the document."""
    return tuple(replace(unit, span=_moved(unit.span, base)) for unit in units)


def move_deadlines(deadlines: Iterable[Deadline], base: int) -> tuple[Deadline, ...]:
    """Deadlines of a text that begins at `base` of the document."""
    return tuple(replace(deadline, span=_moved(deadline.span, base)) for deadline in deadlines)


def move_directors(officials: Iterable[Official], base: int) -> tuple[Official, ...]:
    """Officials of a text that begins at `base` of the document, as those who direct."""
    return tuple(replace(person, role="directs", span=_moved(person.span, base)) for person in officials)


def _moved(span: Span | None, base: int) -> Span | None:
    return Span(base + span.start, base + span.end) if span is not None else None
