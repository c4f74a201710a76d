"""What looks wrong in a document is said as data."""

from __future__ import annotations

import pytest
from made_documents import make_document, make_plan

from normalize.record import read_record

CASES = [
    ("Căn cứ Quyết định số 25/2018/QĐ-UBND ngày 12/9/2025 của UBND tỉnh;", "number_date_mismatch"),
    ("Nghị quyết 59-NQ/TW ngày 24/01/2025 và Nghị quyết 59-NQ/TW ngày 24/01/2024 của Bộ Chính trị;", "two_dates"),
    ("II. NHIỆM VỤ\n1. Giao Sở Tài chính trình phương án trước ngày 01/02/2025.", "deadline_before_document"),
]


def codes(body: str) -> list[str]:
    return [issue.code for issue in read_record(make_document(make_plan(body))).warnings]


@pytest.mark.parametrize(("body", "code"), CASES)
def test_warning(body: str, code: str) -> None:
    assert code in codes(body)


def test_same_number_in_two_years_is_no_contradiction() -> None:
    body = (
        "Căn cứ Quyết định số 476/QĐ-UBND ngày 21/3/2021 của UBND tỉnh;\n"
        "Căn cứ Quyết định số 476/QĐ-UBND ngày 05/4/2023 của UBND tỉnh;"
    )
    assert "two_dates" not in codes(body)


def test_unit_that_had_ended() -> None:
    body = "II. NHIỆM VỤ\n1. Giao Sở Kế hoạch và Đầu tư tổng hợp, báo cáo UBND tỉnh."
    late = make_plan(body).replace("tháng 3 năm 2025", "tháng 9 năm 2025")
    warnings = read_record(make_document(late)).warnings
    (ended,) = [issue for issue in warnings if issue.code == "ended_unit"]
    assert "Sở Tài chính" in ended.message
    assert "ended_unit" not in codes(body)  # within the months in which old names live on


def test_blank_number_and_day() -> None:
    text = make_plan("I. MỤC ĐÍCH\nNâng cao nhận thức.")
    text = text.replace("Số: 12/", "Số:      /").replace("ngày 05 tháng", "ngày      tháng")
    found = {issue.code for issue in read_record(make_document(text)).warnings}
    assert {"number_blank", "date_blank"} <= found
