"""Dated records as to-dos of an iCalendar file (RFC 5545) that any calendar program can open."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from icalendar import Calendar, Todo, vRecur

from pipeline.emit.lines import printable
from pipeline.timex.occurrences import first

EPOCH = date(1970, 1, 1)
SEEN = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE seen (record TEXT PRIMARY KEY) WITHOUT ROWID"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # RFC 5545 section 3.1 allows the tab; the line feed is escaped


def entries(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int, bytes]]:
    """Yield for each record that names a day or a recurrence its id, the number of its to-dos, and their lines."""
    for record in records:
        if not record["deadlines"]:  # as most
            continue
        found = [todo.to_ical() for todo in todos(record)]
        if found:
            yield record["record_id"], len(found), b"".join(found)


class CalendarFile:
    """A calendar being written from the `entries` of its records, in order."""

    def __init__(self, path: Path) -> None:
        calendar = Calendar()
        calendar.add("prodid", "-//Zeren//Commitments//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        self.count = 0
        self._seen = sqlite3.connect("", isolation_level=None)  # on disk: a million ids would fill the memory
        self._seen.executescript(SEEN)
        head, self._tail = calendar.to_ical().split(b"END:VCALENDAR")
        self._file = path.open("wb")
        self._file.write(head)

    def add(self, record: str, count: int, lines: bytes) -> None:
        """Add the to-dos of a record, unless it is there already: the same document under two names."""
        if self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (record,)).rowcount:
            self._file.write(lines)
            self.count += count

    def close(self) -> None:
        """End the calendar."""
        self._seen.close()
        with self._file as file:
            file.write(b"END:VCALENDAR" + self._tail)


def todos(record: dict[str, Any]) -> Iterator[Todo]:
    """Yield a VTODO for each time bound of a record that names a day or a recurrence, in the order of its deadlines.

    The first has the UID `RECORD_ID@zeren`, the others `RECORD_ID-2@zeren` and so on, tied to it by RELATED-TO. DTSTAMP is the
    publication date (else 1970), not the clock, so that the same records give the same bytes.
    """
    document = record["document"]
    published = _day(document["published"])
    uid = f"{record['record_id']}@zeren"
    bounds = list(dict.fromkeys((d["due"], d["rrule"], d["dtstart"]) for d in record["deadlines"] if d["due"] or d["rrule"]))
    number = 0
    for due, rule, begin in bounds:
        todo = Todo()
        if rule:
            start = first(rule, max(filter(None, (published, _day(begin))), default=EPOCH))
            if start is None:
                continue  # a rule without an occurrence has nothing to remind of
            todo.add("dtstart", start)
            todo.add("rrule", vRecur.from_ical(rule))
        else:
            day = _day(due)
            if day is None:
                continue
            todo.add("due", day)
        number += 1
        todo.add("uid", uid if number == 1 else f"{record['record_id']}-{number}@zeren")
        if number > 1:
            todo.add("related-to", uid)
        todo.add("dtstamp", datetime.combine(published or EPOCH, time(), UTC))
        bearers = ", ".join(actor["name"] for actor in record["actors"])
        text = record["action"]["quote"]
        todo.add("summary", _clean(f"{bearers}: {text}" if bearers else text), parameters={"LANGUAGE": record["language"]})
        origin = " · ".join(part for part in (document["title"], document["number"], document["source"]) if part)
        todo.add("description", _clean(f"{record['clause']['quote']}\n{origin}"), parameters={"LANGUAGE": record["language"]})
        todo.add("categories", [record["type"], *record["concepts"]])
        todo.add("status", "NEEDS-ACTION")
        yield todo


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _clean(text: str) -> str:
    return CONTROL.sub(" ", printable(text))
