"""The citation graph -> flat rows of its works and edges, which every graph format is written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import regex

from corpus.columns import Json
from corpus.graph import CitationGraph, Edge, Evidence, Work
from corpus.works import WorkKey, format_key

# Control characters that XML 1.0 forbids, lone surrogates, and the two that are no characters.
_ILLEGAL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of every node or edge: `kind` is text, integer, flag or list (of texts)."""

    name: str
    kind: str
    help: str


NODE_FIELDS = (
    Field("key", "text", "Key of the work: place, issuer, kind, year or term, number."),
    Field("label", "text", "Kind and number, or the title of a work without a number."),
    Field("type", "text", "Kind by its usual abbreviation."),
    Field("number", "text", "Number and symbol as printed."),
    Field("date", "text", "Date of issue, as far as it is said."),
    Field("issuer", "text", "Who issued it, as its file or most mentions say."),
    Field("place", "text", "`vn` for the centre, else province and unit; `?` where it was not said."),
    Field("title", "text", "Its title, where a file or a mention gives it."),
    Field("held", "flag", "True where the collection has a file of it."),
    Field(
        "complete", "flag", "False where place, year or kind were not said, so that it is not known which work it is."
    ),
    Field("cited_by", "integer", "How many works cite it."),
    Field("files", "list", "Its files."),
    Field("candidates", "list", "Keys of the works that it may be, where it is not known which."),
    Field("reason", "text", "Why it is not known, or why several files are one work."),
)
EDGE_FIELDS = (
    Field("citing", "text", "Key of the citing work."),
    Field("cited", "text", "Key of the cited work."),
    Field("relation", "text", "What the one does with the other."),
    Field("pinpoint", "text", "The part of it that is meant."),
    Field("weight", "integer", "How many mentions say so."),
    Field("nested", "flag", "True where only other documents say so, in the title that they give of the citing work."),
    Field("source", "text", "File of the first mention."),
    Field("page", "integer", "Page of the first mention, from 1."),
    Field("words", "text", "Exact words of the first mention."),
    Field("reason", "text", "How the mention was understood, where its words alone do not say it."),
)
EVIDENCE_FIELDS = (
    Field("source", "text", "File."),
    Field("row", "integer", "Row of the table `references`."),
    Field("section", "text", "Section path."),
    Field("page", "integer", "Page, from 1."),
    Field("start", "integer", "First character in the text of the document."),
    Field("end", "integer", "Character after the last one."),
    Field("words", "text", "Exact words."),
    Field("nested", "flag", "True where this file speaks of another document's citation."),
    Field("reason", "text", "How the mention was understood, where its words alone do not say it."),
)


def node_rows(graph: CitationGraph) -> Iterator[dict[str, Json]]:
    """One row a work, in the order of keys, with the names of `NODE_FIELDS`."""
    for key, work in graph.works.items():
        yield {
            "key": format_key(key),
            "label": work.label,
            "type": work.type,
            "number": work.number,
            "date": None if work.date is None else str(work.date),
            "issuer": work.issuer,
            "place": key.place,
            "title": work.title,
            "held": work.is_held,
            "complete": key.is_complete,
            "cited_by": len(set(graph.network.predecessors(key))),
            "files": [file.source for file in work.files],
            "candidates": [format_key(other) for other in work.candidates],
            "reason": work.reason or "; ".join(dict.fromkeys(f.reason for f in work.files if f.reason)) or None,
        }


def edge_rows(graph: CitationGraph) -> Iterator[dict[str, Json]]:
    """One row an edge, in order, with the names of `EDGE_FIELDS`, and `evidence` as a list of `EVIDENCE_FIELDS`."""
    for edge in graph.edges:
        first = first_evidence(edge)
        yield {
            "citing": format_key(edge.citing),
            "cited": format_key(edge.cited),
            "relation": edge.relation.value,
            "pinpoint": edge.pinpoint,
            "weight": len(edge.evidence),
            "nested": is_nested(edge),
            "source": first.source,
            "page": first.page,
            "words": first.words,
            "reason": first.resolution,
            "evidence": [_evidence_row(evidence) for evidence in edge.evidence],
        }


def first_evidence(edge: Edge) -> Evidence:
    """The first mention that says it of its own document; the first of all where none does."""
    return next((evidence for evidence in edge.evidence if not evidence.nested), edge.evidence[0])


def is_nested(edge: Edge) -> bool:
    """True where only other documents say it."""
    return all(evidence.nested for evidence in edge.evidence)


def _evidence_row(evidence: Evidence) -> dict[str, Json]:
    return {
        "source": evidence.source,
        "row": evidence.row,
        "section": evidence.section,
        "page": evidence.page,
        "start": evidence.start,
        "end": evidence.end,
        "words": evidence.words,
        "nested": evidence.nested,
        "reason": evidence.resolution,
    }


def plain_attributes(row: dict[str, Json], fields: tuple[Field, ...]) -> dict[str, str | int | bool]:
    """The values of a row as XML formats hold them: no nulls, lists joined, characters that XML forbids left out."""
    found: dict[str, str | int | bool] = {}
    for field in fields:
        value = row[field.name]
        if value is None:
            continue
        if isinstance(value, list):
            if value:
                found[field.name] = clean_xml(" | ".join(map(str, value)))
        elif isinstance(value, (bool, int)):
            found[field.name] = value
        else:
            found[field.name] = clean_xml(str(value))
    return found


def clean_xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def work_iri(key: WorkKey) -> str:
    """The IRI of a work in linked data: `urn:vanban:` and its key, in ASCII."""
    return "urn:vanban:" + quote(format_key(key), safe=":", errors="replace")


def file_iri(source: str) -> str:
    """The path of a file as a relative IRI, in ASCII."""
    return quote(source, safe="/", errors="replace")


def label_of(graph: CitationGraph, key: WorkKey) -> str:
    """What a work is called."""
    work: Work = graph.works[key]
    return work.label
