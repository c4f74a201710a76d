"""Tables of tasks as Word, PDF and scans give them: headers, groups, merged cells, marks of repetition, cut names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from made_documents import make_plan

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable, assemble
from extract.headers import match_header
from extract.model import Document, Format
from normalize.model import Task
from normalize.record import read_record
from normalize.table_columns import read_columns

HEADER = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm"]


def make_table(rows: Sequence[Sequence[str]], *, confidence: float | None = None, bold: bool = False) -> RawTable:
    """Cells of rows: `<` goes on the cell to the left, `^` the one above, `¶` parts paragraphs and `|` lines."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((i for i, other in enumerate(row[c + 1 :], start=1) if other != "<"), len(row) - c)
            high = next((i for i, below in enumerate(rows[r + 1 :], start=1) if below[c] != "^"), len(rows) - r)
            paragraphs = tuple(
                RawParagraph(
                    tuple(RawLine(line, confidence=confidence) for line in part.split("|")), bold=bold and r > 0
                )
                for part in text.split("¶")
                if part
            )
            cells.append(RawCell(r, c, paragraphs, high, wide))
    return RawTable(tuple(cells))


def make_annex(table: RawTable, form: Format = Format.DOCX) -> Document:
    lines = [*make_plan("I. NỘI DUNG").splitlines(), "PHỤ LỤC", "DANH MỤC NHIỆM VỤ"]
    return assemble("made", form, "0" * 64, [*(RawParagraph((RawLine(line),)) for line in lines if line), table])


def tasks_of(
    rows: Sequence[Sequence[str]], form: Format = Format.DOCX, confidence: float | None = None
) -> tuple[Task, ...]:
    return read_record(make_annex(make_table(rows, confidence=confidence), form)).tasks


def row(*cells: str) -> list[str]:
    return [*cells, *[""] * (len(HEADER) - len(cells))]


def leads(task: Task) -> list[str]:
    return [unit.name for unit in task.leads]


def coordinators(task: Task) -> list[str]:
    return [unit.name for unit in task.coordinators]


def test_a_title_over_two_columns_and_merged_cells() -> None:
    one, two, three = tasks_of(
        [
            ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "<", "Thời gian hoàn thành"],
            ["^", "^", "Chủ trì", "Phối hợp", "^"],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            ["I", "Thể chế", "<", "<", "<"],
            ["1", "Sửa đổi quy chế", "Sở Nội vụ", "Sở Tư pháp", "Quý II/2026"],
            ["2", "Rà soát văn bản", "^", "", "^"],
            ["3", "Báo cáo kết quả", "Sở Tài chính", "", "2027"],
        ]
    )
    assert [leads(task) for task in (one, two, three)] == [["Sở Nội vụ"], ["Sở Nội vụ"], ["Sở Tài chính"]]
    assert coordinators(one) == ["Sở Tư pháp"] and coordinators(two) == []
    assert [task.deadlines[0].text for task in (one, two, three)] == ["Quý II/2026", "Quý II/2026", "2027"]
    assert one.label.endswith("I.1") and one.parent is not None and one.parent.value == "Thể chế"


@pytest.mark.parametrize("mark", ["nt", "-nt-", "Như trên", '-"-', "”", "- nt -", "//", "NT."])
def test_marks_that_repeat_the_row_above(mark: str) -> None:
    first, second = tasks_of(
        [
            HEADER,
            row("1", "Lập đề án", "Sở Y tế", "Sở Nội vụ", "Tháng 6/2026", "Đề án"),
            row("2", "Lập kế hoạch", *[mark] * 4),
        ]
    )
    assert leads(second) == leads(first) == ["Sở Y tế"]
    assert coordinators(second) == ["Sở Nội vụ"]
    assert second.deadlines[0].end == first.deadlines[0].end
    assert second.product is not None and second.product.value == "Đề án"


def test_a_mark_with_nothing_above_is_nothing() -> None:
    (task,) = tasks_of([HEADER, row("1", "Lập đề án", "Sở Y tế", "nt")])
    assert coordinators(task) == []


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Bộ Tài chính¶Bộ Y tế", ["Bộ Tài chính", "Bộ Y tế"]),
        ("Thông tấn xã|Việt Nam", ["Thông tấn xã Việt Nam"]),
        ("Thông tấn xã¶Việt Nam", ["Thông tấn xã Việt Nam"]),
        ("Viện Hàn lâm¶Khoa học và Công nghệ Việt Nam", ["Viện Hàn lâm Khoa học và Công nghệ Việt Nam"]),
        ("Bộ Nội vụ; Văn phòng¶Chính phủ", ["Bộ Nội vụ", "Văn phòng Chính phủ"]),
        ("Bộ Công an, Bộ¶Nông nghiệp và Môi trường", ["Bộ Công an", "Bộ Nông nghiệp và Môi trường"]),
        ("Phòng Bưu chính¶- Viễn thông", ["Phòng Bưu chính - Viễn thông"]),
        # Two paragraphs that the page made one, as the first fills its line
        ("Sở Nông nghiệp và Môi trường|Sở Nội vụ", ["Sở Nông nghiệp và Môi trường", "Sở Nội vụ"]),
        ("Thủ trưởng các|Sở, ban, ngành", ["Thủ trưởng các Sở, ban, ngành"]),
        ("- Bộ Tài chính¶- Bộ Y tế", ["Bộ Tài chính", "Bộ Y tế"]),
    ],
)  # fmt: skip
def test_names_of_units_over_lines_of_a_page(cell: str, units: list[str]) -> None:
    (task,) = tasks_of([HEADER, row("1", "Lập đề án", cell)], Format.PDF)
    assert leads(task) == units


def test_paragraphs_of_word_are_units_of_their_own() -> None:
    (task,) = tasks_of([HEADER, row("1", "Lập đề án", "Bộ Y tế¶Tập đoàn Sông Xanh¶Văn phòng¶Chính phủ")])
    assert leads(task) == ["Bộ Y tế", "Tập đoàn Sông Xanh", "Văn phòng Chính phủ"]


def test_numbers_broken_by_a_narrow_column() -> None:
    first, second = tasks_of(
        [
            ["S¶T¶T", *HEADER[1:]],
            row("VII¶I.", "Hạ tầng số"),
            row("1.¶1", "Mua sắm máy chủ", "Sở Tài chính"),
            row("1.¶2", "Nâng cấp mạng", "Sở Nội vụ"),
        ]
    )
    assert first.label.endswith("VIII.1.1") and second.label.endswith("VIII.1.2")


@pytest.mark.parametrize("number", ["1", "I", "A"])
def test_a_row_without_any_role_is_a_group(number: str) -> None:
    rows = [HEADER, row(number, "Phát triển hạ tầng"), row("1", "Mua sắm máy chủ", "Sở Tài chính", "", "2026")]
    assert [task.content for task in tasks_of(rows)] == ["Mua sắm máy chủ"]


def test_a_group_without_a_number_on_a_scan() -> None:
    rows = [
        HEADER,
        row("1", "Mua sắm máy chủ", "Sở Tài chính", "", "2026"),
        row("", "Đào tạo, bồi dưỡng"),
        row("2", "Mở lớp cho công chức", "Sở Nội vụ", "", "2026"),
    ]
    scanned = tasks_of(rows, Format.PDF, 0.9)
    assert [task.content for task in scanned] == ["Mua sắm máy chủ", "Mở lớp cho công chức"]
    assert scanned[1].parent is not None and scanned[1].parent.value == "Đào tạo, bồi dưỡng"
    assert tasks_of(rows)[0].content == "Mua sắm máy chủ Đào tạo, bồi dưỡng"


def test_the_number_of_a_group_over_the_width() -> None:
    rows = [HEADER, ["III. Nâng cao năng lực", *["<"] * 5], row("5", "Mở lớp cho công chức", "Sở Nội vụ")]
    (task,) = tasks_of(rows)
    assert task.label.endswith("III.5") and task.parent is not None and task.parent.value.endswith("năng lực")


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["TT", "Nội dung", "Đơn vị", "Xx", "Yy"], ["stt", "task", "lead", "coord", "deadline"]),
        (["", "Nhiệm vụ", "Chủ trì", "Phối hợp", "à cả"], ["stt", "task", "lead", "coord", "deadline"]),
        (["TT", "Qq", "Chủ trì", "Phối hợp", "Thời hạn"], ["stt", "task", "lead", "coord", "deadline"]),
        (["STT", "Đơn vị", "Nhiệm vụ chủ trì", "Phối hợp", "Hạn"], ["stt", "lead", "task", "coord", "deadline"]),
    ],
)
def test_columns_by_their_cells_where_the_header_fails(header: list[str], fields: list[str]) -> None:
    body = [
        ["1", "Xây dựng đề án phát triển nguồn nhân lực của tỉnh", "Sở Nội vụ", "Sở Y tế, Sở Tài chính", "Quý II/2026"],
        ["2", "Rà soát các văn bản về tổ chức bộ máy của tỉnh", "Sở Tư pháp", "", "Năm 2026"],
        ["3", "Báo cáo kết quả thực hiện với cấp có thẩm quyền", "Sở Tài chính", "Các sở", "Trước ngày 30/6/2026"],
        ["4", "Tuyên truyền, phổ biến các quy định của pháp luật", "Sở Y tế", "Sở Nội vụ", "2027"],
    ]  # fmt: skip
    if header[1] == "Đơn vị":
        body = [[cells[0], cells[2], cells[1], *cells[3:]] for cells in body]
    document = make_annex(make_table([header, *body]))
    columns = read_columns(document, document.tables[0])
    assert columns is not None and [columns.fields[i] for i in range(5)] == fields and columns.first == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["TT", "Họ và tên", "Chức vụ"], ["1", "Trần Văn Bình", "Giám đốc"], ["2", "Lê Thị Hoa", "Phó Giám đốc"]],
        [["TT", "Tên cơ sở", "Địa chỉ", "Thời gian"], ["1", "Phòng khám A", "Số 4", "08h00"]],
        [["", ""], ["1", "2"]],
    ],
)  # fmt: skip
def test_other_tables_have_no_columns_of_tasks(rows: list[list[str]]) -> None:
    document = make_annex(make_table(rows))
    assert read_columns(document, document.tables[0]) is None


def test_a_group_named_like_a_header_is_no_header() -> None:
    rows = [HEADER, ["I", "Nhiệm vụ về thể chế", *["<"] * 4], row("1", "Sửa đổi quy chế", "Sở Nội vụ", "", "2026")]
    (task,) = tasks_of(rows)
    assert leads(task) == ["Sở Nội vụ"] and task.content == "Sửa đổi quy chế"


@pytest.mark.parametrize(
    ("title", "end"), [("Thời gian hoàn thành", "by"), ("Lộ trình thực hiện", "period"), ("Thời gian trình", "by")]
)
def test_a_year_in_a_column_for_completion(title: str, end: str) -> None:
    (task,) = tasks_of([[*HEADER[:4], title, "Sản phẩm"], row("1", "Lập đề án", "Sở Y tế", "", "Năm 2026")])
    assert task.deadlines[0].kind == end


@pytest.mark.parametrize(
    ("header", "field"),
    [("S T T", "stt"), ("ST T", "stt"), ("Kết quả/Đánh giá", "product"), ("Nhiệm vụ chủ trì", "task")],
)
def test_headers_of_narrow_columns_and_rare_words(header: str, field: str) -> None:
    assert match_header(header) == field


@pytest.mark.parametrize(
    ("read", "field"), [("Hình thức văn vê", "product"), ("Ông bà", None), ("Han hoan thanb", "deadline")]
)
def test_headers_with_misread_letters(read: str, field: str | None) -> None:
    assert match_header(read, recognised=True) == field


@pytest.mark.parametrize("title", ["Đơn vị chủ trì/phối hợp", "Đơn vị thực hiện"])
@pytest.mark.parametrize(
    "cell",
    [
        "Sở Nội vụ chủ trì, phối hợp với Sở Y tế",
        "Chủ trì: Sở Nội vụ¶Phối hợp: Sở Y tế",
        "- Chủ trì: Sở Nội vụ; - Phối hợp: Sở Y tế",
        "Sở Nội vụ (chủ trì), Sở Y tế (phối hợp)",
        "Sở Nội vụ¶Phối hợp: Sở Y tế",
    ],
)
def test_a_cell_that_names_who_leads_and_who_helps(title: str, cell: str) -> None:
    (task,) = tasks_of([["TT", "Nội dung", title, "Thời hạn"], ["1", "Lập đề án", cell, "2026"]])
    assert (leads(task), coordinators(task)) == (["Sở Nội vụ"], ["Sở Y tế"])


def test_a_content_over_several_rows_is_one_task() -> None:
    (task,) = tasks_of(
        [HEADER, row("1", "Lập đề án", "Sở Y tế", "", "2026"), ["^", "^", "Sở Nội vụ", "Sở Tư pháp", "2027", "Đề án"]]
    )
    assert leads(task) == ["Sở Y tế", "Sở Nội vụ"] and coordinators(task) == ["Sở Tư pháp"]
    assert [deadline.text for deadline in task.deadlines] == ["2026", "2027"]
    assert task.product is not None and task.product.value == "Đề án"


def test_the_smaller_of_two_columns_of_contents() -> None:
    first, second = tasks_of(
        [
            ["TT", "Nhiệm vụ", "Hoạt động cụ thể", "Cơ quan chủ trì"],
            ["1", "Lập đề án", "Khảo sát", "Sở Y tế"],
            ["^", "^", "Lấy ý kiến", "Sở Nội vụ"],
        ]
    )
    assert [first.content, second.content] == ["Khảo sát", "Lấy ý kiến"]
    assert leads(second) == ["Sở Nội vụ"]


def test_bullets_in_rows_of_their_own_have_the_number_above() -> None:
    _, second = tasks_of([HEADER, row("4", "Lập đề án", "Sở Y tế"), row("", "- Khảo sát", "Sở Nội vụ")])
    assert second.content == "Khảo sát" and second.label.endswith("Phụ lục.4")


def test_titles_in_a_table_without_numbers() -> None:
    first, second = tasks_of(
        [
            ["Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
            ["Thể chế", "", ""],
            ["Lập đề án", "Sở Y tế", "2026"],
            ["Hạ tầng", "", ""],
            ["Mua sắm máy chủ", "Sở Nội vụ", "2027"],
        ]
    )
    assert [first.content, second.content] == ["Lập đề án", "Mua sắm máy chủ"]
    assert second.parent is not None and second.parent.value == "Hạ tầng"
