"""Lexicons from YAML compiled to one table: every cue of a sentence in one pass, the longest term wherever several fit.

A term is a row of units: characters in Chinese, syllables in Vietnamese. A match therefore never starts or ends inside a
Vietnamese syllable, and a longer entry (`负责人`) silences the shorter one inside it (`负责`). Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Literal, NamedTuple

Unit = Literal["character", "syllable"]
SYLLABLES = re.compile(r"\d+(?:[.,/:]\d+)*|\w+|[^\w\s]", re.UNICODE)
PRIVATE = 0xF0000  # characters that no text is written in: one stands for each syllable of the terms
OTHER = "\0"  # a syllable of no term


class Hit(NamedTuple):
    """A term of the lexicon at units `start:end`, with all the labels it is listed under."""

    start: int
    end: int
    labels: frozenset[str]


def units(text: str, unit: Unit) -> tuple[list[str], list[int], list[int]]:
    """Return the lower-cased units of a text with their start and end characters (white space is no unit)."""
    if unit == "character":
        if text.split() == [text]:
            return list(text), list(range(len(text))), list(range(1, len(text) + 1))
        places = [i for i, c in enumerate(text) if not c.isspace()]
        return [text[i] for i in places], places, [i + 1 for i in places]
    found = list(SYLLABLES.finditer(text))
    return [m.group().lower() for m in found], [m.start() for m in found], [m.end() for m in found]


class Lexicon:
    """Terms under labels, found in a row of units; the longest term at a place wins. `firsts` are the units terms begin with."""

    def __init__(self, terms: Mapping[str, Iterable[str]], unit: Unit) -> None:
        self.unit = unit
        labels: dict[tuple[str, ...], set[str]] = {}
        for label, words in terms.items():
            for word in words:
                labels.setdefault(tuple(units(word, unit)[0]), set()).add(label)
        labels.pop((), None)
        self.firsts = frozenset(row[0] for row in labels)
        parts = dict.fromkeys(part for row in labels for part in row) if unit == "syllable" else {}
        self._letters = {part: chr(PRIVATE + number) for number, part in enumerate(parts)}
        self._labels = {self._written(row): frozenset(names) for row, names in labels.items()}
        sizes: dict[str, set[int]] = {}
        for term in self._labels:
            sizes.setdefault(term[:2], set()).add(len(term))
        for two, found in sizes.items():
            if two[0] in self._labels:
                found.add(1)
        # How long the terms can be that begin with two units, longest first: most places need one look.
        self._sizes = {two: tuple(sorted(found, reverse=True)) for two, found in sizes.items()}
        self._longest = max(map(len, self._labels), default=0)

    def at(self, row: Sequence[str], start: int, stop: int) -> Hit | None:
        """Return the longest term that starts at unit `start` and ends by `stop`, or None."""
        found = self.every(row, start, stop)
        return found[0] if found else None

    def every(self, row: Sequence[str], start: int, stop: int) -> list[Hit]:
        """Return all terms that start at unit `start` and end by `stop`, the longest first."""
        if start >= stop or row[start] not in self.firsts:
            return []
        text = self._written(row[start : min(stop, start + self._longest)])
        sizes = self._sizes.get(text[:2]) or self._sizes.get(text[:1], ())
        return [Hit(start, start + size, self._labels[text[:size]]) for size in sizes if size <= len(text) and text[:size] in self._labels]

    def all(self, row: Sequence[str]) -> dict[int, list[Hit]]:
        """Return all terms in a row by the unit they start at, from left to right; at each the longest first."""
        text, sizes, labels = self._written(row), self._sizes, self._labels
        found: dict[int, list[Hit]] = {}
        for start, two in enumerate(map(add, text, text[1:] + OTHER)):
            lengths = sizes.get(two) or sizes.get(two[0])
            if lengths:
                hits = []
                for length in lengths:
                    names = labels.get(text[start : start + length])
                    if names is not None and start + length <= len(text):
                        hits.append(Hit(start, start + length, names))
                if hits:
                    found[start] = hits
        return found

    def scan(self, row: Sequence[str]) -> list[Hit]:
        """Return the terms in a row from left to right, the longest at each place, none overlapping."""
        found, end = list[Hit](), 0
        for start, hits in self.all(row).items():
            if start >= end:
                found.append(hits[0])
                end = hits[0].end
        return found

    def _written(self, row: Sequence[str]) -> str:
        """Return a row as a text with one character a unit."""
        if self.unit == "character":
            return "".join(row)
        letters = self._letters
        return "".join([letters.get(part, OTHER) for part in row])
