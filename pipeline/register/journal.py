"""Write events: who changed what, when and why. Nothing changes in a register without one."""

from __future__ import annotations

import getpass
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from pipeline.register.content import storable
from pipeline.register.tables import events

CHUNK = 5000


@dataclass(slots=True)
class Journal:
    """The events of one transaction: all by one author, at one time, for one reason."""

    connection: Connection
    who: str
    why: str | None = None
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="microseconds"))
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, record_id: str | None = None, before: Any = None, after: Any = None, document_id: str | None = None) -> None:
        """Note an event; `flush` writes it."""
        self.waiting.append(self._row(kind, record_id, before, after, document_id))

    def write(self, kind: str, record_id: str, before: Any, after: Any, why: str | None = None) -> int:
        """Write an event at once and return its number."""
        row = self._row(kind, record_id, before, after, None) | ({"why": storable(why)} if why else {})
        return int(self.connection.execute(insert(events).returning(events.c.id), row).scalar_one())

    def flush(self) -> None:
        """Write what was noted, in order."""
        for start in range(0, len(self.waiting), CHUNK):
            self.connection.execute(insert(events), self.waiting[start : start + CHUNK])
        self.waiting.clear()

    def _row(self, kind: str, record_id: str | None, before: Any, after: Any, document_id: str | None) -> dict[str, Any]:
        return {
            "at": self.at,
            "who": storable(self.who),
            "kind": kind,
            "record_id": record_id,
            "document_id": document_id,
            "why": storable(self.why),
            "before": None if before is None else _json(before),
            "after": None if after is None else _json(after),
        }


def author() -> str:
    """Return the name that events carry unless another is given: the account's."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace").decode("utf-8")
