"""Two readers of one document: what the rules and the learned tagger found, made one list.

The tagger finds more of what carries no cue and knows better where an action ends; the rules know better who bears it and until when.
So a clause that both found has the tagger's action and the rules' fields, and one that only one of them found must be sure enough.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from functools import cache

from pipeline import overlap
from pipeline.records import Clause, RecordType
from pipeline.settings import Section, config_folder, read_yaml


class Alone(Section):
    """What a clause needs that one reader found and the other did not: the `least` confidence, and what share of it to `trust`."""

    least: float
    trust: float


class Blend(Section):
    """`config/blend.yaml`: what a lone reader needs, and the types always kept of
    the rules, and the weights (constant, tagger, rules) of the joint confidence."""

    learned_alone: Alone
    ruled_alone: Alone
    cued: tuple[RecordType, ...]
    both: tuple[float, float, float]


@cache
def weights() -> Blend:
    """Return the weights of the blend, read at the first call."""
    return read_yaml(config_folder() / "blend.yaml", Blend)


def blend(ruled: list[Clause], learned: list[Clause]) -> list[Clause]:
    """Return one clause for each act that both found or one is sure of; inputs and output are sorted by the offset of the action."""
    pairs = overlap.pairs(*([(c.action.start, c.action.end) for c in found] for found in (ruled, learned)))
    paired = {i for i, _ in pairs}, {j for _, j in pairs}
    bearers = sorted({actor.start for clause in ruled for actor in clause.actors})
    both = [_joint(ruled[i], learned[j], bearers) for i, j in pairs]
    lone = _lone(ruled, paired[0], weights().ruled_alone, weights().cued) + _lone(learned, paired[1], weights().learned_alone)
    return sorted(both + lone, key=lambda clause: (clause.action.start, clause.action.end, clause.type))


def _lone(found: list[Clause], paired: set[int], need: Alone, always: tuple[RecordType, ...] = ()) -> list[Clause]:
    rest = (clause for i, clause in enumerate(found) if i not in paired and (clause.type in always or clause.confidence >= need.least))
    return [replace(clause, confidence=round(need.trust * clause.confidence, 4)) for clause in rest]


def _joint(rule: Clause, model: Clause, bearers: list[int]) -> Clause:
    constant, tagger, rules = weights().both
    sure = 1 / (1 + math.exp(-(constant + tagger * model.confidence + rules * rule.confidence)))
    place, modal = model.action, rule.modal
    party = bearers[bisect_left(bearers, place.start) :][:1]  # an action that holds a bearer runs into the next clause
    swallows = (party and party[0] < place.end) or (modal and modal.start < place.end and place.start < modal.end)
    action = rule.action if swallows else place
    return replace(rule, action=action, confidence=round(sure, 4), rules=(*rule.rules, *model.rules))
