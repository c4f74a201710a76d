"""Citations -> W3C Web Annotations: for each mention the exact words, their place, and the work that they mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from corpus.columns import Json
from corpus.graph import CitationGraph, Edge, Evidence
from outputs.atomic import replacing
from outputs.network import file_iri, label_of, work_iri

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PAGES = "http://tools.ietf.org/rfc/rfc3778"  # fragments of PDF: `page=3`


def write_annotations(graph: CitationGraph, path: Path) -> None:
    """Write an AnnotationPage with every mention, by file and place; raises WriteError where that fails."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", errors="replace") as file:
        file.write(
            f'{{"@context": "{_CONTEXT}", "id": "urn:vanban:annotations", "type": "AnnotationPage", "items": [\n'
        )
        for number, annotation in enumerate(make_annotations(graph)):
            file.write((",\n" if number else "") + json.dumps(annotation, ensure_ascii=False))
        file.write("\n]}\n")


def make_annotations(graph: CitationGraph) -> Iterator[dict[str, Json]]:
    """One annotation a mention, by file and place. Positions are in the text of the document, as in every table."""
    mentions: list[tuple[Evidence, Edge]] = [
        (evidence, edge) for edge in graph.edges for evidence in edge.evidence if not evidence.nested
    ]
    mentions.sort(key=lambda mention: (mention[0].source, mention[0].start, mention[0].row))
    for evidence, edge in mentions:
        yield _annotation(graph, evidence, edge)


def _annotation(graph: CitationGraph, evidence: Evidence, edge: Edge) -> dict[str, Json]:
    selectors: list[Json] = [
        {"type": "TextQuoteSelector", "exact": evidence.words},
        {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
    ]
    if evidence.page is not None:
        selectors.append({"type": "FragmentSelector", "conformsTo": _PAGES, "value": f"page={evidence.page}"})
    bodies: list[Json] = [
        {"type": "SpecificResource", "source": work_iri(edge.cited), "purpose": "identifying"},
        {"type": "TextualBody", "value": label_of(graph, edge.cited), "purpose": "describing", "format": "text/plain"},
        {"type": "TextualBody", "value": edge.relation.value, "purpose": "classifying", "format": "text/plain"},
    ]
    if edge.pinpoint is not None:
        bodies.append({"type": "TextualBody", "value": edge.pinpoint, "purpose": "describing", "format": "text/plain"})
    if evidence.resolution is not None:
        bodies.append(
            {"type": "TextualBody", "value": evidence.resolution, "purpose": "commenting", "format": "text/plain"}
        )
    return {
        "id": f"urn:vanban:mention:{file_iri(evidence.source)}:{evidence.row}",
        "type": "Annotation",
        "motivation": "linking",
        "body": bodies,
        "target": {"source": file_iri(evidence.source), "selector": selectors},
    }
