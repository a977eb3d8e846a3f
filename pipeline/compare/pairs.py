"""Pairs of records that state the same act in the two languages: by words, place, type, bearers and time, inside aligned sentences.

Pairs are chosen by worth, best first, each record once; then a record left over joins a pair where both together render the other
side's record better than the one alone (one duty told as two, or two as one). Inside a paragraph the order may differ.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.compare import clues
from pipeline.compare.bead import Bead
from pipeline.compare.clues import Clue
from pipeline.compare.evidence import Evidence
from pipeline.compare.settings import RecordScores
from pipeline.compare.side import Side
from pipeline.records import Commitment


@dataclass(frozen=True)
class Item:
    """A record with its place: `bead` that holds its action, how far into it the action starts (0–1), whether another's action holds it."""

    record: Commitment
    bead: int
    position: float
    nested: bool

    @cached_property
    def zh(self) -> dict[str, Clue]:
        """Clues of a Chinese action."""
        return clues.chinese(self.record.action.quote, self.record.concepts)

    @cached_property
    def vi(self) -> set[str]:
        """Forms of a Vietnamese action."""
        return clues.vietnamese(self.record.action.quote, self.record.concepts)

    @cached_property
    def size(self) -> int:
        """Length of the action."""
        return clues.size(self.record.action.quote)


@dataclass(frozen=True, slots=True)
class Pair:
    """Indexes of a Vietnamese and a Chinese record that state the same act, and how sure that is (log-likelihood ratio)."""

    vi: int
    zh: int
    worth: float


def records(zh: Side, vi: Side, beads: Sequence[Bead], evidence: Evidence) -> list[Pair]:
    """Return the pairs of records of the two sides, in order of place; a record may stand in several."""
    weights = evidence.scores.records
    left, right = place(vi, beads, "vi"), place(zh, beads, "zh")
    near: dict[int, list[int]] = defaultdict(list)
    for j, item in enumerate(right):
        near[item.bead].append(j)
    beside = _neighbours(zh, vi, beads)
    ranked = []
    for i, item in enumerate(left):
        for bead in beside[item.bead]:
            for j in near[bead]:
                value = worth(item, right[j], evidence, weights)
                if value > weights.least:
                    ranked.append((value, i, j))
    ranked.sort(key=lambda entry: (-entry[0], entry[1:]))
    of_vi: dict[int, int] = {}
    of_zh: dict[int, int] = {}
    found = []
    for value, i, j in ranked:
        if i not in of_vi and j not in of_zh:
            of_vi[i], of_zh[j] = j, i
            found.append(Pair(i, j, value))
    for value, i, j in ranked:
        if (i in of_vi) != (j in of_zh) and _joins(left, right, i, j, of_vi, of_zh, evidence):
            of_vi.setdefault(i, j)
            of_zh.setdefault(j, i)
            found.append(Pair(i, j, value))
    return sorted(found, key=lambda pair: (pair.vi, pair.zh))


def place(side: Side, beads: Sequence[Bead], code: str) -> list[Item]:
    """Return the records of a side with their places among the beads (bead -1: in no sentence of the side)."""
    homes = [(number, *getattr(bead, code)) for number, bead in enumerate(beads) if getattr(bead, code)[0] < getattr(bead, code)[1]]
    homes.sort(key=lambda home: home[1])  # beads are in order of the Vietnamese
    starts = [side.units[first].start for _, first, _ in homes]
    found = []
    within: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for record in side.commitments:
        start, end = act(record)
        number, first, stop = homes[bisect_right(starts, start) - 1] if starts and starts[0] <= start else (-1, 0, 0)
        if number >= 0 and start >= side.units[stop - 1].end:
            number = -1
        length = side.units[stop - 1].end - side.units[first].start if number >= 0 else 1
        found.append((record, number, (start - side.units[first].start) / length if number >= 0 else 0.0))
        within[number].append((start, end))
    return [Item(record, number, position, _nested(act(record), within[number])) for record, number, position in found]


def act(record: Commitment) -> tuple[int, int]:
    """Return where a record's action stands: characters of its document."""
    return record.action.start, record.action.end


def _nested(action: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= action[0] and action[1] <= end and (start, end) != action for start, end in others)


def worth(vi: Item, zh: Item, evidence: Evidence, weights: RecordScores) -> float:
    """Return how much speaks for two records stating the same act, as a log-likelihood ratio."""
    one, other = vi.record, zh.record
    value = words([vi], [zh], evidence)
    value += weights.type if one.type == other.type else -weights.type
    value += weights.status * (1 if one.status == other.status else -1)
    value += weights.nested * (1 if vi.nested == zh.nested else -1)
    value += weights.bearer * _bearers(one, other)
    if one.deadlines or other.deadlines:
        value += weights.deadline * (1 if {d.value for d in one.deadlines} & {d.value for d in other.deadlines} else -1)
    if vi.bead == zh.bead:
        return value + weights.bead - weights.order * abs(vi.position - zh.position)
    return value - weights.bead


def words(vi: Sequence[Item], zh: Sequence[Item], evidence: Evidence) -> float:
    """Return what the words and lengths of the actions of some records say of their rendering each other."""
    forms = set().union(*(item.vi for item in vi))
    names = set().union(*(item.zh for item in zh))
    vi_size, zh_size = sum(item.size for item in vi), sum(item.size for item in zh)
    return evidence.words(names, evidence.answered(forms), vi_size) + evidence.length(zh_size, vi_size, evidence.scores.lengths.ratio)


def _bearers(one: Commitment, other: Commitment) -> float:
    """Return from -1 to 1 how well the bearers agree in number, kind and rung."""
    if not one.actors or not other.actors:
        return 0.0 if one.actors or other.actors else 1.0
    kinds = [{(actor.organ, actor.tier) for actor in record.actors} for record in (one, other)]
    return 2 * len(kinds[0] & kinds[1]) / (len(kinds[0]) + len(kinds[1])) * 2 - 1


def _neighbours(zh: Side, vi: Side, beads: Sequence[Bead]) -> dict[int, list[int]]:
    """Return for each bead those whose records may be meant by its Vietnamese ones: itself, and those of the same paragraph."""
    paragraphs: dict[tuple[int, int], list[int]] = defaultdict(list)
    keys = []
    last = (-1, -1)
    for number, bead in enumerate(beads):
        last = (
            vi.units[bead.vi[0]].paragraph if bead.vi[0] < bead.vi[1] else last[0],
            zh.units[bead.zh[0]].paragraph if bead.zh[0] < bead.zh[1] else last[1],
        )
        keys.append(last)
        paragraphs[last].append(number)
    return defaultdict(list, {number: paragraphs[key] for number, key in enumerate(keys)})


def _joins(left: list[Item], right: list[Item], i: int, j: int, of_vi: dict[int, int], of_zh: dict[int, int], evidence: Evidence) -> bool:
    """Tell whether a record left over, i or j, belongs to the pair of the other: same bead and type, and both render it better than one."""
    one, other = left[i], right[j]
    if one.bead != other.bead or one.nested or other.nested:
        return False
    if i in of_vi:
        partner = right[of_vi[i]]
        if _overlap(partner.record, other.record):
            return False
        gain = words([one], [partner, other], evidence) - words([one], [partner], evidence)
    else:
        partner = left[of_zh[j]]
        if _overlap(partner.record, one.record):
            return False
        gain = words([partner, one], [other], evidence) - words([partner], [other], evidence)
    return gain > evidence.scores.records.union


def _overlap(one: Commitment, other: Commitment) -> bool:
    return one.action.start < other.action.end and other.action.start < one.action.end
