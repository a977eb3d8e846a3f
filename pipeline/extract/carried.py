"""Bearers of an act that goes on with the one before it: right behind a comma (`县长任组长，负责…`), or in a sentence that opens with its
act or with the word that forbids it (`Các thôn phải khơi mương. Không đổ rác xuống kênh.`); and of a list over which a person's name
stands (`1. Đồng chí Lê Thị Mai - Phó Trưởng Ban`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.grammar import grammar
from pipeline.extract.mentions import person_name
from pipeline.extract.posts import BESIDE
from pipeline.records import Bearer, Clause, Document

ANYONE = re.compile(r"(?i)^ai(?!\w)|(?<!\w)nào(?!\w)")  # Ai bận phải báo trước
OWED = ("duty", "prohibition", "assignment")


def carried(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place; such acts without a bearer have the bearers of the one before them in their paragraph, those
    of a list without any the person over it."""
    done: list[Clause] = []
    held: tuple[int, int] | None = None  # the last sentence that has its bearers from the one before it
    for clause in sorted(clauses, key=lambda clause: (clause.action.start, clause.action.end)):
        before, place = done[-1] if done else None, (clause.sentence.start, clause.sentence.end)
        if before is not None and not clause.actors and clause.type in OWED and (held == place or _goes_on(clause, before, document)):
            clause, held = replace(clause, actors=tuple(replace(one, source="context") for one in before.actors)), place
        elif not clause.actors and clause.type in OWED:
            clause = replace(clause, actors=_over(clause, document))
        done.append(clause)
    return done


def onward(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place; those without a bearer that go on with an act of their sentence have its subject."""
    done: list[Clause] = []
    for clause in sorted(clauses, key=lambda clause: (clause.action.start, clause.action.end)):
        if done and not clause.actors and clause.type in OWED and _coordinate(clause, done[-1], document):
            clause = replace(clause, actors=done[-1].actors)
        done.append(clause)
    return done


def _goes_on(clause: Clause, before: Clause, document: Document) -> bool:
    """Tell whether a clause opens the sentence right behind that of another one, with no word by which nobody in particular is meant."""
    between = document.text[before.sentence.end : clause.sentence.start]
    if (
        before.type not in OWED
        or any(ANYONE.search(one.quote) for one in before.actors)
        or before.block != clause.block
        or before.sentence.end > clause.sentence.start
        or between.strip()
    ):
        return False
    opening = " ".join(document.text[clause.sentence.start : clause.action.start].split())
    return grammar(clause.language).words.context.unnamed.match(f"{opening}|{clause.action.quote}") is not None


def _over(clause: Clause, document: Document) -> tuple[Bearer, ...]:
    """Return the person with whose name the line begins that a clause's list stands under."""
    parents, words = document.blocks[clause.block].parents, grammar(clause.language)
    if words.head_last or not parents:
        return ()
    line = document.blocks[parents[-1]]
    named = person_name(words).match(document.text, line.body, line.end)
    if named is None or not BESIDE.match(document.text, named.end(), line.end):
        return ()
    return (Bearer(named[0], *named.span(), "context"),)


def _coordinate(clause: Clause, before: Clause, document: Document) -> bool:
    """Tell whether nothing stands between a clause and the one before it in its sentence by which somebody else, or a thing, is meant."""
    start, end, words = before.action.end, clause.action.start, grammar(clause.language).words
    if before.type not in OWED or before.sentence.start != clause.sentence.start or not start <= end:
        return False
    if any(bearer.source != "clause" or bearer.start > start for bearer in before.actors):
        return False
    if clause.modal is not None and document.text.endswith(words.by, 0, min((one.start for one in before.actors), default=0)):
        return False  # 费用由市水利局征收，不得减免: the thing is the subject
    between = document.text[start:end]
    said = [(time.start, time.quote) for time in clause.deadlines]
    said += [(clause.modal.start, clause.modal.quote)] if clause.modal is not None else []
    for place, quote in said:
        between = between.replace(quote, "") if start <= place < end else between
    return words.context.onward.fullmatch(between.strip()) is not None
