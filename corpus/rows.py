"""Record -> the rows of every table, each with its place, its exact words and how certain it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from corpus.columns import DEADLINE_PARTS, PART_COLUMNS, TABLES, Json, Row, Rows
from corpus.duplicates import find_duplicates
from corpus.province_today import find_province_today
from extract.model import Document, Issue, Origin, Span
from normalize.model import Deadline, Facts, Found, Official, PartialDate, Record, Signatory, Task, Unit

_SECRET = "secret"
_SHOWN_OF_SECRET = frozenset(
    ("source", "row", "format", "pages", "recognised_pages", "fingerprint", "secrecy", "secret", "confidence")
)


def make_rows(record: Record, *, include_secret: bool = False) -> Rows:
    """The rows of a document by table, with every declared column.

    A document marked secret yields its flag and one warning, nothing of its content, unless `include_secret`.
    """
    found: Rows = {
        "documents": [_document_row(record)],
        "sections": _section_rows(record),
        "references": _reference_rows(record),
        "tasks": _task_rows(record),
        "deadlines": _deadline_rows(record),
        "units": _unit_rows(record),
        "officials": _official_rows(record),
        "recipients": _recipient_rows(record),
        "definitions": _definition_rows(record),
        "internal_references": _internal_rows(record),
        "repairs": _repair_rows(record),
        "warnings": [_warning_row(record, issue) for issue in _issues(record)],
    }
    rows = _complete(found, record.document.source)
    if include_secret or record.facts.secrecy is None:
        return rows
    return {name: [kept for row in rows[name] if (kept := withhold(name, row)) is not None] for name in rows}


def withhold(table: str, row: Row) -> Row | None:
    """What may be shown of a row of a secret document: its flag and its warning; None for the rest."""
    if table == "documents":
        return {name: value if name in _SHOWN_OF_SECRET else None for name, value in row.items()}
    return row if table == "warnings" and row["code"] == _SECRET else None


def failure_rows(source: str, code: str, message: str) -> Rows:
    """The rows of a file that could not be read: one warning."""
    return _complete({"warnings": [{"code": code, "message": message}]}, source)


def _complete(found: Rows, source: str) -> Rows:
    """Every table with every declared column in order, the rows numbered from 1."""
    made: Rows = {}
    for table in TABLES:
        rows = made[table.name] = []
        for number, row in enumerate(found.get(table.name, ()), start=1):
            row |= {"source": source, "row": number}
            rows.append({column.name: row.get(column.name) for column in table.columns})
    return made


def _file_facts(document: Document) -> Row:
    return {
        "format": document.format.value,
        "pages": len(document.pages),
        "recognised_pages": sum(page.origin is Origin.OCR for page in document.pages),
        "characters": len(document.text),
        "fingerprint": document.fingerprint,
    }


def _document_row(record: Record) -> Row:
    facts, document = record.facts, record.document
    signer = facts.signatories[0] if facts.signatories else None
    named: dict[str, Found[str] | Found[PartialDate] | None] = {
        "type": facts.type,
        "number": facts.number,
        "symbol": facts.symbol,
        "date": facts.date,
        "place": facts.place,
        "issuer": facts.issuer,
        "parent": facts.parent,
        "locality": facts.locality,
        "title": facts.title,
        "urgency": facts.urgency,
        "secrecy": facts.secrecy,
    }
    evidence: dict[str, Json] = {
        name: _evidence(document, found.span, found.confidence, found.reason)
        for name, found in named.items()
        if found is not None
    }
    if facts.effect is not None:
        found = facts.effect
        evidence["effect_date"] = _evidence(document, found.span, found.confidence, found.reason)
    if signer is not None:
        evidence["signer_name"] = _evidence(document, signer.span, signer.confidence, signer.reason)
    doubts = [(name, f.confidence, f.reason) for name, f in named.items() if f is not None]
    doubts += [("signer_name", signer.confidence, signer.reason)] if signer is not None else []
    row: Row = {name: None if found is None else str(found.value) for name, found in named.items()}
    row |= _place(
        record,
        _head_span(document, facts),
        min((confidence for _, confidence, _ in doubts), default=1.0),
        "; ".join(f"{name}: {reason}" for name, _, reason in doubts if reason) or None,
    )
    return (
        row
        | _file_facts(document)
        | {
            "province_today": find_province_today(row),
            "effect_date": None if facts.effect is None else str(facts.effect.value),
            "signer_name": (signer.name or None) if signer else None,
            "signer_title": signer.title if signer else None,
            "signer_capacity": list(signer.capacity) if signer else [],
            "bases": [basis.value for basis in facts.bases],
            "secret": facts.secrecy is not None,
            "evidence": evidence,
        }
    )


def _head_span(document: Document, facts: Facts) -> Span:
    """From the first to the last fact of the head; the first paragraph where none was found."""
    head = (facts.type, facts.number, facts.symbol, facts.date, facts.place, facts.issuer, facts.parent, facts.title)
    limit = facts.tail.start if facts.tail is not None and facts.tail.start else len(document.text)
    spans = [found.span for found in head if found is not None and found.span is not None and found.span.end <= limit]
    if spans:
        return Span(min(span.start for span in spans), max(span.end for span in spans))
    return document.paragraphs[0].span if document.paragraphs else Span(0, 0)


def _section_rows(record: Record) -> list[Row]:
    return [
        {
            "label": section.label,
            "heading": section.heading,
            "kind": section.kind.value,
            "level": section.level,
            "parent": None if section.parent is None else section.parent + 1,
            "until": section.span.end,
        }
        | _place(record, section.heading_span)
        | {"section": section.path}
        for section in record.sections
    ]


def _reference_rows(record: Record) -> list[Row]:
    return [
        _place(record, ref.span, ref.confidence, ref.reason)
        | {
            "type": ref.type,
            "number": ref.number,
            "name": ref.name,
            "date": None if ref.date is None else str(ref.date),
            "issuer": ref.issuer,
            "pinpoint": ref.pinpoint,
            "relation": ref.relation.value,
            "title": ref.title,
            "raw_number": ref.raw_number,
            "parent": None if ref.parent is None else ref.parent + 1,
            "parent_relation": None if ref.parent_relation is None else ref.parent_relation.value,
            "target": None if ref.target is None else ref.target + 1,
            "target_relation": None if ref.target_relation is None else ref.target_relation.value,
            "resolved_number": ref.resolved_number,
            "resolved_date": None if ref.resolved_date is None else str(ref.resolved_date),
            "resolved_issuer": ref.resolved_issuer,
        }
        for ref in record.references
    ]


def _task_rows(record: Record) -> list[Row]:
    rows = [_task_row(record, task) for task in record.tasks]
    for row, first in zip(rows, find_duplicates(rows), strict=True):
        row["duplicate_of"] = first
    return rows


def _task_row(record: Record, task: Task) -> Row:
    document = record.document
    evidence: dict[str, Json] = {"content": _evidence(document, task.content_span, task.confidence, task.reason)}
    for name, found in (("product", task.product), ("submit_to", task.submit_to), ("parent", task.parent)):
        if found is not None:
            evidence[name] = _evidence(document, found.span, found.confidence, found.reason)
    row: Row = {
        "label": task.label,
        "content": task.content,
        "directors": [{"name": who.name, "title": who.title} for who in task.directors],
        "leads": [unit.name for unit in task.leads],
        "coordinators": [unit.name for unit in task.coordinators],
        "deadline": deadline_value(task.deadlines[0]) if task.deadlines else None,
        "product": None if task.product is None else task.product.value,
        "submit_to": None if task.submit_to is None else task.submit_to.value,
        "parent": None if task.parent is None else task.parent.value,
        "assigned_by": list(task.assigned_by),
        "form": task.form,
        "line": _line_on_page(document, task.span.start),
        "evidence": evidence,
    }
    return row | _place(record, task.span, task.confidence, task.reason)


def deadline_value(deadline: Deadline) -> dict[str, Json]:
    """A deadline as one value, by its parts."""
    return {
        "text": deadline.text,
        "kind": deadline.kind.value,
        "start": None if deadline.start is None else deadline.start.isoformat(),
        "end": None if deadline.end is None else deadline.end.isoformat(),
        "rrule": deadline.rrule,
        "bound": None if deadline.bound is None else deadline.bound.value,
        "due": None if deadline.due is None else deadline.due.value.isoformat(),
        "role": deadline.role,
        "at": deadline.at,
        "anchor": deadline.anchor,
        "offset": deadline.offset,
        "working": deadline.working,
    }


def _deadline_rows(record: Record) -> list[Row]:
    rows: list[Row] = []
    for number, task in enumerate(record.tasks, start=1):
        for order, deadline in enumerate(task.deadlines):
            value = deadline_value(deadline)
            row: Row = {PART_COLUMNS[part]: value[part] for part in DEADLINE_PARTS}
            row |= {
                "task": number,
                "label": task.label,
                "main": order == 0,
                "due_reason": None if deadline.due is None else deadline.due.reason,
            }
            rows.append(row | _place(record, deadline.span or task.span, deadline.confidence, deadline.reason))
    return rows


def _unit_rows(record: Record) -> list[Row]:
    """Units of tasks first by their place, then those only mentioned; a mention that a task uses is not repeated."""
    rows: list[Row] = []
    used: set[tuple[str, Span | None]] = set()
    for number, task in enumerate(record.tasks, start=1):
        for role, units in (("lead", task.leads), ("coordinator", task.coordinators)):
            for unit in units:
                used.add((unit.name, unit.span))
                rows.append(_unit_row(record, unit, role, number, task.span))
    rows += [
        _unit_row(record, unit, "mentioned", None, None) for unit in record.units if (unit.name, unit.span) not in used
    ]
    return rows


def _unit_row(record: Record, unit: Unit, role: str, task: int | None, fallback: Span | None) -> Row:
    return {
        "name": unit.name,
        "written": unit.written,
        "role": role,
        "task": task,
        "kind": unit.kind,
        "group": unit.group,
    } | _place(record, unit.span or fallback, unit.confidence, unit.reason)


def _official_rows(record: Record) -> list[Row]:
    rows: list[Row] = []
    used: set[tuple[str, Span | None]] = set()
    for signer in record.facts.signatories:
        used.add((signer.name, signer.span))
        rows.append(_official_row(record, _as_official(signer), "signs", None, None))
    for number, task in enumerate(record.tasks, start=1):
        for official in task.directors:
            used.add((official.name, official.span))
            rows.append(_official_row(record, official, "directs", number, task.span))
    rows += [
        _official_row(record, official, official.role or "mentioned", None, None)
        for official in record.officials
        if (official.name, official.span) not in used
    ]
    return rows


def _as_official(signer: Signatory) -> Official:
    return Official(signer.name, signer.title, span=signer.span, confidence=signer.confidence, reason=signer.reason)


def _official_row(record: Record, official: Official, role: str, task: int | None, fallback: Span | None) -> Row:
    return {
        "name": official.name,
        "title": official.title,
        "unit": official.unit,
        "honorific": official.honorific,
        "role": role,
        "task": task,
    } | _place(record, official.span or fallback, official.confidence, official.reason)


def _recipient_rows(record: Record) -> list[Row]:
    return [
        _place(record, r.span) | {"name": r.name, "action": r.action, "kind": r.kind} for r in record.facts.recipients
    ]


def _definition_rows(record: Record) -> list[Row]:
    return [
        _place(record, d.span) | {"alias": d.alias, "expansion": d.expansion, "kind": d.kind}
        for d in record.definitions
    ]


def _internal_rows(record: Record) -> list[Row]:
    """The mentions that only the document explains; targets by their `row` in `references`."""
    return [
        _place(record, mention.span, 1.0 if mention.reason is None else 0.5, mention.reason)
        | {
            "kind": mention.kind.value,
            "type": mention.type,
            "pinpoint": mention.pinpoint,
            "targets": [str(target + 1) for target in mention.targets],
        }
        for mention in record.internal
    ]


def _repair_rows(record: Record) -> list[Row]:
    return [
        _place(
            record, repair.span, 0.8 if repair.reason in ("marks", "case", "point") else 0.6, "mended after recognition"
        )
        | {"raw": repair.raw, "repaired": record.document.words(repair.span), "kind": repair.reason}
        for repair in record.document.repairs
    ]


def _issues(record: Record) -> Iterator[Issue]:
    """What the reader, the facts and the record say, each once; for a secret document first that it is one."""
    mark = record.facts.secrecy
    if mark is not None:
        yield Issue(
            _SECRET, f"Marked {mark.value}: its content is kept out of the tables unless --include-secret is given."
        )
    yield from dict.fromkeys((*record.document.issues, *record.facts.issues, *record.warnings))


def _warning_row(record: Record, issue: Issue) -> Row:
    row = _place(record, issue.span) | {"code": issue.code, "message": issue.message}
    return row | {"page": issue.page} if issue.span is None else row


def _place(record: Record, span: Span | None, confidence: float = 1.0, reason: str | None = None) -> Row:
    """Section path, page, span, exact words, confidence and reason of a value; no place where it has no span."""
    document = record.document
    if span is None:
        return {"confidence": round(confidence, 3), "reason": reason}
    return {
        "section": _section_at(record, span.start),
        "page": document.locate(span).page,
        "start": span.start,
        "end": span.end,
        "words": document.words(span),
        "confidence": round(confidence, 3),
        "reason": reason,
    }


def _evidence(document: Document, span: Span | None, confidence: float, reason: str | None) -> dict[str, Json]:
    return {
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "words": None if span is None else document.words(span),
        "confidence": round(confidence, 3),
        "reason": reason,
    }


def _section_at(record: Record, offset: int) -> str:
    """The path of the innermost node that covers `offset`, empty outside all."""
    nodes = record.outline.nodes
    index = record.outline.node_at(offset)
    while index is not None and offset >= nodes[index].end:
        index = nodes[index].parent
    return "" if index is None else nodes[index].path


def _line_on_page(document: Document, offset: int) -> int | None:
    """Which line of its page `offset` stands on, from 1; None for a document without lines."""
    lines = document.lines
    if not lines:
        return None
    index = max(0, bisect_left(lines, offset + 1, key=lambda line: line.span.start) - 1)
    first = index
    while first and lines[first - 1].page == lines[index].page:
        first -= 1
    return index - first + 1
