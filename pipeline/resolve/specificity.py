"""How checkable a promise is: 0 an exhortation to everybody, 4 a named bearer, a time, a figure and somebody to answer to.

One point each for: a named bearer (no whole class such as 各级, các cấp); a due date or recurrence; a measurable target; somebody the
bearer answers to (`recipient`) or a consequence (a sanction is one by its type).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.records import Deadline, RecordType, Target


def specificity(named: bool, deadlines: Sequence[Deadline], targets: Sequence[Target], recipient: bool, kind: RecordType) -> int:
    """Return the number of the four marks of a checkable promise that a record bears; `recipient` tells whether it names one."""
    dated = any(d.due or d.due_latest or d.rrule for d in deadlines)
    return sum((named, dated, bool(targets), recipient or kind == "sanction"))
