"""What stands beside `Nơi nhận` on a page image -> the words of it that recognition took for a picture, read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex
from PIL import Image

from extract.textlayer import Word
from extract.token_words import to_words
from extract.tokens import Layout, Look

_ANCHOR = regex.compile(r"(?i)\W{0,2}\S?[ơo]i nh[ậâạa]n\W{0,3}$")
_PLAIN = regex.compile(r"^(?:\p{Lu}{3,}[.,]?|\p{Lu}\p{Ll}{1,6}|[KT][TMLU]\.{0,2}\p{Lu}*)$")


def read_signature(words: Sequence[Word], grey: Image.Image, look: Look) -> list[Word]:
    """What was passed over beside `Nơi nhận`: office and name under a seal, which Tesseract takes for a picture."""
    found = (a for a, b in pairwise(words) if _ANCHOR.match(f"{a.text} {b.text}"))
    scale = look.dpi / 72.0
    anchor = next((word for word in found if word.x0 * scale < 0.4 * grey.width), None)
    if anchor is None:
        return []
    left = max(round(anchor.x0 * scale + 0.25 * grey.width), round(0.42 * grey.width))
    top = max(0, round((anchor.top - 3 * anchor.size) * scale))
    piece = grey.crop((left, top, grey.width, min(grey.height, round(top + 3.2 * look.dpi))))
    if piece.height < 0.3 * look.dpi:
        return []
    tokens = [
        token.moved(left, top)
        for token in look.at(piece, Layout.SPARSE)
        if token.confidence > 0.7 and _PLAIN.match(token.text)
    ]
    known = [(w.x0 - 2, w.top - 2, w.x1 + 2, w.bottom + 2) for w in words]
    fresh = []
    for word in to_words(tokens, 1 / scale):
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in known):
            fresh.append(word)
    return fresh
