"""Monotone alignment of sentences by dynamic programming over beads: one to three sentences of either text, or one that has no other.

A bead is worth the log-likelihood ratio of its clues and lengths, how usual its shape is, and how it fits the paragraphs. The table is
filled in stripes of rows with numpy; time and memory grow with the band, not with the product of the texts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.band import band
from pipeline.compare.bead import Bead
from pipeline.compare.crossing import crossed
from pipeline.compare.evidence import Evidence
from pipeline.compare.incidence import Incidence, Table
from pipeline.compare.settings import BEADS, Scores
from pipeline.compare.side import Side, Unit

Embed = Callable[[Sequence[str]], Table]  # texts to rows of length 1; the seam for a multilingual encoder
STRIPE = 64  # Chinese sentences worked on at once
SURE = 3.0  # a bead 1-1 worth this much tells how long translations are in this text
ENOUGH = 4  # such beads
RETOLD = 0.05  # of the logarithm of a ratio; less is not worth a second look
SIZES = (1, 2, 3)  # sentences of a span
NEVER = np.float32(-1e9)


def sentences(zh: Side, vi: Side, scores: Scores, embed: Embed | None = None) -> tuple[list[Bead], Evidence]:
    """Return the beads that cover both texts, in order of the Vietnamese, and the evidence they rest on."""
    evidence = Evidence(zh.units, vi.units, scores)
    aligner = Aligner(zh.units, vi.units, evidence, embed)
    found = aligner.align(scores.lengths.ratio)
    ratio = measured(found, zh.units, vi.units, scores.lengths.ratio)
    if abs(math.log(ratio / scores.lengths.ratio)) > RETOLD:
        found = aligner.align(ratio)
    return crossed(found, evidence, lambda zh, vi: aligner.worth(zh, vi, ratio), scores.moves), evidence


def measured(beads: Sequence[Bead], zh: Sequence[Unit], vi: Sequence[Unit], usual: float) -> float:
    """Return how many Vietnamese syllables render a Chinese character in sure pairs, drawn to the usual ratio where they are few."""
    sure = [bead for bead in beads if bead.worth >= SURE and bead.zh[1] - bead.zh[0] == 1 == bead.vi[1] - bead.vi[0]]
    if len(sure) < ENOUGH:
        return usual
    middle = median(math.log(vi[bead.vi[0]].size / zh[bead.zh[0]].size) for bead in sure)
    share = len(sure) / (len(sure) + ENOUGH)
    return math.exp(share * middle + (1 - share) * math.log(usual))


class Aligner:
    """The table over two texts."""

    def __init__(self, zh: Sequence[Unit], vi: Sequence[Unit], evidence: Evidence, embed: Embed | None = None) -> None:
        self.rows, self.columns = len(zh), len(vi)
        self.evidence, self.scores = evidence, evidence.scores
        self.band = band(evidence, self.rows, self.columns)
        self.zh_sizes, self.vi_sizes = ([0, *np.cumsum([unit.size for unit in units])] for units in (zh, vi))
        self.zh_starts, self.vi_starts = (_starts(units) for units in (zh, vi))
        self.words = Incidence(evidence.zh, evidence.vi, SIZES)
        self.difference = self.words.values({name: worth.gain - worth.loss for name, worth in evidence.worth.items()})
        self.weight = self.words.values({name: worth.weight for name, worth in evidence.worth.items()})
        self.numbers = Incidence(evidence.zh_numbers, evidence.numbers, SIZES)
        self.ones = np.ones(len(self.numbers.ids), np.float32)
        self.losses = {
            size: np.array([sum(evidence.worth[name].loss for name in names) for names in _unions(evidence.zh, size)], np.float32)
            for size in SIZES
        }
        self.said = {size: np.array([len(names) for names in _unions(evidence.numbers, size)], np.float32) for size in SIZES}
        self.vectors = None if embed is None else (embed([u.text for u in zh]), embed([u.text for u in vi]))

    def align(self, ratio: float) -> list[Bead]:
        """Return the best row of beads where a Chinese character takes `ratio` Vietnamese syllables."""
        best: list[Table] = []
        steps: list[NDArray[np.int8]] = []
        worths: dict[tuple[int, int], Table] = {}
        gap = math.log(self.scores.beads["0-1"])
        lone = math.log(self.scores.beads["1-0"])
        for row in range(self.rows + 1):
            if row and (row - 1) % STRIPE == 0:
                worths = self._stripe(row - 1, min(self.rows, row - 1 + STRIPE), ratio)
            low, high = self.band[row]
            line, step = np.full(high - low + 1, NEVER, np.float32), np.full(high - low + 1, -1, np.int8)
            if row == 0:
                line[0] = 0.0
            for kind, (a, b) in enumerate(BEADS):
                if a == 0 or a > row:
                    continue
                before, (first, last) = best[row - a], self.band[row - a]
                start, stop = max(low, first + b), min(high, last + b)
                if start > stop:
                    continue
                value = before[start - b - first : stop - b - first + 1] + (
                    lone if b == 0 else self._fitting(worths[a, b], row, a, b, start, stop)
                )
                part = slice(start - low, stop - low + 1)
                better = value > line[part]
                line[part] = np.where(better, value, line[part])
                step[part] = np.where(better, kind, step[part])
            # sentences that only the Vietnamese has: each place is reached from the best before it, less a gap for every one between
            places = np.arange(len(line), dtype=np.float32) * np.float32(gap)
            run = np.maximum.accumulate(line - places) + places
            step = np.where(run > line + 1e-4, np.int8(2), step)
            best.append(np.maximum(run, line))
            steps.append(step)
        return self._path(steps, ratio)

    def _path(self, steps: list[NDArray[np.int8]], ratio: float) -> list[Bead]:
        found = []
        row, column = self.rows, self.columns
        while row or column:
            a, b = BEADS[steps[row][column - self.band[row][0]]]
            zh, vi = (row - a, row), (column - b, column)
            found.append(Bead(zh, vi, self.worth(zh, vi, ratio) if a and b else 0.0))
            row, column = row - a, column - b
        return found[::-1]

    def worth(self, zh: tuple[int, int], vi: tuple[int, int], ratio: float) -> float:
        """Return the log-likelihood ratio that these sentences render each other."""
        evidence = self.evidence
        names = set().union(*evidence.zh[slice(*zh)])
        answered = set().union(*evidence.vi[slice(*vi)])
        vi_size = self.vi_sizes[vi[1]] - self.vi_sizes[vi[0]]
        zh_size = self.zh_sizes[zh[1]] - self.zh_sizes[zh[0]]
        missing = set().union(*evidence.numbers[slice(*vi)]) - set().union(*evidence.zh_numbers[slice(*zh)])
        return float(
            evidence.words(names, answered, vi_size)
            + len(missing) * evidence.number_loss
            + evidence.length(zh_size, vi_size, ratio)
            + (
                self._cosines(range(zh[1] - 1, zh[1]), zh[1] - zh[0], range(vi[1] - 1, vi[1]), vi[1] - vi[0]).item()
                if self.vectors
                else 0.0
            )
        )

    def _fitting(self, worths: Table, row: int, a: int, b: int, start: int, stop: int) -> Table:
        """Return the worth of beads that end at `row` and columns start…stop, with their shape and the paragraphs they fit."""
        place = (row - 1) % STRIPE
        origin = self.stripe_low
        value = worths[place, start - origin : stop - origin + 1] + math.log(self.scores.beads[f"{a}-{b}"])
        paragraphs = self.scores.paragraphs
        zh_start, starts = bool(self.zh_starts[row - a]), self.vi_starts[start - b : stop - b + 1]
        value = value + np.where(starts & zh_start, paragraphs.both, np.where(starts != zh_start, paragraphs.one, 0.0))
        over = int(self.zh_starts[row - a + 1 : row].sum())
        crossed = sum((self.vi_starts[start - k : stop - k + 1].astype(np.float32) for k in range(1, b)), np.zeros(stop - start + 1))
        return (value + paragraphs.over * (crossed + over)).astype(np.float32)

    def _stripe(self, first: int, last: int, ratio: float) -> dict[tuple[int, int], Table]:
        """Return for each shape of bead the worth of those that end behind the Chinese sentences first…last and each column of the band."""
        low, high = self.band[first][0], max(stop for _, stop in self.band[first : last + 1])
        self.stripe_low = low
        # column c of the table: c Vietnamese sentences are read, the last of them number c - 1
        rows, columns = range(first, last), range(max(low, 1) - 1, high)
        found = {}
        for a, b in BEADS:
            if not (a and b):
                continue
            zh_sizes, vi_sizes = _sums(self.zh_sizes, rows, a), _sums(self.vi_sizes, columns, b)
            difference, weight = self.words.sums(rows, a, columns, b, self.difference, self.weight)
            (told,) = self.numbers.sums(rows, a, columns, b, self.ones)
            value = difference - weight * np.log(vi_sizes) + self.losses[a][first:last, None]
            value += self.evidence.number_loss * (self.said[b][None, columns.start : columns.stop] - told)
            value += self._lengths(zh_sizes, vi_sizes, ratio)
            if self.vectors:
                value += self._cosines(rows, a, columns, b)
            full = np.full((last - first, high - low + 1), NEVER, np.float32)
            full[:, columns.start + 1 - low :] = value
            found[a, b] = full
        return found

    def _lengths(self, zh: Table, vi: Table, ratio: float) -> Table:
        lengths = self.scores.lengths
        spread = np.sqrt(lengths.spread**2 + lengths.short / (zh + 1))[:, None]
        distance = np.log((vi + 1)[None, :] / (ratio * zh + 1)[:, None])
        chance = np.hypot(lengths.chance, spread)
        return np.log(chance / spread) - distance**2 / 2 * (1 / spread**2 - 1 / chance**2)

    def _cosines(self, rows: range, a: int, columns: range, b: int) -> Table:
        """Return what the encoder says of spans that end in these places: the cosine of their means above that of strangers."""
        assert self.vectors is not None
        means = []
        for vectors, ends, size in ((self.vectors[0], rows, a), (self.vectors[1], columns, b)):
            sums = np.stack([vectors[max(0, end + 1 - size) : end + 1].sum(0) for end in ends])
            means.append(sums / np.maximum(1e-9, np.linalg.norm(sums, axis=1, keepdims=True)))
        return self.scores.encoder.worth * (means[0] @ means[1].T - self.scores.encoder.floor)


def _starts(units: Sequence[Unit]) -> NDArray[np.bool_]:
    """Return for each sentence, and for the end of the text, whether a paragraph starts with it."""
    paragraphs = [-1, *(unit.paragraph for unit in units)]
    return np.array([*(a != b for a, b in pairwise(paragraphs)), True])


def _sums(totals: Sequence[int], ends: range, size: int) -> Table:
    """Return the lengths of spans of `size` sentences that end in these places, from running totals."""
    return np.array([totals[end + 1] - totals[max(0, end + 1 - size)] for end in ends], np.float32)


def _unions(rows: Sequence[Iterable[str]], size: int) -> list[set[str]]:
    """Return for each sentence what it and those before it in a span of `size` hold."""
    return [set().union(*rows[max(0, end + 1 - size) : end + 1]) for end in range(len(rows))]
