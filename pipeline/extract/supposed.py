"""What must have happened before an act is owed, where it was read into the act (`发现发热学生｜立即通知家长`), for an act of its own
(`发现火情，｜立即报警`), or only in part (`响应｜启动后`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.grammar import grammar
from pipeline.records import Clause, Document, Span

OWED = ("duty", "assignment")
HANGS = (*OWED, "sanction")
ENDS = re.compile(r"[。；;！!？?]")
REACH = 40  # letters behind a condition in which the act that hangs on it begins


def supposed(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place, each with what it hangs on as its condition; what only tells that is no act."""
    done: list[Clause] = []
    held: Span | None = None  # what was taken for an act and tells when those behind it are owed
    for clause in sorted(clauses, key=lambda clause: (clause.action.start, clause.action.end)):
        if held is not None and ENDS.search(document.text, held.end, clause.action.start):
            held = None
        if clause.type in OWED and _only_when(clause, document):
            held = clause.action
            continue
        clause = _parted(clause, document)
        free = held is not None and clause.condition is None
        done.append(replace(clause, condition=held) if free else clause)
    return done


def _only_when(clause: Clause, document: Document) -> bool:
    """Tell whether a clause tells no more than what must have happened, and what is then to be done at once follows in its sentence."""
    words, end = grammar(clause.language).words.context, clause.action.end
    told = words.supposes.fullmatch(clause.action.quote)
    if told is None or told["act"]:
        return False
    return words.prompt.match(document.text, end, min(clause.sentence.end, end + REACH)) is not None


def _parted(clause: Clause, document: Document) -> Clause:
    """Return a clause without the words of its act that tell when it is owed, as its condition."""
    told = grammar(clause.language).words.context.supposes.fullmatch(clause.action.quote) if clause.type in HANGS else None
    if told is None or not told["act"]:
        return clause
    start = clause.action.start
    when, cue, act = (Span(told[part] or "", start + told.start(part), start + told.end(part)) for part in ("when", "cue", "act"))
    modal = cue if cue.quote and clause.modal is None else clause.modal
    return replace(clause, condition=clause.condition or when, modal=modal, action=act)
