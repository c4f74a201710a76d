"""The written files: each format says what the store holds, opens where it should, and is there whole or not at all."""

from __future__ import annotations

import csv
import json
from datetime import datetime

import openpyxl
import pandas
import pyarrow.parquet as pq
import pytest
from made_records import make_record

from corpus.collection_columns import ALL_TABLES
from corpus.columns import BY_NAME, TABLES, Column, Kind
from corpus.rows import failure_rows, make_rows
from corpus.store import StoredFile, open_store
from extract.errors import WriteError
from outputs.atomic import replacing
from outputs.cells import MAX_CELL, clean_cell, flat_names, flat_values, neutralise
from outputs.export import FileFormat, write_tables
from outputs.register import HEADS, STATUSES
from outputs.sheets import Cell, Head, Sheet, day_or_text, make_sheet
from outputs.tables import make_tables, read_table
from outputs.to_xlsx import write_xlsx


@pytest.fixture
def store(tmp_path):
    """A document, a secret one with its content, and a file that could not be read."""
    with open_store(tmp_path / "store") as store:
        for name, secrecy in (("a.txt", None), ("secret.txt", "MẬT")):
            rows = make_rows(make_record(name, secrecy=secrecy), include_secret=True)
            store.put(StoredFile(f"/{name}", name, "1", "rules", False), rows)
        store.put(
            StoredFile("/z.pdf", "z.pdf", None, "rules", True), failure_rows("z.pdf", "empty", "z.pdf: is empty.")
        )
        yield store


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def cells_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_in_every_format(store, tmp_path):
    written = write_tables(store, tmp_path / "out")
    assert {path.name for path in written} == {
        *(f"{table.name}.{suffix}" for table in ALL_TABLES for suffix in ("jsonl", "csv", "parquet")),
        "vanban.xlsx",
        "register.xlsx",
    }
    assert all(path.is_file() for path in written)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)


def test_only_the_formats_asked_for(store, tmp_path):
    written = write_tables(store, tmp_path / "out", (FileFormat.CSV,))
    assert {path.suffix for path in written} == {".csv"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_json_lines_are_the_rows(store, tmp_path, table):
    write_tables(store, tmp_path, (FileFormat.JSONL,), include_secret=True)
    assert lines_of(tmp_path / f"{table.name}.jsonl") == list(store.rows(table.name))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_parquet_is_the_rows(store, tmp_path, table):
    write_tables(store, tmp_path, (FileFormat.PARQUET,), include_secret=True)
    read = pq.read_table(tmp_path / f"{table.name}.parquet")
    assert read.column_names == [column.name for column in table.columns]
    for column in table.columns:
        expected = [row[column.name] for row in store.rows(table.name)]
        if column.kind is Kind.EVIDENCE:
            assert [None if v is None else json.loads(v) for v in read[column.name].to_pylist()] == expected
        else:
            assert read[column.name].to_pylist() == expected


def test_csv_begins_with_the_mark_that_excel_needs(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.CSV,))
    assert (tmp_path / "tasks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = cells_of(tmp_path / "tasks.csv")
    assert row["leads"] == "Sở Nội vụ"
    assert row["directors"] == "Nguyễn Văn An (Giám đốc Sở)"
    assert (row["deadline_kind"], row["deadline_end"], row["deadline_start"]) == ("by", "2024-11-30", "")


def test_csv_holds_no_formula(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.CSV,))
    assert cells_of(tmp_path / "tasks.csv")[0]["product"] == "'=HYPERLINK(1)"
    for table in ALL_TABLES:
        for row in cells_of(tmp_path / f"{table.name}.csv"):
            assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


@pytest.mark.parametrize("file_format", list(FileFormat))
def test_secret_content_is_in_no_export(store, tmp_path, file_format):
    """The title of the secret document is written with a word of its own, and looked for in every cell."""
    rows = make_rows(make_record("secret.txt", secrecy="MẬT", title="BÍ MẬT QUÂN SỰ"), include_secret=True)
    store.put(StoredFile("/secret.txt", "secret.txt", "1", "rules", False), rows)
    for include_secret in (False, True):
        folder = tmp_path / str(include_secret)
        text = " ".join(
            text_of(path) for path in write_tables(store, folder, (file_format,), include_secret=include_secret)
        )
        assert ("BÍ MẬT QUÂN SỰ" in text) is include_secret
        if file_format not in (FileFormat.REGISTER, FileFormat.ICS):  # which have rows of tasks only
            assert "secret.txt" in text


def text_of(path):
    if path.suffix == ".parquet":
        return repr(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return repr([list(sheet.values) for sheet in book])
    text = path.read_text(encoding="utf-8-sig")
    return text.replace("\n ", "") if path.suffix == ".ics" else text  # whose lines are folded


def test_register_is_the_first_sheet_with_the_columns_of_an_office(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.XLSX,))
    book = openpyxl.load_workbook(tmp_path / "vanban.xlsx")
    assert book.sheetnames == ["Nhiệm vụ", *(table.heading for table in ALL_TABLES if table.name != "tasks")]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][: len(HEADS)] == [head.text for head in HEADS]
    row = dict(zip([head.text for head in HEADS], sheet[2], strict=False))
    assert row["Số, ký hiệu văn bản giao"].value == "12/KH-SNV"
    assert row["Ngày văn bản"].value == datetime(2024, 10, 2)
    assert row["Hạn (ngày)"].value == datetime(2024, 11, 30)
    assert row["Hạn (ngày)"].number_format == "dd/mm/yyyy"
    assert row["Loại hạn"].value == "có ngày"
    assert row["Vị trí trong văn bản (mục/trang/dòng)"].value == "mục II.1, trang 2, dòng 2"
    assert row["Trạng thái"].value is None
    assert row["Nội dung nhiệm vụ"].font.name == "Times New Roman"
    assert row["Nội dung nhiệm vụ"].alignment.wrap_text


def test_register_marks_what_is_in_doubt_and_says_why(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.XLSX,))
    sheet = openpyxl.load_workbook(tmp_path / "vanban.xlsx").worksheets[0]
    row = dict(zip([head.text for head in HEADS], sheet[2], strict=False))
    assert row["Cơ quan phối hợp"].comment.text == "taken from the heading"
    assert row["Số, ký hiệu văn bản giao"].comment.text == "đọc từ bản quét"
    assert row["Cơ quan chủ trì"].comment is None
    assert row["Cơ quan phối hợp"].fill.fgColor.rgb != row["Cơ quan chủ trì"].fill.fgColor.rgb
    assert row["Ghi chú/Cảnh báo"].value.split("\n") == [
        "đọc từ bản quét",
        "taken from the heading",
        "The deadline is past.",  # a code without Vietnamese words
    ]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "date: day not readable; issuer: read from a scan",
            "Ngày văn bản: không đọc được ngày; Cơ quan ban hành: đọc từ bản quét",
        ),
        (
            "signer_name: signs KT. GIÁM ĐỐC; the office was not read",
            "Người ký: ký KT. GIÁM ĐỐC; không đọc được chức vụ",
        ),
        ("read from a scan", "đọc từ bản quét"),
        (None, None),
    ],
)
def test_workbook_says_the_reason_of_a_row_in_words_of_an_office(reason, shown):
    row = make_rows(make_record())["documents"][0] | {"reason": reason}
    sheet = make_sheet(BY_NAME["documents"], [row])
    (line,) = sheet.lines
    assert dict(zip([head.text for head in sheet.heads], line, strict=True))["Lý do chưa chắc chắn"].value == shown


def test_workbook_prints_on_a4_landscape_with_head_and_filters(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.XLSX,))
    for sheet in openpyxl.load_workbook(tmp_path / "vanban.xlsx").worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0  # one wide, any high
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref is not None
    choices = openpyxl.load_workbook(tmp_path / "vanban.xlsx").worksheets[0].data_validations.dataValidation
    assert [choice.formula1 for choice in choices] == [f'"{",".join(STATUSES)}"']


def test_workbook_holds_no_formula_and_no_link(store, tmp_path):
    write_tables(store, tmp_path, (FileFormat.XLSX,))
    for sheet in openpyxl.load_workbook(tmp_path / "vanban.xlsx").worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    sheet = openpyxl.load_workbook(tmp_path / "vanban.xlsx").worksheets[0]
    product = sheet.cell(2, [head.text for head in HEADS].index("Sản phẩm/Kết quả") + 1)
    assert (product.value, product.quotePrefix) == ("=HYPERLINK(1)", True)


def test_table_longer_than_a_sheet_goes_on_in_another(tmp_path, monkeypatch):
    monkeypatch.setattr("outputs.to_xlsx.MAX_ROWS", 2)
    write_xlsx([Sheet("S", (Head("a", 5),), ((Cell(n),) for n in range(5)))], tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [[cell[0] for cell in sheet.values] for sheet in book] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]
    assert book.sheetnames == ["S", "S (2)", "S (3)"]


def test_workbook_takes_what_excel_cannot(tmp_path):
    text = "\x00\x0b\ud800" + "ữ" * 40000
    write_xlsx([Sheet("S", (Head("a", 5),), [(Cell(text, "why\x01"),)])], tmp_path / "x.xlsx")
    value = openpyxl.load_workbook(tmp_path / "x.xlsx")["S"]["A2"].value
    assert len(value) == MAX_CELL
    assert value.startswith("ữữ") and value.endswith("[cut: the whole text is in the JSON Lines]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+84 912", "'+84 912"),
        ("- Sở Y tế", "'- Sở Y tế"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("Sở Y tế = Sở", "Sở Y tế = Sở"),
        ("", ""),
    ],
)
def test_neutralise(text, expected):
    assert neutralise(text) == expected


def test_clean_cell_keeps_line_feeds_and_drops_controls():
    assert clean_cell("a\nb\tc\x07\x1b[31m\ufffe") == "a\nb\tc[31m"


@pytest.mark.parametrize(
    ("kind", "value", "names", "values"),
    [
        (Kind.LIST, ["A", "B"], ("x",), ("A; B",)),
        (Kind.LIST, [], ("x",), ("",)),
        (
            Kind.PEOPLE,
            [{"name": "An", "title": None}, {"name": "Bình", "title": "Giám đốc"}],
            ("x",),
            ("An; Bình (Giám đốc)",),
        ),
        (Kind.FLAG, True, ("x",), ("true",)),
        (Kind.INTEGER, 0, ("x",), (0,)),
        (Kind.DATE, "2025-08", ("x",), ("2025-08",)),
        (
            Kind.DEADLINE,
            {"text": "Quý I", "kind": "by", "start": None, "end": "2025-03-31", "bound": "by_inclusive", "at": "8"},
            ("x_text", "x_kind", "x_start", "x_end", "x_rrule", "x_bound", "x_due"),
            ("Quý I", "by", None, "2025-03-31", None, "by_inclusive", None),
        ),
        (Kind.DEADLINE, None, ("x_text", "x_kind", "x_start", "x_end", "x_rrule", "x_bound", "x_due"), (None,) * 7),
    ],
)
def test_flat_values(kind, value, names, values):
    column = Column("x", kind, "", "")
    assert (flat_names(column), flat_values(column, value)) == (names, values)


@pytest.mark.parametrize(("value", "expected"), [("2025", "2025"), ("2025-08", "08/2025"), (None, None)])
def test_date_that_is_no_day_is_text(value, expected):
    assert day_or_text(value) == expected


def test_frames_have_the_declared_columns(store):
    frames = make_tables(store, include_secret=True)
    assert list(frames) == [table.name for table in ALL_TABLES]
    for table in ALL_TABLES:
        frame = frames[table.name]
        assert isinstance(frame, pandas.DataFrame)
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) == store.counts().get(table.name, len(frame))
    assert len(frames["unit_entities"]) and len(frames["unit_names"]) and len(frames["people"])
    assert frames["tasks"]["row"].dtype == "Int64"
    assert frames["tasks"].loc[0, "leads"] == ["Sở Nội vụ"]


def test_frames_keep_secret_content_out(store):
    frames = make_tables(store)
    assert list(frames["documents"]["source"]) == ["a.txt", "secret.txt"]
    assert list(frames["documents"]["number"].isna()) == [False, True]
    assert set(frames["tasks"]["source"]) == {"a.txt"}


def test_rows_of_a_secret_document_are_its_mark(store):
    rows = [row for row in read_table(store, "warnings") if row["source"] == "secret.txt"]
    assert [row["code"] for row in rows] == ["secret"]
    assert not [row for row in read_table(store, "references") if row["source"] == "secret.txt"]


def test_failed_write_leaves_what_was_there(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("before")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert path.read_text() == "before"


def test_folder_in_place_of_a_file(store, tmp_path):
    (tmp_path / "tasks.jsonl").mkdir()
    with pytest.raises(WriteError, match=r"tasks\.jsonl: cannot be written"):
        write_tables(store, tmp_path, (FileFormat.JSONL,))


def test_file_in_place_of_the_folder(store, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WriteError, match="cannot be written"):
        write_tables(store, tmp_path / "out", (FileFormat.CSV,))


def test_no_rows_still_make_every_file(tmp_path):
    with open_store(tmp_path / "store") as store:
        for path in write_tables(store, tmp_path / "out"):
            assert path.is_file()
    assert pq.read_table(tmp_path / "out" / "tasks.parquet").num_rows == 0
    assert openpyxl.load_workbook(tmp_path / "out" / "vanban.xlsx")["Nhiệm vụ"].max_row == 1
