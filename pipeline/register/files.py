"""Files that people wait for: there whole, or as they were before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.register.errors import RegisterError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path`, with its ending, to write to; it takes the name of `path` when the block ends.

    Where the block raises, what was written is gone.
    """
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def writing(place: Path, *, within: bool = False) -> Iterator[None]:
    """Raise RegisterError where the block cannot write to `place`; with `within` it names the very file that cannot be written."""
    try:
        yield
    except OSError as error:
        named = (within and error.filename) or place
        raise RegisterError(f"{named}: cannot be written ({error.strerror}); choose another place") from error
