"""One piece of a sentence: its connectives, condition, cue, subject and verb phrase, and what they bind."""

from __future__ import annotations

from pipeline.extract.bearers import bearers_at, bearers_before, ends_as_bearer, no_subject, split_bearers
from pipeline.extract.cues import barred, follows, governing_cue, is_firm
from pipeline.extract.denials import forbidden
from pipeline.extract.fields import addressed
from pipeline.extract.joins import is_tail
from pipeline.extract.openings import NONE, accrues, is_condition, is_purpose, opening, speaks
from pipeline.extract.phrases import VerbPhrase, after_circumstance, denied, verb_phrase
from pipeline.extract.row import Piece, Row
from pipeline.extract.state import Found, Ground, State, Units
from pipeline.extract.tasks import tasks
from pipeline.extract.times import closing_time
from pipeline.rules import Hit


def read_piece(row: Row, rest: list[Piece], state: State, out: list[Found], ground: Ground) -> list[Found]:
    """Return the clauses of the first of `rest`, the pieces still to read; `out` holds those of the sentence so far."""
    piece = rest[0]
    (start, first), stop = opening(row, piece.start, piece.end), piece.end
    if start >= stop:
        return []
    labels = first.labels if first else NONE
    cue = governing_cue(row, start, stop)
    if cue is not None and row.grammar.head_last and row.forms[stop - 1] == row.grammar.particle:
        cue = None  # 需要延期的，: a condition
    tasked = ground.task or ground.statements or state.active
    if cue is not None and tasked and row.word(cue.start, cue.end) in row.grammar.words.context.urges:
        cue = None  # Công an phường nhắc nhở các hộ kinh doanh: a task of theirs
    if speaks(row, piece, start, stop) or (cue is None and first is not None and is_purpose(row, stop, first, state)):
        return []
    if cue is None and (name := _timed(row, start, stop)) is not None:
        state.wait(name)
        return []
    if cue is None and len(rest) > 1 and rest[1].before not in row.grammar.strong and accrues(row, start, stop, state):
        state.active = state.active or (ground.statements and not ground.background and bool(state.bearers))
        return []
    if cue is None and is_condition(row, start, stop, first, state):
        return []
    if state.opened is None and not out:
        state.opened = start
    if cue is not None:
        return _cued(row, start, stop, cue, state, ground)
    if "copula" in labels:
        return []
    if _freed(row, start, stop):
        state.blocked = True
        return []
    no = denied(row, start, stop) if state.active or ground.task else None
    if no is not None and no.verbs_end < stop and not (state.blocked or state.purpose or ground.background):
        return _denied(row, start, stop, None, state)
    if (ban := forbidden(row, rest, start, state, ground)) is not None:
        return [ban]
    phrase = verb_phrase(row, start, stop)
    by = _named_by(row, start, stop) if "by" in row.labels else None
    if by is not None and _governs(row, by, phrase, stop):
        return _by(row, by, stop, state, ground)
    if phrase is not None and not _heads(row, phrase, start, piece):
        return _bare(row, phrase, start, rest, state, ground, out)
    if ground.statements and not ground.background and row.grammar.head_last and (told := _told(row, start, stop)) is not None:
        state.bearers, state.active = [], True
        return [Found(told, stop, "duty", [], None, "thing", state.condition, thing=True)]
    done = bearers_at(row, start, stop, follows)
    if done is not None:
        return _subject(row, *done, stop, state, ground, out)
    if "adjunct" in labels:
        begin = after_circumstance(row, start, stop)
        phrase = verb_phrase(row, begin, stop) if begin is not None and begin < stop else None
        return _bare(row, phrase, begin, rest, state, ground, out) if phrase is not None and begin is not None else []
    if ends_as_bearer(row, start, stop) and not (row.grammar.head_last and no_subject(row, start, stop)):
        state.wait((start, stop))
        return []
    state.pending = []
    if not row.grammar.head_last and (not out or piece.before in row.grammar.strong):
        state.blocked = True  # a thing or an event is the subject; verbs behind its commas belong to it
    return []


def _timed(row: Row, start: int, stop: int) -> Units | None:
    """Return the party that a piece names with no more than a time behind it (`市教育局6月底前，应当…`), or None."""
    end = closing_time(row, start, stop)
    return (start, end) if end is not None and row.grammar.head_last and ends_as_bearer(row, start, end) else None


def _heads(row: Row, phrase: VerbPhrase, start: int, piece: Piece) -> bool:
    """Tell whether a piece that opens like a verb phrase opens with a party's name (分管副县长任…) or is one (教育局：…)."""
    hit = row.hits.get(start)
    if not row.grammar.head_last or hit is None:
        return False
    inside = "bearer_heads" in hit.labels and "verb" not in hit.labels and phrase.verbs_end < hit.end
    return inside or (piece.after in row.grammar.lead and not is_firm(phrase) and ends_as_bearer(row, start, piece.end))


def _cued(row: Row, start: int, stop: int, cue: Hit, state: State, ground: Ground) -> list[Found]:
    """Read a piece with a deontic cue."""
    kind = next((k for k in ("prohibition", "right", "order", "duty") if k in cue.labels), "duty")
    explicit, begin, modal = cue.start > start, cue.end, (cue.start, cue.end)
    if kind == "right":
        state.active, state.cue, state.blocked = False, None, True
        return []
    bound = row.word(*modal) in row.grammar.words.context.bound
    subject = bearers_before(row, start, cue.start, bound) if kind != "order" and explicit else []
    if kind == "prohibition" and not row.grammar.head_last and explicit and not ground.statements and not subject:
        return []
    if kind == "order":
        state.give = "give" in cue.labels
        ordered = _ordered(row, begin, stop, modal, state)
        if ordered is None:
            return []
        subject, begin = ordered
    if kind == "prohibition" and row.grammar.words.context.bans.search(row.word(*modal)) and (done := barred(row, begin, stop)):
        subject, begin = done
    if explicit and not subject and row.grammar.head_last and row.forms[cue.start - 1] == row.grammar.particle:
        state.condition, explicit = (start, cue.start), False  # 该取缔的要…
    spoken = bool(state.pending) and row.forms[state.pending[-1][1]] in row.grammar.lead  # Thủ tướng: “Phải …”
    if state.pending and kind != "order" and (subject or not (explicit or spoken)):  # who orders is not who is ordered
        subject = _names(row, state.pending) + subject
    state.pending = []
    hit = row.hits.get(begin)
    if hit is not None and "by" in hit.labels and (done := bearers_at(row, hit.end, stop, follows, free=True)):
        subject, begin = done
    if explicit and not subject and (kind == "order" or not _fronted(row, start, stop)):
        state.bearers = []
    if subject:
        state.bearers = subject
    state.bind(modal, kind)
    if begin >= stop:
        return []
    if kind == "order" and denied(row, begin, stop) is not None:  # khuyến cáo người dân｜không chuyển tiền
        return _denied(row, begin, stop, subject or None, state)
    after = after_circumstance(row, begin, stop) if kind != "prohibition" else None
    begin = begin if after is None else after
    phrase = verb_phrase(row, begin, stop)
    if phrase is None:  # a verb the lexicon does not know
        first = row.at(begin, stop)
        circumstance = first is not None and "adjunct" in first.labels and "verb" not in first.labels and kind != "prohibition"
        if stop - begin < 2 or circumstance:
            return []
        phrase = VerbPhrase(begin, begin, begin, begin, NONE, True)
    asked = row.grammar.words.context
    rule = "cue.wish" if row.word(*modal) in (*asked.urges, *asked.wishes) else f"cue.{kind}"
    return tasks(row, phrase, begin, stop, subject or None, modal, rule, state)


def _ordered(row: Row, begin: int, stop: int, modal: Units, state: State) -> tuple[list[Units], int] | None:
    """Return who is ordered and where the task begins; None where the names go on in the next piece or nothing is ordered."""
    if begin >= stop:
        state.modal, state.cue, state.active = modal, "order", True
        return None
    done, phrase = bearers_at(row, begin, stop, follows), verb_phrase(row, begin, stop)
    if done and (phrase is None or phrase.head >= done[1] or not row.grammar.head_last):
        return done
    if ends_as_bearer(row, begin, stop):
        state.bind(modal, "order")
        state.pending, state.bearers = [(begin, stop)], None
        return None
    return ([], begin) if phrase is not None else None


def _fronted(row: Row, start: int, stop: int) -> bool:
    """Tell whether what stands before the cue is a fronted object or circumstance and no subject."""
    hit = row.at(start, stop)
    return hit is not None and not hit.labels.isdisjoint(("object_coverb", "adjunct", "condition_start", "adverb"))


def _named_by(row: Row, start: int, stop: int) -> Hit | None:
    """Return the first word outside brackets that says by whom something is done (`由`), or None."""
    found = (hit for hit in row.hits.values() if start <= hit.start < stop and "by" in hit.labels and not row.depth[hit.start])
    return next(found, None)


def _governs(row: Row, by: Hit, phrase: VerbPhrase | None, stop: int) -> bool:
    """Tell whether 由 names who acts in the piece, and not somebody inside its object."""
    if phrase is None or by.start < phrase.head:
        return True
    return row.grammar.head_last and not phrase.marked and row.grammar.particle not in row.forms[by.end : stop]


def _by(row: Row, by: Hit, stop: int, state: State, ground: Ground) -> list[Found]:
    done = bearers_at(row, by.end, stop, follows, free=True)
    phrase = verb_phrase(row, done[1], stop) if done else None
    if done is None or phrase is None or ground.background:
        return []
    bearers, begin = done
    if "sanction" in phrase.labels:
        bearers = []  # who orders the sanction is not the party held liable
    state.bearers, state.active = bearers, True
    return tasks(row, phrase, begin, stop, bearers, None, "by", state)


def _subject(row: Row, bearers: list[Units], begin: int, stop: int, state: State, ground: Ground, out: list[Found]) -> list[Found]:
    """Read a piece that opens with a party and its predicate."""
    ordered = bool(state.pending) and state.cue == "order" and state.modal is not None
    bearers, state.pending = _names(row, state.pending) + bearers, []
    hit, tail = row.at(begin, stop), row.ending.get(stop)
    if hit is not None and not hit.labels.isdisjoint(("copula", "role")) and ("verb" not in hit.labels or "weak" in hit.labels):
        state.bearers = bearers
        role = "role" in hit.labels or (tail is not None and "role" in tail.labels)
        return [Found(begin, stop, "assignment", bearers, None, "role")] if role and not ground.background else []
    if denied(row, begin, stop):
        if ground.background or not (ground.statements or state.active):
            return []
        state.bearers, state.active = bearers, True
        return _denied(row, begin, stop, bearers, state)
    phrase = verb_phrase(row, begin, stop)
    if phrase is None:
        return []
    charged = "assign" in phrase.labels and any(found.type == "assignment" for found in out)
    holds = charged or not phrase.labels.isdisjoint(("hold", "vow"))
    alone = phrase.verbs_end >= stop and not phrase.marked and "whole" not in phrase.labels
    if not holds and (alone or "weak" in phrase.labels or _loose(row, phrase, stop)):
        return []
    state.bearers = bearers
    if ordered:
        return tasks(row, phrase, begin, stop, bearers, state.modal, "cue.order", state)
    if ground.background or not (ground.statements or holds or state.active or _recurs(row)):
        return []
    if not holds and row.grammar.words.bearers.private and all(_private(row, *name) for name in bearers):
        return []  # 配偶领取抚恤金: no office of theirs
    state.modal, state.cue, state.active = None, None, True
    return tasks(row, phrase, begin, stop, bearers, None, "statement", state)


def _denied(row: Row, begin: int, stop: int, bearers: list[Units] | None, state: State) -> list[Found]:
    """Return what a bare word of denial at unit `begin` forbids (`Thủ thư｜không｜thu phí`), which reaches no further than its piece, and
    what is to be done instead (`không bán lẻ mà｜bán theo thùng`)."""
    named = bearers if bearers is not None else state.bearers
    rather = next((i for i in range(begin + 2, stop) if row.forms[i] in row.grammar.rather and verb_phrase(row, i + 1, stop)), stop)
    ban = Found(begin + 1, rather, "prohibition", named, (begin, begin + 1), "denied", state.condition)
    phrase = verb_phrase(row, rather + 1, stop) if rather < stop else None
    return [ban, *(tasks(row, phrase, rather + 1, stop, bearers, None, "spread", state) if phrase else ())]


def _freed(row: Row, start: int, stop: int) -> bool:
    """Tell whether a piece denies that somebody has a duty (`Bên A｜không có nghĩa vụ｜sửa chữa …`), by a term that is no cue."""
    terms = (row.hits.get(i) for i, form in enumerate(row.forms[start:stop], start) if form in row.grammar.negations)
    return any(hit is not None and "not_cues" in hit.labels and not row.depth[hit.start] for hit in terms)


def _private(row: Row, start: int, end: int) -> bool:
    """Tell whether a bearer has no office: its head noun is one of a private person."""
    private, name = row.grammar.words.bearers.private, row.word(start, end)
    return name.endswith(private) if row.grammar.head_last else name.startswith(private)


def _recurs(row: Row) -> bool:
    """Tell whether a standing habit is stated: a recurring time and no mark of the past (`Định kỳ 6 tháng, … rà soát …`)."""
    return "reported" not in row.labels and any(time.timex.timex == "SET" for time in row.times)


def _bare(row: Row, phrase: VerbPhrase, begin: int, rest: list[Piece], state: State, ground: Ground, out: list[Found]) -> list[Found]:
    """Read a bare verb phrase: a task where the sentence or its place in the document binds."""
    grammar, stop = row.grammar, rest[0].end
    charged = bool(state.pending) and rest[0].before in grammar.lead and "hold" in phrase.labels  # 总务处：负责…
    if state.pending and not state.purpose:
        state.bearers, state.pending = _names(row, state.pending), []
    if state.purpose or state.blocked or not (state.active or ((ground.task or charged) and not ground.background)):
        return []
    closes = len(rest) < 2 or rest[1].before in grammar.strong or is_tail(row, rest[1].start, rest[1].end)
    if out and closes and is_tail(row, begin, stop):
        return []
    if "weak" in phrase.labels and not phrase.marked:
        return []
    if any(form in grammar.equals and not row.depth[k] for k, form in enumerate(row.forms[phrase.head_end : stop], phrase.head_end)):
        return []  # 加强…是…: the phrase is a subject
    if out and not grammar.head_last and rest[0].before not in grammar.strong:
        vague = "clause_verb" in phrase.labels and stop - phrase.head_end < 5  # bảo đảm hiệu quả
        if vague or not is_firm(phrase):
            return []
    if out and any(time.bare and time.end == stop and time.start <= phrase.verbs_end for time in row.times):
        return []  # hoàn thành trước ngày …: only the time of what went before
    rule = "spread" if state.active else "task"
    state.active = True
    return tasks(row, phrase, begin, stop, None, state.modal, rule, state)


def _names(row: Row, pending: list[Units]) -> list[Units]:
    return [name for start, end in pending for name in split_bearers(row, start, end)]


def _told(row: Row, start: int, stop: int) -> int | None:
    """Return where a thing's reporting begins (`重大事项及时向市政府报告`, `方案报监理单位审核`), or None."""
    if not row.marks:
        return None
    for k in range(start + 2, stop - 2):
        hit = row.hits.get(k)
        adverb = hit is not None and "adverb" in hit.labels
        found = addressed(row, hit.end if hit is not None and adverb else k, stop)
        if found is not None and found[1] < stop and not row.depth[k]:
            return k
    return None


def _loose(row: Row, phrase: VerbPhrase, stop: int) -> bool:
    """Tell whether a verb behind a party is more likely part of a noun (`国家组织药品采购试点方案`, `部门报送的数据`) than a predicate."""
    if not row.grammar.head_last:
        return False
    if row.forms[phrase.start] in row.grammar.negations or not is_firm(phrase):
        return True
    late, last = max(phrase.verbs_end, stop - 9), row.ending.get(stop)
    if last is not None and "verb" in last.labels and row.grammar.particle in row.forms[phrase.verbs_end : last.start]:
        return False  # 完成辖区内学校的｜检查: what the verb is said of would be a thing
    return (
        not phrase.marked
        and row.grammar.particle in row.forms[late:stop]
        and row.grammar.particle not in row.forms[phrase.verbs_end : late]
    )
