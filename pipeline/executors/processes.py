"""The executor with worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import sleep
from typing import Any, TypeVar, cast

from pipeline.executors.limits import end_with_parent

Item = TypeVar("Item")
Result = TypeVar("Result")
NOTES = {"SIGKILL": " (killed, or out of memory)", "SIGALRM": " (it took longer than its limit)", "SIGABRT": " (out of memory, perhaps)"}
END = object()


@dataclass(frozen=True, slots=True)
class Died:
    """A worker that ended before it answered; `exit_code` is negative for a signal, as multiprocessing has it, or not known."""

    exit_code: int | None

    def __str__(self) -> str:
        code = self.exit_code
        if code is not None and code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            return f"its worker process was ended by {name}{NOTES.get(name, '')}"
        return "its worker process was lost" if code is None else f"its worker process ended with code {code}"

    @property
    def late(self) -> bool:
        """Whether the time limit ended it."""
        return self.exit_code is not None and self.exit_code == -signal.SIGALRM


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
        process = _start(context, function, theirs)
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
            process.kill()
            connection.close()
        for process, _ in busy.values():
            process.join()


def _start(context: Any, function: Callable[[Any], Any], connection: Connection) -> Any:
    """Return a started worker; the server that forks it may itself be killed just then, and is started anew."""
    for pause in (0.05, 0.2, 0.5, 1.0, None):
        process = context.Process(target=_serve, args=(function, connection))  # no daemon: a reader may need a process of its own
        try:
            process.start()
            break
        except (EOFError, ConnectionError):
            if pause is None:
                raise
            sleep(pause)  # until the kernel has buried it, the dead server is taken for a living one
    return process


def _serve(function: Callable[[Any], Any], connection: Connection) -> None:
    """Answer items until the pipe closes: the far end finished, or its process died."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they reach the whole group; the parent alone decides
        signal.signal(number, signal.SIG_IGN)
    end_with_parent()
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
