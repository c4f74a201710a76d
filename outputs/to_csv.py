"""Rows -> CSV that a spreadsheet opens rightly: UTF-8 with its mark, lists in one cell, nothing taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from corpus.columns import Row, TableSpec
from outputs.atomic import replacing
from outputs.cells import flat_names, flat_values, neutralise


def write_csv(table: TableSpec, rows: Iterable[Row], path: Path) -> None:
    """Write the rows; raises WriteError where that fails."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name for column in table.columns for name in flat_names(column)])
        for row in rows:
            values = (value for column in table.columns for value in flat_values(column, row[column.name]))
            writer.writerow([neutralise(value) if isinstance(value, str) else value for value in values])
