"""The citation graph -> GraphML, for Gephi, yEd, Cytoscape and graph libraries."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from corpus.graph import CitationGraph
from outputs.atomic import replacing
from outputs.network import EDGE_FIELDS, NODE_FIELDS, edge_rows, node_rows, plain_attributes


def write_graphml(graph: CitationGraph, path: Path) -> None:
    """Write the graph; raises WriteError where that fails."""
    network = plain_network(graph)
    with replacing(path) as temporary:
        nx.write_graphml_lxml(network, temporary, named_key_ids=True)


def plain_network(graph: CitationGraph) -> nx.MultiDiGraph[str]:
    """The graph with keys as text and plain attributes, in order."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in node_rows(graph):
        attributes = plain_attributes(row, NODE_FIELDS)
        network.add_node(str(attributes.pop("key")), **attributes)
    for row in edge_rows(graph):
        attributes = plain_attributes(row, EDGE_FIELDS)
        network.add_edge(str(attributes.pop("citing")), str(attributes.pop("cited")), **attributes)
    return network
