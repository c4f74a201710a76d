"""Deadlines of tasks -> an iCalendar file (RFC 5545): to-dos, or events of a whole day, with rules for what recurs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import regex
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, Timezone, TimezoneStandard, Todo, vRecur

from corpus.columns import Row
from normalize.model import Bound
from outputs.atomic import replacing
from outputs.cells import clean_cell
from outputs.register import DONE, Entry
from outputs.register_deadlines import format_reckoning
from outputs.report_words import value_words

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_OFFSET = timedelta(hours=7)  # no summer time since 1975
_SUMMARY = 120  # characters
# `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25`: no more than a rule may hold, and no seconds, minutes or hours.
_RULE = regex.compile(
    r"FREQ=(?P<freq>DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(?:;(?:INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYYEARDAY|BYMONTH|BYSETPOS|WKST)=[\w,+-]{1,60}+)*+"
)
_UNTIL = regex.compile(r";UNTIL=(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)\w{0,8}")
_INTERVAL = regex.compile(r"INTERVAL=(?P<count>\d{1,3})")
_LAST_DAY = {"WEEKLY": ";BYDAY=FR", "MONTHLY": ";BYMONTHDAY=-1", "YEARLY": ";BYMONTH=12;BYMONTHDAY=31"}
_STATUSES = {"Đang thực hiện": "IN-PROCESS", **dict.fromkeys(DONE, "COMPLETED")}
_NO_DAY = "Văn bản không nêu ngày: lịch đặt vào ngày cuối của kỳ."
_BEFORE = "Văn bản viết “trước”: xong trước ngày này."
_LAST = "Văn bản viết “trước”: lịch đặt vào ngày cuối còn trong hạn."
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule with its first day, and the last where there is one; `assumed` where the document names no day.

    `earlier` is True where the rule is of the days before those that are named (`trước ngày 15 hằng tháng`).
    """

    rule: str
    first: date
    until: date | None
    assumed: bool
    earlier: bool = False


def write_ics(entries: Iterable[Entry], path: Path, *, today: date | None = None, events: bool = False) -> None:
    """Write the calendar; raises WriteError where that fails."""
    with replacing(path) as temporary:
        temporary.write_bytes(make_calendar(entries, today=today, events=events).to_ical())


def make_calendar(entries: Iterable[Entry], *, today: date | None = None, events: bool = False) -> Calendar:
    """One to-do (or event) for each deadline with a day, a period or a recurrence; what has no day is left out.

    Each is due on its last day in time, at its hour where one is printed: `trước ngày X` on the day before X, a term
    counted from an event on the day that was reckoned, with the wording and the reckoning in its description. What
    recurs without a named day (`hằng quý`) is put on the last day of the period, and says so. A task that is in the
    collection twice is there once.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//vanban//vanban//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Nhiệm vụ theo văn bản")
    calendar.add_component(_make_zone())
    seen = set[str]()
    for entry in entries:
        counted = entry.counted or (None,) * len(entry.deadlines)
        for number, (deadline, count) in enumerate(zip(entry.deadlines, counted, strict=True), start=1):
            uid = _uid(entry, number, events)
            found = None if uid in seen else _make_component(entry, deadline, count, today, events)
            if found is not None:
                seen.add(uid)
                found.add("uid", uid)
                found.add("dtstamp", datetime.combine(today or _begin(entry, today) or date(2000, 1, 1), time(), UTC))
                calendar.add_component(found)
    return calendar


def find_recurrence(deadline: Row, *, begin: date | None) -> Recurrence | None:
    """The recurrence of a deadline from its own start, else from `begin`, on; None where there is none to be had.

    Phases of a rule with an interval begin with its start, else with the year; a period without a day ends it.
    """
    text, start, end = str(deadline["rrule"] or ""), _day(deadline["start_date"]), _day(deadline["end_date"])
    first = start or begin
    if first is None or not _RULE.fullmatch(text):
        return None
    until, before = end, deadline["bound"] == Bound.BEFORE
    if match := _UNTIL.search(text):
        text, until = _UNTIL.sub("", text), _day(f"{match['year']}-{match['month']}-{match['day']}")
    assumed = not any(part in text for part in ("BYDAY=", "BYMONTHDAY=", "BYYEARDAY=", "FREQ=DAILY"))
    rule = _with_day(text, before) if assumed else text
    earlier = _day_earlier(rule) if before else None
    rule = earlier or rule
    anchor = first
    if start is None and (match := _INTERVAL.search(rule)):
        # The last day of a quarter is that of March, of a half-year that of June: counted from the year before.
        anchor = date(first.year - 1, 12, 31) if assumed else date(first.year, 1, 1)
    try:
        dates = rrulestr(rule, dtstart=datetime.combine(anchor, time()), ignoretz=True)
        day = dates.after(datetime.combine(first, time()), inc=True)
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    if day is None or (until is not None and day.date() > until):
        return None
    return Recurrence(rule, day.date(), until, assumed, earlier is not None)


def _day_earlier(rule: str) -> str | None:
    """The rule of the days before those of a rule: `BYMONTHDAY=5` -> `4`, `1` -> the last of the month before.

    None where no rule says it: for days that not every month has, and for days counted in a set.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if "BYSETPOS" in parts or "BYYEARDAY" in parts or "UNTIL" in parts:
        return None
    if "BYMONTHDAY" not in parts:
        names = parts.get("BYDAY", "").split(",")
        if parts["FREQ"] != "WEEKLY" or not set(names) <= set(_WEEK) or "INTERVAL" in parts:
            return None
        days = [_WEEK[_WEEK.index(name) - 1] for name in names]
        return ";".join(f"{key}={','.join(days) if key == 'BYDAY' else value}" for key, value in parts.items())
    numbers = [int(day) for day in parts["BYMONTHDAY"].split(",")]
    if "BYDAY" in parts:
        return None
    if all(day == 1 for day in numbers) and "INTERVAL" not in parts:
        months = [(int(month) - 2) % 12 + 1 for month in parts.get("BYMONTH", "").split(",") if month]
        changed = {"BYMONTHDAY": "-1"} | ({"BYMONTH": ",".join(map(str, sorted(months)))} if months else {})
        return ";".join(f"{key}={changed.get(key, value)}" for key, value in parts.items())
    if not all(2 <= day <= 28 or day < 0 or (day > 28 and "BYMONTH" in parts) for day in numbers):
        return None
    shifted = ",".join(str(day - 1) for day in numbers)
    return ";".join(f"{key}={shifted if key == 'BYMONTHDAY' else value}" for key, value in parts.items())


def _with_day(rule: str, before: bool) -> str:
    if "BYMONTH=" in rule:
        return f"{rule};BYMONTHDAY={1 if before else -1}"
    match = _RULE.fullmatch(rule)
    return rule + _LAST_DAY.get(match["freq"] if match else "", "")


def _make_component(
    entry: Entry, deadline: Row, counted: Row | None, today: date | None, events: bool
) -> Todo | Event | None:
    before = deadline["bound"] == Bound.BEFORE
    notes: list[str] = []
    made: Todo | Event = Event() if events else Todo()
    if deadline["rrule"]:
        recurrence = find_recurrence(deadline, begin=_begin(entry, today))
        if recurrence is None:
            return None
        notes += [_LAST if recurrence.earlier else _BEFORE] if before else []
        notes += [_NO_DAY] if recurrence.assumed else []
        _add_recurrence(made, recurrence)
    else:
        end = _last_day(deadline, counted)
        if end is None:
            return None
        notes += [_LAST] if before and end != _day(deadline["end_date"]) else []
        if reckoning := format_reckoning(deadline, counted):
            notes.append(f"Cách tính: {_clean(reckoning)}")
        _add_day(made, _day(deadline["start_date"]), end, _hour(deadline, end))
    made.add("summary", _summary(entry, deadline))
    made.add("description", "\n".join(_describe(entry, deadline, notes)))
    if entry.leads:
        made.add("categories", [_clean(name) for name in entry.leads])
    if isinstance(made, Event):
        made.add("transp", "TRANSPARENT")
    else:
        made.add("status", _STATUSES.get(str(entry.cells["status"].value), "NEEDS-ACTION"))
    return made


def _last_day(deadline: Row, counted: Row | None) -> date | None:
    """The last day in time; None for what has no day."""
    if counted is not None:
        return _day(counted["due_date"])
    end = _day(deadline["end_date"])
    if due := _day(deadline["due_date"]):
        return due
    return end - timedelta(days=1) if end is not None and deadline["bound"] == Bound.BEFORE else end


def _hour(deadline: Row, last: date) -> time | None:
    """The time of day by which it is due on its last day, where one is printed."""
    at = deadline["at"]
    return time.fromisoformat(at) if isinstance(at, str) and last == _day(deadline["end_date"]) else None


def _add_day(made: Todo | Event, start: date | None, end: date, hour: time | None) -> None:
    if isinstance(made, Event):
        made.add("dtstart", end)
        made.add("dtend", end + timedelta(days=1))
        return
    begins = start if start is not None and start < end else None
    if hour is None:
        if begins is not None:
            made.add("dtstart", begins)
        made.add("due", end)
        return
    if begins is not None:  # of the same type as the end (RFC 5545, 3.8.2.3)
        made.add("dtstart", datetime.combine(begins, time(), _ZONE))
    made.add("due", datetime.combine(end, hour, _ZONE))


def _add_recurrence(made: Todo | Event, found: Recurrence) -> None:
    """A to-do is due later than it starts (RFC 5545, 3.8.2.3): one that recurs lasts from begin to end of its day."""
    rule = vRecur.from_ical(found.rule)
    if isinstance(made, Event):
        made.add("dtstart", found.first)
        made.add("dtend", found.first + timedelta(days=1))
        if found.until is not None:
            rule["UNTIL"] = [found.until]
    else:
        made.add("dtstart", datetime.combine(found.first, time(), _ZONE))
        made.add("due", datetime.combine(found.first, time(23, 59), _ZONE))
        if found.until is not None:
            rule["UNTIL"] = [datetime.combine(found.until, time(23, 59), _ZONE).astimezone(UTC)]
    made.add("rrule", rule)


def _make_zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(_ZONE))
    standard.add("dtstart", datetime(1975, 6, 13))
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _uid(entry: Entry, number: int, events: bool) -> str:
    key = f"{entry.fingerprint}:{entry.task}:{number}:{'event' if events else 'todo'}"
    return f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}@vanban"


def _begin(entry: Entry, today: date | None) -> date | None:
    """Where recurrences begin: with the date of the document, a missing day or month being the first; else today."""
    return _day((entry.document_date + "-01-01")[:10]) if entry.document_date else today


def _summary(entry: Entry, deadline: Row) -> str:
    """The order in short; of a task with several deadlines what is to be done by this one before it."""
    duty = value_words("deadlines", "role", deadline["role"]) if len(entry.deadlines) > 1 else ""
    content = f"{duty.capitalize()}: {_clean(_text(entry, 'content'))}" if duty else _clean(_text(entry, "content"))
    return content if len(content) <= _SUMMARY else content[:_SUMMARY].rsplit(" ", 1)[0] + " …"


def _describe(entry: Entry, deadline: Row, notes: list[str]) -> Iterator[str]:
    yield f"Thời hạn: {_clean(str(deadline['text'] or ''))}"
    yield from notes
    yield f"Nội dung: {_clean(_text(entry, 'content'))}"
    for name, label in (
        ("leads", "Chủ trì"),
        ("coordinators", "Phối hợp"),
        ("directors", "Lãnh đạo chỉ đạo"),
        ("product", "Sản phẩm"),
        ("submit_to", "Cấp trình"),
    ):
        if value := _text(entry, name):
            yield f"{label}: {_clean(value)}"
    day = entry.cells["date"].value
    issued = f" ngày {day:%d/%m/%Y}" if isinstance(day, date) else f" {day}" if day else ""
    yield f"Văn bản: {_clean(_text(entry, 'number'))}{issued}, {_clean(_text(entry, 'title'))}"
    yield f"Vị trí: {_clean(_text(entry, 'position'))}; tệp {_clean(_text(entry, 'file'))}"


def _text(entry: Entry, name: str) -> str:
    value = entry.cells[name].value
    return "" if value is None else str(value)


def _clean(text: str) -> str:
    return " ".join(clean_cell(text).split())


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
