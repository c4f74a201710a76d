"""Where a store is, a folder or the URL of a PostgreSQL database -> an engine with all tables and columns there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import sqlalchemy as sa

from corpus.columns import Json
from corpus.store_tables import METADATA
from extract.errors import VanbanError

FILE_NAME = "vanban.sqlite"
SCHEMA = "vanban"  # of a PostgreSQL database, where the URL names no other with ?schema=
CONNECT_SECONDS = 10

_SQLITE_WAIT = 60_000  # milliseconds that one run waits for another one to commit
_DRIVERS = ("postgresql", "postgresql+psycopg")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LOCK = 7_310_911_025  # of PostgreSQL, for who makes tables or the one row of a table
# What neither database can keep: NUL ends a text in PostgreSQL, half of a surrogate pair is no character in UTF-8.
# Each is replaced by one character, so that every offset holds.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# Beginnings of what PostgreSQL's library says where there is no connection; errors before one have no code.
_REFUSED = ("Connection refused", "No such file or directory", "timeout", "timed out", "unreachable", "No route")
_UNKNOWN_HOST = ("failed to resolve host", "could not translate host name", "Name or service not known")


def clean_text(text: str) -> str:
    """Text as both databases can keep it, of the same length."""
    return _UNSTORABLE.sub("\ufffd", text)


def format_json(value: Json) -> str:
    """JSON that both databases can keep."""
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text or _UNSTORABLE.search(text):
        text = json.dumps(_clean(value), ensure_ascii=False)
    return text


def folder_engine(folder: Path) -> sa.Engine:
    """The SQLite database in a folder, made where there is none; VanbanError where the file there is not ours."""
    path = folder / FILE_NAME
    engine = sa.create_engine(f"sqlite:///{path}", json_serializer=format_json, hide_parameters=True)
    sa.event.listen(engine, "connect", _set_pragmas)
    sa.event.listen(engine, "begin", _begin)
    try:
        _make_tables(engine, None)
        with engine.connect() as connection:
            for table in METADATA.sorted_tables:
                connection.execute(sa.select(table).limit(0))
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise VanbanError(
            f"{path}: not a database of this version of vanban ({error.orig}); move it away and run again."
        ) from error
    return engine


def url_engine(text: str, *, make: bool) -> sa.Engine:
    """The PostgreSQL database of a URL, with `make` its tables made where there are none.

    Raises VanbanError where it is no such URL, the database cannot be reached or used, or, without `make`, nothing of
    ours is in it. No message has the password in it.
    """
    url, schema = parse_url(text)
    place = format_place(url, schema)
    options: dict[str, str | int] = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "vanban",
        "keepalives_idle": 30,
        "tcp_user_timeout": 60_000,
    }
    engine = sa.create_engine(
        url,
        connect_args={name: value for name, value in options.items() if name not in url.query},
        json_serializer=format_json,
        hide_parameters=True,
        pool_pre_ping=True,
        execution_options={"schema_translate_map": {None: schema}},
    )
    try:
        with engine.connect() as connection:
            encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
            if encoding != "UTF8":
                raise VanbanError(f"{place}: its encoding is {encoding}; make a database with ENCODING 'UTF8'.")
        if not make and not sa.inspect(engine).has_table("files", schema=schema):
            raise VanbanError(f"{place}: no run has written into it yet; give the --store of an earlier `vanban run`.")
        _make_tables(engine, schema)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        raise VanbanError(f"{place}: {explain(error, url)}") from error
    except VanbanError:
        engine.dispose()
        raise
    return engine


def parse_url(text: str) -> tuple[sa.URL, str]:
    """The URL of a PostgreSQL database for its driver, and the schema in which the tables are."""
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        url = sa.URL.create("unknown")
    if url.drivername not in _DRIVERS:
        raise VanbanError(
            "The store is no URL of a PostgreSQL database; give --store (or VANBAN_STORE) as "
            "postgresql+psycopg://USER@HOST:5432/DATABASE."
        )
    if find_spec("psycopg") is None:
        raise VanbanError("PostgreSQL needs the package psycopg; install it with: pip install 'vanban[postgres]'.")
    schema = url.query.get("schema", SCHEMA)
    if not isinstance(schema, str) or _NAME.fullmatch(schema) is None or schema.startswith("pg_"):
        raise VanbanError("The ?schema= of the store must be one name of small letters, digits and _.")
    password = url.query.get("password")
    if isinstance(password, str):
        url = url.set(password=password)
    return url.difference_update_query(("schema", "password")).set(drivername="postgresql+psycopg"), schema


def format_place(url: sa.URL, schema: str) -> str:
    """A database as messages name it: host, name and schema, never the password or another option."""
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    named = "" if schema == SCHEMA else f"?schema={schema}"
    return f"postgresql://{user}{url.host or ''}{port}/{url.database or ''}{named}"


def explain(error: sa.exc.DBAPIError, url: sa.URL) -> str:
    """What is wrong with a PostgreSQL database, and what to do, without the password."""
    said = str(error.orig).strip()
    code = getattr(error.orig, "sqlstate", None)
    reason = said.split("\n")[0].strip()
    if url.password:
        reason = reason.replace(str(url.password), "***")
    if (code is None and "authentication failed" in said) or code in ("28P01", "28000"):
        return "the user or password is refused; give the right one in VANBAN_STORE, PGPASSWORD or ~/.pgpass."
    if "no password supplied" in said:
        return "it asks for a password; give it in VANBAN_STORE, PGPASSWORD or ~/.pgpass."
    if code is None and re.search(r'database ".*" does not exist', said):
        return "there is no database of this name; make it (createdb), or give another one."
    if any(words in said for words in _UNKNOWN_HOST):
        return "there is no host of this name; see that it is written right."
    if code is None and any(words in said for words in _REFUSED):
        return "cannot be reached; see that PostgreSQL runs there and that host and port are right."
    if code == "42501":
        return f"the user may not do that ({reason}); grant CREATE on the database, or on the schema and its tables."
    return f"cannot be used ({reason}); see to it and run again: what was committed before is kept."


def lock_database(connection: sa.Connection) -> None:
    """Let nobody else take this lock until the transaction ends; in SQLite every change has such a lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _make_tables(engine: sa.Engine, schema: str | None) -> None:
    """All tables, with the columns that a database of an earlier version lacks: empty until the next run."""
    with engine.connect() as connection:
        if not _lacking(connection, schema):
            return
    with engine.connect().execution_options(vanban_change=True) as connection, connection.begin():
        lock_database(connection)
        if schema is not None and not sa.inspect(connection).has_schema(schema):
            connection.execute(sa.schema.CreateSchema(schema))
        METADATA.create_all(connection)
        for table, columns in _lacking(connection, schema).items():
            name = connection.dialect.identifier_preparer.format_table(
                sa.Table(table, sa.MetaData(), schema=schema)  # the translation of schemas is not for raw text
            )
            for column in columns:
                made = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(sa.text(f"ALTER TABLE {name} ADD COLUMN {made}"))


def _lacking(connection: sa.Connection, schema: str | None) -> Mapping[str, list[sa.Column[Json]]]:
    """What is not there, by table: all columns of a missing table, else those that are no part of its key."""
    known = {
        name: {column["name"] for column in columns}
        for (_, name), columns in sa.inspect(connection).get_multi_columns(schema=schema).items()
    }
    found = {
        table.name: [
            column
            for column in table.columns
            if table.name not in known or (column.name not in known[table.name] and not column.primary_key)
        ]
        for table in METADATA.sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def _clean(value: Json) -> Json:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(name): _clean(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_clean(item) for item in value]
    return value


def _set_pragmas(connection: sa.engine.interfaces.DBAPIConnection, record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_SQLITE_WAIT}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """A change takes the lock before it looks, so that what it saw is still true when it writes."""
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("vanban_change") else "BEGIN"
    )
