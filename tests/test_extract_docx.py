"""Word files built from small XML: what a reader on paper would see is what the document holds."""

from __future__ import annotations

import io
import zipfile

import pytest

from extract.docx import read_docx
from extract.model import Document, FurnitureKind, Region
from extract.numbering import format_number

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def read(body: str, **parts: str) -> Document:
    """Read a DOCX whose parts are given as the inside of their root elements."""
    roots = {"document": ("document", f"<w:body>{body}</w:body>")}
    roots |= {name: (name if name[-1].isalpha() else "hdr", xml) for name, xml in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, (root, xml) in roots.items():
            archive.writestr(f"word/{name}.xml", f"<w:{root} {NAMES}>{xml}</w:{root}>")
    return read_docx(stream.getvalue(), "a.docx", "f")


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(index: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "Điều %1.")
    + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
    + "</w:lvlOverride></w:num>"
)


def test_automatic_numbers_are_part_of_the_text() -> None:
    body = "".join(
        numbered(text, number, depth)
        for text, number, depth in [
            ("MỤC ĐÍCH", 1, 0),
            ("Mục tiêu", 1, 1),
            ("Chỉ tiêu", 1, 2),
            ("Chỉ tiêu khác", 1, 2),
            ("mười xã", 1, 3),
            ("chín phường", 1, 3),
            ("có điện", 1, 4),
            ("NHIỆM VỤ", 1, 0),
            ("Nội dung", 1, 1),
            ("Phạm vi", 2, 0),
            ("Đối tượng", 2, 0),
            ("một", 2, 1),
            ("Hiệu lực", 3, 0),
            ("Thi hành", 3, 0),
        ]
    )
    assert read(body, numbering=NUMBERING).text.split("\n") == [
        "I. MỤC ĐÍCH",
        "1. Mục tiêu",
        "1.1. Chỉ tiêu",
        "1.2. Chỉ tiêu khác",
        "a) mười xã",
        "b) chín phường",
        "- có điện",
        "II. NHIỆM VỤ",
        "1. Nội dung",
        "Điều 1. Phạm vi",
        "Điều 2. Đối tượng",
        "2.1 một",
        "Điều 7. Hiệu lực",
        "Điều 8. Thi hành",
    ]


def test_number_of_a_style_and_number_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Article"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Article"/></w:style>'
    )
    body = (
        p("Phạm vi", '<w:pStyle w:val="Article"/>')
        + p("Đối tượng", '<w:pStyle w:val="Child"/>')
        + p("không số", '<w:pStyle w:val="Article"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    text = read(body, numbering=NUMBERING, styles=styles).text
    assert text == "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nkhông số"


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (4, "lowerRoman", "iv"),
        (19, "upperRoman", "XIX"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (5, "decimalZero", "05"),
        (12, "decimal", "12"),
    ],
)
def test_number_formats(value: int, form: str, written: str) -> None:
    assert format_number(value, form) == written


def test_changes_are_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Giao Sở </w:t></w:r><w:del><w:r><w:delText>Tài nguyên</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Nông nghiệp</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> cũ</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Điều 1. Phạm vi </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>điều chỉnh</w:t></w:r></w:p>"
    )
    assert read(body).text == "Giao Sở Nông nghiệp\nĐiều 1. Phạm vi điều chỉnh"


def test_soft_breaks_tabs_hyphens_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>ỦY BAN NHÂN DÂN</w:t><w:br/><w:t>TỈNH LÂM ĐỒNG</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Thực hiện Kế hoạch của</w:t><w:br/><w:t>tỉnh về chuyển đổi số</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Số: 11/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:tab/><w:t>ngày</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r></w:p>"
    )
    assert read(body).text.split("\n") == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LÂM ĐỒNG",
        "Thực hiện Kế hoạch của tỉnh về chuyển đổi số",
        "Số: 11/KH-UBND ngày",
        "KẾ HOẠCH",
    ]


def test_fields_show_their_result_only() -> None:
    body = (
        '<w:p><w:r><w:t>Trang </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>Phụ lục I</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert read(body).text == "Trang Phụ lục I"


def test_text_boxes_once_and_content_controls() -> None:
    box = f"<w:txbxContent>{p('HỎA TỐC')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('Kính gửi: Bộ Nội vụ')}</w:sdtContent></w:sdt>"
    )
    assert read(body).text == "HỎA TỐC\nKính gửi: Bộ Nội vụ"


def test_footnotes_stand_after_the_text_with_their_numbers() -> None:
    body = (
        '<w:p><w:r><w:t>chuyển đổi số</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t> của tỉnh</w:t></w:r></w:p>" + p("Nơi nhận:")
    )
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("x")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Nghị quyết 57")}</w:footnote>'
    )
    document = read(body, footnotes=notes)
    assert document.text == "chuyển đổi số của tỉnh\nNơi nhận:\n1 Nghị quyết 57"
    assert document.paragraphs[-1].region is Region.FOOTNOTE


def table(rows: list[list[str]], borders: bool = True) -> str:
    drawn = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if borders else ""
    inside = "".join(
        "<w:tr>" + "".join(c if c.startswith("<w:tc>") else f"<w:tc>{p(c)}</w:tc>" for c in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr>{drawn}</w:tblPr>{inside}</w:tbl>"


def tc(text: str, properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells() -> None:
    body = table(
        [
            ["TT", tc("Nội dung", '<w:gridSpan w:val="2"/>'), "Đơn vị chủ trì"],
            ["1", "Xây dựng", "Ban hành", tc("Sở Nội vụ", '<w:vMerge w:val="restart"/>')],
            ["2", "Tổ chức", "Báo cáo", tc("", "<w:vMerge/>")],
        ]
    )
    (found,) = read(body).tables
    document = read(body)
    cells = {(c.row, c.column): (document.words(c.span), c.row_span, c.column_span) for c in found.cells}
    assert (found.rows, found.columns) == (3, 4)
    assert cells[0, 1] == ("Nội dung", 1, 2)
    assert cells[0, 3] == ("Đơn vị chủ trì", 1, 1)
    assert cells[1, 3] == ("Sở Nội vụ", 2, 1)
    assert (2, 3) not in cells
    assert all(
        document.paragraphs[document.paragraph_at(c.span.start)].region is Region.CELL for c in found.cells if c.span
    )


def test_repeated_header_rows_are_dropped_and_nested_tables_stay_in_their_cell() -> None:
    inner = f"<w:tc>{table([['Quý I', 'Quý II']])}{p('')}</w:tc>"
    rows = [["TT", "Nội dung"], ["1", "Một"], ["TT", "Nội dung"], ["2", inner]]
    document = read(table(rows))
    (found,) = document.tables
    assert found.rows == 3
    assert [document.words(c.span) for c in found.cells if c.row == 2] == ["2", "Quý I\nQuý II"]


def test_letterhead_and_signature_are_text_column_by_column() -> None:
    head = table(
        [
            [
                f"<w:tc>{p('UBND TỈNH LÂM ĐỒNG')}{p('SỞ NỘI VỤ')}{p('_______')}</w:tc>",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            ],
            ["Số: 5/KH-SNV", "Lâm Đồng, ngày 5 tháng 6 năm 2025"],
        ],
        borders=False,
    )
    tail = table([[f"<w:tc>{p('Nơi nhận:')}{p('- Lưu: VT.')}</w:tc>", "GIÁM ĐỐC"]], borders=False)
    document = read(head + p("KẾ HOẠCH") + tail)
    assert document.tables == ()
    assert document.text.split("\n") == [
        "UBND TỈNH LÂM ĐỒNG",
        "SỞ NỘI VỤ",
        "Số: 5/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lâm Đồng, ngày 5 tháng 6 năm 2025",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
    ]


def test_table_without_lines_is_a_table_where_its_header_says_so() -> None:
    rows = [["TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì"], ["1", "Tổ chức hội nghị", "Văn phòng Sở"]]
    assert len(read(table(rows, borders=False)).tables) == 1
    names = [["- Ông Trần Văn A", "- Trưởng ban"], ["- Bà Lê Thị B", "- Thành viên"]]
    assert read(table(names, borders=False)).text == "- Ông Trần Văn A - Trưởng ban\n- Bà Lê Thị B - Thành viên"


def test_letterhead_set_with_blanks() -> None:
    body = p("   SỞ NỘI VỤ        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("KẾ HOẠCH")
    assert read(body).text == "SỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH"


def test_legacy_fonts() -> None:
    vn = '<w:rFonts w:ascii=".VnTime"/>'
    high = '<w:rFonts w:ascii=".VnTimeH"/>'
    vni = '<w:rFonts w:ascii="VNI-Times"/>'
    body = (
        p("Uû ban nh©n d©n tØnh", run=vn)
        + p("quyÕt ®Þnh", run=high)
        + p("chung", run=high)
        + p("Uûy ban nhaân daân", run=vni)
        + p("Ủy ban đã viết bằng Unicode", run=vn)
    )
    assert read(body).text.split("\n") == [
        "Uỷ ban nhân dân tỉnh",
        "QUYẾT ĐỊNH",
        "CHUNG",
        "Ủy ban nhân dân",
        "Ủy ban đã viết bằng Unicode",
    ]


def test_style_flags_and_pages() -> None:
    body = (
        p("KẾ HOẠCH", '<w:jc w:val="center"/>', "<w:b/>")
        + "<w:p><w:r><w:t>trang một</w:t></w:r><w:r><w:br w:type='page'/></w:r><w:r><w:t>Trang hai</w:t></w:r></w:p>"
        + p("nghiêng", run='<w:i/><w:b w:val="0"/>')
    )
    document = read(body)
    title, _, _, last = document.paragraphs
    assert (title.bold, title.centered, title.italic) == (True, True, False)
    assert (last.bold, last.italic) == (False, True)
    assert [line.page for line in document.lines] == [1, 1, 2, 2]
    assert len(document.pages) == 2


def test_headers_are_set_aside() -> None:
    document = read(p("Điều 1. Phạm vi"), header1=p("CÔNG BÁO/Số 1"), footer1=p("3"))
    assert document.text == "Điều 1. Phạm vi"
    assert {(f.kind, f.text) for f in document.furniture} == {
        (FurnitureKind.RUNNING_HEADER, "CÔNG BÁO/Số 1"),
        (FurnitureKind.PAGE_NUMBER, "3"),
    }


def test_deep_nesting_ends() -> None:
    body = p("đáy")
    for _ in range(60):
        body = table([[f"<w:tc>{body}{p('')}</w:tc>"]])
    document = read(body + p("sau"))
    assert document.text.endswith("sau")
    assert any(issue.code == "too_deep" for issue in document.issues)
