"""The tree of headings, items, bullets and text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_zones import DECISION, PLAN, make_document

from extract.model import Document, NodeKind, Outline
from extract.outline import make_outline
from extract.zones import find_zones


def _outline(text: str) -> tuple[Document, Outline]:
    document = make_document(text)
    return document, make_outline(document, find_zones(document))


def _path_of(text: str, words: str) -> str:
    document, outline = _outline(text)
    return next(n.path for n in outline.nodes if document.words(n.body).startswith(words))


def test_paths_of_a_plan() -> None:
    assert _path_of(PLAN, "Rà soát trang thiết bị") == "II.1"
    assert _path_of(PLAN, "Chỉ đạo thực hiện") == "II.1"
    assert _path_of(PLAN, "Mở lớp bồi dưỡng") == "II.2.1"
    assert _path_of(PLAN, "Theo dõi, đôn đốc") == "III.1"
    assert _path_of(PLAN, "Trong quá trình") == ""


def test_paths_of_a_regulation() -> None:
    assert _path_of(DECISION, "Bãi bỏ Quyết định") == "Điều 2.2"
    assert _path_of(DECISION, "Hướng dẫn nghiệp vụ") == "Chương I.Điều 2.1.a"


def test_roman_numerals_under_an_article() -> None:
    text = (
        "QUYẾT ĐỊNH\nPhê duyệt Đề án\nĐiều 1. Phê duyệt Đề án với những nội dung sau:\nI. QUAN ĐIỂM\n"
        "1. Bám sát thực tiễn.\n"
        "VI. TỔ CHỨC THỰC HIỆN\n1. Bộ Ngoại giao\na) Chủ trì thực hiện Đề án.\nb) Báo cáo kết quả.\n"
        "2. Bộ Nội vụ phối hợp thực hiện.\nĐiều 2. Quyết định này có hiệu lực từ ngày ký."
    )
    document, outline = _outline(text)
    assert [n.path for n in outline.nodes] == [
        "Điều 1", "Điều 1.I", "Điều 1.I.1", "Điều 1.VI", "Điều 1.VI.1", "Điều 1.VI.1.a", "Điều 1.VI.1.b", "Điều 1.VI.2",
        "Điều 2",
    ]  # fmt: skip
    first = outline.nodes[0]
    assert document.text[first.span.start : first.end].endswith("phối hợp thực hiện.")


def test_tables_belong_to_the_heading_above_them() -> None:
    document, outline = _outline(PLAN)
    appendix = next(n for n in outline.nodes if n.label == "Phụ lục")
    assert document.words(appendix.body) == "DANH MỤC NHIỆM VỤ NĂM 2024"
    assert document.text[appendix.span.start : appendix.end].endswith("Văn phòng Sở")
    assert not any("Lập danh sách trạm y tế" in document.words(n.span) for n in outline.nodes)


def test_text_after_a_bullet_that_opens_belongs_to_it() -> None:
    document, outline = _outline("KẾ HOẠCH\nNăm 2024\n1. Đẩy mạnh hợp tác.\n- Giải pháp:\nHàng năm, tổ chức làm việc.")
    node = outline.nodes[-1]
    assert document.words(node.span) == "Hàng năm, tổ chức làm việc."
    assert node.parent is not None
    assert outline.nodes[node.parent].kind is NodeKind.BULLET
    assert outline.children(0) == (1,)


def test_a_sentence_that_the_reader_broke_is_one_node() -> None:
    document, outline = _outline(
        "KẾ HOẠCH\nNăm 2024\n1. Sở Tài chính bố trí kinh phí theo quy định tại\nkhoản 2 Điều này."
    )
    assert [document.words(n.body) for n in outline.nodes] == [
        "Sở Tài chính bố trí kinh phí theo quy định tại\nkhoản 2 Điều này."
    ]


def test_quoted_articles_are_text() -> None:
    text = (
        "NGHỊ ĐỊNH\nSửa đổi Nghị định\nĐiều 1. Sửa đổi một số điều\n1. Sửa đổi Điều 5 như sau:\n"
        "“Điều 5. Hồ sơ\n1. Đơn đề nghị.”\n"
        "Điều 2. Hiệu lực thi hành\nNghị định này có hiệu lực từ ngày ký."
    )
    _, outline = _outline(text)
    assert [n.label for n in outline.nodes if n.label] == ["Điều 1", "1", "Điều 2"]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (("I. Mục tiêu", "H. Nội dung", "II. Kinh phí", "IV. Tổ chức"), ["I", "II", "III", "IV"]),
        (("I. Mục tiêu", "II. Nội dung", "HI. Kinh phí", "IV. Tổ chức"), ["I", "II", "III", "IV"]),
        (("I. Mục tiêu", "Il. Nội dung", "III. Kinh phí"), ["I", "II", "III"]),
        (("I. Mục tiêu", "II. Nội dung", "II. Kinh phí", "IV. Tổ chức"), ["I", "II", "III", "IV"]),
        (("IV. Mục tiêu", "V, Nội dung", "VỊ. Kinh phí", "VII. Tổ chức"), ["IV", "V", "VI", "VII"]),
        (("I. Mục tiêu", "II. Nội dung", "I. Nhiệm vụ", "2. Biện pháp", "III. Kinh phí"), ["I", "II", "1", "2", "III"]),
        (
            ("I. Ý", "H. NỘI DUNG", "I. Nhiệm vụ", "2. Biện pháp", "II. Chủ đề", "IV. Kinh phí"),
            ["I", "II", "1", "2", "III", "IV"],
        ),
        (("1. Mục tiêu", "II. Nội dung", "1. Mua sắm", "II. Tổ chức", "IV. Phạm vi"), ["I", "II", "1", "III", "IV"]),
        (("1. Sở Y tế:", "8) Rà soát;", "b) Báo cáo;", "c) Công khai."), ["1", "a", "b", "c"]),
        (("1. Sở Y tế:", "a) Rà soát;", "b) Xem;", "c) Báo;", "d) Lo;", "e) Tin;", "ø) Chủ trì."), [*"1abcdeg"]),
        (("1. Sở Y tế:", "a) Rà;", "b) Xem;", "c) Báo;", "d) Lo;", "d) Tin;", "e) Chủ trì."), [*"1abcdđe"]),
    ],
)
def test_a_label_misread_in_a_scan_is_set_right_by_its_neighbours(lines: tuple[str, ...], labels: list[str]) -> None:
    text = "KẾ HOẠCH\nCông tác năm 2024\nSở ban hành Kế hoạch như sau:\n" + "\n".join(lines)
    document = make_document(text, recognised=True)
    outline = make_outline(document, find_zones(document))
    assert [n.label for n in outline.nodes if n.label] == labels
    assert all(line in document.text for line in lines)
    assert [n.label for n in _outline(text)[1].nodes if n.label] != labels


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (("I. Mục tiêu", "IV. Tổ chức"), ["I", "IV"]),
        (("II. Nội dung", "III. Tổ chức"), ["II", "III"]),
        (("I. Mục tiêu", "II. Nội dung", "II. Kinh phí"), ["I", "II", "II"]),
        (("G. Kiểm tra", "H. Giám sát"), ["G", "H"]),
        (("1. Sở Y tế:", "7) Rà soát;", "8) Báo cáo;"), ["1", "7", "8"]),
        (("1. Sở Y tế:", "a) Rà soát;", "c) Báo cáo;", "d) Tin."), ["1", "a", "c", "d"]),
        (("1. Sở Y tế:", "a) Rà;", "b) Xem;", "c) Báo;", "d) Lo;", "e) Chủ trì."), [*"1abcde"]),
    ],
)
def test_a_label_that_nothing_contradicts_stays_in_a_scan(lines: tuple[str, ...], labels: list[str]) -> None:
    text = "KẾ HOẠCH\nCông tác năm 2024\nSở ban hành Kế hoạch như sau:\n" + "\n".join(lines)
    document = make_document(text, recognised=True)
    outline = make_outline(document, find_zones(document))
    assert [n.label for n in outline.nodes if n.label] == labels


def test_a_part_named_inside_a_roman_section_is_no_division() -> None:
    head = "KẾ HOẠCH\nCông tác năm 2024\nSở ban hành Kế hoạch như sau:\n"
    inside = (
        "I. MỤC ĐÍCH\nII. NỘI DUNG\nPhần A: Thông tin về đơn vị.\nPhần B: Khảo sát ý kiến; theo mẫu số 1.\n"
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế:\n- Kiểm tra."
    )
    _, outline = _outline(head + inside)
    assert [n.path for n in outline.nodes if n.label] == ["I", "II", "III", "III.1"]
    divided = (
        "Phần A: Tình hình chung\nI. KẾT QUẢ\n1. Sở Y tế kiểm tra.\nPhần B: Nhiệm vụ năm tới\nI. MỤC TIÊU\n"
        "1. Đạt kế hoạch."
    )
    _, outline = _outline(head + divided)
    assert [n.path for n in outline.nodes if n.label] == [
        "Phần A", "Phần A.I", "Phần A.I.1", "Phần B", "Phần B.I", "Phần B.I.1",
    ]  # fmt: skip


@given(
    st.lists(
        st.sampled_from(["I. A B", "1. Mục đích", "a) x y;", "- gạch", "Điều 1. C", "2.1. D", "Phụ lục", "văn bản."])
    )
)
def test_every_node_lies_in_its_parent(lines: list[str]) -> None:
    document, outline = _outline("KẾ HOẠCH\nNăm 2024\n" + "\n".join(lines))
    for index, node in enumerate(outline.nodes):
        assert node.span.start <= node.body.start <= node.body.end <= node.span.end <= node.end <= len(document.text)
        if node.parent is not None:
            assert node.parent < index
            above = outline.nodes[node.parent]
            assert above.span.end <= node.span.start
            assert node.end <= above.end
            assert node.depth == above.depth + 1
