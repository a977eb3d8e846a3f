"""Lexicons from YAML compiled to one trie: every cue of a sentence in one pass, the longest term wherever several fit.

A term is a row of units: characters in Chinese, syllables in Vietnamese. A match therefore never starts or ends inside a
Vietnamese syllable, and a longer entry (`负责人`) silences the shorter one inside it (`负责`). Time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["character", "syllable"]
SYLLABLES = re.compile(r"\d+(?:[.,/:]\d+)*|\w+|[^\w\s]", re.UNICODE)
END = ""  # no unit is the empty string, so it can mark where a term ends


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of the lexicon at units `start:end`, with all the labels it is listed under."""

    start: int
    end: int
    labels: frozenset[str]


def units(text: str, unit: Unit) -> tuple[list[str], list[int], list[int]]:
    """Return the lower-cased units of a text with their start and end characters (white space is no unit)."""
    if unit == "character":
        places = [i for i, c in enumerate(text) if not c.isspace()]
        return [text[i] for i in places], places, [i + 1 for i in places]
    found = list(SYLLABLES.finditer(text))
    return [m.group().lower() for m in found], [m.start() for m in found], [m.end() for m in found]


class Lexicon:
    """Terms under labels, found in a row of units; the longest term at a place wins."""

    def __init__(self, terms: Mapping[str, Iterable[str]], unit: Unit) -> None:
        self.unit = unit
        self.root: dict = {}
        labels: dict[tuple[str, ...], set[str]] = {}
        for label, words in terms.items():
            for word in words:
                labels.setdefault(tuple(units(word, unit)[0]), set()).add(label)
        for row, names in labels.items():
            node = self.root
            for part in row:
                node = node.setdefault(part, {})
            node[END] = frozenset(names)

    def at(self, row: list[str], start: int, stop: int) -> Hit | None:
        """Return the longest term that starts at unit `start` and ends by `stop`, or None."""
        found = self.every(row, start, stop)
        return found[0] if found else None

    def every(self, row: list[str], start: int, stop: int) -> list[Hit]:
        """Return all terms that start at unit `start` and end by `stop`, the longest first."""
        found: list[Hit] = []
        node, i = self.root.get(row[start]) if start < stop else None, start
        while node is not None:
            i += 1
            if END in node:
                found.append(Hit(start, i, node[END]))
            node = node.get(row[i]) if i < stop else None
        return found[::-1]

    def scan(self, row: list[str]) -> list[Hit]:
        """Return the terms in a row from left to right, the longest at each place, none overlapping (used by `resolve`)."""
        found: list[Hit] = []
        i = 0
        while i < len(row):
            hit = self.at(row, i, len(row))
            if hit:
                found.append(hit)
            i = hit.end if hit else i + 1
        return found
