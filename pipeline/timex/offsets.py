"""A length counted from an anchor: publication, entry into force, an event (sections 7.4 and 7.5 of the time specification)."""

from __future__ import annotations

from . import days
from .days import DAY
from .limits import Fields, iso_day
from .nodes import Offset
from .unit import Scope
from .units import place


def offset(node: Offset, scope: Scope) -> Fields | None:
    """Return the fields of a counted length."""
    length, published = node.length, scope.published
    if node.shape == "from":
        return _from_place(node, scope)
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
        "due": iso_day(found[0]) if found else None,
        "anchor": node.anchor,
        "precision": ("exact" if found[1] else "vague") if found else "unresolved",
    }
    if node.shape == "at":
        return {"timex": "DATE", "value": f"{name}+{text}", **known, "due": None, "role": "start", "mod": "ON_OR_AFTER"}
    return {"timex": "DURATION", "value": f"{name}/{name}+{text}", **known, "role": "deadline"}


def _from_place(node: Offset, scope: Scope) -> Fields | None:
    """A length from a day on is counted from the next day; from a month or year on, that unit is the first of it."""
    unit = place(node.point, scope, "start")
    if unit is None:
        return None
    if unit.first is None:
        return {"timex": "DURATION", "value": days.iso(node.length), "anchor": "mention", "precision": "unresolved"}
    start, first = unit.first, unit.opens or unit.first
    found = days.add(start if unit.grain in ("day", "event") else start - DAY, node.length, 1, scope.country)
    if found is None:
        return None
    precision = "exact" if found[1] else "vague"
    known = {"anchor": "mention", "due": iso_day(found[0]), "precision": precision}
    return {"timex": "INTERVAL", "value": f"{first}/{found[0]}", **known, "role": "deadline"}


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
        return {"timex": "INTERVAL", "value": f"{published}/{found[0]}", "due": iso_day(found[0]), **known, "precision": "ambiguous"}
    if node.shape == "coming":
        if not found:
            return {"timex": "DURATION", "value": text, **known}
        return {"timex": "INTERVAL", "value": f"{published}/{found[0]}", "due": iso_day(found[0]), **known}
    if node.shape == "recent":
        if not found:
            return {"timex": "DURATION", "value": "PAST_REF" if length.vague else text, **known, "role": "reference"}
        return {"timex": "INTERVAL", "value": f"{found[0]}/{published}", **known, "role": "reference"}
    if node.shape == "ago":
        value = iso_day(found[0]) if found else "PAST_REF" if length.vague else f"pub-{text}"
        return {"timex": "DATE", "value": value, "due": iso_day(found[0]) if found else None, **known, "role": "reference"}
    if node.shape == "in":
        return {
            "timex": "DATE",
            "value": iso_day(found[0]) if found else f"pub+{text}",
            "due": iso_day(found[0]) if found else None,
            **known,
        }
    value = iso_day(found[0]) if found else f"event+{text}"
    return {"timex": "DATE", "value": value, "mod": "ON_OR_AFTER", **known, "role": "earliest"}
