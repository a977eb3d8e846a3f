"""From a place in the calendar to its days: which year is meant, which unit, which part of it (sections 3, 5 and 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from . import days, named, periods
from .days import DAY, month_end
from .nodes import Cal
from .unit import PART_MOD, QUARTERS, SEASON_CODE, TEN_DAYS, Scope, Unit, unknown


def place(cal: Cal, scope: Scope, wish: str) -> Unit | None:
    """Return the unit that `cal` names in `scope`, or None where the calendar has no such day; `wish` is the role it has to serve.

    `wish` is `deadline`, `start`, `earliest` (the first occurrence not over at publication is meant), `reference` (the last begun) or
    `plain` (the year of publication).
    """
    if cal.edge:
        return _edge(cal, place(cal.with_(edge=None), scope, wish), scope)
    if cal.named:
        return periods.stretch(cal, scope)
    if cal.decade is not None or cal.century is not None or (cal.rcentury is not None):
        return periods.century(cal, scope)
    if scope.month is not None and _bare(cal):
        return _anchored(_in_year(cal.with_(month=scope.month.month), scope.month.year, scope, wish), "mention")
    known = _year(cal, scope)
    if known is not None:
        year, anchor = known
        return _anchored(_in_year(cal, year, scope, wish), anchor)
    if _absolute(cal, scope):
        return _in_year(cal, 0, scope, wish)
    if (scope.published is None and scope.year is None) or (cal.ryear is not None and scope.published is None):
        return unknown(cal)
    if (
        scope.year is not None
        and cal.finest() != "year"
        and not (cal.day and cal.month is None)
        and not cal.weekday
        and not (cal.unit == "month" and cal.month is None)
    ):
        return _anchored(_in_year(cal, scope.year, scope, wish), "mention")
    if scope.year is not None and (cal.unit == "year" or (cal.unit == "quarter" and cal.part)):
        return _anchored(_in_year(cal, scope.year, scope, wish), "mention")
    if scope.published is None or cal.mday is not None:
        return unknown(cal)
    return _nearest(cal, scope, wish)


def _edge(cal: Cal, unit: Unit | None, scope: Scope) -> Unit | None:
    """Return the first or last (working) day of the unit."""
    if unit is None or unit.first is None or unit.last is None:
        return unit
    opens = (cal.edge or "").startswith("first")
    found, exact = unit.first if opens else unit.last, True
    if (cal.edge or "").endswith("bday"):
        found, exact = days.working_days(unit.first - DAY if opens else unit.last + DAY, 1 if opens else -1, scope.country)
    return Unit(found.isoformat(), found, found, found, "day", anchor=unit.anchor, precision="exact" if exact else "vague")


def _year(cal: Cal, scope: Scope) -> tuple[int, str | None] | None:
    if cal.year is not None:
        if not cal.short:
            return cal.year, None
        year = 2000 + cal.year
        return (year if scope.published is None or year <= scope.published.year + 10 else 1900 + cal.year), None
    if cal.stem is not None:
        return (named.lunar_year(cal.stem, scope.published.year), None) if scope.published else None
    if cal.ryear == 0 and cal.unit == "year" and cal.part is None and scope.year is not None:
        return scope.year, "mention"  # trong năm: in the year that the title or the sentence names
    if cal.ryear is not None and scope.published:
        return scope.published.year + cal.ryear, "publication"
    if cal.myear is not None:
        base = scope.mention or scope.published
        return (base.year + cal.myear, "mention") if base else None
    return None


def _bare(cal: Cal) -> bool:
    """Whether a day, or the ten days or half of a month, is all that is said: 19日, 中旬."""
    return cal == Cal(day=cal.day) if cal.day else cal == Cal(part=cal.part) and cal.part in ("early", "middle", "late", "half1", "half2")


def _absolute(cal: Cal, scope: Scope) -> bool:
    """Whether the place is counted from publication or mention and so needs no year."""
    if cal.mday is not None:
        return scope.mention is not None or (scope.alone and scope.published is not None)
    relative = cal.rday, cal.rweek, cal.rmonth, cal.rquarter
    return (scope.published is not None and any(r is not None for r in relative)) or (
        cal.mmonth is not None and (scope.mention or scope.published) is not None
    )


def _nearest(cal: Cal, scope: Scope, wish: str) -> Unit | None:
    published = scope.published
    assert published is not None
    ahead = wish in ("deadline", "during", "start", "earliest")
    if (cal.weekday and cal.month is None and not cal.nth) or cal.weekend:
        monday = published - timedelta(days=published.weekday())
        weekdays = [_weekday(cal, monday + timedelta(days=7 * w), "publication") for w in ((0, 1) if wish != "reference" else (0, -1))]
        near = [u for u in weekdays if (u.last >= published if wish != "reference" else u.first <= published)]  # type: ignore[operator]
        return near[0] if near else weekdays[0]
    if (
        (cal.day and cal.month is None)
        or (cal.unit == "month" and cal.month is None)
        or (cal.part in ("early", "middle", "late", "half1", "half2") and cal.month is None)
    ):
        candidates = [(published.year + (published.month - 1 + k) // 12, (published.month - 1 + k) % 12 + 1) for k in (-2, -1, 0, 1, 2)]
        units = [_in_year(cal.with_(month=m), y, scope, wish) for y, m in candidates]
        here = 2
    elif cal.unit == "quarter" and cal.quarter is None:
        now = (published.month - 1) // 3
        candidates = [(published.year + (now + k) // 4, (now + k) % 4 + 1) for k in (-1, 0, 1)]
        units = [_in_year(cal.with_(quarter=q), y, scope, wish) for y, q in candidates]
        here = 1
    else:
        units = [_in_year(cal, published.year + k, scope, wish) for k in (-1, 0, 1)]
        here = 1
    current = [u for u in units if u and u.first and u.last and u.first <= published <= u.last] if cal.season else []
    if current and wish in ("during", "plain"):
        chosen: Unit | None = current[0]  # in the dry season that has begun, not in the next one
    elif ahead:
        fits = [u for u in units if u and u.due and u.due >= published]
        # a festival's eve must still lie ahead
        if cal.festival or cal.season:
            fits = [u for u in fits if u.first and u.first > published] if wish == "deadline" else fits
        chosen = fits[0] if fits else None
    elif wish == "reference":
        fits = [u for u in units if u and u.first and u.first <= published]
        chosen = fits[-1] if fits else None
    else:
        chosen = units[here]
    return _anchored(chosen, "publication")


def _anchored(unit: Unit | None, anchor: str | None) -> Unit | None:
    if unit is not None and anchor is not None and unit.anchor is None:
        unit.anchor = anchor
    return unit


def _in_year(cal: Cal, year: int, scope: Scope, wish: str) -> Unit | None:
    if not (year == 0 or 1000 <= year <= 2999):
        return None
    if (
        cal.rday is not None
        or cal.mday is not None
        or cal.rweek is not None
        or cal.rmonth is not None
        or cal.rquarter is not None
        or cal.mmonth is not None
    ):
        return _relative(cal, year, scope, wish)
    if cal.festival and cal.festival != "anniversary":
        found = named.festival(cal.festival, year)
        if found and cal.nth:  # a day of the holidays around it
            found += (cal.nth - 1 - (cal.festival == "tet")) * DAY
        return Unit(found.isoformat(), found, found, found, "event") if found else None
    if cal.season:
        first, last = named.season(cal.season, year)
        return Unit(
            f"{year}-{SEASON_CODE[cal.season]}" if cal.season in SEASON_CODE else first.isoformat(),
            first,
            last,
            last,
            "season" if cal.season in SEASON_CODE else "event",
            precision="vague",
        )
    if cal.lunar and cal.month and cal.day:
        found = days.lunar(year, cal.month, cal.day)
        return Unit(found.isoformat(), found, found, found, "day") if found else None
    if cal.unit == "week" and cal.number:
        try:
            monday = date.fromisocalendar(year, cal.number, 1)
        except ValueError:
            return None
        return _weekday(cal, monday, "")
    if cal.month is not None and cal.weekday and cal.nth:
        found = days.nth_weekday(year, cal.month, cal.weekday, cal.nth)
        return _one(found, "event" if cal.festival else "day")
    if cal.month is not None and cal.nth:
        end = month_end(year, cal.month)
        begins = end - 6 * DAY if cal.nth < 0 else days.day(year, cal.month, 7 * cal.nth - 6)
        if begins is None:
            return None
        ends = min(begins + 6 * DAY, end)
        return Unit(f"{begins}/{ends}", begins, ends, ends, "week", precision="vague")
    if cal.month is not None and cal.day is not None:
        return _one(days.day(year, cal.month, cal.day), "event" if cal.festival else "day")
    if cal.month is not None:
        return _month(year, cal.month, cal.part)
    if cal.quarter is not None:
        return _quarter(year, cal.quarter, cal.part)
    if cal.half is not None:
        first, last = (date(year, 1, 1), date(year, 6, 30)) if cal.half == 1 else (date(year, 7, 1), date(year, 12, 31))
        return Unit(f"{year}-H{cal.half}", first, last, last, "half")
    return _whole(year, cal.part)


def _one(found: date | None, grain: str) -> Unit | None:
    return Unit(found.isoformat(), found, found, found, grain) if found else None


def _month(year: int, month: int, part: str | None) -> Unit:
    first, last = date(year, month, 1), month_end(year, month)
    unit = Unit(f"{year}-{month:02}", first, last, last, "month")
    if part is None or part not in TEN_DAYS:
        return unit
    start, end = TEN_DAYS[part]
    vague = "vague" if part in ("start", "mid", "end") else "exact"
    return replace(unit, due=date(year, month, min(end, last.day)), opens=date(year, month, start), mod=PART_MOD[part], precision=vague)


def _quarter(year: int, quarter: int, part: str | None) -> Unit:
    start, end = QUARTERS[quarter]
    first, last = date(year, start, 1), month_end(year, end)
    unit = Unit(f"{year}-Q{quarter}", first, last, last, "quarter")
    if part is None:
        return unit
    month = {"start": start, "mid": start + 1}.get(part, end)
    return replace(unit, due=month_end(year, month), opens=date(year, month, 1), mod=PART_MOD.get(part), precision="vague")


def _whole(year: int, part: str | None) -> Unit | None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    unit = Unit(str(year), first, last, last, "year")
    if part is None:
        return unit
    if part[:5] in ("first", "last:"):
        which, number = part.split(":")
        months = int(number)
        if not 1 <= months <= 12:
            return None
        a, b = (first, month_end(year, months)) if which == "first" else (date(year, 13 - months, 1), last)
        return Unit(f"{a}/{b}", a, b, b, "interval")
    window = {
        "start": (first, month_end(year, 2)),
        "mid": (date(year, 5, 1), date(year, 6, 30)),
        "end": (date(year, 11, 1), last),
        "early": (first, month_end(year, 2)),
        "middle": (date(year, 5, 1), date(year, 6, 30)),
        "late": (date(year, 11, 1), last),
    }.get(part)
    if window is None:  # a part that only months have
        return None
    opens, due = window
    return replace(unit, due=due, opens=opens, mod=PART_MOD[part], precision="vague")


def _weekday(cal: Cal, monday: date, anchor: str) -> Unit:
    if cal.weekend:
        first, last = monday + timedelta(days=5), monday + timedelta(days=6)
        return Unit(f"{monday.isocalendar().year}-W{monday.isocalendar().week:02}-WE", first, last, last, "week", anchor=anchor)
    if cal.weekday:
        found = monday + timedelta(days=cal.weekday - 1)
        return Unit(found.isoformat(), found, found, found, "day", anchor=anchor)
    last = monday + timedelta(days=6)
    unit = Unit(f"{monday.isocalendar().year}-W{monday.isocalendar().week:02}", monday, last, last, "week", anchor=anchor)
    if cal.part in ("start", "mid"):
        return replace(unit, due=monday + timedelta(days=1 if cal.part == "start" else 3), mod=PART_MOD[cal.part], precision="vague")
    return replace(unit, mod="END", precision="vague") if cal.part else unit


def _relative(cal: Cal, year: int, scope: Scope, wish: str) -> Unit | None:
    base = scope.published
    anchor = "publication"
    if cal.mmonth is not None or cal.mday is not None:
        base, anchor = scope.mention or scope.published, "mention"
    if base is None:
        return None
    days_on = cal.rday if cal.rday is not None else cal.mday
    if days_on is not None:
        found = base + timedelta(days=days_on)
        return Unit(found.isoformat(), found, found, found, "day", anchor=anchor)
    if cal.rweek is not None:
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * cal.rweek)
        return _weekday(cal, monday, anchor)
    if cal.rquarter is not None:
        index = base.year * 4 + (base.month - 1) // 3 + cal.rquarter
        return replace(_quarter(index // 4, index % 4 + 1, cal.part), anchor=anchor)
    index = base.year * 12 + base.month - 1 + (cal.rmonth if cal.rmonth is not None else cal.mmonth or 0)
    plain = cal.with_(rmonth=None, mmonth=None, month=index % 12 + 1)
    unit = _in_year(plain, index // 12, scope, wish)
    return replace(unit, anchor=anchor) if unit else None
