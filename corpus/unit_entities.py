"""Rows of `documents` and `units` -> the units of a collection: one row each, all spellings merged, valid in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.collection_columns import complete
from corpus.columns import Json, Row
from corpus.unit_scope import Identity, Setting, identify_issuer, identify_unit, make_setting
from corpus.unit_time import Fate, find_fate, with_locality
from normalize.gazetteer import cut_words, offices, unit_heads, unit_names
from normalize.unit_register import listed_name

# Lists of names say of whose system these are; the kind of such a body is that of its own noun.
_SYSTEMS = ("Chính phủ", "Quốc hội")
_COUNCIL = "Hội đồng nhân dân"
_OFFICE = "chức vụ"


@dataclass(slots=True)
class _Gathered:
    """What all documents say of one unit; `identity` as the latest of them has it."""

    identity: Identity
    latest: tuple[str, str] = ("", "")
    kinds: Counter[str] = field(default_factory=Counter)
    names: dict[str, set[str]] = field(default_factory=dict)  # the documents of each
    written: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    issued: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    mentions: int = 0
    leads: set[tuple[str, Json]] = field(default_factory=set)
    coordinates: set[tuple[str, Json]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """The units of a collection, and which of them each name in each document means.

    `entity_of` is by (source, name), `issuer_of` by source; `rows` and `spellings` are the tables `unit_entities` and
    `unit_names`.
    """

    settings: Mapping[str, Setting]
    entity_of: Mapping[tuple[str, str], str]
    issuer_of: Mapping[str, str]
    names: Mapping[str, str]
    groups: frozenset[str]
    rows: tuple[Row, ...]
    spellings: tuple[Row, ...]

    def name(self, entity: str | None) -> str | None:
        """What a unit is called; None for none."""
        return None if entity is None else self.names.get(entity, entity)


def make_units(documents: Iterable[Row], units: Iterable[Row]) -> UnitIndex:
    """The units of a collection; the order of the rows makes no difference."""
    settings = {setting.source: setting for setting in map(make_setting, documents)}
    gathered: dict[str, _Gathered] = {}
    spelled = Counter[tuple[str, str, str, str]]()
    issuer_of: dict[str, str] = {}
    for setting in settings.values():
        issuer = identify_issuer(setting)
        if issuer is not None and setting.issuer is not None:
            issuer_of[setting.source] = issuer.key
            found = _gather(gathered, issuer, setting)
            found.issued.add(setting.source)
            found.names.setdefault(setting.issuer, set()).add(setting.source)
    for row in units:
        mention = settings.get(_text(row, "source") or "")
        name = _text(row, "name")
        if mention is None or name is None:
            continue
        kind, written = _text(row, "kind"), _text(row, "written") or name
        identity = identify_unit(name, kind, bool(row["group"]), mention)
        _count(_gather(gathered, identity, mention), row, name, written, kind)
        spelled[identity.key, mention.source, written, name] += 1
    names = {key: _display(found) for key, found in gathered.items()}
    fates: dict[str, Fate] = {}
    rows = tuple(
        complete("unit_entities", number, _entity_row(gathered[key], gathered, names, fates))
        for number, key in enumerate(sorted(gathered), start=1)
    )
    spellings = tuple(
        complete("unit_names", number, _spelling_row(place, spelled[place]))
        for number, place in enumerate(sorted(spelled), start=1)
    )
    return UnitIndex(
        settings,
        {(source, name): key for key, source, _, name in spelled},
        issuer_of,
        names,
        frozenset(key for key, found in gathered.items() if found.identity.group),
        rows,
        spellings,
    )


def _gather(gathered: dict[str, _Gathered], identity: Identity, setting: Setting) -> _Gathered:
    """The unit, and with it all bodies that it is a part of, as named in this document."""
    if identity.parent is not None:
        _gather(gathered, identity.parent, setting)
    found = gathered.get(identity.key)
    if found is None:
        found = gathered[identity.key] = _Gathered(identity)
    if (at := (setting.date or "", setting.source)) >= found.latest:
        found.identity, found.latest = identity, at
    found.sources.add(setting.source)
    if setting.date:
        found.dates.add(setting.date)
    return found


def _count(found: _Gathered, row: Row, name: str, written: str, kind: str | None) -> None:
    found.mentions += 1
    found.names.setdefault(name, set()).add(str(row["source"]))
    found.written.add(written)
    if kind is not None:
        found.kinds[kind] += 1
    if row["task"] is not None and row["role"] in ("lead", "coordinator"):
        (found.leads if row["role"] == "lead" else found.coordinates).add((str(row["source"]), row["task"]))


def _display(found: _Gathered) -> str:
    """The name of the register, else of a list, else the spelling of most documents, then of fewer capitals; the tone
    mark of `ủy` stands where the names of the register have it."""
    return _shown(found).replace("Uỷ", "Ủy").replace("uỷ", "ủy")


def _shown(found: _Gathered) -> str:
    if found.identity.name is not None:
        return found.identity.name
    most = min(found.names, key=lambda name: (-len(found.names[name]), sum(map(str.isupper, name)), name), default=None)
    if most is None:
        return found.identity.written
    if found.identity.group:
        return most[:1].upper() + most[1:]
    return listed_name(most) or most


def _entity_row(
    found: _Gathered, gathered: Mapping[str, _Gathered], names: Mapping[str, str], fates: dict[str, Fate]
) -> Row:
    identity = found.identity
    fate = _fate(found, gathered, fates)
    parent = identity.parent.key if identity.parent is not None else None
    above = names[parent] if parent is not None else identity.parent_name
    if parent is None and above is not None and identity.province is not None:
        above = with_locality(above, identity.locality or "")
    reasons = [part for part in (identity.reason, fate.reason) if part]
    return {
        "entity": identity.key,
        "name": names[identity.key],
        "kind": _kind(found, names[identity.key]),
        "level": None if identity.level is None else identity.level.value,
        "parent": above,
        "parent_entity": parent,
        "locality": identity.locality,
        "group": identity.group,
        "names": sorted({*found.written, *found.names}),
        "documents": len(found.sources),
        "issued": len(found.issued),
        "mentions": found.mentions,
        "leads": len(found.leads),
        "coordinates": len(found.coordinates),
        "first_date": min(found.dates, default=None),
        "last_date": max(found.dates, default=None),
        "valid_from": fate.valid_from,
        "valid_to": fate.valid_to,
        "succession": None if fate.how is None else fate.how.value,
        "successors": list(fate.successors),
        "basis": fate.basis,
        "reason": "; ".join(reasons) or None,
    }


def _fate(found: _Gathered, gathered: Mapping[str, _Gathered], fates: dict[str, Fate]) -> Fate:
    key = found.identity.key
    if key not in fates:
        parent = found.identity.parent
        above = _fate(gathered[parent.key], gathered, fates) if parent is not None else None
        fates[key] = find_fate(found.identity, max(found.dates, default=None), above)
    return fates[key]


def _kind(found: _Gathered, name: str) -> str | None:
    if found.identity.body is not None:
        return found.identity.body.kind
    words = cut_words(name).folded
    if name.startswith(_COUNCIL):
        return _COUNCIL
    if found.kinds:
        kind = min(found.kinds, key=lambda kind: (-found.kinds[kind], kind))
        if kind not in _SYSTEMS or name in _SYSTEMS:
            return kind
    if (office := offices().longest(words, 0)) is not None and office[1] in ("head", "deputy"):
        return _OFFICE
    known, head = unit_names().longest(words, 0), unit_heads().longest(words, 0)
    if known is not None and known[0] == len(words) and (known[1] not in _SYSTEMS or name in _SYSTEMS or head is None):
        return known[1]
    return head[1].split("|")[0] if head is not None else None


def _spelling_row(place: tuple[str, str, str, str], mentions: int) -> Row:
    entity, source, written, name = place
    return {"entity": entity, "source": source, "written": written, "name": name, "mentions": mentions}


def _text(row: Row, name: str) -> str | None:
    value = row[name]
    return value if isinstance(value, str) and value else None
