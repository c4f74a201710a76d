"""What the report shows, ready for the page: texts and numbers only, in the order and words of the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document with those marked that a value came from."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a document; `doubt` is why it is not certain."""

    heading: str
    value: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline of a task. `words` as printed, `day` and `meaning` what it means, `state` how it stands.

    `day` is the day named; of a recurrence the next one, and then `next` is True; of a term that is counted from an
    event the last one, and then `counted` is True.
    """

    words: str
    day: str
    next: bool
    counted: bool
    meaning: str
    state: str
    state_words: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of the register. `kinds`, `states` and `units` are what the filters look at; `due` sorts."""

    id: str
    number: int
    document: int  # index of the document
    label: str
    content: str
    leads: tuple[str, ...]
    others: tuple[str, ...]
    directors: tuple[str, ...]
    product: str
    submit_to: str
    dues: tuple[Due, ...]
    state: str
    state_words: str
    due: str
    kinds: tuple[str, ...]
    states: tuple[str, ...]
    units: tuple[int, ...]
    place: str
    words: str
    doubts: tuple[str, ...]  # ids of the uncertain values


@dataclass(frozen=True, slots=True)
class Cutout:
    """A piece of a page as a `data:` address, with its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """One uncertain value: what it is, the words it came from, why it is not certain."""

    id: str
    document: int
    task: str  # id of its task, or empty
    heading: str
    value: str
    quote: Quote
    reason: str
    percent: int
    page: int | None
    place: str
    source: str
    words: str  # to find it on the page
    cutout: Cutout | None = None
    note: str = ""  # why there is no cutout


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning."""

    document: int | None  # None where the file could not be read
    source: str
    title: str
    words: str
    message: str
    page: int | None


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One document with its facts. `name` is its number, or what there is instead."""

    id: str
    index: int
    source: str
    file: str
    name: str
    type: str
    title: str
    issuer: str
    day: str
    secrecy: str
    format: str
    recognised: bool  # True where pages were read from their image
    facts: tuple[Fact, ...]
    recipients: tuple[str, ...]
    definitions: tuple[str, ...]
    bases: tuple[str, ...]
    tasks: int
    overdue: int
    references: int
    doubts: int
    warnings: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as it leads or takes part in tasks, with how many of those it leads stand how."""

    index: int
    name: str
    leads: int
    others: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the run."""

    heading: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with how many lines it leaves."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts at the top of the page."""

    documents: int
    tasks: int
    references: int
    states: tuple[Choice, ...]
    doubts: int
    warnings: int
    secret: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything on the page but the graph."""

    today: str
    soon_days: int
    summary: Summary
    documents: tuple[DocumentCard, ...]
    tasks: tuple[TaskLine, ...]
    units: tuple[UnitLine, ...]
    kinds: tuple[Choice, ...]
    doubts: tuple[Doubt, ...]
    warnings: tuple[Warned, ...]
    figures: tuple[Figure, ...]
    coming: tuple[TaskLine, ...]  # whose deadline comes next
    cuts: tuple[str, ...]  # what was left out, each in one sentence
