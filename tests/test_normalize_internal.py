"""Mentions that only the document explains: what each points at, by which words, and which part."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.internal import find_internal
from normalize.references import find_references

CITED = "Thực hiện Quyết định số 709/QĐ-TTg ngày 23/7/2024 và Kế hoạch số 196/KH-UBND ngày 02/10/2024.\n"


def mentions(text: str) -> list[tuple[str, str, str | None, tuple[int, ...]]]:
    """Words, kind, part and the places of the citations meant."""
    found = find_internal(text, find_references(text))
    return [(text[m.span.start : m.span.end], m.kind.value, m.pinpoint, m.targets) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kế hoạch này", [("Kế hoạch này", "self", None, ())]),
        ("khoản 2 Điều 5 Luật này", [("khoản 2 Điều 5 Luật này", "self", "khoản 2 Điều 5", ())]),
        ("Điều 5 của Thông tư liên tịch này", [("Điều 5 của Thông tư liên tịch này", "self", "Điều 5", ())]),
        ("Quyết định nêu trên", [("Quyết định nêu trên", "anaphor", None, (0,))]),
        ("văn bản nêu trên", [("văn bản nêu trên", "anaphor", None, (1,))]),
        ("các văn bản nêu trên", [("các văn bản nêu trên", "anaphor", None, (0, 1))]),
        ("Mục II Kế hoạch nói trên", [("Mục II Kế hoạch nói trên", "anaphor", "Mục II", (1,))]),
        ("Nghị định nêu trên", [("Nghị định nêu trên", "anaphor", None, ())]),
        ("theo điểm a khoản 2 Điều 7.", [("điểm a khoản 2 Điều 7", "part", "điểm a khoản 2 Điều 7", ())]),
        ("theo khoản 1 Điều này", [("khoản 1 Điều này", "part", "khoản 1 Điều này", ())]),
        # a part of a cited document, headings, and words that only look like parts
        ("theo khoản 1 Điều 7 Luật Đất đai", []),
        ("Điều 5. Hiệu lực thi hành", []),
        ("Chương II\nMục I.", []),
        ("tài khoản 12, thời điểm a, danh mục 3", []),
        ("Kế hoạch trên địa bàn tỉnh, quyết định này khác", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str, str | None, tuple[int, ...]]]) -> None:
    assert mentions(CITED + text) == expected


def test_an_antecedent_that_is_not_there_has_a_reason() -> None:
    (mention,) = find_internal("Nghị định nêu trên", ())
    assert mention.targets == () and mention.reason


def test_short_forms_stand_for_what_they_were_defined_for() -> None:
    text = (
        "Quyết định số 709/QĐ-TTg ngày 23/7/2024 phê duyệt Đề án học tập (sau đây gọi tắt là Đề án), "
        "Kế hoạch số 196/KH-UBND (sau đây gọi là Kế hoạch 196).\nTriển khai Đề án theo Mục I Kế hoạch 196; Đề án này"
    )
    assert mentions(text) == [
        ("Đề án", "alias", None, (0,)),
        ("Mục I Kế hoạch 196", "alias", "Mục I", (1,)),
        ("Đề án này", "self", None, ()),
    ]


PIECES = st.lists(
    st.sampled_from(
        ["Kế hoạch ", "này", " nêu trên", "các ", "văn bản", "khoản 1 ", "Điều 5 ", "Điều này", "(sau đây gọi là ",
         "Đề án", ")", "Quyết định số 7/QĐ-TTg ", "\n", ", ", "của ", "Luật Đất đai", ". "]
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.text(max_size=100), PIECES.map("".join)))
def test_any_text_is_read_and_no_mention_overlaps_a_reference(text: str) -> None:
    references = find_references(text)
    for mention in find_internal(text, references):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert all(0 <= target < len(references) for target in mention.targets)
        for reference in references:
            assert mention.span.end <= reference.span.start or mention.span.start >= reference.span.end
