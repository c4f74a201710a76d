"""The events of a run -> what a person sees while it goes on: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from corpus.events import Event, FileReport, Outcome, PageProgress, WorkerLost
from outputs.cells import clean_cell
from outputs.run_report import RunTally

_EVERY = 10.0  # seconds between two lines about the pages of one long file, where there is no terminal
_SHOWN = 4  # files at work that the live view names


class LiveProgress:
    """The live view of a terminal: documents, pages a second, pages waiting, time left, failures, files at work."""

    def __init__(self, console: Console, tally: RunTally) -> None:
        self._tally, self._started = tally, time.monotonic()
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=4, transient=True)
        self._console = console

    def start(self) -> None:
        """Begin to show."""
        self._live.start()

    def stop(self) -> None:
        """Take the view away; what was printed over it stays."""
        self._live.stop()

    def add(self, event: Event) -> None:
        """Show what a person must know of at once; the view follows the tally by itself."""
        line = event_line(event)
        if line is not None and not (isinstance(event, FileReport) and event.outcome is Outcome.READ):
            self._console.print(Text(line))

    def _draw(self) -> Table:
        tally, elapsed = self._tally, time.monotonic() - self._started
        done = tally.read + tally.failed
        whole = Table.grid()
        line = Table.grid(padding=(0, 1))
        line.add_row(
            ProgressBar(total=max(1, tally.documents), completed=done, width=30), Text(status_line(tally, elapsed))
        )
        whole.add_row(line)
        for source, file in list(tally.open_files.items())[:_SHOWN]:
            pages = f"  {file.done}/{file.pages} pages" if file.pages > 1 else ""
            whole.add_row(Text(f"  {_one_line(source)}{pages}", overflow="ellipsis", no_wrap=True))
        return whole


class PlainProgress:
    """Lines for a log: one for each file, and now and then one for the pages of a long file."""

    def __init__(self, write: Callable[[str], None], *, every: float = _EVERY) -> None:
        self._write, self._every = write, every
        self._told: dict[str, float] = {}

    def add(self, event: Event) -> None:
        """Write the line of an event, if it has one."""
        if isinstance(event, PageProgress):
            now = time.monotonic()
            if now - self._told.setdefault(event.source, now) < self._every:
                return
            self._told[event.source] = now
        elif isinstance(event, FileReport):
            self._told.pop(event.source, None)
        line = event_line(event)
        if line is not None:
            self._write(line)


def event_line(event: Event) -> str | None:
    """An event in one line; None for one that is not worth a line."""
    match event:
        case PageProgress():
            return f"page {event.done} of {event.pages}: {_one_line(event.source)}"
        case WorkerLost():
            return f"tried again: {_one_line(event.source)} ({event.reason})"
        case FileReport(outcome=Outcome.SKIPPED):
            return None
        case FileReport():
            reason = f" ({event.code})" if event.code else ""
            return f"{event.outcome}: {_one_line(event.source)}{reason}"
    return None


def status_line(tally: RunTally, elapsed: float) -> str:
    """`12/300 documents, 87 pages, 4.1 pages/s, 190 pages waiting, 2 failed, about 3 min left`."""
    parts = [f"{tally.read + tally.failed}/{tally.documents} documents"]
    if tally.pages_so_far:
        parts += [f"{tally.pages_so_far} pages", f"{tally.pages_so_far / max(elapsed, 0.001):.1f} pages/s"]
    if tally.recognised_pages:
        parts.append(f"{tally.recognised_pages} recognised")
    if tally.pages_waiting > 1:
        parts.append(f"{tally.pages_waiting} pages waiting")
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    left = tally.seconds_left(elapsed)
    if left is not None:
        parts.append(f"about {format_seconds(left)} left")
    return ", ".join(parts)


def format_seconds(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h 05 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def _one_line(source: str) -> str:
    """A name as one line of a log, whatever is in it."""
    return " ".join(clean_cell(source).split())
