"""Recurrences that begin on a named day, as the two times that they are: 2025年起｜每年2月15日前, hằng tuần｜bắt đầu từ tháng 3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.records import Clause, Document, Timex
from pipeline.timex import find_in

BETWEEN = " \t\n\u3000,，、"  # the two times


def with_starts(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses; a recurrence that tells from when on it holds has its start beside it."""
    return [_with_starts(clause, document) if any(time.dtstart for time in clause.deadlines) else clause for clause in clauses]


def _with_starts(clause: Clause, document: Document) -> Clause:
    times = (part for time in clause.deadlines for part in _parts(time, document, clause.language))
    return replace(clause, deadlines=tuple(times))


def _parts(time: Timex, document: Document, language: str) -> tuple[Timex, ...]:
    """Return the start and the recurrence in the order of the text, or the time itself where they do not stand side by side."""
    if not time.dtstart or time.timex != "SET":
        return (time,)
    pairs = [
        (first, second)
        for cut in range(time.start + 1, time.end)
        if (first := _whole(document, time.start, cut, language)) and (second := _whole(document, cut, time.end, language))
        if (first.role == "start") != (second.role == "start")
    ]
    whole = max(pairs, key=lambda pair: max(len(part.quote) for part in pair if part.role == "start"), default=(time,))
    return tuple(part if part.role == "start" else _narrowed(time, part) for part in whole)


def _narrowed(time: Timex, part: Timex) -> Timex:
    return replace(time, quote=part.quote, start=part.start, end=part.end)


def _whole(document: Document, start: int, end: int, language: str) -> Timex | None:
    """Return the one time that a stretch is: a start or a recurrence."""
    found = find_in(document, start, end, language)
    if len(found) != 1 or document.text[start : found[0].start].strip(BETWEEN) or document.text[found[0].end : end].strip(BETWEEN):
        return None
    return found[0] if found[0].role == "start" or found[0].rrule else None
