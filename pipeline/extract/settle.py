"""Clauses with what brackets, labels and the columns of tables say of their tasks: who bears them, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.coordinated import coordinated
from pipeline.extract.item import asks_what_was_named
from pipeline.extract.labelled import Labelled, Labels
from pipeline.extract.led import led
from pipeline.extract.tables import TaskRow
from pipeline.extract.told import told
from pipeline.records import Clause, Span
from pipeline.timex.notation import bare_length

TOLD = 0.65  # least confidence of a clause whose bearers or time a label tells: the share that was right of 70 such clauses
EDGE = " \t\n.。;；,，、"
TABLE = "table"  # the rule that names a row's cells as what told


def settle(clauses: Iterable[Clause], found: Labels) -> list[Clause]:
    """Return the clauses with the bearers and times that labels give them, and none of those that the labels of other tasks name; what
    stands under a line that pledges or forbids it as that, and none of what stands under one by which nobody owes it.

    A party that a clause names as its subject keeps it; a label itself holds no clause, and neither does what asks no more than the work
    named before it; what its sentence tells of a clause holds (`told`).
    """
    clauses = coordinated((clause for clause in clauses if not asks_what_was_named(clause.action.quote, clause.language)), found.document)
    if not found:
        return told(clauses, found.document)
    settled = (_settled(clause, found) for clause in clauses if not _aside(clause, found))
    return told((clause for clause in settled if clause is not None), found.document)


def in_table(clause: Clause) -> bool:
    """Tell whether a clause is the task of a table's row."""
    return any(rule.endswith(f".{TABLE}") for rule in clause.rules)


def _aside(clause: Clause, found: Labels) -> bool:
    """Tell whether what was taken for a clause lies in a label's value or beside the task of its row."""
    row, start = found.rows.get(clause.block), clause.action.start
    return row.cell(start) is None if row else found.hold(start)


def _settled(clause: Clause, found: Labels) -> Clause | None:
    row = found.rows.get(clause.block)
    return led(_in_table(clause, row) if row else _in_text(clause, found), found.document, found.leads)


def _in_table(clause: Clause, row: TaskRow) -> Clause:
    """Return a clause of a task's cell, which it does not leave; a time in it may be part of its name, where a column sets one."""
    cell = row.cell(clause.action.start) or (clause.action.start, clause.action.end)
    inside = [one for one in clause.actors if cell[0] <= one.start < cell[1]]
    actors = tuple(bearer for bearer in inside if bearer.source == "clause") or row.bearers
    times = row.deadlines or tuple(time for time in clause.deadlines if cell[0] <= time.start < cell[1])
    told = f"{clause.language}.{clause.type}.{TABLE}"
    return replace(
        clause,
        action=_within(clause.action, cell),
        sentence=_within(clause.sentence, cell),
        actors=actors,
        deadlines=times,
        rules=(*clause.rules, told),
        confidence=max(clause.confidence, TOLD),
    )


def _within(span: Span, cell: tuple[int, int]) -> Span:
    """Return the part of a span that lies in a cell."""
    start, end = max(span.start, cell[0]), min(span.end, cell[1])
    if (start, end) == (span.start, span.end):
        return span
    quote = span.quote[start - span.start : end - span.start].rstrip(EDGE)
    return Span(quote, start, start + len(quote))


def _in_text(clause: Clause, found: Labels) -> Clause:
    own = found.about(clause.action.start) if clause.status == "prescribed" else []  # what has been done has no term
    action = _before(clause.action, found.after(clause.action.start))
    units = tuple(bearer for one in own for bearer in one.bearers)
    bounds = tuple(time for one in own for time in one.deadlines)
    # what does the act is no part of its words: Tổ chức hội thi
    actors = tuple(one for one in clause.actors if not found.hold(one.start) and not one.start <= action.start < one.end)
    times = [time for time in clause.deadlines if not found.hold(time.start)]
    sure = clause.confidence
    if units and clause.type != "sanction" and not any(bearer.source == "clause" for bearer in actors):
        actors, sure = units, max(sure, TOLD)
    if bounds:  # a length inside the act or beside it (由12个工作日｜压缩至3个工作日) is no time for it
        times = [time for time in times if not action.start <= time.start <= action.end and not bare_length(time)]
        sure = max(sure, TOLD)
    if not actors and clause.type in ("duty", "assignment", "prohibition"):
        actors = found.charged(clause.action.start, clause.type == "prohibition")
    return replace(clause, action=action, actors=actors, deadlines=tuple(times) or bounds, confidence=sure)


def _before(action: Span, bracket: Labelled | None) -> Span:
    """Return an action without the bracket of units in which it ends."""
    if bracket is None or not bracket.start < action.end <= bracket.end + 1:
        return action
    quote = action.quote[: bracket.start - action.start].rstrip()
    return Span(quote, action.start, action.start + len(quote))
