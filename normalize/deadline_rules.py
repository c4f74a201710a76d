"""The rules of the language of deadlines: a pattern for each way to name one, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import regex

from normalize.counted import EFFECT, SIGNED, UNCLEAR, Term, count_from, event_key, is_unclear, last_day_of
from normalize.model import Bound, Deadline, DeadlineKind, Found, PartialDate
from normalize.recurrences import Recurrence
from normalize.time_points import Grain, Interval, last_day, make_day, point_pattern, read_point

FLAGS = regex.VERBOSE | regex.IGNORECASE
_A, _B = point_pattern("_a"), point_pattern("_b")
# `16 giờ 00`, `8h00-10h00`, `Chiều`, `cả`, `thứ Sáu,`, `(thứ Hai)`
_CLOCK = r"\d{1,2}(?:\s?(?:giờ|h|g)\s?(?:\d{2}(?!\d))?(?:\sphút)?|:[0-5]\d(?!\d))"
_WEEKDAY = r"\(?(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\snhật)\)?"
_PART_OF_DAY = r"sáng|chiều|tối|cả|(?:hết|cuối)(?=\sngày)|đầu\sgiờ"
HOUR = (
    rf"(?:(?:{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?|{_PART_OF_DAY}|{_WEEKDAY})"
    r"(?:\s(?:sáng|chiều|tối)\b)?[,\s]{1,3}(?:của\s)?){0,3}"
)
_TIME = regex.compile(r"(?<!\d)(?P<h>\d{1,2})\s?(?:giờ|h|g|:)\s?(?P<m>\d{2}(?!\d))?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What a reading may take from outside the words: the document's date; whether a bare point is a completion."""

    today: PartialDate | None
    column: bool

    @property
    def year(self) -> int | None:
        return None if self.today is None else self.today.year


Reader = Callable[["regex.Match[str]", Context], Deadline | None]


def make_deadline(
    kind: DeadlineKind,
    start: date | None = None,
    end: date | None = None,
    *,
    bound: Bound | None = None,
    rrule: str | None = None,
    reason: str | None = None,
    confidence: float | None = None,
) -> Deadline:
    sure = confidence if confidence is not None else (0.7 if reason else 1.0)
    return Deadline("", kind, start, end, rrule, bound, None, sure, reason)


def _interval(match: regex.Match[str], suffix: str, context: Context, year: int | None = None) -> Interval | None:
    return read_point(match, suffix, year=year or context.year, not_before=context.today)


# -- one point ---------------------------------------------------------------------------------------------------------
# `trước ngày 05/12/2025`, `chậm nhất là ngày 30/6`, `đến hết năm 2026`, `hoàn thành trong Quý III/2025`, `xong trước
# 30/6/2025`, `trước 16 giờ 00 ngày 20/8/2025`, `hạn chót 13/10/2017`
_BOUND_WORDS = r"""
(?P<b>
    (?:(?:phải\s)?(?:hoàn\sthành|xong|kết\sthúc|hoàn\stất)\s)?(?:
        trước\shoặc\strong | không\s(?:muộn\shơn|chậm\shơn|quá) | (?:chậm|muộn)\snhất | hạn\s(?:chót|cuối)(?:\scùng)?
      | trước | đến\shết | đến\scuối(?=\s) | đến | tới | hết )
  | (?:hoàn\sthành|xong|kết\sthúc|hoàn\stất)(?:,?\s(?:trình|ban\shành|báo\scáo|trong|vào))*
)
(?:\s(?:là|vào|trong|đến|trước|thời\sđiểm|thời\sgian)){0,2}[:\s]{1,2}
"""
BOUNDED = regex.compile(_BOUND_WORDS + r"(?:lúc\s)?" + HOUR + _A, FLAGS)
# `trong tháng 6/2025`, `trong quý III/2025`, where the clause orders something to be finished
WITHIN = regex.compile(r"(?P<b>trong)\s(?=tháng\s\d|q[uú][yý]\s|\d\stháng)" + HOUR + _A, FLAGS)
# `trước ngày     tháng 8 năm 2025`: the day is left blank
_BLANK = regex.compile(_BOUND_WORDS + r"ngày\s?[.…_\s]{1,12}\s?tháng(?=[\s.…_]|$)", FLAGS)
POINT = regex.compile(r"(?:(?:dự\skiến|trong|vào|lúc|khoảng)\s){0,2}" + HOUR + _A, FLAGS)


def read_bounded(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None:
        return None
    words = regex.sub(r"\s+", " ", match["b"].lower())
    exclusive = words.endswith("trước") or _says_before(match[0].lower())
    bound, at = Bound.BEFORE if exclusive else Bound.BY, _time_of_day(match[0])
    if interval.end is None or interval.start is None:
        return make_deadline(DeadlineKind.BY, bound=bound, reason=interval.reason, confidence=0.3)
    end, reason = interval.end, interval.reason
    if exclusive and interval.grain is not Grain.DAY and not interval.edge:
        # `trước tháng 6/2025`: the last day that counts, which no reader can take for a later one
        end, bound = interval.start - timedelta(days=1), Bound.BY
        reason = reason or "the last day before the period that is named"
    elif exclusive and interval.grain is Grain.DAY and interval.start != interval.end:
        end, bound = interval.start - timedelta(days=1), Bound.BY  # `trước tuần 2 tháng 9`
    if at is not None and bound is Bound.BEFORE and interval.grain is Grain.DAY:
        bound = Bound.BY  # `trước 16 giờ ngày 20/8`: the day itself counts, up to its hour
    return replace(make_deadline(DeadlineKind.BY, end=end, bound=bound, reason=reason), at=at)


def _blank(match: regex.Match[str], context: Context) -> Deadline:
    bound = Bound.BEFORE if "trước" in match[0].lower() else Bound.BY
    return make_deadline(DeadlineKind.BY, bound=bound, reason="the day is left blank", confidence=0.3)


def _time_of_day(words: str) -> str | None:
    """The last time of day in the words: `16:00` of `trước 16 giờ ngày 20/8/2025`."""
    found = None
    for match in _TIME.finditer(words):
        hour, minute = int(match["h"]), int(match["m"] or 0)
        if hour < 24 and minute < 60:
            found = f"{hour:02d}:{minute:02d}"
    return found


def _says_before(words: str) -> bool:
    return "trước" in words and "trước hoặc trong" not in words


# `2/3 khối lượng` is no day
_OF_SOMETHING = regex.compile(r"\s(?!(?:và|hoặc|h[àằ]ng|đến|tới|các|mỗi|dương|của)\b)\p{Ll}")
# `Hoàn thành 100% trong năm 2025`
_DONE = regex.compile(r"(?:hoàn\sthành|xong|hoàn\stất)\b[^.;:,\n]{0,120}$", FLAGS)


def _point(match: regex.Match[str], context: Context) -> Deadline | None:
    if match[0] == "24/7":
        return make_deadline(DeadlineKind.ONGOING)  # at all hours, no day
    interval = _interval(match, "_a", context)
    if interval is None or (match["d4_a"] and _OF_SOMETHING.match(match.string, match.end())):
        return None
    words = match[0].lower()
    done = words.startswith(("trong", "vào")) and _DONE.search(match.string, 0, match.start()) is not None
    by = context.column or interval.edge or done
    kind = DeadlineKind.BY if by else DeadlineKind.PERIOD
    if interval.end is None:
        return make_deadline(kind, reason=interval.reason, confidence=0.3)
    start = None if by else interval.start
    return make_deadline(kind, start, interval.end, bound=Bound.BY if by else None, reason=interval.reason)


# -- two points --------------------------------------------------------------------------------------------------------
_TO = r"(?:\s?[-–—]\s?|\s(?:đến|tới|và)(?:\s(?:hết|cuối|cả))?\s|,\s(?:và\s)?)"
# `từ ngày 30/10/2017 đến 03/11/2017`, `28/12 và cả ngày 29/12/2011`, `Quý II/2025 - Quý I/2026`
RANGE = regex.compile(
    r"(?:(?:dự\skiến|trong|vào|bắt\sđầu|kể)\s){0,2}(?P<from>từ\s)?" + HOUR + _A + r"(?P<to>" + _TO + r")" + HOUR + _B,
    FLAGS,
)
# `giai đoạn 2021 - 2025`, `năm 2025, 2026`, `2025-2026`, `từ năm 2021 đến hết năm 2025`, `thời kỳ 2021-2030`
_YEARS = regex.compile(
    r"(?:(?:trong|giai\sđoạn|thời\skỳ|nhiệm\skỳ|từ|các|khóa|kế\shoạch|thời\sgian)\s){0,2}(?:năm\s)?(?<![\d/.])(?P<y1>(?:19|20)\d{2})"
    r"(?P<to>\s{0,2}(?:[-–—,]|đến(?:\shết)?|và)\s{0,2})(?:năm\s)?(?P<y2>(?:19|20)\d{2})(?![\d/])"
    r"(?P<open>\s?(?:,|và)\s(?:các|những)\snăm\s(?:tiếp\stheo|sau|tiếp|tới))?",
    FLAGS,
)
# `Ngày 26, 27/12/2011`, `15-20/8/2025`, `từ ngày 15 đến ngày 20/8/2025`, `ngày 15 và 16 tháng 8 năm 2025`
DAYS = regex.compile(
    r"(?:(?:dự\skiến|trong|vào|từ)\s){0,2}(?:(?:các\s)?ngày\s)?(?<![\d/.])(?P<d1>[0-3]?\d)(?:,\s?[0-3]?\d){0,5}"
    r"(?:\s?[-–—]\s?|\s(?:đến|và|tới)\s|,\s?)(?:(?:hết\s)?ngày\s)?(?P<d2>[0-3]?\d)\s?(?:/|-|\stháng\s)\s?(?P<m>[01]?\d)"
    r"\s?(?:/|-|\snăm\s)\s?(?P<y>(?:19|20)\d{2})(?!\d)",
    FLAGS,
)
# `Quý II, III/2025`, `Quý I - IV năm 2025`, `tháng 6, 7/2025`, `tháng 3-4 năm 2025`
_PARTS = regex.compile(
    r"(?:(?:trong|vào|từ|các)\s){0,2}(?:(?P<qt>q(?:uý|úy))|tháng)\s(?P<p1>III|II|IV|I|[01]?\d)(?P<more>,\s?(?:III|II|IV|I|[01]?\d)){0,3}"
    r"(?P<to>\s?[-–—]\s?|\s(?:đến|và|tới)\s|,\s?)(?:(?:q(?:uý|úy)|tháng)\s)?(?P<p2>III|II|IV|I|[01]?\d)(?:\s?/\s?|,?\snăm\s|-)(?P<y>(?:19|20)\d{2})(?!\d)",
    FLAGS,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_range(match: regex.Match[str], context: Context) -> Deadline | None:
    last = _interval(match, "_b", context)
    if last is None:
        return None
    first = _interval(match, "_a", context, None if last.end is None else last.end.year)
    if first is None or ("," in match["to"] and first.grain is not last.grain):
        return None
    if first.start is None or last.end is None:
        return make_deadline(DeadlineKind.PERIOD, reason=last.reason or first.reason, confidence=0.3)
    if first.start > last.end:
        if first.reason is not None or first.grain is not Grain.DAY:
            return None
        reason = "the end that is printed lies before the beginning"
        return make_deadline(DeadlineKind.PERIOD, first.start, reason=reason, confidence=0.3)
    listed = regex.match(r"\s?(?:,|và)", match["to"]) is not None
    if listed and first.end is not None and (last.start or last.end) > first.end + timedelta(days=1):
        reason = first.reason or "several times are named: the first"  # `tháng 9/2025 và tháng 12/2025`
        return make_deadline(DeadlineKind.PERIOD, first.start, first.end, reason=reason)
    assumed = last.reason  # the first point takes its year from the second without doubt
    return make_deadline(DeadlineKind.PERIOD, first.start, last.end, reason=assumed)


def _years(match: regex.Match[str], context: Context) -> Deadline | None:
    first, last = int(match["y1"]), int(match["y2"])
    if not first < last <= first + 50:
        return None
    if match["to"].strip() in (",", "và") and last > first + 1 and not match["open"]:
        reason = "several years are named: the first"
        return make_deadline(DeadlineKind.PERIOD, date(first, 1, 1), date(first, 12, 31), reason=reason)
    return make_deadline(DeadlineKind.PERIOD, date(first, 1, 1), None if match["open"] else date(last, 12, 31))


def _days(match: regex.Match[str], context: Context) -> Deadline | None:
    year, month = int(match["y"]), int(match["m"])
    first, last = make_day(year, month, int(match["d1"])), make_day(year, month, int(match["d2"]))
    if first is None or last is None or first > last:
        return None
    return make_deadline(DeadlineKind.PERIOD, first, last)


def _parts(match: regex.Match[str], context: Context) -> Deadline | None:
    first, last = (_ROMAN.get(match[k].lower()) or int(match[k]) for k in ("p1", "p2"))
    size, count = (3, 4) if match["qt"] else (1, 12)
    if (not match["qt"] and not (match["p1"] + match["p2"]).isdigit()) or not 1 <= first < last <= count:
        return None
    year = int(match["y"])
    start, reason = date(year, size * first - size + 1, 1), None
    if match["to"].strip() in (",", "và") and last != first + 1 and not match.captures("more"):
        last, reason = first, "several times are named: the first"  # `tháng 6 và tháng 12/2025` are two
    return make_deadline(DeadlineKind.PERIOD, start, last_day(year, size * last), reason=reason)


# -- open periods ------------------------------------------------------------------------------------------------------
# `Năm 2025 và các năm tiếp theo`, `từ năm 2026 (trở đi)`, `2025 và hằng năm`, `kể từ ngày 01/7/2025`
_OPEN = regex.compile(
    r"(?:(?:trong|bắt\sđầu|thực\shiện|triển\skhai|hoàn\sthành)\s){0,2}(?:(?P<from>(?:kể\s)?từ\s)?"
    + _A
    + r"(?:\strở\sđi|\s?(?:,|và|-|;)\s?(?:trong\s)?"
    r"(?:(?:các|những|h[àằ]ng|mỗi)\snăm(?:\s(?:tiếp(?:\stheo)?|sau|kế\stiếp|tới|về\ssau))?"
    r"|trở\sđi|thường\sxuyên|năm\stiếp\stheo|giai\sđoạn\stiếp\stheo)|(?(from)(?!\s?[-–—]|,?\s(?:đến|tới)\s|\s(?:và|,)\s\d)|(?!))))",
    FLAGS,
)


def _open(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None:
        return None
    if interval.start is None:
        return make_deadline(DeadlineKind.PERIOD, reason=interval.reason, confidence=0.3)
    return make_deadline(DeadlineKind.PERIOD, interval.start, reason=interval.reason)


# -- up to a point -----------------------------------------------------------------------------------------------------
# `từ tháng 8 năm 1995 trở về trước`
_BACK = regex.compile(r"(?:từ\s)?" + _A + r"\strở\svề\strước", FLAGS)


def _back(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None or interval.end is None:
        return None
    return make_deadline(DeadlineKind.BY, end=interval.end, bound=Bound.BY, reason=interval.reason)


# -- after a point -----------------------------------------------------------------------------------------------------
# `sau năm 2025`, `sau ngày 01/7/2025`, `sau quý I/2026`
_LATER = regex.compile(r"(?:từ\s)?sau\s(?=ngày\s\d|năm\s\d|tháng\s\d|q[uú][yý]\s|\d{1,2}/\d)" + _A, FLAGS)


def _later(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None or interval.end is None:
        return None
    start = interval.end + timedelta(days=1)
    return make_deadline(DeadlineKind.PERIOD, start, reason=interval.reason or "begins after the time that is named")


# -- counted from a day or an event ------------------------------------------------------------------------------------
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_NUMBERS |= {"mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "sáu mươi": 60, "chín mươi": 90}
_COUNT = (
    r"(?<![\d.,/]|\p{L})(?P<n>\d{1,3}|(?:hai|ba|sáu|chín)\smươi|mười(?:\slăm)?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)\s"
    r"(?:\([^()\n]{1,30}\)\s)?(?P<u>ngày|giờ|tháng|tuần|quý|năm)(?P<work>\slàm\sviệc|\s\(làm\sviệc\))?"
)
_LIMIT = (
    r"(?P<pre>(?:(?:chậm|muộn)\snhất|trong|không\squá|sau|tối\sđa|thời\shạn|thời\sgian|ít\snhất|tối\sthiểu)\s)?"
    r"(?:(?:là|trong|vòng|thời\shạn|thời\sgian|khoảng|sau|không\squá|tối\sđa|vào)\s){0,3}:?\s?"
)
_REST = r"(?:,?\s\(?(?:không|chưa)\s(?:bao\sgồm|kể|tính)\s[^;.\n()]{3,60}?\)?)?"
# `trong vòng 05 ngày làm việc kể từ ngày nhận được`, `30 ngày kể từ ngày 01/7/2025`, `Sau 10 ngày kể từ ngày kết thúc`
COUNTED = regex.compile(
    _LIMIT
    + _COUNT
    + _REST
    + r",?\s(?:(?:được\s)?(?:tính\s)?(?:kể\s)?từ|sau|tiếp\stheo)(?:\s(?:thời\sđiểm|lúc))?\s"
    + rf"(?:(?P<day>{HOUR}(?:ngày\s)?(?=ngày|\d)"
    + _A
    + r")|(?P<anchor>[^.,;\n()]{1,160}))",
    FLAGS,
)
# `chậm nhất 07 ngày trước khi diễn ra cuộc họp`, `20 ngày trước ngày 01/6/2025`
BACKWARD = regex.compile(
    _LIMIT
    + r"(?:trước\s)?"
    + _COUNT
    + r",?\strước\s(?:(?P<day>"
    + rf"{HOUR}(?=ngày\s\d|\d)"
    + _A
    + r")|(?P<anchor>(?:khi|ngày|kỳ|phiên|thời\sđiểm|lúc|hội\snghị|cuộc\shọp|ngày\sbầu\scử)\b[^.,;\n()]{1,160}))",
    FLAGS,
)
# `trước khi diễn ra kỳ họp 15 ngày`, `trước ngày họp ít nhất 05 ngày làm việc`
BACKWARD_AFTER = regex.compile(
    r"trước\s(?P<anchor>(?:khi|ngày|kỳ|phiên|thời\sđiểm|lúc)\s(?!\d)[^.,;\n()]{2,80}?)\s(?P<pre>ít\snhất|tối\sthiểu|chậm\snhất|là|khoảng)?\s?(?:là\s)?"
    + _COUNT
    + r"(?!\s(?:kể|tính|sau|trước|tháng|năm|\d))(?P<day>(?!))?",
    FLAGS,
)
# `30 ngày`, `trong vòng 06 tháng`: a whole value
_DURATION = regex.compile(_LIMIT + _COUNT + r"\s?(?:[.,;(]|$)(?P<day>(?!))?(?P<anchor>(?!))?", FLAGS)


_BEFORE = regex.compile(r"[^.;\n]*+$")  # of a sentence
_AFTER = regex.compile(r"[^.;\n]{0,200}+")


def read_counted(match: regex.Match[str], context: Context) -> Deadline | None:
    """A term counted from a day that is printed becomes that day; from any other event it waits."""
    word, unit = regex.sub(r"\s+", " ", match["n"].lower()), match["u"].lower()
    count = int(word) if word.isdigit() else _NUMBERS[word]
    backward = match.re in (BACKWARD, BACKWARD_AFTER)
    if not 0 < count <= 999:
        return None
    term = Term(-count if backward else count, unit, bool(match["work"]) and unit == "ngày")
    anchor = match["day"] or match["anchor"]
    waits = replace(
        make_deadline(DeadlineKind.EVENT),
        anchor=anchor.strip() if anchor else None,
        offset=term.iso,
        working=term.working,
    )
    if match["day"] is None:
        if not anchor:
            return replace(waits, confidence=0.6, reason="counted from a day that is not said")
        before = _BEFORE.search(match.string, max(0, match.start() - 300), match.start())
        after = _AFTER.match(match.string, match.end())
        if is_unclear(waits, f"{before[0] if before else ''} {after[0] if after else ''}"):
            return replace(waits, confidence=0.7, reason=UNCLEAR)
        return _from_own_day(waits, context)
    interval = _interval(match, "_a", context)
    if interval is None or interval.end is None or interval.grain is not Grain.DAY or interval.start != interval.end:
        return waits
    if (match["pre"] or "").lower().startswith("sau"):
        end = last_day_of(term, interval.end)
        return None if end is None else make_deadline(DeadlineKind.PERIOD, end, reason="begins when the term is over")
    reason = interval.reason or "counted from the named day, which is left out (Bộ luật Dân sự 2015, Điều 147)"
    return count_from(waits, interval.end, reason=reason, confidence=0.7 if interval.reason else 0.85)


def _from_own_day(waits: Deadline, context: Context) -> Deadline:
    """`30 ngày kể từ ngày ký`: where the document's own day is printed in full, the last day by reckoning is `due`."""
    today, key = context.today, event_key(waits)
    if today is None or today.month is None or today.day is None or key not in (SIGNED, EFFECT) or waits.offset is None:
        return waits
    if key == EFFECT:
        return waits
    counted = count_from(waits, date(today.year, today.month, today.day), reason="")
    if counted.end is None:
        return waits
    day = counted.due.value if counted.due is not None else counted.end
    return replace(waits, due=Found(day, None, 0.8, f"counted from {today}, the day the document was signed"))


# -- words -------------------------------------------------------------------------------------------------------------
_ONGOING = regex.compile(
    r"(?:nhiệm\svụ\s)?(?:thường\sxuyên|(?<!(?:năm|tháng|ngày|giờ|việc)\s)liên\stục|xuyên\ssuốt|dài\shạn|lâu\sdài)\b",
    FLAGS,
)
# `Sau khi các Bộ ban hành`, `Theo hướng dẫn của cấp trên`, `Trong quá trình triển khai`, `Khi có yêu cầu`, `Đột xuất`,
# `Cuối đợt giám sát`, `trước khi diễn ra kỳ họp 15 ngày`
EVENT = regex.compile(
    r"\b(?:(?:ngay\s)?sau\s(?!năm)|(?:ngay\s)?khi\s|theo\s|căn\scứ\s|trong\s(?:quá\strình|suốt|thời\sgian)\b|trước\s(?:khi|trong|kỳ|thời\sđiểm|ngày(?!\s{0,12}[\d.…_]|\s{1,12}tháng))\s"
    r"|(?:trước|sau|trong|nhân)?\s?\b(?:dịp|Tết|mùa|lễ)\s(?!\d)|trước\s(?:đợt|vụ|hội|năm\shọc)\b|đột\sxuất|cuối\s(?:đợt|kỳ|khóa|nhiệm)"
    r"|kỳ\shọp|đồng\sthời\svới|cùng\s(?:với|thời)|tùy|khi\scần|tại\s(?:kỳ|hội\snghị)|cho\sđến\skhi|đến\skhi|kể\stừ\skhi|từ\skhi|phù\shợp\s)",
    FLAGS,
)


_SPANS_ON = regex.compile(r"(?:ngay\s)?(?:sau|khi|kể\stừ|từ|trước\skhi|cho\sđến\skhi|đến\skhi)\b", FLAGS)


def _ongoing(match: regex.Match[str], context: Context) -> Deadline:
    return make_deadline(DeadlineKind.ONGOING)


_WAITS_FOR = regex.compile(r"\s*(?P<a>[^.;\n]{3,160})")


def _event(match: regex.Match[str], context: Context) -> Deadline:
    anchor = _WAITS_FOR.match(match.string, match.end()) if _SPANS_ON.match(match[0]) else None
    return replace(make_deadline(DeadlineKind.EVENT), anchor=anchor["a"].strip(" ,") if anchor else None)


# In a whole value the leftmost reading wins; of those that begin together, the first of this list.
VALUE_RULES: tuple[tuple[regex.Pattern[str], Reader], ...] = (
    (COUNTED, read_counted),
    (BACKWARD, read_counted),
    (BACKWARD_AFTER, read_counted),
    (_BACK, _back),
    (_LATER, _later),
    (_OPEN, _open),
    (_YEARS, _years),
    (DAYS, _days),
    (_PARTS, _parts),
    (RANGE, read_range),
    (_BLANK, _blank),
    (BOUNDED, read_bounded),
    (EVENT, _event),
    (POINT, _point),
    (_ONGOING, _ongoing),
    (_DURATION, read_counted),
)


def of_recurrence(rule: Recurrence) -> Deadline:
    """The deadline that a recurrence makes."""
    return make_deadline(DeadlineKind.RECURRING, rrule=rule.rrule, bound=rule.bound, reason=rule.reason)
