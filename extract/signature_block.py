"""Recognised words beside `Nơi nhận` -> the office and name of who signed, as far as a seal lets them be read.

`GI ÁM ĐÓC`, `KTGIAM ĐỌC`, `U TỊCH`, `rần Ngọc Căng`: the offices that sign are few and their form is fixed by Nghị định
30/2020/NĐ-CP, and whoever signs `KT.` is a deputy. What was read is kept in `Word.raw`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import regex

from extract.folding import fold_letters
from extract.textlayer import Word

OFFICE, NAME, ANCHOR = "office", "name", "letters"  # the reasons

_PLACE = regex.compile(r"(?i)^\W{0,2}\S?[ơo]i$")
_RECEIVED = regex.compile(r"(?i)^nh[ậâạa]n\W{0,3}$")
_OFFICES = (
    "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "BỘ TRƯỞNG",
    "THỨ TRƯỞNG", "CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN", "CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "PHÓ CHI CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG",
    "BÍ THƯ", "PHÓ BÍ THƯ", "HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "VỤ TRƯỞNG", "VIỆN TRƯỞNG", "TRƯỞNG PHÒNG",
    "PHÓ TRƯỞNG PHÒNG", "THỦ TƯỚNG", "PHÓ THỦ TƯỚNG", "BỘ TRƯỞNG, CHỦ NHIỆM", "TỔNG THƯ KÝ", "CHÁNH THANH TRA",
    "PHÓ CHÁNH THANH TRA",
)  # fmt: skip
_PREFIXES = ("", "KT. ", "TM. ", "TL. ", "TUQ. ", "Q. ")
_CAPACITY = regex.compile(r"^(?:KT|TM|TL|TUQ|Q)\. ")
_ALIKE = 0.88
_CAPITAL_NAME = regex.compile(r"^\p{Lu}\p{Ll}{1,6}$")
_HALF_NAME = regex.compile(r"^\p{Ll}{2,5}$")


def repair_signature(words: Sequence[Word]) -> list[Word]:
    """The words with those of the signature block mended; `Nơi nhận` itself too, by which the block is found."""
    mended = list(words)
    anchor = _mend_anchor(mended)
    if anchor is None:
        return mended
    above: list[int] = []  # the line of the office above, which is never told twice: below it stands its deputy
    for line in list(_lines_beside(mended, anchor)):
        said = [mended[i].text for i in line]
        over = _CAPACITY.sub("", mended[above[0]].text) if above else ""
        office = _deputy_of(over, said) or _office_of(said)
        if office is not None:
            if office == _deputy_of(over, said):
                _replace(mended, above[:1], f"KT. {over}", OFFICE)
            _replace(mended, line, office, OFFICE)
            above = line
            continue
        parts = [mended[i].text for i in line]
        if len(parts) > 1 and all(_CAPITAL_NAME.match(part) for part in parts[1:]):
            above = []
            if (name := _name_of(parts)) is not None:
                _replace(mended, line[:1], name, NAME)
    return [word for word in mended if word.text]


def _mend_anchor(words: list[Word]) -> Word | None:
    """The first word of `Nơi nhận`, mended in place: `4ơi nhận:`, `Noi nhân:`."""
    for i in range(len(words) - 1):
        if _PLACE.match(words[i].text) and _RECEIVED.match(words[i + 1].text):
            a, b = words[i], words[i + 1]
            if abs(a.base - b.base) > 0.5 * a.size:
                continue
            if a.text != "Nơi":
                words[i] = a._replace(text="Nơi", raw=a.raw or a.text, reason=ANCHOR)
            return words[i]
    return None


def _lines_beside(words: Sequence[Word], anchor: Word) -> Iterator[list[int]]:
    """The indexes of the words of each line to the right of `Nơi nhận`, from its height down, from left to right."""
    beside = [
        i
        for i, word in enumerate(words)
        if word.x0 > anchor.x0 + 130 and -3.5 * anchor.size < word.base - anchor.base < 220
    ]
    beside.sort(key=lambda i: (words[i].base, words[i].x0))
    line: list[int] = []
    for i in beside:
        if line and abs(words[i].base - words[line[0]].base) > 0.5 * words[i].size:
            yield sorted(line, key=lambda k: words[k].x0)
            line = []
        line.append(i)
    if line:
        yield sorted(line, key=lambda k: words[k].x0)


def _office_of(parts: Sequence[str]) -> str | None:
    """The office that a line of capitals means; None where it is none."""
    text = " ".join(parts)
    capitals = [part for part in parts if any(c.isalpha() for c in part)]
    if not capitals or not all(part.isupper() for part in capitals):
        return None
    read = _squeeze(text)
    if len(read) < 4:
        return None
    best, likeness = "", 0.0
    for squeezed, office in _forms():
        compared = SequenceMatcher(None, read, squeezed, autojunk=False)
        least = max(_ALIKE, likeness)
        if compared.real_quick_ratio() < least or compared.quick_ratio() < least:
            continue  # both are cheap, and never less than the ratio itself
        ratio = compared.ratio()
        if ratio >= _ALIKE and ratio > likeness:
            best, likeness = office, ratio
    if not best:
        best = "CHỦ TỊCH" if regex.fullmatch(r"\W{0,2}(?:\p{Lu}{0,2}[ỦUÙÚ]\s)?TỊCH", text) else ""
    return best or None


def _deputy_of(over: str, parts: Sequence[str]) -> str | None:
    """The deputy whose office, or the end of it, stands below the office that is signed for; None where none does."""
    read = _squeeze(" ".join(parts))
    if not over or len(read) < 4 or not all(part.isupper() for part in parts):
        return None
    for office in over.split(", "):
        deputy = "THỨ TRƯỞNG" if office == "BỘ TRƯỞNG" else f"PHÓ {office}"
        if _squeeze(deputy).endswith(read) or read.endswith(_squeeze(office)):
            return deputy
    return None


def _squeeze(text: str) -> str:
    return "".join(c for c in fold_letters(text) if c.isalpha())


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    return tuple((_squeeze(prefix + office), prefix + office) for prefix in _PREFIXES for office in _OFFICES)


def _name_of(parts: Sequence[str]) -> str | None:
    """The surname whose first letter was lost: `rần` before `Ngọc Căng`; None where it is none, or may be several."""
    if not 2 <= len(parts) <= 4 or _HALF_NAME.match(parts[0]) is None:
        return None
    if not all(_CAPITAL_NAME.match(part) for part in parts[1:]):
        return None
    fits = [name for name in surnames() if name[1:] == parts[0]]
    return fits[0] if len(fits) == 1 else None


@cache
def surnames() -> tuple[str, ...]:
    """The family names of Việt Nam."""
    with (Path(__file__).parent / "data" / "surnames.csv").open(encoding="utf-8", newline="") as file:
        return tuple(next(iter(row.values())) for row in csv.DictReader(file))


def _replace(words: list[Word], line: Sequence[int], text: str, reason: str) -> None:
    """Put `text` in the place of the words of a line: one word over all of them."""
    parts = [words[i] for i in line]
    raw = " ".join(part.raw or part.text for part in parts)
    first, last = parts[0], parts[-1]
    sure = [part.confidence for part in parts if part.confidence is not None]
    words[line[0]] = first._replace(
        text=text,
        x1=last.x1,
        raw=raw if raw != text else None,
        reason=reason if raw != text else "",
        confidence=min(sure) if sure else None,
    )
    for i in line[1:]:
        words[i] = words[i]._replace(text="")
