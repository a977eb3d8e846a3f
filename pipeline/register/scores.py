"""The scoreboard: of how many commitments how many were met — "16/25"."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from pipeline.register import rows
from pipeline.register.days import parse_day
from pipeline.register.due import NOBODY
from pipeline.register.plan import plan

By = Literal["bearer", "tier", "document", "concept"]
BYS: tuple[By, ...] = ("bearer", "tier", "document", "concept")
Verdict = Literal["met", "late", "not_met", "open"]
VERDICTS: tuple[Verdict, ...] = ("met", "late", "not_met", "open")
COLUMNS = (
    *(rows.C.record_id, rows.C.bearers, rows.C.tiers, rows.C.concepts, rows.C.document_id, rows.C.type, rows.C.reported, rows.C.first_seen),
    *(
        rows.STATUS,
        rows.DUE,
        rows.T.done_on,
        rows.T.grade,
        rows.T.due.label("agreed"),
        rows.D.title,
        rows.D.number,
        rows.D.source,
        rows.D.published,
    ),
)


def verdict(row: rows.Row, rules: list[rows.Recurrence], on: date) -> Verdict:
    """Return how a commitment stands on a day: a grade decides; else what was done in time is met, and what is past its day late.

    What was dropped is not met. A recurring duty is late while its last occurrence is missed.
    """
    grade = plan().grades.get(row["grade"] or "")
    if grade == "not_met" or (not grade and row["status"] == "dropped"):
        return "not_met"
    due, done = parse_day(row["due"]), parse_day(row["done_on"])
    if row["status"] == "done" or grade:
        return "late" if not grade and due and done and done > due else "met"
    if row["status"] == "late" or (due and due < on):
        return "late"
    if rules and not row["agreed"]:
        for rule in rules:
            near = rule.around(row, on)
            if near.last and (done is None or (near.earlier is not None and done <= near.earlier)):
                return "late"
    return "open"


def scoreboard(connection: Connection, by: By, on: date, document: str | None = None) -> list[rows.Row]:
    """Return a row for each bearer, tier, document or concept: how many were met, late, not met, are open, and the score, in words.

    Active prescribed duties, assignments and pledges count; one with two bearers counts for each.
    """
    recurring = rows.rules(connection)
    counted: dict[str, Counter[Verdict]] = {}
    selected = rows.query(rows.Filter(document=document), *COLUMNS).where(rows.C.type.in_(rows.TRACKED), rows.C.reported.is_(False))
    for found in connection.execute(selected).mappings():
        row = dict(found)
        stands = verdict(row, recurring.get(row["record_id"], []), on)
        for group in _groups(row, by):
            counted.setdefault(group, Counter())[stands] += 1
    lines = []
    for group, counts in sorted(counted.items(), key=lambda item: (-item[1].total(), item[0])):
        score: rows.Row = {"score": f"{counts['met']}/{counts.total()}"}
        lines.append({by: group} | {name: counts[name] for name in VERDICTS} | {"total": counts.total()} | score)
    return lines


def _groups(row: rows.Row, by: By) -> list[str]:
    if by == "document":
        return [" · ".join(dict.fromkeys(part for part in (row["number"], row["title"]) if part)) or row["source"]]
    if by == "bearer":
        return [name or NOBODY for name in dict.fromkeys(rows.names(row["bearers"]))]
    if by == "tier":
        return [name or "(no tier)" for name in dict.fromkeys(t for line in rows.names(row["tiers"]) for t in line.split("/"))]
    return [name or "(no concept)" for name in rows.names(row["concepts"])]
