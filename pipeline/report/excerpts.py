"""The passages of documents that records were read from, each once, and where in them every quote stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Mark = tuple[str, int, int, int]  # what the quote is, number of its passage, start and end in UTF-16 units, as browsers count

WHOLE = 1200  # characters up to which a block is shown whole
AROUND = 280  # characters shown on either side of a quote in a longer one
FARTHEST = 60  # characters looked back and on for the edge of a sentence or word
EDGES = (re.compile(r"[。！？；\n]|[.!?;](?=\s)"), re.compile(r"\s"))  # of a sentence, else of a word
SINGLE = ("clause", "action", "modal", "recipient", "condition")
MANY = ("actors", "deadlines", "basis", "targets")


@dataclass
class Passages:
    """A pool of passages; `texts` grows as places are asked for."""

    texts: list[str] = field(default_factory=list)
    _places: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def marks(self, record: Row, document: int, text: str, blocks: Sequence[Row]) -> list[Mark]:
        """Return where each quote of `record` stands; the passage of the first mark, its clause, comes first.

        `text` and `blocks` are those of its document (as in `documents.jsonl`), which has the number `document`. What stands outside the
        clause's passage (a bearer in a heading) has a passage of its own.
        """
        found = []
        home: tuple[int, int] | None = None
        for kind, start, end in spans(record):
            inside = home is not None and home[0] <= start and end <= home[1]
            window = home if home and inside else _window(start, end, text, blocks)
            home = home or window
            number, shift = self._passage(document, window, text)
            passage = self.texts[number]
            begin, stop = (min(max(0, place - window[0]) + shift, len(passage)) for place in (start, end))
            found.append((kind, number, _units(passage, begin), _units(passage, stop)))
        return found

    def _passage(self, document: int, window: tuple[int, int], text: str) -> tuple[int, int]:
        """Return the number of the passage at `window`, and by how much its text is shifted by the mark of a cut."""
        before = "…" if window[0] > 0 and text[window[0] - 1] != "\n" else ""
        after = "…" if window[1] < len(text) and text[window[1]] != "\n" else ""
        key = (document, *window)
        if key not in self._places:
            self._places[key] = len(self.texts)
            self.texts.append(before + text[window[0] : window[1]] + after)
        return self._places[key], len(before)


def spans(record: Row) -> Iterator[tuple[str, int, int]]:
    """Yield (what, start, end) of every quote of a record, its clause first; of one kind in the order of the record."""
    for name in SINGLE:
        if record[name]:
            yield name, record[name]["start"], record[name]["end"]
    for name in MANY:
        for quote in record[name]:
            yield name, quote["start"], quote["end"]


def _window(start: int, end: int, text: str, blocks: Sequence[Row]) -> tuple[int, int]:
    """Return the stretch of `text` to show for a quote: its block, or of a long one the sentences around."""
    low, high = _block(start, blocks), _block(max(start, end - 1), blocks)
    first = min(start, low["start"]) if low else max(0, start - AROUND)
    last = max(end, high["end"]) if high else min(len(text), end + AROUND)
    if last - first <= WHOLE:
        return first, last
    end = min(end, start + WHOLE)
    before, after = max(first, start - AROUND), min(last, end + AROUND)
    if before > first:
        before = _edge(text, before, min(start, before + FARTHEST)) or before
    if after < last:
        after = _edge(text, after, min(last, after + FARTHEST)) or after
    return before, after


def _edge(text: str, start: int, end: int) -> int | None:
    """Return the place behind the first mark that ends a sentence, or behind the first space where no sentence ends."""
    return next((edge.end() for mark in EDGES if (edge := mark.search(text, start, end))), None)


def _block(place: int, blocks: Sequence[Row]) -> Row | None:
    number = bisect_right(blocks, place, key=lambda block: block["start"]) - 1
    return blocks[number] if number >= 0 and place < blocks[number]["end"] else None


def _units(text: str, place: int) -> int:
    """Return a place counted in UTF-16 units."""
    head = text[:place]
    return place if head.isascii() else place + sum(character > "\uffff" for character in head)
