"""The citation graph -> JSON-LD: schema.org `Legislation` with the relations of the European Legislation Identifier."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.columns import Json
from corpus.graph import CitationGraph, Edge, Work
from corpus.works import WorkKey
from normalize.model import Relation
from normalize.vocabulary import doc_types
from outputs.atomic import replacing
from outputs.network import file_iri, is_nested, work_iri

CONTEXT: dict[str, Json] = {
    "@vocab": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "legislationDate": {"@type": "xsd:date"},
    "legislationChanges": {"@type": "@id"},
    "legislationRepeals": {"@type": "@id"},
    "legislationConsolidates": {"@type": "@id"},
    "legislationApplies": {"@type": "@id"},
    "legislationEnsuresImplementationOf": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "eli:based_on": {"@type": "@id"},
    "eli:cites": {"@type": "@id"},
}
# What a relation is in schema.org or ELI. To replace or repeal a part is a change; every relation is also `eli:cites`.
_PROPERTIES = {
    Relation.AMENDS: "legislationChanges",
    Relation.REPLACES: "legislationRepeals",
    Relation.REPEALS: "legislationRepeals",
    Relation.BASED_ON: "eli:based_on",
    Relation.IMPLEMENTS: "legislationApplies",
    Relation.GUIDES: "legislationEnsuresImplementationOf",
    Relation.ATTACHED_TO: "isPartOf",
}
_CONSOLIDATED = "VBHN"


def write_jsonld(graph: CitationGraph, path: Path) -> None:
    """Write the works with what they do with one another; raises WriteError where that fails."""
    consolidated = find_consolidated(graph)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        file.write('{"@context": ' + json.dumps(CONTEXT) + ',\n"@graph": [\n')
        for number, (key, work) in enumerate(graph.works.items()):
            edges = [data["edge"] for _, _, data in graph.network.out_edges(key, data=True)]
            node = make_node(work, edges, consolidated.get(key, ()))
            file.write((",\n" if number else "") + json.dumps(node, ensure_ascii=False))
        file.write("\n]}\n")


def make_node(work: Work, edges: Iterable[Edge], consolidates: Iterable[WorkKey] = ()) -> dict[str, Json]:
    """One work as `Legislation`. What is not known is left out."""
    node: dict[str, Json] = {"@id": work_iri(work.key), "@type": "Legislation", "name": work.title or work.label}
    if work.number:
        node["legislationIdentifier"] = work.number
    if (kind := next((t.name for t in doc_types() if t.code and t.code == work.type), work.type)) is not None:
        node["legislationType"] = kind.split(" (")[0]
    if work.date is not None and work.date.day is not None:
        node["legislationDate"] = str(work.date)
    elif work.date is not None:
        node["temporalCoverage"] = str(work.date)
    if work.issuer:
        node["legislationPassedBy"] = {"@type": "Organization", "name": work.issuer}
    if work.files:
        node["encoding"] = [{"@type": "LegislationObject", "contentUrl": file_iri(f.source)} for f in work.files]
    related: dict[str, set[str]] = {}
    for edge in edges:
        name = _PROPERTIES.get(edge.relation)
        if edge.pinpoint is not None and name == "legislationRepeals":
            name = "legislationChanges"
        if work.type == _CONSOLIDATED and name in ("legislationChanges", "legislationRepeals"):
            name = None  # a consolidated text repeats the changes of others
        iri = work_iri(edge.cited)
        if name is not None:
            related.setdefault(name, set()).add(iri)
        if not is_nested(edge):
            related.setdefault("eli:cites", set()).add(iri)
    if iris := {work_iri(key) for key in consolidates}:
        related["legislationConsolidates"] = iris
    for name in sorted(related):
        node[name] = sorted(related[name])
    return node


def find_consolidated(graph: CitationGraph) -> dict[WorkKey, tuple[WorkKey, ...]]:
    """For each consolidated text (VBHN) the works that it puts together: those that it says amend one another."""
    by_source = {source: key for source, key in graph.work_of.items() if graph.works[key].type == _CONSOLIDATED}
    found: dict[WorkKey, set[WorkKey]] = {}
    for edge in graph.edges:
        if edge.relation is Relation.AMENDS:
            for evidence in edge.evidence:
                key = by_source.get(evidence.source)
                if key is not None and evidence.nested:
                    found.setdefault(key, set()).update((edge.citing, edge.cited))
    return {key: tuple(sorted(works - {key})) for key, works in found.items()}
