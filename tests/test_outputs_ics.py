"""Deadlines in calendars: valid iCalendar, the day that is named, and recurrences on the days that they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from dateutil.rrule import rrulestr
from made_register import TODAY, edit, put, write_register

from corpus.store import open_store
from normalize.model import Bound, Deadline, DeadlineKind, Unit
from outputs.export import FileFormat, write_tables
from outputs.read_register import read_register
from outputs.register import STATUSES, read_entries
from outputs.to_ics import find_recurrence, make_calendar

BY = {"start_date": None, "end_date": None, "rrule": None, "bound": None}


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "store") as store:
        yield store


def calendar_of(store, *, events=False, today=TODAY):
    """The calendar as another program reads it."""
    written = make_calendar(read_entries(store), today=today, events=events).to_ical()
    return icalendar.Calendar.from_ical(written)


def todo_of(store, **options):
    (found,) = calendar_of(store, **options).walk("VEVENT" if options.get("events") else "VTODO")
    return found


def deadline(kind, text="x", **parts):
    return (Deadline(text, DeadlineKind(kind), **parts),)


def test_day_before_which_is_due_with_its_wording(store):
    put(store)
    todo = todo_of(store)
    assert todo["due"].dt == date(2024, 11, 29)  # the last day in time
    assert todo["due"].params["VALUE"] == "DATE"
    assert "rrule" not in todo and "dtstart" not in todo
    text = str(todo["description"])
    assert text.startswith(
        "Thời hạn: trước ngày 30/11/2024\nVăn bản viết “trước”: lịch đặt vào ngày cuối còn trong hạn."
    )
    assert "Văn bản: 12/KH-SNV ngày 02/10/2024, KẾ HOẠCH" in text and "mục II.1" in text
    assert str(todo["summary"]) == "rà soát, báo cáo"


def test_inclusive_day_says_nothing_of_before(store):
    put(store, deadlines=deadline("by", "đến hết 30/11/2024", end=date(2024, 11, 30), bound=Bound.BY))
    assert "“trước”" not in str(todo_of(store)["description"])


def test_event_is_a_whole_day(store):
    put(store)
    event = todo_of(store, events=True)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2024, 11, 29), date(2024, 11, 30))
    assert event["transp"] == "TRANSPARENT"


def test_period_begins_and_is_due(store):
    put(store, deadlines=deadline("period", start=date(2025, 1, 1), end=date(2025, 3, 31)))
    todo = todo_of(store)
    assert (todo["dtstart"].dt, todo["due"].dt) == (date(2025, 1, 1), date(2025, 3, 31))


def test_period_of_one_day_is_due_only(store):
    put(store, deadlines=deadline("period", start=date(2025, 1, 1), end=date(2025, 1, 1)))
    assert "dtstart" not in todo_of(store)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [("ongoing", {}), ("event", {}), ("by", {}), ("period", {"start": date(2025, 1, 1)}), ("recurring", {})],
)
def test_what_has_no_day_is_left_out(store, kind, parts):
    put(store, deadlines=deadline(kind, **parts))
    assert not calendar_of(store).walk("VTODO") and not calendar_of(store, events=True).walk("VEVENT")


def test_every_deadline_of_a_task_is_there(store):
    put(store, deadlines=deadline("by", end=date(2025, 1, 1)) + deadline("by", end=date(2025, 2, 1)))
    todos = calendar_of(store).walk("VTODO")
    assert [todo["due"].dt for todo in todos] == [date(2025, 1, 1), date(2025, 2, 1)]
    assert len({str(todo["uid"]) for todo in todos}) == 2


def test_uid_is_the_same_in_the_next_calendar_and_differs_for_an_event(store):
    put(store)
    assert todo_of(store)["uid"] == todo_of(store, today=date(2030, 1, 1))["uid"] != todo_of(store, events=True)["uid"]


@pytest.mark.parametrize(
    ("text", "rule", "bound", "expected", "assumed"),
    [  # the document is of 02/10/2024
        ("trước ngày 15 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=15", Bound.BEFORE, ["2024-10-14", "2024-11-14"], False),
        ("trước 05/12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=5", None, ["2024-12-05", "2025-12-05"], False),
        ("thứ Sáu hằng tuần", "FREQ=WEEKLY;BYDAY=FR", None, ["2024-10-04", "2024-10-11"], False),
        ("hằng ngày", "FREQ=DAILY", None, ["2024-10-02", "2024-10-03"], False),
        ("ngày cuối tháng", "FREQ=MONTHLY;BYMONTHDAY=-1", None, ["2024-10-31", "2024-11-30"], False),
        (
            "ngày 25 tháng cuối quý",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25",
            None,
            ["2024-12-25", "2025-03-25"],
            False,
        ),
        ("hằng tuần", "FREQ=WEEKLY", None, ["2024-10-04", "2024-10-11"], True),
        ("hằng tháng", "FREQ=MONTHLY", None, ["2024-10-31", "2024-11-30"], True),
        ("hằng quý", "FREQ=MONTHLY;INTERVAL=3", None, ["2024-12-31", "2025-03-31", "2025-06-30"], True),
        ("định kỳ 6 tháng", "FREQ=MONTHLY;INTERVAL=6", None, ["2024-12-31", "2025-06-30"], True),
        ("hằng năm", "FREQ=YEARLY", None, ["2024-12-31", "2025-12-31"], True),
        ("tháng 11 hằng năm", "FREQ=YEARLY;BYMONTH=11", None, ["2024-11-30", "2025-11-30"], True),
        ("trước tháng 11 hằng năm", "FREQ=YEARLY;BYMONTH=11", Bound.BEFORE, ["2024-10-31", "2025-10-31"], True),
    ],
)
@pytest.mark.parametrize("events", [False, True])
def test_recurrence(store, text, rule, bound, expected, assumed, events):
    put(store, deadlines=deadline("recurring", text, rrule=rule, bound=bound))
    found = todo_of(store, events=events)
    first = found["dtstart"].dt
    start = first.replace(tzinfo=None) if isinstance(first, datetime) else datetime.combine(first, datetime.min.time())
    days = rrulestr(found["rrule"].to_ical().decode(), dtstart=start)
    assert [day.date().isoformat() for day in days.xafter(start, len(expected), inc=True)] == expected
    assert ("không nêu ngày" in str(found["description"])) is assumed


def test_recurring_todo_is_due_later_than_it_starts_in_the_zone_of_vietnam(store):
    put(store, deadlines=deadline("recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=15"))
    todo = todo_of(store)
    start, due = todo["dtstart"], todo["due"]
    assert start.params["TZID"] == due.params["TZID"] == "Asia/Ho_Chi_Minh"
    assert due.dt - start.dt == timedelta(hours=23, minutes=59)
    assert due.dt.astimezone(UTC) == datetime(2024, 10, 15, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("events", "until"), [(False, datetime(2025, 12, 31, 16, 59, tzinfo=UTC)), (True, date(2025, 12, 31))]
)
@pytest.mark.parametrize(
    "parts",
    [
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15", "end": date(2025, 12, 31)},
        {"rrule": "FREQ=MONTHLY;UNTIL=20251231;BYMONTHDAY=15"},
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20251231T000000Z"},
    ],
)
def test_recurrence_ends(store, parts, events, until):
    """UNTIL is of the kind of DTSTART: a date, or UTC where that is a time in a zone (RFC 5545, 3.3.10)."""
    put(store, deadlines=deadline("recurring", **parts))
    assert todo_of(store, events=events)["rrule"]["UNTIL"] == [until]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MONTHLY;BYMONTHDAY=99",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "hằng tháng",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=DAILY\nATTACH:http://x",
        "",
    ],
)
def test_rule_that_is_none_is_left_out(rule):
    assert find_recurrence(BY | {"rrule": rule}, begin=date(2024, 1, 1)) is None


def test_recurrence_that_was_over_before_the_document():
    ended = BY | {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15", "end_date": "2023-12-31"}
    assert find_recurrence(ended, begin=date(2024, 1, 1)) is None


def test_recurrence_of_a_document_without_a_date_begins_today_or_not_at_all():
    rule = BY | {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15"}
    assert find_recurrence(rule, begin=None) is None
    assert find_recurrence(rule, begin=date(2025, 6, 16)).first == date(2025, 7, 15)
    assert find_recurrence(rule | {"start_date": "2026-01-01"}, begin=date(2025, 6, 16)).first == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(None, "NEEDS-ACTION"), (STATUSES[1], "IN-PROCESS"), (STATUSES[2], "COMPLETED"), (STATUSES[4], "NEEDS-ACTION")],
)
def test_status_that_the_office_noted(store, tmp_path, status, expected):
    put(store)
    found = read_register(
        edit(write_register(store, tmp_path), {(2, "Trạng thái"): status}), store, given_on=date(2024, 12, 1)
    )
    store.put_corrections(found.given)
    assert str(todo_of(store)["status"]) == expected


def test_hostile_words_stay_in_their_property(store):
    content = "làm;việc,này\nEND:VTODO\r\nBEGIN:VALARM\x07 \\n " + "ữ" * 300
    put(store, content=content, leads=(Unit("Sở Văn hóa, Thể thao; Du lịch", "x"),))
    calendar = calendar_of(store)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VTODO"]
    (todo,) = calendar.walk("VTODO")
    assert [str(name) for name in todo["categories"].cats] == ["Sở Văn hóa, Thể thao; Du lịch"]
    assert "làm;việc,này END:VTODO BEGIN:VALARM" in str(todo["description"])
    assert len(str(todo["summary"])) <= 125


def test_lines_are_folded_as_the_standard_asks(store):
    put(store, content="rà soát " * 100)
    written = make_calendar(read_entries(store), today=TODAY).to_ical()
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_every_component_has_what_the_standard_requires(store):
    put(store)
    put(store, "b.txt", deadlines=deadline("recurring", rrule="FREQ=MONTHLY"))
    for events in (False, True):
        calendar = calendar_of(store, events=events)
        assert (calendar["version"], bool(calendar["prodid"])) == ("2.0", True)
        for part in calendar.walk("VEVENT" if events else "VTODO"):
            assert part["uid"] and part["dtstamp"].dt == datetime(2024, 11, 25, tzinfo=UTC)
            assert "rrule" not in part or "dtstart" in part
            assert not events or "dtstart" in part


def test_task_that_is_in_the_collection_twice_is_there_once(store):
    from corpus.store import StoredFile

    put(store)
    rows = {
        name: [row | {"source": "copy.txt"} for row in store.rows(name)] for name in ("documents", "tasks", "deadlines")
    }
    store.put(StoredFile("/copy.txt", "copy.txt", "fingerprint of a.txt", "rules", False), rows)
    assert len(calendar_of(store).walk("VTODO")) == 1


def test_both_files_are_written(store, tmp_path):
    put(store)
    written = write_tables(store, tmp_path, (FileFormat.ICS,), today=TODAY)
    assert [path.name for path in written] == ["tasks.ics", "events.ics"]
    assert written[0].read_bytes().count(b"BEGIN:VTODO") == written[1].read_bytes().count(b"BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("rule", "days"),
    [  # `trước`: the days before those of the rule, where a rule can say it
        ("FREQ=MONTHLY;BYMONTHDAY=1", ["2024-10-31", "2024-11-30"]),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", ["2024-12-31", "2025-03-31", "2025-06-30"]),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", ["2024-12-14", "2025-06-14"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", ["2024-12-30", "2025-12-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2024-10-30", "2024-11-29"]),
        ("FREQ=WEEKLY;BYDAY=MO", ["2024-10-06", "2024-10-13"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2024-10-31", "2024-12-31"]),  # no rule says the 30th of those months only
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", ["2024-11-01", "2024-12-02"]),
    ],
)
def test_recurrence_before_a_day(rule, days):
    found = find_recurrence(BY | {"rrule": rule, "bound": Bound.BEFORE}, begin=date(2024, 10, 2))
    start = datetime.combine(found.first, datetime.min.time())
    assert [f"{day:%Y-%m-%d}" for day in rrulestr(found.rule, dtstart=start).xafter(start, len(days), inc=True)] == days


def test_hour_is_kept(store):
    put(
        store,
        deadlines=deadline("by", "trước 16 giờ ngày 20/12/2024", end=date(2024, 12, 20), bound=Bound.BY, at="16:00"),
    )
    todo = todo_of(store)
    assert todo["due"].dt.isoformat() == "2024-12-20T16:00:00+07:00"


def test_every_deadline_of_a_task_has_its_own_with_what_is_to_be_done(store):
    first = Deadline("trong tháng 11", DeadlineKind.BY, end=date(2024, 11, 30), bound=Bound.BY, role="complete")
    second = Deadline(
        "trước ngày 05/12/2024", DeadlineKind.BY, end=date(2024, 12, 5), bound=Bound.BEFORE, role="report"
    )
    put(store, deadlines=(first, second))
    todos = calendar_of(store).walk("VTODO")
    assert [(todo["due"].dt.day, str(todo["summary"]).split(":")[0]) for todo in todos] == [
        (30, "Hoàn thành"),
        (4, "Báo cáo"),
    ]
    assert len({str(todo["uid"]) for todo in todos}) == 2


def test_term_counted_from_an_event_is_due_on_the_day_that_was_reckoned(store):
    put(
        store,
        deadlines=deadline("event", "15 ngày làm việc kể từ ngày ký", anchor="ngày ký", offset="P15D", working=True),
    )
    todo = todo_of(store)
    assert todo["due"].dt == date(2024, 10, 23)  # of 02/10/2024, a Wednesday
    text = str(todo["description"])
    assert "15 ngày làm việc sau ngày 02/10/2024, không kể ngày đó" in text and "ngày 02 tháng 10 năm 2024" in text
