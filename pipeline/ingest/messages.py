"""Heads of messages inside a text: the fields of forwarded mails, and who wrote a line of a chat, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest import dates
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.vocabulary import Vocabulary

LONGEST = 300
LONGEST_HEAD = 60
FEWEST_FIELDS = 2
FEWEST_MESSAGES = 2
FIELD = re.compile(r"(?:> ?)*\**(?P<name>[^\W\d_][^:：\n]{0,20}?)\**\s?[:：]")
CLOCK = r"(?:[01]?\d|2[0-3])[:：h][0-5]\d(?:[:：][0-5]\d)?(?: ?(?:[AaPp][Mm]|SA|CH))?"
DAY = r"(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:日|[-/.]\d{2,4})?"
# a line that says who and when, the message below it; and one that says it before the message
HEAD = re.compile(rf"[^\d:：\[\]\n]{{1,30}}?[ \t\u3000]+(?:{DAY}[ ,，]{{0,2}}|(?:[^\W\d_]{{1,4}} ?){{1,2}}[ ,])?{CLOCK}")
OPENING = re.compile(rf"\[?(?:{CLOCK},? {DAY}|{DAY},? {CLOCK})\]?(?: ?[-–])? ?[^:：\n\]]{{1,40}}[:：][ \t\u3000]*(?=\S)")


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> Sequence[Piece]:
    """Return the pieces, with `boilerplate` set on the fields of mails and on lines that only say who wrote what stands below and when
    (`dateline` where they tell the day); where each line opens with both, that is a piece of its own."""
    fields(text, pieces, marks)
    free = [piece for piece in pieces if piece.kind is None and not piece.fixed]
    heads = [at for at, piece in enumerate(free) if fits(piece, LONGEST_HEAD) and HEAD.fullmatch(text, piece.start, piece.end)]
    over_messages = not any(after == at + 1 for at, after in pairwise(heads)) and len(free) - 1 not in heads
    if len(heads) >= FEWEST_MESSAGES and over_messages:
        for at in heads:
            free[at].kind = "dateline" if dates.find(text[free[at].start : free[at].end])[0] else "boilerplate"
    opened = {id(piece): match.end() for piece in free if (match := OPENING.match(text, piece.start, piece.end))}
    if len(opened) < FEWEST_MESSAGES:
        return pieces
    return [part for piece in pieces for part in (parted(text, piece, opened[id(piece)], marks) if id(piece) in opened else [piece])]


def parted(text: str, piece: Piece, at: int, marks: Vocabulary) -> list[Piece]:
    """Return what opens a line, as furniture, and its message."""
    head = Piece(piece.start, piece.start + len(text[piece.start : at].rstrip()), piece.start, piece.gap, piece.indent, kind="boilerplate")
    message = Piece(at, piece.end, at, 2, 0)
    number(text, message, marks)
    return [head, message]


def fits(piece: Piece, longest: int) -> bool:
    """Whether a piece is a line of at most so many characters."""
    return piece.end - piece.start <= longest


def fields(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `boilerplate` on lines in a row that are fields of a mail (from whom, to whom, when), where an address stands in one."""
    run: list[Piece] = []
    for piece in [*pieces, None]:
        named = FIELD.match(text, piece.start, piece.end) if piece and piece.kind is None and fits(piece, LONGEST) else None
        if piece and named and named["name"].strip().casefold() in marks.mail_fields and (not run or piece.gap <= 1):
            run.append(piece)
            continue
        if len(run) >= FEWEST_FIELDS and any(text.find("@", one.start, one.end) > 0 for one in run):
            for one in run:
                one.kind = "boilerplate"
        run = []
