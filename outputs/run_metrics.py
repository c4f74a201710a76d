"""The events of runs -> Prometheus metrics, served on a port of this machine while a long run or a watch goes on."""

from __future__ import annotations

from corpus.events import Event, FileReport, Outcome, RunPlanned, WorkerLost
from extract.errors import VanbanError
from outputs.run_report import RunTally


class RunMetrics:
    """Counters of all the runs of one process, in a registry of their own."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = CollectorRegistry()
        self._files = Counter("vanban_files", "Files by what became of them", ["outcome"], registry=self.registry)
        self._failures = Counter("vanban_failures", "Files that failed, by code", ["code"], registry=self.registry)
        self._pages = Counter("vanban_pages", "Pages read", ["recognised"], registry=self.registry)
        self._bytes = Counter("vanban_bytes", "Bytes of files read or failed", registry=self.registry)
        self._stages = Counter("vanban_stage_seconds", "Seconds of work by stage", ["stage"], registry=self.registry)
        self._lost = Counter("vanban_workers_lost", "Workers that broke down or were stopped", registry=self.registry)
        self._runs = Counter("vanban_runs", "Runs begun", registry=self.registry)
        self._seconds = Histogram(
            "vanban_file_seconds",
            "Seconds of work on a file",
            buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000),
            registry=self.registry,
        )
        self._waiting = Gauge("vanban_files_waiting", "Files of the run that are not yet done", registry=self.registry)
        self._queue = Gauge("vanban_pages_waiting", "Pages of files at work not yet read", registry=self.registry)

    def add(self, event: Event, tally: RunTally) -> None:
        """Count one event, which the tally of its run has counted."""
        match event:
            case RunPlanned():
                self._runs.inc()
                for outcome, count in ((Outcome.SKIPPED, event.unchanged), (Outcome.QUARANTINED, event.quarantined)):
                    self._files.labels(outcome.value).inc(count)
            case WorkerLost():
                self._lost.inc()
            case FileReport(outcome=Outcome.READ | Outcome.FAILED):
                self._files.labels(event.outcome.value).inc()
                self._bytes.inc(event.size)
                self._pages.labels("yes").inc(event.recognised_pages)
                self._pages.labels("no").inc(max(0, event.pages - event.recognised_pages))
                for timing in event.timings:
                    self._stages.labels(timing.stage.value).inc(timing.seconds)
                self._seconds.observe(event.seconds)
                if event.code:
                    self._failures.labels(event.code).inc()
        self._waiting.set(max(0, tally.documents - tally.read - tally.failed))
        self._queue.set(tally.pages_waiting)

    def serve(self, port: int, address: str = "127.0.0.1") -> int:
        """Answer `GET /metrics` on a port (0: a free one), from a thread of its own; gives the port."""
        from prometheus_client import start_http_server

        try:
            server, _ = start_http_server(port, addr=address, registry=self.registry)
        except OSError as error:
            raise VanbanError(
                f"--metrics {port}: the port cannot be used ({error.strerror}); choose another."
            ) from error
        return int(server.server_port)
