"""Tables that lost their grid: a row's cells come back from lines, glued neighbours and page breaks."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from extract.flattened import find_flat_tables
from extract.headers import fold, match_header
from extract.metrics import SPACE, text_width
from extract.model import Document
from extract.reflow import TextLine
from extract.text import read_text

SEEDS = Path(__file__).parents[2] / "shared" / "corpus" / "seeds"

PROGRAMME = """\
I. NHIỆM VỤ TRỌNG TÂM
TT Nội dung Lãnh đạo
Sở chỉ đạo
Phòng/Đơn vị
chủ trì
Phòng/Đơn vị
phối hợp
Ghi
chú
1. Triển khai Kế hoạch thực hiện Nghị quyết của Tỉnh ủy về
chuyển đổi số trên địa bàn tỉnh đến năm 2030 và các
năm tiếp theo
PGĐ Sở
Trần Văn
An
Phòng CNTT Văn phòng Sở,
Thanh tra Sở
2. Tổ chức hội nghị tổng kết năm Giám đốc
Sở
Văn phòng Sở Tất cả các
phòng, đơn vị
thuộc Sở
3. Rà soát, cập nhật quy chế làm việc của cơ quan, quy chế
phối hợp với các đơn vị trực thuộc và báo cáo kết quả
PGĐ Sở
Trần Văn
TT Nội dung Lãnh đạo
Sở chỉ đạo
Phòng/Đơn vị
chủ trì
Phòng/Đơn vị
phối hợp
Ghi
chú
thực hiện theo quy định An
Văn phòng Sở
4. Tham mưu ban hành kế hoạch kiểm tra công tác cải cách
hành chính tại các đơn vị
PGĐ Sở
Trần Văn
An
Phòng CNTT
II. TỔ CHỨC THỰC HIỆN
1. Các phòng, đơn vị thuộc Sở triển khai thực hiện Chương trình này.
"""


def rows_of(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[document.words(c.span) for c in table.cells if c.row == r] for r in range(table.rows)]


def test_programme_with_directors() -> None:
    document = read_text(PROGRAMME.encode(), "a.txt", "f")
    rows = rows_of(document)
    assert rows[0] == [
        "TT",
        "Nội dung",
        "Lãnh đạo Sở chỉ đạo",
        "Phòng/Đơn vị chủ trì",
        "Phòng/Đơn vị phối hợp",
        "Ghi chú",
    ]
    assert rows[1][2:] == ["PGĐ Sở Trần Văn An", "Phòng CNTT", "Văn phòng Sở, Thanh tra Sở", ""]
    assert rows[2] == [
        "2.",
        "Tổ chức hội nghị tổng kết năm",
        "Giám đốc Sở",
        "Văn phòng Sở",
        "Tất cả các phòng, đơn vị thuộc Sở",
        "",
    ]
    assert rows[4][1].endswith("tại các đơn vị")
    assert not document.tables[0].ruled
    assert document.text.endswith("triển khai thực hiện Chương trình này.")
    assert "\nII. TỔ CHỨC THỰC HIỆN\n" in document.text


def test_row_cut_by_a_page_is_one_row() -> None:
    rows = rows_of(read_text(PROGRAMME.encode(), "a.txt", "f"))
    assert len(rows) == 5
    assert rows[3][1].endswith("và báo cáo kết quả thực hiện theo quy định")
    assert rows[3][2:4] == ["PGĐ Sở Trần Văn An", "Văn phòng Sở"]


def test_group_rows_and_figures_stay_whole() -> None:
    text = (
        "TT CHỈ TIÊU CHỦ YẾU Đơn vị\ntính\nKế hoạch 2025 Phòng tham mưu\nGhi chú\n"
        "I Nghiên cứu khoa học\n1 Số đề tài Đề tài 14 Phòng KH-\nCN\n2 Số dự án Dự án 3\n"
        "II Sở hữu trí tuệ\n3 Số đơn Đơn 45\n"
    )
    rows = rows_of(read_text(text.encode(), "a.txt", "f"))
    assert [row[0] for row in rows] == ["TT", "I", "1", "2", "II", "3"]
    assert rows[2][1] == "Số đề tài Đề tài 14 Phòng KH-CN"


@pytest.mark.parametrize(
    "text",
    [
        "TT Nội dung\n1. Một việc\n2. Hai việc\n",
        "TT Họ và tên Chức vụ\n1 Trần Văn An Giám đốc\n2 Lê Thị Bình Trưởng phòng\n",
        "TT-BTC ban hành Thông tư\n1. Điều khoản\n2. Thi hành\n",
    ],
)
def test_other_lists_are_left_alone(text: str) -> None:
    assert read_text(text.encode(), "a.txt", "f").tables == ()


CONTENTS = (
    "Xây dựng và trình ban hành kế hoạch chuyển đổi số của tỉnh giai đoạn 2026 - 2030, định hướng đến năm 2035",
    "Rà soát, sửa đổi, bổ sung quy chế phối hợp giữa Sở Nội vụ và các địa phương trong quản lý cán bộ, công chức",
    "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức cấp xã",
    "Đôn đốc, kiểm tra việc thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị tại các đơn vị.",
    "Hoàn thiện cơ sở dữ liệu dùng chung; kết nối, chia sẻ dữ liệu với Cơ sở dữ liệu quốc gia về dân cư",
    "Tuyên truyền trên Báo và Đài Phát thanh và Truyền hình tỉnh",
)
UNITS = (
    "Sở Khoa học và Công nghệ",
    "Sở Nội vụ",
    "Văn phòng UBND tỉnh",
    "Công an tỉnh",
    "Các sở, ban, ngành; UBND các xã, phường",
    "Sở Tài chính, Sở Xây dựng",
    "Trung tâm Phục vụ hành chính công",
    "Các cơ quan, đơn vị có liên quan",
)
TIMES = ("Năm 2025", "Quý IV/2025", "Thường xuyên", "Trước ngày 30/6/2025", "Giai đoạn 2025 - 2030", "12/2025")
PRODUCTS = ("Kế hoạch của UBND tỉnh", "Quyết định", "Báo cáo", "Nghị quyết của HĐND tỉnh")
LAYOUTS = (
    (
        ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện", "Sản phẩm"),
        (CONTENTS, UNITS, UNITS, TIMES, PRODUCTS),
        (1.5, 14, 6, 7, 5, 6),
    ),
    (
        ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn hoàn thành", "Ghi chú"),
        (CONTENTS, UNITS, UNITS, TIMES, ("",)),
        (1.5, 17, 7, 8, 5, 3),
    ),
    (
        ("STT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Kết quả/Sản phẩm", "Thời gian"),
        (CONTENTS, UNITS, PRODUCTS, TIMES),
        (1.5, 16, 7, 7, 5),
    ),
)


def wrap(text: str, width: float) -> list[str]:
    """The lines of a cell of a given width in thousandths of an em."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(lines[-1]) + SPACE + text_width(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def flatten(row: list[str], widths: tuple[float, ...], *, centered: bool) -> list[str]:
    """The lines of a row as a converter writes them: cell after cell, neighbours at one height on one line."""
    cells = [wrap(text, width * 1000) for text, width in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    placed = [((height - len(cell)) / 2 + k if centered else k, line) for cell in cells for k, line in enumerate(cell)]
    lines = [placed[0][1]]
    for (above, _), (here, line) in pairwise(placed):
        if here == above:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


@pytest.mark.parametrize("seed", range(6))
def test_made_tables_come_back(seed: int) -> None:
    """Tables of three layouts, flattened as converters do, come back cell by cell; a few cells are beyond telling."""
    chance = random.Random(seed)
    cells = right = 0
    for titles, pools, widths in LAYOUTS:
        rows = [[f"{n}.", *(chance.choice(pool) for pool in pools)] for n in range(1, 13)]
        centered = chance.random() < 0.5
        text = flatten(list(titles), widths, centered=centered)
        for row in rows:
            text += flatten(row, widths, centered=centered)
        (found,) = find_flat_tables([TextLine(line, raw=line) for line in text])
        got = {
            (c.row, c.column): " ".join(line.text for p in c.paragraphs for line in p.lines) for c in found.table.cells
        }
        for r, row in enumerate(rows, start=1):
            for c, want in enumerate(row):
                cells += 1
                right += got.get((r, c), "") == want
    assert right / cells > 0.95


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("TT", "stt"),
        ("Nội dung nhiệm vụ", "task"),
        ("Cơ quan, đơn vị\nchủ trì", "lead"),
        ("CƠ QUAN PHỐI HỢP", "coord"),
        ("Đơn vị chủ trì/phối hợp", "lead_and_coord"),
        ("Cơ quan chủ trì và các đơn vị phối hợp thực hiện", "lead_and_coord"),
        ("Thời hạn hoàn thành", "deadline"),
        ("Sản phẩm, kết quả", "product"),
        ("Lãnh đạo UBND tỉnh phụ trách", "leader"),
        ("Đơn vị tính", "unit"),
        ("Kết quả thực hiện", "status"),
        ("Cấp trình", "submit_to"),
        ("Họ và tên", None),
        ("", None),
    ],
)
def test_headers_name_their_field(header: str, field: str | None) -> None:
    assert match_header(header) == field


def test_fold_ignores_case_marks_and_blanks() -> None:
    assert fold("  Đơn vị /  CHỦ TRÌ. ") == "don vi/chu tri"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/corpus/seeds")
def test_seed_programme() -> None:
    (path,) = SEEDS.glob("001_*.txt")
    document = read_text(path.read_bytes(), str(path), "f")
    assert [table.rows - 1 for table in document.tables][1:] == [6, 13, 26]
    table = document.tables[3]
    row = {c.column: document.words(c.span) for c in table.cells if c.row == 6}
    assert row[1].endswith("định hướng đến năm 2030 thực hiện trong năm 2025")
    assert (row[2], row[3]) == ("PGĐ Sở Phan Văn Hiếu", "Phòng QLCN")
    assert row[4] == "Văn Phòng Sở, Trung tâm UDDVKHCN"


def test_a_row_without_an_end_stays_text() -> None:
    text = "TT Nội dung Đơn vị chủ trì Ghi chú\n1. Một Phòng A\n2. Hai Phòng B\n3. Ba Phòng C\n4. Bốn\n"
    document = read_text((text + "Phòng Sở Ban Các\n" * 400).encode(), "a.txt", "f")
    assert document.tables[0].rows == 4
    assert "4. Bốn" in document.text
