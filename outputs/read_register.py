"""A register that comes back -> corrections: the cells that a person changed, and what cannot be taken, one by one."""

from __future__ import annotations

import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.columns import Json, Row
from corpus.corrections import DOCUMENT_FIELDS, Correction, task_identities
from corpus.store import Store
from extract.errors import VanbanError
from outputs.identities import (
    BASE_HEAD,
    canonical,
    is_changed,
    parse_base,
    parse_identity,
    parse_identity_head,
)
from outputs.register import COLUMNS, LAST_DAY, ROLE, STANDING, Entry, read_entries
from outputs.register_values import DEADLINE_COLUMNS, CannotTake, Value, parse_value, shorten

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MAX_UNPACKED = 512 * 1024 * 1024  # bytes
_MAX_COLUMNS = 64
_EDITABLE = (
    *DOCUMENT_FIELDS,
    "content",
    "leads",
    "coordinators",
    "directors",
    *DEADLINE_COLUMNS,
    "product",
    "submit_to",
)
_GUARDS = ("position", "file")  # nobody has a reason to change them: where they differ, the cells were moved
_HEADINGS = {name: head.text for name, head in COLUMNS.items()} | {
    "role": ROLE.text,
    "standing": STANDING.text,
    "last_day": LAST_DAY.text,
}
_NAMES = {canonical(text): name for name, text in _HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was taken: where it stood, of which column, what was there and what is now."""

    place: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of the workbook that was not taken, and why."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a register brings: corrections to keep, corrections to withdraw, and what was not taken."""

    given: tuple[Correction, ...]
    withdrawn: tuple[Correction, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """A cell as a person left it; `kind` is `f` for a formula, `e` for an error."""

    place: str
    value: Value = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class _Edit:
    """A changed cell: of which task (none for a fact of its document) and column, and its value as typed."""

    place: str
    key: tuple[str, str]
    column: str
    value: Value
    base: str


def read_register(path: Path, store: Store, *, given_on: date) -> Import:
    """Compare a register with what it said when it was written; nothing is stored yet.

    A cell counts as changed where it differs from what was written into it. It is not taken, and reported, where it is
    a formula or cannot be understood, where another row says otherwise, where the value in the store has changed since,
    or where its task is no longer there. Rows that are missing say nothing. Raises VanbanError where the file is no
    register, or one of another store.
    """
    entries = {(entry.fingerprint, entry.task): entry for entry in read_entries(store, include_secret=True)}
    edits, problems = [], []
    for found in _read_edits(path, store.identity(), entries):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            edits.append(found)
    return _resolve(edits, problems, entries, _originals(store), store, given_on)


def _read_edits(path: Path, identity: str, entries: Mapping[tuple[str, str], Entry]) -> Iterator[_Edit | Problem]:
    from openpyxl import load_workbook

    _check_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl does not know
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever it meets in a damaged file
        raise _unreadable(path, error) from error
    known = False
    for name in book.sheetnames:
        lines = _read_lines(path, book, name)
        heads = [canonical(cell.value) for cell in next(lines, ())]
        stores = {index: found for index, head in enumerate(heads) if (found := parse_identity_head(head))}
        if not stores:
            continue
        if set(stores.values()) != {identity}:
            raise VanbanError(
                f"{path}: was written from another output folder, so its tasks are not those of this one; "
                f"give with --out the folder that it came from."
            )
        known = True
        yield from _read_sheet(name, lines, heads, next(iter(stores)), entries)
    book.close()
    if not known:
        raise VanbanError(
            f"{path}: is no register of tasks of vanban (its hidden columns are missing); "
            f"give one that `vanban run` or `vanban export` wrote, with your changes in it."
        )


def _read_lines(path: Path, book: Workbook, name: str) -> Iterator[tuple[_Typed, ...]]:
    """The rows of a sheet one at a time, since a register may have many."""
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    page = book[name]
    if not isinstance(page, ReadOnlyWorksheet):  # a chart
        return
    page.reset_dimensions()  # what a file says of its own size need not be true
    rows = page.iter_rows(max_col=_MAX_COLUMNS)
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as error:
            raise _unreadable(path, error) from error
        if row is None:
            return
        yield tuple(
            _Typed(f"{_letter(index)}{number}", _plain(cell.value), cell.data_type) for index, cell in enumerate(row)
        )


def _unreadable(path: Path, error: Exception) -> VanbanError:
    return VanbanError(
        f"{path}: cannot be read as a workbook ({type(error).__name__}); save it as .xlsx and try again."
    )


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except FileNotFoundError:
        raise VanbanError(f"{path}: is not there; check the name.") from None
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise VanbanError(f"{path}: cannot be read as a workbook ({error}); save it as .xlsx and try again.") from error
    if size > MAX_UNPACKED:
        raise VanbanError(f"{path}: unpacks to {size:,} bytes; it was not opened.")


def _read_sheet(
    sheet: str,
    lines: Iterator[tuple[_Typed, ...]],
    heads: list[str],
    identities: int,
    entries: Mapping[tuple[str, str], Entry],
) -> Iterator[_Edit | Problem]:
    columns = {index: _NAMES[head] for index, head in enumerate(heads) if head in _NAMES}
    for index, head in enumerate(heads):
        if head and head not in _NAMES and head != canonical(BASE_HEAD) and index != identities:
            place = f"{sheet}!{_letter(index)}1"
            yield Problem(place, f"column {shorten(head)} is none of the register; it is not taken.")
    bases = heads.index(canonical(BASE_HEAD)) if canonical(BASE_HEAD) in heads else None
    if bases is None:
        yield Problem(sheet, "its second hidden column is missing, so what was changed cannot be told; left out.")
        return
    for cells in lines:
        filled = [cell for cell in cells if canonical(cell.value) != ""]
        if not filled:
            continue
        identity = parse_identity(canonical(cells[identities].value))
        hashes = parse_base(canonical(cells[bases].value))
        if identity is None or not hashes:
            place = f"{sheet}!{filled[0].place}"
            yield Problem(place, "a row without its hidden identity: a task cannot be added this way; not taken.")
            continue
        named = {name: cells[index] for index, name in columns.items()}
        yield from _read_line(sheet, named, identity, hashes, entries)


def _read_line(
    sheet: str,
    cells: Mapping[str, _Typed],
    key: tuple[str, str],
    base: Mapping[str, str],
    entries: Mapping[tuple[str, str], Entry],
) -> Iterator[_Edit | Problem]:
    changed = {
        name: cell
        for name, cell in cells.items()
        if name in base and (cell.kind == "f" or is_changed(cell.value, base[name]))
    }
    if not changed:
        return
    if any(name in changed for name in _GUARDS):
        first = next(iter(cells.values())).place
        guards = ", ".join(COLUMNS[name].text for name in _GUARDS if name in changed)
        yield Problem(
            f"{sheet}!{first}",
            f"{guards} of this row is not what was written ({len(changed)} cells differ): were cells moved, or a part "
            f"of the table sorted? Nothing of the row is taken.",
        )
        return
    for name, cell in changed.items():
        place = f"{sheet}!{cell.place}"
        if key not in entries:
            yield Problem(place, f"{_HEADINGS[name]}: its task is no longer in the collection; not taken.")
        elif cell.kind == "f":
            yield Problem(place, f"{_HEADINGS[name]}: is a formula, which is not worked out; write the value.")
        elif cell.kind == "e":
            yield Problem(place, f"{_HEADINGS[name]}: is an error of the spreadsheet ({cell.value}); not taken.")
        elif name not in (*_EDITABLE, "status", "note"):
            yield Problem(place, f"{_HEADINGS[name]}: is worked out, and cannot be changed; not taken.")
        else:
            yield _Edit(place, key if name not in DOCUMENT_FIELDS else (key[0], ""), name, cell.value, base[name])


def _resolve(
    edits: list[_Edit],
    problems: list[Problem],
    entries: Mapping[tuple[str, str], Entry],
    originals: Mapping[tuple[str, str], Row],
    store: Store,
    given_on: date,
) -> Import:
    """One value for each place: conflicts and what cannot be understood become problems."""
    by_place = defaultdict[tuple[tuple[str, str], str], list[_Edit]](list)
    for edit in edits:
        by_place[edit.key, edit.column].append(edit)
    of_document = {key[0]: entry for key, entry in reversed(list(entries.items()))}
    accepted: dict[tuple[str, str], dict[str, _Edit]] = defaultdict(dict)
    for (key, column), same in by_place.items():
        entry = entries[key] if key[1] else of_document[key[0]]
        current = entry.cells[column].value
        heading = COLUMNS[column].text
        if len({canonical(edit.value) for edit in same}) > 1:
            said = "; ".join(f"{edit.place}: {shorten(canonical(edit.value))}" for edit in same)
            problems += [
                Problem(e.place, f"{heading}: changed to different values ({said}); none is taken.") for e in same
            ]
        elif canonical(same[0].value) == canonical(current):
            continue  # an earlier import has brought it already
        elif is_changed(current, same[0].base):
            problems += [
                Problem(
                    edit.place,
                    f"{heading}: has changed in the store since this register was written, to "
                    f"{shorten(canonical(current))}; not taken. Export the register again and change it there.",
                )
                for edit in same
            ]
        else:
            accepted[key][column] = same[0]
    given, withdrawn, changes = [], [], []
    known = {(c.fingerprint, c.task, c.field): c for c in store.corrections()}
    for key, columns in accepted.items():
        entry = entries[key] if key[1] else of_document[key[0]]
        for field, parts in _fields(columns).items():
            try:
                value = parse_value(field, {name: edit.value for name, edit in parts.items()}, entry)
            except CannotTake as error:
                problems += [Problem(edit.place, f"{COLUMNS[name].text}: {error}") for name, edit in parts.items()]
                continue
            before = originals[key].get(field)
            correction = Correction(*key, field, value, given_on, before)
            if _same(value, before):
                if (old := known.get((*key, field))) is not None:
                    withdrawn.append(old)
            else:
                given.append(correction)
            for name, edit in parts.items():
                shown = canonical(entry.cells[name].value), canonical(edit.value)
                whole = "" if key[1] else " (of the whole document)"
                changes.append(Change(edit.place, COLUMNS[name].text + whole, *shown))
    return Import(tuple(given), tuple(withdrawn), tuple(changes), tuple(problems))


def _fields(columns: Mapping[str, _Edit]) -> dict[str, dict[str, _Edit]]:
    """The changed columns by the field of the correction: three of them are parts of the deadline."""
    fields = defaultdict[str, dict[str, _Edit]](dict)
    for name, edit in columns.items():
        fields["deadline" if name in DEADLINE_COLUMNS else name][name] = edit
    return fields


def _originals(store: Store) -> dict[tuple[str, str], Row]:
    """What the rules read, by document and task: the facts of a document have an empty task."""
    fingerprints = {}
    found: dict[tuple[str, str], Row] = {}
    for row in store.rows("documents"):
        fingerprints[row["source"]] = str(row["fingerprint"])
        found[str(row["fingerprint"]), ""] = row
    bounds = {(row["source"], row["task"]): row["bound"] for row in store.rows("deadlines") if row["main"]}
    tasks = defaultdict[Json, list[Row]](list)
    for row in store.rows("tasks"):
        tasks[row["source"]].append(row)
    for source, rows in tasks.items():
        for row, identity in zip(rows, task_identities(rows), strict=True):
            deadline = row["deadline"]
            if isinstance(deadline, Mapping):
                row = row | {"deadline": {**deadline, "bound": bounds.get((source, row["row"]))}}
            found[fingerprints.get(source, ""), identity] = row
    return found


def _same(value: Json, other: Json) -> bool:
    return value == other or not (value or other)


def _plain(value: object) -> Value:
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, (int, float, date, str)) else str(value)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))
