"""The command `vanban calibrate`: how often the values that a run gives as certain are right, by gold made by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vanban.options import StoreUrl

if TYPE_CHECKING:
    from corpus.calibration import Judged

TOO_FEW_RIGHT = 1
_HEAD = """# Calibration

Made by `vanban calibrate GOLD OUT --to docs/CALIBRATION.md`; change nothing here.

A value is **certain** with confidence 1 and no reason for a doubt. Each cell says how many values of the band are right
by gold, of how many. A field of a task is no surer than the task; of a task that gold does not have, every field is
wrong. Gold and the measures of likeness are those of the contract of the output.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(calibrate)


def calibrate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold files (JSON), one for each document.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of an earlier run over the documents.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="Markdown file to write; by default only the console.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="List the certain values that are wrong.")] = False,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="Part of the certain fields of tasks that must be right.")
    ] = 0.98,
    url: StoreUrl = None,
) -> None:
    """Compare what a run gives as certain and as uncertain with gold; exit code 1 where too little of it is right."""
    from corpus.calibration import CERTAIN, TABLES, count, judge, read_gold, share_of_certain
    from corpus.store import open_existing_store
    from outputs.atomic import replacing
    from outputs.tables import read_table

    truth = read_gold(gold)
    with open_existing_store(out, url) as store:
        judged = judge(truth, {name: list(read_table(store, name, include_secret=True)) for name in TABLES})
    page = make_page(count(judged), judged, len({value.source for value in judged}))
    typer.echo(page[page.index("\n| field") :])
    if show:
        for value in judged:
            if value.band == CERTAIN and not value.right:
                typer.echo(f"{value.source}: {value.field}: {value.value}")
    if to is not None:
        with replacing(to) as temporary:
            temporary.write_text(page, encoding="utf-8")
    share = share_of_certain(judged)
    if share is None or share < least:
        raise typer.Exit(TOO_FEW_RIGHT)


def make_page(counts: Mapping[str, Mapping[str, tuple[int, int]]], judged: tuple[Judged, ...], documents: int) -> str:
    """The page of a calibration, in Markdown."""
    from corpus.calibration import BANDS, CERTAIN, TASK_FIELDS, share_of_certain

    order = [*TASK_FIELDS, *(field for field in counts if field not in TASK_FIELDS)]
    lines = [_HEAD, f"{documents} documents with gold.", ""]
    lines += [f"| field | {' | '.join(BANDS)} |", f"|---|{'---|' * len(BANDS)}"]
    for field in order:
        if field in counts:
            cells = (_cell(counts[field].get(band)) for band in BANDS)
            lines.append(f"| {field} | {' | '.join(cells)} |")
    totals = (_cell(_sum(bands.get(band) for field, bands in counts.items() if field in TASK_FIELDS)) for band in BANDS)
    lines += [f"| **all fields of tasks** | {' | '.join(totals)} |", ""]
    share = share_of_certain(judged)
    if share is not None:
        lines.append(f"Of the fields of tasks given as certain **{share:.1%}** are right.")
    reasons: dict[str, list[int]] = {}
    for value in judged:
        if value.band != CERTAIN:
            cell = reasons.setdefault(_kind_of(value.reason), [0, 0])
            cell[0] += value.right
            cell[1] += 1
    lines += [
        "",
        "Why values are uncertain, and how many of them are right all the same:",
        "",
        "| reason | |",
        "|---|---|",
    ]
    for reason, (right, total) in sorted(reasons.items(), key=lambda item: (-item[1][1], item[0])):
        lines.append(f"| {reason} | {right} of {total} |")
    return "\n".join(lines) + "\n"


def _kind_of(reason: str | None) -> str:
    """A reason without what it says of the single value."""
    if reason is None:
        return "no reason is given"
    return re.sub(r"\d[\d./-]*", "N", reason.split(";")[0].split(":")[0].split(" (")[0])


def _sum(cells: Iterable[tuple[int, int] | None]) -> tuple[int, int]:
    known = [cell for cell in cells if cell is not None]
    return sum(cell[0] for cell in known), sum(cell[1] for cell in known)


def _cell(cell: tuple[int, int] | None) -> str:
    if cell is None or cell[1] == 0:
        return "–"
    return f"{cell[0]} of {cell[1]} ({cell[0] / cell[1]:.0%})"
