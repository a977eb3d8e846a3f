"""What an import of a run's records found."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class Report:
    """What an import found, in records, and the documents that were amended (old and new id)."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    superseded: int = 0
    vanished: int = 0
    tracked_vanished: int = 0
    amended: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> Row:
        """Return the counts as a row of a listing."""
        return asdict(self) | {"amended": [" → ".join(pair) for pair in self.amended]}
