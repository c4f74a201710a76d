"""Rows of a run and gold made by hand -> how many of the values given as certain, and as uncertain, are right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import regex

from corpus.columns import Json, Row
from extract.errors import ReadError
from normalize.gazetteer import fold

TABLES = ("documents", "references", "tasks", "deadlines", "units", "officials")
CERTAIN = "certain"
# From the surest band to the least sure; a value is certain with confidence 1 and no reason for a doubt.
BANDS = (CERTAIN, "0.9 to 1", "0.7 to 0.9", "below 0.7")
TASK_FIELDS = ("task", "leads", "coordinators", "directors", "deadline", "product")
_FACTS = ("type", "number", "date", "place", "issuer", "title", "signer_name", "signer_title")
_PAIR, _PRODUCT, _TITLE = 0.8, 0.9, 0.95  # how alike two texts are that count as the same
_DASHES, _QUOTES = regex.compile(r"[‐-―−]"), regex.compile(r"[“”„\"'‘’`]")
_KIND_BEFORE = regex.compile(
    r"^(?:kế hoạch|chương trình|quyết định|nghị quyết|chỉ thị|thông báo|kết luận|báo cáo|tờ trình|hướng dẫn|quy định"
    r"|thông tư|nghị định|luật|công điện|đề án)\b[\s:]*|^(?:v/v|về việc)\s+"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One value of one field: how sure it was given, and whether gold has it. `value` and `reason` are for reading."""

    field: str
    source: str
    band: str
    right: bool
    value: str
    reason: str | None


def read_gold(folder: Path) -> dict[str, Mapping[str, Json]]:
    """The gold of a folder by the base name of its document; ReadError where a file is no gold."""
    found: dict[str, Mapping[str, Json]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReadError("unreadable", f"{path}: is no JSON ({error}); give a folder of gold files.") from error
        if not isinstance(gold, dict) or not isinstance(gold.get("file"), str):
            raise ReadError("unreadable", f"{path}: names no `file`; give a folder of gold files.")
        found[gold["file"]] = gold
    if not found:
        raise ReadError("missing", f"{folder}: holds no gold (*.json); give the folder that does.")
    return found


def judge(gold: Mapping[str, Mapping[str, Json]], rows: Mapping[str, Iterable[Row]]) -> tuple[Judged, ...]:
    """Every value that a run gives for a document with gold, judged; `rows` by table, those of `TABLES`."""
    by_file: dict[str, dict[str, list[Row]]] = {name: {table: [] for table in TABLES} for name in gold}
    for table in TABLES:
        for row in rows[table]:
            name = Path(str(row["source"])).name
            if name in by_file:
                by_file[name][table].append(row)
    return tuple(value for name, truth in gold.items() for value in _judge_file(name, truth, by_file[name]))


def count(judged: Iterable[Judged]) -> dict[str, dict[str, tuple[int, int]]]:
    """How many values are right, of how many, by field and band."""
    counts: dict[str, dict[str, list[int]]] = {}
    for value in judged:
        cell = counts.setdefault(value.field, {}).setdefault(value.band, [0, 0])
        cell[0] += value.right
        cell[1] += 1
    return {name: {band: (n[0], n[1]) for band, n in bands.items()} for name, bands in counts.items()}


def share_of_certain(judged: Iterable[Judged], fields: Sequence[str] = TASK_FIELDS) -> float | None:
    """The part of the values given as certain that is right, over all fields together; None where there are none."""
    verdicts = [value.right for value in judged if value.band == CERTAIN and value.field in fields]
    return sum(verdicts) / len(verdicts) if verdicts else None


def _judge_file(name: str, truth: Mapping[str, Json], rows: Mapping[str, list[Row]]) -> Iterator[Judged]:
    document = truth.get("document")
    if isinstance(document, dict) and rows["documents"]:
        yield from _judge_facts(name, document, rows["documents"][0])
    references = truth.get("references")
    if isinstance(references, list):
        yield from _judge_references(name, [r for r in references if isinstance(r, dict)], rows["references"])
    tasks = truth.get("tasks")
    if isinstance(tasks, list):
        yield from _judge_tasks(name, [t for t in tasks if isinstance(t, dict)], rows)


def _judge_facts(name: str, document: Mapping[str, Json], row: Row) -> Iterator[Judged]:
    evidence = row.get("evidence")
    for field in _FACTS:
        value = row.get(field)
        if value is None or field not in document:
            continue
        given = evidence.get(field) if isinstance(evidence, dict) else None
        doubt = given if isinstance(given, dict) else {}
        if field == "title":
            right = _alike(_bare_title(document[field]), _bare_title(value)) >= _TITLE
        elif field == "number":
            right = _number(document[field]) == _number(value)
        else:
            right = _plain(document[field]) == _plain(value)
        yield Judged(field, name, _band(doubt), right, str(value), _reason(doubt))


def _judge_references(name: str, truth: Sequence[Mapping[str, Json]], rows: Sequence[Row]) -> Iterator[Judged]:
    """A reference is right where gold has one left with its kind, number or name, date and relation."""
    left = Counter(map(_reference_key, truth))
    for row in rows:
        key = _reference_key(row)
        right = left[key] > 0
        left[key] -= right
        shown = f"{row.get('type')} {row.get('number') or row.get('name')} {row.get('relation')}"
        yield Judged("reference", name, _band(row), right, shown, _reason(row))


def _reference_key(row: Mapping[str, Json]) -> tuple[str, str, str, str]:
    name = _number(row.get("number")) or _plain(row.get("name"))
    return _plain(row.get("type")), name, str(row.get("date") or ""), str(row.get("relation") or "")


def _judge_tasks(name: str, truth: Sequence[Mapping[str, Json]], rows: Mapping[str, list[Row]]) -> Iterator[Judged]:
    """The fields of a task that gold does not have are all wrong, and no surer than the task itself."""
    pairs = _align(truth, rows["tasks"])
    units, people = _by_task(rows["units"]), _by_task(rows["officials"])
    deadlines = _by_task([row for row in rows["deadlines"] if row.get("main")])
    for place, row in enumerate(rows["tasks"]):
        gold = pairs.get(place)
        shown = str(row.get("content"))[:100]
        yield Judged("task", name, _band(row), gold is not None, shown, _reason(row))
        key = str(row.get("row"))
        for field, role in (("leads", "lead"), ("coordinators", "coordinator")):
            yield from _judge_names(name, field, gold, row, [u for u in units.get(key, ()) if u.get("role") == role])
        directs = [who for who in people.get(key, ()) if who.get("role") == "directs"]
        yield from _judge_names(name, "directors", gold, row, directs)
        if gold is None or "deadline" in gold:
            for deadline in deadlines.get(key, ())[:1]:
                right = gold is not None and _deadline_key(gold.get("deadline")) == _deadline_key(row.get("deadline"))
                yield Judged(
                    "deadline", name, _band(row, deadline), right, str(deadline.get("text")), _reason(deadline, row)
                )
        if (product := row.get("product")) is not None and (gold is None or "product" in gold):
            right = gold is not None and _alike(gold.get("product"), product) >= _PRODUCT
            evidence = row.get("evidence")
            given = evidence.get("product") if isinstance(evidence, dict) else None
            doubt = given if isinstance(given, dict) else {}
            yield Judged("product", name, _band(row, doubt), right, str(product), _reason(doubt, row))


def _judge_names(
    name: str, field: str, gold: Mapping[str, Json] | None, task: Row, given: Sequence[Row]
) -> Iterator[Judged]:
    if gold is not None and field not in gold:
        return
    left = Counter(map(_name_of, _listed(gold.get(field) if gold is not None else None)))
    for row in given:
        key = _plain(row.get("name"))
        right = left[key] > 0
        left[key] -= right
        yield Judged(field, name, _band(task, row), right, str(row.get("name")), _reason(row, task))


def _name_of(value: Json) -> str:
    return _plain(value.get("name") if isinstance(value, dict) else value)


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _by_task(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.get("task") is not None:
            found.setdefault(str(row["task"]), []).append(row)
    return found


def _align(truth: Sequence[Mapping[str, Json]], rows: Sequence[Row]) -> dict[int, Mapping[str, Json]]:
    """Place of a row -> the task of gold that it is: the most alike first, the same label before another."""
    scored = []
    for i, gold in enumerate(truth):
        for j, row in enumerate(rows):
            ratio = _alike(gold.get("content"), row.get("content"))
            if ratio >= _PAIR:
                scored.append((ratio, gold.get("label") == row.get("label"), -abs(i - j), i, j))
    used: set[int] = set()
    found: dict[int, Mapping[str, Json]] = {}
    for *_, i, j in sorted(scored, reverse=True):
        if i not in used and j not in found:
            used.add(i)
            found[j] = truth[i]
    return found


def _band(*given: Mapping[str, Json]) -> str:
    """The band of the least sure of what a value rests on; a row without a confidence is certain."""
    sure = min((float(str(row["confidence"])) for row in given if row.get("confidence") is not None), default=1.0)
    if sure >= 1.0 and _reason(*given) is None:
        return CERTAIN
    return BANDS[1] if sure >= 0.9 else BANDS[2] if sure >= 0.7 else BANDS[3]


def _reason(*given: Mapping[str, Json]) -> str | None:
    return next((str(row["reason"]) for row in given if row.get("reason")), None)


def _plain(value: Json) -> str:
    """One spelling for comparison: lower case, one dash, no quotes, one tone placement."""
    text = fold(_QUOTES.sub("", _DASHES.sub("-", str(value or ""))))
    return regex.sub(r"\s+", " ", regex.sub(r"\s*-\s*", "-", text)).strip(" .;:,-/")


def _bare_title(value: Json) -> str:
    return str(_KIND_BEFORE.sub("", _KIND_BEFORE.sub("", _plain(value))))


def _number(value: Json) -> str:
    return str(regex.sub(r"^0+(?=\d)", "", regex.sub(r"\s+", "", _plain(value))))


def _alike(one: Json, other: Json) -> float:
    a, b = _plain(one), _plain(other)
    if not a or not b or a == b:
        return float(a == b)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5 else 0.0


def _deadline_key(value: Json) -> tuple[str, str, str, tuple[str, ...]]:
    given = value if isinstance(value, dict) else {}
    parts = (part for part in str(given.get("rrule") or "").upper().split(";") if part and part != "INTERVAL=1")
    return str(given.get("kind")), str(given.get("start")), str(given.get("end")), tuple(sorted(parts))
