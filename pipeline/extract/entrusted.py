"""Acts with which their bearer is charged, where the word for it was read into his name or into what he does (`Công an xã｜được giao｜lập
danh sách`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.extract.bearers import bearers_before, head_at
from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.row import read_row
from pipeline.extract.units import stretch
from pipeline.records import Bearer, Clause, Document, Span


def entrusted(clauses: Iterable[Clause], document: Document) -> list[Clause]:
    """Return the clauses in order of place with such an act as the assignment it is and that word as its modal, as with those that go on
    with it; one that tells which of many are meant (`Cán bộ được giao`) stays in their name."""
    done: list[Clause] = []
    for clause in sorted(clauses, key=lambda clause: (clause.action.start, clause.action.end)):
        before = done[-1] if done and done[-1].sentence.start == clause.sentence.start else None
        done.append(_entrusted(_asked(clause, document.text, grammar(clause.language)), before, document.text, grammar(clause.language)))
    return done


def _asked(clause: Clause, text: str, words: Grammar) -> Clause:
    """Return an act without a bearer of its own with who is asked for it: Các trường｜được đề nghị｜dạy bơi."""
    low, start = clause.sentence.start, clause.action.start
    asked = words.words.context.asked.search(text, low, start)
    if asked is None or any(one.start >= low for one in clause.actors):
        return clause
    end = asked.start()
    named = stretch(text, low, end, words, lambda row: bearers_before(row, row.first, len(row.forms)))
    if not named or named[-1][1] != end:
        return clause
    return replace(clause, actors=tuple(Bearer(text[a:b], a, b, "clause") for a, b in named), modal=Span(asked["cue"], *asked.span("cue")))


def _entrusted(clause: Clause, before: Clause | None, text: str, words: Grammar) -> Clause:
    charge, start = words.words.context.charged, clause.action.start
    if not clause.actors or clause.type not in ("duty", "assignment"):
        return clause
    if before is not None and before.modal is not None and charge.fullmatch(" " + before.modal.quote) and _goes_on(clause, before):
        return replace(clause, type="assignment", modal=before.modal, actors=before.actors)
    last = clause.actors[-1]
    named = None if text[last.end : start].strip() else charge.search(last.quote)
    if named and named["act"] is None and _particular(last.quote[: named.start()], words):
        cue = Span(named["cue"], last.start + named.start("cue"), last.start + named.end("cue"))
        bearer = replace(last, quote=last.quote[: named.start()], end=last.start + named.start())
        clause = replace(clause, actors=(*clause.actors[:-1], bearer))
    elif (opening := charge.match(text, start - 1, clause.action.end)) and opening["act"]:
        cue = Span(opening["cue"], *opening.span("cue"))
        act = Span(text[opening.start("act") : clause.action.end], opening.start("act"), clause.action.end)
        clause = replace(clause, action=act)
    elif last.end <= start and (said := charge.fullmatch(text, last.end, start)) and said["act"] is None:
        cue = Span(said["cue"], *said.span("cue"))
    else:
        return clause
    own = clause.modal is not None and clause.modal.start >= clause.sentence.start and not cue.start <= clause.modal.start < cue.end
    return clause if own else replace(clause, type="assignment", modal=cue)


def _goes_on(clause: Clause, before: Clause) -> bool:
    """Tell whether a clause has the bearers of the one before it and no cue in its own sentence."""
    free = clause.modal is None or clause.modal.start < clause.sentence.start
    return free and [one.start for one in clause.actors] == [one.start for one in before.actors]


def _particular(name: str, words: Grammar) -> bool:
    """Tell whether a name is that of a certain party, none of a kind of them."""
    row = read_row(name, words)
    head = head_at(row, row.first, len(row.forms)) if row.first < len(row.forms) else None
    titled = any(f"{name.casefold()} ".startswith(f"{title} ") for title in words.words.bearers.titles)
    kind = head is None or "bearer_general" in head.labels or titled
    return any(map(str.isupper, name[1:])) if kind else True
