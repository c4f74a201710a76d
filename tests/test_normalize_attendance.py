"""People and offices that attend a meeting or to whom a letter is addressed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Span
from normalize.attendance import find_addressed, find_attending, find_people
from normalize.model import Recipient


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tham dự: đồng chí Trần Văn Bình, Phó Chủ tịch UBND tỉnh; PGĐ Sở Phan Văn Hiếu; Giám đốc Sở Y tế.",
            [
                ("Trần Văn Bình", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
                ("Phan Văn Hiếu", "Phó Giám đốc Sở"),
                ("Giám đốc Sở Y tế", None),
            ],
        ),
        (
            """Thành phần tham dự:
- Chủ trì: Đồng chí Nguyễn Văn An - Chủ tịch Hội đồng;
- Giám đốc các Sở: Y tế, Nội vụ;
- Các phòng thuộc Sở.
Thời gian: 8 giờ.
- Ông Lê Văn Bảy.""",
            [("Nguyễn Văn An", "Chủ tịch Hội đồng"), ("Giám đốc Sở Y tế", None), ("Giám đốc Sở Nội vụ", None)],
        ),
        (
            "Đồng chí Võ Phiên chủ trì cuộc họp. Cùng dự có ông Lê Văn Bảy, Trưởng phòng Kế hoạch. Kết luận:",
            [("Lê Văn Bảy", "Trưởng phòng Kế hoạch")],
        ),
        ("Thành phần hồ sơ gồm: đơn của Giám đốc Sở.", []),
        ("Giám đốc Sở Y tế chỉ đạo các đơn vị dự toán kinh phí.", []),
        ("", []),
    ],
)
def test_who_attends(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = find_attending(text)
    assert [(o.name, o.title) for o in found] == expected
    assert all(o.role == "attends" for o in found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ông Nguyễn Văn An, Giám đốc Công ty A", [("Nguyễn Văn An", "Giám đốc Công ty A")]),
        ("Đồng chí PCT UBND tỉnh Trần Văn Bình", [("Trần Văn Bình", "Phó Chủ tịch Ủy ban nhân dân tỉnh")]),
        (
            "Chủ tịch UBND các huyện, thị xã, thành phố",
            [("Chủ tịch Ủy ban nhân dân các huyện, thị xã, thành phố", None)],
        ),
        ("Sở Y tế", []),
    ],
)
def test_to_whom_a_letter_is_addressed(line: str, expected: list[tuple[str, str | None]]) -> None:
    found = find_addressed([Recipient(line, None, "kính gửi", Span(0, len(line)))])
    assert [(o.name, o.title) for o in found] == expected
    assert all(o.role == "addressed" for o in found)


def test_who_is_only_informed_is_not_addressed() -> None:
    line = "Chủ tịch UBND tỉnh"
    assert find_addressed([Recipient(line, "để b/c", "nơi nhận", Span(0, len(line)))]) == ()


def test_one_row_for_one_place_in_the_text() -> None:
    text = "Phó Chủ tịch UBND tỉnh Trần Hoàng Tuấn chủ trì cuộc họp. Tham dự có ông Lê Văn Bảy, Giám đốc Sở Y tế."
    found = find_people(text + " Bà Nguyễn Thị Hoa được khen.")
    assert [(o.name, o.role) for o in found] == [
        ("Trần Hoàng Tuấn", "attends"),
        ("Lê Văn Bảy", "attends"),
        ("Nguyễn Thị Hoa", "mentioned"),
    ]
    assert all(o.span is not None and o.name in text[o.span.start : o.span.end] for o in found[:2])


@given(st.lists(st.sampled_from(["Tham dự", "Thành phần:", "ông", "Lê Văn An", ",", ";", ":", "\n", "-", "Giám đốc"])))
def test_nothing_raises_on_any_text(words: list[str]) -> None:
    text = " ".join(words)
    assert all(o.span is not None and 0 <= o.span.start <= o.span.end <= len(text) for o in find_attending(text))
