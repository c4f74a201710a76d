"""A name in capitals (`SỞ KHOA HỌC VÀ CÔNG NGHỆ`) -> the name as it is written in a sentence, misread marks mended."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from normalize.vocabulary import issuers, provinces, read_rows

# Kinds of places, written small inside a name; what follows is a name of its own.
PLACE_WORDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "xã", "phường", "thị trấn", "đặc khu", "thôn")
_EXPANDED = (
    (regex.compile(r"\bUBND\b"), "ỦY BAN NHÂN DÂN"),
    (regex.compile(r"\bHĐND\b"), "HỘI ĐỒNG NHÂN DÂN"),
    (regex.compile(r"\bU[BỶỦ]\s?MTTQ(?:VN)?\b"), "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM"),
    (regex.compile(r"\bMTTQ(?:VN)?\b"), "MẶT TRẬN TỔ QUỐC VIỆT NAM"),
    (regex.compile(r"\bTP\.?\s?(?=\p{Lu})"), "THÀNH PHỐ "),
    (regex.compile(r"\bBCH\b"), "BAN CHẤP HÀNH"),
    (regex.compile(r"\bTNCS\b"), "THANH NIÊN CỘNG SẢN"),
    (regex.compile(r"\bVP\b(?=\s\p{Lu})"), "VĂN PHÒNG"),
    (regex.compile(r"\bĐH\b"), "ĐẠI HỌC"),
    (regex.compile(r"\bCĐ\b"), "CAO ĐẲNG"),
    (regex.compile(r"\bGTVT\b"), "GIAO THÔNG VẬN TẢI"),
    (regex.compile(r"\bPCTT\b"), "PHÒNG, CHỐNG THIÊN TAI"),
    (regex.compile(r"\bTKCN\b"), "TÌM KIẾM CỨU NẠN"),
    (regex.compile(r"\bBQL\b"), "BAN QUẢN LÝ"),
    (regex.compile(r"\bĐBQH\b"), "ĐẠI BIỂU QUỐC HỘI"),
)
_ABBREVIATIONS = frozenset(
    ["UBND", "HĐND", "VPCP", "TW", "CNTT", "KHCN", "MTTQ", "ĐBQH", "TNCS", "TNHH", "MTV", "BHXH", "GDĐT", "QH", "NN"]
)
_VOWEL = regex.compile(r"[aeiouy]")
_WORD = regex.compile(r"[\p{L}\d&]+|[^\p{L}\d&]+")
_MOST_WORDS = 9


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded words of known names, and of names without their first word, -> the words as written."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}

    def learn(name: str) -> None:
        words = tuple(regex.findall(r"[\p{L}\d&]+", name))
        key = tuple(fold_letters(w) for w in words)
        if words and len(words) <= _MOST_WORDS and not (len(words) == 1 and words[0].isupper()):
            found.setdefault(key, words)

    for row in read_rows("name_phrases.csv"):  # heads, offices, small words
        learn(row["phrase"])
    names = [regex.sub(r"\s?[(/].*", "", i.name) for i in issuers()]
    names += [row["name"] for row in read_rows("unit_names.csv")]
    for name in names:
        learn(name)
        head = name.split(" ", 1)
        if len(head) == 2 and head[0] in ("Sở", "Bộ", "Phòng", "Ban", "Vụ", "Cục", "Trung", "Tổng"):
            rest = name.split(" ", 2)[-1] if head[0] in ("Trung", "Tổng") else head[1]
            if " " in rest:
                learn(rest)
    for province in provinces():
        learn(province.name)
    return found


@cache
def _fold_by_length() -> int:
    return max(len(key) for key in _lexicon())


def expand_short_forms(name: str) -> str:
    """`UBND TP. HUẾ` as `ỦY BAN NHÂN DÂN THÀNH PHỐ HUẾ`."""
    for pattern, full in _EXPANDED:
        name = pattern.sub(full, name)
    return " ".join(name.split())


def restore_name(name: str, *, office: bool = False) -> str:
    """A name or office in capitals as written in a sentence; a word of no known name has a capital where a name begins.

    `"SỞ KHOA HỌC VÀ CÔNG NGHỆ"` gives `"Sở Khoa học và Công nghệ"`, `"PHÓ CHÁNH VĂN PHÒNG"` `"Phó Chánh Văn phòng"`.
    A word whose marks were misread takes those of the known name. A name that is not in capitals is returned as it is.
    """
    if not mostly_capitals(name):
        return name
    pieces = _WORD.findall(name)
    places = [i for i, piece in enumerate(pieces) if piece[0].isalnum()]
    folded = [fold_letters(pieces[i]) for i in places]
    out = list(pieces)
    at, fresh, placed = 0, True, False
    while at < len(places):
        size = _longest_match(folded, at)
        if size:
            words = _lexicon()[tuple(folded[at : at + size])]
            for offset, word in enumerate(words):
                out[places[at + offset]] = word
            if fresh and at == 0:
                first = out[places[0]]
                out[places[0]] = first[:1].upper() + first[1:]
            at += size
            fresh, placed = False, False
            continue
        place = (
            None
            if placed
            else next((w for w in PLACE_WORDS if folded[at : at + len(w.split())] == fold_letters(w).split()), None)
        )
        if place is not None and at + len(place.split()) < len(places):
            for offset, word in enumerate(place.split()):
                out[places[at + offset]] = word if at or office else word.capitalize()
            at += len(place.split())
            fresh, placed = True, True
            continue
        word = pieces[places[at]]
        if (
            word in _ABBREVIATIONS
            or not _VOWEL.search(fold_letters(word))
            or any(c.isdigit() for c in word)
            or not any(c.isalpha() for c in word)
        ):
            out[places[at]] = word
        elif fresh or placed:
            out[places[at]] = word.capitalize()
        else:
            out[places[at]] = word.lower()
        fresh = False
        at += 1
    return "".join(out).strip()


def restore_sentence(text: str) -> str:
    """A title in capitals as a sentence: small letters after the first, but for numbers, short forms and full names
    known.
    """
    if not mostly_capitals(text):
        return text
    pieces = _WORD.findall(text)
    places = [i for i, piece in enumerate(pieces) if piece[0].isalnum()]
    folded = [fold_letters(pieces[i]) for i in places]
    out = list(pieces)
    at = 0
    while at < len(places):
        size = _longest_match(folded, at)
        words = _lexicon()[tuple(folded[at : at + size])] if size > 1 else ()
        if words and words[0][0].isupper() and (size > 2 or all(w[0].isupper() for w in words)):
            for offset, word in enumerate(words):
                out[places[at + offset]] = word
            at += size
            continue
        word = pieces[places[at]]
        keep = word in _ABBREVIATIONS or any(c.isdigit() for c in word) or not _VOWEL.search(folded[at])
        between = out[places[at] - 1] if places[at] else ""
        coded = between in "/-" and between != "" and at > 0 and out[places[at - 1]].isupper()
        out[places[at]] = (
            word if keep or coded or (len(word) > 1 and regex.fullmatch(r"[IVX]+", word)) else word.lower()
        )
        at += 1
    joined = "".join(out).strip()
    return joined[:1].upper() + joined[1:]


def _longest_match(folded: list[str], at: int) -> int:
    lexicon = _lexicon()
    for size in range(min(_fold_by_length(), len(folded) - at), 0, -1):
        if tuple(folded[at : at + size]) in lexicon:
            return size
    return 0


@cache
def province_names() -> dict[str, str]:
    """Folded names of the provinces, old and new -> the name."""
    found = {fold_words(p.name): p.name for p in provinces()}
    found |= {fold_words(p.successor): p.successor for p in provinces()}
    found["thanh pho ho chi minh"] = found["ho chi minh"] = found["tp ho chi minh"] = "Hồ Chí Minh"
    return found


def mend_locality(name: str) -> str:
    """A name from a scan with its province spelled right: `... tỉnh Quang Ngaài` is `... tỉnh Quảng Ngãi`."""
    match = regex.search(r"\b(?P<kind>tỉnh|thành phố)\s(?P<name>\p{L}+(?:\s\p{L}+){0,3})$", name, regex.IGNORECASE)
    if match is None or fold_words(match["name"]) in province_names():
        return name
    close = get_close_matches(fold_words(match["name"]), province_names(), 1, 0.8)
    return f"{name[: match.start('name')]}{province_names()[close[0]]}" if close else name


_CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ"})


def province_with_kind(name: str, year: int | None) -> str:
    """`Quảng Ngãi` as `tỉnh Quảng Ngãi`, `Hà Nội` as `thành phố Hà Nội`; Huế is a city from 2025 on."""
    bare = regex.sub(r"^(?:thành phố|tp\.?)\s", "", name, flags=regex.IGNORECASE)
    city = bare in _CITIES or (bare == "Huế" and (year is None or year >= 2025))
    return f"thành phố {bare}" if city else f"tỉnh {bare}"
