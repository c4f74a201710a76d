"""Terms counted from a day or an event: last days, working days, days of rest, events whose day is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.counted import EFFECT, SIGNED, Term, event_key, last_day_of, moved_end, parse_term, resolve_event
from normalize.deadlines import parse_deadline
from normalize.holidays import add_working_days, is_working_day, name_rest, next_working_day
from normalize.model import Bound, Deadline, DeadlineKind, PartialDate

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def read(text: str, today: PartialDate | None = None) -> Deadline:
    deadline = parse_deadline(text, document_date=today)
    assert deadline is not None
    return deadline


@pytest.mark.parametrize(
    ("text", "end"),
    [
        # the first day is not counted
        ("trong vòng 15 ngày kể từ ngày 01/7/2025", "2025-07-16"),
        ("10 ngày kể từ ngày 20 tháng 12 năm 2025", "2025-12-30"),
        # working days: 01/6/2025 is a Sunday; 30/4, 1/5 and the swapped 2/5/2025 are days of rest
        ("trong vòng 15 ngày làm việc kể từ ngày 01/6/2025", "2025-06-20"),
        ("05 ngày làm việc kể từ ngày 28/4/2025", "2025-05-08"),
        # months end on the same day, or the last of a shorter month
        ("trong thời hạn 06 tháng kể từ ngày 31/8/2025", "2026-02-28"),
        ("03 tháng kể từ ngày 15/01/2025", "2025-04-15"),
        ("2 tuần kể từ ngày 01/7/2025", "2025-07-15"),
        ("24 giờ kể từ 8 giờ ngày 02/6/2025", "2025-06-03"),
        ("mười lăm ngày kể từ ngày 01/7/2025", "2025-07-16"),
        # backwards
        ("chậm nhất 20 ngày trước ngày 01/6/2026", "2026-05-12"),
        ("02 ngày làm việc trước ngày 05/5/2025", "2025-04-28"),
    ],
)
def test_terms_from_a_printed_day(text: str, end: str) -> None:
    deadline = read(text)
    assert (deadline.kind, str(deadline.end), deadline.bound) == (DeadlineKind.BY, end, Bound.BY)
    assert deadline.confidence < 1 and deadline.reason


def test_a_last_day_of_rest_moves_to_the_next_working_day_beside_the_printed_end() -> None:
    deadline = read("trong vòng 15 ngày kể từ ngày 01/8/2025")
    assert str(deadline.end) == "2025-08-16" and deadline.due is not None
    assert str(deadline.due.value) == "2025-08-18" and "Saturday" in (deadline.due.reason or "")
    assert read("trong vòng 15 ngày kể từ ngày 04/8/2025").due is None


@pytest.mark.parametrize(
    ("text", "anchor", "offset", "working"),
    [
        ("trong vòng 05 ngày làm việc kể từ ngày nhận được hồ sơ", "ngày nhận được hồ sơ", "P5D", True),
        ("30 ngày kể từ ngày ký", "ngày ký", "P30D", False),
        ("chậm nhất 07 ngày trước khi diễn ra cuộc họp", "khi diễn ra cuộc họp", "-P7D", False),
        ("trước khi khai mạc kỳ họp 15 ngày", "khi khai mạc kỳ họp", "-P15D", False),
        ("trong vòng 24 giờ kể từ khi xảy ra sự cố", "khi xảy ra sự cố", "PT24H", False),
        ("Sau khi các Bộ ban hành", "các Bộ ban hành", None, False),
    ],
)
def test_events_wait(text: str, anchor: str, offset: str | None, working: bool) -> None:
    deadline = read(text)
    assert (deadline.kind, deadline.start, deadline.end) == (DeadlineKind.EVENT, None, None)
    assert deadline.anchor is not None and deadline.anchor.endswith(anchor)
    assert (deadline.offset, deadline.working) == (offset, working)


def test_the_documents_own_day_counts_beside_what_is_printed() -> None:
    deadline = read("30 ngày kể từ ngày ký", PartialDate(2025, 8, 15))
    assert deadline.kind is DeadlineKind.EVENT and deadline.end is None
    assert deadline.due is not None and str(deadline.due.value) == "2025-09-15"  # the 14th is a Sunday
    assert read("30 ngày kể từ ngày ký", PartialDate(2025, 8)).due is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("30 ngày kể từ ngày ký", SIGNED),
        ("trong vòng 10 ngày kể từ ngày ban hành Kế hoạch này", SIGNED),
        ("90 ngày kể từ ngày Nghị định này có hiệu lực thi hành", EFFECT),
        ("Sau khi Nghị quyết số 12/NQ-HĐND được ban hành", "12/NQ-HĐND"),
        ("60 ngày kể từ ngày Nghị định số 140/2017/NĐ-CP có hiệu lực", "effect 140/2017/NĐ-CP"),
        ("05 ngày kể từ ngày hoàn thành Đề án theo Quyết định số 12/QĐ-UBND", None),
        ("05 ngày kể từ ngày nhận được hồ sơ", None),
        ("30 ngày kể từ ngày nhận được Công văn số 5/UBND-KT", None),
        ("15 ngày kể từ ngày ký Quyết định này", SIGNED),
        ("10 ngày kể từ ngày Kế hoạch này được phê duyệt", SIGNED),
        ("10 ngày kể từ ngày quyết định này được phê duyệt", None),
        ("10 ngày kể từ ngày ký hợp đồng", None),
        ("30 ngày kể từ ngày Luật Đất đai năm 2024 có hiệu lực", "effect Luật Đất đai"),
        (
            "trong 10 ngày kể từ ngày Quyết định số 12/QĐ-UBND ngày 05/6/2025 của UBND tỉnh có hiệu lực",
            "effect 12/QĐ-UBND",
        ),
        ("Sau khi Chính phủ ban hành Kế hoạch thực hiện Kết luận số 17-KL/TW", None),
        # the day of signing of what is published
        ("đăng tải Quyết định công nhận trong thời hạn 03 ngày làm việc kể từ ngày ban hành", None),
        ("hoàn thành việc rà soát trong thời hạn 03 ngày làm việc kể từ ngày ban hành", SIGNED),
        ("trước ngày 05/12/2025", None),
    ],
)
def test_what_an_event_is_known_by(text: str, key: str | None) -> None:
    assert event_key(read(text)) == key


def test_an_event_with_a_known_day_is_resolved_with_its_reason() -> None:
    waiting = read("trong vòng 15 ngày kể từ ngày Nghị quyết số 12/NQ-HĐND được ban hành")
    done = resolve_event(waiting, {"12/NQ-HĐND": date(2025, 7, 1)})
    assert (done.kind, str(done.end), done.text) == (DeadlineKind.BY, "2025-07-16", waiting.text)
    assert done.reason is not None and "12/NQ-HĐND" in done.reason and done.confidence < 1
    assert resolve_event(waiting, {"13/NQ-HĐND": date(2025, 7, 1)}) == waiting


def test_a_bare_event_begins_a_period() -> None:
    done = resolve_event(read("Sau khi Nghị quyết số 12/NQ-HĐND được ban hành"), {"12/NQ-HĐND": date(2025, 7, 1)})
    assert (done.kind, str(done.start), done.end) == (DeadlineKind.PERIOD, "2025-07-01", None)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-29", False),  # Tết
        ("2025-04-07", False),  # Giỗ Tổ Hùng Vương, 10 tháng Ba
        ("2025-05-02", False),  # swapped ...
        ("2025-04-26", True),  # ... for this Saturday
        ("2023-05-03", False),  # a day in lieu: 30/4 was a Sunday
        ("2025-09-01", False),  # the second day of Quốc khánh
        ("2025-09-03", True),
        ("2025-09-06", False),
    ],
)
def test_days_of_rest(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works
    assert (name_rest(date.fromisoformat(day)) is None) is works


@given(DAYS, st.integers(1, 60))
def test_working_days_count_back_and_forth(day: date, count: int) -> None:
    start = next_working_day(day)
    assert add_working_days(add_working_days(start, count), -count) == start


@given(st.sampled_from(["giờ", "ngày", "tuần", "tháng", "năm"]), st.integers(-400, 400).filter(bool), st.booleans())
def test_terms_come_back_from_their_iso_form(unit: str, count: int, working: bool) -> None:
    term = Term(count, unit, working)
    assert parse_term(term.iso, working=working) == term
    for day in (date(2024, 2, 29), date.max, date.min):
        end = last_day_of(term, day)
        assert end is None or isinstance(end, date)


@given(DAYS)
def test_a_moved_end_is_a_later_working_day(day: date) -> None:
    moved = moved_end(day)
    assert moved is None if is_working_day(day) else moved is not None and moved.value > day
