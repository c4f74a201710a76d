"""The words of a page -> blocks of lines in reading order: letterhead, running text and signatures by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from extract.layout import TextLine, merge_rows, split_segments
from extract.textlayer import Word


class Zone(StrEnum):
    """What a block of lines is on its page."""

    FLOW = "flow"  # running text; its paragraphs may go on from page to page
    SIDE = "side"  # one column of a letterhead or a signature block


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read together, top to bottom."""

    zone: Zone
    lines: tuple[TextLine, ...]


# `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM` in capitals, `Độc lập - Tự do - Hạnh phúc`, `ĐẢNG CỘNG SẢN VIỆT NAM`; also as
# a scan without marks has them. In running text the republic is not in capitals.
_MOTTO = regex.compile(
    r"""(?x) ^ \W{0,3} (?: C\p{Lu}NG\ H\p{Lu}{1,2}\ X\p{Lu}\ H\p{Lu}I\ CH
      | Đ\p{Lu}NG\ C\p{Lu}NG\ S\p{Lu}N\ VI\p{Lu}T\ NAM$
      | (?i:Đ\p{L}c\ l\p{L}p\ ?[-–—=~.]{0,3}\ ?T\p{L}\ do) )"""
)
# `Hà Nội, ngày 20 tháng 5 năm 2026`, `Quảng Ngãi, ngày     tháng 8 năm 2025`, `TP. Hồ Chí Minh, ngày 1/3/2025`
_DATE = regex.compile(r"(?i)^[^\d,]{0,45}[,.]?\s?ng[àa]y\b.{0,14}?(?:\bth[áa]ng\b.{0,10}?\bn[ăa]m\b|/).{0,8}$")
_NUMBER = regex.compile(r"(?i)^s[ốôo]\s?[:.]|^số\s{0,3}\d|^s[ốôo]\b.{0,12}/")
_SUBJECT = regex.compile(r"(?i)^(?:V/v|Về việc)\b")
_RECIPIENTS = regex.compile(r"(?i)^\W{0,2}N[ơo]i\s{0,2}nh[ậâa]n\b")
# An office at the foot of a document, in capitals, as scans have it too.
_OFFICE = regex.compile(
    r"""(?x) ^ \W{0,3} (?: (?:KT|TM|TL|TUQ|Q)\W{1,3}\p{Lu}
      | (?:PH[ÓO]\ )? (?: \p{Lu}{0,3}GI[ÁA]M\ ?Đ[ỐÓOỌ]C | CH[ỦU]\ T[ỊI]CH | B[ỘO]\ TR[ƯU][ỞƠO]NG
        | CH[ÁA]NH\ V[ĂA]N\ PH[ÒO]NG | CH[ỦU]\ NHI[ỆE]M | B[ÍI]\ TH[ƯU] | \p{Lu}{2,5}\ TR[ƯU][ỞƠO]NG ) )"""
)
_APPENDIX = regex.compile(r"(?i)^(?:phụ lục|mẫu số|biểu mẫu|danh mục|danh sách)\b")


def make_blocks(words: Iterable[Word], page: int, width: float) -> list[Block]:
    """The blocks of a page, or of a part of it, in reading order: in two columns the left one comes first."""
    segments = [s for s in split_segments(words, page) if s.text.strip()]
    blocks: list[Block] = []
    rest = segments
    while rest:
        found = _find_head(rest, width) or _find_signature(rest, width)
        if found is None:
            break
        left, right = found
        top = min(s.top for s in (*left, *right))
        taken = {id(s) for s in (*left, *right)}
        above = [s for s in rest if id(s) not in taken and s.base <= top + 2]
        _add(blocks, Zone.FLOW, above, page)
        _add(blocks, Zone.SIDE, left, page)
        _add(blocks, Zone.SIDE, right, page)
        taken |= {id(s) for s in above}
        rest = [s for s in rest if id(s) not in taken]
    for zone, part in _split_signers(rest, width):
        _add(blocks, zone, part, page)
    return blocks


def _add(blocks: list[Block], zone: Zone, segments: Sequence[TextLine], page: int) -> None:
    lines = merge_rows(segments, page)
    if lines:
        blocks.append(Block(zone, tuple(lines)))


_Columns = tuple[list[TextLine], list[TextLine]]


def _find_head(segments: Sequence[TextLine], width: float) -> _Columns | None:
    """The letterhead's two columns: around the national motto, down to the number and the date."""
    mottos = [s for s in segments if _MOTTO.search(s.text) and s.middle > 0.5 * width]
    if not mottos:
        return None
    motto = min(mottos, key=lambda s: s.base)
    group = [s for s in mottos if s.base - motto.base < 4 * motto.size]
    height = motto.size
    dates = [
        s
        for s in segments
        if -2 * height < s.base - motto.base < 11 * height and s.middle > 0.42 * width and _DATE.search(s.text)
    ]
    date = min(dates, key=lambda s: s.base) if dates else None
    right_x0 = min(s.x0 for s in (*group, *([date] if date else [])))
    right_x0 = max(right_x0, 0.28 * width)
    top = motto.base - 3.5 * height
    numbers = [
        s
        for s in segments
        if s.x1 < right_x0 + 3 * height and 0 < s.base - motto.base < 11 * height and _NUMBER.search(s.text)
    ]
    floor = max([s.base for s in group] + ([date.base] if date else []) + [s.base for s in numbers[:1]])
    left: list[TextLine] = []
    right: list[TextLine] = []
    for s in segments:
        if top <= s.base <= floor + 0.4 * height:
            if s.x0 < right_x0 - 6 and s.x1 > right_x0 + 6 * height and s.base > motto.base + height and s is not date:
                continue
            (left if (s.x0 + min(s.x1, s.x0 + 6 * height)) / 2 < right_x0 - 1 else right).append(s)
    if not left:
        return None
    floor = _extend_number(left, segments, floor, right_x0)
    _extend_subject(left, segments, floor, right_x0)
    return left, right


def _extend_number(left: list[TextLine], segments: Sequence[TextLine], floor: float, right_x0: float) -> float:
    """Take the rest of a number that is broken over two lines (`Số: 01/2022/TTLT-VKSNDTC-`); the new lower end."""
    last = max(left, key=lambda s: s.base)
    if last.text[-1] in "-/" and _NUMBER.search(last.text):
        below = [s for s in segments if 0 < s.base - last.base < 2.2 * last.size and s.x1 < right_x0 + 3 * s.size]
        left.extend(s for s in below if all(s is not other for other in left))
        return max(floor, *(s.base for s in left))
    return floor


def _extend_subject(left: list[TextLine], segments: Sequence[TextLine], floor: float, right_x0: float) -> None:
    """Take the lines of a `V/v ...` under the number into the left column."""
    taken = {id(s) for s in left}
    below = sorted((s for s in segments if s.base > floor and id(s) not in taken), key=lambda s: s.base)
    open_subject = any(_SUBJECT.search(s.text) for s in left)
    last = max(s.base for s in left)
    for s in below:
        begins = bool(_SUBJECT.search(s.text))
        if (
            not (open_subject or begins)
            or s.x1 > right_x0 + 3 * s.size
            or s.base - last > (2.6 if begins else 1.7) * s.size
        ):
            if s.base - last > 2.6 * s.size:
                break
            continue
        open_subject = True
        left.append(s)
        last = s.base


def _find_signature(segments: Sequence[TextLine], width: float) -> _Columns | None:
    """`Nơi nhận` and what stands below it on the left; the signature beside it on the right."""
    anchor = next((s for s in segments if _RECIPIENTS.search(s.text) and s.x0 < 0.45 * width), None)
    anchor = anchor or _list_beside_office(segments, width)
    if anchor is None:
        return None
    size = anchor.size
    below = [s for s in segments if s.base >= anchor.base - 0.6 * size]
    floor = min(
        (s.top for s in below if s.base > anchor.base + size and _ends_signature(s, anchor, width)), default=1e9
    )
    below = [s for s in below if s.base <= floor]
    right_parts = [s for s in below if s.x0 > anchor.x0 + 60 and s.middle > 0.5 * width and s.x0 > 0.33 * width]
    left = [s for s in below if id(s) not in {id(r) for r in right_parts}]
    right = list(right_parts)
    # The signature may begin above `Nơi nhận`, with nothing on its left.
    top = min((s.top for s in right if s.base < anchor.base + 8 * size), default=anchor.top)
    top = min(top, anchor.top)
    for s in sorted(segments, key=lambda s: -s.base):
        near = top - 1.6 * s.size <= s.bottom <= top + 0.6 * s.size
        alone = not any(o is not s and o.x1 < s.x0 and abs(o.base - s.base) < 0.4 * s.size for o in segments)
        if s.base < anchor.base - 0.6 * size and near and alone and s.x0 > 0.38 * width and s.middle > 0.55 * width:
            if not (s.text.isupper() or s.bold):
                break
            right.append(s)
            top = s.top
    return left, right


def _list_beside_office(segments: Sequence[TextLine], width: float) -> TextLine | None:
    """The first line of a list of recipients whose heading is lost: dashes on the left, an office on the right."""
    for office in segments:
        if office.x0 < 0.38 * width or not _OFFICE.search(office.text) or office.text.upper() != office.text:
            continue
        beside = [s for s in segments if s.x1 < office.x0 + 20 and -2 < (s.base - office.base) / office.size < 14]
        if sum(s.text.startswith(("-", "–", "—")) for s in beside) >= 2:
            return min(beside, key=lambda s: s.base)
    return None


def _ends_signature(s: TextLine, anchor: TextLine, width: float) -> bool:
    wide = s.x1 - s.x0 > 0.62 * width
    centred = abs(s.middle - 0.5 * width) < 0.06 * width and s.x0 > anchor.x0 + 40
    return wide or bool(centred and _APPENDIX.search(s.text)) or bool(_MOTTO.search(s.text))


def _split_signers(segments: Sequence[TextLine], width: float) -> list[tuple[Zone, list[TextLine]]]:
    """Two signatures side by side: rows of two short parts in capitals, with what stands under them."""
    rows: list[list[TextLine]] = []
    for s in sorted(segments, key=lambda s: (s.base, s.x0)):
        if rows and abs(rows[-1][0].base - s.base) <= 0.35 * s.size:
            rows[-1].append(s)
        else:
            rows.append([s])
    first = next((i for i, row in enumerate(rows) if _is_signer_row(row, width)), None)
    if first is None:
        return [(Zone.FLOW, list(segments))]
    left, right = sorted(rows[first], key=lambda s: s.x0)
    gutter = (left.x1 + right.x0) / 2
    end = next((i for i in range(first, len(rows)) if _crosses(rows[i], gutter)), len(rows))
    if end - first < 2:
        return [(Zone.FLOW, list(segments))]
    under = [s for row in rows[first:end] for s in row]
    return [
        (Zone.FLOW, [s for row in rows[:first] for s in row]),
        (Zone.SIDE, [s for s in under if s.middle < gutter]),
        (Zone.SIDE, [s for s in under if s.middle >= gutter]),
        *(_split_signers([s for row in rows[end:] for s in row], width) if end < len(rows) else []),
    ]


def _crosses(row: Sequence[TextLine], gutter: float) -> bool:
    return any(s.x0 < gutter - 8 and s.x1 > gutter + 8 for s in row)


def _is_signer_row(row: list[TextLine], width: float) -> bool:
    if len(row) != 2:
        return False
    a, b = sorted(row, key=lambda s: s.x0)
    return (
        b.x0 - a.x1 > 1.5 * a.size
        and a.text.isupper()
        and b.text.isupper()
        and max(a.x1 - a.x0, b.x1 - b.x0) < 0.45 * width
        and a.middle < 0.5 * width < b.middle
    )
