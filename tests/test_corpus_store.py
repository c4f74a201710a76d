"""The store: what is put in comes out, one document at a time, and nothing of another one is touched.

What is said of both kinds of database runs on both; without PostgreSQL on SQLite alone.
"""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
import sqlalchemy as sa
from made_records import make_record

from corpus.columns import TABLES
from corpus.corrections import Correction
from corpus.rows import failure_rows, make_rows
from corpus.store import StoredFile, open_existing_store, open_store
from extract.errors import VanbanError, WriteError


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    """The `--store` of each kind of database: none for SQLite."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def put(store, source, *, path=None, fingerprint="1", **options):
    file = StoredFile(path or f"/somewhere/{source}", source, fingerprint, "rules", False)
    store.put(file, make_rows(make_record(source, **options)))


def test_rows_come_back_as_they_were(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "b.txt")
        put(store, "a.txt")
    with open_existing_store(tmp_path, url) as store:
        for table in TABLES:
            expected = [row for name in ("a.txt", "b.txt") for row in make_rows(make_record(name))[table.name]]
            assert list(store.rows(table.name)) == expected


def test_putting_again_replaces_that_document_only(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "a.txt")
        put(store, "b.txt")
        put(store, "a.txt", fingerprint="2", title="Tên mới")
        assert [row["title"] for row in store.rows("documents")] == ["Tên mới", "KẾ HOẠCH"]
        assert store.files()["/somewhere/a.txt"].fingerprint == "2"
        assert store.counts()["tasks"] == 2


def test_one_file_under_two_names_is_one_document(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "folder/a.txt", path="/folder/a.txt")
        put(store, "/folder/a.txt", path="/folder/a.txt")
        assert [row["source"] for row in store.rows("documents")] == ["/folder/a.txt"]


def test_failure_of_a_known_document_keeps_its_rows(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "a.txt")
        file = StoredFile("/somewhere/a.txt", "a.txt", "1", "rules", True)
        for _ in range(2):
            store.put_failure(file, failure_rows("a.txt", "timeout", "a.txt: too slow."))
        assert store.counts()["tasks"] == 1
        assert [row["code"] for row in store.rows("warnings")] == ["past_deadline", "timeout"]
        assert store.files()["/somewhere/a.txt"].failed


def test_remove_forgets_a_document(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "a.txt")
        put(store, "b.txt")
        store.remove(["/somewhere/a.txt"])
        assert {row["source"] for table in TABLES for row in store.rows(table.name)} == {"b.txt"}


def test_rows_are_ordered_by_code_points_whatever_the_language(tmp_path, url):
    names = ["b.txt", "Đề án.txt", "a b.txt", "A.txt", "ă.txt", "a.txt", "_.txt", "ab.txt", "Z.txt"]
    with open_store(tmp_path, url) as store:
        for name in names:
            put(store, name)
        assert [row["source"] for row in store.rows("documents")] == sorted(names)


def test_what_no_database_can_keep_becomes_one_character(tmp_path, url):
    with open_store(tmp_path, url) as store:
        rows = make_rows(make_record("a.txt"))
        rows["documents"][0] |= {
            "title": "Kế\0hoạch \ud800",
            "bases": ["một\0", "\\u0000 \\0"],
            "evidence": {"a\0": {"b": "\0"}},
        }
        store.put(StoredFile("/a.txt", "a.txt", "1", "rules", True, message="a.txt: \0"), rows)
        (row,) = store.rows("documents")
        assert (row["title"], row["bases"]) == ("Kế�hoạch �", ["một�", "\\u0000 \\0"])
        assert row["evidence"] == {"a�": {"b": "�"}}
        assert store.files()["/a.txt"].message == "a.txt: �"


def test_names_without_end_are_cut_and_told_apart(tmp_path, url):
    import random

    random.seed(1)
    long = "".join(chr(random.randrange(0x1EA0, 0x1EF9)) for _ in range(3000))  # which cannot be compressed
    with open_store(tmp_path, url) as store:
        for name in (long + "a", long + "b", long + "a"):
            put(store, name)
        sources = [str(row["source"]) for row in store.rows("documents")]
        assert len(set(sources)) == 2 and {source[:400] for source in sources} == {long[:400]}
        assert sorted(file.source for file in store.files().values()) == sources


def test_nothing_and_empty_are_two_things(tmp_path, url):
    with open_store(tmp_path, url) as store:
        rows = make_rows(make_record("a.txt"))
        rows["documents"][0] |= {"title": "", "bases": [], "signer_capacity": None, "evidence": None, "pages": 0}
        store.put(StoredFile("/a.txt", "a.txt", "1", "rules", False), rows)
        (row,) = store.rows("documents")
        shown = [row[name] for name in ("title", "bases", "signer_capacity", "evidence", "pages", "number")]
        assert shown[:-1] == ["", [], None, None, 0]


def test_names_in_objects_keep_their_order(tmp_path, url):
    evidence = {"title": {"start": 1, "end": 2}, "a": {"words": "x", "page": 1}}
    with open_store(tmp_path, url) as store:
        rows = make_rows(make_record("a.txt"))
        rows["documents"][0]["evidence"] = evidence
        store.put(StoredFile("/a.txt", "a.txt", "1", "rules", False), rows)
        (row,) = store.rows("documents")
        assert [list(part) for part in (row["evidence"], *row["evidence"].values())] == [
            ["title", "a"],
            ["start", "end"],
            ["words", "page"],
        ]


def test_corrections_replace_one_another_and_are_taken_out(tmp_path, url):
    first = Correction("1", "II.1|x", "leads", ["Sở Tài chính"], date(2025, 8, 1), before=[])
    second = Correction("1", "", "title", "Tên", date(2025, 8, 2))
    with open_store(tmp_path, url) as store:
        store.put_corrections([first, second])
        store.put_corrections([Correction("1", "", "title", None, date(2025, 8, 3))], withdrawn=[first])
        assert store.corrections() == (Correction("1", "", "title", None, date(2025, 8, 3)),)


def test_store_has_one_identity_and_a_revision_for_each_change(tmp_path, url):
    with open_store(tmp_path, url) as store:
        known, seen = store.identity(), {store.revision()}
        for change in (
            lambda: put(store, "a.txt"),
            lambda: put(store, "a.txt"),
            lambda: store.put_corrections([Correction("1", "", "title", "Tên", date(2025, 8, 1))]),
            lambda: store.remove(["/somewhere/a.txt"]),
        ):
            change()
            seen.add(store.revision())
        assert len(seen) == 5
        store.put_looks({"/somewhere/a.txt": "look"})
        assert store.revision() in seen
    with open_existing_store(tmp_path, url) as store:
        assert store.identity() == known


def test_look_of_a_file_is_kept(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "a.txt")
        put(store, "b.txt")
        store.put_looks({"/somewhere/a.txt": "1 2 3", "/somewhere/none": "4"})
        assert {path: file.look for path, file in store.files().items()} == {
            "/somewhere/a.txt": "1 2 3",
            "/somewhere/b.txt": None,
        }
        assert store.file("/somewhere/a.txt").look == "1 2 3"
        assert store.file("/somewhere/none") is None


def test_put_that_fails_leaves_what_was_there(tmp_path, url):
    with open_store(tmp_path, url) as store:
        put(store, "a.txt", title="Tên")
        rows = make_rows(make_record("a.txt", title="Tên khác"))
        rows["tasks"] += rows["tasks"]  # one row number twice
        with pytest.raises(sa.exc.IntegrityError):
            store.put(StoredFile("/somewhere/a.txt", "a.txt", "2", "rules", False), rows)
        assert [row["title"] for row in store.rows("documents")] == ["Tên"]
        assert store.files()["/somewhere/a.txt"].fingerprint == "1"


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
