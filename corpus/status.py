"""A deadline and a day -> how the deadline stands on that day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import regex

from corpus.columns import Json, Row
from normalize.holidays import add_working_days
from normalize.model import Bound, DeadlineKind

# `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25`, `FREQ=WEEKLY;BYDAY=FR`
_RULE = regex.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?:INTERVAL|COUNT|UNTIL|BY[A-Z]{2,8}|WKST)=[\w,+-]{1,60}+)*+"
)
_WEEKDAYS = regex.compile(r"BYDAY=MO,TU,WE,TH,FR;BYSETPOS=(?P<count>-?\d{1,2})(?!\d)")
_HORIZON = timedelta(days=366 * 12)  # a rule that has no day within so long has none


class State(StrEnum):
    """How a deadline stands, the most pressing first."""

    OVERDUE = "overdue"  # its last day is past; whether the work was done, no document says
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    WAITING = "waiting"  # for an event whose day is not known
    UNDATED = "undated"  # a day is meant, and cannot be worked out from what is printed
    ONGOING = "ongoing"  # no day at all, or a recurrence without a named day


_ORDER = {state: order for order, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Status:
    """The state on a day, the last day that is in time (of a recurrence the next one), and the days to it.

    `days` is negative after the last day. Both are None where no day is known.
    """

    state: State
    due: date | None = None
    days: int | None = None


def status_on(
    kind: DeadlineKind,
    *,
    today: date,
    start: date | None = None,
    end: date | None = None,
    rrule: str | None = None,
    bound: Bound | None = None,
    due: date | None = None,
    soon_days: int = 7,
) -> Status:
    """How a deadline stands on `today`; due soon is what has `soon_days` days or fewer left.

    `trước ngày X` ends with the day before X, `chậm nhất`, `đến hết` with X itself. Of a recurrence the next occurrence
    counts, and the last one where none follows. `due` is the last day by reckoning where it is not `end`: moved off a
    day of rest, or counted from an event whose day is known. Phases of rules with an interval begin at `start`, else
    with the year.
    """
    if kind is DeadlineKind.RECURRING and rrule:
        due = next_day(rrule, today=today, start=start, end=end, bound=bound)
        return Status(State.ONGOING) if due is None else _against(due, today, soon_days)
    if due is not None:
        return _against(due, today, soon_days)
    if end is not None:
        status = _against(_last_day(end, bound), today, soon_days)
        return Status(State.ONGOING, status.due, status.days) if _goes_on(kind, status) else status
    if kind is DeadlineKind.EVENT:
        return Status(State.WAITING)
    if kind is DeadlineKind.PERIOD and start is not None:
        return Status(State.IN_TIME if today < start else State.ONGOING)
    return Status(State.UNDATED if kind in (DeadlineKind.BY, DeadlineKind.PERIOD) else State.ONGOING)


def status_of(deadline: Row, *, today: date, counted: Row | None = None, soon_days: int = 7) -> Status:
    """How a row of `deadlines` stands on `today`, with its row of `counted_deadlines` where there is one.

    A deadline that waits for an event has the day that was counted from it, and waits where there is none.
    """
    kind, start, bound = DeadlineKind(str(deadline["kind"])), _day(deadline["start_date"]), deadline["bound"]
    due, rrule = _day(deadline["due_date"]), deadline["rrule"]
    if counted is not None:
        due = _day(counted["due_date"])
        start = start or _day(counted["start_date"])
        kind = kind if counted["start_date"] is None else DeadlineKind.PERIOD
    return status_on(
        kind,
        today=today,
        start=start,
        end=_day(deadline["end_date"]),
        rrule=rrule if isinstance(rrule, str) else None,
        bound=Bound(bound) if isinstance(bound, str) else None,
        due=due,
        soon_days=soon_days,
    )


def most_pressing(statuses: Iterable[Status]) -> Status | None:
    """The status that says how a task with several deadlines stands; of two alike the earlier day, then the first."""
    return min(statuses, key=lambda status: (_ORDER[status.state], status.due or date.max), default=None)


def _day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None


def next_day(
    rrule: str, *, today: date, start: date | None = None, end: date | None = None, bound: Bound | None = None
) -> date | None:
    """The last day in time of the next occurrence of a rule on or after `today`, of the last one where none follows.

    None for a rule that names no day (`hằng năm`), that has none, or that cannot be read.
    """
    from dateutil.rrule import rrulestr

    rule = _with_day(rrule, bound)
    if rule is None:
        return None
    first = start or date(today.year - 1, 1, 1)
    try:
        dates = rrulestr(rule, dtstart=datetime.combine(first, time.min), ignoretz=True)
    except (ValueError, KeyError, TypeError):
        return None
    off = timedelta(days=1 if bound is Bound.BEFORE else 0)
    last: date | None = None
    for found in dates:
        day: date = _working_day(found.date(), rule) - off
        if end is not None and day > end:
            break
        if day >= today:
            return day
        last = day
        if day > today + _HORIZON:
            break
    return last


def _working_day(day: date, rule: str) -> date:
    """The day itself; of a rule that counts weekdays (`ngày làm việc cuối cùng của tháng`) that day by the holidays."""
    match = _WEEKDAYS.search(rule)
    if match is None:
        return day
    count = int(match["count"])
    first = day - timedelta(day.weekday()) if rule.startswith("FREQ=WEEKLY") else day.replace(day=1)
    edge = (
        first - timedelta(1) if count > 0 else first.replace(day=monthrange(first.year, first.month)[1]) + timedelta(1)
    )
    return add_working_days(edge, count)


def _with_day(rrule: str, bound: Bound | None) -> str | None:
    """The rule with a day: a month alone ends with its last day, `before` a month is before its first. Else None."""
    if not _RULE.fullmatch(rrule):
        return None
    if "BYDAY=" in rrule or "BYMONTHDAY=" in rrule or "BYYEARDAY=" in rrule or rrule.startswith("FREQ=DAILY"):
        return rrule
    if "BYMONTH=" in rrule:
        return f"{rrule};BYMONTHDAY={1 if bound is Bound.BEFORE else -1}"
    return None


def _last_day(end: date, bound: Bound | None) -> date:
    return end - timedelta(days=1) if bound is Bound.BEFORE and end > date.min else end


def _against(due: date, today: date, soon_days: int) -> Status:
    days = (due - today).days
    state = State.OVERDUE if days < 0 else State.DUE_SOON if days <= soon_days else State.IN_TIME
    return Status(state, due, days)


def _goes_on(kind: DeadlineKind, status: Status) -> bool:
    return kind is DeadlineKind.ONGOING and status.state is not State.OVERDUE
