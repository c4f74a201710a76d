"""The declaration of the tables -> docs/TABLES.md and docs/schemas. `python -m outputs.docs` writes them."""

from __future__ import annotations

from pathlib import Path

from corpus.collection_columns import ALL_TABLES
from corpus.columns import Column, TableSpec
from outputs.atomic import replacing
from outputs.to_schema import write_schemas

TABLES_PAGE = Path(__file__).resolve().parents[1] / "docs" / "TABLES.md"

_HEAD = """# Tables

Made from `corpus/columns.py` and `corpus/collection_columns.py` by `make docs`; change it there.

A run writes each table as `NAME.jsonl`, `NAME.csv` and `NAME.parquet`, all of them into one workbook `vanban.xlsx`,
and keeps them in `vanban.sqlite`, one SQL table each (`references`, `group` and `end` are words of SQL: quote them).

The last five, `unit_entities`, `unit_names`, `people`, `counted_deadlines` and `checks`, are made of all documents
together at each export, and are not in `vanban.sqlite`; see UNITS.md, DEADLINES.md and CHECKS.md.

Every row of the others says where it stands (`source`, `section`, `page`, `start`, `end`), the exact words it came
from (`words`), and how sure it is (`confidence`), with the reason where it is not (`reason`). A row without a place was
not read from the text of a document.

| kind | JSON Lines, SQLite (lists and objects as JSON) | CSV, workbook | Parquet |
|---|---|---|---|
| text | string | text | string |
| integer, number | number | number | int64, double |
| flag | true, false | `true`, `false` (workbook: có, không) | bool |
| date | `2025`, `2025-08` or `2025-08-01` as printed | the same (workbook: a date where it is a whole day) | string |
| list | list of strings | joined by `; ` | list of strings |
| people | list of `{"name", "title"}` | `Name (Title)`, joined by `; ` | list of structures |
| deadline | an object with the columns of `deadlines` | seven columns (workbook: the register) | structure |
| evidence | `{column: {"start", "end", "words", "confidence", "reason"}}` | JSON (workbook: left out) | JSON |

The first sheet of the workbook is the register of tasks in the columns that offices use; a value in doubt is coloured
and has its reason as a comment. In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe; in
CSV and workbook a text of more than 32 767 characters is cut, with a note.
"""


def make_tables_page() -> str:
    """The page on the tables, in Markdown."""
    return _HEAD + "".join(map(_table, ALL_TABLES))


def _table(table: TableSpec) -> str:
    lines = [f"\n## {table.name}", "", table.help, "", "| column | kind | heading | |", "|---|---|---|---|"]
    lines += [f"| `{c.name}` | {c.kind} | {c.heading} | {_help(c)} |" for c in table.columns]
    return "\n".join(lines) + "\n"


def _help(column: Column) -> str:
    if not column.values:
        return column.help
    return f"{column.help} {', '.join(f'`{value}` ({word})' for value, word in column.values.items())}."


def main() -> None:
    """Write the page and the schemas."""
    with replacing(TABLES_PAGE) as temporary:
        temporary.write_text(make_tables_page(), encoding="utf-8")
    write_schemas()


if __name__ == "__main__":
    main()
