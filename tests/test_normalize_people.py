"""Officials: who directs a task, and people named in prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.people import find_officials, parse_officials


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng chí Phan Văn Hiếu - Phó Giám đốc Sở", [("Phan Văn Hiếu", "Phó Giám đốc Sở")]),
        ("Đồng chí Nguyễn Quốc Huy Hoàng - Phó Giám đốc Sở.", [("Nguyễn Quốc Huy Hoàng", "Phó Giám đốc Sở")]),
        ("PGĐ Sở Phan Văn Hiếu", [("Phan Văn Hiếu", "Phó Giám đốc Sở")]),
        ("Phó Giám đốc Trần Công Hòa", [("Trần Công Hòa", "Phó Giám đốc")]),
        ("PCT UBND tỉnh Trần Hoàng Tuấn", [("Trần Hoàng Tuấn", "Phó Chủ tịch Ủy ban nhân dân tỉnh")]),
        ("Bà Lê Thị Bình, Giám đốc Sở Y tế", [("Lê Thị Bình", "Giám đốc Sở Y tế")]),
        ("Lê Thị Bình (Trưởng phòng)", [("Lê Thị Bình", "Trưởng phòng")]),
        ("TS. Võ Văn An - Viện trưởng", [("Võ Văn An", "Viện trưởng")]),
        ("đồng chí Y Ngọc", [("Y Ngọc", None)]),
        # offices without a person
        ("Giám đốc Sở", [("Giám đốc Sở", None)]),
        ("Lãnh đạo Sở", [("Lãnh đạo Sở", None)]),
        ("Lãnh đạo Sở theo lĩnh vực được giao", [("Lãnh đạo Sở theo lĩnh vực được giao", None)]),
        ("Giám đốc Sở, các Phó Giám đốc Sở", [("Giám đốc Sở", None), ("các Phó Giám đốc Sở", None)]),
        # several people
        (
            "Đ/c Lê Văn An, Phó Chủ tịch UBND tỉnh; đ/c Hồ Thị Mai - Giám đốc Sở Y tế",
            [("Lê Văn An", "Phó Chủ tịch Ủy ban nhân dân tỉnh"), ("Hồ Thị Mai", "Giám đốc Sở Y tế")],
        ),
        ("Phan Văn Hiếu, Trần Công Hòa", [("Phan Văn Hiếu", None), ("Trần Công Hòa", None)]),
        ("", []),
        ("-", []),
    ],
)
def test_directors(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(o.name, o.title) for o in parse_officials(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ngày 10/7, Phó Chủ tịch UBND tỉnh Nguyễn Ngọc Sâm chủ trì cuộc họp.",
            [("Nguyễn Ngọc Sâm", "Phó Chủ tịch Ủy ban nhân dân tỉnh")],
        ),
        (
            "tham dự có đồng chí Phan Văn Hiếu, Phó Giám đốc Sở và Bộ trưởng Bộ Y tế Đào Hồng Lan",
            [("Phan Văn Hiếu", "Phó Giám đốc Sở"), ("Đào Hồng Lan", "Bộ trưởng Bộ Y tế")],
        ),
        (
            "Ông Lê Anh Tuấn - Phó Trưởng Ban Kinh tế - Ngân sách HĐND tỉnh",
            [("Lê Anh Tuấn", "Phó Trưởng Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh")],
        ),
        # places, bodies and offices are no people
        ("Chủ tịch UBND tỉnh Hà Giang quyết định", []),
        ("Đoàn TNCS Hồ Chí Minh; Trường Đại học Phạm Văn Đồng", []),
        ("Thủ tướng Chính phủ, các Phó Thủ tướng Chính phủ", []),
        ("Giám đốc Sở Văn Phòng Sở", []),
    ],
)
def test_people_in_prose(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(o.name, o.title) for o in find_officials(text)] == expected


def test_what_an_official_carries() -> None:
    (official,) = parse_officials("Đồng chí Phan Văn Hiếu - Phó Giám đốc Sở")
    assert (official.unit, official.honorific) == ("Sở", "Đồng chí")


@pytest.mark.parametrize("text", ["- Đồng chí Phan Văn Hiếu - Phó Giám đốc Sở", "Phó Giám đốc Sở Phan Văn Hiếu, nêu"])
def test_spans_cover_the_name(text: str) -> None:
    for official in (*parse_officials(text)[:1], *find_officials(text)):
        assert official.span is not None and official.name in text[official.span.start : official.span.end]


@given(st.text(alphabet="PGĐ Sở Nguyễn Văn An, ;-đồngchíôngbàTrưởngphòng\n()", max_size=80))
def test_nothing_raises_on_any_text(text: str) -> None:
    for official in (*parse_officials(text), *find_officials(text)):
        assert official.span is not None and official.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thành Đoàn Đà Nẵng", [("Thành Đoàn Đà Nẵng", None)]),
        ("Chủ tịch Đoàn Minh Quân", [("Đoàn Minh Quân", "Chủ tịch")]),
        ("PCT TT UBND tỉnh Trần Hoàng Tuấn", [("Trần Hoàng Tuấn", "Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh")]),
        ("đ/c Lê Thị Hoa - PCT HĐND", [("Lê Thị Hoa", "Phó Chủ tịch Hội đồng nhân dân")]),
    ],
)
def test_bodies_that_begin_like_names_and_short_offices(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(o.name, o.title) for o in parse_officials(text)] == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Lê Anh Tuấn - Phó Trưởng Ban Kinh tế - Ngân sách", "Ban Kinh tế - Ngân sách"),
        ("Nguyễn Thị Hoa - Trưởng phòng Tổng hợp", "Phòng Tổng hợp"),
        ("Lê Văn Bảy, Chánh Văn phòng Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Nguyễn Văn An, Phó Trưởng Ban Thường trực", None),
        ("Nguyễn Văn An, Phó Giám đốc Sở", "Sở"),
    ],
)
def test_unit_of_an_office(text: str, unit: str | None) -> None:
    assert [official.unit for official in parse_officials(text)] == [unit]
