"""Words for parts of a document: the tree they name, and that writing it again gives the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.pinpoints import Pinpoint, format_pinpoint, parse_pinpoint


def tree(parts: tuple[Pinpoint, ...]) -> str:
    """`Điều 5[khoản 2[điểm a, điểm b]]`"""
    return ", ".join(f"{p.level} {p.label}" + (f"[{tree(p.parts)}]" if p.parts else "") for p in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("điểm a khoản 2 Điều 5", "Điều 5[khoản 2[điểm a]]"),
        ("Điều 5 khoản 2 điểm a", "Điều 5[khoản 2[điểm a]]"),
        ("khoản 2.1 và khoản 4 Mục III", "Mục III[khoản 2.1, khoản 4]"),
        ("gạch đầu dòng thứ nhất và thứ hai khoản 5 Điều 2", "Điều 2[khoản 5[gạch đầu dòng 1, gạch đầu dòng 2]]"),
        ("gạch đầu dòng (-) thứ ba khoản 5", "khoản 5[gạch đầu dòng 3]"),
        ("khoản 1, 2 và 3 Điều 4", "Điều 4[khoản 1, khoản 2, khoản 3]"),
        ("các khoản 1, 2.1, 4.1", "khoản 1, khoản 2.1, khoản 4.1"),
        ("từ Điều 5 đến Điều 8", "Điều 5, Điều 6, Điều 7, Điều 8"),
        ("điểm c đến điểm e khoản 1", "khoản 1[điểm c, điểm d, điểm đ, điểm e]"),
        ("mục I đến IV Phần thứ hai", "Phần 2[Mục I, Mục II, Mục III, Mục IV]"),
        ("khoản 4.1 đến 4.3", "khoản 4.1, khoản 4.2, khoản 4.3"),
        ("điểm a khoản 1 và điểm b khoản 2 Điều 5", "Điều 5[khoản 1[điểm a], khoản 2[điểm b]]"),
        ("khoản 1 Điều 5 và Điều 6", "Điều 5[khoản 1], Điều 6"),
        ("Điều 5, khoản 2 Điều 7", "Điều 5, Điều 7[khoản 2]"),
        ("Điều 5a, khoản 3a Điều 12b", "Điều 5a, Điều 12b[khoản 3a]"),
        ("tiết a1 điểm a khoản 2", "khoản 2[điểm a[tiết a1]]"),
        ("Phụ lục II", "Phụ lục II"),
        ("Mục 2 Chương III Phần thứ nhất", "Phần 1[Chương III[Mục 2]]"),
        ("không có gì", ""),
    ],
)
def test_parse_pinpoint(text: str, expected: str) -> None:
    assert tree(parse_pinpoint(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "điểm a, b khoản 2 Điều 5",
        "điểm a khoản 1, điểm b khoản 2 Điều 5",
        "khoản 2.1, 4 Mục III",
        "gạch đầu dòng thứ nhất, thứ hai khoản 5 Điều 2",
        "Điều 5, khoản 2 Điều 7",
        "khoản 1, điểm đ khoản 2 Điều 5",
        "Tiểu mục 1 Mục 2 Chương III Phần II Phụ lục IV",
    ],
)
def test_usual_words_are_written_as_they_were(text: str) -> None:
    assert format_pinpoint(parse_pinpoint(text)) == text


WORDS = st.sampled_from(
    [
        "điểm",
        "khoản",
        "Điều",
        "Mục",
        "Chương",
        "Phần",
        "tiết",
        "a",
        "b",
        "đ",
        "1",
        "2",
        "3",
        "2.1",
        "5a",
        "III",
        "IV",
        ",",
        "và",
        "đến",
        "thứ",
        "nhất",
        "hai",
        "gạch đầu dòng",
        "Phụ lục",
        "tiểu mục",
        "thứ ba",
        "999",
    ]
)


@given(st.lists(WORDS, max_size=24).map(" ".join))
def test_writing_a_tree_and_reading_it_gives_the_tree(text: str) -> None:
    parts = parse_pinpoint(text)
    assert parse_pinpoint(format_pinpoint(parts)) == parts


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    parse_pinpoint(text)
