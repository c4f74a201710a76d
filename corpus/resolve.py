"""A mention, the document it stands in, and what the collection knows -> the one work that is meant, or why none is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from corpus.citations import Citation, HeldFile, parse_iso
from corpus.places import UNKNOWN, Home, is_known, places_agree
from corpus.works import (
    Description,
    WorkKey,
    agrees,
    describe_name,
    describe_number,
    fold_title,
    format_key,
)
from normalize.law_dates import law_in_force
from normalize.model import PartialDate
from normalize.vocabulary import Law, issuer_codes, type_codes

# What recognition takes for one another: first letters and digits in symbols, then digits among themselves.
_ALIKE = str.maketrans(dict(zip("OQDĐCGILTSBZHMÔƠƯ", "0000001115BZNN0OU", strict=False)) | {"Ð": "0", "l": "1"})
_DIGITS_ALIKE = str.maketrans("7368905", "1888888")
_MARKS = regex.compile(r"[^\p{L}\d]+")
_SIMILAR_TITLES = 0.5  # shared words of two titles, as a part of all their words
_CENTRE = Home(central=True)
_MAX_CANDIDATES = 12  # kept with an ambiguous mention
_LAW_WORD = regex.compile(r"(?i)^(?:bộ luật|luật|pháp lệnh)\s+(?:về\s+)?")
_CONSTITUTIONS = ((2014, "2013"), (1992, "1992"), (1981, "1980"), (1960, "1959"), (1946, "1946"))


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which work a mention means. Where that is not certain, `key` says no more than the mention, and `reason` why.

    `candidates` are the works that it may mean where it is not one; `reason` also says how it was found where the
    mention alone does not say it.
    """

    key: WorkKey
    reason: str | None = None
    candidates: tuple[WorkKey, ...] = ()

    @property
    def is_resolved(self) -> bool:
        """True where it is one work."""
        return self.key.is_complete and not self.candidates


@dataclass(slots=True)
class _Known:
    dates: set[PartialDate]
    titles: set[str]
    sound: bool = False


class Candidates:
    """All works that the collection says enough of to tell them apart, whether it holds them or only cites them.

    A candidate is sound where a file of it is held, or a document cites it that was not recognised from an image.
    """

    def __init__(self) -> None:
        self._known: dict[WorkKey, _Known] = {}
        self._by_number: dict[str, set[WorkKey]] = {}
        self._by_sequence: dict[tuple[str, str], set[WorkKey]] = {}
        self._by_look: dict[tuple[str, PartialDate], set[WorkKey]] = {}

    def add(self, said: Description, *, sound: bool, title: str | None = None) -> None:
        """Take in what one mention or file says; nothing changes where it does not say enough."""
        if not said.is_complete:
            return
        key = said.key
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _Known(set(), set())
            self._by_number.setdefault(said.number, set()).add(key)
            if said.sequence:
                self._by_sequence.setdefault((said.sequence, key.type), set()).add(key)
        known.sound = known.sound or sound
        if title:
            known.titles.add(fold_title(title))
        if said.date is not None and said.date.day is not None and said.date not in known.dates:
            known.dates.add(said.date)
            for digits in (False, True):
                self._by_look.setdefault((_look(said.number, digits=digits), said.date), set()).add(key)

    def __contains__(self, key: WorkKey) -> bool:
        return key in self._known

    def is_sound(self, key: WorkKey) -> bool:
        """True where more than a recognised page speaks for it."""
        known = self._known.get(key)
        return known is not None and known.sound

    def dates_of(self, key: WorkKey) -> frozenset[PartialDate]:
        """The whole dates that are said of a work."""
        known = self._known.get(key)
        return frozenset(known.dates) if known is not None else frozenset()

    def titles_of(self, key: WorkKey) -> frozenset[str]:
        """The folded titles that are said of a work."""
        known = self._known.get(key)
        return frozenset(known.titles) if known is not None else frozenset()

    def with_number(self, said: Description) -> set[WorkKey]:
        """The works of a number; for a short one those of its sequence and kind."""
        if said.symbol:
            return self._by_number.get(said.number, set())
        return self._by_sequence.get((said.sequence, said.type or ""), set())

    def alike(self, said: Description, *, digits: bool) -> set[WorkKey]:
        """The works of the same day whose number looks like this one."""
        if said.date is None or said.date.day is None:
            return set()
        return self._by_look.get((_look(said.number, digits=digits), said.date), set()) - {said.key}


@dataclass(frozen=True, slots=True)
class Described:
    """What a mention says of a work; `note` says what of it was inferred, `candidates` are the laws of its name."""

    said: Description
    note: str | None = None
    candidates: tuple[WorkKey, ...] = ()


def describe_citation(citation: Citation, citing: HeldFile) -> Described | None:
    """What a citation says of the cited work; None for what cannot be described."""
    if citation.number is not None:
        said = describe_number(citation.number, citation.type, citation.date, citation.issuer, citing.home)
        return None if said is None else Described(said, "; ".join(said.notes) or None)
    if citation.name is not None:
        return _describe_law(citation.name, citation.type, citation.date, date_of_file(citing))
    return None


def date_of_file(file: HeldFile) -> PartialDate | None:
    """The date of a file, or the year in its number; None where neither is there."""
    if file.date is not None:
        return file.date
    said = describe_number(file.number, file.type, None, None, file.home) if file.number else None
    return PartialDate(int(said.when)) if said is not None and said.when.isdigit() else None


def choose_law(described: Described, nearby: Collection[WorkKey]) -> Resolution:
    """The law that is meant of several of one name: the one that the same document cites in full, if it is one."""
    near = [key for key in described.candidates if key in nearby]
    if len(near) == 1:
        return Resolution(near[0], "by its name: cited in full elsewhere in the same document")
    return Resolution(described.said.key, described.note, described.candidates)


def resolve(
    said: Description,
    candidates: Candidates,
    *,
    citing_year: int | None = None,
    nearby: Collection[WorkKey] = (),
    recognised: bool = False,
    title: str | None = None,
) -> Resolution:
    """The work that is meant, or the mention's own key with the candidates and the reason why it is not one of them.

    `citing_year` is that of the citing document: it cites nothing later. `nearby` are the works that it cites in full.
    `recognised` is True for a mention on a page read from its image, where digits may be misread; `title` is the title
    that it gives.
    """
    if said.is_complete:
        return _mend(said, candidates, recognised=recognised, title=title)
    fitting = sorted(
        key for key in candidates.with_number(said) if agrees(key, said) and _may_be(key, said, candidates, citing_year)
    )
    missing = _what_is_missing(said)
    near = [key for key in fitting if key in nearby]
    if len(near) == 1:
        return Resolution(near[0], f"{missing} not said: cited in full elsewhere in the same document")
    if not said.symbol and said.issuer == UNKNOWN and not is_known(said.place) and said.when == UNKNOWN:
        reason = "only a short number said" + (f"; {len(fitting)} works fit" if fitting else "")
        return Resolution(said.key, reason, tuple(fitting[:_MAX_CANDIDATES]))
    if len(fitting) == 1:
        return Resolution(fitting[0], f"{missing} not said: the only work of the collection that fits")
    if not fitting:
        return Resolution(said.key, f"{missing} not said, and no work of the collection fits")
    shown = ", ".join(format_key(key) for key in fitting[:_MAX_CANDIDATES])
    return Resolution(
        said.key, f"{missing} not said, and {len(fitting)} works fit: {shown}", tuple(fitting[:_MAX_CANDIDATES])
    )


def _may_be(key: WorkKey, said: Description, candidates: Candidates, citing_year: int | None) -> bool:
    """False for a work of a later year than the citing document, and for one of another day than the mention says."""
    if citing_year is not None and key.when[:4].isdigit() and int(key.when[:4]) > citing_year:
        return False
    dates = candidates.dates_of(key)
    if said.date is not None and said.date.day is not None and dates:
        return said.date in dates
    return True


def _what_is_missing(said: Description) -> str:
    parts = []
    if not said.symbol:
        parts.append("symbol")
    if said.when.startswith(UNKNOWN):
        parts.append("date")
    if said.symbol and not is_known(said.place):
        parts.append("issuer's place")
    if said.type is None:
        parts.append("kind")
    return " and ".join(parts) or "issuer"


def _mend(said: Description, candidates: Candidates, *, recognised: bool, title: str | None) -> Resolution:
    """The work of a complete mention; another one where the number is damaged and just one looks like it.

    Day and place must agree. A symbol is damaged where it has a code that no list has and the other has none; digits
    count as misread on recognised pages alone, and only where the titles agree too.
    """
    key = said.key
    if candidates.is_sound(key) and _is_plain(said.number):
        return Resolution(key)
    close = {
        other
        for other in candidates.alike(said, digits=False)
        if _agree_but_number(other, said) and not _is_plain(said.number) and _is_plain(other.number)
    }
    if not close and recognised and title and not candidates.is_sound(key):
        folded = fold_title(title)
        close = {
            other
            for other in candidates.alike(said, digits=True)
            if _agree_but_number(other, said)
            and candidates.is_sound(other)
            and any(similarity(folded, known) >= _SIMILAR_TITLES for known in candidates.titles_of(other))
        }
    if len(close) == 1:
        other = min(close)
        return Resolution(
            other, f"{said.number} read as {other.number}: characters that look alike, same day and issuer"
        )
    if close:
        shown = ", ".join(sorted(other.number for other in close))
        return Resolution(key, f"{said.number} looks like several numbers of that day: {shown}")
    return Resolution(key)


def _agree_but_number(key: WorkKey, said: Description) -> bool:
    kinds = {key.type, said.type}
    return places_agree(key.place, said.place) and key.when == said.when and (len(kinds) == 1 or None in kinds)


@cache
def _codes() -> frozenset[str]:
    return frozenset(code.upper() for code in issuer_codes() | type_codes())


def _is_plain(number: str) -> bool:
    """True where every code of a number is in a list, so that nothing speaks for damage."""
    return all(
        token.upper() in _codes() or regex.fullmatch(r"(?:QH|UBTVQH)\d{1,2}", token) is not None
        for token in regex.split(r"[/-]", number)[1:]
        if not token.isdigit()
    )


def _look(number: str, *, digits: bool) -> str:
    """What a number looks like: without marks, letters and digits that look alike as one."""
    look = _MARKS.sub("", number).upper().translate(_ALIKE)
    return look.translate(_DIGITS_ALIKE) if digits else look


def similarity(one: str, other: str) -> float:
    """Shared words of two folded titles as a part of all their words, 0 to 1."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / len(words | others) if words | others else 0.0


# --- laws by name


def _describe_law(name: str, type: str | None, made: PartialDate | None, citing: PartialDate | None) -> Described:
    if type == "HP":
        return _describe_constitution(made, citing)
    found = _law_in_force(name, citing or _ALWAYS, made)
    bare = _LAW_WORD.sub("", name)
    named = describe_name(bare, type, made.year if made is not None else None)
    numbered = tuple(law for law in found.candidates if law.number)
    said = [said for law in numbered if (said := _describe_numbered(law)) is not None]
    decided = made is not None or citing is not None or found.reason.startswith("the only law")
    if len(said) == 1 == len(found.candidates) and decided:
        return Described(said[0], f"by its name: {found.reason}")
    if len(said) > 1:
        return Described(named, f"by its name alone it is not one law: {found.reason}", tuple(s.key for s in said))
    return Described(named, None)


_ALWAYS = PartialDate(2099)
_law_in_force = lru_cache(maxsize=16384)(law_in_force)


def _describe_numbered(law: Law) -> Description | None:
    return describe_number(law.number, law.kind, parse_iso(law.date), None, _CENTRE)


def _describe_constitution(said: PartialDate | None, citing: PartialDate | None) -> Described:
    year = str(said.year) if said is not None else ""
    reason = None
    if not year and citing is not None:
        year = next((enacted for since, enacted in _CONSTITUTIONS if citing.year >= since), "")
        reason = "the constitution in force at the date of the document"
    return Described(describe_name("Hiến pháp", "HP", int(year) if year else None), reason)


def describe_all(citations: Iterable[Citation], files: dict[str, HeldFile]) -> dict[tuple[str, int], Described]:
    """What each citation says, by file and row; citations of files that are not held are left out."""
    found = {}
    for citation in citations:
        citing = files.get(citation.source)
        described = describe_citation(citation, citing) if citing is not None else None
        if described is not None:
            found[citation.source, citation.row] = described
    return found
