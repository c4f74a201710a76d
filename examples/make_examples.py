"""Makes `ke_hoach_cong_viec.docx` and `thong_bao.pdf`, in the form of Nghị định 30/2020/NĐ-CP; all content is invented.

Run `.venv/bin/python examples/make_examples.py`; the PDF needs LibreOffice. The made files are kept in the repository.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent

# A list that Word numbers by itself: `I.` headings, `1.` under them, `a)` under these.
_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))
_LIST = 90


def make_numbering() -> str:
    """The definition of the list, as Word writes it."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (kind, text) in enumerate(_LEVELS)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">{levels}</w:abstractNum>'


def start_document() -> WordDocument:
    """An empty A4 document in Times New Roman 14 with the numbered list."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    font = document.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(14)
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(make_numbering()))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>'))
    return document


def write_line(
    place: WordDocument | _Cell, text: str, *, bold: bool = False, italic: bool = False, center: bool = False
) -> Paragraph:
    """One paragraph in one style, 12 points in the columns of head and foot; the first of a "
    "cell is the one it has."""
    first = isinstance(place, _Cell) and not place.text
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0 if isinstance(place, _Cell) else 6)
    run = paragraph.add_run(text)
    run.font.size = Pt(12 if isinstance(place, _Cell) else 14)
    run.bold, run.italic = bold, italic
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def write_item(document: WordDocument, level: int, text: str, *, bold: bool = False) -> None:
    """One paragraph that Word numbers: level 0 `I.`, 1 `1.`, 2 `a)`."""
    properties = write_line(document, text, bold=bold)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{_LIST}"/></w:numPr>')
    )


def add_columns(document: WordDocument, *widths: float) -> tuple[_Cell, ...]:
    """A row of cells without rulings; widths in cm."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Cm(width)
    return table.rows[0].cells


def write_letterhead(document: WordDocument, issuer: Sequence[str], number: str, place_and_date: str) -> None:
    """The two columns of the head: issuer and number; national motto, place and date."""
    left, right = add_columns(document, 6.2, 10.4)
    for line in issuer:
        write_line(left, line, bold=line == issuer[-1], center=True)
    write_line(left, number, center=True)
    write_line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, center=True)
    write_line(right, "Độc lập - Tự do - Hạnh phúc", bold=True, center=True)
    write_line(right, place_and_date, italic=True, center=True)


def write_signature(document: WordDocument, recipients: Sequence[str], capacity: Sequence[str], name: str) -> None:
    """The two columns of the foot: recipients; capacity and name."""
    left, right = add_columns(document, 8, 8)
    write_line(left, "Nơi nhận:", bold=True, italic=True)
    for line in recipients:
        write_line(left, line)
    for line in capacity:
        write_line(right, line, bold=True, center=True)
    for line in ("", "", name):
        write_line(right, line, bold=True, center=True)


def write_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """A ruled table; the first row is its head."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def make_plan() -> WordDocument:
    """A plan of a department with numbered headings and a table of tasks."""
    document = start_document()
    write_letterhead(
        document,
        ("UBND TỈNH SÔNG LAM", "SỞ Y TẾ"),
        "Số: 1874/KH-SYT",
        "Sông Lam, ngày 08 tháng 5 năm 2025",
    )
    write_line(document, "KẾ HOẠCH", bold=True, center=True)
    write_line(document, "Triển khai hồ sơ bệnh án điện tử năm 2025", bold=True, center=True)
    write_line(
        document,
        "Thực hiện Chỉ thị số 07/CT-TTg ngày 14/3/2025 của Thủ tướng Chính phủ và Kế hoạch số "
        "47/KH-UBND ngày 14/3/2025 "
        "của Ủy ban nhân dân tỉnh, Sở Y tế ban hành Kế hoạch triển khai hồ sơ bệnh án điện tử "
        "năm 2025 như sau:",
    )
    write_item(document, 0, "MỤC ĐÍCH, YÊU CẦU", bold=True)
    write_item(document, 1, "Mục đích", bold=True)
    write_line(document, "Các bệnh viện trên địa bàn tỉnh sử dụng hồ sơ bệnh án điện tử thay cho hồ sơ giấy.")
    write_item(document, 1, "Yêu cầu", bold=True)
    write_line(document, "Bảo đảm an toàn thông tin; không làm gián đoạn việc khám bệnh, chữa bệnh.")
    write_item(document, 0, "NỘI DUNG VÀ PHÂN CÔNG THỰC HIỆN", bold=True)
    write_table(
        document,
        (
            ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"),
            (
                "1",
                "Khảo sát hạ tầng công nghệ thông tin của các bệnh viện",
                "Phòng Nghiệp vụ Y",
                "Các bệnh viện",
                "Tháng 6/2025",
            ),
            (
                "2",
                "Thẩm định phương án triển khai của từng bệnh viện",
                "Phòng Nghiệp vụ Y",
                "Phòng Kế hoạch - Tài chính",
                "15/8/2025",
            ),
            ("3", "Công bố sử dụng hồ sơ bệnh án điện tử", "Các bệnh viện", "Văn phòng Sở", "Trước ngày 30/9/2025"),
        ),
    )
    write_item(document, 0, "TỔ CHỨC THỰC HIỆN", bold=True)
    write_item(
        document,
        1,
        "Phòng Nghiệp vụ Y chủ trì theo dõi, tổng hợp kết quả, báo cáo Giám đốc Sở trước ngày 25 hàng tháng.",
    )
    write_item(
        document,
        1,
        "Phòng Kế hoạch - Tài chính hướng dẫn các bệnh viện lập dự toán kinh phí, hoàn thành trước ngày 15/7/2025.",
    )
    write_signature(
        document,
        ("- UBND tỉnh (báo cáo);", "- Các bệnh viện;", "- Lưu: VT, NVY."),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        "Vũ Thanh Bình",
    )
    return document


def make_notice() -> WordDocument:
    """A notice of conclusions of a meeting, in three orders."""
    document = start_document()
    write_letterhead(
        document,
        ("ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", "VĂN PHÒNG"),
        "Số: 132/TB-VP",
        "Sông Lam, ngày 11 tháng 7 năm 2025",
    )
    write_line(document, "THÔNG BÁO", bold=True, center=True)
    write_line(
        document,
        "Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh Đặng Văn Lâm tại cuộc họp về phòng, chống thiên tai năm 2025",
        bold=True,
        center=True,
    )
    write_line(
        document,
        "Ngày 09/7/2025, Phó Chủ tịch Ủy ban nhân dân tỉnh Đặng Văn Lâm chủ trì cuộc họp về "
        "phòng, chống thiên tai. Sau khi "
        "nghe Sở Nông nghiệp và Môi trường báo cáo tại Báo cáo số 389/BC-SNNMT ngày 04/7/2025, "
        "Phó Chủ tịch kết luận như sau:",
    )
    write_line(
        document,
        "1. Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Xây dựng kiểm tra các hồ "
        "chứa, đê điều xung yếu; báo cáo "
        "Ủy ban nhân dân tỉnh trước ngày 15/8/2025.",
    )
    write_line(
        document,
        "2. Bộ Chỉ huy Quân sự tỉnh, Công an tỉnh chuẩn bị lực lượng, phương tiện cứu hộ, cứu "
        "nạn theo Kế hoạch số 62/KH-UBND "
        "ngày 02/4/2025 của Ủy ban nhân dân tỉnh.",
    )
    write_line(
        document,
        "3. Ủy ban nhân dân các xã, phường rà soát các hộ dân trong vùng có nguy cơ sạt lở, "
        "hoàn thành trong tháng 7/2025.",
    )
    write_line(document, "Văn phòng Ủy ban nhân dân tỉnh thông báo để các cơ quan, đơn vị biết, thực hiện./.")
    write_signature(
        document,
        (
            "- Chủ tịch, các Phó Chủ tịch UBND tỉnh;",
            "- Các sở, ban, ngành;",
            "- UBND các xã, phường;",
            "- Lưu: VT, KTN.",
        ),
        ("CHÁNH VĂN PHÒNG",),
        "Ngô Thị Hạnh",
    )
    return document


def main() -> None:
    """Write both files beside this script."""
    make_plan().save(str(HERE / "ke_hoach_cong_viec.docx"))
    with tempfile.TemporaryDirectory() as folder:
        notice = Path(folder) / "thong_bao.docx"
        make_notice().save(str(notice))
        program = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(HERE), str(notice)]
        subprocess.run(command, check=True, timeout=120, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
