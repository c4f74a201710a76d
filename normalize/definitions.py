"""Short forms that a document defines -> Definition: `(sau đây gọi tắt là ...)`, `Phòng Chuyên ngành (Phòng CN)`."""

from __future__ import annotations

import unicodedata

import regex

from extract.model import Span
from normalize.gazetteer import cut_words, fold, unit_heads
from normalize.model import Definition
from normalize.unit_grammar import Scanner

# `(sau đây gọi tắt là Kế hoạch)`, `(sau đây viết tắt là “TTHC”)`, `(gọi chung là địa phương)`, `(dưới đây gọi là Sở)`
_CALLED = regex.compile(
    r"\(\s?(?:(?P<now>(?:sau|dưới|từ)\sđây)\s)?(?:được\s)?(?:gọi|viết|ghi)(?:\s(?P<how>tắt|chung|ngắn\sgọn))?(?:\slà)?\s?:?\s{0,2}"
    r"[“\"'‘]?\s?(?P<alias>[^()“”\"]{2,100}?)\s?[”\"'’]?\s?\)",
    regex.IGNORECASE,
)
# `thủ tục hành chính (TTHC)`, `Phòng Quản lý Chuyên ngành (Phòng QLCN)`, the bracket perhaps on the next line of a cell
_SHORT = regex.compile(
    r"(?<=[\p{L}\d])[ \n]{1,2}\((?P<alias>(?:[\p{L}]+\s){0,2}?\p{Lu}[\p{Lu}\d]*(?:[&.\-–/]?\p{Lu}[\p{Lu}\d]*)+)\)"
)
# The kinds of documents that a short form may stand for.
_DOCUMENT = (
    r"(?:Bộ\sluật|Luật|Pháp\slệnh|Nghị\squyết|Nghị\sđịnh|Quyết\sđịnh|Thông\stư(?:\sliên\stịch)?|Chỉ\sthị|Kết\sluận|Kế\shoạch|Chương\strình(?:\shành\sđộng)?"
    r"|Thông\sbáo|Công\svăn|Công\sđiện|Đề\sán|Quy\schế|Quy\sđịnh|Hướng\sdẫn|Tờ\strình|Báo\scáo|Chiến\slược|Quy\shoạch|Hiệp\sđịnh|Điều\slệ)"
)
_DOCUMENT_WORD = regex.compile(rf"{_DOCUMENT}\b", regex.IGNORECASE)
_NUMBER = regex.compile(r"\d+[\w/.-]*")
_WORD = regex.compile(r"[\p{L}\p{M}\d]+")
_LINKS = frozenset(("và", "của", "các", "về"))
_MAX_TERM = 16  # words; more than that is no term but a clause that the patterns could not bound
_VERBS = r"(?:^|\s)(?:về|của|là|theo|có|được|thực\shiện|đối\svới|cho|tại|gồm)\s"
_BREAKS = regex.compile(rf"[;:.]\s|{_VERBS}")
_REACH = 900


def find_definitions(text: str) -> tuple[Definition, ...]:
    """The short forms that a text defines, in order; `span` covers the bracket. `kind` is document, unit or term.

    A short form in brackets counts only where its letters are the initials of the words before it, so that `(QĐ)` after
    other words is none.
    """
    found: list[Definition] = []
    for match in _CALLED.finditer(text):
        definition = _called(text, match)
        if definition is not None:
            found.append(definition)
    for match in _SHORT.finditer(text):
        definition = _abbreviated(text, match)
        if definition is not None:
            found.append(definition)
    return tuple(sorted(found, key=lambda d: d.span.start))


def _called(text: str, match: regex.Match[str]) -> Definition | None:
    alias = " ".join(match["alias"].split()).strip(" .,;:")
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _REACH)
    before = text[start : match.start()].rstrip()
    span = Span(match.start(), match.end())
    if not alias or not before or not (match["now"] or match["how"]):
        return None
    word = _DOCUMENT_WORD.match(alias)
    if word is not None and alias[0].isupper():
        document = _document_before(before, word[0], alias)
        return None if document is None else Definition(alias, document, "document", span)
    unit = _unit_before(before)
    if unit is not None and _may_mean(alias, unit):
        return Definition(alias, unit, "unit", span)
    words = _initials_before(before, alias) or _clause_before(before)
    return Definition(alias, words, "term", span) if 0 < len(words.split()) <= _MAX_TERM else None


def _may_mean(alias: str, unit: str) -> bool:
    """True where a short form can stand for one body: `Công ty`, `BTC`, `UBND cấp xã`; not for `các bộ, địa phương`."""
    if not alias[0].isupper():
        return False
    first = fold(alias.split()[0])
    return alias.isupper() or fold(unit).startswith(first) or first in ("ubnd", "hđnd", "bql", "ban", "cơ", "đơn", "sở")


def _document_before(before: str, word: str, alias: str) -> str | None:
    """The document of the kind of the alias that repeats what the alias says of it, else the last of its kind."""
    starts = [m.start() for m in regex.finditer(rf"\b{regex.escape(word)}\b", before)]
    rest = alias[len(word) :].strip()
    if not starts or not rest:
        return before[starts[-1] :] if starts else None
    number = _NUMBER.search(rest)
    key = number[0] if number is not None else rest
    ends = [*starts[1:], len(before)]
    found = [s for s, end in zip(starts, ends, strict=True) if key in before[s:end]]
    return before[found[0] :] if found else None


def _unit_before(before: str) -> str | None:
    """The name of a body that ends where `before` ends."""
    words = cut_words(before)
    scanner = Scanner(words, prose=True)
    for i in range(max(0, len(words) - 24), len(words)):
        if not words.capital[i]:
            continue
        item = scanner.name(i)
        if item is not None and item.end == len(words):
            return words.words(item.start, item.end)
    return None


def _clause_before(before: str) -> str:
    """The words since the last break."""
    return _BREAKS.split(before)[-1].strip()


def _abbreviated(text: str, match: regex.Match[str]) -> Definition | None:
    alias = match["alias"]
    line = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line, match.start() - _REACH) : match.start()].rstrip()
    span = Span(match.start() + (len(match[0]) - len(match[0].lstrip())), match.end())
    head = unit_heads().longest(fold(alias).split(), 0)
    if head is not None and " " in alias:
        unit = _unit_before(before) or _same_head(before, alias.split()[0])
        rest = " ".join(alias.split()[head[0] :])
        if unit is not None and fold(unit).startswith(fold(alias.split()[0])) and _within(rest, unit):
            return Definition(alias, unit, "unit", span)
        return None
    if " " in alias:
        return None
    words = _initials_before(before, alias)
    if words is None:
        return None
    unit = _unit_before(before)
    if unit is not None and len(unit) >= len(words) and unit.endswith(words) and fold(unit) == fold(words):
        return Definition(alias, unit, "unit", span)
    return Definition(alias, words, "term", span)


def _same_head(before: str, head: str) -> str | None:
    starts = [m.start() for m in regex.finditer(rf"\b{regex.escape(head)}\b", before)]
    return before[starts[-1] :] if starts else None


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.upper().replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c.isalnum())


def _within(short: str, unit: str) -> bool:
    """True where the letters of the short form come in order among the initials of the name."""
    letters = iter("".join(_bare(w[0]) for w in _WORD.findall(unit)))
    return all(c in letters for c in _bare(short))


def _initials_before(before: str, alias: str) -> str | None:
    """The words at the end of `before` whose initials spell the alias; `và` and `của` may count or not."""
    letters = _bare(alias)
    words = list(_WORD.finditer(before))
    if len(letters) < 2 or " " in alias:
        return None
    k = len(letters)
    for match in reversed(words[-3 * len(letters) :]):
        initial = _bare(match[0][:1])
        if k and initial == letters[k - 1]:
            k -= 1
            if k == 0:
                return before[match.start() :]
        elif fold(match[0]) not in _LINKS:
            return None
    return None
