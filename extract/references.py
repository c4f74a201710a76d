"""Text -> where it cites a document by number, with the word for its kind before it and the date and issuer after it.

Every pattern is anchored at a digit or at a literal word and has bounded repeats, so that time grows with the length of
the text whatever the text is. Paragraphs are separated by a line feed, which patterns cross only inside a number or a
date that a table cell or a column cut: `51/KH-` | `UBND ngày` | `07/3/2025`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from extract.literals import find_literals, lower_letters


class NumberMention(NamedTuple):
    """A number at `start:end`. A `weak` one counts only after a word for a kind: `29`, `30/2020`, `108-HĐBT`."""

    start: int
    end: int
    weak: bool


class Word(NamedTuple):
    """The word for a kind of document before a number, at `start:end` (equal where there is none).

    `said_number` is True where `số` stands between the two; then an absent word's place is that of `số`.
    """

    start: int
    end: int
    said_number: bool


_DASH = r"[-‐‑–—−]"
# One part of a symbol: QĐ, TTg, QH15, SNN&MT. Cyrillic capitals that look like Latin ones occur in converted files.
# No part is a word of the language: a letter with a tone mark may not follow.
_CAPITAL = "A-ZĐÐƯАВЕКМНОРСТХ"
# A committee may have digits before its place: `BCĐ389QNg`; recognition puts `§` or `&` there.
_TOKEN = (
    rf"[{_CAPITAL}](?:[{_CAPITAL}a-zđ]|[&.](?=[A-ZĐ]{{2}})){{0,14}}+[\d§]{{0,3}}+"
    rf"(?:(?<=\d)[A-ZĐ][A-ZĐa-zđ§&]{{1,5}}+)?+(?![\p{{L}}\d])"
)
# One number, from its first digit to the end of its symbol:
#   196/KH-UBND   196 /KH-UBND   11/KH- UBND   140/2017/NĐ-CP   3204/UBND-KGVX   193/2025/QH15   66.7/2025/NQ-CP
#   30c/NQ-CP     55/2005/TTLT/BTC-BNV   57-NQ/TW   94- KH/BTGDVTW   367 - QĐ/TWĐTN-VP   7-LCT/HĐNN8   41/CP
#   l1/KH-UBND    18/2008/NQ-QH 12       2587-CV/VPTW/nb
# not 102:2016/BTTTT (a standard), 24/5/2025, 24/7, 5.000/Ha, nor the end of a longer token.
_NUMBER = regex.compile(
    rf"""
    (?:(?<![\w/.–-])|(?<=[ ]số))(?<!\d[:,–-][ ]?)
    (?: \d{{1,6}}+ (?:\.\d{{1,3}}+)? (?:[a-zđA-EĐ]|(?<=số[ ]\d\d)[ .][a-e](?=/))?+ (?=[ ]{{0,3}}(?:/|{_DASH}))
      | (?:[lIO]\d{{1,4}}+|\d{{1,3}}[lIO]\d{{0,2}}+) (?=[ ]?/) )
    (?: [ ]{{0,3}} /{{1,2}}+ [ ]{{0,2}}
        (?: (?:(?:19|20)\d\d|\d{{4}}(?=/(?:NĐ|QĐ|TT|NQ|TTLT)-)) [ ]{{0,2}} (?:/{{1,2}}+|-) [ ]{{0,2}} )? {_TOKEN}
      | [ ]? {_DASH} [ \n]? {_TOKEN} [ ]? / [ \n]? {_TOKEN} )
    (?: (?:[ ]?{_DASH}[ \n]?|/[ \n]?) {_TOKEN} )?+
    (?: (?:{_DASH}[ \n]?|/) {_TOKEN} ){{0,5}}+
    (?: (?<=QH)[ ]\d\d\b | (?<=/[A-Z]{{4}})/nb(?!\p{{L}}) )?+
    """,
    regex.VERBOSE,
)
# Rare forms, looked for only where `số` or a word for a kind stands right before the digits:
#   105 TC/ĐT   1836 QĐ/TWĐTN   216-NQ-QHK4   108-HĐBT   150 CP   1357TC/QĐ-TCT
#   and, with the symbol left out, 29   30a   30/2020
_BARE = regex.compile(
    rf"""
    (?: \d{{1,6}}+[a-eA-E]?+ (?: [ ]?{_TOKEN}/{_TOKEN} | [ ]?-[ ]?{_TOKEN} | [ ](?:CP|TTg)(?=[ ]ngày) )
        (?:[-/]{_TOKEN}){{0,2}}+
      | \d{{1,4}}+[a-e]?+ (?:/(?:19|20)\d\d)?+ (?! [\w/] | [.,:-]\d | [ ]?% | [ ]?/ | [ ]?[-–][ ]?[\dA-ZĐ] ) )
    """,
    regex.VERBOSE,
)
_BEFORE_BARE = ("số ", "Số ", "số: ", "quyết ", "định ", "thị ", "luận ", "tư ", "văn ", "NĐ ", "NQ ")
# What a form, a standard, an account or a plot of land is numbered like, right before a number.
_NO_DOCUMENT = regex.compile(
    r"""(?i)(?: mẫu(?:[ ](?:biểu|đơn|phiếu))? | biểu(?:[ ]mẫu)? | phụ[ ](?:lục|biểu) | bảng | QCVN | TCVN | TCXD | TCN
      | QCXDVN | ISO
      | tài[ ]khoản | điện[ ]thoại | hotline | số[ ]máy | fax | tel | ĐT | biển[ ]số
      | số[ ]khung | mã(?:[ ](?:số(?:[ ]thuế)?|hiệu))? | lô
      | thửa(?:[ ]đất)? | phòng | gói[ ]thầu | tờ[ ]bản[ ]đồ | hóa[ ]đơn )[ ]?(?:số)?[ ]?:?[ ]?$""",
    regex.VERBOSE,
)
# The kinds that a title or a list begins with; a name of an issuer ends before them.
_KIND_AHEAD = (
    "Luật|Nghị[ ](?:quyết|định)|Quyết[ ]định|Kế[ ]hoạch|Thông[ ](?:tư|báo)|Công[ ](?:văn|điện)|Chỉ[ ]thị|"
    "Kết[ ]luận|Tờ[ ]trình|"
    "Văn[ ]bản|Báo[ ]cáo|Chương[ ]trình|Hướng[ ]dẫn|Đề[ ]án|Quy[ ](?:chế|định)"
)
# `Nghị định của Chính phủ số `, `Quyết định của Bộ trưởng Bộ Thương mại số `: the kind, the issuer, then the number.
_KIND_OF_ISSUER = regex.compile(
    rf"(?P<kind>(?:{_KIND_AHEAD})(?:[ ][Ll]iên[ ][Tt]ịch)?)[ ](?:của[ ]|giữa[ ]|(?=Bộ[ ]|Liên[ ]))"
    r"\p{Lu}[\p{L} ,–-]{2,110}[ ]số[ ]?:?[ ]?$"
)
_OPENERS = "(“\"[‘'«:;,.-–*"

# The words of a date: 01/11/2012, 12-10-1992, 21 /3/2025, 02 tháng 10 năm 2024, tháng 8 năm 2025 after blanks or dots,
# 5/2020; `2l tháng I1` as recognition has it, `17 ngày 8 năm 2005` as a clerk had it.
_DAY = r"[\dlIO]{1,2}"
_DATE = rf"""
    (?: {_DAY} [ ]{{0,2}} (?P<sep>[/.-]) [ ]{{0,2}} {_DAY} [ ]{{0,2}} (?P=sep) [ ]{{0,2}} (?:19|20)\d{{2}}
      | (?:{_DAY}|\d[ ][\dlI]|[.…_]{{0,12}}) [ ]{{0,12}}\n? (?i:tháng|thảng|ngày(?=[ ]\d{{1,2}}[ ]năm)) [ ]{{0,12}}\n?
        (?:{_DAY}|[.…_]{{0,12}}) [ ]{{0,12}} (?:,[ ]?)? (?i:năm) [ ]{{0,4}}\n? (?:19|20)\d{{2}}
      | \d{{1,2}} [ ]? / [ ]? (?:19|20)\d{{2}} ) (?!\d)
"""
# ` ngày 01/11/2012`, ` NGÀY 17/8/2023` of a title in capitals, `, ngày 01 tháng 11 năm 2012`, ` (ngày 5/3/2020)`,
# ` (A11) ngày 13/9/2002` (who drafted it);
# without `ngày` a whole date or `tháng 8/2020`.
_DATE_AFTER = regex.compile(
    rf"""
    (?:[ ]?\([A-Z]\d{{1,3}}\)(?=[ ]ngày))? [ ]{{0,2}} (?:[,(]|[.](?=[ ]ngày))? (?:[ ]{{0,2}}|\n(?=(?i:ngày)[ ]\d))
    (?: (?:được[ ])? (?:ký[ ]|ban[ ]hành[ ]|ra[ ])? (?i:ngày) ,? [ ]{{0,12}}\n? (?P<date> {_DATE} )
      | (?P<date> \d{{1,2}}/\d{{1,2}}/(?:19|20)\d{{2}} (?!\d) )
      | (?P<date> tháng[ ]\d{{1,2}} (?:/|[ ]năm[ ]) (?:19|20)\d{{2}} (?!\d) ) )
    """,
    regex.VERBOSE,
)
_DIGITS = str.maketrans("lIO", "110")  # none of these letters stands in the words of a date
_YEAR_AFTER = regex.compile(r"[ ](?:năm[ ]|\(năm[ ])?(?P<date>(?:19|20)\d{2})(?![\d/-]|[ ]?[-–][ ]?\d)")

# ` của Thủ tướng Chính phủ`, ` của UBND tỉnh Kon Tum`, ` của Ban Chấp hành Trung ương Đảng (khóa XI)`,
# ` của Bộ Văn hóa, Thể thao và Du lịch`: from a capital up to a word that a title or a new clause begins with.
_STOP = (
    "về|ban[ ]hành|phê|quy|hướng|sửa|để|tại|theo|nhằm|đến|cho|được|có|là|thì|trong|do|của|thực|triển|tổ[ ]chức|vào|"
    "từ|trên|"
    "khi|đã|sau|trước|gửi|trình|giao|đồng|kèm|thay|bãi|công[ ]bố|thành[ ]lập|tiếp|thông[ ]qua|ngày|năm|"
    "hoặc|nêu|này|với|"
    "bằng|báo|đề|thẩm|xin|kiểm|số|chỉ|điều|tăng|đẩy|cụ|và|v\\.v|V/v"
)
_ISSUER = regex.compile(
    rf"""
    [ ]?,?[ ]?(?:của|do)[ ] (?P<issuer> (?:liên[ ]|các[ ])? (?!{_KIND_AHEAD}) \p{{Lu}}(?:p\.|P\.|\p{{L}}{{0,12}})
      (?: (?: [ ] | [ ]?[-–][ ]? | (?<=Văn[ ]h[óo][áa]),[ ](?=Thể) )
          (?! (?:{_STOP})(?!\p{{L}}) | (?:{_KIND_AHEAD}) ) (?:TP\.|Tp\.|\p{{L}}{{1,13}})
        | [ ]và[ ](?=\p{{Lu}})(?!{_KIND_AHEAD}) \p{{L}}{{1,12}}
        | [ ]\((?:[Kk]h[óo][áa]|Khoá)[ ][XIV\d]{{1,5}}\)
        | (?<=thứ|khóa|khoá|Khóa|kỳ)[ ]\d{{1,2}} ){{0,16}}+ )
    """,
    regex.VERBOSE,
)

# `điểm a khoản 2 Điều 5 `, `các khoản 1, 2.1, 4.1 `, `khoản 2.1 và khoản 4 Mục III `,
# `điểm a, b khoản 1 Điều 5, 6 của `, `gạch đầu dòng (-) thứ nhất và thứ hai khoản 5 Điều 2 `,
# `từ Điều 5 đến Điều 9 `, `Phụ lục II `: before a citation.
_UNIT = "gạch đầu dòng|tiết|điểm|khoản|tiểu mục|điều|mục|chương|phần|phụ lục"
_ITEM = r"(?:(?:số )?\d{1,3}(?:\.\d{1,2}){0,3}[a-zđ]?|[a-zđ]\d?|[IVXLC]{1,6}|(?:\(-\) )?thứ \p{L}{2,4})(?![\p{L}\d])"
_AND = "(?:, | và | đến | hoặc |; )"
_PINPOINT = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:(?:từ |các |những )?(?:{_UNIT}) {_ITEM}(?:{_AND}{_ITEM}){{0,12}}+"
    rf"(?:, | và | đến | hoặc | thuộc | của |; | ){{0,2}}){{1,8}}+$"
)
# What a pinpoint can end with: a digit, a point's letter, a Roman number, `thứ nhất`.
_PINPOINT_ENDS = frozenset("0123456789abcdđeghiklmnopqrstuvxyIVXLCấ")

# `, Điều 5, khoản 2`, ` (điểm a khoản 1 Mục III)`, ` tại Phụ lục II`: after a citation, to the end of the clause.
_PINPOINT_AFTER = regex.compile(
    rf"(?i)[ ]?,?[ ]?\(?(?:tại )?(?P<pinpoint>(?:{_UNIT}) {_ITEM}(?:{_AND}{_ITEM}){{0,12}}+"
    rf"(?:,? (?:và )?(?:{_UNIT}) {_ITEM}(?:{_AND}{_ITEM}){{0,12}}+){{0,5}}+)(?=[ ]?(?:[).;:\n]|$))"
)
# A bare one anywhere, with `này` for the part that the words stand in: `khoản 2 Điều 5`, `điểm a khoản này`.
_PINPOINT_ANYWHERE = regex.compile(
    rf"(?i)(?<!\p{{L}})(?<!(?:tài|danh|hạng|chuyên|thành|cổ|mũi|trọng|thời|đặc|địa|quan|ưu) )"
    rf"(?:(?:từ |các )?(?:{_UNIT}) (?:{_ITEM}(?:{_AND}{_ITEM}){{0,12}}+|này(?!\p{{L}}))"
    rf"(?:(?:, | và | đến | hoặc | thuộc | của | )(?=(?:{_UNIT}) ))?+){{1,8}}+"
)

_PARTS = tuple(f"{unit} " for unit in _UNIT.split("|"))
# ` về việc phê duyệt ...`, ` ban hành Quy chế ...`, ` quy định chi tiết ...`: from there to the end of the clause.
_TITLE = regex.compile(
    r"""[ ]?,?[ ](?P<title> (?: về | Về | V/v | ban[ ]hành | phê[ ]duyệt | quy[ ]định | hướng[ ]dẫn
      | sửa[ ]đổi | thực[ ]hiện
      | triển[ ]khai | phê[ ]chuẩn | công[ ]bố | thành[ ]lập | giao | bãi[ ]bỏ
      | thay[ ]thế | điều[ ]chỉnh | bổ[ ]sung
      | quyết[ ]định )(?!\p{L}) [^;\n(){}“”]{3,300}+ )""",
    regex.VERBOSE,
)
# ... `về giá, Sở Tài chính`; `về giá được sửa đổi, bổ sung bởi Thông tư số`; `về giá có hiệu lực thi hành, các sở`
_TITLE_END = regex.compile(
    r"[.](?:\s|$)|, (?=(?:Nghị|Quyết|Kế hoạch|Thông|Chỉ|Kết|Sở|Ủy|UBND|Bộ|Luật|số)(?!\p{L}))"
    r"|,?[ ](?:đã[ ])?được[ ](?:sửa[ ]đổi|bổ[ ]sung|thay[ ]thế)(?:,[ ]bổ[ ]sung)?(?:[ ]một[ ]số[ ]điều)?[ ]bởi[ ]"
    r"|(?<!tiếp[ ]tục|còn|hết)[ ]có[ ]hiệu[ ]lực(?:[ ]thi[ ]hành)?,"
)


@cache
def kind_words() -> dict[str, str]:
    """The words for kinds of documents that stand before a number, with the code of the kind; see `kind_words.csv`.

    Words are in lower case, abbreviations (`NĐ`, `CV`) as they are; the code is empty where the word names no kind.
    """
    text = (files("extract") / "data" / "kind_words.csv").read_text(encoding="utf-8")
    return {row["word"]: row["code"] for row in csv.DictReader(text.splitlines())}


def find_numbers(text: str) -> list[NumberMention]:
    """Every number of a document in the text, in order. Those marked `weak` may be something else."""
    found = [NumberMention(m.start(), m.end(), False) for m in _NUMBER.finditer(text)]
    bare = [NumberMention(start, end, True) for start, end in _find_bare(text)]
    if bare:
        taken = {mention.start for mention in found}
        found = sorted(found + [mention for mention in bare if mention.start not in taken])
    return found


def _find_bare(text: str) -> Iterator[tuple[int, int]]:
    starts = {
        place + len(word)
        for word in _BEFORE_BARE
        for place in find_literals(text, (word,))
        if text[place + len(word) : place + len(word) + 1].isdecimal()
    }
    reached = 0
    for start in sorted(starts):
        if start >= reached and (match := _BARE.match(text, start)) is not None:
            reached = match.end()
            yield match.span()


def is_document(text: str, start: int) -> bool:
    """False where the words before a number say that it numbers a form, a standard, an account or the like."""
    return _NO_DOCUMENT.search(text, max(0, start - 24), start) is None


def read_word(text: str, start: int) -> Word:
    """The word for a kind of document that stands before the number at `start`, with or without `số` between."""
    left = text[max(0, start - 44) : start]
    left = left[left.rfind("\n") + 1 :]
    base = start - len(left)
    kept = left.rstrip(" :")
    said = kept[-2:] in ("số", "Số", "SỐ", "sô", "sồ", "só") and not kept[-3:-2].isalpha()
    if said:
        kept = kept[:-2].rstrip(" :,(")
    words, parts = kind_words(), kept.split(" ")
    end = base + len(kept)
    for count in (4, 3, 2, 1):
        if len(parts) >= count:
            phrase = " ".join([parts[-count].lstrip(_OPENERS), *parts[len(parts) - count + 1 :]])
            if phrase.lower() in words or phrase in words:
                return Word(end - len(phrase), end, said)
    if not said:
        return Word(start, start, False)
    if (match := _KIND_OF_ISSUER.search(text, max(0, start - 150), start)) is not None:
        return Word(match.start("kind"), match.end("kind"), True)
    rest = left[len(kept) :]
    end += len(rest) - len(rest.lstrip(" :,("))
    return Word(end, end, True)


def read_date(text: str, end: int) -> tuple[str, int] | None:
    """The words of the date printed right after a number that ends at `end`, and where they end; None where none is."""
    if (match := _DATE_AFTER.match(text, end)) is None:
        return None
    words = match["date"].translate(_DIGITS)
    return regex.sub(r"^(\d)[ ](?=\d[ \n])", r"\1", words), match.end()  # `1 I tháng 4`


def read_year(text: str, end: int) -> tuple[str, int] | None:
    """The year after the name of a law that ends at `end` (`Luật Đất đai năm 2024`), and where it ends."""
    if (match := _YEAR_AFTER.match(text, end)) is None:
        return None
    return match["date"], match.end()


def read_issuer(text: str, end: int) -> tuple[str, int] | None:
    """The issuer named right after a number or date (`của Thủ tướng Chính phủ`), and where it ends."""
    if (match := _ISSUER.match(text, end)) is None:
        return None
    return match["issuer"], match.end()


def read_title(text: str, end: int) -> str | None:
    """The title of a cited document, from the word that begins it (`về`, `ban hành`) to the end of its clause."""
    if (match := _TITLE.match(text, end)) is None:
        return None
    title = match["title"]
    stop = _TITLE_END.search(title)
    return (title[: stop.start()] if stop else title).strip(" ,.") or None


def read_pinpoint(text: str, start: int) -> str | None:
    """The part of a document that is named right before its citation: `điểm a khoản 2 Điều 5`; None where none is."""
    if text[max(0, start - 2) : start - 1] not in _PINPOINT_ENDS and text[max(0, start - 5) : start] != " của ":
        return None
    if (match := _PINPOINT.search(text, max(0, start - 160), start)) is None:
        return None
    words = match.group().rstrip(" ,;")
    return words.removesuffix(" của").removesuffix(" thuộc")


def read_pinpoint_after(text: str, end: int) -> str | None:
    """The part of a document that is named right after its citation: `Luật Đất đai, Điều 5, khoản 2`; else None."""
    if text[end : end + 1] not in (" ", ",", "("):
        return None
    match = _PINPOINT_AFTER.match(text, end, end + 200)
    return match["pinpoint"] if match is not None and match.end() < end + 200 else None


def find_pinpoints(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names parts of documents, whosever they are: `khoản 2 Điều 5`, `điểm a khoản này`."""
    lower, reached = lower_letters(text), 0
    for place in find_literals(lower, _PARTS):
        if place < reached:
            continue
        for start in (*(place - len(word) for word in ("các ", "từ ") if lower.endswith(word, 0, place)), place):
            if start >= reached and (match := _PINPOINT_ANYWHERE.match(text, start)) is not None:
                reached = match.end()
                yield match.span()
                break
