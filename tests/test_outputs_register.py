"""The register of tasks as a workbook: its sheets, and that it comes back with what a person changed, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from made_records import make_record
from made_register import DAY, TODAY, bring_back, edit, put, row_of, write_register

from corpus.corrections import read_rows
from corpus.rows import make_rows
from corpus.store import StoredFile, open_store
from extract.errors import VanbanError
from normalize.model import Bound, Deadline, DeadlineKind, Unit
from outputs.cells import CUT
from outputs.identities import canonical, is_changed, make_base, parse_base, parse_identity
from outputs.read_register import read_register
from outputs.register import COLUMNS, STATUSES
from outputs.sheets import Cell, Head, Sheet
from outputs.to_xlsx import write_xlsx

CONTENT, LEADS, DUE, TEXT = "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Hạn (ngày)", "Thời hạn (nguyên văn)"
NOTE, STATUS, KIND, PRODUCT = "Ghi chú/Cảnh báo", "Trạng thái", "Loại hạn", "Sản phẩm/Kết quả"
NUMBER, STANDING, LAST_DAY = "Số, ký hiệu văn bản giao", "Tình trạng hạn", "Ngày cuối còn hạn"
WARNING = "The deadline is past."


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "store") as store:
        put(store)
        put(store, "b.txt", leads=(Unit("Sở Y tế", "Sở Y tế"), Unit("sở nội vụ", "sở nội vụ")), deadlines=())
        yield store


@pytest.fixture
def path(store, tmp_path):
    return write_register(store, tmp_path)


def task(store, source="a.txt"):
    return next(row for row in read_rows(store, "tasks") if row["source"] == source)


# What is in the workbook


@pytest.mark.parametrize(
    ("reason", "doubtful"),
    [("the unit is that of the heading or sentence above", LEADS), ("recognised on an image of a page", CONTENT)],
)
def test_doubt_stands_at_the_cell_it_is_about(tmp_path, reason, doubtful):
    with open_store(tmp_path / "store") as store:
        put(store, confidence=0.8, reason=reason)
        head, row = openpyxl.load_workbook(write_register(store, tmp_path)).worksheets[0].iter_rows(max_row=2)
    marked = [name.value for name, cell in zip(head, row, strict=True) if cell.comment is not None]
    assert [name for name in marked if name in (LEADS, CONTENT)] == [doubtful]


def test_sheets(path):
    assert openpyxl.load_workbook(path).sheetnames == [
        "Nhiệm vụ",
        "Quá hạn, sắp đến hạn",
        "Theo đơn vị",
        "01 Sở Nội vụ",
        "02 Sở Y tế",
        "03 Các sở, ban, ngành",
    ]


def test_without_a_day_nothing_is_overdue(store, tmp_path):
    book = openpyxl.load_workbook(write_register(store, tmp_path, today=None))
    assert "Quá hạn, sắp đến hạn" not in book.sheetnames
    assert STANDING not in [cell.value for cell in book.worksheets[0][1]]


def test_columns_are_those_of_an_office_in_their_order(path):
    heads = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]]
    assert heads[:15] == [
        "TT",
        "Số, ký hiệu văn bản giao",
        "Ngày văn bản",
        "Cơ quan ban hành",
        "Trích yếu",
        "Nội dung nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Lãnh đạo chỉ đạo",
        "Thời hạn (nguyên văn)",
        "Hạn (ngày)",
        "Loại hạn",
        "Sản phẩm/Kết quả",
        "Cấp trình",
        "Vị trí trong văn bản (mục/trang/dòng)",
    ]
    assert heads[15:20] == [STATUS, STANDING, LAST_DAY, NOTE, "Tệp"]


def test_identities_are_hidden_and_sorted_with_the_rows(path):
    for page in openpyxl.load_workbook(path).worksheets:
        if page.title == "Theo đơn vị":
            continue
        last = page.max_column
        hidden = [range(d.min, d.max + 1) for d in page.column_dimensions.values() if d.hidden]
        assert [number for numbers in hidden for number in numbers] == [last - 1, last]
        assert page.auto_filter.ref.split(":")[1].startswith(openpyxl.utils.get_column_letter(last))
        assert openpyxl.utils.get_column_letter(last - 1) not in page.print_area.split(":")[-1]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 11, 20), "Trong hạn"),
        (date(2024, 11, 25), "Còn 4 ngày"),  # before 30/11, so by 29/11
        (date(2024, 11, 29), "Đến hạn hôm nay"),
        (date(2024, 12, 1), "Quá hạn 2 ngày"),
    ],
)
def test_standing_on_a_day(store, tmp_path, today, expected):
    assert row_of(write_register(store, tmp_path, today=today))[STANDING].value == expected


def test_overdue_sheet_holds_what_is_pressing_and_open(store, tmp_path):
    late = write_register(store, tmp_path, today=date(2024, 12, 10))
    pressing = openpyxl.load_workbook(late)["Quá hạn, sắp đến hạn"]
    assert (pressing.max_row, pressing["B2"].value) == (2, "Quá hạn 11 ngày")
    bring_back(store, edit(late, {(2, STATUS): STATUSES[2]}))
    done = openpyxl.load_workbook(write_register(store, tmp_path, today=date(2024, 12, 10)))
    assert done["Quá hạn, sắp đến hạn"].max_row == 1
    assert [cell.value for cell in done["Theo đơn vị"][2]][1:6] == ["Sở Nội vụ", 2, 0, 0, 0]


def test_unit_has_a_sheet_with_its_tasks_and_its_part(path):
    book = openpyxl.load_workbook(path)
    page = book["03 Các sở, ban, ngành"]
    heads = [cell.value for cell in page[1]]
    assert [row[heads.index("Vai trò")].value for row in page.iter_rows(min_row=2)] == ["Phối hợp", "Phối hợp"]
    index = book["Theo đơn vị"]
    assert [[cell.value for cell in row][1:4] for row in index.iter_rows(min_row=2)] == [
        ["Sở Nội vụ", 2, 0],
        ["Sở Y tế", 1, 0],
        ["Các sở, ban, ngành", 0, 2],
    ]
    assert index["G2"].hyperlink.location == "'01 Sở Nội vụ'!A1"


def test_names_of_sheets_are_such_as_excel_allows(store, tmp_path):
    name = "Ban quản lý [dự án]: đường / cầu *2024* 'A' Khu kinh tế Dung Quất và các khu công nghiệp"
    put(store, leads=(Unit(name, name),))
    names = openpyxl.load_workbook(write_register(store, tmp_path)).sheetnames
    assert all(len(sheet) <= 31 and not set(sheet) & set("[]:*?/\\'") for sheet in names)
    assert len({sheet.casefold() for sheet in names}) == len(names)


def test_long_cells_are_shown_whole(tmp_path):
    texts = ["ngắn", "một hai ba " * 30, "một hai ba " * 300]
    sheet = Sheet("S", (Head("a", 40),), [(Cell(text),) for text in texts])
    write_xlsx([sheet], tmp_path / "x.xlsx")
    page = openpyxl.load_workbook(tmp_path / "x.xlsx")["S"]
    heights = [page.row_dimensions[n].height for n in (2, 3, 4)]
    assert heights[0] < heights[1] < heights[2] <= 409
    assert heights[1] >= 6 * 15  # some 330 letters in lines of some 50
    assert page["A4"].font.size < page["A3"].font.size


def test_last_day_in_time_is_a_true_date(store, tmp_path):
    row = row_of(write_register(store, tmp_path))
    assert row[LAST_DAY].value == datetime(2024, 11, 29) and row[LAST_DAY].comment is None  # trước ngày 30/11/2024
    assert row[DUE].value == datetime(2024, 11, 30)


def test_day_counted_from_an_event_says_how_and_from_where(store, tmp_path):
    waits = Deadline("10 ngày kể từ ngày ký", DeadlineKind.EVENT, anchor="ngày ký", offset="P10D")
    put(store, deadlines=(waits,))
    row = row_of(write_register(store, tmp_path))
    assert (row[DUE].value, row[KIND].value) == (None, "theo sự kiện")  # what was read stays
    # the 12th is a Saturday
    assert (row[LAST_DAY].value, row[STANDING].value) == (datetime(2024, 10, 14), "Quá hạn 42 ngày")
    comment = row[LAST_DAY].comment.text
    assert "10 ngày sau ngày 02/10/2024" in comment and "12/10/2024 là thứ Bảy" in comment and "a.txt" in comment


def test_further_deadlines_stand_in_the_note_and_are_no_change(store, tmp_path):
    first = Deadline("trong năm 2025", DeadlineKind.BY, end=date(2025, 12, 31), bound=Bound.BY, role="complete")
    second = Deadline(
        "trước ngày 05/12/2024", DeadlineKind.BY, end=date(2024, 12, 5), bound=Bound.BEFORE, role="report"
    )
    put(store, deadlines=(first, second))
    path = write_register(store, tmp_path)
    row = row_of(path)
    assert "Thời hạn khác (báo cáo): trước ngày 05/12/2024" in row[NOTE].value
    # the most pressing one says how the task stands
    assert (row[STANDING].value, row[LAST_DAY].value) == ("Trong hạn", datetime(2024, 12, 4))
    found = bring_back(store, path)
    assert (found.given, found.problems) == ((), ())


# What comes back


def test_untouched_register_changes_nothing(store, path):
    found = bring_back(store, edit(path, {}))
    assert (found.given, found.changes, found.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("head", "typed", "column", "expected"),
    [
        (CONTENT, "rà soát lại", "content", "rà soát lại"),
        (LEADS, "Sở Y tế;  Sở Văn hóa, Thể thao và Du lịch\n", "leads", ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"]),
        (LEADS, None, "leads", []),
        ("Cơ quan phối hợp", "Công an tỉnh", "coordinators", ["Công an tỉnh"]),
        (
            "Lãnh đạo chỉ đạo",
            "Trần Bình (Phó Giám đốc (phụ trách)); Giám đốc Sở",
            "directors",
            [{"name": "Trần Bình", "title": "Phó Giám đốc (phụ trách)"}, {"name": "Giám đốc Sở", "title": None}],
        ),
        (PRODUCT, "Báo cáo", "product", "Báo cáo"),
        (PRODUCT, 12, "product", "12"),
        ("Cấp trình", "UBND tỉnh", "submit_to", "UBND tỉnh"),
    ],
)
def test_changed_cell_is_a_correction(store, path, head, typed, column, expected):
    found = bring_back(store, edit(path, {(2, head): typed}))
    assert (len(found.given), found.problems) == (1, ())
    row = task(store)
    assert row[column] == expected
    assert row["evidence"][column]["reason"] == "corrected by a person on 2024-12-02"
    assert task(store, "b.txt")[column] == make_rows_of_b(store)[column]


def make_rows_of_b(store):
    return next(row for row in store.rows("tasks") if row["source"] == "b.txt")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({DUE: datetime(2024, 12, 31)}, {"end": "2024-12-31", "kind": "by", "text": "trước ngày 30/11/2024"}),
        ({DUE: "31/12/2024"}, {"end": "2024-12-31"}),
        ({DUE: None}, {"end": None, "kind": "by", "text": "trước ngày 30/11/2024"}),
        (
            {TEXT: "Trước ngày 15/12 hằng năm"},
            {"end": None, "kind": "recurring", "rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"},
        ),
        ({TEXT: "Thường xuyên"}, {"text": "Thường xuyên", "kind": "ongoing", "end": None}),
        ({TEXT: "ba bốn năm sáu", DUE: "31/12/2024"}, {"text": "ba bốn năm sáu", "end": "2024-12-31", "kind": "by"}),
        ({KIND: "theo sự kiện"}, {"kind": "event", "end": "2024-11-30"}),
        ({TEXT: None, DUE: None, KIND: None}, None),
    ],
)
def test_deadline_changes_in_its_parts(store, path, changes, expected):
    found = bring_back(store, edit(path, {(2, head): value for head, value in changes.items()}))
    assert not found.problems
    deadline = task(store)["deadline"]
    if expected is None:
        assert deadline is None
    else:
        assert expected.items() <= deadline.items()


def test_deadline_is_given_to_a_task_without_one(store, path):
    bring_back(store, edit(path, {(3, DUE): date(2025, 1, 31)}))
    assert task(store, "b.txt")["deadline"] == {
        "text": None,
        "kind": "by",
        "start": None,
        "end": "2025-01-31",
        "rrule": None,
        **dict.fromkeys(("bound", "due", "role", "at", "anchor", "offset", "working")),
    }


def test_corrections_survive_a_new_run_and_show_in_the_next_register(store, path, tmp_path):
    bring_back(store, edit(path, {(2, CONTENT): "rà soát lại", (2, DUE): date(2024, 12, 31)}))
    put(store)
    row = row_of(write_register(store, tmp_path / "again"))
    assert (row[CONTENT].value, row[DUE].value) == ("rà soát lại", datetime(2024, 12, 31))
    assert row[CONTENT].comment.text == "cán bộ sửa ngày 02/12/2024"
    assert row[CONTENT].fill.fgColor.rgb == "FFE2F0D9" != row[LEADS].fill.fgColor.rgb


def test_next_register_comes_back_too(store, path, tmp_path):
    """The identity of a task is not that of its corrected content."""
    bring_back(store, edit(path, {(2, CONTENT): "rà soát lại"}))
    again = write_register(store, tmp_path / "again")
    assert bring_back(store, edit(again, {})).changes == ()
    bring_back(store, edit(again, {(2, CONTENT): "rà soát lần ba"}))
    assert task(store)["content"] == "rà soát lần ba"
    (correction,) = store.corrections()
    assert correction.before == "rà soát, báo cáo"


def test_value_of_the_document_put_back_withdraws_the_correction(store, path, tmp_path):
    bring_back(store, edit(path, {(2, CONTENT): "rà soát lại"}))
    again = write_register(store, tmp_path / "again")
    found = bring_back(store, edit(again, {(2, CONTENT): "rà soát, báo cáo"}))
    assert (len(found.withdrawn), store.corrections()) == (1, ())
    assert "corrected" not in str(task(store)["evidence"])


def test_fact_of_the_document_changes_for_all_its_tasks(store, path):
    found = bring_back(store, edit(path, {(2, NUMBER): "21/KH-SNV", (2, "Ngày văn bản"): "10/2024"}))
    assert [change.column.endswith("(of the whole document)") for change in found.changes] == [True, True]
    (row,) = [row for row in read_rows(store, "documents") if row["source"] == "a.txt"]
    assert (row["number"], row["date"]) == ("21/KH-SNV", "2024-10")


def test_status_and_note_are_kept_beside_the_warnings(store, path, tmp_path):
    before = row_of(path)[NOTE].value
    assert WARNING in before
    found = bring_back(store, edit(path, {(2, STATUS): STATUSES[1], (2, NOTE): f"Đã nhắc 20/11\n{before}"}))
    assert not found.problems
    row = row_of(write_register(store, tmp_path / "again"))
    assert (row[STATUS].value, row[NOTE].value) == (STATUSES[1], f"Đã nhắc 20/11\n{before}")
    bring_back(store, edit(write_register(store, tmp_path / "again"), {(2, STATUS): None, (2, NOTE): before}))
    assert store.corrections() == ()


def test_sheets_of_units_come_back_too(store, path):
    bring_back(store, edit(path, {(2, PRODUCT): "Báo cáo"}, sheet="01 Sở Nội vụ"))
    assert task(store)["product"] == "Báo cáo"


def test_sorted_and_thinned_register_comes_back(store, path):
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    first, second = ([cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=3))
    heads = [cell.value for cell in page[1]]
    second[heads.index(PRODUCT)] = "Đề án"
    for row, values in ((2, second), (3, first)):
        for column, value in enumerate(values, start=1):
            page.cell(row, column).value = value
    page.delete_rows(3)
    for name in book.sheetnames[1:]:
        del book[name]
    book.save(path)
    found = bring_back(store, path)
    assert (len(found.given), found.problems) == (1, ())
    assert task(store, "b.txt")["product"] == "Đề án"


def test_register_of_the_other_workbook_comes_back(store, tmp_path):
    from outputs.export import FileFormat, write_tables

    (book,) = write_tables(store, tmp_path / "w", (FileFormat.XLSX,))
    bring_back(store, edit(book, {(2, PRODUCT): "Báo cáo"}))
    assert task(store)["product"] == "Báo cáo"


# What is not taken


@pytest.mark.parametrize(
    ("head", "typed", "why"),
    [
        (DUE, "31/02/2025", "is no day of the calendar"),
        (DUE, "sớm", "is no date"),
        (DUE, "12/2025", "is no whole day"),
        (TEXT, "ba bốn năm sáu", "is not understood as a time"),
        (TEXT, datetime(2025, 12, 1), "made a date of it"),
        (KIND, "gấp", "is none of"),
        (KIND, None, "needs its kind"),
        (STATUS, "Xong", "is none of"),
        (CONTENT, "  ", "cannot be without content"),
        (CONTENT, "dài" + CUT, "was cut"),
        (STANDING, "Trong hạn rồi", "is worked out"),
        (PRODUCT, "=1+1", "is a formula"),
        (PRODUCT, 1.5, "is a number"),
        (PRODUCT, "#REF!", "is an error"),
        ("Lãnh đạo chỉ đạo", "(Giám đốc)", "is not of the form"),
        (NOTE, None, "come again"),
        ("Vị trí trong văn bản (mục/trang/dòng)", "mục 9", "were cells moved"),
        ("Tệp", "khác.txt", "were cells moved"),
    ],
)
def test_cell_that_cannot_be_taken_is_told(store, path, head, typed, why):
    found = bring_back(store, edit(path, {(2, head): typed}))
    assert (found.given, len(found.problems)) == ((), 1)
    assert why in found.problems[0].message and found.problems[0].place.startswith("Nhiệm vụ!")
    assert store.corrections() == ()


def test_other_cells_of_the_row_are_taken(store, path):
    found = bring_back(store, edit(path, {(2, DUE): "sớm", (2, PRODUCT): "Báo cáo", (3, PRODUCT): "=A1"}))
    assert [problem.place for problem in found.problems] == ["Nhiệm vụ!M3", "Nhiệm vụ!K2"]
    assert task(store)["product"] == "Báo cáo"


def test_two_sheets_that_disagree(store, path):
    once = edit(path, {(2, PRODUCT): "A"})
    found = bring_back(store, edit(once, {(2, PRODUCT): "B"}, sheet="01 Sở Nội vụ"))
    assert found.given == ()
    assert {problem.place.split("!")[0] for problem in found.problems} == {"Nhiệm vụ", "01 Sở Nội vụ"}
    assert all("`A`" in problem.message and "`B`" in problem.message for problem in found.problems)


def test_two_sheets_that_agree(store, path):
    once = edit(path, {(2, PRODUCT): "A"})
    found = bring_back(store, edit(once, {(2, PRODUCT): "A "}, sheet="01 Sở Nội vụ"))
    assert (len(found.given), found.problems) == (1, ())


def test_value_that_changed_in_the_store_meanwhile(store, path):
    bring_back(store, edit(path, {(2, PRODUCT): "A"}))
    found = bring_back(store, edit(path, {(2, PRODUCT): "B"}))
    assert found.given == () and "has changed in the store" in found.problems[0].message
    assert task(store)["product"] == "A"


def test_same_register_twice_is_as_good_as_once(store, path):
    edited = edit(path, {(2, PRODUCT): "A"})
    bring_back(store, edited)
    found = bring_back(store, edited, date(2025, 1, 1))
    assert (found.given, found.problems) == ((), ())
    assert store.corrections()[0].given_on == DAY


def test_task_that_is_gone(store, path):
    edited = edit(path, {(2, PRODUCT): "A", (2, CONTENT): "B"})
    put(store, content="khác")
    found = bring_back(store, edited)
    assert found.given == () and len(found.problems) == 2
    assert all("no longer in the collection" in problem.message for problem in found.problems)


def test_new_row_and_new_column_are_told(store, path):
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["F9"] = "một việc mới"
    book.worksheets[0]["Z1"] = "Cột thêm"
    book.save(path)
    found = bring_back(store, path)
    assert {problem.place for problem in found.problems} == {"Nhiệm vụ!F9", "Nhiệm vụ!Z1"}


def test_part_of_a_table_sorted_is_not_taken_for_changes(store, path):
    """The visible cells of two rows changed places, their hidden identities did not."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    last = len(COLUMNS) + 2  # with the two that are worked out for the day
    rows = [[page.cell(row, column).value for column in range(1, last + 1)] for row in (2, 3)]
    for row, values in zip((3, 2), rows, strict=True):
        for column, value in enumerate(values, start=1):
            page.cell(row, column).value = value
    book.save(path)
    found = bring_back(store, path)
    assert (found.given, len(found.problems)) == ((), 2)


def test_register_of_another_output_folder_is_refused(path, tmp_path):
    with open_store(tmp_path / "other") as other:
        put(other)
        with pytest.raises(VanbanError, match=r"register\.xlsx: was written from another output folder.*--out"):
            read_register(path, other, given_on=DAY)


def test_workbook_that_is_no_register_is_refused(store, tmp_path):
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(VanbanError, match=r"x\.xlsx: is no register of tasks"):
        read_register(tmp_path / "x.xlsx", store, given_on=DAY)


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 cut off"])
def test_file_that_is_no_workbook_is_refused(store, tmp_path, data):
    (tmp_path / "x.xlsx").write_bytes(data)
    with pytest.raises(VanbanError, match=r"x\.xlsx: cannot be read as a workbook"):
        read_register(tmp_path / "x.xlsx", store, given_on=DAY)
    with pytest.raises(VanbanError, match="is not there"):
        read_register(tmp_path / "y.xlsx", store, given_on=DAY)


def test_workbook_that_unpacks_to_absurd_size_is_not_opened(store, path, monkeypatch):
    monkeypatch.setattr("outputs.read_register.MAX_UNPACKED", 1000)
    with pytest.raises(VanbanError, match="it was not opened"):
        read_register(path, store, given_on=DAY)


def test_formula_like_text_of_a_document_comes_back_as_it_was(store, path):
    assert row_of(path)[PRODUCT].value == "=HYPERLINK(1)"
    assert bring_back(store, edit(path, {})).problems == ()


def test_secret_document_is_in_no_register_but_when_asked_for(store, tmp_path):
    rows = make_rows(make_record("secret.txt", secrecy="MẬT"), include_secret=True)
    store.put(StoredFile("/secret.txt", "secret.txt", "9", "rules", False), rows)
    for include_secret, count in ((False, 3), (True, 4)):
        path = write_register(store, tmp_path, include_secret=include_secret)
        assert openpyxl.load_workbook(path).worksheets[0].max_row == count


# What tells a row and its cells


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("Sở Y tế", "Sở  Y tế \n"),
        (None, ""),
        (12, 12.0),
        (date(2025, 1, 2), datetime(2025, 1, 2)),
        ("a\nb", "a\r\nb"),
    ],
)
def test_values_that_count_as_the_same(value, same):
    assert canonical(value) == canonical(same)
    assert not is_changed(same, parse_base(make_base({"x": value}))["x"])


@pytest.mark.parametrize(("value", "other"), [("Sở Y tế", "Sở y tế"), (date(2025, 1, 2), "02/01/2025"), (None, 0)])
def test_values_that_count_as_changed(value, other):
    assert is_changed(other, parse_base(make_base({"x": value}))["x"])


@pytest.mark.parametrize("text", ["", "x", ":", "a:", ":b", "nan"])
def test_what_is_no_identity(text):
    assert parse_identity(text) is None
    assert parse_base(text) == {}


def test_deadline_with_a_recurrence_keeps_its_rule_when_its_day_changes(store, tmp_path):
    rule = Deadline("hằng năm", DeadlineKind.RECURRING, rrule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", bound=Bound.BEFORE)
    put(store, deadlines=(replace(rule),))
    path = write_register(store, tmp_path, today=TODAY)
    bring_back(store, edit(path, {(2, DUE): "31/12/2030"}))
    assert task(store)["deadline"]["rrule"] == rule.rrule
    assert task(store)["deadline"]["end"] == "2030-12-31"
