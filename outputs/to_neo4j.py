"""The citation graph -> two CSV files for `neo4j-admin database import`, works and citations."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.columns import Json
from corpus.graph import CitationGraph
from outputs.atomic import replacing
from outputs.network import EDGE_FIELDS, NODE_FIELDS, Field, edge_rows, node_rows

WORKS, CITATIONS = "neo4j_works.csv", "neo4j_citations.csv"
_TYPES = {"text": "", "integer": ":int", "flag": ":boolean", "list": ":string[]"}
_LINES = str.maketrans(dict.fromkeys([*map(chr, range(32)), "\x7f", "\x85", "\u2028", "\u2029"], " "))


def write_neo4j(graph: CitationGraph, folder: Path) -> tuple[Path, Path]:
    """Write both files and return them; raises WriteError where that fails.

    Import with `neo4j-admin database import full --nodes=neo4j_works.csv --relationships=neo4j_citations.csv`. A work
    has the labels `Work` and `Held` or `Cited`; the type of a citation is its relation in capitals. Lists are separated
    by semicolons, control characters are blanks.
    """
    works, citations = folder / WORKS, folder / CITATIONS
    plain = [field for field in NODE_FIELDS if field.name != "key"]
    _write(
        works,
        ["key:ID(Work)", *_heads(plain), ":LABEL"],
        (
            [_cell(row["key"]), *(_cell(row[f.name]) for f in plain), "Work;Held" if row["held"] else "Work;Cited"]
            for row in node_rows(graph)
        ),
    )
    plain = [field for field in EDGE_FIELDS if field.name not in ("citing", "cited")]
    _write(
        citations,
        [":START_ID(Work)", ":END_ID(Work)", *_heads(plain), ":TYPE"],
        (
            [
                _cell(row["citing"]),
                _cell(row["cited"]),
                *(_cell(row[f.name]) for f in plain),
                str(row["relation"]).upper(),
            ]
            for row in edge_rows(graph)
        ),
    )
    return works, citations


def _heads(fields: Sequence[Field]) -> list[str]:
    return [field.name + _TYPES[field.kind] for field in fields]


def _cell(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(str(part).translate(_LINES).replace(";", ",") for part in value)
    return str(value).translate(_LINES)


def _write(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="replace", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
