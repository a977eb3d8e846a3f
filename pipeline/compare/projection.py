"""Where a record without a partner is worded in the other language: the stretch of the aligned sentence that renders its action.

A record that was read in one language only is projected along the words that both sentences show (annotation projection: Yarowsky and
Ngai 2001; Padó and Lapata 2009). The stretch holds what renders words of the action, leaves out what renders the rest of its sentence,
is as long as translations are, and ends at words.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline import languages, overlap
from pipeline.compare import clues
from pipeline.compare.bead import Bead
from pipeline.compare.evidence import Evidence
from pipeline.compare.pairs import Pair, act, place
from pipeline.compare.side import Side
from pipeline.overlap import Place
from pipeline.records import Commitment, LanguageCode

LONGEST = 2_000  # characters of a sentence that is searched
SHORTER, LONGER = 0.6, 3.0  # times the usual length of a rendering; no stretch is shorter or longer
MARKS = frozenset(',.;:()“”"，。；、：（）')  # what a phrase begins behind or ends before


@dataclass(frozen=True, slots=True)
class Projection:
    """The stretch `span` of the side in `language` that renders record number `record` of the other side, and how sure that is."""

    language: LanguageCode
    record: int
    span: Place
    worth: float


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of a pair of sentences that answer each other: where they stand, their weight, and how often translations keep them."""

    zh: tuple[Place, ...]
    vi: tuple[Place, ...]
    weight: float
    match: float


def projections(zh: Side, vi: Side, beads: Sequence[Bead], pairs: Sequence[Pair], evidence: Evidence) -> list[Projection]:
    """Return the stretches that render records without a partner, surest first; no two of a side cross or cover the same words."""
    found: list[Projection] = []
    for code, own, other in (("vi", vi, zh), ("zh", zh, vi)):
        homes: dict[int, list[int]] = defaultdict(list)
        told: dict[int, list[tuple[Place, Place]]] = defaultdict(list)  # the acts of both sides that are paired, by bead
        paired = {getattr(pair, code) for pair in pairs}
        items = place(other, beads, other.language)
        for number, item in enumerate(place(own, beads, code)):
            if number not in paired:
                homes[item.bead].append(number)
        for pair in pairs:
            one, partner = getattr(pair, code), getattr(pair, other.language)
            told[items[partner].bead].append((act(own.commitments[one]), act(other.commitments[partner])))
        for bead, numbers in homes.items():
            left, right = (_range(vi, beads[bead].vi), _range(zh, beads[bead].zh)) if bead >= 0 else (None, None)
            if left and right:
                signs = _signs(zh, vi, right, left, evidence)
                for number in numbers:
                    there = left if other.language == "vi" else right
                    best = _stretch(own.commitments[number], other, there, signs, told[bead], evidence)
                    if best:
                        found.append(Projection(other.language, number, *best))
    return _apart(found)


def _range(side: Side, units: tuple[int, int]) -> Place | None:
    """Return the characters of a bead's sentences, None where there are none or too many."""
    if units[0] == units[1]:
        return None
    start, end = side.units[units[0]].start, side.units[units[1] - 1].end
    return (start, end) if end - start <= LONGEST else None


def _signs(zh: Side, vi: Side, zh_range: Place, vi_range: Place, evidence: Evidence) -> list[Sign]:
    named = _places(zh.text[slice(*zh_range)], "zh")
    formed = _places(vi.text[slice(*vi_range)], "vi")
    answering: dict[str, list[Place]] = defaultdict(list)
    for form, places in formed.items():
        for name in evidence.answers.get(form, ()):
            answering[name] += places
    signs = []
    for name, places in named.items():
        if name in answering:
            kind = evidence.scores.kinds[clues.clue(name).kind]
            left = tuple((start + zh_range[0], end + zh_range[0]) for start, end in places)
            right = tuple((start + vi_range[0], end + vi_range[0]) for start, end in answering[name])
            signs.append(Sign(left, right, kind.weight, kind.match))
    return signs


@lru_cache(64)
def _places(text: str, language: LanguageCode) -> dict[str, list[Place]]:
    return clues.places(text, language)


def _stretch(
    record: Commitment, other: Side, where: Place, signs: Sequence[Sign], told: Sequence[tuple[Place, Place]], evidence: Evidence
) -> tuple[Place, float] | None:
    """Return the best stretch of the characters `where` of `other` and its worth, None where none is worth enough.

    `told` are acts of both sides that are paired: what is apart from the record, inside it or around it stays so in the other language.
    """
    weights = evidence.scores.projection
    action = act(record)
    words = [(start + where[0], end + where[0]) for start, end in _words(other.text[slice(*where)], other.language)]
    size, ratio = clues.size(record.action.quote), evidence.scores.lengths.ratio
    usual = size / ratio if other.language == "zh" else size * ratio
    cut = _cut(other.text, where, words)
    spans = [
        (start, end)
        for i, (start, _) in enumerate(words)
        for _, end in words[i : i + int(LONGER * usual) + 2]
        if all(_alike(action, paired, (start, end), partner) for paired, partner in told)
    ]
    if not spans or not signs:
        return None
    starts, ends = np.array(spans).T
    tokens = np.array([where[0] + match.start() for match in clues.TOKEN.finditer(other.text[slice(*where)])])
    sizes = np.maximum(1, np.searchsorted(tokens, ends) - np.searchsorted(tokens, starts))
    share = np.log(sizes / (len(tokens) + weights.background))
    totals = np.zeros(len(spans))
    matched = np.zeros(len(spans))
    for sign in signs:
        here, there = (sign.zh, sign.vi) if record.language == "zh" else (sign.vi, sign.zh)
        inside = any(action[0] <= start and end <= action[1] for start, end in here)
        outside = any(not (action[0] <= start and end <= action[1]) for start, end in here)
        held = np.zeros(len(spans), bool)
        for start, end in there:
            held |= (starts <= start) & (end <= ends)
        # what it tells that a word of the sentence falls into the stretch: the more, the shorter that is
        gain = np.maximum(0.0, sign.weight * (math.log(sign.match / len(there)) - share))
        if inside:
            totals += np.where(held, gain, 0.0 if outside else sign.weight * math.log(1 - sign.match))
            matched += np.where(held, gain, 0.0)
        else:
            totals -= np.where(held, weights.foreign * gain, 0.0)
    fits = {n: evidence.length(n, size, ratio) if other.language == "zh" else evidence.length(size, n, ratio) for n in set(sizes.tolist())}
    totals += [fits[n] for n in sizes.tolist()]
    totals += weights.edge * np.array([(start in cut) + (end in cut) for start, end in spans])
    totals[(matched < weights.least) | (sizes < SHORTER * usual)] = -np.inf
    best = int(np.argmax(totals))
    return (spans[best], float(totals[best])) if totals[best] > weights.worth else None


def _alike(action: Place, act: Place, span: Place, partner: Place) -> bool:
    """Tell whether `span` lies to `partner` as the action does to the act that `partner` renders."""
    if _within(act, action):
        return _within(partner, span)
    return _within(span, partner) if _within(action, act) else overlap.shared(span, partner) <= 0


def _within(inner: Place, outer: Place) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


@lru_cache(64)
def _words(text: str, language: LanguageCode) -> list[Place]:
    return [(start, end) for start, end in languages.get(language).words(text) if any(letter.isalnum() for letter in text[start:end])]


def _cut(text: str, where: Place, words: Iterable[Place]) -> set[int]:
    """Return the places at which a phrase begins or ends: at marks and at the ends of the sentence."""
    found = set(where)
    for start, end in words:
        if text[where[0] : start].rstrip()[-1:] in MARKS:
            found.add(start)
        if text[end : where[1]].lstrip()[:1] in MARKS:
            found.add(end)
    return found


def _apart(found: list[Projection]) -> list[Projection]:
    kept: list[Projection] = []
    for one in sorted(found, key=lambda projection: (-projection.worth, projection.record)):
        if not any(other.language == one.language and overlap.shared(other.span, one.span) > 0 for other in kept):
            kept.append(one)
    return kept
