"""Lexicons from YAML compiled to one table: every cue of a sentence in one pass, the longest term wherever several fit.

A term is a row of units: characters in Chinese, syllables in Vietnamese. A match therefore never starts or ends inside a
Vietnamese syllable, and a longer entry (`负责人`) silences the shorter one inside it (`负责`). Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

Unit = Literal["character", "syllable"]
SYLLABLES = re.compile(r"\d+(?:[.,/:]\d+)*|\w+|[^\w\s]", re.UNICODE)
PRIVATE = 0xF0000  # characters that no text is written in: one stands for each syllable of the terms
OTHER = "\0"  # a syllable of no term
SURROGATE = re.compile("[\ud800-\udfff]")
COMPACT = Implementation.ContiguousNFA  # the quickest here: rows are short, and the other tables do not stay in the cache


class Hit(NamedTuple):
    """A term of the lexicon at units `start:end`, with all the labels it is listed under."""

    start: int
    end: int
    labels: frozenset[str]


hit_of = partial(tuple.__new__, Hit)  # what `Hit(...)` does, without the call between


def units(text: str, unit: Unit) -> tuple[list[str], Sequence[int], Sequence[int]]:
    """Return the lower-cased units of a text with their start and end characters (white space is no unit)."""
    if unit == "character":
        if text.split() == [text]:
            return list(text), range(len(text)), range(1, len(text) + 1)
        places = [i for i, c in enumerate(text) if not c.isspace()]
        return [text[i] for i in places], places, [i + 1 for i in places]
    found = list(SYLLABLES.finditer(text))
    return [m.group().lower() for m in found], [m.start() for m in found], [m.end() for m in found]


class Lexicon:
    """Terms under labels, found in a row of units by an Aho-Corasick automaton; the longest term at a place wins.

    `labels` are those of each term by its number, `longest` is how many units the longest term has.
    """

    def __init__(self, terms: Mapping[str, Iterable[str]], unit: Unit) -> None:
        self.unit = unit
        labels: dict[tuple[str, ...], set[str]] = {}
        for label, words in terms.items():
            for word in words:
                labels.setdefault(tuple(units(word, unit)[0]), set()).add(label)
        labels.pop((), None)
        parts = dict.fromkeys(part for row in labels for part in row) if unit == "syllable" else {}
        self._letters = {part: chr(PRIVATE + number) for number, part in enumerate(parts)}
        self._terms = [self._written(row) for row in labels]
        self.labels = [frozenset(names) for names in labels.values()]
        self.longest = max(map(len, self._terms), default=0)

    def at(self, row: Sequence[str], start: int, stop: int) -> Hit | None:
        """Return the longest term that starts at unit `start` and ends by `stop`, or None."""
        found = self.every(row, start, stop)
        return found[0] if found else None

    def every(self, row: Sequence[str], start: int, stop: int) -> list[Hit]:
        """Return all terms that start at unit `start` and end by `stop`, the longest first."""
        hits = self.all(row[start : min(stop, start + self.longest)]).get(0, [])
        return [Hit(start, start + hit.end, hit.labels) for hit in hits]

    def all(self, row: Sequence[str]) -> dict[int, list[Hit]]:
        """Return all terms in a row by the unit they start at, from left to right; at each the longest first."""
        labels, found = self.labels, dict[int, list[Hit]]()
        for number, start, end in self.matches(row):
            found.setdefault(start, []).insert(0, hit_of((start, end, labels[number])))
        return {start: found[start] for start in sorted(found)}

    def matches(self, row: Sequence[str]) -> list[tuple[int, int, int]]:
        """Return all terms in a row as (number of the term, start, end) in order of their ends: what `all` has without making the hits."""
        return _matches(self._overlapping, self._written(row), overlapping=True)

    def scan(self, row: Sequence[str]) -> list[Hit]:
        """Return the terms in a row from left to right, the longest at each place, none overlapping."""
        labels = self.labels
        return [hit_of((start, end, labels[number])) for number, start, end in _matches(self._apart, self._written(row))]

    @cached_property
    def _overlapping(self) -> AhoCorasick:
        return AhoCorasick(self._terms, implementation=COMPACT, store_patterns=False)

    @cached_property
    def _apart(self) -> AhoCorasick:
        return AhoCorasick(self._terms, matchkind=MatchKind.LeftmostLongest, implementation=COMPACT, store_patterns=False)

    def _written(self, row: Sequence[str]) -> str:
        """Return a row as a text with one character a unit."""
        if self.unit == "character":
            return "".join(row)
        letters = self._letters
        return "".join([letters.get(part, OTHER) for part in row])


def _matches(automaton: AhoCorasick, text: str, overlapping: bool = False) -> list[tuple[int, int, int]]:
    """Return (number of the term, start, end) of the terms in a text."""
    try:
        return automaton.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:  # a lone surrogate, which the automaton cannot read and no term holds
        return automaton.find_matches_as_indexes(SURROGATE.sub(OTHER, text), overlapping=overlapping)
