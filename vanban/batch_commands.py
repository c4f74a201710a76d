"""The commands `vanban watch` and `vanban failed`: a folder read as it fills, and the files that could not be read."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from vanban.options import USUAL_FORMATS, Formats, Secret, StoreUrl, parse_formats
from vanban.running import RunView, follow_run, make_console


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(watch)
    app.command()(failed)


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder into which documents come.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Output folder; made where it is not there.")] = Path("out"),
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that read; by default one for each processor, 0 for none.")
    ] = None,
    formats: Formats = USUAL_FORMATS,
    settle: Annotated[float, typer.Option(min=0.1, help="Seconds of rest before a file is read.")] = 2.0,
    every: Annotated[float, typer.Option(min=1, help="Seconds between searches where no change is told.")] = 60.0,
    include_secret: Secret = False,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds that a file may make no progress.")] = 120.0,
    prune: Annotated[bool, typer.Option("--prune", help="Take out the rows of files that are gone.")] = False,
    json_events: Annotated[
        bool, typer.Option("--json", help="Tell what happens as JSON on the output, an event a line.")
    ] = False,
    metrics: Annotated[
        int | None, typer.Option(metavar="PORT", help="Serve Prometheus metrics on this port of this machine.")
    ] = None,
    url: StoreUrl = None,
) -> None:
    """Read the documents of a folder as they come, until Ctrl-C; the tables are written after each change."""
    from corpus.ingest import ingest
    from corpus.lock import hold_folder
    from corpus.planning import make_plan
    from corpus.store import open_store
    from corpus.walk import find_files
    from corpus.watch import watch_folder
    from extract.errors import VanbanError
    from outputs.current import write_changed

    wanted = parse_formats(formats)
    find_files([folder], leave_out=[out], empty=True)  # a wrong name is told at once
    signal.signal(signal.SIGTERM, _interrupt)
    view, tell = RunView(out, json_events=json_events, metrics_port=metrics), _Once()
    try:
        with hold_folder(out) as work, open_store(out, url) as store:
            typer.echo(f"Watching {folder}; Ctrl-C ends it.", err=True)
            for found in watch_folder(folder, leave_out=(out,), work=work, settle=settle, every=every, tell=tell):
                try:
                    plan = make_plan(found, store, include_secret=include_secret)
                    if prune:
                        store.remove(plan.gone)
                    if plan.jobs or plan.looks:
                        follow_run(view, ingest(plan, store, workers=workers, time_limit=time_limit))
                    if store.revision():
                        write_changed(store, out, wanted, include_secret=include_secret)
                    tell.forget()
                except VanbanError as error:
                    tell(str(error))
    except KeyboardInterrupt:
        typer.echo(f"Stopped. What was read is in {out}; the same command goes on from there.", err=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Once:
    """Says what went wrong, once until something goes well again."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, message: str) -> None:
        """Say it."""
        if message != self._last:
            typer.echo(f"{message} Watching goes on.", err=True)
        self._last = message

    def forget(self) -> None:
        """Say it again the next time."""
        self._last = ""


def failed(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")], url: StoreUrl = None
) -> None:
    """List the files that could not be read, with the reason and how often each was tried."""
    from rich.table import Table
    from rich.text import Text

    from corpus.store import open_existing_store
    from outputs.cells import clean_cell

    with open_existing_store(out, url) as store:
        files = sorted((file for file in store.files().values() if file.failed), key=lambda file: file.source)
    if not files:
        typer.echo("Every file could be read.")
        return
    table = Table(expand=True)
    for heading, ratio in (("File", 4), ("Code", 2), ("Tries", 1), ("Reason", 7)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for file in files:
        reason = (file.message or "").removeprefix(f"{file.source}: ")
        cells = (file.source, file.code or "", str(file.tries or 1), reason)
        table.add_row(*(Text(clean_cell(cell)) for cell in cells))
    make_console().print(table)
    typer.echo(f"Files: {len(files)}. `vanban run --retry` over them tries them again.")
