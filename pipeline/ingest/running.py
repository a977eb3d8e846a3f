"""What stands between two pages of a plain text: running heads and feet, printed on each page, and footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from pipeline.ingest import wrapping
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary

NUMBERED = re.compile(r"(?i:(?<=trang )|(?<=page )|(?<=第)|(?<=第 ))\d{1,4}(?:\s?/\s?\d{1,4})?|(?<=  )\d{1,4}$|^\d{1,4}(?= )")
LONGEST = 160  # characters of a running head
NEAR = 2  # lines beside a page number that may be heads or feet
FEED = "\f"
MOST_BETWEEN = 7  # lines between two pages
NOTE = re.compile(r"\[\^?(\d{1,3})\]:?[ \t]*(?=\S)")
LONGEST_NOTE = 400


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `boilerplate` on lines that say the same beside the numbers or breaks of several pages or set apart, if they stand inside a
    sentence there, but for the first, which may be the title; and `note` on footnotes that are called above."""
    notes(text, pieces)
    free = [piece for piece in pieces if piece.kind is None and not piece.fixed]
    said: defaultdict[str, list[int]] = defaultdict(list)
    for at, piece in enumerate(free):
        if may_run(text, piece, marks):
            said[key(text, piece)].append(at)
    repeated = {words: places for words, places in said.items() if len(places) > 1}
    if not repeated:
        return
    edges = near_edges(text, free, marks)
    between = {at for places in repeated.values() for at in places if at in edges or set_apart(free, at)}
    aside = between | {at for at, piece in enumerate(free) if wrapping.page_number(text, piece, marks)}
    for places in repeated.values():
        inside = [at for at in places if at in between and parts_sentence(text, free, at, aside)]
        if inside and (len(inside) > 1 or any(at in edges for at in inside)):
            for at in between.intersection(places[0 if places[0] in edges and places[0] >= NEAR else 1 :]):
                free[at].kind = "boilerplate"


def key(text: str, piece: Piece) -> str:
    """Return what a line says, the number of a page in it as one sign."""
    return NUMBERED.sub("#", " ".join(text[piece.start : piece.end].split()))


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


def set_apart(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a blank line stands above or below a line."""
    return pieces[at].gap > 1 or (at + 1 < len(pieces) and pieces[at + 1].gap > 1)


def parts_sentence(text: str, pieces: Sequence[Piece], at: int, aside: Container[int]) -> bool:
    """Whether a sentence goes on behind a line and what else stands between two pages (`aside`)."""
    above = next((i for i in range(at - 1, max(-1, at - MOST_BETWEEN), -1) if i not in aside), None)
    below = next((i for i in range(at + 1, min(len(pieces), at + MOST_BETWEEN)) if i not in aside), None)
    return above is not None and below is not None and wrapping.over_page(text, pieces[above], pieces[below])


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
