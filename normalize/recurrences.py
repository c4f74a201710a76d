"""Printed recurrences -> RFC 5545 rules: `trước ngày 05/12 hàng năm`, `định kỳ 6 tháng`, `thứ Sáu hàng tuần`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import regex

from normalize.model import Bound


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, how its day counts, and what was left out of it. `plain` where nothing but the period is named."""

    rrule: str
    bound: Bound | None = None
    reason: str | None = None
    plain: bool = False


Place = tuple[int, int, Recurrence]
Reading = tuple[Place, ...]

EVERY = r"(?:h[àằ]ng|mỗi|các|từng)"
_BOUND = (
    r"(?:(?P<b>trước(?:\shoặc\strong)?|chậm\snhất(?:\slà|\svào|\strước|\sđến)?|muộn\snhất(?:\slà|\svào)?"
    r"|không\squá|hạn\schót|đến(?:\shết)?|vào|trong)\s{1,2})?"
)
_NEXT = r"(?:sau(?:\sliền\skề)?|tiếp\stheo|kế\stiếp|liền\skề)"
_QUARTER = r"q(?:uý|úy)"
_CLOCK = r"(?:\d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?(?:\sphút)?,?\s)"
_FREQ = {"ngày": "FREQ=DAILY", "tuần": "FREQ=WEEKLY", "tháng": "FREQ=MONTHLY", "quý": "FREQ=MONTHLY;INTERVAL=3"}
_FREQ |= {"qúy": _FREQ["quý"], "năm": "FREQ=YEARLY"}
_WEEK = {"hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA", "nhật": "SU"}
_WEEK |= {"2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA"}
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "mười": 10}
_DATE = r"(?:ngày\s{0,2})?(?P<d>[0-3]?\d)\s?(?:/|-|\stháng\s)\s?(?P<m>[01]?\d)(?![\d/]|-\d|\snăm\s\d)"
_NOTE = r"(?:\s\([^()\n]{1,40}\)|\sđối\svới\sbáo\scáo\s[\p{L}\d\s]{2,20}?)?"
_HALF = r"0?(?:6|sáu)\stháng(?:\sđầu\snăm)?"
_STRICT = r"(?P<b>trước|chậm\snhất(?:\slà|\svào)?|muộn\snhất(?:\slà|\svào)?|vào)\s{1,2}"


def _compile(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.VERBOSE | regex.IGNORECASE)


def _bound(word: str | None) -> Bound | None:
    if word is None or word.lower() in ("vào", "trong"):
        return None
    return Bound.BEFORE if word.lower() == "trước" else Bound.BY


def _whole(match: regex.Match[str], rule: Recurrence | None) -> Reading:
    return () if rule is None else ((match.start(), match.end(), rule),)


def _days_of(match: regex.Match[str]) -> list[tuple[int, int]] | None:
    """The days and months of a match, in order; None where one is no day of the calendar."""
    days = [(int(d), int(m)) for d, m in zip(match.captures("d"), match.captures("m"), strict=True)]
    return days if all(1 <= m <= 12 and 1 <= d <= (29 if m == 2 else 30 + (m in _LONG)) for d, m in days) else None


_LONG = frozenset((1, 3, 5, 7, 8, 10, 12))


# `trước ngày 05/12 hàng năm`, `ngày 15 tháng 6 và 15 tháng 12 hằng năm`, `trước 15/6 (6 tháng) và 31/12 (năm) hằng năm`
_YEAR_DAYS = _compile(
    rf"(?:định\skỳ\s)?{_BOUND}{_DATE}{_NOTE}"
    rf"(?:(?:,\svà|,|\svà|;|\shoặc)\s{{0,2}}(?:trước\s|chậm\snhất\s(?:là\s)?|vào\s)?{_DATE}{_NOTE}){{0,4}}"
    rf"\s?,?\s?\(?(?:của\s)?{EVERY}\snăm\b"
)
# `hằng năm (trước ngày 15/12)`, `định kỳ hằng năm, chậm nhất ngày 10/12`, `hàng năm báo cáo trước ngày 15 tháng 11`,
# `định kỳ 6 tháng (trước 15/6), năm (trước 15/12)`, `báo cáo 6 tháng trước ngày 20/6 và năm trước ngày 20/12`
_AFTER = _compile(
    rf"(?:(?:định\skỳ|báo\scáo)\s(?:định\skỳ\s)?)?(?:{EVERY}\snăm|(?P<half>(?:(?<=định\skỳ\s|báo\scáo\s)|{EVERY}\s){_HALF})"
    rf"|(?<=định\skỳ\s|báo\scáo\s)(?:cả\s)?năm)[,:]?\s\(?(?:gửi\s)?(?:báo\scáo\s)?{_STRICT}{_DATE}\)?"
    rf"(?(half)(?:(?:,|;|\svà|,\svà)\s(?:báo\scáo\s)?(?:{EVERY}\s|cả\s|01\s|1\s|một\s)?năm,?\s\(?(?:báo\scáo\s)?(?:trước|chậm\snhất(?:\slà|\svào)?|vào)\s{_DATE}\)?)?)"
)
# `trước ngày 20 tháng 6 đối với báo cáo sáu tháng, trước ngày 20 tháng 12 đối với báo cáo năm`
_FOR = _compile(
    rf"{_STRICT}{_DATE}\s(?:\(|đối\svới\s)(?:báo\scáo\s)?(?:định\skỳ\s)?(?:{_HALF}|(?:{EVERY}\s|cả\s)?năm|{_QUARTER}\s(?:III|II|IV|I))\b(?!\s\d)\)?"
)
# `trước ngày 15 tháng 2 của năm sau năm báo cáo`, `ngày 25/12 năm báo cáo`, `trước 31/01 năm sau`
_REPORTED = _compile(
    rf"{_BOUND}{_DATE},?\s(?:của\s)?(?P<y>năm\s(?:sau\s(?:của\s)?(?:năm|kỳ)\sbáo\scáo|báo\scáo|kế\stiếp|tiếp\stheo"
    rf"|liền\skề|kế\shoạch(?!\s(?:số|của|này))|sau|N\b)(?:\s(?:của\s)?(?:năm|kỳ)\sbáo\scáo)?)(?!\s\d)"
)


def _dates(match: regex.Match[str]) -> Reading:
    """One rule for the days of one number, in several months; a rule each for others, at its own place."""
    days = _days_of(match)
    if days is None:
        return ()
    bound = _bound(match["b"])
    groups: dict[int, list[int]] = {}
    for day, month in days:
        groups.setdefault(day, []).append(month)
    made: list[Place] = []
    start = match.start()
    for order, (day, months) in enumerate(groups.items()):
        last = order == len(groups) - 1
        end = match.end() if last else match.spans("m")[days.index((day, months[-1]))][1]
        rule = f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={day}"
        made.append((start, end, Recurrence(rule, bound)))
        start = end
    return tuple(made)


def _each(match: regex.Match[str]) -> Reading:
    """A rule for each day that is named: `6 tháng (trước 15/6), năm (trước 15/12)` are two."""
    days = _days_of(match)
    if days is None:
        return ()
    made: list[Place] = []
    start = match.start()
    for (day, month), (_, end) in zip(days, match.spans("m"), strict=True):
        made.append((start, end, Recurrence(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", _bound(match["b"]))))
        start = end
    made[-1] = (made[-1][0], match.end(), made[-1][2])
    return tuple(made)


def _reported(match: regex.Match[str]) -> Reading:
    reason = (
        "said of the year of each report" if "báo cáo" in match["y"].lower() else "`năm sau` is taken as every year"
    )
    return tuple((s, e, replace(rule, reason=reason)) for s, e, rule in _each(match))


# `tháng 12 hằng năm`, `tháng 6, tháng 12 hằng năm`, `tháng 3, 6, 9 và 12 hằng năm`,
# `cuối tháng 6 và cuối tháng 12 hằng năm`
_YEAR_MONTHS = _compile(
    rf"(?:định\skỳ\s)?{_BOUND}(?:(?P<edge>đầu|giữa|cuối)\s)?"
    rf"tháng\s(?P<m>[01]?\d)(?:\s?(?:,\svà|,|\svà)\s(?:(?P<edge>đầu|giữa|cuối)\s)?(?:tháng\s)?(?P<m>[01]?\d)){{0,4}}"
    rf"\s(?:của\s)?{EVERY}\snăm\b"
)
_EDGES = {"đầu": 1, "giữa": 15, "cuối": -1}  # Bộ luật Dân sự 2015, Điều 148


def _year_months(match: regex.Match[str]) -> Reading:
    months = [int(m) for m in match.captures("m")]
    if not all(1 <= m <= 12 for m in months):
        return ()
    edges = {edge.lower() for edge in match.captures("edge")}
    day = f";BYMONTHDAY={_EDGES[edges.pop()]}" if len(edges) == 1 else ""
    return _whole(match, Recurrence("FREQ=YEARLY;BYMONTH=" + ",".join(map(str, months)) + day, _bound(match["b"])))


# `quý IV hằng năm`: taken as the quarter's last month
_YEAR_QUARTER = _compile(
    _BOUND
    + rf"(?:(?P<edge>cuối|đầu)\s)?{_QUARTER}\s(?P<q>III|II|IV|I|[1-4])"
    + rf"(?:\s?(?:,|và)\s{_QUARTER}\s(?P<q>III|II|IV|I|[1-4])){{0,3}}\s(?:của\s)?{EVERY}\snăm\b"
)
# `hằng năm (vào cuối quý III)`, `định kỳ hằng năm, vào quý IV`
_QUARTER_AFTER = _compile(
    rf"(?:định\skỳ\s)?{EVERY}\snăm,?\s\(?(?P<b>vào|trước|trong)\s(?:(?P<edge>đầu|cuối)\s)?{_QUARTER}\s(?P<q>III|II|IV|I|[1-4])\b(?!\s?[/\d]|\snăm)\)?"
)


def _year_quarter(match: regex.Match[str]) -> Reading:
    before = (match["b"] or "").lower() == "trước"
    months = [3 * _QUARTERS[q.upper()] - 2 * before for q in match.captures("q")]
    reason = "the first month of the quarter, before which it ends" if before else "the last month of the quarter"
    rule = f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))}"
    if not before and (match["edge"] or "").lower() == "cuối":
        return _whole(match, Recurrence(f"{rule};BYMONTHDAY=-1", _bound(match["b"])))
    return _whole(match, Recurrence(rule, _bound(match["b"]), reason))


# `trước ngày 20 của tháng cuối quý`, `ngày 05 tháng đầu quý sau`, `ngày 15 tháng đầu tiên của quý sau liền kề`
_QUARTER_DAY = _compile(
    rf"(?:(?:định\skỳ\s)?(?:{EVERY}\s{_QUARTER}|định\skỳ\s{_QUARTER}),?\s\(?)?"
    + _BOUND
    + r"ngày\s(?P<d>[0-3]?\d)\s(?:của\s)?tháng\s(?P<w>đầu|cuối|thứ\s(?:hai|ba|[1-3]))(?:\stiên|\scùng)?\s"
    + rf"(?:của\s)?(?:{EVERY}\s)?{_QUARTER}\b(?:\s{_NEXT}|\sbáo\scáo)?"
)
# `định kỳ hằng quý, trước ngày 10 của tháng tiếp theo`: the month after the quarter
_QUARTER_NEXT = _compile(
    rf"(?:định\skỳ\s)?(?:{EVERY}\s|định\skỳ\s){_QUARTER}[,:]?\s\(?(?:báo\scáo\s)?{_BOUND}ngày\s(?P<d>[0-3]?\d)\s(?:của\s)?"
    rf"(?:tháng\s(?P<w>{_NEXT}|đầu\stiên)|{_QUARTER}\s{_NEXT})"
)
_MONTHS_OF = {"đầu": "1,4,7,10", "thứ 1": "1,4,7,10", "thứ hai": "2,5,8,11", "thứ 2": "2,5,8,11"}


def _quarter_day(match: regex.Match[str]) -> Reading:
    day = int(match["d"])
    if not 1 <= day <= 31:
        return ()
    word = regex.sub(r"\s+", " ", (match["w"] or "đầu").lower())
    months = "1,4,7,10" if match.re is _QUARTER_NEXT else _MONTHS_OF.get(word, "3,6,9,12")
    return _whole(match, Recurrence(f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}", _bound(match["b"])))


# `trước ngày 15 hàng tháng`, `ngày 25 của tháng`, `ngày 05 tháng sau`, `ngày 15 và ngày 30 hằng tháng`,
# `từ ngày 01 đến ngày 05 hằng tháng`, `15 ngày đầu mỗi tháng`
_MONTH_DAY = _compile(
    _BOUND
    + r"(?:từ\sngày\s[0-3]?\d\s(?P<to>đến)\s)?(?:ngày\s|mùng\s|mồng\s)(?P<d>[0-3]?\d)"
    + r"(?:(?:,|\svà)\s(?:ngày\s|mùng\s)?(?P<d>[0-3]?\d)){0,3},?\s"
    + rf"(?:(?:của\s)?{EVERY}\stháng\b|của\stháng(?:\s{_NEXT}|\sbáo\scáo)?(?!\s\d|\scuối|\sđầu)"
    + rf"|tháng\s(?:{_NEXT}|báo\scáo))"
)
# `hằng tháng (trước ngày 20)`, `hàng tháng, chậm nhất ngày 25`
_MONTH_DAY_AFTER = _compile(
    rf"(?:định\skỳ\s)?{EVERY}\stháng[,:]?\s\(?(?:báo\scáo\s)?(?P<b>trước|chậm\snhất(?:\slà|\svào)?|vào)\s(?:ngày\s|mùng\s)?(?P<d>[0-3]?\d)(?![\d/]|\stháng\s\d)"
)
_FIRST_DAYS = _compile(
    r"(?:trong\s)?(?:thời\shạn\s|vòng\s)?(?P<d>\d{1,2})\sngày(?P<work>\slàm\sviệc)?\sđầu(?:\stiên)?\s(?:của\s)?"
    rf"(?:{EVERY}\s(?P<u>tháng|{_QUARTER}|năm)|(?:của\s)?(?P<u>tháng|{_QUARTER}|năm)\s{_NEXT})(?!\s\d)(?P<b>(?!))?"
)


def _month_day(match: regex.Match[str]) -> Reading:
    days = [int(d) for d in match.captures("d")]
    if not all(1 <= d <= 31 for d in days):
        return ()
    rule, bound = f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}", _bound(match["b"])
    if match.re is _MONTH_DAY and match["to"]:
        return _whole(match, Recurrence(rule, Bound.BY))
    if match.re is _FIRST_DAYS:
        unit = match["u"].lower()
        if match["work"] and unit == "tháng":
            rule = f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={days[0]}"
        elif unit != "tháng":
            rule = f"FREQ=YEARLY;BYMONTH={'1' if unit == 'năm' else '1,4,7,10'};BYMONTHDAY={days[0]}"
        bound = Bound.BY
    return _whole(match, Recurrence(rule, bound))


# `ngày cuối cùng của tháng`, `ngày làm việc cuối cùng của mỗi quý`, `vào cuối mỗi năm`, `cuối hằng tháng`
_LAST_DAY = _compile(
    _BOUND
    + rf"(?:ngày\s(?P<work>làm\sviệc\s)?cuối(?:\scùng)?\s(?:của\s)?(?:{EVERY}\s)?(?P<u>tháng|{_QUARTER}|năm)"
    + r"(?!\s(?:\d|này|thứ|đầu|cuối|sinh|đó)|\stài)"
    rf"|cuối\s{EVERY}\s(?P<u>tháng|{_QUARTER}|năm))\b"
)


def _last(match: regex.Match[str]) -> Reading:
    day = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" if match["work"] else "BYMONTHDAY=-1"
    months = {"tháng": None, "năm": "12"}.get(match["u"].lower(), "3,6,9,12")
    rule = f"FREQ=MONTHLY;{day}"
    if months is not None:
        rule = f"FREQ={'MONTHLY' if match['work'] else 'YEARLY'};BYMONTH={months};{day}"
    return _whole(match, Recurrence(rule, _bound(match["b"])))


# `ngày làm việc đầu tiên của tuần kế tiếp`, `ngày làm việc đầu tiên của mỗi tháng`
_FIRST_WORKING = _compile(
    _BOUND
    + rf"ngày\slàm\sviệc\sđầu\stiên\s(?:của\s)?(?:{EVERY}\s)?(?P<u>tuần|tháng|{_QUARTER}|năm)"
    + rf"(?:\s{_NEXT})?(?!\s(?:\d|này|thứ|đầu|cuối|sinh|đó|hưởng)|\stài)\b"
)


def _first_working(match: regex.Match[str]) -> Reading:
    unit, day = match["u"].lower(), "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"
    months = {"tuần": "", "tháng": "", "năm": "BYMONTH=1;"}.get(unit, "BYMONTH=1,4,7,10;")
    rule = f"FREQ={'WEEKLY' if unit == 'tuần' else 'MONTHLY'};{months}{day}"
    return _whole(match, Recurrence(rule, _bound(match["b"])))


# `vào thứ Sáu hàng tuần`, `trước 16 giờ thứ hai hàng tuần`, `hằng tuần, vào chiều thứ 5`, `thứ 2 và thứ 5 hằng tuần`
_WHEN = rf"(?:{_CLOCK}|(?:sáng|chiều|ngày)\s){{0,2}}"
_DAY = r"(?:thứ|chủ)\s(?P<w>hai|ba|tư|năm|sáu|bảy|bẩy|nhật|[2-7])"
_DAY_LIST = rf"{_DAY}(?:(?:,|\svà)\s{_DAY}){{0,4}}"
_WEEK_DAY = _compile(
    rf"(?:định\skỳ\s)?(?P<b>vào|trước|chậm\snhất(?:\slà|\svào)?|muộn\snhất)?\s?(?P<c>{_WHEN}){_DAY_LIST},?\s(?:của\s)?{EVERY}\stuần\b"
)
_WEEK_AFTER = _compile(
    rf"(?:định\skỳ\s)?(?<!các\s){EVERY}\stuần,?\s\(?(?P<b>vào|trước|chậm\snhất(?:\slà|\svào)?)?\s?(?P<c>{_WHEN}){_DAY_LIST}\b"
)


def _week_day(match: regex.Match[str]) -> Reading:
    days = ",".join(dict.fromkeys(_WEEK[d.lower()] for d in match.captures("w")))
    bound = _bound(match["b"])
    if bound is Bound.BEFORE and regex.search(r"giờ|h", match["c"] or ""):
        bound = Bound.BY  # `trước 16 giờ thứ Hai`: the day counts, up to its hour
    return _whole(match, Recurrence(f"FREQ=WEEKLY;BYDAY={days}", bound))


# `định kỳ 03 tháng/1lần`, `6 tháng một lần`, `3 tháng/lần`, `định kỳ 6 tháng`, `mỗi 6 tháng`, `hai năm một lần`
_INTERVAL = _compile(
    r"(?:(?P<p>định\skỳ|mỗi|cứ|h[àằ]ng)\s)?(?<!\d|\p{L})(?P<n>\d{1,2}|một|hai|ba|bốn|năm|sáu)\s?(?P<u>ngày|tuần|tháng|quý|năm)"
    r"(?:\s?/\s?(?:0?1|một)?\s?lần|\s(?:0?1|một)\slần|(?(p)(?!\s(?:đầu|cuối)|\s?/\s?\d)\b|(?!)))"
)
# `2 lần/năm`, `mỗi năm 02 lần`, `01 lần/quý`, `tháng/lần`
_TIMES = _compile(
    r"(?<!quá\s|\d)(?:(?P<n>\d{1,2}|một|hai)\s?lần\s?(?:/|một\s|mỗi\s|trong\s)\s?(?:0?1\s)?(?P<u>ngày|tuần|tháng|quý|năm)"
    r"|(?:mỗi|h[àằ]ng)\s(?P<u2>tuần|tháng|quý|năm)\s(?:ít\snhất\s)?(?P<n2>\d{1,2}|một|hai)\slần"
    r"|(?P<u3>tuần|tháng|quý|năm)\s?/\s?lần|(?:0?1|một)\slần\s?(?:/|trong\s|mỗi\s)\s?(?P<each>\d{1,2})\s(?P<u4>tuần|tháng|năm))\b"
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _interval(match: regex.Match[str]) -> Reading:
    return _whole(match, _every(_number(match["n"]), match["u"].lower()))


def _every(count: int, unit: str) -> Recurrence | None:
    if unit == "quý":
        count, unit = 3 * count, "tháng"
    if not 1 <= count <= 60:
        return None
    base = _FREQ[unit]
    if unit == "tháng" and count % 12 == 0:
        count, base = count // 12, _FREQ["năm"]
    return Recurrence(base if count == 1 else f"{base};INTERVAL={count}")


def _times(match: regex.Match[str]) -> Reading:
    if match["each"]:
        return _whole(match, _every(int(match["each"]), match["u4"].lower()))
    unit = (match["u"] or match["u2"] or match["u3"]).lower()
    times = _number(match["n"] or match["n2"] or "1")
    if times == 1:
        return _whole(match, _every(1, unit))
    months = {"năm": 12, "quý": 3}.get(unit)
    if months is None or times == 0 or months % times:
        return _whole(match, Recurrence(_FREQ[unit], reason=f"{times} times in each, on no named days"))
    return _whole(match, _every(months // times, "tháng"))


# `Hàng năm`, `định kỳ hằng quý`, `hằng tháng, quý, 6 tháng, năm`, `định kỳ quý`, `hàng tuần`, `6 tháng, hằng năm`
_PLAIN = _compile(
    r"(?:(?P<p>định\skỳ(?:\stheo)?)\s)?(?:"
    rf"(?<!\d)0?(?P<both>6|sáu)\stháng(?:\sđầu\snăm)?(?=\s?(?:,|và|/)\s?(?:{EVERY}\s|cả\s)?năm\b(?!\s?\d))"
    r"|(?:h[àằ]ng|mỗi)\s(?:0?(?P<six>6)\stháng|(?P<u>ngày|tuần|tháng|quý|qúy|năm))"
    r"|(?(p)(?P<u2>tuần|tháng|quý|qúy|năm)(?!\s?\d)|(?!)))\b"
    r"(?:(?:,|\svà|/)\s?(?:h[àằ]ng\s)?(?:0?6\stháng|tuần|tháng|quý|qúy|năm)\b(?!\s\d)){0,4}"
)


def _plain(match: regex.Match[str]) -> Reading:
    if match["six"] or match["both"]:
        return _whole(match, Recurrence("FREQ=MONTHLY;INTERVAL=6", plain=True))
    return _whole(match, Recurrence(_FREQ[(match["u"] or match["u2"]).lower()], plain=True))


_RULES: tuple[tuple[regex.Pattern[str], Callable[[regex.Match[str]], Reading]], ...] = (
    (_YEAR_DAYS, _dates),
    (_FOR, _each),
    (_AFTER, _each),
    (_REPORTED, _reported),
    (_YEAR_MONTHS, _year_months),
    (_YEAR_QUARTER, _year_quarter),
    (_QUARTER_AFTER, _year_quarter),
    (_QUARTER_DAY, _quarter_day),
    (_QUARTER_NEXT, _quarter_day),
    (_MONTH_DAY_AFTER, _month_day),
    (_MONTH_DAY, _month_day),
    (_FIRST_DAYS, _month_day),
    (_LAST_DAY, _last),
    (_WEEK_DAY, _week_day),
    (_WEEK_AFTER, _week_day),
    (_FIRST_WORKING, _first_working),
    (_INTERVAL, _interval),
    (_TIMES, _times),
    (_PLAIN, _plain),
)
_WORTH = regex.compile(
    r"(?i)h[àằ]ng|mỗi|định\skỳ|lần|tháng\s(?:cuối|đầu|sau|tiếp|kế|báo|thứ)|(?:các|từng) năm|6\stháng|của\stháng"
    r"|báo cáo\s(?:năm|(?:0?6|sáu)\stháng)|năm\s(?:báo cáo|sau|kế|tiếp|liền|n\b)|ngày\s(?:làm việc\s)?(?:cuối|đầu)"
)
_GAP = 24  # characters between a period and the day in it: `định kỳ hằng quý báo cáo Sở trước ngày 20 ...`


def find_recurrences(text: str, start: int = 0, end: int | None = None) -> tuple[Place, ...]:
    """The recurrences in `text[start:end]` as (start, end, rule), in order; where two overlap, the more exact one.

    `hằng quý, trước ngày 20 của tháng cuối quý` is one: the period alone goes where its day follows.
    """
    stop = len(text) if end is None else end
    if _WORTH.search(text, start, stop) is None:
        return ()
    found: list[Place] = []
    taken = bytearray(len(text))
    for pattern, read in _RULES:
        for match in pattern.finditer(text, start, stop):
            if any(taken[match.start() : match.end()]):
                continue
            for place in read(match):
                taken[place[0] : place[1]] = b"\1" * (place[1] - place[0])
                found.append(place)
    found.sort(key=lambda f: f[0])
    return tuple(_joined(text, found))


def _joined(text: str, found: list[Place]) -> list[Place]:
    """A bare period (`hằng quý`, `mỗi tháng một lần`) right before a rule with a day is part of that rule."""
    kept: list[Place] = []
    for place in found:
        start, end, rule = place
        if kept and not rule.plain and "DAY=" in rule.rrule and "BY" not in kept[-1][2].rrule:
            before = text[kept[-1][1] : start]
            if len(before) <= _GAP and not regex.search(r"[.;]", before):
                start = kept.pop()[0]
        kept.append((start, end, rule))
    return kept
