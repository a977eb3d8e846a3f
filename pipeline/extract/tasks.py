"""From a verb phrase to clauses: one for each verb with its own object, each with its type."""

from __future__ import annotations

from pipeline.extract.bearers import liable
from pipeline.extract.cues import is_firm
from pipeline.extract.phrases import VerbPhrase, verb_phrase
from pipeline.extract.row import Row
from pipeline.extract.state import Found, State, Units
from pipeline.extract.times import cut
from pipeline.records import RecordType


def tasks(
    row: Row, phrase: VerbPhrase, begin: int, stop: int, bearers: list[Units] | None, modal: Units | None, rule: str, state: State
) -> list[Found]:
    """Return the clauses of a piece's verb phrases; without bearers of its own a piece has those of the sentence so far."""
    spans = [(begin, stop)] if state.cue == "prohibition" and modal is not None else _parts(row, begin, stop)
    return [_clause(row, a, b, bearers, modal, rule, state, phrase) for a, b in spans]


def _parts(row: Row, begin: int, stop: int) -> list[Units]:
    """Return the stretches between joints that part verb phrases, each with an object (`、`, 并, và)."""
    grammar, spans, at = row.grammar, list[Units](), begin
    here = verb_phrase(row, at, stop)
    for i in [i for i, form in enumerate(row.forms[begin + 2 : stop - 1], begin + 2) if form in grammar.joints]:
        if row.depth[i] or i < at + 2:
            continue
        there, ends = verb_phrase(row, i + 1, stop), row.ending.get(i)
        if here is None or there is None or here.verbs_end >= i or not is_firm(there) or (ends is not None and "verb" in ends.labels):
            continue
        following = next((k for k in range(i + 1, stop) if row.forms[k] in grammar.list and not row.depth[k]), stop)
        name = not grammar.head_last and not row.text[row.starts[i + 1]].islower()
        if there.verbs_end + grammar.head_last < following and not name:
            spans.append((at, i))
            at, here = i + 1, there
    return [*spans, (at, stop)]


def _clause(row: Row, a: int, b: int, own: list[Units] | None, modal: Units | None, rule: str, state: State, phrase: VerbPhrase) -> Found:
    a, b = cut(row, a, b)
    phrase = verb_phrase(row, a, b) or phrase
    bearers = own if own is not None else state.bearers
    kind = _type(row, a, b, phrase, bearers, own is not None and bool(own), modal, rule, state)
    if kind == "sanction" and not bearers:
        bearers = liable(row, a, b) or bearers
    given = state.give and kind == "assignment"
    return Found(a, b, kind, bearers, modal, rule, state.condition, thing=bearers == [], given=given)


def _type(
    row: Row, a: int, b: int, phrase: VerbPhrase, bearers: list[Units] | None, subject: bool, modal: Units | None, rule: str, state: State
) -> RecordType:
    labels = phrase.labels
    if modal is not None and state.cue == "prohibition":
        return "prohibition"
    if "sanction" in labels or (state.sanction and modal is None):
        state.sanction = row.grammar.head_last
        return "sanction"
    if "vow" in labels and bearers and modal is None and _vows(row, a, b):
        state.vow = not row.grammar.head_last
        return "pledge"
    if state.vow and modal is None and rule == "spread":
        return "pledge"
    if "hold" in labels or ("assign" in labels and subject and rule in ("by", "statement")):
        after = row.at(phrase.head_end, b) if phrase.head_end < b else None
        state.charge = after is not None and "verb" in after.labels and "nominal" not in after.labels
        return "assignment"
    return "assignment" if state.charge or (state.give and state.cue == "order") else "duty"


def _vows(row: Row, a: int, b: int) -> bool:
    """Tell whether a word of pledging pledges here: with the paper it signs, or, where the word alone will do, by itself."""
    first = row.at(a, b)
    if first is not None and "vow_alone" in first.labels:
        return True
    return any(not hit.labels.isdisjoint(("pledge_object", "vow_alone")) for hit in row.hits.values() if hit.start >= a)
