"""What people judge a record to be: confirmed, corrected, rejected.

A verdict answers for the fields in `JUDGED`. It is kept apart from what was read and laid over it, so that a later reading of the same
text changes nothing a person decided: a judged record stays when the extractor no longer finds it, and a new reading of the same act
takes the verdict over. To an amended text it goes along where the record's wording is the same; a changed wording is judged anew.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, delete, insert, select, update

from pipeline.records import Commitment
from pipeline.register import content
from pipeline.register.journal import Journal
from pipeline.register.tables import commitments, contents, corrections, deadlines, documents
from pipeline.register.texts import Text
from pipeline.register.tracking import EntryError, successor

VERDICTS = ("confirmed", "corrected", "rejected")
WITHDRAWN = "reopened"  # the event by which a verdict is taken back
JUDGED = ("type", "status", "actors", "action", "deadlines", "clause")
Row = dict[str, Any]


def held(connection: Connection, record_id: str) -> Row | None:
    """Return the verdict on a record with `judged` and `read` as values, or None where nobody judged it."""
    found = connection.execute(select(corrections).where(corrections.c.record_id == record_id)).mappings().first()
    return None if found is None else {**found, "judged": json.loads(found["judged"]), "read": json.loads(found["read"])}


def current(connection: Connection, record_id: str) -> Row:
    """Return a record's content as it stands, corrected where people corrected it."""
    return json.loads(connection.execute(select(contents.c.content).where(contents.c.record_id == record_id)).scalar_one())


def laid_over(record: Row, judged: Row) -> Row:
    """Return a record with what people judged in place of what was read."""
    return record | judged


def judge(
    connection: Connection, journal: Journal, record_id: str, verdict: str | None, fields: Row | None = None, *, version: int
) -> str | None:
    """Confirm, correct (with the corrected `fields` of `JUDGED`) or reject a record, or withdraw the verdict (None).

    Return the verdict that holds now. `version` is that of the verdict the person saw, 0 where there was none. EntryError: somebody
    judged it meanwhile, the text was amended, or the fields make no record; nothing is written.
    """
    before = held(connection, record_id)
    if (before["version"] if before else 0) != version:
        raise EntryError("somebody else judged this record meanwhile; look at it again and decide")
    if later := successor(connection, record_id):
        raise EntryError(f"the text was amended, and {later} has taken its place; judge it there")
    read = before["read"] if before else current(connection, record_id)
    judged = {} if verdict in (None, "rejected") else _judged(laid_over(read, before["judged"] if before else {}) | (fields or {}))
    if verdict in ("confirmed", "corrected"):
        verdict = "confirmed" if judged == _judged(read) else "corrected"
        _check(connection, record_id, laid_over(read, judged))
    if (before["verdict"], before["judged"]) == (verdict, judged) if before else verdict is None:
        return verdict
    was = _told(before["verdict"] if before else None, before["judged"] if before else {}, judged, read)
    now = _told(verdict, judged, before["judged"] if before else {}, read)
    number = journal.write(verdict or WITHDRAWN, record_id, was, now)
    write(connection, record_id, verdict, judged, read, number)
    return verdict


def write(connection: Connection, record_id: str, verdict: str | None, judged: Row, read: Row, version: int) -> None:
    """Write a verdict and lay it over the record."""
    connection.execute(delete(corrections).where(corrections.c.record_id == record_id))
    if verdict is not None:
        row = {"record_id": record_id, "verdict": verdict, "judged": _json(judged), "read": _json(read), "version": version}
        connection.execute(insert(corrections), row)
    made = made_of(record_id, laid_over(read, judged), read, connection)
    key = commitments.c.record_id == record_id
    state = connection.execute(select(commitments.c.state).where(key)).scalar_one()
    values = {name: value for name, value in made.commitment.items() if name not in ("record_id", "document_id", "digest")}
    state = "rejected" if verdict == "rejected" else "active" if state == "rejected" else state
    connection.execute(update(commitments).where(key).values(**values, state=state))
    connection.execute(update(contents).where(contents.c.record_id == record_id).values(content=made.content["content"]))
    connection.execute(delete(deadlines).where(deadlines.c.record_id == record_id))
    if made.deadlines:
        connection.execute(insert(deadlines), made.deadlines)


def made_of(record_id: str, record: Row, read: Row, connection: Connection) -> content.Rows:
    """Return the rows of a record's content that stands in the register."""
    document_id = connection.execute(select(commitments.c.document_id).where(commitments.c.record_id == record_id)).scalar_one()
    return content.rows(record | {"document": {"document_id": document_id}}, content.encoded(record), content.encoded(read))


def moved(judged: Row, old: Row, new: Row, text: Text | None) -> Row | None:
    """Return what was judged of `old` at its places in the text of `new`, or None where the wording is not the same there."""
    if content.told(old, new) is not None:
        return None
    shift = new["action"]["start"] - old["action"]["start"]
    return _shifted(judged, shift, text.text if text else None)


def _shifted(value: Any, shift: int, text: str | None) -> Any:
    """Return spans moved by some characters, each with the same letters there or at the nearest place before; None where they are not."""
    if isinstance(value, list):
        moved_ = [_shifted(part, shift, text) for part in value]
        return None if any(part is None for part in moved_) else moved_
    if not isinstance(value, dict):
        return value
    if "quote" in value:
        start = value["start"] + shift
        if text is not None and text[max(0, start) : start + len(value["quote"])] != value["quote"]:
            start = text.rfind(value["quote"], 0, max(0, start) + len(value["quote"]))
        return None if start < 0 else value | {"start": start, "end": start + len(value["quote"])}
    fields = {name: _shifted(part, shift, text) for name, part in value.items()}
    return None if any(part is None for part in fields.values()) else fields


def _judged(record: Row) -> Row:
    return {name: record[name] for name in JUDGED}


def _check(connection: Connection, record_id: str, record: Row) -> None:
    document = select(documents).join(commitments, commitments.c.document_id == documents.c.document_id)
    found = connection.execute(document.where(commitments.c.record_id == record_id)).mappings().one()
    reference = {name: found[name] for name in ("document_id", "source", "title", "publisher", "published", "number", "url")}
    try:
        Commitment.model_validate(record | {"document": reference | {"sha256": found["sha256"] or ""}})
    except ValidationError as error:
        first = error.errors()[0]
        raise EntryError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _told(verdict: str | None, judged: Row, other: Row, read: Row) -> Row:
    """Return a verdict as an event keeps it: its name, and the fields that differ between two states."""
    mine, theirs = laid_over(_judged(read), judged), laid_over(_judged(read), other)
    return {"verdict": verdict} | {name: mine[name] for name in JUDGED if mine[name] != theirs[name]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")
