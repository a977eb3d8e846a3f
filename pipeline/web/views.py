"""What each page shows, as plain values: the same for the running server and for the published site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select

from pipeline.register import past, rows, tracking, verdicts
from pipeline.register.agenda import agenda as agenda_rows
from pipeline.register.days import parse_day
from pipeline.register.due import CLOSED, COLOURS, NOBODY, Due, by_bearer, due_days
from pipeline.register.plan import plan
from pipeline.register.scores import BYS, VERDICTS, By, scoreboard
from pipeline.register.structure import PARTS, ladder, matrix
from pipeline.register.tables import commitments, contents, corrections, documents
from pipeline.register.texts import text
from pipeline.web import marking

PAGE = 50  # commitments on one page of a list
GROUPS = 25  # bearers on one page of the due board
TALL = 8  # due days shown of one bearer
SCORES = 200  # lines of a scoreboard on one page
Row = dict[str, Any]


def card(row: Row, on: date) -> Row:
    """Return a row of `rows.listed` with what a list shows of it: how its due day stands."""
    day = parse_day(row["due"])
    left = (day - on).days if day else None
    closed = row["status"] in CLOSED and not row["rrule"]
    colour = None if left is None or closed else "red" if left < 0 else "yellow" if left <= plan().within else "green"
    return row | {"left": left, "colour": colour}


def record_list(connection: Connection, wanted: rows.Filter, order: rows.Order, page: int, on: date) -> Row:
    """Return a page of commitments, how many there are in all, and how many of each kind."""
    total = rows.count(connection, wanted).get("", 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    found = rows.page(connection, wanted, order, PAGE, (page - 1) * PAGE)
    recurring = rows.rules(connection, [row["record_id"] for row in found])
    return {
        "records": [card(row, on) for row in rows.listed(found, recurring, on)],
        "total": total,
        "page": page,
        "pages": pages,
        "first": (page - 1) * PAGE + 1 if total else 0,
        "concepts": concepts(connection),
    }


def concepts(connection: Connection) -> list[str]:
    """Return the concepts that active commitments are about."""
    found = connection.execute(select(commitments.c.concepts).where(commitments.c.state == "active").distinct()).scalars()
    return sorted({name for line in found for name in line.split("\n") if name})


def record(connection: Connection, record_id: str, on: date) -> Row | None:
    """Return everything about one commitment; None where there is none with this id."""
    found = rows.page(connection, rows.Filter(state=None, record=record_id), "text", 1)
    if not found:
        return None
    row = found[0]
    content = verdicts.current(connection, record_id) | {"record_id": record_id}
    verdict = verdicts.held(connection, record_id)
    words = text(connection, row["document_id"])
    (shown,) = rows.listed([row], rows.rules(connection, [record_id]), on)
    entered = tracking.entered(connection, record_id)
    return {
        "row": card(shown, on) | {"reported": row["reported"], "number": row["number"], "published": row["published"]},
        "content": content,
        "read": verdict["read"] if verdict else content,
        "verdict": verdict["verdict"] if verdict else rows.OPEN,
        "verdict_version": verdict["version"] if verdict else 0,
        "entered": {name: tracking.shown(name, entered[name]) for name in tracking.FIELDS},
        "version": entered["version"],
        "evidence": [evidence(piece) for piece in json.loads(entered["evidence"])],
        "passages": marking.around(words, marking.marks(content, 0)) if words else None,
        "part": marking.part_of(words, content["action"]["start"]) if words else 1,
        "successor": tracking.successor(connection, record_id),
        "neighbours": neighbours(connection, row["document_id"], record_id),
        "history": list(past.history(connection, record_id)),
    }


def evidence(piece: Row) -> Row:
    """Return a piece of evidence with the address a page may link to: a web address, and never a file of this machine."""
    return piece | {"href": piece["place"] if urlsplit(piece["place"]).scheme.lower() in tracking.WEB else None}


def neighbours(connection: Connection, document_id: str, record_id: str) -> Row:
    """Return the commitments before and after one in the text, its number and how many there are."""
    c = commitments.c
    ordered = select(c.record_id).where(c.document_id == document_id, c.state.in_(("active", "rejected"))).order_by(c.place, c.record_id)
    ids = list(connection.execute(ordered).scalars())
    if record_id not in ids:
        return {"before": None, "after": None, "number": None, "of": len(ids)}
    at = ids.index(record_id)
    after = ids[at + 1] if at + 1 < len(ids) else None
    return {"before": ids[at - 1] if at else None, "after": after, "number": at + 1, "of": len(ids)}


def document(connection: Connection, document_id: str, part: int) -> Row | None:
    """Return a document with a part of its text, marked, and its commitments in order; None where there is no such document."""
    found = connection.execute(select(documents).where(documents.c.document_id == document_id)).mappings().first()
    if found is None:
        return None
    words = text(connection, document_id)
    wanted = [row for state in ("active", "rejected") for row in rows.fetch(connection, rows.Filter(state=state, document=document_id))]
    wanted.sort(key=lambda row: (row["place"], row["record_id"]))
    for number, row in enumerate(wanted, 1):
        row |= {"place_number": number, "names": [name for name in rows.names(row["bearers"]) if name]}
    pages = marking.parts(words) if words else []
    part = min(max(1, part), max(1, len(pages)))
    passages: list[marking.Passage] = []
    if words and pages[part - 1]:
        blocks = pages[part - 1]
        numbers = {row["record_id"]: row["place_number"] for row in wanted}
        marks: list[marking.Mark] = []
        for record_id, content in _contents(connection, document_id, blocks[0].start, blocks[-1].end).items():
            if record_id in numbers:
                marks += marking.marks(content | {"record_id": record_id}, numbers[record_id])
        passages = marking.passages(words, blocks, marks)
    amended = select(documents.c.document_id).where(documents.c.successor == document_id)
    return {
        "document": dict(found),
        "records": wanted,
        "passages": passages if words else None,
        "part": part,
        "parts_": max(1, len(pages)),
        "amends": connection.execute(amended.limit(1)).first() is not None,
        "judged": sum(row["verdict"] != rows.OPEN for row in wanted),
    }


def _contents(connection: Connection, document_id: str, start: int, end: int) -> dict[str, Row]:
    """Return the records whose action begins in a part of a document."""
    c = commitments.c
    found = select(c.record_id, contents.c.content).join(contents, contents.c.record_id == c.record_id)
    found = found.where(c.document_id == document_id, c.place >= start, c.place < end).order_by(c.place, c.record_id)
    return {record_id: json.loads(content) for record_id, content in connection.execute(found)}


def document_row(connection: Connection, document_id: str) -> Row:
    """Return what a document is: title, number, publisher, day."""
    found = select(documents).where(documents.c.document_id == document_id)
    return dict(connection.execute(found).mappings().one())


def document_list(connection: Connection) -> list[Row]:
    """Return the documents with how many commitments they have and how many of those were judged."""
    c = commitments.c
    counted = select(c.document_id, func.count()).join(corrections, corrections.c.record_id == c.record_id)
    counted = counted.where(c.state.in_(("active", "rejected"))).group_by(c.document_id)
    rejected = select(c.document_id, func.count()).where(c.state == "rejected").group_by(c.document_id)
    judged, out = ({row[0]: row[1] for row in connection.execute(query)} for query in (counted, rejected))
    return [
        row | {"judged": judged.get(row["document_id"], 0), "read": row["commitments"] + out.get(row["document_id"], 0)}
        for row in rows.document_list(connection)
    ]


def due_board(connection: Connection, on: date, within: int | None, document_id: str | None, page: int = 1) -> Row:
    """Return due days by bearer, with the counts of each colour; a bearer's first few and how many more there are."""
    ahead = plan().within if within is None else within
    found = due_days(connection, on, ahead, document=document_id)
    groups = list(by_bearer(found).items())
    pages = max(1, -(-len(groups) // GROUPS))
    page = min(max(1, page), pages)
    shown = groups[(page - 1) * GROUPS : page * GROUPS]
    return {
        "on": on,
        "within": ahead,
        "until": on + timedelta(days=ahead),
        "counts": _colours(found),
        "groups": [
            {
                "bearer": None if name == NOBODY else name,
                "counts": _colours(items),
                "items": [item.row() for item in items[:TALL]],
                "more": max(0, len(items) - TALL),
            }
            for name, items in shown
        ],
        "page": page,
        "pages": pages,
    }


def scores(connection: Connection, by: By, on: date, document_id: str | None) -> Row:
    """Return the scoreboard with the sums of its lines; each line with its parts in hundredths."""
    found = scoreboard(connection, by, on, document_id)
    lines = [row | {"name": row[by], "bars": _bars(row)} for row in found[:SCORES]]
    return {"by": by, "bys": BYS, "on": on, "lines": lines, "verdicts_": VERDICTS, "more": max(0, len(found) - SCORES)}


def agenda(connection: Connection, on: date, document_id: str | None) -> Row:
    """Return what the next reviews look at, review by review."""
    sittings: dict[tuple[str, str, str], list[Row]] = {}
    for row in agenda_rows(connection, on, document_id):
        sittings.setdefault((row["review"], row["closes"], row["cycle"]), []).append(row)
    groups = [
        {"review": review, "closes": closes, "cycle": cycle, "total": len(found), "items": found[:SCORES]}
        for (review, closes, cycle), found in sittings.items()
    ]
    return {"on": on, "groups": groups}


def roles(connection: Connection, document_id: str) -> Row:
    """Return the responsibility matrix of a document and its ladder."""
    return {"matrix": matrix(connection, document_id)[:SCORES], "ladder": ladder(connection, document_id)[:SCORES], "parts_": PARTS}


def changes(connection: Connection, document_id: str) -> Row | None:
    """Return what an amended document added, changed and dropped; None where it amends none."""
    d = documents.c
    old = connection.execute(select(documents).where(d.successor == document_id).order_by(d.published.desc())).mappings().first()
    if old is None:
        return None
    return {"old": dict(old), "changes": list(past.difference(connection, old["document_id"], document_id))}


def _colours(found: Iterable[Due]) -> dict[str, int]:
    counted: dict[str, int] = dict.fromkeys(COLOURS, 0)
    for due in found:
        counted[due.colour] += 1
    return counted


def _bars(row: Row) -> list[Row]:
    """Return the parts of a bar 100 wide."""
    bars, at = [], 0.0
    for name in VERDICTS:
        width = 100 * row[name] / row["total"] if row["total"] else 0.0
        bars.append({"name": name, "x": round(at, 2), "width": round(width, 2)})
        at += width
    return bars
