"""Deadline phrases of real documents, with what the contract of the output says they mean."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from normalize.deadlines import parse_deadline
from normalize.model import PartialDate

TABLE = Path(__file__).parent / "data" / "deadline_phrases.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def test_the_table_is_large_and_says_where_each_phrase_is_from() -> None:
    assert len(ROWS) >= 200 and all(row["source"] for row in ROWS)
    assert len({(row["phrase"], row["document_date"], row["column"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["phrase"][:40])
def test_phrase(row: dict[str, str]) -> None:
    today = PartialDate(*map(int, row["document_date"].split("-"))) if row["document_date"] else None
    got = parse_deadline(row["phrase"], document_date=today, column=bool(row["column"]))
    read = (
        ("", "", "", "") if got is None else (got.kind.value, str(got.start or ""), str(got.end or ""), got.rrule or "")
    )
    assert read == (row["kind"], row["start"], row["end"], row["rrule"])
