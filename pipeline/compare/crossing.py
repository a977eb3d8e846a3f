"""Sentences that the two texts tell at different places: what the monotone alignment had to leave alone, or had to lump together.

Two sentences swapped side by side come out of it as one bead of two and two; a sentence or a passage moved elsewhere comes out as sentences
without a partner on either side. Here the first are parted where crosswise they fit much better, and the second are joined where each is
the other's best by far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.compare.band import anchors
from pipeline.compare.bead import Bead
from pipeline.compare.evidence import Evidence
from pipeline.compare.settings import Moves

Range = tuple[int, int]
WorthOf = Callable[[Range, Range], float]  # Chinese and Vietnamese sentences → log-likelihood ratio of their being translations
FEW = 10_000  # pairs of sentences left alone that are all looked at; of more, only those that share what is rare


def crossed(beads: Sequence[Bead], evidence: Evidence, worth: WorthOf, moves: Moves) -> list[Bead]:
    """Return the beads with moved sentences in beads of their own, in order of the Vietnamese; a Chinese one alone stays in its place."""
    parted = [part for bead in beads for part in _parted(bead, worth, moves)]
    lone_zh = {j for bead in parted if bead.vi[0] == bead.vi[1] for j in range(*bead.zh)}
    lone_vi = {i for bead in parted if bead.zh[0] == bead.zh[1] for i in range(*bead.vi)}
    found = dict(_moved(lone_zh, lone_vi, evidence, worth, moves))
    if not found:
        return parted
    taken = set(found.values())
    kept: list[Bead] = []
    for bead in parted:
        if bead.vi[0] == bead.vi[1]:
            kept += [Bead((j, j + 1), bead.vi, 0.0) for j in range(*bead.zh) if j not in taken]
        elif bead.zh[0] == bead.zh[1]:
            kept += [_single(i, found[i], worth) if i in found else Bead(bead.zh, (i, i + 1), 0.0) for i in range(*bead.vi)]
        else:
            kept.append(bead)
    return kept


def _parted(bead: Bead, worth: WorthOf, moves: Moves) -> list[Bead]:
    """Return the two beads of two swapped sentences, or the bead itself."""
    if bead.zh[1] - bead.zh[0] != 2 or bead.vi[1] - bead.vi[0] != 2:
        return [bead]
    (j, _), (i, _) = bead.zh, bead.vi
    pair = [_single(i, j + 1, worth), _single(i + 1, j, worth)]
    return pair if min(one.worth for one in pair) > moves.swap and sum(one.worth for one in pair) > bead.worth else [bead]


def _moved(lone_zh: set[int], lone_vi: set[int], evidence: Evidence, worth: WorthOf, moves: Moves) -> Iterable[tuple[int, int]]:
    """Return (Vietnamese, Chinese) sentences left alone that are each other's best, and their neighbours that moved along."""
    if len(lone_zh) * len(lone_vi) <= FEW:
        pairs = [(i, j) for i in sorted(lone_vi) for j in sorted(lone_zh)]
    else:
        pairs = sorted((i, j) for j, i, _ in anchors(evidence) if i in lone_vi and j in lone_zh)
    worths = {(i, j): worth((j, j + 1), (i, i + 1)) for i, j in pairs}
    best_vi: dict[int, float] = {}
    best_zh: dict[int, float] = {}
    for (i, j), value in worths.items():
        best_vi[i], best_zh[j] = max(value, best_vi.get(i, value)), max(value, best_zh.get(j, value))
    sure = [pair for pair, value in worths.items() if value > moves.alone and value == best_vi[pair[0]] == best_zh[pair[1]]]
    found = dict(sure)
    taken = set(found.values())
    for i, j in sure:
        for step in (1, -1):
            a, b = i + step, j + step
            while a in lone_vi and b in lone_zh and a not in found and b not in taken and worth((b, b + 1), (a, a + 1)) > moves.along:
                found[a] = b
                taken.add(b)
                a, b = a + step, b + step
    return sorted(found.items())


def _single(i: int, j: int, worth: WorthOf) -> Bead:
    return Bead((j, j + 1), (i, i + 1), worth((j, j + 1), (i, i + 1)))
