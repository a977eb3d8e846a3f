"""The register as an iCalendar file (RFC 5545): a to-do for each open due day, an event for each review, with alarms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from icalendar import Alarm, Calendar, Event, Todo, vRecur
from sqlalchemy import Connection, func, select

from pipeline.files import replacing
from pipeline.register import rows
from pipeline.register.due import CLOSED
from pipeline.register.plan import plan
from pipeline.register.tables import deadlines, events
from pipeline.timex.occurrences import first

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # RFC 5545 section 3.1 allows the tab; the line feed is escaped
STATUS = {"in_progress": "IN-PROCESS"}
REVIEWED = 2001  # the year from which reviews recur: any common year serves, the rule has no end


class Bound(NamedTuple):
    """A due day, or a recurrence and the day its text names as its beginning."""

    due: str | None
    rule: str | None
    dtstart: str | None


def write(connection: Connection, path: Path, document: str | None = None, *, public: bool = False) -> int:
    """Write the calendar and return how many to-dos and events it holds.

    A to-do has the UID that the run's own calendar gives it (`RECORD_ID@zeren`, the next ones `RECORD_ID-2@zeren`), so that a calendar
    program brings what it already has up to date. Times are those of the last event, so that the same register gives the same bytes.
    A `public` calendar tells neither owners nor notes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Zeren//Register//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    stamp = _stamp(connection)
    count = 0
    for component in (*_reviews(stamp), *_todos(connection, stamp, document, public)):
        calendar.add_component(component)
        count += 1
    with replacing(path) as partial:
        partial.write_bytes(calendar.to_ical())
    return count


def _stamp(connection: Connection) -> datetime:
    last = connection.execute(select(func.max(events.c.at))).scalar()
    return datetime.fromisoformat(last).replace(microsecond=0) if last else datetime(1970, 1, 1, tzinfo=UTC)


def _todos(connection: Connection, stamp: datetime, document: str | None, public: bool) -> Iterator[Todo]:
    bounds: dict[str, list[Bound]] = {}
    b = deadlines.c
    for record_id, *bound in connection.execute(select(b.record_id, b.due, b.rrule, b.dtstart).order_by(b.record_id, b.position)):
        bounds.setdefault(record_id, []).append(Bound(*bound))
    agreed = rows.query(rows.Filter(document=document), rows.C.record_id, rows.T.due).where(rows.T.due.is_not(None))
    for record_id, due in connection.execute(agreed):
        bounds[record_id] = [Bound(due, None, None)]
    for row in rows.fetch(connection, rows.Filter(document=document)):
        own = list(dict.fromkeys(bounds.get(row["record_id"], ())))
        closed = row["status"] == "dropped" or (row["status"] in CLOSED and not any(bound.rule for bound in own))
        if public:
            row |= {"owner": None, "note": None}
        if not row["reported"] and not closed:
            yield from _record_todos(row, own, stamp)


def _record_todos(row: rows.Row, bounds: list[Bound], stamp: datetime) -> Iterator[Todo]:
    uid = f"{row['record_id']}@zeren"
    number = 0
    for due, rule, dtstart in bounds:
        todo = Todo()
        if rule:
            begin = first(rule, rows.since(row, dtstart))
            if begin is None:
                continue
            todo.add("dtstart", begin)
            todo.add("rrule", vRecur.from_ical(rule))
        else:
            todo.add("due", date.fromisoformat(str(due)))
        number += 1
        todo.add("uid", uid if number == 1 else f"{row['record_id']}-{number}@zeren")
        if number > 1:
            todo.add("related-to", uid)
        todo.add("dtstamp", stamp)
        who = ", ".join(row["bearers"].split("\n"))
        summary = _clean(f"{who}: {row['action']}" if who else row["action"])
        todo.add("summary", summary, parameters={"LANGUAGE": row["language"]})
        parts = (row["owner"] and f"Owner: {row['owner']}", row["note"], row["title"], row["number"], row["source"])
        todo.add("description", _clean("\n".join(part for part in parts if part)))
        todo.add("categories", [row["type"]])
        todo.add("status", STATUS.get(row["status"], "NEEDS-ACTION"))
        if row["progress"] is not None:
            todo.add("percent-complete", row["progress"])
        for alarm in _alarms(summary, "START" if rule else "END"):
            todo.add_component(alarm)
        yield todo


def _reviews(stamp: datetime) -> Iterator[Event]:
    for name, reviews in plan().cycles.items():
        for review in reviews:
            event = Event()
            day = review.on(REVIEWED)
            event.add("uid", f"review-{name}-{review.close}@zeren")
            event.add("dtstamp", stamp)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("rrule", {"freq": "yearly"})
            event.add("summary", _clean(f"Review: {review.name} ({name})"))
            event.add("transp", "TRANSPARENT")
            for alarm in _alarms(review.name, "START"):
                event.add_component(alarm)
            yield event


def _alarms(text: str, related: str) -> Iterator[Alarm]:
    for days in plan().alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        parameters: dict[str, Any] = {"RELATED": related} if related == "END" else {}
        alarm.add("trigger", timedelta(days=-days), parameters=parameters)
        yield alarm


def _clean(text: str) -> str:
    return CONTROL.sub(" ", text)
