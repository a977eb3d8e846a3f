"""How the act stands to a place in the calendar: before, by, within, from, after it (section 4 of the time specification)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from .days import DAY
from .nodes import Cal, Limit
from .unit import Scope, Unit

Fields = dict[str, Any]


def based(unit: Unit, mod: str | None = None) -> Fields:
    """Return the fields of a place as such, without a due day."""
    return {
        "timex": "INTERVAL" if unit.grain == "interval" else "DATE",
        "value": unit.value,
        "mod": mod or unit.mod,
        "due": None,
        "anchor": unit.anchor,
        "precision": unit.precision,
        "role": "deadline",
    }


def iso_day(day: date | None) -> str | None:
    """Return the day as ISO text."""
    return day.isoformat() if day else None


def at(unit: Unit, node: Limit, scope: Scope) -> Fields:
    """In the place: due on its last day."""
    role = "period" if unit.grain == "interval" else "deadline"
    return {**based(unit), "due": iso_day(unit.due), "role": role}


def _within(unit: Unit, node: Limit, scope: Scope) -> Fields:
    named = isinstance(node.node, Cal) and node.node.year is not None and unit.grain == "year"
    role = "deadline" if unit.grain != "interval" else "period"
    return {**based(unit, unit.mod or ("ON_OR_BEFORE" if named else None)), "due": iso_day(unit.due), "role": role}


def _until(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {
        **based(unit, "ON_OR_BEFORE"),
        "due": iso_day(unit.due),
        "precision": "unresolved" if unit.first is None else "exact" if unit.mod == "END" else unit.precision,
    }


def _before(unit: Unit, node: Limit, scope: Scope) -> Fields:
    first, last = unit.first, unit.last
    cal = node.node
    school = isinstance(cal, Cal) and (cal.named or "").startswith("school") and not cal.part  # a year like another
    if unit.mod or (unit.grain == "interval" and not school):
        return _until(unit, node, scope)
    if unit.grain == "event":
        return {**based(unit, "BEFORE"), "due": iso_day(first - DAY if first else None)}
    if unit.grain == "day":
        opening = first is not None and first.day == 1 and isinstance(cal, Cal) and cal.day == 1 and not cal.lunar
        if opening or (first is None and unit.value.endswith("-01") and isinstance(cal, Cal) and cal.day == 1):
            return {**based(unit, "BEFORE"), "due": iso_day(first - DAY if first else None)}
        return {**based(unit, "ON_OR_BEFORE"), "due": iso_day(last)}
    return {
        **based(unit, "BEFORE"),
        "due": iso_day(first - DAY if first else None),
        "due_latest": iso_day(last),
        "precision": "ambiguous" if first else "unresolved",
    }


def _from(unit: Unit, node: Limit, scope: Scope) -> Fields:
    if unit.grain == "interval" and unit.first:
        return {**based(unit, "ON_OR_AFTER"), "timex": "DATE", "value": unit.first.isoformat(), "role": "start"}
    return {**based(unit, "ON_OR_AFTER"), "role": "start"}


def _after_day(unit: Unit, node: Limit, scope: Scope) -> Fields:
    value = (unit.last + DAY).isoformat() if unit.grain == "day" and unit.last else unit.value
    return {**based(unit, "ON_OR_AFTER" if unit.grain == "day" else "AFTER"), "value": value, "role": "earliest"}


def _after(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {**based(unit, "AFTER"), "role": "earliest"}


def _not_before(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {**based(unit, "ON_OR_AFTER"), "role": "earliest"}


def _since(unit: Unit, node: Limit, scope: Scope) -> Fields:
    first = unit.opens or unit.first
    value = f"{first}/{scope.published or '..'}" if first else unit.value
    return {**based(unit), "timex": "INTERVAL", "value": value, "mod": None, "role": "reference"}


def _from_now(unit: Unit, node: Limit, scope: Scope) -> Fields:
    return {
        **based(unit),
        "timex": "INTERVAL",
        "value": f"{scope.published or '..'}/{unit.due or unit.value}",
        "mod": None,
        "due": iso_day(unit.due),
        "anchor": "publication",
    }


def _from_now_before(unit: Unit, node: Limit, scope: Scope) -> Fields:
    found, last = _from_now(unit, node, scope), _before(unit, node, scope)["due"]
    return {**found, "value": f"{scope.published or '..'}/{last}", "due": last} if last else found


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
    "from_now_before": _from_now_before,
    "occasion": _occasion,
    "at": at,
}
