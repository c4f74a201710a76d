"""Text -> where it cites a document by number, with the word for its kind before it and the date and issuer after it.

Every pattern is anchored at a digit or at a literal word and has bounded repeats, so that time grows with the length of
the text whatever the text is. Paragraphs are separated by a line feed, which no pattern crosses.
"""

from __future__ import annotations

from typing import NamedTuple

import regex


class NumberMention(NamedTuple):
    """A number at `start:end`. `weak` where it counts only after a word for a kind or `số`: `29`, `30/2020`, `108-HĐBT`."""

    start: int
    end: int
    weak: bool


class Word(NamedTuple):
    """The word for a kind of document before a number, at `start:end` (equal where there is none).

    `said_number` is True where `số` stands between the two; then `start` of an absent word is that of `số`.
    """

    start: int
    end: int
    said_number: bool


_DASH = r"[-‐‑–—−]"
# One part of a symbol: QĐ, TTg, QH15, SNN&MT, TƯ. No word of the language: a letter with a tone mark may not follow.
_TOKEN = r"[A-ZĐÐƯАВЕКМНОРСТХ](?:[A-Za-zĐđÐƯАВЕКМНОРСТХ]|[&.](?=[A-ZĐ]{2})){0,14}+\d{0,3}+(?![\p{L}\d])"
# One number, from its first digit to the end of its symbol:
#   196/KH-UBND   196 /KH-UBND   11/KH- UBND   140/2017/NĐ-CP   3204/UBND-KGVX   193/2025/QH15   66.7/2025/NQ-CP
#   30c/NQ-CP     55/2005/TTLT/BTC-BNV   57-NQ/TW   94- KH/BTGDVTW   367 - QĐ/TWĐTN-VP   7-LCT/HĐNN8   41/CP
# not 102:2016/BTTTT (a standard), 24/5/2025, 24/7, 5.000/Ha, 01/KH-UBND inside a longer token.
_NUMBER = regex.compile(
    rf"""
    (?<![\w/.–-])(?<!\d[:,–-][ ]?)
    (?: \d{{1,6}}+ (?:\.\d{{1,3}}+)? [a-zđA-EĐ]?+ (?=[ ]{{0,3}}(?:/|{_DASH}))
      | (?:[lIO]\d{{1,4}}+|\d{{1,3}}[lIO]\d{{0,2}}+) (?=[ ]?/) )
    (?: [ ]{{0,3}} / [ ]{{0,2}} (?: (?:19|20)\d\d [ ]{{0,2}} [/-] [ ]{{0,2}} )? {_TOKEN}
      | [ ]? {_DASH} [ \n]? {_TOKEN} [ ]? / [ \n]? {_TOKEN} )
    (?: (?:[ ]?{_DASH}[ \n]?|/[ \n]?) {_TOKEN} )?+
    (?: (?:{_DASH}[ \n]?|/) {_TOKEN} ){{0,5}}+
    (?: (?<=QH)[ ]\d\d\b | (?<=/[A-Z]{{4}})/nb(?!\p{{L}}) )?+
    """,
    regex.VERBOSE,
)
# Rare forms, looked for only where `số` or a word for a kind stands right before the digits:
#   105 TC/ĐT   1836 QĐ/TWĐTN   216-NQ-QHK4   108-HĐBT   and, with the symbol left out, 29   30/2020
_BARE = regex.compile(
    rf"""
    (?: (?<=số[ ]) | (?<=Số[ ]) | (?<=số:[ ]) | (?<=quyết[ ]) | (?<=định[ ]) | (?<=thị[ ]) | (?<=luận[ ]) | (?<=tư[ ]) | (?<=văn[ ])
      | (?<=NĐ[ ]) | (?<=NQ[ ]) )
    (?: \d{{1,6}}+ (?: [ ]{_TOKEN}/{_TOKEN} | [ ]?-[ ]?{_TOKEN} ) (?:[-/]{_TOKEN}){{0,2}}+
      | \d{{1,4}}+ (?:/(?:19|20)\d\d)?+ (?! [\w/] | [.,:-]\d | [ ]?% | [ ]?/ | [ ]?[-–][ ]?[\dA-ZĐ] ) )
    """,
    regex.VERBOSE,
)
# What a table of forms, a standard or an account is numbered like, right before a number.
_NO_DOCUMENT = regex.compile(
    r"(?i)(?:mẫu(?: biểu| đơn| phiếu)?|biểu(?: mẫu)?|phụ (?:lục|biểu)|bảng|QCVN|TCVN|tài khoản|điện thoại|hotline|số máy|"
    r"ISO|TCXD|TCN|QCXDVN|biển số|số khung|mã số|mã(?: hiệu)?|lô|thửa(?: đất)?|phòng|gói thầu|"
    r"tờ bản đồ|hóa đơn|hotline|fax|tel|ĐT)[ ]?(?:số)?[ ]?:?[ ]?$"
)

# Words for kinds of documents, in lower case; with what a symbol that has no kind of its own takes from them.
KINDS = frozenset(
    """
    nghị quyết liên tịch|nghị định liên tịch|thông tư liên tịch|thông tư liên bộ|văn bản hợp nhất|chương trình hành động|chương trình phối hợp|
    chương trình công tác|kế hoạch liên tịch|kế hoạch phối hợp|hướng dẫn liên tịch|hướng dẫn liên ngành|thông báo kết luận|kết luận thanh tra|
    quy chế phối hợp|bản ghi nhớ|biên bản ghi nhớ|thỏa thuận hợp tác|hiến pháp|bộ luật|luật|pháp lệnh|sắc lệnh|sắc luật|lệnh|nghị quyết|nghị định|
    quyết định|chỉ thị|thông tư|thông tri|kết luận|quy chế|quy định|hướng dẫn|kế hoạch|chương trình|đề án|dự án|
    phương án|chiến lược|quy hoạch|báo cáo|tờ trình|công văn|công điện|thông báo|thông cáo|phiếu chuyển|
    phiếu trình|phiếu gửi|giấy mời|giấy phép|giấy ủy quyền|giấy giới thiệu|văn bản|biên bản|hợp đồng|bản án|án lệ|cáo trạng|kháng nghị|kiến nghị|
    điều lệ|quy trình|tuyên bố|lời kêu gọi|đính chính|công hàm|công thư|bản thỏa thuận
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
SHORT_KINDS = frozenset("NĐ NQ QĐ CT TT TTLT KH KL TB BC TTr CV VB HD CTr QC QyĐ CĐ TBKL VBHN".split())
_OPENERS = "(“\"[‘'«:;,.-–*"

# After a number: ` ngày 01/11/2012`, `, ngày 01 tháng 11 năm 2012`, ` (ngày 5/3/2020)`, ` ngày     tháng 8 năm 2025`,
# ` ngày 12-10-1992`, `/5/2020`; and without `ngày` only a whole date: ` 19/3/2021`, ` tháng 8/2020`.
DATE = r"""
    (?: [\dlIO]{1,2} [ ]{0,2} (?P<sep>[/.-]) [ ]{0,2} [\dlIO]{1,2} [ ]{0,2} (?P=sep) [ ]{0,2} (?:19|20)\d{2}
      | (?:[\dlIO]{1,2}|[.…_]{0,12}) [ ]{0,12}\n? (?:tháng|thảng|ngày(?=[ ]\d{1,2}[ ]năm)) [ ]{0,12}\n? (?:[\dlIO]{1,2}|[.…_]{0,12}) [ ]{0,12} (?:,[ ]?)?năm [ ]{0,4}\n? (?:19|20)\d{2}
      | \d{1,2} [ ]? / [ ]? (?:19|20)\d{2} ) (?!\d)
"""
_DATE_AFTER = regex.compile(
    rf"""
    [ ]{{0,2}} (?:[,(]|[.](?=[ ]ngày))? (?:[ ]{{0,2}}|\n(?=ngày[ ]\d))
    (?: (?:được[ ])? (?:ký[ ]|ban[ ]hành[ ]|ra[ ])? ngày [ ]{{0,12}}\n? (?P<date> {DATE} )
      | (?P<date> \d{{1,2}}/\d{{1,2}}/(?:19|20)\d{{2}} (?!\d) | tháng[ ]\d{{1,2}} (?:/|[ ]năm[ ]) (?:19|20)\d{{2}} (?!\d) ) )
    """,
    regex.VERBOSE,
)
_YEAR_AFTER = regex.compile(r"[ ](?:năm[ ]|\(năm[ ])?(?P<date>(?:19|20)\d{2})(?![\d/-]|[ ]?[-–][ ]?\d)")

# Letters that recognition puts for digits; none of them stands in the words of a date.
_DIGITS = str.maketrans("lIO", "110")

# ` của Thủ tướng Chính phủ`, ` của UBND tỉnh Kon Tum`, ` của Ban Chấp hành Trung ương Đảng (khóa XI)`,
# ` của Bộ Văn hóa, Thể thao và Du lịch`: from a capital up to a word that a title or a new clause begins with.
_STOP = (
    "về|ban hành|phê|quy|hướng|sửa|để|tại|theo|nhằm|đến|cho|được|có|là|thì|trong|do|của|thực|triển|tổ chức|vào|từ|trên|khi|đã|"
    "sau|trước|gửi|trình|giao|đồng|kèm|thay|bãi|công bố|thành lập|tiếp|thông qua|ngày|năm|hoặc|nêu|này|với|bằng|báo|đề|thẩm|"
    "xin|kiểm|số|chỉ|điều|tăng|đẩy|cụ|và|v\\.v|V/v"
)
_TYPE_AHEAD = (
    "Luật|Nghị (?:quyết|định)|Quyết định|Kế hoạch|Thông (?:tư|báo)|Công (?:văn|điện)|Chỉ thị|Kết luận|Tờ trình|Văn bản|"
    "Báo cáo|Chương trình|Hướng dẫn|Đề án|Quy (?:chế|định)"
).replace(" ", "[ ]")
_ISSUER = regex.compile(
    rf"""
    [ ]?,?[ ]?(?:của|do)[ ] (?P<issuer> (?:liên[ ]|các[ ])? (?!{_TYPE_AHEAD})\p{{Lu}}[\p{{L}}.]{{0,12}}
      (?: (?: [ ] | [ ]?[-–][ ]? | (?<=Văn[ ]h[óo][áa]),[ ](?=Thể) | (?<=Trung[ ]ương)[ ]\( )
          (?! (?:{_STOP.replace(" ", "[ ]")})(?!\p{{L}}) | (?:{_TYPE_AHEAD}) ) \p{{L}}[\p{{L}}.]{{0,12}}
        | [ ]và[ ](?=\p{{Lu}})(?!{_TYPE_AHEAD}) \p{{L}}{{1,12}} | [ ]\((?:[Kk]h[óo][áa]|Khoá)[ ][XIV\d]{{1,5}}\)
        | (?<=thứ|khóa|khoá|Khóa|kỳ)[ ]\d{{1,2}} ){{0,16}}+ )
    """,
    regex.VERBOSE,
)


# `Nghị định của Chính phủ số `, `Quyết định của Bộ trưởng Bộ Thương mại số `, before a number.
_KIND_OF = regex.compile(
    rf"(?P<kind>{_TYPE_AHEAD})[ ]của[ ]\p{{Lu}}[\p{{L}} ]{{2,70}}[ ]số[ ]?:?[ ]?$".replace("[ ]", " ")
)


def find_numbers(text: str) -> list[NumberMention]:
    """Every number of a document in the text, in order. Those marked `weak` may be something else."""
    found = [NumberMention(m.start(), m.end(), False) for m in _NUMBER.finditer(text)]
    bare = [NumberMention(m.start(), m.end(), True) for m in _BARE.finditer(text)]
    if bare:
        taken = {m.start for m in found}
        found = sorted(found + [m for m in bare if m.start not in taken])
    return found


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
    parts = kept.split(" ")
    for count in (4, 3, 2, 1):
        if len(parts) >= count:
            first = parts[-count].lstrip(_OPENERS)
            words = " ".join([first, *parts[1 - count :]]) if count > 1 else first
            if words.casefold() in KINDS or words in SHORT_KINDS:
                end = base + len(kept)
                return Word(end - len(words), end, said)
    if said and (match := _KIND_OF.search(text, max(0, start - 110), start)) is not None:
        return Word(match.start("kind"), match.end("kind"), said)
    end = base + len(kept)
    if said:
        end += len(left[len(kept) :]) - len(left[len(kept) :].lstrip(" :,("))
    return Word(end, end, said) if said else Word(start, start, False)


def read_date(text: str, end: int) -> tuple[str, int] | None:
    """The date printed right after a number that ends at `end`, and where it ends; None where none is."""
    if (match := _DATE_AFTER.match(text, end)) is None:
        return None
    return match["date"].translate(_DIGITS), match.end()


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
