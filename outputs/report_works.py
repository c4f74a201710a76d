"""The citation graph of a store -> the works and citations that the report draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.store import Store
from corpus.works import WorkKey, format_key
from outputs.report_graph import MAX_EVIDENCE, Citation, Mention, Work
from outputs.report_view import DocumentCard
from outputs.report_words import day_words
from outputs.tables import read_table, secret_sources

if TYPE_CHECKING:
    from corpus.graph import CitationGraph, Edge


def read_works(
    store: Store, cards: Sequence[DocumentCard], *, include_secret: bool = False
) -> tuple[list[Work], list[Citation]]:
    """The works of a store and who cites whom, without what documents marked secret say."""
    from corpus.citations import make_citation, make_held_file
    from corpus.graph import build_graph

    hidden = frozenset[object]() if include_secret else secret_sources(store)
    documents, references = (
        [row for row in read_table(store, name, include_secret=include_secret) if row["source"] not in hidden]
        for name in ("documents", "references")
    )
    graph = build_graph(map(make_held_file, documents), map(make_citation, references))
    return make_works(graph, cards)


def make_works(graph: CitationGraph, cards: Sequence[DocumentCard]) -> tuple[list[Work], list[Citation]]:
    """The works, those held with the card of their document, and one citation for each pair of them."""
    by_source = {card.source: card for card in cards}
    works = []
    for key, work in graph.works.items():
        found = [by_source[file.source] for file in work.files if file.source in by_source]
        unnumbered = work.number is None or work.number.startswith("~")
        works.append(
            Work(
                format_key(key),
                (found[0].name if found else work.label) if unnumbered else str(work.number),
                work.title or "",
                work.issuer or "",
                day_words(str(work.date)) if work.date is not None else "",
                work.is_held,
                found[0].id if found else "",
            )
        )
    pairs: dict[tuple[WorkKey, WorkKey], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        pairs[edge.citing, edge.cited].append(edge)
    return works, [_citation(citing, cited, edges) for (citing, cited), edges in pairs.items()]


def _citation(citing: WorkKey, cited: WorkKey, edges: Sequence[Edge]) -> Citation:
    evidence = [found for edge in edges for found in edge.evidence]
    return Citation(
        format_key(citing),
        format_key(cited),
        tuple(dict.fromkeys(edge.relation.value for edge in edges)),
        len(evidence),
        tuple(Mention(found.source, found.page, found.words) for found in evidence[:MAX_EVIDENCE]),
    )
