"""Rows of the store, or records -> the files and citations that the graph is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.columns import Json, Row
from corpus.places import Home, home_of, tier_of
from corpus.rows import make_rows
from corpus.works import place_of_symbol
from normalize.dates import make_date
from normalize.model import PartialDate, Record, Relation
from normalize.references import find_references

_NOWHERE = Home()


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One file of the collection, by what its head says."""

    source: str
    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    date: PartialDate | None = None
    issuer: str | None = None
    title: str | None = None
    home: Home = _NOWHERE
    fingerprint: str = ""
    characters: int = 0
    recognised: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention, with where it stands. `row` numbers it within its file; `parent` and `target` are such rows.

    `number`, `date` and `issuer` are what the document says of the cited one, at this mention or elsewhere; `dated` is
    True where the date is printed at this mention.
    """

    source: str
    row: int
    type: str | None
    number: str | None
    name: str | None = None
    date: PartialDate | None = None
    issuer: str | None = None
    title: str | None = None
    relation: Relation = Relation.MENTIONS
    pinpoint: str | None = None
    section: str = ""
    page: int | None = None
    start: int = 0
    end: int = 0
    words: str = ""
    confidence: float = 1.0
    reason: str | None = None
    parent: int | None = None
    parent_relation: Relation | None = None
    target: int | None = None
    target_relation: Relation | None = None
    dated: bool = True


def parse_iso(text: str | None) -> PartialDate | None:
    """The date of `2025`, `2025-08` or `2025-08-01`; None for anything else."""
    parts = (text or "").split("-")
    if not parts[0].isdigit() or not all(part.isdigit() for part in parts) or len(parts) > 3:
        return None
    return make_date(*(int(part) for part in parts))


def make_held_file(row: Row) -> HeldFile:
    """The file of a row of the table `documents`."""
    number, symbol = _text(row, "number"), _text(row, "symbol")
    issuer, type_ = _text(row, "issuer"), _text(row, "type")
    kind, codes = place_of_symbol(number or symbol or "")
    home = home_of(
        issuer,
        _text(row, "parent"),
        _text(row, "locality"),
        _text(row, "place"),
        national=tier_of(kind or type_, codes) == "national",
        code=codes[0] if codes else None,
    )
    return HeldFile(
        source=str(row["source"]),
        type=type_,
        number=number,
        symbol=symbol,
        date=parse_iso(_text(row, "date")),
        issuer=issuer,
        title=_text(row, "title"),
        home=home,
        fingerprint=_text(row, "fingerprint") or "",
        characters=_whole(row, "characters") or 0,
        recognised=bool(row.get("recognised_pages")),
        confidence=_number(row, "confidence"),
    )


def make_citation(row: Row) -> Citation:
    """The citation of a row of the table `references`."""
    date = parse_iso(_text(row, "date"))
    parent, target = _text(row, "parent_relation"), _text(row, "target_relation")
    return Citation(
        source=str(row["source"]),
        row=_whole(row, "row") or 0,
        type=_text(row, "type"),
        number=_text(row, "resolved_number") or _text(row, "number"),
        name=_text(row, "name"),
        date=date or parse_iso(_text(row, "resolved_date")),
        issuer=_text(row, "issuer") or _text(row, "resolved_issuer"),
        title=_text(row, "title"),
        relation=Relation(_text(row, "relation") or "mentions"),
        pinpoint=_text(row, "pinpoint"),
        section=_text(row, "section") or "",
        page=_whole(row, "page"),
        start=_whole(row, "start") or 0,
        end=_whole(row, "end") or 0,
        words=_text(row, "words") or "",
        confidence=_number(row, "confidence"),
        reason=_text(row, "reason"),
        parent=_whole(row, "parent"),
        parent_relation=Relation(parent) if parent else None,
        target=_whole(row, "target"),
        target_relation=Relation(target) if target else None,
        dated=date is not None,
    )


def from_rows(documents: Iterable[Row], references: Iterable[Row]) -> tuple[tuple[HeldFile, ...], tuple[Citation, ...]]:
    """The files and citations of the tables `documents` and `references`. Of a secret document nothing is taken."""
    files = tuple(make_held_file(row) for row in documents if _text(row, "fingerprint") and not _is_withheld(row))
    held = {file.source for file in files}
    return files, tuple(make_citation(row) for row in references if row["source"] in held)


def from_records(records: Iterable[Record]) -> tuple[tuple[HeldFile, ...], tuple[Citation, ...]]:
    """The files and citations of records, without a store."""
    documents: list[Row] = []
    references: list[Row] = []
    for record in records:
        rows = make_rows(record)
        documents += rows["documents"]
        references += rows["references"]
    return from_rows(documents, references)


def from_text(text: str, source: str, *, section: str = "", first_row: int = 1) -> tuple[Citation, ...]:
    """The citations of plain text, whose rows count from `first_row`; places are in `text`."""
    references = find_references(text)
    return tuple(
        Citation(
            source=source,
            row=first_row + i,
            type=ref.type,
            number=ref.resolved_number or ref.number,
            name=ref.name,
            date=ref.date or ref.resolved_date,
            issuer=ref.issuer or ref.resolved_issuer,
            title=ref.title,
            relation=ref.relation,
            pinpoint=ref.pinpoint,
            section=section,
            start=ref.span.start,
            end=ref.span.end,
            words=text[ref.span.start : ref.span.end],
            confidence=ref.confidence,
            reason=ref.reason,
            parent=None if ref.parent is None else first_row + ref.parent,
            parent_relation=ref.parent_relation,
            target=None if ref.target is None else first_row + ref.target,
            target_relation=ref.target_relation,
            dated=ref.date is not None,
        )
        for i, ref in enumerate(references)
    )


def _is_withheld(row: Mapping[str, Json]) -> bool:
    return bool(row.get("secret")) and row.get("characters") is None


def _text(row: Mapping[str, Json], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) and value else None


def _whole(row: Mapping[str, Json], name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _number(row: Mapping[str, Json], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, (int, float)) else 1.0
