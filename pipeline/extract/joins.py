"""How pieces hang together: where a purpose or condition cuts one short, when one only goes on with the last, what is a mere tail."""

from __future__ import annotations

from pipeline.extract.bearers import bearers_at, bearers_before, head_at
from pipeline.extract.cues import binding_cue, follows
from pipeline.extract.phrases import denied, verb_phrase
from pipeline.extract.row import Piece, Row
from pipeline.extract.state import Found, State
from pipeline.extract.times import skip_time

SHORT_PHRASE = 8  # characters of a verb phrase without an object that joins the one before it
LONG_TOPIC = 14  # characters above which a heading that ends in a topic noun is taken for a task


def cut_short(row: Row, piece: Piece) -> int:
    """Return where a purpose or condition inside the piece begins (`… để …`, `… khi …`), else its end; only where they follow the verb."""
    if row.grammar.head_last:
        return piece.end
    i = piece.start + 1
    while i < piece.end:
        hit = row.hits.get(i)
        if hit is None:
            i += 1
            continue
        if (
            not row.depth[i]
            and "condition_inside" in hit.labels
            and i > piece.start + 2
            and row.ending.get(i) is not row.hits.get(piece.start)
        ):
            return i
        if not row.depth[i] and "purpose" in hit.labels and i > piece.start + 1:
            first = row.at(piece.start, piece.end)
            if first is not None and "duty" in first.labels:  # phải kết hợp với … để làm …
                first = row.at(first.end, piece.end)
            if not (first and "adjunct" in first.labels and "anchor" in hit.labels):
                return i
        i = hit.end
    return piece.end


def goes_on(row: Row, piece: Piece, number: int, state: State, out: list[Found]) -> bool:
    """Tell whether the piece only goes on with the clause before it: more objects, or verbs that share its object."""
    if not out or out[-1].piece != number - 1 or piece.before in row.grammar.strong or piece.before in row.grammar.lead or state.purpose:
        return False
    last, phrase = out[-1], verb_phrase(row, piece.start, piece.end)
    cue = binding_cue(row, piece.start, piece.end)
    if row.grammar.head_last:  # 加强领导，周密部署: a verb without an object goes with what stands before it
        short = piece.end - piece.start <= SHORT_PHRASE
        if row.grammar.words.context.denying.match(row.text, row.starts[piece.start]):
            return False
        if not short or cue is not None or phrase is None or "hold" in phrase.labels:  # 任组长，对全县工作负总责 are two
            return False
        return phrase.marked and phrase.start == piece.start and phrase.verbs_end >= piece.end
    hit = row.at(piece.start, piece.end)
    if denied(row, piece.start, piece.end):
        return False  # …, không mở loa sau 22 giờ
    opens = hit is not None and not hit.labels.isdisjoint(("purpose", "connective", "condition_start"))
    if cue is not None:
        if cue.start == piece.start or bearers_before(row, piece.start, cue.start):
            return False
        return not opens and (hit is None or "adjunct" not in hit.labels)
    if opens or (hit is not None and "result" in hit.labels):
        return False
    if any(form in row.grammar.exemplifying for form in row.forms[last.start : last.end]):
        return True  # những công tác như …, …, …: a row of examples
    if skip_time(row, piece.start, piece.end) >= piece.end:
        return False  # trước ngày 15/4｜, 15/7 và 15/10
    if phrase is not None:
        before, ends = verb_phrase(row, last.start, last.end), row.ending.get(piece.start - 1)
        listed = ends is not None and "bearer_general" in ends.labels and head_at(row, piece.start, piece.end) is not None
        shared = before is not None and before.verbs_end >= last.end
        return listed or shared or (not phrase.marked and (_ends_in_verb(row, last) or not phrase.labels.isdisjoint(("weak", "nominal"))))
    if hit is not None and "adjunct" in hit.labels:
        return False
    return not _new_party(row, piece, last)


def _new_party(row: Row, piece: Piece, last: Found) -> bool:
    """Tell whether the piece opens with a party and its own predicate, and is no further object of the last verb."""
    done = bearers_at(row, piece.start, piece.end, follows)
    if done is None:
        return False
    what = row.at(done[1], piece.end)
    governed = any(form in row.grammar.governing for form in row.forms[last.start : last.end])
    named = row.text[row.starts[piece.start]].isupper() and not governed
    return named or (what is not None and not what.labels.isdisjoint(("hold", "assign")))


def _ends_in_verb(row: Row, last: Found) -> bool:
    """Tell whether a clause ends in a verb without an object, which it may share with the next piece."""
    ends = row.ending.get(last.end)
    return ends is not None and "verb" in ends.labels and "weak" not in ends.labels and ends.start > last.start


def is_tail(row: Row, start: int, stop: int) -> bool:
    """Tell whether a piece has the form of a result (`实现…`, `推动…发展`, `为…提供保障`) without a number to check it by."""
    hit = row.at(start, stop)
    labels = hit.labels if hit else frozenset()
    if not labels.isdisjoint(("purpose", "result")):
        return not any(c.isdigit() for form in row.forms[start:stop] for c in form)
    if "benefit" in labels:
        return any("benefit_verbs" in row.hits[k].labels for k in range(start, stop) if k in row.hits)
    end = row.ending.get(stop)
    return "result_push" in labels and end is not None and "result_push_end" in end.labels


def is_topic(row: Row) -> bool:
    """Tell whether a heading only names what follows (`采购范围及形式`) and orders nothing."""
    end = len(row.forms)
    while end > row.first and row.forms[end - 1] in row.grammar.clause:
        end -= 1
    phrase = verb_phrase(row, row.first, end) if end > row.first else None
    if phrase is None or not row.grammar.head_last:
        return phrase is None
    if any(form in row.grammar.clause or form in row.grammar.list for form in row.forms[row.first : end]):
        return phrase.verbs_end >= end and not phrase.marked
    last, nominal = row.ending.get(end), "nominal" in phrase.labels or phrase.verbs_end >= end
    if last is not None and "topic" in last.labels:
        return nominal or (end - row.first <= LONG_TOPIC and "firm" not in phrase.labels and not phrase.marked)
    return nominal and not phrase.marked
