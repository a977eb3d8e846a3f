"""A document's text as pieces that a page can colour: every letter stays, and spans may cross or lie inside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.register.texts import Text, TextBlock

AROUND = 400  # characters of a long block that are shown on either side of a record
PART = 40_000  # characters of a document on one page
SPANS = (("modal", "modal"), ("recipient", "recipient"), ("condition", "condition"))
LISTS = (("who", "actors"), ("when", "deadlines"))
# Characters that would turn the direction of a text, drive a browser's parser or stand for nothing; each is shown by one that does not.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
ENDS = re.compile(r"[。！？；!?]|[.;](?=\s)")
SPACE = re.compile(r"\s")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a record: what it is to the record, and the record's id, type and number on the page."""

    label: str
    start: int
    end: int
    record: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch with the same marks throughout; `opens` are the actions that begin with it."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]

    @property
    def classes(self) -> str:
        """Return the classes of the piece, with the type of the shortest action in it."""
        inner = self.inner
        return " ".join(
            dict.fromkeys(["m", *(mark.label for mark in self.marks), *([inner.kind] if inner and inner.label == "action" else [])])
        )

    @property
    def inner(self) -> Mark | None:
        """Return the mark that a click on the piece is meant for: that of the shortest action, else the shortest of all."""
        return min(self.marks, key=lambda mark: (mark.label != "action", mark.end - mark.start), default=None)


@dataclass(slots=True)
class Passage:
    """A block, or what is shown of it; `cut` tells on which sides more of it is left out."""

    kind: str
    level: int | None
    language: str
    start: int
    pieces: list[Piece] = field(default_factory=list)
    cut: tuple[bool, bool] = (False, False)


def visible(text: str) -> str:
    """Return a text without characters that would act on the page instead of standing in it, each shown by one that says so."""
    return HIDDEN.sub("\ufffd", text)


def shown(text: str) -> str:
    """Return a text as a page may hold it, character by character: offsets counted in the page are those of the document."""
    return visible(text).replace("\r\n", "\u200b\n").replace("\r", "\n")


def marks(record: Row, number: int) -> list[Mark]:
    """Return the spans of a record's content."""
    spans = [("action", record["action"]), *((label, record[name]) for label, name in SPANS)]
    spans += [(label, span) for label, name in LISTS for span in record[name]]
    return [Mark(label, s["start"], s["end"], record["record_id"], record["type"], number) for label, s in spans if s]


def part_of(text: Text, place: int) -> int:
    """Return the number (from 1) of the page that shows a place of the document."""
    return next((number for number, part in enumerate(parts(text), 1) if part and part[-1].end > place), 1)


def parts(text: Text) -> list[list[TextBlock]]:
    """Return the blocks page by page, of about `PART` characters; a longer block is cut."""
    pages: list[list[TextBlock]] = [[]]
    held = 0
    for block in text.blocks:
        for start in range(block.start, max(block.end, block.start + 1), PART):
            piece = block._replace(start=start, end=min(block.end, start + PART))
            if held and held + piece.end - piece.start > PART:
                pages.append([])
                held = 0
            pages[-1].append(piece)
            held += piece.end - piece.start
    return pages


def passages(text: Text, blocks: Iterable[TextBlock], found: Sequence[Mark]) -> list[Passage]:
    """Return blocks with their marks."""
    ordered = sorted(found, key=lambda mark: mark.start)
    made = []
    waiting, at = [], 0
    for block in blocks:
        while at < len(ordered) and ordered[at].start < block.end:
            waiting.append(ordered[at])
            at += 1
        waiting = [mark for mark in waiting if mark.end > block.start]
        inside = [mark for mark in waiting if mark.start < block.end]
        pieces = list(_pieces(text.text, block.start, block.end, inside))
        made.append(Passage(block.kind, block.level, block.language, block.start, pieces))
    return made


def around(text: Text, found: Sequence[Mark]) -> list[Passage]:
    """Return what is needed to judge a record: the blocks in which its spans stand, long ones cut."""
    made = []
    for block in text.blocks:
        inside = [mark for mark in found if mark.start < block.end and block.start < mark.end]
        if not inside:
            continue
        first, last = min(mark.start for mark in inside), max(mark.end for mark in inside)
        start = _edge(text.text, max(block.start, first - AROUND), max(block.start, first), block.start)
        end = _edge(text.text, min(block.end, last + AROUND), min(block.end, last), block.end)
        end = min(end, start + PART)
        pieces = list(_pieces(text.text, start, end, inside))
        made.append(Passage(block.kind, block.level, block.language, start, pieces, (start > block.start, end < block.end)))
    return made


def _edge(text: str, place: int, kept: int, edge: int) -> int:
    """Return where a long block is cut: where a sentence ends near a place, else at a word, and never before what must be kept."""
    if place == edge:
        return place
    reach = text[min(place, kept) : max(place, kept)]
    ends = [match.end() for match in ENDS.finditer(reach)] or [match.end() for match in SPACE.finditer(reach)]
    if not ends:
        return place
    return min(place, kept) + (ends[0] if place < kept else ends[-1])


def _pieces(text: str, start: int, end: int, found: Sequence[Mark]) -> Iterator[Piece]:
    edges = {start, end}
    for mark in found:
        edges |= {max(start, mark.start), min(end, mark.end)}
    places = sorted(edges)
    ordered = sorted(found, key=lambda mark: mark.start)
    open_: list[Mark] = []
    at = 0
    for left, right in pairwise(places):
        open_ = [mark for mark in open_ if mark.end > left]
        while at < len(ordered) and ordered[at].start <= left:
            open_.append(ordered[at])
            at += 1
        opens = tuple(mark for mark in open_ if mark.label == "action" and mark.start == left)
        yield Piece(shown(text[left:right]), tuple(open_), opens)
