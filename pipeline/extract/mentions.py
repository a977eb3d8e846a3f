"""Bearers as mentions of parties where the head noun stands first: each by itself, levels of one body as one, a person with his office."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from pipeline import languages
from pipeline.extract.bearers import head_at
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.phrases import verb_phrase
from pipeline.extract.row import read_row
from pipeline.extract.units import is_party, party_places
from pipeline.languages.syllables import CAPITALS
from pipeline.records import Bearer, Clause, Document, Span

AND = re.compile(r"\s(?:và|cùng)\s")
BORDER = re.compile(r";\s*|,\s*|\s(?:và|cùng)\s")
BESIDE = re.compile(r",\s+|\s[-–]\s")  # between a person and the office he holds
BEFALLS = re.compile(r"(?<=\s)(?:(?:sẽ|đều|còn)\s)?(?:bị|phải|không được|buộc)(?=\s)")
MAY = re.compile(r"\s(?:có thể(?!\w)|(?:có|được) quyền\s(?=.*\s(?:nhưng|mà|và)$)).*$", re.IGNORECASE | re.DOTALL)
POSSESSIVE = re.compile("(?<=.)的$")  # 村民小组长的｜职责
JOINED = re.compile(r",?\s(?:nhưng|và|song)$", re.IGNORECASE)  # ends what its subject does before what he must do: X ban hành nhưng｜phải
DOES = re.compile(r"\s(?:được|bị|đã|sẽ)(?=\s)", re.IGNORECASE)
OPEN = re.compile(r"(?<!\w)(?:thì|nào|khi|nếu|mà|ai|trừ|đã|đừng)(?!\w)", re.IGNORECASE)  # of such a condition is told, no party named
MARK = re.compile(r"[.;:()“”]|\n\s*\n")
LONGEST_PERSON = 60  # characters of a person's title and name
LONGEST_NAMED = 80  # characters of the offices behind it


def mentioned(clauses: Sequence[Clause], document: Document) -> list[Clause]:
    """Return the clauses with their bearers parted and joined as the parties they are, without those that another act's words name."""
    acts = _Acts(clauses)
    return [_mentioned(clause, acts, document.text) if clause.actors else clause for clause in clauses]


class _Acts:
    """The acts of a document in order of place, so that what holds a place is found without asking them all."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = sorted(clauses, key=lambda clause: clause.action.start)
        self._starts = [clause.action.start for clause in self._clauses]
        self._reach = list(accumulate((clause.action.end for clause in self._clauses), max))

    def name(self, actor: Bearer, own: Clause) -> bool:
        """Tell whether a bearer of a clause's own sentence stands in the words of another act."""
        number = bisect_right(self._starts, actor.start) - 1
        while actor.source == "clause" and number >= 0 and self._reach[number] >= actor.end:
            if self._clauses[number] is not own and actor.end <= self._clauses[number].action.end:
                return True
            number -= 1
        return False

    def begin(self, start: int, end: int) -> bool:
        """Tell whether an act begins between two places."""
        return bisect_right(self._starts, start) < bisect_left(self._starts, end)


def _mentioned(clause: Clause, acts: _Acts, text: str) -> Clause:
    words = grammar(clause.language)
    if words.head_last:
        cut = tuple(replace(one, quote=one.quote[:-1], end=one.end - 1) if POSSESSIVE.search(one.quote) else one for one in clause.actors)
        return clause if cut == clause.actors else replace(clause, actors=cut)
    clause = _whole(clause, text, words)
    actors = tuple(_joined([part for actor in clause.actors for part in _parted(actor, text, words)], text, words))
    actors = (*actors[:-1], _with_office(actors[-1], clause, text, words))
    outside = tuple(actor for actor in actors if not acts.name(actor, clause))
    return _with_modifier(replace(clause, actors=outside or actors), acts, text, words)


def _whole(clause: Clause, text: str, words: Grammar) -> Clause:
    """Return a clause whose act does not begin inside the term that its bearer's name begins with: Bác sĩ trực｜khám lại bệnh nhân."""
    actor, act = clause.actors[-1], clause.action
    beside = actor.source == "clause" and actor.start < act.start < act.end and not text[min(actor.end, act.start) : act.start].strip()
    if not beside:
        return clause
    view = languages.get(words.language).fold(text[actor.start : act.end])
    row = read_row(view.text, words)
    head = head_at(row, 0, len(row.forms)) if row.forms else None
    end = actor.start + view.original(0, row.ends[head.end - 1])[1] if head is not None and head.end < len(row.forms) else act.start
    end = max(end, actor.end)
    if end <= act.start:
        return clause
    bearer, kept = Bearer(text[actor.start : end], actor.start, end, actor.source), text[end : act.end].lstrip()
    return replace(clause, actors=(*clause.actors[:-1], bearer), action=Span(kept, act.end - len(kept), act.end)) if kept else clause


def _with_modifier(clause: Clause, acts: _Acts, text: str, words: Grammar) -> Clause:
    """Return a clause whose bearer has the words between it and what befalls it: those who do wrong are named by what they do (`Chủ tàu xả
    dầu thải bị xử phạt`); a condition among these words is none, and another act of his tells no more of him."""
    actor = clause.actors[0]
    if len(clause.actors) > 1 or actor.source != "clause" or actor.end >= clause.action.start:
        return clause
    match = BEFALLS.search(text, actor.end, clause.action.start + 4)
    if (
        match is None
        or OPEN.search(actor.quote)
        or not (clause.type == "sanction" or (clause.modal and clause.modal.start == match.start()))
    ):
        return clause
    between = text[actor.end : match.start()]
    if acts.begin(actor.end, match.start()):
        return clause
    if not between.strip() or any(mark.search(between.rstrip()) for mark in (JOINED, OPEN, MARK)):
        return clause
    if "," in between and clause.type != "sanction":
        return clause
    row = read_row(languages.get(words.language).fold(between.strip()).text, words)
    if verb_phrase(row, 0, len(row.forms)) is None and row.forms[0] not in ("không", "để", "tự", "cố"):
        return clause
    end = actor.end + len(between.rstrip())
    whole = Bearer(text[actor.start : end], actor.start, end, actor.source)
    within = clause.condition is not None and clause.condition.start >= actor.start and clause.condition.start < end
    return replace(clause, actors=(whole,), condition=None if within else clause.condition)


def _parted(actor: Bearer, text: str, words: Grammar) -> Iterator[Bearer]:
    """Yield the parties of a stretch that was taken for one, without what they may do: parted by semicolons, or each with the capital of
    a body's name."""
    start = actor.start
    if (asked := words.words.context.begging.match(actor.quote)) and is_party(actor.quote[asked.end() :], words):
        start += asked.end()
        actor = replace(actor, quote=actor.quote[asked.end() :], start=start)
    cut = may.start() if (may := MAY.search(actor.quote)) else _named(actor.quote, words)
    if cut < len(actor.quote):
        actor = replace(actor, quote=actor.quote[:cut], end=start + cut)
    for border in BORDER.finditer(text, actor.start, actor.end):
        semicolon = border[0][0] == ";"
        if not semicolon and not text[border.end() : border.end() + 1].isupper():
            continue
        if semicolon or any(low == border.end() for low, _ in party_places(text, start, actor.end, words)):
            yield replace(actor, quote=text[start : border.start()], start=start, end=border.start())
            start = border.end()
    yield replace(actor, quote=text[start : actor.end], start=start)


def _named(quote: str, words: Grammar) -> int:
    """Return where a name ends before what its bearer does beside the act: chủ đầu tư｜ban hành nhưng, chủ đầu tư｜được gia hạn và."""
    joined = JOINED.search(quote)
    if joined is None:
        return len(quote)
    if does := DOES.search(quote):
        return does.start()
    view = languages.get(words.language).fold(quote[: joined.start()])
    row = read_row(view.text, words)
    verb = next((at for at in range(len(row.forms) - 1, 0, -1) if verb_phrase(row, at, len(row.forms)) is not None), None)
    return joined.start() if verb is None else len(quote[: view.original(row.starts[verb], row.ends[verb])[0]].rstrip())


def _joined(actors: Sequence[Bearer], text: str, words: Grammar) -> Iterator[Bearer]:
    """Yield the bearers, those as one that share a head noun and a person with the offices named behind him."""
    held: Bearer | None = None
    for actor in actors:
        if held is not None and held.end <= actor.start and _one(held, actor, text, words):
            held = replace(held, quote=text[held.start : actor.end], end=actor.end)
            continue
        if held is not None and text[held.end : actor.start].strip() == "(":
            continue  # Sở Nội vụ (Ban Thi đua - Khen thưởng): which part of it
        if held is not None:
            yield held
        held = _from_person(actor, text, words) if _office(actor.quote, words) else actor
    if held is not None:
        yield held


def _one(first: Bearer, second: Bearer, text: str, words: Grammar) -> bool:
    gap = text[first.end : second.start]
    if BESIDE.fullmatch(gap) and _office(second.quote, words) and _person(words).match(first.quote):
        return True
    if not BORDER.fullmatch(gap) or gap[0] == ";":
        return False
    if _fixed(text[first.start : second.end], len(first.quote), len(first.quote) + len(gap), words):
        return True
    return _shares(first.quote, second.quote, bool(AND.fullmatch(gap)), words)


def _shares(first: str, second: str, closing: bool, words: Grammar) -> bool:
    """Tell whether a name goes on with another: places of one body (`Ủy ban nhân dân các xã A, B và thị trấn C`), committees of one kind
    (`các huyện ủy, thành ủy`), or the last word of a field (`Phòng Kinh tế, Hạ tầng và Đô thị`)."""
    bearers, one, other = words.words.bearers, first.casefold().removeprefix("các "), second.casefold()
    if one in bearers.committees:
        return other in bearers.committees
    if other.startswith(bearers.places):
        return " các " in first and not one.startswith(bearers.places)
    row = read_row(second, words)
    return closing and "," in first and row.text[:1].isupper() and head_at(row, 0, len(row.forms)) is None


def _fixed(text: str, start: int, end: int, words: Grammar) -> bool:
    """Tell whether a fixed name goes over `text[start:end]`, which joins two: `Văn phòng HĐND và UBND huyện`."""
    view = languages.get(words.language).fold(text)
    row, (low, high) = read_row(view.text, words), view.folded(start, end)
    named = (hit for hit in row.hits.values() if "bearer_names" in hit.labels)
    return any(row.starts[hit.start] < low and high < row.ends[hit.end - 1] for hit in named)


def _from_person(office: Bearer, text: str, words: Grammar) -> Bearer:
    """Return an office with the person before it who holds it."""
    low = max(0, office.start - LONGEST_PERSON)
    beside = BESIDE.search(text, max(low, office.start - 3), office.start)
    found = _person(words).search(text[low : beside.start()]) if beside and beside.end() == office.start else None
    if found is None:
        return office
    start = low + found.start()
    return replace(office, quote=text[start : office.end], start=start)


def _with_office(person: Bearer, clause: Clause, text: str, words: Grammar) -> Bearer:
    """Return a person with the office that stands between his name and what he does: đồng chí Nam｜- Bí thư Đoàn xã｜: chuẩn bị."""
    stop = min([clause.action.start, *([clause.modal.start] if clause.modal else ())], key=lambda place: (place < person.end, place))
    between = text[person.end : stop].rstrip(" ,:\t\n") if person.end < stop <= person.end + LONGEST_NAMED else ""
    beside = BESIDE.match(between)
    if (
        beside is None
        or not person_name(words).fullmatch(person.quote)
        or MARK.search(between)
        or not _office(between[beside.end() :], words)
    ):
        return person
    return replace(person, quote=text[person.start : person.end + len(between)], end=person.end + len(between))


def _office(quote: str, words: Grammar) -> bool:
    return quote.casefold().startswith(words.words.bearers.offices)


@cache
def person_name(words: Grammar) -> re.Pattern[str]:
    """Return what finds a person's title and name."""
    titles = "|".join(map(re.escape, sorted(words.words.bearers.titles, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?i:{titles})(?:\s[{CAPITALS}]\w*){{1,5}}")


@cache
def _person(words: Grammar) -> re.Pattern[str]:
    """Return what finds a person's title and name, and offices behind them, up to the end of a text."""
    return re.compile(person_name(words).pattern + r"(?:(?:,|\s[-–])\s[^,\n]*)*$")
