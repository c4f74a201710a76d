"""Which law a name means on a day: one, or several with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from normalize.law_dates import law_in_force
from normalize.model import PartialDate
from normalize.vocabulary import laws, read_rows


@pytest.mark.parametrize(
    ("name", "on", "numbers"),
    [
        ("Luật Đất đai", date(2025, 5, 1), ["31/2024/QH15"]),
        ("Luật Đất đai", date(2015, 5, 1), ["45/2013/QH13"]),
        ("Luật Đất đai", date(2024, 7, 31), ["45/2013/QH13"]),
        ("Luật Đất đai", date(2024, 8, 1), ["31/2024/QH15"]),
        ("Đất đai", date(2010, 1, 1), ["13/2003/QH11"]),
        ("Bộ luật Dân sự", date(2016, 12, 31), ["33/2005/QH11"]),
        ("Bộ luật Dân sự", date(2026, 1, 1), ["91/2015/QH13"]),
        ("LUẬT Khoa học công nghệ", date(2020, 1, 1), ["29/2013/QH13"]),
        # a year in which the law changed
        ("Luật Đất đai", PartialDate(2024), ["31/2024/QH15", "45/2013/QH13"]),
        ("Luật Đất đai", PartialDate(2024, 9), ["31/2024/QH15"]),
        ("Luật Trái phiếu xanh", date(2020, 1, 1), []),
    ],
)
def test_law_in_force(name: str, on: date | PartialDate, numbers: list[str]) -> None:
    found = law_in_force(name, on)
    assert [law.number for law in found.candidates] == numbers
    assert found.reason


def test_a_printed_year_decides() -> None:
    found = law_in_force("Luật Đất đai", date(2025, 5, 1), made=PartialDate(2013))
    assert [law.number for law in found.candidates] == ["45/2013/QH13"]
    assert law_in_force("Luật Đất đai", date(2025, 5, 1), made=PartialDate(1950)).candidates == ()


def test_before_the_first_law_of_the_name() -> None:
    found = law_in_force("Luật Đất đai", date(1950, 1, 1))
    assert len(found.candidates) == 1 and "later" in found.reason


def test_every_law_can_be_asked_for() -> None:
    for law in laws():
        found = law_in_force(law.name, date(2026, 1, 1))
        assert found.reason and found.candidates
        if law.date and law.effective:
            assert law.date[:4] <= law.effective[:4]


def test_every_row_says_where_it_is_from() -> None:
    for row in read_rows("laws.csv"):
        known = ("codification", "gazette ", "number: ", "date: ", "general knowledge, unconfirmed")
        assert row["source"].startswith(known), row
