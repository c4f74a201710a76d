"""Words for parts of a document <-> a tree of parts: `điểm a khoản 2 Điều 5` is Điều 5, in it khoản 2, in it điểm a."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import regex


class Level(StrEnum):
    """The kinds of parts, from the largest to the smallest."""

    ANNEX = "Phụ lục"
    PART = "Phần"
    CHAPTER = "Chương"
    SECTION = "Mục"
    SUBSECTION = "Tiểu mục"
    ARTICLE = "Điều"
    CLAUSE = "khoản"
    POINT = "điểm"
    ITEM = "tiết"
    DASH = "gạch đầu dòng"


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A part of a document, with the parts of it that are meant; none where the whole of it is.

    `label` is as printed without its word (`5`, `2.1`, `đ`, `III`); `thứ nhất` is `1`.
    """

    level: Level
    label: str
    parts: tuple[Pinpoint, ...] = ()


# The order of points; no f, j, w, z. Nghị định 30/2020/NĐ-CP and Nghị quyết 351/2017/UBTVQH14.
ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LONGEST_RANGE = 300  # a range with more members is kept as its two ends
_DEPTH = {level: depth for depth, level in enumerate(Level)}
_LEVELS = {level.value.lower(): level for level in Level}
# A word for a part or a label, in order: `điểm` `a` `,` `b` `khoản` `2` `đến` `khoản` `4` `Điều` `5`
_TOKEN = regex.compile(
    r"""(?i)(?<![\p{L}\d])(?:
        (?P<level> gạch[ ]đầu[ ]dòng | tiểu[ ]mục | phụ[ ]lục | chương | phần | khoản | điều | điểm | tiết | mục )
      | (?P<upto> đến | tới )
      | thứ[ ](?P<ordinal> nhất | hai | nhì | ba | tư | bốn | năm | sáu | bảy | tám | chín | mười )
      | (?P<label> \d{1,3} (?:\.\d{1,3}){0,4} [a-zđ]? | [IVXLC]{1,7} (?:\.\d{1,3}){0,4} | [a-zđ]\d{0,2} )
      )(?![\p{L}\d])""",
    regex.VERBOSE,
)


@dataclass(slots=True)
class _Segment:
    """A word for a part with its labels: `khoản 1, 2`."""

    level: Level
    labels: list[str] = field(default_factory=list)


def parse_pinpoint(text: str) -> tuple[Pinpoint, ...]:
    """The parts that the words name, as trees from the largest part down; empty where they name none.

    Reads from the small to the large (`điểm a khoản 2 Điều 5`) and from the large to the small (`Điều 5 khoản 2`);
    lists and ranges give one part each (`khoản 1 đến 3` is 1, 2, 3; `điểm c đến e` is c, d, đ, e).
    """
    segments = _read_segments(text)
    depths = [_DEPTH[segment.level] for segment in segments]
    if len(depths) > 1 and depths[0] < depths[-1] and depths == sorted(depths):
        return _grow(segments, nearest=-1)
    return _grow(segments[::-1], nearest=0)[::-1]


def _read_segments(text: str) -> list[_Segment]:
    segments: list[_Segment] = []
    upto = False
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup, match.group()
        if kind == "upto":
            upto = bool(segments and segments[-1].labels)
        elif kind == "level":
            segments.append(_Segment(_LEVELS[" ".join(word.lower().split())]))
        elif segments:
            label = _ordinal(match["ordinal"]) if match["ordinal"] else word
            _add(segments, label, upto=upto)
            upto = False
    return [segment for segment in segments if segment.labels]


def _add(segments: list[_Segment], label: str, *, upto: bool) -> None:
    """Add a label to the last segment; after `đến` with what lies between, also over `khoản 1 đến khoản 4`."""
    last = segments[-1]
    if last.level in (Level.POINT, Level.ITEM) and not label[:1].isdigit():
        label = label.lower()
    before = last
    if upto and not last.labels and len(segments) > 1 and segments[-2].level is last.level:
        before = segments[-2]
        segments.pop()
    if upto and before.labels:
        before.labels.extend(_between(before.labels[-1], label))
    before.labels.append(label)


def _ordinal(word: str) -> str:
    word = {"nhì": "hai", "bốn": "tư"}.get(word.lower(), word.lower())
    return str(_ORDINALS.index(word) + 1)


def _between(first: str, last: str) -> list[str]:
    """The labels between two ends, without them; none where they do not count in one way."""
    if first.isdecimal() and last.isdecimal():
        numbers = range(int(first) + 1, int(last))
        return [str(n) for n in numbers] if len(numbers) < _LONGEST_RANGE else []
    if first in ALPHABET and last in ALPHABET and len(first) == len(last) == 1:
        return list(ALPHABET[ALPHABET.index(first) + 1 : ALPHABET.index(last)])
    low, high = _from_roman(first), _from_roman(last)
    if low and high:
        return [_to_roman(n) for n in range(low + 1, high)]
    head, _, tail = first.rpartition(".")
    other_head, _, other_tail = last.rpartition(".")
    if head and head == other_head and tail.isdecimal() and other_tail.isdecimal():
        return [f"{head}.{n}" for n in range(int(tail) + 1, min(int(other_tail), int(tail) + _LONGEST_RANGE))]
    return []


def _to_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _from_roman(text: str) -> int:
    """The value of a Roman number; 0 where it is none."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    numbers = [values.get(c, 0) for c in text]
    total = sum(-n if n < max(numbers[i:]) else n for i, n in enumerate(numbers))
    return total if text and all(numbers) and _to_roman(total) == text else 0


@dataclass(slots=True)
class _Node:
    level: Level
    label: str
    parts: list[_Node] = field(default_factory=list)

    def freeze(self, *, turned: bool) -> Pinpoint:
        parts = [part.freeze(turned=turned) for part in self.parts]
        return Pinpoint(self.level, self.label, tuple(parts[::-1] if turned else parts))


def _grow(segments: list[_Segment], *, nearest: int) -> tuple[Pinpoint, ...]:
    """The trees of segments that come from the large to the small; of `khoản 1, 2` the `nearest` one has the parts."""
    roots: list[_Node] = []
    path: list[_Node] = []  # from a root down to where the next smaller part belongs
    turned = nearest == 0
    for segment in segments:
        while path and _DEPTH[path[-1].level] >= _DEPTH[segment.level]:
            path.pop()
        nodes = [_Node(segment.level, label) for label in segment.labels]
        siblings = path[-1].parts if path else roots
        siblings.extend(nodes[::-1] if turned else nodes)
        path.append(nodes[nearest])
    return tuple(root.freeze(turned=turned) for root in roots)


def format_pinpoint(pinpoints: tuple[Pinpoint, ...]) -> str:
    """The parts in words, from the small to the large, lists with commas: `điểm a, b khoản 2 Điều 5`.

    `parse_pinpoint` of it gives the same trees.
    """
    groups: list[str] = []
    run: list[Pinpoint] = []
    for pinpoint in (*pinpoints, None):
        if run and (pinpoint is None or pinpoint.parts or pinpoint.level is not run[0].level):
            groups.append(f"{run[0].level} " + ", ".join(_label(part) for part in run))
            run = []
        if pinpoint is None:
            break
        if pinpoint.parts:
            groups.append(f"{format_pinpoint(pinpoint.parts)} {pinpoint.level} {_label(pinpoint)}")
        else:
            run.append(pinpoint)
    return ", ".join(groups)


def _label(pinpoint: Pinpoint) -> str:
    if pinpoint.level is Level.DASH and pinpoint.label.isdecimal() and 1 <= int(pinpoint.label) <= len(_ORDINALS):
        return f"thứ {_ORDINALS[int(pinpoint.label) - 1]}"
    return pinpoint.label
