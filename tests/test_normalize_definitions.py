"""Short forms that a document defines for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.definitions import find_definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # units
        (
            "Phòng Quản lý Khoa học - Công nghệ (Phòng KH-CN)",
            [("Phòng KH-CN", "Phòng Quản lý Khoa học - Công nghệ", "unit")],
        ),
        (
            "Phòng Bưu chính - Viễn Thông và Công nghệ thông tin\n(Phòng BCVTCNTT)",
            [("Phòng BCVTCNTT", "Phòng Bưu chính - Viễn Thông và Công nghệ thông tin", "unit")],
        ),
        (
            "Trung tâm Ứng dụng và Dịch vụ khoa học công nghệ (Trung tâm UDDVKHCN)",
            [("Trung tâm UDDVKHCN", "Trung tâm Ứng dụng và Dịch vụ khoa học công nghệ", "unit")],
        ),
        ("Bộ Tài chính (BTC) hướng dẫn", [("BTC", "Bộ Tài chính", "unit")]),
        (
            "giao Công ty Cổ phần Công nghệ Tin học EFY Việt Nam (sau đây gọi tắt là Công ty) cài đặt",
            [("Công ty", "Công ty Cổ phần Công nghệ Tin học EFY Việt Nam", "unit")],
        ),
        (
            "Ủy ban nhân dân các xã, phường, đặc khu (sau đây gọi là UBND cấp xã)",
            [("UBND cấp xã", "Ủy ban nhân dân các xã, phường, đặc khu", "unit")],
        ),
        # documents
        (
            "Kế hoạch số 11/KH-UBND của UBND tỉnh về Quyết định số 12/QĐ-TTg (sau đây viết tắt là Kế hoạch số 11)",
            [("Kế hoạch số 11", "Kế hoạch số 11/KH-UBND của UBND tỉnh về Quyết định số 12/QĐ-TTg", "document")],
        ),
        (
            "Phê duyệt Đề án “Bồi dưỡng cán bộ” (sau đây gọi là “Đề án”)",
            [("Đề án", "Đề án “Bồi dưỡng cán bộ”", "document")],
        ),
        # terms
        ("cải cách thủ tục hành chính (TTHC) trên", [("TTHC", "thủ tục hành chính", "term")]),
        ("nhiệm vụ khoa học và công nghệ (KH&CN)", [("KH&CN", "khoa học và công nghệ", "term")]),
        (
            "đối với thôn, ấp, tổ dân phố, khóm (sau đây gọi chung là thôn)",
            [("thôn", "thôn, ấp, tổ dân phố, khóm", "term")],
        ),
        # neither initials nor a defining word
        ("Quyết định số 01 của Thủ tướng (QĐ-TTg)", []),
        ("tăng 5% (KPI) so với năm trước (báo cáo kèm theo)", []),
        ("Hội đồng (ghi rõ kết quả thẩm định)", []),
        ("các dự án (nếu có)", []),
        ("Bộ Tài chính ban hành (sau đây gọi tắt là Quyết định số 05)", []),
    ],
)
def test_definitions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(d.alias, d.expansion, d.kind) for d in find_definitions(text)] == expected


def test_a_group_word_stands_for_no_single_body() -> None:
    (found,) = find_definitions("Bộ, cơ quan ngang bộ, Ủy ban nhân dân cấp tỉnh (sau đây gọi chung là bộ, địa phương)")
    assert found.kind == "term"


def test_the_span_is_the_bracket() -> None:
    text = "Thủ tục hành chính (TTHC) là"
    (found,) = find_definitions(text)
    assert text[found.span.start : found.span.end] == "(TTHC)"


@given(st.text(alphabet="Phòng Sở (sauđâygọitắtlà)TTHC&-“” \n,", max_size=120))
def test_nothing_raises_on_any_text(text: str) -> None:
    for found in find_definitions(text):
        assert found.alias and found.expansion and found.span.end <= len(text)
