"""A unit and the last day that names it -> since when and until when there was one, and who has its work today."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.unit_scope import Identity, province_name
from normalize.localities import current_province
from normalize.unit_register import (
    REORGANISED,
    Level,
    Succession,
    find_body,
    find_successors,
    province_end,
    without_tier,
)

_MERGERS = "Nghị quyết 202/2025/QH15"
_HUE = "Nghị quyết 175/2024/QH15"  # Thừa Thiên Huế, half a year before all others
_DISTRICTS = "Luật 72/2025/QH15"
_LAST = REORGANISED[-1]


@dataclass(frozen=True, slots=True)
class Fate:
    """The time of a unit, by the documents named in `basis`. `how` is None where no list knows the unit."""

    valid_from: str | None = None
    valid_to: str | None = None
    how: Succession | None = None
    successors: tuple[str, ...] = ()
    basis: str | None = None
    reason: str | None = None


def find_fate(identity: Identity, last: str | None, parent: Fate | None) -> Fate:
    """What became of a unit. `last` is the date of the last document that names it, `parent` the fate of its body."""
    body = identity.body
    if body is not None:
        return _registered(identity)
    if identity.group:
        return Fate()
    if identity.level is Level.INSIDE:
        return _part(identity, parent)
    if identity.level is Level.DISTRICT:
        return Fate(
            valid_to=_LAST,
            how=Succession.UNKNOWN,
            basis=_DISTRICTS,
            reason="districts ended; no list has its successor",
        )
    if identity.level is Level.COMMUNE:
        return _commune(last)
    if _end_of_province(identity) is not None:
        return Fate(how=Succession.UNKNOWN, basis=_MERGERS, reason="its province was merged; no list has its successor")
    return Fate()


def _registered(identity: Identity) -> Fate:
    body = identity.body
    assert body is not None
    if identity.level is Level.COMMUNE and body.valid_to is None and not identity.group:
        return _commune(None)
    successors, how = find_successors(body)
    ends, basis = [body.valid_to] if body.valid_to else [], [body.source]
    moved = _end_of_province(identity) if body.level in (Level.PROVINCE, Level.DISTRICT, Level.INSIDE) else None
    if moved is not None and body.level is Level.PROVINCE:
        ends.append(moved)
        basis.append(_MERGERS if moved >= _LAST else _HUE)
        if how is Succession.SAME:
            successors, how = (body.name,), Succession.ONE
    today = _province_today(identity)
    if today is not None:
        successors = tuple(_at(name, today) for name in successors)
    return Fate(
        body.valid_from, min(ends, default=None), how, successors, "; ".join(dict.fromkeys(basis)) if ends else basis[0]
    )


def _part(identity: Identity, parent: Fate | None) -> Fate:
    """A part of a body: nobody can tell by its name what became of it when its body was rebuilt."""
    if parent is not None and parent.how not in (None, Succession.SAME):
        return Fate(how=Succession.UNKNOWN, basis=parent.basis, reason="its body ended; see the successors of that one")
    if identity.era is not None and identity.era < _LAST and identity.parent is not None:
        return Fate(how=Succession.UNKNOWN, reason=f"the parts of a body were set anew by {_LAST}")
    return Fate()


def _commune(last: str | None) -> Fate:
    if last is not None and last >= _LAST:
        return Fate(how=Succession.SAME)
    return Fate(
        how=Succession.UNKNOWN, basis=_MERGERS, reason=f"most communes were merged on {_LAST}; no list has which"
    )


def _end_of_province(identity: Identity) -> str | None:
    if identity.province is None:
        return None
    return province_end(_bare(province_name(identity.province, None)))


def _province_today(identity: Identity) -> str | None:
    if identity.province is None:
        return None
    today = current_province(province_name(identity.province, None))
    return None if today is None else today[:1].lower() + today[1:]


def _bare(province: str) -> str:
    return province.removeprefix("tỉnh ").removeprefix("thành phố ")


def _at(name: str, locality: str) -> str:
    body = find_body(name)
    if body is not None and body.level is Level.PROVINCE:
        return with_locality(body.name, locality)
    if body is None and name.startswith(("Ủy ban", "Hội đồng", "Đảng ủy", "Công an", "Tòa án", "Viện kiểm sát")):
        return f"{name} ({locality})"
    return name


def with_locality(name: str, locality: str) -> str:
    """`Sở Y tế` or `Ủy ban nhân dân tỉnh` with the locality in the place of its tier; another name as it is."""
    body = find_body(name)
    if not locality or body is None or body.level is not Level.PROVINCE:
        return name
    bare = without_tier(name)
    if bare.endswith((" ủy", " uỷ")) and " " in bare:
        locality = _bare(locality)
    return f"{bare} {locality}"
