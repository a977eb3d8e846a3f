"""Recurring times: the period as value and the RFC 5545 rule of its due days (section 7.6 of the time specification)."""

from __future__ import annotations

from typing import Any

from .days import month_end
from .nodes import Cal, Length, Range, Recur, Several
from .unit import QUARTERS, SEASON_CODE, Scope, Unit
from .units import place

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_PARTS_OF_MONTH = {"half_month": ("P15D", "15,-1"), "ten_days": ("P10D", "10,20,-1")}  # counted in each month anew
MIDDLE = 15  # a day of several months up to here follows the end of each period, a later one lies in its last month
_TEN_DAYS = {"start": 10, "early": 10, "mid": 20, "middle": 20, "half1": 15}


def rule(recur: Recur) -> tuple[str, str] | None:
    """Return (value, RRULE) of the recurrence, or None where its place does not exist (30 February of every year)."""
    if recur.unit == "term":
        return "P5Y", ""
    if recur.unit == "hour":
        return f"PT{recur.count}H", "FREQ=HOURLY" + (f";INTERVAL={recur.count}" if recur.count > 1 else "")
    if recur.times and recur.times > 1:
        return _spread(recur)
    if recur.after is not None:
        return _after(recur)
    if recur.where:
        return _where(recur)
    at = recur.at
    if isinstance(at, Several):
        return _listed(recur, at)
    if isinstance(at, Range):
        return _until_range(recur, at)
    if isinstance(at, Cal):
        return _at(recur, at)
    return _period(recur)


def _period(recur: Recur) -> tuple[str, str]:
    unit, count = recur.unit, recur.count
    if unit == "bday":
        return "P1BD", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if unit in _PARTS_OF_MONTH:
        value, days = _PARTS_OF_MONTH[unit]
        return value, f"FREQ=MONTHLY;BYMONTHDAY={days}"
    if unit in ("day", "week"):
        letter, freq = {"day": ("D", "DAILY"), "week": ("W", "WEEKLY")}[unit]
        return f"P{count}{letter}", f"FREQ={freq}" + (f";INTERVAL={count}" if count > 1 else "")
    months = count * _MONTHS[unit]
    if months % 12 == 0:
        years = months // 12
        return f"P{years}Y", "FREQ=YEARLY" + (f";INTERVAL={years}" if years > 1 else "")
    return f"P{months}M", "FREQ=MONTHLY" + (f";INTERVAL={months}" if months > 1 else "") + ";BYMONTHDAY=-1"


def _spread(recur: Recur) -> tuple[str, str]:
    """So many times a period, spread evenly where the months (days) divide."""
    times = recur.times or 1
    if recur.unit in _MONTHS:
        months = recur.count * _MONTHS[recur.unit]
        if months % times == 0:
            return _period(Recur("month", months // times))
    elif recur.unit == "week" and 7 * recur.count % times == 0:
        return _period(Recur("day", 7 * recur.count // times))
    return _period(recur)


def _after(recur: Recur) -> tuple[str, str] | None:
    """A length counted from the end of each period: its days fall in the next one."""
    after: Length = recur.after  # type: ignore[assignment]
    unit, _, amount = after.units[0]
    months, number = 0, 0
    if unit == "month":
        months = int(amount)
    elif unit in ("day", "bday", "week"):
        number = int(amount) * (7 if unit == "week" else 1)
        if unit == "bday":
            number = number * 7 // 5
        while number > 31:
            months, number = months + 1, number - 30
    else:
        return None
    step = recur.count * _MONTHS.get(recur.unit, 0)
    if recur.unit == "week":
        return "P1W", f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[(number - 1) % 7]}"
    if not step:
        return None
    if step == 12:
        month = (months + 1 if number else months) % 12 or 12
        number = number or month_end(2021, month).day
        return f"XXXX-{month:02}" + (f"-{number:02}" if amount != months else ""), f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={number}"
    if step > 1:
        return f"P{step}M", _stepped(step, months + 1 if number else months, number if 0 < number < 31 else -1)
    return f"XXXX-XX-{number:02}" if number else "P1M", f"FREQ=MONTHLY;BYMONTHDAY={number or -1}"


def _stepped(step: int, month: int, number: int) -> str:
    """Return the rule of a day in every so many months, one of which is `month`; it names its months where it would be taken for that
    of others, for a rule tells by its day alone whether it is due in a period's last month or after its end (see `occurrences`)."""
    if 12 % step or month % step == (1 if 0 < number <= MIDDLE else 0):
        return f"FREQ=MONTHLY;INTERVAL={step};BYMONTHDAY={number}"
    months = [str(m) for m in range(1, 13) if m % step == month % step]
    return f"FREQ=YEARLY;BYMONTH={','.join(months)};BYMONTHDAY={number}"


def _where(recur: Recur) -> tuple[str, str]:
    """A day of the first or last month of each period, or its last working day."""
    value, base = _period(recur)
    if recur.where in ("last_workday", "first_workday"):
        place = -1 if recur.where == "last_workday" else 1
        if recur.unit == "quarter" and place == 1:
            base = "FREQ=MONTHLY;BYMONTH=1,4,7,10"
        return value, f"{base.split(';BYMONTHDAY')[0]};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={place}"
    number = monthday(recur.at) if isinstance(recur.at, Cal) else -1
    if value.endswith("Y"):
        month = 1 if recur.where == "first" else 12
        return f"XXXX-{month:02}" + (f"-{number:02}" if number > 0 else ""), f"{base};BYMONTH={month};BYMONTHDAY={number}"
    step = recur.count * _MONTHS.get(recur.unit, 1)
    return value, _stepped(step, 1 if recur.where == "first" else step, number) if step > 1 else f"FREQ=MONTHLY;BYMONTHDAY={number}"


def monthday(at: Cal) -> int:
    """Return the day of its month on which a place is due; -1 is the last."""
    if at.day is None:
        return _TEN_DAYS.get(at.part or "", -1)
    return -1 if at.month and at.day == month_end(2021, at.month).day else at.day


def _at(recur: Recur, at: Cal) -> tuple[str, str] | None:
    before = recur.limit == "before"
    every = f";INTERVAL={recur.count}" if recur.count > 1 else ""
    if recur.unit == "week":
        if at.weekend:
            return "P1W", "FREQ=WEEKLY;BYDAY=SA,SU"
        if at.weekday:
            return f"XXXX-WXX-{at.weekday}", f"FREQ=WEEKLY{every};BYDAY={_WEEKDAYS[at.weekday - 1]}"
        return "P1W", "FREQ=WEEKLY" + (";BYDAY=FR" if at.part == "end" else ";BYDAY=MO" if at.part == "start" else "")
    if at.weekday and at.month is None:
        if recur.unit == "month" and at.nth:
            return "P1M", f"FREQ=MONTHLY{every};BYDAY={at.nth}{_WEEKDAYS[at.weekday - 1]}"
        return (f"XXXX-WXX-{at.weekday}", f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[at.weekday - 1]}") if recur.unit == "day" else None
    if recur.unit in ("month", "quarter"):
        months = recur.count * _MONTHS[recur.unit]
        interval = f";INTERVAL={months}" if months > 1 else ""
        number = at.day or _TEN_DAYS.get(at.part or "", -1)
        if recur.unit == "quarter" and at.part in ("start", "mid") and not at.day:
            return "P3M", _stepped(months, 1 if at.part == "start" else 2, -1)
        return (f"XXXX-XX-{at.day:02}" if at.day and months == 1 else f"P{months}M"), f"FREQ=MONTHLY{interval};BYMONTHDAY={number}"
    if recur.unit == "day":
        return None
    return _in_year(at, every, before)


def _in_year(at: Cal, every: str, before: bool) -> tuple[str, str] | None:
    yearly = f"FREQ=YEARLY{every}"
    if at.month and at.weekday and at.nth:
        return f"XXXX-{at.month:02}", f"{yearly};BYMONTH={at.month};BYDAY={at.nth}{_WEEKDAYS[at.weekday - 1]}"
    if at.festival or at.season:
        unit = place(at.with_(year=2021), Scope(None, "cn", "zh"), "plain")
        if unit is None or unit.first is None:
            return None
        last = unit.last if not before else unit.first.fromordinal(unit.first.toordinal() - 1)
        from .named import LUNAR

        if at.festival in LUNAR or at.festival == "tet_eve":
            return "P1Y", yearly
        value = f"XXXX-{SEASON_CODE[at.season]}" if at.season in SEASON_CODE else f"XXXX-{unit.first:%m-%d}"
        return value, f"{yearly};BYMONTH={last.month};BYMONTHDAY={last.day}"  # type: ignore[union-attr]
    if at.month and at.day:
        if at.lunar:
            return "P1Y", yearly
        if at.day > month_end(2020, at.month).day:
            return None
        month, number = at.month, at.day
        if before and number == 1:
            month, number = (month - 2) % 12 + 1, month_end(2021, (month - 2) % 12 + 1).day
        return f"XXXX-{at.month:02}-{at.day:02}", f"{yearly};BYMONTH={month};BYMONTHDAY={number}"
    if at.month:
        if before and not at.part:
            month = (at.month - 2) % 12 + 1
            return f"XXXX-{at.month:02}", f"{yearly};BYMONTH={month};BYMONTHDAY={month_end(2021, month).day}"
        return f"XXXX-{at.month:02}", f"{yearly};BYMONTH={at.month};BYMONTHDAY={_TEN_DAYS.get(at.part or '', -1)}"
    if at.quarter:
        opens, closes = QUARTERS[at.quarter]
        month = opens - 1 or 12 if before and not at.part else {"start": opens, "mid": opens + 1}.get(at.part or "", closes)
        return f"XXXX-Q{at.quarter}", f"{yearly};BYMONTH={month};BYMONTHDAY=-1"
    if at.half:
        return f"XXXX-H{at.half}", f"{yearly};BYMONTH={6 * at.half};BYMONTHDAY=-1"
    if at.part and at.part[:5] in ("first", "last:"):
        which, count = at.part.split(":")
        month = int(count) if which == "first" else 12
        return f"XXXX-{month:02}", f"{yearly};BYMONTH={month};BYMONTHDAY=-1"
    if at.unit == "month":
        return None
    edge = {"start": (2, -1), "mid": (6, 30)}.get(at.part or "", (12, 31))
    return f"XXXX-{edge[0]:02}", f"{yearly};BYMONTH={edge[0]};BYMONTHDAY={edge[1]}"


def _until_range(recur: Recur, at: Range) -> tuple[str, str] | None:
    """From day to day of every year (month): due on the last."""
    if at.end is None or at.start is None:
        return _period(recur)
    if recur.unit == "week" and at.start.weekday and at.end.weekday:
        return _weekdays(recur, list(range(at.start.weekday, at.end.weekday + 1)))
    end = at.end if at.end.month or not at.start.month else at.end.with_(month=at.start.month)
    found = _at(recur, end)
    start = _at(recur, at.start)
    return (f"{start[0]}/{found[0]}", found[1]) if found and start else found


def _listed(recur: Recur, at: Several) -> tuple[str, str] | None:
    """Several places in each period: one rule, where they are evenly spread by months."""
    items: list[Any] = [i.end if isinstance(i, Range) else i for i in at.items]
    if recur.unit == "week":
        return _weekdays(recur, [i.weekday for i in items if i.weekday])
    if recur.unit == "month" and all(i.weekday and i.nth for i in items):
        return "P1M", f"FREQ=MONTHLY;BYDAY={','.join(f'{i.nth}{_WEEKDAYS[i.weekday - 1]}' for i in items)}"
    last = items[-1]
    days: set[int] = set()
    months: list[int] = []
    for item in items:
        item = item.with_(part=item.part or last.part)
        if item.quarter:
            item = Cal(month=QUARTERS[item.quarter][1])
        if item.half:
            item = Cal(month=6 * item.half)
        if recur.unit == "month" and item.day:
            days.add(item.day)
            continue
        if not item.month and item.finest() == "year":
            item = Cal(month={"start": 2, "mid": 6}.get(item.part or "", 12))
        if not item.month:
            return _period(recur)
        opens = recur.limit == "before" and item.day == 1  # the first of a month does not count
        months.append((item.month - 2) % 12 + 1 if opens else item.month)
        days.add(-1 if opens else monthday(item))
    numbers = ",".join(map(str, sorted(days)))
    months.sort()
    if not months:
        return "/".join(f"XXXX-XX-{day:02}" for day in sorted(days)), f"FREQ=MONTHLY;BYMONTHDAY={numbers}"
    step = 12 // len(months)
    if len(days) == 1 and step > 1 and months[0] <= step and months == list(range(months[0], 13, step)):
        return f"P{step}M", _stepped(step, months[0], days.pop())
    return "/".join(f"XXXX-{m:02}" for m in months), f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY={numbers}"


def _weekdays(recur: Recur, days: list[int]) -> tuple[str, str] | None:
    """Several days of every week."""
    every = f";INTERVAL={recur.count}" if recur.count > 1 else ""
    values = f"XXXX-WXX-{days[0]}/XXXX-WXX-{days[-1]}" if days else ""
    return (values, f"FREQ=WEEKLY{every};BYDAY={','.join(_WEEKDAYS[d - 1] for d in days)}") if days else None


def bounded(rrule: str, bounds: Unit | None) -> str:
    """Return the rule with the last day of its bounds, where it has one."""
    return f"{rrule};UNTIL={bounds.last:%Y%m%d}" if rrule and bounds and bounds.last else rrule
