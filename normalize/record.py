"""A Document -> its Record: the only place that knows all the parsers."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Document, Zones
from extract.outline import make_outline
from extract.sections import split_sections
from extract.zones import find_zones
from normalize.attendance import find_people
from normalize.definitions import find_definitions
from normalize.effect_dates import find_effect
from normalize.facts import read_facts
from normalize.internal import find_internal
from normalize.model import Facts, Official, Record, Reference, Relation, Task, Unit
from normalize.order_rules import is_normative, is_rule_book
from normalize.references import read_references
from normalize.tasks import read_tasks
from normalize.warnings import find_warnings


def read_record(document: Document) -> Record:
    """Everything that is read from one document; deterministic, and raises nothing on any text."""
    zones = find_zones(document)
    outline = make_outline(document, zones)
    sections = split_sections(document, outline)
    facts = read_facts(document, zones)
    facts = replace(facts, effect=find_effect(document.text, facts.date.value if facts.date else None))
    definitions = find_definitions(document.text)
    references = read_references(document, zones, facts.number.value if facts.number else None)
    tasks = tuple(
        _assigned(task, references) for task in read_tasks(document, zones, outline, sections, facts, definitions)
    )
    units: list[Unit] = [unit for task in tasks for unit in (*task.leads, *task.coordinators)]
    officials: list[Official] = [
        Official(
            s.name, s.title, facts.issuer.value if facts.issuer else None, None, "signs", s.span, s.confidence, s.reason
        )
        for s in facts.signatories
    ]
    officials.extend(official for task in tasks for official in task.directors)
    seen = {official.span for official in officials}
    officials.extend(
        person
        for person in find_people(document.text, facts.recipients, meets=not _lays_down_rules(document, facts, zones))
        if person.span not in seen
    )
    internal = find_internal(document.text, references)
    record = Record(
        document, facts, outline, sections, references, tasks, tuple(units), tuple(officials), definitions, (), internal
    )
    return replace(record, warnings=find_warnings(record))


def _lays_down_rules(document: Document, facts: Facts, zones: Zones) -> bool:
    """True for a document of standing rules, by its kind, title and number."""
    kind = facts.type.value if facts.type else None
    if facts.number is not None and is_normative(facts.number.value):
        return True
    return is_rule_book(kind, document.words(zones.title)) and kind not in ("GM", "BB", "BC")


def _assigned(task: Task, references: tuple[Reference, ...]) -> Task:
    """The task with the numbers of the documents that its own words carry out: `được giao tại Kế hoạch số 11`."""
    numbers = (
        reference.number
        for reference in references
        if reference.relation is Relation.IMPLEMENTS and task.content_span.covers(reference.span)
    )
    return replace(task, assigned_by=tuple(dict.fromkeys(number for number in numbers if number is not None)))
