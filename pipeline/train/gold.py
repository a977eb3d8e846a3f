"""Gold documents read as any input is read, for training and for what is held out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline import annotate, extract, ingest
from pipeline.extract.labelled import Labels
from pipeline.model.examples import Example, Source, example
from pipeline.model.page import lay_out
from pipeline.model.pieces import Pieces
from pipeline.records import Annotated, Clause
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


@dataclass(frozen=True, slots=True)
class Read:
    """A gold document as an example, its sentences, what the rules read in it, and what its labels tell."""

    example: Example
    annotated: Annotated
    ruled: list[Clause]
    labels: Labels


def read(sources: list[Source], pieces: Pieces) -> list[Read]:
    """Return gold documents, read as any input is read."""
    result = []
    for source in sources:
        annotated = annotate.annotate(ingest.read(source.text), RULES)
        ruled, labels = extract.by_rules(annotated)
        # Hundreds of documents are held at once: their words are no longer needed.
        bare = replace(annotated, docs={})
        result.append(Read(example(source, lay_out(annotated.document, pieces, ruled)), bare, ruled, labels))
    return result
