"""What an expression says, before it is known when it was said: the trees that the grammar builds.

Nothing here knows the publication date; `resolve` and `recur` turn a tree into days and values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Cal:
    """A place in the calendar; what is not said is None. Fields that start with `r` count from the publication date (0 = this).

    `part` is a part of the finest unit named (`start`, `mid`, `end`, `early`, `middle`, `late` for the ten-day periods, `half1` and `half2`
    of a month or school year, `first:N`, `last:N` and `nth:N` for months, years or quarters of it); `myear`, `mmonth` and `mday` count
    from the date mentioned before; `festival`, `season` and `named` are keys of the tables in `named`; `unit` is the finest unit where it
    is named without a number (年底 has the unit `year`); `lunar` says that month and day are those of the lunar calendar; `stem` is the
    place of the year in the cycle of sixty; `edge` is a day of the unit (`first`, `last`, `first_bday`, `last_bday`).
    """

    year: int | None = None
    short: bool = False
    ryear: int | None = None
    myear: int | None = None
    half: int | None = None
    quarter: int | None = None
    rquarter: int | None = None
    month: int | None = None
    rmonth: int | None = None
    mmonth: int | None = None
    day: int | None = None
    rday: int | None = None
    mday: int | None = None
    rweek: int | None = None
    weekday: int | None = None
    nth: int | None = None
    decade: int | None = None
    century: int | None = None
    rcentury: int | None = None
    part: str | None = None
    festival: str | None = None
    season: str | None = None
    named: str | None = None
    number: int | None = None
    span: tuple[int, int] | None = None
    lunar: bool = False
    weekend: bool = False
    unit: str | None = None
    stem: int | None = None
    edge: str | None = None

    def given(self) -> dict[str, Any]:
        """Return the fields that are said."""
        return {name: value for name, value in zip(CAL_FIELDS, _CAL_VALUES(self), strict=True) if value is not None and value is not False}

    def finest(self) -> str:
        """Return the name of the finest unit that is said or meant."""
        if self.edge or self.day is not None or self.mday is not None or self.rday is not None or self.weekday is not None or self.festival:
            return "day"
        if self.rweek is not None:
            return "week"
        if self.month is not None or self.rmonth is not None or self.mmonth is not None:
            return "month"
        if self.quarter is not None or self.rquarter is not None:
            return "quarter"
        if self.half is not None:
            return "half"
        if self.season is not None:
            return "season"
        if self.year is not None or self.ryear is not None or self.myear is not None or self.stem is not None:
            return "year"
        return self.unit or "none"

    def with_(self, **fields: Any) -> Cal:
        """Return a copy with `fields` set."""
        return replace(self, **fields)


CAL_FIELDS = tuple(f.name for f in fields(Cal))
_CAL_VALUES = attrgetter(*CAL_FIELDS)


@dataclass(frozen=True, slots=True)
class Range:
    """From one place in the calendar to another, both included; either may be open (None) or `now`."""

    start: Cal | None
    end: Cal | None


@dataclass(frozen=True, slots=True)
class Several:
    """Places named side by side that are times of their own; each has its span of tokens (first, past the last)."""

    items: tuple[Any, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; each unit is (least, most), and `vague` says that the number was not given (几天, vài ngày)."""

    units: tuple[tuple[str, float, float], ...]
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A place or length with the words that say how the action stands to it."""

    kind: str
    node: Any


@dataclass(frozen=True, slots=True)
class Offset:
    """A length counted from an anchor: `shape` is `within` (the window up to it), `after` (its far end, then open), `before`,
    `at`, or `from` the place `point`.

    `anchor` is `publication`, `effective`, `event`, `mention`; `event` is the stretch of tokens that names it.
    """

    length: Length
    anchor: str | None
    shape: str
    event: tuple[int, int] | None = None
    point: Any = None


@dataclass(frozen=True, slots=True)
class Recur:
    """Every `count` `unit`s, on the place `at` in each, `times` times; `after` is counted from the end of each."""

    unit: str
    count: int = 1
    at: Any = None
    times: int | None = None
    after: Length | None = None
    limit: str | None = None
    least: bool = False
    where: str | None = None
    bounds: Any = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Vague:
    """A time with no calendar value: `FUTURE_REF`, `PAST_REF`, `PRESENT_REF`, `PX`, or an event's own day (`event`)."""

    value: str
    timex: str = "DATE"
    mod: str | None = None
    role: str | None = None
    event: tuple[int, int] | None = None


@dataclass(slots=True)
class Token:
    """A stretch of the view with its class (one character of the grammar's alphabet) and what it means."""

    kind: str
    start: int
    end: int
    value: Any = field(default=None)
