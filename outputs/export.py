"""Store -> the files of a folder: every table in each format asked for, and one workbook."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from corpus.columns import BY_NAME, TABLES
from corpus.store import Store
from outputs.tables import read_table

WORKBOOK = "vanban.xlsx"


class FileFormat(StrEnum):
    """A format that tables are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


def write_tables(
    store: Store, folder: Path, formats: Collection[FileFormat] = tuple(FileFormat), *, include_secret: bool = False
) -> tuple[Path, ...]:
    """Write every table to `folder`, and return what was written. Raises WriteError at the first that cannot be."""
    written: list[Path] = []
    for file_format in FileFormat:
        if file_format not in formats:
            continue
        if file_format is FileFormat.XLSX:
            written.append(_write_workbook(store, folder / WORKBOOK, include_secret))
            continue
        for table in TABLES:
            path = folder / f"{table.name}.{file_format}"
            _write_table(store, table.name, file_format, path, include_secret)
            written.append(path)
    return tuple(written)


def _write_table(store: Store, name: str, file_format: FileFormat, path: Path, include_secret: bool) -> None:
    table, rows = BY_NAME[name], read_table(store, name, include_secret=include_secret)
    if file_format is FileFormat.JSONL:
        from outputs.to_jsonl import write_jsonl

        write_jsonl(rows, path)
    elif file_format is FileFormat.CSV:
        from outputs.to_csv import write_csv

        write_csv(table, rows, path)
    else:
        from outputs.to_parquet import write_parquet

        write_parquet(table, rows, path)


def _write_workbook(store: Store, path: Path, include_secret: bool) -> Path:
    """The register of tasks first, then the other tables in their order."""
    from outputs.register import make_register
    from outputs.sheets import make_sheet
    from outputs.to_xlsx import write_xlsx

    others = (
        make_sheet(table, read_table(store, table.name, include_secret=include_secret))
        for table in TABLES
        if table.name != "tasks"
    )
    write_xlsx([make_register(store, include_secret=include_secret), *others], path)
    return path
