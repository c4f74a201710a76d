"""The name of a law and a date -> the law of that name that is meant, or several with the reason why not one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from normalize.laws import fold, spellings
from normalize.model import PartialDate
from normalize.vocabulary import Law, laws

# Where the date of effect is not known: within how many days of being made a law comes into force. Of 220 laws whose
# two dates are in the list, half do within 216 days and nine in ten within 408.
_LATEST = 408
_WORDS = (("bộ luật ", "BL"), ("luật ", "L"), ("pháp lệnh ", "PL"))


@dataclass(frozen=True, slots=True)
class LawsInForce:
    """The laws that a name can mean on a day, the likeliest first: one, or several or none with the `reason`."""

    candidates: tuple[Law, ...]
    reason: str


def law_in_force(name: str, on: date | PartialDate, made: PartialDate | None = None) -> LawsInForce:
    """The laws of a name that were in force on a day (or at some time in a year or month), as far as the list tells.

    `name` has the word for its kind or not (`Luật Đất đai`, `Đất đai`); `made` is the date or year that was printed
    with it (`Luật Đất đai năm 2013`) and decides alone. A law counts from the day of its effect; where that is not
    known, the time after it was made is in doubt and both it and the one before are given.
    """
    kind, bare = _split(name)
    known = [law for law in _by_name().get(bare, ()) if kind is None or law.kind == kind]
    if not known:
        return LawsInForce((), "no law of this name is in the list")
    kinds = {law.kind for law in known}
    if len(kinds) > 1:  # a law takes the place of an ordinance of the same name
        known = [law for law in known if law.kind != "PL"] or known
    if made is not None:
        same = [law for law in known if law.date.startswith(str(made)) or (not law.date and f"/{made}/" in law.number)]
        if same:
            return LawsInForce(_distinct(same), f"made in {made}")
        return LawsInForce((), f"no law of this name made in {made} is in the list")
    dated = sorted((law for law in known if law.date or _year(law)), key=lambda law: law.date or _year(law))
    if not dated:
        return LawsInForce(_distinct(known), "the list has no date for this name")
    first, last = _days(on)
    in_force: list[Law] = []
    doubtful: list[Law] = []
    for law in dated:
        start, latest = _start(law)
        if latest <= first:
            in_force, doubtful = [law], []
        elif start <= last:
            doubtful.append(law)
    found = _distinct([*reversed(doubtful), *in_force])
    if not found:
        return LawsInForce(
            _distinct(dated[:1]), f"the first law of this name in the list was made later, {dated[0].date}"
        )
    if not doubtful:
        others = "the only law" if len(dated) == 1 else "the latest law"
        return LawsInForce(found, f"{others} of this name that was in force on {on}")
    if len(found) == 1:
        return LawsInForce(found, f"made before {on}; since when it is in force is not known")
    return LawsInForce(found, f"the change from one to the other came at about {on}")


def _split(name: str) -> tuple[str | None, str]:
    folded = fold(" ".join(name.split())).strip(" .,;")
    for word, kind in _WORDS:
        if folded.startswith(word) and folded != "luật sư":
            return kind, folded.removeprefix(word)
    return None, folded


@cache
def _by_name() -> dict[str, tuple[Law, ...]]:
    found: dict[str, list[Law]] = {}
    for law in laws():
        for spelling in {fold(law.name), *spellings(law.name)}:
            found.setdefault(spelling, []).append(law)
    return {spelling: tuple(rows) for spelling, rows in found.items()}


def _distinct(rows: list[Law]) -> tuple[Law, ...]:
    """Each law once; one without a number only where none of the same date has one."""
    numbered = {row.date for row in rows if row.number}
    kept = [row for row in rows if row.number or row.date not in numbered]
    return tuple(dict.fromkeys(kept))


def _year(law: Law) -> str:
    parts = law.number.split("/")
    return parts[1] if len(parts) > 2 and parts[1].isdigit() else ""


def _start(law: Law) -> tuple[date, date]:
    """The first and the last day on which a law can have come into force."""
    if law.effective:
        day = date.fromisoformat(law.effective)
        return day, day
    parts = [int(part) for part in (law.date or _year(law)).split("-")]
    earliest = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    made_by = earliest if len(parts) > 2 else date(parts[0], 12, 31)
    return earliest, date.fromordinal(made_by.toordinal() + _LATEST)


def _days(on: date | PartialDate) -> tuple[date, date]:
    """The first and the last day of a date that may be a month or a year."""
    if isinstance(on, date):
        return on, on
    if on.month is None:
        return date(on.year, 1, 1), date(on.year, 12, 31)
    if on.day is not None:
        day = date(on.year, on.month, on.day)
        return day, day
    following = date(on.year + (on.month == 12), on.month % 12 + 1, 1)
    return date(on.year, on.month, 1), date.fromordinal(following.toordinal() - 1)
