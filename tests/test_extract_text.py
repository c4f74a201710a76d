"""Text files: lines wrapped by a converter become the paragraphs that were written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Document, FurnitureKind, Region
from extract.text import read_text

SEEDS = Path(__file__).parents[2] / "shared" / "corpus" / "seeds"


def read(text: str) -> Document:
    return read_text(text.encode(), "a.txt", "f")


def paragraphs(text: str) -> list[str]:
    return read(text).text.split("\n")


WRAPPED = """\
KẾ HOẠCH
Triển khai Chương trình hành động thực hiện Nghị quyết của Tỉnh ủy về chuyển đổi số trên địa
bàn tỉnh đến năm 2030
Thực hiện Quyết định số 12/QĐ-
UBND ngày 05 tháng 6 năm 2025 của Ủy ban nhân dân tỉnh về việc ban hành Chương trình
hành động, Sở Nội vụ ban hành Kế hoạch triển khai thực hiện giai đoạn 2025-
2030, cụ thể như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao nhận thức của cán bộ, công chức về chuyển đổi số, góp phần phát triển khoa học
- công nghệ của tỉnh. Kết quả thực hiện là căn cứ để đánh giá thi đua của các cơ quan, đơn
vị thuộc Ủy ban nhân dân tỉnh.
2. Yêu cầu
- Xác định rõ nội dung công việc, thời hạn, tiến độ hoàn thành và trách nhiệm của từng đơn
vị trong việc tổ chức thực hiện.
- Bảo đảm sự phối hợp thường xuyên giữa các phòng, đơn vị theo quy định tại khoản 5
Điều 2 Quyết định này và các văn bản có liên quan.
II. NHIỆM VỤ CHỦ YẾU VÀ GIẢI PHÁP PHÁT TRIỂN HẠ TẦNG SỐ, DỮ LIỆU SỐ
CỦA TỈNH ĐẾN NĂM 2030
1. Giao Phòng Cải cách hành chính chủ trì, phối hợp với các phòng, đơn vị tham mưu Ủy ban
nhân dân tỉnh ban hành kế hoạch.
- Đơn vị chủ trì: Phòng Cải cách hành chính.
- Thời gian thực hiện: Thường xuyên.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo Giám đốc Sở xem
xét, quyết định./.
Nơi nhận:
- UBND tỉnh (để b/c);
- Trung tâm Lưu trữ
(để đăng tải);
- Lưu: VT.
GIÁM ĐỐC
Trần Văn An
"""
MEANT = [
    "KẾ HOẠCH",
    (
        "Triển khai Chương trình hành động thực hiện Nghị quyết của Tỉnh ủy về chuyển đổi số trên địa bàn tỉnh đến năm"
        " 2030"
    ),
    (
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 05 tháng 6 năm 2025 của Ủy ban nhân dân tỉnh về việc ban hành Chương"
        " trình hành động, Sở Nội vụ ban hành Kế hoạch triển khai thực hiện giai đoạn 2025-2030, cụ thể như sau:"
    ),
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    (
        "Nâng cao nhận thức của cán bộ, công chức về chuyển đổi số, góp phần phát triển khoa học - công nghệ của tỉnh."
        " Kết quả thực hiện là căn cứ để đánh giá thi đua của các cơ quan, đơn vị thuộc Ủy ban nhân dân tỉnh."
    ),
    "2. Yêu cầu",
    (
        "- Xác định rõ nội dung công việc, thời hạn, tiến độ hoàn thành và trách nhiệm của từng đơn vị trong việc tổ"
        " chức thực hiện."
    ),
    (
        "- Bảo đảm sự phối hợp thường xuyên giữa các phòng, đơn vị theo quy định tại khoản 5 Điều 2 Quyết định này và"
        " các văn bản có liên quan."
    ),
    "II. NHIỆM VỤ CHỦ YẾU VÀ GIẢI PHÁP PHÁT TRIỂN HẠ TẦNG SỐ, DỮ LIỆU SỐ CỦA TỈNH ĐẾN NĂM 2030",
    (
        "1. Giao Phòng Cải cách hành chính chủ trì, phối hợp với các phòng, đơn vị tham mưu Ủy ban nhân dân tỉnh ban"
        " hành kế hoạch."
    ),
    "- Đơn vị chủ trì: Phòng Cải cách hành chính.",
    "- Thời gian thực hiện: Thường xuyên.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị báo cáo Giám đốc Sở xem xét, quyết định./.",
    "Nơi nhận:",
    "- UBND tỉnh (để b/c);",
    "- Trung tâm Lưu trữ (để đăng tải);",
    "- Lưu: VT.",
    "GIÁM ĐỐC",
    "Trần Văn An",
]


def test_wrapped_lines_are_joined() -> None:
    assert paragraphs(WRAPPED) == MEANT


def test_empty_line_after_every_line_changes_nothing() -> None:
    assert paragraphs(WRAPPED.replace("\n", " \n\n")) == MEANT


def test_windows_line_ends_and_decomposed_letters_change_nothing() -> None:
    assert paragraphs(WRAPPED.replace("\n", "\r\n")) == MEANT
    assert paragraphs(unicodedata.normalize("NFD", WRAPPED)) == MEANT


def test_a_paragraph_a_line_stays_so() -> None:
    lines = [
        "Điều 1. Phạm vi điều chỉnh",
        "Quy chế này quy định về quản lý, vận hành hệ thống; " * 6,
        "Cơ quan sử dụng hệ thống có trách nhiệm bảo đảm an toàn",
        "Người dùng có trách nhiệm giữ bí mật tài khoản " * 4,
        "Tổ chức thực hiện theo quy định của pháp luật",
        "Hiệu lực thi hành kể từ ngày ký ban hành " * 8,
    ]
    assert paragraphs("\n\n".join(lines)) == [" ".join(line.split()) for line in lines]


def test_form_feeds_turn_pages_and_page_numbers_go() -> None:
    document = read("Điều 1. Phạm vi\n\f2\nĐiều 2. Đối tượng\n\fTrang 3/3\nĐiều 3. Hiệu lực\n")
    assert document.text == "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3. Hiệu lực"
    assert [line.page for line in document.lines] == [1, 2, 3]
    assert [(f.kind, f.text) for f in document.furniture] == [
        (FurnitureKind.PAGE_NUMBER, "2"),
        (FurnitureKind.PAGE_NUMBER, "Trang 3/3"),
    ]


def test_signature_stamps_are_set_aside() -> None:
    document = read("Điều 1. Phạm vi\n\t\t2025-03-21T14:34:37+0700\nKý bởi: Sở Nội vụ\n")
    assert document.text == "Điều 1. Phạm vi"
    assert {f.kind for f in document.furniture} == {FurnitureKind.SIGNATURE_STAMP}


def test_footnotes_leave_the_sentence_that_they_cut() -> None:
    document = read(
        "Tỉnh tập trung thực hiện các nhiệm vụ về đột phá phát triển khoa học và chuyển đổi số1 theo\n"
        "các chương trình của Trung ương và của tỉnh Lâm Đồng2, trong đó ưu tiên nguồn lực cho hạ\n"
        "1 Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học,\n"
        "công nghệ.\n"
        "2Quyết định số 12/QĐ-UBND của Ủy ban nhân dân tỉnh.\n"
        "\ftầng số, dữ liệu số ở các xã, phường và đặc khu trên địa bàn toàn tỉnh theo lộ trình đến\n"
        "năm 2030.\n"
    )
    body, first, second = document.paragraphs
    assert document.words(body.span) == (
        "Tỉnh tập trung thực hiện các nhiệm vụ về đột phá phát triển khoa học và chuyển đổi số theo các chương trình"
        " của Trung ương và của tỉnh Lâm Đồng, trong đó ưu tiên nguồn lực cho hạ tầng số, dữ liệu số ở các xã, phường"
        " và đặc khu trên địa bàn toàn tỉnh theo lộ trình đến năm 2030."
    )
    assert {first.region, second.region} == {Region.FOOTNOTE}
    assert document.words(first.span).endswith("khoa học, công nghệ.")


@pytest.mark.parametrize("word", ["50 km2", "QH15", "Phụ lục 1", "mục 2"])
def test_numbers_that_are_no_marks_stay(word: str) -> None:
    text = f"Diện tích {word} được giao cho các đơn vị\n2 Nhà văn hóa được xây dựng."
    assert word in read(text).text


def test_markup_is_taken_off() -> None:
    text = "# KẾ HOẠCH\n**KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n<p>Sở <i>Nội vụ</i> &amp; các đơn vị</p>\n![dấu](a.png)"
    assert paragraphs(text) == ["KẾ HOẠCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Sở Nội vụ & các đơn vị"]


def test_tab_separated_table_with_rows_cut_by_pages() -> None:
    document = read(
        "Phụ lục\n\nTT\tNội dung\tĐơn vị chủ trì\n"
        "1.\tXây dựng <i>kế hoạch</i>\tSở Nội vụ\n"
        "2.\t<p>Hỗ trợ các xã về</p>\t<p>Sở Tài chính,</p>\n\n"
        "TT\tNội dung\tĐơn vị chủ trì\n"
        "\tchuyển đổi số\tSở Nội vụ\n"
        "3.\tTập huấn\t\n"
    )
    (table,) = document.tables
    rows = [[document.words(c.span) for c in table.cells if c.row == r] for r in range(table.rows)]
    assert rows == [
        ["TT", "Nội dung", "Đơn vị chủ trì"],
        ["1.", "Xây dựng kế hoạch", "Sở Nội vụ"],
        ["2.", "Hỗ trợ các xã về chuyển đổi số", "Sở Tài chính, Sở Nội vụ"],
        ["3.", "Tập huấn", ""],
    ]
    assert table.ruled


def test_columns_on_one_line_are_taken_apart() -> None:
    text = """\
  ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   TỈNH LÂM ĐỒNG                  Độc lập - Tự do - Hạnh phúc
  Số: 15/KH-UBND                Lâm Đồng, ngày 05 tháng 6 năm 2025

                      KẾ HOẠCH
Điều 1. Phạm vi điều chỉnh.
Nơi nhận:                              TM. ỦY BAN NHÂN DÂN
- Như Điều 3;                                CHỦ TỊCH
- Lưu: VT.

                                           Trần Văn An
"""
    assert paragraphs(text) == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LÂM ĐỒNG",
        "Số: 15/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lâm Đồng, ngày 05 tháng 6 năm 2025",
        "KẾ HOẠCH",
        "Điều 1. Phạm vi điều chỉnh.",
        "Nơi nhận:",
        "- Như Điều 3;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Văn An",
    ]


def test_legacy_text_is_reported() -> None:
    data = ("Uû ban nh©n d©n tØnh ban hµnh KÕ ho¹ch thùc hiÖn NghÞ quyÕt vÒ ph¸t triÓn khoa häc.\n" * 3).encode(
        "latin-1"
    )
    document = read_text(data, "a.txt", "f")
    assert document.text.startswith("Uỷ ban nhân dân tỉnh ban hành")
    assert [issue.code for issue in document.issues] == ["legacy_encoding"]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=400), st.binary(max_size=400)))
def test_nothing_raises_and_every_span_lies_in_the_text(data: str | bytes) -> None:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    document = read_text(raw, "a.txt", "f")
    ends = [0]
    for paragraph in document.paragraphs:
        assert ends[-1] <= paragraph.span.start < paragraph.span.end <= len(document.text)
        assert "\n" not in document.words(paragraph.span)
        ends.append(paragraph.span.end)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/corpus/seeds")
def test_seed_notice_is_whole() -> None:
    (path,) = SEEDS.glob("002_*.txt")
    document = read_text(path.read_bytes(), str(path), "f")
    notes = [document.words(p.span) for p in document.paragraphs if p.region is Region.FOOTNOTE]
    assert [note[0] for note in notes] == ["1", "2", "3"]
    assert "chuyển đổi số theo các chương trình" in document.text
    assert "tiến độ xử lý hồ sơ dịch vụ công" in document.text
    assert document.text.rstrip().count("\nTL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\n") == 1


def test_html_page_under_any_name() -> None:
    page = """<!DOCTYPE html><html><head><title>x</title><style>p {}</style></head><body>
    <table><tr><td><p>SỞ NỘI VỤ</p><p>Số: 5/KH-SNV</p></td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr></table>
    <p>KẾ HOẠCH</p><p>Thực hiện <b>Nghị quyết</b>
    số&nbsp;57-NQ/TW</p>
    <table border="1"><tr><th>TT</th><th>Nội dung</th><th>Đơn vị chủ trì</th></tr>
    <tr><td>1</td><td>Tập huấn</td><td rowspan="9">Sở Nội vụ</td></tr><tr><td>2</td><td>Kiểm tra</td></tr></table>
    <script>bad()</script>Nơi nhận:<br>- Lưu: VT.</body></html>"""
    document = read(page)
    (table,) = document.tables
    body = [document.words(p.span) for p in document.paragraphs if p.region is Region.BODY]
    assert body == [
        "SỞ NỘI VỤ",
        "Số: 5/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "KẾ HOẠCH",
        "Thực hiện Nghị quyết số 57-NQ/TW",
        "Nơi nhận:",
        "- Lưu: VT.",
    ]
    assert (table.rows, table.columns) == (3, 3)
    assert [c.row_span for c in table.cells if document.words(c.span) == "Sở Nội vụ"] == [2]


def test_web_archive() -> None:
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><body><p>=C4=90i=E1=BB=81u 1. Ph=E1=BA=A1m vi</p></body>"
        "</html>\n--b--\n"
    )
    assert paragraphs(archive) == ["Điều 1. Phạm vi"]
