"""What a person put right: where it shows, that it outlives every run, and that nothing of it is dropped in silence."""

from __future__ import annotations

from datetime import date
from unicodedata import normalize

import pytest
from made_register import DAY, put

from corpus.columns import DEADLINE_PARTS
from corpus.corrections import Correction, make_index, read_rows, task_identities
from corpus.rows import failure_rows
from corpus.store import StoredFile, open_store

REASON = "corrected by a person on 2024-12-02"


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as store:
        put(store)
        put(store, "b.txt")
        yield store


def identity(store, source="a.txt"):
    return next(task_identities(row for row in store.rows("tasks") if row["source"] == source))


def correct(store, field, value, *, source="a.txt", task=None, before=None):
    task = identity(store, source) if task is None else task
    store.put_corrections([Correction(f"fingerprint of {source}", task, field, value, DAY, before)])


def rows(store, table, source="a.txt"):
    return [row for row in read_rows(store, table) if row["source"] == source]


def test_without_corrections_the_rows_are_those_of_the_store(store):
    for table in ("documents", "tasks", "units", "officials", "deadlines", "warnings", "references"):
        assert list(read_rows(store, table)) == list(store.rows(table))


def test_other_documents_and_tables_stay_as_they_are(store):
    correct(store, "leads", ["Sở Y tế"])
    correct(store, "content", "làm khác")
    for table in ("documents", "tasks", "units", "officials", "deadlines", "warnings", "references"):
        assert rows(store, table, "b.txt") == [row for row in store.rows(table) if row["source"] == "b.txt"]
    assert list(read_rows(store, "references")) == list(store.rows("references"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "rà soát lại"),
        ("leads", ["Sở Y tế", "Văn phòng"]),
        ("coordinators", []),
        ("directors", [{"name": "Trần Bình", "title": None}]),
        ("product", "Báo cáo"),
        ("submit_to", "UBND tỉnh"),
    ],
)
def test_task_is_corrected_and_marked(store, field, value):
    correct(store, field, value)
    (row,) = rows(store, "tasks")
    assert row[field] == value
    assert row["evidence"][field]["confidence"] == 1.0
    assert row["evidence"][field]["reason"] == REASON
    assert f"{field}: {REASON}" in row["reason"]


def test_place_and_words_of_a_corrected_value_stay_those_of_the_document(store):
    (before,) = rows(store, "tasks")
    correct(store, "content", "rà soát lại")
    (after,) = rows(store, "tasks")
    for name in ("start", "end", "words", "page", "section"):
        assert after[name] == before[name]
    assert after["evidence"]["content"]["words"] == before["evidence"]["content"]["words"]


@pytest.mark.parametrize(("field", "role"), [("leads", "lead"), ("coordinators", "coordinator")])
def test_units_follow_the_task(store, field, role):
    correct(store, field, ["Sở Y tế", "Sở Nội vụ"])
    found = rows(store, "units")
    units = [row for row in found if row["role"] == role]
    assert [row["name"] for row in units] == ["Sở Y tế", "Sở Nội vụ"]
    assert [row["row"] for row in found] == list(range(1, len(found) + 1))
    assert (units[0]["reason"], units[0]["confidence"], units[0]["start"]) == (REASON, 1.0, None)
    if role == "lead":  # the document names it too: its place is kept
        assert (units[1]["reason"], units[1]["words"]) == (None, "Sở Nội vụ")


def test_officials_follow_the_task(store):
    correct(store, "directors", [{"name": "Trần Bình", "title": "Phó Giám đốc"}])
    found = rows(store, "officials")
    assert [(row["name"], row["title"], row["task"]) for row in found if row["role"] == "directs"] == [
        ("Trần Bình", "Phó Giám đốc", 1)
    ]
    assert any(row["role"] == "signs" for row in found)


DEADLINE = {"text": "Quý I/2025", "kind": "by", "start": None, "end": "2025-03-31", "rrule": None, "bound": None}


def test_deadline_is_corrected_in_both_tables(store):
    correct(store, "deadline", DEADLINE)
    (task,), (row,) = rows(store, "tasks"), rows(store, "deadlines")
    assert task["deadline"] == {part: DEADLINE.get(part) for part in DEADLINE_PARTS}
    assert (row["text"], row["end_date"], row["bound"], row["reason"]) == ("Quý I/2025", "2025-03-31", None, REASON)


def test_deadline_is_taken_away_and_given(store):
    correct(store, "deadline", None)
    assert rows(store, "deadlines") == [] and rows(store, "tasks")[0]["deadline"] is None
    put(store, "c.txt", deadlines=())
    correct(store, "deadline", DEADLINE, source="c.txt")
    (row,) = rows(store, "deadlines", "c.txt")
    assert (row["task"], row["label"], row["main"], row["end_date"]) == (1, "II.1", True, "2025-03-31")
    assert [row["source"] for row in read_rows(store, "deadlines")] == ["b.txt", "c.txt"]


def test_fact_of_a_document_is_corrected_and_marked(store):
    correct(store, "number", "21/KH-SNV", task="")
    (row,) = rows(store, "documents")
    assert row["number"] == "21/KH-SNV"
    assert row["evidence"]["number"]["reason"] == REASON
    assert "read from a scan" not in row["reason"] and f"number: {REASON}" in row["reason"]
    assert row["confidence"] == 1.0


def test_corrections_outlive_a_new_run_and_the_failure_of_one(store):
    correct(store, "product", "Báo cáo")
    put(store)
    assert rows(store, "tasks")[0]["product"] == "Báo cáo"
    file = StoredFile("/a.txt", "a.txt", "fingerprint of a.txt", "rules", True)
    store.put_failure(file, failure_rows("a.txt", "timeout", "a.txt: too slow."))
    assert rows(store, "tasks")[0]["product"] == "Báo cáo"


def test_corrections_follow_the_document_to_another_name(store):
    correct(store, "product", "Báo cáo")
    moved = [row | {"source": "moved.txt"} for row in store.rows("documents") if row["source"] == "a.txt"]
    tasks = [row | {"source": "moved.txt"} for row in store.rows("tasks") if row["source"] == "a.txt"]
    store.put(
        StoredFile("/moved.txt", "moved.txt", "fingerprint of a.txt", "rules", False),
        {"documents": moved, "tasks": tasks},
    )
    assert rows(store, "tasks", "moved.txt")[0]["product"] == "Báo cáo"


def test_task_that_is_read_otherwise_leaves_its_correction_waiting(store):
    correct(store, "product", "Báo cáo")
    put(store, content="một nội dung khác hẳn")
    assert rows(store, "tasks")[0]["product"] != "Báo cáo"
    ((lost, source),) = make_index(store).lost
    assert (lost.field, source) == ("product", "a.txt")
    warning = rows(store, "warnings")[-1]
    assert warning["code"] == "correction_lost" and "`II.1`" in warning["message"]
    assert "Báo cáo" not in warning["message"]
    put(store)  # read again as before
    assert rows(store, "tasks")[0]["product"] == "Báo cáo" and not make_index(store).lost


def test_warning_of_a_document_without_warnings_is_numbered(store):
    correct(store, "product", "x", source="b.txt", task="IX|0000")
    numbers = [(row["source"], row["row"]) for row in read_rows(store, "warnings")]
    assert numbers == sorted(numbers) and len(set(numbers)) == len(numbers)


def test_correction_of_a_document_that_is_gone_waits(store):
    correct(store, "product", "Báo cáo")
    store.remove(["/a.txt"])
    ((lost, source),) = make_index(store).lost
    assert (lost.value, source) == ("Báo cáo", None)


def test_tasks_alike_have_identities_of_their_own():
    rows = [{"label": "1", "content": "x"}, {"label": "1", "content": "x"}, {"label": "2", "content": "x"}]
    first, second, third = task_identities(rows)
    assert len({first, second, third}) == 3 and second == f"{first}|2"


def test_identity_is_the_same_in_both_forms_of_unicode():
    composed, combining = ({"label": "1", "content": normalize(form, "nhiệm vụ")} for form in ("NFC", "NFD"))
    assert composed != combining
    assert list(task_identities([composed])) == list(task_identities([combining]))


def test_blanks_make_no_other_identity():
    assert list(task_identities([{"label": "Phụ lục  1", "content": "a  b\n"}])) == list(
        task_identities([{"label": "Phụ lục 1", "content": "a b"}])
    )


def test_later_correction_takes_the_place_of_an_earlier_one(store):
    correct(store, "product", "A")
    correct(store, "product", "B")
    assert [c.value for c in store.corrections()] == ["B"]
    store.put_corrections([], withdrawn=store.corrections())
    assert store.corrections() == ()


def test_store_has_one_identity_that_lasts(tmp_path):
    with open_store(tmp_path / "a") as store:
        first = store.identity()
    with open_store(tmp_path / "a") as again, open_store(tmp_path / "b") as other:
        assert again.identity() == first != other.identity()


def test_store_of_an_earlier_version_keeps_its_corrections(tmp_path):
    import sqlalchemy as sa

    with open_store(tmp_path) as store:
        put(store)
        correct(store, "product", "Báo cáo")
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'vanban.sqlite'}")
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE tasks DROP COLUMN line"))
    engine.dispose()
    with open_store(tmp_path) as store:
        (row,) = read_rows(store, "tasks")
        assert (row["line"], row["product"]) == (None, "Báo cáo")


def test_reason_names_the_day():
    assert Correction("f", "", "number", "1", date(2025, 1, 2)).reason == "corrected by a person on 2025-01-02"
