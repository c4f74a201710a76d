"""The events of a run -> shown while it goes on, live, as a log or as JSON; metrics beside it, a report at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import WriteError

if TYPE_CHECKING:
    from rich.console import Console

    from corpus.events import Event
    from outputs.run_metrics import RunMetrics
    from outputs.run_report import RunTally


@dataclass(slots=True)
class RunView:
    """How the runs of one command are shown. `metrics_port` is served from the first run to the end of the process."""

    out: Path
    json_events: bool = False
    metrics_port: int | None = None
    elapsed: float = 0.0  # seconds of the last run
    _metrics: RunMetrics | None = field(default=None)

    def metrics(self) -> RunMetrics | None:
        """The metrics, served where a port is given."""
        if self.metrics_port is not None and self._metrics is None:
            from outputs.run_metrics import RunMetrics

            self._metrics = RunMetrics()
            self._metrics.serve(self.metrics_port)
        return self._metrics


def follow_run(view: RunView, events: Iterable[Event]) -> RunTally:
    """Show each event as it comes and count it. However the run ends, its report is written: `run.json`."""
    import json

    from outputs.run_progress import LiveProgress, PlainProgress
    from outputs.run_report import RunTally, event_json, make_report, write_report

    tally, metrics, started = RunTally(), view.metrics(), time.monotonic()
    console = make_console(stderr=True)
    live = LiveProgress(console, tally) if console.is_terminal and not view.json_events else None
    plain = PlainProgress(lambda line: print(line, file=sys.stderr, flush=True))
    complete = False
    try:
        if live is not None:
            live.start()
        for event in events:
            tally.add(event)
            if metrics is not None:
                metrics.add(event, tally)
            if view.json_events:
                print(event_json(event), flush=True)
            else:
                (live or plain).add(event)
        complete = True
    finally:
        if live is not None:
            live.stop()
        view.elapsed = time.monotonic() - started
        report = make_report(tally, view.elapsed, interrupted=not complete)
        try:
            write_report(report, view.out)
        except WriteError:
            if complete:  # else the first error is told: on a full disk both fail
                raise
        if view.json_events:
            print(json.dumps({"event": "report", **report}, ensure_ascii=False), flush=True)
    return tally


def make_console(*, stderr: bool = False) -> Console:
    """A console that is wide enough for tables where the output is a file, and takes nothing for markup."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=None if stream.isatty() else 120)
