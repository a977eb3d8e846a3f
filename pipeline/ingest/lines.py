"""The lines of a text and the pieces blocks are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.ingest.vocabulary import Vocabulary
from pipeline.records import BlockKind

# From the first visible character of a line to its end; what separates lines is what str.splitlines() takes for it.
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LINE = re.compile(f"\\S[^{BREAKS}]*")
BREAK = re.compile(f"\r\n|[{BREAKS}]")
MARKER_REACH = 40  # characters; no item number is longer


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of text on its way to becoming a block: `text[start:end]`, marker `text[start:body]`.

    `gap` counts the line breaks before it (0: it was cut out of a longer line), `indent` the columns before its first character,
    `family` and `rank` its numbering; `kind`, `depth` (markup's own heading or list depth), `cells`, `parts` and `speaker` are filled
    by what recognises them; `fixed` where the markup said the kind and no rule may change it.
    """

    start: int
    end: int
    body: int
    gap: int
    indent: int
    family: str | None = None
    rank: int = 0
    number: str | None = None
    kind: BlockKind | None = None
    depth: int | None = None
    language: str = "other"
    fixed: bool = False
    lead: bool = False
    header: Piece | None = None
    cells: tuple[tuple[int, int], ...] = ()
    parts: tuple[tuple[tuple[int, int], ...], ...] = ()
    speaker: str | None = None
    level: int | None = None
    parents: tuple[Piece, ...] = ()
    index: int = -1


def scan(text: str, marks: Vocabulary) -> list[Piece]:
    """Return the non-blank lines of `text` in order, each with its item number; linear in the length of the text."""
    pieces: list[Piece] = []
    before = 0
    for match in LINE.finditer(text):
        start = match.start()
        end = start + len(match.group().rstrip())
        gap = text.count("\n", before, start)
        last = text.rfind("\n", before, start)
        if not gap and before:
            gap = sum(1 for _ in BREAK.finditer(text, before, start))
        piece = Piece(start, end, start, gap, start - last - 1 if last >= 0 else start - before)
        number(text, piece, marks)
        pieces.append(piece)
        before = end
    return pieces


def number(text: str, piece: Piece, marks: Vocabulary) -> None:
    """Recognise the item number at the head of `piece` and set family, rank, number and body."""
    at = piece.start
    bold = text.startswith("**", at)
    if bold:
        at += 2
    match = marks.numbering.match(text, at, min(piece.end, at + MARKER_REACH))
    if not match or not match.lastgroup:
        return
    family = marks.families[int(match.lastgroup[1:])]
    piece.family, piece.rank, piece.body = family.family, family.rank, match.end()
    if family.family == "markdown":
        piece.depth = len(match.group().rstrip())
        inner = marks.numbering.match(text, match.end(), min(piece.end, match.end() + MARKER_REACH))
        if inner and inner.lastgroup and inner.end() > match.end():
            piece.body = inner.end()
            piece.number = written(inner.group())
        return
    piece.number = None if family.family in BULLETS else written(match.group())


BULLETS = frozenset({"dash", "plus", "star", "bullet", "markdown"})


def written(marker: str) -> str:
    """Return an item number without the punctuation that sets it off: `二、` → `二`, `Điều 5. ` → `Điều 5`, `a)` stays."""
    return marker.strip(" \t\u3000\xa0").rstrip("、.．,，:：- \t\u3000\xa0–/\u20e3")
