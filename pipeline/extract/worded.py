"""What the words of an act and of its cue tell of its type and its modal: a cue that was read one letter too far (应当｜场整改), a noun
that heads a list of duties (职责), help without one (予以配合), a vow that is asked for (应保证供水)."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.grammar import Context, grammar
from pipeline.records import Clause, Document, Span


def worded(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a clause whose modal is a word that binds and ends before the act, with the type that both together tell."""
    clause = _named(_torn(clause, document, words), document, words)
    modal, act = clause.modal, clause.action
    if modal is not None and words.no_modals.fullmatch(modal.quote):
        clause = replace(clause, modal=None)
    elif modal is not None:
        cue = words.wills.match(document.text, modal.start)  # 将｜继续, 将｜会同
        end = min(modal.end, cue.end()) if cue else modal.end
        inside = modal.start == act.start and act.quote.startswith(modal.quote) and len(act.quote) > len(modal.quote)
        act = _span(document, end, act.end) if inside else act
        clause = replace(clause, modal=_span(document, modal.start, end), action=act)
    asked = clause.modal is not None and clause.modal.quote in grammar(clause.language).words.cues.duty
    if clause.type == "pledge" and asked and words.assures.match(clause.action.quote):
        return replace(clause, type="duty")
    helps = clause.type == "duty" and clause.modal is None and words.helps.fullmatch(clause.action.quote)
    return replace(clause, type="assignment") if helps and helps["beside"] else clause


def _named(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a clause with the whole name of the person who holds the post that its act tells: 县长刘志强｜任组长."""
    act, last = clause.action, clause.actors[-1] if clause.actors else None
    found = words.seated.match(act.quote) if clause.type == "assignment" and last and last.end == act.start else None
    office = grammar(clause.language).words.bearers.offices
    if found is None or last is None or not any(last.quote[:-size].endswith(office) for size in (1, 2)):
        return clause
    start = act.start + found.end()
    bearer = replace(last, quote=document.text[last.start : start], end=start)
    return replace(clause, actors=(*clause.actors[:-1], bearer), action=_span(document, start, act.end))


def _torn(clause: Clause, document: Document, words: Context) -> Clause:
    """Return a clause whose modal took a letter of its act along with that letter where it belongs: 应｜当场整改."""
    modal, start, end = clause.modal, clause.action.start, clause.action.end
    if modal is None or modal.end != start or not (torn := words.torn.match(document.text, modal.start, end)):
        return clause
    place = torn.end()
    return replace(clause, modal=_span(document, modal.start, place), action=_span(document, place, end)) if place < start else clause


def _span(document: Document, start: int, end: int) -> Span:
    return Span(document.text[start:end], start, end)
