"""`python -m tests.bench.bench_learned [GOLD DOCUMENTS]...`: does a learned tagger find units better than the rules?

A linear-chain CRF (underthesea_core.CRFTrainer) tags the words of a task as those of a unit that leads, of one that
coordinates, or neither. Three readings are compared on the tasks of documents left out of training, one by one:
the rules; a CRF that learned from tasks that the rules labelled in other documents and from the gold of the other
documents; and a CRF that also sees what the rules say of each word and learned from gold alone. A reading counts by
units found whole. The figures are in docs/UNITS.md.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from pathlib import Path

import regex

from extract.errors import ReadError
from extract.folding import fold_words
from extract.model import Span
from extract.read import read_document
from normalize.model import Record
from normalize.record import read_record

TOP = Path(__file__).parents[2]
SHARED = TOP.parent / "shared"
GAZETTE_TEXTS = 200
LONGEST = 400  # words of a task
_WORD = regex.compile(r"\w+|[^\w\s]")
_HEADS = TOP / "normalize" / "data" / "unit_heads.csv"


@dataclass(frozen=True, slots=True)
class Example:
    """The words of one task, what the rules say of each, and what is right (None where no gold says)."""

    document: str
    words: tuple[str, ...]
    ruled: tuple[str, ...]
    right: tuple[str, ...] | None = None


def main(pairs: Sequence[str]) -> int:
    """Print the three readings' precision, recall and F1 on documents left out."""
    folders = [(Path(gold), Path(documents)) for gold, documents in zip(pairs[::2], pairs[1::2], strict=True)]
    if SHARED.is_dir():
        folders.insert(0, (SHARED / "gold", SHARED / "corpus"))
    if not folders:
        print(f"{SHARED} is not there, and no gold is given: nothing is compared.")
        return 0
    examples = [example for gold, documents in folders for example in read_gold(gold, documents)]
    ruled = list(label_by_rules()) if SHARED.is_dir() else []
    documents = sorted({example.document for example in examples})
    print(f"{len(examples)} tasks of {len(documents)} documents with gold; {len(ruled)} tasks labelled by the rules")
    folds = [documents[i::8] for i in range(8)]
    told: dict[str, list[tuple[Sequence[str], Sequence[str]]]] = {"rules": [], "learned": [], "rules and learned": []}
    for fold in folds:
        kept = [example for example in examples if example.document not in fold]
        out = [example for example in examples if example.document in fold]
        alone = train([*ruled, *kept * 3], with_rules=False)
        both = train(kept, with_rules=True)
        for example in out:
            right = example.right or ()
            told["rules"].append((right, example.ruled))
            told["learned"].append((right, alone.tag(features(example, with_rules=False))))
            told["rules and learned"].append((right, both.tag(features(example, with_rules=True))))
    for name, pairs_of in told.items():
        for role, heading in (("L", "leads"), ("C", "coordinators")):
            print(f"{name:18} {heading:13} " + "  ".join(f"{value:.3f}" for value in score(pairs_of, role)))
    return 0


def read_gold(gold: Path, documents: Path) -> Iterable[Example]:
    """The tasks of the gold that we find too, whose units all stand in the words of the task."""
    for path in sorted(gold.glob("*.json")):
        wanted = json.loads(path.read_text("utf-8"))
        found = next(iter(sorted(documents.rglob(wanted["file"]))), None)
        if found is None:
            continue
        record = read(found)
        if record is None:
            continue
        for row in wanted.get("tasks", ()):
            if "leads" not in row or "coordinators" not in row:
                continue
            ours = max(record.tasks, key=lambda task: _likeness(task.content, row["content"]), default=None)
            if ours is None or _likeness(ours.content, row["content"]) < 0.8:
                continue
            example = make_example(record, ours.span)
            right = ["O"] * len(example.words)
            if all(_mark(right, example.words, name, "L") for name in row["leads"]) and all(
                _mark(right, example.words, name, "C") for name in row["coordinators"]
            ):
                yield Example(wanted["file"], example.words, example.ruled, tuple(right))


def label_by_rules() -> Iterable[Example]:
    """Tasks of other documents with the units that the rules find in their words."""
    with tempfile.TemporaryDirectory() as folder, gzip.open(SHARED / "scale" / "congbao_402.jsonl.gz", "rt") as lines:
        for number, line in enumerate(islice(lines, GAZETTE_TEXTS)):
            path = Path(folder) / f"{number}.txt"
            path.write_text(json.loads(line)["full_text"], encoding="utf-8")
            record = read(path)
            for task in record.tasks if record else ():
                example = make_example(record, task.span) if record else None
                if example is not None and set(example.ruled) != {"O"} and len(example.words) <= LONGEST:
                    yield example


def read(path: Path) -> Record | None:
    """The record of a file; None of one that cannot be read."""
    try:
        return read_record(read_document(path))
    except ReadError as error:
        print(error)
        return None


def make_example(record: Record, span: Span) -> Example:
    """The words of a task with the labels that the rules give."""
    text = record.document.text[span.start : span.end]
    matches = list(_WORD.finditer(text))
    labels = ["O"] * len(matches)
    for task in record.tasks:
        if task.span != span:
            continue
        for role, units in (("L", task.leads), ("C", task.coordinators)):
            for unit in units:
                if unit.span is not None and span.covers(unit.span):
                    inside = [
                        i
                        for i, match in enumerate(matches)
                        if unit.span.start <= span.start + match.start() < unit.span.end
                    ]
                    for i in inside:
                        labels[i] = f"{'B' if i == inside[0] else 'I'}-{role}"
    return Example(record.document.source, tuple(match[0] for match in matches), tuple(labels))


def _mark(labels: list[str], words: Sequence[str], name: str, role: str) -> bool:
    """Label the first place where the name stands; False where it does not."""
    folded, wanted = [fold_words(word) for word in words], [fold_words(match[0]) for match in _WORD.finditer(name)]
    for start in range(len(folded) - len(wanted) + 1):
        if folded[start : start + len(wanted)] == wanted and labels[start] == "O":
            labels[start : start + len(wanted)] = [f"B-{role}", *[f"I-{role}"] * (len(wanted) - 1)]
            return True
    return False


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one[:300], other[:300], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.8 and matcher.quick_ratio() > 0.8 else 0.0


class Tagger:
    """A trained model, kept in a file for as long as it is used."""

    def __init__(self, model: object) -> None:
        from underthesea_core import CRFTagger

        self._tagger = CRFTagger.from_model(model)

    def tag(self, words: list[list[str]]) -> list[str]:
        """The label of each word."""
        return list(self._tagger.tag(words)) if words else []


def train(examples: Sequence[Example], *, with_rules: bool) -> Tagger:
    """A CRF that learned from these tasks; those with gold by it, the others by what the rules say."""
    from underthesea_core import CRFTrainer

    trainer = CRFTrainer()
    trainer.set_l2_penalty(0.01)
    trainer.set_max_iterations(80)
    known = [example for example in examples if example.words]
    words = [features(example, with_rules=with_rules) for example in known]
    labels = [list(example.right or example.ruled) for example in known]
    with without_output():
        return Tagger(trainer.train(words, labels))


@contextmanager
def without_output() -> Iterator[None]:
    """Keep back what the trainer prints of each step, which no setting of it stops."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def features(example: Example, *, with_rules: bool) -> list[list[str]]:
    """For each word: itself and its neighbours, capitals, heads of unit names, the verbs of roles near it."""
    heads = _heads()
    words = [word.casefold() for word in example.words]
    found = []
    for i, word in enumerate(example.words):
        row = [f"{at}={words[i + at] if 0 <= i + at < len(words) else '_'}" for at in (-3, -2, -1, 0, 1, 2, 3)]
        row += [f"2-={' '.join(words[max(0, i - 2) : i])}", f"2+={' '.join(words[i + 1 : i + 3])}"]
        row += [f"shape={_shape(word)}", f"shape-={_shape(example.words[i - 1]) if i else '_'}"]
        row += [f"start={min(i, 4)}"]
        row += [f"head={' '.join(words[i : i + n]) in heads}{n}" for n in (1, 2, 3)]
        before = " ".join(words[max(0, i - 40) : i])
        row += [
            f"after={verb}"
            for verb in ("chủ trì", "phối hợp", "giao", "yêu cầu", "báo cáo", ";", ":")
            if verb in before
        ]
        if with_rules:
            near = example.ruled[max(0, i - 1) : i + 2]
            row += [f"rule={example.ruled[i]}", f"rules={' '.join(near)}"]
        found.append(row)
    return found


def _shape(word: str) -> str:
    if word.isdigit():
        return "9"
    if not word[:1].isalnum():
        return word
    return "A" if word.isupper() else "Aa" if word[:1].isupper() else "a"


@cache
def _heads() -> frozenset[str]:
    with _HEADS.open(encoding="utf-8") as stream:
        return frozenset(next(iter(row.values())).casefold() for row in csv.DictReader(stream))


def score(pairs: Iterable[tuple[Sequence[str], Sequence[str]]], role: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of whole units of a role."""
    both = wanted = given = 0
    for right, told in pairs:
        one, other = _chunks(right, role), _chunks(told, role)
        both, wanted, given = both + len(one & other), wanted + len(one), given + len(other)
    precision, recall = both / max(1, given), both / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _chunks(labels: Sequence[str], role: str) -> set[tuple[int, int]]:
    found, start = set[tuple[int, int]](), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and label != f"I-{role}":
            found.add((start, i))
            start = None
        if label == f"B-{role}":
            start = i
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
