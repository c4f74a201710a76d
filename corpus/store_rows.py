"""The rows of one document -> the tables of the database, and out of them again, in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from corpus.columns import Row, Rows
from corpus.store_place import clean_text, format_json
from corpus.store_tables import ROW_TABLES


def insert_rows(connection: sa.Connection, rows: Rows) -> None:
    """Put rows in that are not there."""
    rows = {name: found for name, found in rows.items() if found}
    if connection.dialect.name == "postgresql":
        if rows:
            connection.execute(_insertion(tuple(rows), _schema_of(connection)), {"rows": format_json(rows)})
        return
    for name, found in rows.items():
        statement, columns = _statement(name)
        connection.exec_driver_sql(
            statement,
            [
                tuple(
                    (None if (value := row[column]) is None else format_json(value))
                    if packed
                    else (clean_text(value) if isinstance(value := row[column], str) else value)
                    for column, packed in columns
                )
                for row in found
            ],
        )


def delete_rows(connection: sa.Connection, sources: Sequence[str]) -> None:
    """Take out the rows of these sources."""
    if not sources:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_deletion(_schema_of(connection)), {"sources": list(sources)})
        return
    for table in ROW_TABLES.values():
        connection.execute(sa.delete(table).where(table.c.source.in_(sources)))


def clean_row(row: Row) -> Row:
    """A row as both databases can keep it; lists and objects are looked after when they become JSON."""
    return {name: clean_text(value) if isinstance(value, str) else value for name, value in row.items()}


@cache
def _statement(name: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """The statement that puts a row into a table of SQLite, and its columns in order, with True for those of JSON.

    Written to the driver itself: what SQLAlchemy does with each row takes three times as long as the database.
    """
    table = ROW_TABLES[name]
    columns = tuple((column.name, isinstance(column.type, sa.JSON)) for column in table.columns)
    names = ", ".join(f'"{column}"' for column, _ in columns)
    return f'INSERT INTO "{name}" ({names}) VALUES ({", ".join("?" * len(columns))})', columns


@cache
def _insertion(names: tuple[str, ...], schema: str) -> sa.TextClause:
    """One statement for all tables: the rows go over as one JSON object, which PostgreSQL takes apart."""
    steps = [
        f'"{name}_in" AS (INSERT INTO "{schema}"."{name}" SELECT found.* FROM given, '
        f'json_populate_recordset(NULL::"{schema}"."{name}", given.rows -> \'{name}\') AS found)'
        for name in names
    ]
    return sa.text(f"WITH given AS (SELECT CAST(:rows AS json) AS rows), {', '.join(steps)} SELECT 1")


@cache
def _deletion(schema: str) -> sa.TextClause:
    steps = [
        f'"{name}_out" AS (DELETE FROM "{schema}"."{name}" WHERE source = ANY(CAST(:sources AS text[])))'
        for name in ROW_TABLES
    ]
    return sa.text(f"WITH {', '.join(steps)} SELECT 1")


def _schema_of(connection: sa.Connection) -> str:
    return str(connection.get_execution_options()["schema_translate_map"][None])
