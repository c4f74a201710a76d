"""The citation graph of a store -> the works and citations that the report draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import regex

from corpus.places import NATIONAL
from corpus.store import Store
from corpus.works import WorkKey, format_key
from outputs.report_graph import MAX_EVIDENCE, Citation, Mention, Work
from outputs.report_view import DocumentCard
from outputs.report_words import day_words, type_name
from outputs.tables import read_table, secret_sources

if TYPE_CHECKING:
    from corpus.graph import CitationGraph, Edge
    from corpus.graph import Work as GraphWork

_HIGHEST = regex.compile(r"QH|UBTVQH|TW|VPTW|BTGTW|BTCTW|UBKTTW|CTN|TƯ|BCT")
_LAWS = frozenset(("L", "BL", "PL", "HP"))
_GOVERNMENT = frozenset(("CP", "TTg", "VPCP"))
_PROVINCIAL = regex.compile(r"UBND|HĐND|TU(?!\p{L})|ĐĐBQH|ĐGS|uy-ban-nhan-dan|hoi-dong-nhan-dan|tinh-uy|thanh-uy")
_LOCAL = regex.compile(r"\??(?:xa|phuong|huyen|quan|thi-xa|thi-tran|dac-khu)-")


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
                _unnumbered(work, found[0] if found else None) if unnumbered else str(work.number),
                work.title or "",
                work.issuer or "",
                day_words(str(work.date)) if work.date is not None else "",
                work.is_held,
                level_of(key),
                found[0].id if found else "",
            )
        )
    pairs: dict[tuple[WorkKey, WorkKey], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        pairs[edge.citing, edge.cited].append(edge)
    return works, [_citation(citing, cited, edges) for (citing, cited), edges in pairs.items()]


def level_of(key: WorkKey) -> int | None:
    """The column of a work, from 0 for Party and National Assembly to 5 for communes; None where it is not known."""
    if key.place == NATIONAL:
        return 0 if _HIGHEST.match(key.issuer) or key.type in _LAWS else 1 if key.issuer in _GOVERNMENT else 2
    if "." in key.place or _LOCAL.match(key.place):
        return 5
    if _PROVINCIAL.match(key.issuer):
        return 3
    return 4 if key.issuer.strip("?") else None


def _unnumbered(work: GraphWork, card: DocumentCard | None) -> str:
    """What a work without a number is called: its symbol, or its kind and title."""
    if card is not None and card.name.startswith("…"):
        return card.name
    kind, title = type_name(work.type) if work.type else "", work.title or ""
    return title if title.casefold().startswith(kind.casefold()) and title else f"{kind} {title}".strip() or work.label


def _citation(citing: WorkKey, cited: WorkKey, edges: Sequence[Edge]) -> Citation:
    evidence = [found for edge in edges for found in edge.evidence]
    return Citation(
        format_key(citing),
        format_key(cited),
        tuple(dict.fromkeys(edge.relation.value for edge in edges)),
        len(evidence),
        tuple(Mention(found.source, found.page, found.words) for found in evidence[:MAX_EVIDENCE]),
    )
