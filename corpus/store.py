"""Rows of documents -> a database, SQLite or PostgreSQL, one document a transaction, and back."""

from __future__ import annotations

import hashlib
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from corpus.columns import BY_NAME, Row, Rows
from corpus.corrections import Correction
from corpus.store_place import (
    FILE_NAME,
    clean_text,
    explain,
    folder_engine,
    format_place,
    lock_database,
    parse_url,
    url_engine,
)
from corpus.store_rows import clean_row, delete_rows, insert_rows
from corpus.store_tables import ABOUT, CORRECTIONS, FILES, ROW_TABLES, STATE
from extract.errors import VanbanError, WriteError

OCR_FOLDER = "ocr-pages"
RECONNECT_SECONDS = 60.0  # for which a run waits for a database that went away

_CLASHES = 10  # times that a change is tried again because another run changed the same document just then
_LONGEST_NAME = 2000  # bytes of a path or source; an archive may give names without end
_LASTING, _USUAL = "FULL", "NORMAL"
# Codes of PostgreSQL: two changes that wait for, or exclude, each other; a server that goes or is not there yet.
_CLASH_CODES = ("23505", "40001", "40P01")
_GONE_CODES = ("57P01", "57P02", "57P03", "25P03", "08000", "08001", "08003", "08004", "08006")
# What is wrong with rows, not with the database: values out of bounds, keys that are there twice, names without end.
_OF_ROWS = (sa.exc.DataError, sa.exc.IntegrityError, sa.exc.InterfaceError)
_ROW_CODES = ("22", "23", "54")
_log = logging.getLogger("vanban")

T = TypeVar("T")


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
    """The database of a collection, and the folder beside it. Use as a context manager."""

    def __init__(self, engine: sa.Engine, folder: Path, place: str) -> None:
        """`folder` is the output folder, `place` names the database in messages."""
        self._engine = engine
        self._folder = folder
        self.place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ocr_folder(self) -> str:
        """Where recognised pages are kept: in the output folder."""
        return str(self._folder.resolve() / OCR_FOLDER)

    @property
    def _embedded(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Write out what is pending and let the database go."""
        self._engine.dispose()

    def files(self) -> dict[str, StoredFile]:
        """What has been read so far, by absolute path."""
        with self._asking() as connection:
            return {row.path: StoredFile(*row) for row in connection.execute(sa.select(FILES))}

    def file(self, path: str) -> StoredFile | None:
        """What is known of the file of this absolute path."""
        with self._asking() as connection:
            row = connection.execute(sa.select(FILES).where(FILES.c.path == path)).first()
            return None if row is None else StoredFile(*row)

    def revision(self) -> str:
        """A word that is another one after every change of the documents or corrections; empty before the first."""
        with self._asking() as connection:
            return str(connection.execute(sa.select(STATE.c.revision)).scalar() or "")

    def put_looks(self, looks: Mapping[str, str]) -> None:
        """Record how files look now whose content was found unchanged, by absolute path."""
        change = sa.update(FILES).where(FILES.c.path == sa.bindparam("of_path")).values(look=sa.bindparam("as_look"))
        values = [{"of_path": path, "as_look": look} for path, look in sorted(looks.items())]
        if values:
            self._change(lambda connection: connection.execute(change, values))

    def put(self, file: StoredFile, rows: Rows) -> None:
        """Put a document in, in place of what was known of that path or source, in one transaction."""
        self.put_all([(file, rows)])

    def put_all(self, documents: Sequence[tuple[StoredFile, Rows]]) -> None:
        """Put documents in as `put` does, all of them or none: many small ones together take a third of the time."""
        documents = sorted((_with_short_names(*each) for each in documents), key=lambda each: each[0].path)
        paths = [clean_text(file.path) for file, _ in documents]
        sources = [clean_text(file.source) for file, _ in documents]
        query = sa.select(FILES.c.path, FILES.c.source).where(
            sa.or_(FILES.c.path.in_(paths), FILES.c.source.in_(sources))
        )

        def put_them(connection: sa.Connection) -> None:
            known = {name for row in connection.execute(query) for name in (row.path, row.source)}
            known |= {name for names in (paths, sources) for name, times in Counter(names).items() if times > 1}
            new = [
                (document, _file_values(document[0]))
                for document, path, source in zip(documents, paths, sources, strict=True)
                if path not in known and source not in known
            ]
            if new:
                together: Rows = {}
                for (_, rows), _ in new:
                    for name, found in rows.items():
                        together.setdefault(name, []).extend(found)
                connection.execute(sa.insert(FILES), [values for _, values in new])
                insert_rows(connection, together)
            for (file, rows), path, source in zip(documents, paths, sources, strict=True):
                if path in known or source in known:
                    _put_known(connection, file, rows)
            _revise(connection)

        if documents:
            self._change(put_them)

    def put_failure(self, file: StoredFile, rows: Rows) -> None:
        """Record that a known document could not be read again: its warnings are added, what was known of it stays."""
        table, codes = ROW_TABLES["warnings"], [row["code"] for row in rows["warnings"]]
        source = clean_text(file.source)
        values = {
            name: value
            for name, value in _file_values(file).items()
            if name in ("failed", "rules", "look", "code", "message", "tries")
        }

        def add(connection: sa.Connection) -> None:
            connection.execute(sa.update(FILES).where(FILES.c.path == clean_text(file.path)).values(values))
            connection.execute(sa.delete(table).where(table.c.source == source, table.c.code.in_(codes)))
            known = sa.select(sa.func.max(table.c.row)).where(table.c.source == source)
            first = connection.execute(known).scalar() or 0
            for number, row in enumerate(rows["warnings"], start=first + 1):
                connection.execute(sa.insert(table), [clean_row(row | {"row": number})])
            _revise(connection)

        self._change(add)

    def remove(self, paths: Iterable[str]) -> None:
        """Forget the documents of these absolute paths."""
        paths = sorted(paths)

        def forget(connection: sa.Connection) -> None:
            for path in paths:
                query = sa.select(FILES.c.source).where(FILES.c.path == path).with_for_update()
                delete_rows(connection, list(connection.execute(query).scalars()))
                connection.execute(sa.delete(FILES).where(FILES.c.path == path))
            _revise(connection)

        if paths:
            self._change(forget)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table by source and row, as they were when the first was asked for; KeyError for no table."""
        table = ROW_TABLES[name]
        names = [column.name for column in BY_NAME[name].columns]
        query = sa.select(table).order_by(table.c.source, table.c.row).execution_options(yield_per=1000)
        with self._asking() as connection:
            for values in connection.execute(query):
                yield dict(zip(names, values, strict=True))

    def identity(self) -> str:
        """What tells this store from every other; made at the first call, and kept."""

        def name_it(connection: sa.Connection) -> str:
            lock_database(connection)
            found = connection.execute(sa.select(ABOUT.c.store)).scalar()
            if found is None:
                found = uuid4().hex
                connection.execute(sa.insert(ABOUT).values(store=found))
            return str(found)

        with self._asking() as connection:
            found = connection.execute(sa.select(ABOUT.c.store)).scalar()
        return self._change(name_it) if found is None else str(found)

    def corrections(self) -> tuple[Correction, ...]:
        """What persons have put right, by document, task and field."""
        query = sa.select(CORRECTIONS).order_by(*CORRECTIONS.primary_key.columns)
        with self._asking() as connection:
            return tuple(Correction(*row) for row in connection.execute(query))

    def put_corrections(self, given: Iterable[Correction], *, withdrawn: Iterable[Correction] = ()) -> None:
        """Put corrections in, each in place of an earlier one of its field, and take out others; all or nothing."""
        given, withdrawn = tuple(given), tuple(withdrawn)
        values = [clean_row(asdict(correction)) for correction in given]

        def put_all(connection: sa.Connection) -> None:
            for old in (*given, *withdrawn):
                same = [CORRECTIONS.c[name] == getattr(old, name) for name in ("fingerprint", "task", "field")]
                connection.execute(sa.delete(CORRECTIONS).where(*same))
            if values:
                connection.execute(sa.insert(CORRECTIONS), values)
            _revise(connection)

        self._change(put_all, lasting=True)

    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        with self._asking() as connection:
            return {
                name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
                for name, table in ROW_TABLES.items()
            }

    @contextmanager
    def _asking(self) -> Iterator[sa.Connection]:
        """A connection to read by; VanbanError where the database went away or cannot be read."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise VanbanError(f"{self.place}: {self._explain(error)}") from error

    def _change(self, work: Callable[[sa.Connection], T], *, lasting: bool = False) -> T:
        """Do `work` in a transaction that is there whole or not at all; with `lasting` it is on the disk at the end.

        What a run commits without it survives a crash of the program. A power cut may take the last of it from SQLite,
        which the next run reads again; what persons have put in could not be had again. PostgreSQL has its own setting
        for that. Where another run changed the same document just then, `work` is done again, and so for up to a minute
        where the connection is lost, which is told. Raises WriteError where the database cannot be written.
        """
        clashes, lost_at = 0, None
        while True:
            try:
                return self._change_once(work, lasting)
            except sa.exc.DBAPIError as error:
                code = getattr(error.orig, "sqlstate", None)
                if code in _CLASH_CODES and clashes < _CLASHES:
                    clashes += 1
                    time.sleep(random.uniform(0, 0.02 * clashes))  # so that two do not meet again
                    continue
                if isinstance(error, _OF_ROWS) or str(code)[:2] in _ROW_CODES:
                    raise  # it is these rows that cannot be kept; others can
                gone = not self._embedded and (
                    error.connection_invalidated
                    or code in _GONE_CODES
                    or (code is None and isinstance(error, sa.exc.OperationalError))
                )
                now = time.monotonic()
                lost_at = lost_at or now
                if not gone or now - lost_at > RECONNECT_SECONDS:
                    raise WriteError(f"{self.place}: {self._explain(error)}") from error
                if now == lost_at:
                    _log.warning(
                        "%s: the connection was lost; trying again for %d seconds.", self.place, RECONNECT_SECONDS
                    )
                time.sleep(min(2.0, 0.1 + (now - lost_at) / 2))

    def _change_once(self, work: Callable[[sa.Connection], T], lasting: bool) -> T:
        with self._engine.connect().execution_options(vanban_change=True) as connection:
            if lasting and self._embedded:
                _set_synchronous(connection, _LASTING)
            try:
                with connection.begin():
                    return work(connection)
            finally:
                if lasting and self._embedded:
                    _set_synchronous(connection, _USUAL)

    def _explain(self, error: sa.exc.DBAPIError) -> str:
        if self._embedded:
            return (
                f"cannot be read or written ({error.orig}); see that its disk has space and no other program holds it, "
                "and run again: what was committed before is kept."
            )
        return explain(error, self._engine.url)


def open_store(folder: Path, url: str | None = None) -> Store:
    """The store of an output folder, in it or in the PostgreSQL database of a URL, made where there is none.

    Raises WriteError where the folder cannot be written, VanbanError where the database is not ours, broken or not to
    be reached.
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
    return _store_of(folder, url, make=True)


def open_existing_store(folder: Path, url: str | None = None) -> Store:
    """The store that an earlier run wrote, in a folder or the database of a URL; VanbanError where there is none."""
    if url is None and not (folder / FILE_NAME).is_file():
        raise VanbanError(
            f"{folder}: no {FILE_NAME} there; give the output folder of an earlier `vanban run`, or, where that had "
            "one, its --store."
        )
    return _store_of(folder, url, make=False)


def _store_of(folder: Path, url: str | None, *, make: bool) -> Store:
    if url is None:
        return Store(folder_engine(folder), folder, str(folder / FILE_NAME))
    return Store(url_engine(url, make=make), folder, format_place(*parse_url(url)))


def _with_short_names(file: StoredFile, rows: Rows) -> tuple[StoredFile, Rows]:
    """A document under names that a key of PostgreSQL can hold; longer ones are cut and told apart by their hash."""
    path, source = _shorten(file.path), _shorten(file.source)
    if (path, source) == (file.path, file.source):
        return file, rows
    changed = {name: [row | {"source": source} for row in found] for name, found in rows.items()}
    return replace(file, path=path, source=source), changed


def _shorten(name: str) -> str:
    if len(name) <= _LONGEST_NAME // 4 or len(name.encode("utf-8", "replace")) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME // 5]}...{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}"


def _file_values(file: StoredFile) -> Row:
    return clean_row({column.name: getattr(file, column.name) for column in FILES.columns})


def _put_known(connection: sa.Connection, file: StoredFile, rows: Rows) -> None:
    """Put a document in place of what is known of its path or its source."""
    values, known = _file_values(file), _known_files(connection, file)
    delete_rows(connection, [source for _, source in known])
    if len(known) > 1:
        others = [path for path, _ in known[1:]]
        connection.execute(sa.delete(FILES).where(FILES.c.path.in_(others)))
    if known:  # changed, not made anew: another run that waits for it finds it again
        connection.execute(sa.update(FILES).where(FILES.c.path == known[0][0]).values(values))
    else:
        connection.execute(sa.insert(FILES).values(values))
    insert_rows(connection, rows)


def _known_files(connection: sa.Connection, file: StoredFile) -> list[tuple[str, str]]:
    """Path and source of the files that are known by this path or this source: no rows are of any other source.

    They are held until the end of the transaction: another run that puts the same document waits for this one.
    """
    known = sa.or_(FILES.c.path == clean_text(file.path), FILES.c.source == clean_text(file.source))
    query = sa.select(FILES.c.path, FILES.c.source).where(known).order_by(FILES.c.path).with_for_update()
    return [(row.path, row.source) for row in connection.execute(query)]


def _revise(connection: sa.Connection) -> None:
    change = sa.update(STATE).values(revision=uuid4().hex)
    if connection.execute(change).rowcount == 0:
        lock_database(connection)  # another run may make the first row just now
        if connection.execute(change).rowcount == 0:
            connection.execute(sa.insert(STATE).values(revision=uuid4().hex))


def _set_synchronous(connection: sa.Connection, level: str) -> None:
    cursor = connection.connection.cursor()  # not within a transaction, where SQLite refuses it
    cursor.execute(f"PRAGMA synchronous={level}")
    cursor.close()
