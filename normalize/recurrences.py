"""Printed recurrences -> RFC 5545 rules: `trước ngày 05/12 hàng năm`, `định kỳ 6 tháng`, `thứ Sáu hàng tuần`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

from normalize.model import Bound


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, how its day counts, and what was left out of it. `plain` where nothing but the period is named."""

    rrule: str
    bound: Bound | None = None
    reason: str | None = None
    plain: bool = False


EVERY = r"(?:h[àằ]ng|mỗi|các)"
_BOUND = (
    r"(?:(?P<b>trước(?:\shoặc\strong)?|chậm\snhất(?:\slà|\svào|\strước)?|muộn\snhất(?:\slà)?"
    r"|không\squá|hạn\schót|đến|vào|trong)\s{1,2})?"
)
_NEXT = r"(?:sau|tiếp\stheo|kế\stiếp)"
_QUARTER = r"q(?:uý|úy)"
_FREQ = {"ngày": "FREQ=DAILY", "tuần": "FREQ=WEEKLY", "tháng": "FREQ=MONTHLY", "quý": "FREQ=MONTHLY;INTERVAL=3"}
_FREQ |= {"qúy": _FREQ["quý"], "năm": "FREQ=YEARLY"}
_DAYS = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA", "nhật": "SU"}
_DAYS |= {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DM = r"(?:ngày\s{{0,2}})?(?P<d{0}>[0-3]?\d)\s?(?:/|-|\stháng\s)\s?(?P<m{0}>[01]?\d)(?![\d/]|-\d)"


def _compile(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.VERBOSE | regex.IGNORECASE)


def _bound(word: str | None) -> Bound | None:
    if word is None or word.lower() in ("vào", "trong"):
        return None
    return Bound.BEFORE if word.lower() == "trước" else Bound.BY


def _day(text: str) -> int | None:
    return int(text) if 1 <= int(text) <= 31 else None


def _month(text: str) -> int | None:
    return int(text) if 1 <= int(text) <= 12 else None


# `trước ngày 05/12 hàng năm`, `ngày 15 tháng 6 và 15 tháng 12 hằng năm`, `trước 15/6 (6 tháng) và 15/12 (năm) hằng năm`
_YEAR_DAYS = _compile(
    r"(?:định\skỳ\s)?"
    + _BOUND
    + _DM.format("a")
    + r"(?:\s\([^()]{1,40}\))?"
    + r"(?:(?:,|\svà|;)\s{0,2}(?:trước\s|chậm\snhất\s)?"
    + _DM.format("b")
    + r"(?:\s\([^()]{1,40}\))?)?"
    + rf"\s?,?\s(?:của\s)?{EVERY}\snăm\b"
)
# `hằng năm (trước ngày 15/12)`, `định kỳ hằng năm, chậm nhất ngày 10/12`, `hàng năm báo cáo trước ngày 15 tháng 11`
_YEAR_DAYS_AFTER = _compile(
    rf"(?:định\skỳ\s)?{EVERY}\snăm[,:]?\s\(?(?:báo\scáo\s)?"
    r"(?P<b>trước|chậm\snhất(?:\slà|\svào)?|muộn\snhất|vào)\s{1,2}" + _DM.format("a")
)


def _year_days(match: regex.Match[str]) -> Recurrence | None:
    g = match.groupdict()
    day, month = _day(g["da"]), _month(g["ma"])
    if day is None or month is None:
        return None
    reason, months = None, str(month)
    if g.get("db"):
        if _day(g["db"]) == day and _month(g["mb"]):
            months += f",{int(g['mb'])}"
        else:
            reason = "a second day is named"
    return Recurrence(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}", _bound(g["b"]), reason)


# `định kỳ 6 tháng (trước 15/6), năm (trước 15/12)`, `báo cáo 6 tháng trước ngày 20/6`
_HALF_DAY = _compile(
    rf"(?:định\skỳ|báo\scáo|{EVERY})\s0?6\stháng(?:\sđầu\snăm)?\s?[,:]?\s?\(?"
    r"(?P<b>trước|chậm\snhất(?:\slà|\svào)?)\s{1,2}" + _DM.format("a")
)
# `tháng 12 hằng năm`, `tháng 6, tháng 12 hằng năm`
_YEAR_MONTHS = _compile(
    _BOUND + rf"tháng\s(?P<m1>[01]?\d)(?:\s?(?:,|và)\s(?:tháng\s)?(?P<m2>[01]?\d))?\s(?:của\s)?{EVERY}\snăm\b"
)


def _year_months(match: regex.Match[str]) -> Recurrence | None:
    months = [m for m in (match["m1"], match["m2"]) if m]
    if any(_month(m) is None for m in months):
        return None
    return Recurrence("FREQ=YEARLY;BYMONTH=" + ",".join(str(int(m)) for m in months), _bound(match["b"]))


# `quý IV hằng năm`: taken as the quarter's last month
_YEAR_QUARTER = _compile(_BOUND + rf"(?:cuối\s|đầu\s)?q(?:uý|úy)\s(?P<q>III|II|IV|I|[1-4])\s(?:của\s)?{EVERY}\snăm\b")
# `trước ngày 20 của tháng cuối quý`, `ngày 05 tháng đầu quý sau`, `ngày 25 của tháng cuối mỗi quý`
_QUARTER_DAY = _compile(
    _BOUND
    + r"ngày\s(?P<d>[0-3]?\d)\s(?:của\s)?tháng\s(?P<w>đầu|cuối|thứ\s(?:hai|ba))(?:\stiên)?\s"
    + rf"(?:của\s)?(?:{EVERY}\s)?{_QUARTER}\b(?:\s{_NEXT})?"
)
# `trước ngày 15 hàng tháng`, `ngày 25 của tháng`, `ngày 05 tháng sau`, `trước ngày 20 mỗi tháng`
_MONTH_DAY = _compile(
    _BOUND
    + r"(?:ngày\s|mùng\s)(?P<d>[0-3]?\d)\s"
    + rf"(?:(?:của\s)?{EVERY}\stháng\b|của\stháng(?:\s{_NEXT})?(?!\s\d)|tháng\s{_NEXT})"
)
# `hằng tháng (trước ngày 20)`, `hàng tháng, chậm nhất ngày 25`
_MONTH_DAY_AFTER = _compile(
    rf"(?:định\skỳ\s)?{EVERY}\stháng[,:]?\s\(?(?P<b>trước|chậm\snhất(?:\slà|\svào)?|vào)\s(?:ngày\s)?(?P<d>[0-3]?\d)(?![\d/]|\stháng\s\d)"
)
# `hàng quý (trước ngày 20 của tháng cuối quý)` is found by _QUARTER_DAY within
# `vào thứ Sáu hàng tuần`, `Định kỳ thứ Hai hàng tuần`, `thứ 2 và thứ 5 hằng tuần`
_WEEK_DAY = _compile(
    r"(?:định\skỳ\s|vào\s|trước\s|chậm\snhất\s)?(?:(?:\d{1,2}\s?(?:giờ|h)\d{0,2}(?:\sphút)?,?\s)|(?:sáng|chiều|ngày)\s){0,2}"
    r"(?:thứ|chủ)\s(?P<w>hai|ba|tư|năm|sáu|bảy|bẩy|nhật|[2-7])(?:(?:,|\svà)\s(?:thứ|chủ)\s(?P<w2>hai|ba|tư|năm|sáu|bảy|bẩy|nhật|[2-7]))?"
    rf"\s{EVERY}\stuần\b"
)


def _week_day(match: regex.Match[str]) -> Recurrence:
    days = ",".join(_DAYS[d.lower()] for d in (match["w"], match["w2"]) if d)
    return Recurrence(f"FREQ=WEEKLY;BYDAY={days}")


# `định kỳ 03 tháng/1lần`, `6 tháng một lần`, `3 tháng/lần`, `định kỳ 6 tháng`, `mỗi 6 tháng`, `5 năm một lần`
_INTERVAL = _compile(
    r"(?:(?P<p>định\skỳ|mỗi|cứ|h[àằ]ng)\s)?(?<!\d)(?P<n>\d{1,2})\s?(?P<u>ngày|tuần|tháng|quý|năm)(?:\s?/\s?(?:0?1|một)?\s?lần|\s(?:0?1|một)\slần|(?(p)(?!\s(?:đầu|cuối)|\s?/\s?\d)|(?!)))"
)
# `2 lần/năm`, `mỗi năm 02 lần`, `01 lần/quý`, `tháng/lần`
_TIMES = _compile(
    r"(?:(?P<n>\d{1,2}|một|hai)\s?lần\s?(?:/|một\s|mỗi\s|trong\s)\s?(?:0?1\s)?(?P<u>ngày|tuần|tháng|quý|năm)"
    r"|(?:mỗi|h[àằ]ng)\s(?P<u2>tuần|tháng|quý|năm)\s(?:ít\snhất\s)?(?P<n2>\d{1,2}|một|hai)\slần"
    r"|(?P<u3>tuần|tháng|quý|năm)\s?/\s?lần)\b"
)


def _interval(match: regex.Match[str]) -> Recurrence | None:
    return _every(int(match["n"]), match["u"].lower())


def _every(count: int, unit: str) -> Recurrence | None:
    if unit == "quý":
        count, unit = 3 * count, "tháng"
    if not 1 <= count <= 60:
        return None
    base = _FREQ[unit]
    if unit == "tháng" and count % 12 == 0:
        count, base = count // 12, _FREQ["năm"]
    return Recurrence(base if count == 1 else f"{base};INTERVAL={count}")


def _times(match: regex.Match[str]) -> Recurrence | None:
    unit = (match["u"] or match["u2"] or match["u3"]).lower()
    word = (match["n"] or match["n2"] or "1").lower()
    times = {"một": 1, "hai": 2}.get(word) or int(word)
    if times == 1:
        return _every(1, unit)
    months = {"năm": 12, "quý": 3}.get(unit)
    if months is None or times == 0 or months % times:
        return Recurrence(_FREQ[unit], reason=f"{times} times in each, on no named days")
    return _every(months // times, "tháng")


# `Hàng năm`, `định kỳ hằng quý`, `hằng tháng, quý, 6 tháng, năm`, `định kỳ quý`, `hàng tuần`, `6 tháng, hằng năm`
_PLAIN = _compile(
    r"(?:(?P<p>định\skỳ(?:\stheo)?)\s)?(?:"
    rf"(?<!\d)0?(?P<both>6)\stháng(?:\sđầu\snăm)?(?=\s?(?:,|và|/)\s?(?:{EVERY}\s|cả\s)?năm\b(?!\s?\d))"
    r"|(?:h[àằ]ng|mỗi)\s(?:0?(?P<six>6)\stháng|(?P<u>ngày|tuần|tháng|quý|qúy|năm))"
    r"|(?(p)(?P<u2>tuần|tháng|quý|qúy|năm)(?!\s?\d)|(?!)))\b"
    r"(?:(?:,|\svà|/)\s?(?:h[àằ]ng\s)?(?:0?6\stháng|tuần|tháng|quý|qúy|năm)\b(?!\s\d)){0,4}"
)


def _plain(match: regex.Match[str]) -> Recurrence | None:
    if match["six"] or match["both"]:
        return Recurrence("FREQ=MONTHLY;INTERVAL=6", plain=True)
    return Recurrence(_FREQ[(match["u"] or match["u2"]).lower()], plain=True)


def _quarter_day(match: regex.Match[str]) -> Recurrence | None:
    day = _day(match["d"])
    if day is None:
        return None
    word = regex.sub(r"\s+", " ", match["w"].lower())
    months = {"đầu": "1,4,7,10", "thứ hai": "2,5,8,11"}.get(word, "3,6,9,12")
    return Recurrence(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}", _bound(match["b"]))


def _month_day(match: regex.Match[str]) -> Recurrence | None:
    day = _day(match["d"])
    return None if day is None else Recurrence(f"FREQ=MONTHLY;BYMONTHDAY={day}", _bound(match["b"]))


def _year_quarter(match: regex.Match[str]) -> Recurrence | None:
    month = 3 * _QUARTERS[match["q"].upper()]
    return Recurrence(f"FREQ=YEARLY;BYMONTH={month}", _bound(match["b"]), "taken as the last month of the quarter")


_RULES: tuple[tuple[regex.Pattern[str], Callable[[regex.Match[str]], Recurrence | None]], ...] = (
    (_YEAR_DAYS, _year_days),
    (_YEAR_DAYS_AFTER, _year_days),
    (_HALF_DAY, _year_days),
    (_YEAR_MONTHS, _year_months),
    (_YEAR_QUARTER, _year_quarter),
    (_QUARTER_DAY, _quarter_day),
    (_MONTH_DAY, _month_day),
    (_MONTH_DAY_AFTER, _month_day),
    (_WEEK_DAY, _week_day),
    (_INTERVAL, _interval),
    (_TIMES, _times),
    (_PLAIN, _plain),
)
_WORTH = regex.compile(r"(?i)h[àằ]ng|mỗi|định\skỳ|lần|tháng\s(?:cuối|đầu|sau|tiếp|kế)|các năm|6\stháng|của\stháng")


def find_recurrences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int, Recurrence], ...]:
    """The recurrences in `text[start:end]` as (start, end, rule), in order; where two overlap, the more exact one."""
    stop = len(text) if end is None else end
    if _WORTH.search(text, start, stop) is None:
        return ()
    found: list[tuple[int, int, Recurrence]] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(text, start, stop):
            if any(s < match.end() and match.start() < e for s, e, _ in found):
                continue
            rule = read(match)
            if rule is not None:
                found.append((match.start(), match.end(), rule))
    return tuple(sorted(found, key=lambda f: f[0]))
