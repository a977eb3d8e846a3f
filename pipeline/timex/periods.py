"""From a named stretch of years to its days: plans, terms, school years, decades and centuries (sections 5 and 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from . import named
from .days import DAY
from .nodes import Cal
from .unit import PART_MOD, Scope, Unit, unknown


def century(cal: Cal, scope: Scope) -> Unit | None:
    """Return a decade or century, or the part of it that `cal` names."""
    if cal.decade is not None:
        decade = cal.decade
        if cal.rcentury is not None:
            if scope.published is None:
                return Unit("XXXX", None, None, None, "decade", precision="unresolved")
            decade += scope.published.year // 100 * 100 + 100 * cal.rcentury
        _, b = {"start": (0, 2), "mid": (3, 6), "end": (7, 9)}.get(cal.part or "", (0, 9))
        due = date(decade + b, 12, 31)
        return Unit(
            f"{decade // 10}X",
            date(decade, 1, 1),
            date(decade + 9, 12, 31),
            due,
            "decade",
            mod=PART_MOD.get(cal.part or ""),
            precision="vague" if cal.part else "exact",
        )
    if cal.century is not None:
        base = (cal.century - 1) * 100
    elif scope.published is not None:
        base = scope.published.year // 100 * 100 + 100 * (cal.rcentury or 0)
    else:
        return Unit("XXXX", None, None, None, "decade", precision="unresolved")
    if cal.part == "mid":
        due = date(base + 50, 12, 31)
        return Unit(str(base + 50), date(base + 50, 1, 1), due, due, "decade", mod="MID", precision="vague")
    due = date(base + (9 if cal.part == "start" else 99), 12, 31)
    return Unit(
        f"{base // 100}XX",
        date(base, 1, 1),
        date(base + 99, 12, 31),
        due,
        "decade",
        mod=PART_MOD.get(cal.part or ""),
        precision="vague" if cal.part else "exact",
    )


def stretch(cal: Cal, scope: Scope) -> Unit | None:
    """Return the plan, period, school year or term that `cal` names, or the part of it."""
    span = cal.span
    if cal.named == "plan_now" and scope.published:
        first = scope.published.year - (scope.published.year - 1) % 5
        return _years(first, first + 4, cal.part, "plan")
    if cal.named in ("plan", "period"):
        first, last = span if span else named.plan(cal.number or 0)
        return _years(first, last, cal.part, "plan")
    if cal.named in ("school", "school_cn"):
        vietnamese = cal.named == "school"
        if span is None:
            if scope.published is None:
                return unknown(cal)
            if cal.part == "half0":  # the half that runs, or in summer the one to come
                cal = cal.with_(part="half2" if 2 <= scope.published.month <= 7 else "half1")
            if cal.ryear is not None and cal.part in ("half1", "half2"):  # of a calendar year: 明年春季学期
                first = scope.published.year + cal.ryear - (cal.part == "half2")
            else:
                first = _school_year(cal, scope.published, scope.mood, vietnamese)
            span = (first, first + 1)
        if cal.part in ("start", "mid", "end"):
            opens, closes, ends = date(span[0], 9, 1), date(span[0], 9, 30), date(span[1], 5 if vietnamese else 8, 31)
            due = {"start": closes, "mid": date(span[1], 1, 31)}.get(cal.part, ends)
            return Unit(f"{opens}/{ends}", opens, ends, due, "year", mod=PART_MOD[cal.part], precision="vague")
        if cal.part in ("half1", "half2"):
            return _semester(span[0], cal.part == "half1", vietnamese)
        a, b = date(span[0], 9, 1), date(span[1], 5, 31) if vietnamese else date(span[1], 8, 31)
        return Unit(f"{a}/{b}", a, b, b, "interval")
    if cal.named == "two_sessions":
        return _two_sessions(cal, scope)
    return _term(cal, scope)


def _school_year(cal: Cal, published: date, mood: str, vietnamese: bool) -> int:
    """Return the year in which the school year begins that is meant where none is named: the one that runs, or the next where its start
    (or first half, in a duty) is over."""
    first = published.year - (published.month < (6 if vietnamese else 8))
    if cal.ryear:  # the next to begin
        first = published.year + (published.month >= 9)
    if cal.part == "start" and mood != "narration":
        return first + (date(first, 9, 30) < published)
    return first + (cal.part == "half1" and mood == "obligation" and date(first + 1, 1, 31) < published)


def _two_sessions(cal: Cal, scope: Scope) -> Unit | None:
    """The sessions of March; a duty without a year means those not over at publication."""
    if (year := cal.year) is None:
        if (published := scope.published) is None:
            return unknown(cal)
        over = scope.mood == "obligation" and published > date(published.year, 3, 31)
        year = published.year + (over if cal.ryear is None else cal.ryear)
    return Unit(f"{year}-03", date(year, 3, 1), date(year, 3, 31), date(year, 3, 31), "event", precision="vague")


def _semester(year: int, first: bool, vietnamese: bool) -> Unit:
    """The halves of a school year meet at the turn of January."""
    a, b = (date(year, 9, 1), date(year + 1, 1, 31)) if first else (date(year + 1, 2, 1), date(year + 1, 5 if vietnamese else 7, 31))
    return Unit(f"{a}/{b}", a, b, b, "interval", precision="vague")


def _term(cal: Cal, scope: Scope) -> Unit | None:
    key: tuple[str, int] | None = None
    precision = "exact"
    if cal.named == "term" and cal.span:
        first, last = cal.span
        if last - first == 5 and first % 5 == 1:
            kind = "na_vn" if scope.body == "na_vn" else "cpv"
            key = next((k for k, (a, _) in named.TERMS.items() if k[0] == kind and a[:4] == str(first)), None)
            if key is None:
                return _years(first, last - 1, cal.part, "term")
        else:
            return _term_years(first, last, cal.part)
    elif cal.named in ("cpv", "na_vn", "cpc", "npc"):
        key = (cal.named, cal.number or 0)
    elif cal.named in ("event", "plan_now"):
        return Unit("event", None, None, None, "interval", precision="unresolved", anchor="event")
    elif cal.named == "term_any" and not scope.body and not scope.alone:
        return Unit("event", None, None, None, "interval", precision="unresolved", anchor="term")
    elif scope.published is not None:
        usual = "npc" if scope.country == "cn" and cal.part not in ("start", "end") else "local"
        kind = {"term_state": "npc", "term_party": "cpc", "term_local": "local"}.get(cal.named or "") or scope.body or usual
        precision = "exact" if scope.body or cal.named != "term_any" else "vague"  # no body named: the usual one's
        if kind == "local":
            unit = _term_years(*named.local_term(scope.published), cal.part)
            assert unit is not None
            return replace(unit, precision="vague") if precision == "vague" else unit
        key = named.term_of(kind, scope.published)
    if key is None or key not in named.TERMS:
        return Unit("event", None, None, None, "interval", precision="unresolved", anchor="term")
    a, b = (date.fromisoformat(t) for t in named.TERMS[key])
    if cal.part and cal.part.startswith("year:"):
        return _years(a.year, b.year, cal.part[5:], "term")
    if cal.part in ("start", "end"):
        middle = date(a.year + 2, 12, 31)
        a, b = (a, middle) if cal.part == "start" else (middle + DAY, b)
    value = f"{a:%Y-%m}/{b:%Y-%m}" if key[0] in named.BY_MONTH and not cal.part else f"{a}/{b}"
    return Unit(value, a, b, b, "interval", precision="vague" if key == ("cpc", 20) or cal.part else precision, anchor="term")


def _term_years(first: int, last: int, part: str | None) -> Unit | None:
    if part and part.startswith("year:"):
        return _years(first, last, part[5:], "term")
    a, b = date(first, 1, 1), date(last, 12, 31)
    if part in ("start", "end"):  # halves split at the end of the middle year
        middle = date((first + last) // 2, 12, 31)
        a, b = (a, middle) if part == "start" else (middle + DAY, b)
    return Unit(f"{a}/{b}", a, b, b, "interval", precision="vague" if part else "exact", anchor="term")


def _years(first: int, last: int, part: str | None, anchor: str) -> Unit | None:
    a, b = first, last
    if part is None:
        return Unit(f"{a}-01-01/{b}-12-31", date(a, 1, 1), date(b, 12, 31), date(b, 12, 31), "interval", anchor=anchor)
    if ":" in part:
        which, number = part.split(":")
        count = int(number) % (last - first + 2)
        if not 1 <= count <= last - first + 1:
            return None
        if which == "nth":
            a = b = first + count - 1
        else:
            a, b = (first, first + count - 1) if which == "first" else (last - count + 1, last)
        value = f"{a}-01-01/{b}-12-31" if which != "nth" else str(a)
        return Unit(value, date(a, 1, 1), date(b, 12, 31), date(b, 12, 31), "interval" if which != "nth" else "year", anchor=anchor)
    year = {"start": first, "mid": (first + last) // 2}.get(part, last)
    return Unit(
        str(year),
        date(year, 1, 1),
        date(year, 12, 31),
        date(year, 12, 31),
        "year",
        mod=PART_MOD.get(part),
        precision="vague" if part == "mid" else "exact",
        anchor=anchor,
    )
