"""What became of a commitment, and what changed between two versions of a document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, or_, select

from pipeline.register import content, rows
from pipeline.register.likeness import Brief, pairs
from pipeline.register.tables import contents, events, links
from pipeline.register.tracking import shown
from pipeline.register.verdicts import VERDICTS, WITHDRAWN

Row = dict[str, Any]


def lineage(connection: Connection, record_id: str) -> list[str]:
    """Return the ids of a commitment through all versions of its document, whichever of them was asked for."""
    found, waiting = [], [record_id]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.append(at)
            near = connection.execute(select(links.c.old, links.c.new).where(or_(links.c.old == at, links.c.new == at)))
            waiting += [key for pair in near for key in pair]
    return found


def history(connection: Connection, record_id: str) -> Iterator[Row]:
    """Yield everything that happened to a commitment and to those whose place it took or that took its place, the oldest first."""
    e = events.c
    found = select(events).where(e.record_id.in_(lineage(connection, record_id))).order_by(e.id)
    for row in connection.execute(found).mappings():
        before, after = _values(row["before"]), _values(row["after"])
        yield {
            "event": row["id"],
            "at": row["at"],
            "who": row["who"],
            "kind": row["kind"],
            "record_id": row["record_id"],
            "what": _told(row["kind"], before, after),
            "why": row["why"],
            "before": before,
            "after": after,
        }


def difference(connection: Connection, old: str, new: str) -> Iterator[Row]:
    """Yield the commitments of two versions of a document that were added, changed or dropped, in the order of the newer text."""
    before, after = _contents(connection, old), _contents(connection, new)
    matched = {pair.new: pair for pair in pairs(_briefs(before), _briefs(after))}
    for record_id, record in after.items():
        pair = matched.get(record_id)
        if pair is None:
            yield _line("added", None, record_id, record, None)
        elif told := content.told(before[pair.old], record):
            yield _line("changed", pair.old, record_id, record, told)
    kept = {pair.old for pair in matched.values()}
    for record_id, record in before.items():
        if record_id not in kept:
            yield _line("dropped", record_id, None, record, None)


def _line(kind: str, old: str | None, new: str | None, record: Row, told: str | None) -> Row:
    told_of = content.matters(record)
    who, action, due = (content.storable(told_of[name]) for name in ("who", "action", "due"))
    return {"change": kind, "old": old, "new": new, "bearers": who, "action": action, "due": due, "difference": told}


def _contents(connection: Connection, document: str) -> dict[str, Row]:
    """Return the records of a document as it was last read whole, by id, in the order of the text.

    In an amended document those left behind by the amendment count too; elsewhere a vanished record is none of its own.
    """
    c = rows.C
    state = connection.execute(select(rows.D.state).where(rows.D.document_id == document)).scalar_one()
    found = select(c.record_id, contents.c.content).join(contents, contents.c.record_id == c.record_id)
    found = found.where(c.document_id == document).order_by(c.place, c.record_id)
    if state == "active":
        found = found.where(c.state == "active")
    return {record_id: json.loads(text) for record_id, text in connection.execute(found)}


def _briefs(records: dict[str, Row]) -> list[Brief]:
    return [
        Brief.of(
            record_id,
            record["action"]["quote"],
            "\n".join(a["name"] for a in record["actors"]),
            record["item"],
            content.matters(record)["due"],
        )
        for record_id, record in records.items()
    ]


def _values(text: str | None) -> Row:
    return json.loads(text) if text else {}


def _told(kind: str, before: Row, after: Row) -> str | None:
    """Return an event in a line: the entries before and after for what people set, the wording for what a text changed."""
    if kind in (*VERDICTS, WITHDRAWN):
        return judged(before, after)
    if kind == "changed":
        return ", ".join(sorted(after)) or None
    if kind == "supersedes":
        return "; ".join(filter(None, (f"takes the place of {before.get('record')}", after.get("difference"))))
    if kind == "superseded":
        return f"its place is taken by {after.get('by')}"
    changed = [
        f"{name}: {_short(name, before.get(name))} → {_short(name, value)}" for name, value in after.items() if before.get(name) != value
    ]
    return "; ".join(changed) or None


def judged(before: Row, after: Row) -> str | None:
    """Return what a verdict changed in a line: type, bearers, action, due days before and after."""
    old, new = (_plain(values) for values in (before, after))
    return "; ".join(f"{name}: {old.get(name) or '–'} → {new.get(name) or '–'}" for name in new if old.get(name) != new[name]) or None


def _plain(values: Row) -> Row:
    plain: Row = {name: values[name] for name in ("type", "status") if name in values}
    if "actors" in values:
        plain["who"] = "; ".join(actor["name"] for actor in values["actors"])
    if "action" in values:
        plain["action"] = " ".join(values["action"]["quote"].split())
    if "deadlines" in values:
        plain["due"] = "; ".join(bound["rrule"] or bound["due"] or bound["quote"] for bound in values["deadlines"])
    return plain


def _short(field: str, value: Any) -> str:
    text = " ".join(shown(field, value).split()) or "–"
    return text if len(text) <= 80 else text[:79] + "…"
