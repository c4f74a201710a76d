"""Rows of a record: every table has every column, and every span is where the words say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_records import make_record

from corpus.columns import BY_NAME, TABLES, Kind
from corpus.rows import failure_rows, make_rows
from extract.model import SectionKind, Span
from normalize.model import Bound, DeadlineKind, Relation

RECORD = make_record()
ROWS = make_rows(RECORD)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_has_every_column_in_order(table):
    assert ROWS[table.name], "the record made by hand has a row for every table"
    for number, row in enumerate(ROWS[table.name], start=1):
        assert list(row) == [column.name for column in table.columns]
        assert (row["source"], row["row"]) == ("a.txt", number)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_words_are_the_text_at_the_span(table):
    for row in ROWS[table.name]:
        if row["start"] is not None:
            assert row["words"] == RECORD.document.text[row["start"] : row["end"]]
            assert row["page"] == RECORD.document.locate(Span(row["start"], row["end"])).page


@pytest.mark.parametrize(
    ("table", "field", "expected"),
    [
        ("documents", "type", "KH"),
        ("documents", "number", "12/KH-SNV"),
        ("documents", "date", "2024-10-02"),
        ("documents", "signer_name", "Nguyễn Văn An"),
        ("documents", "signer_title", "Giám đốc"),
        ("documents", "reason", "number: read from a scan"),
        ("documents", "confidence", 0.8),
        ("documents", "secret", False),
        ("sections", "section", "II"),
        ("sections", "kind", "tasks"),
        ("sections", "words", "II. NHIỆM VỤ"),
        ("references", "date", "2024-07-23"),
        ("references", "relation", "implements"),
        ("references", "section", ""),
        ("tasks", "section", "II.1"),
        ("tasks", "page", 2),
        ("tasks", "line", 2),
        ("tasks", "leads", ["Sở Nội vụ"]),
        ("tasks", "directors", [{"name": "Nguyễn Văn An", "title": "Giám đốc Sở"}]),
        ("deadlines", "task", 1),
        ("deadlines", "end_date", "2024-11-30"),
        ("deadlines", "bound", "before_exclusive"),
        ("units", "role", "lead"),
        ("officials", "role", "signs"),
        ("recipients", "action", "để báo cáo"),
        ("definitions", "expansion", "Sở Nội vụ"),
        ("warnings", "code", "past_deadline"),
    ],
)
def test_value_of_first_row(table, field, expected):
    assert ROWS[table][0][field] == expected


def test_deadline_of_a_task_is_the_contracts():
    assert ROWS["tasks"][0]["deadline"] == {
        "text": "trước ngày 30/11/2024",
        "kind": "by",
        "start": None,
        "end": "2024-11-30",
        "rrule": None,
        "bound": "before_exclusive",
        "due": None,
        "role": None,
        "at": None,
        "anchor": None,
        "offset": None,
        "working": False,
    }


def test_unit_of_a_task_is_not_told_twice_and_an_inherited_one_shows_the_task():
    assert [(row["name"], row["role"]) for row in ROWS["units"]] == [
        ("Sở Nội vụ", "lead"),
        ("Các sở, ban, ngành", "coordinator"),
    ]
    assert ROWS["units"][1]["words"] == ROWS["tasks"][0]["words"]
    assert ROWS["units"][1]["reason"] == "taken from the heading"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_secret_document_is_flagged_and_its_content_kept_out(mark):
    rows = make_rows(make_record(secrecy=mark))
    (document,) = rows["documents"]
    assert (document["secrecy"], document["secret"]) == (mark, True)
    assert document["title"] is document["number"] is document["words"] is document["evidence"] is None
    assert [row["code"] for row in rows["warnings"]] == ["secret"]
    assert not any(rows[name] for name in rows if name not in ("documents", "warnings"))
    assert "709/QĐ-TTg" not in repr(rows)


def test_secret_document_is_whole_where_asked_for():
    rows = make_rows(make_record(secrecy="MẬT"), include_secret=True)
    assert rows["documents"][0]["number"] == "12/KH-SNV"
    assert [row["code"] for row in rows["warnings"]] == ["secret", "past_deadline"]
    assert rows["tasks"]


def test_issue_is_told_once():
    record = replace(RECORD, facts=replace(RECORD.facts, issues=RECORD.warnings))
    assert len(make_rows(record)["warnings"]) == 1


def test_failure_is_one_warning():
    rows = failure_rows("b.pdf", "encrypted", "b.pdf: is encrypted.")
    assert {name: len(found) for name, found in rows.items() if found} == {"warnings": 1}
    assert list(rows["warnings"][0]) == [column.name for column in BY_NAME["warnings"].columns]


@pytest.mark.parametrize(
    ("table", "column", "members"),
    [
        ("references", "relation", Relation),
        ("sections", "kind", SectionKind),
        ("deadlines", "kind", DeadlineKind),
        ("deadlines", "bound", Bound),
    ],
)
def test_vocabulary_of_a_column_is_the_models(table, column, members):
    assert list(BY_NAME[table].column(column).values) == [member.value for member in members]


def test_every_column_has_help_and_heading():
    for table in TABLES:
        for column in table.columns:
            assert column.help.endswith(".") and column.heading and column.kind in Kind
