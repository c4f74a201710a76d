"""Vietnamese deadlines -> Deadline: whole values (`Quý IV/2025`, `Thường xuyên`) and in prose (`trước ngày 05/12`)."""

from __future__ import annotations

from dataclasses import replace

import regex

from extract.model import Span
from normalize.deadline_rules import (
    BOUNDED,
    COUNTED,
    FLAGS,
    RANGE,
    VALUE_RULES,
    Context,
    make_deadline,
    of_recurrence,
    read_bounded,
    read_counted,
    read_range,
)
from normalize.model import Bound, Deadline, DeadlineKind, PartialDate
from normalize.recurrences import Recurrence, find_recurrences

# What stands in a cell for nothing: `-`, `x`, `nt`, a lone number.
_EMPTY = regex.compile(r"(?:[\W_]*|x|nt|đã\s(?:hoàn\sthành|thực\shiện|xong)|như\strên|không|không\scó|\d{1,3})", FLAGS)
_LABEL = regex.compile(
    r"[-–+•*\s]{0,4}(?:thời\s(?:gian|hạn)|tiến\sđộ|hạn)(?:\s(?:thực\shiện|hoàn\sthành|dự\skiến|báo\scáo|trình)){0,2}\s?:\s?",
    FLAGS,
)
_TRIM = " .;,:-–+•*\n"
_WORD = regex.compile(r"\p{L}{2}")


def parse_deadline(text: str, *, document_date: PartialDate | None = None, column: bool = False) -> Deadline | None:
    """The deadline that a whole value means; None for an empty or meaningless one.

    `column` is True where the value stands for completion (a column or label `Thời gian hoàn thành`, `Thời hạn`): then
    a bare `12/2025`, `Quý III/2025` or `2025` is done by its last day, elsewhere it is a period. Of several deadlines
    the first is given. `document_date` gives the year that `30/6` leaves out. `span` covers the words in `text`.
    """
    begin = label.end() if (label := _LABEL.match(text)) else 0
    words = text[begin:].strip(_TRIM)
    if _EMPTY.fullmatch(words):
        return None
    deadline = _first(words, Context(document_date, column))
    if deadline is None:
        if _WORD.search(words) is None:
            return None
        deadline = make_deadline(DeadlineKind.EVENT, reason="not understood as a time", confidence=0.4)
    start = text.index(words, begin)
    return replace(deadline, text=words, span=Span(start, start + len(words)))


def _first(words: str, context: Context) -> Deadline | None:
    """The leftmost reading; of those that begin together the first of the rules, recurrences before all."""
    best: Deadline | None = None
    limit = len(words) + 1
    if recurrences := find_recurrences(words):
        limit, best = recurrences[0][0], of_recurrence(recurrences[0][2])
    for pattern, read in VALUE_RULES:
        for match in pattern.finditer(words):
            if match.start() >= limit:
                break
            if (deadline := read(match, context)) is not None:
                limit, best = match.start(), deadline
                break
    return best


# -- prose -------------------------------------------------------------------------------------------------------------
# Worth a closer look: most paragraphs name no time at all.
_WORTH = regex.compile(
    r"(?i)\b(?:trước|nhất|hạn|hết|xong|hoàn thành|kết thúc|trong (?:tháng|quý|qúy)|không quá|dự kiến|từ ngày"
    r"|h[àằ]ng|mỗi|định kỳ|lần|kể từ|sau|cuối|thời gian)\b"
)
# `trong tháng 6/2025`, `trong quý III/2025`, where the clause orders something to be finished
_WITHIN = regex.compile(
    r"(?P<b>trong)\s(?=tháng\s\d|q[uú][yý]\s|\d\stháng)" + BOUNDED.pattern.split("(?:lúc\\s)?", 1)[1], FLAGS
)
_FINISHING = regex.compile(
    r"(?:hoàn\sthành|xong|trình|ban\shành|báo\scáo|gửi|phê\sduyệt|tham\smưu|đề\sxuất|công\sbố|nghiệm\sthu|khởi\scông|bàn\sgiao|phát\shành)\b[^.;\n]{0,200}$",
    FLAGS,
)
# What the words just before a date say when it is no deadline: `được phê duyệt trước ngày`, validity.
_PAST = regex.compile(
    r"(?:(?<!phải\s|cần\s|bảo\sđảm\s|đảm\sbảo\s|để\s)(?:đã|được)\s(?:[\p{L}]+\s){1,6}(?:từ\s)?|(?:hiệu\slực|hiệu\slực\sthi\shành|áp\sdụng|sinh|tồn\stại|phát\ssinh|thời\sđiểm|tính|số\sliệu)\s(?:[\p{L}]+\s){0,3})$",
    FLAGS,
)
# ... and the words just after: `trước ngày 01/7/2025 mà chưa ...`, `thì`, `nhưng`.
_CONDITION = regex.compile(r",?\s(?:mà|thì|nhưng|chưa|đã|vẫn|được\s(?:tiếp|áp|thực))\b", FLAGS)
# `thời gian thực hiện: Quý II/2025` inside a paragraph
_INLINE = regex.compile(
    r"(?P<l>(?:thời\s(?:gian|hạn)|tiến\sđộ)(?:\s(?P<done>hoàn\sthành|báo\scáo|trình|gửi)|\sthực\shiện|\sdự\skiến){0,2}\s?:\s?)(?P<v>[^.;()\n]{2,240})",
    FLAGS,
)
# `sau khi Trung ương, Bộ Chính trị có chỉ đạo`, `sau khi có quyết định của Thủ tướng Chính phủ`
_AFTER = regex.compile(
    r"(?:ngay\s)?sau\skhi\s(?:có\s(?:quyết\sđịnh|chỉ\sđạo|ý\skiến|hướng\sdẫn|văn\sbản|kết\sluận|chủ\strương|kết\squả\s(?:thẩm|phê))[^.;,\n]{0,120}"
    r"|(?!được)[^.;\n]{2,90}?\s(?:có\s(?:chỉ\sđạo|ý\skiến|hướng\sdẫn|quyết\sđịnh|văn\sbản)|được\s(?:ban\shành|phê\sduyệt|thông\squa)|ban\shành|phê\sduyệt|thông\squa|có\shiệu\slực)(?:[^.;,\n]{0,80}))",
    FLAGS,
)
# `Cuối đợt giám sát (sau 05 ngày làm việc)`
_END_OF = regex.compile(r"(?<=^|[.;:]\s)cuối\s(?:đợt|kỳ|khóa|nhiệm\skỳ)\s[^.;,()\n]{2,60}(?:\([^()\n]{1,60}\))?", FLAGS)
# Nouns that make `hàng năm` an adjective: `kế hoạch hàng năm`, `kinh phí hằng năm`.
_NOUN = regex.compile(
    r"(?:kế\shoạch|kinh\sphí|dự\stoán|ngân\ssách|chương\strình|trung\shạn(?:\svà|,)?|nhiệm\svụ|thống\skê|bình\squân|tăng|chi\sphí|nguồn\svốn|vốn|danh\smục|định\smức|công\stác|phí|thu|chi|tiền|lương|mục\stiêu|chỉ\stiêu"
    r"|sản\slượng|số\sliệu|đánh\sgiá|xếp\sloại|giai\sđoạn|năm\snăm|5\snăm(?:,|\svà)?|kiểm\stoán|quyết\stoán|hội\snghị|sơ\skết|tổng\skết|nghỉ|phép|đại\shội|giao\sban|học\sphí|mức|chất\slượng|nhà\snước|đảng\sviên|công\schức|đào\stạo|sinh\shoạt|tỷ\slệ|trung\sbình|thường\skỳ)\s\(?$",
    FLAGS,
)
_ORDERED = regex.compile(r"(?:báo\scáo|gửi|định\skỳ)[^.;\n]{0,70}$", FLAGS)
_CLOSING = regex.compile(r"\s?(?:[.,;:()]|$)")
_YEARLY = regex.compile(r"(?:h[àằ]ng|mỗi)\snăm|định\skỳ", FLAGS)
_OPENING = regex.compile(r"(?:^|[.;:\n]\s?|[-–+•]\s)$")


def find_deadlines(text: str, *, document_date: PartialDate | None = None) -> tuple[Deadline, ...]:
    """The deadlines that prose gives for its task, in order, each with its span in `text`.

    Left out on purpose: dates of documents cited, periods and years in titles, validity, conditions (`được phê duyệt
    trước ngày ...`), `thường xuyên` as an adverb, `hàng năm` as an adjective (`kế hoạch hàng năm`).
    """
    if _WORTH.search(text) is None:
        return ()
    context, found = Context(document_date, False), list[Deadline]()

    def add(start: int, end: int, deadline: Deadline | None) -> None:
        if (
            deadline is None
            or _is_long_past(deadline, document_date)
            or any(d.span is not None and start < d.span.end and d.span.start < end for d in found)
        ):
            return
        words = text[start:end].rstrip(" ,;.")
        found.append(replace(deadline, text=words, span=Span(start, start + len(words))))

    for match in _INLINE.finditer(text):
        value = parse_deadline(match["v"], document_date=document_date, column=match["done"] is not None)
        if value is not None and value.confidence > 0.4:
            add(match.start("v"), match.end("v"), value)
    for start, end, rule in find_recurrences(text):
        if _is_ordered(text, start, end, rule):
            add(start, end, of_recurrence(rule))
    for match in COUNTED.finditer(text):
        if _starts_clause(text, match.start()) or match["day"] is not None:
            add(match.start(), match.end(), read_counted(match, context))
    for match in RANGE.finditer(text):
        if match["from"] is not None and "ngày" in match[0].lower() and not _PAST.search(_before(text, match.start())):
            add(match.start(), match.end(), read_range(match, context))
    for match in BOUNDED.finditer(text):
        if _is_bound(text, match):
            add(match.start(), match.end(), _every_year(text, match) or read_bounded(match, context))
    for match in _WITHIN.finditer(text):
        if _FINISHING.search(text, max(0, match.start() - 240), match.start()):
            add(match.start(), match.end(), read_bounded(match, context))
    for pattern in (_AFTER, _END_OF):
        for match in pattern.finditer(text):
            add(
                match.start(), match.end(), make_deadline(DeadlineKind.EVENT, confidence=0.7, reason="waits for an act")
            )
    return tuple(sorted(_without_vague(text, found), key=lambda d: d.span.start if d.span else 0))


def _without_vague(text: str, found: list[Deadline]) -> list[Deadline]:
    """`định kỳ hằng năm báo cáo ... trước ngày 31 tháng 12` is one deadline: the bare `hằng năm` of it goes."""
    exact = [d.span.start for d in found if d.span and d.rrule and "BYMONTHDAY" in d.rrule and "YEARLY" in d.rrule]
    return [
        d
        for d in found
        if d.rrule != "FREQ=YEARLY"
        or d.span is None
        or not any(
            d.span.end <= e and "." not in text[d.span.end : e] and ";" not in text[d.span.end : e] for e in exact
        )
    ]


def _is_long_past(deadline: Deadline, document_date: PartialDate | None) -> bool:
    """True where the day lies years before the document: a condition (`nhà ở xây dựng trước ngày 01/7/2006`)."""
    end = deadline.end or deadline.start
    return end is not None and document_date is not None and end.year < document_date.year - 1


def _every_year(text: str, match: regex.Match[str]) -> Deadline | None:
    """`định kỳ hằng năm báo cáo ... trước ngày 31 tháng 12`: a day without a year, said of every year."""
    day, month = (
        next((int(match[g]) for g in groups if match[g]), 0)
        for groups in (("d2_a", "d3_a", "d4_a"), ("m2_a", "m5_a", "m6_a"))
    )
    if not day or not 1 <= month <= 12 or match["y2_a"] or match["y2b_a"]:
        return None
    start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start()), 0)
    stop = text.find(". ", match.end())
    if _YEARLY.search(text, start, len(text) if stop < 0 else stop) is None:
        return None
    bound = Bound.BEFORE if "trước" in match["b"].lower() and "trong" not in match["b"].lower() else Bound.BY
    rule = Recurrence(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", bound, "`hằng năm` stands apart from the day")
    return of_recurrence(rule)


def _before(text: str, start: int, length: int = 80) -> str:
    return text[max(0, start - length) : start]


def _starts_clause(text: str, start: int) -> bool:
    return _OPENING.search(_before(text, start, 3)) is not None or start == 0


def _is_bound(text: str, match: regex.Match[str]) -> bool:
    words = regex.sub(r"\s+", " ", match["b"].lower())
    before = _before(text, match.start())
    if _PAST.search(before) or _CONDITION.match(text, match.end()):
        return False
    if words in ("đến", "tới", "hết", "đến cuối"):
        return False
    exact = any(match[g] for g in ("d1_a", "d2_a", "d3_a", "d4_a"))
    if words == "đến hết" and not exact:
        return _FINISHING.search(before) is not None
    if words == "trước" and not exact:
        return _FINISHING.search(before) is not None
    if match["d4_a"] and not match["y1_a"]:  # `hoàn thành 2/3 khối lượng`
        return words not in ("hoàn thành", "xong", "kết thúc", "không quá")
    return True


def _is_ordered(text: str, start: int, end: int, rule: Recurrence) -> bool:
    words = text[start:end].lower()
    before = _before(text, start, 100)
    if not rule.plain and ("BYDAY" in rule.rrule or "BYMONTHDAY" in rule.rrule):
        return True
    if words.startswith("định kỳ"):
        return True
    if _NOUN.search(before):
        return False
    if _starts_clause(text, start):
        return not words.startswith("mỗi")
    if _ORDERED.search(before) is None or before.lower().endswith("báo cáo "):
        return False
    return _CLOSING.match(text, end) is not None
