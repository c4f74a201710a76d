"""Workers: what they tell, when they are stopped, replaced, and that they do not outlive who started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import workers
from corpus.workers import Begun, Failure, Lost, Progress, run_told
from extract.errors import VanbanError


def act(job, tell):
    """Does what the job says; gives its own process."""
    what, _, rest = job.partition(" ")
    if what == "pages":
        for page in range(1, 4):
            time.sleep(0.8)
            tell(page, 3)
    if what == "stall":
        tell(1, 3)
        time.sleep(600)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "dieonce" and not os.path.exists(rest):
        Path(rest).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "grow":
        act.held = bytearray(400 << 20)
    return os.getpid()


def told_of(jobs, *, limit=60.0, count=1, **options):
    found = {job: [] for job in jobs}
    for each in run_told(act, jobs, workers=count, time_limit=lambda job: limit, **options):
        if each is not None:
            found[each[0]].append(each[1])
    return found


def test_progress_is_time(monkeypatch):
    """Three pages of 0.8 seconds pass a limit of 2 seconds without progress; one that stalls does not."""
    found = told_of(["first", "pages", "stall", "last"], limit=2.0)
    assert Progress(3, 3) in found["pages"] and isinstance(found["pages"][-1], int)
    assert isinstance(found["stall"][-1], Failure) and found["stall"][-1].code == "timeout"
    assert "2 seconds without progress" in found["stall"][-1].message
    assert isinstance(found["last"][-1], int)


def test_job_over_which_workers_die_is_tried_three_times_and_costs_only_itself():
    jobs = ["first", "die", *(f"job {number}" for number in range(8))]
    found = told_of(jobs, count=2)
    assert [event.tries for event in found["die"] if isinstance(event, Begun)] == [1, 2, 3]
    assert sum(isinstance(event, Lost) for event in found["die"]) == 2
    assert found["die"][-1] == Failure("crashed", "the reader broke down (signal SIGKILL)", 3)
    for job in jobs:
        if job != "die":
            assert [type(event) for event in found[job] if not isinstance(event, Begun | Progress)] == [int]


def test_job_whose_worker_was_killed_by_something_else_is_done_the_second_time(tmp_path):
    found = told_of(["first", f"dieonce {tmp_path}/mark"])
    begun, lost, again, result = (e for e in found[f"dieonce {tmp_path}/mark"] if not isinstance(e, Progress))
    assert (begun, again) == (Begun(1), Begun(2)) and isinstance(lost, Lost) and isinstance(result, int)


def test_worker_is_replaced_after_so_many_jobs(monkeypatch):
    # The workers are forked from a server that has its own copy of the module: they read the number from here.
    found = told_of([f"job {number}" for number in range(5)])
    assert len({events[-1] for events in found.values()}) == 1
    monkeypatch.setattr(workers, "start_worker", limited(workers.start_worker))
    found = told_of([f"job {number}" for number in range(7)])
    assert len({events[-1] for events in found.values()}) == 3


def limited(start):
    def start_limited(context, work):
        return start(context, TwoJobs())

    return start_limited


class TwoJobs:
    """Work that lets its worker go after three jobs."""

    def __call__(self, job, tell):
        workers.JOBS_OF_A_WORKER = 3
        return act(job, tell)


def test_worker_that_grew_is_replaced():
    jobs = [f"job {number}" for number in range(25)]
    found = told_of([*jobs, "grow", "after"])
    assert {events[-1] for events in (found[job] for job in jobs)} == {found["grow"][-1]}
    assert found["after"][-1] != found["grow"][-1]


class Unloadable:
    """Work that no process can load."""

    def __reduce__(self):
        return os._exit, (7,)

    def __call__(self, job, tell):
        return None


def test_processes_that_end_as_soon_as_they_start_are_told_and_not_started_for_ever():
    with pytest.raises(VanbanError, match=r"end as soon as they start \(.*exit status 7\).*--workers 0"):
        list(run_told(Unloadable(), list("abc"), workers=2, time_limit=lambda job: 60.0))


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which processes live")
def test_workers_end_with_who_started_them_even_over_a_job_that_hangs():
    script = (
        "import sys; from test_corpus_workers import *\n"
        "for each in run_told(tell_and_hang, ['a', 'b'], workers=2, time_limit=lambda job: 600.0, idle=0.5):\n"
        "    if each and isinstance(each[1], Progress) and each[1].done: print(each[1].done, flush=True)\n"
    )
    tests = Path(__file__).parent
    run = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    pids = [int(run.stdout.readline()) for _ in range(2)]
    run.kill()
    run.wait()
    run.stdout.close()
    until = time.monotonic() + 20
    while any(lives(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(lives(pid) for pid in pids)


def tell_and_hang(job, tell):
    time.sleep(0.3)
    tell(os.getpid(), 0)
    while True:  # a loop of Python: no library call that ends by itself
        time.sleep(0.01)


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
