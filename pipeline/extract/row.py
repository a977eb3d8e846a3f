"""A sentence as a row of units with its lexicon hits, protected stretches and pieces; all offsets lead back to the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from pipeline.extract.grammar import Grammar
from pipeline.extract.roles import BARS, OPENS
from pipeline.rules import Hit, hit_of, units

NUMBERING = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十百\d]{1,4}\s*[）)]|第[一二三四五六七八九十百零〇\d]{1,6}[条章节款项]|[一二三四五六七八九十]{1,3}[、．.]|\d{1,2}(?:[.．]\d{1,2}){0,3}[.．、)）]?(?![\d%％年月日])\s|\d{1,2}[.．、)）](?!\d)"
    r"|[-–—+*•●○▪·]+|[a-zđA-ZĐ][.)](?=\s)|[IVX]{1,5}[.)](?=\s)|[①-⑳])\s*"
)


@dataclass(slots=True)
class Piece:
    """Units `start:end` between two borders; `before` and `after` are the borders' letters (empty at the edges)."""

    start: int
    end: int
    before: str
    after: str


@dataclass(slots=True)
class Row:
    """A sentence's units (`forms`), their places in `text`, its hits by first unit and the depth of brackets over each unit."""

    grammar: Grammar
    text: str
    forms: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    marker: int = 0  # where the numbering at its head ends in `text`
    first: int = 0
    hits: dict[int, Hit] = field(default_factory=dict)
    ending: dict[int, Hit] = field(default_factory=dict)
    depth: list[int] = field(default_factory=list)
    groups: list[tuple[int, int]] = field(default_factory=list)
    times: list = field(default_factory=list)
    terms: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)  # all by the unit they start at, the longest last
    labels: set[str] = field(default_factory=set)  # those of its hits: what none of them has need not be looked for
    cues: list[Hit] = field(default_factory=list)  # the hits outside brackets that can bind
    verbs: dict[tuple[int, int], int] = field(default_factory=dict)  # see phrases.verbs_end
    phrases: dict[tuple[int, int], Any] = field(default_factory=dict)  # see phrases.verb_phrase
    tails: dict[int, int] = field(default_factory=dict)  # by the unit where it ends, the size of the shortest head of a party; < 0: none
    marks: dict[int, list[Hit]] = field(default_factory=dict)  # marks of address and verbs of reporting likewise, the longest first

    def at(self, start: int, stop: int) -> Hit | None:
        """Return the longest term that starts at a unit, also inside another term."""
        hit = self.hits.get(start)
        if hit is not None and hit.end <= stop:
            return hit
        for number, _, end in reversed(self.terms.get(start, ())):
            if end <= stop:
                return hit_of((start, end, self.grammar.lexicon.labels[number]))
        return None

    def predicate_at(self, start: int, stop: int) -> Hit | None:
        """Return the longest term at a unit that can open a predicate, be it hidden under a longer one that cannot."""
        for number, _, end in reversed(self.terms.get(start, ())):
            if end > stop:
                continue
            part = self.grammar.roles.predicate[number]
            if part == OPENS:
                labels = self.grammar.lexicon.labels[number]
                if not self.grammar.head_last and "bearer_heads" in labels and (self._names(end, stop) or self.is_party(start, end, stop)):
                    return None
                return hit_of((start, end, labels))
            if part == BARS:
                return None
        return None

    def head_in(self, hit: Hit) -> Hit | None:
        """Return the longest head noun of a party at the beginning of a longer term, or None."""
        labels = self.grammar.lexicon.labels
        inside = [hit_of((start, end, labels[number])) for number, start, end in self.terms[hit.start] if end < hit.end]
        return max((part for part in inside if "bearer_heads" in part.labels), key=lambda part: part.end, default=None)

    def _names(self, after: int, stop: int) -> bool:
        """Tell whether a word that is a verb or a body's head noun is followed by a name or level: it is the noun (`Phòng Kinh tế`)."""
        return after < stop and (self.text[self.starts[after]].isupper() or self.forms[after] in self.grammar.levels)

    def is_party(self, start: int, end: int, stop: int) -> bool:
        """Tell whether a word that is a verb and a body's head noun names a party: in a row of such nouns (`cơ quan, tổ chức liên quan`) or
        with a capital, and before no verb unless a cue follows that verb (`Tổ chức sản xuất phải`)."""
        joints, before = self.grammar.name_joints, self.ending.get(start - 1)
        joined = before is not None and "bearer_general" in before.labels and self.forms[start - 1] in joints
        if not joined and end + 1 < len(self.forms) and self.forms[end] in joints:
            after = self.hits.get(end + 1)
            joined = after is not None and "bearer_general" in after.labels and "verb" not in after.labels
        after = self.hits.get(end) if end < stop else None
        verbal = after is not None and not after.labels.isdisjoint(("verb", "bearer_inner", "right"))
        if joined and (after is None or "verb" not in after.labels):
            return True
        if not joined:
            if not verbal or not self.text[self.starts[start]].isupper():
                return False
            stop = next((i for i in range(end, stop) if self.forms[i] in self.grammar.clause), stop)
        first = bisect_right(self.cues, end, key=lambda hit: hit.start)
        behind = takewhile(lambda hit: hit.start <= stop, (self.cues[i] for i in range(first, len(self.cues))))
        return any(not hit.labels.isdisjoint(("duty", "prohibition", "right")) for hit in behind)

    def titled(self, unit: int) -> bool:
        """Tell whether a unit begins with a capital and goes on in small letters, as in a name."""
        return self.letters(unit, unit + 1).istitle()

    def letters(self, start: int, end: int) -> str:
        """Return the text of units `start:end`."""
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""

    def word(self, start: int, end: int) -> str:
        """Return the lower-cased units joined without a gap (Chinese) or by blanks (Vietnamese)."""
        return ("" if self.grammar.unit == "character" else " ").join(self.forms[start:end])

    def segment(self, start: int) -> int:
        """Return where the stretch between strong borders begins in which unit `start` stands."""
        while start > self.first and (self.forms[start - 1] not in self.grammar.strong or self.depth[start - 1]):
            start -= 1
        return start


def marker_end(text: str) -> int:
    """Return where the numbering at the head of a sentence ends (0 where there is none)."""
    end, head = 0, NUMBERING.match(text)
    while head and head.end() > end:
        end = head.end()
        head = NUMBERING.match(text, end)
    return end


def read_row(text: str, grammar: Grammar) -> Row:
    """Return a sentence (folded text) as a row; numbering at its head is left out of the pieces."""
    forms, starts, ends = units(text, grammar.unit)
    row = Row(grammar, text, forms, starts, ends, marker_end(text))
    while row.first < len(forms) and ends[row.first] <= row.marker:
        row.first += 1
    _find_terms(row)
    labels, binding, terms = grammar.lexicon.labels, grammar.roles.binding, row.terms
    hits, ending, cues, held, end = row.hits, row.ending, list[Hit](), set[str](), 0
    for start in sorted(terms):
        if start >= end:
            number, _, end = terms[start][-1]
            names = labels[number]
            hits[start] = ending[end] = hit = hit_of((start, end, names))
            held |= names
            if number in binding:
                cues.append(hit)
    row.labels = held
    _protect(row)
    row.cues = [hit for hit in cues if not row.depth[hit.start]]
    return row


def _find_terms(row: Row) -> None:
    """Give a row its terms, its marks of address apart, and the sizes of the heads of parties by the units where they end."""
    terms, roles = row.terms, row.grammar.roles
    for match in row.grammar.lexicon.matches(row.forms):
        number, start, end = match
        if number in roles.aside:
            if number in roles.ends:
                size, old = (end - start if roles.ends[number] else start - end), row.tails.get(end, 0)
                row.tails[end] = max(old, size) if old * size < 0 < old + size else min(old, size) if old else size
            if number in roles.address:
                row.marks.setdefault(start, []).append(hit_of((start, end, roles.labels[number])))
            if number in roles.mere:
                continue
        if start in terms:
            terms[start].append(match)
        else:
            terms[start] = [match]
    if row.marks:
        row.marks = {start: row.marks[start][::-1] for start in sorted(row.marks)}


def _protect(row: Row) -> None:
    """Mark what stands in brackets or quotation marks: its borders are none of the sentence's."""
    row.depth = [0] * (len(row.forms) + 1)
    if row.grammar.brackets.isdisjoint(row.forms):
        return
    brackets, open_, closing, stack, straight = row.grammar.brackets, row.grammar.open, row.grammar.close, [], None
    for i, form in enumerate(row.forms):
        if form not in brackets:
            continue
        if form == '"':
            if straight is None:
                straight = i
            else:
                row.groups.append((straight, i + 1))
                straight = None
        elif form in open_:
            stack.append((form, i))
        elif form in closing:
            while stack:
                opening, start = stack.pop()
                if opening == closing[form]:
                    row.groups.append((start, i + 1))
                    break
    row.groups.sort()
    end = 0
    for start, stop in row.groups:  # only outermost stretches; nested ones lie inside
        if start >= end:
            for i in range(start, stop):
                row.depth[i] = 1
            end = stop


def _cue_next(row: Row, i: int) -> bool:
    """Tell whether a duty or prohibition cue stands at unit `i`, or a denied verb: a new predicate begins there."""
    hit, end = row.hits.get(i), len(row.forms)
    if (
        i + 1 < end
        and row.forms[i] in row.grammar.negations
        and row.forms[i - 1] in row.grammar.parting
        and (hit is None or "weak" in hit.labels)
    ):
        verb = row.predicate_at(i + 1, end)
        firm = verb is not None and "verb" in verb.labels and verb.labels.isdisjoint(("weak", "nominal", "clause_verb"))
        return firm or row.forms[i + 1] in row.grammar.causing
    return hit is not None and "not_cues" not in hit.labels and not hit.labels.isdisjoint(("duty", "prohibition"))


def _inside_term(row: Row, start: int, i: int) -> bool:
    """Tell whether unit `i` lies in a term that begins at or behind unit `start`."""
    before = next((k for k in range(i, max(start, i - row.grammar.lexicon.longest) - 1, -1) if k in row.hits), None)
    return before is not None and row.hits[before].end > i


def anew(row: Row, i: int) -> bool:
    """Tell whether behind the list mark at unit `i` another act begins with its time: 3日内清运渣土、｜5日内恢复路面."""
    return (
        row.grammar.head_last and any(time.bare and time.start == i + 1 for time in row.times) and all(time.end != i for time in row.times)
    )


def _abbreviates(row: Row, i: int) -> bool:
    """Tell whether the full stop at unit `i` is an abbreviation's: T.Ư, TP. Bến Lức."""
    glued = row.ends[i - 1] == row.starts[i]
    return glued and (row.forms[i - 1] in row.grammar.abbreviations or (row.ends[i] == row.starts[i + 1] and len(row.forms[i - 1]) <= 2))


def split(row: Row, start: int, stop: int) -> list[Piece]:
    """Return the pieces of units `start:stop` between clause borders outside brackets and times."""
    pieces, begin, before = [], start, ""
    borders = row.grammar.borders | row.grammar.list if row.times and row.grammar.head_last else row.grammar.borders
    for i in [i for i, form in enumerate(row.forms[start:stop], start) if form in borders]:
        form = row.forms[i]
        if any(time.bare and time.start < i < time.end for time in row.times):
            continue  # 2027年起，每年5月底前; trong thời hạn 05 ngày, kể từ ngày nhận hồ sơ
        if i > begin and not row.depth[i] and anew(row, i):
            pieces.append(Piece(begin, i, before, ","))
            begin, before = i + 1, ","
            continue
        if (
            i > begin
            and not row.depth[i]
            and (form in row.grammar.between or (form in row.grammar.verb_joints and not row.grammar.head_last and _cue_next(row, i + 1)))
        ):
            pieces.append(Piece(begin, i, before, ","))
            begin, before = i + 1, ","
        elif form == "." and i > start and i + 1 < stop and _abbreviates(row, i):
            continue
        elif form in row.grammar.clause and not row.depth[i] and not (form in row.grammar.inside_terms and _inside_term(row, start, i)):
            if i > begin:
                pieces.append(Piece(begin, i, before, form))
                before = form
            elif form in row.grammar.strong:
                before = form
            begin = i + 1
    if stop > begin:
        pieces.append(Piece(begin, stop, before, ""))
    return pieces
