"""What the next review looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection

from pipeline.register import rows
from pipeline.register.days import parse_day
from pipeline.register.due import CLOSED
from pipeline.register.plan import Sitting, next_sitting, plan

C, T, D = rows.C, rows.T, rows.D
COLUMNS = (
    *(C.record_id, C.document_id, C.bearers, C.action, C.first_seen, rows.STATUS, rows.DUE, rows.RECIPIENT),
    *(T.progress, T.owner, T.grade, T.attention, D.number, D.title, D.published),
)
UNDER_WAY = ("in_progress", "late", "disputed")


def agenda(connection: Connection, on: date, document: str | None = None) -> Iterator[rows.Row]:
    """Yield the commitments that the next review on or after a day looks at, each with the reason, cycle by cycle.

    An evaluation looks at every commitment, done or not; another review at what is overdue, due or recurring in its time, under way, or
    changed by an amended text since people last wrote about it.
    """
    sittings: dict[str, Sitting] = {}
    recurring = rows.rules(connection)
    found = []
    wanted = rows.query(rows.Filter(document=document), *COLUMNS).where(rows.C.type.in_(rows.TRACKED), rows.C.reported.is_(False))
    for row in rows.dicts(connection.execute(wanted.order_by(*rows.ORDERS["text"]))):
        cycle = plan().cycle(row)
        if cycle is None:
            continue
        if cycle not in sittings:
            sittings[cycle] = next_sitting(cycle, on)
        sitting = sittings[cycle]
        due, why = _reason(row, recurring.get(row["record_id"], []), sitting)
        if why:
            found.append((sitting, row, due, why))
    for sitting, row, due, why in sorted(found, key=lambda item: (item[0].closed, item[0].cycle)):  # stable: then by document and place
        yield {
            "review": sitting.review.name,
            "closes": sitting.closed.isoformat(),
            "cycle": sitting.cycle,
            "record_id": row["record_id"],
            "why": why,
            "status": row["status"],
            "progress": row["progress"],
            "due": due.isoformat() if due else None,
            "owner": row["owner"],
            "bearers": row["bearers"].split("\n") if row["bearers"] else [],
            "recipient": row["recipient"],
            "action": row["action"],
            "grade": row["grade"],
            "document": row["document_id"],
        }


def _reason(row: rows.Row, rules: list[rows.Recurrence], sitting: Sitting) -> tuple[date | None, str | None]:
    """Return the day by which a commitment is looked at, and why; no reason where the review passes it over."""
    due = parse_day(row["due"])
    evaluated = "evaluation" if sitting.review.evaluation else None
    if row["attention"]:
        return due, f"changed: {row['attention']}"
    if row["status"] in CLOSED and not rules:
        return due, evaluated
    if due is not None:
        if due <= sitting.opened:
            return due, "overdue"
        return due, "due" if due <= sitting.closed else "under way" if row["status"] in UNDER_WAY else evaluated
    if row["status"] != "dropped":
        days = [rule.around(row, sitting.opened + timedelta(days=1)).next for rule in rules]
        near = min((day for day in days if day and day <= sitting.closed), default=None)
        if near:
            return near, "recurring"
    return None, "under way" if row["status"] in UNDER_WAY else evaluated
