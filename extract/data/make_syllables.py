"""Two collections of official texts -> `syllables.npz`, the syllables of Vietnamese and how they follow one another,
and `symbol_tails.csv`, the tails of document symbols (`QĐ-UBND`, `NĐ-CP`) with how often each was seen.

Run it from the top of the repository with the folder that holds the collections, the official codification
(`phapdien_articles.jsonl.gz`, texts of acts by article) and gazette documents (`congbao_402.jsonl.gz`):

    python -m extract.data.make_syllables FOLDER
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import regex

from extract.syllable_model import COMMA, NUMBER, OTHER, STEP, STOP, is_syllable, plain_tone

_HERE = Path(__file__).parent
_SOURCES = (("phapdien_articles.jsonl.gz", ("dieu", "noi_dung", "nguon")), ("congbao_402.jsonl.gz", ("full_text",)))
_TOKEN = regex.compile(r"\p{L}++|\d++|[^\s\p{L}\d]")
_SYMBOL = regex.compile(
    r"(?<![\w/])\d{1,5}/(?:\d{4}/)?(?P<tail>(?:TTr|\p{Lu}{1,8}\d{0,2})(?:-(?:TTg|[\p{Lu}&]{2,11})){0,3})(?![\w/])"
)
_LEAST_SYLLABLE = 6
_LEAST_PAIR = 2
_LEAST_TAIL = 4
_DISCOUNT = 0.75


def main(folder: Path) -> None:
    """Read the collections and write both files beside this one."""
    singles, pairs, tails = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for text in _texts(folder):
        before = STOP
        for token in map(_class_of, _TOKEN.findall(text.lower())):
            singles[token] += 1
            pairs[before, token] += 1
            before = token
        tails.update(match["tail"] for match in _SYMBOL.finditer(text))
    _write_model(singles, pairs)
    _write_tails(tails)


def _texts(folder: Path) -> Iterator[str]:
    for name, fields in _SOURCES:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                for field in fields:
                    yield unicodedata.normalize("NFC", row.get(field) or "").replace("Ð", "Đ")


def _class_of(token: str) -> str:
    if token[0].isdigit():
        return NUMBER
    if token[0].isalpha():
        token = plain_tone(token)
        return token if is_syllable(token) else OTHER
    return COMMA if token in ',-–/()&“”"' else STOP


def _write_model(singles: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
    """Absolute discounting with back-off to the number of different neighbours; logarithms in steps of `STEP`."""
    kept = [NUMBER, COMMA, STOP, OTHER]
    kept += sorted(t for t, n in singles.items() if n >= _LEAST_SYLLABLE and t not in kept)
    index = {token: i for i, token in enumerate(kept)}
    other = index[OTHER]
    counts, before, fan_in = Counter[int](), Counter[int](), Counter[int]()
    for (a, b), times in pairs.items():
        counts[index.get(a, other) * len(kept) + index.get(b, other)] += times
    for key, times in counts.items():
        before[key // len(kept)] += times
        fan_in[key % len(kept)] += 1
    keys = np.array(sorted(key for key, n in counts.items() if n >= _LEAST_PAIR), dtype=np.int64)
    n = np.array([counts[int(key)] for key in keys], dtype=np.float64)
    first = keys // len(kept)
    total = np.array([before[i] for i in range(len(kept))], dtype=np.float64)
    held = np.zeros(len(kept))
    np.add.at(held, first, n - _DISCOUNT)
    back_off = np.log(np.maximum(1e-4, 1.0 - held / np.maximum(total, 1.0)))
    alone = np.array([fan_in[i] + 0.5 for i in range(len(kept))])
    alone = np.log(alone / alone.sum())
    both = np.log((n - _DISCOUNT) / total[first] + np.exp(back_off[first] + alone[keys % len(kept)]))
    np.savez_compressed(
        _HERE / "syllables.npz",
        words=np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        count=np.array([min(singles[t], 2**31) for t in kept], dtype=np.int32),
        alone=_steps(alone),
        back_off=_steps(back_off),
        gaps=np.diff(keys, prepend=0).astype(np.int32),
        pairs=_steps(both),
    )
    print(len(kept), "syllables,", len(keys), "pairs,", (_HERE / "syllables.npz").stat().st_size, "bytes")


def _steps(logs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.clip(np.rint(-logs / STEP), 0, 255).astype(np.uint8)


def _write_tails(tails: Counter[str]) -> None:
    with (_HERE / "symbol_tails.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["tail", "count", "source"])
        for tail, count in sorted(tails.items(), key=lambda item: (-item[1], item[0])):
            if count >= _LEAST_TAIL:
                out.writerow([tail, count, "phapdien, congbao"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
