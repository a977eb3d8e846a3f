"""What is due: overdue (red), due soon (yellow), later or settled (green), by bearer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, or_

from pipeline.register import rows
from pipeline.register.days import parse_day
from pipeline.register.tables import deadlines

Colour = Literal["red", "yellow", "green"]
COLOURS: tuple[Colour, ...] = ("red", "yellow", "green")
CLOSED = ("done", "dropped")
NOBODY = "(no bearer named)"
B, C, T, D = deadlines.c, rows.C, rows.T, rows.D
COLUMNS = (
    C.record_id,
    C.document_id,
    C.bearers,
    C.action,
    C.type,
    C.first_seen,
    rows.STATUS,
    T.owner,
    T.done_on,
    T.due.label("agreed"),
    D.published,
)


class Due(NamedTuple):
    """A due day of a commitment, its colour, and how many days are left (negative: days late)."""

    record_id: str
    due: date
    colour: Colour
    left: int
    status: str
    owner: str | None
    bearers: tuple[str, ...]
    action: str
    document: str
    rrule: str | None

    def row(self) -> rows.Row:
        """Return the columns of `zeren register due`."""
        return {
            "record_id": self.record_id,
            "colour": self.colour,
            "due": self.due.isoformat(),
            "days_left": self.left,
            "status": self.status,
            "owner": self.owner,
            "bearers": [name for name in self.bearers if name != NOBODY],
            "action": self.action,
            "document": self.document,
            "rrule": self.rrule,
        }


def due_days(connection: Connection, on: date, within: int, *, green: bool = False, document: str | None = None) -> list[Due]:
    """Return the due days of active prescribed commitments, red and yellow ones (and green ones where asked), the earliest first.

    A fixed day is settled when the commitment is done or dropped. Of a recurring duty the last occurrence before `on` counts while
    nothing was done since the one before, and the next from `on`. A day that people agreed on stands for all that was read.
    """
    horizon = on + timedelta(days=within)
    found = list(_fixed(connection, on, horizon, green, document)) + list(_recurring(connection, on, horizon, green, document))
    kept = (due for due in found if green or due.colour != "green")
    return sorted(kept, key=lambda due: (due.due, due.document, due.record_id))


def by_bearer(found: Iterable[Due]) -> dict[str, list[Due]]:
    """Return due days by bearer, the one with the most red ones first; a day of several bearers stands with each."""
    groups: dict[str, list[Due]] = {}
    for due in found:
        for name in dict.fromkeys(due.bearers):
            groups.setdefault(name, []).append(due)
    reds = {name: sum(due.colour == "red" for due in group) for name, group in groups.items()}
    return {name: groups[name] for name in sorted(groups, key=lambda name: (-reds[name], -len(groups[name]), name))}


def counts(found: Iterable[Due]) -> str:
    """Return how many of each colour, in words."""
    counted = Counter(due.colour for due in found)
    return ", ".join(f"{counted[colour]} {colour}" for colour in COLOURS if counted[colour])


def _fixed(connection: Connection, on: date, horizon: date, green: bool, document: str | None) -> Iterator[Due]:
    read = _select(document, B.due.label("read"), B.due_latest).join(deadlines, B.record_id == C.record_id)
    read = read.where(B.due.is_not(None), T.due.is_(None))
    agreed = _select(document).where(T.due.is_not(None))
    if not green:
        open_ = or_(T.status.is_(None), T.status.not_in(CLOSED))
        read = read.where(B.due <= horizon.isoformat(), open_)
        agreed = agreed.where(T.due <= horizon.isoformat(), open_)
    for row in connection.execute(agreed):
        yield _due(row, date.fromisoformat(row.agreed), on, horizon, row.status in CLOSED)
    for row in connection.execute(read):
        day = date.fromisoformat(row.read)
        latest = parse_day(row.due_latest) or day  # a vague time is missed when its last day is
        yield _due(row, latest if day < on <= latest else day, on, horizon, row.status in CLOSED)


def _recurring(connection: Connection, on: date, horizon: date, green: bool, document: str | None) -> Iterator[Due]:
    found = _select(document, B.rrule, B.dtstart).join(deadlines, B.record_id == C.record_id).where(B.rrule.is_not(None), T.due.is_(None))
    for row in connection.execute(found):
        near = rows.Recurrence(row.rrule, row.dtstart).around({"published": row.published, "first_seen": row.first_seen}, on)
        done = parse_day(row.done_on)
        dropped = row.status == "dropped"
        if near.last and not dropped and (done is None or (near.earlier is not None and done <= near.earlier)):
            yield _due(row, near.last, on, horizon, False, row.rrule)
        settled = dropped or (done is not None and (near.last is None or done > near.last))
        if near.next and (green or (near.next <= horizon and not settled)):
            yield _due(row, near.next, on, horizon, settled, row.rrule)


def _select(document: str | None, *columns: Any) -> Any:
    wanted = rows.Filter(document=document)
    return rows.query(wanted, *COLUMNS, *columns).where(C.reported.is_(False))


def _due(row: Any, day: date, on: date, horizon: date, settled: bool, rrule: str | None = None) -> Due:
    colour: Colour = "green" if settled or day > horizon else "red" if day < on else "yellow"
    bearers = tuple(row.bearers.split("\n")) if row.bearers else (NOBODY,)
    left = (day - on).days
    return Due(row.record_id, day, colour, left, row.status, row.owner, bearers, row.action, row.document_id, rrule)
