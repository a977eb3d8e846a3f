"""Standard input, output and error, which may be closed, full, or of few letters."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

import click

MODES = {"stdin": "r", "stdout": "w", "stderr": "w"}
FAULTS = frozenset({errno.EBADF, errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # of a stream, where no file is named


def prepare() -> None:
    """Make the streams fit to be used: one that was closed fails when it is, and a terminal that lacks a letter shows its code."""
    for number, (name, mode) in enumerate(MODES.items()):
        if getattr(sys, name) is None:
            # Its number is taken, so that no file of the run gets it. Input and output are opened the wrong way round, so that
            # using them fails; who closed stderr wants no messages.
            closed = {"stdin": os.O_WRONLY, "stdout": os.O_RDONLY}.get(name, os.O_WRONLY)
            taken = os.open(os.devnull, closed)
            if taken != number:
                os.dup2(taken, number)
                os.close(taken)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115, open to the end
        stream = getattr(sys, name)
        if mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def discard() -> None:
    """Give up standard output, or the interpreter complains once more at its end of what it could not write."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str, code: int = 0) -> int:
    """Print a message on stderr, if that takes it, and return the exit code: that nobody listens ends no run."""
    with suppress(OSError):
        click.echo(message, err=True)
    return code
