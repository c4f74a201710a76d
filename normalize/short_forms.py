"""References of one document -> the same, each with what the other mentions of its act say: number, date, issuer.

A document cites an act in full once and in short after that: `Kết luận số 69-KL/TW`, `Nghị quyết 29`, `Luật Đất đai`.
Where all full mentions agree, a short one takes its number, date and issuer from them, in fields of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

import regex

from normalize.laws import fold
from normalize.model import PartialDate, Reference
from normalize.numbers import Family, parse_number

# `(sau đây viết tắt là Kết luận số 69-KL/TW)`: what stands before a short form where it is defined.
_DEFINED = regex.compile(
    r"(?i)(?:sau đây|dưới đây|từ đây)?[ ]?(?:được )?(?:gọi|viết|ghi)(?: tắt| chung| gọn)?(?: là)?:?[ ]?[“\"‘']?[ ]?$"
)
_MOST = 400  # mentions of an act that are asked what they say
_REACH = 400  # how far before its definition the act itself stands


class _Said(NamedTuple):
    """What the mentions of one act say, and where those that say something stand, in order."""

    numbers: frozenset[str]
    dates: tuple[PartialDate, ...]
    issuers: dict[str, str]
    places: list[int]


def defined_at(text: str, start: int) -> bool:
    """True where the words at `start` are a short form that the text defines there."""
    before = text[max(0, start - 40) : start]
    return any(word in before for word in ("gọi", "viết", "ghi")) and _DEFINED.search(before) is not None


def resolve_short_forms(text: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The references, each with what the full mentions of its act agree on (`resolved_number`, `_date`, `_issuer`).

    A short form goes to the act that its definition names, else to the one act of its kind and number, or name, in
    the document; where the full mentions differ in date, nothing is said.
    """
    if len(references) < 2:
        return references
    numbered: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    short: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    named: dict[str, list[int]] = defaultdict(list)
    for i, reference in enumerate(references):
        if reference.number is not None:
            numbered[reference.type, fold(reference.number)].append(i)
            number = parse_number(reference.number)
            if number is not None and number.family is not Family.SHORT:
                short[reference.type, number.sequence].append(i)
        if (name := reference.law_name or reference.name) is not None:
            named[fold(name)].append(i)
    defined: dict[str, int] = {}
    known: dict[tuple[str, str | None, str, str], _Said] = {}
    found = list(references)
    for i, reference in enumerate(references):
        if reference.date is not None and reference.issuer is not None and reference.number is not None:
            continue
        short_form = fold(reference.number or reference.name or "")
        if (source := _definition(text, references, i)) is not None:
            defined[short_form] = source
        source = defined.get(short_form)
        if source is not None and source < i and _agree(reference, references[source]):
            found[i] = _with(reference, _read_said([source], references), i)
            continue
        number = parse_number(reference.number) if reference.number else None
        if number is not None and number.family is Family.SHORT:
            key = "short", reference.type, number.sequence, str(number.year)
        elif reference.number is not None:
            key = "number", reference.type, short_form, ""
        else:
            key = "name", None, short_form, str(reference.date)
        if key not in known:
            if number is not None and number.family is Family.SHORT:
                group = short[reference.type, number.sequence][:_MOST]
                group = [j for j in group if number.year in (None, _year(references[j]))]
            elif reference.number is not None:
                group = numbered[reference.type, short_form][:_MOST]
            else:
                group = [j for j in named[short_form][:_MOST] if _agree(reference, references[j])]
            known[key] = _read_said(group, references)
        found[i] = _with(reference, known[key], i)
    return tuple(found)


def _definition(text: str, references: tuple[Reference, ...], i: int) -> int | None:
    """The act that the short form at place `i` is defined for; None where it is not defined there."""
    reference = references[i]
    if not defined_at(text, reference.span.start):
        return None
    for j in range(i - 1, max(-1, i - 8), -1):
        before = references[j]
        if reference.span.start - before.span.end > _REACH or "\n" in text[before.span.end : reference.span.start]:
            return None
        if before.type == reference.type and (reference.number is None or reference.number == before.number):
            return j
    return None


def _year(reference: Reference) -> int | None:
    number = parse_number(reference.number or "")
    if number is not None and number.year is not None:
        return number.year
    return reference.date.year if reference.date is not None else None


def _agree(short: Reference, full: Reference) -> bool:
    """True where the dates of two mentions do not contradict each other."""
    if short.date is None or full.date is None:
        return short.date is None or str(short.date.year) == str(_year(full))
    a, b = str(short.date), str(full.date)
    return a.startswith(b) or b.startswith(a)


def _read_said(group: list[int], references: tuple[Reference, ...]) -> _Said:
    """What the mentions of a group say together."""
    members = [references[j] for j in group]
    full = [j for j in group if references[j].date is not None or references[j].issuer is not None]
    return _Said(
        frozenset(r.number for r in members if r.number is not None),
        tuple(_longest({r.date for r in members if r.date is not None})),
        {fold(r.issuer): r.issuer for r in members if r.issuer is not None},
        full or [j for j in group if references[j].number is not None],
    )


def _with(reference: Reference, said: _Said, i: int) -> Reference:
    """The reference with what the mentions of its act say that it does not say itself."""
    if len(said.numbers) > 1 or len(said.dates) > 1:
        return reference
    at = bisect_left(said.places, i)
    others = said.places[at - 1 : at] if at else [j for j in said.places[:2] if j != i]
    if not others:
        return reference
    number = next(iter(said.numbers), reference.number)
    date = said.dates[0] if said.dates else reference.date
    issuer = next(iter(said.issuers.values())) if len(said.issuers) == 1 and reference.issuer is None else None
    changed = replace(
        reference,
        resolved_number=number if number != reference.number else None,
        resolved_date=date if date != reference.date else None,
        resolved_issuer=issuer,
        resolved_from=others[0],
    )
    nothing = changed.resolved_number is None and changed.resolved_date is None and issuer is None
    return reference if nothing else changed


def _longest(dates: set[PartialDate]) -> list[PartialDate]:
    """The dates without those that another one only says more closely: `2024` beside `2024-01-18`."""
    texts = {date: str(date) for date in dates}
    return [d for d in dates if not any(e is not d and texts[e].startswith(texts[d]) for e in dates)]
