"""Deadlines counted from an event whose day a document of the collection gives."""

from __future__ import annotations

import pytest

from corpus.citations import from_rows
from corpus.collection_columns import ALL_BY_NAME
from corpus.columns import BY_NAME
from corpus.counted_deadlines import make_counted_deadlines
from corpus.graph import build_graph
from normalize.deadlines import parse_deadline

PLAN = "ke_hoach.txt"


def blank(table, **values):
    return {column.name: None for column in BY_NAME[table].columns} | values


def document(source=PLAN, number="5/KH-UBND", date="2025-07-01", **more):
    evidence = {"date": {"words": f"ngày in của {source}"}, "effect_date": {"words": f"hiệu lực của {source}"}}
    kind = number.split("/")[-1].split("-")[0]
    issuer = "Ủy ban nhân dân tỉnh Sông Lam"
    row = {"source": source, "row": 1, "type": kind, "number": number, "date": date, "issuer": issuer, "page": 1}
    said = {"fingerprint": source, "locality": "tỉnh Sông Lam", "confidence": 1.0}
    return blank("documents", **row, evidence=evidence, **said, **more)


def deadline(text, row=1):
    read = parse_deadline(text)
    assert read is not None
    place = {"source": PLAN, "row": row, "task": 1, "label": "II.1", "main": True, "start": 100, "end": 100 + len(text)}
    value = {"text": text, "kind": read.kind.value, "anchor": read.anchor, "offset": read.offset}
    return blank("deadlines", **place, **value, working=read.working)


def reference(number, date=None, row=1, source=PLAN, start=110, **more):
    kind = number.split("/")[-1].split("-")[0] if number else "L"
    at = {
        "source": source,
        "row": row,
        "start": start,
        "end": start + 20,
        "page": 3,
        "words": f"số {number} in {source}",
    }
    issuer = "Ủy ban nhân dân tỉnh Sông Lam"
    said = {"type": kind, "number": number, "date": date, "issuer": issuer, "relation": "mentions"}
    return blank("references", **at, **said, confidence=1.0, **more)


def count(text, references=(), documents=None):
    documents = [document()] if documents is None else documents
    (row,) = make_counted_deadlines(
        documents, [deadline(text)], lambda: references, lambda: build_graph(*from_rows(documents, references))
    )
    assert list(row) == [column.name for column in ALL_BY_NAME["counted_deadlines"].columns]
    return row


@pytest.mark.parametrize(
    ("text", "end", "due"),
    [
        ("trong vòng 15 ngày làm việc kể từ ngày ký Kế hoạch này", "2025-07-22", "2025-07-22"),
        ("15 ngày kể từ ngày ban hành Kế hoạch này", "2025-07-16", "2025-07-16"),
        ("trong vòng 60 ngày kể từ ngày ký", "2025-08-30", "2025-09-03"),  # a Saturday, then Quốc khánh
        ("03 tháng kể từ ngày Kế hoạch này có hiệu lực", "2025-10-15", "2025-10-15"),
        ("chậm nhất 05 ngày làm việc trước ngày Kế hoạch này có hiệu lực", "2025-07-08", "2025-07-08"),
    ],
)
def test_events_of_the_document_itself(text, end, due):
    row = count(text, documents=[document(effect_date="2025-07-15")])
    assert (row["state"], row["end_date"], row["due_date"]) == ("resolved", end, due)
    assert row["event_source"] == PLAN and PLAN in row["event_words"]
    assert "which is not counted" in row["rule"] and row["reason"] is None


@pytest.mark.parametrize(
    ("text", "documents", "reason"),
    [
        ("30 ngày kể từ ngày ký", [document(date="2025-07")], "not printed in full"),
        ("30 ngày kể từ ngày Kế hoạch này có hiệu lực", [document()], "does not say when"),
        ("05 ngày làm việc kể từ ngày nhận được hồ sơ", [document()], "stands in no document"),
        ("Sau khi các Bộ ban hành", [document()], "stands in no document"),
        ("30 ngày", [document()], "not said"),
        ("10 ngày kể từ ngày Quyết định số 9/QĐ-UBND được ban hành", [document()], "was not understood"),
    ],
)
def test_what_is_not_known_waits(text, documents, reason):
    row = count(text, documents=documents)
    assert (row["state"], row["event_date"], row["due_date"]) == ("waiting", None, None)
    assert reason in row["reason"]


EVENT = "trong vòng 10 ngày kể từ ngày Quyết định số 9/QĐ-UBND được ban hành"


def test_day_printed_at_the_mention():
    row = count(EVENT, [reference("9/QĐ-UBND", "2025-06-02")])
    assert (row["event_date"], row["due_date"], row["event_page"]) == ("2025-06-02", "2025-06-12", 3)
    assert row["event_words"] == f"số 9/QĐ-UBND in {PLAN}"


def test_day_of_the_document_where_the_collection_has_it():
    held = document("quyet_dinh.txt", "9/QĐ-UBND", "2025-06-02")
    row = count(EVENT, [reference("9/QĐ-UBND", "2025")], [document(), held])
    assert (row["state"], row["event_date"], row["event_source"]) == ("resolved", "2025-06-02", "quyet_dinh.txt")


def test_day_that_another_document_prints():
    other = reference("9/QĐ-UBND", "2025-06-02", source="khac.txt", start=5)
    row = count(EVENT, [reference("9/QĐ-UBND", "2025"), other], [document(), document("khac.txt", "7/KH-UBND")])
    assert (row["event_date"], row["event_source"]) == ("2025-06-02", "khac.txt")


def test_two_days_of_one_document_are_none():
    held = document("quyet_dinh.txt", "9/QĐ-UBND", "2025-06-02")
    row = count(EVENT, [reference("9/QĐ-UBND", "2025-06-20")], [document(), held])
    assert row["state"] == "waiting" and "2025-06-02 and 2025-06-20" in row["reason"]


def test_effect_of_a_cited_document():
    held = document("quyet_dinh.txt", "9/QĐ-UBND", "2025-06-02", effect_date="2025-06-10")
    text = "trong vòng 10 ngày kể từ ngày Quyết định số 9/QĐ-UBND có hiệu lực thi hành"
    row = count(text, [reference("9/QĐ-UBND", "2025-06-02")], [document(), held])
    assert (row["event_date"], row["due_date"]) == ("2025-06-10", "2025-06-20")
    alone = count(text, [reference("9/QĐ-UBND", "2025-06-02")])
    assert alone["state"] == "waiting" and "effect" in alone["reason"]


@pytest.mark.parametrize(
    ("number", "text", "state"),
    [
        ("5/QĐ-UBND", "30 ngày kể từ ngày ban hành Quyết định này", "resolved"),
        ("5/QĐ-UBND", "30 ngày kể từ ngày ban hành Kế hoạch này", "resolved"),  # issued with the decision
        ("5/TT-BTC", "30 ngày kể từ ngày ban hành Thông báo này", "waiting"),  # a form that the circular prescribes
        ("5/KH-UBND", "30 ngày kể từ ngày ban hành Quyết định này", "waiting"),
    ],
)
def test_this_document_is_of_its_kind(number, text, state):
    assert count(text, documents=[document(number=number)])["state"] == state


def test_a_bare_event_begins_a_period():
    row = count("Sau khi Quyết định số 9/QĐ-UBND được ban hành", [reference("9/QĐ-UBND", "2025-06-02")])
    assert (row["state"], row["start_date"], row["due_date"]) == ("resolved", "2025-06-02", None)


def test_what_was_read_is_not_changed_and_the_order_makes_no_difference():
    rows = [deadline("30 ngày kể từ ngày ký", row=number) for number in (2, 1)] + [deadline("Thường xuyên", row=3)]
    before = [dict(row) for row in rows]

    def make(given):
        return make_counted_deadlines([document()], given, never, never)

    assert make(rows) == make(rows[::-1]) and [row["deadline"] for row in make(rows)] == [1, 2]
    assert rows == before


def never():
    raise AssertionError("citations are read only for events of other documents")
