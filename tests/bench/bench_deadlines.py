"""Deadlines: the phrases of tests/data/deadline_phrases.csv, ours beside dateparser's reading of the same words.

    python -m tests.bench.bench_deadlines [--python PATH] [--table FILE]

PATH is a Python in which `dateparser` is installed (a throwaway one: it is no dependency); without it only ours is
measured. Both read every phrase in one call, with the document's date where the table gives one. A phrase is `right`
where all that it means is read: kind, first and last day, rule. dateparser gives a day and nothing else, so it is right
by a milder measure: its day is the first or the last day, or the day and month of the rule; and where there is no day
to name (an event, `thường xuyên`, `hằng năm`), right is to name none. `invented` is a day where the phrase has none.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

TABLE = Path(__file__).parents[1] / "data" / "deadline_phrases.csv"
VERDICTS = ("right", "wrong", "invented", "none")
# Runs in the other Python: reads [[phrase, base], ...], tells the day of each by `parse`, else by `search_dates`.
OTHER = """
import json, sys
from datetime import datetime
import dateparser
from dateparser.search import search_dates
found = []
for phrase, base in json.load(sys.stdin):
    settings = {"RELATIVE_BASE": datetime.fromisoformat(base), "DATE_ORDER": "DMY", "PREFER_DAY_OF_MONTH": "last"}
    day = dateparser.parse(phrase, languages=["vi"], settings=settings)
    if day is None:
        days = search_dates(phrase, languages=["vi"], settings=settings)
        day = days[0][1] if days else None
    found.append(day and day.date().isoformat())
print(json.dumps(found))
"""


def main(arguments: list[str] | None = None) -> int:
    """Print how many phrases each reads rightly; 1 where ours reads one wrongly."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, help="a Python with dateparser")
    parser.add_argument("--table", type=Path, default=TABLE, help="another table of phrases with their values")
    options = parser.parse_args(arguments)
    rows = list(csv.DictReader(options.table.read_text(encoding="utf-8").splitlines()))
    ours, seconds = read_ours(rows)
    tell("ours", ours, seconds, len(rows))
    python = options.python or (Path(sys.executable) if importlib.util.find_spec("dateparser") else None)
    if python is None:
        print("dateparser: not installed; give --python PATH to measure it too.")
    else:
        theirs, seconds = read_theirs(rows, python)
        tell("dateparser", theirs, seconds, len(rows))
    return int(ours["right"] < len(rows))


def read_ours(rows: list[dict[str, str]]) -> tuple[Counter[str], float]:
    """Verdicts on our readings, and the seconds they took."""
    from normalize.deadlines import parse_deadline
    from normalize.model import PartialDate

    parse_deadline("năm 2025")
    verdicts: Counter[str] = Counter()
    started = time.perf_counter()
    for row in rows:
        today = PartialDate(*map(int, row["document_date"].split("-"))) if row["document_date"] else None
        got = parse_deadline(row["phrase"], document_date=today, column=bool(row["column"]))
        if got is None:
            verdicts["right" if not row["kind"] else "none"] += 1
            continue
        read = (got.kind.value, str(got.start or ""), str(got.end or ""), got.rrule or "")
        if read == (row["kind"], row["start"], row["end"], row["rrule"]):
            verdicts["right"] += 1
        else:
            invented = (got.start or got.end) and not (row["start"] or row["end"])
            verdicts["invented" if invented else "wrong"] += 1
    return verdicts, time.perf_counter() - started


def read_theirs(rows: list[dict[str, str]], python: Path) -> tuple[Counter[str], float]:
    """Verdicts on dateparser's days, and the seconds of its process."""
    phrases = [(row["phrase"], row["document_date"] or "2025-08-15") for row in rows]
    started = time.perf_counter()
    answer = subprocess.run(
        [python, "-c", OTHER], input=json.dumps(phrases), capture_output=True, text=True, check=True
    ).stdout
    seconds = time.perf_counter() - started
    verdicts: Counter[str] = Counter()
    for row, day in zip(rows, json.loads(answer), strict=True):
        verdicts[judge(row, date.fromisoformat(day) if day else None)] += 1
    return verdicts, seconds


def judge(row: dict[str, str], day: date | None) -> str:
    """The verdict on a bare day, by the milder measure."""
    month_days = re.search(r"BYMONTH=([\d,]+);BYMONTHDAY=(\d+)", row["rrule"])
    if month_days is not None:
        if day is None:
            return "none"
        months = [int(month) for month in month_days[1].split(",")]
        return "right" if day.month in months and day.day == int(month_days[2]) else "wrong"
    if not (row["start"] or row["end"]):
        return "right" if day is None else "invented"
    if day is None:
        return "none"
    return "right" if day.isoformat() in (row["start"], row["end"]) else "wrong"


def tell(what: str, verdicts: Counter[str], seconds: float, total: int) -> None:
    """Print one line."""
    shares = ", ".join(f"{verdicts[name]} {name}" for name in VERDICTS)
    print(f"{what:>10}: {shares}, of {total} phrases ({verdicts['right'] / total:.0%} right), {seconds:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
