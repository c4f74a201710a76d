"""The citation graph -> GEXF 1.2, for Gephi."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from corpus.graph import CitationGraph
from outputs.atomic import replacing
from outputs.to_graphml import plain_network


def write_gexf(graph: CitationGraph, path: Path) -> None:
    """Write the graph; raises WriteError where that fails."""
    network = plain_network(graph)
    for number, (_, _, attributes) in enumerate(network.edges(data=True)):
        attributes["id"] = str(number)
    with replacing(path) as temporary:
        nx.write_gexf(network, temporary, version="1.2draft")
