"""Store -> the rows that the report may show, and their values as texts that fit a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.columns import Json, Row
from corpus.store import Store
from outputs.collection import make_counted
from outputs.report_words import (
    NO_DEADLINE,
    NO_DEADLINE_LABEL,
    STATES,
    division_words,
)
from outputs.tables import read_table, secret_sources

_MAX_TEXT = 1_500  # characters of any one text


@dataclass(slots=True)
class ReportRows:
    """The rows that may be shown, by table; how many documents are secret and kept back; how many files are known."""

    documents: list[Row]
    tasks: list[Row]
    references: list[Row]
    recipients: list[Row]
    definitions: list[Row]
    warnings: list[Row]
    deadlines: list[Row]
    units: list[Row]
    officials: list[Row]
    counted: dict[tuple[str, int], Row]  # of `counted_deadlines`, by source and row of the deadline
    secret: int
    files: int


def by_task(rows: Iterable[Row]) -> dict[tuple[str, int], list[Row]]:
    """Rows of `deadlines`, `units` or `officials` by source and row of their task; those of no task are left out."""
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if isinstance(row["task"], int):
            found[str(row["source"]), row["task"]].append(row)
    return found


def read_rows(store: Store, *, include_secret: bool = False) -> ReportRows:
    """The rows of a store without those of documents marked secret, unless `include_secret`."""
    hidden = frozenset[object]() if include_secret else secret_sources(store)

    def of(name: str) -> list[Row]:
        return [row for row in read_table(store, name, include_secret=include_secret) if row["source"] not in hidden]

    return ReportRows(
        documents=of("documents"),
        tasks=of("tasks"),
        references=of("references"),
        recipients=of("recipients"),
        definitions=of("definitions"),
        warnings=of("warnings"),
        deadlines=of("deadlines"),
        units=of("units"),
        officials=of("officials"),
        counted=make_counted(of),
        secret=len(hidden),
        files=sum(file.source not in hidden for file in store.files().values()),
    )


def state_labels() -> Iterator[tuple[str, str]]:
    """Each state, that of a task without a deadline last, with what it is called."""
    yield from ((state.value, label) for state, label in STATES.items())
    yield NO_DEADLINE, NO_DEADLINE_LABEL


def evidence_of(row: Row) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Each column of a row that has evidence of its own, with that."""
    evidence = row["evidence"]
    if isinstance(evidence, Mapping):
        for name, found in evidence.items():
            if isinstance(found, Mapping) and name in row:
                yield name, found


def place_of(row: Row) -> str:
    """Where a row stands: `mục II.1, trang 3, dòng 5`."""
    parts = [division_words(row["section"])] if row["section"] else []
    parts += [f"trang {row['page']}"] if row["page"] else []
    parts += [f"dòng {row['line']}"] if row.get("line") else []
    return ", ".join(parts)


def text_of(value: Json) -> str:
    """A value as text, cut where it is too long for a page."""
    text = "" if value is None else str(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 2] + " …"


def list_of(value: Json) -> list[Json]:
    """A list as it is; empty for anything else."""
    return list(value) if isinstance(value, (list, tuple)) else []


def texts_of(value: Json) -> tuple[str, ...]:
    """The items of a list as texts."""
    return tuple(text_of(item) for item in list_of(value))
