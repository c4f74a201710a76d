"""Page numbers, running headers and gazette headers -> off the page, kept as furniture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from extract.layout import TextLine, merge_rows, split_segments
from extract.model import Furniture, FurnitureKind
from extract.textlayer import STAMP, Word

# `2`, `- 12 -`, `Trang 3/10`, `3 | Page`
_PAGE_NUMBER = regex.compile(r"(?i)^\W{0,3}(?:trang\s{0,2})?\d{1,4}(?:\s{0,2}/\s{0,2}\d{1,4})?\W{0,3}$")
# `CÔNG BÁO/Số 302/Ngày 02-06-2026 44`, `44 CÔNG BÁO/Số 225 + 226/Ngày 15-6-2026`
_GAZETTE = regex.compile(
    r"""(?xi) ^ (?:\d{1,4}\ )? c[ôo]ng\ b[áa]o [^/\n]{0,40} / \s? s[ốôo]\ .{1,40} (?: \d{4} | \s\d{1,4} ) $
      | ^ (?:\d{1,4}\ )? c[ôo]ng\ b[áa]o\s?/"""
)
# The stamp of arrival on a scan: `ĐẾN`, `Giờ:.....C.`, `Ngày:.44.14.1202.4.......`, `Số: ......`, `Chuyển: ......`
_ARRIVAL = regex.compile(
    r"""(?xi) ^ \W{0,3} (?: \p{L}{1,2}\s )?
      (?: đến \W{0,3} $ | (?:đến\s)? (?:giờ|ngày|số|chuyển) \s? [:;.] [^\p{L}]{0,24} \.{3,} )"""
)
_BAND = 0.115
# The printer's note at the end of a gazette: `VĂN PHÒNG CHÍNH PHỦ XUẤT BẢN`, `Địa chỉ: ...`, `Giá: 10.000 đồng`
_IMPRINT = regex.compile(r"^\p{Lu}[\p{Lu} ]{5,60} XU\p{Lu}T B\p{Lu}N$")
_IMPRINT_GOES_ON = regex.compile(r"(?i)^Địa chỉ\s?:")
_DIGITS = regex.compile(r"\d+")


def take_furniture(words: Sequence[Word], page: int, height: float) -> tuple[list[Word], list[Furniture]]:
    """The words of a page without its page number, gazette header and signature stamps, and these."""
    taken: list[Furniture] = []
    gone: set[int] = set()
    top = [w for w in words if w.bottom < _BAND * height]
    foot = [w for w in words if w.top > (1 - _BAND) * height]
    for band, order in ((top, 1), (foot, -1)):
        lines = merge_rows(split_segments(sorted(band, key=lambda w: (round(w.base), w.x0)), page), page)[::order]
        for line in lines[:2]:
            kind = _kind(line)
            if kind is None:
                break
            taken.append(Furniture(kind, line.text, page, line.box))
            gone |= {id(w) for w in line.words}
    kept = [w for w in words if id(w) not in gone]
    if {w.confidence for w in kept} - {None} or _MAY_STAMP.search(" ".join([w.text for w in kept])):
        kept, stamps = _take_stamps(kept, page)
        taken += stamps
    return kept, taken


def take_imprint(lines: Sequence[TextLine], page: int) -> tuple[set[int], list[Furniture]]:
    """The ids of the lines of a gazette's imprint among a page's lines, and they as furniture."""
    ordered = sorted(lines, key=lambda line: line.base)
    for index, line in enumerate(ordered):
        if _IMPRINT.match(line.text) and any(
            _IMPRINT_GOES_ON.match(after.text) for after in ordered[index : index + 3]
        ):
            rest = ordered[index:]
            taken = [Furniture(FurnitureKind.RUNNING_HEADER, item.text, page, item.box) for item in rest]
            return {id(item) for item in rest}, taken
    return set(), []


def take_askew(words: Sequence[Word], page: int) -> tuple[list[TextLine], list[Furniture]]:
    """The lines of words that stand askew to a turned page, without its page number and header, and these."""
    kept: list[TextLine] = []
    taken: list[Furniture] = []
    for line in merge_rows(split_segments(words, page), page):
        kind = _kind(line)
        if kind is None:
            kept.append(line)
        else:
            taken.append(Furniture(kind, line.text, page, line.box))
    return kept, taken


def _kind(line: TextLine) -> FurnitureKind | None:
    if _GAZETTE.search(line.text):
        return FurnitureKind.RUNNING_HEADER
    if _PAGE_NUMBER.match(line.text):
        return FurnitureKind.PAGE_NUMBER
    return None


# What a signature stamp of a page with a text layer has in it; other pages may carry a stamp of arrival.
_MAY_STAMP = regex.compile(r"(?i)ký\s(?:bởi|số)|người ký|gian ký|ngày ký|digitally|signature|\d:\d\d:\d\d|@")
_STAMP_GOES_ON = regex.compile(r"(?i)^(?:cơ quan|email|chức vụ|tổ chức|lý do|địa điểm)\s?:|^\+\d{2}:?\d{2}$")


def _take_stamps(words: list[Word], page: int) -> tuple[list[Word], list[Furniture]]:
    taken: list[Furniture] = []
    gone: set[int] = set()
    before: TextLine | None = None
    for line in split_segments(words, page):
        close = before is not None and abs(line.x0 - before.x0) < 60 and 0 < line.base - before.base < 2.5 * line.size
        arrived = page == 1 and line.confidence is not None and _ARRIVAL.match(line.text)
        if arrived or STAMP.search(line.text) or (close and _STAMP_GOES_ON.search(line.text)):
            taken.append(Furniture(FurnitureKind.SIGNATURE_STAMP, line.text, page, line.box))
            gone |= {id(w) for w in line.words}
            before = line
        elif not close:
            before = None
    return [w for w in words if id(w) not in gone], taken


def find_running(edges: Iterable[Sequence[TextLine]]) -> set[str]:
    """The texts, digits blanked, that head or foot at least three pages; `edges` are each page's outermost lines."""
    counts: Counter[str] = Counter()
    for lines in edges:
        counts.update({running_key(line) for line in lines})
    return {key for key, count in counts.items() if count >= 3 and len(key) > 3}


def running_key(line: TextLine) -> str:
    """A line's text as running headers are compared: digits blanked, case and spaces dropped."""
    return _DIGITS.sub("0", "".join(line.text.split())).casefold()
