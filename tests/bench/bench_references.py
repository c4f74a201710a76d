"""References: million characters a second of ours, of eyecite on English opinions and of refex on German law texts.

    python -m tests.bench.bench_references [--python PATH] [--characters N]

PATH is a Python in which `eyecite`, `hyperscan` and `legal-reference-extraction` are installed (a throwaway one: none
of them is a dependency); what is not there is left out. All run one after another in one call, each on as many
characters in texts of about the same length, each the best of several in processor time of one core; what is told are
ratios. The English and German texts are made of opinion.txt and statute.txt, with about as many citations as opinions
and statutes have. Finding more takes longer: how many each found in a thousand characters is told beside its speed, and
ours is measured twice, on the codification as it is and on those of its texts that cite most.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SCALE = Path(__file__).parents[3] / "shared" / "scale" / "phapdien_articles.jsonl.gz"
LENGTH = 4000  # characters of a text
TIMES = 3
MOST = 2.0  # citations in a thousand characters of a text that cites much
CITATION = re.compile(r"\d/\d{4}/|(?<!p )[Ll]uật [A-ZĐ]")

OTHER_LIBRARIES = (("eyecite", "opinion.txt"), ("eyecite, Hyperscan", "opinion.txt"), ("refex", "statute.txt"))
# Runs in the other Python: reads {"library": ..., "texts": [...]}, tells seconds and how many were found.
OTHERS = """
import json, sys, time
task = json.load(sys.stdin)
def best(find, texts):
    find(texts[0])
    seconds, found = [], 0
    for _ in range(task["times"]):
        start = time.process_time()
        found = sum(find(text) for text in texts)
        seconds.append(time.process_time() - start)
    return min(seconds), found
if task["library"] == "refex":
    from refex.extractor import RefExtractor
    extractor = RefExtractor()
    find = lambda text: len(extractor.extract(text)[1])
else:
    from eyecite import get_citations
    if task["library"] == "eyecite, Hyperscan":
        import hyperscan
        from eyecite.tokenizers import HyperscanTokenizer
        tokenizer = HyperscanTokenizer(cache_dir=task["cache"])
        find = lambda text: len(get_citations(text, tokenizer=tokenizer))
    else:
        find = lambda text: len(get_citations(text))
print(json.dumps(best(find, task["texts"])))
"""


def make_texts(name: str, characters: int) -> list[str]:
    """Texts of the usual length, made of the passages of a file in turn, so many characters in all."""
    passages = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n\n")
    passages = [" ".join(passage.split()) for passage in passages]
    whole: list[str] = []
    i = 0
    while sum(map(len, whole)) < characters:
        parts: list[str] = []
        while sum(map(len, parts)) < LENGTH:
            parts.append(passages[i % len(passages)])
            i += 1
        whole.append("\n".join(parts))
    return whole


def read_articles(characters: int, *, citing: bool = False) -> list[str]:
    """Articles of the codification joined to texts of the usual length: every 37th, or those `citing` most."""
    texts: list[str] = []
    parts: list[str] = []
    total = 0
    with gzip.open(SCALE, "rt", encoding="utf-8") as file:
        for i, line in enumerate(file):
            if i % (5 if citing else 37):
                continue
            text = json.loads(line).get("noi_dung") or ""
            if citing and 1000 * len(CITATION.findall(text)) < MOST * len(text):
                continue
            parts.append(text)
            if sum(map(len, parts)) >= LENGTH:
                texts.append("\n".join(parts))
                total += len(texts[-1])
                parts = []
            if total >= characters:
                break
    return texts


def measure_ours(texts: list[str]) -> tuple[float, int]:
    """Seconds and references found."""
    from normalize.references import find_references

    find_references(texts[0])
    return best_of(lambda: sum(len(find_references(text)) for text in texts))


def best_of(run: Callable[[], int]) -> tuple[float, int]:
    """Seconds of the fastest of several runs, and what it gave."""
    seconds, found = [], 0
    for _ in range(TIMES):
        start = time.process_time()
        found = run()
        seconds.append(time.process_time() - start)
    return min(seconds), found


def measure_other(python: str, library: str, texts: list[str]) -> tuple[float, int] | None:
    """Seconds and citations found of a library in another Python; None where it is not there."""
    import tempfile

    with tempfile.TemporaryDirectory() as cache:
        task = json.dumps({"library": library, "texts": texts, "times": TIMES, "cache": cache})
        done = subprocess.run([python, "-c", OTHERS], input=task, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{library}: left out ({done.stderr.strip().splitlines()[-1:] or 'failed'})")
        return None
    seconds, found = json.loads(done.stdout)
    return seconds, found


def main() -> int:
    """Print the speeds and the ratios; 1 where ours is below three million characters a second."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--python", help="a Python with eyecite, hyperscan and legal-reference-extraction")
    parser.add_argument("--characters", type=int, default=1_000_000)
    options = parser.parse_args()
    if not SCALE.is_file():
        print(f"{SCALE} is not there: nothing is measured.")
        return 0
    ours = tell("ours", read_articles(options.characters), measure_ours)
    dense = tell("ours, texts that cite most", read_articles(options.characters, citing=True), measure_ours)
    if options.python:
        for library, passages in OTHER_LIBRARIES:
            texts = make_texts(passages, options.characters)
            speed = tell(library, texts, lambda texts, library=library: measure_other(options.python, library, texts))
            if speed:
                print(f"    ours is {ours / speed:.1f} times as fast, {dense / speed:.1f} times where it finds most")
    return int(ours < 3.0)


def tell(library: str, texts: list[str], measure: Callable[[list[str]], tuple[float, int] | None]) -> float:
    """Print and return the speed in million characters a second; 0 where nothing was measured."""
    characters = sum(map(len, texts))
    measured = measure(texts)
    if measured is None:
        return 0.0
    seconds, found = measured
    speed = characters / seconds / 1e6
    print(
        f"{library}: {speed:.2f} million characters a second ({characters:,} characters, {len(texts)} texts, "
        f"{1000 * found / characters:.2f} found in a thousand)"
    )
    return speed


if __name__ == "__main__":
    sys.exit(main())
