"""Meanings of rules: limits, and times without a day.

Each function takes the parts of a match and the rule's constants, and returns a tree of `nodes`, or None to refuse.
"""

from __future__ import annotations

from typing import Any

from .nodes import Cal, Limit, Vague

EVENT_WORDS = 40  # letters of an event's name before its day


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
        return Limit("within", Cal(ryear=0, unit="year"))
    return None if it is None else Limit(kind, it)


def before_new_year(parts: Any) -> Limit | None:
    """年前 by itself: before the lunar new year; after a word for a number (多年前) it is long ago."""
    start = parts.tokens[0].start
    counted = parts.text(start - 1, start) in tuple("多几数余来百千十万半两些少历往昔每近") if start else False
    return None if counted else Limit("before", Cal(festival="tet"))


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


def event_on(parts: Any) -> Limit | None:
    """Before a named event whose day is given beside it: trước ngày bầu cử 23/5."""
    it, token = parts["it"], parts.token("it")
    start, end = parts.tokens[1].start, token.start
    own = type(it) is Cal and it.day and parts.cue("event_before", start, end) and not parts.cue("event_stop", start, end)
    return Limit("occasion", it) if own and end - start <= EVENT_WORDS else None


def event_clause(parts: Any, kind: str) -> Limit | None:
    """Before, right after or until what a short clause names: trước khi rời bến, cho đến khi khắc phục xong."""
    return Limit(kind, Cal(named="event")) if parts.cue("event_clause", parts.tokens[0].start, parts.tokens[-1].end) else None


def this_unit(parts: Any) -> Limit:
    """Within the month, quarter or week that runs."""
    if parts.token("week"):
        return Limit("within", Cal(rweek=0))
    return Limit("within", Cal(rmonth=0) if parts.token("month") else Cal(rquarter=0))


def term_edge(parts: Any) -> Cal:
    """The first, middle or last year of a term."""
    return Cal(named="term_any", part=f"year:{parts.tokens[0].value.part}")


def term_half(parts: Any) -> Cal:
    """The first or second half of a term."""
    return Cal(named="term_any", part="start" if parts.token("first") else "end")
