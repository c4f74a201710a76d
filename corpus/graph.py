"""Files and citations -> works, held or only cited, and typed edges between them with all their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from corpus.citations import Citation, HeldFile, parse_iso
from corpus.identity import Identity, describe_file, identify_files
from corpus.resolve import Candidates, Described, Resolution, choose_law, date_of_file, describe_all, resolve
from corpus.works import Description, WorkKey
from normalize.model import PartialDate, Relation
from normalize.vocabulary import laws_by_number

T = TypeVar("T", str, PartialDate)
_LAW_WORDS = {"L": "Luật", "BL": "Bộ luật", "PL": "Pháp lệnh"}


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file of a work; `reason` and `doubt` as in `Identity`."""

    source: str
    reason: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A work: held where it has files, else only cited.

    `number`, `date`, `issuer` and `title` are those of its file, or what most mentions say, or of a law those of the
    list of laws. `dates` are all whole dates
    that are said of it. `candidates` are the works that it may be where its key says too little, `reason` says why.
    """

    key: WorkKey
    type: str | None
    number: str | None
    date: PartialDate | None
    issuer: str | None
    title: str | None
    dates: tuple[PartialDate, ...] = ()
    files: tuple[WorkFile, ...] = ()
    candidates: tuple[WorkKey, ...] = ()
    reason: str | None = None

    @property
    def is_held(self) -> bool:
        """True where the collection has a file of it."""
        return bool(self.files)

    @property
    def label(self) -> str:
        """What it is called: its kind and number, or its title."""
        if self.number is not None and not self.number.startswith("~"):
            return f"{self.type or ''} {self.number}".strip()
        return self.title or self.key.number.lstrip("~")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an edge comes from: the file and mention, its section, page, characters and exact words.

    `resolution` says how the mention was understood where its words alone do not say it. `nested` is True where another
    document speaks of the edge: the title of a cited plan that itself cites.
    """

    source: str
    row: int
    section: str
    page: int | None
    start: int
    end: int
    words: str
    confidence: float = 1.0
    resolution: str | None = None
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One work does something with another, or with a part of it; `evidence` is by file and place."""

    citing: WorkKey
    cited: WorkKey
    relation: Relation
    pinpoint: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CitationGraph:
    """The works by key and the edges, both in order; `network` has the same, with each `Edge` as `edge`."""

    works: dict[WorkKey, Work]
    edges: tuple[Edge, ...]
    network: nx.MultiDiGraph[WorkKey]
    work_of: dict[str, WorkKey]  # by file


def build_graph(files: Iterable[HeldFile], citations: Iterable[Citation]) -> CitationGraph:
    """The graph of a collection. The order of files and citations makes no difference."""
    held = {file.source: file for file in sorted(files, key=lambda file: file.source)}
    cited = sorted(citations, key=lambda citation: (citation.source, citation.row))
    described = describe_all(cited, held)
    candidates = _gather_candidates(held.values(), cited, described)
    identities = identify_files(tuple(held.values()), candidates)
    resolved = _resolve_all(held, cited, described, candidates, identities)
    edges = _make_edges(cited, resolved, identities)
    works = _make_works(held, cited, described, resolved, identities)
    network: nx.MultiDiGraph[WorkKey] = nx.MultiDiGraph()
    network.add_nodes_from(works)
    network.add_edges_from((edge.citing, edge.cited, {"edge": edge}) for edge in edges)
    return CitationGraph(works, edges, network, {source: identity.key for source, identity in identities.items()})


_Described = dict[tuple[str, int], Described]
_Resolved = dict[tuple[str, int], Resolution]


def _gather_candidates(held: Iterable[HeldFile], cited: Sequence[Citation], described: _Described) -> Candidates:
    """All that says enough to mean one work: heads of files, and mentions with date and issuer."""
    candidates = Candidates()
    recognised = set()
    for file in held:
        candidates.add(describe_file(file), sound=True, title=file.title)
        if file.recognised:
            recognised.add(file.source)
    for citation in cited:
        if (found := described.get((citation.source, citation.row))) is not None:
            sound = citation.source not in recognised and citation.confidence >= 1
            candidates.add(found.said, sound=sound, title=citation.title)
    return candidates


def _resolve_all(
    held: dict[str, HeldFile],
    cited: Sequence[Citation],
    described: _Described,
    candidates: Candidates,
    identities: dict[str, Identity],
) -> _Resolved:
    nearby: dict[str, set[WorkKey]] = {}
    for (source, _), said_there in described.items():
        if said_there.said.is_complete:
            nearby.setdefault(source, set()).add(said_there.said.key)
    found: _Resolved = {}
    memory: dict[tuple[Description, int | None, str | None, str], Resolution] = {}
    for citation in cited:
        place = (citation.source, citation.row)
        if place not in described:
            continue
        said, note = described[place].said, described[place].note
        file = held[citation.source]
        if described[place].candidates:
            found[place] = choose_law(described[place], nearby.get(citation.source, set()))
            continue
        title = citation.title if file.recognised else None
        year = date.year if (date := date_of_file(file)) is not None else None
        known = (said, year, title, "" if said.is_complete and not file.recognised else citation.source)
        resolution = memory.get(known)
        if resolution is None:
            near = nearby.get(citation.source, set()) | {identities[citation.source].key}
            resolution = memory[known] = resolve(
                said, candidates, citing_year=year, nearby=near, recognised=file.recognised, title=title
            )
        if note and not resolution.reason:
            resolution = Resolution(resolution.key, note, resolution.candidates)
        found[place] = resolution
    return found


def _make_edges(cited: Sequence[Citation], resolved: _Resolved, identities: dict[str, Identity]) -> tuple[Edge, ...]:
    """One edge for each pair, relation and pinpoint; what a document says of itself is none."""
    found: dict[tuple[WorkKey, WorkKey, Relation, str], list[Evidence]] = {}

    def add(citing: WorkKey, to: Resolution, relation: Relation, citation: Citation, *, nested: bool) -> None:
        if citing == to.key:
            return
        evidence = Evidence(
            citation.source,
            citation.row,
            citation.section,
            citation.page,
            citation.start,
            citation.end,
            citation.words,
            citation.confidence,
            to.reason,
            nested,
        )
        found.setdefault((citing, to.key, relation, citation.pinpoint or ""), []).append(evidence)

    for citation in cited:
        resolution = resolved.get((citation.source, citation.row))
        if resolution is None:
            continue
        add(identities[citation.source].key, resolution, citation.relation, citation, nested=False)
        parent = resolved.get((citation.source, citation.parent)) if citation.parent is not None else None
        if parent is not None and citation.parent_relation is not None:
            add(parent.key, resolution, citation.parent_relation, citation, nested=True)
        target = resolved.get((citation.source, citation.target)) if citation.target is not None else None
        if target is not None and citation.target_relation is not None:
            add(resolution.key, target, citation.target_relation, citation, nested=True)
    return tuple(
        Edge(citing, to, relation, pinpoint or None, tuple(evidence))
        for (citing, to, relation, pinpoint), evidence in sorted(found.items(), key=lambda item: item[0])
    )


@dataclass(slots=True)
class _Said:
    """What all mentions say of one work, counted."""

    numbers: Counter[str]
    dates: Counter[PartialDate]
    issuers: Counter[str]
    titles: Counter[str]
    candidates: set[WorkKey]
    reasons: set[str]
    files: list[HeldFile]


def _make_works(
    held: dict[str, HeldFile],
    cited: Sequence[Citation],
    described: _Described,
    resolved: _Resolved,
    identities: dict[str, Identity],
) -> dict[WorkKey, Work]:
    said: dict[WorkKey, _Said] = {}

    def of(key: WorkKey) -> _Said:
        if key not in said:
            said[key] = _Said(Counter(), Counter(), Counter(), Counter(), set(), set(), [])
        return said[key]

    for source, file in held.items():
        of(identities[source].key).files.append(file)
    for citation in cited:
        place = (citation.source, citation.row)
        if (resolution := resolved.get(place)) is None:
            continue
        facts = of(resolution.key)
        facts.candidates.update(resolution.candidates)
        if not resolution.is_resolved and resolution.reason:
            facts.reasons.add(resolution.reason)
        said_here = described[place].said
        _count(facts, citation, said_here, mended=said_here.number != resolution.key.number)
    return {key: _make_work(key, facts, identities) for key, facts in sorted(said.items(), key=lambda item: item[0])}


def _count(facts: _Said, citation: Citation, said: Description, *, mended: bool) -> None:
    if citation.number and not mended:
        facts.numbers[citation.number] += 1
    if (citation.dated or citation.date is not None) and said.date is not None:
        facts.dates[said.date] += 1
    if citation.issuer:
        facts.issuers[citation.issuer] += 1
    if title := citation.title or (citation.name if citation.number is None else None):
        facts.titles[title] += 1


def _make_work(key: WorkKey, facts: _Said, identities: dict[str, Identity]) -> Work:
    files = sorted(facts.files, key=lambda file: (file.number is None, -file.confidence, file.source))
    first = files[0] if files else HeldFile("")
    dates = Counter({date: n for date, n in facts.dates.items() if date.day is not None})
    for file in files:
        if file.date is not None and file.date.day is not None:
            dates[file.date] += 0
    date = first.date or _most(dates) or _most(facts.dates)
    number = first.number or _most(facts.numbers) or (None if key.number.startswith("~") else key.number)
    law = laws_by_number().get(number) if number is not None and key.type in ("L", "PL") else None
    if law is not None:
        date = date or parse_iso(law.date)
    return Work(
        key,
        first.type or (None if key.type == "?" else key.type),
        number,
        date,
        first.issuer or _most(facts.issuers),
        first.title or _most(facts.titles) or (f"{_LAW_WORDS[law.kind]} {law.name}" if law is not None else None),
        tuple(sorted(dates)),
        tuple(
            WorkFile(file.source, identities[file.source].reason, identities[file.source].doubt)
            for file in sorted(files, key=lambda file: file.source)
        ),
        tuple(sorted(facts.candidates)),
        "; ".join(sorted(facts.reasons)) or None,
    )


def _most(counted: Counter[T]) -> T | None:
    """The value said most often; of several the first in order."""
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None
