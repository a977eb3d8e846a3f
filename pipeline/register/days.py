"""Read days as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

Order = Literal["day_first", "month_first"]

YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
CLOCK = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
SERIAL_START = date(1899, 12, 30)  # day 0 of the spreadsheets' count, for every day after February 1900


def read_day(text: str, order: Order = "day_first") -> date:
    """Return the day a text names: 2026-06-30, 30/6/2026, 30.06.2026, 2026年6月30日, or a spreadsheet's number of the day.

    A clock time is left aside; `order` decides 6/7/2026. ValueError says what to write instead.
    """
    written = CLOCK.sub("", " ".join(text.split()))
    try:
        if found := YEAR_FIRST.fullmatch(written):
            year, month, day = map(int, found.groups())
            return date(year, month, day)
        if found := YEAR_LAST.fullmatch(written):
            first, second, year = map(int, found.groups())
            day, month = (first, second) if order == "day_first" else (second, first)
            return date(year, month, day)
        if SERIAL.fullmatch(written):
            return SERIAL_START + timedelta(days=int(float(written)))
    except ValueError:
        pass
    raise ValueError(f"{text!r} is no day; write it as in 2026-06-30")


def order_of(values: Iterable[str]) -> Order | None:
    """Return how a column writes its days, told by those that can be read in one way only; None where none tells or they disagree."""
    firsts, seconds = 0, 0
    for value in values:
        if found := YEAR_LAST.fullmatch(CLOCK.sub("", " ".join(value.split()))):
            firsts, seconds = max(firsts, int(found[1])), max(seconds, int(found[2]))
    if (firsts > 12) == (seconds > 12):
        return None
    return "day_first" if firsts > 12 else "month_first"


def parse_day(value: str | None) -> date | None:
    """Return an ISO date of the register, or None."""
    return date.fromisoformat(value) if value else None


def day_of(value: date | datetime) -> date:
    """Return the day of a date or time."""
    return value.date() if isinstance(value, datetime) else value
