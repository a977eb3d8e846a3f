"""Which times reach a clause: what its reader linked to it, without the periods of the conditions, steps and things beside it; what says no
more than when an act is to be done is no clause of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.extract.beside import side_by_side
from pipeline.extract.chained import chained
from pipeline.extract.grammar import Context, Grammar, grammar
from pipeline.extract.headed import headed, without_head
from pipeline.extract.parted import parted
from pipeline.extract.stated import LISTED, forbidden_length, guaranteed, only_time, piece, recurring
from pipeline.records import Block, Clause, Document, Span, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import bare_length, gives_time

_ASIDE = re.compile(r"\s?[(（][^)）]*[)）]?")
_LABEL = re.compile(r"([^:：\n]{2,20}?)(?:：|:(?!\d))")
_STOP = re.compile(r"[。！？!?]\s*|[.]\s+")
_BRACKET = re.compile(r"[(（【][^)）】]*$")  # what a bracket at the end of an item says holds for all of it
EDGE = " \t\n\u3000:：.。（）()【】"  # around the time that a heading is
LONGEST_TIME = 40  # characters of such a heading
CUE_BEFORE = 8  # characters before a time in which the word that binds its act may stand
NEXT = 24  # characters behind a time in which such a word may end


def reached(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses with the times that reach them; one left without takes that of the words around it, of its list or its phase. What
    only says when another act is to be done is none."""
    whole = (left for clause in clauses if (left := without_head(clause, document)) is not None)
    found = [parted(clause, document) for clause in whole if not _says_when(clause, document)]
    above = Above(document, found)
    ends = {clause.action.end for clause in found}
    return chained([_reached(_without_others(clause, ends, document.text), document, above) for clause in found], document)


class Above:
    """What the lines above an act say of its time, in a document whose blocks `busy` hold acts of their own, which begin at `acts`."""

    def __init__(self, document: Document, clauses: Sequence[Clause]) -> None:
        self.document, self.busy = document, {clause.block for clause in clauses}
        self.acts = sorted(clause.action.start for clause in clauses)
        self._headings: dict[tuple[int, str], Timex | None] = {}

    def heading(self, number: int, language: str) -> Timex | None:
        """Return the time that a heading is to acts in a language: a plan's months, quarters or steps; many acts ask for the same one."""
        told = (number, language)
        if told not in self._headings:
            heading = self.document.blocks[number]  # a bare number (`2026`, `4/2026`) is of no language
            fits = heading.language in (language, "other")
            self._headings[told] = _named(self.document, heading, language) if fits else None
        return self._headings[told]


def _without_others(clause: Clause, ends: set[int], text: str) -> Clause:
    """Return a clause without the times in brackets right behind acts before it (at `ends`), which are theirs: 普查（6月底前），｜发放."""
    own = tuple(time for time in clause.deadlines if time.end > clause.action.start or not _in_bracket_of(time, ends, text))
    return clause if own == clause.deadlines else replace(clause, deadlines=own)


def _in_bracket_of(time: Timex, ends: set[int], text: str) -> bool:
    place = time.start
    while place and text[place - 1] in " \t\u3000(（":
        place -= 1
    return place in ends and any(mark in text[place : time.start] for mark in "(（")


def _begun_here(times: list[Timex], clause: Clause, text: str) -> list[Timex]:
    """Return the times without a start in a part of the sentence before that of an act which has its own: 自9月起…；10月底前｜报送."""
    part = max(text.rfind(mark, clause.sentence.start, clause.action.start) for mark in ";；")
    timed = any(time.start > part and time.role != "start" for time in times)
    return [time for time in times if time.start > part or time.role != "start"] if timed else times


def _reached(clause: Clause, document: Document, lines: Above) -> Clause:
    words = grammar(clause.language)
    times = [_behind(clause.modal, time) for time in clause.deadlines if _reaches(time, clause, document, words)]
    times = _begun_here(times, clause, document.text)
    dated = [time for time in times if not bare_length(time)]  # trước ngày 30/9 beside quá 24 tháng
    own = side_by_side(tuple(dated or times), clause, document, lines.acts)
    if own:
        return clause if own == clause.deadlines else replace(clause, deadlines=own)
    if told := forbidden_length(clause, document) or guaranteed(clause, document, words) or only_time(document, clause.action.end, words):
        return replace(clause, deadlines=(told,))
    clause = recurring(replace(clause, deadlines=()) if clause.deadlines else clause, document)
    timed = clause.deadlines or clause.type == "sanction" or clause.status == "reported"
    told = () if timed else _of_label(clause, document) or headed(clause, document, words)
    above = told or (() if timed else _of_list(clause, lines) or _of_phase(clause, document, words))
    return replace(clause, deadlines=above) if above else clause


def _says_when(clause: Clause, document: Document) -> bool:
    """Tell whether what was taken for an act is a piece that says when the one before it is to be done: 开展抽查，｜每年不少于两次｜."""
    words = grammar(clause.language)
    if clause.type == "prohibition":
        return False
    text, low = document.text, clause.sentence.start
    place = max(text.rfind(mark, low, clause.action.start) for mark in "，,（(")
    whole = piece(text, place) if place > low else None
    if whole is None or not (clause.action.end <= whole.end() or _ASIDE.fullmatch(text, whole.end(), clause.action.end)):
        return False
    return only_time(document, place, words) is not None


def _behind(modal: Span | None, time: Timex) -> Timex:
    """Return a time without the word that binds its act, where it begins with it: 必须｜于2月底前."""
    if modal is None or not modal.start <= time.start < modal.end < time.end:
        return time
    cut = modal.end + len(time.quote[modal.end - time.start :]) - len(time.quote[modal.end - time.start :].lstrip())
    return replace(time, quote=time.quote[cut - time.start :], start=cut)


def _reaches(time: Timex, clause: Clause, document: Document, words: Grammar) -> bool:
    """Tell whether a time is one of the act's own: that of a condition (两年内被通报的，｜约谈), of an act before one
    (应当在五日内决定；不予批准的，｜说明理由), before a cue word of its own or behind a semicolon is none; what is to be done at once has
    its time."""
    text, act, done = document.text, clause.action.start, clause.action.end
    if time.start >= done:
        part = max(text.rfind(mark, done, time.start) for mark in ";；")
        bracketed = _BRACKET.search(text, max(part, done), time.start) is not None
        return part < 0 or bracketed or time.start >= clause.sentence.end or only_time(document, part, words) is not None
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


def _of_label(clause: Clause, document: Document) -> tuple[Timex, ...]:
    """Return the time with which the line of an act is labelled: 5月：《民法典》宣传月，组织讲座。"""
    block = document.blocks[clause.block]
    mark = _LABEL.match(document.text, block.body, min(block.end, clause.action.start))
    if mark is None:
        return ()
    found = find_in(document, *mark.span(1), clause.language)
    return tuple(time for time in found[:1] if time.quote == mark[1].strip() and time.role in LISTED and gives_time(time))


def _of_list(clause: Clause, lines: Above) -> tuple[Timex, ...]:
    """Return the time that holds for the list in which an act stands (2026—2030年，重点抓好以下工作：), or that a heading above it is
    (4月至5月); the time of a line that holds an act itself is that act's."""
    document, text, numbered = lines.document, lines.document.text, False
    for number in reversed(document.blocks[clause.block].parents):
        lead = document.blocks[number]
        said = text[lead.body : lead.end].rstrip()
        if lead.kind == "heading":
            # A heading without number (`12月`) does not stand over numbered ones: `二、工作要求` goes on with the document.
            bare = lead.body == lead.start
            if len(said) <= LONGEST_TIME and not (bare and numbered) and (named := lines.heading(number, clause.language)):
                return (named,)
            numbered = numbered or not bare
        if number in lines.busy or not said.endswith((":", "：")) or lead.language != clause.language:
            continue
        start = lead.body + max((match.end() for match in _STOP.finditer(said)), default=0)
        times = (time for time in find_in(document, start, lead.end, clause.language) if time.role in LISTED and gives_time(time))
        if over := next((time for time in times if _over(time, start, text, clause.language)), None):
            return (over,)
    return ()


def _over(time: Timex, start: int, text: str, language: str) -> bool:
    """Tell whether a time in a lead-in, which begins at a place, holds for its list: it opens the lead-in, an adverb before it aside
    (`Trước mắt, đến năm 2027 …:`), or stands right before the cue (`… đến năm 2027 cần tập trung vào:`)."""
    before = text[start : time.start].strip(" \n,，").casefold()
    cue = _marks(language)[2]
    return (
        not before or before in grammar(language).words.context.for_now or cue.match(text[time.end : time.end + NEXT].lstrip()) is not None
    )


def _named(document: Document, heading: Block, language: str) -> Timex | None:
    """Return the time that a heading is and nothing else; the day of the document itself bounds no act."""
    found = find_in(document, heading.body, heading.end, language)
    said = document.text[heading.body : heading.end]
    alone = len(found) == 1 and said.strip(EDGE) == found[0].quote.strip(EDGE) and found[0].value != document.published
    return found[0] if alone and gives_time(found[0]) else None


def _of_phase(clause: Clause, document: Document, words: Grammar) -> tuple[Timex, ...]:
    """Return the time of the phase that heads the paragraph or section of an act: （一）宣传发动阶段（3月1日—3月31日）。"""
    for number in (clause.block, *reversed(document.blocks[clause.block].parents)):
        phase = phase_over(document, document.blocks[number], words.words.context)
        if phase is not None and phase.end() <= clause.action.start:
            found = find_in(document, phase.start("when"), phase.end("when"), clause.language)
            return tuple(time for time in found[:1] if time.role in LISTED and gives_time(time))
    return ()


def phase_over(document: Document, block: Block, words: Context) -> re.Match[str] | None:
    """Return the name of a phase with which a block begins, with its number or behind it."""
    return next((found for at in (block.start, block.body) if (found := words.phase.match(document.text, at, block.end))), None)
