"""The words of a page -> lines from left to right and top to bottom, footnotes apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from extract.assemble import RawRepair
from extract.drawing import Ruling
from extract.model import Box
from extract.textlayer import Word


@dataclass(frozen=True, slots=True)
class TextLine:
    """One physical line of one column. `size` is the height of its tallest common type, `base` its baseline."""

    text: str
    words: tuple[Word, ...]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool
    italic: bool
    confidence: float | None = None

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, max(self.x0, self.x1), max(self.top, self.bottom))

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


# Lines that only decorate: `_______`, `-----`, `* * *`, `***`
_RULE = regex.compile(r"^(?:[_─—–=~*\s]{1,}|[-.\s_—–]{3,})$")
_NOTE = regex.compile(r"[\[(]?(?:\d{1,3}|[*†])")
_UNITS = frozenset(("m", "km", "cm", "dm", "mm", "ha", "co", "h"))


_RAISED = 0.78  # of the size of a line: what a raised mark is smaller than


def line_of(words: Sequence[Word], page: int) -> TextLine:
    """One line from its words, in reading order. Raised footnote marks that stand alone are left out."""
    kept = list(words)
    heights = [word.size for word in kept]
    size = median(heights)
    if len(kept) > 1 and min(heights) < _RAISED * size:
        base = median(word.base for word in words)
        kept = [w for i, w in enumerate(words) if i == 0 or not _is_raised_mark(w, words[i - 1], base, size)]
    texts, x0s, tops, x1s, bottoms, bases, sizes, bolds, italics, confidences, *_ = zip(*kept, strict=True)
    if min(sizes) <= 0.8 * size:
        bases = tuple(w.base for w in kept if w.size > 0.8 * size) or bases
    if True in bolds or True in italics:
        letters = [w for w in kept if any(c.isalnum() for c in w.text)] or kept
        bolds, italics = tuple(w.bold for w in letters), tuple(w.italic for w in letters)
    known = [confidence for confidence in confidences if confidence is not None]
    if len(kept) < len(words):
        kept = _close_up(kept)
        texts, x0s, tops, x1s, bottoms, *_ = zip(*kept, strict=True)
    return TextLine(
        " ".join(texts),
        tuple(kept),
        page,
        min(x0s),
        min(tops),
        max(x1s),
        max(bottoms),
        median(bases),
        size,
        all(bolds),
        all(italics),
        sum(known) / len(known) if known else None,
    )


def median(values: Iterable[float]) -> float:
    """The middle value, or the mean of the two middle ones; as `statistics.median`, without its checks."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _close_up(words: list[Word]) -> list[Word]:
    """Words with a lone full stop or comma put back to the word before it, where a mark was taken out between them."""
    closed: list[Word] = []
    for word in words:
        if closed and not any(c.isalnum() for c in word.text) and word.text[0] in ".,;:)":
            last = closed[-1]
            raw = f"{last.raw or last.text} {word.raw or word.text}" if last.raw or word.raw else None
            closed[-1] = last._replace(
                text=last.text + word.text, x1=word.x1, raw=raw, reason=last.reason or word.reason
            )
        else:
            closed.append(word)
    return closed


def _is_raised_mark(word: Word, before: Word, base: float, size: float) -> bool:
    text = word.text.rstrip(".,;:)")
    return (
        word.size < _RAISED * size
        and text.isdigit()
        and len(text) <= 2
        and word.base < base - 0.08 * size
        and word.x0 - before.x1 < 0.5 * size
        and before.text.lower() not in _UNITS
    )


def repairs_of(line: TextLine) -> tuple[RawRepair, ...]:
    """Where in the line's text words stand that were mended after recognition."""
    if {word.raw for word in line.words} == {None}:
        return ()
    found, start = [], 0
    for word in line.words:
        if word.raw is not None:
            found.append(RawRepair(start, start + len(word.text), word.raw, word.reason))
        start += len(word.text) + 1
    return tuple(found)


def split_segments(words: Iterable[Word], page: int) -> list[TextLine]:
    """Runs of words on one baseline without a wide gap, in the order of the file."""
    words = list(words)
    segments: list[TextLine] = []
    run: list[Word] = []
    for index, word in enumerate(words):
        if run:
            last = run[-1]
            size = max(last.size, word.size)
            drop = abs(word.base - last.base)
            gap = word.x0 - last.x1
            if drop > 0.35 * size or gap > 0.95 * size or gap < -0.6 * size or _begins_motto(words, index):
                segments.append(line_of(run, page))
                run = []
        run.append(word)
    if run:
        segments.append(line_of(run, page))
    return segments


def _begins_motto(words: Sequence[Word], index: int) -> bool:
    """True where the national motto begins, perhaps close behind the issuer's name on the same line."""
    if words[index].text not in ("CỘNG", "CONG") or index + 2 >= len(words):
        return False
    return words[index + 1].text[:1] == "H" and words[index + 2].text[:1] == "X" and words[index + 2].text.isupper()


def merge_rows(segments: Sequence[TextLine], page: int) -> list[TextLine]:
    """Segments that share a baseline joined into lines, top to bottom, each from left to right."""
    rows: list[list[TextLine]] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.x0)):
        for row in reversed(rows[-3:]):
            if any(_same_row(segment, other) for other in row):
                row.append(segment)
                break
        else:
            rows.append([segment])
    lines = []
    for row in rows:
        if len(row) == 1:
            lines.append(row[0])
        else:
            row.sort(key=lambda s: s.x0)
            lines.append(line_of([word for segment in row for word in segment.words], page))
    return [line for line in lines if not _RULE.match(line.text)]


def _same_row(a: TextLine, b: TextLine) -> bool:
    small, large = (a, b) if a.size <= b.size else (b, a)
    if abs(a.base - b.base) <= 0.3 * large.size:
        return True
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    apart = a.x0 >= b.x1 - 2 or b.x0 >= a.x1 - 2
    return apart and small.size < 0.85 * large.size and shared > 0.75 * (small.bottom - small.top)


def split_footnotes(
    words: Sequence[Word], rulings: Sequence[Ruling], page: int, body: Sequence[Word]
) -> tuple[list[Word], list[TextLine]]:
    """The words above the footnotes, and the lines of the footnotes: smaller type under a short rule on the left.

    `words` are those outside of tables, `body` all of the page.
    """
    if not words:
        return [], []
    left = min(word.x0 for word in body)
    lowest = max(word.bottom for word in words)
    for rule in sorted(rulings, key=lambda r: -r.top):
        length = rule.x1 - rule.x0
        if rule.bottom - rule.top > 3 or not 60 < length < 260 or rule.x0 > left + 60 or rule.top > lowest:
            continue
        below = [w for w in words if w.base > rule.bottom + 1]
        above = [w for w in words if w.base <= rule.bottom + 1] or [w for w in body if w.base <= rule.bottom + 1]
        if not below:
            continue
        lines = merge_rows(split_segments(below, page), page)
        first = lines[0].words[0]
        if not _NOTE.match(first.text):
            continue
        small = median(w.size for w in below)
        raised = first.size < 0.8 * lines[0].size and first.confidence is None
        least = 0.93 if first.confidence is None else 0.86
        if lines[0].top - rule.bottom > 40:
            continue
        if raised or not above or small < least * median(w.size for w in above):
            cut = {id(w) for w in below}
            return [w for w in words if id(w) not in cut], lines
    return list(words), []
