"""A misread name of a closed kind of body -> the name it stands for: `Sở Thông tin và T ruyên thông`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import regex

from normalize.gazetteer import cut_words, fold, unit_names
from normalize.vocabulary import read_rows

# Kinds whose names are all known, so that another name is a misreading or a body that no list has.
_KINDS = frozenset(("Sở", "Bộ"))
# What may follow such a name and is no part of it: `Sở Y tế tỉnh Kiên Giang`, `Sở Nội vụ các tỉnh`
_AFTER = regex.compile(
    r"\s(?:tỉnh|thành\sphố|TP\.?|thuộc|của|các|trực|cấp|\()(?:\s|$).*|\s?\(.*", regex.DOTALL | regex.IGNORECASE
)
_AND = regex.compile(r"\s?(?:,|&|-|\bvà\b)\s?")
_LEAST = 8  # letters of a name; a shorter one is too near to others
_ONE_WRONG, _TWO_WRONG = 10, 18  # letters from which one and two may differ


@dataclass(frozen=True, slots=True)
class Repair:
    """The name that is meant, or the one as written where none is known; how sure that is, and why."""

    name: str
    confidence: float
    reason: str


def repair_name(name: str, kind: str | None) -> Repair | None:
    """The known name for a misread one of a closed kind; None where the name is known, or of an open kind.

    Only a single nearest name counts; where there is none the name stays as it is, and is not certain.
    """
    if kind not in _KINDS or fold(name).count(" ") == 0:
        return None
    tail = _AFTER.search(name)
    core = name[: tail.start()] if tail else name
    words = cut_words(core)
    known = unit_names().longest(words.folded, 0)
    if known is not None and known[0] > 1 and (known[0] == len(words) or words.is_capital(known[0])):
        return None
    printed = _letters(fold(core))
    if printed in _known()[0] or len(_bare(printed)) < _LEAST:
        return None
    found = _nearest(_bare(printed), fold(core).split()[0]) or _without_and(core)
    if found is None:
        return Repair(name, 0.6, "not known under this name")
    sure, near = found
    return Repair(near + name[len(core) :], sure, f"read as {near}; printed is {core}")


def _nearest(bare: str, head: str) -> tuple[float, str] | None:
    same = _known()[1].get(bare, ())
    if len(same) == 1:
        return 0.8, same[0]
    most = 2 if len(bare) >= _TWO_WRONG else 1 if len(bare) >= _ONE_WRONG else 0
    near = [
        name
        for letters, names in _known()[1].items()
        for name in names
        if abs(len(letters) - len(bare)) <= most and fold(name).startswith(head + " ") and _within(letters, bare, most)
    ]
    return (0.7, near[0]) if len(near) == 1 else None


def _without_and(core: str) -> tuple[float, str] | None:
    """`Sở Kế hoạch Đầu tư` is the only name of these words, its `và` aside."""
    bare = _bare(_letters(_AND.sub(" ", fold(core))))
    same = [n for names in _known()[1].values() for n in names if _bare(_letters(_AND.sub(" ", fold(n)))) == bare]
    return (0.8, same[0]) if len(same) == 1 else None


def _within(first: str, second: str, most: int) -> bool:
    """True where at most `most` letters are to be changed, put in or left out."""
    if abs(len(first) - len(second)) > most:
        return False
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (letter != other))
        if min(row) > most:
            return False
    return row[-1] <= most


@cache
def _known() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The letters of every known name of a closed kind, and the names by their letters without marks."""
    names = [row["name"] for row in read_rows("unit_names.csv") if row["kind"] in _KINDS]
    by_letters: dict[str, tuple[str, ...]] = {}
    for name in names:
        bare = _bare(_letters(fold(name)))
        if name not in by_letters.get(bare, ()) and not any(
            _letters(fold(name)) == _letters(fold(other)) for other in by_letters.get(bare, ())
        ):
            by_letters[bare] = (*by_letters.get(bare, ()), name)
    return frozenset(_letters(fold(name)) for name in names), by_letters


def _letters(folded: str) -> str:
    return "".join(c for c in folded.replace("&", "và") if c.isalnum())


def _bare(letters: str) -> str:
    decomposed = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
