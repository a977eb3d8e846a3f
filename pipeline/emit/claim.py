"""The output folder of a run: one run at a time, and nothing half-written ever stays in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.settings import SettingsError


class OutputError(SettingsError):
    """An output folder that cannot be used; the message says why and what to do."""


@contextmanager
def claimed(out: Path) -> Iterator[Path]:
    """Give a work folder in `out` that no other run uses; whatever happens, it is gone afterwards."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / ".lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputError(f"{out}: another run is writing there; wait for it or choose another folder") from None
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}); choose a folder you may write to") from error
    work = out / ".work"
    try:
        shutil.rmtree(work, ignore_errors=True)  # left by a run that was killed
        work.mkdir()
        yield work
    except BrokenPipeError:
        raise  # of a terminal that went away, not of this folder
    except OSError as error:  # an input that fails is a row and never comes here
        place = error.filename2 or error.filename or out
        raise OutputError(f"{place}: cannot be written ({error.strerror}); mend that and run again") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        (out / ".lock").unlink(missing_ok=True)  # while held: whoever waits for it sees that it is gone and makes a new one
        lock.release()
