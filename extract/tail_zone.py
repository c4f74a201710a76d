"""The rows of a document -> its tail: the signature block and `Nơi nhận`, in either order."""

from __future__ import annotations

import regex

from extract.appendix_zone import starts_appendix
from extract.folding import mostly_capitals
from extract.head_rows import NUMBER_LINE, Row, heads_recipients, is_motto
from extract.marks import BULLETS, MarkKind, match_mark
from extract.model import Document, Region, Span
from extract.signing import is_noise, is_office, is_plain_office, match_authority, match_name

_TAIL_LINES = 90
# `- Các Phòng chức năng; PHÓ GIÁM ĐỐC`: what two columns share a line for
_RIGHT_COLUMN = regex.compile(r"[;,.)]\s{1,4}(?P<right>\p{Lu}[\p{Lu}\s.,/]{4,50})$")


def find_tail(document: Document, lines: list[Row], start: int) -> Span | None:
    """From the first line of the signature block or `Nơi nhận` to the last; None where neither is found.

    The first block that carries a name wins, since a text about the form of documents shows blocks without one.
    """
    rows = [row for row in lines if row.span.start >= start]
    first: int | None = None
    for i in range(len(rows)):
        if not _begins_tail(rows, i):
            continue
        if _has_name(rows, i):
            first = i
            break
        if first is None:
            first = i
    if first is None:
        return None
    top = first if heads_recipients(rows[first].folded) else _with_recipients_before(rows, first)
    top = _with_certificate_before(rows, top)
    return Span(rows[top].span.start, _end_of_tail(rows, first))


def _has_name(rows: list[Row], i: int) -> bool:
    """True where the block that begins at row `i` carries a person's name before the text goes on."""
    for row in rows[i + 1 : i + 60]:
        if match_name(row.text) is not None:
            return True
        mark = match_mark(row.text)
        if is_motto(row.text) or (mark is not None and mark.kind <= MarkKind.LETTER):
            return False
    return False


def _begins_tail(rows: list[Row], i: int) -> bool:
    row = rows[i]
    if row.paragraph.region is Region.CELL and len(row.text) > 200:
        return False
    if heads_recipients(row.folded):
        after = rows[i + 1 : i + 60]
        listed = any(r.text.startswith(("-", "–", "+", "•")) or r.text.endswith(";") for r in after[:4])
        signed = any(match_authority(r.text) or is_office(r.text) or match_name(r.text) for r in after)
        return (listed or signed) and len(row.text) < 250 and not _is_in_list(rows, i)
    if match_authority(row.text) is not None and len(row.text) < 100:
        near = rows[i + 1 : i + 14]
        return any(match_name(r.text) or heads_recipients(r.folded) or is_office(r.text) for r in near)
    if is_office(row.text):
        for below in rows[i + 1 : i + 7]:
            if match_name(below.text) is not None:
                return True
            if not (is_noise(below.text) or is_office(below.text) or mostly_capitals(below.text)):
                break
        return any(heads_recipients(r.folded) for r in rows[i + 1 : i + 4])
    if is_plain_office(row.text):
        # `Phó Hiệu trưởng` in small letters signs only where the name follows at once and little after it
        names = [r for r in rows[i + 1 : i + 5] if not is_noise(r.text) and not is_plain_office(r.text)]
        return bool(names) and match_name(names[0].text) is not None and len(rows) - i < 40
    # `- Các Phòng chức năng; PHÓ GIÁM ĐỐC`: recipients and signature on one line, `Nơi nhận` lost
    end = row.text[-5:]
    column = _RIGHT_COLUMN.search(row.text) if end == end.upper() else None
    if column is not None and (is_office(column["right"]) or match_authority(column["right"]) is not None):
        return len(row.text) < 160 and any(match_name(r.text) for r in rows[i + 1 : i + 16])
    return False


def _is_in_list(rows: list[Row], i: int) -> bool:
    """`Nơi nhận` as one component among others in a text about the form of documents: numbered lines follow at once."""
    for after in rows[i + 1 : i + 3]:
        mark = match_mark(after.text)
        if mark is not None and mark.kind in (MarkKind.ARTICLE, MarkKind.LETTER, MarkKind.NUMBER):
            return True
    return False


def _with_recipients_before(rows: list[Row], i: int) -> int:
    """The first of the recipient lines that stand right above a signature though `Nơi nhận` was lost in the scan."""
    first = i
    while first > 0 and i - first < 25:
        text = rows[first - 1].text
        if not (text.startswith("- ") and text.rstrip().endswith((";", ",")) and len(text) < 120):
            break
        first -= 1
    return first if first < i - 1 else i


def _with_certificate_before(rows: list[Row], i: int) -> int:
    """The first line of a block that certifies a consolidated text: `BỘ Y TẾ`, `Số: 06/VBHN-BYT`, `XÁC THỰC ...`."""
    near = range(max(0, i - 7), i)
    if not any(rows[k].folded.startswith("xac thuc van ban hop nhat") for k in near):
        return i
    first = i
    for k in reversed(near):
        row = rows[k]
        short = len(row.text) < 60
        if not (
            short
            and (
                mostly_capitals(row.text) or NUMBER_LINE.match(row.folded) or "ngay" in row.folded or len(row.text) < 4
            )
        ):
            break
        first = k
    return first


def _end_of_tail(rows: list[Row], i: int) -> int:
    """The end of the last line that belongs to recipients or signatures from row `i` on."""
    end, idle, named = rows[i].span.end, 0, False
    near = rows[i + 1 : i + 1 + _TAIL_LINES]
    for at, row in enumerate(near):
        mark = match_mark(row.text)
        if is_motto(row.text) or starts_appendix(row.text) or (mark is not None and mark.kind <= MarkKind.ROMAN):
            break
        name = match_name(row.text) is not None
        authority = match_authority(row.text) is not None
        signing = authority or is_office(row.text) or is_plain_office(row.text)
        if mostly_capitals(row.text) and not authority and not name and _begins_head(near, at):
            break
        if named and not authority and not name and mostly_capitals(row.text):
            # after the name, capitals begin an appendix or are the publisher's, unless another block follows at once
            coming = near[at + 1 : at + 5]
            if any(is_motto(r.text) for r in coming) or not signing or not any(match_name(r.text) for r in coming):
                break
        if name or signing or (mark is not None and mark.kind in BULLETS) or heads_recipients(row.folded):
            named = named or name
            end, idle = row.span.end, 0
            continue
        idle += 1
        if len(row.text) > 160 or idle > 8:
            break
        if not named or row.text[:1].islower() or row.text[:1] in "(+":
            end = row.span.end
    return end


def _begins_head(rows: list[Row], at: int) -> bool:
    """True for a line in capitals that a motto or a number line follows: the letterhead of what comes after the
    tail.
    """
    if not regex.match(
        r"(?:uy ban|ubnd|hoi dong|hdnd|bo |so |truong dai|chinh phu|tinh |ban chap|thu tuong)", rows[at].folded
    ):
        return False
    for row in rows[at + 1 : at + 6]:
        if match_name(row.text) is not None and not mostly_capitals(row.text):
            return False
        if is_motto(row.text) or NUMBER_LINE.match(row.folded):
            return True
    return False
