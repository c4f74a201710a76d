"""Names of officials -> Official: `PGĐ Sở Phan Văn Hiếu`, `Đồng chí Trần Công Hòa - Phó Giám đốc`, `Giám đốc Sở`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import regex

from extract.literals import find_literals, lower_letters
from extract.model import Span
from normalize.gazetteer import cut_words, fold, office_abbreviations, offices, surnames, unit_heads, unit_names
from normalize.model import Official
from normalize.unit_grammar import Scanner
from normalize.unit_lists import full_name
from normalize.vocabulary import provinces

_NONE: Mapping[str, str] = MappingProxyType({})
_HONORIFIC = r"(?:(?:các\s)?đồng\schí|đ/c|đ\.c|(?:các\s)?ông\s\(bà\)|(?:các\s)?ông|(?:các\s)?bà)"
_RANKS = (
    r"(?:(?:PGS|GS|TS|ThS|BS|KS|CN|CKI{1,2}|BSCKI{1,2}|NGƯT|TTND|TTƯT)\.?\s?"
    r"|(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)\s){0,4}"
)
_PLACES = frozenset(["tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "khu", "đường", "tp"])
_OPEN = regex.compile(rf"^[-–+•*\s]*(?P<h>{_HONORIFIC})?\s?[:.]?\s?", regex.IGNORECASE)
# Nouns of parts of a body that end the office of their head, and begin their own names.
_PARTS = frozenset(("ban", "phòng", "đoàn", "khoa", "tổ"))
_BREAK = regex.compile(r"\s?[;\n]\s?|,\s|\s(?:và|cùng)\s(?=\p{Lu}|đồng\schí|đ/c|ông\s|bà\s)|\s/\s")
_AND = regex.compile(r"\s(?:và|cùng)\s")
# `Phó Chủ tịch TT UBND tỉnh`: the first of the deputies
_STANDING = regex.compile(r"(?<=^Phó (?:Chủ tịch|Bí thư|Giám đốc|Trưởng ban|Trưởng Ban) )TT\b")
_DASH = regex.compile(r"^\s?[-–—,:(]\s?|\)$")


@cache
def _name() -> regex.Pattern[str]:
    """A person's name: a surname of the list and one to four more capital syllables."""
    known = "|".join(sorted(surnames(), key=len, reverse=True))
    syllable = r"\p{Lu}\p{Ll}*(?:['’-]\p{Lu}?\p{Ll}+)?"
    return regex.compile(rf"(?<![\p{{L}}\d]){_RANKS}(?P<name>(?:{known})(?:[ ]{syllable}){{1,4}})(?![\p{{L}}\d])")


@cache
def _capital_name() -> regex.Pattern[str]:
    """Two to five capital syllables, where an honorific says that a name follows."""
    return regex.compile(rf"{_RANKS}(?P<name>\p{{Lu}}\p{{Ll}}*(?:\s\p{{Lu}}\p{{Ll}}+){{1,4}})(?![\p{{L}}\d])")


@cache
def _provinces() -> frozenset[str]:
    return frozenset(fold(p.name) for p in provinces()) | {"hồ chí minh"}


def parse_officials(text: str, *, definitions: Mapping[str, str] = _NONE) -> tuple[Official, ...]:
    """The officials of a text that names who directs a task, in order, spans within `text`.

    A person has the office as `title`; an office without a person is given as the `name`, with no title.
    """
    found: list[Official] = []
    start = 0
    bounds = [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]
    for stop, following in bounds:
        official = _parse_piece(text, start, stop, definitions)
        start = following
        if official is None:
            continue
        if _is_title_of_last(found, official):
            last = found.pop()
            first = last.span.start if last.span else 0
            end = official.span.end if official.span else stop
            found.append(_person(last.name, official.name, last.honorific, Span(first, end), definitions))
            continue
        found.append(official)
    return tuple(found)


def _is_title_of_last(found: list[Official], official: Official) -> bool:
    """`Phan Văn Hiếu, Phó Giám đốc Sở`: an office right after a person without one."""
    return (
        bool(found)
        and official.title is None
        and official.role == "office"
        and found[-1].title is None
        and found[-1].role == "person"
    )


def _parse_piece(text: str, start: int, stop: int, definitions: Mapping[str, str]) -> Official | None:
    piece = text[start:stop]
    opening = _OPEN.match(piece)
    begin = opening.end() if opening else 0
    honorific = opening["h"] if opening else None
    body = piece[begin:].rstrip(" .;,")
    if not regex.search(r"\p{L}{2}", body):
        return None
    at = start + begin
    name = _find_name(body) or (_capital_name().match(body) if honorific else None)
    if name is None:
        full = _office(body, definitions)
        known = offices().longest(cut_words(regex.sub(r"^(?i:các)\s", "", full)).folded, 0) is not None
        return Official(
            full,
            honorific=honorific,
            role="office" if known else None,
            span=Span(at, at + len(body)),
            confidence=1.0 if known else 0.6,
            reason=None if known else "not known as an office",
        )
    title = _DASH.sub("", body[name.end() :]).strip(" -–,()") or body[: name.start()].strip(" -–,:")
    person = name["name"]
    return _person(person, title or None, honorific, Span(at, at + len(body)), definitions)


def _person(
    name: str, title: str | None, honorific: str | None, span: Span, definitions: Mapping[str, str]
) -> Official:
    full = _office(title, definitions) if title else None
    return Official(name, full, _unit_of(full), honorific, "person" if full is None else None, span)


def _find_name(body: str) -> regex.Match[str] | None:
    for match in _name().finditer(body):
        if _is_place(body, match) or _is_body(body, match):
            continue
        return match
    return None


def _is_place(text: str, match: regex.Match[str]) -> bool:
    """True for `tỉnh Hà Giang`, not for `Phó Chủ tịch UBND tỉnh Nguyễn Ngọc Sâm`."""
    before = fold(text[max(0, match.start() - 20) : match.start()]).split()
    after_place = bool(before) and before[-1] in _PLACES
    return fold(match["name"]) in _provinces() or (after_place and len(match["name"].split()) < 3)


def _is_body(text: str, match: regex.Match[str]) -> bool:
    """True where an office or a body begins at the name: `Phó Thủ` of `Phó Thủ tướng`, `Văn Phòng Sở`."""
    words = cut_words(text[match.start("name") : match.end() + 20]).folded
    head = unit_heads().longest(words, 0)
    known = offices().longest(words, 0) or unit_names().longest(words, 0)
    before = cut_words(text[max(0, match.start("name") - 12) : match.start("name")]).folded[-1:]
    if before and (whole := unit_names().longest((*before, *words), 0)) is not None and whole[0] > 1:
        return True  # `Thành Đoàn Đà Nẵng`
    return known is not None or (head is not None and head[0] > 1)


def _office(text: str, definitions: Mapping[str, str]) -> str:
    """An office in full: `PGĐ Sở` is `Phó Giám đốc Sở`, `PCT UBND tỉnh` is `Phó Chủ tịch Ủy ban nhân dân tỉnh`."""
    return full_name(_STANDING.sub("Thường trực", _spell_office(text)), definitions)


def _spell_office(text: str) -> str:
    """The words with the office that they begin with spelt out: `PCT HĐND` is `Phó Chủ tịch HĐND`."""
    first, _, rest = text.partition(" ")
    long = office_abbreviations().get(first)
    return f"{long} {rest}".strip() if long else text


def _unit_of(title: str | None) -> str | None:
    if title is None:
        return None
    words = cut_words(title)
    found = offices().longest(words.folded, 0)
    if found is None or found[0] >= len(words):
        return None
    first, standing = found[0], words.folded[found[0] : found[0] + 2] == ("thường", "trực")
    if standing:
        return words.words(first + 2, len(words)) or None if first + 2 < len(words) else None
    if words.is_capital(first) and words.at(first - 1) in _PARTS and words.at(first - 2) in ("trưởng", "phó"):
        unit = words.words(found[0] - 1, len(words))
        return unit[:1].upper() + unit[1:]  # `Ban Kinh tế - Ngân sách` of `Phó Trưởng Ban Kinh tế - Ngân sách`
    return words.words(found[0], len(words)) or None


@cache
def _titled() -> regex.Pattern[str]:
    """`Phó Chủ tịch UBND tỉnh Nguyễn Ngọc Sâm`, `đồng chí Phan Văn Hiếu`, `ông Lê Văn A`."""
    known = "|".join(regex.escape(n).replace(r"\ ", r"\s") for n in sorted(_office_words(), key=len, reverse=True))
    stop = "|".join(_PERSON_STOP)
    return regex.compile(
        rf"(?<![\p{{L}}\d])(?:"
        rf"(?P<t>(?:{known})(?:(?:,[ ](?=(?:{known})\b)|[ ])(?!(?:{stop})\b)[\p{{L}}&-]+){{0,12}}?)[ ]"
        rf"(?:(?P<h>{_HONORIFIC})\s)?"
        rf"|(?P<h2>(?i:{_HONORIFIC}))\s){_name().pattern}"
    )


@cache
def _beginning() -> regex.Pattern[str]:
    """The first words of an office, by which the few places worth a closer look are found."""
    words = sorted({" ".join(word.split()[:2]) for word in _office_words()}, key=len, reverse=True)
    known = "|".join(regex.escape(word).replace(r"\ ", r"\s") for word in words)
    first = "".join(sorted({word[0] for word in words}))  # a class of letters is passed over fastest
    return regex.compile(rf"(?=[{first}])(?<![\p{{L}}\d])(?:{known})(?=\s)")


def _openings(text: str) -> list[int]:
    """Where an office or an honorific begins."""
    lower = lower_letters(text)
    found = {match.start() for match in _beginning().finditer(text)}
    for place in find_literals(lower, _HONORIFICS):
        if place and lower[place - 1].isalpha():
            continue  # `không`
        many = lower.endswith(("các ", "các\n"), 0, place) and lower[place + 1] not in "/."
        for start in (place - 4, place) if many else (place,):
            if not start or not (text[start - 1].isalpha() or text[start - 1].isdecimal()):
                found.add(start)
                break
    return sorted(found)


_HONORIFICS = tuple(word + end for word in ("đồng chí", "ông", "bà", "đ/c", "đ.c") for end in " \n")


_PERSON_STOP = ("đã", "có", "chủ trì", "ký", "giao", "yêu cầu", "về", "tại")


@cache
def _office_words() -> tuple[str, ...]:
    from normalize.vocabulary import read_rows

    rows = read_rows("offices.csv")
    return tuple(w for r in rows if r["rank"] in ("head", "deputy") for w in (r["office"], r["abbreviation"]) if w)


def find_officials(text: str, *, definitions: Mapping[str, str] = _NONE) -> tuple[Official, ...]:
    """The people whom prose names with an office or honorific, in order, spans within `text`."""
    found: list[Official] = []
    reached = 0
    for opening in _openings(text):
        match = _titled().match(text, opening) if opening >= reached else None
        if match is None:
            continue
        reached = match.end()
        if _is_place(text, match) or _is_body(text, match):
            continue
        title = _own_title(match["t"]) if match["t"] else _title_after(text, match.end())
        honorific = match["h"] or match["h2"]
        full = _office(title.strip(" ,"), definitions) if title else None
        sure, reason = (0.95, None) if full else (0.8, "no office is given")
        span = Span(*match.span("name"))
        found.append(Official(match["name"], full, _unit_of(full), honorific, "mentioned", span, sure, reason))
    return tuple(found)


def _own_title(words: str) -> str:
    """The last office of a run of words: `Phó Giám đốc Sở và Bộ trưởng Bộ Y tế` before a name is two people's."""
    parts = _AND.split(words)
    return next((" và ".join(parts[i:]) for i in range(len(parts) - 1, 0, -1) if _begins_office(parts[i])), words)


def _begins_office(words: str) -> bool:
    return offices().longest(cut_words(words).folded, 0) is not None


def _title_after(text: str, end: int) -> str | None:
    """`, Phó Giám đốc Sở` or ` - Giám đốc Sở Y tế` after a name."""
    opening = regex.match(r"\s?[,(–-]\s?", text[end : end + 4])
    if opening is None:
        return None
    words = cut_words(_spell_office(text[end + opening.end() : end + 160]))
    item = Scanner(words, prose=True).office(0)
    return None if item is None else words.words(item.start, item.end)
