"""The commands on the citations of a collection: `cites`, `cited-by`, `chain`, `in-force`, `missing`, `graph`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanban.options import StoreUrl

if TYPE_CHECKING:
    from corpus.graph import CitationGraph, Edge
    from corpus.works import WorkKey

UNUSABLE = 2
FORMATS = "graphml,gexf,neo4j,parquet,jsonld,akn,annotations"

Out = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")]
Key = Annotated[
    str, typer.Argument(metavar="KEY", help="A number (`196/KH-UBND`), the key of a work, or the name of a file.")
]
Secret = Annotated[bool, typer.Option("--include-secret", help="Also what documents marked secret cite.")]
Limit = Annotated[int, typer.Option(min=1, metavar="N", help="Show the first N.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(cites)
    app.command("cited-by")(cited_by)
    app.command()(chain)
    app.command("in-force")(in_force)
    app.command()(missing)
    app.command()(graph)


def cites(out: Out, key: Key, include_secret: Secret = False, url: StoreUrl = None) -> None:
    """What a document cites, and where."""
    from corpus.chains import cites as edges_of

    collection = _read(out, url, include_secret)
    work = _find(collection, key)
    _print_edges(collection, f"{_title(collection, work)} cites", edges_of(collection, work), cited=True)


def cited_by(out: Out, key: Key, include_secret: Secret = False, url: StoreUrl = None) -> None:
    """What cites a document, and where."""
    from corpus.chains import cited_by as edges_to

    collection = _read(out, url, include_secret)
    work = _find(collection, key)
    _print_edges(collection, f"{_title(collection, work)} is cited by", edges_to(collection, work), cited=False)


def chain(
    out: Out,
    key: Key,
    task: Annotated[
        str | None, typer.Option("--task", metavar="LABEL", help="Only from the task with this label (`II.1`).")
    ] = None,
    include_secret: Secret = False,
    url: StoreUrl = None,
) -> None:
    """From a document or one of its tasks back to what it carries out, Party resolutions first."""
    from corpus.chains import find_chains

    collection = _read(out, url, include_secret)
    work = _find(collection, key)
    within = _place_of_task(out, url, collection, work, task, include_secret) if task is not None else None
    chains = find_chains(collection, work, within=within)
    typer.echo(_title(collection, work))
    if not chains:
        typer.echo("  carries out, is based on and is attached to nothing that the collection knows of.")
    for found in chains:
        typer.echo("")
        for depth, edge in enumerate(found.edges, start=1):
            typer.echo(f"{'  ' * depth}{_words_of(edge)} {_title(collection, edge.cited)}")
            typer.echo(f"{'  ' * depth}  {_place(edge)}")


def in_force(
    out: Out,
    key: Key,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="In force on that day (`2025-08-01`)?")] = None,
    include_secret: Secret = False,
    url: StoreUrl = None,
) -> None:
    """What amends, replaces or repeals a document, as far as the collection tells."""
    from corpus.chains import find_status
    from corpus.citations import parse_iso

    day = parse_iso(on)
    if on is not None and day is None:
        raise typer.BadParameter(f"{on!r} is no date; write it as 2025-08-01.", param_hint="--on")
    collection = _read(out, url, include_secret)
    work = _find(collection, key)
    found = find_status(collection, work, on=day)
    typer.echo(_title(collection, work))
    answer = {True: "in force", False: "not in force", None: "not decided"}[found.in_force]
    typer.echo(f"{answer}{f' on {day}' if day else ''}, as far as the collection tells: {found.reason}.")
    for change in found.changes:
        part = f" ({change.pinpoint})" if change.pinpoint else ""
        said = f", in doubt: {change.doubt}" if change.doubt else ""
        typer.echo(f"  {change.since or 'no date'}: {change.relation}{part} by {_title(collection, change.by)}{said}")


def missing(
    out: Out,
    limit: Limit = 30,
    at_least: Annotated[int, typer.Option("--at-least", min=1, metavar="N", help="Cited by N works or more.")] = 1,
    include_secret: Secret = False,
    url: StoreUrl = None,
) -> None:
    """What is cited and not in the collection, what most documents cite first."""
    from corpus.chains import find_missing

    collection = _read(out, url, include_secret)
    found = find_missing(collection, limit=limit, at_least=at_least)
    _table(
        "Cited and not held",
        ("cited by", "mentions", "document", "date", "issuer", "title"),
        [
            (
                str(item.citing),
                str(item.mentions),
                item.work.label,
                str(item.work.date or ""),
                item.work.issuer or "",
                item.work.title or "",
            )
            for item in found
        ],
    )


def graph(
    out: Out,
    formats: Annotated[
        str, typer.Option("--format", help=f"What to write, of {FORMATS}; several with commas.")
    ] = "graphml,gexf,neo4j,parquet,jsonld,annotations",
    to: Annotated[Path | None, typer.Option("--to", help="Folder to write to; by default OUT itself.")] = None,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Show dates, bases and changes that cannot all be true.")
    ] = False,
    include_secret: Secret = False,
    url: StoreUrl = None,
) -> None:
    """Write the graph of all citations; `akn` reads the documents again."""
    from corpus.chains import find_contradictions
    from outputs.graph_export import GraphFormat, write_graph

    wanted = []
    for name in filter(None, (part.strip().lower() for part in formats.split(","))):
        if name not in tuple(GraphFormat):
            raise typer.BadParameter(f"{name!r} is no format; choose of {FORMATS}.", param_hint="--format")
        wanted.append(GraphFormat(name))
    collection = _read(out, url, include_secret)
    written, skipped = write_graph(collection, _files(out, url), to or out, wanted)
    held = sum(work.is_held for work in collection.works.values())
    typer.echo(f"{len(collection.works)} works, {held} held; {len(collection.edges)} edges.")
    for reason in skipped:
        typer.echo(f"left out: {reason}", err=True)
    typer.echo(f"Written to {to or out}: {', '.join(path.name for path in written[:12])}" + _more(len(written) - 12))
    if contradictions:
        for found in find_contradictions(collection):
            typer.echo(f"{found.code}: {found.message}")


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""


def _read(out: Path, url: str | None, include_secret: bool) -> CitationGraph:
    from corpus.citations import from_rows
    from corpus.graph import build_graph
    from corpus.store import open_existing_store
    from outputs.tables import read_table

    with open_existing_store(out, url) as store:
        documents = read_table(store, "documents", include_secret=include_secret)
        references = read_table(store, "references", include_secret=include_secret)
        return build_graph(*from_rows(documents, references))


def _files(out: Path, url: str | None) -> dict[str, tuple[Path, str | None]]:
    """For each file as it was given, where it is and its fingerprint."""
    from corpus.store import open_existing_store

    with open_existing_store(out, url) as store:
        return {file.source: (Path(file.path), file.fingerprint) for file in store.files().values()}


def _find(collection: CitationGraph, text: str) -> WorkKey:
    """The work that `text` means; ends the command with the choices where it is not one."""
    from corpus.chains import find_works

    found = find_works(collection, text)
    if len(found) == 1:
        return found[0]
    if not found:
        typer.echo(f"{text}: no work of the collection has that number, key or file name.", err=True)
    else:
        typer.echo(f"{text}: {len(found)} works have that number; give one of these keys:", err=True)
        for key in found:
            typer.echo(f"  {key}  {_title(collection, key)}", err=True)
    raise typer.Exit(UNUSABLE)


def _place_of_task(
    out: Path, url: str | None, collection: CitationGraph, work: WorkKey, label: str, include_secret: bool
) -> tuple[str, int, int]:
    from corpus.store import open_existing_store
    from outputs.tables import read_table

    sources = {file.source for file in collection.works[work].files}
    labels = []
    with open_existing_store(out, url) as store:
        for row in read_table(store, "tasks", include_secret=include_secret):
            if row["source"] in sources:
                start, end = row["start"], row["end"]
                if row["label"] == label and isinstance(start, int) and isinstance(end, int):
                    return str(row["source"]), start, end
                labels.append(str(row["label"]))
    typer.echo(f"{label}: no task has that label; there are {', '.join(labels) or 'none'}.", err=True)
    raise typer.Exit(UNUSABLE)


def _title(collection: CitationGraph, key: WorkKey) -> str:
    work = collection.works[key]
    date = f" of {work.date}" if work.date is not None else ""
    title = f" ({work.title})" if work.title and work.title != work.label else ""
    unsure = "" if key.is_complete or work.is_held else " [not known which]"
    return f"{work.label}{date}{title if len(title) < 160 else title[:157] + '…)'}{unsure}"


def _words_of(edge: Edge) -> str:
    part = f" [{edge.pinpoint}]" if edge.pinpoint else ""
    return f"{edge.relation}{part}"


def _place(edge: Edge) -> str:
    from outputs.network import first_evidence

    first = first_evidence(edge)
    page = f", page {first.page}" if first.page is not None else ""
    by = ", in the title that it gives" if first.nested else ""
    why = f"; {first.resolution}" if first.resolution else ""
    return f"“{first.words}” in {first.source}{page}{by}{why}"


def _print_edges(collection: CitationGraph, heading: str, edges: Sequence[Edge], *, cited: bool) -> None:
    typer.echo(f"{heading}:" if edges else f"{heading} nothing that the collection knows of.")
    for edge in edges:
        typer.echo(f"  {_words_of(edge)}: {_title(collection, edge.cited if cited else edge.citing)}")
        times = f" and {len(edge.evidence) - 1} more" if len(edge.evidence) > 1 else ""
        typer.echo(f"    {_place(edge)}{times}")


def _table(heading: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    import sys

    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else 160
    table = Table(*columns, title=heading)
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False, emoji=False, width=width).print(table)
