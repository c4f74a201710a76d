"""The rules of the language of deadlines: a pattern for each way to name one, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import regex

from normalize.model import Bound, Deadline, DeadlineKind, PartialDate
from normalize.recurrences import Recurrence
from normalize.time_points import Grain, Interval, last_day, make_day, point_pattern, read_point

FLAGS = regex.VERBOSE | regex.IGNORECASE
_A, _B = point_pattern("_a"), point_pattern("_b")
# `16 giờ 00`, `8h00-10h00`, `Chiều`, `cả`
_CLOCK = r"\d{1,2}\s?(?:giờ|h|g|:)\s?\d{0,2}(?:\sphút)?"
_HOUR = rf"(?:(?:{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?|sáng|chiều|tối|cả)[,\s]{{1,3}}){{0,2}}"


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
BOUNDED = regex.compile(_BOUND_WORDS + r"(?:lúc\s)?" + _HOUR + _A, FLAGS)
POINT = regex.compile(r"(?:(?:dự\skiến|trong|vào|lúc|khoảng)\s){0,2}" + _HOUR + _A, FLAGS)


def read_bounded(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None:
        return None
    words = regex.sub(r"\s+", " ", match["b"].lower())
    exclusive = words.endswith("trước") or (words + " ").endswith("trước ") or _says_before(match[0].lower())
    if interval.end is None:
        return make_deadline(DeadlineKind.BY, bound=_bound(exclusive), reason=interval.reason, confidence=0.3)
    end, reason = interval.end, interval.reason
    if exclusive and interval.grain is not Grain.DAY and not interval.edge and interval.start is not None:
        end, reason = interval.start, reason or "before the first day of the named period"
    if words.endswith("đến cuối"):
        end = interval.end
    return make_deadline(DeadlineKind.BY, end=end, bound=_bound(exclusive), reason=reason)


def _says_before(words: str) -> bool:
    return "trước" in words and "trước hoặc trong" not in words


def _bound(exclusive: bool) -> Bound:
    return Bound.BEFORE if exclusive else Bound.BY


def _point(match: regex.Match[str], context: Context) -> Deadline | None:
    interval = _interval(match, "_a", context)
    if interval is None:
        return None
    by = context.column or interval.edge
    kind = DeadlineKind.BY if by else DeadlineKind.PERIOD
    if interval.end is None:
        return make_deadline(kind, reason=interval.reason, confidence=0.3)
    start = None if by else interval.start
    return make_deadline(kind, start, interval.end, bound=Bound.BY if by else None, reason=interval.reason)


# -- two points --------------------------------------------------------------------------------------------------------
_TO = r"(?:\s?[-–—]\s?|\s(?:đến|tới|và)(?:\s(?:hết|cuối|cả))?\s|,\s(?:và\s)?)"
# `từ ngày 30/10/2017 đến 03/11/2017`, `28/12 và cả ngày 29/12/2011`, `Quý II/2025 - Quý I/2026`
RANGE = regex.compile(
    r"(?:(?:dự\skiến|trong|vào|bắt\sđầu|kể)\s){0,2}(?P<from>từ\s)?" + _HOUR + _A + r"(?P<to>" + _TO + r")" + _HOUR + _B,
    FLAGS,
)
# `giai đoạn 2021 - 2025`, `năm 2025, 2026`, `2025-2026`, `từ năm 2021 đến hết năm 2025`, `thời kỳ 2021-2030`
_YEARS = regex.compile(
    r"(?:(?:trong|giai\sđoạn|thời\skỳ|nhiệm\skỳ|từ|các|khóa|kế\shoạch|thời\sgian)\s){0,2}(?:năm\s)?(?<![\d/.])(?P<y1>(?:19|20)\d{2})"
    r"\s{0,2}(?:[-–—,]|đến(?:\shết)?|và)\s{0,2}(?:năm\s)?(?P<y2>(?:19|20)\d{2})(?![\d/])"
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
    r"(?:(?:trong|vào|từ|các)\s){0,2}(?:(?P<qt>q(?:uý|úy))|tháng)\s(?P<p1>III|II|IV|I|[01]?\d)(?:,\s?(?:III|II|IV|I|[01]?\d)){0,3}"
    r"(?:\s?[-–—]\s?|\s(?:đến|và|tới)\s|,\s?)(?:(?:q(?:uý|úy)|tháng)\s)?(?P<p2>III|II|IV|I|[01]?\d)(?:\s?/\s?|,?\snăm\s|-)(?P<y>(?:19|20)\d{2})(?!\d)",
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
        return None
    assumed = last.reason  # the first point takes its year from the second without doubt
    return make_deadline(DeadlineKind.PERIOD, first.start, last.end, reason=assumed)


def _years(match: regex.Match[str], context: Context) -> Deadline | None:
    first, last = int(match["y1"]), int(match["y2"])
    if not first < last <= first + 50:
        return None
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
    return make_deadline(DeadlineKind.PERIOD, date(year, size * first - size + 1, 1), last_day(year, size * last))


# -- open periods ------------------------------------------------------------------------------------------------------
# `Năm 2025 và các năm tiếp theo`, `từ năm 2026 (trở đi)`, `2025 và hằng năm`, `kể từ ngày 01/7/2025`
_OPEN = regex.compile(
    r"(?:(?:trong|bắt\sđầu|thực\shiện|triển\skhai|hoàn\sthành)\s){0,2}(?:(?P<from>(?:kể\s)?từ\s)?"
    + _A
    + r"(?:\s?(?:,|và|trở\sđi|-|;)\s?(?:trong\s)?"
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


# -- counted from a day or an event ------------------------------------------------------------------------------------
# `trong vòng 05 ngày làm việc kể từ ngày nhận được`, `30 ngày kể từ ngày 01/7/2025`, `Sau 10 ngày kể từ ngày kết thúc`
COUNTED = regex.compile(
    r"(?:(?:chậm\snhất|muộn\snhất|trong|không\squá|sau|trước)\s)?(?:(?:là|trong|vòng|thời\shạn|thời\sgian|khoảng|sau|không\squá|tối\sđa)\s){0,3}"
    r"(?<!\d)(?P<n>\d{1,3})\s(?:\([^()]{1,30}\)\s)?(?P<u>ngày|giờ|tháng|tuần|năm)(?P<work>\slàm\sviệc)?,?\s(?:(?:được\s)?(?:tính\s)?(?:kể\s)?từ|sau)\s(?:thời\sđiểm\s)?"
    r"(?:(?P<day>ngày\s" + _A + r")|(?P<anchor>(?:ngày|khi|lúc)?\s?[^.,;\n]{0,160}))",
    FLAGS,
)


def read_counted(match: regex.Match[str], context: Context) -> Deadline | None:
    if match["day"] is None:
        return make_deadline(DeadlineKind.EVENT)
    interval = _interval(match, "_a", context)
    if interval is None or interval.end is None:
        return make_deadline(DeadlineKind.EVENT)
    if match["work"] or match["u"].lower() not in ("ngày", "tuần"):
        return make_deadline(DeadlineKind.EVENT, interval.end, reason="counted in working days, hours or months")
    days = int(match["n"]) * (7 if match["u"].lower() == "tuần" else 1)
    reason = interval.reason or "counted from the named day, which is left out (Bộ luật Dân sự 2015, Điều 147)"
    return make_deadline(DeadlineKind.BY, end=interval.end + timedelta(days), bound=Bound.BY, reason=reason)


# -- words -------------------------------------------------------------------------------------------------------------
_ONGOING = regex.compile(r"(?:nhiệm\svụ\s)?(?:thường\sxuyên|liên\stục|xuyên\ssuốt|dài\shạn|lâu\sdài)\b", FLAGS)
# `Sau khi các Bộ ban hành`, `Theo hướng dẫn của cấp trên`, `Trong quá trình triển khai`, `Khi có yêu cầu`, `Đột xuất`,
# `Cuối đợt giám sát`, `trước khi diễn ra kỳ họp 15 ngày`
EVENT = regex.compile(
    r"\b(?:(?:ngay\s)?sau\s(?!năm)|(?:ngay\s)?khi\s|theo\s|căn\scứ\s|trong\s(?:quá\strình|suốt|thời\sgian)\b|trước\s(?:khi|trong|kỳ|thời\sđiểm)\s|đột\sxuất|cuối\s(?:đợt|kỳ|khóa|nhiệm)"
    r"|kỳ\shọp|đồng\sthời\svới|cùng\s(?:với|thời)|tùy|khi\scần|tại\s(?:kỳ|hội\snghị)|cho\sđến\skhi|đến\skhi|kể\stừ\skhi|từ\skhi|phù\shợp\s)",
    FLAGS,
)


def _ongoing(match: regex.Match[str], context: Context) -> Deadline:
    return make_deadline(DeadlineKind.ONGOING)


def _event(match: regex.Match[str], context: Context) -> Deadline:
    return make_deadline(DeadlineKind.EVENT)


# In a whole value the leftmost reading wins; of those that begin together, the first of this list.
VALUE_RULES: tuple[tuple[regex.Pattern[str], Reader], ...] = (
    (COUNTED, read_counted),
    (_OPEN, _open),
    (_YEARS, _years),
    (DAYS, _days),
    (_PARTS, _parts),
    (RANGE, read_range),
    (BOUNDED, read_bounded),
    (EVENT, _event),
    (POINT, _point),
    (_ONGOING, _ongoing),
)


def of_recurrence(rule: Recurrence) -> Deadline:
    """The deadline that a recurrence makes."""
    return make_deadline(DeadlineKind.RECURRING, rrule=rule.rrule, bound=rule.bound, reason=rule.reason)
