"""The time that a comma parts from the chain of acts behind it (`2024年底前，建成水厂，改造管网`): it holds for each of them as far as
nothing new begins. One that stands right before the first act may be that act's alone, as its reader decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.grammar import Grammar, grammar
from pipeline.records import Clause, Document, Timex
from pipeline.timex.notation import bare_length

LEADING = ("，", ",", "：", ":")  # behind a time that heads what follows
OWED = ("duty", "assignment", "pledge")


def chained(clauses: Sequence[Clause], document: Document) -> list[Clause]:
    """Return the clauses; one without a time that goes on with the act right before it has the time that stands before that."""
    done: list[Clause] = []
    for clause in clauses:
        words = grammar(clause.language)
        if done and words.head_last and not clause.deadlines and _goes_on(clause, done[-1], document, words):
            clause = replace(clause, deadlines=tuple(time for time in done[-1].deadlines if _leads(time, done[-1], document.text)))
        done.append(clause)
    return done


def _goes_on(clause: Clause, before: Clause, document: Document, words: Grammar) -> bool:
    """Tell whether nothing stands between two acts of one bearer by which somebody else, a case or another day is meant."""
    if not (clause.type in OWED and before.type in OWED and clause.status == before.status == "prescribed"):
        return False
    one_sentence = clause.sentence.start == before.sentence.start and clause.condition == before.condition
    if not one_sentence or [one.start for one in clause.actors] != [one.start for one in before.actors]:
        return False
    context = words.words.context
    between = document.text[before.action.end : clause.action.start].strip()
    return context.chain.fullmatch(between) is not None and not clause.action.quote.startswith(context.at_once)


def _leads(time: Timex, clause: Clause, text: str) -> bool:
    """Tell whether a time stands before an act, behind a mark of its own."""
    return time.end <= clause.action.start and text[time.end : clause.action.start].lstrip()[:1] in LEADING and not bare_length(time)
