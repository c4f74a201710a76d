"""The mark at the head of a paragraph (`Điều 3.`, `II.`, `2.1.`, `a)`, `-`) -> its kind, label and place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import regex


class MarkKind(IntEnum):
    """Kinds of marks, outermost first."""

    APPENDIX = 1
    PART = 2
    CHAPTER = 3
    HEADING = 4  # Mục
    SUBHEADING = 5  # Tiểu mục
    ARTICLE = 6
    CAPITAL = 7
    ROMAN = 8
    NUMBER = 9
    DECIMAL = 10
    LETTER = 11
    PAREN = 12
    DASH = 13
    PLUS = 14


BULLETS = frozenset({MarkKind.DASH, MarkKind.PLUS})
DIVISIONS = frozenset({MarkKind.PART, MarkKind.CHAPTER, MarkKind.HEADING, MarkKind.SUBHEADING})


@dataclass(frozen=True, slots=True)
class Mark:
    """`label` is as printed without its dot; `style` is the sign after it; `end` is where the paragraph's words
    begin.
    """

    kind: MarkKind
    label: str
    end: int
    style: str = ""


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
# Divisions: `Phần thứ nhất`, `PHẦN I`, `Phần A.`, `Chương II`, `CHƯƠNG 2:`, `Mục 1.`, `MỤC I`, `Tiểu mục 2`, `Điều 3.`,
# `Điều 12a.`, `Phụ lục`, `PHỤ LỤC II`, `Phụ lục 1a`, `Phụ lục số 01`. A division word in prose goes on in small letters
# (`Chương II của Luật này`) and is sorted out where the paragraph is judged.
_ORDINAL = r"thứ\s(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|mười\smột|mười\shai)"
_DIVISION = regex.compile(
    rf"""
    (?P<label>
        (?P<appendix>phụ\s(?:lục|biểu)(?:\s(?:số\s?)?(?:[IVXLivx]{{1,6}}|\d{{1,3}})(?:\.?\d{{1,2}})?[a-zA-ZđĐ]?(?![\p{{L}}\d]))?)
      | (?P<part>phần\s(?:{_ORDINAL}|[IVX]{{1,5}}|\d{{1,2}}|[A-E])(?![\p{{L}}\d]))
      | (?P<chapter>chương\s(?:[IVXL]{{1,6}}|\d{{1,2}}|mở\sđầu)[a-zđ]?(?![\p{{L}}\d]))
      | (?P<subheading>tiểu\smục\s(?:\d{{1,2}}|[IVX]{{1,5}}|[A-H])(?![\p{{L}}\d]))
      | (?P<heading>mục\s(?:\d{{1,2}}|[IVX]{{1,5}}|[A-H])(?![\p{{L}}\d]))
      | (?P<article>điều\s(?:\d{{1,3}}(?:\.\d{{1,2}}(?=[.:]))?[a-zđ]?|[TIl|](?=[.:\-]\s))(?![\p{{L}}\d]))
    )
    \s{{0,2}}(?P<stop>[.:\-–—)/]{{0,2}})\s{{0,3}}
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# Numbers: `1.`, `1)`, `1/`, `1-`, `2.1.`, `2.1 `, `1.1.3.`, `a)`, `a.`, `đ)`, `(1)`, `(i)`, `I.`, `I-`, `II/`, `A.`
# A bare `2.1` needs a blank and a letter after it, so that `2.000 đồng` is none; `1.` no digit at once (`1.000`).
_NUMBERED = regex.compile(
    rf"""
    (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:\.\s{{0,2}}|\)\s{{0,2}}|/\s{{0,2}}|-\s{{1,2}}|\s{{1,3}}|:\s)(?=[\p{{Lu}}“"(\[])
  | (?P<roman>{_ROMAN})\s{{0,2}}(?:[.\-–—/):]\s{{0,3}})(?=[\p{{L}}\d“"(\[]|$)
  | (?P<capital>[A-HĐKLMN])\s{{0,1}}(?:[.\-–—/)]\s{{1,3}}|\.)(?=[\p{{L}}“"(]\S{{1,}}|[\p{{L}}]\s)
  | (?P<number>\d{{1,3}}[a-zđ]?)\s{{0,1}}(?:
        [.,]\s{{0,3}}(?=[^\d\s.,])
      | \)\s{{0,3}}(?=[^\d\s])
      | /(?:\s{{1,3}}(?=\p{{L}})|(?=\p{{Lu}}\p{{Ll}}))
      | [\-–]\s{{1,2}}(?=\p{{Lu}})
      | :\s(?=\p{{Lu}})
    )
  | (?P<letter>[a-zđăâêôơư]\d{{0,2}})\s{{0,1}}(?:\)\s{{0,3}}|\.\s{{1,3}}(?=\p{{L}})|/\s{{0,2}}(?=\p{{Lu}}))
  | (?P<paren>\((?:\d{{1,2}}|[ivx]{{1,5}}|[a-zđ])\))\s{{0,3}}
  | (?P<dash>[-–—−•●▪◦·*✓§➢→‒])\s{{0,3}}(?=[^\s\-–—_.*])
  | (?P<plus>\+)\s{{0,3}}(?=\S)
    """,
    regex.VERBOSE,
)
_DIVISION_KINDS = (
    ("appendix", MarkKind.APPENDIX),
    ("part", MarkKind.PART),
    ("chapter", MarkKind.CHAPTER),
    ("subheading", MarkKind.SUBHEADING),
    ("heading", MarkKind.HEADING),
    ("article", MarkKind.ARTICLE),
)
_NUMBERED_KINDS = (
    ("decimal", MarkKind.DECIMAL),
    ("roman", MarkKind.ROMAN),
    ("capital", MarkKind.CAPITAL),
    ("number", MarkKind.NUMBER),
    ("letter", MarkKind.LETTER),
    ("paren", MarkKind.PAREN),
    ("dash", MarkKind.DASH),
    ("plus", MarkKind.PLUS),
)


@lru_cache(maxsize=2048)  # one step after the other asks for the mark of a line
def match_mark(text: str) -> Mark | None:
    """The mark that a paragraph begins with; None where it begins with none. Bullets have an empty label."""
    match = _DIVISION.match(text)
    if match is not None and _is_division(match, text):
        for name, kind in _DIVISION_KINDS:
            if match[name] is not None:
                return Mark(kind, _tidy_label(match["label"]), match.end())
    match = _NUMBERED.match(text)
    if match is None:
        return None
    for name, kind in _NUMBERED_KINDS:
        if (label := match[name]) is not None:
            if kind in BULLETS:
                label = ""
            elif kind is MarkKind.PAREN:
                label = label.strip("()")
            style = match.group().strip()[-1:] if kind not in BULLETS else match.group()[:1]
            if kind is MarkKind.NUMBER and style == ",":
                style = "."  # `9, Sở Y tế` stands in one row with `8. Sở Nội vụ`
            return Mark(kind, label, match.end(), style)
    return None


def _is_division(match: regex.Match[str], text: str) -> bool:
    """False for a division that is only named in prose: `Chương II của Luật này`, `Điều 5 và Điều 6 ...`."""
    if not match["label"][0].isupper():
        return False
    rest = text[match.end() :]
    if not rest:
        return True
    if match["stop"]:
        # `Phụ lục I - ...` may go on in small letters; `Điều 3. Điều khoản` never does, save for quotes and brackets.
        return match["appendix"] is not None or not rest[0].islower()
    if match["article"]:
        return rest[0].isupper() and not rest.startswith(("Luật", "Nghị", "Bộ luật", "Thông tư", "Quy"))
    return rest[0].isupper() or rest[0] in '(“"'


def _tidy_label(label: str) -> str:
    """`PHỤ  LỤC II` and `Phụ lục II` are one label; numerals keep their capitals."""
    words = regex.sub(r"(?<=[Đđ]iều\s)[TIl|]$", "1", label).split()
    first = words[0].capitalize()
    rest = [w if regex.fullmatch(r"[IVXL\d]+\.?\d*[A-Za-zđĐ]?|[A-H]", w) else w.lower() for w in words[1:]]
    return " ".join([first, *rest])
