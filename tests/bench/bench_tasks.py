"""Tasks: characters a second of plan text through definitions, tasks and officials; underthesea's share; hostile text.

    python -m tests.bench.bench_tasks

Plan text is every document of the corpus that has its own text layer and at least three tasks. Reading and the outline
are left out, and done before. Times are processor time of one core, the best of several. The share of underthesea is
the time inside its tagger, measured in the same runs. Hostile text is one phrase over and over: twice as long may take
little more than twice the time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.telling import tell

SHARED = Path(__file__).parents[3] / "shared" / "corpus"
FOLDERS = ("seeds", "gold_docs", "more_docs", "more_pdf")
LEAST_TASKS = 3
LEAST_SPEED = 0.5  # million characters a second
TIMES = 3
LENGTH = 60_000  # characters of a hostile text
CELL = 4_000  # ... of a cell; a longer one is no deadline
MOST_SECONDS, MOST_GROWTH = 4.0, 3.0
PHRASES = (
    "Sở A, ", "Giao Sở A ", "Trưởng các ", "Các Phó ", "Phòng A thuộc ", "Phòng và ", "Sở A. ", "Sở A: ", "Bộ A\n",
    "phối hợp với Sở B, ", "Các sở: A và B, ", "Ủy ban nhân dân huyện A, ", "ông Nguyễn Văn ", "Giám đốc Sở ",
    "hằng năm ", "định kỳ 6 tháng ", "trước ngày 15/6, ", "từ ngày 01/01/2025 đến ", "30 ngày kể từ ", "tháng 6, ",
    "Thời gian thực hiện: ", "sau khi A ban hành ", "trước khi họp ", "(sau đây gọi tắt là A) ", "A B C (ABC) ",
    "00:00 ", "(", "1, 2, ", "; ",
)  # fmt: skip


def main() -> int:
    """Print the measurements; 1 where a bound is missed."""
    good = measure_hostile()
    if SHARED.is_dir():
        good = measure_plans() and good
    else:
        print(f"{SHARED} is not there: only hostile text is measured.")
    return int(not good)


def measure_plans() -> bool:
    """Million characters a second over plan text, part by part."""
    from extract.errors import ReadError
    from extract.model import Origin
    from extract.outline import make_outline
    from extract.read import read_document
    from extract.sections import split_sections
    from extract.zones import find_zones
    from normalize.definitions import find_definitions
    from normalize.facts import read_facts
    from normalize.people import find_officials
    from normalize.tasks import read_tasks

    prepared: list[tuple[Any, ...]] = []
    for path in sorted(path for folder in FOLDERS for path in (SHARED / folder).iterdir()):
        try:
            document = read_document(path)
        except ReadError:
            continue
        if any(page.origin is not Origin.TEXT for page in document.pages):
            continue
        zones = find_zones(document)
        outline = make_outline(document, zones)
        sections = split_sections(document, outline)
        given = (document, zones, outline, sections, read_facts(document, zones), find_definitions(document.text))
        if len(read_tasks(*given)) >= LEAST_TASKS:
            prepared.append(given)
    characters = sum(len(given[0].text) for given in prepared)
    parts: dict[str, Callable[[], object]] = {
        "definitions": lambda: [find_definitions(given[0].text) for given in prepared],
        "tasks, units, deadlines": lambda: [read_tasks(*given) for given in prepared],
        "officials": lambda: [find_officials(given[0].text) for given in prepared],
    }
    seconds = {name: best_of(run) for name, run in parts.items()}
    tagger = time_in_tagger(parts["tasks, units, deadlines"])
    total = sum(seconds.values())
    speed = characters / total / 1e6
    for name, took in seconds.items():
        print(f"      {took:8.3f} s  {took / total:5.0%}  {name}")
    print(f"      {tagger:8.3f} s  {tagger / total:5.0%}  of it in underthesea's tagger")
    what = f"plan text: million characters a second, {len(prepared)} documents, {characters:,} characters"
    return tell(what, speed, least=LEAST_SPEED)


def time_in_tagger(run: Callable[[], object]) -> float:
    """Seconds that one run spends inside `underthesea.pos_tag`."""
    import underthesea

    tag, spent = underthesea.pos_tag, 0.0

    def timed(*arguments: Any, **options: Any) -> Any:
        nonlocal spent
        started = time.process_time()
        try:
            return tag(*arguments, **options)
        finally:
            spent += time.process_time() - started

    underthesea.pos_tag = timed
    try:
        run()
    finally:
        underthesea.pos_tag = tag
    return spent


def measure_hostile() -> bool:
    """The worst time and the worst growth over hostile texts."""
    from normalize.deadlines import find_deadlines, parse_deadlines
    from normalize.definitions import find_definitions
    from normalize.people import find_officials, parse_officials
    from normalize.units import find_units, read_assignment, split_units

    def read_cell(text: str) -> object:
        return parse_deadlines(text[:CELL])

    readers: tuple[Callable[[str], object], ...] = (
        split_units, find_units, read_assignment, find_deadlines, read_cell,
        find_officials, parse_officials, find_definitions,
    )  # fmt: skip
    for read in readers:
        read("Giao Sở Y tế báo cáo trước ngày 05/12/2025")
    longest, growth, where = 0.0, 0.0, ("", "")
    for phrase in PHRASES:
        text = (phrase * (LENGTH // len(phrase) + 1))[:LENGTH]
        for read in readers:
            whole, half = once(lambda: read(text)), once(lambda: read(text[: LENGTH // 2]))  # noqa: B023
            name = f"{getattr(read, '__name__', '')}({phrase!r})"
            if whole > longest:
                longest, where = whole, (name, where[1])
            if whole > 0.3 and whole / half > growth:
                growth, where = whole / half, (where[0], name)
    slow = tell(f"hostile text: seconds for {LENGTH:,} characters at worst, {where[0]}", longest, most=MOST_SECONDS)
    return tell(f"hostile text: growth from half the length at worst, {where[1]}", growth, most=MOST_GROWTH) and slow


def best_of(run: Callable[[], object]) -> float:
    """Processor seconds of the fastest of several runs, after one to warm up."""
    run()
    return min(once(run) for _ in range(TIMES))


def once(run: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
