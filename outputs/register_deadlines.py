"""Rows of deadlines -> what the register says of them: how they stand, how a day was reckoned, further ones."""

from __future__ import annotations

import regex

from corpus.columns import Row
from corpus.status import State, Status
from outputs.report_words import day_words, reason_words, rule_words, value_words

_WHOLE_DAY = regex.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|ngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}")


def format_status(status: Status) -> str:
    """How a deadline stands, in the words of an office."""
    days = abs(status.days or 0)
    match status.state:
        case State.OVERDUE:
            return f"Quá hạn {days} ngày"
        case State.DUE_SOON:
            return f"Còn {days} ngày" if days else "Đến hạn hôm nay"
        case State.IN_TIME:
            return "Trong hạn"
        case State.WAITING:
            return "Chờ sự kiện"
        case State.UNDATED:
            return "Chưa rõ ngày"
        case State.ONGOING:
            return "Thường xuyên"


def format_reckoning(deadline: Row, counted: Row | None) -> str | None:
    """How a last day was reckoned that is printed nowhere, or what it waits for; None for one that is printed."""
    if counted is None:
        return reason_words(deadline["due_reason"]) if deadline["due_date"] else None
    words = reason_words(counted["rule"] or counted["reason"])
    if counted["event_words"]:
        words += f"; nơi nêu ngày: {counted['event_source']}: “{counted['event_words']}”"
    return words


def format_other(row: Row) -> str:
    """A further deadline of a task, for the note: `Thời hạn khác (báo cáo): trước ngày 15/10/2025`."""
    duty = value_words("deadlines", "role", row["role"])
    meant = rule_words(row["rrule"]) or day_words(row["end_date"])
    said = f"Thời hạn khác{f' ({duty})' if duty else ''}: {row['text']}"
    return said if not meant or (row["end_date"] and _WHOLE_DAY.search(said)) else f"{said} ({meant})"
