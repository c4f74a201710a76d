"""Vietnamese deadlines -> Deadline: whole values (`Quý IV/2025`, `Thường xuyên`) and in prose (`trước ngày 05/12`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extract.model import Span
from normalize.deadline_context import (
    finishes,
    is_bound,
    is_every_year,
    is_ordered,
    is_ordered_term,
    is_past,
    opens_finishing,
    role_of,
    starts_clause,
)
from normalize.deadline_rules import (
    BACKWARD,
    BACKWARD_AFTER,
    BOUNDED,
    COUNTED,
    FLAGS,
    RANGE,
    VALUE_RULES,
    WITHIN,
    Context,
    make_deadline,
    of_recurrence,
    read_bounded,
    read_counted,
    read_range,
)
from normalize.model import Bound, Deadline, DeadlineKind, PartialDate
from normalize.recurrences import Place, Recurrence, find_recurrences

# What stands in a cell for nothing: `-`, `x`, `nt`, a lone number.
_EMPTY = regex.compile(r"(?:[\W_]*|x|nt|đã\s(?:hoàn\sthành|thực\shiện|xong)|như\strên|không|không\scó|\d{1,3})", FLAGS)
_LABEL = regex.compile(
    r"[-–+•*\s]{0,4}(?:thời\s(?:gian|hạn)|tiến\sđộ|hạn)(?:\s(?:thực\shiện|hoàn\sthành|dự\skiến|báo\scáo|trình)){0,2}\s?:\s?",
    FLAGS,
)
_LONGEST_VALUE = 4000  # characters of a value; the rest of a cell that is longer is no deadline
_MOST_IN_VALUE = 8
_LONGEST_LIST = 800  # characters of a value that lists several; of a longer one the first is read
_MOST_READINGS = 24  # after the first; most of a value that has so many are no deadlines
_MOST_IN_PROSE = 40
_SURE = 0.8  # confidence from which a deadline in prose stands beside that of a label or column
# A date after the number of a document is that document's: `Kế hoạch số 12/KH-UBND ngày 05/6/2025`.
_CITED = regex.compile(r"(?:/|\d-)[A-ZĐ][\w-]{1,20}(?:,?\s(?:ban\shành\s)?)$")
_SEPARATOR = regex.compile(r"[;.,]\s")
_TRIM = " .;,:-–+•*\n"
_WORD = regex.compile(r"\p{L}{2}")


def parse_deadline(text: str, *, document_date: PartialDate | None = None, column: bool = False) -> Deadline | None:
    """The deadline that a whole value means; None for an empty or meaningless one.

    `column` is True where the value stands for completion (a column or label `Thời gian hoàn thành`, `Thời hạn`): then
    a bare `12/2025`, `Quý III/2025` or `2025` is done by its last day, elsewhere it is a period. Of several deadlines
    the first is given. `document_date` gives the year that `30/6` leaves out. `span` covers the words in `text`.
    """
    found = _parse(text, Context(document_date, column), most=1)
    return found[0] if found else None


def parse_deadlines(
    text: str, *, document_date: PartialDate | None = None, column: bool = False
) -> tuple[Deadline, ...]:
    """All deadlines of a whole value, the first as `parse_deadline` gives it, the others with a day or rule each.

    `Hoàn thành trong Quý III/2025, báo cáo trước ngày 15/10/2025` are two, the roles `complete` and `report`.
    """
    return _parse(text, Context(document_date, column), most=_MOST_IN_VALUE)


def _parse(text: str, context: Context, most: int) -> tuple[Deadline, ...]:
    begin = label.end() if (label := _LABEL.match(text)) else 0
    words = text[begin:].strip(_TRIM)
    if len(words) > _LONGEST_VALUE or _EMPTY.fullmatch(words):
        return ()
    start = text.index(words, begin)
    span = Span(start, start + len(words))
    line = " ".join(words.split())
    rules = find_recurrences(line)
    hit = _first(line, 0, rules, context)
    if hit is None:
        if _WORD.search(words) is None:
            return ()
        unknown = make_deadline(DeadlineKind.EVENT, reason="not understood as a time", confidence=0.4)
        return (replace(unknown, text=words, span=span),)
    found = [replace(hit[2], text=line, span=span, role=role_of(line, hit[0], hit[1]))]
    first = hit
    for _ in range(_MOST_READINGS if len(line) <= _LONGEST_LIST else 0):
        if len(found) >= most or (hit := _first(line, hit[1], rules, context)) is None:
            break
        start, end, deadline = hit
        if deadline.kind in (DeadlineKind.EVENT, DeadlineKind.ONGOING) or _CITED.search(line, 0, start):
            if (after := _SEPARATOR.search(line, end)) is None:
                break
            hit = (start, after.end(), deadline)
            continue
        if any((d.start, d.end, d.rrule) == (deadline.start, deadline.end, deadline.rrule) for d in found):
            continue
        piece = line[start:end].strip(_TRIM)
        place = _unfolded(line, line.index(piece, start), len(piece), words, span.start)
        if len(found) == 1:  # the verb between the two is of the second
            found[0] = replace(found[0], role=role_of(line[: first[1]], first[0], first[1]))
        found.append(replace(deadline, text=piece, span=place, role=role_of(line, start, end)))
    return tuple(found)


def _unfolded(line: str, start: int, length: int, words: str, base: int) -> Span:
    """Where `line[start : start + length]` stands in `words`, of which `line` has every run of blanks as one."""
    letters = [place for place, letter in enumerate(words) if not letter.isspace()]
    before = start - line.count(" ", 0, start)
    last = before + length - line.count(" ", start, start + length) - 1
    return Span(base + letters[before], base + letters[last] + 1)


def join_deadlines(own: tuple[Deadline, ...], others: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The deadlines of a task from two places, `own` first; of the others those that surely name another day."""
    if not own:
        return others
    return (*own, *(one for one in others if _adds(one, own)))


def _adds(one: Deadline, own: tuple[Deadline, ...]) -> bool:
    if one.confidence < _SURE or (one.end is None and one.rrule is None):
        return False
    if any(one.end == known.end if one.end else one.rrule == known.rrule for known in own):
        return False
    spans = [known.span for known in own if known.span is not None]
    return one.span is None or not any(one.span.start < span.end and span.start < one.span.end for span in spans)


def _first(words: str, begin: int, rules: tuple[Place, ...], context: Context) -> tuple[int, int, Deadline] | None:
    """The leftmost reading from `begin` on, with its place; of those that begin together the first of the rules,
    recurrences before all."""
    best: tuple[int, int, Deadline] | None = None
    limit = len(words) + 1
    rule = next((place for place in rules if place[0] >= begin), None)
    if rule is not None:
        limit, best = rule[0], (rule[0], rule[1], of_recurrence(rule[2]))
    for pattern, read in VALUE_RULES:
        for match in pattern.finditer(words, begin):
            if match.start() >= limit:
                break
            if (deadline := read(match, context)) is not None:
                limit, best = match.start(), (match.start(), match.end(), deadline)
                break
    return best


# -- prose -------------------------------------------------------------------------------------------------------------
# Worth a closer look: most paragraphs name no time at all.
_WORTH = regex.compile(
    r"(?i)\b(?:trước|nhất|hạn|hết|xong|hoàn (?:thành|tất)|kết thúc|trong (?:tháng|quý|qúy)|không quá|dự kiến|từ ngày"
    r"|h[àằ]ng|mỗi|định kỳ|lần|kể từ|sau|cuối|thời gian|ngày đầu)\b"
)
# Where a bounded time may begin; what only reaches to a time (`đến`, `tới`) is no deadline in prose.
_BOUND_WORD = regex.compile(
    r"(?i)\b(?:phải (?=hoàn|xong|kết)|hoàn (?:thành|tất)|(?<!phải )xong|kết thúc|trước|không (?:muộn|chậm|quá)"
    r"|chậm nhất|muộn nhất|hạn (?:chót|cuối)|đến hết)\b"
)
_FROM = regex.compile(r"từ (?:ngày )?\d")
# `thời gian thực hiện: Quý II/2025` inside a paragraph
_INLINE = regex.compile(
    r"(?P<l>(?:thời\s(?:gian|hạn)|tiến\sđộ)"
    r"(?:\s(?P<done>hoàn\sthành|báo\scáo|trình|gửi)|\sthực\shiện|\sdự\skiến){0,2}\s?:\s?)(?P<v>[^.;()\n]{2,240})",
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


def find_deadlines(text: str, *, document_date: PartialDate | None = None) -> tuple[Deadline, ...]:
    """The deadlines that prose gives for its task, in order, each with its span in `text` and its role.

    Left out on purpose: dates of documents cited, periods and years in titles, validity, conditions (`được phê duyệt
    trước ngày ...`), `thường xuyên` as an adverb, `hàng năm` as an adjective (`kế hoạch hàng năm`).
    """
    if _WORTH.search(text) is None:
        return ()
    found: list[Deadline] = []
    for start, end, deadline in _readings(text, Context(document_date, False)):
        if deadline is None or _is_long_past(deadline, document_date):
            continue
        words = text[start:end].rstrip(" ,;.")
        start += len(words) - len(words := words.lstrip(" ,;)"))
        if words.startswith("và "):
            start, words = start + 3, words[3:]
        span = Span(start, start + len(words))
        if any(d.span is not None and start < d.span.end and d.span.start < span.end for d in found):
            continue
        found.append(replace(deadline, text=words, span=span, role=role_of(text, span.start, span.end)))
        if len(found) == _MOST_IN_PROSE:
            break
    return tuple(sorted(_without_vague(text, found), key=lambda d: d.span.start if d.span else 0))


def _readings(text: str, context: Context) -> Iterator[tuple[int, int, Deadline | None]]:
    """What each kind of rule finds, the more exact kinds first."""
    lower = text.lower()
    if ":" in text:
        for match in _INLINE.finditer(text):
            value = parse_deadline(match["v"], document_date=context.today, column=match["done"] is not None)
            if value is not None and value.confidence > 0.4:
                yield match.start("v"), match.end("v"), value
    for start, end, rule in find_recurrences(text):
        if is_ordered(text, start, end, rule):
            deadline = of_recurrence(rule)
            if rule.plain:
                deadline = replace(deadline, confidence=0.8, reason="a period without a day, in prose")
            yield start, end, deadline
    if "từ" in lower or "sau" in lower or "tiếp theo" in lower:
        for match in COUNTED.finditer(text):
            if match["day"] is not None or starts_clause(text, match.start()) or is_ordered_term(text, match.start()):
                yield match.start(), match.end(), read_counted(match, context)
    if "trước" in lower:
        for pattern in (BACKWARD, BACKWARD_AFTER):
            for match in pattern.finditer(text):
                if match["day"] is not None or is_ordered_term(text, match.start()):
                    yield match.start(), match.end(), read_counted(match, context)
    if _FROM.search(lower):
        for match in RANGE.finditer(text):
            days = "ngày" in match[0].lower() or (match["d1_a"] and match["d1_b"])
            if match["from"] is not None and days and not is_past(text, match.start()):
                yield match.start(), match.end(), read_range(match, context)
    for word in _BOUND_WORD.finditer(text):
        bounded = BOUNDED.match(text, word.start())
        if bounded is not None and is_bound(text, bounded):
            yield bounded.start(), bounded.end(), _every_year(text, bounded) or read_bounded(bounded, context)
    if "trong" in lower:
        for match in WITHIN.finditer(text):
            if finishes(text, match.start()) or opens_finishing(text, match.start(), match.end()):
                yield match.start(), match.end(), read_bounded(match, context)
    if "sau khi" in lower or "cuối" in lower:
        for pattern in (_AFTER, _END_OF):
            for match in pattern.finditer(text):
                event = make_deadline(DeadlineKind.EVENT, confidence=0.7, reason="waits for an act")
                yield match.start(), match.end(), replace(event, anchor=match[0])


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
    if not is_every_year(text, start, len(text) if stop < 0 else stop):
        return None
    bound = Bound.BEFORE if "trước" in match["b"].lower() and "trong" not in match["b"].lower() else Bound.BY
    rule = Recurrence(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}", bound, "`hằng năm` stands apart from the day")
    return of_recurrence(rule)
