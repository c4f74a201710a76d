"""Persons of a collection: who is one person and who is not, with which offices."""

from __future__ import annotations

import random

import pytest

from corpus.collection_columns import ALL_BY_NAME
from corpus.official_entities import make_people
from corpus.unit_entities import make_units

SO = "Sở Y tế tỉnh Quảng Ngãi"


def document(source, issuer=SO, date="2025-08-01", locality="tỉnh Quảng Ngãi"):
    row = {"source": source, "date": date, "issuer": issuer, "parent": None, "locality": locality, "place": None}
    return row | {"number": None, "symbol": None, "type": "KH"}


def official(source, name, title=None, unit=None, role="mentioned", honorific=None, at=None):
    row = {"source": source, "name": name, "title": title, "unit": unit, "role": role, "honorific": honorific}
    return row | {"task": None, "start": at, "end": None if at is None else at + 10}


def people(documents, officials):
    return make_people(officials, make_units(documents, []))


def test_offices_of_one_person_over_time():
    documents = [document("a", date="2022-02-14"), document("b", date="2024-05"), document("c", date="2025-08-01")]
    rows = people(
        documents,
        [
            official("a", "Trần Thị Hoà", "Phó Giám đốc Sở", "Sở", "directs"),
            official("b", "Trần Thị Hòa", "Phó Giám đốc", None, "directs", "đồng chí"),
            official("c", "Trần Thị Hòa", "Giám đốc", None, "signs"),
        ],
    )
    (row,) = rows
    assert list(row) == [column.name for column in ALL_BY_NAME["people"].columns]
    assert (row["name"], row["unit"], row["documents"]) == ("Trần Thị Hòa", SO, 3)
    assert row["offices"] == ["Phó Giám đốc (2022-02-14 – 2024-05)", "Giám đốc (2025-08-01)"]
    assert (row["first_date"], row["last_date"]) == ("2022-02-14", "2025-08-01")
    assert (row["directs"], row["signs"], row["mentioned"]) == (2, 1, 0)
    assert row["honorifics"] == ["đồng chí"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # the same name in another unit, in another province, or where nothing says in which
        (("a", "Giám đốc", "Sở Y tế"), ("a", "Giám đốc", "Sở Xây dựng")),
        (("a", "Giám đốc", "Sở Y tế"), ("c", "Giám đốc", "Sở Y tế")),
        (("a", "Giám đốc", "Sở Y tế"), ("b", None, None)),
        (("a", None, None), ("b", None, None)),
    ],
)
def test_one_name_is_two_persons(one, other):
    documents = [document("a"), document("b"), document("c", "Sở Y tế tỉnh Gia Lai", locality="tỉnh Gia Lai")]
    rows = people(documents, [official(source, "Lê Văn An", title, unit) for source, title, unit in (one, other)])
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "Giám đốc Sở Y tế", "Sở Y tế", "addressed"), ("b", "Giám đốc", None, "signs")),
        (("a", "Giám đốc", None, "signs"), ("a", None, None, "mentioned")),  # the only one of that name in the document
        (
            ("a", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh", "attends"),
            ("d", "Chủ tịch", None, "signs"),
        ),
        (("e", "Phó Thủ tướng", None, "signs"), ("f", "Thủ tướng", None, "signs")),
    ],
)
def test_one_person(one, other):
    documents = [document("a"), document("b"), document("d", "Ủy ban nhân dân tỉnh Quảng Ngãi")]
    documents += [document("e", "Chính phủ", locality=None), document("f", "Thủ tướng Chính phủ", locality=None)]
    rows = people(
        documents, [official(source, "Lê Văn An", title, unit, role) for source, title, unit, role in (one, other)]
    )
    assert len(rows) == 1


def test_office_without_a_name_stays_an_office():
    rows = people(
        [document("a"), document("b")],
        [official("a", "Giám đốc Sở", role="directs"), official("b", "Giám đốc Sở", role="directs")],
    )
    (row,) = rows
    assert (row["office_only"], row["name"], row["unit"], row["directs"]) == (True, "Giám đốc Sở", SO, 2)


def test_head_of_the_office_is_of_the_office():
    documents = [document("a", "Ủy ban nhân dân tỉnh Quảng Ngãi")]
    (row,) = people(documents, [official("a", "Lê Văn An", "Phó Chánh Văn phòng", None, "signs")])
    assert row["unit_entity"] == "văn-phòng@ủy-ban-nhân-dân@quang-ngai"


def test_unit_that_was_inferred_says_so():
    (row,) = people([document("a")], [official("a", "Lê Văn An", None, None, "directs")])
    assert row["unit"] == SO and row["reason"]
    (row,) = people([document("a", None, locality=None)], [official("a", "Lê Văn An", "Giám đốc", None, "signs")])
    assert row["unit"] is None and row["reason"]


def test_mention_at_the_words_of_a_role_is_not_counted_again():
    rows = people(
        [document("a")],
        [
            official("a", "Lê Văn An", "Giám đốc", "Sở", "directs", at=5),
            official("a", "Lê Văn An", "Giám đốc", "Sở", "mentioned", at=5),
            official("a", "Lê Văn An", "Giám đốc", "Sở", "mentioned", at=90),
        ],
    )
    assert [(row["directs"], row["mentioned"]) for row in rows] == [(1, 1)]


def test_order_of_the_rows_makes_no_difference():
    documents = [document(str(i), date=f"2025-0{i}-01") for i in range(1, 6)]
    officials = [
        official(str(i), name, title, unit, role)
        for i in range(1, 6)
        for name, title, unit, role in (
            ("Lê Văn An", "Giám đốc", None, "signs"),
            ("Lê Văn An", None, None, "mentioned"),
            ("Trần Thị Bình", "Phó Giám đốc Sở", "Sở", "directs"),
            ("Lãnh đạo Sở", None, None, "directs"),
        )
    ]
    expected = people(documents, officials)
    for seed in range(5):
        mixed = officials[:]
        random.Random(seed).shuffle(mixed)
        assert people(documents[::-1], mixed) == expected


def test_who_signs_is_the_only_one_of_that_name_in_the_document():
    rows = people(
        [document("a", "Đoàn giám sát Hội đồng nhân dân tỉnh Quảng Ngãi")],
        [
            official("a", "Phạm Văn Chánh", "Chủ tịch", "Hội đồng nhân dân tỉnh"),
            official("a", "Phạm Văn Chánh", "Trưởng đoàn", None, "signs"),
        ],
    )
    (row,) = rows
    assert row["offices"] == ["Chủ tịch (2025-08-01)", "Trưởng đoàn (2025-08-01)"]


@pytest.mark.parametrize(
    ("office", "unit", "shown"),
    [
        ("Lãnh đạo Viện kiểm sát nhân dân tỉnh", None, "Viện kiểm sát nhân dân"),
        ("Lãnh đạo sở", None, SO),
        ("Lãnh đạo Sở theo lĩnh vực được giao", None, SO),
    ],
)
def test_unit_of_an_office_without_a_person(office, unit, shown):
    (row,) = people([document("a")], [official("a", office, None, unit, "directs")])
    assert (row["office_only"], row["unit"]) == (True, shown)


def test_head_of_a_part_of_a_body():
    title, unit = "Phó Trưởng Ban Kinh tế - Ngân sách", "Ban Kinh tế - Ngân sách"
    (row,) = people([document("a")], [official("a", "Lê Anh Tuấn", title, unit)])
    assert row["offices"] == ["Phó Trưởng Ban (2025-08-01)"]
