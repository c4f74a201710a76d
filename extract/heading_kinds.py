"""The wording of a heading -> what its section is about."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from extract.folding import fold_words
from extract.model import SectionKind


@cache
def _phrases() -> tuple[tuple[str, SectionKind, str], ...]:
    """Folded phrase, kind, place (`start`, `any`, `whole`), longest phrase first."""
    with (files("extract") / "data" / "section_kinds.csv").open(encoding="utf-8") as lines:
        rows = [(fold_words(r["phrase"]), SectionKind(r["kind"]), r["place"]) for r in csv.DictReader(lines)]
    return tuple(sorted(rows, key=lambda row: (row[2] == "any", -len(row[0]))))


def kind_of_heading(label: str, heading: str) -> SectionKind:
    """What a section is about, by its heading: `MỤC ĐÍCH, YÊU CẦU` is `purpose`; a topic or a unit's name is `other`.

    The phrase that begins the heading decides, the longest first; else one that may stand anywhere in it.
    """
    if label.startswith("Phụ lục"):
        return SectionKind.APPENDIX
    folded = f"{fold_words(heading)} "
    for phrase, kind, place in _phrases():
        if place == "whole":
            found = folded == f"{phrase} "
        elif place == "start":
            found = folded.startswith(f"{phrase} ")
        else:
            found = f" {phrase} " in f" {folded}"
        if found:
            return kind
    return SectionKind.OTHER


@cache
def _spellings() -> dict[tuple[str, ...], tuple[str, ...]]:
    with (files("extract") / "data" / "section_kinds.csv").open(encoding="utf-8") as lines:
        phrases = [tuple(row["phrase"].split()) for row in csv.DictReader(lines)]
    return {tuple(fold_words(word) for word in phrase): phrase for phrase in phrases if len(phrase) > 1}


def longest_phrase(folded: list[str], at: int) -> tuple[str, ...]:
    """The words of the longest phrase of headings that stands at `at` in a list of folded words, as they are
    spelled.
    """
    for size in range(min(6, len(folded) - at), 1, -1):
        phrase = _spellings().get(tuple(folded[at : at + size]))
        if phrase is not None:
            return phrase
    return ()
