"""Lines of a scan's signature block that a seal covered -> the office and the name that are left of them, with why."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from extract.model import Document

# The offices that sign, by how their last line ends: `TỊCH` is all that a seal left of `CHỦ TỊCH`.
_ENDINGS = {
    "tich": ("Chủ tịch", "Phó Chủ tịch"),
    "doc": ("Giám đốc", "Phó Giám đốc"),
    "nhiem": ("Chủ nhiệm", "Phó Chủ nhiệm"),
    "tuong": ("Thủ tướng", "Phó Thủ tướng"),
}
_MINISTER = ("Bộ trưởng", "Thứ trưởng")
# `BHÓ GIÁM ĐỚC ĐÓC` begins with what was `PHÓ`
_DEPUTY = regex.compile(r"(?<!\p{L})\p{L}{0,2}ho (?=giam|chu|thu|tich|doc|nhiem|tuong)")
# Names that go between family name and given name: what begins with one has lost its family name.
_MIDDLE = frozenset(("van", "thi", "sy", "si", "dinh", "huu", "duc", "ngoc", "xuan", "quang", "minh", "cong", "trong"))


class Ending(NamedTuple):
    """What is left of a line with an office: how it ends, whether `PHÓ` and whether the whole office is there."""

    word: str
    deputy: bool
    whole: bool


class Office(NamedTuple):
    """An office that lines of a block tell together, for whom it signs, and why it is not certain."""

    title: str
    capacity: tuple[str, ...]
    reason: str


def read_ending(text: str) -> Ending | None:
    """How a line in capitals ends where an office does: `TỊCH`, `"No TRƯỞNG, CHỦ NHIỆM`; None for any other line."""
    if not mostly_capitals(text) or len(text) > 60:
        return None
    words = fold_words(text).split()
    while len(words) > 1 and words[-1] == words[-2]:  # `GIÁM ĐỐC ĐỐC`
        words.pop()
    if not words:
        return None
    folded = " ".join(words)
    last = words[-1]
    if last == "truong":
        return Ending(last, False, words[-2:-1] == ["bo"]) if words[-2:-1] in ([], ["bo"], ["thu"]) else None
    if last not in _ENDINGS:
        return None
    whole = folded.endswith(fold_letters(_ENDINGS[last][0]))
    if not whole and len(words) > 2:
        return None
    return Ending(last, _DEPUTY.search(folded) is not None, whole)


def read_covered_office(endings: list[Ending]) -> Office | None:
    """The office of a block by the ends of its lines: `TỊCH` over `TỊCH` is a deputy who signs for the chairman.

    One line alone, cut, is the office that ends so. None where the lines say nothing.
    """
    if not endings:
        return None
    last = endings[-1]
    head, deputy = _MINISTER if last.word == "truong" else _ENDINGS[last.word]
    same = [ending for ending in endings if ending.word == last.word]
    if last.word == "truong" and (len(same) < 2 or not same[0].whole or last.whole):
        return None
    if len(same) > 1:
        reason = f"two lines end alike, as KT. {head} and {deputy} do; their beginnings were not read"
        return Office(deputy, (f"KT. {head}",), reason)
    if last.deputy:
        return Office(deputy, (), "the office was not read for certain")
    reason = "what stands before the office was not read" if last.whole else "only the end of the office was read"
    return Office(head, (), reason)


def complete_cut_name(document: Document, name: str, title: str | None) -> str | None:
    """A name of two syllables in whole, where the document names one that ends so with that office.

    `Sỹ Hiệp`, who signs as `Phó Chủ nhiệm`, is `PCN Nguyễn Sỹ Hiệp` among the recipients.
    """
    if title is None:
        return None
    office = fold_letters(title)
    letters = "".join(word[0] for word in office.split())
    named = regex.compile(rf"(?<!\p{{L}})(?:{regex.escape(office)}|{letters})\W{{0,3}}$")
    pattern = rf"(?P<name>\p{{Lu}}\p{{Ll}}{{1,6}}\s(?:\p{{Lu}}\p{{Ll}}{{1,6}}\s)?{regex.escape(name)})(?!\p{{L}})"
    found = {
        match["name"]
        for match in regex.finditer(pattern, document.text)
        if named.search(fold_letters(document.text[max(0, match.start() - 40) : match.start()])) is not None
    }
    return found.pop() if len(found) == 1 else None


def is_cut_name(text: str) -> bool:
    """True for two words that may be a middle name and a given name: `Văn Phúc`, `Sỹ Hiệp`."""
    words = text.strip(" .,;:*_-“”\"'`|~").split()
    return len(words) == 2 and all(regex.fullmatch(r"\p{Lu}\p{Ll}{1,6}", word) is not None for word in words)


def lacks_family_name(name: str) -> bool:
    """True for a name that begins with what is a middle name."""
    return fold_letters(name.split()[0]) in _MIDDLE


def mend_onset(name: str) -> str:
    """A name without an onset that no syllable has: `Glang` is `Giang`."""
    return regex.sub(r"(?<!\p{L})Gl(?=\p{Ll})", "Gi", name)
