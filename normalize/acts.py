"""A paragraph -> whether it can order an act: a fragment without a verb (`Tầng trệt: Phòng 104`) orders none."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

# Words looked at for a verb; an order that has none among them is a name, a place or a heading.
_FIRST_WORDS = 14
_LONGEST_OPENING = 60  # characters that three words may take
_MARKS = str.maketrans(",:;.", "    ")


@cache
def _act_verbs() -> frozenset[str]:
    """The verbs with which most orders begin; see `data/act_verbs.csv`."""
    text = files("normalize").joinpath("data/act_verbs.csv").read_text(encoding="utf-8")
    return frozenset(row["verb"] for row in csv.DictReader(text.splitlines()))


def opens_with_act(text: str) -> bool:
    """True where `text` begins with one of the verbs with which most orders begin."""
    words = text[:_LONGEST_OPENING].lower().translate(_MARKS).split()[:3]
    openings = _act_verbs()
    return any(" ".join(words[:count]) in openings for count in (2, 1, 3))


def has_act(text: str) -> bool:
    """True where the beginning of `text` holds a verb: one of the usual openings, else by underthesea's part of speech.

    The tagger costs about a millisecond, so it is asked only where the list of openings does not decide.
    """
    if opens_with_act(text):
        return True
    from underthesea import pos_tag

    beginning = " ".join(text.split()[:_FIRST_WORDS])
    return any(tag == "V" for _, tag in pos_tag(beginning))
