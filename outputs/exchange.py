"""Store -> for each document a file of edXML and one of metadata, under names that an office would give them."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import regex

from corpus.columns import Json, Row
from corpus.store import Store
from extract.errors import VanbanError
from outputs.tables import read_table
from outputs.to_edxml import write_edxml
from outputs.to_metadata import write_metadata

_NOT_IN_NAMES = regex.compile(r"[^\p{L}\p{N}.-]+")
_LONGEST = 80  # characters of a file's name, its suffix left out


@dataclass(frozen=True, slots=True)
class ExchangeReport:
    """How many documents were written, and what was cut in them."""

    count: int
    notes: tuple[str, ...]


def write_exchange(
    store: Store, folder: Path, *, codes: Mapping[str, str] | None = None, include_secret: bool = False
) -> ExchangeReport:
    """Write `NAME.edxml` and `NAME.xml` for each document; raises WriteError at the first that cannot be.

    A document marked secret is left out unless `include_secret`.
    """
    recipients = defaultdict[Json, list[Row]](list)
    for row in read_table(store, "recipients", include_secret=include_secret):
        recipients[row["source"]].append(row)
    notes, taken, count = list[str](), Counter[str](), 0
    for document in read_table(store, "documents", include_secret=include_secret):
        if document["secret"] and not include_secret:
            notes.append(f"{document['source']}: is marked secret, and left out.")
            continue
        name = file_name(document)
        taken[name.casefold()] += 1
        if taken[name.casefold()] > 1:
            name = f"{name}_{taken[name.casefold()]}"
        own = recipients[document["source"]]
        write_edxml(document, folder / f"{name}.edxml", own, codes=codes)
        cut = write_metadata(document, folder / f"{name}.xml", own, codes=codes)
        if cut:
            notes.append(f"{name}.xml: cut to the length that the annex sets: {', '.join(cut)}.")
        count += 1
    return ExchangeReport(count, tuple(notes))


def file_name(document: Row) -> str:
    """`196_KH-UBND_02-10-2024`; the name of the file where there is no number."""
    number = str(document["number"] or "")
    day = "-".join(reversed(str(document["date"] or "").split("-")))
    name = "_".join(filter(None, (number, day))) if number else Path(str(document["source"])).stem
    return _NOT_IN_NAMES.sub("_", name)[:_LONGEST].strip("._-") or "document"


def read_codes(path: Path) -> dict[str, str]:
    """The codes of bodies by name, from a CSV with the columns name and code; raises VanbanError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise VanbanError(f"{path}: cannot be read as CSV in UTF-8 ({error}).") from error
    if rows and not {"name", "code"} <= set(rows[0]):
        raise VanbanError(f"{path}: has no columns name and code; put them into its first line.")
    return {row["name"].strip(): row["code"].strip() for row in rows if row["name"] and row["code"]}
