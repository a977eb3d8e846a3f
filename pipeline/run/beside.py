"""What lies beside documents: files of earlier runs, which are none, files that a run would write over, and sidecars of nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline import emit
from pipeline.ingest.discover import ENDINGS, SIDECAR

HEAD = b'{\n  "versions": {'  # how `run.json` begins
CACHE = ".cache"  # where a run keeps its results, killed or not


def documents(files: Iterable[Path], named: Sequence[Path], tell: Callable[[str], None]) -> Iterator[Path]:
    """Yield the files but those that a run wrote beside its run.json, and tell of each folder where some were; a named file is meant."""
    asked = {os.path.abspath(path) for path in named}
    told: set[Path] = set()
    for file in files:
        if file.name in emit.FILES and os.path.abspath(file) not in asked and written(file.parent):
            if file.parent not in told:
                told.add(file.parent)
                tell(f"{file.parent}: holds the files of a run, which are passed over; to read one as a document, name it")
        else:
            yield file


@lru_cache(maxsize=256)
def written(folder: Path) -> bool:
    """Return whether a folder holds the files of a run."""
    try:
        with (folder / "run.json").open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except OSError:
        return False


def spared(out: Path, files: Iterable[str]) -> None:
    """Raise OutputError where a run into `out` would write over one of the files it reads, or over one that no run wrote."""
    targets = {os.path.realpath(out / name) for name in emit.FILES}
    lost = next((file for file in files if os.path.basename(file) in emit.FILES and os.path.realpath(file) in targets), None)
    if lost:
        raise emit.OutputError(f"{lost}: is to be read, and would be written over; choose another folder than {out}")
    strange = next((out / name for name in emit.FILES if (out / name).exists()), None)
    if strange and not written(out) and not (out / CACHE).exists():
        raise emit.OutputError(f"{strange}: was written by no run, and would be lost; move it, or choose another folder than {out}")


def stray(inputs: Sequence[Path], files: Iterable[str]) -> Iterator[str]:
    """Yield what to say of each sidecar that belongs to no document, in the folders that are read."""
    walked = {path for path in inputs if path.is_dir()}
    folders = walked | {folder for file in files if walked and not walked.isdisjoint((folder := Path(file).parent).parents)}
    for folder in sorted(folders):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue  # its row in failures.jsonl says so
        stems = {stem for stem, ending in map(os.path.splitext, names) if ending.lower() in ENDINGS}
        for name in names:
            stem = name.removesuffix(SIDECAR)
            if name != stem and stem and stem not in stems:
                yield f"{folder / name}: belongs to no document; a sidecar is called as its document, with {SIDECAR} for the ending"
