"""Single jobs -> results, in processes that stay at hand between them, for whoever is given one job after another."""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from corpus.workers import (
    Begun,
    Failure,
    Finished,
    Lost,
    Progress,
    Task,
    Tell,
    Worker,
    context_of,
    events_of,
    put_back,
    start_worker,
)

J = TypeVar("J")
R = TypeVar("R")

IDLE_SECONDS = 30.0  # after which a process that has nothing to do is ended


class StandingWorkers(Generic[J, R]):
    """As `run_told` with one worker, called for each job; may be called by several threads at once."""

    def __init__(self, work: Callable[[J, Tell], R], *, preload: Sequence[str] = ()) -> None:
        self._work, self._preload = work, tuple(preload)
        self._idle: list[tuple[float, Worker[J]]] = []  # with the time since when it has nothing to do
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        # A process that is itself a worker of another library may otherwise start none; who watches it ends it anyway.
        multiprocessing.current_process().daemon = False
        atexit.register(self.close)  # before multiprocessing waits for them

    def run(self, job: J, time_limit: float) -> Iterator[R | Failure | Begun | Progress | Lost]:
        """What is told of one job, its result or failure last; `time_limit` is in seconds without progress."""
        waiting = deque([Task(job)])
        while waiting:
            worker = self._take()
            running = [worker]
            try:
                task = waiting.popleft()
                task.tries += 1
                worker.tasks.append(task)
                worker.until = time.monotonic() + time_limit
                with contextlib.suppress(OSError):  # a worker that died at rest is found out by the next read
                    worker.pipe.send(job)
                yield Begun(task.tries)
                while worker.tasks:
                    ready = wait([worker.pipe], max(0.0, worker.until - time.monotonic()))
                    told: Iterator[Finished[R] | Progress | Failure] = events_of(
                        worker, bool(ready), lambda _: time_limit
                    )
                    for event in told:
                        if isinstance(event, Finished):
                            worker.tasks.popleft()
                            if event.leaving:
                                running.remove(worker)
                                worker.kill()
                            yield event.result
                        elif isinstance(event, Progress):
                            yield event
                        else:
                            yield put_back(worker, running, waiting, event)
            finally:
                if running and worker.tasks:  # whoever asked does not wait for the end
                    worker.kill()
                elif running:
                    self._give_back(worker)

    def close(self) -> None:
        """End the processes that have nothing to do."""
        self._end_idle(0.0)

    def _take(self) -> Worker[J]:
        with self._lock:
            if self._idle:
                return self._idle.pop()[1]
            return start_worker(context_of(self._preload), self._work)

    def _give_back(self, worker: Worker[J]) -> None:
        with self._lock:
            self._idle.append((time.monotonic(), worker))
            if self._timer is None:
                self._start_timer()

    def _start_timer(self) -> None:
        self._timer = threading.Timer(IDLE_SECONDS, self._end_idle, (IDLE_SECONDS,))
        self._timer.daemon = True
        self._timer.start()

    def _end_idle(self, seconds: float) -> None:
        with self._lock:
            now = time.monotonic()
            ended = [worker for since, worker in self._idle if now - since >= seconds]
            self._idle = [one for one in self._idle if one[1] not in ended]
            self._timer = None
            if self._idle:
                self._start_timer()
        for worker in ended:
            worker.kill()
