"""The command line: `vanban run`, `show`, `tables`, `export`. Heavy imports stand inside the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanban.calibration_command import register as register_calibration
from vanban.entity_commands import register as register_entities
from vanban.graph_commands import register as register_graph
from vanban.office_commands import parse_day
from vanban.office_commands import register as register_office
from vanban.references_command import register as register_references
from vanban.report_command import register as register_report

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.events import FileReport
    from corpus.planning import Plan
    from corpus.store import Store
    from outputs.export import FileFormat

SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130
_FORMATS = "jsonl,csv,parquet,xlsx,register,ics"
_USUAL = "jsonl,csv,parquet,xlsx,register"

app = typer.Typer(
    name="vanban",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Vietnamese administrative documents into tables of tasks and references, with the place of every value.",
    epilog="Exit codes: 0 everything was read; 1 some files could not be read (the rest is written); "
    "2 wrong use, or unusable input or output; 130 interrupted (what was read is kept).",
)

Secret = Annotated[
    bool, typer.Option("--include-secret", help="Also give the content of documents marked MẬT, TỐI MẬT, TUYỆT MẬT.")
]
Formats = Annotated[str, typer.Option("--format", help=f"Which files to write, of {_FORMATS}; several with commas.")]
Today = Annotated[
    str | None,
    typer.Option(
        "--today", metavar="YYYY-MM-DD", help="The day on which deadlines are late or soon due; by default this day."
    ),
]


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
    formats: Formats = _USUAL,
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
) -> None:
    """Read documents into tables. Files that are unchanged since the last run are not read again."""
    from corpus.ingest import Outcome, make_plan
    from corpus.lock import hold_folder
    from corpus.store import open_store
    from corpus.walk import find_files
    from outputs.console import print_summary, print_tasks
    from outputs.current import write_changed
    from outputs.tables import read_table

    wanted, day = _parse_formats(formats), parse_day(today, "--today")
    console = _console()
    with hold_folder(out) as work, open_store(out) as store:
        files = find_files(paths, leave_out=[out], work=work)
        plan = make_plan(files, store, force=force, include_secret=include_secret, retry=retry)
        if prune:
            store.remove(plan.gone)
        try:
            reports = _read_all(plan, store, workers, time_limit)
        except KeyboardInterrupt:
            typer.echo("Interrupted. What was read is kept; run the same command again to go on.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        written = write_changed(store, out, wanted, include_secret=include_secret, today=day)
        if preview:
            print_tasks(console, list(read_table(store, "tasks", include_secret=include_secret)), limit=preview)
        print_summary(console, reports, store.counts(), written, 0 if prune else len(plan.gone))
    if any(report.outcome in (Outcome.FAILED, Outcome.QUARANTINED) for report in reports):
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
    print_record(_console(), extract_record(document), include_secret=include_secret)


@app.command()
def tables() -> None:
    """List the tables and their columns."""
    from outputs.console import print_tables

    print_tables(_console())


@app.command()
def export(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    formats: Formats = _USUAL,
    to: Annotated[Path | None, typer.Option("--to", help="Folder to write to; by default OUT itself.")] = None,
    include_secret: Secret = False,
    today: Today = None,
) -> None:
    """Write the tables of an earlier run again, in other formats or elsewhere."""
    from corpus.store import open_existing_store
    from outputs.console import print_summary
    from outputs.export import write_tables

    wanted, day = _parse_formats(formats), parse_day(today, "--today")
    with open_existing_store(out) as store:
        written = write_tables(store, to or out, wanted, include_secret=include_secret, today=day)
        print_summary(_console(), (), store.counts(), written, 0)


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


def _parse_formats(text: str) -> tuple[FileFormat, ...]:
    from outputs.export import FileFormat

    wanted = []
    for name in filter(None, (part.strip().lower() for part in text.split(","))):
        if name not in tuple(FileFormat):
            raise typer.BadParameter(f"{name!r} is no format; choose of {_FORMATS}.", param_hint="--format")
        wanted.append(FileFormat(name))
    if not wanted:
        raise typer.BadParameter(f"choose of {_FORMATS}.", param_hint="--format")
    return tuple(wanted)


def _read_all(plan: Plan, store: Store, workers: int | None, time_limit: float) -> list[FileReport]:
    """Read what the plan says, with a progress bar on a terminal and one line a file otherwise."""
    from corpus.ingest import Outcome, read_files

    console = _console(stderr=True)
    coming = read_files(plan, store, workers=workers, time_limit=time_limit)
    if console.is_terminal:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        bar = Progress(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        with bar:
            return list(bar.track(coming, total=len(plan.jobs) + len(plan.unchanged) + len(plan.quarantined)))
    reports = []
    for report in coming:
        reports.append(report)
        if report.outcome in (Outcome.READ, Outcome.FAILED):
            typer.echo(f"{report.outcome}: {report.source}", err=True)
    return reports


def _console(*, stderr: bool = False) -> Console:
    """A console that is wide enough for tables where the output is a file, and takes nothing for markup."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=None if stream.isatty() else 120)
