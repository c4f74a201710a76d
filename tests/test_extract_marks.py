"""The mark at the head of a paragraph."""

from __future__ import annotations

import pytest

from extract.marks import MarkKind, match_mark


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("Phần thứ nhất", MarkKind.PART, "Phần thứ nhất"),
        ("CHƯƠNG II: TỔ CHỨC", MarkKind.CHAPTER, "Chương II"),
        ("Mục 1. QUY ĐỊNH CHUNG", MarkKind.HEADING, "Mục 1"),
        ("Điều 3. Hiệu lực thi hành", MarkKind.ARTICLE, "Điều 3"),
        ("Điều 12a. Báo cáo", MarkKind.ARTICLE, "Điều 12a"),
        ("Điều T- Thống nhất", MarkKind.ARTICLE, "Điều 1"),  # a scan
        ("PHỤ LỤC II", MarkKind.APPENDIX, "Phụ lục II"),
        ("Phụ lục số 01", MarkKind.APPENDIX, "Phụ lục số 01"),
        ("IV. TỔ CHỨC THỰC HIỆN", MarkKind.ROMAN, "IV"),
        ("I- TÌNH HÌNH", MarkKind.ROMAN, "I"),
        ("A. QUY ĐỊNH CHUNG", MarkKind.CAPITAL, "A"),
        ("1. Mục đích", MarkKind.NUMBER, "1"),
        ("5, Đối với các dự án", MarkKind.NUMBER, "5"),
        ("2.1. Về tuổi đời", MarkKind.DECIMAL, "2.1"),
        ("2.1 Ban hành quyết định", MarkKind.DECIMAL, "2.1"),
        ("đ) Tổ chức", MarkKind.LETTER, "đ"),
        ("(1) Bà Nguyễn Thị Hoa", MarkKind.PAREN, "1"),
        ("- Đơn vị chủ trì: Văn phòng", MarkKind.DASH, ""),
        ("+Các khóa bồi dưỡng", MarkKind.PLUS, ""),
    ],
)
def test_a_mark_is_found(text: str, kind: MarkKind, label: str) -> None:
    mark = match_mark(text)
    assert mark is not None
    assert (mark.kind, mark.label) == (kind, label)
    assert text[mark.end :] == text[mark.end :].lstrip()


def test_a_comma_after_a_number_stands_for_its_dot() -> None:
    marks = [match_mark(text) for text in ("8. Sở Nội vụ", "9, Sở Tài chính")]
    assert [mark.style for mark in marks if mark is not None] == [".", "."]


@pytest.mark.parametrize(
    "text",
    [
        "Chương II của Luật này được áp dụng",
        "Điều 5 và Điều 6 của Nghị định",
        "Phụ lục kèm theo Kế hoạch",
        "1.000 đồng mỗi hồ sơ",
        "2.500 người tham dự",
        "30% số xã",
        "709/QĐ-TTg ngày 23/7/2024",
        "Căn cứ Luật Ngân sách nhà nước",
        "",
    ],
)
def test_prose_has_no_mark(text: str) -> None:
    assert match_mark(text) is None
