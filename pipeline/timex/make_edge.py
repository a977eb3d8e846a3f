"""Meanings of rules: the first days of a month or of each, a festival and its date, the day of a report.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .make_length import of_length
from .make_place import cal
from .nodes import Cal, Range, Recur, Several

UNITS = {"TUAN": "week", "THANG": "month", "QUYW": "quarter", "NAM": "year"}
REPORT = 70  # letters between the name of a report and its day


def first_days(parts: Any) -> Range | None:
    """The first days of a month, so many as are named: 5 ngày đầu tháng 4."""
    around = cal(parts, **({"month": parts["my"].month, "year": parts["my"].year} if parts["my"] else {})) or Cal()
    fits = around.part == "start" and 1 < parts["n"] < 28
    around = around.with_(part=None)
    return Range(around.with_(day=1), around.with_(day=parts["n"])) if fits else None


def festival_on(parts: Any) -> Cal:
    """A festival whose date stands beside it: ngày Nhà giáo Việt Nam 20/11/2021."""
    on = parts["on"]
    return parts["it"].with_(year=on.year) if type(on) is Cal else parts["it"]


def closes(parts: Any) -> Several | None:
    """The ends of several units side by side, each of every one: báo cáo cuối tháng, cuối quý, cuối năm."""
    units = [t for t in parts.tokens if parts.name(t) in UNITS]
    edges = [t for t in parts.tokens if type(t.value) is Cal and t.value.part]
    if len({parts.name(t) for t in units}) < len(units) or any(t.value.part != "end" for t in edges):
        return None
    items = [Recur(unit, at=Cal(unit=unit, part="end")) for unit in (UNITS[parts.name(t)] for t in units)]
    spans = [(edge.start, unit.end) for edge, unit in zip(edges, units, strict=True)]
    return Several(tuple(items), ((parts.tokens[0].start, spans[0][1]), *spans[1:]))


def edge_of_each(parts: Any) -> Recur | None:
    """The first days (week) of each month or quarter: trong 5 ngày đầu mỗi tháng, tuần cuối hằng tháng."""
    every = parts["every"] or {"unit": "month"}  # trong 5 ngày đầu tháng
    unit, end = every.get("unit"), any(type(t.value) is Cal and t.value.part == "end" for t in parts.tokens)
    length = of_length(parts)
    days, number = (length.units[0][0], int(length.units[0][2])) if length else ("day", 7)
    if n := parts["n"]:
        days, number = "bday" if any(parts.name(t) == "BDAY" for t in parts.tokens) else "day", n
        if n in (10, 15):
            return None  # the ten days or half of a month that runs
    if days == "bday":
        days, number = "day", number * 7 // 5
    if unit not in ("month", "quarter") or every.get("count") or days != "day" or not 1 < number < 28:
        return None
    where = None if unit == "month" else "last" if end else "first"
    return Recur(unit, at=Cal(part="end") if end else Cal(day=number), where=where)


def every_week(parts: Any) -> Recur | None:
    """A week of every month, or of the first or last month of every quarter or year: 每月第一周, tuần thứ hai hằng tháng; a list or range
    of weeks (每月第一、三周) gives the end of each."""
    value = parts["every"] or {"unit": "month"}  # tuần cuối cùng của tháng
    unit = value.get("unit")
    if unit not in ("month", "quarter", "year") or value.get("count"):
        return None
    edge = parts["edge"]
    if parts.token("last") or (edge and edge.part == "end"):
        return Recur(unit, at=Cal(part="end"), where=None if unit == "month" else "last")
    weeks = [
        t.value if type(t.value) is int else 1 if t.value.part == "start" else t.value.nth or (t.value.weekday or 9) + 1
        for t in parts.tokens
        if type(t.value) in (int, Cal)
    ] or [1]
    if not weeks or weeks != sorted(set(weeks)) or not 1 <= weeks[0] <= weeks[-1] <= 5:
        return None
    days = tuple(Cal(day=7 * week) if week < 5 else Cal(part="end") for week in weeks)
    if len(days) == 1:
        return Recur(unit, at=days[0], where=None if unit == "month" else "first")
    return Recur("month", at=Several(days, ((0, 0),) * len(days))) if unit == "month" and weeks[-1] < 5 else None


def report_after(parts: Any) -> Recur | None:
    """A day of the next month (year) for the report on each one: báo cáo tháng gửi trước ngày 5 tháng sau."""
    at: Cal = parts["at"]
    said = at.given().keys() - {"part"}
    unit = {"rmonth": "month", "ryear": "year", "myear": "year"}.get(next(iter(said & {"rmonth", "ryear", "myear"}), ""))
    if unit is None or 1 not in (at.rmonth, at.ryear, at.myear) or not said & {"day", "month"} or "year" in said:
        return None
    start = parts.tokens[0].start
    if not parts.cue(f"report_{unit}", max(0, start - REPORT), start):
        return None
    return Recur(unit, at=at.with_(rmonth=None, ryear=None, myear=None), limit="before" if parts.token("lim") else None)
