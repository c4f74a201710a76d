"""Recognised tokens in pixels -> words in points with the baseline of their line, noise left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

import regex

from extract.textlayer import Word
from extract.tokens import Token

_NOISE = regex.compile(r"^[^\p{L}\p{N}]{1,4}$")
_SPECKS = 0.75
_KEPT_SIGNS = frozenset('-–—+*•.,;:()/&%“”"…=')


def _is_noise(token: Token) -> bool:
    if _NOISE.match(token.text) is None:
        return False
    return token.confidence < 0.3 or not set(token.text) <= _KEPT_SIGNS


def to_words(tokens: Sequence[Token], scale: float) -> Iterator[Word]:
    """Words in points, with the baseline of their line, turned straight where the page is askew."""
    lines: dict[tuple[int, int, int], list[Token]] = {}
    for token in tokens:
        if not _is_noise(token):
            lines.setdefault(token.line, []).append(token)
    slope = _slope(lines.values())
    sizes = [median(t.bottom - t.top for t in line) for line in lines.values() if len(line) > 2]
    common = median(sizes) if sizes else 40.0
    for line in lines.values():
        if len(line) == 1 and line[0].confidence < 0.2:
            continue
        if len(line) > 1 and all(len(t.text) == 1 and t.confidence < _SPECKS for t in line):
            continue  # `5 5 :`: specks, or the marks over a line of letters
        heights = sorted(t.bottom - t.top for t in line)
        size = heights[len(heights) * 3 // 4]
        if size > 4 * common:
            continue
        base = median(t.bottom - slope * (t.left + t.right) / 2 for t in line)
        for t in line:
            middle = slope * (t.left + t.right) / 2
            yield Word(
                t.text,
                t.left * scale,
                (t.top - middle) * scale,
                t.right * scale,
                (t.bottom - middle) * scale,
                base * scale,
                1.15 * min(size, 1.4 * common) * scale,
                False,
                False,
                round(t.confidence, 3),
            )


def _slope(lines: Iterable[list[Token]]) -> float:
    """How much the lines fall to the right, as a fraction; 0 where the page is straight or has too few lines."""
    slopes = []
    for line in lines:
        if len(line) < 5:
            continue
        a, b = line[: len(line) // 2], line[len(line) // 2 :]
        xa, xb = sum(t.left for t in a) / len(a), sum(t.left for t in b) / len(b)
        ya, yb = median(t.bottom for t in a), median(t.bottom for t in b)
        if xb - xa > 100:
            slopes.append((yb - ya) / (xb - xa))
    found = median(slopes) if len(slopes) >= 3 else 0.0
    return found if abs(found) < 0.1 else 0.0
