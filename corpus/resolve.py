"""A mention, the document it stands in, and what the collection knows -> the one work that is meant, or why none is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import regex

from corpus.citations import Citation, HeldFile
from corpus.places import UNKNOWN, Home, is_known, places_agree, slug_of
from corpus.works import (
    Description,
    WorkKey,
    agrees,
    describe_name,
    describe_number,
    fold_title,
    format_key,
)
from normalize.model import PartialDate
from normalize.vocabulary import Law, issuer_codes, laws, type_codes

# What recognition takes for one another: first letters and digits in symbols, then digits among themselves.
_ALIKE = str.maketrans(dict(zip("OQDĐCGILTSBZHMÔƠƯ", "0000001115BZNN0OU", strict=False)) | {"Ð": "0", "l": "1"})
_DIGITS_ALIKE = str.maketrans("7368905", "1888888")
_MARKS = regex.compile(r"[^\p{L}\d]+")
_SIMILAR_TITLES = 0.5  # shared words of two titles, as a part of all their words
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


def describe_citation(citation: Citation, citing: HeldFile) -> tuple[Description, str | None] | None:
    """What a citation says of the cited work, and what was inferred; None for what cannot be described."""
    if citation.number is not None:
        said = describe_number(citation.number, citation.type, citation.date, citation.issuer, citing.home)
        return None if said is None else (said, "; ".join(said.notes) or None)
    if citation.name is not None:
        return _describe_law(citation.name, citation.type, citation.date, citing.date)
    return None


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


@cache
def _laws_by_name() -> dict[str, tuple[Law, ...]]:
    found: dict[str, list[Law]] = {}
    for law in laws():
        for name in {law.name, law.name.removeprefix("Về "), law.name.removesuffix(" Việt Nam")}:
            found.setdefault(slug_of(name), []).append(law)
    return {name: tuple(sorted(rows, key=_enacted)) for name, rows in found.items()}


def _enacted(law: Law) -> tuple[int, str, str]:
    return _year_of(law) or 0, law.date, law.number


def _year_of(law: Law) -> int | None:
    text = law.date[:4] or (law.number.split("/")[1] if law.number.count("/") > 1 else "")
    return int(text) if text.isdigit() else None


def _describe_law(
    name: str, type: str | None, said: PartialDate | None, citing: PartialDate | None
) -> tuple[Description, str | None]:
    if type == "HP":
        return _describe_constitution(said, citing)
    bare = _LAW_WORD.sub("", name)
    rows = [law for law in _laws_by_name().get(slug_of(bare), ()) if law.number]
    year = said.year if said is not None else None
    if said is not None:
        exact = [law for law in rows if law.date and law.date.startswith(str(said))]
        rows = exact or [law for law in rows if _year_of(law) == said.year]
        reason = "by its name and date"
    elif citing is not None:
        before = [law for law in rows if (_year_of(law) or 9999, law.date) <= (citing.year, str(citing))]
        newest = max((_year_of(law) or 0 for law in before), default=0)
        rows = [law for law in before if _year_of(law) == newest]
        reason = "by its name: the latest law of that name at the date of the document"
    else:
        reason = "by its name: the only law of that name"
    if len({law.number for law in rows}) == 1:
        law = rows[-1]
        described = describe_number(law.number, law.kind, _date_of(law) or said, None, Home())
        if described is not None:
            return described, reason
    return describe_name(bare, type, year), None


def _describe_constitution(said: PartialDate | None, citing: PartialDate | None) -> tuple[Description, str | None]:
    year = str(said.year) if said is not None else ""
    reason = None
    if not year and citing is not None:
        year = next((enacted for since, enacted in _CONSTITUTIONS if citing.year >= since), "")
        reason = "the constitution in force at the date of the document"
    return describe_name("Hiến pháp", "HP", int(year) if year else None), reason


def _date_of(law: Law) -> PartialDate | None:
    parts = law.date.split("-")
    return PartialDate(*(int(part) for part in parts)) if law.date and all(p.isdigit() for p in parts) else None


def describe_all(
    citations: Iterable[Citation], files: dict[str, HeldFile]
) -> dict[tuple[str, int], tuple[Description, str | None]]:
    """What each citation says, by file and row; citations of files that are not held are left out."""
    found = {}
    for citation in citations:
        citing = files.get(citation.source)
        described = describe_citation(citation, citing) if citing is not None else None
        if described is not None:
            found[citation.source, citation.row] = described
    return found
