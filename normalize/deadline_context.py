"""The words around a time in prose -> whether it is a deadline there, and of what: of the work, of a report."""

from __future__ import annotations

import regex

from normalize.deadline_rules import FLAGS
from normalize.recurrences import Recurrence

# The clause orders something to be finished.
_FINISHING = regex.compile(
    r"(?:hoàn\sthành|xong|trình|ban\shành|báo\scáo|gửi|phê\sduyệt|tham\smưu|đề\sxuất|công\sbố|nghiệm\sthu|khởi\scông|bàn\sgiao|phát\shành)\b[^.;\n]{0,200}$",
    FLAGS,
)
# ... with the time at its head: `Trong quý II năm 2026, nghiên cứu, ban hành ...`
_FINISHING_NEXT = regex.compile(
    r",\s(?:(?!đã\s)\p{L}{1,7},?\s){0,4}?(?:hoàn\sthành|hoàn\sthiện|trình|ban\shành|báo\scáo|gửi|phê\sduyệt|công\sbố)\s",
    FLAGS,
)
# What the words just before a date say when it is no deadline: `được phê duyệt trước ngày`, validity.
_PAST = regex.compile(
    r"(?:(?<!phải\s|cần\s|bảo\sđảm\s|đảm\sbảo\s|để\s)(?:đã|được)\s(?:[\p{L}]+\s){1,6}(?:từ\s)?|(?:hiệu\slực|hiệu\slực\sthi\shành|áp\sdụng|sinh|tồn\stại|phát\ssinh|thời\sđiểm|tính|số\sliệu)\s(?:[\p{L}]+\s){0,3})$",
    FLAGS,
)
# ... and the words just after: `trước ngày 01/7/2025 mà chưa ...`, `thì`, `nhưng`.
_CONDITION = regex.compile(r",?\s(?:mà|thì|nhưng|chưa|đã|vẫn|được\s(?:tiếp|áp|thực))\b", FLAGS)
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
_DONE_WITHIN = regex.compile(
    r"(?:hoàn\sthành|trình|ban\shành|báo\scáo|gửi|thông\sbáo|công\sbố)\b(?!\scủa|\stheo)[^.;:\n]{0,120}$", FLAGS
)
# The verb nearest before a deadline says what is due by then.
_ROLES = regex.compile(
    r"(?P<complete>hoàn\s(?:thành|thiện|tất)|(?<!quá\s)xong|kết\sthúc|nghiệm\sthu|(?<!kết\squả\s|tình\shình\s|tiến\sđộ\s)(?:thực\shiện|triển\skhai)|ban\shành|xây\sdựng|tổ\schức|phê\sduyệt)"
    r"|(?P<report>báo\scáo|gửi|tổng\shợp|thông\sbáo|cung\scấp)|(?P<submit>trình|tham\smưu|đề\sxuất|đăng\ský)",
    FLAGS,
)
_CLAUSE_END = regex.compile(r"[.;\n](?=\s|$)")
_REACH = 160


def role_of(text: str, start: int, end: int) -> str | None:
    """What is to be done by a deadline at `text[start:end]`: complete, submit or report, by the words in it, before it
    in its clause, or right after it (`trước ngày 15/10 báo cáo Sở`). None where none says it."""
    inside = _last_role(text, start, end)
    if inside is not None:
        return inside
    breaks = [m.end() for m in _CLAUSE_END.finditer(text, max(0, start - _REACH), start)]
    before = _last_role(text, breaks[-1] if breaks else max(0, start - _REACH), start)
    if before is not None:
        return before
    after = _ROLES.match(text, end + (text[end : end + 2] == ", ") * 2 + (text[end : end + 1] == " "))
    return after.lastgroup if after else None


def _last_role(text: str, start: int, end: int) -> str | None:
    found = None
    for match in _ROLES.finditer(text, start, end):
        found = match.lastgroup
    return found


def finishes(text: str, start: int) -> bool:
    """True where the clause before `start` orders something to be finished: `hoàn thành, trình Chính phủ ...`."""
    return _FINISHING.search(text, max(0, start - 240), start) is not None


def opens_finishing(text: str, start: int, end: int) -> bool:
    """True for a time that opens an order to finish something: `Trong quý II năm 2026, nghiên cứu, ban hành ...`."""
    return starts_clause(text, start) and _FINISHING_NEXT.match(text, end) is not None


def is_past(text: str, start: int) -> bool:
    """True where the words before tell of what was, or of validity: `được phê duyệt trước ngày ...`."""
    return _PAST.search(_before(text, start)) is not None


def is_ordered_term(text: str, start: int) -> bool:
    """True where the clause before `start` orders what is to be done within a term: `báo cáo Sở trong vòng 10 ngày`."""
    return _DONE_WITHIN.search(text, max(0, start - 160), start) is not None


def is_every_year(text: str, start: int, stop: int) -> bool:
    """True where a sentence is said of every year: `định kỳ hằng năm báo cáo ...`."""
    return _YEARLY.search(text, start, stop) is not None


def _before(text: str, start: int, length: int = 80) -> str:
    return text[max(0, start - length) : start]


def starts_clause(text: str, start: int) -> bool:
    """True at the beginning of a text, sentence or clause."""
    return _OPENING.search(_before(text, start, 3)) is not None or start == 0


def is_bound(text: str, match: regex.Match[str]) -> bool:
    """True where a bounded time (`trước ngày ...`, `đến hết ...`) is a deadline: no condition, validity or share."""
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


def is_ordered(text: str, start: int, end: int, rule: Recurrence) -> bool:
    """True where a recurrence orders something, and is no adjective as in `kế hoạch hằng năm`."""
    words = text[start:end].lower()
    before = _before(text, start, 100)
    if not rule.plain and ("BYDAY" in rule.rrule or "BYMONTHDAY" in rule.rrule):
        return True
    if words.startswith("định kỳ"):
        return True
    if _NOUN.search(before):
        return False
    if starts_clause(text, start):
        return not words.startswith("mỗi")
    if _ORDERED.search(before) is None or before.lower().endswith("báo cáo "):
        return False
    return _CLOSING.match(text, end) is not None
