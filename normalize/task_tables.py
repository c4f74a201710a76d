"""A table of tasks -> Task*: columns by their headers, rows by their number cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extract.headers import match_header
from extract.model import Cell, Document, Format, Span, Table
from normalize.assignments import read_assignment
from normalize.deadlines import find_deadlines, parse_deadline
from normalize.labelled import read_fields
from normalize.model import Deadline, Found, Official, PartialDate, Task, Unit
from normalize.moving import move_deadlines, move_directors, move_units
from normalize.people import parse_officials
from normalize.units import split_units

# Fields that make a table a table of tasks when one of them stands beside the content of the task.
_ROLES = frozenset({"lead", "coord", "lead_and_coord", "leader", "person", "deadline", "product", "submit_to"})
# A column that makes it a table of figures instead: `Đơn vị tính`, `Số lượng`.
_FIGURES = frozenset({"unit"})
_COMPLETION = regex.compile(
    r"hoàn\s+thành|thời\s+hạn|\bhạn\b|kết\s+thúc|(?<!lộ\s{1,2})trình|ban\s+hành", regex.IGNORECASE
)
# What a number cell holds: `1`, `1.`, `12b`, `1.2`, `a)` for a task; `I`, `IV.`, `A` for a group of tasks.
_NUMBER = regex.compile(r"\(?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}\s?[a-zđ]?|[a-zđ])[.)]?\)?")
_GROUP = regex.compile(r"\(?(?:[IVXLC]{1,6}|[A-ZĐ])[.)]?\)?")
# A row that only counts the columns: `(1) | (2) | (3)`, `1 | 2 | 3`, `A | B | 1 | 2`.
_COUNTER = regex.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s?=.{1,20})?")
# The same as in the row above: `nt`, `- nt -`, `Như trên`, `"`, `-"-`, `//`
_DITTO = regex.compile(
    r"[-–\s]{0,3}(?:[\"”“'’″]{1,4}|/{2}|[\"“]?n\.?t\.?[\"”]?|như\s+trên)[-–\s.]{0,3}", regex.IGNORECASE
)
_BULLET = regex.compile(r"[-–+•*]\s")
_OF_LINES = frozenset((Format.PDF, Format.IMAGE))
# A line of a cell after which the name of a unit goes on below: `Thanh tra Chính phủ, Bộ`, `Ủy ban nhân dân`
_OPEN_NAME = regex.compile(
    r"""
    (?:^|[,;/]\s?|\svà\s)
    (?: Bộ | Sở | Phòng | Ban(?:\sQuản\slý)? | Cục | Tổng\scục | Chi\scục | Vụ | Viện(?:\sHàn\slâm)? | Trung\stâm | Tổ
      | Trường(?:\sĐại\shọc)? | Đại\shọc | Hội | Hiệp\shội | Liên\s(?:đoàn|minh|hiệp) | Đài | Báo
      | [ỦU][yỷ]\sban(?:\snhân\sdân)? | UBND | HĐND | Ngân\shàng | Thông\stấn\sxã
      | Tập\sđoàn | Tổng\scông\sty | Công\sty | Kho\sbạc | Các | Chủ\stịch
    )$
    """,
    regex.VERBOSE,
)
# ... and of an office that stands alone too: `Văn phòng` + `Chính phủ`
_OPEN_OFFICE = regex.compile(
    r"(?:^|[,;/]\s?|\svà\s)(?:Văn\s[Pp]hòng|Thanh\stra|Đảng\sủy|Công\san|Bảo\shiểm(?:\sxã\shội)?)$"
)
_OWNER = regex.compile(
    r"(?:Chính\sphủ|Quốc\shội|UBND|HĐND|[ỦU][yỷ]\sban|Hội\sđồng|Sở|Bộ|Cục|Đoàn\sđại|Ban\sChỉ\sđạo|Trung\sương|[Tt]ỉnh|[Tt]hành)(?:\s|$)"
)
# How a line of a cell begins that may name the next unit, without a comma before it, and what it cannot follow
_HEAD = regex.compile(
    r"(?:Bộ|Sở|Phòng|Cục|Tổng\scục|Chi\scục|Viện|Trung\stâm|Ban|Văn\sphòng|Thanh\stra|UBND|[ỦU][yỷ]\sban|Hội|Các)\s(?=\p{L})"
)
_LEADS_ON = regex.compile(
    r"(?:^|\s)(?:của|thuộc|các|trung\sương|với|hoặc|cấp|lãnh\sđạo|giám\sđốc|trưởng|tịch|theo|do|[-–])$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TableContext:
    """What a table takes from the document around it."""

    path: str  # labels of the place where it stands: `Phụ lục`, `I.2`
    definitions: Mapping[str, str]
    document_date: PartialDate | None
    leads: tuple[Unit, ...] = ()  # of the sentence or heading that governs it


@dataclass(frozen=True, slots=True)
class _Columns:
    """The field of each column, the first row of data, and which deadline columns say when a task is done."""

    fields: Mapping[int, str]
    first: int
    completion: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row by field, merged cells above included; `own` are the fields whose cell begins in this row."""

    index: int
    cells: Mapping[str, Cell]
    own: frozenset[str]


def read_header(document: Document, table: Table) -> _Columns | None:
    """The columns of a table of tasks; None where its first rows do not name the content of tasks and a role."""
    fields: dict[int, str] = {}
    completion: set[int] = set()
    first = 0
    for row in range(min(3, table.rows)):
        cells = [cell for cell in table.cells if cell.row == row]
        named = {
            cell: match_header(_line(document, cell.span), recognised=_is_recognised(document, cell.span))
            for cell in cells
            if len(cell.span)
        }
        if row and not any(field for field in named.values() if field not in (None, "stt")):
            break
        if row and _NUMBER.fullmatch(_line(document, cells[0].span) if cells else ""):
            break
        for cell, field in named.items():
            if field is None:
                continue
            for column in range(cell.column, cell.column + cell.column_span):
                fields[column] = field
                if field == "deadline" and _COMPLETION.search(document.words(cell.span)):
                    completion.add(column)
        first = max([first, *(cell.row + cell.row_span for cell in cells)]) if named else first
        if row == 0 and "task" not in fields.values() and len(fields) < 2:
            # A title row over the whole table: the header is the next row.
            fields.clear()
    if "task" not in fields.values() or not _ROLES & set(fields.values()) or _FIGURES & set(fields.values()):
        return None
    return _Columns(fields, max(first, 1), frozenset(completion))


def read_table_tasks(document: Document, table: Table, context: TableContext) -> tuple[Task, ...]:
    """The tasks of one table, in row order; none where it is no table of tasks."""
    columns = read_header(document, table)
    if columns is None:
        return ()
    tasks: list[Task] = []
    group: tuple[Unit, ...] = ()
    group_label = ""
    group_row: Found[str] | None = None
    rows = _without_ditto(document, [_row(table, columns, index) for index in range(columns.first, table.rows)])
    for position, row in enumerate(rows):
        content = row.cells.get("task")
        number_text = _number_of(document, row)
        filled = {field for field in row.own if len(row.cells[field].span)}
        if not filled or _is_counter(document, row):
            continue
        if _is_group(document, table, row, number_text, filled, rows[position + 1 :]):
            group = _units(document, content or row.cells["stt"], context) if content else ()
            group = group if all(unit.kind for unit in group) else ()
            group_label = number_text.strip("(). ")
            group_row = _found(document, content)
            continue
        if content is None or not len(content.span):
            continue
        number = _NUMBER.fullmatch(number_text)
        if not number_text and filled <= {"task", "note"}:
            if tasks and not _is_title(document, content, rows[position + 1 :]):
                tasks[-1] = _continued(document, tasks[-1], content)
            else:
                group, group_label, group_row = (), "", _found(document, content)
            continue
        label = number["number"].replace(" ", "") if number else ""
        if group_label and not label.startswith(f"{group_label}."):
            label = f"{group_label}.{label}" if label else group_label
        tasks.append(replace(_task(document, row, columns, context, label, group), parent=group_row))
    return tuple(tasks)


def _task(
    document: Document,
    row: _Row,
    columns: _Columns,
    context: TableContext,
    number: str,
    group: tuple[Unit, ...],
) -> Task:
    content = row.cells["task"]
    cells = row.cells
    leads = _units(document, cells["lead"], context) if "lead" in cells else ()
    coordinators = _units(document, cells["coord"], context) if "coord" in cells else ()
    if "lead_and_coord" in cells:
        both = _both(document, cells["lead_and_coord"], context)
        leads, coordinators = leads + both[0], coordinators + both[1]
    reason = None
    if not leads and "person" in cells and "lead" not in columns.fields.values():
        leads = _units(document, cells["person"], context)
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
        content=_line(document, content.span),
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


def _row(table: Table, columns: _Columns, index: int) -> _Row:
    """The cells that cover a row, the first column of a field winning unless it is empty."""
    cells: dict[str, Cell] = {}
    own: set[str] = set()
    for cell in table.cells:
        if not cell.row <= index < cell.row + cell.row_span:
            continue
        field = columns.fields.get(cell.column)
        if field is None:
            continue
        if field not in cells or not len(cells[field].span):
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
            if not _DITTO.fullmatch(_line(document, cell.span)):
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
    text = _line(document, row.cells["stt"].span)
    closed = "".join(text.split())
    return closed if len(closed) < 9 and (_NUMBER.fullmatch(closed) or _GROUP.fullmatch(closed)) else text


def _is_counter(document: Document, row: _Row) -> bool:
    texts = [_line(document, cell.span) for cell in row.cells.values() if len(cell.span)]
    counts = sum(_COUNTER.fullmatch(text) is not None for text in texts)
    if (
        len(texts) > 3
        and max(map(len, texts)) < 5
        and any(_is_recognised(document, cell.span) for cell in row.cells.values())
    ):
        return counts * 2 >= len(texts)  # `q | (2) | (3) | (4 | G)`
    return len(texts) > 1 and counts == len(texts)


def _is_recognised(document: Document, span: Span) -> bool:
    """True where words were read from the image of a page."""
    return any(line.confidence is not None for line in document.lines_of(span))


def _is_group(document: Document, table: Table, row: _Row, number: str, filled: set[str], below: list[_Row]) -> bool:
    """A row that names a group: a Roman or capital number, one cell over the row, `1` over `1.1` without roles, or a
    title over rows that have what it has not, as every task has some role.
    """
    if any(cell.row == row.index and cell.column_span >= max(2, table.columns - 1) for cell in row.cells.values()):
        return True
    roles = filled & _ROLES
    if _GROUP.fullmatch(number):
        return not roles or not {"lead", "deadline"} & roles
    if roles or not number or not below:
        return False
    after = _number_of(document, below[0])
    if after.startswith(number.rstrip(".)") + ".") and len(after) > len(number):
        return True
    return not any(len(row.cells[field].span) for field in _ROLES & row.cells.keys())


def _is_title(document: Document, content: Cell, below: list[_Row]) -> bool:
    """True where a row without a number and roles names a group, and does not go on with the row above."""
    if not below or not document.words(content.span)[:1].isupper():
        return False
    first, last = document.paragraph_at(content.span.start), document.paragraph_at(content.span.end - 1)
    bold = all(paragraph.bold for paragraph in document.paragraphs[first : last + 1])
    return bold or (_is_recognised(document, content.span) and "stt" in below[0].own)


def _continued(document: Document, task: Task, cell: Cell) -> Task:
    """A row without number and roles goes on with the content of the row above."""
    return replace(
        task,
        content=f"{task.content} {_line(document, cell.span)}",
        content_span=Span(task.content_span.start, cell.span.end),
        span=Span(task.span.start, max(task.span.end, cell.span.end)),
    )


def _units(document: Document, cell: Cell, context: TableContext) -> tuple[Unit, ...]:
    found = [
        unit
        for span in _pieces(document, cell)
        for unit in move_units(split_units(_flat(document, span), definitions=context.definitions), span.start)
    ]
    known = [unit for unit in found if unit.kind or unit.group or unit.written[:1].isupper()]
    return tuple(known or found)  # a cell in prose: `Bộ A tổng hợp, báo cáo Chính phủ`


def _pieces(document: Document, cell: Cell) -> tuple[Span, ...]:
    """The parts of a cell that name units of their own: its paragraphs, put together or cut anew where names ask it."""
    paged = document.format in _OF_LINES
    starts = [cell.span.start]
    for part in document.words(cell.span).split("\n"):
        starts.append(starts[-1] + len(part) + 1)
    breaks = set(starts[1:-1])
    lines = (line.span.start for line in document.lines_of(cell.span)) if paged else ()
    spans: list[Span] = []
    for start, end in pairwise(sorted({*starts, *(at for at in lines if cell.span.start < at < cell.span.end)})):
        span = Span(start, end - 1)
        before = document.words(spans[-1]) if spans else ""
        if spans and _goes_on(before, document.words(span), line=start not in breaks, paged=paged):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return tuple(spans)


def _goes_on(before: str, part: str, *, line: bool, paged: bool) -> bool:
    """True where a part of a cell goes on with the name that ends the one before it: `Thông tấn xã` + `Việt Nam`.

    `line`: it is a line within a paragraph, and a part of its own only where it begins with the head of a name that
    cannot belong to the one before. `paged`: paragraphs were made from lines, and may be no more than one.
    """
    if _BULLET.match(part):
        return paged and before[-1:] not in ";.:," and not _BULLET.match(before)
    if part[:1].islower() or before[-1:] in ",-–&" or before.endswith(" và") or _OPEN_NAME.search(before):
        return True
    if _OPEN_OFFICE.search(before) and _OWNER.match(part):
        return True
    if line:
        return not _HEAD.match(part) or _LEADS_ON.search(before) is not None or not _is_unit(before)
    if not paged or before[-1:] in ";.:" or part[:2].isupper():
        return False
    return not _is_unit(part)


def _is_unit(text: str) -> bool:
    """True where a text that lists units ends in one whose kind is known."""
    units = split_units(" ".join(text.split()))
    return bool(units) and bool(units[-1].kind or units[-1].group)


def _both(document: Document, cell: Cell, context: TableContext) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """A cell for lead and coordinators: by labels (`Chủ trì: A; phối hợp: B`), by an order, otherwise all lead."""
    text, base = _flat(document, cell.span), cell.span.start
    fields = read_fields([(text, base)], definitions=context.definitions, document_date=context.document_date)
    if fields.leads or fields.coordinators:
        return fields.leads, fields.coordinators
    assignment = read_assignment(text, definitions=context.definitions)
    if assignment.leads:
        return move_units(assignment.leads, base), move_units(assignment.coordinators, base)
    return _units(document, cell, context), ()


def _officials(document: Document, cell: Cell, context: TableContext) -> tuple[Official, ...]:
    people = parse_officials(_flat(document, cell.span), definitions=context.definitions)
    return move_directors(people, cell.span.start)


def _deadlines(document: Document, row: _Row, columns: _Columns, context: TableContext) -> tuple[Deadline, ...]:
    if "deadline" not in columns.fields.values():
        content = row.cells["task"].span
        found = find_deadlines(_flat(document, content), document_date=context.document_date)
        return move_deadlines(found, content.start)
    cell = row.cells.get("deadline")
    if cell is None or not len(cell.span):
        return ()
    completion = cell.column in columns.completion
    deadline = parse_deadline(_line(document, cell.span), document_date=context.document_date, column=completion)
    return (replace(deadline, span=cell.span),) if deadline is not None else ()


def _found(document: Document, cell: Cell | None) -> Found[str] | None:
    if cell is None or not (text := _line(document, cell.span)):
        return None
    return Found(text, cell.span)


def _flat(document: Document, span: Span) -> str:
    """The words of a span with its paragraphs on one line, so that every offset stays."""
    return document.words(span).replace("\n", " ")


def _line(document: Document, span: Span) -> str:
    """The words of a span in one line."""
    return " ".join(document.words(span).split())
