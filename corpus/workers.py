"""Jobs -> results, in processes of their own: a job that hangs, crashes or eats the memory costs only itself."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from extract.errors import ReadError, VanbanError

J = TypeVar("J")
R = TypeVar("R")

MEMORY_LIMIT = 4 << 30  # bytes of data that one worker may hold


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job gave no result."""

    code: str
    message: str


@dataclass(slots=True)
class _Worker(Generic[J]):
    process: BaseProcess
    pipe: Connection
    job: J | None = None
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
    """Yield each job with its result or failure as they come. `work` and the jobs must be picklable.

    `time_limit` gives the seconds that a job may take; `preload` names modules to import once for all workers.
    `workers=0` runs the jobs in this process, without limits.
    """
    if workers == 0:
        for job in jobs:
            yield job, _do(work, job)
        return
    context = _context(preload)
    waiting, running = deque(jobs), list[_Worker[J]]()
    try:
        while waiting or any(worker.job is not None for worker in running):
            while waiting and len(running) < workers:
                running.append(_start(context, work))
            for worker in running:
                if worker.job is None and waiting:
                    _give(worker, waiting.popleft(), time_limit)
            busy = [worker for worker in running if worker.job is not None]
            ready = wait([w.pipe for w in busy], max(0.0, min(w.until for w in busy) - time.monotonic()))
            for worker in busy:
                outcome = _outcome(worker, worker.pipe in ready)
                if outcome is None:
                    continue
                job, result, alive = outcome
                worker.job = None
                if not alive:
                    worker.kill()
                    running.remove(worker)
                yield job, result
        for worker in running:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
            worker.process.join(5)
    finally:
        for worker in running:
            worker.kill()


def _outcome(worker: _Worker[J], ready: bool) -> tuple[J, R | Failure, bool] | None:
    """(job, result, whether the worker lives on) of a worker that is done, dead or late; None of one at work."""
    job = worker.job
    assert job is not None
    if ready:
        try:
            return job, worker.pipe.recv(), True
        except (EOFError, OSError):
            worker.process.join(5)
            return job, Failure("crashed", f"the reader broke down ({_exit_of(worker.process)})"), False
    if time.monotonic() >= worker.until:
        return job, Failure("timeout", "the reader was stopped at its time limit; raise it with --time-limit"), False
    return None


def _exit_of(process: BaseProcess) -> str:
    code = process.exitcode
    if code is None:
        return "no exit status"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def _context(preload: Sequence[str]) -> ForkServerContext | SpawnContext:
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(preload))
        return context
    return multiprocessing.get_context("spawn")


def _start(context: ForkServerContext | SpawnContext, work: Callable[[J], R]) -> _Worker[J]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=False)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker[J], job: J, time_limit: Callable[[J], float]) -> None:
    worker.job, worker.until = job, time.monotonic() + time_limit(job)
    with contextlib.suppress(OSError):  # a worker that died at rest is found out by the next read
        worker.pipe.send(job)


def _serve(work: Callable[[J], R], pipe: Connection) -> None:
    """The life of a worker: jobs in, results out, until told to stop or the parent is gone."""
    with contextlib.suppress(OSError):
        os.setpgid(
            0, 0
        )  # so that it can be ended with its children, and the terminal's Ctrl-C goes to the parent alone
    _limit_memory()
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        if job is None:
            return
        result = _do(work, job)
        try:
            pipe.send(result)
        except (BrokenPipeError, ConnectionError):
            return


def _limit_memory() -> None:
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    except (ImportError, ValueError, OSError):
        return


def _do(work: Callable[[J], R], job: J) -> R | Failure:
    """The result of one job; whatever it raises becomes a failure, so that the next job goes on."""
    try:
        return work(job)
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
