"""A resolved place in the calendar, and what is known where it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import days
from .nodes import Cal


@dataclass(slots=True)
class Unit:
    """A resolved place: its value, its first and last day, and the due day of an act in it.

    `grain` is `day`, `week`, `month`, `quarter`, `half`, `season`, `year`, `decade`, `event` (a festival) or `interval`; the days are None
    where the year is not known.
    """

    value: str
    first: date | None
    last: date | None
    due: date | None
    grain: str
    mod: str | None = None
    precision: str = "exact"
    anchor: str | None = None
    opens: date | None = None  # first day of the part's window, where it is not `first`


@dataclass(slots=True)
class Scope:
    """What is known at a place of the text: publication, stated years, dates before, and how the sentence speaks."""

    published: date | None
    country: str
    language: str
    year: int | None = None  # stated earlier in the sentence, in the heading or by an annual title
    month: date | None = None  # a day of the month stated earlier in the sentence, which holds for a bare day or ten days after it
    mention: date | None = None
    mood: str = "plain"
    effective: date | None = None
    alone: bool = True  # whether the expression is all that is said
    body: str = ""  # kind of term of the body named, see `named.TERMS`; `local` for a local party committee


SEASON_CODE = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
PART_MOD = {
    "start": "START",
    "mid": "MID",
    "end": "END",
    "early": "START",
    "middle": "MID",
    "late": "END",
    "half1": "START",
    "half2": "END",
}
TEN_DAYS = {
    "start": (1, 10),
    "early": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "end": (21, 31),
    "late": (21, 31),
    "half1": (1, 15),
    "half2": (16, 31),
}


def unknown(cal: Cal) -> Unit | None:
    """The value with the unknown year as X, and no day."""
    if cal.month is not None:
        value = f"XXXX-{cal.month:02}" + (f"-{cal.day:02}" if cal.day else "")
        valid = not cal.day or days.day(2000, cal.month, cal.day)
        return Unit(value, None, None, None, "day" if cal.day else "month", precision="unresolved") if valid else None
    if cal.day is not None:
        return Unit(f"XXXX-XX-{cal.day:02}", None, None, None, "day", precision="unresolved")
    if cal.quarter is not None:
        return Unit(f"XXXX-Q{cal.quarter}", None, None, None, "quarter", precision="unresolved")
    if cal.half is not None:
        return Unit(f"XXXX-H{cal.half}", None, None, None, "half", precision="unresolved")
    if cal.weekday is not None:
        return Unit(f"XXXX-WXX-{cal.weekday}", None, None, None, "day", precision="unresolved")
    if cal.rmonth is not None or cal.mmonth is not None or cal.unit == "month":
        return Unit("XXXX-XX", None, None, None, "month", precision="unresolved")
    if cal.rquarter is not None or cal.unit == "quarter":
        return Unit("XXXX-QX", None, None, None, "quarter", precision="unresolved")
    if cal.rday is not None or cal.mday is not None:
        return Unit("XXXX-XX-XX", None, None, None, "day", precision="unresolved")
    if cal.rweek is not None or cal.weekend:
        return Unit("XXXX-WXX", None, None, None, "week", precision="unresolved")
    grain = "event" if cal.festival or cal.season else "year"
    return Unit("XXXX", None, None, None, grain, mod=PART_MOD.get(cal.part or ""), precision="unresolved")
