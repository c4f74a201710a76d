"""Codes, dates and reasons -> the Vietnamese words in which report and workbooks show them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex

from corpus.columns import BY_NAME, Json, Row
from corpus.status import State, Status

STATES = {
    State.OVERDUE: "Đã quá hạn",
    State.DUE_SOON: "Sắp đến hạn",
    State.IN_TIME: "Còn hạn",
    State.WAITING: "Chờ sự kiện",
    State.UNDATED: "Chưa rõ ngày",
    State.ONGOING: "Thường xuyên",
}
NO_DEADLINE = "none"
NO_DEADLINE_LABEL = "Không nêu hạn"
SURE = 0.95  # what is at least so certain, and has no reason against it, is not shown as uncertain
TYPES = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "CĐ": "Công điện",
    "CV": "Công văn",
    "KL": "Kết luận",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "NĐ": "Nghị định",
    "L": "Luật",
    "PL": "Pháp lệnh",
    "GM": "Giấy mời",
    "LCT": "Lịch công tác",
}
_NAMED_DIVISION = regex.compile(r"\p{Lu}\p{Ll}{2,}")  # `Điều 5`, `Phụ lục I`; not `II.1`, `A.4`
_NOTED = 100  # characters of a document that a note repeats
_YEARS = 730  # days past from which on years are told
_UNITS_OF_TIME = {"DAILY": ("ngày", 1), "WEEKLY": ("tuần", 1), "MONTHLY": ("tháng", 1), "YEARLY": ("năm", 1)}
_WEEKDAYS = {
    "MO": "thứ Hai",
    "TU": "thứ Ba",
    "WE": "thứ Tư",
    "TH": "thứ Năm",
    "FR": "thứ Sáu",
    "SA": "thứ Bảy",
    "SU": "Chủ nhật",
}


def type_name(code: Json) -> str:
    """`KH` -> `Kế hoạch`; a code that is not known as it is."""
    return TYPES.get(str(code), str(code)) if code else "Văn bản"


def day_words(value: Json) -> str:
    """`2025-08-01` -> `01/08/2025`, also cut to a month or year; empty for None."""
    return "/".join(reversed(str(value)[:10].split("-"))) if value else ""


def division_words(label: Json) -> str:
    """The label of a division with its kind: `II.1` -> `mục II.1`; `Điều 5` as it is; empty for none."""
    if not label:
        return ""
    return str(label) if _NAMED_DIVISION.match(str(label)) else f"mục {label}"


def status_words(status: Status) -> str:
    """The state with its days: `Đã quá hạn 12 ngày`, `Sắp đến hạn, còn 3 ngày`."""
    label = STATES[status.state]
    if status.days is None:
        return label
    if status.state is State.OVERDUE and status.days <= -_YEARS:
        return f"{label} hơn {-status.days // 365} năm"
    if status.state is State.OVERDUE:
        return f"{label} {-status.days} ngày"
    if status.state is State.DUE_SOON:
        return f"{label}: hôm nay" if status.days == 0 else f"{label}: còn {status.days} ngày"
    return f"{label} {status.days} ngày" if status.state is State.IN_TIME else label


def rule_words(rule: Json) -> str:
    """A recurrence in words: `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20` -> `3 tháng một lần, ngày 20`."""
    if not rule:
        return ""
    parts = dict(part.split("=", 1) for part in str(rule).split(";") if "=" in part)
    unit = _UNITS_OF_TIME.get(parts.get("FREQ", ""), ("", 1))[0]
    if not unit:
        return str(rule)
    every = parts.get("INTERVAL", "1")
    words = [f"hằng {unit}" if every == "1" else f"{every} {unit} một lần"]
    days = [_WEEKDAYS.get(day, day) for day in parts.get("BYDAY", "").split(",") if day]
    words += [", ".join(days)] if days else []
    if "BYMONTHDAY" in parts:
        day = parts["BYMONTHDAY"].replace(",", ", ")
        words.append("ngày cuối tháng" if day == "-1" else f"ngày {day}")
    if "BYMONTH" in parts:
        words.append(f"tháng {parts['BYMONTH'].replace(',', ', ')}")
    return ", ".join(words)


def value_words(table: str, column: str, value: Json) -> str:
    """What an office calls a value of a closed vocabulary; empty for None."""
    return "" if value is None else BY_NAME[table].column(column).values.get(str(value), str(value))


def is_doubtful(confidence: Json, reason: Json) -> bool:
    """True for a value that a person should look at."""
    return bool(reason) or (isinstance(confidence, (int, float)) and confidence < SURE)


def is_of_unit(reason: Json) -> bool:
    """True where what is not certain of a task is the unit that leads it, not its content."""
    return "unit" in str(reason)


def reason_words(reason: Json) -> str:
    """Why a value is not certain, in Vietnamese; a reason that is not known here as it is."""
    if not reason:
        return "độ tin cậy thấp"
    whole = _reason(str(reason))
    if whole is not None:
        return whole
    return "; ".join(_reason(part) or part for part in str(reason).split("; "))


def warning_words(row: Row) -> str:
    """What a warning says, in Vietnamese; the code where it is not known here."""
    return _warnings().get(str(row["code"]), str(row["code"]))


def warning_note(row: Row) -> str:
    """What a warning says, with the words it is about; the message of one that is not known here."""
    said = _warnings().get(str(row["code"]))
    if said is None:
        return str(row["message"])
    words = str(row["words"] or "")
    return f"{said}: “{words}”" if 0 < len(words) <= _NOTED else said


def _reason(text: str) -> str | None:
    for pattern, words in _reasons():
        match = pattern.fullmatch(text)
        if match is not None:
            return match.expand(words)
    return None


@cache
def _reasons() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple((regex.compile(row["pattern"]), row["words"]) for row in _rows("reasons.csv"))


@cache
def _warnings() -> dict[str, str]:
    return {row["code"]: row["words"] for row in _rows("warnings.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("outputs") / "web" / name).read_text(encoding="utf-8").splitlines())
