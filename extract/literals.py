"""A text and words that a pattern cannot do without -> where they stand, so that the pattern is asked only there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1)
def lower_letters(text: str) -> str:
    """`text` in lower case, as long as `text` itself. The last one is kept: a document is asked for several times."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower


def find_literals(text: str, words: Iterable[str]) -> list[int]:
    """Where any of the words begins, in order: many times quicker than a pattern of them."""
    places: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append(at)
            at = text.find(word, at + 1)
    places.sort()
    return places
