"""A line of text -> its width as set in Times New Roman, the face of nearly all administrative documents."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

# Advance widths of Times in thousandths of an em (Adobe Font Metrics, Times-Roman).
_GROUPS = (
    (180, "'"),
    (250, " ,."),
    (278, "ijlt:;/"),
    (333, "Ifr!()-‘’"),
    (350, "•"),
    (389, "Js"),
    (408, '"'),
    (444, "acez?“”"),
    (500, "bdghknopquvxy0123456789#$*–_đ"),
    (530, "ơ"),
    (556, "FPS"),
    (564, "+<=>ư"),
    (611, "ELTZ"),
    (667, "BCR"),
    (722, "ADGHKNOQUVXYĐwƠ"),
    (778, "m&"),
    (790, "Ư"),
    (833, "%"),
    (889, "M"),
    (921, "@"),
    (944, "W"),
    (1000, "—…"),
)
SPACE = 250
_OTHER = 500
_WIDTHS = {letter: width for width, letters in _GROUPS for letter in letters}


@cache
def letter_width(letter: str) -> int:
    """The width of one letter; an accented one is as wide as its base."""
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    parts = unicodedata.normalize("NFD", letter)
    if "\u031b" in parts:  # the horn of ơ and ư
        return _WIDTHS[unicodedata.normalize("NFC", parts[0] + "\u031b")] if parts[0] in "oOuU" else _OTHER
    if parts[0] != letter:
        return letter_width(parts[0])
    return 0 if unicodedata.combining(letter) else _OTHER


@lru_cache(maxsize=4096)  # a line is measured with all lines, with those around it, and as one that goes on
def text_width(text: str) -> int:
    """The width of a text on one line, in thousandths of an em: a line of an A4 page at 14 points has about 32000."""
    words = text.split(" ")
    return sum(map(_WORDS.__getitem__, words)) + SPACE * (len(words) - 1)


class _Words(dict[str, int]):
    """Fills itself: the width of each word. Few syllables make up a text, so that most are here."""

    def __missing__(self, word: str) -> int:
        width = sum(map(letter_width, word))
        if len(word) <= _LONGEST_WORD and len(self) < _MOST_WORDS:
            self[word] = width
        return width


_LONGEST_WORD = 12
_MOST_WORDS = 50_000
_WORDS = _Words()
