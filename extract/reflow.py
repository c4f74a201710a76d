"""Physical lines of running text -> logical paragraphs: which line goes on with the one before it, and which begins anew.

Used where the format has no paragraphs (text files); a reader with a better source of paragraphs does not need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from extract.assemble import RawLine, RawParagraph, clean_line


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text file, outer blanks removed: its page, the blank lines before it, its indent in characters."""

    text: str
    page: int = 1
    blanks: int = 0
    indent: int = 0


# What a new paragraph begins with, whatever stands before it.
#   1.   2.1.   12)   1/   a)   đ.   I.   IV.   A.      (a decimal number, a date or a year at a line start is none)
#   Điều 3.   Điều 4 (alone)   Chương II   Mục 1   Phụ lục I   PHẦN THỨ NHẤT
#   Nơi nhận:   Kính gửi:   Số: 12/KH   Căn cứ ...   (Kèm theo ...   the national motto   Hà Nội, ngày 5 tháng 6 năm 2025
_STARTS = regex.compile(
    r"""
    (?:
        \d{1,3}(?:\.\d{1,3}){0,4}[.)]\s{0,4}(?=[\p{Lu}\p{Ll}“"(\[])(?!\d)
      | \d{1,3}(?:\.\d{1,3}){1,4}\s{1,4}(?=\p{Lu})
      | \d{1,2}/\s{0,2}(?=\p{Lu}\p{Ll})
      | [a-zđ][.)]\s{0,4}(?=\p{Lu}|\p{Ll}{2})
      | (?:[IVXL]{1,6}|[A-HĐ])[.)]\s{0,4}(?=\p{Lu})
      | [IVXL]{1,6}\s?[/-]\s?(?=\p{Lu}\p{L})
      | [*•●▪◦▫■□➢✓✔]\s{0,4}(?=[\p{L}\d“"(])
      | (?:Điều|ĐIỀU)\s{1,3}\d{1,4}[a-zđ]?\s{0,2}(?:[.:]|$)
      | (?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu\smục)\s{1,3}(?:[IVXL]{1,7}|\d{1,3}|thứ\s\p{L}{1,6}|THỨ\s\p{L}{1,6})\s{0,2}(?:[.:]|$)
      | (?:Phụ\slục|PHỤ\sLỤC|Biểu|Mẫu)(?:\s{1,3}(?:số\s)?(?:[IVXL]{1,7}|\d{1,3}|[A-Z]))?\s{0,2}(?:[.:]|$)
      | Nơi\snhận\s{0,2}(?::|$)
      | Kính\s{1,2}gửi\s{0,2}:
      | Số\s{0,3}:\s
      | Căn\scứ\s
      | Xét\s(?:đề\snghị|tờ\strình|văn\sbản)
      | Theo\sđề\snghị\scủa
      | \((?:Kèm|Ban\shành)\s{1,2}(?:kèm\s)?theo
      | \*{0,2}\s?Ghi\schú\s{0,2}:
      | (?:Cộng|CỘNG)\s(?:hòa|hoà|HÒA|HOÀ)\s(?:xã|XÃ)\s
      | (?:Độc|ĐỘC)\s{1,2}(?:lập|LẬP)\s{1,2}-
      | ĐẢNG\sCỘNG\sSẢN
      | (?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\.?\s{0,2}(?=\p{Lu}{2})
      | \p{Lu}[\p{L}\s.]{2,40},\s{0,3}ngày[\s\d.…_]{1,20}tháng
      | Nguồn\s{0,2}:
    )
    """,
    regex.VERBOSE,
)
# `- Cấp tỉnh`, `+ Đối với`; a lower-case word after the dash needs a finished line before it.
_DASH = regex.compile(r"[-–—+]\s{0,4}(?=[\p{L}\d“\"(])")
_DASH_LOWER = regex.compile(r"[-–—+]\s{0,4}(?=\p{Ll}|\d)")
# `- Đơn vị chủ trì: `, `Thời gian: `
_LABEL = regex.compile(r"\p{Lu}[\p{L}\s,/]{3,40}:(?:\s|$)")
_DONE = regex.compile(r"[.;:!?…][)”\"’*]{0,3}$")
_SENTENCE = regex.compile(r"[.!?…][)”\"’*]{0,3}$")
_LOWER = regex.compile(r"[(\[“\"]?\p{Ll}")
_OPEN = regex.compile(
    r"(?:[,(/–-]|(?<!\p{L})(?:và|của|về|các|theo|tại|với|cho|số|là|để|do|trong|từ|đến|có|những|được|ngày|tháng|năm|hoặc|bằng|trên|hay|khoản|điểm|điều|Điều|mục|thành|phố|tỉnh))$"
)
_ANY_LETTER = regex.compile(r"\p{L}")
_HAS_LOWER = regex.compile(r"\p{Ll}")
_RULE = regex.compile(r"[-–—_=~*.\s…]{3,}$")
_TITLE_WORDS = 3


def is_rule(text: str) -> bool:
    """True for a line that only draws a rule: `-----`, `______`, `* * *`."""
    return _RULE.match(text) is not None


def is_capitals(text: str) -> bool:
    """True for a line of at least two letters, all capitals (`PGĐ.KH&CN` counts too)."""
    return _HAS_LOWER.search(text) is None and len(_ANY_LETTER.findall(text[:60])) > 1


def starts_paragraph(text: str) -> bool:
    """True where a line can only begin a paragraph: an enumerator, a bullet, `Điều 3.`, `Nơi nhận:`, the motto."""
    return _STARTS.match(text) is not None or (_DASH.match(text) is not None and _DASH_LOWER.match(text) is None)


def line_width(lines: Iterable[TextLine]) -> int | None:
    """The width that the lines were wrapped at, in characters; None where they were not wrapped (a line a paragraph).

    Wrapped prose has most of its long lines near one length; unwrapped paragraphs have every length.
    """
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 40)
    if len(lengths) < 4:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    if width > 220:
        return None
    near = sum(1 for length in lengths if 0.82 * width <= length <= 1.15 * width)
    return width if near >= 0.4 * len(lengths) else None


def goes_on(before: TextLine, after: TextLine, width: int | None, *, turned: bool = False) -> bool:
    """True where the line `after` continues the paragraph of `before`. `turned`: a page break stands between them."""
    p, n = before.text, after.text
    if is_rule(p) or is_rule(n):
        return False
    done = _DONE.search(p) is not None
    lower = _LOWER.match(n) is not None
    if _STARTS.match(n) is not None:
        # `khoản 5` | `Điều 2. Quyết định`: a mark in mid-sentence, after a full line that is plainly open.
        return False
    full = width is None or len(p) + 1 + len(n.split(" ", 1)[0]) > 0.92 * width
    dash = _DASH.match(n)
    if dash is not None:
        # `khoa học` | `- công nghệ`
        return full and not done and width is not None and _DASH_LOWER.match(n) is not None and not after.blanks
    if is_capitals(n):
        if is_capitals(p):
            return width is not None and len(p) > 0.75 * width and not done and not after.blanks
        # the last line of a paragraph may be one abbreviation: `... của` | `UBND.`
        return full and not done and width is not None and (" " not in n.strip(".;,") or _OPEN.search(p) is not None)
    if is_capitals(p):
        return not done and full and width is not None and len(p) > 0.75 * width and lower
    if after.blanks and not turned and not (lower and not done and (full or _OPEN.search(p) is not None)):
        return False
    if width is None:
        # Unwrapped text: only a sentence that a page break cut goes on.
        return lower and not done and len(p) > 40
    if done:
        if not full:
            return False
        if lower:
            return _SENTENCE.search(p) is None or p.endswith(("…", "...")) or _LABEL.match(n) is None
        return False
    if full:
        return True
    if lower:
        return True
    return _OPEN.search(p) is not None and len(p) > 25


def reflow(lines: Sequence[TextLine], width: int | None) -> list[RawParagraph]:
    """The paragraphs of the lines, in order; rules and empty lines are left out."""
    paragraphs: list[RawParagraph] = []
    current: list[RawLine] = []
    before: TextLine | None = None
    for line in lines:
        if not line.text or is_rule(line.text):
            if line.text and current:
                paragraphs.append(RawParagraph(tuple(current)))
                current, before = [], None
            continue
        if before is not None and goes_on(before, line, width, turned=line.page != before.page):
            current.append(RawLine(line.text, line.page))
        else:
            if current:
                paragraphs.append(RawParagraph(tuple(current)))
            current = [RawLine(line.text, line.page)]
        before = line
    if current:
        paragraphs.append(RawParagraph(tuple(current)))
    return paragraphs


def make_line(text: str, page: int, blanks: int) -> TextLine:
    """A line with its indent counted and its text cleaned as it will stand in the document."""
    expanded = text.expandtabs(8) if "\t" in text else text
    return TextLine(clean_line(text), page, blanks, len(expanded) - len(expanded.lstrip(" ")))
