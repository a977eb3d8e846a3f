"""The register as a table to edit in a spreadsheet, and back.

A row carries `version`, the last entry it was written from. On the way back a cell counts as edited only where it differs from what was
written then: what others entered meanwhile stays, and a cell that two people edited is refused, not decided by who came last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from pipeline.files import replacing
from pipeline.register import rows, sheets
from pipeline.register.days import Order, order_of, read_day
from pipeline.register.errors import RegisterError
from pipeline.register.journal import Journal, author
from pipeline.register.plan import plan
from pipeline.register.store import Register
from pipeline.register.tables import commitments, events
from pipeline.register.tracking import DAYS, FIELDS, STATUSES, UNTOUCHED, EntryError, entered, parse, shown, successor, write

CONTEXT = ("type", "bearers", "action", "read_due", "rrule", "read_recipient", "item", "title", "number", "source")
COLUMNS = ("record_id", *FIELDS, *CONTEXT, "version")
Row = dict[str, Any]


@dataclass(slots=True)
class Report:
    """What an import changed (record and fields) and refused (row, record, reason); `same` rows held nothing new."""

    changed: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    same: int = 0


def export(connection: Connection, path: Path, wanted: rows.Filter) -> int:
    """Write the wanted commitments as a table, CSV or XLSX by the name's ending, and return how many."""
    lines = list(table(connection, wanted))
    choices = {"status": STATUSES, "grade": tuple(plan().grades)}
    sheets.ending(path)
    with replacing(path) as partial:
        sheets.write(partial, lines, COLUMNS, choices)
    return len(lines)


def table(connection: Connection, wanted: rows.Filter) -> Iterator[Row]:
    """Yield the rows of the table: what people entered, then what was read."""
    recurring = rows.rules(connection)
    for row in rows.fetch(connection, wanted):
        key = row["record_id"]
        yield {
            **{name: row[name] for name in FIELDS},
            "record_id": key,
            "due": row["agreed_due"],
            "recipient": row["named_recipient"],
            "evidence": [piece["place"] for piece in json.loads(row["evidence"] or "[]")],
            **{name: row[name] for name in ("type", "action", "item", "title", "number", "source")},
            "bearers": rows.names(row["bearers"]),
            "read_due": row["read_due"],
            "rrule": [rule.rule for rule in recurring.get(key, [])],
            "read_recipient": row["read_recipient"],
            "version": row["version"] or 0,
        }


def import_table(register: Register, path: Path, *, who: str | None = None, why: str | None = None, today: date) -> Report:
    """Take what was edited in a table; a row that cannot be taken whole is refused and changes nothing, its neighbours complete.

    One transaction. RegisterError: the file is no table, and nothing was changed.
    """
    read = list(sheets.read(path))
    cells = [row for _, row in read if isinstance(row, dict)]
    unknown = sorted({name for row in cells[:1] for name in row} - set(COLUMNS))
    if unknown:
        raise RegisterError(f"{path}: column {unknown[0]!r} is not known; the fields are {', '.join(FIELDS)}. Nothing was changed")
    order = order_of(row[name] for row in cells for name in DAYS if name in row)
    report = Report()
    seen: dict[str, int] = {}
    with register.writing() as connection:
        journal = Journal(connection, who or author(), why or f"import of {path}")
        for number, row in read:
            key = row["record_id"].strip() if isinstance(row, dict) else ""
            try:
                if isinstance(row, str):
                    raise EntryError(row)
                if key in seen:
                    raise EntryError(f"the record stands in row {seen[key]} already; keep one of them")
                seen[key] = number
                changed = _take(connection, journal, key, row, order, today)
            except EntryError as error:
                report.refused.append({"row": number, "record_id": key or None, "reason": str(error)})
                continue
            if changed:
                report.changed.append({"row": number, "record_id": key, "fields": list(changed)})
            else:
                report.same += 1
    return report


def _take(connection: Connection, journal: Journal, record_id: str, row: sheets.Cells, order: Order | None, today: date) -> Row:
    """Write what was edited in a row and return the fields; EntryError names every cell that cannot be taken."""
    c = commitments.c.record_id
    if not record_id or connection.execute(select(c).where(c == record_id)).first() is None:
        raise EntryError(f"record_id: {record_id or 'empty'} is not in the register; keep the ids as they were written")
    later = successor(connection, record_id)
    if later:
        raise EntryError(f"the text was amended, and {later} has taken its place; export again and enter this there")
    held = entered(connection, record_id)
    written, authors = _as_written(connection, held, row.get("version", ""))
    values: Row = {}
    wrong = []
    for name in FIELDS:
        if name not in row or row[name].strip() == shown(name, written[name]).strip():
            continue
        try:
            if name in DAYS and order is None and _either(row[name], written[name]):
                continue
            value = parse(name, row[name], order or "day_first", json.loads(held["evidence"]))
        except EntryError as error:
            wrong.append(str(error))
            continue
        stored = json.dumps(value, ensure_ascii=False) if name == "evidence" else value
        if stored in (written[name], held[name]):
            continue
        if written[name] != held[name]:
            wrong.append(f"{name}: {authors[name]} entered {shown(name, held[name]) or 'nothing'!r} meanwhile; export again and decide")
        values[name] = value
    if wrong:
        raise EntryError("; ".join(wrong))
    return write(connection, journal, record_id, values, today) if values else {}


def _as_written(connection: Connection, held: Row, version: str) -> tuple[Row, dict[str, str]]:
    """Return the entries as they were when the row was written, and who changed each field since."""
    written = dict(held)
    authors: dict[str, str] = {}
    try:
        since = int(float(version)) if version.strip() else held["version"]
    except (ValueError, OverflowError):
        raise EntryError(f"version: {version!r} was altered; leave the column as it was written, or delete it") from None
    if since >= held["version"]:
        return written, authors
    e = events.c
    found = select(events).where(e.record_id == held["record_id"], e.id > since, e.kind.in_(("set", "carried"))).order_by(e.id.desc())
    for event in connection.execute(found).mappings():  # the latest first: each takes a step back
        before = json.loads(event["before"] or "{}")
        for name in json.loads(event["after"] or "{}"):
            if name in FIELDS:
                written[name] = before.get(name, UNTOUCHED[name])
                authors.setdefault(name, event["who"])
    return written, authors


def _either(text: str, written: str | None) -> bool:
    """Tell whether a day that a spreadsheet respelt, such as 6/7/2026, is in one of its readings the day that was written."""
    for order in ("day_first", "month_first"):
        with suppress(ValueError):
            if read_day(text, order).isoformat() == written:
                return True
    return False
