"""The header of a table, and where that fails its cells -> what each column holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import regex

from extract.headers import match_header
from extract.model import Cell, Document, Span, Table
from normalize.deadlines import parse_deadlines
from normalize.model import DeadlineKind
from normalize.units import split_units

# Fields that make a table a table of tasks when one of them stands beside the content of the task.
ROLES = frozenset({"lead", "coord", "lead_and_coord", "leader", "person", "deadline", "product", "submit_to"})
# A column that makes it a table of figures instead: `Đơn vị tính`, `Số lượng`.
_FIGURES = frozenset({"unit"})
_COMPLETION = regex.compile(
    r"hoàn\s+thành|thời\s+hạn|\bhạn\b|kết\s+thúc|(?<!lộ\s{1,2})trình|ban\s+hành", regex.IGNORECASE
)
# What a number cell holds: `1`, `1.`, `12b`, `1.2`, `a)` for a task; `I`, `IV.`, `A` for a group of tasks.
NUMBER = regex.compile(r"\(?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3}\s?[a-zđ]?|[a-zđ])[.)]?\)?")

_HEADER_ROWS = 4
_LEAST_CELLS = 3
_MOST_CELLS = 40
_MOST_ARE = 0.6
_LEAST_TASK = 30  # letters in a cell, on the average


@dataclass(frozen=True, slots=True)
class Columns:
    """The field of each column, the first row of data, and which deadline columns say when a task is done."""

    fields: Mapping[int, str]
    first: int
    completion: frozenset[int]


def read_columns(document: Document, table: Table) -> Columns | None:
    """The columns of a table of tasks; None where its first rows do not name the content of tasks and a role."""
    fields: dict[int, str] = {}
    completion: set[int] = set()
    wide: set[int] = set()  # columns under a title right above that spans several: their own titles follow
    first = 0
    for row in range(min(_HEADER_ROWS, table.rows)):
        cells = [cell for cell in table.cells if cell.row == row and len(cell.span)]
        if not fields and (not cells or any(cell.column_span >= max(2, table.columns - 1) for cell in cells)):
            first = row + 1  # a title over the whole table
            continue
        if fields and not any(cell.column in wide for cell in cells):
            break
        named = {cell: _field_of(document, cell) for cell in cells}
        if sum(field is not None for field in named.values()) < (1 if fields else 2):
            if fields:
                break
            continue
        wide = {c for cell in cells if cell.column_span > 1 for c in range(cell.column, cell.column + cell.column_span)}
        for cell, field in named.items():
            columns = range(cell.column, cell.column + cell.column_span)
            if field is not None:
                both = field == "lead_and_coord" and cell.column_span == 2
                fields |= zip(columns, ("lead", "coord"), strict=True) if both else dict.fromkeys(columns, field)
                if field == "deadline" and _COMPLETION.search(document.words(cell.span)):
                    completion.update(columns)
        first = max(first, *(cell.row + cell.row_span for cell in cells))
    if len(fields) < 2 or _FIGURES & set(fields.values()):
        return None
    for column, field in _fields_of_cells(document, table, fields, first).items():
        fields[column] = field
        if field == "deadline":
            completion.add(column)
    if "task" not in fields.values() or not ROLES & set(fields.values()):
        return None
    return Columns(fields, first, frozenset(completion))


def _field_of(document: Document, cell: Cell) -> str | None:
    return match_header(line_of(document, cell.span), recognised=is_recognised(document, cell.span))


def _fields_of_cells(document: Document, table: Table, known: Mapping[int, str], first: int) -> dict[int, str]:
    """What columns without a title that we know hold, by most of their cells: units, times, or the longest texts."""
    found: dict[int, str] = {}
    if not {"task", "lead", "coord", "deadline"} & set(known.values()):
        return found
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row >= first and cell.column_span == 1 and cell.column not in known and len(cell.span):
            texts.setdefault(cell.column, []).append(line_of(document, cell.span))
    if "stt" not in known.values() and _share(texts.get(0, ()), _is_number):
        found[0] = "stt"
        del texts[0]
    for column, cells in sorted(texts.items()):
        missing = {"lead", "coord", "deadline"} - {*known.values(), *found.values()}
        if len(cells) < _LEAST_CELLS:
            continue
        if {"lead", "coord"} & missing and "lead_and_coord" not in known.values() and _share(cells, _names_units):
            found[column] = "lead" if "lead" in missing else "coord"
        elif "deadline" in missing and _share(cells, _names_time):
            found[column] = "deadline"
    rest = {column: sum(map(len, cells)) / len(cells) for column, cells in texts.items() if column not in found}
    if rest and "task" not in known.values() and max(rest.values()) >= _LEAST_TASK:
        found[max(rest, key=rest.__getitem__)] = "task"
    return found


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    some = cells[:_MOST_CELLS]
    return len(some) >= _LEAST_CELLS and sum(test(text) for text in some) >= _MOST_ARE * len(some)


def _names_units(text: str) -> bool:
    units = split_units(text)
    return bool(units) and all(unit.kind or unit.group for unit in units)


def _names_time(text: str) -> bool:
    return any(deadline.kind is not DeadlineKind.EVENT for deadline in parse_deadlines(text))


def is_recognised(document: Document, span: Span) -> bool:
    """True where words were read from the image of a page."""
    return any(line.confidence is not None for line in document.lines_of(span))


def line_of(document: Document, span: Span) -> str:
    """The words of a span in one line."""
    return " ".join(document.words(span).split())
