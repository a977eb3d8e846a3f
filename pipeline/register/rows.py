"""Commitments as rows that every list is made from: what was read beside what people entered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Result, Select, func, or_, select

from pipeline.register.days import parse_day
from pipeline.register.errors import RegisterError
from pipeline.register.tables import commitments, corrections, deadlines, documents, tracking
from pipeline.register.words import holds
from pipeline.timex.occurrences import Around, around

TRACKED = ("duty", "assignment", "pledge")  # what can be met; a prohibition or sanction is listed and not scored
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which commitments a list holds; None stands for all. Words are looked for anywhere, letter case left aside."""

    state: str | None = "active"
    status: str | None = None
    language: str | None = None
    type: str | None = None
    tier: str | None = None
    concept: str | None = None
    document: str | None = None
    bearer: str | None = None
    owner: str | None = None
    text: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    attention: bool = False
    verdict: str | None = None
    record: str | None = None


C, T, D, K = commitments.c, tracking.c, documents.c, corrections.c
OPEN = "open"  # the verdict of a record that nobody judged
VERDICT = func.coalesce(K.verdict, OPEN).label("verdict")
STATUS = func.coalesce(T.status, "not_started").label("status")
DUE = func.coalesce(T.due, C.due).label("due")
Order = Literal["text", "due", "changed"]
ORDERS: dict[Order, tuple[Any, ...]] = {
    "text": (D.source, C.document_id, C.place, C.record_id),
    "due": (func.coalesce(T.due, C.due, "9999"), D.source, C.place),
    "changed": (C.changed_at.desc(), D.source, C.place),
}
RECIPIENT = func.coalesce(T.recipient, C.recipient).label("recipient")
COLUMNS = (
    *(C.record_id, C.document_id, C.state, C.language, C.type, C.reported, C.action, C.bearers, C.tiers, C.concepts, C.item),
    *(C.place, C.first_seen, C.due.label("read_due"), C.recipient.label("read_recipient"), STATUS, DUE, RECIPIENT),
    *(T.due.label("agreed_due"), T.recipient.label("named_recipient")),
    *(T.progress, T.owner, T.done_on, T.consequence, T.grade, T.evidence, T.note, T.attention, T.version),
    VERDICT,
    *(D.source, D.title, D.number, D.publisher, D.published),
)


def query(wanted: Filter | None = None, *columns: Any) -> Select[Any]:
    """Return the select of the wanted commitments, in no order."""
    wanted = wanted or Filter()
    found = (
        select(*(columns or COLUMNS))
        .select_from(commitments)
        .join(documents, D.document_id == C.document_id)
        .outerjoin(tracking, T.record_id == C.record_id)
        .outerjoin(corrections, K.record_id == C.record_id)
    )
    exact = (
        (C.record_id, wanted.record),
        (C.document_id, wanted.document),
        (C.state, wanted.state),
        (STATUS, wanted.status),
        (C.language, wanted.language),
        (C.type, wanted.type),
        (VERDICT, wanted.verdict),
    )
    for column, value in exact:
        if value is not None:
            found = found.where(column == value)
    for word, within in ((wanted.bearer, (C.bearers,)), (wanted.owner, (T.owner,)), (wanted.text, (C.action, C.bearers, T.note))):
        if word is not None:
            found = found.where(holds(word, *within))
    for text, value in ((C.tiers, wanted.tier), (C.concepts, wanted.concept)):
        if value is not None:
            # one a line, a bearer's several tiers with strokes between
            found = found.where(("\n" + func.replace(text, "/", "\n") + "\n").contains(f"\n{value}\n", autoescape=True))
    if wanted.attention:
        found = found.where(T.attention.is_not(None))
    due = DUE
    if wanted.due_from:
        found = found.where(due >= wanted.due_from.isoformat())
    if wanted.due_to:
        found = found.where(due <= wanted.due_to.isoformat())
    return found


def fetch(connection: Connection, wanted: Filter | None = None) -> Iterator[Row]:
    """Yield the wanted commitments, in the order of documents and text; `due` is what people agreed on, else the earliest day read."""
    yield from dicts(connection.execute(query(wanted).order_by(*ORDERS["text"])))


def page(connection: Connection, wanted: Filter, order: Order, limit: int, offset: int = 0) -> list[Row]:
    """Return a part of the wanted commitments, as `fetch` yields them, in one of the `ORDERS`."""
    ordered = query(wanted).order_by(*ORDERS[order], C.record_id).limit(limit).offset(offset)
    return list(dicts(connection.execute(ordered)))


def dicts(result: Result[Any]) -> Iterator[Row]:
    """Yield the rows of a query by column name."""
    columns = list(result.keys())
    return (dict(zip(columns, row, strict=True)) for row in result)


def count(connection: Connection, wanted: Filter, by: ColumnElement[Any] | None = None) -> dict[str, int]:
    """Return how many commitments are wanted, by the values of a column; under an empty name where there is none."""
    found = query(wanted, func.count()) if by is None else query(wanted, by, func.count()).group_by(by)
    return {(row[0] if by is not None else ""): int(row[-1]) for row in connection.execute(found)}


class Recurrence(NamedTuple):
    """A rule and the day its text names as its beginning."""

    rule: str
    dtstart: str | None

    def around(self, row: Row, on: date) -> Around:
        """Return the occurrences of the rule in a commitment around a day."""
        return around(self.rule, since(row, self.dtstart), on)


def rules(connection: Connection, of: Sequence[str] | None = None) -> dict[str, list[Recurrence]]:
    """Return the recurrences of all commitments, or of some (not more than a page), by record."""
    found: dict[str, list[Recurrence]] = {}
    selected = select(deadlines.c.record_id, deadlines.c.rrule, deadlines.c.dtstart).where(deadlines.c.rrule.is_not(None))
    if of is not None:
        selected = selected.where(deadlines.c.record_id.in_(of))
    for record_id, rule, dtstart in connection.execute(selected.order_by(deadlines.c.record_id, deadlines.c.position)):
        found.setdefault(record_id, []).append(Recurrence(rule, dtstart))
    return found


def since(row: Row, dtstart: str | None) -> date:
    """Return the day a recurring duty runs from: the publication, or the day the register first saw it where that is not known; not before
    the day its text names."""
    known = parse_day(row["published"]) or date.fromisoformat(row["first_seen"][:10])
    return max(known, parse_day(dtstart) or known)


def listing(connection: Connection, wanted: Filter, on: date) -> Iterator[Row]:
    """Yield one row a commitment: the columns of `zeren register list`."""
    yield from listed(fetch(connection, wanted), rules(connection), on)


def listed(found: Iterable[Row], recurring: dict[str, list[Recurrence]], on: date) -> Iterator[Row]:
    """Yield the columns of a list for rows as `fetch` yields them. A recurring commitment is due at its next occurrence from `on`."""
    for row in found:
        own = recurring.get(row["record_id"], [])
        days = [rule.around(row, on).next for rule in own] if row["due"] is None else []
        due = row["due"] or min((day.isoformat() for day in days if day), default=None)
        yield {
            "record_id": row["record_id"],
            "status": row["status"],
            "progress": row["progress"],
            "due": due,
            "rrule": own[0].rule if own else None,
            "owner": row["owner"],
            "bearers": row["bearers"].split("\n") if row["bearers"] else [],
            "type": row["type"],
            "language": row["language"],
            "action": row["action"],
            "document": row["document_id"],
            "source": row["source"],
            "title": row["title"],
            "item": row["item"],
            **{name: row[name] for name in ("recipient", "consequence", "done_on", "grade", "note", "attention")},
            "evidence": json.loads(row["evidence"] or "[]"),
            "state": row["state"],
            "verdict": row["verdict"],
        }


def resolve_document(connection: Connection, name: str) -> str:
    """Return the id of the document with this id (or its beginning), number, title or source; RegisterError where that is not one."""
    names = or_(D.document_id.startswith(name, autoescape=True), D.number == name, D.title == name, D.source == name)
    found = connection.execute(select(D.document_id, D.number, D.title, D.source, D.state).where(names).order_by(D.document_id)).all()
    exact = [row for row in found if row.document_id == name] or [row for row in found if row.state == "active"] or found
    if not exact:
        raise RegisterError(f"{name}: no document with this id, number, title or source; `zeren register documents` lists them")
    if len(exact) > 1:
        lines = [f"  {row.document_id}  {row.number or '–'}  {row.source}" for row in exact[:10]]
        raise RegisterError("\n".join([f"{name}: names more than one document; give the id of one:", *lines]))
    return str(exact[0].document_id)


def document_list(connection: Connection) -> Iterator[Row]:
    """Yield one row a document with the number of its active commitments."""
    counted = select(C.document_id, func.count().label("commitments")).where(C.state == "active").group_by(C.document_id).subquery()
    columns = (D.document_id, D.state, D.number, D.title, D.publisher, D.published, D.source, D.successor)
    found = select(*columns, func.coalesce(counted.c.commitments, 0).label("commitments"))
    ordered = found.outerjoin(counted, counted.c.document_id == D.document_id).order_by(D.source, D.document_id)
    yield from (dict(row) for row in connection.execute(ordered).mappings())


def names(text: str) -> list[str]:
    """Return the bearers (tiers, concepts) of a row's column; one empty name where there is none."""
    return text.split("\n") if text else [""]


def only_tracked(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what can be met: prescribed duties, assignments and pledges."""
    return (row for row in rows if row["type"] in TRACKED and not row["reported"])
