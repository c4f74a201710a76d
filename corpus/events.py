"""What a run tells while it goes on: typed events, in the order in which things happen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A part of the work on one document, whose seconds are told when it is done."""

    FETCH = "fetch"  # out of an archive, or over the net
    READ = "read"  # bytes to text, lines, tables; what was kept of an earlier run counts here too
    RECOGNISE = "recognise"  # page images to words; not counted in READ
    NORMALIZE = "normalize"  # text to facts, tasks, references
    ROWS = "rows"  # those to the rows of the tables
    STORE = "store"  # rows into the database


class Outcome(StrEnum):
    """What became of a file."""

    READ = "read"
    SKIPPED = "skipped"  # unchanged since it was read
    FAILED = "failed"  # could not be read, now
    QUARANTINED = "quarantined"  # could not be read in an earlier run, is unchanged, and was not tried again


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds that a stage took for one document."""

    stage: Stage
    seconds: float


@dataclass(frozen=True, slots=True)
class RunPlanned:
    """The first event of a run: how many files are to be read and their bytes, and how many need nothing."""

    documents: int
    size: int
    unchanged: int
    quarantined: int = 0
    gone: int = 0  # files of the store that are no longer there
    workers: int = 0


@dataclass(frozen=True, slots=True)
class DocumentStarted:
    """A worker began with a file; `tries` is 1 the first time, more after a worker broke down over it."""

    source: str
    size: int = 0
    tries: int = 1


@dataclass(frozen=True, slots=True)
class PageProgress:
    """`done` of `pages` pages of a file are read; not told for every page where they are quick."""

    source: str
    done: int
    pages: int


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """A worker broke down, or was stopped, over a file, which is tried again; `reason` is part of a sentence."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """The last event of each file: what became of it. It is committed when this is told.

    `code` and `message` say why it failed, `tries` how often it was tried in all. `kept` is True where the text was not
    read anew, but taken from what an earlier run kept. Pages and timings are those of a file that was read.
    """

    source: str
    outcome: Outcome
    code: str | None = None
    message: str | None = None
    size: int = 0
    pages: int = 0
    recognised_pages: int = 0
    tries: int = 0
    kept: bool = False
    withheld: bool = False  # marked secret, and its content is not stored
    timings: tuple[Timing, ...] = ()

    @property
    def seconds(self) -> float:
        """The seconds of all stages together."""
        return sum(timing.seconds for timing in self.timings)


Event = RunPlanned | DocumentStarted | PageProgress | WorkerLost | FileReport
