"""The run that is exported: its documents in order, each with its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Label = Mapping[str, str]  # of a value: what it is called in en, vi and zh


@dataclass(frozen=True)
class Run:
    """Rows of a run: `records` and `documents` give those of `commitments.jsonl` and `documents.jsonl` anew at each call.

    `genre_of` names a document's genre; `notions` gives what each notion is called in each language, `version` the program's.
    """

    records: Callable[[], Iterable[Row]]
    documents: Callable[[], Iterable[Row]]
    genre_of: Callable[[Row], str]
    notions: Mapping[str, Label]
    version: str

    def pairs(self) -> Iterator[tuple[Row, list[Row]]]:
        """Yield each document with its records in order of place."""
        told: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for record in self.records():
            told[record["document"]["document_id"], record["document"]["source"]].append(record)
        for document in self.documents():
            yield document, told.get((document["document_id"], document["source"]), [])


def languages_of(document: Row, records: Iterable[Row]) -> list[str]:
    """Return the languages that a document is read in: its own, and those of its records."""
    return sorted({code for code in (document["language"], *(record["language"] for record in records)) if code})


def slots(record: Row) -> Iterator[tuple[str, Row]]:
    """Yield every quote of a record with the name of what it is, the clause left out."""
    for name in ("modal", "action", "recipient", "condition"):
        if record[name]:
            yield name, record[name]
    for label, name in (("actor", "actors"), ("deadline", "deadlines"), ("basis", "basis"), ("target", "targets")):
        for quote in record[name]:
            yield label, quote
