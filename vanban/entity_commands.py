"""The command `vanban checks`: what a person should look at between the documents of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanban.options import StoreUrl

if TYPE_CHECKING:
    from corpus.columns import Json, Row

_WIDTH = 220  # characters of a task that are shown


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(checks)


def checks(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run.")],
    code: Annotated[
        str | None,
        typer.Option("--code", help="Only these, of not_carried, deadline_conflict, order_ended, counted_twice."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="Only of units whose name has these words, in any case.")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The day on which days left are counted.")
    ] = None,
    include_secret: Annotated[
        bool, typer.Option("--include-secret", help="Also of documents marked MẬT, TỐI MẬT, TUYỆT MẬT.")
    ] = False,
    url: StoreUrl = None,
) -> None:
    """Orders that no plan carries, deadlines that conflict, orders of ended documents, tasks told twice."""
    from corpus.checks import shown_order
    from corpus.collection_columns import ALL_BY_NAME
    from corpus.store import open_existing_store
    from outputs.tables import read_table
    from vanban.office_commands import parse_day

    words = ALL_BY_NAME["checks"].column("code").values
    if code is not None and code not in words:
        raise typer.BadParameter(f"{code!r} is none of {', '.join(words)}.", param_hint="--code")
    day = parse_day(today, "--today")
    with open_existing_store(out, url) as store:
        rows = shown_order(list(read_table(store, "checks", include_secret=include_secret)))
    kept = [row for row in rows if code in (None, row["code"]) and _is_of(unit, row)]
    for found, group in groupby(kept, key=lambda row: str(row["code"])):
        listed = list(group)
        typer.echo(f"{words[found]} ({found}): {len(listed)}")
        _print(listed, day)
    if not kept:
        typer.echo("Nothing to look at.")


def _is_of(unit: str | None, row: Row) -> bool:
    return unit is None or unit.casefold() in str(row["unit"] or "").casefold()


def _print(rows: Sequence[Row], day: date) -> None:
    for row in rows:
        typer.echo("")
        typer.echo(f"  {row['unit'] or 'no unit named'}: {_clean(row['message'], 400)}")
        typer.echo(f"    {_side(row, '', day)}")
        if row["other_source"] is not None:
            typer.echo(f"    ~ {_side(row, 'other_', day)}")
        if row["similarity"] is not None:
            typer.echo(f"    alike {row['similarity']:.2f}; one task from {row['threshold']:.2f}")
    typer.echo("")


def _side(row: Row, prefix: str, day: date) -> str:
    """File, label, words and deadline of one side."""
    label, content = row[f"{prefix}label"], row[f"{prefix}content"]
    place = " ".join(part for part in (Path(str(row[f"{prefix}source"])).name, _clean(label, 40)) if part)
    words = _clean(content, _WIDTH) if content else "no task is like it"
    return f"{place}: {words}{_due(row[f'{prefix}deadline'], row[f'{prefix}end_date'], day)}"


def _due(text: Json, end: Json, day: date) -> str:
    if not text:
        return ""
    left = ""
    if isinstance(end, str) and len(end) == 10:
        days = (date.fromisoformat(end) - day).days
        left = f"; {end}, {days} days left" if days >= 0 else f"; {end}, {-days} days ago"
    return f" [{_clean(text, 80)}{left}]"


def _clean(value: Json, width: int) -> str:
    """Words of a document on one line, without characters that steer a terminal."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())
    return text if len(text) <= width else text[: width - 1] + "…"
