"""Which times reach a clause: what its reader linked to it, without the periods of the conditions, steps and things beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pipeline.extract.grammar import Grammar, grammar
from pipeline.records import Clause, Document, Span, Timex
from pipeline.timex import find_in

CUE_BEFORE = 8  # characters before a time in which the word that binds its act may stand


def reached(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses with the times that reach them, and with the recurrence in which an act without a time ends."""
    return [_reached(clause, document) for clause in clauses]


def _reached(clause: Clause, document: Document) -> Clause:
    words = grammar(clause.language)
    times = [time for time in clause.deadlines if _reaches(time, clause, document.text, words)]
    dated = [time for time in times if not _bare(time)]
    own = tuple(dated or times)
    if own:
        return clause if own == clause.deadlines else replace(clause, deadlines=own)
    if length := _forbidden_length(clause, document):
        return replace(clause, deadlines=(length,))
    clause = replace(clause, deadlines=()) if clause.deadlines else clause
    return _recurring(clause, document)


def _bare(time: Timex) -> bool:
    """Tell whether a time is a length counted from nothing, as things have it, too: quá 24 tháng beside trước ngày 30/9."""
    return time.timex == "DURATION" and time.anchor is None and time.mod is None


def _reaches(time: Timex, clause: Clause, text: str, words: Grammar) -> bool:
    """Tell whether a time is one of the act's own: a time of its condition is none, nor is that of an act before a condition
    (应当在五日内决定；不予批准的，应当说明理由) or before a cue word of its own; and what is to be done at once has its time."""
    condition, act = clause.condition, clause.action.start
    if condition is not None and condition.start <= time.start and time.end <= condition.end:
        return False
    if time.end > act or time.role == "start":
        return True
    parting, at_once, cue = _marks(clause.language)
    between = text[time.end : act]
    if parting.search(between):
        return False
    if not any(mark in between for mark in words.clause):
        return True
    if at_once.match(clause.action.quote):
        return False
    modal = clause.modal.start if clause.modal else 0
    bound = cue.search(text, max(0, time.start - CUE_BEFORE), time.end)
    return not (bound and bound.end() > time.start - 2 and any(mark in text[time.end : modal] for mark in words.clause))


@cache
def _marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what ends a condition between a time and an act, what an act to be done at once begins with, and the cue words of duties."""
    words = grammar(language).words
    listed = ("|".join(map(re.escape, sorted(some, key=len, reverse=True))) for some in (words.context.at_once, words.cues.duty))
    at_once, duty = (re.compile(f"(?:{alternatives or '(?!)'})", re.IGNORECASE) for alternatives in listed)
    return re.compile(words.context.parting, re.IGNORECASE), at_once, duty


def _forbidden_length(clause: Clause, document: Document) -> Timex | None:
    """Return the length that a prohibition is all about: 缓缴期不得｜超过十二个月."""
    if clause.type != "prohibition" or clause.modal is None or not 0 <= clause.action.start - clause.modal.end <= 1:
        return None
    found = find_in(document, clause.modal.start, clause.action.end, clause.language)
    whole = (time for time in found if time.start <= clause.action.start and time.end >= clause.action.end)
    return next((time for time in whole if time.timex == "DURATION"), None)


def _recurring(clause: Clause, document: Document) -> Clause:
    """Return an act that ends in a recurrence with it as its time: đối chiếu số liệu｜hằng tuần. Where modifiers stand before their heads,
    a time does so, too, and what ends an act is part of its object."""
    action = clause.action
    if grammar(clause.language).head_last:
        return clause
    last = next(iter(find_in(document, action.start, action.end, clause.language)[-1:]), None)
    if last is None or last.timex != "SET" or last.rrule is None or last.end != action.end or last.role != "deadline":
        return clause
    quote = action.quote[: last.start - action.start].rstrip(" \n,，、")
    if not quote:
        return clause
    return replace(clause, action=Span(quote, action.start, action.start + len(quote)), deadlines=(last,))
