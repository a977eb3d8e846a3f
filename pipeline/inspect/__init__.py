"""How a file was read: its blocks with kind and place, its metadata with sources, what was taken for boilerplate, how sure a scan is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from pipeline import ingest, places
from pipeline.records import Document, Place
from pipeline.settings import Settings

__all__ = ["Part", "Scan", "Seen", "inspect", "view"]

FIELDS = ("title", "publisher", "published", "number", "url")
UNSURE = 60.0  # confidence of a word, of 100, below which it is shown as doubtful


@dataclass(frozen=True, slots=True)
class Part:
    """A block as it is shown: its index, kind, language, level, number, page or paragraph of the file, words."""

    index: int
    kind: str
    language: str
    level: int | None
    number: str | None
    page: int | None
    paragraph: int | None
    text: str
    doubtful: tuple[tuple[int, int], ...]  # spans of `text` that a scan shows unclearly


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that was read from its picture: how many words, their mean confidence of 100, how many are doubtful."""

    page: int
    words: int
    confidence: float
    doubtful: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as it was read; `metadata` holds (field, value, where it was found), `pages` is None where its format has none."""

    source: str
    encoding: str
    language: str | None
    characters: int
    pages: int | None
    metadata: tuple[tuple[str, str, str], ...]
    issues: tuple[str, ...]
    scans: tuple[Scan, ...]
    parts: tuple[Part, ...]

    @property
    def left_out(self) -> tuple[int, int]:
        """How many blocks were taken for boilerplate, and how many characters they hold."""
        some = [part for part in self.parts if part.kind == "boilerplate"]
        return len(some), sum(len(part.text) for part in some)


def inspect(path: Path, settings: Settings | None = None) -> Iterator[Seen | ingest.IngestError]:
    """Yield how each document in the file is read, or the error that says why it is not."""
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        for item in ingest.unpack(path, Path(folder)):
            try:
                yield view(ingest.read(item.path, settings, item.source))
            except ingest.IngestError as error:
                yield error


def view(document: Document) -> Seen:
    """Return a document as it is shown."""
    numbers = [place.page for place in document.places if place.page is not None]
    return Seen(
        source=document.source,
        encoding=document.encoding,
        language=document.language,
        characters=len(document.text),
        pages=max(numbers) if numbers else None,
        metadata=tuple((name, value, document.provenance.get(name, "")) for name in FIELDS if (value := getattr(document, name))),
        issues=document.issues,
        scans=tuple(scans(document.places)),
        parts=tuple(parts(document)),
    )


def scans(some: tuple[Place, ...]) -> Iterator[Scan]:
    """Yield the pages whose words carry a confidence."""
    found: dict[int, list[float]] = {}
    for place in some:
        if place.page is not None and place.confidence is not None:
            found.setdefault(place.page, []).append(place.confidence)
    for page, values in sorted(found.items()):
        yield Scan(page, len(values), round(fmean(values), 1), sum(value < UNSURE for value in values))


def parts(document: Document) -> Iterator[Part]:
    """Yield the blocks with their places."""
    for index, block in enumerate(document.blocks):
        there = places.touched(document.places, block.start, block.end)
        first = there[0] if there else None
        doubtful = tuple(
            (max(place.start, block.start) - block.start, min(place.end, block.end) - block.start)
            for place in there
            if place.confidence is not None and place.confidence < UNSURE
        )
        yield Part(
            index,
            block.kind,
            block.language,
            block.level,
            block.number,
            first.page if first else None,
            first.paragraph if first else None,
            document.text[block.start : block.end],
            doubtful,
        )
