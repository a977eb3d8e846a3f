"""A record as the page holds it, a tenth of what it is in `commitments.jsonl`, and the rungs of the ladder it stands on."""

from __future__ import annotations

from typing import Any, get_args

from pipeline.records import Tier
from pipeline.report.excerpts import Mark, Row

NOBODY, UNKNOWN = "nobody", "unknown"  # a record without a bearer, a bearer whose rung the text does not tell
RUNGS = (*get_args(Tier), UNKNOWN, NOBODY)


def rungs(record: Row) -> set[str]:
    """Return the rungs of the ladder that a record's bearers stand on, `nobody` where it names no bearer."""
    return {tier for actor in record["actors"] for tier in actor.get("tiers") or [actor["tier"] or UNKNOWN]} or {NOBODY}


def entry(record: Row, document: int, marks: list[Mark]) -> dict[str, Any]:
    """Return a record as the page's script reads it; `document` is its number there, `marks` the places of its quotes in passages."""
    return {
        "id": record["record_id"],
        "language": record["language"],
        "type": record["type"],
        "status": record["status"],
        "tiers": sorted(rungs(record), key=RUNGS.index),
        "actors": [
            [a["name"], a["organ"], "/".join(a.get("tiers") or [a["tier"] or ""]), a["from"], int(a["individual"])]
            for a in record["actors"]
        ],
        "force": (record["modal"] or {}).get("force") or "none",
        "verb": record["action"]["verb"],
        "times": [
            [d["due"], d.get("due_latest"), d["rrule"], d["precision"], d["role"], d["value"], d.get("dtstart")]
            for d in record["deadlines"]
        ],
        "concepts": record["concepts"],
        "section": record["section"],
        "item": record["item"],
        "specificity": record["specificity"],
        "confidence": record["confidence"],
        "rules": record["rules"],
        "document": document,
        "page": record.get("page"),
        "at": [record["clause"]["start"], record["clause"]["end"]],
        "marks": marks,
    }
