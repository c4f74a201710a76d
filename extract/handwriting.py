"""The head of a recognised page -> its number, day and month where a hand wrote them, read once more, digit by digit.

`Số: ... /KH-UBND`, `ngày ... tháng ... năm 2021`: what stands between is looked at again where it was not read for
certain. What cannot be read becomes `?`, so that nobody takes noise for a number; the place stays known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from PIL import Image, ImageChops

from extract.digit_net import BASE, EM, HEIGHT, chance_of, likely_numbers, read_strip
from extract.folding import fold_letters
from extract.textlayer import Word

HANDWRITING = "handwriting"  # the reason
UNREAD = "?"

_CERTAIN = 0.85  # recognition of digits as sure is not doubted
_READ = 0.45  # how likely a number must be
_AHEAD = 2.0  # how many times as likely as any other
_AGREED = 0.3  # how likely it must be where recognition read it too
_MOST = 0.7  # what is read so is never surer
_TOP = 0.4  # share of the page that a head may take
_INK = 128
_LONGEST = 6.0  # ems of the space for a number
# Widths in ems of what is printed around the numbers, in the measures of Times
_SO, _NGAY, _THANG, _NAM = 1.33, 1.94, 2.28, 1.72

_YEAR = regex.compile(r"(?:19|20)\d\d[.,]?")
_SYMBOL = regex.compile(r"(?P<before>[^/⁄]*)[/⁄]{1,2}(?P<rest>(?:20\d\d[/-])?\p{Lu}[\p{L}\d&-]{1,20})")
_LABEL = regex.compile(r"s[o0][:.;]?")
_SLASHED = {"-": 0.33, **dict.fromkeys("IJ", 0.36), **dict.fromkeys("0123456789", 0.5), "/": 0.28}


@dataclass(frozen=True, slots=True)
class Slot:
    """A space for a number in points: `words` are what was read in it, with what is printed before and behind glued to
    it; `before` and `behind` are that print."""

    kind: str  # `number`, `day`, `month`
    x0: float
    x1: float
    base: float
    em: float
    words: tuple[Word, ...]
    before: str = ""
    behind: str = ""

    @property
    def digits(self) -> str:
        """What recognition read in the space, without the print around it."""
        text = "".join(word.text for word in self.words)
        return text.removeprefix(self.before).removesuffix(self.behind) if self.words else ""


def read_handwriting(words: Sequence[Word], page: Image.Image, dpi: float) -> list[Word]:
    """The words of a page with the numbers of its head read again where they were not sure; `page` is grey."""
    mended = list(words)
    height = page.height * 72.0 / dpi
    for slot in find_slots(words, height):
        sure = min((word.confidence or 0.0 for word in slot.words), default=0.0)
        if slot.digits.isdigit() and sure >= _CERTAIN and not _has_more(slot, page, dpi):
            continue
        text, chance = read_slot(slot, page, dpi)
        if not text and not slot.digits:
            continue
        mended = _put(mended, slot, text or UNREAD, chance)
    return mended


def read_slot(slot: Slot, page: Image.Image, dpi: float) -> tuple[str, float]:
    """The number in a space and how likely it is; no number where none is likely enough, or the strip is blank."""
    scale = dpi / 72.0
    left, right = (slot.x0 - 0.12 * slot.em) * scale, (slot.x1 + 0.12 * slot.em) * scale
    top = (slot.base - BASE * slot.em) * scale
    bottom = top + HEIGHT / EM * slot.em * scale
    if right - left < 0.4 * slot.em * scale or top < 0:
        return "", 0.0
    piece = page.crop((round(left), round(top), round(right), round(bottom)))
    looks = [read_strip(strip) for strip in _strips(piece)]
    wanted = {text for steps in looks for text in likely_numbers(steps)} | {slot.digits}
    chances = {
        text: sum(chance_of(steps, text) for steps in looks) / len(looks)
        for text in wanted
        if text.isdigit() and _may_be(slot.kind, text)
    }
    if chances.get(slot.digits, 0.0) >= _AGREED:
        return slot.digits, chances[slot.digits]
    best, second = [*sorted(chances, key=lambda text: -chances[text]), "", ""][:2]
    if chances.get(best, 0.0) < max(_READ, _AHEAD * chances.get(second, 0.0)):
        return "", 0.0
    return best, chances[best]


def _has_more(slot: Slot, page: Image.Image, dpi: float) -> bool:
    """True where ink as high as a digit stands in the space beside what was recognised: the `8` after `5`."""
    scale = dpi / 72.0
    edges = (slot.x0 + 0.1 * slot.em, *(x for word in slot.words for x in (word.x0, word.x1)), slot.x1 - 0.25 * slot.em)
    top, bottom = round((slot.base - 0.75 * slot.em) * scale), round(slot.base * scale)
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left < 0.35 * slot.em:
            continue
        piece = page.crop((round(left * scale), top, round(right * scale), bottom))
        box = piece.point([255 if level < _INK else 0 for level in range(256)]).getbbox()
        if box is not None and box[3] - box[1] > 0.6 * piece.height and box[2] - box[0] > 0.2 * slot.em * scale:
            return True
    return False


def _strips(piece: Image.Image) -> Iterator[Image.Image]:
    """The piece as high as the network wants it, as it is, narrower, wider, and a little up and down."""
    for stretch, shift in ((1.0, 0), (0.9, 0), (1.12, 0), (1.0, 2), (1.0, -2)):
        width = max(8, round(piece.width * HEIGHT / piece.height * stretch) // 2 * 2)
        strip = piece.resize((width, HEIGHT), Image.Resampling.BOX)
        yield ImageChops.offset(strip, 0, shift) if shift else strip


def _may_be(kind: str, digits: str) -> bool:
    if not digits or len(digits) > (5 if kind == "number" else 2):
        return False
    return (kind == "number" and int(digits) > 0) or 1 <= int(digits) <= (31 if kind == "day" else 12)


def find_slots(words: Sequence[Word], height: float) -> Iterator[Slot]:
    """The spaces for number, day and month in the head of a page of that height, as far as the print around them was
    recognised."""
    head = [word for word in words if word.base < _TOP * height]
    dated = next((line for line in _date_lines(head)), None)
    if dated is None:
        return
    year, line = dated
    em = (year.x1 - year.x0) / 2.0 if len(year.text) == 4 else 13.0
    if not 8 <= em <= 20:
        return
    yield from _date_slots(line, em)
    number = _number_slot(head, line, em)
    if number is not None:
        yield number


def _date_lines(head: Sequence[Word]) -> Iterator[tuple[Word, list[Word]]]:
    for word in head:
        if _YEAR.fullmatch(word.text):
            line = sorted((w for w in head if abs(w.base - word.base) < 5), key=lambda w: w.x0)
            before = "".join(fold_letters(w.text) for w in line if w.x0 < word.x0)
            if before.endswith("nam") and "ng" in before:
                yield word, line


def _date_slots(line: Sequence[Word], em: float) -> Iterator[Slot]:
    folded = [fold_letters(word.text) for word in line]
    months = [i for i, text in enumerate(folded) if "thang" in text]
    if not months:
        return
    at = months[-1]
    month_word, text = line[at], folded[at]
    head, _, tail = text.partition("thang")
    years = [i for i in range(at, len(line)) if folded[i].endswith("nam")]
    days = [i for i in range(at + 1) if folded[i].startswith(("ng", "nà"))]
    base = month_word.base
    if days:
        day_word, day = line[days[-1]], folded[days[-1]]
        glued = day[4:] if days[-1] != at else ""
        x0 = day_word.x0 + _NGAY * em if glued or day_word.x1 - day_word.x0 > 1.2 * _NGAY * em else day_word.x1
        x1 = month_word.x1 - _THANG * em if head else month_word.x0
        inner = [*([day_word] if glued else []), *line[days[-1] + 1 : at], *([month_word] if head else [])]
        before = day_word.text[:4] if glued else ""
        behind = month_word.text[len(head) :] if head else ""
        yield Slot("day", x0, x1, base, em, tuple(inner), before, behind)
    if years:
        year_word, year = line[years[0]], folded[years[0]]
        x0 = month_word.x0 + _THANG * em if tail else month_word.x1
        x1 = year_word.x1 - _NAM * em if year != "nam" else year_word.x0
        inner = [*([month_word] if tail else []), *line[at + 1 : years[0]], *([year_word] if year != "nam" else [])]
        before = month_word.text[: len(text) - len(tail)] if tail else ""
        behind = year_word.text[-3:] if year != "nam" else ""
        if not head or not tail:
            yield Slot("month", x0, x1, base, em, tuple(inner), before, behind)


def _number_slot(head: Sequence[Word], dated: Sequence[Word], em: float) -> Slot | None:
    """The space before the symbol of the document, left of its date or near that line."""
    edge = min(word.x0 for word in dated if fold_letters(word.text).startswith(("ng", "th", "na")))
    for word in head:
        match = _SYMBOL.match(word.text)
        if match is None or word.x0 > edge or abs(word.base - dated[0].base) > 4 * em:
            continue
        line = [w for w in head if abs(w.base - word.base) < 0.5 * em and word.x0 - 8 * em < w.x0 < word.x0]
        line.sort(key=lambda w: w.x0)
        glued = match["before"]
        end = word.x1 - _width_of(match["rest"]) * em if glued else word.x0
        label = next((i for i, w in enumerate(line) if _LABEL.match(fold_letters(w.text))), None)
        first = line[label] if label is not None else line[0] if line else word
        if label is None and not (line or glued):
            return None
        inner = line[label or 0 :]
        before = ""
        if label is not None and _LABEL.fullmatch(fold_letters(first.text)):
            start, inner = first.x1, inner[1:]
        elif label is None and glued and not line and not _LABEL.match(fold_letters(glued)):
            start = word.x0
        else:
            start = first.x0 + _SO * em
            found = _LABEL.match(fold_letters(first.text))
            before = first.text[: found.end()] if found else ""
        if end - start > _LONGEST * em:
            return None
        behind = word.text[len(glued) :] if glued else ""
        return Slot("number", start, end, word.base, em, (*inner, *([word] if glued else [])), before, behind)
    return None


def _width_of(text: str) -> float:
    """About how many ems a symbol is wide, its slash included."""
    return 0.28 + sum(_SLASHED.get(c, 0.68 if c.isupper() else 0.46) for c in text)


def _put(words: Sequence[Word], slot: Slot, text: str, chance: float) -> list[Word]:
    """The words with `text` in the space, and what is printed around it in words of its own."""
    gone = {id(word) for word in slot.words}
    raw = " ".join(word.raw or word.text for word in slot.words)
    first = slot.words[0] if slot.words else None
    size = first.size if first is not None else 1.15 * slot.em
    made = []
    if slot.before and first is not None:
        made.append(first._replace(text=slot.before, x1=slot.x0))
    made.append(
        Word(
            text,
            slot.x0,
            slot.base - 0.8 * slot.em,
            slot.x1,
            slot.base + 0.1 * slot.em,
            slot.base,
            size,
            confidence=round(min(_MOST, chance), 3),
            raw=raw,
            reason=HANDWRITING,
        )
    )
    if slot.behind:
        made.append(slot.words[-1]._replace(text=slot.behind, x0=slot.x1))
    at = next((i for i, word in enumerate(words) if id(word) in gone), None)
    if at is None:
        at = next(i for i, word in enumerate(words) if abs(word.base - slot.base) < 3 and word.x0 >= slot.x1 - 1)
    return [*words[:at], *made, *(w for w in words[at:] if id(w) not in gone)]
