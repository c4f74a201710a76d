"""The names of kinds of documents (`KẾ HOẠCH`) -> found at the head of a line, with their abbreviations."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from extract.folding import fold_letters, mostly_capitals

_LONGEST = 100  # letters looked at; no name of a kind has half as many


@dataclass(frozen=True, slots=True)
class TitleWord:
    """The name of a kind of document, its abbreviation, and whether it may stand at the head of an attached part."""

    word: str
    folded: str
    abbreviation: str
    attached: str


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A name of a kind found in a line, from `start` to `end`."""

    word: TitleWord
    start: int
    end: int


@cache
def title_words() -> tuple[TitleWord, ...]:
    """The names of kinds of documents, longest first."""
    with (files("extract") / "data" / "title_words.csv").open(encoding="utf-8") as lines:
        rows = [
            TitleWord(row["word"], fold_letters(row["word"]), row["abbreviation"], row["attached"])
            for row in csv.DictReader(lines)
        ]
    return tuple(sorted(rows, key=lambda r: -len(r.word)))


@cache
def title_word_pattern() -> regex.Pattern[str]:
    """The names of kinds, folded, longest first; a scan may lose the blank in them (`THÔNGTƯ`)."""
    words = "|".join(r"\s?".join(regex.escape(part) for part in w.folded.split()) for w in title_words())
    return regex.compile(rf"(?P<word>{words})(?![^\W\d_])(?!\d{{3}}|\s?\d{{1,2}}[\s/.])")


def match_title_word(text: str) -> TitleMatch | None:
    """The name of a kind of document, in capitals, that a line begins with; None where it begins with none.

    `"KẾ HOẠCH"`, `"KẾ HOẠCH Triển khai ..."`, `"THÔNG BÁO:"`; not the same words in small letters.
    """
    offset = len(text) - len(text.lstrip(" *_-–.,:;'\"|~“"))
    match = title_word_pattern().match(fold_letters(text[: offset + _LONGEST]), offset)
    if match is None or not mostly_capitals(text[offset : match.end()]):
        return None
    return TitleMatch(word_of(match["word"]), offset, match.end())


def word_of(folded: str) -> TitleWord:
    """The kind whose folded name this is, with or without its blanks."""
    bare = folded.replace(" ", "")
    return next(w for w in title_words() if w.folded.replace(" ", "") == bare)
