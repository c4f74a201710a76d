"""How a deadline stands on a given day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.columns import BY_NAME
from corpus.status import State, Status, most_pressing, next_day, status_of, status_on
from normalize.model import Bound, DeadlineKind

BY, PERIOD, RECURRING = DeadlineKind.BY, DeadlineKind.PERIOD, DeadlineKind.RECURRING
ONGOING, EVENT = DeadlineKind.ONGOING, DeadlineKind.EVENT
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def day(text):
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("bound", "end", "today", "state", "days"),
    [
        (Bound.BY, "2025-11-30", "2025-11-20", State.IN_TIME, 10),
        (Bound.BY, "2025-11-30", "2025-11-23", State.DUE_SOON, 7),
        (Bound.BY, "2025-11-30", "2025-11-30", State.DUE_SOON, 0),  # chậm nhất ngày 30: the 30th is in time
        (Bound.BY, "2025-11-30", "2025-12-01", State.OVERDUE, -1),
        (Bound.BEFORE, "2025-11-30", "2025-11-29", State.DUE_SOON, 0),  # trước ngày 30: the 29th is the last day
        (Bound.BEFORE, "2025-11-30", "2025-11-30", State.OVERDUE, -1),
        (None, "2025-11-30", "2025-11-30", State.DUE_SOON, 0),
    ],
)
def test_a_day(bound, end, today, state, days):
    status = status_on(BY, end=day(end), bound=bound, today=day(today))
    assert (status.state, status.days) == (state, days)
    assert (status.due - day(today)).days == days


@pytest.mark.parametrize(
    ("kind", "start", "end", "state"),
    [
        (PERIOD, "2026-01-01", "2026-12-31", State.IN_TIME),  # năm 2026, seen from 2025
        (PERIOD, "2025-01-01", "2025-06-30", State.OVERDUE),
        (PERIOD, "2025-01-01", None, State.ONGOING),  # trong năm 2025 và các năm tiếp theo
        (PERIOD, "2026-01-01", None, State.IN_TIME),
        (PERIOD, None, None, State.UNDATED),
        (BY, None, None, State.UNDATED),  # a day without a year that cannot be worked out
        (ONGOING, None, None, State.ONGOING),  # thường xuyên
        (ONGOING, None, "2030-12-31", State.ONGOING),
        (ONGOING, None, "2024-12-31", State.OVERDUE),
        (EVENT, None, None, State.WAITING),  # sau khi các Bộ ban hành
        (EVENT, None, "2025-09-01", State.OVERDUE),  # the event's day became known
        (RECURRING, None, None, State.ONGOING),
    ],
)
def test_other_kinds(kind, start, end, state):
    assert status_on(kind, start=day(start), end=day(end), today=date(2025, 10, 15)).state is state


@pytest.mark.parametrize(
    ("rule", "bound", "today", "due"),
    [
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", Bound.BEFORE, "2025-10-15", "2025-12-04"),  # trước ngày 05/12 hằng năm
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", Bound.BEFORE, "2025-12-04", "2025-12-04"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", Bound.BEFORE, "2025-12-05", "2026-12-04"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", Bound.BY, "2025-10-15", "2025-10-15"),  # ngày 15 hằng tháng
        ("FREQ=MONTHLY;BYMONTHDAY=15", Bound.BY, "2025-12-16", "2026-01-15"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", Bound.BEFORE, "2025-10-31", "2025-10-31"),  # trước ngày 01 hằng tháng
        ("FREQ=WEEKLY;BYDAY=FR", None, "2025-10-15", "2025-10-17"),
        ("FREQ=DAILY", None, "2025-10-15", "2025-10-15"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", None, "2025-07-01", "2025-12-15"),
        ("FREQ=YEARLY;BYMONTH=12", None, "2025-07-01", "2025-12-31"),  # tháng 12 hằng năm
        ("FREQ=YEARLY;BYMONTH=12", Bound.BEFORE, "2025-07-01", "2025-11-30"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20", None, "2025-08-01", "2025-10-20"),
        ("FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20250630", None, "2025-10-15", "2025-06-15"),  # over
        ("FREQ=YEARLY", None, "2025-10-15", None),  # hằng năm: no day is named, and none is made up
        ("FREQ=MONTHLY;INTERVAL=6", None, "2025-10-15", None),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", None, "2025-10-15", None),
        ("FREQ=SECONDLY", None, "2025-10-15", None),
        ("nonsense", None, "2025-10-15", None),
        ("FREQ=YEARLY;BYMONTH=99;BYMONTHDAY=1", None, "2025-10-15", None),
    ],
)
def test_next_occurrence(rule, bound, today, due):
    assert next_day(rule, bound=bound, today=day(today)) == day(due)


def test_recurrence_has_the_state_of_its_next_occurrence():
    rule = "FREQ=MONTHLY;BYMONTHDAY=25"
    assert status_on(RECURRING, rrule=rule, today=date(2025, 10, 1)).state is State.IN_TIME
    assert status_on(RECURRING, rrule=rule, today=date(2025, 10, 20)).state is State.DUE_SOON
    assert status_on(RECURRING, rrule="FREQ=YEARLY", today=date(2025, 10, 20)) == Status(State.ONGOING)


def test_recurrence_that_has_ended_is_overdue():
    status = status_on(RECURRING, rrule="FREQ=MONTHLY;BYMONTHDAY=25", end=date(2025, 6, 30), today=date(2025, 10, 1))
    assert status == Status(State.OVERDUE, date(2025, 6, 25), -98)


def test_interval_counts_from_the_start():
    rule = "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=10"
    assert next_day(rule, start=date(2025, 2, 1), today=date(2025, 3, 1)) == date(2025, 8, 10)


@given(end=DAYS, today=DAYS, soon=st.integers(0, 60), bound=st.sampled_from([None, *Bound]))
def test_a_deadline_only_gets_more_pressing(end, today, soon, bound):
    order = [State.IN_TIME, State.DUE_SOON, State.OVERDUE]
    now = status_on(BY, end=end, bound=bound, today=today, soon_days=soon)
    later = status_on(BY, end=end, bound=bound, today=date.fromordinal(today.toordinal() + 1), soon_days=soon)
    assert order.index(now.state) <= order.index(later.state)


@pytest.mark.parametrize(
    ("kind", "end", "due", "today", "state", "days"),
    [
        (BY, "2025-08-16", "2025-08-18", "2025-08-18", State.DUE_SOON, 0),  # the 16th is a Saturday: the Monday after
        (BY, "2025-08-16", "2025-08-18", "2025-08-19", State.OVERDUE, -1),
        (EVENT, None, "2025-09-15", "2025-09-01", State.IN_TIME, 14),  # 30 days from the day of signing
        (EVENT, None, None, "2025-09-01", State.WAITING, None),
    ],
)
def test_the_last_day_by_reckoning_comes_first(kind, end, due, today, state, days):
    status = status_on(kind, end=day(end), due=day(due), today=day(today))
    assert (status.state, status.days) == (state, days)


@pytest.mark.parametrize(
    ("rrule", "bound", "today", "expected"),
    [
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", None, "2025-08-30", "2025-09-30"),
        # working days are those of the offices: 30/4 and the swapped 02/5/2025, Tết Dương lịch, 1 and 2 September
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", None, "2025-04-20", "2025-04-29"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", None, "2025-09-01", "2025-09-09"),
        ("FREQ=MONTHLY;BYMONTH=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", None, "2024-12-30", "2025-01-02"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", None, "2025-08-30", "2025-09-03"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", None, "2025-08-15", "2025-09-30"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10", Bound.BEFORE, "2025-08-15", "2025-10-09"),
    ],
)
def test_days_at_the_end_of_months_and_quarters(rrule, bound, today, expected):
    assert next_day(rrule, today=day(today), bound=bound) == day(expected)


def row(**values):
    return {column.name: None for column in BY_NAME["deadlines"].columns} | values


TODAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("deadline", "counted", "state", "due"),
    [
        ({"kind": "by", "end_date": "2025-09-01", "bound": "before_exclusive"}, None, State.OVERDUE, "2025-08-31"),
        ({"kind": "by", "end_date": "2025-09-01", "bound": "by_inclusive"}, None, State.DUE_SOON, "2025-09-01"),
        ({"kind": "by", "end_date": "2025-08-30", "due_date": "2025-09-03"}, None, State.DUE_SOON, "2025-09-03"),
        ({"kind": "recurring", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}, None, State.IN_TIME, "2025-09-25"),
        ({"kind": "event"}, {"due_date": "2025-08-20", "start_date": None}, State.OVERDUE, "2025-08-20"),
        ({"kind": "event"}, {"due_date": None, "start_date": None}, State.WAITING, None),
        # the day within the document is no longer held: a person took it away
        ({"kind": "event", "due_date": "2025-08-20"}, {"due_date": None, "start_date": None}, State.WAITING, None),
        ({"kind": "event"}, {"due_date": None, "start_date": "2025-08-20"}, State.ONGOING, None),
        # a person gave the day
        (
            {"kind": "event", "end_date": "2025-09-20"},
            {"due_date": None, "start_date": None},
            State.IN_TIME,
            "2025-09-20",
        ),
        ({"kind": "ongoing"}, None, State.ONGOING, None),
    ],
)
def test_rows(deadline, counted, state, due):
    status = status_of(row(**deadline), today=TODAY, counted=counted)
    assert (status.state, status.due) == (state, day(due))


def test_most_pressing_of_a_task():
    late, soon = Status(State.OVERDUE, date(2025, 8, 1), -31), Status(State.DUE_SOON, date(2025, 9, 3), 2)
    later = Status(State.OVERDUE, date(2025, 8, 9), -23)
    assert most_pressing([soon, later, late, Status(State.WAITING)]) is late
    assert most_pressing([]) is None
