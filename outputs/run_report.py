"""The events of a run -> its report: what was read, skipped and failed, how long each stage took, the slowest files."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.columns import Json
from corpus.events import DocumentStarted, Event, FileReport, Outcome, PageProgress, RunPlanned, Stage, WorkerLost
from extract.errors import WriteError
from outputs.atomic import replacing

FILE_NAME = "run.json"
SLOWEST = 10  # files that are named
FAILED = 1000  # failed files that are named; the table `warnings` has all


@dataclass(slots=True)
class OpenFile:
    """A file that a worker is reading."""

    size: int = 0
    done: int = 0
    pages: int = 0


@dataclass(slots=True)
class RunTally:
    """What has happened in a run up to now. `add` each event in its order."""

    documents: int = 0  # to be read
    bytes: int = 0
    unchanged: int = 0
    quarantined: int = 0
    gone: int = 0
    workers: int = 0
    read: int = 0
    kept: int = 0  # of those read, whose text an earlier run had kept
    failed: int = 0
    withheld: int = 0
    lost_workers: int = 0
    pages: int = 0
    recognised_pages: int = 0
    bytes_done: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    stages: dict[Stage, float] = field(default_factory=dict)
    open_files: dict[str, OpenFile] = field(default_factory=dict)
    slowest: list[tuple[float, str, int]] = field(default_factory=list)  # a heap: seconds, source, pages
    failures: list[FileReport] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Count one event."""
        match event:
            case RunPlanned():
                self.documents, self.bytes = event.documents, event.size
                self.unchanged, self.quarantined = event.unchanged, event.quarantined
                self.gone, self.workers = event.gone, event.workers
            case DocumentStarted():
                self.open_files[event.source] = OpenFile(event.size)
            case PageProgress():
                file = self.open_files.setdefault(event.source, OpenFile())
                file.done, file.pages = event.done, event.pages
            case WorkerLost():
                self.lost_workers += 1
                self.open_files.pop(event.source, None)
            case FileReport():
                self._close(event)

    @property
    def pages_so_far(self) -> int:
        """Pages read, those of the files at work included."""
        return self.pages + sum(file.done for file in self.open_files.values())

    @property
    def pages_waiting(self) -> int:
        """Pages of the files at work that are not yet read; for scans, the queue of the recogniser."""
        return sum(max(0, file.pages - file.done) for file in self.open_files.values())

    def seconds_left(self, elapsed: float) -> float | None:
        """What is left at the pace so far, by bytes; None while nothing can be said."""
        part = sum(file.size * file.done / file.pages for file in self.open_files.values() if file.pages)
        done = self.bytes_done + part
        if done <= 0 or elapsed < 1:
            return None
        return max(0.0, self.bytes - done) * elapsed / done

    def _close(self, report: FileReport) -> None:
        self.open_files.pop(report.source, None)
        if report.outcome in (Outcome.SKIPPED, Outcome.QUARANTINED):
            return  # the plan has counted it
        self.bytes_done += report.size
        self.pages += report.pages
        self.recognised_pages += report.recognised_pages
        for timing in report.timings:
            self.stages[timing.stage] = self.stages.get(timing.stage, 0.0) + timing.seconds
        if report.outcome is Outcome.READ:
            self.read += 1
            self.kept += report.kept
            self.withheld += report.withheld
        else:
            self.failed += 1
            self.codes[report.code or ""] += 1
            if len(self.failures) < FAILED:
                self.failures.append(report)
        if report.seconds > 0:
            entry = (report.seconds, report.source, report.pages)
            (heapq.heappush if len(self.slowest) < SLOWEST else heapq.heappushpop)(self.slowest, entry)


def make_report(tally: RunTally, elapsed: float, *, interrupted: bool = False) -> dict[str, Json]:
    """The report as JSON values; times in seconds. `stages` sums over all workers, `seconds` is by the clock."""
    return {
        "seconds": round(elapsed, 3),
        "interrupted": interrupted,
        "workers": tally.workers,
        "read": tally.read,
        "kept": tally.kept,
        "unchanged": tally.unchanged,
        "failed": tally.failed,
        "quarantined": tally.quarantined,
        "withheld": tally.withheld,
        "gone": tally.gone,
        "not_reached": max(0, tally.documents - tally.read - tally.failed),
        "lost_workers": tally.lost_workers,
        "pages": tally.pages,
        "recognised_pages": tally.recognised_pages,
        "bytes": tally.bytes_done,
        "failures_by_code": dict(tally.codes.most_common()),
        "stages": {stage.value: round(tally.stages[stage], 3) for stage in Stage if stage in tally.stages},
        "slowest": [
            {"source": source, "seconds": round(seconds, 3), "pages": pages}
            for seconds, source, pages in sorted(tally.slowest, reverse=True)
        ],
        "failures": [
            {"source": file.source, "code": file.code, "message": file.message, "tries": file.tries}
            for file in tally.failures
        ],
    }


def write_report(report: dict[str, Json], folder: Path) -> Path:
    """Write `run.json` into the output folder, whole or not at all. Raises WriteError where that is impossible."""
    path = folder / FILE_NAME
    try:
        with replacing(path) as part:
            part.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(
            f"{path}: cannot be written ({error.strerror}); free some space or choose another --out."
        ) from error
    return path


def event_json(event: Event) -> str:
    """One event as a line of JSON: `event` is its kind, the other members are those of `corpus.events`."""
    kind = {
        RunPlanned: "planned",
        DocumentStarted: "started",
        PageProgress: "pages",
        WorkerLost: "worker_lost",
        FileReport: "file",
    }[type(event)]
    return json.dumps({"event": kind, **asdict(event)}, ensure_ascii=False)
