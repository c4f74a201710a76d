"""Rows -> Parquet, with lists and structures as such and the help of each column in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.columns import DEADLINE_PARTS, Column, Json, Kind, Row, TableSpec
from outputs.atomic import replacing

_BATCH = 5000  # rows


def write_parquet(table: TableSpec, rows: Iterable[Row], path: Path) -> None:
    """Write the rows; raises WriteError where that fails."""
    schema = pa.schema(
        [pa.field(c.name, _type_of(c.kind), metadata={"help": c.help}) for c in table.columns],
        metadata={"table": table.name, "help": table.help},
    )
    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            columns = [
                pa.array([_value(column, row[column.name]) for row in batch], type=_type_of(column.kind))
                for column in table.columns
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))


def _type_of(kind: Kind) -> pa.DataType:
    match kind:
        case Kind.INTEGER:
            return pa.int64()
        case Kind.NUMBER:
            return pa.float64()
        case Kind.FLAG:
            return pa.bool_()
        case Kind.LIST:
            return pa.list_(pa.string())
        case Kind.PEOPLE:
            return pa.list_(pa.struct([("name", pa.string()), ("title", pa.string())]))
        case Kind.DEADLINE:
            return pa.struct([(part, pa.bool_() if part == "working" else pa.string()) for part in DEADLINE_PARTS])
        case Kind.TEXT | Kind.DATE | Kind.EVIDENCE:
            return pa.string()


def _value(column: Column, value: Json) -> Json:
    """Evidence has different keys in every row, so it is JSON text; the rest goes as it is."""
    if column.kind is Kind.EVIDENCE and value is not None:
        return json.dumps(value, ensure_ascii=False)
    return value


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
