"""The value as a record holds it, beside a field of its own for the anchor."""

from __future__ import annotations

import re

from ..records import Timex

_UNKNOWN = frozenset({"event", "FUTURE_REF", "PAST_REF", "PRESENT_REF"})
_ANCHORED = re.compile(r"(?:(?:pub|eff|event)/)?(?:pub|eff|event)[+-](P.+)")


def record_value(timex: Timex) -> str:
    """Return the value without its anchor (`event/event+P30D` → `P30D`), and a start as an open interval (`2021-07-01/..`)."""
    if found := _ANCHORED.fullmatch(timex.value):
        return found[1]
    return f"{timex.value}/.." if timex.role == "start" and timex.timex == "DATE" and "/" not in timex.value else timex.value


def gives_time(timex: Timex) -> bool:
    """Tell whether a time expression says when: a calendar value, a length, or an event that has its day (`开学前`); `尽快` and other
    bare events (`会前`, `防火期内`) do not."""
    return timex.value not in _UNKNOWN or timex.event is not None


def bare_length(timex: Timex) -> bool:
    """Tell whether a time expression is a length counted from nothing and bounded by nothing, which things have as well as acts."""
    return timex.timex == "DURATION" and timex.anchor is None and timex.mod is None


def names_thing(timex: Timex) -> bool:
    """Tell whether a time is no more than that by which something is called or cited (báo cáo quý I), which no act is due by."""
    return timex.role == "reference" and timex.timex in ("DATE", "INTERVAL") and timex.due is None
