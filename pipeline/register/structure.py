"""Who does what with whom, and who answers to whom: the responsibility matrix of a document, and the ladder."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import Connection

from pipeline.records import Tier
from pipeline.register import rows
from pipeline.register.plan import plan

TIERS: tuple[str, ...] = get_args(Tier)
LADDER = TIERS[:-1]  # a single organisation stands on no rung
PARTS = ("leads", "cooperates", "supervises")
NAMED = 3  # bearers of a rung that stand for it
Row = dict[str, Any]


def part(concepts: list[str]) -> str:
    """Return a bearer's part in a task, told by the concepts of the record: leads, cooperates, supervises; else leads."""
    held: dict[str, set[str]] = {name: set(ids) for name, ids in plan().roles.items()}
    return next((name for name in PARTS if held.get(name, set()) & set(concepts)), "leads")


def matrix(connection: Connection, document: str) -> list[Row]:
    """Return a row for each task of a document and tier that has a part in it: who leads, cooperates, supervises.

    The records of one list item are one task, named by its longest action; a record outside a list is a task of its own.
    """
    tasks: dict[str, list[Row]] = {}
    for row in rows.only_tracked(rows.fetch(connection, rows.Filter(document=document))):
        tasks.setdefault(row["item"] or row["record_id"], []).append(row)
    lines = []
    for records in tasks.values():
        cells: dict[str, dict[str, list[str]]] = {}
        for row in records:
            role = part(rows.names(row["concepts"]))
            for bearer, tiers in zip(rows.names(row["bearers"]), rows.names(row["tiers"]), strict=False):
                for tier in tiers.split("/") if bearer else ():
                    cell = cells.setdefault(tier, {name: [] for name in PARTS})[role]
                    if bearer not in cell:
                        cell.append(bearer)
        task = max((" ".join(row["action"].split()) for row in records), key=len)
        for tier in sorted(cells, key=lambda tier: TIERS.index(tier) if tier in TIERS else len(TIERS)):
            lines.append(
                {
                    "item": records[0]["item"],
                    "task": task,
                    "tier": tier or None,
                    **cells[tier],
                    "records": [r["record_id"] for r in records],
                }
            )
    return lines


def ladder(connection: Connection, document: str | None = None) -> list[Row]:
    """Return who answers to whom: by the recipient that a commitment names, else to the next higher tier that its document names.

    A row for each bearer and whom it answers to, with the number of commitments; the highest tiers come first.
    """
    found = list(rows.fetch(connection, rows.Filter(document=document)))
    rungs = _rungs(found)
    edges: dict[tuple[str, str, str, str], int] = {}
    for row in found:
        for bearer, tier in zip(rows.names(row["bearers"]), rows.names(row["tiers"]), strict=False):
            if not bearer:
                continue
            if row["recipient"]:
                key = (bearer, tier, " ".join(row["recipient"].split()), "recipient")
            else:
                above = _above(tier, rungs.get(row["document_id"], {}))
                if above is None:
                    continue
                key = (bearer, tier, above, "tier")
            edges[key] = edges.get(key, 0) + 1
    ordered = sorted(edges.items(), key=lambda edge: (_height(edge[0][1]), edge[0][3], -edge[1], edge[0]))
    return [{"bearer": b, "tier": t or None, "answers_to": to, "told_by": by, "commitments": n} for (b, t, to, by), n in ordered]


def _rungs(found: list[Row]) -> dict[str, dict[str, list[str]]]:
    """Return the bearers on each rung of the ladder, by document."""
    rungs: dict[str, dict[str, list[str]]] = {}
    for row in found:
        for bearer, tier in zip(rows.names(row["bearers"]), rows.names(row["tiers"]), strict=False):
            if bearer and tier in LADDER:
                on_rung = rungs.setdefault(row["document_id"], {}).setdefault(tier, [])
                if bearer not in on_rung:
                    on_rung.append(bearer)
    return rungs


def _above(tier: str, rungs: dict[str, list[str]]) -> str | None:
    if tier not in LADDER:
        return None
    higher = next((name for name in reversed(LADDER[: LADDER.index(tier)]) if name in rungs), None)
    if higher is None:
        return None
    more = ", …" if len(rungs[higher]) > NAMED else ""
    return f"{higher} ({', '.join(rungs[higher][:NAMED])}{more})"


def _height(tier: str) -> int:
    return TIERS.index(tier) if tier in TIERS else len(TIERS)
