"""Labelled bullets -> the fields of a task: `- Đơn vị chủ trì: Phòng A.`, `- Thời gian: Quý III/2025.`"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from extract.model import Span
from normalize.assignments import read_assignment
from normalize.deadlines import parse_deadlines
from normalize.labels import Label, find_labels
from normalize.model import Deadline, Found, Official, PartialDate, Unit
from normalize.moving import move_deadlines, move_directors, move_units
from normalize.people import parse_officials
from normalize.units import split_units


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of labelled paragraphs, with spans of the document, and which labels were there."""

    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    directors: tuple[Official, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    product: Found[str] | None = None
    submit_to: Found[str] | None = None
    labels: frozenset[Label] = frozenset()


_NONE = Fields()


def read_fields(
    paragraphs: Iterable[tuple[str, int]],
    *,
    definitions: Mapping[str, str],
    document_date: PartialDate | None,
) -> Fields:
    """The fields of paragraphs, each given with the offset at which it begins; a paragraph may hold several labels."""
    fields = _NONE
    for text, base in paragraphs:
        found = find_labels(text)
        for match, following in zip_longest(found, found[1:]):
            value = text[match.value : following.start if following else len(text)]
            fields = replace(fields, labels=fields.labels | {match.label})
            if stripped := value.strip():
                start = base + match.value + value.index(stripped)
                fields = _with(fields, match.label, stripped, start, definitions, document_date)
    return fields


def _with(
    fields: Fields,
    label: Label,
    value: str,
    start: int,
    definitions: Mapping[str, str],
    document_date: PartialDate | None,
) -> Fields:
    """`fields` with one more value, which begins at `start` of the document."""
    span = Span(start, start + len(value))
    match label:
        case Label.LEAD:
            return replace(fields, leads=fields.leads + _units(value, start, definitions))
        case Label.COORDINATOR:
            return replace(fields, coordinators=fields.coordinators + _units(value, start, definitions))
        case Label.LEAD_AND_COORDINATOR:
            order = read_assignment(value, definitions=definitions)
            leads = move_units(order.leads, start) or _units(value, start, definitions)
            coordinators = fields.coordinators + move_units(order.coordinators, start)
            return replace(fields, leads=fields.leads + leads, coordinators=coordinators)
        case Label.DIRECTOR:
            people = move_directors(parse_officials(value, definitions=definitions), start)
            return replace(fields, directors=fields.directors + people)
        case Label.DEADLINE | Label.COMPLETION:
            completion = label is Label.COMPLETION
            found = move_deadlines(parse_deadlines(value, document_date=document_date, column=completion), start)
            first = tuple(replace(deadline, span=span) for deadline in found[:1])
            return replace(fields, deadlines=(*fields.deadlines, *first, *found[1:]))
        case Label.PRODUCT:
            return replace(fields, product=fields.product or Found(" ".join(value.split()), span))
        case Label.SUBMIT_TO:
            return replace(fields, submit_to=fields.submit_to or Found(" ".join(value.split()), span))
        case Label.DETAIL:
            return fields


def _units(value: str, start: int, definitions: Mapping[str, str]) -> tuple[Unit, ...]:
    return move_units(split_units(value, definitions=definitions), start)
