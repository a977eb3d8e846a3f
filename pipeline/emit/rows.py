"""What each JSON Lines file holds a line of, made from what the stages return."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import Field

from pipeline.emit.lines import printable
from pipeline.records import Commitment, Document, Failure, Place, Strict


class Input(Strict):
    """An input of a run; `sha256` is null where its bytes could not be read."""

    source: str
    sha256: str | None


class Counts(Strict):
    """How much a run read and found; `records` counts by language, then type; `copies` are documents that post another again."""

    documents: int = 0
    copies: int = 0
    failures: int = 0
    records: dict[str, dict[str, int]] = Field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of `other` to these."""
        self.documents += other.documents
        self.copies += other.copies
        self.failures += other.failures
        for language, types in other.records.items():
            mine = self.records.setdefault(language, {})
            self.records[language] = dict(sorted((Counter(mine) + Counter(types)).items()))
        self.records = dict(sorted(self.records.items()))


class Run(Strict):
    """`run.json`: what was run on what; the only file of a run that holds times.

    `seconds` are processor-side durations by stage, added up over documents and workers; `reused` counts the documents whose results
    were kept from a run before; `versions` name the programs that decide what is found; `configuration` is the hash of every
    configuration file.
    """

    versions: dict[str, str]
    configuration: str
    settings: dict[str, str | bool | float | None]
    executor: str
    workers: int
    started: str
    finished: str
    duration: float
    seconds: dict[str, float]
    reused: int
    counts: Counts
    calendar: int
    inputs: list[Input]


def commitment_row(commitment: Commitment) -> dict[str, Any]:
    """Return the line of `commitments.jsonl`."""
    row = commitment.model_dump(by_alias=True)
    if row["page"] is None:
        del row["page"]
    return row


def document_row(document: Document, commitments: tuple[Commitment, ...]) -> dict[str, Any]:
    """Return the line of `documents.jsonl` (a `DocumentRow`)."""
    counts = Counter(commitment.type for commitment in commitments)
    names = ("document_id", "source", "sha256", "encoding", "language", "title", "publisher", "published", "number", "url")
    return {
        **{name: getattr(document, name) for name in names},
        "provenance": dict(sorted(document.provenance.items())),
        "issues": list(document.issues),
        "characters": len(document.text),
        "counts": dict(sorted(counts.items())),
        "blocks": [
            {
                "kind": block.kind,
                "language": block.language,
                "start": block.start,
                "end": block.end,
                "level": block.level,
                "number": block.number,
                "parents": list(block.parents),
            }
            for block in document.blocks
        ],
        **({"places": [place_row(place) for place in document.places]} if document.places else {}),
        "text": document.text,
    }


def place_row(place: Place) -> dict[str, Any]:
    """Return a `DocumentPlace`, without what its format does not have."""
    return {name: value for name in Place.__slots__ if (value := getattr(place, name)) is not None}


def failure(path: Path | str, stage: str, error: str, message: str, sha256: str | None) -> Failure:
    """Return the row of an input that could not be read; whatever its name or message holds can be written."""
    return Failure(source=printable(str(path)), stage=stage, error=error, message=printable(message), sha256=sha256)
