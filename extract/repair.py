"""Recognised words -> the words that they most likely are: syllables by how they follow one another, never silently.

What was recognised stays in `Word.raw` and the reason in `Word.reason`. A syllable is only ever put in the place of
another one that differs in its marks or in letters that look alike, and only where the neighbours make it far more
likely; capitals, numbers and symbols are held to stricter rules.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex

from extract.assemble import clean_line
from extract.folding import fold_letters
from extract.signature_block import repair_signature
from extract.syllable_model import COMMA, NUMBER, OTHER, STOP, SyllableModel, is_syllable, load_model, plain_tone
from extract.symbols import repair_symbols
from extract.textlayer import Word

MARKS, LETTERS, CASE, POINT = "marks", "letters", "case", "point"  # the reasons

# before, letters, behind: `"(cấp,"`
_PARTS = regex.compile(r"^([^\p{L}\p{N}]*+)([\p{L}]++)([^\p{L}\p{N}]*+)$")
_ENDS = regex.compile(r"[.;:!?…]")
_MAX_CANDIDATES = 12
_LEAST_COUNT = 40  # a syllable that is put in another's place must be well known

# How unlikely, as a natural logarithm, one letter is read for another; measured on scans with a known text.
_TONE_LOST = 2.2  # `ê` for `ế`, `o` for `ỏ`
_TONE_CHANGED = 3.0  # `ẩ` for `ấ`
_TONE_ADDED = 4.0  # `é` for `e`
_MARK_CHANGED = 3.5  # `o` for `ơ`, `d` for `đ`
_LETTER_CHANGED = 6.0
_RARE_COST, _UNKNOWN_COST = 1.0, 7.0  # what a rare syllable, and one that was never seen, costs above the model

# Pieces of syllables that are read for one another, both ways.
_ALIKE = (
    ("rn", "m"), ("ri", "n"), ("ii", "n"), ("l", "t"), ("l", "i"), ("i", "t"), ("c", "e"), ("h", "b"), ("u", "n"),
    ("f", "t"), ("ê", "é"), ("ơ", "ó"), ("o", "c"), ("nl", "nh"), ("li", "h"), ("y", "v"), ("1", "l"), ("q", "g"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Slot:
    """One word of a run: the choices for its letters with what each costs; the first is what was read."""

    before: str
    core: str
    behind: str
    choices: tuple[str, ...]
    costs: tuple[float, ...]
    stops: bool  # a sentence ends behind it
    pauses: bool  # a comma, a parenthesis or the like stands at its end
    opens: bool  # the like stands before it
    strictness: float


def repair_words(words: Sequence[Word]) -> list[Word]:
    """The words in reading order with what was misread mended; those that were keep what was read in `raw`.

    The confidence of a mended word falls by a fifth, and by two fifths where other letters were put than were read.
    """
    clean = [word if (text := clean_line(word.text)) == word.text else word._replace(text=text) for word in words]
    signed = repair_signature([word for word in clean if word.text])
    mended = repair_syllables(repair_symbols(signed))
    return [_with_doubt(word) if word.raw is not None else word for word in mended]


def _with_doubt(word: Word) -> Word:
    factor = 0.8 if word.reason in (MARKS, CASE, POINT) else 0.6
    return word._replace(confidence=round(factor * word.confidence, 3)) if word.confidence is not None else word


def repair_syllables(words: Sequence[Word]) -> list[Word]:
    """The words in reading order with misread syllables, capitals and full stops mended."""
    model = load_model()
    mended: list[Word] = []
    for run in _runs(words):
        mended += _mend_points(_mend_run(_mend_capitals(run), model), model)
    return mended


# Letters whose capital is only larger: `VỚI` for `với`, `CƠ SỞ` for `cơ sở` in a line of small letters.
_ONLY_LARGER = frozenset("cosvxzuwi")


def _mend_capitals(run: Sequence[Word]) -> list[Word]:
    """The run with one or two words in capitals, within words in small letters, put into small letters."""
    mended = list(run)
    index = 0
    while index < len(run):
        end = index
        while end < len(run) and end - index < 3 and _is_larger(run[end].text):
            end += 1
        if 0 < end - index < 3 and index > 0 and end < len(run) and _is_small(run[index - 1]) and _is_small(run[end]):
            for i in range(index, end):
                mended[i] = run[i]._replace(text=run[i].text.lower(), raw=run[i].raw or run[i].text, reason=CASE)
        index = max(end, index + 1)
    return mended


def _is_larger(text: str) -> bool:
    core = text.strip("().,;:")
    return (
        len(core) > 1
        and core.isupper()
        and core.isalpha()
        and not core.isascii()
        and set(fold_letters(core)) <= _ONLY_LARGER
        and load_model().count(core.lower()) > 500
    )


def _is_small(word: Word) -> bool:
    parts = _PARTS.match(word.text)
    return parts is not None and parts.group(2).islower() and len(parts.group(2)) > 1


def _mend_points(run: Sequence[Word], model: SyllableModel) -> list[Word]:
    """The run with a comma for a full stop, or nothing, where the sentence goes on in small letters behind it."""
    mended = list(run)
    for i, (word, after) in enumerate(pairwise(run)):
        here, there = _PARTS.match(word.text), _PARTS.match(after.text)
        if here is None or there is None or here.group(3) != "." or there.group(1):
            continue
        left, right = here.group(2).lower(), there.group(2)
        if not (right.islower() and len(right) > 1 and len(left) > 1 and here.group(2)[1:].islower()):
            continue
        if model.count(left) < _WELL_KNOWN or model.count(right) < _WELL_KNOWN:
            continue
        a, b, comma = (np.array([model.number(x)]) for x in (left, right, COMMA))
        joined = float(model.follow(a, b)[0, 0])
        apart = float(model.follow(a, comma)[0, 0] + model.follow(comma, b)[0, 0])
        text = word.text[:-1] if joined > apart + _STRAY else word.text[:-1] + ","
        mended[i] = word._replace(text=text, raw=word.raw or word.text, reason=word.reason or POINT)
    return mended


_STRAY = 5.0  # a comma that was read as a full stop is more usual than a speck behind a word


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that may belong to one sentence: broken where the reading jumps to another column or far down."""
    run: list[Word] = []
    for word in words:
        if run:
            last = run[-1]
            down = word.base - last.base
            same_line = abs(down) < 0.5 * last.size and -0.5 * last.size < word.x0 - last.x1 < 2.5 * last.size
            next_line = 0.5 * last.size <= down < 2.4 * last.size and word.x0 < last.x1
            if not (same_line or next_line):
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _mend_run(run: Sequence[Word], model: SyllableModel) -> list[Word]:
    slots = [_slot_of(run, i, model) for i in range(len(run))]
    if all(len(slot.choices) == 1 for slot in slots):
        return list(run)
    path = _best_path(slots, model)
    for _ in range(2):
        for i, slot in enumerate(slots):
            if path[i] and _gain(slots, path, i, model) < slot.strictness:
                path[i] = 0
    mended = list(run)
    for i, (word, slot) in enumerate(zip(run, slots, strict=True)):
        if path[i]:
            text = slot.before + _in_case(slot.choices[path[i]], slot.core) + slot.behind
            same = fold_letters(text) == fold_letters(word.text)
            mended[i] = word._replace(text=text, raw=word.raw or word.text, reason=MARKS if same else LETTERS)
    return mended


def _in_case(syllable: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return syllable.upper()
    return syllable[0].upper() + syllable[1:] if like[0].isupper() else syllable


def _slot_of(run: Sequence[Word], index: int, model: SyllableModel) -> _Slot:
    text = run[index].text
    parts = _PARTS.match(text)
    if parts is None:
        stops = _ENDS.search(text[-1:]) is not None
        token = NUMBER if any(c.isdigit() for c in text) else COMMA if not any(c.isalpha() for c in text) else OTHER
        return _Slot("", text, "", (token,), (0.0,), stops, text[-1:] in ",-–/()", False, 0.0)
    before, core, behind = parts.groups()
    stops, pauses = _ENDS.search(behind) is not None, behind != ""
    low = core.lower()
    choices, costs, strictness = [low], [0.0], 0.0
    if _may_change(run, index, core):
        count = model.count(low)
        known, named = count >= _WELL_KNOWN, _is_name(run, index, core)
        for cost, syllable in _candidates(low, known=known):
            if named and is_syllable(low) and not _only_lost_tone(low, syllable):
                continue
            if model.count(syllable) >= max(_LEAST_COUNT, 2 * count if not known else 0):
                choices.append(syllable)
                costs.append(cost)
        if not known:
            costs[0] = _RARE_COST if count else _UNKNOWN_COST
        strictness = _strictness(run[index], known=known, named=named)
    return _Slot(before, core, behind, tuple(choices), tuple(costs), stops, pauses, before != "", strictness)


_WELL_KNOWN = 8
_STRICT, _LOOSE, _CAPITALS, _NAME, _NAME_UNKNOWN = 2.5, 0.5, 4.0, 6.5, 2.5


def _strictness(word: Word, *, known: bool, named: bool) -> float:
    """How much more likely the change must be, as a logarithm."""
    if named:
        return _NAME if known else _NAME_UNKNOWN
    if word.text.isupper() and known:
        return _CAPITALS
    return (_STRICT if known else _LOOSE) - (0.5 if word.confidence is not None and word.confidence < 0.8 else 0.0)


# What a name follows also where all is in capitals: `XÃ THỤY VĂN`, `ÔNG NGUYỄN VĂN THỊNH`
_BEFORE_NAME = frozenset(("xa", "phuong", "tran", "huyen", "quan", "thon", "ap", "ong", "ba", "duong", "khu", "lang"))


def _is_name(run: Sequence[Word], index: int, core: str) -> bool:
    """True for a capital inside a sentence, which may begin a name: what no model of usual words can tell."""
    if not core[0].isupper() or not index:
        return False
    before = run[index - 1].text
    if core.isupper():
        near = (fold_letters(word.text.strip(",.;:")) for word in run[max(0, index - 2) : index])
        return not _BEFORE_NAME.isdisjoint(near)
    return not _ENDS.search(before[-1:]) and any(c.isalnum() for c in before)


def _only_lost_tone(read: str, meant: str) -> bool:
    """True where nothing but a tone over a circumflex, breve or horn, or the stroke of `đ`, was lost: `Hô` for `Hồ`."""
    for a, b in zip(read, meant, strict=False):
        if a != b and not (a == "d" and b == "đ"):
            (shape_a, tone_a), (shape_b, _) = _marks_of(a), _marks_of(b)
            if not shape_a or shape_a != shape_b or tone_a:
                return False
    return len(read) == len(meant)


def _may_change(run: Sequence[Word], index: int, core: str) -> bool:
    """False for letters that are no word (capitals within it, abbreviations, a lone letter), or stand among noise."""
    if len(core) < 2 or not any(
        _is_known(word.text) for word in run[max(0, index - 1) : index + 2] if word is not run[index]
    ):
        return False
    if core.isupper():
        near = [w.text for w in run[max(0, index - 1) : index + 2] if w is not run[index]]
        return any(len(text) > 1 and text.isupper() and any(c.isalpha() for c in text) for text in near)
    return core.islower() or core[1:].islower()


@lru_cache(maxsize=1 << 14)
def _is_known(text: str) -> bool:
    parts = _PARTS.match(text)
    return parts is not None and len(parts.group(2)) > 1 and fold_letters(parts.group(2)) in _by_skeleton()


@cache
def _by_skeleton() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in load_model().words():
        found[fold_letters(word)].append(word)
    return {skeleton: tuple(words) for skeleton, words in found.items()}


@cache
def _candidates(low: str, *, known: bool) -> tuple[tuple[float, str], ...]:
    """Other syllables that may stand on the paper where `low` was read, with what each costs."""
    skeletons = _by_skeleton()
    plain = plain_tone(low)
    found = {word: marks_cost(plain, word) for word in skeletons.get(fold_letters(plain), ()) if word != plain}
    if not known:
        for variant in _look_alikes(plain):
            for word in skeletons.get(fold_letters(variant), ()):
                cost = _LETTER_CHANGED + (marks_cost(variant, word) if variant != word else 0.0)
                if cost < found.get(word, 99.0):
                    found[word] = cost
    best = sorted((cost, word) for word, cost in found.items() if word != plain)
    return tuple(best[:_MAX_CANDIDATES])


def _look_alikes(low: str) -> Iterator[str]:
    for pair in _ALIKE:
        for a, b in (pair, pair[::-1]):
            at = low.find(a)
            while at >= 0:
                yield low[:at] + b + low[at + len(a) :]
                at = low.find(a, at + 1)


def marks_cost(read: str, meant: str) -> float:
    """How unlikely `read` is for `meant`, two syllables of the same letters without their marks."""
    if len(read) != len(meant):
        return 99.0
    cost = 0.0
    for a, b in zip(read, meant, strict=True):
        if a != b:
            (mark_a, tone_a), (mark_b, tone_b) = _marks_of(a), _marks_of(b)
            if mark_a != mark_b:
                cost += _MARK_CHANGED
            if tone_a != tone_b:
                cost += _TONE_LOST if not tone_a else _TONE_ADDED if not tone_b else _TONE_CHANGED
    return cost


@cache
def _marks_of(letter: str) -> tuple[str, str]:
    """The shape of a letter (circumflex, breve, horn, stroke) and its tone, each empty where there is none."""
    if letter == "đ":
        return "stroke", ""
    shape = tone = ""
    for mark in unicodedata.normalize("NFD", letter)[1:]:
        if mark in _SHAPES:
            shape = mark
        else:
            tone = mark
    return shape, tone


_SHAPES = "\u0302\u0306\u031b"


def _edges(slots: Sequence[_Slot], model: SyllableModel) -> list[npt.NDArray[np.float32]]:
    """For each slot and one beyond the last: how likely its choices follow those of the slot before."""
    stop, comma = model.number(STOP), model.number(COMMA)
    edges: list[npt.NDArray[np.float32]] = []
    before: tuple[int, ...] = (stop,)
    for slot in slots:
        here = tuple(model.number(choice) for choice in slot.choices)
        if slot.opens and slot is not slots[0]:
            edges.append(_follow(before, (comma,)) + _follow((comma,), here))
        else:
            edges.append(_follow(before, here))
        if slot.stops:
            before = (stop,)
            edges[-1] = edges[-1] + _follow(here, before)[:, 0][None, :]
        elif slot.pauses:
            before = (comma,)
            edges[-1] = edges[-1] + _follow(here, before)[:, 0][None, :]
        else:
            before = here
    return edges


@lru_cache(maxsize=1 << 12)  # the same few words stand beside one another again and again
def _follow(before: tuple[int, ...], after: tuple[int, ...]) -> npt.NDArray[np.float32]:
    return load_model().follow(np.array(before), np.array(after))


def _best_path(slots: Sequence[_Slot], model: SyllableModel) -> list[int]:
    """The choice for each slot that makes the whole run most likely."""
    scores: npt.NDArray[np.float64] = np.zeros(1)
    back: list[npt.NDArray[np.int64]] = []
    for slot, edge in zip(slots, _edges(slots, model), strict=True):
        if len(scores) != edge.shape[0]:  # the slot before ended a sentence or paused: one way on
            collapsed = int(scores.argmax())
            ways = np.full((1, 1), scores[collapsed]) + edge.astype(np.float64)
            origin = np.full(edge.shape[1], collapsed)
        else:
            ways = scores[:, None] + edge.astype(np.float64)
            origin = ways.argmax(axis=0)
        scores = ways.max(axis=0) - np.array(slot.costs)
        back.append(origin)
    path = [int(scores.argmax())]
    for origin in reversed(back[1:]):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def _gain(slots: Sequence[_Slot], path: Sequence[int], index: int, model: SyllableModel) -> float:
    """How much more likely the chosen syllable is than the one that was read, its neighbours as chosen."""
    first, last = max(0, index - 1), min(len(slots), index + 2)

    def score(choice: int) -> float:
        near = [
            replace(slot, choices=(slot.choices[path[i] if i != index else choice],), costs=(0.0,))
            for i, slot in enumerate(slots[first:last], start=first)
        ]
        return float(sum(edge.sum() for edge in _edges(near, model))) - slots[index].costs[choice]

    return score(path[index]) - score(0)
