"""Which files a run reads: named files, and folders walked in a fixed order."""

from __future__ import annotations

import hashlib
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
    return list(each(paths))


def each(paths: Iterable[Path | str]) -> Iterator[Path]:
    """Yield what `walk` returns; of a file that was passed only a hash of its place is held."""
    seen: set[bytes] = set()
    for path in map(Path, paths):
        for file in _files(path) if path.is_dir() else [path]:
            place = hashlib.blake2b(os.fsencode(_real(file)), digest_size=16).digest()
            if place not in seen:
                seen.add(place)
                yield file


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # a link to itself, a name that no system has
        return os.path.abspath(path)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the readable kinds of file under `folder`; a folder that contains itself by a link is entered once."""
    open_folders: list[tuple[Iterator[Path], frozenset[tuple[int, int]]]] = [(iter((folder,)), frozenset())]
    while open_folders:
        paths, seen = open_folders[-1]
        here = next(paths, None)
        if here is None:
            open_folders.pop()
            continue
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
        if identity not in seen:
            open_folders.append((_inside(here, names), seen | {identity}))


def _inside(folder: Path, names: list[str]) -> Iterator[Path]:
    """Yield the folders among `names` and the files of readable kinds."""
    for name in names:
        path = folder / name
        if name.startswith((".", "~$")) or name.endswith(SIDECAR):
            continue
        if path.is_dir() or (path.is_file() and path.suffix.lower() in ENDINGS):
            yield path
