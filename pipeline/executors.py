"""Run one function over many items, here or in worker processes.

An executor knows a function and items, nothing of documents. It yields `(item, result)` as results come, in any order; an item whose
worker ended without an answer (killed, out of memory, crashed in native code) yields `(item, Died)` and costs no other item.
An exception of the function stops the run and is raised where the results are read.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")
END = object()


@dataclass(frozen=True, slots=True)
class Died:
    """A worker that ended before it answered; `exit_code` is negative for a signal, as multiprocessing has it."""

    exit_code: int | None

    def __str__(self) -> str:
        code = self.exit_code
        if code is not None and code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            return f"its worker process was ended by {name}" + (" (killed, or out of memory)" if name == "SIGKILL" else "")
        return f"its worker process ended with code {code}"


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def serial(function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[tuple[Item, Result], None, None]:
    """Yield `(item, function(item))` in order, in this process."""
    for item in items:
        yield item, function(item)


def processes(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int, preload: Sequence[str] = ()
) -> Generator[tuple[Item, Result | Died], None, None]:
    """Yield `(item, result)` from `workers` processes as they finish; a dead worker is replaced.

    `function`, items and results must pickle. Each worker has a pipe of its own, so that one killed in the middle of a message can
    neither block nor garble the others. `preload` names modules imported once, in the server from which workers are forked.
    """
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")
    if preload and hasattr(context, "set_forkserver_preload"):
        context.set_forkserver_preload(list(preload))
    queue = iter(items)
    busy: dict[Connection, tuple[Any, Item]] = {}

    def hire() -> None:
        item = next(queue, END)
        if item is END:
            return
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(function, theirs), daemon=True)
        process.start()
        theirs.close()
        _give(ours, process, item)

    def _give(connection: Connection, process: Any, item: Any) -> None:
        busy[connection] = (process, item)
        with suppress(BrokenPipeError):  # it died while idle: the closed pipe is noticed by the next wait
            connection.send(item)

    try:
        for _ in range(workers):
            hire()
        while busy:
            for connection in cast(list[Connection], wait(list(busy))):
                process, item = busy.pop(connection)
                try:
                    error, answer = connection.recv()
                except (EOFError, OSError):
                    process.join()
                    hire()
                    yield item, Died(process.exitcode)
                    continue
                if error is not None:
                    busy[connection] = (process, item)
                    raise error
                following = next(queue, END)
                if following is END:
                    connection.close()
                else:
                    _give(connection, process, following)
                yield item, answer
    finally:
        for connection, (process, _) in busy.items():
            process.terminate()
            connection.close()
        for process, _ in busy.values():
            process.join(5)
            if process.exitcode is None:
                process.kill()


def _serve(function: Callable[[Any], Any], connection: Connection) -> None:
    """Answer items until the pipe closes: the far end finished, or its process died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent alone decides
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Exception | None, Any]
        try:
            answer = (None, function(item))
        except Exception as error:
            error.add_note(traceback.format_exc())
            answer = (error, None)
        try:
            connection.send(answer)
        except OSError:
            return
        except Exception as error:
            connection.send((RuntimeError(f"a worker's answer cannot be sent: {error!r}; it was {answer!r}"[:2000]), None))
