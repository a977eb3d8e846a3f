"""Sentences to clauses: each piece of a sentence is read in turn, and modal, bearers and time spread until a new subject."""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.bearers import ends_as_bearer, split_bearers
from pipeline.extract.cues import binding_cue
from pipeline.extract.joins import cut_short, goes_on
from pipeline.extract.pieces import read_piece
from pipeline.extract.row import Piece, Row, split
from pipeline.extract.state import Found, Ground, Outcome, State


def read_sentence(row: Row, ground: Ground) -> Outcome:
    """Return the clauses of a sentence and what it passes on to what stands under it."""
    pieces = split(row, row.first, len(row.forms))
    if ground.cue == "prohibition" and pieces and _banned(row, pieces):
        begins = [i for i, piece in enumerate(pieces) if not i or piece.before in row.grammar.strong]
        acts = [(pieces[i].start, pieces[j - 1].end) for i, j in pairwise([*begins, len(pieces)])]
        return Outcome([Found(start, end, "prohibition", None, None, "list.prohibition") for start, end in acts])
    state, out = State(give=ground.give, cue=ground.cue), list[Found]()
    for number, piece in enumerate(pieces):
        if piece.before in row.grammar.strong:
            state.rest()
        word = row.at(piece.start, piece.end) if number + 1 < len(pieces) else None
        if word is not None and word.end == piece.end and "connective" in word.labels:
            pieces[number + 1].before = piece.before  # hai là, …: the connective opens what follows
            continue
        _read(row, pieces, number, state, out, ground)
    party = None
    if not out and state.modal is None and 0 < len(pieces) <= 2 and all(ends_as_bearer(row, p.start, p.end) for p in pieces):
        party = [name for p in pieces for name in split_bearers(row, p.start, p.end)]
    return Outcome(out, state.bearers, state.modal, state.cue, party, state.give and state.cue == "order")


def _banned(row: Row, pieces: list[Piece]) -> bool:
    """Tell whether a sentence under a prohibiting lead-in is one of the things it bans."""
    start, end = pieces[0].start, pieces[-1].end
    return binding_cue(row, start, end) is None and row.forms[end - 1] != row.grammar.particle


def _read(row: Row, pieces: list[Piece], number: int, state: State, out: list[Found], ground: Ground) -> None:
    """Read one piece up to a purpose or condition inside it, and remember which of the two cut it short."""
    piece = pieces[number]
    whole, piece.end = piece.end, cut_short(row, piece)
    if goes_on(row, piece, number, state, out):
        out[-1].end, out[-1].piece = piece.end, number
    else:
        for found in read_piece(row, pieces[number:], state, out, ground):
            found.piece = number
            out.append(found)
    if piece.end < whole:
        cutter = row.hits.get(piece.end)
        if cutter is not None and "condition_inside" in cutter.labels:
            for found in out:
                if found.piece == number:
                    found.condition = (piece.end, whole)
        else:
            state.purpose = True
        piece.end = whole
