"""The values that documents carry, each with the span it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from extract.model import Document, Issue, Outline, Section, Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, where it was found, how sure it is (0..1), and why where it is not certain.

    `span` is None for a value that was inferred rather than read; then `reason` says from what.
    """

    value: T
    span: Span | None = None
    confidence: float = 1.0
    reason: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date cut to what is printed: a year, a month, or a day.

    `str()` gives ISO 8601: `2025`, `2025-08`, `2025-08-01`.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text


class Relation(StrEnum):
    """What the citing document does with the cited one."""

    BASED_ON = "based_on"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"
    ATTACHED_TO = "attached_to"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of another document: by `number`, or by `name` where no number is given (never both None).

    `span` covers the mention from its type word to its date. `type`, `number`, `date`, `issuer` are those printed at
    this mention; what other mentions in the same document say of the same act is in the `resolved_` fields, where they
    agree. `parent`, `target` and `resolved_from` are places (from 0) in the tuple that the reference stands in.
    """

    span: Span
    type: str | None
    number: str | None
    name: str | None
    date: PartialDate | None
    issuer: str | None
    pinpoint: str | None
    relation: Relation
    raw_number: str | None = None
    title: str | None = None
    confidence: float = 1.0
    reason: str | None = None
    law_name: str | None = None  # the name printed with a number: `Luật Đất đai` of `Luật Đất đai số 31/2024/QH15`
    parent: int | None = None  # the citation in whose title this one stands
    parent_relation: Relation | None = None  # what that one does with this one
    target: int | None = None  # the citation that this one acts on: A in `A được sửa đổi, bổ sung bởi B`
    target_relation: Relation | None = None  # what this one does with that one
    resolved_number: str | None = None  # of a name or a short number: `29-NQ/TW` for `Nghị quyết 29`
    resolved_date: PartialDate | None = None
    resolved_issuer: str | None = None
    resolved_from: int | None = None  # the mention that says it


class InternalKind(StrEnum):
    """What an internal mention points by: `Kế hoạch này`, `Kế hoạch nêu trên`, a defined `Đề án`, a bare `Điều 5`."""

    SELF = "self"
    ANAPHOR = "anaphor"
    ALIAS = "alias"
    PART = "part"


@dataclass(frozen=True, slots=True)
class InternalReference:
    """A mention that needs the document around it to be understood; never a row of the references.

    `targets` are places in the tuple of references: one, several for `các văn bản nêu trên`, none for the document
    itself or where `reason` says why none was found.
    """

    span: Span
    kind: InternalKind
    type: str | None
    pinpoint: str | None
    targets: tuple[int, ...] = ()
    reason: str | None = None


class DeadlineKind(StrEnum):
    """As in the contract: by a date, a period, recurring, ongoing, bound to an event."""

    BY = "by"
    PERIOD = "period"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    EVENT = "event"


class Bound(StrEnum):
    """How the end counts: `trước ngày X` excludes X by its wording; `chậm nhất`, `đến hết` include it."""

    BEFORE = "before_exclusive"
    BY = "by_inclusive"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed (`text`) and what it means. `end` is the named date; nothing is subtracted for `trước`."""

    text: str
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    rrule: str | None = None
    bound: Bound | None = None
    span: Span | None = None
    confidence: float = 1.0
    reason: str | None = None
    role: str | None = None  # what is to be done by then, where the words say it: complete, submit, report
    at: str | None = None  # the time of day of `end`, where one is printed: `16:00`
    anchor: str | None = None  # the words for the event or day that it is counted from or waits for
    offset: str | None = None  # the time counted from there in ISO 8601, negative before it: `P15D`, `-P7D`, `PT24H`
    working: bool = False  # the days of `offset` are working days
    due: Found[date] | None = None  # the last day by reckoning, where it is not `end`: moved off a day of rest, counted


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or group of units: `name` in full (abbreviations expanded), `written` as it stands at `span`."""

    name: str
    written: str
    span: Span | None = None
    group: bool = False  # a vague group: `các sở, ban, ngành`
    kind: str | None = None  # Sở, Phòng, Ủy ban nhân dân, Bộ ...
    confidence: float = 1.0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """A person or an office. An office without a person has it as its `name` and no `title`."""

    name: str
    title: str | None = None
    unit: str | None = None
    honorific: str | None = None
    role: str | None = None  # signs, directs, leads, addressed, attends, mentioned
    span: Span | None = None
    confidence: float = 1.0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed: `title` is the office held (`Phó Chủ tịch`), `capacity` the chain above it (`KT. CHỦ TỊCH`)."""

    name: str
    title: str | None
    capacity: tuple[str, ...] = ()
    span: Span | None = None
    confidence: float = 1.0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of `Nơi nhận` or `Kính gửi`: who, and what for (`để báo cáo`)."""

    name: str
    action: str | None
    kind: str  # nơi nhận, kính gửi, lưu
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form that the document itself defines: `alias` stands for `expansion` from `span` on."""

    alias: str
    expansion: str
    kind: str  # document, unit, term
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head and foot of a document say about it. A value that is not there is None."""

    type: Found[str] | None = None
    number: Found[str] | None = None
    symbol: Found[str] | None = None  # `KH-SKHCN`, also where the number is blank
    date: Found[PartialDate] | None = None
    place: Found[str] | None = None
    issuer: Found[str] | None = None
    parent: Found[str] | None = None
    locality: Found[str] | None = None
    title: Found[str] | None = None
    signatories: tuple[Signatory, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    bases: tuple[Found[str], ...] = ()  # the `Căn cứ ...` paragraphs
    urgency: Found[str] | None = None
    secrecy: Found[str] | None = None
    tail: Span | None = None  # the signature block and `Nơi nhận`
    effect: Found[PartialDate] | None = None  # the day on which the text says that it takes effect
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One ordered act. `span` covers the whole item with its labelled bullets; `content` is the order in one line."""

    label: str
    content: str
    span: Span
    content_span: Span
    directors: tuple[Official, ...] = ()
    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()  # the first is the task's own
    product: Found[str] | None = None
    submit_to: Found[str] | None = None
    form: str = ""  # bullets, table, order, organization
    confidence: float = 1.0
    reason: str | None = None
    parent: Found[str] | None = None  # the numbered item or group row over it, which is no task itself
    assigned_by: tuple[str, ...] = ()  # numbers of the documents that it carries out, as its own words say


@dataclass(frozen=True, slots=True)
class Record:
    """Everything read from one document."""

    document: Document
    facts: Facts
    outline: Outline
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    officials: tuple[Official, ...]
    definitions: tuple[Definition, ...]
    warnings: tuple[Issue, ...]
    internal: tuple[InternalReference, ...] = ()
