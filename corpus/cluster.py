"""Jobs -> results, read by the workers of a Dask cluster: few at a time, each as it comes, whoever is lost."""

from __future__ import annotations

import asyncio
import concurrent.futures
import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from uuid import uuid4

from corpus.cluster_link import LOOK_AROUND, ClusterLink
from corpus.cluster_worker import TOPIC, carry_out, sees
from corpus.fetch import fetch_bytes
from corpus.parcels import Answer, OtherVersion, Parcel, Reader, Unseen, kept_of, store_kept
from corpus.planning import version_of_rules
from corpus.reading import Job, Reading, Refusal
from corpus.workers import Begun, Failure, Lost, Progress, run_jobs

if TYPE_CHECKING:
    from distributed import Future

DEATHS = 2  # of workers over one file, after which it is not given to another
IN_FLIGHT = 2  # files for each thread of the cluster: one that is read, one that waits
IN_FLIGHT_BYTES = 64 << 20  # of files that are sent; a larger one goes alone

_RESUBMISSIONS = 3

Told = Reading | Refusal | Failure | Begun | Progress | Lost


def run_on_cluster(
    link: ClusterLink, work: Reader, jobs: Sequence[Job], *, time_limit: float, idle: float = LOOK_AROUND
) -> Iterator[tuple[Job, Told] | None]:
    """As `corpus.workers.run_told`, on a cluster. VanbanError where its scheduler or all its workers are lost."""
    with _Run(link, work, jobs, time_limit) as run:
        yield from run.results(idle)


@dataclass(slots=True)
class _Flight:
    """A file that was handed to the cluster."""

    job: Job
    future: Future[_Outcome]
    size: int = 0  # bytes that were sent
    look: str | None = None  # of the file when it was taken for sending
    sent: bool = False
    at: str | None = None  # the worker that reads it now
    deaths: int = 0
    submissions: int = 1


@dataclass(frozen=True, slots=True)
class _Done:
    """A file came back: what came of it, or why nothing did."""

    key: str
    outcome: _Outcome | BaseException


_Outcome = Answer | Unseen | OtherVersion
_Message = _Done | Mapping[str, str | int]


class _Run:
    """The files of one run on their way to the workers and back."""

    def __init__(self, link: ClusterLink, work: Reader, jobs: Sequence[Job], time_limit: float) -> None:
        self._link, self._client, self._work, self._time_limit = link, link.client, work, time_limit
        self._waiting = deque(jobs)
        self._flights: dict[str, _Flight] = {}
        self._messages: SimpleQueue[_Message] = SimpleQueue()
        self._name, self._rules, self._count = uuid4().hex, version_of_rules(), 0
        self._send = False  # the workers do not see the files
        work_folder = jobs[0].folders.work if jobs else None
        self._token = None if work_folder is None else Path(work_folder, f"cluster-{self._name}")
        self._shared = False

    def __enter__(self) -> _Run:
        if self._token is not None:
            self._token.parent.mkdir(parents=True, exist_ok=True)
            self._token.touch()
            self._shared = all(self._client.run(sees, str(self._token)).values())
        self._client.subscribe_topic(TOPIC, self._hear)
        self._client.subscribe_topic("all", self._hear_of_workers)
        return self

    def __exit__(self, *error: object) -> None:
        flights, self._flights = self._flights, {}
        with suppress(OSError, ValueError, RuntimeError, asyncio.CancelledError):  # where the scheduler is gone
            self._client.unsubscribe_topic(TOPIC)
            self._client.unsubscribe_topic("all")
            self._client.cancel([flight.future for flight in flights.values()], force=True)
        if self._token is not None:
            self._token.unlink(missing_ok=True)

    def results(self, idle: float) -> Iterator[tuple[Job, Told] | None]:
        """Each job with what is told of it, until all are done; None where nothing is told for `idle` seconds."""
        while self._waiting or self._flights:
            while self._waiting and self._has_room(self._waiting[0]):
                yield from self._submit(self._waiting.popleft())
            if not self._flights:
                continue
            try:
                message = self._messages.get(timeout=idle)
            except Empty:
                message = None
                yield None
            self._link.keep_looking()
            if isinstance(message, _Done):
                yield from self._take(message)
            elif message is not None:
                yield from self._tell(message)

    def _has_room(self, job: Job) -> bool:
        if not self._flights:
            return True
        if len(self._flights) >= max(1, IN_FLIGHT * self._link.threads):
            return False
        return not self._send or sum(f.size for f in self._flights.values()) + job.size <= IN_FLIGHT_BYTES

    def _submit(
        self, job: Job, before: _Flight | None = None, *, send: bool | None = None
    ) -> Iterator[tuple[Job, Told]]:
        """Hand a job to the cluster; tells only where its file cannot even be had here."""
        self._count += 1
        key = f"vanban-{self._name}-{self._count}"
        kept = () if self._shared else kept_of(job, job.fingerprint)
        data, look = None, None
        if send or (send is None and self._send and not any(name.startswith("kept/") for name, _ in kept)):
            ((_, taken),) = run_jobs(_fetch, [job], workers=0, time_limit=lambda _: 0.0)
            if isinstance(taken, Failure):
                yield job, Begun()
                yield job, taken
                return
            data, look = taken
            if not self._shared and job.fingerprint is None:
                kept = kept_of(job, hashlib.sha256(data).hexdigest())
        token = None if self._token is None else str(self._token)
        parcel = Parcel(self._work, job, key, self._name, self._rules, self._time_limit, token, data, kept)
        flight = _Flight(
            job, self._client.submit(carry_out, parcel, key=key, pure=False), len(data or b""), look, data is not None
        )
        if before is not None:
            flight.deaths, flight.submissions = before.deaths, before.submissions + 1
        self._flights[key] = flight
        self._link.loop.add_callback(self._follow, key, flight.future)

    async def _follow(self, key: str, future: Future[_Outcome]) -> None:
        """Wait for one answer in the client's thread, so that answers come in side by side."""
        outcome: _Outcome | BaseException
        try:
            outcome = await future
        except (Exception, asyncio.CancelledError) as error:  # given on, and judged where the run goes on
            outcome = error
        self._messages.put(_Done(key, outcome))

    def _hear(self, event: tuple[float, Mapping[str, str | int]]) -> None:
        if event[1].get("run") == self._name:
            self._messages.put(event[1])

    def _hear_of_workers(self, event: tuple[float, Mapping[str, str | int]]) -> None:
        if event[1].get("action") == "remove-worker" and not event[1].get("expected"):
            self._messages.put({"what": "gone", "worker": event[1]["worker"]})

    def _tell(self, message: Mapping[str, str | int]) -> Iterator[tuple[Job, Told]]:
        """What a worker says of its file, or the scheduler of a worker."""
        if message["what"] == "gone":
            for key in [key for key, flight in self._flights.items() if flight.at == message["worker"]]:
                yield from self._bury(key)
            return
        flight = self._flights.get(str(message["key"]))
        if flight is None:
            return
        match message["what"]:
            case "begun":
                flight.at = str(message["worker"])
                yield flight.job, Begun(flight.deaths + 1)
            case "again":
                yield flight.job, Begun(flight.deaths + int(message["tries"]))
            case "progress":
                yield flight.job, Progress(int(message["done"]), int(message["total"]))
            case "lost":
                yield flight.job, Lost(str(message["reason"]))
            case "ended":
                flight.at = None

    def _bury(self, key: str) -> Iterator[tuple[Job, Told]]:
        """A worker was lost over a file: the scheduler gives it to another one, but not a third time."""
        flight = self._flights[key]
        flight.deaths, reason = flight.deaths + 1, f"the worker {flight.at} of the cluster was lost"
        flight.at = None
        if flight.deaths < DEATHS:
            yield flight.job, Lost(reason)
            return
        del self._flights[key]
        self._client.cancel([flight.future], force=True)
        yield flight.job, Failure("crashed", f"{reason}, as was one before it over the same file", flight.deaths)

    def _take(self, done: _Done) -> Iterator[tuple[Job, Told]]:
        """An answer, or why there is none."""
        flight = self._flights.pop(done.key, None)
        if flight is None:
            return
        job, outcome = flight.job, done.outcome
        if isinstance(outcome, Answer):
            result = outcome.result
            store_kept(job, result, outcome)
            if flight.sent and isinstance(result, Reading | Refusal):
                result = replace(result, look=flight.look)
            yield job, result
        elif isinstance(outcome, Unseen):
            self._send = True
            yield from self._submit(job, flight, send=True)
        elif isinstance(outcome, OtherVersion):
            raise self._link.other_version(outcome.worker, outcome.about)
        elif isinstance(outcome, asyncio.CancelledError | concurrent.futures.CancelledError):
            raise self._link.lost() from outcome
        elif isinstance(outcome, _passing_errors()) and flight.submissions <= _RESUBMISSIONS:
            self._link.see_that_it_is_there()
            yield from self._submit(job, flight, send=flight.sent)
        elif isinstance(outcome, ImportError):
            raise self._link.other_version("of the cluster", f"no vanban ({outcome})") from outcome
        else:
            yield job, Failure("crashed", f"the cluster could not read it ({type(outcome).__name__}: {outcome})")


def _fetch(job: Job) -> tuple[bytes, str | None]:
    return fetch_bytes(job.file, folder=Path(job.folders.work) if job.folders.work else None)


def _passing_errors() -> tuple[type[Exception], ...]:
    """A file that waited behind others that cost their workers; a connection that broke off."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    return KilledWorker, CommClosedError
