"""Bearers of a sentence that opens with its act, or with the word that forbids it: whoever bears the sentence before it (`Các thôn phải
khơi mương. Không đổ rác xuống kênh.`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.grammar import grammar
from pipeline.records import Clause, Document

OWED = ("duty", "prohibition", "assignment")


def carried(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place; those without a bearer in such a sentence have the bearers of the one before it in their
    paragraph."""
    done: list[Clause] = []
    held: tuple[int, int] | None = None  # the last sentence that has its bearers from the one before it
    for clause in sorted(clauses, key=lambda clause: (clause.action.start, clause.action.end)):
        before, place = done[-1] if done else None, (clause.sentence.start, clause.sentence.end)
        if before is not None and not clause.actors and clause.type in OWED and (held == place or _goes_on(clause, before, document)):
            clause, held = replace(clause, actors=tuple(replace(one, source="context") for one in before.actors)), place
        done.append(clause)
    return done


def _goes_on(clause: Clause, before: Clause, document: Document) -> bool:
    """Tell whether a clause opens the sentence right behind that of another one, with no word by which nobody in particular is meant."""
    between = document.text[before.sentence.end : clause.sentence.start]
    if before.type not in OWED or before.block != clause.block or before.sentence.end > clause.sentence.start or between.strip():
        return False
    opening = " ".join(document.text[clause.sentence.start : clause.action.start].split())
    return grammar(clause.language).words.context.unnamed.fullmatch(opening) is not None
