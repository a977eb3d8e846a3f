"""A time and the act beside it, each with all its words and no others: no act begins with the last letters of its time
(`6月1日｜前进场`), a condition that is a time is the act's, and what may not be done later than a day is to be done by it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.grammar import Context, grammar
from pipeline.extract.times import BOUNDING
from pipeline.records import Clause, Document, Span, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import gives_time

BETWEEN = " \t\n\u3000,，、"  # a time and its act, or two parts of one


def parted(clause: Clause, document: Document) -> Clause:
    """Return a clause whose time stands apart from its act, its condition and its cue word; the time is its own where it has none."""
    words = grammar(clause.language).words.context
    return _measured(_of_condition(_not_later(_begun(clause, document, words), document, words), document), document, words)


def _begun(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a clause whose act does not begin with the last letters of a time."""
    act, text = clause.action, document.text
    letters = words.time_ends.match(act.quote)
    if letters is None or clause.sentence.start >= act.start:
        return clause
    over = next((time for time in _times(clause, document, clause.sentence.start, act.end) if time.start < act.start < time.end), None)
    if over is None or not over.end < act.end or over.end - act.start > letters.end():
        return clause
    start = over.end + len(text[over.end : act.end]) - len(text[over.end : act.end].lstrip(BETWEEN))
    return replace(clause, action=Span(text[start : act.end], start, act.end), deadlines=clause.deadlines or (over,))


def _not_later(clause: Clause, document: Document, words: Context) -> Clause:
    """Return what may not be done later than a day as a duty to do it by then: 各县｜不得晚于11月15日｜完工."""
    modal = clause.modal
    if clause.type != "prohibition" or modal is None or not words.later.match(document.text, modal.end):
        return clause
    found = _times(clause, document, modal.start, clause.sentence.end)
    limit = next((time for time in found if time.start <= modal.start and modal.end < time.end <= clause.action.start), None)
    if limit is None or limit.mod not in ("ON_OR_BEFORE", "BEFORE"):
        return clause
    others = tuple(time for time in clause.deadlines if time.end <= limit.start or time.start >= limit.end)
    return replace(clause, type="duty", modal=None, deadlines=(*others, limit))


def _of_condition(clause: Clause, document: Document) -> Clause:
    """Return a clause without a condition that is a time and no more: 立冬前，完成管道包扎."""
    said = clause.condition
    if said is None:
        return clause
    whole = [time for time in _times(clause, document, said.start, said.end) if said.quote.strip(BETWEEN) == time.quote]
    return replace(clause, condition=None, deadlines=clause.deadlines or tuple(whole)) if whole else clause


def _measured(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a prohibition to fall short of a time, or to pass it, with the time as its object: 不得｜少于保质期满后六个月."""
    act = clause.action
    if clause.type != "prohibition" or not act.quote.startswith(words.exceeding):
        return clause
    events = (time for time in clause.deadlines if time.anchor == "event" and time.start >= act.end)
    behind = (time for time in events if not document.text[act.end : time.start].strip(" \n、"))
    if (limit := next(behind, None)) is None:
        return clause
    return replace(clause, action=Span(document.text[act.start : limit.end], act.start, limit.end))


def _times(clause: Clause, document: Document, start: int, end: int) -> list[Timex]:
    found = find_in(document, start, end, clause.language)
    return [time for time in found if time.role in BOUNDING and gives_time(time)]
