"""The tree of headings, items, bullets and text."""

from __future__ import annotations

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
