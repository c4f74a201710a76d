"""Commands for offices: `vanban import-corrections`, `corrections`, `exchange`. Heavy imports stand inside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vanban.options import StoreUrl

SOME_NOT_TAKEN = 1


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("import-corrections")(import_corrections)
    app.command()(corrections)
    app.command()(exchange)


def parse_day(text: str | None, option: str) -> date:
    """The day that an option gives as YYYY-MM-DD; this day where it is not given."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write YYYY-MM-DD.", param_hint=option) from None


def import_corrections(
    register: Annotated[
        Path, typer.Argument(metavar="REGISTER", help="A register of tasks (.xlsx) with your changes.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The output folder that it was written from.")] = Path("out"),
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="The day of the corrections; by default this day."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")] = False,
    url: StoreUrl = None,
) -> None:
    """Take the changed cells of a register as corrections, which survive every run and are marked as a person's."""
    from corpus.store import open_existing_store
    from outputs.read_register import read_register

    day = parse_day(on, "--on")
    with open_existing_store(out, url) as store:
        found = read_register(register, store, given_on=day)
        for change in found.changes:
            typer.echo(f"{change.place}: {change.column}: {_shown(change.before)} -> {_shown(change.after)}")
        for problem in found.problems:
            typer.echo(f"{problem.place}: {problem.message}", err=True)
        if not dry_run:
            store.put_corrections(found.given, withdrawn=found.withdrawn)
    verb = "would be taken" if dry_run else "taken"
    typer.echo(
        f"Changed cells {verb}: {len(found.changes)}"
        + (f" ({len(found.withdrawn)} values are again as the documents say)" if found.withdrawn else "")
        + f". Not taken: {len(found.problems)}."
    )
    if found.changes and not dry_run:
        typer.echo(f"`vanban export {out}` writes the tables with them.")
    if found.problems:
        raise typer.Exit(SOME_NOT_TAKEN)


def corrections(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    include_secret: Annotated[
        bool, typer.Option("--include-secret", help="Also give those of documents marked secret.")
    ] = False,
    url: StoreUrl = None,
) -> None:
    """List what persons have put right, and which of it finds no task any more."""
    from corpus.corrections import make_index
    from corpus.store import open_existing_store

    with open_existing_store(out, url) as store:
        documents = {str(row["fingerprint"]): row for row in store.rows("documents")}
        lost = {(c.fingerprint, c.task, c.field) for c, _ in make_index(store).lost}
        given = store.corrections()
    hidden = 0
    for correction in given:
        document = documents.get(correction.fingerprint)
        if document is not None and document["secret"] and not include_secret:
            hidden += 1
            continue
        source = "a document that is not in the collection" if document is None else document["source"]
        label = correction.task.split("|")[0]
        where = f"{source}, task {label}" if correction.task else f"{source}"
        mark = " [waits: finds no task]" if (correction.fingerprint, correction.task, correction.field) in lost else ""
        typer.echo(
            f"{correction.given_on.isoformat()} {where}: {correction.field}: {_shown(correction.before)} -> "
            f"{_shown(correction.value)}{mark}"
        )
    typer.echo(
        f"Corrections: {len(given)}, waiting: {len(lost)}" + (f", of secret documents: {hidden}." if hidden else ".")
    )


def exchange(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    to: Annotated[Path | None, typer.Option("--to", help="Folder to write to; by default OUT/exchange.")] = None,
    codes: Annotated[
        Path | None,
        typer.Option("--codes", help="CSV with the columns name, code: the codes of bodies (000.00.xx.Hnn)."),
    ] = None,
    include_secret: Annotated[
        bool, typer.Option("--include-secret", help="Also those of documents marked secret.")
    ] = False,
    url: StoreUrl = None,
) -> None:
    """Write for each document its edXML header (QCVN 102:2016) and its metadata (Nghị định 30/2020, Phụ lục VI)."""
    from corpus.store import open_existing_store
    from outputs.exchange import read_codes, write_exchange

    known = {} if codes is None else read_codes(codes)
    with open_existing_store(out, url) as store:
        report = write_exchange(store, to or out / "exchange", codes=known, include_secret=include_secret)
    for note in report.notes:
        typer.echo(note, err=True)
    typer.echo(f"Written to {to or out / 'exchange'}: {report.count} documents, each as .edxml and .xml.")


def _shown(value: object) -> str:
    from outputs.cells import join_values

    text = "(empty)" if value in (None, "", []) else join_values(value) if isinstance(value, list) else str(value)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
