"""The words of a page's text layer -> whether they are language or gibberish, measured on Vietnamese syllables."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import regex

from extract.textlayer import STAMP, PageText, Word

# A Vietnamese syllable: beginning consonants, a vowel group with at most one tone, end consonants.
_SYLLABLE = regex.compile(
    r"""(?xi) ^ (?: ngh | ng | nh | gh | gi | kh | ph | qu | th | tr | ch | [bcdđghklmnpqrstvx] )?
    [aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}
    (?: ng | nh | ch | [cmnpt] )? $"""
)
_MARKED = regex.compile(r"[^\x00-\x7f]")
_TRIM = regex.compile(r"^[^\p{L}]+|[^\p{L}]+$")
_SYMBOL = regex.compile(r"[\d/&.-]")  # `12/KH-UBND`, `Covid-19`
_MIXED = regex.compile(r"\p{Ll}\d\p{Ll}")  # `h9c` for `học`
_LETTERS = regex.compile(r"\p{L}")
_FEW = 12
_GOOD = 0.55
_GOOD_OVER_IMAGE = 0.8  # a scanner's own recognition, which Tesseract does better


def is_usable(text: PageText) -> bool:
    """True where the text layer of a page can be taken as it is: it has words, and they are Vietnamese (or none at all
    are needed: a page without images and drawings)."""
    words = [w for w in text.words if not _is_stamp(w.text)]
    if text.images > 0.25 and len(words) < 25:
        return False
    if not words:
        return False
    if len(words) < _FEW:
        return text.images < 0.25
    return language_score(words) >= (_GOOD_OVER_IMAGE if text.images > 0.5 else _GOOD)


def language_score(words: Sequence[Word]) -> float:
    """0..1: the share of the words that are Vietnamese syllables, less where hardly any letter has its mark."""
    judged = [found for word in words[:1500] if (found := _judge(word.text)) is not None]
    if len(judged) < 8:
        return 1.0
    known, marked = (sum(found[i] for found in judged) for i in (0, 1))
    return known / len(judged) * min(1.0, marked / len(judged) / 0.25)


@lru_cache(maxsize=16_384)  # few syllables make up a text
def _judge(word: str) -> tuple[bool, bool] | None:
    """Whether a word is a syllable or a symbol, and whether a letter of it has a mark; None where it has no letters."""
    core = _TRIM.sub("", word)
    if len(core) < 2 or not _LETTERS.search(core):
        return None
    core = unicodedata.normalize("NFC", core)
    known = bool(_SYLLABLE.match(core) or (_SYMBOL.search(core) and not _MIXED.search(core)))
    return known, bool(_MARKED.search(core))


@lru_cache(maxsize=16_384)
def _is_stamp(word: str) -> bool:
    return STAMP.search(word) is not None
