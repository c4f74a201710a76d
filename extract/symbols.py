"""Recognised words -> the document symbols, dates and numbers that they most likely are, by their grammar.

`l1/KH-UBND`, `QÐ-UBNĐ`, `87/2025/OH15`, `ngày 2l tháng 02`: a letter stands where only a digit can, or a tail is no
symbol that any office uses but looks like one that is. Nothing is put where nothing of the kind was read.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import regex

from extract.folding import fold_letters
from extract.textlayer import Word

SYMBOL, DATE, DIGITS = "symbol", "date", "digits"  # the reasons

# What digits are read as, and what they then are.
_DIGIT_OF = str.maketrans(
    {
        **dict.fromkeys("lIiL|!ÌìÍíïTtJj†", "1"),
        **dict.fromkeys("OoQDØø", "0"),
        **dict.fromkeys("Óó", "6"),
        **dict.fromkeys("Zz", "2"),
        **dict.fromkeys("SsŠš", "5"),
        **dict.fromkeys("§B", "8"),
    }
)
# `l1/KH-UBND`, `(87/2025/OH15;`, `128/2026NĐ-CP`, `29-NQ/TW`
_NUMBERED = regex.compile(
    r"""(?x) ^ (?P<before> [("“\[]{0,2} (?:[Ss]ố:?)? )
    (?P<number> [\dlIiOoQSŠ§|]{1,5} [a-zđ]? )
    (?: / (?P<year> [12lI][\dlIiOoQSŠ§|]{3} ) )?
    (?P<joint> [/-]? ) (?P<tail> [\p{Lu}ð][\p{L}\d&§]{0,9} (?: [-/] [\p{Lu}ð][\p{L}\d&§]{0,11} ){0,3} )
    (?P<behind> [)"”\].,;:]{0,3} ) $"""
)
_TAIL_ALONE = regex.compile(
    r"""(?x) ^ (?P<before> / ) (?P<tail> [\p{Lu}ð][\p{L}&§]{0,6} - [\p{Lu}ð][\p{L}\d&§]{1,11} )
    (?P<behind> [)"”\].,;:]{0,3} ) $"""
)
_PLAIN_DATE = regex.compile(
    r"(?P<before>[(]?)(?P<day>[\dlIiOoØŠ§|]{1,2})(?P<a>[/.-])(?P<month>[\dlIiOoØ|]{1,2})(?P=a)"
    r"(?P<year>[12lI][\dlIiOoØŠ§|]{3})(?P<behind>[^\p{L}\p{N}/]{0,3})"
)
_TIME = regex.compile(r"(?P<hour>[\dlIOoŠ§]{1,2})(?P<h>[hg])(?P<minute>[\dlIOoŠ§]{2})?(?P<behind>[^\p{L}\p{N}]{0,3})")
_SLOT = regex.compile(r"(?P<core>[^\s.,;:)]{1,4})(?P<behind>[.,;:]{0,2})")
_HALF_DATE = regex.compile(r"[(]?\d{1,2}/(?:\d{1,2}/)?\d{0,3}$")
_REST_DATE = regex.compile(r"\d{0,2}(?:/\d{4})?[^\p{L}\p{N}/]{0,3}$")
# `Quý II1/2026`, `quý HI`: the quarter's Roman number
_QUARTER = regex.compile(r"(?P<read>[IlH1|!]{1,3}|[Il1|!]V)(?P<behind>(?:[/⁄]\d{4})?[^\p{L}\p{N}/⁄]{0,3})")
_STROKES = str.maketrans({"l": "I", "1": "I", "|": "I", "!": "I", "H": "II"})
_QUARTERS = frozenset(("I", "II", "III", "IV"))
_BEFORE = {"ngày": "day", "tháng": "month", "năm": "year", "điều": "pinpoint", "khoản": "pinpoint", "quý": "pinpoint"}


def repair_symbols(words: Sequence[Word]) -> list[Word]:
    """The words in reading order with misread symbols, dates and numbers mended; `raw` keeps what was read."""
    seen = {m["tail"] for w in words if (m := _NUMBERED.match(w.text)) is not None and m["number"].isdigit()}
    mended: list[Word] = []
    for word in words:
        last = mended[-1] if mended else None
        if last is not None and _is_cut_date(last, word):
            text = last.text + word.text
            mended[-1] = last._replace(
                text=text, x1=word.x1, raw=f"{last.raw or last.text} {word.raw or word.text}", reason=DATE
            )
            continue
        text, reason = _mend(word.text, fold_letters(last.text) if last is not None else "", last, seen)
        mended.append(word if text == word.text else word._replace(text=text, raw=word.raw or word.text, reason=reason))
    return mended


def _mend(text: str, before: str, last: Word | None, seen: set[str]) -> tuple[str, str]:
    if (date := _PLAIN_DATE.fullmatch(text)) is not None:
        day, month, year = (date[part].translate(_DIGIT_OF) for part in ("day", "month", "year"))
        if _is_date(day, month, year):
            return f"{date['before']}{day}{date['a']}{month}{date['a']}{year}{date['behind']}", DATE
        return text, ""
    if (match := _NUMBERED.match(text)) is not None and (mended := _mend_symbol(match, seen)) is not None:
        return mended, SYMBOL
    if (match := _TAIL_ALONE.match(text)) is not None and (tail := _known_tail(match["tail"], seen)) is not None:
        return f"/{tail}{match['behind']}", SYMBOL
    if (time := _TIME.fullmatch(text)) is not None and any(c.isdigit() for c in text):
        hour, minute = time["hour"].translate(_DIGIT_OF), (time["minute"] or "").translate(_DIGIT_OF)
        if hour.isdigit() and int(hour) < 24 and (not minute or (minute.isdigit() and int(minute) < 60)):
            return f"{hour}{time['h']}{minute}{time['behind']}", DIGITS
    quarter = _QUARTER.fullmatch(text) if last is not None and last.text.casefold() == "quý" else None
    if quarter is not None and quarter["read"] != "1":
        roman = quarter["read"].translate(_STROKES)
        if roman in _QUARTERS:
            return roman + quarter["behind"].replace("⁄", "/"), DIGITS
    slot = _SLOT.fullmatch(text)
    kind = _BEFORE_FOLDED.get(before.strip("(,;"))
    if slot is not None and kind is not None and last is not None and last.base is not None:
        core = slot["core"].translate(_DIGIT_OF)
        if core.isdigit() and core != slot["core"] and _fits(kind, core, slot["core"]):
            return core + slot["behind"], DATE if kind != "pinpoint" else DIGITS
    return text, ""


_BEFORE_FOLDED = {fold_letters(word): kind for word, kind in _BEFORE.items()}


def _fits(kind: str, digits: str, read: str) -> bool:
    value = int(digits)
    if kind == "day":
        return 1 <= value <= 31
    if kind == "month":
        return 1 <= value <= 12
    if kind == "year":
        return len(digits) == 4 and 1945 <= value <= 2100
    # `Điều I` and `khoản i` may be meant so; a digit or a strange sign beside tells that a number was read.
    return 1 <= value <= 300 and (any(c.isdigit() for c in read) or any(c in "§Šš|!†" for c in read) or read == "l")


def _is_date(day: str, month: str, year: str) -> bool:
    if not (day.isdigit() and month.isdigit() and year.isdigit()):
        return False
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and 1945 <= int(year) <= 2100


def _is_cut_date(last: Word, word: Word) -> bool:
    """True for the two halves of a date that was read as two words: `03/1 1/2017`."""
    if abs(word.base - last.base) > 0.4 * last.size or not 0 <= word.x0 - last.x1 < 0.6 * last.size:
        return False
    if _HALF_DATE.fullmatch(last.text) is None or _REST_DATE.fullmatch(word.text) is None:
        return False
    joined = _PLAIN_DATE.fullmatch(last.text + word.text)
    return joined is not None and _is_date(joined["day"], joined["month"], joined["year"])


def _mend_symbol(match: regex.Match[str], seen: set[str]) -> str | None:
    """The symbol as its grammar wants it; None where it is right, or no better one is sure."""
    number = match["number"].translate(_DIGIT_OF) if not match["number"].isdigit() else match["number"]
    if match["number"][-1:].islower() and match["number"][:-1].isdigit() and match["number"][-1] not in "lio":
        number = match["number"]  # `15a/KH-UBND`
    year = (match["year"] or "").translate(_DIGIT_OF)
    if year and not 1945 <= int(year) <= 2100:
        return None
    tail = match["tail"]
    known = _known_tail(tail, seen)
    if known is None and tail not in seen and tail not in _tails():
        return None
    if not match["joint"] and not year:
        return None
    if not any(c.isdigit() for c in match["number"]) and not year and "-" not in tail:
        return None
    joint = match["joint"] or "/"
    if not number.rstrip("abcdđeghkmn").isdigit():
        return None
    text = f"{match['before']}{number}{'/' + year if year else ''}{joint}{known or tail}{match['behind']}"
    return text if text != match.group() else None


def _known_tail(tail: str, seen: set[str]) -> str | None:
    """The one tail in use that looks like `tail`, which is none; None where there is no such, or more than one."""
    if tail in _tails():
        return None
    likely = set(_tails_by_look().get(_look_of(tail), ()))
    if not likely:
        return None
    best = max(likely, key=lambda t: (t in seen, _tails()[t]))
    rivals = [t for t in likely if t != best and _tails()[t] * 5 > _tails()[best]]
    return None if rivals and best not in seen else best


_LOOKS = str.maketrans({"q": "o", "0": "o", "l": "i", "1": "i", "§": "8", "5": "s", "g": "c", "/": "-"})


def _look_of(tail: str) -> str:
    return fold_letters(tail).translate(_LOOKS)


@cache
def _tails() -> Mapping[str, int]:
    """The tails in use with how often each was seen: those counted, and each kind of document of each usual office."""
    folder = Path(__file__).parent / "data"
    found: dict[str, int] = {}
    with (folder / "symbol_tails.csv").open(encoding="utf-8", newline="") as file:
        found.update((row["tail"], int(row["count"])) for row in csv.DictReader(file))
    with (folder / "symbol_parts.csv").open(encoding="utf-8", newline="") as file:
        parts = list(csv.DictReader(file))
    kinds = [row["part"] for row in parts if row["place"] == "kind"]
    for row in parts:
        if row["place"] == "office":
            for kind in kinds:
                found.setdefault(f"{kind}-{row['part']}", 3)
        elif row["place"] == "party":
            for kind in kinds:
                found.setdefault(f"{kind}/{row['part']}", 3)
    return found


@cache
def _tails_by_look() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tail in _tails():
        found[_look_of(tail)].append(tail)
    return {look: tuple(tails) for look, tails in found.items()}
