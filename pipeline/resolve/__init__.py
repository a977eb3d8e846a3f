"""Resolve a clause to a commitment record: who exactly bears it, how strongly, what by when, and where it stands.

    commitment(clause, annotated, settings) -> Commitment

The words live in `config/organs.yaml` (bearers), `force.yaml`, `concepts.yaml`, `targets.yaml` and `actions.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipeline import languages, places
from pipeline.records import (
    Actor,
    Annotated,
    Bearer,
    Clause,
    Commitment,
    Deadline,
    Document,
    DocumentReference,
    LanguageCode,
    Source,
    Span,
    Target,
    Timex,
)
from pipeline.resolve import action, actors, concepts, force, home, names, place, publisher, targets
from pipeline.resolve.specificity import specificity
from pipeline.settings import Settings
from pipeline.text import View
from pipeline.timex import find
from pipeline.timex.notation import record_value


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for every clause of one document in one language.

    `bearers` remembers by their places who was resolved, and whether one of them is named: the clauses of a sentence, an item or a
    section share theirs. `sections` remembers section and item by the headings above.
    """

    home: home.Home
    names: names.Names
    identities: place.Identities
    document: DocumentReference
    bearers: dict[tuple[tuple[int, int, Source], ...], tuple[list[Actor], bool]] = field(default_factory=dict)
    sections: dict[tuple[int, ...], tuple[str | None, str | None]] = field(default_factory=dict)


# The document whose clauses are being resolved; clauses come document by document, so one is enough.
_current: dict[LanguageCode, tuple[Annotated, Facts]] = {}


def commitment(clause: Clause, annotated: Annotated, settings: Settings) -> Commitment:
    """Return the record of a clause; every quote is cut from `annotated.document.text`."""
    document, text, code = annotated.document, annotated.document.text, clause.language
    facts = _facts(annotated, code)
    fold = languages.get(code).fold
    bearers, named = _bearers(clause.actors, text, code, facts)
    section, item = _section(clause, document, facts)
    deadlines = [deadline(t, code) for t in clause.deadlines]
    act = fold(clause.action.quote)
    cue = fold(clause.modal.quote).text if clause.modal else ""
    goals = _targets(clause, act, text, code)
    verb, thing = action.split(clause.action.quote, code)
    read = [act.text, cue, fold(clause.condition.quote).text if clause.condition else ""]
    start, end = place.clause(clause)
    record = {
        "record_id": facts.identities.record_id(clause),
        "language": code,
        "type": clause.type,
        "status": clause.status,
        "actors": bearers,
        "modal": {**_quote(clause.modal), "force": force.force(cue, code)} if clause.modal else None,
        "action": {**_quote(clause.action), "verb": verb, "object": thing},
        "deadlines": deadlines,
        "recipient": _quote(clause.recipient) if clause.recipient else None,
        "condition": _quote(clause.condition) if clause.condition else None,
        "basis": [{**_quote(b), "number": place.basis_number(b.start, b.end, text)} for b in clause.basis],
        "targets": goals,
        "concepts": concepts.find(read, code, [fold(b.quote).text for b in clause.actors]),
        "clause": {"quote": text[start:end], "start": start, "end": end},
        "section": section,
        "item": item,
        "page": places.page(document.places, clause.action.start, clause.action.end),
        "specificity": specificity(named, deadlines, goals, clause.recipient is not None, clause.type),
        "confidence": clause.confidence,
        "rules": clause.rules,
        "document": facts.document,
    }
    return Commitment.model_validate(record)  # all of it at once: model by model takes twice as long


def _facts(annotated: Annotated, code: LanguageCode) -> Facts:
    held = _current.get(code)
    if held is None or held[0] is not annotated:
        document = annotated.document
        origin = DocumentReference(
            document_id=document.document_id,
            source=document.source,
            title=document.title,
            publisher=document.publisher,
            published=document.published,
            number=document.number,
            url=document.url,
            sha256=document.sha256,
        )
        held = (annotated, Facts(publisher.home(document, code), names.Names(document, code), place.Identities(annotated), origin))
        _current[code] = held
    return held[1]


def _bearers(bearers: tuple[Bearer, ...], text: str, code: LanguageCode, facts: Facts) -> tuple[list[Actor], bool]:
    """Return bearers as they go into a record, and whether one of them is named."""
    stand = tuple([(b.start, b.end, b.source) for b in bearers])
    known = facts.bearers.get(stand)
    if known is None:
        found = actors.actors(bearers, text, code, facts.home, facts.names)
        known = facts.bearers[stand] = found, any(actors.named(actor, code, facts.home) for actor in found)
    return known


def _section(clause: Clause, document: Document, facts: Facts) -> tuple[str | None, str | None]:
    """Return section and item of a clause, which are those of its block."""
    block = document.blocks[clause.block]
    above = facts.sections.get(block.parents)
    if above is None:
        above = facts.sections[block.parents] = place.section(block.parents, document), place.number(block.parents, document)
    section, item = above
    return section, "/".join(filter(None, (item, block.number))) or None


def _quote(span: Span) -> dict[str, object]:
    return {"quote": span.quote, "start": span.start, "end": span.end}


def deadline(t: Timex, code: LanguageCode) -> Deadline:
    """Return a time as a record holds it; a length whose event nobody names keeps its length and gets no invented due date."""
    if t.precision == "ambiguous" and t.anchor == "publication" and t.timex == "INTERVAL":
        t = next((replace(bare, quote=t.quote, start=t.start, end=t.end) for bare in find(t.quote, code) if bare.due is None), t)
    return Deadline(
        quote=t.quote,
        start=t.start,
        end=t.end,
        timex=t.timex,
        value=record_value(t),
        mod=t.mod,
        due=t.due,
        due_latest=t.due_latest,
        rrule=t.rrule,
        dtstart=t.dtstart,
        anchor=t.anchor,
        precision=t.precision,
        role=t.role,
    )


def _targets(clause: Clause, view: View, text: str, code: LanguageCode) -> list[Target]:
    """Return the targets inside the action, of which `view` is the fold, that are no part of a deadline; the fine of a sanction is none."""
    if clause.type == "sanction":
        return []
    found = []
    for goal in targets.find(view.text, code):
        start, end = (clause.action.start + place_ for place_ in view.original(goal.start, goal.end))
        if not any(t.start < end and start < t.end for t in clause.deadlines):
            found.append(Target(quote=text[start:end], start=start, end=end, value=goal.value, unit=goal.unit))
    return found
