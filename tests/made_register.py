"""A store with documents made by hand, its register as a clerk opens it, and changes to its cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
from made_records import make_record

from corpus.rows import make_rows
from corpus.store import Store, StoredFile
from outputs.export import FileFormat, write_tables
from outputs.read_register import read_register

TODAY = date(2024, 11, 25)
DAY = date(2024, 12, 2)


def put(store: Store, source: str = "a.txt", **changes) -> None:
    """A document with one task; `content`, `label` and other parts of the task may be given."""
    record = make_record(source)
    task = replace(record.tasks[0], **changes)
    rows = make_rows(replace(record, tasks=(task,)))
    store.put(StoredFile(f"/{source}", source, f"fingerprint of {source}", "rules", False), rows)


def write_register(store: Store, folder: Path, **options) -> Path:
    """The register of the store as a file."""
    options.setdefault("today", TODAY)
    (path,) = write_tables(store, folder, (FileFormat.REGISTER,), **options)
    return path


def edit(path: Path, changes: dict, *, sheet: int | str = 0, to: str = "edited.xlsx") -> Path:
    """The register with other values: `changes` by (row, heading)."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    heads = [cell.value for cell in page[1]]
    for (row, head), value in changes.items():
        page.cell(row, heads.index(head) + 1).value = value
    edited = path.with_name(to)
    book.save(edited)
    return edited


def bring_back(store: Store, path: Path, day: date = DAY):
    """Import a register: what it brings is stored, and returned."""
    found = read_register(path, store, given_on=day)
    store.put_corrections(found.given, withdrawn=found.withdrawn)
    return found


def row_of(path: Path, row: int = 2, sheet: int | str = 0) -> dict:
    """The cells of a row by heading."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return dict(zip([cell.value for cell in page[1]], page[row], strict=True))
