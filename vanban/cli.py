"""The command line: `vanban run`, `show`, `tables`, `export`. Heavy imports stand inside the commands."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from vanban.batch_commands import register as register_batch
from vanban.calibration_command import register as register_calibration
from vanban.entity_commands import register as register_entities
from vanban.graph_commands import register as register_graph
from vanban.office_commands import parse_day
from vanban.office_commands import register as register_office
from vanban.options import USUAL_FORMATS, ClusterAddress, Formats, Secret, StoreUrl, Today, parse_formats
from vanban.references_command import register as register_references
from vanban.report_command import register as register_report
from vanban.running import make_console

SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="vanban",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Vietnamese administrative documents into tables of tasks and references, with the place of every value.",
    epilog="Exit codes: 0 everything was read; 1 some files could not be read (the rest is written); "
    "2 wrong use, or unusable input or output; 130 interrupted (what was read is kept).",
)


@app.command()
def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="Documents, folders, patterns, ZIP archives, https:// or s3:// addresses."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Output folder; made where it is not there.")] = Path("out"),
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that read; by default one for each processor, 0 for none.")
    ] = None,
    formats: Formats = USUAL_FORMATS,
    force: Annotated[bool, typer.Option("--force", help="Read files again that are unchanged.")] = False,
    include_secret: Secret = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try files again that could not be read before and are unchanged.")
    ] = False,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds that a file may make no progress.")] = 120.0,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out the rows of files that are no longer there.")
    ] = False,
    preview: Annotated[int, typer.Option(min=0, metavar="N", help="Show the first N tasks at the end.")] = 0,
    today: Today = None,
    json_events: Annotated[
        bool, typer.Option("--json", help="Tell what happens as JSON on the output, an event a line, and nothing else.")
    ] = False,
    metrics: Annotated[
        int | None, typer.Option(metavar="PORT", help="Serve Prometheus metrics on this port of this machine.")
    ] = None,
    url: StoreUrl = None,
    address: ClusterAddress = None,
) -> None:
    """Read documents into tables. Files that are unchanged since the last run are not read again."""
    from corpus.cluster_link import connect
    from corpus.ingest import ingest, make_plan
    from corpus.lock import hold_folder
    from corpus.store import open_store
    from corpus.walk import find_files
    from outputs.console import print_outcome, print_tasks, print_written
    from outputs.current import write_changed
    from outputs.tables import read_table
    from vanban.running import RunView, follow_run

    wanted, day = parse_formats(formats), parse_day(today, "--today")
    console = make_console()
    view = RunView(out, json_events=json_events, metrics_port=metrics)
    if address is not None and workers is not None:
        raise typer.BadParameter("is of this machine; a cluster has its own workers.", param_hint="--workers")
    cluster = nullcontext() if address is None else connect(address)
    with hold_folder(out) as work:
        files = find_files(paths, leave_out=[out], work=work)
        with open_store(out, url) as store, cluster as link:
            plan = make_plan(files, store, force=force, include_secret=include_secret, retry=retry)
            if prune:
                store.remove(plan.gone)
            try:
                tally = follow_run(view, ingest(plan, store, workers=workers, time_limit=time_limit, cluster=link))
            except KeyboardInterrupt:
                typer.echo("Interrupted. What was read is kept; run the same command again to go on.", err=True)
                raise typer.Exit(INTERRUPTED) from None
            written = write_changed(store, out, wanted, include_secret=include_secret, today=day)
            if not json_events:
                if preview:
                    print_tasks(console, list(read_table(store, "tasks", include_secret=include_secret)), limit=preview)
                print_outcome(console, tally, view.elapsed, gone=0 if prune else len(plan.gone))
                print_written(console, store.counts(), written)
    if tally.failed or tally.quarantined:
        raise typer.Exit(SOME_FAILED)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="One document.")],
    include_secret: Secret = False,
) -> None:
    """Show one document: its facts, sections, tasks, references and warnings."""
    from extract.errors import ReadError
    from outputs.console import print_record
    from vanban import extract_record, read_document

    try:
        document = read_document(file)
    except ReadError as error:
        typer.echo(f"{error} [{error.code}]", err=True)
        raise typer.Exit(UNUSABLE if error.code == "missing" else SOME_FAILED) from None
    print_record(make_console(), extract_record(document), include_secret=include_secret)


@app.command()
def tables() -> None:
    """List the tables and their columns."""
    from outputs.console import print_tables

    print_tables(make_console())


@app.command()
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    formats: Formats = USUAL_FORMATS,
    to: Annotated[Path | None, typer.Option("--to", help="Folder to write to; by default OUT itself.")] = None,
    include_secret: Secret = False,
    today: Today = None,
    url: StoreUrl = None,
) -> None:
    """Write the tables of an earlier run again, in other formats or elsewhere."""
    from corpus.store import open_existing_store
    from outputs.console import print_written
    from outputs.export import write_tables

    wanted, day = parse_formats(formats), parse_day(today, "--today")
    with open_existing_store(out, url) as store:
        written = write_tables(store, to or out, wanted, include_secret=include_secret, today=day)
        print_written(make_console(), store.counts(), written)


register_batch(app)
register_entities(app)
register_graph(app)
register_references(app)
register_office(app)
register_report(app)
register_calibration(app)


def main() -> None:
    """Run the command line; ends the process with one of the documented exit codes."""
    from extract.errors import VanbanError

    try:
        app()
    except VanbanError as error:
        typer.echo(str(error), err=True)
        sys.exit(UNUSABLE)
