"""Two readers of one document: what the rules and the learned tagger found, made one list.

The tagger has seen what the rules read and decides; the rules explain what both found and name bearers where it linked none. What only
the rules read is not kept: on documents that neither had seen it was wrong more often than right, and so were times on which they differ.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline import overlap
from pipeline.records import Clause, LanguageCode
from pipeline.settings import Section, config_folder, read_yaml


class Blend(Section):
    """`config/blend.yaml`: the confidence below which no clause is given (`floor`); the languages in which the rules' `bearers` fill in
    where the tagger linked none."""

    floor: float
    bearers: tuple[LanguageCode, ...]


@cache
def weights() -> Blend:
    """Return the weights of the blend, read at the first call."""
    return read_yaml(config_folder() / "blend.yaml", Blend)


def blend(ruled: list[Clause], learned: list[Clause], weights: Blend) -> list[Clause]:
    """Return one clause for each act that the tagger found, sorted by the offset of the action."""
    pairs = overlap.pairs(*([(c.action.start, c.action.end) for c in found] for found in (ruled, learned)))
    partners = {j: ruled[i] for i, j in pairs}
    joined = [_both(partners[j], clause, weights) if j in partners else clause for j, clause in enumerate(learned)]
    likely = [clause for clause in joined if clause.confidence >= weights.floor]
    return sorted(likely, key=lambda clause: (clause.action.start, clause.action.end, clause.type))


def _both(rule: Clause, model: Clause, weights: Blend) -> Clause:
    """Return the tagger's clause with what the rules know better, and their names as its explanation."""
    actors = model.actors or (rule.actors if model.language in weights.bearers else ())
    return replace(model, actors=actors, rules=(*rule.rules, *model.rules))
