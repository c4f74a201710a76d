"""The outline and the tables of a document -> Task*: who is ordered to do what by when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Document, NodeKind, Outline, Section, SectionKind, Span, Zones
from normalize import order_rules as rules
from normalize.acts import opens_with_act
from normalize.assignments import Assignment, read_assignment
from normalize.deadlines import find_deadlines, join_deadlines
from normalize.labelled import Fields, read_fields
from normalize.labels import Label, find_labels, match_label
from normalize.model import Deadline, Definition, Facts, Found, Official, Task, Unit
from normalize.moving import move_deadlines, move_directors, move_units
from normalize.people import parse_officials
from normalize.task_outline import Duty, Reader, own_code, short_forms
from normalize.task_tables import TableContext, read_table_tasks
from normalize.units import find_units, split_units

_LONGEST_NAME = 120  # of a unit in a heading; what is longer is a sentence
_RECOGNISED = 0.8  # how sure an order in prose is where its paragraphs were recognised on an image of a page
_MOSTLY = 0.7  # of the letters of a line that names units and does little else
_LONGEST_PREFACE = 160  # before the subject of a sentence
_LONGEST_UNNAMED = 600  # of an item that is a task by its deadline alone


def read_tasks(
    document: Document,
    zones: Zones,
    outline: Outline,
    sections: Sequence[Section],
    facts: Facts,
    definitions: Sequence[Definition] = (),
) -> tuple[Task, ...]:
    """All tasks of a document in reading order, from its outline and its tables.

    A task is the smallest item that orders an act of a unit; a heading over such items, a purpose, a requirement and a
    general clause are none.
    """
    children: dict[int | None, list[int]] = {}
    for index, node in enumerate(outline.nodes):
        children.setdefault(node.parent, []).append(index)
    express_only, ordering = _express_only(document, zones, facts, sections)
    reader = Reader(
        document=document,
        outline=outline,
        children={parent: tuple(found) for parent, found in children.items()},
        kinds={section.node: section.kind for section in sections},
        captions={section.node: section.heading for section in sections},
        definitions=own_code(facts) | short_forms(document, definitions),
        date=facts.date.value if facts.date else None,
        is_plan=rules.is_plan(facts.type.value if facts.type else None),
        express_only=express_only,
        ordering=ordering,
        tasks=[],
        read={},
    )
    _visit(reader, reader.children.get(None, ()), Duty())
    for table in document.tables:
        if reader.is_rule(table.span):
            continue
        at = outline.node_at(table.span.start)
        while at is not None and outline.nodes[at].end < table.span.start and outline.nodes[at].parent is not None:
            at = outline.nodes[at].parent
        path = outline.nodes[at].path if at is not None else ""
        reader.tasks.extend(read_table_tasks(document, table, TableContext(path, reader.definitions, reader.date)))
    return tuple(sorted(reader.tasks, key=lambda task: (task.span.start, task.span.end)))


def _express_only(
    document: Document, zones: Zones, facts: Facts, sections: Sequence[Section]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The parts of a document in which only express orders are tasks (rules, reports, requests), and the parts within
    them that order all the same: `Tổ chức thực hiện` of a decision or resolution that carries its year in its number,
    and so lays down rules (Luật 64/2025/QH15)."""
    kind = facts.type.value if facts.type else None
    whole = (Span(zones.title.start, max(zones.body.end, zones.title.end)), *zones.appendices)
    if rules.is_rule_book(kind, document.words(zones.title)):
        return whole, ()
    if facts.number is not None and rules.is_normative(facts.number.value):
        return whole, tuple(section.span for section in sections if rules.is_carrying_out(section.heading))
    beginnings = ((a, document.text[a.start : min(a.end, a.start + 400)]) for a in zones.appendices)
    return tuple(appendix for appendix, beginning in beginnings if rules.heads_rules(beginning)), ()


def _visit(reader: Reader, indexes: Sequence[int], duty: Duty) -> None:
    """Read the tasks of sibling nodes. A line that governs what follows it without holding it passes its units on; one
    that opens requirements takes the bullets after it along."""
    requirements = reported = False
    for index in indexes:
        node, text = reader.node(index), reader.text(index)
        kids = reader.children.get(index, ())
        caption = reader.captions.get(index)
        prose_article = caption == "" and bool(text.strip())
        if node.kind is NodeKind.HEADING and (
            reader.kinds.get(index) in rules.NO_ORDERS or (caption and rules.is_procedure(caption))
        ):
            continue
        if match_label(text) is not None and not kids and node.kind is not NodeKind.HEADING:
            continue  # a field of the item above it
        if requirements and node.kind is NodeKind.BULLET:
            continue
        requirements = rules.opens_requirements(text) and not kids
        if reported and node.kind is not NodeKind.TEXT:
            _visit(reader, [k for k in kids if reader.node(k).kind is NodeKind.TEXT], Duty())  # the closing paragraph
            continue
        reported = rules.opens_report(text)
        if reported:
            continue
        if _labelled(reader, index, kids, duty):
            continue
        if rules.is_general(text) or (not kids and rules.is_title(text)):
            _visit(reader, kids if prose_article else (), duty)
            continue
        if node.kind is NodeKind.HEADING and not prose_article:
            _visit(reader, kids, _for_units(reader, index, text) or duty)
            continue
        named = None if text.rstrip().endswith(":") else _for_units(reader, index, text)
        if named is not None and (kids or _only_names(text)):  # with nothing under it, a unit in a list of units
            if not kids and index == indexes[0] and _is_unfinished(reader, node.parent):
                duty = replace(duty, leads=(*duty.leads, *named.leads))
            _visit(reader, kids, named)
            continue
        listed = rules.leads_to_list(text) and (bool(kids) or index != indexes[-1])
        if listed and not rules.opens_requirements(text) and not _is_enumeration(reader, text, kids):
            governed = _governing(reader, index, text, duty)
            if kids:
                _visit(reader, kids, governed)
            else:
                duty = governed
            continue
        order = _order(reader, index, kids, duty)
        if order is not None:
            reader.tasks.append(order)
            if not text.rstrip().endswith(":"):
                _visit(reader, kids, replace(duty, leads=order.leads))
        elif kids and (prose_article or not text.rstrip().endswith(":")):
            _visit(reader, kids, duty)


def _is_unfinished(reader: Reader, index: int | None) -> bool:
    """True for a heading whose list of units goes on in the next line: `Trách nhiệm của các bộ, cơ quan ngang bộ;`."""
    return index is not None and reader.text(index).rstrip().endswith((";", ","))


def _is_enumeration(reader: Reader, text: str, kids: Sequence[int]) -> bool:
    """True for an order over a list of things that it names: `Gửi về Sở các tài liệu sau:` over `- Biên bản họp;`."""
    if not kids or rules.heads_orders(text):
        return False
    if not opens_with_act(text) and not _assignment(reader, text).leads:
        return False
    return 2 * sum(_acts(reader, reader.text(k)) for k in kids) < len(kids)


def _acts(reader: Reader, text: str) -> bool:
    """True where a text opens with an act, gives an order, or tells a unit of its own to do something."""
    if opens_with_act(text) or rules.is_express(text):
        return True
    leads = _assignment(reader, text).leads
    return bool(leads) and not any(unit.span is not None and rules.is_bare(text, unit.span.end) for unit in leads)


def _for_units(reader: Reader, index: int, text: str) -> Duty | None:
    """The duty of a heading or line that consists of units: `1. Phòng Tổng hợp`, `Đối với các sở, ban, ngành:`."""
    if reader.kinds.get(index, SectionKind.OTHER) not in (SectionKind.OTHER, SectionKind.ORGANIZATION):
        return None
    named = rules.units_of_heading(text)
    if named is None:
        return None
    units = split_units(named, definitions=reader.definitions)
    if not units or not all((unit.kind or unit.group) and len(unit.written) <= _LONGEST_NAME for unit in units):
        return None
    if sum(len(unit.written) for unit in units) < _MOSTLY * len(named):
        return None
    ends = [unit.span.end for unit in units if unit.span is not None]
    if ends and opens_with_act(named[max(ends) :].strip(" ,;.")):  # `Các sở, ban, ngành triển khai Kế hoạch này.`
        return None
    return Duty(leads=move_units(units, reader.body(index).start + text.index(named)))


def _only_names(text: str) -> bool:
    """True for a line of units and nothing else; not for `Tổ chức trực ban 24/24 giờ`, nor for a short order."""
    return sum(len(unit.written) for unit in find_units(text)) >= _MOSTLY * len(text)


def _governing(reader: Reader, index: int, text: str, duty: Duty) -> Duty:
    """The duty that a line ending in a colon lays on what follows: its own units, else those above it."""
    whole = _for_units(reader, index, text)
    if whole is not None:
        return whole
    assignment = _assignment(reader, text)
    base = reader.body(index).start
    leads = move_units(assignment.leads, base)
    coordinators = move_units(assignment.coordinators, base)
    if leads and not rules.is_express(text) and (_is_statement(text, assignment) or reader.before_body(index)):
        return duty
    if not leads and not coordinators:
        return duty
    return replace(duty, leads=leads or duty.leads, coordinators=coordinators)


def _assignment(reader: Reader, text: str) -> Assignment:
    """The roles in an order, without the one who gives it: the unit right before `yêu cầu`, `đề nghị`, `giao`."""
    found = reader.read.get(text)
    if found is None:
        found = reader.read[text] = _without_giver(text, read_assignment(text, definitions=reader.definitions))
    return found


def _without_giver(text: str, found: Assignment) -> Assignment:
    orders = rules.ordering_verbs(text)
    if not orders:
        return found
    leads = tuple(
        unit for unit in found.leads if unit.span is None or not _is_between(orders, unit.span.end, unit.span.end + 12)
    )
    return replace(found, leads=leads)


def _is_between(places: Sequence[int], first: int, last: int) -> bool:
    """True where one of the places, which ascend, lies from `first` to `last`."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last


def _labelled(reader: Reader, index: int, kids: Sequence[int], duty: Duty) -> bool:
    """Read an item with labelled bullets; False where it has none."""
    labels = [
        k for k in kids if match_label(reader.text(k)) is not None and reader.node(k).kind is not NodeKind.HEADING
    ]
    if not labels:
        return False
    fields = _fields(reader, labels)
    node = reader.node(index)
    if not fields.labels - {Label.DETAIL} or reader.is_rule(node.span):
        return False
    if rules.is_circumstance(reader.text(index)) and not fields.leads:
        return True
    first = labels[0]
    acts = [
        k for k in kids if k not in labels and reader.node(k).kind in (NodeKind.BULLET, NodeKind.ITEM, NodeKind.HEADING)
    ]
    before = [k for k in acts if k < first]
    if before or (acts and node.kind is NodeKind.HEADING):
        inherited = Duty(
            fields.leads or duty.leads,
            fields.coordinators or duty.coordinators,
            fields.directors or duty.directors,
            fields.deadlines or duty.deadlines,
        )
        for act in acts:
            if not _labelled(reader, act, reader.children.get(act, ()), inherited):
                reader.tasks.append(_task(reader, act, inherited, form="bullets"))
        return True
    parts = [index, *(k for k in kids if k < first and reader.node(k).kind is NodeKind.TEXT)]
    content = " ".join(" ".join(reader.text(k).split()) for k in parts)
    if not content:
        return False
    own = read_assignment(content, definitions=reader.definitions)
    body = Span(reader.body(index).start, reader.body(parts[-1]).end)
    coordinators = (*move_units(own.coordinators, body.start), *fields.coordinators)
    reader.tasks.append(
        Task(
            label=node.path,
            content=content,
            span=Span(node.span.start, max(node.span.end, reader.node(labels[-1]).end)),
            content_span=body,
            directors=fields.directors or duty.directors,
            leads=fields.leads or move_units(own.leads, body.start) or duty.leads,
            coordinators=coordinators,
            deadlines=join_deadlines(fields.deadlines, _prose_deadlines(reader, body, content)),
            product=fields.product,
            submit_to=fields.submit_to,
            form="bullets",
            parent=_parent(reader, index),
        )
    )
    return True


def _parent(reader: Reader, index: int) -> Found[str] | None:
    """The words of the heading or numbered item right over a node; None at the top."""
    above = reader.node(index).parent
    if above is None:
        return None
    return Found(" ".join(reader.text(above).split()), reader.body(above))


def _fields(reader: Reader, indexes: Sequence[int]) -> Fields:
    paragraphs = ((reader.text(index), reader.body(index).start) for index in indexes)
    return read_fields(paragraphs, definitions=reader.definitions, document_date=reader.date)


def _order(reader: Reader, index: int, kids: Sequence[int], duty: Duty) -> Task | None:
    """The task of a paragraph that orders an act; None where it orders none."""
    node, text = reader.node(index), reader.text(index)
    express = rules.is_express(text)
    if reader.is_rule(node.span) and not rules.is_given(text):
        return None
    parent = reader.node(node.parent) if node.parent is not None else None
    assignment = _assignment(reader, text)
    leads = assignment.leads
    own = bool(leads) and (express or not (_is_statement(text, assignment) or rules.is_approval(text)))
    if node.kind is NodeKind.TEXT and not express:
        if text[:1].islower() or (parent is None and (not own or _is_opening(reader, index, text, assignment))):
            return None
        below_item = parent is not None and parent.kind in (NodeKind.ITEM, NodeKind.BULLET)
        if below_item and not own and not (duty.leads and _goes_on(text)):
            return None
    ends = [unit.span.end for unit in leads if unit.span is not None]
    if own and (any(rules.is_bare(text, end) for end in ends) or (ends and rules.is_name(text, max(ends)))):
        return None
    named = not own and not duty.leads and reader.in_organization(index) and _names_units(text)
    if not own and not duty.leads and not named and not _has_deadline(reader, text):
        return None
    if not own and rules.is_no_act(text):  # asked last, since it may have to ask the tagger
        return None
    task = _task(reader, index, duty, form="order" if own else "organization")
    if named:
        task = replace(task, confidence=0.7, reason="units are named, but which of them leads is not clear")
    elif reader.is_recognised(index):
        doubt = "recognised on an image of a page" if task.reason is None else f"{task.reason}; recognised"
        task = replace(task, confidence=min(task.confidence, _RECOGNISED), reason=doubt)
    if text.rstrip().endswith(":"):
        parts = [text, *(reader.text(k) for k in kids)]
        task = replace(
            task,
            content=" ".join(" ".join(part.split()) for part in parts),
            content_span=Span(task.content_span.start, node.end),
            span=Span(task.span.start, max(task.span.end, node.end)),
        )
    return task


def _goes_on(text: str) -> bool:
    """True for a further paragraph of an item that orders something more: below `b) Theo dõi ...` `Triển khai ...`."""
    return text[:1].isupper() and opens_with_act(text)


def _is_statement(text: str, assignment: Assignment) -> bool:
    """True where the lead of a paragraph does, did or is something instead of being told to."""
    ends = [unit.span.end for unit in assignment.leads if unit.span is not None]
    return any(rules.is_statement(text, end) for end in ends)


def _names_units(text: str) -> bool:
    """True where a unit of a known kind is named."""
    return any(unit.kind or unit.group for unit in find_units(text))


def _is_opening(reader: Reader, index: int, text: str, assignment: Assignment) -> bool:
    """True for a paragraph before the body, a basis, or one whose lead is not the subject of its first clause."""
    if rules.is_basis(text) or reader.before_body(index):
        return True
    first = min((unit.span.start for unit in assignment.leads if unit.span is not None), default=0)
    return (assignment.in_middle or first > _LONGEST_PREFACE) and not rules.begins_with_unit(text)


def _has_deadline(reader: Reader, text: str) -> bool:
    """True for a short item of a plan with a deadline of its own, which is a task even without a unit."""
    if not reader.is_plan or len(text) >= _LONGEST_UNNAMED or not rules.is_dated(text):
        return False
    return any(rules.is_dated(deadline.text) for deadline in find_deadlines(text, document_date=reader.date))


def _task(reader: Reader, index: int, duty: Duty, form: str) -> Task:
    """The task of one paragraph with its own roles before those that it inherits."""
    node, text = reader.node(index), reader.text(index)
    assignment = _assignment(reader, text)
    base = reader.body(index).start
    inline = _fields(reader, [index]) if find_labels(text) else Fields()
    if assignment.in_middle and duty.leads and opens_with_act(text):
        assignment = replace(assignment, leads=())
    directors = inline.directors or _directors(reader, text, base)
    leads = inline.leads or move_units(_without(assignment.leads, directors, base), base)
    coordinators = inline.coordinators or move_units(assignment.coordinators, base)
    reason = None if leads or not duty.leads else "the unit is that of the heading or sentence above"
    joint = move_units(assignment.joint, base)
    return Task(
        label=node.path,
        content=" ".join(text.split()),
        span=node.span,
        content_span=reader.body(index),
        directors=directors or duty.directors,
        leads=(*(leads or duty.leads), *joint),
        coordinators=coordinators if leads or rules.is_led(text) else _joined(duty.coordinators, coordinators),
        deadlines=join_deadlines(inline.deadlines, _prose_deadlines(reader, reader.body(index), text))
        or duty.deadlines,
        product=inline.product,
        submit_to=inline.submit_to,
        form=form,
        confidence=0.9 if reason else 1.0,
        reason=reason,
        parent=_parent(reader, index),
    )


def _joined(above: Sequence[Unit], own: Sequence[Unit]) -> tuple[Unit, ...]:
    """Who helps by the line that governs an item, then who helps with the item alone, each named once."""
    names = {unit.name.lower() for unit in above}
    return (*above, *(unit for unit in own if unit.name.lower() not in names))


def _directors(reader: Reader, text: str, base: int) -> tuple[Official, ...]:
    """The persons to whom an order gives the direction of something; an office without a person leads instead."""
    found = rules.find_director(text)
    if found is None:
        return ()
    people = parse_officials(text[found[0] : found[1]], definitions=reader.definitions)
    return move_directors((person for person in people if person.title or person.role == "person"), base + found[0])


def _without(units: Sequence[Unit], people: Sequence[Official], base: int) -> tuple[Unit, ...]:
    """The units that do not lie within the words for one of the people."""
    spans = [person.span for person in people if person.span is not None]
    return tuple(u for u in units if u.span is None or not any(s.start <= base + u.span.start < s.end for s in spans))


def _prose_deadlines(reader: Reader, body: Span, text: str) -> tuple[Deadline, ...]:
    return move_deadlines(find_deadlines(text, document_date=reader.date), body.start)
