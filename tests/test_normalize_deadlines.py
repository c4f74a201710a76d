"""Deadlines: whole values and deadlines in prose, in the words that offices use."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.deadlines import find_deadlines, join_deadlines, parse_deadline, parse_deadlines
from normalize.model import Bound, Deadline, DeadlineKind, PartialDate

GOLD = Path(__file__).parents[2] / "shared" / "gold"
AUGUST = PartialDate(2025, 8)


def short(deadline: Deadline | None) -> str | None:
    """`by ..2025-12-05 <` for reading: kind, start..end or rule, `<` for an exclusive end."""
    if deadline is None:
        return None
    days = f"{deadline.start or ''}..{deadline.end or ''}" if deadline.start or deadline.end else ""
    mark = "<" if deadline.bound is Bound.BEFORE else ""
    return " ".join(part for part in (deadline.kind.value, days, deadline.rrule, mark) if part)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("trước ngày 05/12/2025", "by ..2025-12-05 <"),
        ("chậm nhất ngày 05/12/2025", "by ..2025-12-05"),
        ("chậm nhất là ngày 05 tháng 12 năm 2025", "by ..2025-12-05"),
        ("đến hết ngày 31/12/2025", "by ..2025-12-31"),
        ("không quá ngày 01.7.2025", "by ..2025-07-01"),
        ("xong trước hoặc trong ngày 05/12/2025", "by ..2025-12-05"),
        ("xong trước 30/6/2025", "by ..2025-06-30 <"),
        ("hạn chót 13/10/2017", "by ..2017-10-13"),
        ("trước 16 giờ 00 ngày 20/8/2025", "by ..2025-08-20"),  # the day counts, up to its hour
        ("Từ nay đến 31/12/2025", "by ..2025-12-31"),
        ("ngày 21 /3/2025", "period 2025-03-21..2025-03-21"),
        ("22-12-2024", "period 2024-12-22..2024-12-22"),
        ("ngày 14  tháng 02 năm 2022", "period 2022-02-14..2022-02-14"),
        ("8h00-10h00 ngày 28/12/2011", "period 2011-12-28..2011-12-28"),
        # several days
        ("Ngày 26, 27/12/2011", "period 2011-12-26..2011-12-27"),
        ("15-20/8/2025", "period 2025-08-15..2025-08-20"),
        ("từ ngày 15 đến ngày 20/8/2025", "period 2025-08-15..2025-08-20"),
        ("Chiều ngày 28/12 và cả ngày 29/12/2011", "period 2011-12-28..2011-12-29"),
        ("dự kiến từ ngày 30/10/2017 đến 03/11/2017", "period 2017-10-30..2017-11-03"),
        # months, quarters, halves, years
        ("tháng 8 năm 2025", "period 2025-08-01..2025-08-31"),
        ("12/2025", "period 2025-12-01..2025-12-31"),
        ("Tuần 2 tháng 9/2025", "period 2025-09-08..2025-09-14"),
        ("Quý IV/2025", "period 2025-10-01..2025-12-31"),
        ("quý 4 năm 2025", "period 2025-10-01..2025-12-31"),
        ("Q4/2025", "period 2025-10-01..2025-12-31"),
        ("Qúy I năm 2025", "period 2025-01-01..2025-03-31"),
        ("Quý IV2026", "period 2026-10-01..2026-12-31"),
        ("Quý II, III/2025", "period 2025-04-01..2025-09-30"),
        ("Quý II/2025 - Quý I/2026", "period 2025-04-01..2026-03-31"),
        ("Từ quý III/2026 đến quý III/2030", "period 2026-07-01..2030-09-30"),
        ("6 tháng đầu năm 2025", "period 2025-01-01..2025-06-30"),
        ("9 tháng đầu năm 2025", "period 2025-01-01..2025-09-30"),
        ("6 tháng cuối năm 2025", "period 2025-07-01..2025-12-31"),
        ("Trong năm 2025", "period 2025-01-01..2025-12-31"),
        ("Năm 2025, 2026", "period 2025-01-01..2026-12-31"),
        ("2025 - 2026", "period 2025-01-01..2026-12-31"),
        ("giai đoạn 2021–2025", "period 2021-01-01..2025-12-31"),
        ("năm học 2024-2025", "period 2024-09-01..2025-05-31"),
        ("đến hết năm 2026", "by ..2026-12-31"),
        ("Đến năm 2030", "by ..2030-12-31"),
        ("hoàn thành trong Quý III/2025", "by ..2025-09-30"),
        ("trước tháng 6/2025", "by ..2025-05-31"),  # the last day before it
        ("cuối tháng 9/2025", "by ..2025-09-30"),
        ("giữa năm 2025", "by ..2025-06-30"),
        ("đầu năm 2026", "by ..2026-01-01"),
        # open ends
        ("Năm 2025 và các năm tiếp theo", "period 2025-01-01.."),
        ("Trong năm 2025 và những năm tiếp theo", "period 2025-01-01.."),
        ("2025-2030 và các năm tiếp theo", "period 2025-01-01.."),
        ("từ năm 2026", "period 2026-01-01.."),
        ("Từ quý I/2027", "period 2027-01-01.."),
        ("kể từ ngày 01/7/2025", "period 2025-07-01.."),
        # again and again
        ("trước ngày 05/12 hàng năm", "recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5 <"),
        ("Trước 30/11 hằng năm", "recurring FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30 <"),
        ("trước ngày 20/6 và 20/12 hằng năm", "recurring FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20 <"),
        ("hằng năm (trước ngày 15/12)", "recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15 <"),
        ("Hàng năm", "recurring FREQ=YEARLY"),
        ("hằng quý", "recurring FREQ=MONTHLY;INTERVAL=3"),
        ("hàng tuần", "recurring FREQ=WEEKLY"),
        ("hằng tháng, quý, 6 tháng, năm", "recurring FREQ=MONTHLY"),
        ("6 tháng và hằng năm", "recurring FREQ=MONTHLY;INTERVAL=6"),
        ("trước ngày 15 hàng tháng", "recurring FREQ=MONTHLY;BYMONTHDAY=15 <"),
        ("ngày 05 của tháng sau", "recurring FREQ=MONTHLY;BYMONTHDAY=5"),
        ("trước ngày 20 của tháng cuối quý", "recurring FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20 <"),
        ("vào thứ Sáu hàng tuần", "recurring FREQ=WEEKLY;BYDAY=FR"),
        ("Định kỳ thứ Hai hàng tuần", "recurring FREQ=WEEKLY;BYDAY=MO"),
        ("định kỳ 03 tháng/1lần", "recurring FREQ=MONTHLY;INTERVAL=3"),
        ("6 tháng một lần", "recurring FREQ=MONTHLY;INTERVAL=6"),
        ("02 lần/năm", "recurring FREQ=MONTHLY;INTERVAL=6"),
        (
            "định kỳ 6 tháng (trước 15/6), năm (trước 15/12)",
            "recurring FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15 <",
        ),
        ("trước ngày 20/6 và 31/12 hằng năm", "recurring FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20 <"),
        ("tháng 3, 6, 9 và 12 hằng năm", "recurring FREQ=YEARLY;BYMONTH=3,6,9,12"),
        ("Hằng quý, trước ngày 25 của tháng cuối quý", "recurring FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25 <"),
        (
            "Định kỳ hằng quý, trước ngày 10 của tháng tiếp theo",
            "recurring FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10 <",
        ),
        ("ngày 15 và ngày 30 hằng tháng", "recurring FREQ=MONTHLY;BYMONTHDAY=15,30"),
        ("từ ngày 01 đến ngày 05 hằng tháng", "recurring FREQ=MONTHLY;BYMONTHDAY=5"),
        ("ngày cuối cùng của tháng", "recurring FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("ngày làm việc cuối cùng của tháng", "recurring FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("vào cuối mỗi quý", "recurring FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("hằng tuần, trước 16 giờ thứ Năm", "recurring FREQ=WEEKLY;BYDAY=TH"),
        ("Thứ 2 và thứ 5 hằng tuần", "recurring FREQ=WEEKLY;BYDAY=MO,TH"),
        # parts of months and years
        ("nửa đầu tháng 9/2025", "period 2025-09-01..2025-09-15"),
        ("nửa cuối năm 2025", "period 2025-07-01..2025-12-31"),
        ("10 ngày đầu tháng 9/2025", "period 2025-09-01..2025-09-10"),
        ("tuần đầu tháng 10/2025", "period 2025-10-01..2025-10-07"),
        ("trước năm 2026", "by ..2025-12-31"),
        ("sau năm 2025", "period 2026-01-01.."),
        ("trước 17h00 thứ Sáu, ngày 22/8/2025", "by ..2025-08-22"),
        ("Tháng 9/2025 và tháng 12/2025", "period 2025-09-01..2025-09-30"),
        ("từ ngày 30/10/2017 đến 03/1 1/2017", "period 2017-10-30..2017-11-03"),
        # no day is invented
        ("trước ngày     tháng 8 năm 2025", "by <"),
        ("ngày 10/3 âm lịch", "event"),
        ("Trước Tết Nguyên đán 2026", "event"),
        ("tháng Tám năm 2025", "period 2025-08-01..2025-08-31"),
        ("tháng    năm 2025", "event"),
        ("Trước ngày Nghị định này có hiệu lực", "event"),
        ("24/7", "ongoing"),
        ("từ tháng 8 năm 1995 trở về trước", "by ..1995-08-31"),
        ("trong 07 ngày làm việc liên tục", "event"),
        ("Trước ngày 10 tháng 7 năm kế hoạch", "recurring FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=10 <"),
        ("2/3 khối lượng", "event"),
        # without a day
        ("Thường xuyên", "ongoing"),
        ("Nhiệm vụ thường xuyên", "ongoing"),
        ("Sau khi các Bộ ban hành", "event"),
        ("Theo hướng dẫn của cấp trên", "event"),
        ("Theo Kế hoạch số 12/KH-UBND ngày 05/6/2025", "event"),
        ("Trong quá trình triển khai", "event"),
        ("30 ngày kể từ ngày ký", "event"),
        ("trong vòng 05 ngày làm việc kể từ ngày nhận được hồ sơ", "event"),
        ("trước khi diễn ra kỳ họp 15 ngày", "event"),
        # counted from a day
        ("trong vòng 15 ngày kể từ ngày 01/7/2025", "by ..2025-07-16"),
        # several: the first
        ("hoàn thành trong Quý III/2025, báo cáo trước ngày 15/10/2025", "by ..2025-09-30"),
        ("Tham mưu Nghị quyết: năm 2022, tổ chức thực hiện: năm 2023", "period 2022-01-01..2022-12-31"),
        # nothing
        ("", None),
        ("-", None),
        ("x", None),
        ("Đã hoàn thành", None),
    ],
)
def test_whole_values(text: str, expected: str | None) -> None:
    assert short(parse_deadline(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/2025", "by ..2025-12-31"),
        ("Quý III/2025", "by ..2025-09-30"),
        ("2025", "by ..2025-12-31"),
        ("Năm 2026 (theo kế hoạch của Chính phủ)", "by ..2026-12-31"),
        ("31/10/2025", "by ..2025-10-31"),
        ("2026 - 2030", "period 2026-01-01..2030-12-31"),
        ("Thường xuyên", "ongoing"),
    ],
)
def test_a_column_for_completion(text: str, expected: str) -> None:
    assert short(parse_deadline(text, column=True)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước 15/12", "by ..2025-12-15 <"),
        ("6 tháng cuối năm", "period 2025-07-01..2025-12-31"),
        ("trước 30/6", "by <"),  # past in the document's year: no day is guessed
    ],
)
def test_a_missing_year_is_the_documents_and_never_certain(text: str, expected: str) -> None:
    deadline = parse_deadline(text, document_date=AUGUST)
    assert short(deadline) == expected
    assert deadline is not None and deadline.reason is not None and deadline.confidence < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trong năm nay", "period 2025-01-01..2025-12-31"),
        ("cuối quý này", "by ..2025-09-30"),
        ("cuối năm", "by ..2025-12-31"),
        ("tuần 2 tháng 9", "period 2025-09-08..2025-09-14"),
    ],
)
def test_times_said_of_the_documents_own_date(text: str, expected: str) -> None:
    deadline = parse_deadline(text, document_date=AUGUST)
    assert short(deadline) == expected
    assert deadline is not None and deadline.reason is not None and deadline.confidence < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hoàn thành trong Quý III/2025, báo cáo trước ngày 15/10/2025",
            [("by ..2025-09-30", "complete"), ("by ..2025-10-15 <", "report")],
        ),
        (
            "định kỳ 6 tháng (trước 15/6), năm (trước 15/12)",
            [
                ("recurring FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15 <", None),
                ("recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15 <", None),
            ],
        ),
        (
            "Quý II/2026; trình ban hành trước 30/9/2026",
            [("period 2026-04-01..2026-06-30", None), ("by ..2026-09-30 <", "complete")],
        ),
        ("Năm 2026 (theo Kế hoạch số 12/KH-UBND ngày 05/6/2025)", [("period 2026-01-01..2026-12-31", None)]),
    ],
)
def test_several_deadlines_with_their_roles(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = parse_deadlines(text)
    assert [(short(d), d.role) for d in found] == expected
    first = parse_deadline(text)
    assert first is not None and short(first) == expected[0][0]


def test_impossible_days_are_no_dates() -> None:
    deadline = parse_deadline("trước ngày 31/4/2025")
    assert deadline is None or deadline.end is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoàn thành và báo cáo UBND tỉnh trước ngày 08/02/2025.", ["by ..2025-02-08 <"]),
        ("xây dựng Đề án; hoàn thành trước ngày 30 tháng 6 năm 2026.", ["by ..2026-06-30 <"]),
        ("trình Chính phủ trong tháng 5 năm 2026 để trình Quốc hội", ["by ..2026-05-31"]),
        ("báo cáo kết quả chậm nhất vào ngày 15/11/2025", ["by ..2025-11-15"]),
        ("Trong quý II năm 2026, nghiên cứu, ban hành hướng dẫn.", ["by ..2026-06-30"]),
        ("Trong quý II năm 2026, Chính phủ đã ban hành 35 nghị định.", []),
        ("lập danh sách gửi về Sở hạn chót 13/10/2017, theo mẫu.", ["by ..2017-10-13"]),
        ("tổng hợp danh sách, thời gian thực hiện: Quý II/2025.", ["period 2025-04-01..2025-06-30"]),
        ("Định kỳ (trước ngày 05/12 hàng năm) báo cáo Sở.", ["recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5 <"]),
        (
            "định kỳ hằng năm báo cáo kết quả về Bộ trước ngày 31 tháng 12 để tổng hợp.",
            ["recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31 <"],
        ),
        ("Hằng năm, các sở lập dự toán kinh phí.", ["recurring FREQ=YEARLY"]),
        ("Yêu cầu các sở định kỳ hàng năm báo cáo UBND tỉnh.", ["recurring FREQ=YEARLY"]),
        ("trình Thủ tướng xem xét sau khi Bộ Chính trị có chỉ đạo, bảo đảm chất lượng", ["event"]),
        ("Sau 10 ngày làm việc kể từ ngày kết thúc giám sát, các Tổ báo cáo", ["event"]),
        (
            "tổng hợp vào thứ Sáu hàng tuần; báo cáo tổng thể trước ngày 05 tháng 7 năm 2026.",
            ["recurring FREQ=WEEKLY;BYDAY=FR", "by ..2026-07-05 <"],
        ),
        # none of these is a deadline
        ("theo Quyết định số 12/QĐ-UBND ngày 24/5/2025 của UBND tỉnh", []),
        ("thường xuyên rà soát, cập nhật dữ liệu", []),
        ("Chương trình phát triển giai đoạn 2021 - 2025, định hướng đến năm 2030", []),
        ("bố trí kinh phí hàng năm cử cán bộ đi học", []),
        ("trong kế hoạch hằng năm của đơn vị", []),
        ("các dự án được phê duyệt trước ngày 01/7/2025", []),
        ("có hiệu lực đến hết ngày 31/12/2025", []),
        ("đề xuất kế hoạch cổ phần hóa trong năm 2025 đảm bảo khả thi", []),
        ("báo cáo cấp ủy trước khi ban hành", []),
        ("thuận lợi cho công tác sau khi hợp nhất Sở", []),
    ],
)
def test_in_prose(text: str, expected: list[str]) -> None:
    assert [short(d) for d in find_deadlines(text)] == expected


def test_days_long_before_the_document_are_conditions() -> None:
    text = "Nhà ở xây dựng trước ngày 01 tháng 7 năm 2006 được hỗ trợ."
    assert find_deadlines(text, document_date=PartialDate(2026, 3)) == ()


@pytest.mark.parametrize(
    "text",
    ["- Thời gian thực hiện: Trong năm 2025.", "Hoàn thành trước ngày 08/02/2025.", "Hằng quý, báo cáo Sở."],
)
def test_spans_cover_the_words(text: str) -> None:
    whole = parse_deadline(text)
    for deadline in (whole, *find_deadlines(text)):
        assert deadline is not None and deadline.span is not None
        assert text[deadline.span.start : deadline.span.end] == deadline.text


@given(st.text(alphabet="0123456789/.-, ngàyđếntrướcquýIVnămhằthxuêkểừ()\n", max_size=60))
def test_nothing_raises_and_spans_lie_in_the_text(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for deadline in (parse_deadline(text), *find_deadlines(text)):
        if deadline is None:
            continue
        assert deadline.span is not None and deadline.span.end <= len(text)
        assert deadline.start is None or isinstance(deadline.start, date)
        assert deadline.start is None or deadline.end is None or deadline.start <= deadline.end


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold is not here")
def test_every_gold_deadline_is_read() -> None:
    wrong = []
    for path in sorted(GOLD.glob("*.json")):
        for task in json.loads(path.read_text(encoding="utf-8")).get("tasks", []):
            gold = task.get("deadline")
            if gold is None:
                continue
            got = parse_deadline(gold["text"])
            key = got and (got.kind, str(got.start or ""), str(got.end or ""), got.rrule)
            if key != (DeadlineKind(gold["kind"]), gold.get("start") or "", gold.get("end") or "", gold.get("rrule")):
                wrong.append((path.name, gold, got))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hoàn thành trong Quý III/2025, báo cáo trước ngày 15/10/2025",
            [("complete", "2025-09-30"), ("report", "2025-10-15")],
        ),
        # the verb between the two is of the second
        ("Quý III/2025, báo cáo trước ngày 15/10/2025", [(None, "2025-09-30"), ("report", "2025-10-15")]),
        # said twice is one
        ("Ban hành trong Quý II/2026. Đầu tư trong Quý II/2026", [("complete", "2026-06-30")]),
    ],
)
def test_several_in_one_cell(text, expected):
    found = parse_deadlines(text, column=True)
    assert [(d.role, str(d.end)) for d in found] == expected


def test_a_further_deadline_has_its_own_place_in_a_cell_of_several_lines():
    text = "Trong  quý III/2025;\nbáo cáo\n trước ngày  15/10/2025."
    second = parse_deadlines(text)[1]
    assert second.span is not None
    assert text[second.span.start : second.span.end] == "trước ngày  15/10/2025"


def test_deadlines_of_two_places_are_joined():
    own = parse_deadlines("Quý III/2025", column=True)
    inside = find_deadlines("Hoàn thành trước ngày 30/9/2025, báo cáo trước ngày 15/10/2025, trong năm.")
    joined = join_deadlines(own, inside)
    assert [str(d.end) for d in joined] == ["2025-09-30", "2025-10-15"]
    assert join_deadlines((), inside) == inside


def test_what_was_done_is_not_what_is_due():
    (found,) = find_deadlines("báo cáo kết quả thực hiện vào thứ Sáu hàng tuần")
    assert found.role == "report"
