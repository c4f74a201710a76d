"""Records, tables and runs -> what a terminal shows. Words of documents are shown as they are, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from corpus.collection_columns import ALL_TABLES
from corpus.columns import Json, Row
from corpus.events import Stage
from corpus.rows import make_rows
from normalize.model import Record
from outputs.cells import clean_cell, join_values
from outputs.run_report import RunTally
from outputs.sheets import day_or_text

_FACTS = (
    "type",
    "number",
    "symbol",
    "date",
    "place",
    "issuer",
    "parent",
    "title",
    "signer_name",
    "signer_title",
    "signer_capacity",
    "urgency",
    "secrecy",
)


def print_record(console: Console, record: Record, *, include_secret: bool = False) -> None:
    """One document: its facts, section tree, tasks, references and warnings."""
    rows = make_rows(record, include_secret=include_secret)
    (document,) = rows["documents"]
    _title(console, f"{document['source']} ({document['format']}, pages: {document['pages']})")
    facts = _grid()
    for name in _FACTS:
        if document[name] not in (None, "", []):
            facts.add_row(name, _text(document[name]))
    facts.add_row("bases", str(len(record.facts.bases) if document["bases"] else 0))
    console.print(facts)
    if rows["sections"]:
        console.print(_section_tree(rows["sections"]))
    if rows["tasks"]:
        print_tasks(console, rows["tasks"])
    if rows["references"]:
        _title(console, f"References ({len(rows['references'])})")
        console.print(_reference_table(rows["references"]))
    if rows["warnings"]:
        _title(console, f"Warnings ({len(rows['warnings'])})")
        listed = _grid()
        for row in rows["warnings"]:
            listed.add_row(_text(row["code"]), _text(row["message"]))
        console.print(listed)


def print_tasks(console: Console, rows: Sequence[Row], *, limit: int | None = None) -> None:
    """Tasks as a table: where, what, who leads, who takes part, by when; the file too where there are several."""
    shown = rows if limit is None else rows[:limit]
    several = len({row["source"] for row in shown}) > 1
    _title(
        console, f"Tasks ({len(rows)})" if len(shown) == len(rows) else f"Tasks (the first {len(shown)} of {len(rows)})"
    )
    table = Table(show_lines=True, expand=True)
    if several:
        table.add_column("Tệp", ratio=3, overflow="fold")
    for heading, ratio in (("Mục", 2), ("Nội dung nhiệm vụ", 8), ("Chủ trì", 4), ("Phối hợp", 4), ("Thời hạn", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for row in shown:
        table.add_row(
            *([_text(Path(str(row["source"])).name)] if several else []),
            _text(row["label"]),
            _text(row["content"]),
            _text(row["leads"]),
            _text(row["coordinators"]),
            _deadline(row["deadline"]),
        )
    console.print(table)


def print_tables(console: Console) -> None:
    """Every table with its columns and their help."""
    for spec in ALL_TABLES:
        _title(console, f"{spec.name}: {spec.heading}")
        console.print(Text(spec.help))
        grid = _grid(3)
        for column in spec.columns:
            values = f" One of: {', '.join(column.values)}." if column.values else ""
            grid.add_row(column.name, column.kind.value, Text(column.help + values))
        console.print(grid)


def print_outcome(console: Console, tally: RunTally, elapsed: float, *, gone: int) -> None:
    """What a run did: files read, skipped and failed, where the time went, the slowest files."""
    told = f"Read {tally.read}, unchanged {tally.unchanged}, failed {tally.failed}"
    if tally.quarantined:
        told += f"; {tally.quarantined} that failed before were not tried again"
        told += " (`vanban failed` lists them, --retry tries them)"
    console.print(f"{told}.", highlight=False)
    for report in tally.failures:
        console.print(Text(f"  {clean_cell(report.message or report.source)} [{report.code}]"))
    if tally.read:
        pages = f"{tally.pages} pages" + (f", {tally.recognised_pages} recognised" if tally.recognised_pages else "")
        stages = ", ".join(
            f"{stage} {tally.stages[stage]:.1f} s" for stage in Stage if tally.stages.get(stage, 0) >= 0.05
        )
        console.print(f"{pages}, in {elapsed:.1f} s" + (f" (work: {stages})" if stages else "") + ".", highlight=False)
        slow = [(seconds, source) for seconds, source, _ in sorted(tally.slowest, reverse=True) if seconds >= 5][:3]
        if slow:
            named = "; ".join(f"{Path(clean_cell(source)).name} {seconds:.0f} s" for seconds, source in slow)
            console.print(Text(f"Slowest: {named}."))
    if gone:
        console.print(f"{gone} earlier files are no longer on the disk; their rows are kept (--prune takes them out).")


def print_written(console: Console, counts: Mapping[str, int], written: Sequence[Path]) -> None:
    """The rows of each table, and where the files are."""
    grid = _grid()
    for name, count in counts.items():
        grid.add_row(name, str(count))
    console.print(grid)
    by_folder: dict[Path, list[str]] = {}
    for path in written:
        by_folder.setdefault(path.parent, []).append(path.name)
    for folder, names in by_folder.items():
        console.print(Text(f"Written to {folder}: {', '.join(_grouped(names))}"))


def _grouped(names: Iterable[str]) -> list[str]:
    """`documents.csv`, `sections.csv` ... as `*.csv (10)`; a single file by its name."""
    by_suffix: dict[str, list[str]] = {}
    for name in names:
        by_suffix.setdefault(Path(name).suffix, []).append(name)
    return [group[0] if len(group) == 1 else f"*{suffix} ({len(group)})" for suffix, group in by_suffix.items()]


def _section_tree(rows: Sequence[Row]) -> Tree:
    tree = Tree(f"Sections ({len(rows)})")
    nodes: dict[Json, Tree] = {}
    for row in rows:
        kind = f"  ({row['kind']})" if row["kind"] != "other" else ""
        label = Text(clean_cell(f"{row['label']} {row['heading']}".strip()) + kind)
        nodes[row["row"]] = nodes.get(row["parent"], tree).add(label)
    return tree


def _reference_table(rows: Sequence[Row]) -> Table:
    table = Table(expand=True)
    for heading in ("Number or name", "Date", "Relation", "Page", "Words"):
        table.add_column(heading, overflow="fold", ratio=4 if heading == "Words" else 2)
    for row in rows:
        table.add_row(
            _text(row["number"] or row["name"]),
            _text(day_or_vietnamese(row["date"])),
            _text(row["relation"]),
            _text(row["page"]),
            _text(row["words"]),
        )
    return table


def day_or_vietnamese(value: Json) -> str | None:
    """A date as an office writes it: `01/8/2025` is `01/08/2025`, a month `08/2025`."""
    shown = day_or_text(value)
    return shown if shown is None or isinstance(shown, str) else shown.strftime("%d/%m/%Y")


def _deadline(value: Json) -> Text:
    return _text(value.get("text")) if isinstance(value, Mapping) else Text("")


def _grid(columns: int = 2) -> Table:
    grid = Table.grid(padding=(0, 2))
    for index in range(columns):
        grid.add_column(overflow="fold", style="bold" if index == 0 else "")
    return grid


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(Text(clean_cell(text), style="bold"))


def _text(value: Json) -> Text:
    if value is None:
        return Text("")
    return Text(clean_cell(join_values(value) if isinstance(value, list) else str(value)))
