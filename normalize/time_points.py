"""Printed points of time -> Interval: `05/12/2025`, `tháng 8/2025`, `quý IV năm 2025`, `cuối năm 2025`."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import regex

from normalize.model import PartialDate


class Grain(IntEnum):
    """How exact a point is: the smaller, the more exact."""

    DAY = 0
    MONTH = 1
    QUARTER = 2
    HALF = 3
    YEAR = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day of a point of time; `reason` says what was assumed. No days where the year is not known."""

    start: date | None
    end: date | None
    grain: Grain
    reason: str | None = None
    edge: bool = False  # `đầu`, `giữa`, `cuối`: a day within the span, by Bộ luật Dân sự 2015, Điều 148


# One point of time. `{s}` is a suffix, so that two points can stand in one pattern. Found: `05/12/2025`, `ngày 05/12`,
# `ngày 10 tháng 6 năm 2026`, `tháng 8/2025`, `12/2025`, `Quý III/2025`, `quý 4 năm 2025`, `6 tháng đầu năm 2025`,
# `cuối năm 2025`, `cuối năm`, `năm học 2024-2025`, `năm 2025`, `2025`, `tuần 2 tháng 9/2025`, `nửa đầu tháng 6/2025`,
# `10 ngày đầu tháng 6`, `tháng này`, `trong năm nay`. A day of the lunar calendar (`10/3 âm lịch`) is none.
_YEAR = r"(?:19|20)\d{2}"
_POINT = r"""
(?:
    (?:ngày\s{{0,3}})?(?<!\d[./-]?)(?P<d1{s}>[0-3]?\d)\s{{0,2}}(?P<x{s}>[/.-])\s{{0,2}}(?P<m1{s}>1\s[0-2]|[01]?\d)
        \s{{0,2}}(?P=x{s})\s{{0,2}}(?P<y1{s}>{Y})(?!\d|/|[.-]\d)(?!{L})
  | (?:ngày\s{{0,3}})?(?<!\d)(?P<d2{s}>[0-3]?\d)\s{{0,3}}tháng\s{{0,3}}(?P<m2{s}>[01]?\d)(?!\d)(?!{L})
        (?:,?\s{{0,3}}năm\s{{0,3}}(?P<y2{s}>{Y})(?!\d)|\s?/\s?(?P<y2b{s}>{Y})(?!\d))?+(?!{L})
  | (?:(?:tuần\s{{1,2}}(?:thứ\s)?(?P<w{s}>[1-4]|đầu|cuối|nhất|hai|ba|tư)|(?P<dn{s}>\d{{1,2}})\sngày
        \s(?P<de{s}>đầu|cuối))\s(?:tiên\s|cùng\s)?(?:của\s)?)?(?:(?P<me{s}>đầu|giữa|cuối|hết|nửa\s(?:đầu|cuối|sau))\s(?:của\s)?)?
        (?:
            tháng\s{{1,3}}(?P<mw{s}>{M}),?\s{{1,3}}năm\s{{1,3}}(?P<y3c{s}>{Y})(?!\d)
          | tháng\s{{0,3}}(?P<m3{s}>[01]?\d)(?!\d)
                (?:\s{{0,2}}[/.-]\s{{0,2}}(?P<y3{s}>{Y})(?!\d)|,?\s{{0,3}}năm\s{{0,3}}(?P<y3b{s}>{Y})(?!\d)
                |(?!\s?[/.]\d|,?\s{{0,3}}năm\s{{0,3}}{Y}))
          | (?<![\d/.-])(?P<m4{s}>[01]?\d)\s?[/.]\s?(?P<y4{s}>{Y})(?![\d/])
        )(?!{L})
  | (?:(?P<qe{s}>đầu|giữa|cuối|hết)\s)?(?:q[uú][yýỷ]\s{{0,3}}|\bQ|(?<![\p{{L}}\d/.])(?=I[IV]{{0,2}}\s?/\s?20\d\d))
        (?P<q{s}>III|II|IV|I|[1-4])
        (?!\p{{L}}|\d(?!\d{{3}}(?!\d)))(?:\s{{0,2}}[/.-]?\s{{0,2}}(?P<y5{s}>{Y})(?!\d)|,?\s{{0,3}}(?:của\s)?năm\s{{0,3}}(?P<y5b{s}>{Y})(?!\d))?+
  | (?P<h{s}>0?[369]|sáu|chín|ba)\s{{0,2}}tháng\s{{1,2}}(?P<he{s}>đầu|cuối)\s{{1,2}}năm
        (?:\s{{0,3}}(?:học\s)?(?P<y6{s}>{Y})(?!\d))?+
  | (?:(?P<se{s}>đầu|cuối|hết)\s)?năm\s{{1,2}}học\s{{1,2}}(?P<y7{s}>{Y})\s{{0,2}}[-–—]\s{{0,2}}(?P<y7b{s}>{Y})(?!\d)
  | (?:(?P<ye{s}>đầu|giữa|cuối|hết|nửa\s(?:đầu|cuối|sau))\s(?:của\s)?)?
        (?:(?<!tháng\s{{1,12}})năm\s{{0,3}}|(?<![\d/.-]|năm\s))(?P<y8{s}>{Y})(?![\d/]|\.\d)
  | (?P<ye2{s}>đầu|giữa|cuối|hết)\snăm(?!\s?(?:[\d(]|học|tài|sau|tới|trước|ngân)|\p{{L}})
  | (?:(?P<re{s}>đầu|giữa|cuối|hết)\s)?(?P<rel{s}>tháng\snày|q[uú][yý]\snày|năm\s(?:nay|này))\b
  | (?:ngày\s{{0,3}})(?<!\d)(?P<d3{s}>[0-3]?\d)\s?[/-]\s?(?P<m5{s}>[01]?\d)(?!\d|\s?/|-\d|\s\d/)(?!{L})
  | (?<![\d/.-])(?P<d4{s}>[0-3]?\d)/(?P<m6{s}>[01]?\d)(?!\d|\s?/|%|-\d|\s?lần|\s\d/)(?!{L})
)
"""
_MONTHS = ("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_LUNAR = r"\s?[(,]?\s?(?:năm\s\p{Lu}\p{L}+\s\p{Lu}\p{L}+\s?)?[(]?(?:âm\slịch|ÂL\b)"
_PRINTED = ("y1", "y2", "y2b", "y3", "y3b", "y3c", "y4", "y5", "y5b", "y6", "y8")
_WEEKS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4}
_HALVES = {"ba": 3, "sáu": 6, "chín": 9}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def point_pattern(suffix: str) -> str:
    """The verbose pattern of a point of time whose group names end in `suffix`."""
    return _POINT.format(s=suffix, Y=_YEAR, L=_LUNAR, M="mười(?:\\s(?:một|hai))?|hai|ba|tư|năm|sáu|bảy|tám|chín")


def read_point(
    match: regex.Match[str], suffix: str, *, year: int | None = None, not_before: PartialDate | None = None
) -> Interval | None:
    """The days that a match of `point_pattern(suffix)` names; None where they are no dates (`31/4/2025`).

    `year` stands in where none is printed. A day that would then lie before `not_before` gets no year at all: whether
    the next year is meant is not for a program to say.
    """
    g = {k.removesuffix(suffix): v for k, v in match.groupdict().items() if k.endswith(suffix) and v}
    printed = next((int(g[k]) for k in _PRINTED if k in g), None)
    if "rel" in g:
        return _relative(g, not_before)
    reason = None
    if printed is None and "y7" not in g:
        if year is None:
            return Interval(None, None, _grain_of(g), "no year is printed")
        printed, reason = year, f"no year is printed: {year} is the document's"
    if " " in g.get("m1", ""):
        reason = "a blank stands inside the number of the month"
    interval = _days(g, printed or 0, reason)
    if interval is None or reason is None or not_before is None or interval.end is None or " " in g.get("m1", ""):
        return interval
    if _before(interval.end, not_before):
        return Interval(
            None, None, interval.grain, "no year is printed, and in the year of the document this day was past"
        )
    return interval


def _relative(g: dict[str, str], today: PartialDate | None) -> Interval | None:
    """`trong tháng này`, `cuối quý này`, `năm nay`: the month, quarter or year of the document."""
    word = g["rel"].lower()
    grain = Grain.MONTH if word.startswith("tháng") else Grain.YEAR if word.startswith("năm") else Grain.QUARTER
    if today is None or (grain is not Grain.YEAR and today.month is None):
        return Interval(None, None, grain, "said of the document's own date, which is not printed")
    month, reason = today.month or 1, f"counted from the document's date, {today}"
    if grain is Grain.MONTH:
        first, last = date(today.year, month, 1), last_day(today.year, month)
    elif grain is Grain.QUARTER:
        begin = month - (month - 1) % 3
        first, last = date(today.year, begin, 1), last_day(today.year, begin + 2)
    else:
        first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return _edge(g.get("re"), first, last, grain, reason)


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def make_day(year: int, month: int, day: int) -> date | None:
    """A day, or None where there is no such day."""
    if not (1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _before(day: date, floor: PartialDate) -> bool:
    return (day.year, day.month, day.day) < (floor.year, floor.month or 1, floor.day or 1)


def _grain_of(g: dict[str, str]) -> Grain:
    if "d1" in g or "d2" in g or "d3" in g or "d4" in g:
        return Grain.DAY
    if "m3" in g or "m4" in g or "mw" in g:
        return Grain.DAY if "w" in g or "dn" in g else Grain.MONTH
    if "q" in g:
        return Grain.QUARTER
    return Grain.HALF if "h" in g else Grain.YEAR


def _days(g: dict[str, str], year: int, reason: str | None) -> Interval | None:
    day = next((int(g[k]) for k in ("d1", "d2", "d3", "d4") if k in g), None)
    month = next((int(g[k].replace(" ", "")) for k in ("m1", "m2", "m3", "m4", "m5", "m6") if k in g), None)
    if day is not None and month is not None:
        at = make_day(year, month, day)
        return None if at is None else Interval(at, at, Grain.DAY, reason)
    if "mw" in g:
        month = _MONTHS.index(" ".join(g["mw"].lower().split())) + 2
    if month is not None:
        if not 1 <= month <= 12:
            return None
        return _month(g, year, month, reason)
    if "q" in g:
        first = 3 * _QUARTERS[g["q"].upper()] - 2
        return _edge(g.get("qe"), date(year, first, 1), last_day(year, first + 2), Grain.QUARTER, reason)
    if "h" in g:
        count = _HALVES.get(g["h"].lower()) or int(g["h"])
        if g["he"].lower() == "đầu":
            return Interval(date(year, 1, 1), last_day(year, count), Grain.HALF, reason)
        return Interval(date(year, 13 - count, 1), date(year, 12, 31), Grain.HALF, reason)
    if "y7" in g:
        first_year, second = int(g["y7"]), int(g["y7b"])
        if second != first_year + 1:
            return None
        assumed = "a school year is taken as September to May"
        return _edge(g.get("se"), date(first_year, 9, 1), date(second, 5, 31), Grain.YEAR, assumed)
    return _edge(g.get("ye") or g.get("ye2"), date(year, 1, 1), date(year, 12, 31), Grain.YEAR, reason)


def _month(g: dict[str, str], year: int, month: int, reason: str | None) -> Interval | None:
    first, last = date(year, month, 1), last_day(year, month)
    counted = "weeks are counted from the first of the month"
    if week := (g.get("w") or "").lower():
        start = {"đầu": 1, "cuối": last.day - 6}.get(week) or 7 * (_WEEKS.get(week) or int(week)) - 6
        return Interval(date(year, month, start), date(year, month, start + 6), Grain.DAY, reason or counted)
    if count := int(g.get("dn", 0)):
        if count > last.day:
            return None
        if g["de"].lower() == "đầu":
            return Interval(first, date(year, month, count), Grain.DAY, reason)
        return Interval(date(year, month, last.day - count + 1), last, Grain.DAY, reason)
    return _edge(g.get("me"), first, last, Grain.MONTH, reason)


def _edge(word: str | None, first: date, last: date, grain: Grain, reason: str | None) -> Interval:
    """`đầu` is the first day, `giữa` the middle (day 15, 30 June), `cuối` and `hết` the last."""
    if word is None:
        return Interval(first, last, grain, reason)
    if word.lower().startswith("nửa"):
        middle = {Grain.YEAR: date(last.year, 6, 30)}.get(grain, date(last.year, last.month, 15))
        if word.lower().endswith("đầu"):
            return Interval(first, middle, grain, reason)
        return Interval(date.fromordinal(middle.toordinal() + 1), last, grain, reason)
    if word.lower() in ("cuối", "hết"):
        return Interval(last, last, grain, reason, edge=True)
    if word.lower() == "đầu":
        return Interval(first, first, grain, reason or "the beginning, by Bộ luật Dân sự 2015, Điều 148", edge=True)
    middle = {Grain.YEAR: date(last.year, 6, 30), Grain.MONTH: date(last.year, last.month, 15)}.get(
        grain, date(last.year, last.month - 1 or 1, 15)
    )
    return Interval(middle, middle, grain, reason or "the middle, by Bộ luật Dân sự 2015, Điều 148", edge=True)
