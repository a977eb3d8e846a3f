"""Limits on what one piece of work may take: the kernel ends a worker that is over its time, and refuses it more memory.

A watchdog inside the process would not run while native code holds the interpreter; a timer of the kernel does.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

MEGABYTE = 1 << 20
LEAST = 2000  # megabytes; less is no bound on one document but on the libraries
GROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


class TooLong(Exception):
    """A piece of work that took longer than its limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take; None is no limit."""

    seconds: float | None = None
    megabytes: int | None = None

    def share(self, workers: int) -> Limits:
        """Return the limits with the memory of one of so many workers, where none is set."""
        if self.megabytes is not None:
            return self
        memory = physical()
        return Limits(self.seconds, max(LEAST, int(memory * 0.9 / workers)) if memory else None)


def physical() -> int | None:
    """Return the megabytes of memory of this machine or container, or None where the system does not tell."""
    found = []
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        found.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEGABYTE)
    with suppress(OSError, ValueError):  # no container, or one without a limit
        found.append(int(GROUP_LIMIT.read_text(encoding="ascii")) // MEGABYTE)
    return min(found, default=None)


def bound_memory(megabytes: int | None) -> None:
    """Refuse this process more memory of its own than that: Python raises MemoryError, native code ends the process."""
    if resource is not None and megabytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


@contextmanager
def limited(seconds: float | None, deadly: bool) -> Iterator[None]:
    """Bound the time of the block: a worker (`deadly`) is ended by SIGALRM; elsewhere TooLong is raised, in the main thread alone."""
    if seconds is None or not hasattr(signal, "setitimer") or not (deadly or threading.current_thread() is threading.main_thread()):
        yield
        return
    before = None if deadly else signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if before is not None:
            signal.signal(signal.SIGALRM, before)


def _raise(*_: Any) -> None:
    raise TooLong("took longer than its limit; split it into documents")


def end_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends, however it ends (Linux)."""
    if os.uname().sysname == "Linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
