"""The binding cue of a piece: which deontic word stands there as a predicate and not inside a noun or an object."""

from __future__ import annotations

from pipeline.extract.bearers import bearers_at, bearers_before, ends_as_bearer
from pipeline.extract.phrases import VerbPhrase, after_circumstance, denied, verb_phrase
from pipeline.extract.roles import BINDING
from pipeline.extract.row import Row
from pipeline.extract.state import Units
from pipeline.rules import Hit


def binding_cue(row: Row, start: int, stop: int) -> Hit | None:
    """Return the first binding cue of units `start:stop` outside brackets, or None."""
    return _first_cue(row, start, stop) if row.grammar.head_last else _predicate_cue(row, start, stop)


def governing_cue(row: Row, start: int, stop: int) -> Hit | None:
    """Return the cue that governs a whole piece: not one inside the object of its verb."""
    cue = binding_cue(row, start, stop)
    if cue is None or cue.start == start:
        return cue
    opening = verb_phrase(row, start, stop)
    if opening is None or not is_firm(opening):
        return cue
    if "order" in cue.labels and opening.head < cue.start:  # 放宽…要求: a noun of the object
        cue = binding_cue(row, cue.end, stop)
    if cue is None or not row.grammar.head_last or cue.start < opening.verbs_end:
        return cue
    return None if "clause_verb" in opening.labels or "right" in cue.labels else cue  # 确保…必须…: a clause as object


def is_firm(phrase: VerbPhrase) -> bool:
    """Tell whether a phrase is certainly verbal: its head is no noun as well, or something marks it."""
    return "nominal" not in phrase.labels or phrase.marked


def follows(row: Row, start: int, stop: int) -> int | None:
    """Return where the predicate begins behind a bearer: at once, or after a circumstance; None where none does."""
    if start >= stop or row.forms[start] in row.grammar.no_predicate:
        return None
    if not row.grammar.head_last and (verb_phrase(row, start, stop) is not None or denied(row, start, stop) is not None):
        return start
    begin = after_circumstance(row, start, stop)
    if begin is None or begin >= stop:
        return None
    if verb_phrase(row, begin, stop) is None:
        hit = row.at(begin, stop)
        return begin if hit is not None and "copula" in hit.labels else None
    return begin


def barred(row: Row, start: int, stop: int) -> tuple[list[Units], int] | None:
    """Return who is named right behind a ban, at unit `start`, and where what they may not do begins: nghiêm cấm｜học sinh｜tự chèo đò."""
    done = bearers_at(row, start, stop, follows)
    if done is None or any(form in row.grammar.strong for form in row.forms[start : done[1]]):
        return None
    name, opens = row.word(done[0][0][0], done[0][-1][1]), row.at(done[0][0][0], stop)
    acts = row.grammar.head_last and opens is not None and "verb" in opens.labels  # 禁止｜制造、销售或者｜进口
    return None if acts or name.endswith(row.grammar.words.bearers.no_ends) else done


def _first_cue(row: Row, start: int, stop: int) -> Hit | None:
    for hit in row.cues:
        if hit.start >= stop:
            break
        if hit.start < start:
            continue
        if hit.start == start or row.forms[hit.start - 1] != row.grammar.particle or "nominal_cue" not in hit.labels:  # 对X的需要
            return hit
    return None


def _predicate_cue(row: Row, start: int, stop: int) -> Hit | None:
    """Return the first cue with a verb phrase or a party behind it and no verb phrase before that would hold it as its object."""
    i, opening = start, verb_phrase(row, start, stop) or denied(row, start, stop)
    while i < stop:
        hit = row.hits.get(i)
        if hit is None:
            i += 1
            continue
        i = hit.end
        if row.depth[hit.start] or "not_cues" in hit.labels or hit.labels.isdisjoint((*BINDING, "will")):
            continue
        if opening is not None and opening.head < hit.start:
            return None
        if hit.start - 1 > start and row.forms[hit.start - 1] in row.grammar.relative_heads:
            continue
        if _stands(row, hit, start, stop):
            return hit
    return None


def _stands(row: Row, hit: Hit, start: int, stop: int) -> bool:
    after = verb_phrase(row, hit.end, stop) if hit.end < stop else None
    named = hit.start > start and bool(bearers_before(row, start, hit.start))
    words, cue = row.grammar.words.context, row.word(hit.start, hit.end)
    if cue in words.urges or cue in words.wishes:  # Công ty mong｜quý khách kiểm tra hàng, but mong nhận được
        asked = hit.end < stop and (ends_as_bearer(row, hit.end, stop) or bearers_at(row, hit.end, stop, follows) is not None)
        return (asked or (named and hit.end >= stop)) and words.polite.match(row.text, row.starts[hit.start]) is not None
    if "will" in hit.labels:
        return named and after is not None
    if hit.end >= stop or not hit.labels.isdisjoint(("right", "prohibition")):
        return True
    if "order" in hit.labels:
        firm = after is not None and is_firm(after)
        return firm or ends_as_bearer(row, hit.end, stop) or bearers_at(row, hit.end, stop, follows) is not None
    return after is not None or after_circumstance(row, hit.end, stop) not in (None, hit.end) or (named and stop - hit.end >= 2)
