"""What a bare 不 forbids where the text binds: `不乱扔垃圾`, `学生不在走廊奔跑`, a ban without another cue."""

from __future__ import annotations

from pipeline.extract.bearers import bearers_at
from pipeline.extract.row import Piece, Row
from pipeline.extract.state import Found, Ground, State, Units

DENIAL = "不"
LEAST = 2  # units of what is forbidden
LONGEST = 16  # units of who must not


def forbidden(row: Row, rest: list[Piece], start: int, state: State, ground: Ground) -> Found | None:
    """Return the ban of the first of `rest`, which begins at unit `start` with such a word, or with a party and the word behind it, and
    let that party bear what follows; None where it says something else or nothing binds there."""
    if (
        not row.grammar.head_last
        or DENIAL not in row.text[row.starts[start] : row.ends[rest[0].end - 1]]
        or ground.background
        or state.blocked
        or state.purpose
    ):
        return None
    stop, ban = rest[0].end, _ban(row, start, rest[0].end)
    bearers: list[Units] | None = None
    if ban is None and (done := bearers_at(row, start, stop, _follows)) is not None and _stands(row, rest, start, done[1]):
        bearers, ban = done[0], _ban(row, done[1], stop)
    if ban is None or _told_of(row, rest) or not (state.active or ground.task or (ground.statements and bearers is not None)):
        return None
    if bearers is not None:
        state.bearers, state.modal, state.cue = bearers, None, None
    state.active = True
    return Found(ban[1], stop, "prohibition", state.bearers, ban, "denied", state.condition)


def _told_of(row: Row, rest: list[Piece]) -> bool:
    """Tell whether the piece is one of several that tell who is meant, or when: 不登记，或者不换证的，…"""
    for number, piece in enumerate(rest):
        if number and piece.before in row.grammar.strong:
            return False
        if row.forms[piece.end - 1] == row.grammar.particle:
            return True
    return False


def _stands(row: Row, rest: list[Piece], start: int, stop: int) -> bool:
    """Tell whether a party at `start:stop` that does not do something must not do it, and no more than meets a condition
    (`监护人不履行职责，由村委会担任`): nothing but such bans goes on with its sentence."""
    if (
        stop - start > LONGEST
        or row.forms[start] in row.grammar.negations
        or row.grammar.words.context.things.search(row.word(start, stop))
    ):
        return False
    behind = rest[1] if len(rest) > 1 else None
    return behind is None or behind.before in row.grammar.strong or _ban(row, behind.start, behind.end) is not None


def _ban(row: Row, start: int, stop: int) -> Units | None:
    """Return the units of the word that forbids what stands behind it up to `stop`, or None."""
    found = row.grammar.words.context.denying.match(row.text, row.starts[start], row.ends[stop - 1]) if start < stop else None
    if found is None or row.forms[stop - 1] == row.grammar.particle:
        return None
    end = next((unit for unit in range(start, stop) if row.starts[unit] >= found.end()), stop)
    return (start, end) if stop - end >= LEAST else None


def _follows(row: Row, start: int, stop: int) -> int | None:
    return start if _ban(row, start, stop) is not None else None
