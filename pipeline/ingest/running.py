"""What stands between two pages of a plain text: running heads and feet, printed on each page, and footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.ingest import wrapping
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary

DIGITS = re.compile(r"\d+")
LONGEST = 160  # characters of a running head
NEAR = 2  # lines beside a page number that may be heads or feet
FEED = "\f"
NOTE = re.compile(r"\[\^?(\d{1,3})\]:?[ \t]*(?=\S)")
LONGEST_NOTE = 400


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `boilerplate` on lines that say the same beside the numbers or breaks of several pages, or again and again inside sentences,
    but for the first, which may be the title; and `note` on footnotes that are called above."""
    notes(text, pieces)
    free = [piece for piece in pieces if piece.kind is None and not piece.fixed]
    said: defaultdict[str, list[int]] = defaultdict(list)
    for at, piece in enumerate(free):
        if may_run(text, piece, marks):
            said[DIGITS.sub("#", " ".join(text[piece.start : piece.end].split()))].append(at)
    repeated = {key: places for key, places in said.items() if len(places) > 1}
    if not repeated:
        return
    edges = near_edges(text, free, marks)
    for places in repeated.values():
        beside = [at for at in places if at in edges]
        if len(beside) > 1 or (len(beside) == 1 and places[0] < NEAR) or parts_sentences(text, free, places):
            for at in places[0 if places[0] in edges and places[0] >= NEAR else 1 :]:
                free[at].kind = "boilerplate"


def may_run(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line is short, no item and no sentence, and so may be printed on each page."""
    if piece.family is not None or piece.end - piece.start > LONGEST or wrapping.page_number(text, piece, marks):
        return False
    return wrapping.last_letter(text, piece) not in wrapping.STOP + ",，、"


def near_edges(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> set[int]:
    """Return the places of the lines that stand by a page number or a form feed."""
    found: set[int] = set()
    for at, piece in enumerate(pieces):
        fed = at > 0 and text.find(FEED, pieces[at - 1].end, piece.start) >= 0
        if fed or wrapping.page_number(text, piece, marks):
            found |= set(range(at - NEAR, at + NEAR + 1))
    return found


def parts_sentences(text: str, pieces: Sequence[Piece], places: Sequence[int]) -> bool:
    """Whether a line set apart says the same inside at least two sentences."""
    apart = [at for at in places if 0 < at < len(pieces) - 1 and max(pieces[at].gap, pieces[at + 1].gap) > 1]
    return sum(wrapping.over_page(text, pieces[at - 1], pieces[at + 1]) for at in apart) > 1


def notes(text: str, pieces: Sequence[Piece]) -> None:
    """Set `note` on short lines that open with a number in square brackets which stands in the text above, right behind a word."""
    called: Counter[str] = Counter()
    for piece in pieces:
        opened = NOTE.match(text, piece.start, piece.end)
        if opened and piece.kind is None and called[opened[1]] and piece.end - piece.start <= LONGEST_NOTE:
            piece.kind = "note"
            continue
        for call in CALL.finditer(text, piece.start, piece.end):
            called[call[1]] += 1


CALL = re.compile(r"(?<=\S)\[\^?(\d{1,3})\]")
