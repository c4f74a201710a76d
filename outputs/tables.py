"""Store -> the tables, also those of all documents together: rows as they are written out, and pandas frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.collection_columns import ALL_BY_NAME, ALL_TABLES
from corpus.columns import BY_NAME, Kind, Row, Rows
from corpus.corrections import read_rows
from corpus.rows import withhold
from corpus.store import Store

if TYPE_CHECKING:
    import pandas

_FRAME_TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "Float64",
    Kind.FLAG: "boolean",
    Kind.DATE: "string",
}


def read_table(store: Store, name: str, *, include_secret: bool = False) -> Iterator[Row]:
    """The rows of a table, by file and row, with what persons have put right; KeyError for an unknown one.

    Of documents marked secret only the mark, unless `include_secret`. A table of all documents together is made at each
    call: `read_collection` makes all of them at once.
    """
    if name not in BY_NAME and name in ALL_BY_NAME:
        yield from read_collection(store, include_secret=include_secret)[name]
        return
    hidden = frozenset() if include_secret else secret_sources(store)
    for row in read_rows(store, name):
        shown = withhold(name, row) if row["source"] in hidden else row
        if shown is not None:
            yield shown


def read_collection(store: Store, *, include_secret: bool = False) -> Rows:
    """The rows of the tables of all documents together, by name."""
    from outputs.collection import make_collection

    return make_collection(lambda name: read_table(store, name, include_secret=include_secret))


def secret_sources(store: Store) -> frozenset[object]:
    """The files that are marked secret."""
    return frozenset(row["source"] for row in store.rows("documents") if row["secret"])


def make_tables(store: Store, *, include_secret: bool = False) -> dict[str, pandas.DataFrame]:
    """Every table as a frame, by name. Dates stay ISO 8601 text, since a date may be cut to its month or year."""
    import pandas

    frames, collection = {}, read_collection(store, include_secret=include_secret)
    for table in ALL_TABLES:
        made = collection.get(table.name)
        rows = list(read_table(store, table.name, include_secret=include_secret)) if made is None else made
        frames[table.name] = pandas.DataFrame(
            {
                column.name: pandas.Series(
                    [row[column.name] for row in rows], dtype=_FRAME_TYPES.get(column.kind, "object")
                )
                for column in table.columns
            }
        )
    return frames
