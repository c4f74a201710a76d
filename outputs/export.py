"""Store -> the files of a folder: every table in each format asked for, and one workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path

from corpus.collection_columns import ALL_BY_NAME, ALL_TABLES
from corpus.columns import Row, Rows
from corpus.store import Store
from outputs.tables import read_collection, read_table

WORKBOOK = "vanban.xlsx"
REGISTER = "register.xlsx"
TODOS, EVENTS = "tasks.ics", "events.ics"


class FileFormat(StrEnum):
    """A format that tables are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    REGISTER = "register"  # the register of tasks as a workbook of its own, with sheets by unit
    ICS = "ics"  # deadlines for calendar programs


USUAL = (FileFormat.JSONL, FileFormat.CSV, FileFormat.PARQUET, FileFormat.XLSX, FileFormat.REGISTER)


def write_tables(
    store: Store,
    folder: Path,
    formats: Collection[FileFormat] = USUAL,
    *,
    include_secret: bool = False,
    today: date | None = None,
) -> tuple[Path, ...]:
    """Write every table to `folder`, and return what was written. Raises WriteError at the first that cannot be.

    With `today` the registers say how each deadline stands on that day. Calendars begin the recurrences of documents
    without a date at `today`, and leave them out without it.
    """
    written: list[Path] = []
    whole = {FileFormat.JSONL, FileFormat.CSV, FileFormat.PARQUET, FileFormat.XLSX}
    collection = read_collection(store, include_secret=include_secret) if whole & set(formats) else {}
    for file_format in FileFormat:
        if file_format not in formats:
            continue
        if file_format is FileFormat.XLSX:
            written.append(_write_workbook(store, folder / WORKBOOK, include_secret, today, collection))
            continue
        if file_format is FileFormat.REGISTER:
            written.append(_write_register(store, folder / REGISTER, include_secret, today))
            continue
        if file_format is FileFormat.ICS:
            written += _write_calendars(store, folder, include_secret, today)
            continue
        for table in ALL_TABLES:
            path = folder / f"{table.name}.{file_format}"
            _write_table(store, table.name, file_format, path, include_secret, collection)
            written.append(path)
    return tuple(written)


def _write_table(
    store: Store, name: str, file_format: FileFormat, path: Path, include_secret: bool, collection: Rows
) -> None:
    table, rows = ALL_BY_NAME[name], _rows(store, name, include_secret, collection)
    if file_format is FileFormat.JSONL:
        from outputs.to_jsonl import write_jsonl

        write_jsonl(rows, path)
    elif file_format is FileFormat.CSV:
        from outputs.to_csv import write_csv

        write_csv(table, rows, path)
    else:
        from outputs.to_parquet import write_parquet

        write_parquet(table, rows, path)


def _rows(store: Store, name: str, include_secret: bool, collection: Rows) -> Iterable[Row]:
    made = collection.get(name)
    return read_table(store, name, include_secret=include_secret) if made is None else made


def _write_workbook(store: Store, path: Path, include_secret: bool, today: date | None, collection: Rows) -> Path:
    """The register of tasks first, then the other tables in their order."""
    from outputs.register import make_register
    from outputs.sheets import make_sheet
    from outputs.to_xlsx import write_xlsx

    others = (
        make_sheet(table, _rows(store, table.name, include_secret, collection))
        for table in ALL_TABLES
        if table.name != "tasks"
    )
    write_xlsx([make_register(store, include_secret=include_secret, today=today), *others], path)
    return path


def _write_register(store: Store, path: Path, include_secret: bool, today: date | None) -> Path:
    from outputs.register import make_register_book
    from outputs.to_xlsx import write_xlsx

    write_xlsx(make_register_book(store, include_secret=include_secret, today=today), path)
    return path


def _write_calendars(store: Store, folder: Path, include_secret: bool, today: date | None) -> tuple[Path, ...]:
    """The same deadlines as to-dos and as events of a whole day, since not every program takes to-dos."""
    from outputs.register import read_entries
    from outputs.to_ics import write_ics

    entries = tuple(read_entries(store, include_secret=include_secret, today=today))
    paths = folder / TODOS, folder / EVENTS
    for path in paths:
        write_ics(entries, path, today=today, events=path.name == EVENTS)
    return paths
