"""What opens a sentence or stands between its tasks and is none: connectives, purposes, who speaks, conditions."""

from __future__ import annotations

from pipeline.extract.bearers import bearers_at, ends_as_bearer, split_bearers
from pipeline.extract.cues import follows
from pipeline.extract.phrases import verb_phrase
from pipeline.extract.roles import BINDING
from pipeline.extract.row import Piece, Row
from pipeline.extract.state import State
from pipeline.extract.times import skip_time
from pipeline.rules import Hit

SPEECH = 16  # units of `会议强调，` and the like
NONE: frozenset[str] = frozenset()


def opening(row: Row, start: int, stop: int) -> tuple[int, Hit | None]:
    """Return the unit behind connectives, times and brackets at the head of a piece, and the longest term there."""
    hit: Hit | None = None
    while start < stop:
        past = skip_time(row, start, stop) if row.times else start
        hit = row.at(start, stop)
        if past > start:
            start = past
        elif hit is not None and "connective" in hit.labels and hit.labels.isdisjoint(BINDING):
            start = hit.end
        elif row.depth[start]:
            start += 1
        else:
            break
    return start, hit


def is_purpose(row: Row, stop: int, first: Hit, state: State) -> bool:
    """Tell whether a piece opens a purpose (`以确保…`, but not `以…为…`)."""
    if "purpose" not in first.labels or any(form in row.grammar.benefit for form in row.forms[first.end : stop]):
        return False
    state.purpose = state.purpose or verb_phrase(row, first.end, stop) is not None
    return state.purpose


def speaks(row: Row, piece: Piece, start: int, stop: int) -> bool:
    """Tell whether a piece only says who speaks or on whose word (`会议强调，`)."""
    if "speech" not in row.labels:
        return False
    grammar, last = row.grammar, row.ending.get(stop)
    short = last is not None and "speech" in last.labels and last.start > start and stop - start <= SPEECH
    return short and grammar.head_last and piece.after in grammar.clause - grammar.strong


def is_condition(row: Row, start: int, stop: int, first: Hit | None, state: State) -> bool:
    """Tell whether a piece is a condition or circumstance, and remember the condition."""
    labels = first.labels if first else NONE
    last = row.ending.get(stop)
    if first is not None and "condition_start" in labels and (first.end == stop or not row.grammar.head_last):
        state.condition, state.opened = (start, stop), start
        return True
    if last is None or "condition_end" not in last.labels or stop - start < 2:
        return False
    modifier = row.forms[stop - 1] == row.grammar.particle
    if modifier or "adjunct" not in labels or "condition_start" in labels:
        state.condition = (state.opened if state.opened is not None and modifier else start, stop)
        party = None if state.pending or state.condition[0] != start else bearers_at(row, start, stop, _befalls)
        if party is not None and not _circumstanced(row, start, party[0][-1][1]):  # 电力企业｜中止供电的，应当…: who meets it acts
            state.bearers, state.condition = party[0], (party[1], stop)
    return True


def accrues(row: Row, start: int, stop: int, state: State) -> bool:
    """Tell whether a piece only says who fails, and remember both: `乙方｜每延误一日`, before what is then due."""
    found = row.grammar.words.context.accrues.search(row.text, row.starts[start], row.ends[stop - 1])
    if found is None:
        return False
    begin = next(unit for unit in range(start, stop) if row.starts[unit] >= found.start())
    if begin > start and not ends_as_bearer(row, start, begin):
        return False
    if begin > start:
        state.bearers = split_bearers(row, start, begin)
    state.condition, state.opened = (begin, stop), begin
    return True


def _circumstanced(row: Row, start: int, stop: int) -> bool:
    """Tell whether what looks like a party opens or goes on with a circumstance (`设计方案在依法报有关部门批准前`)."""
    return any("object_coverb" in row.hits[k].labels or row.forms[k] in row.grammar.place for k in range(start + 1, stop) if k in row.hits)


def _befalls(row: Row, start: int, stop: int) -> int | None:
    """Return where that begins which a party does or meets in a condition; None where nothing tells of it."""
    after, hit = follows(row, start, stop), row.hits.get(start)
    opens = hit is not None and "bearer_heads" not in hit.labels and not hit.labels.isdisjoint(("adverb", "coverb", "adjunct"))
    return start if after is None and opens else after
