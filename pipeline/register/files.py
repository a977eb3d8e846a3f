"""What cannot be written, told as a fault of the register's commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.register.errors import RegisterError


@contextmanager
def writing(place: Path, *, within: bool = False) -> Iterator[None]:
    """Raise RegisterError where the block cannot write to `place`; with `within` it names the very file that cannot be written."""
    try:
        yield
    except OSError as error:
        named = (within and error.filename) or place
        raise RegisterError(f"{named}: cannot be written ({error.strerror}); choose another place") from error
