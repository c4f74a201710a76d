"""Texts of tasks -> how alike two of them are, 0 to 1, and which may be alike without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

import regex

from normalize.gazetteer import fold

Place = tuple[str, int]  # file and row of a task
Features = frozenset[str]

# Words and phrases that say nothing of what a task is.
_EMPTY = frozenset(
    ("và", "của", "các", "những", "cho", "trong", "theo", "về", "để", "được", "đối", "với", "tại", "từ", "trên", "có",
     "là", "do", "bởi", "này", "đó", "việc", "một", "số")
)  # fmt: skip
_PHRASES = regex.compile(
    r"\b(?:thực hiện|triển khai|tổ chức|tiếp tục|tăng cường|đẩy mạnh|công tác|chủ trì|phối hợp|nghiên cứu)\b"
)
_WORD = regex.compile(r"[\p{L}\d]+")
_RAREST = 8  # pairs of words by which a text looks for others
_CROWD = 40  # a pair of words that more texts share leads nowhere


@lru_cache(maxsize=65536)
def features_of(text: str) -> Features:
    """The words of a text that carry meaning, and the pairs of neighbours among them (`nguồn gen`)."""
    words = [word for word in _WORD.findall(_PHRASES.sub(" ", fold(text))) if word not in _EMPTY]
    return frozenset((*words, *(f"{a} {b}" for a, b in pairwise(words))))


def likeness(one: Features, other: Features) -> float:
    """What two texts share, as a part of both (Dice): 1 for the same words in the same order."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def coverage(part: Features, whole: Features) -> float:
    """How much of `part` is in `whole`, which may say more."""
    return len(part & whole) / len(part) if part else 0.0


class LikenessIndex:
    """Texts by their pairs of words; a look-up costs the same however many texts there are."""

    def __init__(self, texts: Mapping[Place, Features]) -> None:
        self._counts = Counter(pair for features in texts.values() for pair in features if " " in pair)
        self._places = defaultdict[str, list[Place]](list)
        for place in sorted(texts):
            for pair in texts[place]:
                if " " in pair and self._counts[pair] <= _CROWD:
                    self._places[pair].append(place)

    def near(self, features: Features) -> Iterator[Place]:
        """The places of the texts that share one of the rarest pairs of words of `features`, each once."""
        known = [pair for pair in features if 0 < self._counts[pair] <= _CROWD]
        rarest = sorted(known, key=lambda pair: (self._counts[pair], pair))[:_RAREST]
        yield from dict.fromkeys(place for pair in rarest for place in self._places[pair])
