"""The executor on Dask: a cluster of its own on this machine, or one that runs already, on however many machines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar, cast

from pipeline.executors.processes import Died
from pipeline.settings import SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")
END = object()
AHEAD = 2  # items given out for each worker thread: one at work, one waiting there, so that no worker idles
LOOK = 2.0  # seconds between two looks at a connection from which nothing comes
PATIENCE = 20  # seconds until a scheduler that does not answer counts as gone
CONFIG = {
    # an item that loses its worker is reported at once: whoever asked knows better how to try again
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.multiprocessing-method": "forkserver",
    "distributed.worker.daemon": False,  # a reader may need a process of its own
    "distributed.admin.log-format": "%(levelname)s - %(message)s",
    "distributed.logging.distributed": "critical",
    "distributed.comm.timeouts.connect": PATIENCE,
}


class ClusterError(SettingsError):
    """A cluster that cannot be reached or is gone; the message says what to do."""


def cluster(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    preload: Sequence[str] = (),
    scheduler: str | None = None,
) -> Generator[tuple[Item, Result | Died], None, None]:
    """Yield `(item, result)` from the workers of `scheduler`, or of a cluster of `workers` processes made for the purpose.

    `function`, items and results must pickle, and the workers must be able to import this package. `preload` names modules that
    the workers of an own cluster import before their first item. ClusterError where the scheduler cannot be reached or is lost.
    """
    try:
        import dask
        from distributed import Client, KilledWorker, LocalCluster
        from distributed.client import FutureCancelledError
        from distributed.comm import CommClosedError
    except ImportError as error:
        raise ClusterError(f"Dask is not installed ({error}); install it with  pip install 'zeren[cluster]'") from error

    name = scheduler or "Dask"
    queue = iter(items)
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(CONFIG))
        try:
            place: Any = scheduler
            if scheduler is None:
                local = LocalCluster(
                    n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0, preload=list(preload)
                )
                place = stack.enter_context(local)
            client = stack.enter_context(Client(place, timeout=PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"{name}: no scheduler with a worker answers there ({error}); start them, or correct --scheduler") from error
        gone = ClusterError(f"{name}: the scheduler is gone; start it and run again: what was finished is kept")
        at_work: dict[str, tuple[Any, Item]] = {}
        finished: SimpleQueue[Any] = SimpleQueue()
        width, asked, silent = 0, float("-inf"), 0.0
        more = True
        while more or at_work:
            if monotonic() - asked > PATIENCE:  # a cluster may grow and shrink
                try:
                    width, asked = AHEAD * max(1, sum(client.nthreads().values())), monotonic()
                except OSError as error:
                    raise gone from error
            while more and len(at_work) < width:
                item = next(queue, END)
                more = item is not END
                if more:
                    try:
                        future = client.submit(function, item, pure=False)
                    except CommClosedError as error:  # an OSError, but none of the folder that is written to
                        raise gone from error
                    at_work[future.key] = (future, cast(Item, item))
                    future.add_done_callback(finished.put)
            try:
                future = finished.get(timeout=LOOK) if at_work else None
            except Empty:  # what was given out while the connection broke is never answered, nor refused
                silent = 0.0 if client.status == "running" else silent + LOOK
                if silent > PATIENCE or client.status == "closed":
                    raise gone from None
                continue
            if future is None:
                continue
            _, item = at_work.pop(future.key)
            try:
                answer: Any = future.result()
            except KilledWorker:
                answer = Died(None)
            except (FutureCancelledError, CommClosedError) as error:
                raise gone from error
            yield item, answer
