"""What the words around a clause in its sentence tell of its type and status: what follows 市供电公司承诺， is pledged, what is only
defined or done already is nobody's duty; penalties have a file of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.cues import barred
from pipeline.extract.grammar import Context, grammar
from pipeline.extract.payments import paid
from pipeline.extract.penalties import banned, dealt, punished, struck
from pipeline.extract.reach import phase_over
from pipeline.extract.row import Row, marker_end
from pipeline.extract.state import Units
from pipeline.extract.subjects import with_subject
from pipeline.extract.supposed import supposed
from pipeline.extract.units import parties, stretch
from pipeline.extract.worded import worded
from pipeline.records import Bearer, Clause, Document, Span

SIGNED = 0.9  # confidence that a paper that has been signed is a pledge: the share that was right of 20
LEADING = 2  # letters of the verb before what it announces
REACH = 40  # letters before an action by which it may be left to whoever does it
LATE = 6  # letters of an action in which its verb of pledging may end
CLOSED, ENDED = re.compile(r"[。；;！!？?”]"), re.compile(r"[。！!？?”]")
COLON = re.compile(r"[^，,。；;：:]{0,8}[：:]")


def told(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place with the types and statuses that their sentences tell, and without those that only define,
    only tell with whom, or that nobody has to do (không phải nộp phí), and duties that are or were being done."""
    done: list[Clause] = []
    for clause in supposed(clauses, document):
        words = grammar(clause.language).words.context
        if clause.type == "duty" and words.defines.match(clause.action.quote):
            continue
        if (clause.type in ("duty", "assignment") and _explained(clause, document, words)) or _done(clause, document, words):
            continue
        if (clause.type in ("duty", "sanction") and _heads(clause, document, words)) or _only_with(clause, document, words):
            continue
        left = document.text[max(clause.sentence.start, clause.action.start - REACH) : clause.action.start]
        if words.optional.search(f"{left}|{clause.action.quote}") or (clause.type == "duty" and words.happens.search(left)):
            continue
        if clause.recipient and words.owns.search(document.text, clause.sentence.start, clause.recipient.start):
            clause = replace(clause, recipient=None)  # theo đề nghị của｜Phòng Tài chính
        before = done[-1] if done and done[-1].sentence.start == clause.sentence.start else None
        if clause.type == "assignment" and (post := words.posts.match(clause.action.quote)):
            clause = replace(clause, action=Span(post[0], clause.action.start, clause.action.start + post.end()))
        if clause.type == "sanction" and (helps := words.helps.match(clause.action.quote)):
            clause = replace(clause, type="assignment" if helps["beside"] else "duty")
        if clause.type != "sanction" and before is not None and before.type == "sanction":
            low, high = before.action.start, before.action.end  # whom a penalty strikes does no more than that
            clause = replace(clause, actors=tuple(one for one in clause.actors if not low <= one.start < high))
        clause = _given(_barred(_forbidden(clause, document, words), document), document)
        clause = worded(_denied(_signed(_pledged(clause, document, words), document, words), document), document, words)
        clause = struck(punished(banned(clause, before, document, words), before, document, words), document, words)
        done.append(paid(with_subject(dealt(clause, document, words), document, words), before, document, words))
    return done


def _heads(clause: Clause, document: Document, words: Context) -> bool:
    """Tell whether what was taken for an act only says that a list follows (做到以下几点：) or is the name of a phase over what is done
    in it (集中整治阶段（4月1日—10月31日）。)."""
    start, end = clause.action.start, clause.action.end
    empty = document.text[end : end + 1] in (":", "：") and clause.action.quote.endswith(words.announced)  # 提交下列材料：says what
    if empty and words.announces.fullmatch(document.text, start + LEADING, end + 1):
        return True
    phase = phase_over(document, document.blocks[clause.block], words) if clause.modal is None else None
    return phase is not None and clause.action.end <= phase.end()


def _explained(clause: Clause, document: Document, words: Context) -> bool:
    """Tell whether a clause without a cue of its own stands where its sentence says what a word means or to whom it applies
    (`本办法所称管理人，是指对小区｜负责的单位`)."""
    low, start = clause.sentence.start, clause.action.start
    own = clause.modal is not None and clause.modal.start >= low
    return not own and words.explains.search(CLOSED.split(document.text[low : start + 1])[-1]) is not None


def _done(clause: Clause, document: Document, words: Context) -> bool:
    """Tell whether what was taken for an act is what a court or meeting decides, or what has been done; no penalty is none."""
    if clause.type == "sanction":
        return words.spares.match(clause.action.quote) is not None
    if clause.type != "duty" or clause.modal is not None:
        return False
    told_of = words.narrates.match(document.text, clause.sentence.start, clause.action.start)
    return told_of is not None or words.agrees.match(clause.action.quote) is not None


def _only_with(clause: Clause, document: Document, words: Context) -> bool:
    """Tell whether what was taken for an act only says with whom the next one of its sentence is done: 会同县教育局，于9月前｜检查."""
    goes_on = document.text[clause.action.end : clause.action.end + 1] in ("，", ",")
    return goes_on and words.beside.fullmatch(clause.action.quote) is not None


def _forbidden(clause: Clause, document: Document, words: Context) -> Clause:
    """Return what was taken for a task behind a ban (dứt khoát không｜để ai bị đói), or with it, as the prohibition that it is."""
    act, low = clause.action, max(clause.sentence.start, clause.action.start - REACH)
    beside = words.forbids.finditer(document.text, low, min(act.end, act.start + REACH)) if clause.type in ("duty", "assignment") else ()
    ban = next((match for match in beside if act.start in match.span()), None)
    if ban is None or ban.end() >= act.end:
        return clause
    start = max(act.start, ban.end())
    rest, modal = Span(document.text[start : act.end], start, act.end), ban[0].rstrip()
    return replace(clause, type="prohibition", modal=Span(modal, ban.start(), ban.start() + len(modal)), action=rest)


def _denied(clause: Clause, document: Document) -> Clause:
    """Return what a bare 不 before it denies as a prohibition with it for its modal, or as a pledge not to do it: 教师承诺：｜不体罚学生;
    an act does not begin inside the word that forbids it."""
    words, act, modal = grammar(clause.language).words, clause.action, clause.modal
    if clause.type not in ("duty", "assignment", "pledge", "prohibition"):
        return clause
    cue = next((word for word in words.cues.prohibition if modal and len(word) > 1 and modal.quote.startswith(word)), None)
    if modal and (cue or modal.start < act.start < modal.end):
        return clause if act.start >= modal.end else _from(clause, modal, modal.end)
    bare = clause.type == "duty" and modal is None and words.context.denied.match(act.quote)
    if bare or (clause.type == "prohibition" and act.quote[:1] == "不" and (modal is None or modal.start == act.start)):
        return replace(_from(clause, Span("不", act.start, act.start + 1), act.start + 1), type="prohibition")
    torn = modal is not None and modal.end == act.start and modal.quote[:1] == "不"  # 不高｜空抛物
    cut = modal.start + 1 if modal and torn else act.start
    left = document.text[max(clause.sentence.start, cut - REACH) : cut]
    ban = words.context.denies.search(left)
    beside = modal is not None and modal.end <= act.start and not document.text[modal.end : act.start].strip()
    if ban is None or (beside and not torn):
        return clause
    start, end = (cut - len(left) + place for place in ban.span("ban"))
    if clause.type == "pledge":
        return replace(clause, modal=None if torn else modal, action=Span(document.text[start : act.end], start, act.end))
    kept = document.text[end : act.end].lstrip()
    actors = tuple(_up_to(one, start) if one.start < start < one.end else one for one in clause.actors)
    action = Span(kept, act.end - len(kept), act.end)
    return replace(clause, type="prohibition", actors=actors, modal=Span(ban["ban"], start, end), action=action)


def _from(clause: Clause, modal: Span, start: int) -> Clause:
    """Return a clause with a modal and the part of its act that begins at a place."""
    act = clause.action
    return replace(clause, modal=modal, action=Span(act.quote[start - act.start :], start, act.end)) if start < act.end else clause


def _barred(clause: Clause, document: Document) -> Clause:
    """Return a ban with whom its cue names right behind it for bearers, and without them in its act: nghiêm cấm｜học sinh｜bơi ở hồ."""
    modal, words = clause.modal, grammar(clause.language)
    behind = modal is not None and modal.end <= clause.action.start and all(one.start < modal.end for one in clause.actors)
    if clause.type != "prohibition" or modal is None or not behind or not words.words.context.bans.search(modal.quote):
        return clause
    end = clause.action.end
    *named, (act, _) = stretch(document.text, modal.end, end, words, _barred_units) or ((end, end),)
    if not named:
        return clause
    act = max(clause.action.start, act)
    actors = tuple(Bearer(document.text[a:b], a, b, "clause") for a, b in named)
    return replace(clause, actors=actors, action=Span(document.text[act:end], act, end))


def _barred_units(row: Row) -> list[Units]:
    """Return the units of those that a ban names and, last, the first of what they may not do."""
    found = barred(row, row.first, len(row.forms))
    return [*found[0], (found[1], found[1] + 1)] if found else []


def _given(clause: Clause, document: Document) -> Clause:
    """Return an assignment that the order at the head of its sentence gives (`Giao Sở Y tế …`) as given here and now."""
    modal, head = clause.modal, clause.sentence.start
    if clause.status != "reported" or clause.type != "assignment" or modal is None or modal.start < head:
        return clause
    before = document.text[head : modal.start]
    alone = not any(map(str.isalpha, before[marker_end(before) :]))
    ordered = modal.quote.casefold() in grammar(clause.language).words.cues.order
    return replace(clause, status="prescribed") if alone and ordered else clause


def _pledged(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a clause behind a verb of pledging that somebody stands before as the pledge it is: reported, but for one's own."""
    start, low = clause.action.start, clause.sentence.start
    ahead = document.text[low : min(start + LATE, clause.action.end)]
    vow = max(words.vows.finditer(ahead), key=re.Match.start, default=None)
    if vow is None:
        return clause
    listed = COLON.match(ahead, vow.end()) is not None  # 公司承诺：按期交货；包修三年。
    if (ENDED if listed else CLOSED).search(ahead, vow.end(), max(vow.end(), start - low)):
        return clause
    named = [bearer for bearer in clause.actors if bearer.source == "clause" and bearer.start >= low + vow.end()]
    if not all(words.ours.match(bearer.quote) for bearer in named):
        return clause
    who = clause.actors or tuple(parties(document, low + vow.start("who"), low + vow.end("who"), grammar(clause.language)))
    place = low + vow.end("who")  # no name goes over its verb: Phòng｜cam kết
    who = tuple(_up_to(bearer, place) if bearer.start < place < bearer.end else bearer for bearer in who)
    mine = words.ours.match(vow["who"]) or words.own_side.match(document.text, low)
    ours = (
        mine
        or words.vowing.search(document.title or "")
        or any(words.ours.match(bearer.quote) or _issues(bearer, clause, document) for bearer in who)
    )
    return replace(clause, type="pledge", status="prescribed" if ours else "reported", actors=who)


def _up_to(bearer: Bearer, place: int) -> Bearer:
    """Return a bearer whose name ends before a place."""
    quote = bearer.quote[: place - bearer.start].rstrip()
    return replace(bearer, quote=quote, end=bearer.start + len(quote))


def _issues(bearer: Bearer, clause: Clause, document: Document) -> bool:
    """Tell whether a bearer is who issues the document: UBND thị trấn of UBND THỊ TRẤN ĐÔNG LÂM, 县水务局 of 安平县水务局."""
    name, issuer = bearer.quote.casefold(), (document.publisher or "").casefold()
    return len(name) > 3 and (issuer.endswith(name) if grammar(clause.language).head_last else issuer.startswith(name))


def _signed(clause: Clause, document: Document, words: Context) -> Clause:
    """Return the signing of a paper as the pledge that it is, reported; where only the rules read it, he with whom somebody signs is none
    of those who pledge."""
    low, act = clause.sentence.start, clause.action
    left = document.text[low : act.start]
    signed = words.signed.search(left + "|" + act.quote)
    if signed is None or (clause.type != "pledge" and not signed[0].endswith("了")):
        return clause
    other = words.signs_with.search(left + "|" + act.quote) if "model" not in clause.rules else None
    if other is not None:
        start = low + other.start("other")
        act = Span(document.text[start : act.end], start, act.end)
        who = parties(document, low + other.start("who"), low + other.end("who"), grammar(clause.language))
        clause = replace(clause, action=act, actors=tuple(replace(bearer, source="clause") for bearer in who))
    return replace(clause, type="pledge", status="reported", confidence=max(clause.confidence, SIGNED))
