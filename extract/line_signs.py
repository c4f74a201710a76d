"""Vietnamese text <-> the numbers of the signs that the line recogniser tells apart; grey of a line -> ink."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt
import regex

HEIGHT = 36  # pixels of a line as the network takes it
STRIDE = 4  # pixels across for one step of the output

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_OTHERS = "bcdđfghjklmnpqrstvwxz"
_SIGNS = " 0123456789.,;:-–/()%\"“”'’+*=&<>≥≤×°²³@_[]?!|#…•□±"
_SAME = str.maketrans(
    {"−": "-", "—": "–", "\u00ad": "-", "\u00a0": " ", "′": "'", "‘": "’", "‟": "”", "º": "°", "ð": "đ", "Ð": "Đ"}
)
_DOTS = regex.compile(r"[.…]{3,}|…[.…]*")
_SPACES = regex.compile(r"\s+")


def _letters() -> str:
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
    small += list(_OTHERS)
    return "".join(small) + "".join(letter.upper() for letter in small)


ALPHABET = _letters() + _SIGNS  # output 0 is the blank, output i + 1 the i-th sign


@cache
def _numbers() -> dict[str, int]:
    return {sign: i + 1 for i, sign in enumerate(ALPHABET)}


def plain_text(text: str) -> str:
    """The text in the signs of the alphabet as far as it has signs that look like them; a row of dots is one sign."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    return _DOTS.sub("…", _SPACES.sub(" ", text)).strip()


def encode(text: str) -> list[int] | None:
    """The numbers of the signs of a plain text; None where one is not in the alphabet."""
    numbers = _numbers()
    found = [numbers.get(sign, 0) for sign in text]
    return None if 0 in found else found


def level(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """A line image with its paper at 0 and its ink at 255."""
    low, high = np.percentile(grey[:, ::2], (1.0, 75.0))
    spread = max(float(high - low), 48.0)
    ink = np.clip((float(high) - grey.astype(np.float32)) * (255.0 / spread), 0, 255)
    levelled: npt.NDArray[np.uint8] = ink.astype(np.uint8)
    return levelled
