"""The due days as columns of a table: months, quarters, years or longer, as fine as fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

COLUMNS = 14
HELD = 0.85  # of the due days that the columns hold; what lies before and after has a column each
MONTHS = (1, 3, 12, 60, 240)  # months of a column


@dataclass(frozen=True, slots=True)
class Period:
    """A column: its first and last day, None where it is open; `months` long (0: open)."""

    first: date | None
    last: date | None
    months: int

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def key(self) -> str:
        """Its name: `2026-Q2`, `2026-05`, `2026`, `2026–2030`, `< 2024-10-01`, `> 2030-12-31`."""
        if self.first is None:
            return f"< {self.last + timedelta(1)}" if self.last else "–"
        if self.last is None:
            return f"> {self.first - timedelta(1)}"
        year = self.first.year
        names = {1: f"{year}-{self.first.month:02}", 3: f"{year}-Q{(self.first.month + 2) // 3}", 12: str(year)}
        return names.get(self.months) or f"{year}–{self.last.year}"


def periods(days: Counter[str]) -> list[Period]:
    """Return the columns for some days (ISO dates with their counts), in order; with open columns at the ends where days lie beyond."""
    known = sorted((day, count) for text, count in days.items() if (day := _day(text)))
    if not known:
        return []
    for months in MONTHS:
        low, high, held = _window(known, months)
        if held >= HELD * sum(count for _, count in known):
            break
    found = [_period(index, months) for index in range(low, high + 1)]
    first, last = found[0].first, found[-1].last
    if first and known[0][0] < first:
        found.insert(0, Period(None, first - timedelta(1), 0))
    if last and known[-1][0] > last:
        found.append(Period(last + timedelta(1), None, 0))
    return found


def place(text: str, columns: Sequence[Period]) -> int | None:
    """Return the column that holds a day."""
    day = _day(text)
    return next((index for index, period in enumerate(columns) if day and period.holds(day)), None)


def _index(day: date, months: int) -> int:
    return (day.year * 12 + day.month - 1) // months if months < 60 else (day.year - 1) * 12 // months


def _period(index: int, months: int) -> Period:
    shift = 12 if months >= 60 else 0  # five years end with a plan's year, 2030
    start, stop = index * months + shift, (index + 1) * months + shift
    last = date(stop // 12, stop % 12 + 1, 1) - timedelta(1) if stop // 12 <= date.max.year else date.max
    return Period(date(start // 12, start % 12 + 1, 1), last, months)


def _window(known: list[tuple[date, int]], months: int) -> tuple[int, int, int]:
    """Return the stretch of at most `COLUMNS` columns that holds most days: first column, last one that holds a day, days held."""
    columns = Counter[int]()
    for day, count in known:
        columns[_index(day, months)] += count
    order = sorted(columns)
    best, last, held = (order[0], order[0], 0), 0, 0
    for start in order:
        while last < len(order) and order[last] < start + COLUMNS:
            held += columns[order[last]]
            last += 1
        if held > best[2]:
            best = (start, order[last - 1], held)
        held -= columns[start]
    return best


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
