"""Rows of `officials` and the units of a collection -> persons: offices held and when, documents, roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import regex

from corpus.collection_columns import complete
from corpus.columns import Row
from corpus.unit_entities import UnitIndex
from corpus.unit_scope import Setting, identify_issuer, identify_unit
from normalize.gazetteer import cut_words, fold, offices
from normalize.unit_register import name_key

_ROLES = ("signs", "directs", "leads", "addressed", "attends", "mentioned")
# Who does these in a document holds an office of the body that issued it, unless another one is named.
_OF_ISSUER = ("signs", "directs", "leads")
# `PHÓ CHÁNH VĂN PHÒNG` signs by order of the chairman: the office is of the Văn phòng, not of the body itself.
_OF_OFFICE = regex.compile(r"(?i)\b(?:chánh|phó) văn phòng\b")
# `Sở theo lĩnh vực được giao`, `sở`
_OWN = regex.compile(
    r"(?i)(?P<body>sở|bộ|cục|trường|ban|viện)(?:\s(?:theo|được|phụ trách|phân công|trực tiếp|về|trong|khi|có)\b|$)"
)
# The noun of a part that ends an office: of `Trưởng Phòng Tổng hợp` the unit is the Phòng, the office `Trưởng Phòng`.
_PART = regex.compile(r"(?i)^(?:ban|phòng|đoàn|khoa|tổ|vụ|cục|viện)\b")
_SPACES = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One row: who, in which unit as far as it says, with which office and role."""

    source: str
    date: str | None
    name: str
    office: str | None
    office_only: bool
    unit: str | None
    unit_name: str | None
    role: str
    honorific: str | None
    start: int | None
    end: int | None
    inferred: bool = False

    @property
    def who(self) -> str:
        """The name for comparison: case and place of tone marks make no difference."""
        return name_key(self.name)


@dataclass(slots=True)
class _Person:
    first: _Mention
    mentions: list[_Mention] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)


def make_people(officials: Iterable[Row], units: UnitIndex) -> tuple[Row, ...]:
    """The table `people`; the order of the rows makes no difference.

    One name in two units is two persons, unless a document that names both is signed or directed by one of them. A
    name without any unit is that of the document's only person of that name with one; else nothing says who it is, and
    it stays apart from those of other documents.
    """
    mentions = [found for row in officials if (found := _read(row, units)) is not None]
    homes = defaultdict[tuple[str, str], set[tuple[str, str | None]]](set)
    for mention in mentions:
        if mention.unit is not None:
            homes[mention.source, mention.who].add((mention.unit, mention.unit_name))
    leading = {
        (m.source, m.who): (m.unit, m.unit_name)
        for m in mentions
        if m.role in _OF_ISSUER and m.unit and not m.office_only
    }
    people: dict[str, _Person] = {}
    for mention in sorted(mentions, key=_order):
        if mention.unit is not None and (home := leading.get((mention.source, mention.who))) is not None:
            mention = replace(mention, unit=home[0], unit_name=home[1])
        if mention.unit is None and len(known := homes[mention.source, mention.who]) == 1:
            unit, name = next(iter(known))
            mention = replace(mention, unit=unit, unit_name=name, inferred=False)
        key = f"{mention.who.replace(' ', '-')}@{mention.unit or '?' + mention.source}"
        person = people.setdefault(key, _Person(mention))
        person.mentions.append(mention)
        if mention.unit is None:
            person.reasons.add("no unit is said: kept apart from the same name in other documents")
        elif mention.inferred:
            person.reasons.add("unit not said at the name: taken for the issuer's")
    return tuple(complete("people", i, _row(key, people[key])) for i, key in enumerate(sorted(people), start=1))


def _read(row: Row, units: UnitIndex) -> _Mention | None:
    setting = units.settings.get(str(row["source"]))
    name, title = _text(row, "name"), _text(row, "title")
    if setting is None or (name is None and title is None):
        return None
    office_only = name is None or (title is None and _is_office(name))
    role = _text(row, "role") or "mentioned"
    office = name if office_only and name is not None else title
    unit, unit_name = _unit_of(_text(row, "unit"), office, role, setting, units)
    said = _text(row, "unit") is not None
    start, end = row["start"], row["end"]
    return _Mention(
        setting.source,
        setting.date,
        str(name or title),
        _bare_office(office, _text(row, "unit")),
        office_only,
        unit,
        unit_name,
        role if role in _ROLES else "mentioned",
        _text(row, "honorific"),
        start if isinstance(start, int) else None,
        end if isinstance(end, int) else None,
        unit is not None and not said and role != "signs",
    )


def _unit_of(
    said: str | None, office: str | None, role: str, setting: Setting, units: UnitIndex
) -> tuple[str | None, str | None]:
    """The unit of an office: the one that is named, else, for who signs or directs, the issuer."""
    issuer = identify_issuer(setting)
    if (behind := _unit_in(setting.issuer)) is not None:  # an office as issuer: `Thủ tướng Chính phủ`
        issuer = identify_unit(behind, None, False, setting)
    said = said or _unit_in(office)
    if said is not None and (own := _OWN.match(said)) is not None:
        said = own["body"].capitalize()
    if said is not None and not _stands_for(said, setting.issuer):
        identity = identify_unit(said, None, False, setting)
        return identity.key, units.names.get(identity.key) or identity.name or identity.written
    if issuer is None or (said is None and role not in _OF_ISSUER):
        return None, None
    name = units.names.get(issuer.key) or issuer.name or issuer.written
    if office is not None and _OF_OFFICE.search(office) and not issuer.key.startswith("văn-phòng"):
        return f"văn-phòng@{issuer.key}", f"Văn phòng, {name}"
    return issuer.key, name


def _unit_in(office: str | None) -> str | None:
    """`Sở` in `Giám đốc Sở`; None for a bare office."""
    if office is None:
        return None
    words = cut_words(office)
    found = offices().longest(words.folded, 0)
    if found is None or found[0] >= len(words):
        return None
    rest = office[words.starts[found[0]] :]
    return rest if words.is_capital(found[0]) or _OWN.fullmatch(rest) is not None else None


def _stands_for(said: str, issuer: str | None) -> bool:
    """True for `Sở` where `Sở Y tế tỉnh X` is the issuer."""
    return issuer is not None and f"{fold(issuer)} ".startswith(f"{fold(said)} ")


def _is_office(name: str) -> bool:
    return offices().longest(cut_words(name).folded, 0) is not None


def _bare_office(office: str | None, unit: str | None) -> str | None:
    """The office without its unit: `Phó Chủ tịch` for `Phó Chủ tịch Ủy ban nhân dân tỉnh`."""
    if office is None:
        return None
    tail = unit or _unit_in(office)
    if tail is not None and fold(office).endswith(" " + fold(tail)):
        office = office[: -len(tail)]
        if office.rstrip().endswith("Trưởng") and (part := _PART.match(tail)) is not None:
            office += part[0]
    return _SPACES.sub(" ", office).strip(" ,-") or None


def _row(key: str, person: _Person) -> Row:
    mentions = person.mentions
    counts = Counter(mention.role for mention in _counted(mentions))
    sources = sorted({mention.source for mention in mentions})
    dates = [mention.date for mention in mentions if mention.date]
    names = Counter(mention.name for mention in mentions)
    shown = min(names, key=lambda name: (-names[name], name))
    row: Row = {
        "person": key,
        "name": shown,
        "office_only": all(mention.office_only for mention in mentions),
        "unit": person.first.unit_name,
        "unit_entity": person.first.unit,
        "offices": list(_offices(mentions)),
        "honorifics": sorted({fold(mention.honorific) for mention in mentions if mention.honorific}),
        "documents": len(sources),
        "first_date": min(dates, default=None),
        "last_date": max(dates, default=None),
        "sources": sources,
        "reason": "; ".join(sorted(person.reasons)) or None,
    }
    return row | {role: counts[role] for role in _ROLES}


def _offices(mentions: Sequence[_Mention]) -> Iterable[str]:
    """Each office with the dates of the first and last document that say so: `Giám đốc (2025-03 – 2025-08)`."""
    found = defaultdict[str, list[_Mention]](list)
    for mention in mentions:
        if mention.office is not None:
            found[name_key(mention.office)].append(mention)
    spans = []
    for held in found.values():
        names = Counter(mention.office or "" for mention in held)
        dates = sorted(mention.date for mention in held if mention.date)
        span = " – ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else ""
        office = min(names, key=lambda name: (-names[name], name))
        spans.append((dates[0] if dates else "9", office, f"{office} ({span})" if span else office))
    return [text for _, _, text in sorted(spans)]


def _counted(mentions: Sequence[_Mention]) -> Iterable[_Mention]:
    """The mentions, less those that only repeat a role at the same words."""
    taken = {(m.source, m.end) for m in mentions if m.role != "mentioned" and m.end is not None}
    starts = {(m.source, m.start) for m in mentions if m.role != "mentioned" and m.start is not None}
    for mention in mentions:
        repeated = (mention.source, mention.end) in taken or (mention.source, mention.start) in starts
        if mention.role != "mentioned" or not repeated:
            yield mention


def _order(mention: _Mention) -> tuple[str, int, int, str, str]:
    return mention.source, mention.start or 0, mention.end or 0, mention.role, mention.name


def _text(row: Row, name: str) -> str | None:
    value = row[name]
    return value.strip() or None if isinstance(value, str) else None
