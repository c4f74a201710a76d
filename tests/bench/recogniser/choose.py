"""What a network makes of a word, sign by sign -> the word that it most likely is, by the syllables of Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex

from extract.syllable_model import COMMA, NUMBER, OTHER, STOP, SyllableModel, is_syllable, load_model
from tests.bench.recogniser.alphabet import ALPHABET

_KEPT = 8  # beginnings of a word that are followed further
_LEAST = 0.004  # a sign less likely than this at a step is not followed
_MOST_SIGNS = 5  # at a step
_WEIGHT = 0.5  # of the syllables beside the picture
_UNKNOWN = -13.0  # a word that is no syllable, as a natural logarithm
_NO_WORD = -9.0  # numbers, symbols and the like: the picture alone decides among them
_ODD_CASE = -6.0  # `vVới`

_PARTS = regex.compile(r"^([^\p{L}\p{N}]*+)([\p{L}]++)([^\p{L}\p{N}]*+)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of a word with the logarithm of its probability by the picture."""

    text: str
    score: float


def find_choices(logs: npt.NDArray[np.float32]) -> list[Choice]:
    """The likeliest readings, best first; `logs` are logarithms of probabilities by step and sign."""
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, -np.inf)}  # ends with the blank, with its last sign
    least = float(np.log(_LEAST))
    for step in logs:
        likely = np.nonzero(step > least)[0]
        if len(likely) > _MOST_SIGNS:
            likely = likely[np.argsort(-step[likely])[:_MOST_SIGNS]]
        after: dict[tuple[int, ...], tuple[float, float]] = {}
        for signs, (blank, ended) in beams.items():
            whole = float(np.logaddexp(blank, ended))
            for sign in likely.tolist():
                log = float(step[sign])
                if sign == 0:
                    _add(after, signs, whole + log, -np.inf)
                elif signs and signs[-1] == sign:
                    _add(after, signs, -np.inf, ended + log)
                    _add(after, (*signs, sign), -np.inf, blank + log)
                else:
                    _add(after, (*signs, sign), -np.inf, whole + log)
        beams = dict(sorted(after.items(), key=lambda item: -np.logaddexp(*item[1]))[:_KEPT])
    found = [Choice(_text(signs), float(np.logaddexp(*ends))) for signs, ends in beams.items()]
    return sorted((choice for choice in found if choice.text), key=lambda choice: -choice.score)


def _add(beams: dict[tuple[int, ...], tuple[float, float]], signs: tuple[int, ...], blank: float, ended: float) -> None:
    old = beams.get(signs, (-np.inf, -np.inf))
    beams[signs] = (float(np.logaddexp(old[0], blank)), float(np.logaddexp(old[1], ended)))


def _text(signs: Sequence[int]) -> str:
    return "".join(ALPHABET[sign - 1] for sign in signs).replace("…", "...").strip()


@dataclass(frozen=True, slots=True)
class _Class:
    """What the syllable model makes of a reading."""

    number: int
    cost: float


def _class_of(text: str, model: SyllableModel) -> _Class:
    parts = _PARTS.match(text)
    if parts is None:
        kind = NUMBER if text[:1].isdigit() else OTHER
        return _Class(model.index[kind], _NO_WORD)
    core = parts[2]
    cost = 0.0 if core.islower() or core.isupper() or core.istitle() else _ODD_CASE
    low = core.lower()
    if model.count(low):
        return _Class(model.number(low), cost)
    if core.isupper() and len(core) > 1:
        return _Class(model.index[OTHER], cost + _NO_WORD)
    return _Class(model.index[OTHER], cost + _UNKNOWN + (2.0 if is_syllable(low) else 0.0))


def choose_words(line: Sequence[Sequence[Choice]]) -> list[int]:
    """Which reading of each word of a line makes the likeliest line."""
    if all(len(choices) == 1 for choices in line):
        return [0] * len(line)
    model = load_model()
    stop = model.index[STOP]
    numbers = np.array([stop])
    scores = np.zeros(1)
    back: list[npt.NDArray[np.int64]] = []
    for choices in line:
        classes = [_class_of(choice.text, model) for choice in choices]
        here = np.array([c.number for c in classes])
        own = np.array([choice.score for choice in choices]) + _WEIGHT * np.array([c.cost for c in classes])
        other = model.index[OTHER]
        follow = model.follow(numbers, here).astype(np.float64)
        follow[:, here == other] = 0.0
        follow[:, here == model.index[NUMBER]] = 0.0
        total = scores[:, None] + own[None, :] + _WEIGHT * follow
        best = total.argmax(axis=0)
        back.append(best)
        scores = total[best, np.arange(len(here))]
        ends = [stop if c.text[-1] in ".;:!?" else n for c, n in zip(choices, here.tolist(), strict=True)]
        commas = [model.index[COMMA] if c.text[-1] == "," else n for c, n in zip(choices, ends, strict=True)]
        numbers = np.array(commas)
    chosen = [int(scores.argmax())]
    for best in reversed(back[1:]):
        chosen.append(int(best[chosen[-1]]))
    return chosen[::-1]
