"""Words to lines and columns, and lines to paragraphs."""

from __future__ import annotations

import pytest

from extract.blocks import Zone, make_blocks
from extract.layout import TextLine, line_of, merge_rows, split_footnotes, split_segments
from extract.paragraphs import Column, is_centered, make_paragraphs, measure_column
from extract.textlayer import Ruling, Word

COLUMN = Column(85, 540, pitch=16, indents=True)


def words(text: str, x: float, y: float, size: float = 12.0, *, bold: bool = False) -> list[Word]:
    """Words set at half their size a character, with the baseline at y."""
    found = []
    for word in text.split(" "):
        width = len(word) * size / 2
        found.append(Word(word, x, y - 0.8 * size, x + width, y + 0.2 * size, y, size, bold))
        x += width + size / 2
    return found


def line(text: str, x: float, y: float, *, page: int = 1, bold: bool = False) -> TextLine:
    return line_of(words(text, x, y, bold=bold), page)


def full(text: str, x: float, y: float, page: int = 1) -> TextLine:
    """A line stretched to the column's right margin."""
    made = words(text, x, y)
    return line_of([*made[:-1], made[-1]._replace(x1=COLUMN.right)], page)


def texts(lines: list[TextLine], column: Column = COLUMN, *, side: bool = False) -> list[str]:
    columns = {item.page: column for item in lines}
    return [" ".join(raw.text for raw in p.lines) for p in make_paragraphs(lines, columns, side=side)]


def test_words_on_one_baseline_are_one_line_in_reading_order() -> None:
    mixed = words("Sở Nội vụ", 200, 100) + words("Giao", 85, 100.4) + words("chủ trì", 85, 116)
    assert [item.text for item in merge_rows(split_segments(mixed, 1), 1)] == ["Giao Sở Nội vụ", "chủ trì"]


def test_stamped_number_of_another_height_joins_its_line() -> None:
    number = [Word("11", 125, 96, 137, 106, 104, 9)]
    row = words("Số:", 85, 107) + number + words("/TB-UBND", 145, 107)
    assert [item.text for item in merge_rows(split_segments(row, 1), 1)] == ["Số: 11 /TB-UBND"]


@pytest.mark.parametrize("rule", ["_________", "------", "*", "* * *", "————"])
def test_lines_that_only_decorate_are_dropped(rule: str) -> None:
    assert merge_rows(split_segments(words(rule, 85, 100), 1), 1) == []


@pytest.mark.parametrize(
    ("mark", "size", "lift", "kept"),
    [
        ("3", 7.0, 4.0, "thành phố."),
        ("12", 7.0, 4.0, "thành phố."),
        ("3", 12.0, 0.0, "thành phố 3 ."),
        ("3", 7.0, -2.0, "thành phố 3 ."),
    ],
)
def test_only_small_raised_digits_are_footnote_marks(mark: str, size: float, lift: float, kept: str) -> None:
    before = words("thành phố", 85, 100)
    x = before[-1].x1
    raised = Word(mark, x, 100 - lift - size, x + 5, 100 - lift, 100 - lift, size)
    assert line_of([*before, raised, *words(".", x + 6, 100)], 1).text == kept


def test_power_of_a_unit_is_no_footnote_mark() -> None:
    raised = Word("2", 104, 88, 108, 95, 95, 7)
    assert line_of([*words("80 m", 80, 100), raised], 1).text == "80 m 2"


def test_motto_close_behind_the_issuer_begins_the_right_column() -> None:
    head = words("UBND TỈNH SÔNG XANH", 60, 60) + words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 180, 60)
    head += words("SỞ Y TẾ", 100, 75) + words("Độc lập - Tự do - Hạnh phúc", 200, 75)
    blocks = make_blocks(head, 1, 480)
    assert [[item.text for item in block.lines] for block in blocks] == [
        ["UBND TỈNH SÔNG XANH", "SỞ Y TẾ"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    ]
    assert {block.zone for block in blocks} == {Zone.SIDE}


def test_republic_in_running_text_is_no_letterhead() -> None:
    text = words("điều ước quốc tế mà nước", 85, 100) + words("Cộng hòa xã hội chủ nghĩa Việt Nam ký kết", 270, 100)
    (block,) = make_blocks([*text, *words("có quy định khác.", 85, 116)], 1, 595)
    assert block.zone is Zone.FLOW and len(block.lines) == 2


def test_party_letterhead_has_no_motto_of_the_state() -> None:
    head = words("TỈNH ỦY SÔNG XANH", 80, 60) + words("ĐẢNG CỘNG SẢN VIỆT NAM", 350, 60)
    head += words("*", 130, 75) + words("Số 12-KH/TU", 95, 90) + words("Sông Xanh, ngày 05 tháng 3 năm 2025", 330, 90)
    blocks = make_blocks(head, 1, 595)
    assert [[item.text for item in block.lines] for block in blocks] == [
        ["TỈNH ỦY SÔNG XANH", "Số 12-KH/TU"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "Sông Xanh, ngày 05 tháng 3 năm 2025"],
    ]


def test_recipients_whose_heading_is_lost_are_still_a_column() -> None:
    foot = words("- Như trên;", 85, 700) + words("KT. GIÁM ĐỐC", 380, 700)
    foot += words("- Lưu: VT.", 85, 715) + words("PHÓ GIÁM ĐỐC", 380, 715)
    assert [[item.text for item in block.lines] for block in make_blocks(foot, 1, 595)] == [
        ["- Như trên;", "- Lưu: VT."],
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
    ]


@pytest.mark.parametrize(
    ("length", "size", "noted"),
    [(144.0, 10.0, True), (144.0, 12.0, False), (420.0, 10.0, False)],
)
def test_footnotes_are_small_type_under_a_short_rule(length: float, size: float, noted: bool) -> None:
    body = [w for i in range(8) for w in words("Nội dung của văn bản này", 85, 100 + 16 * i)]
    note = words("1 Gồm hai phường.", 85, 714, size)
    rest, notes = split_footnotes([*body, *note], [Ruling(85, 700, 85 + length, 700.5)], 1, [*body, *note])
    assert [item.text for item in notes] == (["1 Gồm hai phường."] if noted else [])
    assert len(rest) == len(body) + (0 if noted else len(note))


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        # A full line goes on at the margin; a first line is indented.
        ([full("Giao Sở Nội vụ chủ trì", 113, 100), line("thực hiện.", 85, 116), line("Mục tiêu khác.", 113, 132)], 2),
        # The next word would have fitted: the paragraph is over.
        ([line("Căn cứ Luật Đất đai;", 113, 100), line("Theo đề nghị của Giám đốc Sở;", 113, 116)], 2),
        # A line that is a little short, because the next word is long or not to be cut off, goes on in lower case.
        ([line("nước Cộng hòa xã hội chủ", 85, 100), line("nghĩa Việt Nam ký.", 85, 116)], 1),
        # Enumerators and dashes at the indent begin paragraphs, even behind a full line.
        ([full("1. Sở Tài chính bố trí kinh phí", 113, 100), line("2. Sở Nội vụ đôn đốc.", 113, 116)], 2),
        ([full("- Sở Tài chính bố trí kinh phí;", 113, 100), line("- Sở Nội vụ đôn đốc.", 113, 116)], 2),
        # `(ii)` at the margin behind a full line is inside the paragraph.
        ([full("gồm: (i) Bản lĩnh chính trị;", 113, 100), line("(ii) Kỹ năng.", 85, 116)], 1),
        # A citation over the line end: no article begins here.
        ([full("theo quy định tại khoản 2", 113, 100), line("Điều 28 Quy chế này.", 85, 116)], 1),
        ([full("thực hiện nhiệm vụ.", 113, 100), line("Điều 28. Hiệu lực thi hành", 113, 116)], 2),
        # Far apart.
        ([full("Kết thúc phần một", 85, 100), line("Bắt đầu phần hai.", 113, 150)], 2),
    ],
)
def test_lines_become_paragraphs(lines: list[TextLine], paragraphs: int) -> None:
    assert len(texts(lines)) == paragraphs


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["Về việc tăng cường công tác quản lý", "nhà nước về đất đai"], 1),
        (["KẾ HOẠCH", "Chuyển đổi số năm 2025"], 2),
        (["Chương II", "TỔ CHỨC THỰC HIỆN"], 2),
        (["PHỤ LỤC I", "DANH MỤC NHIỆM VỤ"], 2),
        (["(Kèm theo Quyết định số 12/QĐ-UBND", "ngày 05 tháng 3 năm 2025 của UBND tỉnh)"], 1),
        (["DANH MỤC NHIỆM VỤ TRIỂN KHAI", "KẾ HOẠCH HÀNH ĐỘNG"], 1),
    ],
)
def test_centred_lines_of_one_title_are_one_paragraph(lines: list[str], paragraphs: int) -> None:
    middle = (COLUMN.left + COLUMN.right) / 2
    made = [line(text, middle - len(text) * 3, 100 + 16 * i, bold=True) for i, text in enumerate(lines)]
    assert all(is_centered(item, COLUMN) for item in made)
    assert len(texts(made)) == paragraphs


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["UBND TỈNH SÔNG XANH", "SỞ Y TẾ"], ["UBND TỈNH SÔNG XANH", "SỞ Y TẾ"]),
        (["VĂN PHÒNG ĐOÀN ĐBQH VÀ", "HĐND TỈNH"], ["VĂN PHÒNG ĐOÀN ĐBQH VÀ HĐND TỈNH"]),
        (["V/v triển khai thực hiện", "Kế hoạch số 12"], ["V/v triển khai thực hiện Kế hoạch số 12"]),
        (
            ["- Các Sở: Tài chính,", "Nội vụ, Tư pháp;", "- Lưu: VT."],
            ["- Các Sở: Tài chính, Nội vụ, Tư pháp;", "- Lưu: VT."],
        ),
        (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_lines_of_a_side_column_join_only_where_they_go_on(lines: list[str], joined: list[str]) -> None:
    made = [line(text, 85, 100 + 14 * i) for i, text in enumerate(lines)]
    assert texts(made, Column(85, 250), side=True) == joined


def test_column_is_measured_among_stray_lines() -> None:
    lines = [full("dòng văn bản", 85, 100 + 16 * i) for i in range(9)] + [line("ghi chú lề", 20, 260)]
    column = measure_column(lines, 595)
    assert column is not None and column.left == pytest.approx(85) and column.right == pytest.approx(540)
    assert measure_column(lines[:2], 595) is None


def test_nothing_is_lost_and_order_holds_on_any_page() -> None:
    scattered = [w for i in range(12) for w in words(f"từ{i} ngữ{i}", 60 + 37 * (i * 7 % 11), 60 + 23 * (i * 5 % 12))]
    found = [w.text for block in make_blocks(scattered, 1, 595) for item in block.lines for w in item.words]
    assert sorted(found) == sorted(w.text for w in scattered)
