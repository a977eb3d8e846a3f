"""What people enter about a commitment: checked field by field, written as one event, never written over by an import."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from pipeline.register.days import Order, read_day
from pipeline.register.errors import RegisterError
from pipeline.register.journal import Journal
from pipeline.register.plan import plan
from pipeline.register.tables import commitments, links, tracking

STATUSES = ("not_started", "in_progress", "done", "late", "dropped", "disputed")
DAYS = ("due", "done_on")
TEXTS = ("owner", "recipient", "consequence", "note")
FIELDS = ("status", "progress", "owner", "due", "done_on", "recipient", "consequence", "grade", "evidence", "note")
UNTOUCHED: dict[str, Any] = dict.fromkeys(FIELDS) | {"status": "not_started", "evidence": "[]"}
LONGEST = 30_000  # letters of a text: a spreadsheet's cell holds them all
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
WEB = ("http", "https", "ftp")
SHOWN = 10
Row = dict[str, Any]


class EntryError(ValueError):
    """An entry that cannot be taken; the message says what to write instead."""


def parse(field: str, text: str, order: Order = "day_first", held: Iterable[Row] = ()) -> Any:
    """Return the value of a field as entered; an empty text clears it. EntryError says what to write instead.

    Evidence comes as a list of {"place", "sha256"}, one for each line or ` ; `; `held` is what stands there already: of it, a file
    that is no longer at its place is kept as it was.
    """
    if field not in FIELDS:
        raise EntryError(f"{field!r} is no field; choose one of {', '.join(FIELDS)}")
    if CONTROL.search(text):
        raise EntryError(f"{field}: holds a control character; take it out")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise EntryError(f"{field}: {len(text)} letters; at most {LONGEST} are kept, put the rest into a file and name it as evidence")
    if field == "evidence":
        known = {row["place"]: row for row in held}
        return [known.get(place) or evidence(place) for place in dict.fromkeys(re.split(r"\n| ; ", text)) if place.strip()]
    if field == "status":
        return _status(text)
    if not text:
        return None
    if field == "progress":
        return _progress(text)
    if field == "grade":
        return _grade(text)
    if field in DAYS:
        try:
            return read_day(text, order).isoformat()
        except ValueError as error:
            raise EntryError(f"{field}: {error}") from None
    return text


def evidence(place: str) -> Row:
    """Return a piece of evidence: an address on the web, or a file with the SHA-256 of its bytes."""
    place = place.strip()
    scheme = urlsplit(place).scheme.lower()
    if scheme in WEB and "://" in place:
        if not urlsplit(place).netloc or any(c.isspace() for c in place):
            raise EntryError(f"evidence: {place!r} is no web address; write it as in https://example.org/report.pdf")
        return {"place": place, "sha256": None}
    try:
        with Path(place).open("rb") as file:
            return {"place": place, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EntryError(f"evidence: {place!r}: {reason}; name a file that can be read, or an address that begins with https://") from None


def find(connection: Connection, beginning: str) -> str:
    """Return the id of the one commitment that begins so; RegisterError where there is none, or more than one."""
    c = commitments.c
    if not re.fullmatch(r"[\w.:-]+", beginning):
        raise RegisterError(f"{beginning!r} is no record id; ids stand in the first column of `zeren register list`")
    wanted = c.record_id.startswith(beginning, autoescape=True)
    found = connection.execute(select(c.record_id, c.type, c.action).where(wanted).order_by(c.record_id).limit(SHOWN + 1)).all()
    if not found:
        raise RegisterError(f"{beginning}: no commitment with an id that begins so; ids stand in the first column of `zeren register list`")
    exact = [row for row in found if row.record_id == beginning] or found
    if len(exact) > 1:
        lines = [f"  {row.record_id}  {row.type}  {' '.join(row.action.split())[:60]}" for row in exact[:SHOWN]]
        more = ["  …"] if len(exact) > SHOWN else []
        raise RegisterError("\n".join([f"{beginning}: more than one commitment begins so; give more of the id:", *lines, *more]))
    return str(exact[0].record_id)


def successor(connection: Connection, record_id: str) -> str | None:
    """Return the record that has taken a superseded one's place, through all versions; None where it still stands for itself."""
    seen: set[str] = set()
    at: str | None = record_id
    state = commitments.c.state
    while at is not None and at not in seen:
        seen.add(at)
        if connection.execute(select(state).where(commitments.c.record_id == at)).scalar() != "superseded":
            return at if at != record_id else None
        at = connection.execute(select(links.c.new).where(links.c.old == at).order_by(links.c.score.desc()).limit(1)).scalar()
    return None


def entered(connection: Connection, record_id: str) -> Row:
    """Return what people entered about a commitment, as stored; the untouched state where nobody did."""
    found = connection.execute(select(tracking).where(tracking.c.record_id == record_id)).mappings().first()
    return dict(found) if found else {**UNTOUCHED, "record_id": record_id, "attention": None, "version": 0}


def write(connection: Connection, journal: Journal, record_id: str, values: Row, today: date | None = None) -> Row:
    """Write parsed values of a commitment's fields and return those that changed; evidence is the whole list.

    A commitment set to done without a day is done `today`. Where nothing changes nothing is written.
    """
    held = entered(connection, record_id)
    wanted = dict(values)
    if wanted.get("status") == "done" and held["status"] != "done" and "done_on" not in wanted and today:
        wanted["done_on"] = today.isoformat()
    if "evidence" in wanted:
        wanted["evidence"] = json.dumps(wanted["evidence"], ensure_ascii=False)
    changed = {name: value for name, value in wanted.items() if held[name] != value}
    if not changed and not (values and held["attention"]):
        return {}
    before = {name: held[name] for name in changed}
    if held["attention"]:
        before["attention"] = held["attention"]
    version = journal.write("set", record_id, before, changed)
    row = {name: wanted.get(name, held[name]) for name in FIELDS} | {"attention": None, "version": version}
    if held["version"]:
        connection.execute(update(tracking).where(tracking.c.record_id == record_id).values(**row))
    else:
        connection.execute(insert(tracking), row | {"record_id": record_id})
    return changed


def assign(connection: Connection, journal: Journal, record_id: str, pairs: Iterable[str], today: date) -> Row:
    """Take `field=value` pairs for one commitment and return the fields that changed; evidence is added to what is there.

    RegisterError names every pair that cannot be taken, and nothing is written.
    """
    later = successor(connection, record_id)
    if later:
        raise RegisterError(f"{record_id}: the text was amended, and {later} has taken its place; enter this there")
    held = json.loads(entered(connection, record_id)["evidence"])
    values: Row = {}
    wrong = []
    for pair in pairs:
        field, equals, text = pair.partition("=")
        try:
            if not equals:
                raise EntryError(f"{pair!r}: write field=value, with one of {', '.join(FIELDS)}")
            value = parse(field.strip(), text)
            if field.strip() == "evidence" and value:
                value = list({row["place"]: row for row in [*values.get("evidence", held), *value]}.values())
            values[field.strip()] = value
        except EntryError as error:
            wrong.append(str(error))
    if wrong:
        raise RegisterError("\n".join(wrong) + "\nnothing was changed")
    return write(connection, journal, record_id, values, today)


def shown(field: str, value: Any) -> str:
    """Return a stored entry as people read and write it: empty where there is none, evidence by its places."""
    if field == "evidence":
        return " ; ".join(piece["place"] for piece in json.loads(value or "[]"))
    return "" if value is None else str(value)


def _status(text: str) -> str:
    folded = re.sub(r"[\s-]+", "_", text.casefold()) or "not_started"
    if folded not in STATUSES:
        raise EntryError(f"status: {text!r} is none; choose one of {', '.join(STATUSES)}")
    return folded


def _progress(text: str) -> int:
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*[%％]?", text)
    if not found or int(found[1]) > 100:
        raise EntryError(f"progress: {text!r} is none; write a whole number from 0 to 100")
    return int(found[1])


def _grade(text: str) -> str:
    folded = re.sub(r"[\s-]+", "_", text.casefold())
    if folded not in plan().grades:
        raise EntryError(f"grade: {text!r} is none; choose one of {', '.join(plan().grades)} (config/review.yaml)")
    return folded
