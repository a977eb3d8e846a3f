"""A document as the tagger sees it: pieces with places, features of their surroundings, and the windows they are read in.

    page = lay_out(document, pieces)
    for window in windows(page): …          # page.ids, page.features → encoder → states of the window's core

A page holds the readable blocks only (boilerplate, notes and other languages are skipped), each opened by a marker piece of no width.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import get_args

import numpy as np

from pipeline import timex
from pipeline.model.pieces import Pieces
from pipeline.records import BlockKind, Clause, Document, LanguageCode, RecordType, Role, Span, Status, Timex

UNREAD: frozenset[BlockKind] = frozenset({"boilerplate", "note"})  # notes quote other texts
KINDS = tuple(kind for kind in get_args(BlockKind) if kind != "note")
ROLES = get_args(Role)
LANGUAGES: tuple[LanguageCode, ...] = ("zh", "vi")
TYPES = tuple((kind, status) for kind in get_args(RecordType) for status in get_args(Status))
SURE = (0.5, 0.7, 0.85)  # edges of the classes of the rules' confidence
# One table of feature vectors; each feature has its own rows in it. The last four say what the rules read: where an action begins,
# goes on and ends, its type and how sure they were, their bearers and their cue words.
SIZES = {
    "kind": len(KINDS),
    "language": 2,
    "time": 1 + len(ROLES),
    "bracket": 2,
    "action": 4,
    "type": len(TYPES) * (len(SURE) + 1),
    "bearer": 4,
    "modal": 4,
}
OFFSETS = dict(zip(SIZES, accumulate(SIZES.values(), initial=0), strict=False))
FEATURE_ROWS = sum(SIZES.values())
GIVEN = 4  # features every piece has; the others are -1 where the rules read nothing
WINDOW, CORE, BEFORE, AFTER, PATH = (320, 232, 40, 16, 24)  # pieces: whole window, its core, context before and after, heading path
LONGEST_BLOCK = 100_000  # characters; what is longer is no paragraph and is left to the rules
OPENING, CLOSING = "（(【［[〔", "）)】］]〕"
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)\"]*|\.(?=\s+[^\W\d_a-zà-ỹ]|\s*$|\s*\n)")


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and its first and last piece."""

    timex: Timex
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules read: first and last piece of an action, its type and status, how sure they were, and the pieces of what they
    linked to it, by the name of the link."""

    first: int
    last: int
    type: tuple[RecordType, Status]
    sure: float
    links: dict[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a document: parallel arrays of length n, and the time expressions among them.

    `starts`/`ends` are characters of the document; `block` and `sentence` number the block and the sentence of a piece; `features`
    (n, len(SIZES)) are rows of the feature table, -1 for none; `sentences` are the spans of the sentences; `opens` is the first piece
    of each block (its marker) by block number.
    """

    document: Document
    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    block: np.ndarray
    sentence: np.ndarray
    features: np.ndarray
    times: tuple[Time, ...]
    sentences: tuple[tuple[int, int], ...]
    opens: dict[int, int]
    closes: dict[int, int]
    ruled: tuple[Ruled, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def kind(self, piece: int) -> int:
        """Return the number of the kind of the block that a piece stands in."""
        return int(self.features[piece, 0])


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces read together: `source` are pieces of the page (-1 opening, -2 separator), the core is `source[core:core + size]`."""

    source: np.ndarray
    core: int
    first: int
    size: int


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a block, white space at their edges left out."""
    edges = [start + match.end() for match in SENTENCE_END.finditer(text[start:end])]
    spans, place = [], start
    for edge in [*edges, end]:
        piece = text[place:edge]
        if piece.strip():
            spans.append((place + len(piece) - len(piece.lstrip()), place + len(piece.rstrip())))
        place = edge
    return spans


def lay_out(document: Document, pieces: Pieces, ruled: Sequence[Clause] = (), numbers: range | None = None) -> Page:
    """Return the page of a document, or of the stretch of its blocks with these numbers; without readable blocks it is empty.

    `ruled` are the clauses that the rules read in the document: the network sees them as features.
    """
    text = document.text
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    blocks: list[int] = []
    sentence: list[int] = []
    features: list[list[int]] = []
    sentences: list[tuple[int, int]] = []
    opens: dict[int, int] = {}
    closes: dict[int, int] = {}
    for number in range(len(document.blocks)) if numbers is None else numbers:
        block = document.blocks[number]
        if block.kind in UNREAD or block.language == "other" or block.end - block.start > LONGEST_BLOCK:
            continue
        part = text[block.start : block.end]
        found, spans = pieces.encode(part)
        if not found:
            continue
        first = len(ids)
        opens[number] = first
        ids += [pieces.eos, *found]
        starts += [block.start, *(block.start + a for a, _ in spans)]
        ends += [block.start, *(block.start + b for _, b in spans)]
        blocks += [number] * (len(found) + 1)
        own = _sentences(text, block.start, block.end)
        at = 0
        inside = 0
        row = [OFFSETS["kind"] + KINDS.index(block.kind), OFFSETS["language"] + LANGUAGES.index(block.language)]
        for start, end in zip(starts[first:], ends[first:], strict=True):
            while at + 1 < len(own) and start >= own[at + 1][0]:
                at += 1
            sentence.append(len(sentences) + at)
            letter = text[start : min(start + 1, end)]  # none at the marker, which stands before the first letter
            inside += letter in OPENING if letter else 0
            features.append([*row, OFFSETS["time"], OFFSETS["bracket"] + (inside > 0)])
            inside -= bool(letter and letter in CLOSING and inside)
        features[first][3] = OFFSETS["bracket"]
        sentences += own
        closes[number] = len(ids)
    size = len(ids)
    lows, highs = np.array(starts, np.int64), np.array(ends, np.int64)
    rows = np.full((size, len(SIZES)), -1, np.int16)
    rows[:, :GIVEN] = np.array(features, np.int16).reshape(size, GIVEN)
    times = _times(document, rows, lows, highs, blocks)
    read = _ruled(ruled, rows, lows, highs)
    return Page(
        document,
        np.array(ids, np.int32),
        lows,
        highs,
        np.array(blocks, np.int32),
        np.array(sentence, np.int32),
        rows,
        times,
        tuple(sentences),
        opens,
        closes,
        read,
    )


def covering(starts: np.ndarray, ends: np.ndarray, low: int, high: int) -> tuple[int, int] | None:
    """Return the first and last piece that share a character with `[low, high)`, or None."""
    first = int(np.searchsorted(ends, low, "right"))
    last = int(np.searchsorted(starts, high, "left")) - 1
    while first <= last and starts[first] == ends[first]:
        first += 1
    while first <= last and starts[last] == ends[last]:
        last -= 1
    return (first, last) if first <= last else None


def _times(document: Document, features: np.ndarray, starts: np.ndarray, ends: np.ndarray, blocks: list[int]) -> tuple[Time, ...]:
    """Return the time expressions in the page's pieces, and mark the pieces they cover."""
    found = []
    own = features[:, 1] - OFFSETS["language"]
    for number, language in enumerate(LANGUAGES):
        if not (own == number).any():
            continue
        # The whole stretch at once: a year named above holds for the months below.
        for whole in timex.find_in(document, int(starts[0]), int(ends[-1]), language):
            for time in _in_blocks(whole, document, language, covering(starts, ends, whole.start, whole.end), blocks):
                place = covering(starts, ends, time.start, time.end)
                if place and own[place[0]] == number:
                    found.append(Time(time, *place))
                    features[place[0] : place[1] + 1, 2] = OFFSETS["time"] + 1 + ROLES.index(time.role)
    return tuple(sorted(found, key=lambda time: (time.first, time.last)))


def _in_blocks(time: Timex, document: Document, language: str, place: tuple[int, int] | None, blocks: list[int]) -> list[Timex]:
    """Return a time, or those of each block where it runs from one into the next and says no more than its beginning: a heading `2月`
    over `节前…` names two times, over `15日前…` one."""
    if place is None or blocks[place[0]] == blocks[place[1]]:
        return [time]
    apart = (document.blocks[number] for number in range(blocks[place[0]], blocks[place[1]] + 1))
    parts = [one for block in apart for one in timex.find_in(document, block.start, block.end, language)]
    parts = [one for one in parts if one.start < time.end and one.end > time.start]
    return parts if parts and parts[0].value == time.value else [time]


def _ruled(clauses: Sequence[Clause], features: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[Ruled, ...]:
    """Return what the rules read in the page's pieces, and mark the pieces; of nested actions the inner one is marked."""
    found = []
    columns = {name: number for number, name in enumerate(SIZES)}

    def places(spans: Sequence[Span | None]) -> tuple[tuple[int, int], ...]:
        covered = (covering(starts, ends, span.start, span.end) for span in spans if span is not None)
        return tuple(place for place in covered if place is not None)

    def mark(name: str, first: int, last: int) -> None:
        features[first : last + 1, columns[name]] = OFFSETS[name] + 1
        features[first, columns[name]], features[last, columns[name]] = (OFFSETS[name], OFFSETS[name] + 2)
        if first == last:
            features[first, columns[name]] = OFFSETS[name] + 3

    for clause in sorted(clauses, key=lambda c: c.action.start - c.action.end):
        own = places([clause.action])
        if not own:
            continue
        first, last = own[0]
        links = {
            "bearer": places(clause.actors),
            "modal": places([clause.modal]),
            "condition": places([clause.condition]),
            "recipient": places([clause.recipient]),
            "basis": places(clause.basis),
            "time": places(clause.deadlines),
        }
        mark("action", first, last)
        kind = TYPES.index((clause.type, clause.status)) * (len(SURE) + 1) + bisect_right(SURE, clause.confidence)
        features[first : last + 1, columns["type"]] = OFFSETS["type"] + kind
        for name in ("bearer", "modal"):
            for place in links[name]:
                mark(name, *place)
        found.append(Ruled(first, last, (clause.type, clause.status), clause.confidence, links))
    return tuple(sorted(found, key=lambda r: (r.first, r.last)))


def _path(page: Page, block: int) -> list[int]:
    """Return pieces of the headings above a block and of the page's opening line, PATH of them at most, for context."""
    parents = [number for number in page.document.blocks[block].parents if number in page.opens]
    title = next(iter(page.opens))
    lines = ([title] if title != block and title not in parents else []) + parents[-2:]
    share = PATH // max(1, len(lines))
    return [i for number in lines for i in range(page.opens[number], min(page.opens[number] + share, page.closes[number]))]


def _cuts(page: Page, core: int, first: int) -> list[int]:
    """Return where cores end, the first within `first` pieces: at a block's end where that fills two thirds of a core, else at a
    sentence's, else where it is full."""
    cuts, start, size, most = [], 0, len(page), first
    while size - start > most:
        low, high = start + most * 2 // 3, start + most
        change = np.flatnonzero(page.block[low + 1 : high + 1] != page.block[low:high])
        if not len(change):
            change = np.flatnonzero(page.sentence[low + 1 : high + 1] != page.sentence[low:high])
        start = low + 1 + int(change[-1]) if len(change) else high
        cuts.append(start)
        most = core
    return [*cuts, size]


def windows(page: Page, core: int = CORE, first: int | None = None) -> list[Window]:
    """Return the windows of a page: their cores tile it, each with its heading path, the text before and a little of the text after; the
    first core holds `first` pieces at most."""
    found, start = [], 0
    for end in _cuts(page, core, first or core) if len(page) else []:
        low = max(0, start - BEFORE)
        path = [i for i in _path(page, int(page.block[start])) if i < low]
        head = [-1, *path, -2] if path else [-1]
        source = [*head, *range(low, min(len(page), end + AFTER))]
        found.append(Window(np.array(source[:WINDOW], np.int64), len(head) + start - low, start, end - start))
        start = end
    return found
