"""Meanings of rules: lengths, and lengths counted from something.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .nodes import Cal, Length, Limit, Offset

NAME = 12  # letters in which a document names itself before the word for its issue (`本实施细则`印发)
OWN_EVENTS = {"own_issued": "publication", "own_force": "effective"}
HALF = {
    "year": ("month", 6, 6),
    "month": ("day", 15, 15),
    "day": ("hour", 12, 12),
    "hour": ("minute", 30, 30),
    "week": ("day", 3, 3),
    "quarter": ("day", 45, 45),
}
_UNITS = ("year", "month", "quarter", "week", "xun", "day", "bday", "hour", "minute")


def length(parts: Any, vague: str | None = None) -> Length | None:
    """A length: each figure under the name of its unit, a second figure (`month2`, `months`) making a range."""
    if vague:
        return Length(((vague, 0, 0),), vague=True)
    units: list[tuple[str, float, float]] = []
    if (halves := parts["halves"]) or parts["pair"]:
        return _in_halves(parts, halves or 0.5) if halves or parts["pair"] == (1, 2) else None
    for unit in _UNITS:
        if unit in parts.names:
            least, most = parts[unit], parts[unit + "2"]
        elif unit + "s" in parts.names:
            least, most = parts[unit + "s"]
        else:
            continue
        if type(least) is not int:
            continue
        most = least if most is None else most
        if not 0 < least <= most <= 5000:
            return None
        units.append((unit, least, most))
    if halves := parts["half"]:
        units += [(unit, amount, amount) for unit, amount in halves.items()]
    if any(parts.name(t) in ("BAN", "RUOI") for t in parts.tokens):
        largest = units[-1][0] if units else "year"
        units.append(HALF.get(largest, ("day", 0, 0)))
    merged: list[tuple[str, float, float]] = []
    for unit, least, most in units:
        if unit == "quarter":
            unit, least, most = "month", 3 * least, 3 * most
        elif unit == "xun":
            unit, least, most = "day", 10 * least, 10 * most
        merged.append((unit, least, most))
    return Length(tuple(merged)) if merged else None


def day_lengths(parts: Any) -> Length | None:
    """From so many days to so many: 一日至三日, where the figures are words; in digits they are days of a month."""
    a, b = parts["a"], parts["b"]
    digits = any(c.isascii() for c in parts.text(parts.tokens[0].start, parts.tokens[-1].end))
    return Length((("day", a, b),)) if a < b and not digits else None


def _in_halves(parts: Any, number: float) -> Length:
    """So many and a half: 0,5 ngày, 1,5 ngày làm việc; half a working day is no number of hours."""
    unit = next(unit for unit in ("bday", "day", "month", "year", "hour") if parts.token(f"of_{unit}"))
    if unit == "bday":
        return Length((("bday", number, number),))
    whole = ((unit, int(number), int(number)),) if number > 1 else ()
    return Length((*whole, HALF[unit]))


def half_length(parts: Any) -> Length:
    """Half a year, a month or a day."""
    return Length((("month", 6, 6),) if parts.token("year") else (("day", 15, 15),) if parts.token("month") else (("hour", 12, 12),))


def of_length(parts: Any) -> Length | None:
    """Return the length that the parts `len`, `it` or `day` (30日) name."""
    value = parts["len"] or parts["it"] or parts["day"]
    if type(value) is Cal and value.day and value.finest() == "day" and value.month is None:
        return Length((("day", value.day, value.day),))
    return value if type(value) is Length else None


def _event(parts: Any, stop: str) -> tuple[int, int] | None:
    end = parts.token(stop)
    return None if end is None else (parts.tokens[0].start, end.start)


def from_event(parts: Any, **constants: Any) -> Offset | None:
    """So long from an event: 自印发之日起30日内, trong thời hạn 30 ngày kể từ ngày ban hành."""
    it = of_length(parts)
    if it is None or (parts.token("ev") and parts.knows("other_paper") and parts.follows("other_paper")):
        return None  # kể từ ngày ký hợp đồng: not the day on which this document was signed
    shape = "at" if parts.token("after") else constants.get("shape", "window")
    return Offset(it, _anchor(parts) or constants.get("anchor") or "event", shape)


def _anchor(parts: Any) -> str | None:
    """Return whether the event is that this document is issued or enters into force; of another (`名录公布之日`) it is an event."""
    event = parts.token("ev")
    if event is not None:
        other = parts.knows("own") and not parts.cue("own", max(0, event.start - NAME), event.start)
        return "event" if other else event.value
    begin, end = parts.tokens[0].start, parts.tokens[-1].end
    return next((anchor for cue, anchor in OWN_EVENTS.items() if parts.cue(cue, begin, end)), None)


def after_event(parts: Any, **constants: Any) -> Offset | None:
    """So long after an event: 验收合格后15日内, chậm nhất 3 ngày sau khi kết thúc hội nghị."""
    return from_event(parts, **constants)


def ahead(parts: Any) -> Offset | None:
    """So long ahead of an event or of the plan: 提前5个工作日, về đích trước 1 năm."""
    it = of_length(parts)
    return None if it is None else Offset(it, "event", "before")


def after_place(parts: Any) -> Offset | None:
    """So long after a day, or after the last day of a unit: 春节后十日内, 一季度结束后15日内; the end of a season and hours are events."""
    point, it = parts["since"], of_length(parts)
    if it is None or point.part or point.mday is not None:
        return None
    if point.season or point.named or it.vague or it.units[0][0] in ("hour", "minute"):
        return Offset(it, "event", "window")
    if not point.festival and point.finest() in ("year", "half", "quarter", "month", "week"):
        point = point.with_(edge="last")
    return Offset(it, "mention", "from", point=point)


def ahead_of_day(parts: Any) -> Offset | None:
    """So many days or months ahead of a day that is named: 春节前十日, 6月30日前5个工作日."""
    point, it = parts["point"], of_length(parts)
    if it is None or it.units[0][0] == "year" or not (point.festival or point.season or point.finest() == "day"):
        return None
    return Offset(it, "event", "before")


def ahead_of(parts: Any) -> Offset | None:
    """So long before a named event, where an event is named: 会议召开5日前; the caller's text decides."""
    it = of_length(parts)
    near = parts.tokens[0].end - parts.tokens[0].start > 1 or parts.name(parts.tokens[0]) != "GAP"
    if it is None or (
        not (parts.token("of") and near)
        and not parts.cue("event_tail", parts.tokens[0].start, (parts.token("least") or parts.token("len") or parts.token("day")).start)
    ):
        return None
    return Offset(it, "event", "before")


def ahead_of_vi(parts: Any) -> Offset | None:
    """So long before a named event: 5 ngày trước kỳ họp."""
    it = of_length(parts)
    start, end = parts.token("truoc").end, parts.tokens[-1].end
    return Offset(it, "event", "before") if it and parts.cue("event_tail", start, end) else None


def coming(parts: Any) -> Any:
    """The time from now on: 今后五年, 5 năm tới; years in brackets win."""
    if parts["bracket"] is not None:
        return parts["bracket"]
    return Offset(parts["it"], "publication", "coming")


def in_(parts: Any) -> Offset:
    """On the day so long from now: 3 ngày nữa."""
    return Offset(parts["it"], "publication", "in")


def later(parts: Any) -> Offset:
    """So long from now: 三个月后, sau 3 tháng."""
    return Offset(parts["it"], None, "after")


def ago(parts: Any) -> Offset:
    """So long before now: 三年前, 3 năm trước."""
    return Offset(parts["it"], "publication", "ago")


def recent(parts: Any) -> Offset:
    """The time up to now: 近三年, 3 năm gần đây."""
    return Offset(parts["it"], "publication", "recent")


def lasting(parts: Any) -> Offset | None:
    """The time up to now, where 来 follows the length (五年来)."""
    return Offset(parts["it"], "publication", "recent") if parts.follows("lasting") else None


def within(parts: Any) -> Offset | None:
    """Within a length whose start is not named; so long in a row (trong 2 năm liên tiếp) is none."""
    it = of_length(parts)
    in_row = parts.knows("in_row") and parts.follows("in_row")
    return None if it is None or in_row else Offset(it, None, "within")


def bound(parts: Any, mod: str | None = None) -> Limit | None:
    """A length as such, with what it is at least or at most."""
    it = of_length(parts)
    return None if it is None else Limit(mod or "length", it)


def transition(parts: Any) -> Any:
    """A length with its years in brackets: the years."""
    return parts["bracket"]
