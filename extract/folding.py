"""Text -> a key of the same length without case, tone marks and look-alikes, so that damaged capitals still compare."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


class _Fold(dict[int, str]):
    """Fills itself: the base letter of each character, in lower case; `đ` is `d`, every dash is `-`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "đĐ":
            base = "d"
        elif char.isspace():
            base = " "
        elif unicodedata.category(char) == "Pd":
            base = "-"
        else:
            base = unicodedata.normalize("NFD", char)[0].lower()[:1] or char
        self[code] = base
        return base


_FOLD = _Fold()
_LONGEST_WORD = 12
_MOST_WORDS = 50_000
_MOST_LINES = 2048  # that are kept: a line is asked for again by one step after the other


class _FoldedWords(dict[str, str]):
    """Fills itself: each word folded. Few syllables make up a text, so that most are here."""

    def __missing__(self, word: str) -> str:
        folded = word.translate(_FOLD)
        if len(word) <= _LONGEST_WORD and len(self) < _MOST_WORDS:
            self[word] = folded
        return folded


class _Cases(dict[str, int]):
    """Fills itself: how many letters of a word are small, times `_UNIT`, and how many are capitals."""

    def __missing__(self, word: str) -> int:
        counts = sum(c.isupper() for c in word) + _UNIT * sum(c.islower() for c in word)
        if len(word) <= _LONGEST_WORD and len(self) < _MOST_WORDS:
            self[word] = counts
        return counts


_UNIT = 1 << 40
_FOLDED = _FoldedWords()
_CASES = _Cases()


@lru_cache(maxsize=_MOST_LINES)
def fold_letters(text: str) -> str:
    """`text` folded character by character, so that offsets stay: `"KẾ HOẠCH"` is `"ke hoach"`. Wants composed text."""
    return " ".join(map(_FOLDED.__getitem__, text.split(" ")))


def fold_words(text: str) -> str:
    """The letters and digits of `text`, folded, one space between words: `"* KẾ  HOẠCH:"` is `"ke hoach"`."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_letters(text)).split())


@lru_cache(maxsize=_MOST_LINES)
def mostly_capitals(text: str) -> bool:
    """True where at least two letters are capitals and nine tenths of all letters are."""
    lower, upper = divmod(sum(map(_CASES.__getitem__, text.split(" "))), _UNIT)
    return upper >= 2 and upper >= 9 * lower
