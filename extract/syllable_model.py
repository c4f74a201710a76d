"""Vietnamese syllables -> whether each exists and how likely it follows another, by counts over official texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import regex

NUMBER, COMMA, STOP, OTHER = "<number>", "<comma>", "<stop>", "<other>"
STEP = 0.08  # of a natural logarithm, kept in one byte

# Beginning consonants, a vowel group, end consonants: `nghiêng`, `quyết`, `uỷ`, `a`.
_SYLLABLE = regex.compile(
    r"""(?x) (?: ngh | ng | nh | gh | gi | kh | ph | qu | th | tr | ch | [bcdđghklmnpqrstvx] )?
    [aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}
    (?: ng | nh | ch | [cmnpt] )?"""
)
# Both places of the tone are in use (`hoà`, `hòa`); the model knows one.
_TONES = {
    a + b: c + d
    for plain, marked in (("oa", "àáảãạ"), ("oe", "èéẻẽẹ"), ("uy", "ỳýỷỹỵ"))
    for b, c in zip(marked, "òóỏõọ" if plain[0] == "o" else "ùúủũụ", strict=True)
    for a, d in (tuple(plain),)
}
_TONE = regex.compile("(?<!q)(?:" + "|".join(_TONES) + r")(?!\p{L})")


# A syllable that ends in a stop has a rising or a heavy tone: `quốc`, `một`, never `quôc`, `mồt`.
_STOPPED = regex.compile(r"[^áắấéếíóốớúứýạặậẹệịọộợụựỵ]*(?:c|ch|p|t)")


def is_syllable(word: str) -> bool:
    """True for a lower-case word that has the shape and tone of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None and _STOPPED.fullmatch(word) is None


@lru_cache(maxsize=1 << 14)
def plain_tone(word: str) -> str:
    """A lower-case syllable with its tone where the newer spelling puts it: `hoà` gives `hòa`."""
    return _TONE.sub(lambda match: _TONES[match.group()], word)


@dataclass(frozen=True, slots=True)
class SyllableModel:
    """What was counted. `index` numbers the syllables and the four classes of other tokens; logs are natural."""

    index: dict[str, int]
    counts: npt.NDArray[np.int32]
    alone: npt.NDArray[np.float32]
    back_off: npt.NDArray[np.float32]
    keys: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.float32]

    def count(self, word: str) -> int:
        """How often a lower-case syllable was seen; 0 for what is none."""
        found = self.index.get(plain_tone(word))
        return int(self.counts[found]) if found is not None else 0

    def number(self, word: str) -> int:
        """The number of a syllable or class."""
        return self.index.get(plain_tone(word), self.index[OTHER])

    def follow(self, before: npt.NDArray[np.int64], after: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The logarithm of the probability of each of `after` behind each of `before`: a matrix."""
        wanted = before[:, None] * len(self.counts) + after[None, :]
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        backed = self.back_off[before][:, None] + self.alone[after][None, :]
        return np.where(self.keys[at] == wanted, self.pairs[at], backed)

    def words(self) -> Iterator[str]:
        """All syllables that were counted."""
        return (word for word in self.index if not word.startswith("<"))


@cache
def load_model() -> SyllableModel:
    """The model that `extract/data/make_syllables.py` made."""
    with np.load(Path(__file__).parent / "data" / "syllables.npz") as data:
        words = data["words"].tobytes().decode().split("\n")
        return SyllableModel(
            {word: i for i, word in enumerate(words)},
            data["count"],
            data["alone"] * np.float32(-STEP),
            data["back_off"] * np.float32(-STEP),
            np.cumsum(data["gaps"], dtype=np.int64),
            data["pairs"] * np.float32(-STEP),
        )
