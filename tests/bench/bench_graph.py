"""The citation graph over the articles of the codification: time, memory and growth at 1/8, 1/4, 1/2 and 1.

`python -m tests.bench.bench_graph`. Reading the file is not counted; finding the citations in two processes, resolving
them and building the graph is. One ItemID of the source line must give one key of a work.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from corpus.chains import find_missing, most_cited
from corpus.citations import Citation, HeldFile, from_text
from corpus.graph import build_graph
from corpus.places import Home
from corpus.resolve import Candidates, resolve
from corpus.works import Description, WorkKey, describe_number, format_key
from normalize.sources import Source, parse_source

ARTICLES = Path(__file__).parents[3] / "shared" / "scale" / "phapdien_articles.jsonl.gz"
PARTS = (8, 4, 2, 1)
WORKERS = 2
CHUNK = 400  # articles
MOST_SECONDS, MOST_BYTES = 90.0, 1.5e9

Article = tuple[str, str, str, str]  # item, heading, source line, text


def main() -> int:
    """Print what was measured; 1 where a bound is missed."""
    if len(sys.argv) > 1:
        return measure(int(sys.argv[1]))
    if not ARTICLES.is_file():
        print(f"{ARTICLES} is not there: nothing to measure.")
        return 0
    missed = 0
    for part in PARTS:  # each in a process of its own, so that memory is its own
        missed += subprocess.run([sys.executable, "-m", "tests.bench.bench_graph", str(part)], check=False).returncode
    return int(missed > 0)


def measure(part: int) -> int:
    """One line on a part of the articles: characters, citations, works, edges, seconds, memory."""
    articles = read_articles(part)
    characters = sum(len(article[3]) for article in articles)
    begun = time.perf_counter()
    citations = find_all(articles)
    found = time.perf_counter()
    files = make_files(articles)
    graph = build_graph(files, citations)
    seconds = time.perf_counter() - begun
    memory = sum(resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF,)) + WORKERS * (
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    )
    print(
        f"1/{part}: {len(articles)} articles, {characters / 1e6:.1f} million characters, "
        f"{len(citations)} citations, "
        f"{len(graph.works)} works ({len(files)} held), {len(graph.edges)} edges: {seconds:.1f} s "
        f"({found - begun:.1f} s to find), {memory / 1e9:.2f} GB, "
        f"{seconds / characters * 1e6:.2f} s a million characters"
    )
    if part > 1:
        return 0
    unresolved = sum(not edge.cited.is_complete for edge in graph.edges)
    print(f"edges to works that are not fully known: {unresolved} ({unresolved / len(graph.edges):.1%})")
    for item in most_cited(graph, limit=5):
        print(f"  most cited: {item.work.label}, by {item.citing} works, {item.mentions} times")
    for item in find_missing(graph, limit=5):
        print(f"  missing: {item.work.label}, by {item.citing} works")
    tell_keys(articles)
    return int(seconds > MOST_SECONDS or memory > MOST_BYTES)


def read_articles(part: int) -> list[Article]:
    """Every `part`th source act with all its articles, so that the parts are alike."""
    found = []
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            item = (
                row["nguon_url"].partition("ItemID=")[2].partition("#")[0]
                or "?" + row["nguon"].split(",")[0].partition(" số ")[2][:24]
            )
            if sum(map(ord, item)) % part == 0:
                found.append((item, row["dieu"], row["nguon"], row["noi_dung"]))
    return found


def find_all(articles: list[Article]) -> list[Citation]:
    """The citations of all articles, found in processes; rows count through each source act."""
    chunks = [articles[i : i + CHUNK] for i in range(0, len(articles), CHUNK)]
    found: list[Citation] = []
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        for citations in pool.imap(find_in_chunk, enumerate(chunks)):
            found += citations
    return found


def find_in_chunk(numbered: tuple[int, list[Article]]) -> list[Citation]:
    """The citations of some articles."""
    chunk, articles = numbered
    found: list[Citation] = []
    for i, (item, heading, _, text) in enumerate(articles):
        found += from_text(text, item, section=heading.split(". ")[0], first_row=(chunk * CHUNK + i) * 1000)
    return found


def make_files(articles: list[Article]) -> list[HeldFile]:
    """One held file for each source act, by what its lines say together."""
    sources: dict[str, list[Source]] = defaultdict(list)
    for item, _, line, _ in articles:
        if (source := parse_source(line)) is not None:
            sources[item].append(source)
    files = []
    for item, said in sources.items():
        first = said[0]
        files.append(
            HeldFile(
                item,
                type=first.kind,
                number=next((s.number for s in said if s.number), None),
                date=next((s.date for s in said if s.date), None),
                issuer=next((s.issuer for s in said if s.issuer), None),
                title=next((s.name for s in said if s.name), None),
                home=Home(central=True),
                fingerprint=item,
            )
        )
    return files


def tell_keys(articles: list[Article]) -> None:
    """How many ItemIDs give one key in all their rows, and how many keys stand for one ItemID."""
    keys: dict[str, set[WorkKey]] = defaultdict(set)
    described: list[tuple[str, Description, int | None]] = []
    rows = parsed = 0
    candidates = Candidates()
    for item, _, line, _ in articles:
        if not line.strip():
            continue
        rows += 1
        source = parse_source(line)
        if source is None or source.number is None:
            continue
        said = describe_number(source.number, source.kind, source.date, source.issuer, Home(central=True))
        if said is not None:
            parsed += 1
            candidates.add(said, sound=True)
            described.append((item, said, source.effective.year if source.effective is not None else None))
    nearby: dict[str, set[WorkKey]] = defaultdict(set)
    for item, said, _ in described:
        if said.is_complete:
            nearby[item].add(said.key)
    for item, said, year in described:
        keys[item].add(resolve(said, candidates, citing_year=year, nearby=nearby[item]).key)
    split = {item: found for item, found in keys.items() if len(found) > 1}
    print(f"source lines with a key: {parsed} of {rows} ({parsed / rows:.2%})")
    print(f"ItemIDs with one key in all their rows: {len(keys) - len(split)} of {len(keys)}")
    for item, found in sorted(split.items())[:12]:
        print(f"  {item}: {', '.join(sorted(map(format_key, found)))}")
    items: dict[WorkKey, set[str]] = defaultdict(set)
    for item, found in keys.items():
        for key in found:
            items[key].add(item)
    several = {key: found for key, found in items.items() if len({item for item in found if item[0] != "?"}) > 1}
    print(f"keys of several ItemIDs: {len(several)}")
    for key, found in sorted(several.items())[:12]:
        print(f"  {key}: {', '.join(sorted(found))}")


if __name__ == "__main__":
    sys.exit(main())
