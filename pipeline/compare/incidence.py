"""Which spans of Chinese sentences share which clues with which spans of Vietnamese ones: sparse, a stripe of the table at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Incidence:
    """The clues of both sides, and sums over those that a span of either shares. A span is named by its last sentence and its size."""

    def __init__(self, zh: Sequence[Collection[str]], vi: Sequence[Collection[str]], sizes: Sequence[int]) -> None:
        shared = sorted(set(chain.from_iterable(zh)) & set(chain.from_iterable(vi)))
        self.ids = {name: place for place, name in enumerate(shared)}
        self.columns = max(1, len(vi))
        self._zh = {size: _spans(_pairs(zh, self.ids), size, len(zh)) for size in sizes}
        self._vi = {size: np.sort(_turned(_spans(_pairs(vi, self.ids), size, len(vi)), self.columns)) for size in sizes}

    def values(self, worth: Mapping[str, float]) -> Table:
        """Return numbers given by name in the order of the shared clues."""
        return np.array([worth[name] for name in self.ids], np.float32)

    def sums(self, rows: range, a: int, columns: range, b: int, *weights: Table) -> list[Table]:
        """Return for each of `weights` its sum over the clues that a Chinese span of a and a Vietnamese span of b sentences share.

        Shape of each: rows × columns; linear in the clues that the stripe shares.
        """
        spans, keys = self._zh[a], self._vi[b]
        pairs = spans[np.searchsorted(spans[:, 0], rows.start) : np.searchsorted(spans[:, 0], rows.stop)]
        base = pairs[:, 1] * self.columns
        low, high = np.searchsorted(keys, base + columns.start), np.searchsorted(keys, base + columns.stop)
        counts = high - low
        which = np.repeat(np.arange(len(pairs)), counts)
        places = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
        cells = (pairs[which, 0] - rows.start) * len(columns) + keys[places] % self.columns - columns.start
        shape = (len(rows), len(columns))
        names = pairs[which, 1]
        return [np.bincount(cells, weight[names], shape[0] * shape[1]).reshape(shape).astype(np.float32) for weight in weights]


def _pairs(rows: Sequence[Collection[str]], ids: Mapping[str, int]) -> Numbers:
    """Return (sentence, clue) for every clue of every sentence that has an id."""
    found = [(place, ids[name]) for place, row in enumerate(rows) for name in row if name in ids]
    return np.array(found, np.int64).reshape(-1, 2)


def _spans(pairs: Numbers, size: int, length: int) -> Numbers:
    """Return (last sentence, clue) for the clues of spans of `size` sentences, each once, sorted."""
    grown = np.concatenate([pairs + np.array([back, 0]) for back in range(size)])
    return np.unique(grown[grown[:, 0] < length], axis=0)


def _turned(pairs: Numbers, columns: int) -> Numbers:
    """Return (sentence, clue) as one number by which clues sort first."""
    return pairs[:, 1] * columns + pairs[:, 0]
