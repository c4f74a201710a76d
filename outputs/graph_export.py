"""The citation graph -> the files of a folder, in each graph format asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from corpus.graph import CitationGraph
from corpus.places import slug_of
from extract.errors import ReadError
from extract.model import Document


class GraphFormat(StrEnum):
    """A format that the citation graph is written in."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    NEO4J = "neo4j"
    PARQUET = "parquet"
    JSONLD = "jsonld"
    AKN = "akn"
    ANNOTATIONS = "annotations"


def write_graph(
    graph: CitationGraph,
    files: Mapping[str, tuple[Path, str | None]],
    folder: Path,
    formats: Collection[GraphFormat] = tuple(GraphFormat),
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write the formats to `folder`; returns what was written, and why a document was left out of `akn`.

    `files` gives, for each source of the graph, its path and the fingerprint with which it was read. Raises WriteError
    at the first file that cannot be written.
    """
    written: list[Path] = []
    skipped: list[str] = []
    for graph_format in GraphFormat:
        if graph_format in formats:
            if graph_format is GraphFormat.AKN:
                _write_documents(graph, files, folder / "akn", written, skipped)
            else:
                written += _write(graph, folder, graph_format)
    return tuple(written), tuple(skipped)


def _write(graph: CitationGraph, folder: Path, graph_format: GraphFormat) -> tuple[Path, ...]:
    match graph_format:
        case GraphFormat.GRAPHML:
            from outputs.to_graphml import write_graphml

            write_graphml(graph, path := folder / "graph.graphml")
        case GraphFormat.GEXF:
            from outputs.to_gexf import write_gexf

            write_gexf(graph, path := folder / "graph.gexf")
        case GraphFormat.NEO4J:
            from outputs.to_neo4j import write_neo4j

            return write_neo4j(graph, folder)
        case GraphFormat.PARQUET:
            from outputs.to_edges import write_edges

            return write_edges(graph, folder)
        case GraphFormat.JSONLD:
            from outputs.to_jsonld import write_jsonld

            write_jsonld(graph, path := folder / "graph.jsonld")
        case _:
            from outputs.to_annotations import write_annotations

            write_annotations(graph, path := folder / "annotations.jsonld")
    return (path,)


def _write_documents(
    graph: CitationGraph,
    files: Mapping[str, tuple[Path, str | None]],
    folder: Path,
    written: list[Path],
    skipped: list[str],
) -> None:
    from outputs.to_akn import write_akn

    for document in _read_again(graph, files, skipped):
        mark = sha256(document.source.encode("utf-8", "replace")).hexdigest()[:8]
        path = folder / f"{slug_of(Path(document.source).stem)[:60] or 'document'}-{mark}.xml"
        write_akn(document, graph, path)
        written.append(path)


def _read_again(
    graph: CitationGraph, files: Mapping[str, tuple[Path, str | None]], skipped: list[str]
) -> Iterator[Document]:
    """The documents of the graph, read again; what is gone, changed or unreadable is told in `skipped`."""
    from extract.read import read_document

    for source in sorted(graph.work_of):
        path, fingerprint = files.get(source, (Path(source), None))
        try:
            document = read_document(path)
        except (ReadError, OSError) as error:
            skipped.append(f"{source}: {error}")
            continue
        if fingerprint is not None and document.fingerprint != fingerprint:
            skipped.append(f"{source}: changed since it was read; run again.")
            continue
        yield replace(document, source=source)
