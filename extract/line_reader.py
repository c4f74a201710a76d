"""A straight grey page -> its words with boxes and certainty, by a trained network on one thread."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from extract.line_choice import Choice, choose_words, find_choices
from extract.line_places import TextPlace, find_text
from extract.line_signs import ALPHABET, HEIGHT, STRIDE, level
from extract.tokens import Layout, OcrFailure, ReadTokens, Token

if TYPE_CHECKING:
    import onnxruntime

_NETWORK = Path(__file__).parent / "data" / "lines.onnx"
_ABOVE, _BELOW = 0.95, 0.33  # ems of a line's picture above and below its base
_BESIDE = 0.25  # ems left and right of it
_COLUMNS = 6000  # pixels across all lines of a batch
_MOST = 4000
_DOUBT = 0.1  # how much a word that was chosen keeps of the doubt of its least sure sign
_INK = 0.35  # of a picture's darkest: what is no paper
_SURE = 0.97  # of the least sure sign; a word below it is looked at again


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its left and right in pixels, and how sure it is, 0..1."""

    text: str
    left: float
    right: float
    confidence: float


@cache
def open_network(path: Path) -> onnxruntime.InferenceSession:
    """The network of a file, to run on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # what a wide page needed once is given back
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


_DIGITS = np.array([True, *(sign in "0123456789. " for sign in ALPHABET)])
_TALL = 0.88  # ems of a word's box above the base line, on which it stands


def make_reader(path: Path = _NETWORK) -> ReadTokens:
    """A recogniser of pages by the network of a file; the one that is shipped where none is given."""

    def read(
        image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]:
        network = open_network(path)
        places = find_text(image, dpi)
        tokens = []
        for number, (place, words) in enumerate(
            zip(places, read_places(network, image, places, until, digits=digits), strict=True)
        ):
            slope = place.fall / max(1, place.right - place.left)
            middle = (place.left + place.right) / 2
            for word in words:
                base = place.base + slope * ((word.left + word.right) / 2 - middle)
                top, bottom = round(base - _TALL * place.size), round(base)
                box = (max(0, round(word.left)), max(0, top), min(image.width, round(word.right)), bottom)
                tokens.append(Token((1, 1, number), *box, word.confidence, word.text))
        return tokens

    return read


def cut_line(page: Image.Image, place: TextPlace) -> npt.NDArray[np.uint8]:
    """The picture of a piece of a line as the network takes it."""
    left, right = place.left - _BESIDE * place.size, place.right + _BESIDE * place.size
    top, bottom = place.base - _ABOVE * place.size, place.base + _BELOW * place.size
    scale = HEIGHT / (bottom - top)
    width = max(8, min(_MOST, round((right - left) * scale)))
    # the part of the page first, as small as it may be, then set level and scaled
    a, b = max(0, int(left) - 2), max(0, int(top - abs(place.fall)) - 2)
    part = page.crop((a, b, min(page.width, int(right) + 3), min(page.height, int(bottom + abs(place.fall)) + 3)))
    if abs(place.fall) > 2:
        slope = place.fall / max(1, place.right - place.left)
        middle = (place.left + place.right) / 2 - a
        part = part.transform(
            part.size,
            Image.Transform.AFFINE,
            (1, 0, 0, slope, 1, -slope * middle),
            Image.Resampling.BILINEAR,
            fillcolor=255,
        )
    box = (
        max(0.0, left - a),
        max(0.0, top - b),
        min(float(part.width), right - a),
        min(float(part.height), bottom - b),
    )
    return level(np.asarray(part.resize((width, HEIGHT), Image.Resampling.BILINEAR, box=box)))


def read_places(
    network: onnxruntime.InferenceSession,
    page: Image.Image,
    places: Sequence[TextPlace],
    until: float,
    *,
    digits: bool = False,
) -> list[list[ReadWord]]:
    """The words of each piece, in their order."""
    pictures = [cut_line(page, place) for place in places]
    found: list[list[ReadWord]] = [[] for _ in places]
    order = sorted(range(len(places)), key=lambda i: pictures[i].shape[1])
    for group in _groups(order, [picture.shape[1] for picture in pictures]):
        width = -(-(pictures[group[-1]].shape[1] + 8) // 8) * 8
        batch = np.zeros((len(group), 1, HEIGHT, width), dtype=np.float32)
        for k, i in enumerate(group):
            batch[k, 0, :, 4 : 4 + pictures[i].shape[1]] = pictures[i] * np.float32(1 / 255)
        if time.monotonic() > until:
            raise OcrFailure("ocr_timeout", "Recognition took longer than a page may take.")
        (logits,) = network.run(None, {"lines": batch})
        if digits:
            logits[:, ~_DIGITS] = -100.0
        for k, i in enumerate(group):
            place = places[i]
            scale = (place.right - place.left + 2 * _BESIDE * place.size) / pictures[i].shape[1]
            words = _fit_to_ink(list(_decode(logits[k])), batch[k, 0])
            start = place.left - _BESIDE * place.size - 4 * scale
            found[i] = [replace(w, left=start + w.left * scale, right=start + w.right * scale) for w in words]
    return found


def _fit_to_ink(words: list[ReadWord], picture: npt.NDArray[np.float32]) -> list[ReadWord]:
    """The words with their edges where ink begins and ends, and nothing but paper between them; in pixels."""
    inked = np.nonzero(picture.max(axis=0) > _INK)[0]
    if not words or not len(inked):
        return words
    fitted = []
    left = float(inked[0])
    for word, after in zip(words, [*words[1:], None], strict=True):
        if after is None:
            right, next_left = float(max(inked[-1] + 1, word.left + 1)), 0.0
        else:
            near = inked[(inked >= word.left) & (inked < after.right)]
            gaps = np.diff(near)
            middles = (near[:-1] + near[1:]) / 2
            between = np.nonzero((middles > word.right - 2 * STRIDE) & (middles < after.left + 2 * STRIDE))[0]
            if len(between) and gaps[between].max() > 1:
                widest = between[gaps[between].argmax()]
                right, next_left = float(near[widest] + 1), float(near[widest + 1])
            else:
                right = next_left = (word.right + after.left) / 2
        fitted.append(replace(word, left=left, right=right))
        left = next_left
    return fitted


def _groups(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for i in order:
        if group and (len(group) + 1) * widths[i] > _COLUMNS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _decode(logits: npt.NDArray[np.float32]) -> Iterator[ReadWord]:
    """The words of a line in pixels of its picture; `logits` are by sign and step."""
    best = logits.argmax(axis=0)
    logs = logits - logits.max(axis=0)
    logs -= np.log(np.exp(logs).sum(axis=0))
    steps = np.arange(len(best))
    sure = np.exp(logs[best, steps])
    pieces = list(_pieces(best, sure))
    line = [
        find_choices(logs[:, a:b].T) if piece.confidence < _SURE else [Choice(piece.text, 0.0)]
        for piece, a, b in ((piece, max(0, round(piece.left) - 1), round(piece.right) + 1) for piece in pieces)
    ]
    line = [choices or [Choice(piece.text, 0.0)] for choices, piece in zip(line, pieces, strict=True)]
    for piece, choices, (chosen, certain) in zip(pieces, line, choose_words(line), strict=True):
        sure_of_it = piece.confidence if len(choices) == 1 else certain * piece.confidence**_DOUBT
        yield ReadWord(choices[chosen].text, piece.left * STRIDE, piece.right * STRIDE, sure_of_it)


def _pieces(best: npt.NDArray[np.int64], sure: npt.NDArray[np.float32]) -> Iterator[ReadWord]:
    """The words that the likeliest signs give, in steps."""
    text, least, left, right = "", 1.0, 0, 0
    i, count = 0, len(best)
    while i < count:
        sign, end = int(best[i]), i + 1
        while end < count and best[end] == sign:
            end += 1
        if sign and ALPHABET[sign - 1] == " ":
            if text:
                yield ReadWord(text, left, right, least)
            text, least = "", 1.0
        elif sign:
            if not text:
                left = i
            text += "..." if ALPHABET[sign - 1] == "…" else ALPHABET[sign - 1]
            right = end
            least = min(least, float(sure[i:end].max()))
        i = end
    if text:
        yield ReadWord(text, left, right, least)
