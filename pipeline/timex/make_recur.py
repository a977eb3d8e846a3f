"""Meanings of rules: recurrences.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

import itertools
from typing import Any

from .make_length import of_length
from .nodes import Cal, Length, Range, Recur, Several
from .recur import monthday


def every_next(parts: Any) -> Recur | None:
    """A day of the month after each quarter or month: 每季度末次月10日前."""
    at, value = parts["at"], parts["every"]
    if type(at) is not Cal or at.mmonth != 1 or not at.day or value.get("unit") not in ("quarter", "month") or value.get("count"):
        return None
    return Recur(value["unit"], at=Cal(day=at.day), where="first" if value["unit"] == "quarter" else None)


def quarter_day(parts: Any, where: str | None = None) -> Recur | None:
    """A day of the first or last month of each quarter; a quarter that is not spoken of as one of many is meant as each."""
    edges = [t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part and t is not parts.token("last")]
    day = Cal(day=parts["day"]) if parts["day"] else Cal(part="end")
    if any(parts.name(t) == "EVERY" and t.value.get("unit") != "quarter" for t in parts.tokens):
        return None
    last = (edges and edges[-1] == "end") or any(parts.name(t) == "CUOICUNG" for t in parts.tokens)
    return Recur("quarter", at=day, where=where or ("last" if last else "first"))


def report_list(parts: Any) -> Several | None:
    """Periods of reports side by side (hằng quý, 6 tháng, 9 tháng và năm; 季度、半年、年度): each recurs at its own close."""
    items: list[Any] = []
    spans: list[tuple[int, int]] = []
    number: int | None = None
    edge: str | None = None
    opened = False
    begun = 0
    named, regular = "", False
    for token in parts.tokens:
        name = parts.name(token)
        if name in ("COMMA", "ENUM", "SLASH", "VA", "AND", "CANAM"):
            number, opened, edge = None, False, None
            continue
        if type(token.value) is int:
            number, begun = token.value, begun if named == "SETWORD" else token.start
            named = name
            continue
        named = name
        if name == "SETWORD":
            begun = token.start
            regular = True
            continue
        if name in ("P1", "KETTHUCW") and not opened and number is None:  # 6 tháng, cuối năm
            edge, begun = token.value.part if token.value else "end", token.start
            continue
        if name in ("FIRSTW", "QIAN1", "MEI", "MOIW", "NUA"):
            begun, number = token.start, 6 if name == "NUA" else number
            continue
        if name in ("GE", "P1") or opened:
            continue
        start = begun if number is not None or edge else token.start
        if name == "NAM" and number is not None:  # 6 tháng, 1 năm
            if number != 1:
                return None
            number = 12
        months = 3 * (number or 0) if name == "JIDU" else number or 0
        if isinstance(token.value, dict) and "unit" in token.value:
            items.append(Recur(**token.value))
        elif name == "HALFY" or (name == "HALF" and token.value.half == 1) or months == 6:
            items.append(Recur("year", at=Cal(month=6)))
        elif months:
            items.append(Recur("year", at=Cal(month=months) if name != "NAM" else None))
        elif edge:
            items.append(Recur("year", at=Cal(unit="year", part=edge)))
        else:
            items.append(Recur({"JIDU": "quarter", "QUYW": "quarter", "THANG": "month"}.get(name, "year")))
        spans.append((start, token.end))
        opened = True
    named_first = isinstance(parts.tokens[0].value, dict) or regular  # hằng tháng, quý, năm
    several_months = any(isinstance(i.at, Cal) and not i.at.part for i in items) or (named_first and len({i.unit for i in items}) > 1)
    if regular and [i.at for i in items if i.at] == [Cal(month=6)] and all(i.unit == "year" for i in items):
        items = [Recur("month", 6) if i.at else i for i in items]  # định kỳ 6 tháng và hằng năm: every half-year, every year
    years = any(t.value == 1 and parts.name(n) == "NAM" for t, n in itertools.pairwise(parts.tokens))
    if years and any(isinstance(i.at, Cal) and i.at.month not in (3, 6, 9, None) for i in items):
        return None  # một tháng, một năm: lengths
    listed = len(items) > 1 and not (items[0].at and items[0].at.part)  # cuối năm và 3 tháng đầu năm are no reports
    return Several(tuple(items), tuple(spans)) if several_months and listed else None


def same_set(parts: Any) -> Recur | None:
    """A period and the day in it: hằng quý, trước ngày 10 của tháng đầu quý sau."""
    it, value = parts["it"], parts["every"]
    return it if type(it) is Recur and it.unit == value.get("unit") and it.where and not value.get("count") else None


def periodic_report(parts: Any) -> Recur | None:
    """年度 before a report or review: every year."""
    return Recur("year") if parts.alone() or parts.follows("periodic") else None


def daily_report(parts: Any) -> Recur | None:
    """日报 where it is a duty to report, not the name of a newspaper."""
    token = parts.tokens[0]
    return Recur("day") if parts.cue("daily", max(0, token.start - 2), token.start) else None


def regular(parts: Any) -> Recur | None:
    """A place of the calendar after a word for what is regular: định kỳ tháng 6, thường kỳ vào ngày 25; its period is the next larger."""
    at = parts["at"]
    one = at.items[0] if type(at) is Several else at
    if (
        type(one) is not Cal
        or one.year
        or one.named
        or one.season
        or one.festival
        or parts.text(parts.tokens[0].start, parts.tokens[0].end) == "thường xuyên"
    ):
        return None
    said = one.given().keys()
    if said & {"ryear", "rmonth", "rquarter", "rweek", "rday", "myear", "mmonth", "mday"}:
        return None
    unit = "year" if one.month else {"year": "year", "quarter": "quarter", "month": "month"}.get(one.unit or "")
    unit = unit or ("month" if said == {"day"} else "week" if said == {"weekday"} else None)
    return Recur(unit, at=at) if unit else None


def report_day(parts: Any) -> Recur | None:
    """A day of the month, quarter or year reported on: every one."""
    at = parts["at"]
    if type(at) is not Cal:
        return None
    unit = "year" if at.month else "month"
    return Recur(unit, at=at, limit="before" if parts.token("lim") else None)


def every(parts: Any, **constants: Any) -> Recur | Several | None:
    """A recurrence: `every` (or a length, a unit) with a place in each, a number of times, a distance from its end or bounds."""
    value = parts["every"]
    if not _said(parts, constants) or type(value) is Several:
        return None
    if type(value) is Recur:
        recur = value
    elif isinstance(value, dict):
        recur = Recur(**value)
    elif constants.get("unit"):
        recur = Recur(constants["unit"], constants.get("count", 1))
    elif constants.get("per"):
        unit = next((u for u in ("year", "half", "quarter", "month", "week", "day") if parts.token(u)), None)
        recur = Recur("month", 6) if unit == "half" else Recur(unit or "year")
    elif parts["len"] is not None:
        it = of_length(parts)
        if it is None or it.vague or len(it.units) != 1 or it.units[0][1] != it.units[0][2]:
            return None
        unit, amount, _ = it.units[0]
        if unit in ("hour", "minute") or amount != int(amount):
            return Recur(unit, int(amount)) if unit == "hour" else None
        recur = (
            Recur("week", int(amount) // 7) if unit == "day" and amount % 7 == 0 else Recur("day" if unit == "bday" else unit, int(amount))
        )
    else:
        recur = Recur("week")
    changes: dict[str, Any] = {}
    if parts["n"] is not None:
        changes["times"] = parts["n"]
    if parts.token("least") or parts.token("least2") or constants.get("least"):
        changes["least"] = True
    if constants.get("counted"):
        changes["after"] = of_length(parts)
        if changes["after"] is None:
            return None
    for name in ("at", "bounds"):
        if parts[name] is not None:
            changes[name] = parts[name]
    if parts["at2"] is not None:
        changes["at"] = Several((parts["at"], parts["at2"]), tuple((t.start, t.end) for t in (parts.token("at"), parts.token("at2"))))
    if parts["since"] is not None:
        changes["bounds"] = Range(parts["since"], None)
    if parts["weekday"] is not None and constants.get("unit") == "week":
        if recur.unit != "week" or not 1 <= parts["weekday"] <= 7:
            return None
        changes["at"] = Cal(weekday=parts["weekday"])
    if parts.token("wday"):
        if recur.unit != "month":
            return None
        last = any(type(t.value) is Cal and t.value.part == "end" for t in parts.tokens)
        changes["at"] = Cal(weekday=parts["wday"].weekday, nth=-1 if last else constants.get("nth") or parts["nth"])
    if constants.get("weekend"):
        changes["at"] = Cal(weekend=True)
    if constants.get("weekday7"):
        if recur.unit != "week":
            return None
        changes["at"] = Cal(weekday=7)
    if constants.get("ends"):
        edge = constants.get("edge") or next(t.value.part for t in parts.tokens if type(t.value) is Cal)
        changes["at"] = Cal(unit=recur.unit, part=edge)
    if constants.get("day"):
        changes["at"] = Cal(day=constants["day"])
    if constants.get("where"):
        edges = [t.value.part for t in parts.tokens if type(t.value) is Cal and t.value.part]
        changes["where"] = constants["where"] if constants["where"] != "edge" else "first" if edges == ["start"] else "last"
    if parts.token("lim") or constants.get("lim"):
        changes["limit"] = "before"
    bounds = changes.get("bounds")
    if type(bounds) is Cal and bounds.named not in ("plan", "period"):
        return None
    if type(bounds) is Range and _of_every(bounds, recur.unit):
        changes["at"] = changes.pop("bounds")  # from day to day of every year
    at = changes.get("at")
    if type(at) is Range and at.end is not None and at.end.year:
        return None  # years that bound the recurrence
    if type(at) is Cal and (at.year or at.ryear is not None or (at.month and recur.unit not in ("year", "term"))):
        return None  # a date of its own beside the recurrence
    if type(at) is Cal and at.weekday and not at.nth and not at.month and recur.unit not in ("week", "day"):
        return None
    if recur.unit == "week" and type(at) is Cal and not (at.weekday or at.weekend or at.part):
        return None
    return _each(replace_recur(recur, changes))


def _of_every(bounds: Range, unit: str) -> bool:
    """Return whether a range of days without a year lies in every unit, so that it does not bound the recurrence."""
    start, end = bounds.start, bounds.end
    dated = type(end) is Cal and end.day is not None and end.year is None and not (start and start.year)
    return dated and end is not None and (unit == "year" or not end.month)


def _each(recur: Recur) -> Recur | Several:
    """Return a recurrence for each of several seasons, feasts or dates of the year that are not on the same day of their months (15/6 và
    10/12 hằng năm), for no one rule says them; else the recurrence."""
    listed = recur.at
    if type(listed) is not Several or not all(type(at) is Cal for at in listed.items):
        return recur
    if not all((at.month and at.day) or at.festival or at.season for at in listed.items):
        return recur
    if all(at.day for at in listed.items) and len({monthday(at) for at in listed.items}) == 1:
        return recur
    return Several(tuple(replace_recur(recur, {"at": at}) for at in listed.items), listed.spans)


def _said(parts: Any, constants: dict[str, Any]) -> bool:
    """Return whether the words around and inside the match are those that the rule asks for by the names of cues."""
    start = parts.tokens[0].start
    if (begins := constants.get("begins")) and not parts.cue(begins, max(0, start - 12), start):
        return False
    if (inside := constants.get("inside")) and not all(parts.cue(inside, t.start, t.end) for t in parts.tokens if parts.name(t) == "GAP"):
        return False
    return "follows" not in constants or parts.follows(constants["follows"])


def replace_recur(recur: Recur, changes: dict[str, Any]) -> Recur:
    """Return `recur` with `changes`."""
    names = ("unit", "count", "at", "times", "after", "limit", "least", "where", "bounds", "role")
    return Recur(**{**{name: getattr(recur, name) for name in names}, **changes})


def every_listed(parts: Any, **constants: Any) -> Several | Recur | None:
    """Several dates of every year: one recurrence where they are evenly apart, else one for each."""
    listed: Several = parts["list"]
    value = parts["every"]
    recur = value if type(value) is Recur else Recur(**(value if isinstance(value, dict) else {"unit": "year"}))
    return _each(replace_recur(recur, {"at": listed, "limit": "before" if parts.token("lim") else None}))


def every_one(parts: Any) -> Recur | Several | None:
    """One act in each of a unit that is named without `every`: 一月一调度."""
    return every(parts, per=True, follows="repeated") if parts["one"] == 1 else None


def month_after(parts: Any) -> Recur:
    """The end of a month counted from the close of each year or quarter: ngày cuối của tháng thứ 3 kể từ ngày kết thúc năm tài chính."""
    months = parts["n"] or parts["of"].weekday + 1
    return Recur("year" if parts.token("year") else "quarter", after=Length((("month", months, months),)))


def in_one(parts: Any) -> Recur | Several | None:
    """So much at least in one unit: ít nhất 02 ngày trong 01 tháng, of each; in several it is a condition."""
    return every(parts) if [amount for _, _, amount in parts["len"].units] == [1] else None


def meeting_cycle(parts: Any) -> Recur:
    """Once in every term."""
    return Recur("term")
