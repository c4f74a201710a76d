"""Names of bodies in lists and in prose -> Unit: `Sở Văn hóa, Thể thao và Du lịch`, `UBND các huyện, thị xã`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import regex

from extract.model import Span
from normalize.assignments import Assignment, read_assignment
from normalize.gazetteer import Words, cut_words, fold, name_enders, province_names, unit_names
from normalize.model import Unit
from normalize.unit_grammar import Item, Scanner
from normalize.unit_lists import Listed, full_name, make_unit, read_list

__all__ = ["Assignment", "find_units", "read_assignment", "split_units"]

_NONE: Mapping[str, str] = MappingProxyType({})
_LETTERS = regex.compile(r"\p{L}{2}")
_LINE = regex.compile(r"\n+")
_ITEM_START = regex.compile(r"\s*(?:[-–—+•*]|\p{Lu}|các\b|những\b|tất\b|\d{1,2}[.)])")
_SKIPPED = frozenset((",", ";", "và", "/", "-", "+", "•", "*", "hoặc", ".", ":", "&", "cùng", "với"))
_MAX_BRACKET = 80  # words
_BREAKS = frozenset((",", ";", "(", "\n"))
# The words below are met with folded words: `rà soát` is `rà sóat` there.
# Words after a name in a list that say what it does: `Văn phòng Sở tham mưu chung`.
_ROLE = regex.compile(
    fold(
        r"(?:tham mưu|chủ trì|phối hợp|thực hiện|làm|là|đầu mối|theo dõi|tổng hợp|báo cáo|để|chịu|cùng|và|mời"
        r"|theo (?:chức năng|thẩm quyền|phân cấp|nhiệm vụ|quy định)|trong phạm vi|rà soát|căn cứ)\b"
    )
)
# Words after a group that say which it is: `Các phòng, đơn vị theo từng nội dung`.
_BELONGS = regex.compile(
    fold(
        r"(?:theo từng|tham gia|được (?!giao)|đại diện|có (?!trách nhiệm|nhiệm vụ|ý kiến|văn bản|báo cáo)"
        r"|trên (?:địa bàn|cả)"
        r"|trong (?!phạm|quá|việc|công|lĩnh|thời))\b"
    )
)
# Bodies whose names may end in what they are for: `Ủy ban công tác về các tổ chức phi chính phủ nước ngoài`.
_PURPOSEFUL = frozenset(("Ban", "Ủy ban", "Tổ", "Hội đồng"))
# Acts that end what belongs to a group, where the name may hold other verbs: `doanh nghiệp có dự án`.
_ACT = regex.compile(
    fold(
        r"(?:rà soát|đề xuất|xây dựng|tổng hợp|báo cáo|tổ chức (?!có|chính|xã|đảng)|thực hiện|triển khai|phối hợp"
        r"|chủ trì|hoàn thiện|lập|hướng dẫn|kiểm tra|chỉ đạo|tham mưu|giao)\b"
    )
)
_CANDIDATE = regex.compile(r"\b(?:\p{Lu}|(?:các|những|mọi|mỗi|từng|tất cả)\s\p{L}|(?:phòng|sở)\s\p{Lu})")


def split_units(text: str, *, definitions: Mapping[str, str] = _NONE, parent: str | None = None) -> tuple[Unit, ...]:
    """The units of a text that is a list of units (a table cell, a labelled bullet), in order, spans within `text`.

    Known names come before commas and `và`; `definitions` (short form -> long form) before the usual abbreviations.
    A piece that looks like no unit is kept with a low confidence. `parent` is the body whose document this is: a bare
    `Sở` stands for it.
    """
    words = cut_words(_one_line(text))
    if parent is not None and len(words) < 3 and fold(parent).startswith(fold(text.strip(" .;,")) + " "):
        return (_own(words, parent),)
    scanner = Scanner(words, prose=False)
    piece_ends = _piece_ends(words)
    units: list[Unit] = []
    i, remark = 0, False
    while i < len(words):
        word = words.folded[i]
        if word == ";":
            remark = False
        if word in _SKIPPED or (word.isdigit() and words.at(i + 1) in (".", ")")):
            i += 1
            continue
        if word == "(":
            i = _close(words, i) + 1
            continue
        plain = words.is_capital(i) or scanner.quantifier(i) > i
        listed = read_list(scanner, i) if plain or not remark else Listed((), i)
        if listed.items:
            last = listed.items[-1]
            end = last.end if _begins_unseparated(scanner, last.end) else piece_ends[last.end]
            rest = fold(words.words(last.end, end))
            remark = bool(rest) and (not last.group or _is_remark(rest))
            if last.kind in _PURPOSEFUL and rest.startswith("về "):
                remark = False
            if _is_committee(words, last) and remark and not _ROLE.match(rest):
                last, remark = replace(last, group=False, kind="Tổ"), False  # `Tổ tiếp nhận hồ sơ`
            elif rest and last.group and not remark:
                end = _act_after(words, last.end, end)
                rest = fold(words.words(last.end, end))
                remark = end < piece_ends[last.end]
            if rest and not last.head and not (remark and end == piece_ends[last.end]):
                last = Item(last.start, end, last.group, last.kind)
            units.extend(make_unit(words, item, definitions) for item in (*listed.items[:-1], last))
            i = max(end, listed.end)
            continue
        end = piece_ends[i]
        colon = next((k for k in range(i, end) if words.folded[k] == ":"), end)
        if colon < end:
            i = colon + 1
            continue
        if word == "về" and (topic := _topic_end(words, i)) is not None:
            i = topic
            continue
        if not _LETTERS.search(words.words(i, end)):
            i = max(end, i + 1)
            continue
        if words.is_capital(i) or not (units or remark or name_enders().longest(words.folded, i)):
            units.append(_unknown(words, i, end, definitions))
        remark = True
        i = max(end, i + 1)
    return tuple(units)


def _is_committee(words: Words, item: Item) -> bool:
    """True for a body that is named by what it does: `Tổ thẩm định`, `Hội đồng chấm thi`."""
    return item.kind in ("Tổ", "Hội đồng") or words.folded[item.start : item.end] == ("tổ",)


_BEFORE_NOUNS = frozenset(("được", "đang", "và", "việc", "các", "những", "của", "về", "công"))


def _act_after(words: Words, start: int, end: int) -> int:
    """The word where an act begins within what belongs to a group: `có dự án` + `đề xuất phương án`."""
    for i in range(start + 2, end):
        if words.at(i - 1) not in _BEFORE_NOUNS and _ACT.match(fold(words.words(i, end))):
            return i
    return end


def _topic_end(words: Words, i: int) -> int | None:
    """The word after the colon of `Về quản lý các khu công nghiệp, cụm công nghiệp:`; None where there is no colon."""
    for k in range(i + 1, min(i + _MAX_BRACKET, len(words))):
        if words.folded[k] == ":":
            return k + 1
        if words.folded[k] == ";":
            return None
    return None


def _begins_unseparated(scanner: Scanner, i: int) -> bool:
    """True where the next item follows without a comma: `Bộ Công Thương các bộ`, `Sở Y tế cơ quan, đơn vị`."""
    if scanner.group(i) is not None:
        return True
    if scanner.words.is_capital(i):
        return scanner.name(i) is not None
    return scanner.words.at(i) in ("cơ", "đơn") and scanner.bare_group(i) is not None


def _is_remark(rest: str) -> bool:
    """True for words that say what a group does rather than which it is: `rà soát`, not `theo từng nội dung`."""
    if _BELONGS.match(rest):
        return False
    return _ROLE.match(rest) is not None or name_enders().longest(tuple(rest.split()), 0) is not None


def find_units(text: str, *, definitions: Mapping[str, str] = _NONE) -> tuple[Unit, ...]:
    """The mentions of units and groups in prose, in order, spans within `text`."""
    if _CANDIDATE.search(text) is None:
        return ()
    words = cut_words(text)
    scanner = Scanner(words, prose=True)
    units: list[Unit] = []
    i = 0
    while i < len(words):
        if not (words.capital[i] or scanner.quantifier(i) > i or words.is_capital(i + 1)):
            i += 1
            continue
        listed = read_list(scanner, i)
        if not listed.items:
            i += 1
            continue
        units.extend(make_unit(words, item, definitions) for item in listed.items)
        i = max(listed.items[-1].end, i + 1)
    return tuple(units)


def _one_line(text: str) -> str:
    """`text` with its line feeds made spaces, or semicolons where the next line begins an item; as long as before."""

    def join(match: regex.Match[str]) -> str:
        before = text[: match.start()].rstrip()
        goes_on = (
            before[-1:] in ",-"
            or before.endswith(" và")
            or not _ITEM_START.match(text, match.end())
            or _is_broken_name(text, match.start(), match.end())
        )
        return (" " if goes_on else ";") * len(match[0])

    return _LINE.sub(join, text)


def _is_broken_name(text: str, start: int, end: int) -> bool:
    """True where a known name goes on over the end of a line: `Văn phòng` + `Chính phủ`."""
    words = cut_words(text[max(0, start - 60) : end + 60])
    cut = end - max(0, start - 60)
    for i in range(len(words)):
        if words.starts[i] >= cut:
            return False
        found = unit_names().longest(words.folded, i)
        if found is not None and words.starts[found[0] - 1] >= cut:
            return True
    return False


def _piece_ends(words: Words) -> list[int]:
    """For each word the one where its piece of the list ends: at a comma, semicolon or bracket."""
    ends, end = [0] * (len(words) + 1), len(words)
    for i in range(len(words), -1, -1):
        if i < len(words) and words.folded[i] in _BREAKS:
            end = i
        ends[i] = end
    return ends


def _close(words: Words, i: int) -> int:
    for k in range(i + 1, min(i + _MAX_BRACKET, len(words))):
        if words.folded[k] == ")":
            return k
    return i


def _own(words: Words, parent: str) -> Unit:
    """The body whose document it is, written as its bare head noun."""
    written = words.text.strip(" .;,")
    start = words.text.index(written)
    span = Span(start, start + len(written))
    return Unit(parent, written, span, kind=written, confidence=0.9, reason="the body whose document this is")


def _unknown(words: Words, i: int, end: int, definitions: Mapping[str, str]) -> Unit:
    start, stop = words.starts[i], words.ends[end - 1]
    written = words.text[start:stop].rstrip(" .-")
    name = full_name(written, definitions)
    span = Span(start, start + len(written))
    province = province_names().longest(cut_words(name).folded, 0)
    known = name != written or (province is not None and province[0] == end - i)
    reason = None if known else "not known as the name of a body"
    return Unit(name, written, span, confidence=1.0 if known else 0.5, reason=reason)
