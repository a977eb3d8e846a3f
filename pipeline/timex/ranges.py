"""From two places in the calendar to the interval between them: each end lends the other what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from .nodes import Cal, Range
from .unit import Scope, Unit
from .units import place


def unit_of(node: Any, scope: Scope, wish: str) -> Unit | None:
    """Return the unit of a place, or the interval of a range as one unit."""
    return place(node, scope, wish) if isinstance(node, Cal) else interval(node, scope, wish) if isinstance(node, Range) else None


def interval(node: Range, scope: Scope, wish: str) -> Unit | None:
    """Return the interval as one unit; an open range has none."""
    start, end = node.start, node.end
    if start is None or end is None:
        return None
    a, b = start.given(), end.given()
    dated = {"year", "ryear", "myear"}
    lent = False
    for name in ("year", "ryear", "myear", "rmonth"):
        if name in a and name not in b and not dated & b.keys() and start.finest() != "none" and not end.named and end.rday is None:
            end = end.with_(**{name: a[name]})
        lends = name in b and name not in a and name != "myear"
        if lends and not dated & a.keys() and not start.named and start.rday is None:
            start, lent = start.with_(**{name: b[name]}), lent or name in dated
    same = start.myear is not None and "myear" not in b and end.myear is not None  # 次年3月1日至6月30日: both in the one year
    if start.day and start.month is None and end.month is not None:
        start = start.with_(month=end.month)
    if end.day and end.month is None and start.month is not None and end.finest() == "day" and not end.rday:
        end = end.with_(month=start.month, rmonth=start.rmonth)
    if start.weekday and end.weekday and end.rweek is None and start.rweek is not None:
        end = end.with_(rweek=start.rweek)
    if end.lunar and start.month and not start.lunar and start.day and not start.year:
        start = start.with_(lunar=True)
    last = place(end, scope, wish)
    first = None
    if end.myear is None and last is not None and last.first is not None:
        first = place(start, replace_scope(scope, last.first.year) if not _placed(start) else scope, "plain")
        if first and first.first and last.last and first.first > last.last and not _placed(start):
            first = place(start, replace_scope(scope, last.first.year - 1), "plain")
    else:
        first = place(start, scope, wish)
        if first and first.first:
            last = place(end.with_(myear=0) if same else end, _mentioning(scope, first.first), wish)
    if first is None or last is None:
        return None
    if first.first is None or last.last is None:
        return Unit(f"{first.value}/{last.value}", None, None, None, "interval", precision="unresolved")
    opens = first.opens or first.first
    if lent and opens > last.last and (start.month or 0) > (end.month or 12):  # 25/12 to 05/01/2022: across the end of a year
        before = place(start.with_(year=last.last.year - 1, ryear=None), scope, "plain")
        opens = (before and before.first) or opens
    if opens > last.last:
        return None
    vague = "vague" if "vague" in (first.precision, last.precision) else "exact"
    due = last.due or last.last
    return Unit(f"{opens}/{due}", opens, due, due, "interval", precision=vague, anchor=last.anchor or first.anchor)


def _placed(cal: Cal) -> bool:
    return any(
        f is not None for f in (cal.year, cal.ryear, cal.myear, cal.rday, cal.rweek, cal.rmonth, cal.rquarter, cal.mmonth, cal.named)
    )


def replace_scope(scope: Scope, year: int) -> Scope:
    """Return `scope` with `year` as the stated year."""
    return replace(scope, year=year)


def _mentioning(scope: Scope, day: date) -> Scope:
    return replace(scope, mention=day)
