"""Rows of documents -> an SQLite database, one document a transaction, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import sqlalchemy as sa

from corpus.columns import BY_NAME, TABLES, Json, Kind, Row, Rows
from corpus.corrections import Correction
from extract.errors import VanbanError, WriteError

FILE_NAME = "vanban.sqlite"
OCR_FOLDER = "ocr-pages"


def _type_of(kind: Kind) -> sa.Text | sa.Integer | sa.Float[float] | sa.Boolean | sa.JSON[Json]:
    match kind:
        case Kind.TEXT | Kind.DATE:
            return sa.Text()
        case Kind.INTEGER:
            return sa.Integer()
        case Kind.NUMBER:
            return sa.Float()
        case Kind.FLAG:
            return sa.Boolean()
        case Kind.LIST | Kind.PEOPLE | Kind.DEADLINE | Kind.EVIDENCE:
            return sa.JSON(none_as_null=True)


_METADATA = sa.MetaData()
_TABLES = {
    table.name: sa.Table(
        table.name,
        _METADATA,
        *(
            sa.Column(
                column.name, _type_of(column.kind), primary_key=column.name in ("source", "row"), autoincrement=False
            )
            for column in table.columns
        ),
    )
    for table in TABLES
}
# What has been read: `path` is absolute, `source` as it was given, `rules` the version of the rules that read it.
_FILES = sa.Table(
    "files",
    _METADATA,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False, unique=True),
    sa.Column("fingerprint", sa.Text),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("failed", sa.Boolean, nullable=False),
    sa.Column("withheld", sa.Boolean, nullable=False),
    sa.Column("look", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("message", sa.Text),
    sa.Column("tries", sa.Integer),
)
# What persons have put right. It outlives the rows of its document, which every run makes anew.
_CORRECTIONS = sa.Table(
    "corrections",
    _METADATA,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("task", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON(none_as_null=True)),
    sa.Column("given_on", sa.Date, nullable=False),
    sa.Column("before", sa.JSON(none_as_null=True)),
)
# One row: what tells this store from every other, so that a register comes back to where it was written.
_ABOUT = sa.Table("about", _METADATA, sa.Column("store", sa.Text, primary_key=True))
# One row: a word that is another one after every change of what is written out, so that no output is made twice.
_STATE = sa.Table("state", _METADATA, sa.Column("revision", sa.Text, primary_key=True))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the store knows.

    `fingerprint` is None where the file could not even be opened; `withheld` is True where it is secret and its
    content is not in the store. `look` is how the file looked from outside when its content was read, None where that
    could not tell a later change. `code` and `message` say why it failed, `tries` how often it did in this content.
    """

    path: str
    source: str
    fingerprint: str | None
    rules: str
    failed: bool
    withheld: bool = False
    look: str | None = None
    code: str | None = None
    message: str | None = None
    tries: int | None = None


class Store:
    """The database of one output folder. Use as a context manager."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ocr_folder(self) -> str | None:
        """Where recognised pages are kept: beside an embedded database; None where it is elsewhere."""
        place = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not place or place == ":memory:":
            return None
        return str(Path(place).resolve().parent / OCR_FOLDER)

    def close(self) -> None:
        """Write out what is pending and let the file go."""
        self._engine.dispose()

    def files(self) -> dict[str, StoredFile]:
        """What has been read so far, by absolute path."""
        with self._engine.connect() as connection:
            return {row.path: StoredFile(*row) for row in connection.execute(sa.select(_FILES))}

    def file(self, path: str) -> StoredFile | None:
        """What is known of the file of this absolute path."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_FILES).where(_FILES.c.path == path)).first()
            return None if row is None else StoredFile(*row)

    def revision(self) -> str:
        """A word that is another one after every change of the documents or corrections; empty before the first."""
        with self._engine.connect() as connection:
            return str(connection.execute(sa.select(_STATE.c.revision)).scalar() or "")

    def put_looks(self, looks: Mapping[str, str]) -> None:
        """Record how files look now whose content was found unchanged, by absolute path."""
        change = sa.update(_FILES).where(_FILES.c.path == sa.bindparam("of_path")).values(look=sa.bindparam("as_look"))
        if looks:
            with self._changing() as connection:
                connection.execute(change, [{"of_path": path, "as_look": look} for path, look in looks.items()])

    def put(self, file: StoredFile, rows: Rows) -> None:
        """Put a document in, in place of what was known of that path or source, in one transaction."""
        with self._changing() as connection:
            known = _sources(connection, file)
            if known:
                _delete(connection, known)
            connection.execute(sa.insert(_FILES), [_file_values(file)])
            for name, found in rows.items():
                if found:
                    connection.execute(sa.insert(_TABLES[name]), found)
            _revise(connection)

    def put_failure(self, file: StoredFile, rows: Rows) -> None:
        """Record that a known document could not be read again: its warnings are added, what was known of it stays."""
        with self._changing() as connection:
            table, codes = _TABLES["warnings"], [row["code"] for row in rows["warnings"]]
            connection.execute(sa.delete(table).where(table.c.source == file.source, table.c.code.in_(codes)))
            known = sa.select(sa.func.max(table.c.row)).where(table.c.source == file.source)
            first = connection.execute(known).scalar() or 0
            values = {name: getattr(file, name) for name in ("failed", "rules", "look", "code", "message", "tries")}
            connection.execute(sa.update(_FILES).where(_FILES.c.path == file.path).values(values))
            for number, row in enumerate(rows["warnings"], start=first + 1):
                connection.execute(sa.insert(table), [row | {"row": number}])
            _revise(connection)

    def remove(self, paths: Iterable[str]) -> None:
        """Forget the documents of these absolute paths."""
        paths = tuple(paths)
        if paths:
            with self._changing() as connection:
                for path in paths:
                    found = connection.execute(sa.select(_FILES.c.source).where(_FILES.c.path == path)).scalars()
                    _delete(connection, list(found))
                _revise(connection)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table by source and row; KeyError for an unknown table."""
        table = _TABLES[name]
        names = [column.name for column in BY_NAME[name].columns]
        query = sa.select(table).order_by(table.c.source, table.c.row).execution_options(yield_per=1000)
        with self._engine.connect() as connection:
            for values in connection.execute(query):
                yield dict(zip(names, values, strict=True))

    def identity(self) -> str:
        """What tells this store from every other; made at the first call, and kept."""
        with self._engine.begin() as connection:
            found = connection.execute(sa.select(_ABOUT.c.store)).scalar()
            if found is None:
                found = uuid4().hex
                connection.execute(sa.insert(_ABOUT).values(store=found))
            return str(found)

    def corrections(self) -> tuple[Correction, ...]:
        """What persons have put right, by document, task and field."""
        query = sa.select(_CORRECTIONS).order_by(*_CORRECTIONS.primary_key.columns)
        with self._engine.connect() as connection:
            return tuple(Correction(*row) for row in connection.execute(query))

    def put_corrections(self, given: Iterable[Correction], *, withdrawn: Iterable[Correction] = ()) -> None:
        """Put corrections in, each in place of an earlier one of its field, and take out others; all or nothing."""
        given = tuple(given)
        with self._changing(lasting=True) as connection:
            for old in (*given, *withdrawn):
                same = [_CORRECTIONS.c[name] == getattr(old, name) for name in ("fingerprint", "task", "field")]
                connection.execute(sa.delete(_CORRECTIONS).where(*same))
            if given:
                connection.execute(sa.insert(_CORRECTIONS), [asdict(correction) for correction in given])
            _revise(connection)

    @contextmanager
    def _changing(self, *, lasting: bool = False) -> Iterator[sa.Connection]:
        """A transaction that is there whole or not at all; with `lasting` it is on the disk when the block ends.

        What a run commits without it survives a crash of the program. A power cut may take the last of it, which the
        next run reads again; what persons have put in could not be had again. Raises WriteError for a full disk.
        """
        try:
            with self._engine.connect() as connection:
                if lasting and connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA synchronous=FULL")
                    connection.commit()
                try:
                    with connection.begin():
                        yield connection
                finally:
                    if lasting and connection.dialect.name == "sqlite":
                        connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
        except sa.exc.OperationalError as error:
            raise WriteError(
                f"{self._engine.url.database}: cannot be written ({error.orig}); see that its disk has space and no "
                "other program holds it, and run again: what was committed before is kept."
            ) from error

    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        with self._engine.connect() as connection:
            return {
                name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
                for name, table in _TABLES.items()
            }


def open_store(folder: Path) -> Store:
    """The store of an output folder, made where there is none.

    Raises WriteError where the folder cannot be written, VanbanError where its database is not ours or broken.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".vanban-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = "there is a file in its place" if folder.is_file() else (error.strerror or str(error))
        raise WriteError(
            f"{folder}: cannot be used as the output folder ({reason}); choose another with --out."
        ) from error
    return _open(folder / FILE_NAME)


def open_existing_store(folder: Path) -> Store:
    """The store of a folder that an earlier run wrote; VanbanError where there is none."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise VanbanError(f"{folder}: no {FILE_NAME} there; give the output folder of an earlier `vanban run`.")
    return _open(path)


def _open(path: Path) -> Store:
    engine = sa.create_engine(f"sqlite:///{path}", json_serializer=lambda value: json.dumps(value, ensure_ascii=False))
    sa.event.listen(engine, "connect", _set_pragmas)
    try:
        _METADATA.create_all(engine)
        _add_columns(engine)
        with engine.connect() as connection:
            for table in _METADATA.sorted_tables:
                connection.execute(sa.select(table).limit(0))
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise VanbanError(
            f"{path}: not a database of this version of vanban ({error.orig}); move it away and run again."
        ) from error
    return Store(engine)


def _add_columns(engine: sa.Engine) -> None:
    """Columns that a database of an earlier version lacks: empty until the next run, so that no correction is lost."""
    inspector = sa.inspect(engine)
    with engine.begin() as connection:
        for table in (*_TABLES.values(), _FILES):
            known = {column["name"] for column in inspector.get_columns(table.name)}
            for column in table.columns:
                if known and column.name not in known and not column.primary_key:
                    made = sa.schema.CreateColumn(column).compile(dialect=engine.dialect)
                    name = engine.dialect.identifier_preparer.format_table(table)
                    connection.execute(sa.text(f"ALTER TABLE {name} ADD COLUMN {made}"))


def _set_pragmas(connection: sa.engine.interfaces.DBAPIConnection, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _file_values(file: StoredFile) -> dict[str, str | bool | int | None]:
    return {column.name: getattr(file, column.name) for column in _FILES.columns}


def _sources(connection: sa.Connection, file: StoredFile) -> list[str]:
    """The sources under which a file of this path, or this source, is known: no rows are without one."""
    query = sa.select(_FILES.c.source).where((_FILES.c.path == file.path) | (_FILES.c.source == file.source))
    return list(connection.execute(query).scalars())


def _revise(connection: sa.Connection) -> None:
    revision = uuid4().hex
    if connection.execute(sa.update(_STATE).values(revision=revision)).rowcount == 0:
        connection.execute(sa.insert(_STATE).values(revision=revision))


def _delete(connection: sa.Connection, sources: list[str]) -> None:
    for table in (*_TABLES.values(), _FILES):
        connection.execute(sa.delete(table).where(table.c.source.in_(sources)))
