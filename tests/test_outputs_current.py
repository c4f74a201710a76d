"""Outputs that would come out the same are not written again; any other are."""

from __future__ import annotations

import os
from datetime import date

import pytest
from made_records import make_record

from corpus.corrections import Correction
from corpus.rows import make_rows
from corpus.store import StoredFile, open_store
from outputs import current
from outputs.current import write_changed
from outputs.export import FileFormat

FORMATS = (FileFormat.JSONL, FileFormat.CSV)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as store:
        store.put(StoredFile("/a.txt", "a.txt", "1", "rules", False), make_rows(make_record("a.txt")))
        write_changed(store, tmp_path, FORMATS)
        yield store


@pytest.fixture
def writes(monkeypatch):
    """How often the tables are written."""
    from outputs.export import write_tables

    times = []

    def write(*arguments, **options):
        times.append(1)
        return write_tables(*arguments, **options)

    monkeypatch.setattr(current, "write_tables", write)
    return times


def test_nothing_is_written_where_nothing_changed(tmp_path, store, writes):
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.*")}
    written = write_changed(store, tmp_path, FORMATS)
    assert writes == [] and {path.suffix for path in written} == {".jsonl", ".csv"}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.*")} == before


def add_document(store, folder, options):
    store.put(StoredFile("/b.txt", "b.txt", "2", "rules", False), make_rows(make_record("b.txt")))


def remove_document(store, folder, options):
    store.remove(["/a.txt"])


def correct(store, folder, options):
    store.put_corrections([Correction("1", "", "title", "Tên đúng", date(2025, 1, 1))])


def change_file(store, folder, options):
    (folder / "tasks.csv").write_text("mine")


def touch_file(store, folder, options):
    os.utime(folder / "tasks.csv", (1, 1))


def delete_file(store, folder, options):
    (folder / "tasks.csv").unlink()


def damage_stamp(store, folder, options):
    (folder / current.STAMP).write_text("[]")


def other_formats(store, folder, options):
    options["formats"] = (FileFormat.JSONL,)


def other_day(store, folder, options):
    options["today"] = date(2030, 1, 1)


def with_secrets(store, folder, options):
    options["include_secret"] = True


@pytest.mark.parametrize(
    "change",
    [
        add_document, remove_document, correct, change_file, touch_file, delete_file, damage_stamp, other_formats,
        other_day, with_secrets,
    ],
)  # fmt: skip
def test_any_change_writes(tmp_path, store, writes, change):
    options = {"formats": FORMATS}
    change(store, tmp_path, options)
    write_changed(store, tmp_path, **options)
    assert writes == [1]
    write_changed(store, tmp_path, **options)
    assert writes == [1]


def test_other_code_of_the_writers_writes(tmp_path, store, writes, monkeypatch):
    monkeypatch.setattr(current, "writing_version", lambda: "other")
    write_changed(store, tmp_path, FORMATS)
    assert writes == [1]


def test_look_of_files_is_no_change_of_the_tables(tmp_path, store, writes):
    store.put_looks({"/a.txt": "other"})
    write_changed(store, tmp_path, FORMATS)
    assert writes == []
