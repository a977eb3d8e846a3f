"""Which files a run reads: named files, and folders walked in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.ingest.readers import ENDINGS

SIDECAR = ".meta.yaml"


def walk(paths: Iterable[Path | str]) -> list[Path]:
    """Return the inputs under `paths`: named files as given, folders walked depth-first and sorted by name, each file once.

    Inside folders hidden files, sidecars, unknown types and links that lead back up are passed over. A named path is always
    returned, even one that cannot be read: `read` then raises the error that becomes its row in `failures.jsonl`.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for file in _files(path) if path.is_dir() else [path]:
            found.setdefault(_real(file), file)
    return list(found.values())


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link to itself
        return path.absolute()


def _files(folder: Path) -> Iterator[Path]:
    """Yield the readable kinds of file under `folder`; a folder that contains itself by a link is entered once."""
    open_folders: list[tuple[Path, frozenset[tuple[int, int]]]] = [(folder, frozenset())]
    while open_folders:
        here, seen = open_folders.pop()
        if here.is_file():
            yield here
            continue
        try:
            status = here.stat()
            names = sorted(os.listdir(here))
        except OSError:
            yield here  # its neighbours are read; `read` says what is wrong with it
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            continue
        for name in reversed(names):
            path = here / name
            if name.startswith((".", "~$")) or name.endswith(SIDECAR):
                continue
            if path.is_dir() or (path.is_file() and path.suffix.lower() in ENDINGS):
                open_folders.append((path, seen | {identity}))
