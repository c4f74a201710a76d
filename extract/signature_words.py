"""What stands beside `Nơi nhận` on a page image -> the words of it that recognition took for a picture, read again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import regex
from PIL import Image

from extract.signature_block import NAME, surnames
from extract.stamp_words import lines_of
from extract.textlayer import Word
from extract.token_words import to_words
from extract.tokens import Layout, Look, Token

_SYLLABLE = regex.compile(r"\p{Lu}\p{Ll}{1,6}")
_SURE = 0.35  # what is read must be a family name besides
_STRAY = "“”\"'‘’.,|*"
_REACHES = (3.2, 2.0)  # ems before a cut name in which its beginning stands
_ANCHOR = regex.compile(r"(?i)\W{0,2}\S?[ơo]i nh[ậâạa]n\W{0,3}$")
_PLAIN = regex.compile(r"^(?:\p{Lu}{3,}[.,]?|\p{Lu}\p{Ll}{1,6}|[KT][TMLU]\.{0,2}\p{Lu}*)$")


def has_signature(words: Sequence[Word]) -> bool:
    """True for a page with `Nơi nhận`, beside which the signature stands."""
    return any(_ANCHOR.match(f"{a.text} {b.text}") for a, b in pairwise(words))


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


def complete_names(words: Sequence[Word], layers: Sequence[Image.Image], look: Look) -> list[Word]:
    """The words with the family names that a seal covers: `Hoàng Anh` or `Tà Văn Phúc` in the signature block, read
    once more by itself with what stands before it, on each layer of ink until one shows a family name there."""
    done = list(words)
    scale, width = look.dpi / 72.0, layers[0].width
    for line in lines_of(word for word in words if word.x0 * scale > 0.4 * width):
        rest = line[-2:]
        if len(line) not in (2, 3) or any(_SYLLABLE.fullmatch(word.text) is None for word in rest):
            continue
        cover = line[0] if len(line) == 3 else None
        if cover is not None and cover.text in surnames():
            continue
        em, base = rest[0].size, rest[0].base
        if any(abs(w.base - base) < 0.6 * em and 0 < line[0].x0 - w.x0 < 8 * em and len(w.text) > 2 for w in words):
            continue  # the line goes on to the left: no name that stands alone
        for layer, reach in product(layers, _REACHES):
            box = (rest[0].x0 - reach * em, base - 1.15 * em, rest[1].x1 + 0.4 * em, base + 0.4 * em)
            left, top, right, bottom = (round(value * scale) for value in box)
            tokens = look.at(layer.crop((left, top, right, bottom)), Layout.LINE)
            found = _family_name([token.moved(left, top) for token in tokens], rest)
            if found is not None:
                name = found.text.strip(_STRAY)
                place = Word(name, found.left / scale, rest[0].top, found.right / scale, rest[0].bottom, base, em)
                raw, reason = (cover.text, NAME) if cover is not None else (None, "")
                done = [word for word in done if word is not cover]
                done.append(place._replace(confidence=round(found.confidence, 3), raw=raw, reason=reason))
                break
    return done


def _family_name(tokens: Sequence[Token], line: Sequence[Word]) -> Token | None:
    """The token before those of the line that is a family name, where they were read again as they were."""
    texts = [token.text.strip(_STRAY) for token in tokens]
    wanted = [word.text for word in line]
    at = next((i for i in range(len(texts) - 1) if texts[i : i + 2] == wanted), 0)
    if at == 0 or tokens[at - 1].confidence < _SURE or texts[at - 1] not in surnames():
        return None
    return tokens[at - 1]
