"""A table of tasks -> Task*: columns by their headers, rows by their number cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extract.model import Cell, Document, Span, Table
from normalize.deadlines import find_deadlines, join_deadlines, parse_deadlines
from normalize.model import Deadline, Found, Official, PartialDate, Task, Unit
from normalize.moving import move_deadlines, move_directors
from normalize.people import parse_officials
from normalize.table_columns import NUMBER, ROLES, Columns, is_recognised, line_of, read_columns
from normalize.table_units import read_cell_roles, read_cell_units

_GROUP = regex.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ])[.)]?\)?")
# The number that a group begins with, alone in its cell or before its title: `II`, `III. Nâng cao năng lực`
_GROUP_NUMBER = regex.compile(r"\(?(?P<number>[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,3})(?:[.)/:-]|\s|$)")
_BULLET = regex.compile(r"^[-–+•*]\s?(?=\p{L})")
# A row that only counts the columns: `(1) | (2) | (3)`, `1 | 2 | 3`, `A | B | 1 | 2`.
_COUNTER = regex.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s?=.{1,20})?")
# The same as in the row above: `nt`, `- nt -`, `Như trên`, `"`, `-"-`, `//`
_DITTO = regex.compile(
    r"[-–\s]{0,3}(?:[\"”“'’″]{1,4}|/{2}|[\"“]?n\.?t\.?[\"”]?|như\s+trên)[-–\s.]{0,3}", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What a table takes from the document around it."""

    path: str  # labels of the place where it stands: `Phụ lục`, `I.2`
    definitions: Mapping[str, str]
    document_date: PartialDate | None
    leads: tuple[Unit, ...] = ()  # of the sentence or heading that governs it


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by field, merged cells above included; `own` are the fields whose cell begins in this row."""

    index: int
    cells: Mapping[str, Cell]
    own: frozenset[str]


def read_table_tasks(document: Document, table: Table, context: TableContext) -> tuple[Task, ...]:
    """The tasks of one table, in row order; none where it is no table of tasks."""
    columns = read_columns(document, table)
    if columns is None:
        return ()
    tasks: list[Task] = []
    group: tuple[Unit, ...] = ()
    group_label = last_label = ""
    group_row: Found[str] | None = None
    rows = _without_ditto(document, [_row(table, columns, index) for index in range(columns.first, table.rows)])
    for position, row in enumerate(rows):
        content = row.cells.get("task")
        number_text = _number_of(document, row)
        filled = {field for field in row.own if len(row.cells[field].span)}
        if not filled or _is_counter(document, row):
            continue
        if _is_group(document, table, row, number_text, filled, rows[position + 1 :]):
            group = read_cell_units(document, content, context.definitions) if content else ()
            group = group if all(unit.kind for unit in group) else ()
            numbered = _GROUP_NUMBER.match(number_text)
            group_label = numbered["number"] if numbered else ""
            group_row = _found(document, content or row.cells.get("stt"))
            continue
        if content is None or not len(content.span):
            continue
        number = NUMBER.fullmatch(number_text)
        if not number_text and filled <= {"task", "note"}:
            unnumbered = "stt" not in columns.fields.values()
            if tasks and not _is_title(document, content, rows[position + 1 :], unnumbered=unnumbered):
                tasks[-1] = _continued(document, tasks[-1], content)
            else:
                group, group_label, group_row = (), "", _found(document, content)
            continue
        if tasks and "task" not in row.own and content.row_span > 1 and tasks[-1].content_span == content.span:
            more = _task(document, row, columns, context, "", group)
            tasks[-1] = _with_roles(tasks[-1], more)
            continue
        label = number["number"].replace(" ", "") if number else ""
        if not number_text and _BULLET.match(line_of(document, content.span)):
            label = last_label
        last_label = label
        if group_label and not label.startswith(f"{group_label}."):
            label = f"{group_label}.{label}" if label else group_label
        tasks.append(replace(_task(document, row, columns, context, label, group), parent=group_row))
    return tuple(tasks)


def _task(
    document: Document,
    row: _Row,
    columns: Columns,
    context: TableContext,
    number: str,
    group: tuple[Unit, ...],
) -> Task:
    content = row.cells["task"]
    cells = row.cells
    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    for field in ("lead", "lead_and_coord"):
        if field in cells:
            both = read_cell_roles(document, cells[field], context.definitions, context.document_date)
            leads, coordinators = leads + both[0], coordinators + both[1]
    if "coord" in cells:
        known = {unit.name.casefold() for unit in coordinators}
        more = read_cell_units(document, cells["coord"], context.definitions)
        coordinators += tuple(unit for unit in more if unit.name.casefold() not in known)
    reason = None
    if not leads and "person" in cells and "lead" not in columns.fields.values():
        leads = read_cell_units(document, cells["person"], context.definitions)
    if not leads and "lead" not in columns.fields.values():
        leads = group or context.leads
        reason = "the unit is that of the group row or of the text before the table" if leads else None
    deadlines = _deadlines(document, row, columns, context)
    span = Span(
        min(cell.span.start for cell in cells.values() if cell.row == content.row or cell is content),
        max(cell.span.end for cell in cells.values() if cell.row == content.row or cell is content),
    )
    return Task(
        label=".".join(part for part in (context.path, number) if part),
        content=_BULLET.sub("", line_of(document, content.span), count=1),
        span=span,
        content_span=content.span,
        directors=_officials(document, cells["leader"], context) if "leader" in cells else (),
        leads=leads,
        coordinators=coordinators,
        deadlines=deadlines,
        product=_found(document, cells.get("product")),
        submit_to=_found(document, cells.get("submit_to")),
        form="table",
        confidence=0.9 if reason else 1.0,
        reason=reason,
    )


def _row(table: Table, columns: Columns, index: int) -> _Row:
    """The cells that cover a row, the first column of a field winning unless it is empty."""
    cells: dict[str, Cell] = {}
    own: set[str] = set()
    for cell in table.cells:
        if not cell.row <= index < cell.row + cell.row_span:
            continue
        field = columns.fields.get(cell.column)
        if field is None:
            continue
        taken = cells.get(field)
        # Of two columns of contents the second has the smaller items, where the first spans several of them
        inner = (
            field == "task" and taken is not None and taken.row_span > 1 and cell.row_span == 1 and len(cell.span) > 0
        )
        if taken is None or not len(taken.span) or inner:
            cells[field] = cell
            if cell.row == index:
                own.add(field)
    return _Row(index, cells, frozenset(own))


def _without_ditto(document: Document, rows: Sequence[_Row]) -> list[_Row]:
    """The rows with the cell above in the place of a cell that says no more than `như trên`."""
    above: dict[str, Cell] = {}
    found = []
    for row in rows:
        cells = dict(row.cells)
        for field, cell in row.cells.items():
            if field in ("stt", "task") or not len(cell.span):
                continue
            if not _DITTO.fullmatch(line_of(document, cell.span)):
                above[field] = cell
            elif field in above:
                cells[field] = above[field]
            else:
                del cells[field]
        found.append(_Row(row.index, cells, row.own & cells.keys()))
    return found


def _number_of(document: Document, row: _Row) -> str:
    """The words of the number cell, closed up where a narrow column broke a number: `VII I`, `12. 3`."""
    if "stt" not in row.cells:
        return ""
    text = line_of(document, row.cells["stt"].span)
    closed = "".join(text.split())
    return closed if len(closed) < 9 and (NUMBER.fullmatch(closed) or _GROUP.fullmatch(closed)) else text


def _is_counter(document: Document, row: _Row) -> bool:
    texts = [line_of(document, cell.span) for cell in row.cells.values() if len(cell.span)]
    counts = sum(_COUNTER.fullmatch(text) is not None for text in texts)
    if (
        len(texts) > 3
        and max(map(len, texts)) < 5
        and any(is_recognised(document, cell.span) for cell in row.cells.values())
    ):
        return counts * 2 >= len(texts)  # `q | (2) | (3) | (4 | G)`
    return len(texts) > 1 and counts == len(texts)


def _is_group(document: Document, table: Table, row: _Row, number: str, filled: set[str], below: list[_Row]) -> bool:
    """A row that names a group: a Roman or capital number, one cell over the row, `1` over `1.1` without roles, or a
    title over rows that have what it has not, as every task has some role.
    """
    if any(cell.row == row.index and cell.column_span >= max(2, table.columns - 1) for cell in row.cells.values()):
        return True
    roles = filled & ROLES
    if _GROUP.fullmatch(number):
        return not roles or not {"lead", "coord", "lead_and_coord", "deadline"} & roles
    if roles or not number or not below:
        return False
    after = _number_of(document, below[0])
    if after.startswith(number.rstrip(".)") + ".") and len(after) > len(number):
        return True
    return not any(len(row.cells[field].span) for field in ROLES & row.cells.keys())


def _is_title(document: Document, content: Cell, below: list[_Row], *, unnumbered: bool) -> bool:
    """True where a row without a number and roles names a group, and does not go on with the row above.

    `unnumbered`: no row of the table has a number.
    """
    if not below or not document.words(content.span)[:1].isupper():
        return False
    first, last = document.paragraph_at(content.span.start), document.paragraph_at(content.span.end - 1)
    bold = all(paragraph.bold for paragraph in document.paragraphs[first : last + 1])
    if unnumbered and not document.words(content.span).rstrip().endswith((".", ";", ":")):
        return True
    return bold or (is_recognised(document, content.span) and "stt" in below[0].own)


def _with_roles(task: Task, more: Task) -> Task:
    """A task whose content spans several rows, with the roles that only a lower row gives."""
    known = {unit.name for unit in (*task.leads, *task.coordinators)}
    return replace(
        task,
        span=Span(task.span.start, max(task.span.end, more.span.end)),
        leads=(*task.leads, *(unit for unit in more.leads if unit.name not in known)),
        coordinators=(*task.coordinators, *(unit for unit in more.coordinators if unit.name not in known)),
        deadlines=(*task.deadlines, *(deadline for deadline in more.deadlines if deadline not in task.deadlines)),
        product=task.product or more.product,
    )


def _continued(document: Document, task: Task, cell: Cell) -> Task:
    """A row without number and roles goes on with the content of the row above."""
    return replace(
        task,
        content=f"{task.content} {line_of(document, cell.span)}",
        content_span=Span(task.content_span.start, cell.span.end),
        span=Span(task.span.start, max(task.span.end, cell.span.end)),
    )


def _officials(document: Document, cell: Cell, context: TableContext) -> tuple[Official, ...]:
    people = parse_officials(_flat(document, cell.span), definitions=context.definitions)
    return move_directors(people, cell.span.start)


def _deadlines(document: Document, row: _Row, columns: Columns, context: TableContext) -> tuple[Deadline, ...]:
    today, content, cell = context.document_date, row.cells["task"].span, row.cells.get("deadline")
    columned = "deadline" in columns.fields.values()
    if columned and (cell is None or not len(cell.span)):
        return ()
    inside = move_deadlines(find_deadlines(_flat(document, content), document_date=today), content.start)
    if cell is None or not columned:
        return inside
    found = parse_deadlines(_flat(document, cell.span), document_date=today, column=cell.column in columns.completion)
    moved = move_deadlines(found, cell.span.start)
    own = (*(replace(deadline, span=cell.span) for deadline in moved[:1]), *moved[1:])
    return join_deadlines(own, inside) if own else ()


def _found(document: Document, cell: Cell | None) -> Found[str] | None:
    if cell is None or not (text := line_of(document, cell.span)):
        return None
    return Found(text, cell.span)


def _flat(document: Document, span: Span) -> str:
    """The words of a span with its paragraphs on one line, so that every offset stays."""
    return document.words(span).replace("\n", " ")
