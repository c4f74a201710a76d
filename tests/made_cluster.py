"""A Dask cluster of the tests' own: a scheduler and workers as processes on free ports of 127.0.0.1."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent
_CALM = {
    "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING": "True",
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
}


def why_not():
    """Why no cluster can be had here; None where one can."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        return "the package distributed is not installed (pip install '.[cluster]')"
    return None


class Machines:
    """A scheduler with workers, each a process of its own."""

    def __init__(self, folder, environment=None):
        self.folder, self.workers, self.address = folder, [], ""
        self._environment, self._logs = environment or {}, 0

    def start_scheduler(self, *options, protocol="tcp"):
        arguments = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", *options)
        self.scheduler, log = self._start("scheduler", *arguments)
        self.address = _wait_for(rf"Scheduler at:\s+({protocol}://\S+)", log, self.scheduler)

    def start_worker(self, *options, environment=None, nanny=True, cwd=None):
        scratch = self.folder / f"scratch-{self._logs}"
        watched = ("--nanny",) if nanny else ("--no-nanny",)
        options = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(scratch), *watched, *options)
        process, log = self._start("worker", self.address, *options, environment=environment, cwd=cwd)
        self.workers.append(process)
        _wait_for(r"(Registered to):\s+\S+", log, process)
        return process

    def stop(self):
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, *arguments, environment=None, cwd=None):
        self._logs += 1
        log = self.folder / f"log-{self._logs}"
        paths = {"PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
        known = {**paths, **_CALM, **self._environment, **(environment or {})}
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                cwd=cwd or self.folder,
                env={**os.environ, **known},
                start_new_session=True,
            )
        return process, log


@contextmanager
def running_cluster(folder, workers=2, *, protocol="tcp", environment=None):
    """A scheduler with so many workers of one thread each, stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    machines = Machines(folder, environment)
    try:
        machines.start_scheduler("--protocol", protocol, protocol=protocol)
        for _ in range(workers):
            machines.start_worker()
        yield machines
    finally:
        machines.stop()


def _wait_for(pattern, log, process, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = log.read_text(encoding="utf-8", errors="replace")
        found = re.search(pattern, text)
        if found:
            return found[1]
        assert process.poll() is None, text
        time.sleep(0.05)
    raise AssertionError(f"{pattern} did not come:\n{text}")
