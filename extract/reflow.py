"""Physical lines of running text -> logical paragraphs: which line goes on with the one before, which begins anew.

Used where the format has no paragraphs (text files); a reader with a better source of paragraphs does not need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex

from extract.assemble import RawLine, RawParagraph, clean_line
from extract.metrics import SPACE, text_width


class TextLine(NamedTuple):
    """A line of a text file, outer blanks removed: its page, the blank lines before it, as it was written."""

    text: str
    page: int = 1
    blanks: int = 0
    raw: str = ""


# What a new paragraph begins with, whatever stands before it.
#   1.   2.1.   12)   1/   a)   đ.   I.   IV.   A.      (a decimal number, a date or a year at a line start is none)
#   Điều 3.   Điều 4 (alone)   Chương II   Mục 1   Phụ lục I   PHẦN THỨ NHẤT
#   Nơi nhận:   Kính gửi:   Số: 12/KH   Căn cứ ...   (Kèm theo ...   the motto   Hà Nội, ngày 5 tháng 6 năm 2025
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
      | (?:Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Tiểu\smục)\s{1,3}(?:[IVXL]{1,7}|\d{1,3}|(?:thứ|THỨ)\s\p{L}{1,6})
        \s{0,2}(?:[.:]|$)
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
# The end of a sentence or item, but not of `TP.`, `ThS.`
_DONE = regex.compile(r"(?<!(?<!\p{L})(?:TP|Tp|ThS|Ths|TS|PGS|GS|BS|KS))[.;:!?…][)”\"’*]{0,3}$")
_SENTENCE = regex.compile(r"[.!?…][)”\"’*]{0,3}$")
_LOWER = regex.compile(r"[(\[“\"]?\p{Ll}")
_OPEN = regex.compile(
    r"(?:[,(/–-]|(?<!\p{L})(?:và|của|về|các|theo|tại|với|cho|số|là|để|do|trong|từ|đến|có|những|được|ngày|tháng|năm|hoặc|bằng|trên|hay|khoản|điểm|điều|Điều|mục|thành|phố|tỉnh))$"
)
_LAST = -12  # where the end of a line is looked at
_ANY_LETTER = regex.compile(r"\p{L}")
_HAS_LOWER = regex.compile(r"\p{Ll}")
_RULE = regex.compile(r"[-–—_=~*.\s…]{3,}$")
_INDENT = 2600  # of a first line: 1.27 cm at 14 points
# First words of names that keep their capital in mid-sentence: bodies, offices, kinds of documents.
_NAMES = regex.compile(
    r"""
    (?: Sở|Bộ|Ban|Phòng|Trung|Nghị|Quyết|Kế|Luật|Chính|Thủ|Hội|Nhà|Đảng|Ủy|Uỷ|Chủ|Phó|Giám|Văn|Cổng|Quy|Chương|Đề|Công
      | Trưởng|Tỉnh|Thành|Khu|Bí|Đại|Liên|Mặt|Đoàn|Điều|Hệ|Cục|Vụ|Chi|Viện|Trường|Ngân|Kho|Thanh|Báo|Đài|Tòa|Toà|Quỹ|Dự
      | Danh|Thông|Chỉ|Tờ|Biên|Hợp|Hiến|Pháp|Nhân|Internet|Quốc|Tổng|Tổ|Khoản|Mục|Phụ|Bản|Cơ|Tập|Chánh|Thường|Kết|Chiến
      | Nước|Lãnh|Thứ|Khoa
    )(?!\p{L})
    """,
    regex.VERBOSE,
)


def is_rule(text: str) -> bool:
    """True for a line that only draws a rule: `-----`, `______`, `* * *`."""
    return _RULE.match(text) is not None


def is_capitals(text: str) -> bool:
    """True for a line of at least two letters, all capitals (`PGĐ.KH&CN` counts too)."""
    return _HAS_LOWER.search(text) is None and len(_ANY_LETTER.findall(text[:60])) > 1


def starts_paragraph(text: str) -> bool:
    """True where a line can only begin a paragraph: an enumerator, a bullet, `Điều 3.`, `Nơi nhận:`, the motto."""
    return _STARTS.match(text) is not None or (_DASH.match(text) is not None and _DASH_LOWER.match(text) is None)


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the text was set, in thousandths of an em: what a line and a first line (indented) can hold.

    `None` in `line` means that the lines were not wrapped: each is a paragraph.
    """

    line: float | None = None
    first: float = 0.0


def measure_lines(lines: Sequence[TextLine], default: Measure | None = None) -> Measure:
    """The measure of wrapped lines, learned from lines that surely go on: a line and the word after it are wider.

    Wrapped prose has most of its long lines near one width; unwrapped paragraphs have every length. `default` is
    given back where there are too few long lines to tell.
    """
    widths = [text_width(line.text) for line in lines if len(line.text) > 40]
    if len(widths) < 5:
        return default or Measure()
    ordered = sorted(widths)
    wide = ordered[int(len(ordered) * 0.9)]
    near = sum(1 for width in ordered if 0.82 * wide <= width <= 1.12 * wide)
    if wide > 100_000 or near < 0.4 * len(ordered):
        return default or Measure()
    rest: list[int] = []
    first: list[int] = []
    begins = True
    for before, after in pairwise(lines):
        sure = not after.blanks and _LOWER.match(after.text) is not None and _DONE.search(before.text, _LAST) is None
        if sure and len(before.text) > 40:
            need = _need(before.text, after.text)
            if need > 0.7 * wide:
                (first if begins or starts_paragraph(before.text) else rest).append(need)
        begins = not sure
    line = sorted(rest)[int(len(rest) * 0.04)] if len(rest) >= 8 else 0.94 * wide
    head = sorted(first)[int(len(first) * 0.04)] if len(first) >= 8 else line - _INDENT
    return Measure(min(line, 1.02 * wide), min(head, line))


def _need(before: str, after: str) -> int:
    """The width of a line with the first word of the next one put after it."""
    return text_width(before) + SPACE + text_width(after.split(" ", 1)[0])


def goes_on(before: TextLine, after: TextLine, measure: Measure, *, first: bool = True, turned: bool = False) -> bool:
    """True where the line `after` continues the paragraph of `before`.

    `first`: `before` is the first line of its paragraph; `turned`: a page break stands between the two.
    """
    p, n = before.text, after.text
    if _STARTS.match(n) is not None:
        return False
    done, lower = _DONE.search(p, _LAST) is not None, _LOWER.match(n) is not None
    opened = not done and _OPEN.search(p, _LAST) is not None
    if measure.line is None:
        # Unwrapped text: only a sentence that a page break cut goes on.
        return lower and not done and (len(p) > 40 or (opened and not is_capitals(p)))
    full = _need(p, n) > 0.985 * (measure.first if first else measure.line)
    if _DASH.match(n) is not None:
        # `khoa học` | `- công nghệ`
        return full and not done and _DASH_LOWER.match(n) is not None and not after.blanks
    if is_capitals(n) or is_capitals(p):
        return _capitals_go_on(p, n, full=full and not done, opened=opened, gap=after.blanks > 0)
    if after.blanks and not turned:
        return lower and not done and (full or opened)
    if done:
        # A sentence may go on after a full stop at the line's end: `khoản 1; ` | `tham mưu`, `TP.` | `Hồ Chí Minh`
        return full and lower and _LABEL.match(n) is None
    if lower:
        return full or opened or n[0] not in "([" or _DASH.match(p) is not None
    if full and (not first or _STARTS.match(p) is None):
        # Only a heading (`1. Mục đích`) ends full and without a stop; a name in capitals may still go on in it.
        return True
    return (full and (opened or _is_proper(p, n))) or (opened and len(p) > 25)


def _capitals_go_on(p: str, n: str, *, full: bool, opened: bool, gap: bool) -> bool:
    """As `goes_on`, where one of the lines is all capitals."""
    if is_capitals(p) and is_capitals(n):
        return full and not gap
    if is_capitals(p):
        # `- TT UD&DN KHCN` | `(đăng tải trên Trang TTĐT Sở);`
        return (full or _DASH.match(p) is not None) and _LOWER.match(n) is not None
    # the last line of a paragraph may be one abbreviation: `... của` | `UBND.`
    return opened or (full and " " not in n.strip(".;,/"))


def _is_proper(p: str, n: str) -> bool:
    """True where the capital that `n` begins with can stand in mid-sentence: a name, a body, a kind of document."""
    words = n.split(" ", 2)
    if len(words) < 2 or not words[1]:
        return True
    last = p.rsplit(" ", 1)[-1].lstrip('(“"')
    return (
        _NAMES.match(n) is not None
        or is_capitals(words[0])
        or words[1].lstrip('(“"')[:1].isupper()
        or any(letter.isdigit() for letter in words[0])
        or last[:1].isupper()
        or not words[0][:1].isalpha()
    )


def reflow(lines: Sequence[TextLine], measure: Measure) -> list[RawParagraph]:
    """The paragraphs of the lines, in order; rules and empty lines are left out."""
    paragraphs: list[RawParagraph] = []
    current: list[RawLine] = []
    before: TextLine | None = None
    for line in lines:
        if not line.text or is_rule(line.text):
            if line.text:
                before = None
            continue
        if before is not None and goes_on(
            before, line, measure, first=len(current) == 1, turned=line.page != before.page
        ):
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
    """A line with its text cleaned as it will stand in the document."""
    return TextLine(clean_line(text), page, blanks, text)
