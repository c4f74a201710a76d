"""Questions to the citation graph: who cites what, chains upward, what ended a work, cycles, contradictions, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from corpus.citations import parse_iso
from corpus.graph import CitationGraph, Edge, Evidence, Work
from corpus.places import NATIONAL
from corpus.ranks import leads_up, why_no_change
from corpus.works import WorkKey, canonical_number, parse_key
from normalize.model import PartialDate, Relation
from normalize.vocabulary import laws_by_number

# What leads from a work to what it carries out; an annex leads to the decision that it came with.
UPWARD = (Relation.IMPLEMENTS, Relation.BASED_ON, Relation.ATTACHED_TO)
_ENDING = (Relation.REPLACES, Relation.REPEALS)
_CHANGING = (Relation.AMENDS, *_ENDING)
_ORDERED = (*UPWARD, Relation.GUIDES, *_CHANGING)
_MAX_CHAINS = 200


@dataclass(frozen=True, slots=True)
class Chain:
    """The edges from a work up to one that leads no further, or back into the chain."""

    edges: tuple[Edge, ...]

    @property
    def top(self) -> WorkKey:
        """The work at its upper end."""
        return self.edges[-1].cited


@dataclass(frozen=True, slots=True)
class Change:
    """What one work does to another, and since when. `pinpoint` is the part meant.

    `since` is the day of its effect where the list of laws has it, else its own date; it may then take effect later.

    `doubt` says why it cannot make that change: it is a notice, its issuer stands below, it is older.
    """

    by: WorkKey
    relation: Relation
    since: PartialDate | None
    pinpoint: str | None
    evidence: tuple[Evidence, ...]
    doubt: str | None = None

    @property
    def is_act(self) -> bool:
        """True where nothing speaks against its being made."""
        return self.doubt is None


@dataclass(frozen=True, slots=True)
class Status:
    """What the collection tells of the fate of a work. `in_force` is None where the collection does not decide it.

    `reason` says in one sentence why; that nothing ends a work in the collection does not prove that nothing did.
    """

    key: WorkKey
    changes: tuple[Change, ...]
    in_force: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in the collection that cannot all be true. `code` is a short stable word."""

    code: str
    message: str
    works: tuple[WorkKey, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A work that is cited: in the files of how many works, in how many places, and what is done with it."""

    work: Work
    citing: int
    mentions: int
    relations: tuple[tuple[Relation, int], ...]


def find_works(graph: CitationGraph, text: str) -> tuple[WorkKey, ...]:
    """The works that `text` may mean: a whole key, a number (`196/KH-UBND`), or the path or name of a file."""
    key = parse_key(text)
    if key is not None and key in graph.works:
        return (key,)
    number = canonical_number(text.strip())
    if number is not None and (found := tuple(key for key in graph.works if key.number == number)):
        return found
    name = text.strip()
    return tuple(
        sorted({key for source, key in graph.work_of.items() if source == name or source.endswith("/" + name)})
    )


def cites(graph: CitationGraph, key: WorkKey) -> tuple[Edge, ...]:
    """The edges from a work, in the order of their evidence. KeyError for an unknown work."""
    return _by_evidence(data["edge"] for _, _, data in graph.network.out_edges(_known(graph, key), data=True))


def cited_by(graph: CitationGraph, key: WorkKey) -> tuple[Edge, ...]:
    """The edges to a work. KeyError for an unknown work."""
    return _by_evidence(data["edge"] for _, _, data in graph.network.in_edges(_known(graph, key), data=True))


def _known(graph: CitationGraph, key: WorkKey) -> WorkKey:
    if key not in graph.works:
        raise KeyError(key)
    return key


def _by_evidence(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(
        sorted(edges, key=lambda edge: (edge.evidence[0].source, edge.evidence[0].row, edge.cited, edge.relation))
    )


def find_chains(
    graph: CitationGraph,
    key: WorkKey,
    *,
    relations: Collection[Relation] = UPWARD,
    within: tuple[str, int, int] | None = None,
) -> tuple[Chain, ...]:
    """The shortest chain from a work to each that it goes back to and that leads no further; Party resolutions first.

    `within` is (source, start, end): then only what is cited in that part of that file begins a chain, whatever it does
    there with it, for the chain of one task. KeyError for an unknown work.
    """
    first = [edge for edge in cites(graph, key) if _begins(edge, relations, within)]
    if within is not None and not first:
        first = [edge for edge in cites(graph, key) if _begins(edge, relations, None)]
    reached: dict[WorkKey, Chain] = {}
    front = [Chain((edge,)) for edge in _one_for_each(first)]
    while front:
        following: list[Chain] = []
        for chain in front:
            if chain.top in reached or chain.top == key:
                continue
            reached[chain.top] = chain
            onward = [edge for edge in cites(graph, chain.top) if _goes_up(edge, relations)]
            following += [Chain((*chain.edges, edge)) for edge in _one_for_each(onward)]
        front = sorted(following, key=lambda chain: tuple(edge.cited for edge in chain.edges))
    ends = [
        chain
        for top, chain in reached.items()
        if is_party(top) or not any(_goes_up(e, relations) and e.cited not in (key, top) for e in cites(graph, top))
    ]
    ends.sort(key=lambda chain: (not is_party(chain.top), len(chain.edges), chain.top))
    return tuple(ends[:_MAX_CHAINS])


def _begins(edge: Edge, relations: Collection[Relation], within: tuple[str, int, int] | None) -> bool:
    if within is None:
        return _goes_up(edge, relations)
    source, start, end = within
    return any(e.source == source and start <= e.start < end and not e.nested for e in edge.evidence)


def _goes_up(edge: Edge, relations: Collection[Relation]) -> bool:
    """True for an edge of those relations that does not lead to a body that stands below."""
    return edge.relation in relations and leads_up(edge.citing, edge.cited)


def _one_for_each(edges: Iterable[Edge]) -> list[Edge]:
    """One edge for each cited work: the first relation of `UPWARD`, the whole before its parts."""
    best: dict[WorkKey, Edge] = {}
    for edge in sorted(
        edges, key=lambda e: (_ORDERED.index(e.relation) if e.relation in _ORDERED else 99, e.pinpoint or "")
    ):
        best.setdefault(edge.cited, edge)
    return [best[key] for key in sorted(best)]


def is_party(key: WorkKey) -> bool:
    """True for a work of a central Party body."""
    return key.place == NATIONAL and key.issuer.endswith("TW")


def find_status(graph: CitationGraph, key: WorkKey, *, on: PartialDate | None = None) -> Status:
    """What amends, replaces or repeals a work, and whether it is in force on a day as far as the collection tells."""
    changes = tuple(
        sorted(
            (
                Change(
                    edge.citing,
                    edge.relation,
                    _effect_of(graph.works[edge.citing]) or graph.works[edge.citing].date or _year_in(edge.citing),
                    edge.pinpoint,
                    edge.evidence,
                    _doubt(graph, edge),
                )
                for edge in cited_by(graph, key)
                if edge.relation in _CHANGING
            ),
            key=lambda change: (str(change.since or "9999"), change.by, change.relation, change.pinpoint or ""),
        )
    )
    day = on or PartialDate(9999)
    ended = [c for c in changes if c.is_act and c.relation in _ENDING and c.pinpoint is None]
    for change in ended:
        if change.since is not None and _begun(change.since, day):
            verb = "repealed" if change.relation is Relation.REPEALS else "replaced"
            label = graph.works[change.by].label
            later = "" if _effect_of(graph.works[change.by]) else "; it may take effect later"
            return Status(key, changes, False, f"{verb} by {label}, {change.since}{later}")
    own = graph.works[key].date
    if on is not None and own is not None and not _begun(own, on):
        return Status(key, changes, False, f"made on {own}, after that day")
    if any(change.since is None for change in ended):
        return Status(key, changes, None, "replaced or repealed by a work without a date")
    parts = sum(c.is_act and not (c.since is not None and not _begun(c.since, day)) for c in changes)
    reason = "nothing in the collection replaces or repeals it" + (f"; changed in part by {parts}" if parts else "")
    return Status(key, changes, True, reason)


def _effect_of(work: Work) -> PartialDate | None:
    """Since when a law is in force, by the list of laws; None where that is not known."""
    law = laws_by_number().get(work.number or "")
    return parse_iso(law.effective) if law is not None else None


def _doubt(graph: CitationGraph, edge: Edge) -> str | None:
    """Why an edge is no change of the cited work; None where it is."""
    citing, cited = graph.works[edge.citing], graph.works[edge.cited]
    since, made = citing.date or _year_in(edge.citing), cited.date or _year_in(edge.cited)
    if since is not None and made is not None and _after(made, since):
        return "it is older than the other"
    return why_no_change(edge.citing, edge.cited, citing.type)


def _begun(since: PartialDate, day: PartialDate) -> bool:
    """True where a date is on or before a day; a date cut to its month or year counts from its end."""
    return (since.year, since.month or 12, since.day or 31) <= (day.year, day.month or 12, day.day or 31)


def _year_in(key: WorkKey) -> PartialDate | None:
    return PartialDate(int(key.when)) if key.when.isdigit() else None


def most_cited(graph: CitationGraph, *, limit: int = 20) -> tuple[Cited, ...]:
    """The works that most other works cite, held or not."""
    return tuple(_counted(graph, graph.works.values()))[:limit]


def find_missing(graph: CitationGraph, *, limit: int | None = None, at_least: int = 1) -> tuple[Cited, ...]:
    """The works that are cited and not held, those that most works cite first: what to acquire.

    What is not known well enough to look for (a number without its year or place) comes last.
    """
    found = _counted(graph, (work for work in graph.works.values() if not work.is_held))
    ordered = sorted(found, key=lambda item: not item.work.key.is_complete)
    return tuple(item for item in ordered if item.citing >= at_least)[:limit]


def _counted(graph: CitationGraph, works: Iterable[Work]) -> list[Cited]:
    found = []
    for work in works:
        edges = cited_by(graph, work.key)
        if not edges:
            continue
        relations = Counter(edge.relation for edge in edges for _ in edge.evidence)
        found.append(
            Cited(
                work,
                len({graph.work_of[e.source] for edge in edges for e in edge.evidence}),
                len({(e.source, e.row) for edge in edges for e in edge.evidence}),
                tuple(sorted(relations.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return sorted(found, key=lambda item: (-item.citing, -item.mentions, item.work.key))


def find_cycles(graph: CitationGraph, *, relations: Collection[Relation] = _ORDERED) -> tuple[tuple[Edge, ...], ...]:
    """One cycle of edges out of each set of works that all lead to one another: each works on the next."""
    network: nx.DiGraph[WorkKey] = nx.DiGraph()
    for edge in graph.edges:
        if edge.relation in relations and not network.has_edge(edge.citing, edge.cited):
            network.add_edge(edge.citing, edge.cited, edge=edge)
    found = []
    for component in nx.strongly_connected_components(network):
        if len(component) > 1:
            inside = network.subgraph(component)
            start = min(component)
            back = min(
                inside.predecessors(start), key=lambda node: (nx.shortest_path_length(inside, start, node), node)
            )
            path = [*nx.shortest_path(inside, start, back), start]
            found.append(tuple(inside.edges[one, other]["edge"] for one, other in pairwise(path)))
    return tuple(sorted(found, key=lambda cycle: cycle[0].citing))


def find_contradictions(graph: CitationGraph) -> tuple[Contradiction, ...]:
    """Works cited with several dates, numbers whose year is not that of the date, works that carry out or replace a
    later one or change one of a higher body, works based on one that was ended before, files of one work that have
    little in common, and cycles."""
    found = [*_date_conflicts(graph), *_time_conflicts(graph), *_file_conflicts(graph)]
    for cycle in find_cycles(graph):
        names = " -> ".join(graph.works[edge.citing].label for edge in cycle)
        found.append(
            Contradiction(
                "cycle",
                f"{names} -> {graph.works[cycle[-1].cited].label}: each works on the next.",
                tuple(edge.citing for edge in cycle),
                tuple(edge.evidence[0] for edge in cycle),
            )
        )
    return tuple(sorted(found, key=lambda item: (item.code, item.works, item.message)))


def _date_conflicts(graph: CitationGraph) -> Iterator[Contradiction]:
    for key, work in graph.works.items():
        if len(work.dates) > 1:
            shown = ", ".join(map(str, work.dates))
            yield Contradiction(
                "several_dates", f"{work.label} has several dates: {shown}.", (key,), _evidence(graph, key)
            )
        parts = key.number.split("/")
        year = parts[1] if len(parts) > 2 and parts[1].isdigit() and len(parts[1]) == 4 else None
        wrong = [date for date in work.dates if year is not None and str(date.year) != year]
        if wrong:
            message = f"{work.label} has {year} in its number and is dated {', '.join(map(str, wrong))}."
            yield Contradiction("year_of_number", message, (key,), _evidence(graph, key))


def _time_conflicts(graph: CitationGraph) -> Iterator[Contradiction]:
    for edge in graph.edges:
        citing, cited = graph.works[edge.citing], graph.works[edge.cited]
        if edge.relation is Relation.MENTIONS or citing.date is None or not edge.citing.is_complete:
            continue
        if cited.date is not None and len(cited.dates) < 2 and _after(cited.date, citing.date):
            message = f"{citing.label} of {citing.date} {edge.relation} {cited.label} of {cited.date}, which is later."
            yield Contradiction("later_work", message, (edge.citing, edge.cited), edge.evidence)
        ranks = why_no_change(edge.citing, edge.cited, citing.type) if edge.relation in _CHANGING else None
        if ranks is not None and "below" in ranks:
            message = f"{citing.label} {edge.relation} {cited.label}, but {ranks}."
            yield Contradiction("rank", message, (edge.citing, edge.cited), edge.evidence)
        if edge.relation is Relation.BASED_ON:
            for end in find_status(graph, edge.cited).changes:
                whole = end.is_act and end.relation in _ENDING and end.pinpoint is None and end.by != edge.citing
                if whole and end.since is not None and _after(citing.date, end.since):
                    message = (
                        f"{citing.label} of {citing.date} is based on {cited.label}, "
                        f"which {graph.works[end.by].label} of {end.since} {end.relation}."
                    )
                    yield Contradiction("ended_basis", message, (edge.citing, edge.cited, end.by), edge.evidence)


def _after(one: PartialDate, other: PartialDate) -> bool:
    """True where `one` is surely later."""
    size = min(len(str(one)), len(str(other)))
    return str(one)[:size] > str(other)[:size]


def _file_conflicts(graph: CitationGraph) -> Iterator[Contradiction]:
    for key, work in graph.works.items():
        for file in work.files:
            if file.doubt:
                yield Contradiction("unlike_files", f"{file.source}, a file of {work.label}: {file.doubt}.", (key,))


def _evidence(graph: CitationGraph, key: WorkKey) -> tuple[Evidence, ...]:
    return tuple(evidence for edge in cited_by(graph, key) for evidence in edge.evidence)[:20]
