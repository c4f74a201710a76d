"""data/unit_register.csv -> bodies of the State and the Party with level, parent, time and successors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import regex

from normalize.gazetteer import fold
from normalize.vocabulary import provinces, read_rows

# The days on which the apparatus was rebuilt: ministries and departments, then provinces and the end of the districts.
REORGANISED = ("2025-03-01", "2025-07-01")
_LETTERS = regex.compile(r"[\p{L}\d]+")
# `fold` moves the tone mark of every `oa`; inside a syllable and after `q` it belongs on the second letter.
_TONES_BACK = dict(
    zip(
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        strict=True,
    )
)
_INNER_TONE = regex.compile(r"(?:òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|ùy|úy|ủy|ũy|ụy)(?=\p{L})|(?<=q)(?:ùy|úy|ủy|ũy|ụy)")
_LEVELS = {
    "trung ương": "centre",
    "bộ ngành": "centre",
    "bộ ngành cũ": "centre",
    "thuộc bộ": "centre",
    "tỉnh": "province",
    "tỉnh (cũ)": "province",
    "xã": "commune",
    "trong sở": "inside",
}


class Level(StrEnum):
    """The tier of the apparatus that a body belongs to; `inside` is a part of another body (`Phòng`, `Văn phòng`)."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    INSIDE = "inside"


class Succession(StrEnum):
    """What became of a body; only `one` lets its tasks be looked for elsewhere without a person's decision."""

    SAME = "same"
    ONE = "one"
    MOST = "most"  # the first of the successors took most of it, the rest went to others
    SEVERAL = "several"
    UNKNOWN = "unknown"


# By the column `extent`: one took all, the first took most and the rest went to others, it was divided.
_EXTENTS = {
    "": Succession.SAME,
    "whole": Succession.ONE,
    "main": Succession.MOST,
    "split": Succession.SEVERAL,
}


@dataclass(frozen=True, slots=True)
class Body:
    """One body of the register. Days are ISO 8601, a month where only that is known, None where it has no end.

    `valid_to` is the first day on which it was no more; `how` says how its work went to `successors`.
    """

    name: str
    kind: str
    level: Level
    parent: str | None
    valid_from: str | None
    valid_to: str | None
    successors: tuple[str, ...]
    how: Succession
    source: str


def name_key(name: str) -> str:
    """A name by its words alone: case, place of tone marks, dashes, commas and `và` make no difference.

    `Sở Văn hoá, Thể Thao & Du lịch` and `Sở Văn hóa - Thể thao và Du lịch` have one key.
    """
    folded = _INNER_TONE.sub(lambda match: _TONES_BACK[match[0]], fold(name))
    return " ".join(word for word in _LETTERS.findall(folded) if word != "và")


@cache
def bodies() -> dict[str, Body]:
    """The register by the keys of all names that a body goes by."""
    found: dict[str, Body] = {}
    for row in read_rows("unit_register.csv"):
        body = Body(
            row["name"],
            row["kind"],
            Level(row["level"]),
            row["parent"] or None,
            row["valid_from"] or None,
            row["valid_to"] or None,
            tuple(part for part in row["successors"].split("; ") if part),
            _EXTENTS[row["extent"]],
            row["source"],
        )
        for name in (body.name, *filter(None, row["also"].split("; "))):
            found[name_key(name)] = body
    return found


def find_body(name: str) -> Body | None:
    """The body of that very name, without a locality; None where the register has none."""
    return bodies().get(name_key(name))


@cache
def _listed_levels() -> dict[str, Level]:
    """Levels of `unit_names.csv`, for bodies that the register does not have; names of two levels are left out."""
    found: dict[str, Level | None] = {}
    for row in read_rows("unit_names.csv"):
        level = _LEVELS.get(row["level"])
        key = name_key(row["name"])
        known = None if level is None else Level(level)
        found[key] = known if found.get(key, known) == known else None
    return {key: level for key, level in found.items() if level is not None}


def find_level(name: str) -> Level | None:
    """The level of a body by its name; None where no list says."""
    body = find_body(name)
    return body.level if body is not None else _listed_levels().get(name_key(name))


def find_successors(body: Body) -> tuple[tuple[str, ...], Succession]:
    """Who has the work of a body now, followed over several reorganisations, and how it went to them.

    Of several nothing is chosen: which of them has a certain task, the name of the old body does not say.
    """
    names: dict[str, None] = {}
    how = body.how
    for name in body.successors:
        later = find_body(name)
        if later is None or later.valid_to is None:
            names.setdefault(name)
            continue
        followed, then = find_successors(later)
        names.update(dict.fromkeys(followed))
        if how is not Succession.SEVERAL and then is not Succession.ONE:
            how = then
    return tuple(names), how


def is_city(province: str, day: str | None) -> bool:
    """True where a province of that name was a centrally run city on a day; without a day, at the end of 2024."""
    body = find_body(f"thành phố {province}")
    if body is None:
        return False
    return body.valid_from is None or body.valid_from <= (day or "2024-12-31")


@cache
def _merged() -> dict[str, str]:
    """Provinces that ended in a merger, or took another name -> the day."""
    return {name_key(p.name): p.effective_date for p in provinces() if p.effective_date and p.name != p.successor}


def province_end(province: str) -> str | None:
    """The day on which a province of that name became part of another; None where it did not."""
    return _merged().get(name_key(province))


def era_of(day: str | None) -> str | None:
    """The day on which the period between two reorganisations began that a date lies in: empty for the first period.

    None where it is not sure: a date cut to its year or month must have all its days in one period.
    """
    if not day:
        return None
    first, last = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10], f"{day}-99-99"[:10]
    eras = {_era(first), _era(last)}
    return eras.pop() if len(eras) == 1 else None


def _era(day: str) -> str:
    return max(_started(day, REORGANISED), default="")


def _started(day: str, starts: Iterable[str]) -> Iterator[str]:
    return (start for start in starts if start <= day)


def without_tier(name: str) -> str:
    """`Ủy ban nhân dân` for `Ủy ban nhân dân tỉnh`; a name that ends in no bare tier as it is."""
    for tier in ("tỉnh", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"):
        if name.endswith(" " + tier):
            return name[: -len(tier) - 1]
    return name


@cache
def _listed_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_rows("unit_names.csv"):
        found.setdefault(name_key(row["name"]), row["name"])
    return found


def listed_name(name: str) -> str | None:
    """The spelling that the lists have of a name; None where they have none."""
    body = find_body(name)
    return body.name if body is not None else _listed_names().get(name_key(name))
