"""How a run is asked to end: SIGTERM lets the workers finish what they have in hand."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """A run that was asked to end, and ended with all it had begun finished and kept."""


@contextmanager
def until_terminated() -> Iterator[threading.Event]:
    """Give an event that SIGTERM sets, once: a second one ends the process as usual."""
    ending = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield ending
        return

    def end(number: int, _: object) -> None:
        ending.set()
        signal.signal(number, before)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield ending
    finally:
        signal.signal(signal.SIGTERM, before)
