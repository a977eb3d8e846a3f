"""The time that an act's own words tell (`不得｜超过十二个月`, `确保｜年内｜建成`), or the piece behind it that says no more than when
(`开展抽查，｜每年不少于两次｜`)."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.times import BOUNDING
from pipeline.records import Clause, Document, Span, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import bare_length, gives_time

_PIECE = re.compile(r"\s?[，,；;]\s?([^，,；;。:：!！?？]{3,60}?)(?=[，,；;。!！?？]|\s?[(（]|\.(?:\s|$)|\n\n|$)")
_BRACKETED = re.compile(r"\s?[(（]\s?([^()（）\n]{3,40})[)）]")
LISTED = ("deadline", "period")


def forbidden_length(clause: Clause, document: Document) -> Timex | None:
    """Return the length that a prohibition is all about: 缓缴期不得｜超过十二个月."""
    if clause.type != "prohibition" or clause.modal is None or not 0 <= clause.action.start - clause.modal.end <= 1:
        return None
    found = find_in(document, clause.modal.start, clause.action.end, clause.language)
    whole = (time for time in found if time.start <= clause.action.start and time.end >= clause.action.end)
    return next((time for time in whole if time.timex == "DURATION"), None)


def guaranteed(clause: Clause, document: Document, words: Grammar) -> Timex | None:
    """Return the time right behind a verb that opens an act and has one of its own as its object: 确保｜年内｜建成."""
    act = clause.action
    verb = next((verb for verb in words.words.clause_verbs if act.quote.startswith(verb)), None)
    if verb is None or clause.type == "prohibition":
        return None
    opens = act.start + len(verb)
    found = find_in(document, opens, act.end, clause.language)
    return next(
        (time for time in found[:1] if time.start == opens and time.role == "deadline" and gives_time(time) and not bare_length(time)), None
    )


def recurring(clause: Clause, document: Document) -> Clause:
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


def piece(text: str, place: int) -> re.Match[str] | None:
    """Return the piece of a sentence behind the mark at a place, or what stands in the brackets that open there."""
    return _PIECE.match(text, place) or _BRACKETED.match(text, place)


def only_time(document: Document, place: int, words: Grammar) -> Timex | None:
    """Return the time of a piece of a sentence, behind the mark at a place, that says no more than when: 开展抽查，｜每年不少于两次｜."""
    text = document.text
    opens = piece(text, place)
    if opens is None:
        return None
    start, end = opens.span(1)
    times = [time for time in find_in(document, start, end, words.language) if time.role in BOUNDING and gives_time(time)]
    if not times:
        return None
    told = next((time for time in times if time.timex == "SET"), times[0])
    said = f"{text[start : told.start]}<{told.timex} {told.quote}>{text[told.end : end]}"
    said = re.sub(r"\s+", "" if words.head_last else " ", said.replace(f"<{told.timex} ", f"<{told.timex}\0")).replace("\0", " ").strip()
    bare = opens.re is _BRACKETED and said == f"<{told.timex} {told.quote}>" and told.role in LISTED
    return told if bare or words.words.context.only_time.fullmatch(said) else None
