"""The party named right before an act or its cue, at the head of its piece of the sentence, where the reader linked another or none:
`支部要及时走访，｜组织部每年给予补助`."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.bearers import ends_as_bearer, no_subject, split_bearers
from pipeline.extract.grammar import Context, grammar
from pipeline.extract.row import Row
from pipeline.extract.state import Units
from pipeline.extract.units import stretch
from pipeline.records import Bearer, Clause, Document

OWED = ("duty", "assignment", "prohibition")
LONGEST = 60  # letters of a subject


def with_subject(clause: Clause, document: Document, words: Context) -> Clause:
    """Return an act that is owed with such a party for its bearer, where the head noun stands last; a thing is none."""
    text, low, cut = document.text, clause.sentence.start, clause.action.start
    if clause.type not in OWED or not grammar(clause.language).head_last or clause.action.quote.startswith(words.exceeding):
        return clause
    if clause.modal is not None and low <= clause.modal.start < cut and not words.parts.search(text, clause.modal.end, cut):
        cut = clause.modal.start
    for time in sorted(clause.deadlines, key=lambda time: -time.start):
        cut = time.start if low < time.start and time.end <= cut and not text[time.end : cut].strip() else cut
    begin = max(low, cut - LONGEST)
    found = words.subject.search(text, begin, cut)
    if found is None or any(bearer.start < cut and found.start("who") < bearer.end for bearer in clause.actors):
        return clause
    named = stretch(text, *found.span("who"), grammar(clause.language), _parties)
    return replace(clause, actors=tuple(Bearer(text[a:b], a, b, "clause") for a, b in named)) if named else clause


def _parties(row: Row) -> list[Units]:
    """Return the parties of a row that names them and says nothing else."""
    start, end = row.first, len(row.forms)
    if not ends_as_bearer(row, start, end) or no_subject(row, start, end) or row.grammar.words.context.things.search(row.word(start, end)):
        return []
    inside = (row.hits[k] for k in range(start + 1, end) if k in row.hits and not row.depth[k])
    return (
        []
        if any("object_coverb" in hit.labels and row.grammar.particle not in row.forms[hit.end :] for hit in inside)
        else split_bearers(row, start, end)
    )
