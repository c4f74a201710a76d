"""What a network makes of a word, sign by sign -> the word that it most likely is, by the syllables of Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex

from extract.line_signs import ALPHABET
from extract.syllable_model import COMMA, NUMBER, OTHER, STOP, SyllableModel, is_syllable, load_model

_KEPT = 8  # beginnings of a word that are followed further
_SPACE = ALPHABET.index(" ") + 1
_LEAST = 0.004  # a sign less likely than this at a step is not followed
_MOST_SIGNS = 5  # at a step
_WEIGHT = 0.5  # of the syllables beside the picture
_UNKNOWN = -18.0  # a word that is no syllable, as a natural logarithm
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
        likely = likely[likely != _SPACE]
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


def choose_words(line: Sequence[Sequence[Choice]]) -> list[tuple[int, float]]:
    """Which reading of each word makes the likeliest line, and how sure that is among the readings, 0..1."""
    if all(len(choices) == 1 for choices in line):
        return [(0, 1.0)] * len(line)
    model = load_model()
    slots = [_Slot.of(choices, model) for choices in line]
    numbers, scores = np.array([model.index[STOP]]), np.zeros(1)
    back: list[npt.NDArray[np.int64]] = []
    for slot in slots:
        total = scores[:, None] + slot.own[None, :] + _WEIGHT * slot.behind(numbers, model)
        best = total.argmax(axis=0)
        back.append(best)
        scores, numbers = total[best, np.arange(len(best))], slot.ends
    chosen = [int(scores.argmax())]
    for best in reversed(back[1:]):
        chosen.append(int(best[chosen[-1]]))
    chosen.reverse()
    found = []
    for i, (slot, choice) in enumerate(zip(slots, chosen, strict=True)):
        before = slots[i - 1].ends[chosen[i - 1] : chosen[i - 1] + 1] if i else np.array([model.index[STOP]])
        total = slot.own + _WEIGHT * slot.behind(before, model)[0]
        if i + 1 < len(slots):
            total = total + _WEIGHT * slots[i + 1].behind(slot.ends, model)[:, chosen[i + 1]]
        found.append((choice, float(1.0 / np.exp(total - total[choice]).sum())))
    return found


@dataclass(frozen=True, slots=True)
class _Slot:
    """The readings of one word: their scores for themselves, their numbers before and behind what else stands there."""

    own: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    free: npt.NDArray[np.bool_]  # what follows nothing in particular: numbers, symbols

    @classmethod
    def of(cls, choices: Sequence[Choice], model: SyllableModel) -> _Slot:
        classes = [_class_of(choice.text, model) for choice in choices]
        own = [choice.score + _WEIGHT * c.cost for choice, c in zip(choices, classes, strict=True)]
        ends = []
        for choice, c in zip(choices, classes, strict=True):
            last = choice.text[-1]
            ends.append(model.index[STOP] if last in ".;:!?" else model.index[COMMA] if last == "," else c.number)
        starts = np.array([c.number for c in classes])
        free = (starts == model.index[OTHER]) | (starts == model.index[NUMBER])
        return cls(np.array(own), starts, np.array(ends), free)

    def behind(self, before: npt.NDArray[np.int64], model: SyllableModel) -> npt.NDArray[np.float64]:
        """How likely each reading is behind each of those words: a matrix of logarithms."""
        follow = model.follow(before, self.starts).astype(np.float64)
        follow[:, self.free] = 0.0
        return follow
