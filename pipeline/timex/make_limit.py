"""Meanings of rules: limits, and times without a day.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .nodes import Cal, Limit, Vague


def limit(parts: Any, kind: str) -> Limit | None:
    """A place in the calendar and how the act stands to it."""
    it = parts["bracket"] or parts["it"]
    if kind == "term":
        it = Cal(
            named="event"
            if parts.tokens[0].value is None and parts.cue("person", parts.tokens[0].start, parts.tokens[-1].end)
            else "term_any"
        )
    elif kind == "this_year":
        return Limit("within", Cal(ryear=0))
    return None if it is None else Limit(kind, it)


def now_(parts: Any) -> Limit:
    """From now on."""
    return Limit("from", Cal(rday=0))


def vague(parts: Any, value: str | None = None, **constants: Any) -> Vague:
    """A time without a day."""
    value = value or parts["it"]
    if value == "PX":
        return Vague("PX", timex="SET", role="rate")
    return Vague(value, **constants)


def during(parts: Any) -> Vague | None:
    """While an event lasts: 整改期间, trong thời gian thử nghiệm."""
    return Vague("event", timex="INTERVAL", role="period") if parts.cue("during", parts.tokens[0].start, parts.tokens[-1].end) else None


def event_before(parts: Any) -> Limit | None:
    """Before a named event: trước khi khai mạc, trước đại hội."""
    return Limit("event_before", Cal(named="event")) if parts.cue("event_before", parts.tokens[1].start, parts.tokens[-1].end) else None


def term_half(parts: Any) -> Cal:
    """The first or second half of a term."""
    return Cal(named="term_any", part="start" if parts.token("first") else "end")
