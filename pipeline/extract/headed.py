"""What stands at the head of a sentence before its acts: the time that holds for them (Đến hết năm 2025, các xã xóa nhà tạm; …), and
words that say no more than that it is meant (Phấn đấu đến năm 2025)."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.row import marker_end
from pipeline.extract.scope import document_kind
from pipeline.records import Clause, Document, Span, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import bare_length, gives_time

LISTED = ("deadline", "period")
OWED = ("duty", "assignment", "prohibition", "pledge")
EDGE = " \n,:"
FAR = 1000  # characters from the head of a sentence to an act of which its time may hold
_ENDS = re.compile(r"[:!?…]|[.]\s")  # what stands behind no longer belongs to the head


def headed(clause: Clause, document: Document, words: Grammar) -> tuple[Timex, ...]:
    """Return the time with which the sentence of an act begins, where nothing between them keeps it from the act: another time, or
    somebody else or another case behind a semicolon."""
    start, act, text = clause.sentence.start, clause.action.start, document.text
    if words.head_last or clause.type not in OWED or clause.status != "prescribed" or not start < act < start + FAR:
        return ()
    start += marker_end(text[start:act])
    found = find_in(document, start, act, clause.language)
    if len(found) != 1 or not _at(text[start : found[0].start], words):
        return ()
    time = found[0]
    if time.role not in LISTED or not gives_time(time) or bare_length(time):
        return ()
    between = text[time.end : act]
    if _ENDS.search(between.lstrip(EDGE)) or re.search(words.words.context.parting, between, re.IGNORECASE):
        return ()
    part = text.rfind(";", time.end, act)
    case = clause.condition is not None and clause.condition.start > part
    if part >= 0 and (case or any(bearer.start > part for bearer in clause.actors)):
        return ()
    told = time.timex == "DATE" and time.mod is None and document_kind(document, words) == "news"  # the day of the news
    return () if told else (time,)


def without_head(clause: Clause, document: Document) -> Clause | None:
    """Return a clause whose act begins with such a word and a time without the two (Phấn đấu đến năm 2025｜xóa nhà tạm); None where
    nothing is left."""
    words, action = grammar(clause.language), clause.action
    said = action.quote.casefold()
    if words.head_last or not (word := next((one for one in words.words.context.for_now if f"{said} ".startswith(f"{one} ")), "")):
        return clause
    if said == word:
        return None
    times = [time for time in find_in(document, action.start, action.end, clause.language) if time.start == action.start + len(word) + 1]
    if not times:
        return clause
    rest = document.text[times[0].end : action.end].lstrip(EDGE)
    return replace(clause, action=Span(rest, action.end - len(rest), action.end)) if rest else None


def _at(before: str, words: Grammar) -> bool:
    """Tell whether what stands before a time leaves it at the head of its sentence."""
    return before.strip(EDGE).casefold() in ("", *words.words.context.for_now, *words.time_prepositions)
