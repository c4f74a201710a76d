"""Lines of one column -> logical paragraphs: by indent, fullness of the line before, distance, marks and centring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import regex

from extract.assemble import RawLine, RawParagraph
from extract.layout import TextLine, repairs_of
from extract.model import Region


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column's text stands. `pitch` is the distance of two lines of a paragraph, 0 where not known.

    `indents` is True where paragraphs begin with an indented line; `slack` is how far a margin may be missed.
    """

    left: float
    right: float
    pitch: float = 0.0
    indents: bool = False
    slack: float = 3.0

    @property
    def width(self) -> float:
        return self.right - self.left


# What begins a paragraph: `1.` `2.1.` `a)` `IV.` `(1)` `-` `+` `•` `Điều 3.` `Chương II` `Căn cứ` `Nơi nhận:`
_START = regex.compile(
    r"""(?x) (?:
      (?P<number> \d{1,3} (?:\.\d{1,3}){0,4} [.)/]? (?=\ ) | \d{1,2}(?:\.\d{1,2}){0,4}[.)](?=[\p{Lu}]) )
    | (?P<letter> [a-zđ]{1,2}\d{0,2}[.)] (?=\ |\p{Lu}) | [a-zđ]\.\d{1,2}[.)]? (?=\ ) | [A-HĐ][.)]\ )
    | (?P<roman> [IVXLC]{1,6} (?:\.\d{1,2}){0,3} [.)/\-–] (?=\ |\p{Lu}) )
    | (?P<paren> \( (?: \d{1,3} | [ivx]{1,5} | [a-zđ] ) \) )
    | (?P<bullet> (?: [-–—+*•●○▪■□☐☑o✓➢] (?=\ ) | [-–+*•] (?=\p{Lu}) ) )
    | (?P<word> (?: Điều | Chương | CHƯƠNG | Mục | MỤC | Phần | PHẦN ) \ (?: \d{1,3} | [IVXLC]{1,6} | thứ | THỨ )
        | (?: Phụ\ lục | PHỤ\ LỤC | Căn\ cứ\ | Kính\ gửi | Nơi\ nhận ) )
    )"""
)
_ENDED = regex.compile(r"[.;:!?…][”\"»)]?$|\./\.?$")
_LOWER = regex.compile(r"[\"“”(\[…/&,;.]{0,3}\s?\p{Ll}|[,;.)/&%]")
# `Chương II`, `Mục 3.`, `PHỤ LỤC I`, `Mẫu số 02/XYZ`, `Điều 5.`: a line of its own above its caption
_LABEL_LINE = regex.compile(
    r"""(?xi) ^ (?: (?: (?:chương|mục|phần|phụ\ lục|mẫu(?:\ số)?|tiểu\ mục)
          \s (?: thứ\s\p{L}+ | [\dIVXLC]{1,6}[a-z]? (?:[./-][\w-]{1,12})? ) | điều\s\d{1,3} ) [.:]? | phụ\ lục ) $"""
)
# The name of a kind of document alone on its line; the trích yếu begins below it.
_TYPE_LINE = regex.compile(
    r"""(?xi) ^ (?: nghị\ quyết | quyết\ định | chỉ\ thị | kế\ hoạch | chương\ trình(?:\ (?:hành\ động|công\ tác))?
      | thông\ báo(?:\ kết\ luận)? | hướng\ dẫn | kết\ luận | quy\ chế | quy\ định | nghị\ định
      | thông\ tư(?:\ liên\ tịch)? | luật | pháp\ lệnh | báo\ cáo | tờ\ trình | đề\ án | phương\ án | công\ điện
      | biên\ bản | giấy\ mời | danh\ (?:sách|mục) | phân\ công | lệnh | dự\ án | đề\ cương | công\ văn ) [:.]? $"""
)
# A line of a signature: `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`, `T/M BAN BÍ THƯ`
_OFFICE_LINE = regex.compile(
    r"""(?x) ^ (?: (?: T/?M | K/?T | T/?L | TUQ | Q ) [./\ ]{1,2} \p{Lu}
      | (?:PHÓ\ )? (?: CHỦ\ (?:TỊCH|NHIỆM) | GIÁM\ ĐỐC | THỦ\ TƯỚNG | \p{Lu}{2,5}\ TRƯỞNG | CHÁNH\ (?:ÁN|VĂN\ PHÒNG)
        | (?:TỔNG\ )?(?:BÍ\ THƯ|GIÁM\ ĐỐC|THƯ\ KÝ) ) $ )"""
)
_OPEN_TAIL = regex.compile(
    r"(?:[,\-–(/]|\b(?:và|VÀ|hoặc|của|CỦA|về|VỀ|cho|các|CÁC|số|theo|tại|TẠI|từ|trong|đến|với|VỚI|là|để))$"
)
_POINT_TAIL = regex.compile(r"\b(?:khoản|điểm|tiết|mục|phần)\s[\da-zđIVX]{1,3}$")


def make_paragraphs(
    lines: Sequence[TextLine],
    columns: dict[int, Column],
    *,
    region: Region = Region.BODY,
    side: bool = False,
) -> list[RawParagraph]:
    """Paragraphs of lines in reading order; `columns` tells the column for each page number.

    With `side` (letterhead, signature block) only a line that plainly goes on joins the one before.
    """
    paragraphs: list[list[TextLine]] = []
    for line in lines:
        column = columns[line.page]
        if paragraphs and (
            _joins_side(paragraphs[-1], line, column)
            if side
            else _joins(paragraphs[-1], line, columns[paragraphs[-1][-1].page], column)
        ):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_paragraph(group, region, columns) for group in paragraphs]


def _paragraph(group: Sequence[TextLine], region: Region, columns: dict[int, Column]) -> RawParagraph:
    return RawParagraph(
        tuple(RawLine(line.text, line.page, line.box, line.confidence, repairs_of(line)) for line in group),
        region,
        all(line.bold for line in group),
        all(line.italic for line in group),
        _starts(group[0].text) is None and all(is_centered(line, columns[line.page]) for line in group),
    )


def is_centered(line: TextLine, column: Column) -> bool:
    """True where a line stands in the middle of its column with room on both sides."""
    left, right = line.x0 - column.left, column.right - line.x1
    if line.bold and min(left, right) > 3:
        return abs(left - right) <= max(4.0, 0.02 * column.width)
    return min(left, right) > 10 and abs(left - right) <= max(5.0, 0.02 * column.width, 1.5 * column.slack)


def _share_middle(a: TextLine, b: TextLine) -> bool:
    """True where two lines of different width stand about one middle."""
    return a.page == b.page and abs(a.middle - b.middle) < 3 and abs(a.x0 - b.x0) > 12


def _is_full(line: TextLine, follower: TextLine, column: Column, spare: float = 0.5) -> bool:
    """True where the first word of the next line would not have fitted behind this line."""
    first = follower.words[0]
    room = column.right + spare - line.x1
    return (first.x1 - first.x0) + 0.22 * line.size > room


def _starts(text: str) -> regex.Match[str] | None:
    return _START.match(text)


def _joins(before: Sequence[TextLine], line: TextLine, old: Column, new: Column) -> bool:
    last = before[-1]
    same_page = last.page == line.page
    distance = line.base - last.base if same_page and line.base > last.base else 0.0
    pitch = new.pitch or 1.2 * line.size
    ended = bool(_ENDED.search(last.text))
    lower = bool(_LOWER.match(line.text))
    started = _starts(line.text)
    full = _is_full(last, line, old, -8.0 if lower else 0.5)
    at_left = line.x0 <= new.left + max(8.0, new.slack + 3)
    if (
        started is not None
        and started.group("word")
        and full
        and not ended
        and _cites(last.text, line.text, started.end())
    ):
        started = None
    if distance > 2.3 * pitch and not (lower and not ended and full and distance < 3.2 * pitch):
        return False
    if before[0].text.startswith("(") and distance < 1.6 * pitch and _open_parenthesis(before) and not started:
        return True
    centred_last, centred = is_centered(last, old), is_centered(line, new)
    if _share_middle(last, line) and min(line.x0, last.x0) > new.left + 12 and last.bold == line.bold:
        centred = centred_last = True
    if centred and centred_last and not (started and not lower):
        return _joins_centred(before, line, distance, pitch)
    if (centred_last or (centred and not started)) and not (full and lower and not ended):
        # A title beside running text; but a line of running text may happen to stand in the middle.
        return False
    if started is not None:
        if lower and started.group("bullet") and full and not ended and (at_left or not new.indents):
            return True
        if new.indents and at_left and full and not started.group("word") and (not ended or started.group("paren")):
            return True
        if not (full and not ended and started.group("number") and not started.group().endswith((".", ")"))):
            return False
    if new.indents and at_left and lower and distance < 1.7 * pitch:
        return True
    wide = last.x1 - old.left > 0.75 * old.width
    if new.indents and at_left and wide and not ended and not started and not last.bold and distance < 1.45 * pitch:
        return True
    if not full:
        return (
            lower
            and not ended
            and distance < 1.7 * pitch
            and (at_left or abs(line.x0 - last.x0) < 6 or len(before) > 1)
        )
    far = distance > max(1.28 * pitch, pitch + 2.5)
    if at_left:
        return not (far and ended)
    if len(before) == 1:
        if abs(line.x0 - last.x0) < max(4.0, new.slack):
            return not ended and (lower or not (new.indents or far))
        if _starts(last.text) and line.x0 > last.x0 + 3:
            return True
        return lower and not ended
    if same_page and abs(line.x0 - last.x0) < max(4.0, new.slack):
        return not (far and ended)
    return lower and not ended


def _cites(before: str, text: str, end: int) -> bool:
    """True where `Điều 28`, `Chương II`, `Phụ lục I` at a line's beginning runs on: no heading, but a citation."""
    if _OPEN_TAIL.search(before) or _POINT_TAIL.search(before):
        return True
    return not _LABEL_LINE.match(text) and text[end : end + 1] not in (".", ":") and not text[:3].isupper()


def _joins_centred(before: Sequence[TextLine], line: TextLine, distance: float, pitch: float) -> bool:
    last = before[-1]
    if distance > 1.75 * max(pitch, line.size) or distance == 0.0:
        return False
    if _LABEL_LINE.match(last.text) or _TYPE_LINE.match(last.text) or _LABEL_LINE.match(line.text):
        return False
    if _open_parenthesis(before):
        return True
    if _OFFICE_LINE.match(last.text) or _OFFICE_LINE.match(line.text):
        return False
    lower = _LOWER.match(line.text) is not None
    same = last.bold == line.bold and (lower or last.italic == line.italic)
    if not same or abs(last.size - line.size) > 0.12 * line.size:
        return False
    if line.text.startswith("(") or (_ENDED.search(last.text) and not lower):
        return False
    return _is_caps(last.text) == _is_caps(line.text)


def _open_parenthesis(before: Sequence[TextLine]) -> bool:
    text = " ".join(line.text for line in before)
    return text.count("(") > text.count(")")


def _is_caps(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _joins_side(before: Sequence[TextLine], line: TextLine, column: Column) -> bool:
    """In a letterhead and a signature block a line goes on where it is lower case, or the last one is plainly open."""
    last = before[-1]
    if line.base - last.base > 1.9 * max(last.size, line.size) or _starts(line.text):
        return False
    subject = before[0].text[:3].lower() == "v/v" or _starts(before[0].text) is not None
    if subject:
        if _ENDED.search(last.text):
            return bool(_LOWER.match(line.text))
        return not _is_caps(line.text) or _LOWER.match(line.text) is not None
    if _OPEN_TAIL.search(last.text) or line.text.startswith("VÀ "):
        return True
    return (
        bool(_LOWER.match(line.text)) and not _ENDED.search(last.text) and not any(c.isdigit() for c in last.text[:6])
    )


def measure_column(lines: Sequence[TextLine], width: float, *, slack: float = 3.0) -> Column | None:
    """The column of a page's running text; None where too few lines are long enough to tell."""
    long = [line for line in lines if line.x1 - line.x0 > 0.5 * width]
    if len(long) < 3:
        return None
    rights = sorted((line.x1 for line in long), reverse=True)
    right = rights[len(rights) // (12 if slack < 5 else 5)]
    lefts = sorted(line.x0 for line in long)
    need = max(2, len(long) // 8)
    first = next((i for i in range(len(lefts) - need + 1) if lefts[i + need - 1] - lefts[i] <= 3 + slack), 0)
    left = median(x for x in lefts[first:] if x - lefts[first] <= 3 + slack)
    pitches, indented = [], 0
    for a, b in pairwise(lines):
        step = b.base - a.base
        if 0 < step < 3 * b.size and b.x0 <= left + slack + 4 and a.x1 > right - 12 * slack:
            pitches.append(step)
            indented += a.x0 > left + 10
    if left > 0.24 * width or right < 0.7 * width:
        return None
    pitch = median(pitches) if pitches else 0.0
    return Column(left, right, pitch, indented >= 2, slack)


def column_around(lines: Sequence[TextLine], *, slack: float = 3.0) -> Column:
    """A column just as wide as its lines."""
    return Column(min(line.x0 for line in lines), max(line.x1 for line in lines), 0.0, False, slack)


def join_cell_lines(parts: Sequence[tuple[Sequence[TextLine], float]]) -> list[list[TextLine]]:
    """The lines of a table cell in paragraphs. `parts` are the lines on each page with the room there."""
    groups: list[list[TextLine]] = []
    for lines, width in parts:
        room = width + 1.0
        for line in lines:
            if groups and _joins_in_cell(groups[-1], line, room):
                groups[-1].append(line)
            else:
                groups.append([line])
    return groups


def _joins_in_cell(before: Sequence[TextLine], line: TextLine, room: float) -> bool:
    last = before[-1]
    first = line.words[0]
    ended = bool(_ENDED.search(last.text))
    lower = bool(_LOWER.match(line.text))
    full = last.x1 - last.x0 + (first.x1 - first.x0) + 0.25 * line.size > 0.98 * room
    started = _starts(line.text)
    if started is not None:
        wrapped = full and not ended
        if not (wrapped and started.group("bullet") and lower) and not (
            wrapped and started.group("number") and not started.group().endswith((".", ")"))
        ):
            return False
    same_page = last.page == line.page
    distance = line.base - last.base if same_page else 0.0
    if distance > 2.2 * max(last.size, line.size):
        return False
    if full:
        return not (ended and distance > 1.5 * line.size)
    if ended:
        return False
    return lower or bool(_OPEN_TAIL.search(last.text))
