"""Files that people wait for: there whole, or as they were before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path`, with its ending, to write to; it takes the name of `path` when the block ends.

    Where the block raises, what was written is gone. A link stays, and what it leads to is replaced; a device or a pipe, which nothing
    may replace, is itself the place to write to.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path
        return
    target = Path(os.path.realpath(path))
    partial = target.with_name(f".{target.stem}.partial{target.suffix}")
    try:
        yield partial
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def whole(path: Path, data: bytes) -> None:
    """Write a file in one step: it is there whole, or as it was before."""
    with replacing(path) as draft:
        draft.write_bytes(data)
