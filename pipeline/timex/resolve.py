"""From a tree of `nodes` to the fields of a Timex: value, due day, rule, anchor, precision and role."""

from __future__ import annotations

from typing import Any

from . import days
from .limits import LIMITS, Fields, at, based, iso_day
from .nodes import Cal, Length, Limit, Offset, Range, Recur, Vague
from .offsets import offset
from .ranges import unit_of
from .recur import bounded, rule
from .unit import Scope
from .units import place

_WISH = {
    "before": "deadline",
    "until": "deadline",
    "no_later": "deadline",
    "within": "during",
    "from": "start",
    "after": "earliest",
    "not_before": "earliest",
    "from_now": "deadline",
    "from_now_before": "deadline",
    "occasion": "deadline",
    "since": "reference",
    "at": "during",
}
_EVENT = {"event_before": "BEFORE", "event_until": "ON_OR_BEFORE", "event_after": "AFTER"}


def fields(node: Any, scope: Scope) -> Fields | None:
    """Return the Timex fields of `node` in `scope`, or None where it names no time after all."""
    if isinstance(node, Limit):
        return _limit(node, scope)
    if isinstance(node, (Cal, Range)):
        return _plain(node, scope)
    if isinstance(node, Offset):
        return offset(node, scope)
    if isinstance(node, Recur):
        return _recur(node, scope)
    if isinstance(node, Length):
        return {"timex": "DURATION", "value": days.value(node), "role": "period", "precision": "vague" if node.vague else "exact"}
    if isinstance(node, Vague):
        return _vague(node, scope)
    return None


def _plain(node: Any, scope: Scope) -> Fields | None:
    wish = {"narration": "reference", "obligation": "during"}.get(scope.mood, "plain")
    unit = unit_of(node, scope, wish)
    if unit is None:
        return None
    out = based(unit)
    out["due"] = iso_day(unit.due)
    if scope.mood == "narration":
        out["role"] = "reference"
    elif unit.grain == "interval":
        out["role"] = "period"
    return out


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
    if kind in _EVENT:
        return {"timex": "DATE", "value": "event", "mod": _EVENT[kind], "anchor": "event", "precision": "unresolved"}
    if kind == "period":
        return _plain(node.node, scope)
    if kind == "reference":
        found = _plain(node.node, scope)
        return found and {**found, "role": "reference", "due": None, "due_latest": None}
    if kind in ("approx", "vision"):
        unit = unit_of(node.node, scope, "deadline")
        if unit is None:
            return None
        return {
            **based(unit, "APPROX" if kind == "approx" else "ON_OR_BEFORE"),
            "due": iso_day(unit.due),
            "precision": "unresolved" if unit.first is None else "vague",
        }
    if kind == "from" and isinstance(node.node, Range):
        return _plain(node.node, scope)
    wish = _WISH.get(kind, "plain")
    if scope.mood == "narration" and wish in ("deadline", "during"):
        wish = "reference"
    elif kind == "at" and scope.mood == "plain":
        wish = "plain"
    unit = unit_of(node.node, scope, wish)
    if unit is None:
        return None
    out = LIMITS.get(kind, at)(unit, node, scope)
    if scope.mood == "narration" and out["role"] in ("deadline", "start"):
        out["role"] = "reference"
    return out


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
        opened = isinstance(bounds, Range) and bounds.end is None
        unit = place(bounds.start, scope, "plain") if opened else unit_of(bounds, scope, "plain")
        out["rrule"] = bounded(rrule, None if opened else unit) or None
        out["dtstart"] = iso_day(unit.first) if unit else None
        out["anchor"] = unit.anchor if unit else None
    if node.unit == "term":
        unit = place(Cal(named="term_any" if scope.body else "term_local"), scope, "plain")
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
