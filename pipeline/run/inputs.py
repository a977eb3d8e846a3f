"""What a run reads: named files and folders, and the documents inside archives and mails, each once and in a fixed order."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import ingest
from pipeline.emit.lines import printable
from pipeline.run import beside
from pipeline.settings import SettingsError


class InputError(SettingsError):
    """Inputs or an output folder that no run can work with; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Item:
    r"""A document to read: the file that holds it, and the name it goes by everywhere.

    That is the file's name unless it came out of another; bytes of a name that are no UTF-8 stand in it as `\udcff`.
    """

    file: str
    source: str

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)


def find(inputs: Sequence[Path], out: Path, tell: Callable[[str], None] = lambda told: None) -> list[str]:
    """Return the files to read, each once, in the order of their names, and `tell` what was passed over.

    InputError where there is none or `out` lies among them, OutputError where a run into `out` would cost a file.
    """
    target = Path(os.path.realpath(out))  # not resolve(), which fails where links go round in circles
    for path in inputs:
        if path.is_dir() and target.is_relative_to(os.path.realpath(path)):
            raise InputError(f"{out}: lies inside the input folder {path}, and the next run would read it; choose a folder elsewhere")
    try:
        found = beside.documents(ingest.each(inputs), inputs, tell)
        files = sorted(path.as_posix() for path in found)  # text: a million paths would fill the memory
    except ingest.IngestError as error:
        raise InputError(str(error)) from error
    if not files:
        names = ", ".join(str(path) for path in inputs)
        raise InputError(f"{names}: no file to read; name files, or a folder that holds documents")
    beside.spared(out, files)
    for told in beside.stray(inputs, files):
        tell(told)
    return files


def items(files: Sequence[str], folder: Path) -> Iterator[Item]:
    """Yield the documents of `files` in order; those of an archive or a mail are unpacked into a folder of their own below `folder`."""
    for number, file in enumerate(files):
        for found in ingest.unpack(Path(file), folder / f"{number:08d}"):
            name = str(found.path)
            name = file if name == file else name  # one text, however often it is held
            yield Item(name, name if found.source == name and printable(name) is name else printable(found.source))


class Items:
    """The documents of a run by their places; of one that is a file of its own only its name is held, and an `Item` made when asked for."""

    def __init__(self, found: Iterable[Item]) -> None:
        self._names = bytearray()  # one after another: as many texts would take twice the memory
        self._ends = array("Q", [0])
        self._sources: dict[int, str] = {}
        for item in found:
            if item.source != item.file:
                self._sources[len(self)] = item.source
            self._names += item.file.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._names))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> Item:
        file = self._names[self._ends[place] : self._ends[place + 1]].decode("utf-8", "surrogatepass")
        return Item(file, self._sources.get(place, file))

    def __iter__(self) -> Iterator[Item]:
        return map(self.__getitem__, range(len(self)))
