"""The due days of a recurring duty (section 7.6 of the time specification): occurrences of its rule on or after publication.

A record holds the rule and, where its text names one, the day from which it holds; else that is the publication. A duty with no day in
it is due on the last day of each period, counted in the calendar's own years, halves, quarters and weeks: DTSTART is the last day of the
period that contains that beginning. A rule over several months that names a day up to the middle of the month is due after the period's
end (the report of a quarter on the 15th), one that names a later day in the period's last month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from .recur import MIDDLE

PARTS = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"}
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # days of each month
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Around:
    """The occurrences around a day: the last before it (`last`, with the one before that, `earlier`) and the first on or after it."""

    earlier: date | None
    last: date | None
    next: date | None


def start(rule: str, published: date) -> date:
    """Return the DTSTART of a rule in a document published on a day; ValueError where it is no rule of days."""
    parts = _parts(rule)
    step = int(parts.get("INTERVAL", "1"))
    freq = parts.get("FREQ")
    if freq == "WEEKLY" and "BYDAY" not in parts:
        return published + timedelta(days=SUNDAY - published.weekday(), weeks=step - 1)
    if freq == "DAILY":
        return published + timedelta(days=step - 1)
    if freq == "YEARLY":
        year = published.year + step - 1
        return (
            date(year, 12, 31)
            if not {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO"} & set(parts)
            else _in_year(year, published)
        )
    if freq == "MONTHLY" and step > 1:
        return _in_period(step, parts.get("BYMONTHDAY"), published)
    return published


def _parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule; ValueError where it is not one of days, or names none: that of 31 February would be sought for ever."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    if set(parts) - PARTS or parts.get("FREQ") not in FREQUENCIES:
        raise ValueError(f"{rule!r}: no rule of days")
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [int(day) for day in parts.get("BYMONTHDAY", "1").split(",")]
    if not any(1 <= abs(day) <= LONGEST[month - 1] for month in months if 1 <= month <= 12 for day in days):
        raise ValueError(f"{rule!r}: no such day")
    return parts


def _in_year(year: int, published: date) -> date:
    return published if year == published.year else date(year, 1, 1)


def _in_period(months: int, monthday: str | None, published: date) -> date:
    """Return the first day of the month in which the period that holds `published` is due, or `published` where that is later in it."""
    if 12 % months == 0:
        last = date(published.year, 1, 1) + relativedelta(months=(published.month - 1) // months * months + months - 1)
    elif months % 12 == 0:
        last = date(published.year + months // 12 - 1, 12, 1)
    else:
        last = published.replace(day=1) + relativedelta(months=months - 1)
    day = int(monthday) if monthday and re.fullmatch(r"-?\d+", monthday) else -1
    if 0 < day <= MIDDLE:
        first = last + relativedelta(months=1)
        before = first - relativedelta(months=months)
        return before if date(before.year, before.month, day) >= published else first
    return last


@lru_cache(maxsize=1 << 16)
def around(rule: str, published: date, on: date) -> Around:
    """Return the occurrences around `on`; none where the rule is none or has no occurrence."""
    try:
        first = start(rule, published)
        begin, floor = (_near(rule, first, on), published) if on > published else (first, published)
        found = _around(rule, begin, on)
    except (ValueError, OverflowError, TypeError):
        return Around(None, None, None)
    last = found.last if found.last and found.last >= floor else None
    earlier = found.earlier if last and found.earlier and found.earlier >= floor else None
    following = found.next
    if following is not None and following < floor:
        following = _around(rule, begin, floor).next
    return Around(earlier, last, following)


def _near(rule: str, first: date, on: date) -> date:
    """Return a DTSTART shortly before `on` that gives the same occurrences from then on, so that old rules cost no more than new ones."""
    parts = _parts(rule)
    if "COUNT" in parts or on <= first:
        return first
    step = int(parts.get("INTERVAL", "1"))
    freq = parts.get("FREQ")
    if freq in ("YEARLY", "MONTHLY"):
        months = step * (12 if freq == "YEARLY" else 1)
        back = ((on.year - first.year) * 12 + on.month - first.month) // months - 3
        if back <= 0:
            return first
        moved = first + relativedelta(months=back * months)
        named = {"BYMONTHDAY", "BYDAY", "BYMONTH", "BYYEARDAY", "BYSETPOS"} & set(parts)
        return moved.replace(day=1) if named else moved
    days = {"WEEKLY": 7, "DAILY": 1}.get(freq or "", 1) * (step if freq in ("WEEKLY", "DAILY") else 1)
    back = (on - first).days // days - 3
    if freq not in ("WEEKLY", "DAILY"):  # by the hour: the phase inside the day tells nothing about days
        back -= step // 24 * 3
    return first + timedelta(days=back * days) if back > 0 else first


@lru_cache(maxsize=1 << 16)
def _around(rule: str, begin: date, on: date) -> Around:
    found = rrulestr(rule, dtstart=datetime.combine(begin, time()))
    moment = datetime.combine(on, time())
    last = found.before(moment)
    earlier = found.before(datetime.combine(last.date(), time())) if last else None
    following = found.after(moment, inc=True)
    return Around(earlier.date() if earlier else None, last.date() if last else None, following.date() if following else None)


def first(rule: str, published: date) -> date | None:
    """Return the first occurrence on or after publication, or None where there is none."""
    return around(rule, published, published).next
