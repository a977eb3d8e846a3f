"""The path of one document through all stages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pipeline.records import Clause, Commitment, Document
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Processed:
    """A document as read, its commitments in the order of their actions, and the clauses they were made from."""

    document: Document
    commitments: tuple[Commitment, ...]
    clauses: tuple[Clause, ...] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier run found and still holds: the document, and its clauses unless a word that finds them has changed."""

    document: Document
    clauses: tuple[Clause, ...] | None = None


class Clock:
    """The stage a document is in, and the seconds spent in each."""

    def __init__(self) -> None:
        self.stage = "ingest"
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the time of the block under `stage`."""
        self.stage, start = stage, perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


def process(path: Path, settings: Settings, clock: Clock | None = None, source: str | None = None, kept: Kept | None = None) -> Processed:
    """Read one file and return its commitments; the first stage that fails raises.

    `source` is the name it goes by where that is not its path; `kept` spares the stages whose results it holds. Spans are tagged
    when first asked for, so that the time of tagging counts under `resolve`.
    """
    from pipeline import annotate, extract, resolve, unwrap  # not before there is a document: a run that finds all kept needs none

    clock = clock or Clock()
    document = read(path, settings, clock, source, kept).document
    with clock("annotate"):
        annotated = annotate.annotate(document, settings)
    with clock("extract"):
        clauses = kept.clauses if kept else None
        if clauses is None:
            flat = unwrap.unwrap(document)
            whole = annotate.annotate(flat.document, settings) if flat.view else annotated
            clauses = tuple(unwrap.restored(clause, flat) for clause in extract.clauses(whole, settings))
    with clock("resolve"):
        commitments = [resolve.commitment(clause, annotated, settings) for clause in clauses]
    with clock("check"):
        found = [c for c in commitments if c.confidence >= settings.min_confidence and settings.language in (None, c.language)]
        for commitment in found:
            check(commitment, document.text)
    return Processed(document, tuple(sorted(found, key=lambda c: (c.action.start, c.action.end, c.record_id))), clauses)


def read(path: Path, settings: Settings, clock: Clock, source: str | None = None, kept: Kept | None = None) -> Processed:
    """Read one file, or take what is `kept` of it, and seek no commitments in it."""
    from pipeline import ingest

    with clock("ingest"):
        document = kept.document if kept else ingest.read(path, settings, source)
        if settings.strict and document.issues:
            raise ValueError("; ".join(document.issues) + " (with --strict a warning is a failure)")
    return Processed(document, ())


def check(commitment: Commitment, text: str) -> None:
    """Raise ValueError unless every quote of the record is found, to the letter, where the record says."""
    record = commitment
    optional = (record.modal, record.recipient, record.condition)
    for quote in (record.action, record.clause, *record.actors, *record.deadlines, *record.basis, *record.targets, *optional):
        if quote is not None and text[quote.start : quote.end] != quote.quote:
            raise ValueError(f"record {record.record_id}: {quote.quote[:60]!r} does not stand at {quote.start}–{quote.end}")
