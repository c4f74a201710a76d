"""The command `vanban report`: one HTML file to look at, from the output folder of an earlier run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from vanban.options import StoreUrl


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(report)


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    today: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Day on which deadlines are judged; by default today.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="File to write; by default OUT/report.html.")] = None,
    soon: Annotated[int, typer.Option(min=0, max=3650, help="Days left at which a deadline is due soon.")] = 7,
    cutouts: Annotated[int, typer.Option(min=0, max=2000, help="Pieces of pages to show at most.")] = 200,
    seconds: Annotated[float, typer.Option(min=0, help="Seconds that the pieces of pages may take.")] = 120.0,
    include_secret: Annotated[
        bool, typer.Option("--include-secret", help="Also give documents marked MẬT, TỐI MẬT, TUYỆT MẬT.")
    ] = False,
    url: StoreUrl = None,
) -> None:
    """Write one HTML file with the register, the documents, what is uncertain, and who cites whom."""
    from corpus.store import open_existing_store
    from outputs.report import FILE_NAME, write_report
    from outputs.report_cutouts import Limits

    with open_existing_store(out, url) as store:
        written = write_report(
            store,
            to or out / FILE_NAME,
            today=_day(today),
            soon_days=soon,
            include_secret=include_secret,
            limits=Limits(count=cutouts, seconds=seconds),
        )
    typer.echo(f"Written to {written}")


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2025-11-30.", param_hint="--today") from None
