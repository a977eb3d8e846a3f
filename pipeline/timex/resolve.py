"""From a tree of `nodes` to the fields of a Timex: value, due day, rule, anchor, precision and role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from . import days
from .days import DAY
from .nodes import Cal, Length, Limit, Offset, Range, Recur, Vague
from .recur import bounded, rule
from .unit import Scope, Unit
from .units import place

Fields = dict[str, Any]

_WISH = {
    "before": "deadline",
    "until": "deadline",
    "no_later": "deadline",
    "within": "deadline",
    "from": "start",
    "after": "earliest",
    "not_before": "earliest",
    "from_now": "deadline",
    "occasion": "deadline",
    "since": "reference",
    "at": "deadline",
}


def fields(node: Any, scope: Scope) -> Fields | None:
    """Return the Timex fields of `node` in `scope`, or None where it names no time after all."""
    if isinstance(node, Limit):
        return _limit(node, scope)
    if isinstance(node, (Cal, Range)):
        return _plain(node, scope)
    if isinstance(node, Offset):
        return _offset(node, scope)
    if isinstance(node, Recur):
        return _recur(node, scope)
    if isinstance(node, Length):
        return {"timex": "DURATION", "value": days.value(node), "role": "period", "precision": "vague" if node.vague else "exact"}
    if isinstance(node, Vague):
        return _vague(node, scope)
    return None


def unit_of(node: Any, scope: Scope, wish: str) -> Unit | None:
    """Return the unit of a place, or the interval of a range as one unit."""
    return place(node, scope, wish) if isinstance(node, Cal) else _range(node, scope, wish) if isinstance(node, Range) else None


def _range(node: Range, scope: Scope, wish: str) -> Unit | None:
    start, end = node.start, node.end
    if start is None or end is None:
        return None
    a, b = start.given(), end.given()
    for name in ("year", "ryear", "myear", "rmonth"):
        if name in a and not ({"year", "ryear", "myear"} & b.keys()) and start.finest() != "none" and not end.named and end.rday is None:
            end = end.with_(**{name: a[name]})
        if name in b and name != "myear" and not ({"year", "ryear", "myear"} & a.keys()) and not start.named and start.rday is None:
            start = start.with_(**{name: b[name]})
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
            last = place(end, _mentioning(scope, first.first), wish)
    if first is None or last is None:
        return None
    if first.first is None or last.last is None:
        return Unit(f"{first.value}/{last.value}", None, None, None, "interval", precision="unresolved")
    opens = first.opens or first.first
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


def _plain(node: Any, scope: Scope) -> Fields | None:
    wish = {"narration": "reference", "obligation": "deadline"}.get(scope.mood, "plain")
    unit = unit_of(node, scope, wish)
    if unit is None:
        return None
    out = _base(unit)
    out["due"] = _text(unit.due)
    if scope.mood == "narration":
        out["role"] = "reference"
    elif unit.grain == "interval":
        out["role"] = "period"
    return out


def _base(unit: Unit, mod: str | None = None) -> Fields:
    return {
        "timex": "INTERVAL" if unit.grain == "interval" else "DATE",
        "value": unit.value,
        "mod": mod or unit.mod,
        "due": None,
        "anchor": unit.anchor,
        "precision": unit.precision,
        "role": "deadline",
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _limit(node: Limit, scope: Scope) -> Fields | None:
    kind = node.kind
    if isinstance(node.node, Length):
        mod = kind if kind.isupper() else None
        return {
            "timex": "DURATION",
            "value": days.value(node.node),
            "mod": mod,
            "anchor": "event",
            "role": "deadline" if mod == "EQUAL_OR_LESS" else "period",
            "precision": "unresolved" if mod == "EQUAL_OR_LESS" else "exact",
        }
    if kind == "event_before":
        return {"timex": "DATE", "value": "event", "mod": "BEFORE", "anchor": "event", "precision": "unresolved"}
    if kind == "period":
        return _plain(node.node, scope)
    if kind in ("approx", "vision"):
        unit = unit_of(node.node, scope, "deadline")
        if unit is None:
            return None
        return {
            **_base(unit, "APPROX" if kind == "approx" else "ON_OR_BEFORE"),
            "due": _text(unit.due),
            "precision": "unresolved" if unit.first is None else "vague",
        }
    if kind == "from" and isinstance(node.node, Range):
        return _plain(node.node, scope)
    wish = _WISH.get(kind, "plain")
    if scope.mood == "narration" and wish == "deadline":
        wish = "reference"
    elif kind in ("at", "within") and scope.mood == "plain" and kind == "at":
        wish = "plain"
    unit = unit_of(node.node, scope, wish)
    if unit is None:
        return None
    out = LIMITS.get(kind, _at)(unit, node, scope)
    if scope.mood == "narration" and out["role"] in ("deadline", "start"):
        out["role"] = "reference"
    return out


def _at(unit: Unit, node: Limit, scope: Scope) -> Fields:
    role = "period" if unit.grain == "interval" else "deadline"
    return {**_base(unit), "due": _text(unit.due), "role": role}


def _within(unit: Unit, node: Limit, scope: Scope) -> Fields:
    named = isinstance(node.node, Cal) and node.node.year is not None and unit.grain == "year"
    role = "deadline" if unit.grain != "interval" else "period"
    return {**_base(unit, unit.mod or ("ON_OR_BEFORE" if named else None)), "due": _text(unit.due), "role": role}


def _until(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {
        **_base(unit, "ON_OR_BEFORE"),
        "due": _text(unit.due),
        "precision": "unresolved" if unit.first is None else "exact" if unit.mod == "END" else unit.precision,
    }


def _before(unit: Unit, node: Limit, scope: Scope) -> Fields:
    first, last = unit.first, unit.last
    cal = node.node
    if unit.mod or unit.grain == "interval":
        return _until(unit, node, scope)
    if unit.grain == "event":
        return {**_base(unit, "BEFORE"), "due": _text(first - DAY if first else None)}
    if unit.grain == "day":
        opening = first is not None and first.day == 1 and isinstance(cal, Cal) and cal.day == 1 and not cal.lunar
        if opening or (first is None and unit.value.endswith("-01") and isinstance(cal, Cal) and cal.day == 1):
            return {**_base(unit, "BEFORE"), "due": _text(first - DAY if first else None)}
        return {**_base(unit, "ON_OR_BEFORE"), "due": _text(last)}
    return {
        **_base(unit, "BEFORE"),
        "due": _text(first - DAY if first else None),
        "due_latest": _text(last),
        "precision": "ambiguous" if first else "unresolved",
    }


def _from(unit: Unit, node: Limit, scope: Scope) -> Fields:
    if unit.grain == "interval" and unit.first:
        return {**_base(unit, "ON_OR_AFTER"), "timex": "DATE", "value": unit.first.isoformat(), "role": "start"}
    return {**_base(unit, "ON_OR_AFTER"), "role": "start"}


def _after_day(unit: Unit, node: Limit, scope: Scope) -> Fields:
    value = (unit.last + DAY).isoformat() if unit.grain == "day" and unit.last else unit.value
    return {**_base(unit, "ON_OR_AFTER" if unit.grain == "day" else "AFTER"), "value": value, "role": "earliest"}


def _after(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {**_base(unit, "AFTER"), "role": "earliest"}


def _not_before(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {**_base(unit, "ON_OR_AFTER"), "role": "earliest"}


def _since(unit: Unit, node: Limit, scope: Scope) -> Fields:
    first = unit.opens or unit.first
    value = f"{first}/{scope.published or '..'}" if first else unit.value
    return {**_base(unit), "timex": "INTERVAL", "value": value, "mod": None, "role": "reference"}


def _from_now(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {
        **_base(unit),
        "timex": "INTERVAL",
        "value": f"{scope.published or '..'}/{unit.due or unit.value}",
        "mod": None,
        "due": _text(unit.due),
        "anchor": "publication",
    }


def _occasion(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return _before(replace(unit, grain="event"), node, scope)


LIMITS = {
    "before": _before,
    "until": _until,
    "no_later": _until,
    "within": _within,
    "from": _from,
    "after": _after,
    "not_before": _not_before,
    "after_day": _after_day,
    "since": _since,
    "from_now": _from_now,
    "occasion": _occasion,
    "at": _at,
}


def _offset(node: Offset, scope: Scope) -> Fields | None:
    length, published = node.length, scope.published
    text = days.iso(length)
    if node.shape in ("ago", "recent", "coming", "after", "within", "in") and node.anchor in (None, "publication"):
        return _from_publication(node, scope, text)
    base = {"publication": ("pub", published), "effective": ("eff", scope.effective), "mention": ("event", scope.mention)}.get(
        node.anchor or "", ("event", None)
    )
    name, start = base
    found = days.add(start, length, 1, scope.country) if start else None
    if node.shape == "before":
        return {"timex": "DURATION", "value": f"event-{text}", "mod": "BEFORE", "anchor": "event", "precision": "unresolved"}
    known = {
        "due": _text(found[0]) if found else None,
        "anchor": node.anchor,
        "precision": ("exact" if found[1] else "vague") if found else "unresolved",
    }
    if node.shape == "at":
        return {"timex": "DATE", "value": f"{name}+{text}", **known, "due": None, "role": "start", "mod": "ON_OR_AFTER"}
    return {"timex": "DURATION", "value": f"{name}/{name}+{text}", **known, "role": "deadline"}


def _from_publication(node: Offset, scope: Scope, text: str) -> Fields | None:
    published, length = scope.published, node.length
    sign = -1 if node.shape in ("ago", "recent") else 1
    found = days.add(published, length, sign, scope.country) if published else None
    known = {"anchor": "publication", "precision": "exact" if found and found[1] else "vague" if found or length.vague else "unresolved"}
    hours = any(unit in ("hour", "minute") for unit, _, _ in length.units)
    if node.shape == "within":
        if hours:
            return {"timex": "DURATION", "value": f"event/event+{text}", "anchor": "event", "precision": "unresolved"}
        if not found:
            return {"timex": "DURATION", "value": text, "precision": "unresolved", "anchor": "event"}
        return {"timex": "INTERVAL", "value": f"{published}/{found[0]}", "due": _text(found[0]), **known, "precision": "ambiguous"}
    if node.shape == "coming":
        if not found:
            return {"timex": "DURATION", "value": text, **known}
        return {"timex": "INTERVAL", "value": f"{published}/{found[0]}", "due": _text(found[0]), **known}
    if node.shape == "recent":
        if not found:
            return {"timex": "DURATION", "value": "PAST_REF" if length.vague else text, **known, "role": "reference"}
        return {"timex": "INTERVAL", "value": f"{found[0]}/{published}", **known, "role": "reference"}
    if node.shape == "ago":
        value = _text(found[0]) if found else "PAST_REF" if length.vague else f"pub-{text}"
        return {"timex": "DATE", "value": value, "due": _text(found[0]) if found else None, **known, "role": "reference"}
    if node.shape == "in":
        return {"timex": "DATE", "value": _text(found[0]) if found else f"pub+{text}", "due": _text(found[0]) if found else None, **known}
    value = _text(found[0]) if found else f"event+{text}"
    return {"timex": "DATE", "value": value, "mod": "ON_OR_AFTER", **known, "role": "earliest"}


def _recur(node: Recur, scope: Scope) -> Fields | None:
    found = rule(node)
    if found is None:
        return None
    value, rrule = found
    out: Fields = {
        "timex": "SET",
        "value": value,
        "rrule": rrule or None,
        "mod": "EQUAL_OR_MORE" if node.least and (node.times or 1) < 2 else None,
        "role": node.role or "deadline",
    }
    at = node.at
    if (node.times and node.times > 1) or (isinstance(at, Cal) and (at.part in ("start", "mid") or at.weekend)):
        out["precision"] = "vague"
    if node.bounds is not None:
        bounds = node.bounds
        unit = (
            _range(bounds, scope, "plain")
            if isinstance(bounds, Range) and bounds.end is not None
            else place(bounds, scope, "plain")
            if isinstance(bounds, Cal)
            else None
        )
        out["rrule"] = bounded(rrule, unit)
        out["anchor"] = unit.anchor if unit else None
    if node.unit == "term":
        unit = place(Cal(named="term_local" if scope.country == "vn" or not scope.body else "term_any"), scope, "plain")
        out |= {"anchor": "term", "precision": "vague" if unit else "unresolved"}
    return out


def _vague(node: Vague, scope: Scope) -> Fields:
    out: Fields = {"timex": node.timex, "value": node.value, "mod": node.mod, "role": node.role or "deadline", "precision": "unresolved"}
    if node.value == "event":
        out["anchor"] = "event"
    elif node.value == "PRESENT_REF" or node.value == "PAST_REF":
        out |= {"role": "reference", "precision": "vague", "anchor": "publication"}
    elif node.value in ("FUTURE_REF", "PX"):
        out["precision"] = "vague"
    return out
