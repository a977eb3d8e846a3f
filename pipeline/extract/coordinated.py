"""A clause's bearers as the text coordinates them: whom one modifier spans are one (从事养殖的单位和个人), names that lend each other no
noun are several (转让人和受让人), and whoever stands first in the row belongs to it (由主管部门或者｜管理单位负责); none goes on into the
circumstances behind it (tổ chức, cá nhân｜khi sử dụng pháo hoa)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.units import is_party, parties, persons
from pipeline.records import Bearer, Clause, Document

BLANK = re.compile(r"[ \t\u3000]")
BARE = 2  # letters of a noun that has no modifier of its own: 个人
OTHER = re.compile("(?:以及|或者|[和及与或])(?=其他|其它)")  # read into a name
PERSONS = ("人", "员", "者", "领导", "干部", "同志")
STAFF = re.compile("等(?:单位|部门|科室|局)?(?:主要|分管|有关|相关)?(?:负责人|负责同志|领导)$")  # of all that are named before
AMONG = "等"  # between an example and those it stands for
REACH = 64  # letters before a bearer in which another one may stand


def coordinated(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses with bearers joined, parted and completed where the head noun stands last, cut where it stands first."""
    found = list(clauses)
    acts = {place for clause in found for place in range(clause.action.start, clause.action.end)}
    return [_coordinated(clause, document, grammar(clause.language), acts) for clause in found]


def _coordinated(clause: Clause, document: Document, words: Grammar, acts: set[int]) -> Clause:
    if not clause.actors:
        return clause
    if not words.head_last:
        bounded = tuple(_bounded(bearer, words) for bearer in clause.actors)
        whole = _with_first(bounded, clause.modal.start if clause.modal else clause.action.start, document, words)
        return clause if whole == clause.actors else replace(clause, actors=whole)
    named = _without_offices(sorted(clause.actors, key=lambda bearer: bearer.start), document, words)
    single = [part for bearer in named for part in _parted(bearer, document, words)]
    before = [one for one in _before(single[0], document, words) if acts.isdisjoint(range(one.start, one.end))]  # 县长任组长、
    actors = _joined([*before, *single], document.text, words)
    return clause if tuple(actors) == clause.actors else replace(clause, actors=tuple(actors))


def _bounded(bearer: Bearer, words: Grammar) -> Bearer:
    """Return a bearer up to the circumstance that follows its name."""
    begins = _circumstance(words.language).search(bearer.quote)
    return replace(bearer, quote=bearer.quote[: begins.start()], end=bearer.start + begins.start()) if begins else bearer


def _with_first(bearers: tuple[Bearer, ...], stop: int, document: Document, words: Grammar) -> tuple[Bearer, ...]:
    """Return bearers each in one with those of them that are named first, up to `stop`: các chủ rừng, nhất là｜ các công ty lâm nghiệp."""
    text, first = document.text, _first(words.language)
    done: list[Bearer] = []
    for bearer in bearers:
        start, end = bearer.start, bearer.end
        if after := first.match(text, end, max(end, stop)):
            named = parties(document, after.end(), stop, words)
            end = named[0].end if named and named[0].start == after.end() else end
        before = next((word for word in first.finditer(text, max(0, start - REACH), start) if word.end() == start), None)
        if before is not None:
            named = parties(document, max(0, before.start() - REACH), before.start(), words)
            start = named[-1].start if named and named[-1].end == before.start() else start
        if done and start < done[-1].end:
            start, end = min(start, done[-1].start), max(end, done.pop().end)
        done.append(replace(bearer, quote=text[start:end], start=start, end=end))
    return tuple(done)


def _without_offices(row: list[Bearer], document: Document, words: Grammar) -> list[Bearer]:
    """Return bearers without the offices that stand behind a person's name with a blank: 李强  党组书记、局长 is one."""
    start, end = row[0].start, row[-1].end
    if not row[-1].quote.endswith(words.words.bearers.offices) or end - start > REACH or not BLANK.search(document.text, start, end):
        return row
    found = persons(document.text, start, end, words)
    return [Bearer(document.text[a:b], a, b, row[0].source) for a, b in found] if 0 < len(found) <= len(row) else row


def _parted(bearer: Bearer, document: Document, words: Grammar) -> list[Bearer]:
    """Return the names in a bearer, each with a noun of its own, or the bearer where it has a modifier or they share one."""
    joined = _splitting(words.language).search(bearer.quote)  # looked for first: most bearers are one name
    if other := OTHER.match(bearer.quote) or words.words.context.before_name.match(bearer.quote):
        bearer = replace(bearer, quote=bearer.quote[other.end() :], start=bearer.start + other.end())
    found = [] if not joined or words.particle in bearer.quote else parties(document, bearer.start, bearer.end, words)
    if len(found) < 2 or not all(one.quote.endswith(words.words.bearers.whole) for one in found):
        return [bearer]
    return [replace(one, source=bearer.source) for one in found]


def _before(bearer: Bearer, document: Document, words: Grammar) -> list[Bearer]:
    """Return who is coordinated with a bearer and stands before it, back to the last mark or 由."""
    low = max(0, bearer.start - REACH)
    if not document.text.endswith(_joints(words.language), low, bearer.start):
        return []
    row = _joint(words.language, border=True).search(document.text[low : bearer.start])
    if row is None or words.particle in bearer.quote or not is_party(row["first"], words):
        return []
    return [replace(one, source=bearer.source) for one in parties(document, low + row.start("first"), low + row.end("first"), words)]


def _joined(row: list[Bearer], text: str, words: Grammar) -> list[Bearer]:
    """Return a row of bearers, joined where they are one: a bare noun with the one before whose modifier spans both, an example with
    those it stands for (市粮储公司等6家企业), bodies with their staff (县水利局、各乡镇政府工作人员)."""
    done: list[Bearer] = []
    for bearer in row:
        last = done[-1] if done else None
        between = text[last.end : bearer.start].strip() if last else ""
        shared = last is not None and words.particle in last.quote and len(bearer.quote) <= BARE
        joint = _joint(words.language).fullmatch(between) is not None
        staffed = last is not None and (joint or between in words.list) and _staffed(last.quote, bearer.quote, words)
        if last and STAFF.search(bearer.quote):  # 县水利局、县气象局等单位｜主要负责人
            while done and text[done[-1].end : bearer.start].strip() in words.list:
                bearer = replace(bearer, quote=text[done[-1].start : bearer.end], start=done.pop().start)
            done.append(bearer)
        elif last and ((shared and joint) or staffed or between == AMONG):
            done[-1] = replace(last, quote=text[last.start : bearer.end], end=bearer.end)
        else:
            done.append(bearer)
    return done


def _staffed(body: str, staff: str, words: Grammar) -> bool:
    """Tell whether a body lends its staff to the one named before it: 县水利局、｜各乡镇政府工作人员, but 县水利局及｜其工作人员."""
    tail = next((tail for tail in words.words.bearers.staff if staff.endswith(tail)), "")
    own = staff.removesuffix(tail).removesuffix(words.particle)
    return bool(tail) and is_party(own, words) and is_party(body, words) and not body.endswith((*PERSONS, *words.words.bearers.offices))


@cache
def _circumstance(language: str) -> re.Pattern[str]:
    """Return the words behind a name that begin when, if or within what somebody acts."""
    listed = "|".join(map(re.escape, grammar(language).words.bearers.circumstances)) or "(?!)"
    return re.compile(rf"[\s,]+(?:{listed})[\s,]", re.IGNORECASE)


@cache
def _first(language: str) -> re.Pattern[str]:
    """Return the words before those of a name that are named first: nhất là."""
    listed = "|".join(map(re.escape, grammar(language).words.bearers.first)) or "(?!)"
    return re.compile(rf",?\s+(?:{listed})\s+", re.IGNORECASE)


@cache
def _joint(language: str, border: bool = False) -> re.Pattern[str]:
    """Return the words that join names; with `border` also 、, and the name before it from a mark or 由 on."""
    words = grammar(language)
    marks = "".join(map(re.escape, words.words.borders.clause)) + r"\n"
    apart = (*words.words.borders.clause, *words.words.borders.list)
    joints = _joints(language) if border else [word for word in words.words.bearers.split if word not in apart]
    joint = "|".join(map(re.escape, sorted(joints, key=len, reverse=True)))
    by = "|".join(map(re.escape, words.words.by))
    return re.compile(rf"(?:.*(?:[{marks}]|{by})|^)\s*(?P<first>[^{marks}]{{2,60}}?)(?:{joint})$" if border else joint, re.DOTALL)


@cache
def _joints(language: str) -> tuple[str, ...]:
    """Return what may stand between the names of a row: 、 and the words that join."""
    words = grammar(language).words
    return tuple(word for word in words.bearers.split if word not in words.borders.clause)


@cache
def _splitting(language: str) -> re.Pattern[str]:
    """Return what a bearer holds that is more than one name: a word or mark that splits, or a blank."""
    return re.compile("|".join(map(re.escape, grammar(language).words.bearers.split)) + r"|[\s(（;；]")
