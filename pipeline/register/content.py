"""A record of `commitments.jsonl` as rows of the register, and what of it matters to those who track it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.records import DocumentReference

BOUNDS = ("deadline", "period")  # the roles of a time by which something must be done
MATTER = ("type", "status", "who", "action", "due", "recipient", "condition")


@dataclass(frozen=True, slots=True)
class Rows:
    """A record's row of `commitments` (without its state and times), of `contents`, and its rows of `deadlines`."""

    commitment: dict[str, Any]
    content: dict[str, Any]
    deadlines: list[dict[str, Any]]


def storable(value: str | None) -> str | None:
    """Return the text as a database can hold it: no lone surrogates (shown by their codes), no NUL."""
    if value is None:
        return None
    return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\ufffd")


def encoded(record: dict[str, Any]) -> str:
    """Return the record without its document as JSON; equal records give equal letters."""
    content = {name: value for name, value in record.items() if name != "document"}
    line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return line.encode("utf-8", "backslashreplace").decode("utf-8")  # the escape of a surrogate is its JSON escape as well


def digest(content: str) -> str:
    """Return the hash that two records of the same content share."""
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def document_row(reference: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of `documents` that say what a document is."""
    row = {name: storable(reference.get(name)) for name in DocumentReference.model_fields}
    return row | {"published": day_or_none(row["published"])}


def rows(record: dict[str, Any], content: str, read: str | None = None) -> Rows:
    """Return the rows of a record; `content` is what `encoded` made of it, `read` of what was read where people corrected that."""
    bounds = [d for d in record["deadlines"] if d.get("role", "deadline") in BOUNDS and (d["due"] or d["rrule"])]
    dues = [day for d in bounds if (day := day_or_none(d["due"]))]
    commitment = {
        "record_id": record["record_id"],
        "document_id": record["document"]["document_id"],
        "language": record["language"],
        "type": record["type"],
        "reported": record["status"] == "reported",
        "action": storable(record["action"]["quote"]),
        "bearers": lines(actor["name"] for actor in record["actors"]),
        "tiers": lines("/".join(actor.get("tiers") or [actor["tier"] or ""]) for actor in record["actors"]),
        "concepts": lines(record["concepts"]),
        "item": storable(record["item"]),
        "recipient": storable(record["recipient"] and record["recipient"]["quote"]),
        "due": min(dues) if dues else None,
        "place": record["action"]["start"],
        "digest": digest(read or content),
    }
    deadlines = [
        {
            "record_id": record["record_id"],
            "position": i,
            "due": day_or_none(bound["due"]),
            "due_latest": day_or_none(bound.get("due_latest")),
            "rrule": None if bound["due"] else storable(bound["rrule"]),
            "dtstart": None if bound["due"] else day_or_none(bound.get("dtstart")),
        }
        for i, bound in enumerate(bounds)
    ]
    return Rows(commitment, {"record_id": record["record_id"], "content": content}, deadlines)


def day_or_none(value: str | None) -> str | None:
    """Return an ISO date as it is compared, or None where the value is no day."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def lines(values: Any) -> str:
    """Return values one a line, each on a single line."""
    return "\n".join(" ".join((storable(value) or "").split()) for value in values)


def difference(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of two records' content that differ, before and after; where only places moved, `offsets` stands for them."""
    names = [name for name in sorted({*old, *new}) if name != "record_id" and _placeless(old.get(name)) != _placeless(new.get(name))]
    if not names:
        return {"offsets": "as read before"}, {"offsets": "moved"}
    return {name: old.get(name) for name in names}, {name: new.get(name) for name in names}


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _placeless(part) for name, part in value.items() if name not in ("start", "end")}
    return [_placeless(part) for part in value] if isinstance(value, list) else value


def matters(record: dict[str, Any]) -> dict[str, str]:
    """Return in plain words what people track of a record's content: who, what, by when, to whom."""
    times = [d["rrule"] or d["due"] or d["quote"] for d in record["deadlines"] if d.get("role", "deadline") in BOUNDS]
    return {
        "type": record["type"],
        "status": record["status"],
        "who": "; ".join(actor["name"] for actor in record["actors"]),
        "action": " ".join(record["action"]["quote"].split()),
        "due": "; ".join(times),
        "recipient": record["recipient"]["quote"] if record["recipient"] else "",
        "condition": record["condition"]["quote"] if record["condition"] else "",
    }


def told(old: dict[str, Any], new: dict[str, Any]) -> str | None:
    """Return what changed between two records in a line that a reader understands, or None where nothing that matters did."""
    before, after = matters(old), matters(new)
    changed = [f"{name}: {before[name] or '–'} → {after[name] or '–'}" for name in MATTER if before[name] != after[name]]
    return storable("; ".join(changed)) or None
