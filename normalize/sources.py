"""The source line of an article of the codification -> its act: kind, number, name, dates, issuer."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from normalize.dates import parse_date
from normalize.model import PartialDate
from normalize.numbers import parse_number


@dataclass(frozen=True, slots=True)
class Source:
    """An act that is named as the source of a text. `date` is when it was made, `effective` since when it is in force.

    `kind` is the code of the kind (`L`, `BL`, `PL`, `NĐ`, `TTLT`); `number` is spelled in one way for all articles of
    an act; `part` is what of the act the text is (`Điều 5`). What a line does not say is None.
    """

    kind: str
    number: str | None
    name: str | None
    date: PartialDate | None
    issuer: str | None
    effective: PartialDate | None
    part: str | None


_KINDS = {
    "hiến pháp": "HP",
    "bộ luật": "BL",
    "luật": "L",
    "pháp lệnh": "PL",
    "lệnh": "L",
    "sắc lệnh": "SL",
    "sắc luật": "SLt",
    "nghị quyết liên tịch": "NQLT",
    "nghị quyết": "NQ",
    "nghị định": "NĐ",
    "thông tư liên tịch": "TTLT",
    "thông tư liên bộ": "TTLT",
    "thông tư": "TT",
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "văn bản hợp nhất": "VBHN",
    "quy chế": "QC",
}
# `(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội, có hiệu lực thi hành kể từ ngày
# 01/01/2021)`, `(Điều 2 Thông tư số 04/2024/TT-BTP, có hiệu lực thi hành kể từ ngày 06/06/2024)`, `(Điều 2 Pháp lệnh
# Về Hàm, cấp ngoại giao, có hiệu lực ...)`, `((Thông tư số 03/TC-TCT, có hiệu lực ...))`
_KIND = regex.compile(
    rf"(?i)(?<!\p{{L}})(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})(?!\p{{L}})".replace(" ", r"\s")
)
# `số 21/2012/TT-BCT`, and as clerks had it: `số TT 07/2023/TT-BNNPTNT`, `số liên tịch 75/2000/TTLT/BTC-GDĐT`,
# `số 60 TC/TCT`, `số 21 - TC/TCT`, `số 01/2012/QĐ- TTg`, `số 19/2016 /TT-NHNN`, `số '56/2020/TT-BCT`
_NUMBER = regex.compile(
    r"""\s?(?:số\s?:?)?\s?(?P<joint>liên\stịch\s)?(?:thông\stư\s|TT\s|')?
        (?P<number> \d{1,5}[\p{L}\d.]{0,3} (?:\s?[/-]\s?|\s(?=\p{Lu}{1,5}/))
          (?: [^\s,;()]{1,60} (?: (?<=[-/])\s\p{Lu}[^\s,;()]{1,40}
              | \s/[^\s,;()]{1,40}|\s-\s?\p{Lu}{2}[^\s,;()]{0,40}){0,3} ) (?<![.]) )""",
    regex.VERBOSE | regex.IGNORECASE,
)
_FORCE = regex.compile(
    r"(?i)\s{0,2},?\s{0,2}(?:bắt\s)?(?:có\shiệu\slực|hiệu\slực)[^\d]{0,60}(?P<date>\d[\d/.\s-]{5,12})"
)
# ` ngày 16/06/2020 của Quốc hội` at the end of what is left; the name before it may hold dates of its own.
_MADE = regex.compile(r"\s(?:ban\shành\s)?ngày\s(?P<date>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?!\d)")
_OF = regex.compile(r"\s{0,2}(?:của\s{1,2}(?P<issuer>.{2,300}))?$")
_ISSUER = regex.compile(r"(?:^|\s)của\s(?P<issuer>\p{Lu}[^\n,\d]{3,120})$")
_NO_NAME = regex.compile(
    r"(?i)\s?(?:số\s)?không\ssố\s|\s?\([X\d]\d{0,2}\)(?:\s|$)"
)  # `Pháp lệnh số Không số Về Hàm`, `(X13)`
_SPACES = regex.compile(r"\s+")


def parse_source(text: str) -> Source | None:
    """The act that a source line names; None where it names no kind of act."""
    text = _SPACES.sub(" ", text).strip()
    while text.startswith("("):
        text = text[1:].lstrip()
    if (kind := _KIND.search(text)) is None:
        return None
    part = text[: kind.start()].strip(" ,.;:-") or None
    rest = text[kind.end() :].rstrip(" )")
    code, number = _KINDS[kind["kind"].lower()], None
    if (match := _NUMBER.match(rest)) is not None:
        number = _one_spelling(match["number"])
        code = "TTLT" if match["joint"] else code
        rest = rest[match.end() :]
    rest = _NO_NAME.sub("", rest, count=1) if _NO_NAME.match(rest) else rest
    effective = None
    if (match := _FORCE.search(rest)) is not None:
        effective, rest = parse_date(match["date"]), rest[: match.start()]
    date, issuer = None, None
    made = list(_MADE.finditer(rest))
    if made and (body := _OF.match(rest, made[-1].end())) is not None:
        date, issuer, rest = parse_date(made[-1]["date"]), body["issuer"], rest[: made[-1].start()]
    elif (body := _ISSUER.search(rest)) is not None and number is not None:
        issuer, rest = body["issuer"], rest[: body.start()]
    return Source(code, number, rest.strip(" ,.;:-") or None, date, issuer, effective, part)


def _one_spelling(text: str) -> str:
    """A number in one spelling for all articles of an act: `HĐNN`, a symbol in capitals, a hyphen for a full stop."""
    text = "".join(text.split()).replace("HDNN", "HĐNN").replace("NQ.", "NQ-")
    if not any(c.isupper() for c in text):
        text = text.upper()
    parsed = parse_number(text.rstrip(".,"))
    return parsed.text if parsed is not None else text
