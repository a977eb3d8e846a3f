"""Readers of binary and markup formats at work in a process of their own, under a limit of time and memory.

A file made to harm (or a library's fault) then costs a bounded time, and a row in `failures.jsonl`, never the run. The process is
forked, so that it needs no start-up and may be started from any worker; where a system cannot fork, the reader works without limits.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, TypeVar

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import Limits

if sys.platform != "win32":
    import resource

Result = TypeVar("Result")
CAN_FORK = hasattr(os, "fork") and sys.platform != "win32"
LENGTH = struct.Struct(">Q")
SIGN_OF_LIFE = 1 << 63  # in place of a length; the seconds asked for stand in the other bits
CHUNK = 1 << 20
KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
NO_LIMIT = -1
STARVED = 6  # times the usual limit that a process may take that gets hardly any of a busy machine

# The pipe that `alive` writes to: set in the reader's own process only.
_pipe: int | None = None


def alive(seconds: float = 0) -> None:
    """Tell that a page is done, and ask for so many `seconds` beyond the usual; without effect outside a guarded reader."""
    if _pipe is not None:
        os.write(_pipe, LENGTH.pack(SIGN_OF_LIFE | round(seconds)))


def limited(work: Callable[[], Result], name: str, limits: Limits) -> Result:
    """Return `work()` as computed in a process of its own; IngestError where it fails, dies, or takes too long or too much memory."""
    if not CAN_FORK or _pipe is not None:  # a reader that calls another is under limits already
        return work()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _work(work, write_end, name, limits, libc)
    os.close(write_end)
    try:
        answer = _answer(read_end, child, name, limits)
    finally:
        os.close(read_end)
        status = _end(child)
    if answer is None:
        raise IngestError(
            "read",
            f"{name}: its reader ended with {_cause(status)}: the file is damaged, or needs more than {limits.megabytes} MB; "
            "save it again, split it, or give its text",
        )
    done, value = pickle.loads(answer)
    if not done:
        raise value
    return value


def _work(work: Callable[[], object], pipe: int, name: str, limits: Limits, libc: ctypes.CDLL | None) -> NoReturn:
    """Do the work and write its pickled outcome; never return to the caller's code, which belongs to the parent."""
    global _pipe
    status = 1
    try:
        os.setsid()  # programs it starts end with it
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        if libc is not None:
            libc.prctl(KILL_WITH_PARENT, signal.SIGKILL)
        bound_memory(limits.megabytes)
        _pipe = pipe
        try:
            outcome: tuple[bool, object] = (True, work())
        except MemoryError:
            outcome = (False, IngestError("read", f"{name}: needs more than {limits.megabytes} MB to read; split it, or give its text"))
        except Exception as error:
            outcome = (False, error)
        answer = _pickled(outcome, name)
        for part in (LENGTH.pack(len(answer)), answer):
            view = memoryview(part)
            while view:
                view = view[os.write(pipe, view[:CHUNK]) :]
        status = 0
    finally:
        os._exit(status)


def _pickled(outcome: tuple[bool, object], name: str) -> bytes:
    try:
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # an exception of a library that holds what cannot be pickled
        return pickle.dumps((False, IngestError("read", f"{name}: {type(outcome[1]).__name__}: {outcome[1]} ({error})")))


def bound_memory(megabytes: int) -> None:
    """Let this process take `megabytes` more memory than it has; what it asks for beyond is refused (Linux)."""
    held = _held()
    if held is not None:
        most = held + megabytes * (1 << 20)
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard == NO_LIMIT else min(most, hard), hard))


def _held() -> int | None:
    """Return the bytes of private writable memory that RLIMIT_DATA counts, or None where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("VmData")), None)
    except OSError:
        return None


def _answer(pipe: int, child: int, name: str, limits: Limits) -> bytes | None:
    """Return what the process wrote, or None where it died before; IngestError where it is silent for too long."""
    sign = time.monotonic()
    deadline, last, worked = sign + limits.seconds, sign + limits.total_seconds, 0.0
    data = bytearray()
    while True:
        left = min(deadline, last) - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            now = time.monotonic()
            if now < min(last, sign + STARVED * limits.seconds) and _waits_for_processor(child, worked + limits.seconds):
                deadline = now + limits.seconds / 10
                continue
            raise IngestError(
                "read", f"{name}: could not be read in time (limit {limits.seconds:g} s a page); split it, save it again, or give its text"
            )
        part = os.read(pipe, CHUNK)
        if not part:
            return None
        data += part
        while len(data) >= LENGTH.size:
            (size,) = LENGTH.unpack_from(data)
            if not size & SIGN_OF_LIFE:
                break
            del data[: LENGTH.size]
            sign, worked = time.monotonic(), (_processor(child) or ("", 0.0))[1]
            deadline = sign + limits.seconds + (size ^ SIGN_OF_LIFE)
        if len(data) >= LENGTH.size and len(data) - LENGTH.size >= size:
            return bytes(data[LENGTH.size :])


def _waits_for_processor(child: int, allowed: float) -> bool:
    """Whether the process would work if others left it the processor, and has not had `allowed` seconds of it."""
    found = _processor(child)
    return found is not None and found[0] == "R" and found[1] < allowed


def _processor(child: int) -> tuple[str, float] | None:
    """Return the state of the process and the processor seconds it has had, or None where the system does not tell (Linux does)."""
    try:
        with open(f"/proc/{child}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
        return fields[0], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return None


def _end(child: int) -> int:
    """End the process and what it started, and return its wait status."""
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # before it became a group of its own
    return os.waitpid(child, 0)[1]


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit code {os.WEXITSTATUS(status)}"
