"""Two readers of one document: what the rules and the learned tagger found, made one list.

The tagger has seen what the rules read and decides; the rules explain what both found, name bearers where it linked none, give the time
that a closing sentence sets, and keep the tasks of tables and the shares of a task in a fixed pattern (`中央统筹、省负总责`). What else
only they read was wrong more often than right on documents that neither had seen, and so were the times on which the two differ.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline import overlap
from pipeline.extract.item import with_closing
from pipeline.extract.settle import in_table
from pipeline.records import Clause, LanguageCode, RecordType
from pipeline.settings import Section, config_folder, read_yaml

WISH = ".cue.wish"  # the rule that names who is asked, and not by whom: nhắc nhở｜các đội


class Blend(Section):
    """`config/blend.yaml`: the confidence from which a clause that only the rules found is kept, by type, or the `patterns` that keep it or
    the `parties` whose exchange it is, and how much of its confidence to `trust`; the confidence below which no clause is given (`floor`);
    the languages in which the rules' `bearers` fill in where the tagger linked none; with what the tagger begins an act `late`, where the
    rules read more of it."""

    least: dict[RecordType, float]
    patterns: tuple[str, ...]
    parties: frozenset[str]
    late: tuple[str, ...]
    trust: float
    floor: float
    bearers: tuple[LanguageCode, ...]


@cache
def weights() -> Blend:
    """Return the weights of the blend, read at the first call."""
    return read_yaml(config_folder() / "blend.yaml", Blend)


def blend(ruled: list[Clause], learned: list[Clause], weights: Blend) -> list[Clause]:
    """Return one clause for each act that the tagger found or the rules are sure of, sorted by the offset of the action."""
    pairs = overlap.pairs(*([(c.action.start, c.action.end) for c in found] for found in (ruled, learned)))
    partners = {j: ruled[i] for i, j in pairs}
    joined = [_both(partners[j], clause, weights) if j in partners else clause for j, clause in enumerate(learned)]
    agreed = {i for i, _ in pairs}
    alone = [
        replace(clause, confidence=round(weights.trust * clause.confidence, 4))
        for i, clause in enumerate(ruled)
        if i not in agreed and (clause.confidence >= weights.least.get(clause.type, 2.0) or in_table(clause) or _sure(clause, weights))
    ]
    likely = [clause for clause in joined + alone if clause.confidence >= weights.floor]
    return sorted(likely, key=lambda clause: (clause.action.start, clause.action.end, clause.type))


def _sure(clause: Clause, weights: Blend) -> bool:
    """Tell whether a clause has been read by a pattern that the rules are believed on, or says what a party to a contract does for another
    (`甲方向乙方交付钥匙`)."""
    mine = {bearer.quote for bearer in clause.actors if bearer.source == "clause"} & weights.parties
    others = (party in clause.action.quote for party in weights.parties - mine)
    return any(rule.endswith(weights.patterns) for rule in clause.rules) or (bool(mine) and any(others))


def _both(rule: Clause, model: Clause, weights: Blend) -> Clause:
    """Return the tagger's clause with what the rules know better, and their names as its explanation: times that a sentence of their own
    sets for the acts before it (`上述工作2月底前完成`) are out of the tagger's sight."""
    if model.action.quote.startswith(weights.late) and rule.action.start < model.action.start and rule.action.end == model.action.end:
        model = replace(model, action=rule.action, actors=model.actors or rule.actors)
    actors = model.actors or (rule.actors if model.language in weights.bearers else ())
    if rule.modal is not None and any(name.endswith(WISH) for name in rule.rules) and model.action.start <= rule.modal.start:
        return replace(rule, confidence=model.confidence, rules=(*rule.rules, *model.rules))  # who asks is not who is asked
    closing = [time for time in rule.deadlines if time.start >= rule.sentence.end]
    return replace(model, actors=actors, deadlines=with_closing(model.deadlines, tuple(closing)), rules=(*rule.rules, *model.rules))
