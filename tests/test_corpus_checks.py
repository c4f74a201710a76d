"""Checks across documents: what is found, what is left alone, and whether the order of the files matters."""

from __future__ import annotations

import random

import pytest

from corpus.checks import CARRIED, make_checks
from corpus.citations import from_rows
from corpus.collection_columns import ALL_BY_NAME
from corpus.duplicates import find_duplicates
from corpus.graph import build_graph
from corpus.likeness import LikenessIndex, coverage, features_of, likeness
from corpus.unit_entities import make_units
from extract.read import read_document
from normalize.record import read_record

HIGHER = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 45/KH-UBND
Quảng Ngãi, ngày 10 tháng 3 năm 2025
KẾ HOẠCH
Chuyển đổi số trong cơ quan nhà nước năm 2025
I. NHIỆM VỤ
1. Rà soát, chuẩn hóa cơ sở dữ liệu dùng chung của tỉnh về đất đai và dân cư
- Cơ quan chủ trì: Sở Khoa học và Công nghệ
- Thời gian hoàn thành: trước ngày 30/11/2025
2. Tập huấn kỹ năng an toàn thông tin mạng cho cán bộ, công chức cấp xã
- Cơ quan chủ trì: Sở Khoa học và Công nghệ
- Thời gian hoàn thành: trước ngày 30/9/2025
3. Xây dựng kho học liệu mở phục vụ dạy học trực tuyến trong trường phổ thông
- Cơ quan chủ trì: Sở Giáo dục và Đào tạo
- Thời gian hoàn thành: Quý IV/2025
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An
"""
PLAN = """UBND TỈNH QUẢNG NGÃI
SỞ KHOA HỌC VÀ CÔNG NGHỆ
Số: 12/KH-SKHCN
Quảng Ngãi, ngày 25 tháng 3 năm 2025
KẾ HOẠCH
Thực hiện Kế hoạch số 45/KH-UBND ngày 10/3/2025 của UBND tỉnh Quảng Ngãi
I. NHIỆM VỤ
1. Rà soát, chuẩn hoá các cơ sở dữ liệu dùng chung về đất đai, dân cư trên địa bàn tỉnh
- Đơn vị chủ trì: Phòng Bưu chính - Viễn thông và Chuyển đổi số
- Thời gian hoàn thành: trước ngày 15/11/2025
2. Nâng cấp trang thông tin điện tử của Sở
- Đơn vị chủ trì: Văn phòng Sở
- Thời gian hoàn thành: Quý III/2025
GIÁM ĐỐC
Trần Thị Bình
"""
REPLACING = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 88/QĐ-UBND
Quảng Ngãi, ngày 05 tháng 6 năm 2025
QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số giai đoạn 2025-2030
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số giai đoạn 2025-2030.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Kế hoạch số 45/KH-UBND ngày 10/3/2025 của UBND tỉnh.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Cường
"""


@pytest.fixture
def check(tmp_path):
    """Reads texts as the product does, and gives the checks of them together."""
    from corpus.rows import make_rows

    def run(*texts, shuffle=None):
        tables = {}
        for number, text in enumerate(texts, start=1):
            path = tmp_path / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            for name, rows in make_rows(read_record(read_document(path))).items():
                tables.setdefault(name, []).extend({**row, "source": path.name} for row in rows)
        if shuffle is not None:
            for rows in tables.values():
                random.Random(shuffle).shuffle(rows)
        units = make_units(tables["documents"], tables["units"])
        graph = build_graph(*from_rows(tables["documents"], tables["references"]))
        return make_checks(tables["documents"], tables["tasks"], tables["deadlines"], units, graph)

    return run


def of(rows, code):
    return [row for row in rows if row["code"] == code]


def test_order_that_the_plan_of_the_unit_does_not_carry(check):
    rows = check(HIGHER, PLAN)
    (row,) = of(rows, "not_carried")
    assert list(row) == [column.name for column in ALL_BY_NAME["checks"].columns]
    assert row["content"].startswith("Tập huấn kỹ năng an toàn thông tin")
    assert (row["source"], row["other_source"]) == ("1.txt", "2.txt")
    assert row["unit"] == "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi"
    assert row["similarity"] < row["threshold"] == CARRIED
    assert rows == (row,), "the order to another unit, and the earlier deadline of the plan, are no matter"


def test_nothing_is_said_where_the_plan_carries_all(check):
    training = "Tổ chức tập huấn kỹ năng an toàn thông tin mạng cho công chức cấp xã"
    assert not check(HIGHER, PLAN.replace("Nâng cấp trang thông tin điện tử của Sở", training))


@pytest.mark.parametrize(
    "plan",
    [
        PLAN.replace("Thực hiện Kế hoạch số 45/KH-UBND ngày 10/3/2025 của UBND tỉnh Quảng Ngãi", "Công tác năm 2025"),
        PLAN.replace("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SỞ TƯ PHÁP").replace("SKHCN", "STP"),
        PLAN.replace("TỈNH QUẢNG NGÃI", "TỈNH GIA LAI", 1),
        PLAN.replace("KẾ HOẠCH\nThực hiện", "BÁO CÁO\nThực hiện").replace("KH-SKHCN", "BC-SKHCN"),
    ],
    ids=["cites nothing", "another unit", "another province", "no plan"],
)
def test_only_the_units_own_plan_that_carries_the_document_out_is_asked(check, plan):
    assert not of(check(HIGHER, plan), "not_carried")


def test_plan_with_a_later_deadline_than_the_order(check):
    (row,) = of(check(HIGHER, PLAN.replace("15/11/2025", "15/12/2025")), "deadline_conflict")
    assert (row["end_date"], row["other_end_date"]) == ("2025-11-30", "2025-12-15")
    assert (row["deadline"], row["other_deadline"]) == ("trước ngày 30/11/2025", "trước ngày 15/12/2025")


SECOND = HIGHER.replace("45/KH-UBND", "51/KH-UBND").replace("ngày 10 tháng 3", "ngày 20 tháng 4").replace(
    "Chuyển đổi số trong cơ quan nhà nước", "Nâng cao chỉ số cải cách hành chính")  # fmt: skip


def test_one_order_in_two_documents_with_two_deadlines(check):
    rows = of(check(HIGHER, SECOND.replace("30/11/2025", "31/8/2025")), "deadline_conflict")
    assert [(row["end_date"], row["other_end_date"]) for row in rows] == [("2025-11-30", "2025-08-31")]


@pytest.mark.parametrize(
    "second",
    [
        SECOND,
        SECOND.replace("2025", "2026"),
        SECOND.replace("Sở Khoa học và Công nghệ", "Sở Xây dựng").replace("30/11/2025", "31/8/2025"),
        HIGHER.replace("30/11/2025", "31/8/2025"),
    ],
    ids=["same days", "a year later", "another unit", "two files of one document"],
)
def test_deadlines_that_do_not_conflict(check, second):
    assert not of(check(HIGHER, second), "deadline_conflict")


def test_task_of_a_document_that_was_replaced(check):
    rows = of(check(HIGHER, REPLACING), "order_ended")
    assert [row["label"] for row in rows] == ["I.1", "I.2", "I.3"]
    assert rows[0]["other_source"] == "2.txt"
    assert "88/QĐ-UBND" in rows[0]["message"] and "replaced" in rows[0]["message"]
    assert "45/KH-UBND" in rows[0]["other_content"]


def test_document_that_is_only_amended_has_not_ended(check):
    assert not of(check(HIGHER, REPLACING.replace("thay thế", "sửa đổi, bổ sung")), "order_ended")


def test_order_of_files_makes_no_difference(check):
    texts = (HIGHER, PLAN.replace("15/11/2025", "15/12/2025"), REPLACING, SECOND.replace("30/11/2025", "31/8/2025"))
    expected = check(*texts)
    assert len({row["code"] for row in expected}) == 3
    for seed in range(4):
        assert check(*texts, shuffle=seed) == expected


def task(content, *, section="II.1", leads=("Sở Y tế",), deadline=None):
    deadline = None if deadline is None else {"text": deadline}
    return {"content": content, "section": section, "label": section, "leads": list(leads), "deadline": deadline}


LONG = "Xây dựng cơ chế, chính sách khuyến khích thành lập các tổ chức hoạt động trong lĩnh vực năng lượng tái tạo"


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([task(LONG), task(LONG, section="Phụ lục.3")], [None, 1]),
        ([task(LONG), task("Nghiên cứu, " + LONG.lower(), section="Phụ lục I.3")], [None, 1]),
        ([task(LONG + ", hoàn thành trước ngày 30/6/2026", deadline="trước ngày 30/6/2026"),
          task(LONG, section="Phụ lục.1")], [None, 1]),
        ([task(LONG, section="Phụ lục.1"), task(LONG)], [None, 1]),
        ([task("Rà soát toàn bộ quy hoạch điện lực của tỉnh. " + LONG), task(LONG, section="Phụ lục.1")], [None, 1]),
        # one place, or two tasks that only look alike
        ([task(LONG), task(LONG, section="II.2")], [None, None]),
        ([task(LONG, section="Phụ lục.1"), task(LONG, section="Phụ lục.2")], [None, None]),
        ([task(LONG), task("Báo cáo UBND tỉnh", section="Phụ lục.1")], [None, None]),
        ([task("Hỗ trợ khởi nghiệp. Báo cáo UBND tỉnh trước ngày 20 hằng tháng theo quy định"),
          task("Báo cáo UBND tỉnh", section="Phụ lục.1")], [None, None]),
        ([task(LONG + " và thủy điện nhỏ, điện sinh khối", leads=["Sở Y tế"]),
          task(LONG, section="Phụ lục.1", leads=["Sở Tư pháp"])], [None, None]),
        ([task(LONG + " và thủy điện nhỏ, điện sinh khối", leads=["Các sở, ban, ngành"]),
          task(LONG, section="Phụ lục.1", leads=["Sở Tư pháp"])], [None, 1]),
        ([], []),
    ],
)  # fmt: skip
def test_task_of_the_appendix_that_repeats_the_text(tasks, expected):
    assert find_duplicates(tasks) == expected


def test_task_told_twice_is_listed_with_its_two_deadlines(check):
    text = HIGHER.replace("TM. ỦY BAN", "Tổ chức thực hiện theo Phụ lục kèm theo Kế hoạch này.\nTM. ỦY BAN")
    text += """PHỤ LỤC
DANH MỤC NHIỆM VỤ
1. Rà soát, chuẩn hóa cơ sở dữ liệu dùng chung của tỉnh về đất đai và dân cư
- Cơ quan chủ trì: Sở Khoa học và Công nghệ
- Thời gian hoàn thành: trước ngày 15/12/2025
"""
    rows = check(text)
    (twice,) = of(rows, "counted_twice")
    (conflict,) = of(rows, "deadline_conflict")
    assert (twice["similarity"], twice["other_label"]) == (1.0, "I.1")
    assert (conflict["end_date"], conflict["other_end_date"]) == ("2025-11-30", "2025-12-15")


def test_likeness_of_texts():
    one, other = features_of(LONG), features_of(LONG.upper())
    assert likeness(one, other) == coverage(one, other) == 1
    assert likeness(one, features_of("Tổ chức lễ hội đua thuyền")) == 0
    assert likeness(features_of(""), features_of("")) == coverage(features_of(""), one) == 0
    part = features_of("khuyến khích thành lập các tổ chức")
    assert coverage(part, one) > 0.5 > likeness(part, one)


def test_look_up_finds_what_is_alike_among_many():
    texts = {("a", i): features_of(f"{LONG} mã số {i} thôn {i * 7}") for i in range(300)}
    texts["b", 1] = features_of("Tổ chức lễ hội đua thuyền truyền thống trên sông Trà Khúc")
    index = LikenessIndex(texts)
    assert list(index.near(features_of("Lễ hội đua thuyền trên sông Trà Khúc năm 2025"))) == [("b", 1)]
    assert not list(index.near(features_of(LONG))), "what hundreds share leads nowhere"


def test_command_prints_both_sides_and_the_days_left(tmp_path):
    from typer.testing import CliRunner

    from vanban.cli import app

    (tmp_path / "in").mkdir()
    for name, text in (("a.txt", HIGHER), ("b.txt", PLAN), ("c.txt", REPLACING)):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    out = str(tmp_path / "out")
    run = CliRunner().invoke(app, ["run", str(tmp_path / "in"), "--out", out, "--workers", "0", "--format", "jsonl"])
    assert run.exit_code == 0, run.output
    shown = CliRunner().invoke(app, ["checks", out, "--today", "2025-10-01"]).output
    assert "(not_carried): 1" in shown and "(order_ended): 3" in shown
    assert "a.txt I.2: Tập huấn kỹ năng an toàn thông tin mạng" in shown
    assert "2025-11-30, 60 days left" in shown and "2025-09-30, 1 days ago" in shown
    one = CliRunner().invoke(app, ["checks", out, "--code", "order_ended", "--unit", "giáo dục"]).output
    assert "(order_ended): 1" in one and "not_carried" not in one
    assert CliRunner().invoke(app, ["checks", out, "--code", "poem"]).exit_code == 2
    assert "Nothing to look at." in CliRunner().invoke(app, ["checks", out, "--unit", "Bộ Y tế"]).output
