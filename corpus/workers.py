"""Jobs -> results, in processes of their own: a job that hangs, crashes or eats the memory costs only itself."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from extract.errors import ReadError, VanbanError

J = TypeVar("J")
R = TypeVar("R")

MEMORY_LIMIT = 4 << 30  # bytes of data that one worker may hold
TRIES = 3  # of a job over which its worker breaks down: something else may have killed it
JOBS_OF_A_WORKER = 2000  # after so many it is replaced
_GROWTH = 300 << 20  # bytes by which a worker may have grown since its first jobs, before it is replaced
_SETTLED = 20  # jobs after which it has loaded what it needs
_AHEAD = 4  # jobs that a worker has in hand, so that it does not wait for the next one
_TELL_EVERY = 0.25  # seconds
_START_SECONDS = 60.0  # that a worker may take at least to load what it needs
_STILLBORN = 10  # processes in a row that end before they begin, after which no more are started
_GARBAGE = (20_000, 20, 50)  # looked for seldom: what is made of a document holds itself in no circles
_PR_SET_PDEATHSIG = 1  # of Linux: the signal that a process gets when its parent ends

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job gave no result; `tries` is how often it was tried."""

    code: str
    message: str
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Begun:
    """A worker began with a job, for the `tries`th time."""

    tries: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """A job is at `done` of `total`; both 0 where it only tells that it goes on."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker broke down over a job, which is tried again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished(Generic[R]):
    """What a worker sends at the end of a job; `leaving` where it takes no other."""

    result: R | Failure
    leaving: bool


@dataclass(slots=True)
class Task(Generic[J]):
    """A job, and how often it was tried."""

    job: J
    tries: int = 0


@dataclass(slots=True)
class Worker(Generic[J]):
    """A process that reads, and what it has in hand."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[Task[J]] = field(default_factory=deque)  # the first is at work
    begun: bool = False  # that was told of the first one
    awake: bool = False  # something came from it
    until: float = 0.0  # on the monotonic clock

    def kill(self) -> None:
        """End the worker with all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError, TypeError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_jobs(
    work: Callable[[J], R],
    jobs: Sequence[J],
    *,
    workers: int,
    time_limit: Callable[[J], float],
    preload: Sequence[str] = (),
) -> Iterator[tuple[J, R | Failure]]:
    """Yield each job with its result or failure as they come; as `run_told`, for work that tells no progress."""
    told = run_told(partial(_without_progress, work), jobs, workers=workers, time_limit=time_limit, preload=preload)
    for each in told:
        if each is not None and not isinstance(each[1], Begun | Progress | Lost):
            yield each[0], each[1]


def _without_progress(work: Callable[[J], R], job: J, tell: Tell) -> R:
    return work(job)


def run_told(
    work: Callable[[J, Tell], R],
    jobs: Sequence[J],
    *,
    workers: int,
    time_limit: Callable[[J], float],
    preload: Sequence[str] = (),
    ahead: Callable[[J], bool] = lambda job: True,
    idle: float | None = None,
) -> Iterator[tuple[J, R | Failure | Begun | Progress | Lost] | None]:
    """Yield each job with what is told of it: that it began, how far it is, and at the end its result or failure.

    `work` and the jobs must be picklable; `work` gets what it can tell its progress to. `time_limit` gives the seconds
    that a job may go on without progress. `preload` names modules to import once for all workers; `ahead` tells which
    jobs may wait in a worker's pipe. A job over which a worker breaks down is tried again, three times in all. Where
    nothing is told for `idle` seconds, None is yielded. `workers=0` runs the jobs in this process, without limits.
    """
    if workers == 0:
        for job in jobs:
            yield job, Begun()
            yield job, _do(work, job, _tell_nobody)
        return
    context = context_of(preload)
    waiting, running, stillborn = deque(Task(job) for job in jobs), list[Worker[J]](), 0
    try:
        while waiting or any(worker.tasks for worker in running):
            while waiting and len(running) < workers:
                running.append(start_worker(context, work))
            _share_out(waiting, running, ahead)
            for worker in running:
                if worker.tasks and not worker.begun:
                    seconds = time_limit(worker.tasks[0].job)
                    seconds = seconds if worker.awake else max(seconds, _START_SECONDS)
                    worker.begun, worker.until = True, time.monotonic() + seconds
                    yield worker.tasks[0].job, Begun(worker.tasks[0].tries)
            busy = [worker for worker in running if worker.tasks]
            longest = max(0.0, min(w.until for w in busy) - time.monotonic())
            ready = wait([w.pipe for w in busy], longest if idle is None else min(idle, longest))
            if not ready:
                yield None
            for worker in busy:
                told: Iterator[Finished[R] | Progress | Failure] = events_of(worker, worker.pipe in ready, time_limit)
                for event in told:
                    job = worker.tasks[0].job
                    if isinstance(event, Finished):
                        worker.tasks.popleft()
                        worker.begun = False
                        if event.leaving:
                            _let_go(worker, running, waiting)
                        yield job, event.result
                    elif isinstance(event, Progress):
                        yield job, event
                    elif worker.awake or event.code != "crashed":
                        yield job, put_back(worker, running, waiting, event)
                    else:
                        _let_go(worker, running, waiting)  # it never came to the job
                        stillborn += 1
                        if stillborn == _STILLBORN:
                            raise VanbanError(
                                f"The processes that read end as soon as they start ({event.message}); see that the "
                                "machine has memory left, or read without them: --workers 0."
                            )
                    stillborn = 0 if worker.awake else stillborn
        for worker in running:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
            worker.process.join(5)
    finally:
        for worker in running:
            worker.kill()


def _share_out(waiting: deque[Task[J]], running: list[Worker[J]], ahead: Callable[[J], bool]) -> None:
    """Give every worker a job, and then more to have at hand: few, so that none waits long behind another."""
    for depth in range(1, 1 + min(_AHEAD, 1 + len(waiting) // (4 * len(running)))):
        for worker in running:
            while waiting and len(worker.tasks) < depth and (not worker.tasks or ahead(waiting[0].job)):
                task = waiting.popleft()
                task.tries += 1
                worker.tasks.append(task)
                with contextlib.suppress(OSError):  # a worker that died at rest is found out by the next read
                    worker.pipe.send(task.job)


def events_of(
    worker: Worker[J], ready: bool, time_limit: Callable[[J], float]
) -> Iterator[Finished[R] | Progress | Failure]:
    """What a worker sends; a failure where it is dead or late. Ends when nothing more is there to be read."""
    while ready:
        try:
            event: Finished[R] | Progress = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            yield Failure("crashed", f"the reader broke down ({_exit_of(worker.process)})")
            return
        worker.awake, worker.until = True, time.monotonic() + time_limit(worker.tasks[0].job)
        yield event
        if isinstance(event, Finished):
            return
        ready = worker.pipe.poll()
    if time.monotonic() >= worker.until:
        seconds = time_limit(worker.tasks[0].job)
        yield Failure(
            "timeout", f"the reader was stopped after {seconds:.0f} seconds without progress; raise --time-limit"
        )


def _let_go(worker: Worker[J], running: list[Worker[J]], waiting: deque[Task[J]]) -> None:
    """Part with a worker; what it had at hand is for others, as if it had never been given out."""
    running.remove(worker)
    for task in reversed(worker.tasks):
        task.tries -= 1
        waiting.appendleft(task)
    worker.tasks.clear()
    worker.kill()


def put_back(worker: Worker[J], running: list[Worker[J]], waiting: deque[Task[J]], failure: Failure) -> Failure | Lost:
    """End a worker that broke down or hangs; its job is tried again where that may help."""
    task = worker.tasks.popleft()
    _let_go(worker, running, waiting)
    if failure.code == "crashed" and task.tries < TRIES:
        waiting.append(task)
        return Lost(failure.message)
    return Failure(failure.code, failure.message, task.tries)


def _exit_of(process: BaseProcess) -> str:
    code = process.exitcode
    if code is None:
        return "no exit status"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def context_of(preload: Sequence[str]) -> ForkServerContext | SpawnContext:
    """How processes are started: from a server that has the modules loaded, where there can be one."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(preload))
        return context
    return multiprocessing.get_context("spawn")


def start_worker(context: ForkServerContext | SpawnContext, work: Callable[[J, Tell], R]) -> Worker[J]:
    """Start a process that serves jobs."""
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=False)
    process.start()
    theirs.close()
    return Worker(process, ours)


class _Teller:
    """Sends progress to the parent, at most four times a second, and the last of it."""

    __slots__ = ("_last", "_lock", "_pipe")

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._last, self._lock = pipe, 0.0, threading.Lock()

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` is done; both 0 where only that it goes on."""
        now = time.monotonic()
        with self._lock:
            if now - self._last >= _TELL_EVERY or 0 < done == total > 1:
                self._last = now
                with contextlib.suppress(BrokenPipeError, ConnectionError):  # the parent is gone: the end is near
                    self._pipe.send(Progress(done, total))


def _serve(work: Callable[[J, Tell], R], pipe: Connection) -> None:
    """The life of a worker: jobs in, results out, until told to stop, grown too large, or the parent is gone."""
    with contextlib.suppress(OSError):
        # so that it can be ended with its children, and the terminal's Ctrl-C goes to the parent alone
        os.setpgid(0, 0)
    _end_with_parent()
    _limit_memory()
    gc.freeze()  # what was loaded before the first job stays
    gc.set_threshold(*_GARBAGE)
    teller, grown = _Teller(pipe), 0
    for number in range(1, JOBS_OF_A_WORKER + 1):
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        if number == 1:
            teller(0, 0)  # it is awake, and time runs
        result = _do(work, job, teller)
        size = memory_of_this_process()
        grown = size if number <= _SETTLED else grown
        leaving = number == JOBS_OF_A_WORKER or size > grown + _GROWTH
        try:
            pipe.send(Finished(result, leaving))
        except (BrokenPipeError, ConnectionError):
            return
        if leaving:
            return


def _end_with_parent() -> None:
    """See that the worker, with what it started, ends when its parent is killed, even over a job that hangs."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        # Also where a library never lets a thread of ours run. The parent here is the server that forks, which ends
        # with the one that reads.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        wait([parent.sentinel])
        with contextlib.suppress(OSError):
            os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def memory_of_this_process() -> int:
    """The bytes of memory that this process holds now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _limit_memory() -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    except (ImportError, ValueError, OSError):
        return


def _tell_nobody(done: int, total: int) -> None:
    return


def _do(work: Callable[[J, Tell], R], job: J, tell: Tell) -> R | Failure:
    """The result of one job; whatever it raises becomes a failure, so that the next job goes on."""
    try:
        return work(job, tell)
    except ReadError as error:
        return Failure(error.code, str(error))
    except VanbanError as error:
        return Failure("unreadable", str(error))
    except MemoryError:
        return Failure("memory", "reading it takes more memory than one document may have")
    except FileNotFoundError as error:
        return Failure("vanished", f"{error.filename}: is no longer there")
    except OSError as error:
        return Failure("unreadable", f"cannot be read ({error.strerror or error})")
    except RecursionError:
        return Failure("too_deep", "it is nested deeper than any real document")
    except Exception as error:  # a defect of ours must not cost the other documents; it is told, not hidden
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(last.filename)}:{last.lineno}"
        return Failure("defect", f"a defect of vanban, please report it: {type(error).__name__}: {error} ({where})")
