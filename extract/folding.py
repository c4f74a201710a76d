"""Text -> a key of the same length without case, tone marks and look-alikes, so that damaged capitals still compare."""

from __future__ import annotations

import unicodedata


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


def fold_letters(text: str) -> str:
    """`text` folded character by character, so that offsets stay: `"KẾ HOẠCH"` is `"ke hoach"`. Wants composed text."""
    return text.translate(_FOLD)


def fold_words(text: str) -> str:
    """The letters and digits of `text`, folded, one space between words: `"* KẾ  HOẠCH:"` is `"ke hoach"`."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold_letters(text)).split())


def mostly_capitals(text: str) -> bool:
    """True where at least two letters are capitals and nine tenths of all letters are."""
    upper = sum(1 for c in text if c.isupper())
    lower = sum(1 for c in text if c.islower())
    return upper >= 2 and upper >= 9 * lower
