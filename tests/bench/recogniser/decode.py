"""A straight grey page -> its words with boxes and certainty, by a trained network on one thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from PIL import Image

from extract.tokens import Layout, ReadTokens, Token
from tests.bench.recogniser.alphabet import ALPHABET, HEIGHT, STRIDE, level
from tests.bench.recogniser.choose import Choice, choose_words, find_choices
from tests.bench.recogniser.find_lines import TextPlace, find_text

_ABOVE, _BELOW = 0.95, 0.33  # ems of a line's picture above and below its base
_BESIDE = 0.25  # ems left and right of it
_COLUMNS = 6000  # pixels across all lines of a batch
_MOST = 4000
_SURE = 0.97  # of the least sure sign; a word below it is looked at again


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its left and right in pixels of the page, and how sure its least sure sign is."""

    text: str
    left: float
    right: float
    confidence: float


def open_network(path: Path) -> onnxruntime.InferenceSession:
    """The network of a file, to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


_DIGITS = np.array([True, *(sign in "0123456789. " for sign in ALPHABET)])
_TALL, _DEEP = 0.72, 0.2  # ems of a word's box above and below the base line


def make_reader(path: Path) -> ReadTokens:
    """A recogniser of pages by the network of a file."""
    network = open_network(path)

    def read(
        image: Image.Image, dpi: float, until: float, layout: Layout = Layout.PAGE, *, digits: bool = False
    ) -> list[Token]:
        places = find_text(image, dpi)
        tokens = []
        for number, (place, words) in enumerate(
            zip(places, read_places(network, image, places, digits=digits), strict=True)
        ):
            slope = place.fall / max(1, place.right - place.left)
            middle = (place.left + place.right) / 2
            for word in words:
                base = place.base + slope * ((word.left + word.right) / 2 - middle)
                top, bottom = round(base - _TALL * place.size), round(base + _DEEP * place.size)
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
    network: onnxruntime.InferenceSession, page: Image.Image, places: Sequence[TextPlace], *, digits: bool = False
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
        (logits,) = network.run(None, {"lines": batch})
        if digits:
            logits[:, ~_DIGITS] = -100.0
        for k, i in enumerate(group):
            place = places[i]
            scale = (place.right - place.left + 2 * _BESIDE * place.size) / pictures[i].shape[1]
            start = place.left - _BESIDE * place.size - 4 * scale
            found[i] = list(_decode(logits[k], start, scale * STRIDE))
    return found


def _groups(order: Sequence[int], widths: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for i in order:
        if group and (len(group) + 1) * widths[i] > _COLUMNS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _decode(logits: npt.NDArray[np.float32], start: float, step: float) -> Iterator[ReadWord]:
    """The words of a line; `logits` are by sign and step, the first step begins at `start`."""
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
    for piece, choices, chosen in zip(pieces, line, choose_words(line), strict=True):
        yield ReadWord(choices[chosen].text, start + piece.left * step, start + piece.right * step, piece.confidence)


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
