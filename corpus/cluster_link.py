"""The address of a Dask scheduler -> a connection to it, whose workers all read by our rules, or one clear sentence."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from corpus.cluster_worker import describe
from extract.errors import VanbanError

if TYPE_CHECKING:
    from distributed import Client
    from tornado.ioloop import IOLoop

CONNECT_SECONDS = 10.0
LOOK_AROUND = 2.0  # seconds after which it is asked again how many workers there are
LONELY_SECONDS = 60.0  # for which a run waits where the cluster has no worker

# Files are sent on purpose; and who is gone is not waited for longer than who was never there.
_SETTINGS = {"distributed.admin.large-graph-warning-threshold": "1GiB", "distributed.comm.timeouts.connect": "10s"}
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}")


@contextmanager
def connect(address: str) -> Iterator[ClusterLink]:
    """The cluster of a Dask scheduler (`tcp://host:8786`, or `tls://` as Dask's configuration says).

    Raises VanbanError where there is no scheduler, it has no worker, or one of them would read by other rules.
    """
    if _ADDRESS.fullmatch(address) is None:
        raise VanbanError(f"{address}: is no address of a Dask scheduler; give --cluster tcp://HOST:8786.")
    try:
        import dask
        import distributed
    except ImportError:
        raise VanbanError(
            "A cluster needs the package distributed; install it: pip install 'vanban[cluster]'."
        ) from None
    for name in ("distributed.client", "distributed.core", "distributed.comm", "distributed.batched"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they would say, we say in one sentence
    client = None
    try:
        with dask.config.set(_SETTINGS), warnings.catch_warnings():
            warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)  # we look ourselves
            client = _make_client(address)
            link = ClusterLink(client, address)
            link.check()
            yield link
    except (OSError, TypeError, ValueError) as error:
        if client is not None:
            raise
        raise VanbanError(
            f"{address}: no Dask scheduler can be reached there ({_first_line(error)}); see that it runs, and that "
            "address, port and, for tls://, the certificates of Dask's configuration are right."
        ) from error
    finally:
        if client is not None:
            with suppress(OSError, TimeoutError, asyncio.CancelledError):
                client.close(timeout=2)


class ClusterLink:
    """A connection to the scheduler of a Dask cluster."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self._address = client, address
        self.threads = 0
        self._looked_at = self._lonely_since = time.monotonic()

    @property
    def loop(self) -> IOLoop:
        """Where coroutines of the client run."""
        assert self.client.loop is not None
        return self.client.loop

    def check(self) -> None:
        """See that there is a worker, and that all of them read by our rules; VanbanError where not."""
        until = time.monotonic() + CONNECT_SECONDS
        while not self._look_around():
            if time.monotonic() > until:
                raise VanbanError(
                    f"{self._address}: the Dask scheduler has no workers; start some: dask worker {self._address}"
                )
            time.sleep(0.2)
        ours = describe()
        answers = self.client.run(describe, on_error="return")
        for worker, about in sorted(answers.items()):
            if isinstance(about, Exception):  # it does not know the function that is called
                about = f"no such vanban ({_first_line(about)})"
            if about != ours:
                raise self.other_version(worker, str(about))

    def _look_around(self) -> int:
        """The number of threads of all workers, as of now; VanbanError where the scheduler is gone."""
        try:
            self.threads = sum(self.client.nthreads().values())
        except (OSError, RuntimeError, ValueError, asyncio.CancelledError) as error:
            raise self.lost() from error
        self._looked_at = time.monotonic()
        if self.threads:
            self._lonely_since = self._looked_at
        return self.threads

    def keep_looking(self) -> None:
        """Count the workers again where that was not done for a while; VanbanError where there is none for long."""
        if time.monotonic() - self._looked_at > LOOK_AROUND:
            self._look_around()
            if time.monotonic() - self._lonely_since > LONELY_SECONDS:
                raise VanbanError(
                    f"{self._address}: the cluster has no workers any more; what was read is kept. Start some and run "
                    "again to go on."
                )

    def see_that_it_is_there(self) -> None:
        """VanbanError where the scheduler is gone; the client may find that out a moment after a connection broke."""
        time.sleep(0.5)
        if self.client.status != "running":
            raise self.lost()

    def lost(self) -> VanbanError:
        """What is told where the scheduler is gone."""
        return VanbanError(
            f"{self._address}: the connection to the Dask scheduler was lost; what was read is kept. Run again to go "
            "on."
        )

    def other_version(self, worker: str, about: str) -> VanbanError:
        """What is told where a worker reads by other rules."""
        return VanbanError(
            f"{self._address}: the worker {worker} reads by {about}, and this is {describe()}; install the same on all "
            "machines, and start the workers again."
        )


def _make_client(address: str) -> Client:
    """A client of the scheduler; OSError where nothing answers in time, also where something else listens."""
    from distributed import Client

    answers: SimpleQueue[Client | Exception] = SimpleQueue()

    def make() -> None:
        try:
            answers.put(Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="vanban"))
        except Exception as error:  # judged by who waits
            answers.put(error)

    threading.Thread(target=make, daemon=True).start()  # which waits for ever for who says nothing
    try:
        answer = answers.get(timeout=CONNECT_SECONDS + 1)
    except Empty:
        raise TimeoutError("what listens there does not answer as one") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0][:200]
