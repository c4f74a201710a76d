"""The citation graph -> two Parquet files, a list of works and a list of edges with all their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.columns import Json
from corpus.graph import CitationGraph
from outputs.atomic import replacing
from outputs.network import EDGE_FIELDS, EVIDENCE_FIELDS, NODE_FIELDS, Field, edge_rows, node_rows

WORKS, EDGES = "graph_works.parquet", "graph_edges.parquet"
_TYPES = {"text": pa.string(), "integer": pa.int64(), "flag": pa.bool_(), "list": pa.list_(pa.string())}


def write_edges(graph: CitationGraph, folder: Path) -> tuple[Path, Path]:
    """Write both files and return them; raises WriteError where that fails."""
    works, edges = folder / WORKS, folder / EDGES
    evidence = pa.field("evidence", pa.list_(pa.struct(_fields(EVIDENCE_FIELDS))), metadata={"help": "Every mention."})
    _write(works, pa.schema(_fields(NODE_FIELDS)), node_rows(graph))
    _write(edges, pa.schema([*_fields(EDGE_FIELDS), evidence]), edge_rows(graph))
    return works, edges


def _fields(fields: Sequence[Field]) -> list[pa.Field]:
    return [pa.field(field.name, _TYPES[field.kind], metadata={"help": field.help}) for field in fields]


def _write(path: Path, schema: pa.Schema, rows: Iterable[dict[str, Json]]) -> None:
    table = pa.Table.from_pylist([_encodable(row) for row in rows], schema=schema)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def _encodable(row: dict[str, Json]) -> dict[str, Json]:
    """The row with question marks for what is no text in UTF-8."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }
