"""Family names under a seal, read once more; what a stamp left behind."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PIL import Image

from extract.signature_words import complete_names
from extract.stamp_words import drop_remains
from extract.textlayer import Word
from extract.tokens import Layout, Look, Token

PAGE = Image.new("L", (1819, 2573), 255)


def word(text: str, x: float, confidence: float = 0.95) -> Word:
    return Word(text, x, 590, x + 28, 602, 600, 12.0, confidence=confidence)


def look_that_reads(text: str) -> Look:
    def read(
        image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]:
        return [Token((1, 1, 1), 90 * i, 10, 90 * i + 80, 40, 0.6, part) for i, part in enumerate(text.split())]

    return Look(read, 220.0, time.monotonic() + 10)


@pytest.mark.parametrize(
    ("read", "again", "names"),
    [
        (["Hoàng", "Anh"], "“Lê Hoàng Anh", ["Hoàng", "Anh", "Lê"]),
        (["Tà", "Văn", "Phúc"], "Hà Văn Phúc", ["Văn", "Phúc", "Hà"]),
        (["Hoàng", "Anh"], "<< Hoàng Anh", ["Hoàng", "Anh"]),  # no family name
        (["Hoàng", "Anh"], "Lê Trung Chinh", ["Hoàng", "Anh"]),  # not what was read before
        (["Trần", "Văn", "Sơn"], "Lê Văn Sơn", ["Trần", "Văn", "Sơn"]),  # nothing is missing
    ],
)
def test_family_name_under_a_seal_is_read_once_more(read: list[str], again: str, names: list[str]) -> None:
    words = [word(text, 380 + 32 * i) for i, text in enumerate(read)]
    assert [w.text for w in complete_names(words, [PAGE], look_that_reads(again))] == names


def test_unsure_word_under_coloured_ink_is_a_remain_of_the_stamp() -> None:
    ink = np.full((2573, 1819), 255, np.uint8)
    ink[1790:1840, 1160:1300] = 90
    words = [word("JỆ", 380, 0.3), word("Anh", 382, 0.9), word("x", 100, 0.3)]
    assert [w.text for w in drop_remains(words, Image.fromarray(ink), 220.0)] == ["Anh", "x"]
