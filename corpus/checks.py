"""Tables of all documents, their units and citations -> what a person should look at, with what it is held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from corpus.chains import Change, find_status
from corpus.collection_columns import complete
from corpus.columns import Json, Row
from corpus.duplicates import ALIKE, find_sameness, task_features
from corpus.graph import CitationGraph
from corpus.likeness import Features, LikenessIndex, Place, coverage
from corpus.unit_entities import UnitIndex
from corpus.works import WorkKey
from normalize.model import Relation

CARRIED = 0.5  # how much of an order's words a task must have to count as carrying it
_PLANS = frozenset(("KH", "CTr", "PA", "ĐA"))
_CARRY = frozenset((Relation.IMPLEMENTS, Relation.BASED_ON))
_END = {Relation.REPLACES: "replaced", Relation.REPEALS: "repealed"}
_PLACES = ("code", "source", "task", "other_source", "other_task", "other_content")
_LEAST = 8  # features of a text that can be told apart from others
_FAR = 300  # days: what is due again a year later is another order
_ARTICLE = regex.compile(r"(?i)(?<!\p{L})điều\s+(?P<number>\d{1,3}[a-zđ]?)(?!\p{L})")


@dataclass(frozen=True, slots=True)
class _Task:
    """A task with what the checks need of it. `leads` are entities of units, without groups."""

    place: Place
    row: Row
    work: WorkKey | None
    features: Features
    leads: frozenset[str]


def make_checks(
    documents: Iterable[Row], tasks: Iterable[Row], deadlines: Iterable[Row], units: UnitIndex, graph: CitationGraph
) -> tuple[Row, ...]:
    """The table `checks`; the order of the rows makes no difference.

    Of a work with several files only the first by name is looked at, so that copies are not held against one another.
    """
    held = {str(row["source"]): row for row in documents}
    first = {key: min(source for source in files) for key, files in _files(graph, held).items()}
    kept = set(first.values()) | {source for source in held if source not in graph.work_of}
    made = _read_tasks((row for row in tasks if str(row["source"]) in kept), units, graph)
    dues = {_place(row, "task"): row for row in deadlines if row["main"] and row["task"] is not None}
    found: list[Row] = []
    found += _against_plans(held, first, made, dues, units, graph)
    found += _conflicts(held, made, dues, units, graph)
    found += _ended(first, made, dues, units, graph)
    found += _counted_twice(made, dues, units)
    found = list({tuple(row.get(name) for name in _PLACES): row for row in reversed(found)}.values())
    found.sort(key=lambda row: tuple(str(row[name] or "") for name in ("code", "source")) + _numbers(row))
    return tuple(complete("checks", number, row) for number, row in enumerate(found, start=1))


def _numbers(row: Row) -> tuple[str, ...]:
    names = ("task", "other_source", "other_task", "unit", "message")
    return tuple(f"{value:09d}" if isinstance(value := row.get(name), int) else str(value or "") for name in names)


def _files(graph: CitationGraph, held: Mapping[str, Row]) -> dict[WorkKey, list[str]]:
    files = defaultdict[WorkKey, list[str]](list)
    for source, key in graph.work_of.items():
        if source in held:
            files[key].append(source)
    return files


def _read_tasks(rows: Iterable[Row], units: UnitIndex, graph: CitationGraph) -> dict[Place, _Task]:
    found = {}
    for row in rows:
        source, leads = str(row["source"]), row["leads"]
        names = [str(name) for name in leads] if isinstance(leads, list) else []
        entities = frozenset(
            entity
            for name in names
            if (entity := units.entity_of.get((source, name))) is not None and entity not in units.groups
        )
        place = _place(row, "row")
        found[place] = _Task(place, row, graph.work_of.get(source), task_features(row), entities)
    return dict(sorted(found.items()))


def _against_plans(
    held: Mapping[str, Row],
    first: Mapping[WorkKey, str],
    tasks: Mapping[Place, _Task],
    dues: Mapping[Place, Row],
    units: UnitIndex,
    graph: CitationGraph,
) -> Iterator[Row]:
    """Orders of a document to a unit, against the unit's own plans that carry it out: no task alike, or a later day."""
    by_source = defaultdict[str, list[_Task]](list)
    for task in tasks.values():
        by_source[task.place[0]].append(task)
    plans = defaultdict[tuple[str, str], set[str]](set)  # (higher file, entity of the unit) -> its plans
    for edge in graph.edges:
        plan, higher = first.get(edge.citing), first.get(edge.cited)
        if plan is None or higher is None or edge.relation not in _CARRY or all(e.nested for e in edge.evidence):
            continue
        unit = units.issuer_of.get(plan)
        if unit is None or held[plan]["type"] not in _PLANS or unit == units.issuer_of.get(higher):
            continue
        if by_source[plan] and by_source[higher]:
            plans[higher, unit].add(plan)
    for (higher, unit), sources in sorted(plans.items()):
        own = {task.place: task for source in sorted(sources) for task in by_source[source]}
        index = LikenessIndex({place: task.features for place, task in own.items()})
        for task in by_source[higher]:
            if unit not in task.leads or len(task.features) < _LEAST or task.row["duplicate_of"] is not None:
                continue
            near = sorted(index.near(task.features), key=lambda p: (-coverage(task.features, own[p].features), p))
            best = own[near[0]] if near else None
            score = coverage(task.features, best.features) if best is not None else 0.0
            if best is not None and score >= CARRIED:
                if _is_later(dues.get(best.place), dues.get(task.place)):
                    message = "The plan of the unit gives this task a later deadline than the document that orders it."
                    yield _row("deadline_conflict", message, unit, task, best, dues, units, score, CARRIED)
                continue
            message = "The unit leads this task; its own plan that carries the document out has no task alike."
            yield _row("not_carried", message, unit, task, best, dues, units, score, CARRIED) | {
                "other_source": min(sources) if best is None else best.place[0]
            }


def _is_later(one: Row | None, other: Row | None) -> bool:
    first, second = _end(one), _end(other)
    return first is not None and second is not None and first > second


def _conflicts(
    held: Mapping[str, Row],
    tasks: Mapping[Place, _Task],
    dues: Mapping[Place, Row],
    units: UnitIndex,
    graph: CitationGraph,
) -> Iterator[Row]:
    """One order with two deadlines: in the text and the appendix of a document, or in two documents."""
    for task in tasks.values():
        other = tasks.get((task.place[0], _whole(task.row["duplicate_of"])))
        one, two = dues.get(task.place), dues.get(other.place) if other is not None else None
        if other is None or one is None or two is None or not _differ(one, two):
            continue
        message = "The document gives this task two deadlines, in its text and in its appendix."
        unit = min(task.leads | other.leads, default=None)
        alike, threshold = find_sameness(task.features, other.features) or (None, None)
        yield _row("deadline_conflict", message, unit, other, task, dues, units, alike, threshold)
    carries = {(edge.citing, edge.cited) for edge in graph.edges if edge.relation in _CARRY}
    dated = {p: t for p, t in tasks.items() if _end(dues.get(p)) is not None and len(t.features) >= _LEAST}
    seen = set[tuple[Place, Place]]()
    for unit, places in _by_unit(dated).items():
        index = LikenessIndex({place: dated[place].features for place in places})
        for place in places:
            for near in index.near(dated[place].features):
                pair = (min(place, near), max(place, near))
                if place[0] == near[0] or pair in seen or dated[place].work == dated[near].work:
                    continue
                seen.add(pair)
                left, right = dated[pair[0]], dated[pair[1]]
                same = find_sameness(left.features, right.features)
                if same is not None and _is_conflict(left, right, held, dues, carries):
                    message = "Two documents give this task to the same unit with different deadlines."
                    yield _row("deadline_conflict", message, unit, left, right, dues, units, *same)


def _by_unit(tasks: Mapping[Place, _Task]) -> dict[str, list[Place]]:
    found = defaultdict[str, list[Place]](list)
    for place, task in tasks.items():
        for unit in task.leads:
            found[unit].append(place)
    return dict(sorted(found.items()))


def _is_conflict(
    one: _Task,
    two: _Task,
    held: Mapping[str, Row],
    dues: Mapping[Place, Row],
    carries: set[tuple[WorkKey, WorkKey]],
) -> bool:
    """Two days for one order. Earlier in the plan that carries it out is none, nor is a year later."""
    first, second = _end(dues[one.place]), _end(dues[two.place])
    if first is None or second is None or first == second or abs((first - second).days) > _FAR:
        return False
    if one.work is not None and two.work is not None:
        if (one.work, two.work) in carries:
            return first > second
        if (two.work, one.work) in carries:
            return second > first
    years = {str(held[task.place[0]]["date"] or task.place)[:4] for task in (one, two)}
    return len(years) == 1


def _ended(
    first: Mapping[WorkKey, str],
    tasks: Mapping[Place, _Task],
    dues: Mapping[Place, Row],
    units: UnitIndex,
    graph: CitationGraph,
) -> Iterator[Row]:
    """Tasks of documents, or of their articles, that a document of the collection replaces or repeals."""
    by_work = defaultdict[WorkKey, list[_Task]](list)
    for task in tasks.values():
        if task.work is not None:
            by_work[task.work].append(task)
    for work in sorted(first):
        if work not in by_work:
            continue
        for change in find_status(graph, work).changes:
            if change.relation not in _END or not change.is_act:
                continue
            for task in by_work[work]:
                if _is_meant(change.pinpoint, task.row):
                    yield _ended_row(task, change, dues, units, graph)


def _ended_row(task: _Task, change: Change, dues: Mapping[Place, Row], units: UnitIndex, graph: CitationGraph) -> Row:
    evidence = min(change.evidence, key=lambda e: (e.nested, e.source, e.row))
    part = f" {change.pinpoint} of" if change.pinpoint else ""
    since = f" ({change.since})" if change.since is not None else ""
    by = graph.works[change.by].label
    said = " as another document says" if evidence.nested else ""
    message = f"{by}{since} has {_END[change.relation]}{part} the document that gives this task{said}."
    row = _row("order_ended", message, min(task.leads, default=None), task, None, dues, units, None, None)
    return row | {"other_source": evidence.source, "other_content": evidence.words, "other_label": evidence.section}


def _is_meant(pinpoint: str | None, row: Row) -> bool:
    """True for a whole document, and for the articles that are named; of smaller parts nothing is said."""
    if pinpoint is None:
        return True
    articles = {match["number"].lower() for match in _ARTICLE.finditer(pinpoint)}
    if not articles or regex.search(r"(?i)(?:khoản|điểm)\s", pinpoint):
        return False
    return any(match["number"].lower() in articles for match in _ARTICLE.finditer(str(row["section"] or "")))


def _counted_twice(tasks: Mapping[Place, _Task], dues: Mapping[Place, Row], units: UnitIndex) -> Iterator[Row]:
    for task in tasks.values():
        other = tasks.get((task.place[0], _whole(task.row["duplicate_of"])))
        if other is None:
            continue
        alike, threshold = find_sameness(task.features, other.features) or (None, None)
        what = "repeats" if threshold == ALIKE else "is a part of, or has as a part,"
        message = f"The task of the appendix {what} one of the text: it is one task."
        unit = min(task.leads | other.leads, default=None)
        yield _row("counted_twice", message, unit, task, other, dues, units, alike, threshold)


def _row(
    code: str,
    message: str,
    unit: str | None,
    task: _Task,
    other: _Task | None,
    dues: Mapping[Place, Row],
    units: UnitIndex,
    similarity: float | None,
    threshold: float | None,
) -> Row:
    row: Row = {
        "code": code,
        "message": message,
        "unit": units.name(unit),
        "similarity": None if similarity is None else round(similarity, 3),
        "threshold": threshold,
    }
    for prefix, side in (("", task), ("other_", other)):
        if side is None:
            continue
        due = dues.get(side.place)
        row |= {
            f"{prefix}source": side.place[0],
            f"{prefix}task": side.place[1],
            f"{prefix}label": side.row["label"],
            f"{prefix}content": side.row["content"],
            f"{prefix}deadline": due["text"] if due is not None else None,
            f"{prefix}end_date": due["end_date"] if due is not None else None,
        }
    return row


def _differ(one: Row, two: Row) -> bool:
    """True where both name days, or both recur, and not alike."""
    if one["rrule"] or two["rrule"]:
        return bool(one["rrule"] and two["rrule"]) and one["rrule"] != two["rrule"]
    return bool(one["end_date"] and two["end_date"]) and one["end_date"] != two["end_date"]


def _end(due: Row | None) -> date | None:
    """The day of a deadline that does not recur."""
    if due is None or due["rrule"] or not isinstance(due["end_date"], str) or len(due["end_date"]) != 10:
        return None
    return date.fromisoformat(due["end_date"])


def _place(row: Row, name: str) -> Place:
    return str(row["source"]), _whole(row[name])


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else 0


def shown_order(rows: Sequence[Row]) -> list[Row]:
    """The rows by code, then by unit and place, as they are read."""
    return sorted(
        rows, key=lambda row: (str(row["code"]), str(row["unit"] or ""), str(row["source"]), _whole(row["task"]))
    )
