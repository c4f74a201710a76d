"""The marks of a scan's paragraphs -> the same with the labels that recognition misread set right by their neighbours.

`I, H, IV` has lost its second and third label; `8)` before `b)` was `a)`. Nothing is guessed without the neighbours,
and the words of the text stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from extract.marks import BULLETS, Mark, MarkKind

# `HI. Đối tượng`, `H. Nội dung`, `V, Quy trình`, `VỊI. Kinh phí`, `Il. Mục tiêu`: what may have been a Roman numeral
_ROMAN_LIKE = regex.compile(r"(?P<label>[IVXHLTÌÍỊlị|!1]{1,5})\s?(?P<stop>[.,:/–-])\s{0,3}(?=[\p{Lu}“\"])")
_STROKES = str.maketrans({"H": "II", **dict.fromkeys("ÌÍỊlị|!1LT", "I")})
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_VALUES = {roman: value for value, roman in enumerate(_ROMANS) if roman}
# `8) Đơn vị`, `ø) Chủ trì`: one sign and a bracket
_LETTER_LIKE = regex.compile(r"(?P<label>[^\s(\-–+])\s?\)\s{0,3}(?=[\p{L}“\"])")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
# What recognition makes of each letter before a bracket
_LOOKS = {
    "a": "843âăáàäạả@qđ2",
    "b": "6hB5",
    "c": "e€¢oCG",
    "d": "đäaả4",
    "đ": "dä4aả",
    "e": "cé€êèẹ6",
    "g": "ø9qs8ơỡợ£&ẹB",
    "h": "bn",
    "i": "ï1lj!íì",
    "k": "hK",
    "l": "1I|t",
    "m": "nM",
    "n": "hm",
    "o": "0cO",
    "p": "P",
}
_OUTER = frozenset(kind for kind in MarkKind if kind < MarkKind.ROMAN)


class _Seen(NamedTuple):
    """A paragraph that may stand in a row of labels: its place, and its label as recognised."""

    at: int
    label: str
    end: int


def mend_labels(texts: Sequence[str], marks: Sequence[Mark | None]) -> list[Mark | None]:
    """The marks of paragraphs of a scan, in order, those mended that their neighbours in the row contradict."""
    mended = list(marks)
    _mend_first_numbers(mended)
    _mend_romans(texts, mended)
    _mend_letters(texts, mended)
    return mended


def _mend_first_numbers(marks: list[Mark | None]) -> None:
    """An `I` inside a Roman division before a `2` that has no `1` is one; a `1` before `II` that has no `I` is `I`."""
    one = False  # the row of Roman numerals has its first
    for at, mark in enumerate(marks):
        if mark is None:
            continue
        if mark.kind in _OUTER and mark.label not in ("H", "L"):
            one = False
        follower = next((m for m in marks[at + 1 :] if m is not None and m.kind not in BULLETS), None)
        if follower is None:
            continue
        if mark.kind is MarkKind.ROMAN and mark.label == "I":
            if one and follower.kind is MarkKind.NUMBER and follower.label == "2":
                marks[at] = Mark(MarkKind.NUMBER, "1", mark.end, follower.style)
            one = True
        elif (mark.kind, mark.label, follower.kind, follower.label) == (MarkKind.NUMBER, "1", MarkKind.ROMAN, "II"):
            if not one:
                marks[at] = Mark(MarkKind.ROMAN, "I", mark.end, follower.style)
            one = True


def _mend_romans(texts: Sequence[str], marks: list[Mark | None]) -> None:
    row: list[_Seen] = []
    for at, text in enumerate(texts):
        mark = marks[at]
        if mark is not None and mark.kind is MarkKind.ROMAN:
            row.append(_Seen(at, mark.label, mark.end))
            continue
        match = _ROMAN_LIKE.match(text)
        capital = mark is not None and mark.kind is MarkKind.CAPITAL
        likely = match is not None and match["label"].translate(_STROKES) in _VALUES and not match["label"].isdigit()
        if match is not None and likely and (mark is None or (capital and not _follows_capital(marks, at))):
            row.append(_Seen(at, match["label"], match.end()))
            continue
        if mark is not None and (mark.kind in _OUTER or capital):
            _mend_roman_row(marks, row)
            row = []
    _mend_roman_row(marks, row)


def _follows_capital(marks: list[Mark | None], at: int) -> bool:
    """True for `H.` after `G.`: a row of capitals, no Roman numeral."""
    before = next((m for m in reversed(marks[:at]) if m is not None and m.kind is MarkKind.CAPITAL), None)
    mark = marks[at]
    return before is not None and mark is not None and ord(mark.label) - ord(before.label) in (1, 2)


def _mend_roman_row(marks: list[Mark | None], row: list[_Seen]) -> None:
    last = 0
    for place, seen in enumerate(row):
        value = _VALUES.get(seen.label, 0)
        expected = last + 1
        known = value == expected or (place == 0 and value > 0)
        mended = not known and expected < len(_ROMANS) and _is_roman(row, place, expected)
        if mended or (value == expected and marks[seen.at] is None):  # `V, Quy trình` after `IV.`
            marks[seen.at] = Mark(MarkKind.ROMAN, _ROMANS[expected], seen.end, ".")
            value = expected
        last = value or last


def _is_roman(row: list[_Seen], place: int, expected: int) -> bool:
    """True where a label can be the expected numeral, and the next clear one confirms it or it is no numeral itself."""
    for ahead, seen in enumerate(row[place:]):
        wanted = expected + ahead
        if wanted >= len(_ROMANS):
            return False
        if seen.label == _ROMANS[wanted]:
            return True
        if not _looks_roman(seen.label, _ROMANS[wanted]):
            return False
    return all(seen.label not in _VALUES for seen in row[place:])


def _looks_roman(label: str, wanted: str) -> bool:
    """True where the strokes are those of the numeral, or one stroke was lost or seen twice: `II` for `III`."""
    strokes = label.translate(_STROKES)
    return strokes == wanted or (
        strokes.replace("I", "") == wanted.replace("I", "") and abs(len(strokes) - len(wanted)) == 1
    )


def _mend_letters(texts: Sequence[str], marks: list[Mark | None]) -> None:
    row: list[_Seen] = []
    number = ""
    for at, text in enumerate(texts):
        mark = marks[at]
        match = _LETTER_LIKE.match(text)
        bracketed = mark is not None and mark.kind is MarkKind.NUMBER and mark.style == ")"
        counted = bracketed and mark is not None and _counts_on(number, mark.label)
        if mark is not None and mark.kind < MarkKind.LETTER:
            number = mark.label if bracketed else ""
        if match is not None and not counted and (mark is None or bracketed or mark.kind is MarkKind.LETTER):
            label = match["label"]
            if label == "a" and row:
                _mend_letter_row(marks, row)
                row = []
            row.append(_Seen(at, label, match.end()))
            continue
        if mark is not None and mark.kind < MarkKind.LETTER:
            _mend_letter_row(marks, row)
            row = []
    _mend_letter_row(marks, row)


def _counts_on(number: str, label: str) -> bool:
    """True for `8)` after `7)`, and for `1)`: a row of numbers."""
    return label == "1" or (number.isdigit() and label.isdigit() and int(label) == int(number) + 1)


def _mend_letter_row(marks: list[Mark | None], row: list[_Seen]) -> None:
    last = -1
    for place, seen in enumerate(row):
        expected = _expected_letter(row, place, last)
        if expected is not None:
            marks[seen.at] = Mark(MarkKind.LETTER, _LETTERS[expected], seen.end, ")")
            last = expected
        elif seen.label in _LETTERS:
            last = _LETTERS.index(seen.label)


def _expected_letter(row: list[_Seen], place: int, last: int) -> int | None:
    """The place in the alphabet of a letter that was misread; None for one that is right or not known."""
    seen, wanted = row[place], last + 1
    if wanted >= len(_LETTERS) or seen.label == _LETTERS[wanted]:
        return None
    if seen.label in _LETTERS and _LETTERS.index(seen.label) > last + 1 and place:
        return None  # one may have been left out
    if (place and last < 0) or seen.label not in _LOOKS.get(_LETTERS[wanted], ""):
        return None
    if place + 1 < len(row):
        follows = row[place + 1].label == _LETTERS[wanted + 1 : wanted + 2]
        return wanted if follows else None
    # the last of its row: only what is no letter of the alphabet, after another letter
    return wanted if place and seen.label not in _LETTERS else None
