"""Bodies and places called by their kind alone (`Chi cục phải báo cáo`, `Sở này`, `TP cần`), where the head noun stands first, by their
full name before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline import languages
from pipeline.extract.bearers import name_end, split_names, trim
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.pronouns import antecedent, named, stretches
from pipeline.extract.row import read_row
from pipeline.languages.syllables import CAPITALS
from pipeline.records import Bearer, Clause, Document

BACK = "(?:này|trên|nói trên|đó|ấy)"
LONGEST = 120  # characters from the head noun to the end of a name
PLACE = re.compile(rf"[{CAPITALS}][\w-]*(?:\s[{CAPITALS}][\w-]*){{0,2}}")  # of a place; behind it may stand who heads it
# what no name goes past
END = re.compile(rf"[.;:()]|\n\s*\n|(?:,|\s[-–])\s(?![{CAPITALS}])|\s(?:được|đã|bị|đang|sẽ|vì|để|về việc|từ ngày)\s")


def recalled(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses with such bearers as the full name that they stand for: the one of their kind in the paragraph before them, in
    the nearest before it of a story told, or in the nearest line over it that holds one; of two, nobody knows which."""
    return [_recalled(clause, document) if clause.actors else clause for clause in clauses]


def _recalled(clause: Clause, document: Document) -> Clause:
    actors = tuple(_called(actor, clause, document) for actor in clause.actors)
    return clause if actors == clause.actors else replace(clause, actors=actors)


def _called(actor: Bearer, clause: Clause, document: Document) -> Bearer:
    """Return a bearer by the name that it stands for, or as it is."""
    words, called = grammar(clause.language), _kinds(clause.language).fullmatch(actor.quote)
    if called is None:
        return antecedent(actor, clause, document, words) or actor
    if called["kind"]:
        return _full(actor, called["kind"], clause, document)
    kinds = words.words.bearers.told[called["told"].casefold()]
    for low, high in stretches(actor, clause, document):
        found = [name for kind in kinds for name in _names(kind, document.text, low, high, words)]
        if found:
            return named(*max(found), clause, document)
    return actor


@cache
def _kinds(language: str) -> re.Pattern[str]:
    """Return what a body called by its kind alone is (`sở`, `sở này`), or by a wider word that points back (`đơn vị này`); never anything
    where the lists are empty."""
    bearers = grammar(language).words.bearers
    kinds, told = ("|".join(map(re.escape, names)) or "(?!)" for names in (bearers.kinds, bearers.told))
    return re.compile(rf"(?i)(?:(?P<kind>{kinds})(?:\s{BACK})?|(?P<told>{told})\s{BACK})")


def _full(actor: Bearer, kind: str, clause: Clause, document: Document) -> Bearer:
    words = grammar(clause.language)
    blocks = document.blocks
    over = ((blocks[number].start, blocks[number].end) for number in reversed(blocks[clause.block].parents))
    for low, high in [*stretches(actor, clause, document), *over]:
        found = list(_names(kind, document.text, low, min(high, actor.start), words))
        if found:
            start, end = found[-1]
            same = {" ".join(document.text[a:b].casefold().split()) for a, b in found}
            return Bearer(document.text[start:end], start, end, "context") if len(same) == 1 else actor
    return actor


def _names(kind: str, text: str, low: int, high: int, words: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the places of the names in `text[low:high]` that go on behind their kind with a capital."""
    for match in re.finditer(rf"(?<!\w)(?i:{re.escape(kind)})(?:\s|(?<=TP)\.\s?)(?=[^\W\d_])", text[low:high]):
        start, stop = low + match.start(), min(high, low + match.start() + LONGEST)
        if mark := END.search(text, low + match.end(), stop):
            stop = mark.start()
        if kind.casefold() in words.words.bearers.places:
            if name := PLACE.match(text, low + match.end(), stop):
                yield start, name.end()
        elif text[low + match.end()].isupper():
            view = languages.get(words.language).fold(text[start:stop])
            row = read_row(view.text, words)
            first, last = split_names(row, 0, trim(row, 0, name_end(row, 0, len(row.forms))))[0]
            yield start, start + view.original(row.starts[first], row.ends[last - 1])[1]
