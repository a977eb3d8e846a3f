"""Tests by permutation of documents: were the names of the groups drawn by lot, how often would they lie as far apart?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.resampling import AT_ONCE, SEED

Table = NDArray[np.float64]
Statistic = Callable[[Table, Table], Table]  # totals of the first and of the second group, last axis: things → one number a thing
SLACK = 1e-12


def draws(first: int, strata: Sequence[str], resamples: int) -> Iterator[Table]:
    """Yield blocks of resamples × documents: 1 where a document falls into the first group, which keeps its size in each stratum.

    The documents of the first group come first in `strata`, the stratum of each document.
    """
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence(SEED, spawn_key=(1_000,))))
    names = np.asarray(strata)
    places = [np.flatnonzero(names == name) for name in sorted(set(strata))]
    rows = max(1, AT_ONCE // max(1, len(names)))
    for start in range(0, resamples, rows):
        block = np.zeros((min(rows, resamples - start), len(names)))
        for own in places:
            held = int((own < first).sum())
            order = np.argsort(chance.random((len(block), len(own))), axis=1)[:, :held]
            np.put_along_axis(block, own[order], 1.0, axis=1)
        yield block


def p_values(
    counts: Table, sizes: Table, first: int, strata: Sequence[str], resamples: int, statistic: Statistic | None = None
) -> NDArray[np.float64]:
    """Return for each thing the share of draws in which the groups differ as much as they do, itself counted (Davison and Hinkley 1997).

    `counts` is documents × things, `sizes` the records of each document, the first `first` documents are the first group's.
    `statistic` measures a difference from the two groups' totals (records in the last column); it is that of the shares where not given.
    """
    measure = statistic or _gap
    table = np.column_stack([counts, sizes])
    total = table.sum(0)
    own = table[:first].sum(0)[None]
    seen = np.abs(measure(own, total - own))[0]
    beyond = np.zeros(len(seen))
    for drawn in draws(first, strata, resamples):
        one = drawn @ table
        with np.errstate(invalid="ignore", divide="ignore"):
            found = np.abs(measure(one, total - one))
        beyond += (np.nan_to_num(found, nan=0.0) >= seen - SLACK).sum(0)
    return (beyond + 1) / (resamples + 1)


def _gap(first: Table, second: Table) -> Table:
    with np.errstate(invalid="ignore", divide="ignore"):
        return first[:, :-1] / first[:, -1:] - second[:, :-1] / second[:, -1:]
