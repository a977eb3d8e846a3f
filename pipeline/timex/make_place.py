"""Meanings of rules: one place in the calendar.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .nodes import CAL_FIELDS, Cal

FITS = {"month": (1, 12), "day": (1, 31), "quarter": (1, 4), "weekday": (1, 7), "half": (1, 2), "nth": (-1, 5), "century": (15, 23)}


def cal(parts: Any, order: str = "md", **constants: Any) -> Cal | None:
    """Join the calendar fields of all parts, named figures and constants; refuse figures out of range."""
    given: dict[str, Any] = {}
    for token in parts.tokens:
        if type(token.value) is Cal:
            given.update(token.value.given())
    for name in parts.names:
        if name in CAL_FIELDS and isinstance(value := parts[name], int):
            given[name] = value
    if pair := parts["pair"]:
        given.update(zip(("month", "day") if order == "md" else ("day", "month"), pair, strict=True))
    if chain := parts["my"]:
        given |= {"month": chain.month, "year": chain.year}
    if chain := parts["quarter_year"]:
        given = {**given, "quarter": chain.month, "year": chain.year, "month": None}
    given.update(constants)
    for name, (least, most) in FITS.items():
        if (value := given.get(name)) is not None and not least <= value <= most:
            return None
    decade = given.get("decade")
    if decade is not None:
        if decade % 10 or not (decade < 100 or 1500 <= decade <= 2100):
            return None
        if decade < 100 and "rcentury" not in given:
            century = given.pop("century", None)
            given["decade"] = decade + (1900 if decade >= 30 else 2000) if century is None else decade + 100 * (century - 1)
    return Cal(**given) if given else None


def era_year(parts: Any, founded: int) -> Cal:
    """A year counted from the founding of a state (民国三十八年)."""
    return Cal(year=founded + parts["year"])


def short_date(parts: Any) -> Cal | None:
    """A date whose year is two figures with a leading zero (06年, 06年5月)."""
    start = parts.tokens[0].start
    return cal(parts, short=True) if parts.text(start, start + 1) in ("0", "〇", "零") else None


def alone(parts: Any, never: list[int] | None = None, **constants: Any) -> Cal | None:
    """A word or figure that names a time only where it is all that is said, as in a cell of a table; `never` is a pair that does not."""
    return cal(parts, **constants) if parts.alone() and (never is None or parts["pair"] != tuple(never)) else None


def edge_day(parts: Any, edge: str) -> Cal | None:
    """The first or last (working) day of a unit: 2026年最后一个工作日, ngày cuối cùng của quý II."""
    it = parts["it"] or cal(parts)
    return (
        it.with_(edge=edge) if type(it) is Cal and it.part is None and it.finest() in ("year", "half", "quarter", "month", "week") else None
    )


def running(parts: Any, unit: str) -> Cal | None:
    """The unit that runs, where it is to be used up: đến hết năm, hết tháng."""
    start = parts.tokens[0].start
    return Cal(unit=unit, part="end") if parts.text(max(0, start - 4), start) == "hết " else None


def opening(parts: Any) -> Cal | None:
    """The day on which schools open, unless a course is opened (trước khai giảng lớp bồi dưỡng)."""
    return None if parts.follows("course") else Cal(festival="school_vn")


def ordinal(parts: Any, begins: str | None = None) -> tuple[()] | None:
    """A place in a row (第三天, năm thứ hai), which is no time; `begins` is the cue of what stands before it (kỳ họp thứ hai)."""
    start = parts.tokens[0].start
    return () if begins is None or parts.cue(begins, max(0, start - 12), start) else None


def clock(parts: Any, deadline: bool = False, banned: bool = False) -> tuple[()] | None:
    """An hour of the day (8 giờ sáng, trước 17 giờ), which is no length; so many hours ahead are few, or whole days and half ones.
    `banned`: only where something must not be done after it."""
    start = parts.tokens[0].start
    if banned and not (parts["hour"] >= 20 and parts.cue("ban", max(0, start - 70), start)):
        return None
    return () if parts["hour"] <= 24 and (not deadline or (4 < parts["hour"] < 24 and parts["hour"] % 12)) else None


def clocks(parts: Any) -> tuple[()] | None:
    """Hours of the day to one another (22时至次日6时, từ 6 giờ đến 20 giờ), no day and no length; `it` is the day of the last."""
    it = parts["it"]
    return () if it is None or it.mday is not None else None


def keep(parts: Any, **constants: Any) -> Any:
    """Take the part named `it`, with what stands beside it (an hour, a weekday in brackets) in its quote; only days have hours."""
    it = parts["it"]
    if constants.get("weekday"):
        return it if all(t.value is it or type(t.value) is not Cal or t.value.weekday for t in parts.tokens) else None
    if type(it) is Cal and (it.month is not None and it.day is None and it.part is None):
        return None
    return it


def first_feast(parts: Any) -> Cal | None:
    """The first of two festivals that are named in one breath."""
    return cal(parts, festival=parts["it"].festival)


def anniversary(parts: Any, body: str) -> Cal | None:
    """The hundredth birthday of a party or a state, by its founding year."""
    founded = {"cpc": (1921, 7, 1), "army": (1927, 8, 1), "prc": (1949, 10, 1), "cpv": (1930, 2, 3), "vn": (1945, 9, 2)}[body]
    years = parts["n"]
    return Cal(year=founded[0] + years, month=founded[1], day=founded[2], festival="anniversary") if 5 <= years <= 200 else None


def plan(parts: Any, number: int | None = None, ordinal: bool = False) -> Cal | None:
    """A Chinese five-year plan by its number."""
    number = number or (parts["plan"] if ordinal else 10 + parts["plan"] % 10 if parts["plan"] > 10 else parts["plan"])
    part = next((t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part), None)
    return Cal(named="plan", number=number, part=part) if 6 <= number <= 25 else None


def term(parts: Any, named: str | None = None) -> Cal | None:
    """A term of office by the number of its congress, or by its name in the tables."""
    if named:
        return Cal(named=named, number=parts["number"])
    return Cal(named="cpc", number=parts["cpc"])
