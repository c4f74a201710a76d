"""Rows and what persons have put right -> the rows with it; corrections are kept apart, so that no run loses them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Protocol

from corpus.columns import BY_NAME, DEADLINE_PARTS, PART_COLUMNS, Json, Row
from extract.model import Issue

DOCUMENT_FIELDS = ("number", "date", "issuer", "title")
TASK_FIELDS = ("content", "leads", "coordinators", "directors", "deadline", "product", "submit_to")
_ROLES = {"leads": "lead", "coordinators": "coordinator"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put in place of a value, or noted.

    `task` is the task's identity (see `task_identities`), empty for a fact of the document. `value` has the form of the
    column in the table. `before` is what stood there, for the record.
    """

    fingerprint: str
    task: str
    field: str
    value: Json
    given_on: date
    before: Json = None

    @property
    def reason(self) -> str:
        """What stands as the reason of the corrected value."""
        return f"corrected by a person on {self.given_on.isoformat()}"


class Tables(Protocol):
    """What holds rows and corrections: the store."""

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table by source and row, as the rules made them."""

    def corrections(self) -> tuple[Correction, ...]:
        """What persons have put right."""


@dataclass(frozen=True, slots=True)
class CorrectionIndex:
    """Corrections by where they belong in the tables as they are now."""

    facts: Mapping[Json, Mapping[str, Correction]] = field(default_factory=dict)  # by source
    tasks: Mapping[tuple[Json, Json], Mapping[str, Correction]] = field(default_factory=dict)  # by source and row
    lost: tuple[tuple[Correction, Json], ...] = ()  # those without a place, with the source where it is known

    def of_task(self, row: Row) -> Mapping[str, Correction]:
        """The corrections of a row of `tasks`, by field."""
        return self.tasks.get((row["source"], row["row"]), {})


def task_identities(rows: Iterable[Row]) -> Iterator[str]:
    """What tells each task of a document from its others, over runs: its label and a hash of its content.

    Of tasks alike in both, the second ends with `|2`. The rows are as the rules made them, in their order.
    """
    seen = Counter[str]()
    for row in rows:
        label, content = (
            " ".join(unicodedata.normalize("NFC", str(row[name] or "")).split()) for name in ("label", "content")
        )
        identity = f"{label}|{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:16]}"
        seen[identity] += 1
        yield identity if seen[identity] == 1 else f"{identity}|{seen[identity]}"


def make_index(store: Tables) -> CorrectionIndex:
    """Where each correction belongs now. One whose document or task is gone is `lost`, never put elsewhere."""
    given = store.corrections()
    if not given:
        return CorrectionIndex()
    sources = defaultdict[str, list[Json]](list)
    for row in store.rows("documents"):
        sources[str(row["fingerprint"])].append(row["source"])
    wanted = {source for correction in given for source in sources[correction.fingerprint]}
    places: dict[tuple[Json, str], Json] = {}
    for source, rows in groupby(store.rows("tasks"), key=lambda row: row["source"]):
        if source in wanted:
            tasks = list(rows)
            for row, identity in zip(tasks, task_identities(tasks), strict=True):
                places[source, identity] = row["row"]
    facts = defaultdict[Json, dict[str, Correction]](dict)
    by_task = defaultdict[tuple[Json, Json], dict[str, Correction]](dict)
    lost: list[tuple[Correction, Json]] = []
    for correction in given:
        homes = sources[correction.fingerprint]
        if not homes:
            lost.append((correction, None))
        for source in homes:
            if not correction.task:
                facts[source][correction.field] = correction
            elif (source, correction.task) in places:
                by_task[source, places[source, correction.task]][correction.field] = correction
            else:
                lost.append((correction, source))
    return CorrectionIndex(dict(facts), dict(by_task), tuple(lost))


def read_rows(store: Tables, name: str, index: CorrectionIndex | None = None) -> Iterator[Row]:
    """The rows of a table by source and row, with the corrections in them; KeyError for an unknown table."""
    index = make_index(store) if index is None else index
    rows = store.rows(name)
    if not (index.facts or index.tasks or index.lost):
        return rows
    match name:
        case "documents":
            return (_correct_document(row, index.facts.get(row["source"], {})) for row in rows)
        case "tasks":
            return (_correct_task(row, index.of_task(row)) for row in rows)
        case "units":
            return _by_source(rows, index, _correct_units)
        case "officials":
            return _by_source(rows, index, _correct_officials)
        case "deadlines":
            return _with_labels(store, rows, index)
        case "warnings":
            return _add_warnings(rows, index)
        case _:
            return rows


def _correct_document(row: Row, given: Mapping[str, Correction]) -> Row:
    found = {name: correction for name, correction in given.items() if name in DOCUMENT_FIELDS}
    if not found:
        return row
    made = _marked(row, found)
    evidence = made["evidence"] if isinstance(made["evidence"], Mapping) else {}
    sure = [fact["confidence"] for fact in evidence.values() if isinstance(fact, Mapping)]
    return made | {"confidence": min((value for value in sure if isinstance(value, float)), default=1.0)}


def _correct_task(row: Row, given: Mapping[str, Correction]) -> Row:
    found = {name: correction for name, correction in given.items() if name in TASK_FIELDS}
    if not found:
        return row
    made = _marked(row, found)
    if "deadline" in found and isinstance(value := found["deadline"].value, Mapping):
        made["deadline"] = {part: value.get(part) for part in DEADLINE_PARTS}
    if "content" in found:
        made["confidence"] = 1.0
    return made


def _marked(row: Row, given: Mapping[str, Correction]) -> Row:
    """The row with the values, marked in its evidence and, by name, in its reason."""
    evidence = dict(found) if isinstance(found := row["evidence"], Mapping) else {}
    for name, correction in given.items():
        place = found if isinstance(found := evidence.get(name), Mapping) else {}
        evidence[name] = {
            "start": place.get("start"),
            "end": place.get("end"),
            "words": place.get("words"),
            "confidence": 1.0,
            "reason": correction.reason,
        }
    doubts = [part for part in str(row["reason"] or "").split("; ") if part and part.split(": ")[0] not in given]
    if "content" in given:  # the reason of a row of `tasks` is that of its content
        doubts = []
    doubts += [f"{name}: {correction.reason}" for name, correction in given.items()]
    values = {name: correction.value for name, correction in given.items()}
    return row | values | {"evidence": evidence, "reason": "; ".join(doubts)}


_Correct = Callable[[list[Row], Json, Mapping[Json, Mapping[str, Correction]]], list[Row]]


def _by_source(rows: Iterable[Row], index: CorrectionIndex, correct: _Correct) -> Iterator[Row]:
    """Tables that have rows of tasks: document by document, also for documents that had no row there."""
    by_source = defaultdict[Json, dict[Json, Mapping[str, Correction]]](dict)
    for (source, task), given in index.tasks.items():
        by_source[source][task] = given
    waiting = sorted(by_source, key=str)
    for source, group in groupby(rows, key=lambda row: row["source"]):
        while waiting and str(waiting[0]) < str(source):
            yield from _numbered(correct([], waiting[0], by_source[waiting.pop(0)]))
        if waiting and waiting[0] == source:
            waiting.pop(0)
            yield from _numbered(correct(list(group), source, by_source[source]))
        else:
            yield from group
    for source in waiting:
        yield from _numbered(correct([], source, by_source[source]))


def _numbered(rows: list[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield row | {"row": number}


def _correct_units(rows: list[Row], source: Json, given: Mapping[Json, Mapping[str, Correction]]) -> list[Row]:
    for task, corrections in given.items():
        for name, role in _ROLES.items():
            if (correction := corrections.get(name)) is not None:
                old = [row for row in rows if (row["task"], row["role"]) == (task, role)]
                new = [_unit(source, task, role, unit, old, correction) for unit in _listed(correction.value)]
                rows = _replaced(rows, old, new)
    return rows


def _unit(source: Json, task: Json, role: str, name: Json, old: list[Row], correction: Correction) -> Row:
    kept = next((row for row in old if row["name"] == name), None)
    if kept is not None:
        return kept
    written = {"source": source, "task": task, "role": role, "name": name, "written": name, "group": False}
    return _blank("units") | written | {"confidence": 1.0, "reason": correction.reason}


def _correct_officials(rows: list[Row], source: Json, given: Mapping[Json, Mapping[str, Correction]]) -> list[Row]:
    for task, corrections in given.items():
        correction = corrections.get("directors")
        if correction is None:
            continue
        old = [row for row in rows if (row["task"], row["role"]) == (task, "directs")]
        new = []
        for who in _listed(correction.value):
            name, title = (who.get("name"), who.get("title")) if isinstance(who, Mapping) else (who, None)
            kept = next((row for row in old if (row["name"], row["title"]) == (name, title)), None)
            fresh: Row = {"source": source, "task": task, "role": "directs", "name": name, "title": title}
            fresh |= {"confidence": 1.0, "reason": correction.reason}
            new.append(kept or _blank("officials") | fresh)
        rows = _replaced(rows, old, new)
    return rows


def _with_labels(store: Tables, rows: Iterable[Row], index: CorrectionIndex) -> Iterator[Row]:
    """Deadlines; a deadline that a person added takes the label and the place of its task."""
    wanted = {place for place, given in index.tasks.items() if "deadline" in given}
    tasks = {(row["source"], row["row"]): row for row in store.rows("tasks") if (row["source"], row["row"]) in wanted}

    def correct(rows: list[Row], source: Json, given: Mapping[Json, Mapping[str, Correction]]) -> list[Row]:
        for task, corrections in given.items():
            if (correction := corrections.get("deadline")) is not None:
                old = [row for row in rows if row["task"] == task and row["main"]]
                rows = _replaced(rows, old, _main_deadline(tasks[source, task], old, correction))
        return rows

    return _by_source(rows, index, correct)


def _main_deadline(task: Row, old: list[Row], correction: Correction) -> list[Row]:
    value = correction.value
    if not isinstance(value, Mapping):
        return []
    place = {name: task[name] for name in ("source", "label", "section", "page", "start", "end", "words")}
    row = old[0] if old else _blank("deadlines") | place | {"task": task["row"], "main": True}
    values: Row = {PART_COLUMNS[part]: value.get(part) for part in DEADLINE_PARTS}
    reckoned = row.get("due_reason") if values["due_date"] and values["due_date"] == row.get("due_date") else None
    return [row | values | {"due_reason": reckoned, "confidence": 1.0, "reason": correction.reason}]


def _replaced(rows: list[Row], old: list[Row], new: list[Row]) -> list[Row]:
    """The rows with `new` where the first of `old` stood; else after those of the tasks before, else at the end."""
    if old:
        at = next(index for index, row in enumerate(rows) if row is old[0])
    else:
        task = new[0]["task"] if new else None
        later = (i for i, row in enumerate(rows) if row["task"] is None or _after(row["task"], task))
        at = next(later, len(rows))
    kept = [row for row in rows[:at] if not any(row is one for one in old)]
    rest = [row for row in rows[at:] if not any(row is one for one in old)]
    return [*kept, *new, *rest]


def _after(task: Json, other: Json) -> bool:
    return isinstance(task, int) and isinstance(other, int) and task > other


def _add_warnings(rows: Iterable[Row], index: CorrectionIndex) -> Iterator[Row]:
    """A correction without a task is told as a warning of its document; its value is not, which may be secret."""
    lost = defaultdict[Json, list[Correction]](list)
    for correction, source in index.lost:
        if source is not None:
            lost[source].append(correction)
    for source, group in groupby(_and_ends(rows, lost), key=lambda row: row["source"]):
        number = 0
        for row in group:
            if row["row"] is not None:
                number = int(str(row["row"]))
                yield row
        for correction in lost.get(source, ()):
            number += 1
            label = correction.task.split("|")[0]
            message = (
                f"A person's correction of {correction.field} finds no task `{label}` with the content that it was "
                f"made for; it is kept, and waits (vanban corrections lists it)."
            )
            issue = Issue("correction_lost", message)
            warned: Row = {"source": source, "row": number, "code": issue.code, "message": issue.message}
            yield _blank("warnings") | warned | {"confidence": 1.0}


def _and_ends(rows: Iterable[Row], sources: Iterable[Json]) -> Iterator[Row]:
    """The rows, and for each of the sources one without a number, in the order of sources."""
    ends = sorted(sources, key=str)
    for row in rows:
        while ends and str(ends[0]) < str(row["source"]):
            yield {"source": ends.pop(0), "row": None}
        yield row
    for source in ends:
        yield {"source": source, "row": None}


def _blank(table: str) -> Row:
    return {column.name: None for column in BY_NAME[table].columns}


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, (list, tuple)) else []
