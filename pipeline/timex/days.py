"""Arithmetic of days: units of the calendar, lengths, working days, lunar dates. Nothing here reads today's date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from dateutil.relativedelta import relativedelta

from .nodes import Length

DAY = timedelta(days=1)
_ISO = {"year": "Y", "month": "M", "week": "W", "day": "D", "bday": "BD"}
_ISO_TIME = {"hour": "H", "minute": "M"}


def day(year: int, month: int, number: int) -> date | None:
    """Return the day, or None where the calendar has none (30 February)."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """Return the last day of the month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def iso(length: Length, most: bool = True) -> str:
    """Return the ISO 8601 duration of the greater (lesser) end of `length`; working days are `BD`, an unknown number is `X`."""
    days = "".join(f"{_number(high if most else low, length.vague)}{_ISO[unit]}" for unit, low, high in length.units if unit in _ISO)
    times = "".join(
        f"{_number(high if most else low, length.vague)}{_ISO_TIME[unit]}" for unit, low, high in length.units if unit in _ISO_TIME
    )
    return "P" + days + (f"T{times}" if times else "")


def _number(amount: float, vague: bool) -> str:
    return "X" if vague else f"{amount:g}"


def value(length: Length) -> str:
    """Return the value of a length, `P3M..P6M` for a range."""
    low, high = iso(length, most=False), iso(length)
    return high if low == high else f"{low}..{high}"


def add(start: date, length: Length, sign: int = 1, country: str = "cn") -> tuple[date, bool] | None:
    """Return the day `length` (its greater end) from `start` on or back, and whether it is exact; None for hours or beyond the calendar."""
    if length.vague or any(unit in _ISO_TIME for unit, _, _ in length.units):
        return None
    exact = True
    result = start
    try:
        for unit, _, amount in length.units:
            if unit == "bday":
                found = working_days(result, ceil(amount) * sign, country)  # half a day ends on that day
                result, exact = found[0], exact and found[1]
            else:
                result += relativedelta(**{unit + "s": int(amount) * sign})
    except (ValueError, OverflowError):
        return None
    return result, exact


@lru_cache(maxsize=4096)
def working_days(start: date, count: int, country: str) -> tuple[date, bool]:
    """Return the `count`-th working day after (before, if negative) `start`, and whether the holidays of those years are known."""
    step = DAY if count > 0 else -DAY
    current, left, exact = start, abs(count), True
    if left > 5000:
        raise OverflowError(count)
    while left:
        current += step
        working, known = is_working(current, country)
        exact = exact and known
        left -= working
    return current, exact


def is_working(current: date, country: str) -> tuple[bool, bool]:
    """Return whether the day is a working day, and whether that year's holidays are known."""
    if country == "cn":
        from chinese_calendar import is_workday

        try:
            return bool(is_workday(current)), True
        except NotImplementedError:
            return current.weekday() < 5, False
    return current.weekday() < 5 and current not in _viet_holidays(current.year), 2007 <= current.year <= 2030


@lru_cache(maxsize=64)
def _viet_holidays(year: int) -> frozenset[date]:
    from holidays.countries import VN

    return frozenset(VN(years=year))


def lunar(year: int, month: int, number: int) -> date | None:
    """Return the day of the lunar calendar's date, or None where it has none (1900 to 2099)."""
    from lunardate import LunarDate

    try:
        return LunarDate(year, month, number).to_solar_date()
    except (ValueError, IndexError):
        return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth (-1: last) weekday (1 Monday to 7 Sunday) of the month, or None."""
    if nth == -1:
        last = month_end(year, month)
        return last - (last.isoweekday() - weekday) % 7 * DAY
    first = date(year, month, 1)
    return day(year, month, 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
