"""A time counted from a day or an event -> its last day: `trong vòng 15 ngày làm việc kể từ ngày 01/6/2025`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import regex

from normalize.holidays import add_working_days, is_working_day, name_rest, next_working_day
from normalize.model import Bound, Deadline, DeadlineKind, Found

SIGNED = "signed"  # the key of the day on which the document itself was signed, in `resolve_event`
EFFECT = "effect"  # the key of the day on which it takes effect

_ISO = {"giờ": "H", "ngày": "D", "tuần": "W", "tháng": "M", "quý": "Q", "năm": "Y"}
_UNITS = {v: k for k, v in _ISO.items()}
_OFFSET = regex.compile(r"(?P<minus>-)?P(?P<time>T)?(?P<count>\d{1,4})(?P<unit>[HDWMY])")
# Events of the document itself: `ngày ký`, `ngày ban hành Kế hoạch này`, `ngày Quyết định này có hiệu lực`. Not: `ngày
# quyết định này được phê duyệt`, where small letters tell of a decision that is named before.
_OWN = regex.compile(
    r"(?:ngày\s|khi\s){0,2}(?:(?P<signed>ký(?:\sban\shành)?|ban\shành)(?P<this>\s(?-i:\p{Lu})\p{L}*\s(?:\p{L}+\s){0,4}này)?\s*[.,;]?$"
    r"|(?-i:\p{Lu})\p{L}*\s(?:\p{L}+\s){0,4}này\s(?:(?:được\sban\shành\s)?(?P<effect>có\shiệu\slực)"
    r"|(?P<issued>được\s(?:ký|ban\shành|phê\sduyệt)\b)))",
    regex.IGNORECASE,
)
# Other papers that a sentence names, whose signing may be meant: `đăng Quyết định trong 03 ngày kể từ ngày ban hành`.
# Not `báo cáo`, `thông báo`, which are what is to be done as well.
_OTHERS = regex.compile(
    r"(?:quyết\sđịnh|giấy|chứng\schỉ|chứng\snhận|văn\sbản|hợp\sđồng|biên\sbản|công\svăn)(?!\snày)\b", regex.IGNORECASE
)
UNCLEAR = "the day of signing may be that of another document"

# A document that is itself the event, by its number (`Nghị quyết số 12/NQ-HĐND ngày 01/7/2025 của HĐND tỉnh được ban
# hành`, `ban hành Kế hoạch số 5/KH-UBND`, `Nghị định số 140/2017/NĐ-CP có hiệu lực`), or by name (`Luật Đất đai có hiệu
# lực`). Not: `nhận được Công văn số ...`, `ban hành Kế hoạch thực hiện Kết luận số ...`, `hoàn thành theo Đề án số ..`.
_KIND = (
    r"(?:Quyết\sđịnh|Nghị\squyết|Nghị\sđịnh|Thông\stư(?:\sliên\stịch)?|Kế\shoạch|Chương\strình|Chỉ\sthị|Kết\sluận|Thông\sbáo"
    r"|Công\svăn|Công\sđiện|Văn\sbản|Đề\sán|Quy\sđịnh|Quy\schế|Hướng\sdẫn|(?:Bộ\s)?Luật|Pháp\slệnh|Tờ\strình|Báo\scáo)"
)
_ISSUED = r"(?:ký(?:\sban\shành)?|ban\shành|công\sbố|thông\squa|phê\sduyệt)"
_CITED = regex.compile(
    rf"(?:(?:ngay\s)?sau\s)?(?:ngày\s|khi\s|có\s){{0,2}}(?:{_ISSUED}\s)?(?:{_KIND}\s)?(?:số:?\s)?"
    r"(?P<number>\d{1,5}[a-zđ]?(?:/(?:19|20)\d{2})?[/-][A-ZĐ][\w&/-]{1,30})"
    r"(?:,?\sngày\s[\d/.-]{6,10}|,?\sngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4})?(?:\scủa\s[^.;]{3,80}?)?"
    rf"(?:(?P<effect>\s(?:được\s{_ISSUED}\svà\s)?(?:bắt\sđầu\s)?có\shiệu\slực(?:\sthi\shành)?)|\s(?:được\s)?{_ISSUED})?\s*[.,;]?",
    regex.IGNORECASE,
)
_NAMED = regex.compile(
    r"(?:(?:ngay\s)?sau\s)?(?:ngày\s|khi\s){0,2}(?P<name>(?:Bộ\sluật|Luật|Pháp\slệnh)\s(?-i:\p{Lu})[^.,;\d]{2,80}?)(?:\snăm\s\d{4})?"
    r"\s(?:bắt\sđầu\s)?có\shiệu\slực(?:\sthi\shành)?\s*[.,;]?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """`count` units of time, in working days or not, after the day it is counted from, before it where negative."""

    count: int
    unit: str  # giờ, ngày, tuần, tháng, năm
    working: bool = False

    @property
    def iso(self) -> str:
        """The term in ISO 8601: `P15D`, `-P7D`, `PT24H`."""
        unit, count = _ISO[self.unit], abs(self.count)
        if unit == "Q":
            unit, count = "M", 3 * count
        return f"{'-' if self.count < 0 else ''}P{'T' if unit == 'H' else ''}{count}{unit}"


def parse_term(offset: str, *, working: bool = False) -> Term | None:
    """The term that an ISO 8601 duration of one part gives; the inverse of `Term.iso`."""
    match = _OFFSET.fullmatch(offset)
    if match is None:
        return None
    count = int(match["count"])
    return Term(-count if match["minus"] else count, _UNITS[match["unit"]], working)


def last_day_of(term: Term, start: date) -> date | None:
    """The last day of a term counted from `start`, which is left out (Bộ luật Dân sự 2015, Điều 147 khoản 2).

    A term of months ends on the day of the same number, or the last of a shorter month (Điều 148 khoản 3). None where
    no calendar reaches so far. A term that ends on a day of rest is not moved here.
    """
    try:
        if term.unit == "giờ":
            days = -(-abs(term.count) // 24)
            return start + timedelta(days if term.count >= 0 else -days)
        if term.unit == "ngày":
            return add_working_days(start, term.count) if term.working else start + timedelta(term.count)
        if term.unit == "tuần":
            return start + timedelta(7 * term.count)
        months = term.count * {"tháng": 1, "quý": 3, "năm": 12}[term.unit]
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def moved_end(end: date) -> Found[date] | None:
    """The working day to which a term that ends on a day of rest runs on (Điều 148 khoản 5); None where it need not."""
    if is_working_day(end):
        return None
    reason = (
        f"{end.isoformat()} is a day of rest ({name_rest(end)}): the next working day (Bộ luật Dân sự 2015, Điều 148)"
    )
    return Found(next_working_day(end), None, 0.9, reason)


def count_from(deadline: Deadline, start: date, *, reason: str, confidence: float = 0.9) -> Deadline:
    """A deadline counted from a known day: `end` the last day by the calendar, `due` where that is a day of rest."""
    term = parse_term(deadline.offset, working=deadline.working) if deadline.offset else None
    if term is None:
        return replace(
            deadline,
            kind=DeadlineKind.PERIOD,
            start=start,
            confidence=min(confidence, deadline.confidence),
            reason=reason,
        )
    end = last_day_of(term, start)
    if end is None:
        return deadline
    due = None if term.working or term.count < 0 else moved_end(end)
    bound = Bound.BY
    return replace(deadline, kind=DeadlineKind.BY, end=end, bound=bound, due=due, confidence=confidence, reason=reason)


def is_unclear(deadline: Deadline, around: str) -> bool:
    """True for a bare `ngày ký`, `ngày ban hành` where the words of its sentence `around` it name some other paper."""
    own = _OWN.match(" ".join((deadline.anchor or "").split()))
    return own is not None and own["signed"] is not None and own["this"] is None and _OTHERS.search(around) is not None


def event_key(deadline: Deadline) -> str | None:
    """What the event of a deadline is known by: `signed` and `effect` of the document itself, the number of a document
    that is named (`12/QĐ-UBND`), its taking effect (`effect 140/2017/NĐ-CP`, `effect Luật Đất đai`). None for any other
    event, also where a document is named that is not the event itself."""
    if deadline.anchor is None or deadline.kind is not DeadlineKind.EVENT or deadline.reason == UNCLEAR:
        return None
    anchor = " ".join(deadline.anchor.split())
    if (cited := _CITED.fullmatch(anchor)) is not None:
        return f"{EFFECT} {cited['number']}" if cited["effect"] else str(cited["number"])
    if (named := _NAMED.fullmatch(anchor)) is not None and not named["name"].endswith(" này"):
        return f"{EFFECT} {named['name']}"
    if (own := _OWN.match(anchor)) is not None:
        return EFFECT if own["effect"] else SIGNED
    return None


def resolve_event(deadline: Deadline, known_dates: Mapping[str, date]) -> Deadline:
    """The deadline with its event's day taken from `known_dates`, by `event_key`; as it was where that is not known.

    A term becomes its last day (`by`), a bare event a period from its day on; `reason` says from what it was counted.
    """
    key = event_key(deadline)
    day = known_dates.get(key) if key is not None else None
    if key is None or day is None:
        return deadline
    what = {SIGNED: "the day the document was signed", EFFECT: "the day it takes effect"}.get(key, f"the day of {key}")
    return count_from(deadline, day, reason=f"counted from {day.isoformat()}, {what}")
