"""Extraction: an annotated document to responsibility clauses (who must do what, by when), by rules, the learned tagger, or both."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extract.carried import carried, onward
from pipeline.extract.entrusted import entrusted
from pipeline.extract.labelled import Labels, labelled
from pipeline.extract.mentions import mentioned
from pipeline.extract.plain import plain
from pipeline.extract.posts import assigned
from pipeline.extract.reach import reached
from pipeline.extract.reader import read
from pipeline.extract.recalled import recalled
from pipeline.extract.settle import settle
from pipeline.extract.since import with_starts
from pipeline.extract.unread import unread
from pipeline.records import Annotated, Clause
from pipeline.settings import Settings

__all__ = ["by_rules", "by_tagger", "clauses", "finished"]


def by_rules(annotated: Annotated) -> tuple[list[Clause], Labels]:
    """Return the clauses that the rules read in a document, sorted as by `clauses`, and what its labels, columns and lists tell."""
    found = labelled(annotated.document)
    return _sorted(settle(reached(read(annotated, found), annotated.document), found)), found


def by_tagger(learned: Iterable[Clause], labels: Labels) -> list[Clause]:
    """Return the tagger's clauses with the bearers and times that reach them and what labels, columns and lists tell of them."""
    return settle(reached(onward(learned, labels.document), labels.document), labels)


def finished(found: list[Clause], annotated: Annotated, labels: Labels) -> list[Clause]:
    """Return clauses as they are given, sorted: with posts of lists, unread rows of tables and items, bearers as the parties they are."""
    document = annotated.document
    said = list(plain(annotated, labels, found))
    found = onward([*found, *said], document) if said else found
    done = entrusted([*carried(found, document), *unread(annotated, labels, found)], document)
    return _sorted([*with_starts(recalled(mentioned(done, document), document), document), *assigned(document, labels.posts)])


def clauses(annotated: Annotated, settings: Settings) -> list[Clause]:
    """Return the responsibility clauses of a document, sorted by the offset of their action.

    `settings.extractor` says who reads: `rules`, `model` (the learned tagger, which sees what the rules read), or `auto`, which
    lets the rules explain and complete what it found and leaves out what is hardly ever right.
    """
    document = annotated.document
    ruled, labels = by_rules(annotated)
    if settings.extractor == "rules":
        return finished(ruled, annotated, labels)
    from pipeline.model.tagger import Tagger  # heavy; a run by rules never loads it

    learned = by_tagger(Tagger.load().clauses(document, ruled), labels)
    if settings.language:
        learned = [clause for clause in learned if clause.language == settings.language]
    if settings.extractor == "model":
        return _sorted(with_starts(mentioned(learned, document), document))
    from pipeline.extract.blend import blend, weights

    return finished(blend(entrusted(ruled, document), learned, weights()), annotated, labels)


def _sorted(found: list[Clause]) -> list[Clause]:
    return sorted(found, key=lambda clause: (clause.action.start, clause.action.end, clause.type))
