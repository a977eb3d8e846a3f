"""Where the documents of a container are written: numbered files, counted bytes, and a refusal for each that could not be."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import yaml

from pipeline.ingest.errors import IngestError
from pipeline.ingest.sidecar import beside

MOST_MEMBERS = 200_000  # documents of one container
MOST_BYTES = 1_000_000_000  # of all that a container holds, unpacked
LARGEST = 400_000_000  # bytes of one document
HONEST = 20_000_000  # bytes up to which nobody asks how well they were compressed
TIGHTEST = 100  # bytes from one compressed byte: texts reach 20
CHUNK = 1 << 20
REFUSED = ".unread"


@dataclass(frozen=True, slots=True)
class Item:
    """A document to be read: the file that holds it, and the name by which people know it (`export.zip!/a/b.docx`, `crawl.csv#row=12`)."""

    path: Path
    source: str


@dataclass(slots=True)
class Store:
    """The documents found in one container so far, in order; every file lies directly in `folder` under a number."""

    folder: Path
    items: list[Item] = field(default_factory=list)
    size: int = 0
    files: int = 0

    def add(self, path: Path, source: str) -> None:
        """Take a file as a document."""
        self.items.append(Item(path, source))

    def refuse(self, source: str, reason: str) -> Item:
        """Take a document that cannot be unpacked: reading it fails with `reason`."""
        path = self._next(REFUSED)
        path.write_text(json.dumps({"source": source, "reason": reason}), encoding="ascii")  # a name may hold what UTF-8 cannot
        self.add(path, source)
        return self.items[-1]

    def write(self, content: IO[bytes], ending: str, packed: int | None = None) -> Path:
        """Copy a document into a file of its own and return its path; IngestError where it is over a limit.

        `packed` is the number of compressed bytes it came from.
        """
        path, size = self._next(ending), 0
        try:
            with path.open("wb") as file:
                while chunk := content.read(CHUNK):
                    size += len(chunk)
                    self.size += len(chunk)
                    self._check(size, packed)
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def text(self, text: str, ending: str, source: str, metadata: dict[str, str]) -> None:
        """Take a text with its metadata as a document."""
        data = text.encode("utf-8", "backslashreplace")
        self.size += len(data)
        self._check(len(data), None)
        path = self._next(ending)
        path.write_bytes(data)
        if metadata:
            self.describe(path, yaml.safe_dump(metadata, allow_unicode=True, sort_keys=True).encode())
        self.add(path, source)

    def describe(self, path: Path, sidecar: bytes) -> None:
        """Write the sidecar of a document."""
        beside(path).write_bytes(sidecar)

    @property
    def full(self) -> bool:
        """Whether no further document is taken."""
        return len(self.items) >= MOST_MEMBERS

    def _check(self, size: int, packed: int | None) -> None:
        if size > LARGEST:
            raise IngestError("unpack", f"is larger than {LARGEST // 10**6} MB; split it into documents")
        if packed is not None and size > HONEST and size > TIGHTEST * packed:
            raise IngestError("unpack", f"grows to more than {TIGHTEST} times its packed size, as only a zip bomb does; leave it out")
        if self.size > MOST_BYTES:
            raise IngestError("unpack", f"holds more than {MOST_BYTES // 10**6} MB in all; unpack it by hand and name the folder")

    def _next(self, ending: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files += 1
        return self.folder / f"{self.files:08d}{ending}"
