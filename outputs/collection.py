"""Rows of the documents of a store -> the tables of all documents together: units, persons, deadlines, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.columns import Row, Rows


def make_collection(read: Callable[[str], Iterable[Row]]) -> Rows:
    """The rows of every table of the collection by name, from the rows of the tables of documents that `read` gives."""
    from corpus.checks import make_checks
    from corpus.citations import from_rows
    from corpus.counted_deadlines import make_counted_deadlines
    from corpus.graph import build_graph
    from corpus.official_entities import make_people
    from corpus.unit_entities import make_units

    documents, references = list(read("documents")), list(read("references"))
    units = make_units(documents, read("units"))
    graph = build_graph(*from_rows(documents, references))
    counted = make_counted_deadlines(documents, read("deadlines"), lambda: references, lambda: graph)
    return {
        "unit_entities": list(units.rows),
        "unit_names": list(units.spellings),
        "people": list(make_people(read("officials"), units)),
        "counted_deadlines": list(counted),
        "checks": list(make_checks(documents, read("tasks"), read("deadlines"), units, graph)),
    }


def make_counted(read: Callable[[str], Iterable[Row]]) -> dict[tuple[str, int], Row]:
    """The rows of `counted_deadlines` alone by file and row of the deadline, with no more work than they need."""
    from corpus.citations import from_rows
    from corpus.counted_deadlines import make_counted_deadlines
    from corpus.graph import build_graph

    rows = make_counted_deadlines(
        read("documents"),
        read("deadlines"),
        lambda: read("references"),
        lambda: build_graph(*from_rows(read("documents"), read("references"))),
    )
    return {(str(row["source"]), int(str(row["deadline"]))): row for row in rows}
