"""Deadlines that wait for an event, and the days that documents give -> the last day of each, or what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import regex

from corpus.collection_columns import complete
from corpus.columns import Json, Row
from corpus.graph import CitationGraph
from corpus.works import WorkKey
from normalize.counted import EFFECT, SIGNED, UNCLEAR, event_key, parse_term, resolve_event
from normalize.model import Deadline, DeadlineKind
from normalize.vocabulary import doc_types, laws_by_number

_OWN = {
    SIGNED: ("date", "the day on which the document was signed"),
    EFFECT: ("effect_date", "the day on which the document takes effect"),
}


_THIS = regex.compile(r"(?P<kind>\p{Lu}\p{L}*(?:\s\p{Ll}+){0,3}?)\snày\b")
# What is issued with a decision speaks of itself in the file of both.
_ISSUING = frozenset(("QĐ", "NQ", "TT", "NĐ"))
_ATTACHED = frozenset(("KH", "QC", "QyĐ", "ĐA", "DA", "CTr", "PA", "HD"))


@dataclass(frozen=True, slots=True)
class EventDay:
    """The day of an event and where it stands: the file, its page and its exact words; no place for a day of a list."""

    day: date
    what: str
    source: str | None = None
    page: Json = None
    words: Json = None


def make_counted_deadlines(
    documents: Iterable[Row],
    deadlines: Iterable[Row],
    references: Callable[[], Iterable[Row]],
    graph: Callable[[], CitationGraph],
) -> tuple[Row, ...]:
    """The table `counted_deadlines`, by file and row of the deadline; the order of the rows given makes no difference.

    `references` and `graph` are asked only where an event is that of another document. A day is taken where all that is
    said of it agrees; nothing is guessed, and what was read stays as it was.
    """
    waiting = [row for row in deadlines if row["kind"] == DeadlineKind.EVENT]
    waiting.sort(key=lambda row: (str(row["source"]), int(str(row["row"]))))
    days = _Days(documents if waiting else (), references, graph)
    rows = (_count(row, days) for row in waiting)
    return tuple(complete("counted_deadlines", number, row) for number, row in enumerate(rows, start=1))


def _count(row: Row, days: _Days) -> Row:
    deadline = _deadline_of(row)
    made: Row = {
        "source": row["source"],
        "task": row["task"],
        "deadline": row["row"],
        "label": row["label"],
        "text": row["text"],
        "main": row["main"],
        "event": row["anchor"],
        "offset": row["offset"],
        "working": row["working"],
        "state": "waiting",
    }
    key = event_key(deadline)
    found = days.find(row, key)
    if key is None or isinstance(found, str):
        return made | {"reason": str(found)}
    counted = resolve_event(deadline, {key: found.day})
    if counted.kind is DeadlineKind.EVENT:
        return made | {"reason": "no calendar reaches so far"}
    due = counted.due.value if counted.due is not None else counted.end
    return made | {
        "state": "resolved",
        "event_date": found.day.isoformat(),
        "event_source": found.source,
        "event_page": found.page,
        "event_words": found.words,
        "start_date": None if counted.start is None else counted.start.isoformat(),
        "end_date": None if counted.end is None else counted.end.isoformat(),
        "due_date": None if due is None else due.isoformat(),
        "rule": "; ".join(_rules(counted, found)),
    }


def _deadline_of(row: Row) -> Deadline:
    anchor, offset = row["anchor"], row["offset"]
    return Deadline(
        str(row["text"] or ""),
        DeadlineKind.EVENT,
        anchor=anchor if isinstance(anchor, str) else None,
        offset=offset if isinstance(offset, str) else None,
        reason=str(row["reason"]) if row["reason"] else None,
        working=bool(row["working"]),
    )


def _rules(counted: Deadline, found: EventDay) -> Iterator[str]:
    """How the last day was reckoned, each step by itself."""
    term = parse_term(counted.offset or "", working=counted.working)
    if term is None:
        yield f"from {found.day.isoformat()} on"
        yield f"{found.day.isoformat()} is {found.what}"
        return
    unit = {"giờ": "hours", "ngày": "days", "tuần": "weeks", "tháng": "months", "năm": "years"}[term.unit]
    side = "before" if term.count < 0 else "after"
    work = "working " if term.working else ""
    yield f"{abs(term.count)} {work}{unit} {side} {found.day.isoformat()}, which is not counted"
    yield f"{found.day.isoformat()} is {found.what}"
    if counted.due is not None and counted.due.reason:
        yield counted.due.reason


class _Days:
    """The days that the documents of a collection give, found by the event of a deadline."""

    def __init__(
        self, documents: Iterable[Row], references: Callable[[], Iterable[Row]], graph: Callable[[], CitationGraph]
    ) -> None:
        self._documents = {str(row["source"]): row for row in documents}
        self._references = defaultdict[str, list[Row]](list)
        self._read_references, self._make_graph = references, graph
        self._graph: CitationGraph | None = None
        self._cited: dict[tuple[str, int], WorkKey] = {}
        self._mentions = defaultdict[WorkKey, list[tuple[str, int]]](list)

    def find(self, deadline: Row, key: str | None) -> EventDay | str:
        """The day of the event that `key` names, or why there is none."""
        source = str(deadline["source"])
        if key is None:
            if deadline["reason"] == UNCLEAR:
                return UNCLEAR
            if deadline["offset"] and not deadline["anchor"]:
                return "counted from a day that is not said"
            return "the day of the event stands in no document"
        if key in _OWN:
            if not _is_own_kind(str(deadline["anchor"]), self._documents.get(source, {}).get("type")):
                return "the document of the event was not understood"
            column, what = _OWN[key]
            found = _of_document(self._documents.get(source, {}), column, what)
            return found or (
                "its own date is not printed in full" if key == SIGNED else "it does not say when it takes effect"
            )
        effect = key.startswith(f"{EFFECT} ")
        name = key.removeprefix(f"{EFFECT} ")
        self._read()
        mentions = _mentions_of(deadline, name, self._references[source])
        if not mentions:
            return "the document of the event was not understood"
        work = self._work_of(source, mentions[0])
        if effect:
            return _agreed(list(self._days_of_effect(work, mentions)), "the day of its effect")
        return _agreed(list(self._days_of_issue(work, mentions)), "the date of that document")

    def _days_of_issue(self, work: WorkKey | None, mentions: list[Row]) -> Iterator[EventDay]:
        """What the mention and the document itself say; where both say nothing, what others say who cite it."""
        what = f"the date of {_name(mentions[0])}"
        said = [found for row in mentions for found in _of_mention(row, what)]
        if work is not None and self._graph is not None:
            files = (self._documents.get(file.source, {}) for file in self._graph.works[work].files)
            said += [found for row in files if (found := _of_document(row, "date", what)) is not None]
            if not said or all(found.words is None for found in said):
                places = set(self._mentions[work])
                rows = (row for source, _ in sorted(places) for row in self._references[source])
                said += [
                    f for row in rows if (str(row["source"]), row["row"]) in places for f in _of_mention(row, what)
                ]
        yield from said

    def _days_of_effect(self, work: WorkKey | None, mentions: list[Row]) -> Iterator[EventDay]:
        what = f"the day on which {_name(mentions[0])} takes effect"
        if work is None or self._graph is None:
            return
        for file in self._graph.works[work].files:
            if (found := _of_document(self._documents.get(file.source, {}), "effect_date", what)) is not None:
                yield found
        law = laws_by_number().get(self._graph.works[work].number or "")
        if law is not None and (day := _whole_day(law.effective)) is not None:
            yield EventDay(day, f"{what}, by the list of laws")

    def _read(self) -> None:
        """Take in who cites what, once."""
        if self._graph is not None:
            return
        for row in self._read_references():
            self._references[str(row["source"])].append(row)
        self._graph = self._make_graph()
        for edge in self._graph.edges:
            for evidence in edge.evidence:
                if not evidence.nested:
                    self._cited[evidence.source, evidence.row] = edge.cited
                    self._mentions[edge.cited].append((evidence.source, evidence.row))

    def _work_of(self, source: str, mention: Row) -> WorkKey | None:
        """The work that a mention means; None where it is not certain which."""
        number = mention["row"]
        key = self._cited.get((source, number)) if isinstance(number, int) else None
        if key is None or self._graph is None or not key.is_complete or self._graph.works[key].candidates:
            return None
        return key


def _is_own_kind(anchor: str, kind: Json) -> bool:
    """False where `Thông báo này` is said in a document of another kind, as in a form that it prescribes."""
    match = _THIS.search(anchor)
    if match is None or not isinstance(kind, str):
        return True
    said = " ".join(match["kind"].split()).casefold()
    codes = {known.code for known in doc_types() if known.code and known.name.split(" (")[0].casefold() == said}
    if not codes or any(kind.startswith(code) for code in codes):
        return True
    return kind in _ISSUING and bool(codes & _ATTACHED)


def _agreed(days: list[EventDay], what: str) -> EventDay | str:
    """The day that all agree on, at the first place with words that say it; else why there is none."""
    said = sorted({found.day for found in days})
    if len(said) == 1:
        return next((found for found in days if found.words is not None), days[0])
    if not said:
        return f"{what} is not in the collection"
    return f"{what} is said to be {' and '.join(day.isoformat() for day in said)}"


def _mentions_of(deadline: Row, name: str, references: list[Row]) -> list[Row]:
    """The mentions of a number or of a law within the words of the deadline; else of that number in the whole file."""
    start, end = deadline["start"], deadline["end"]
    within = [
        row
        for row in references
        if all(isinstance(place, int) for place in (start, end, row["start"]))
        and int(str(start)) <= int(str(row["start"])) < int(str(end))
    ]
    exact = [row for row in within if name in (row["number"], row["raw_number"])]
    if exact:
        return exact
    if any(letter.isdigit() for letter in name):
        return [row for row in references if name in (row["number"], row["raw_number"])]
    named = [row for row in within if row["name"] and str(row["name"]).casefold().startswith(name.casefold())]
    return named if len(named) == 1 else []


def _of_document(document: Row, column: str, what: str) -> EventDay | None:
    day = _whole_day(document.get(column))
    if day is None:
        return None
    evidence = document.get("evidence")
    place = evidence.get(column) if isinstance(evidence, Mapping) else None
    words = place.get("words") if isinstance(place, Mapping) else None
    page = document.get("page") if column == "date" else None
    return EventDay(day, what, str(document["source"]), page, words)


def _of_mention(row: Row, what: str) -> Iterator[EventDay]:
    if (day := _whole_day(row["date"])) is not None:
        yield EventDay(day, what, str(row["source"]), row["page"], row["words"])
    elif (day := _whole_day(row["resolved_date"])) is not None:
        yield EventDay(day, what, str(row["source"]))


def _name(row: Row) -> str:
    return str(row["number"] or row["name"])


def _whole_day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
