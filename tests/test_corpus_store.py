"""The store: what is put in comes out, one document at a time, and nothing of another one is touched."""

from __future__ import annotations

import sqlite3

import pytest
from made_records import make_record

from corpus.columns import TABLES
from corpus.rows import failure_rows, make_rows
from corpus.store import StoredFile, open_existing_store, open_store
from extract.errors import VanbanError, WriteError


def put(store, source, *, path=None, fingerprint="1", **options):
    file = StoredFile(path or f"/somewhere/{source}", source, fingerprint, "rules", False)
    store.put(file, make_rows(make_record(source, **options)))


def test_rows_come_back_as_they_were(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "b.txt")
        put(store, "a.txt")
    with open_existing_store(tmp_path) as store:
        for table in TABLES:
            expected = [row for name in ("a.txt", "b.txt") for row in make_rows(make_record(name))[table.name]]
            assert list(store.rows(table.name)) == expected


def test_putting_again_replaces_that_document_only(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "a.txt")
        put(store, "b.txt")
        put(store, "a.txt", fingerprint="2", title="Tên mới")
        assert [row["title"] for row in store.rows("documents")] == ["Tên mới", "KẾ HOẠCH"]
        assert store.files()["/somewhere/a.txt"].fingerprint == "2"
        assert store.counts()["tasks"] == 2


def test_one_file_under_two_names_is_one_document(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "folder/a.txt", path="/folder/a.txt")
        put(store, "/folder/a.txt", path="/folder/a.txt")
        assert [row["source"] for row in store.rows("documents")] == ["/folder/a.txt"]


def test_failure_of_a_known_document_keeps_its_rows(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "a.txt")
        file = StoredFile("/somewhere/a.txt", "a.txt", "1", "rules", True)
        for _ in range(2):
            store.put_failure(file, failure_rows("a.txt", "timeout", "a.txt: too slow."))
        assert store.counts()["tasks"] == 1
        assert [row["code"] for row in store.rows("warnings")] == ["past_deadline", "timeout"]
        assert store.files()["/somewhere/a.txt"].failed


def test_remove_forgets_a_document(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "a.txt")
        put(store, "b.txt")
        store.remove(["/somewhere/a.txt"])
        assert {row["source"] for table in TABLES for row in store.rows(table.name)} == {"b.txt"}


def test_each_table_can_be_asked_in_sql(tmp_path):
    with open_store(tmp_path) as store:
        put(store, "a.txt")
    with sqlite3.connect(tmp_path / "vanban.sqlite") as connection:
        assert connection.execute('SELECT number FROM "references"').fetchall() == [("709/QĐ-TTg",)]


def test_file_in_place_of_the_output_folder(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WriteError, match=r"out: cannot be used as the output folder .*--out"):
        open_store(tmp_path / "out")


def test_output_folder_under_a_file(tmp_path):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(WriteError, match="cannot be used as the output folder"):
        open_store(tmp_path / "file" / "out")


def test_database_that_is_none(tmp_path):
    (tmp_path / "vanban.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 50)
    with pytest.raises(VanbanError, match=r"vanban\.sqlite: not a database of this version"):
        open_store(tmp_path)


def test_database_with_other_columns(tmp_path):
    with sqlite3.connect(tmp_path / "vanban.sqlite") as connection:
        connection.execute("CREATE TABLE tasks (source TEXT, other TEXT)")
    connection.close()
    with pytest.raises(VanbanError, match="not a database of this version"):
        open_store(tmp_path)


def test_no_store_there(tmp_path):
    with pytest.raises(VanbanError, match="give the output folder of an earlier"):
        open_existing_store(tmp_path)
