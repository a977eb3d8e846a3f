"""Bootstrap over documents: records of one document resemble each other, so documents are what is drawn, not records.

A resample draws as many documents as there are, with replacement; a share is the records with a value over all records of the draw (a
ratio, so that long documents weigh what they hold). Intervals are percentiles (Efron and Tibshirani 1993, chapter 13). The seed is
fixed: the same records give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
SEED = 20_260_101
LEVEL = 0.95
AT_ONCE = 250_000  # weights of documents held in memory
FEWEST = 2  # documents of which an interval can be had


def weights(documents: int, resamples: int, stream: int = 0) -> Iterator[Table]:
    """Yield how often each document is drawn, in blocks of resamples × documents that sum up to `resamples` rows.

    `stream` numbers what is drawn independently (the groups of a comparison).
    """
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence(SEED, spawn_key=(stream,))))
    even = np.full(documents, 1 / documents)
    rows = max(1, AT_ONCE // documents)
    for start in range(0, resamples, rows):
        yield chance.multinomial(documents, even, min(rows, resamples - start)).astype(float)


def ratios(counts: Table, sizes: Table, resamples: int, stream: int = 0) -> Table:
    """Return for each resample (rows) and thing (columns) its count over the size of the draw; nan where the draw is empty.

    `counts` is documents × things; `sizes` one number a document, or one for each thing.
    """
    totals = sizes[:, None] if sizes.ndim == 1 else sizes
    blocks = []
    with np.errstate(invalid="ignore", divide="ignore"):
        for drawn in weights(len(counts), resamples, stream):
            blocks.append((drawn @ counts) / (drawn @ totals))
    return np.concatenate(blocks)


def interval(draws: Table) -> tuple[Table, Table]:
    """Return the lower and upper bound of each column's interval.

    Both are nan where half of the draws or more say nothing, and where all say the same: what no document varies in, resampling them
    cannot judge.
    """
    tail = (1 - LEVEL) / 2
    if not draws.shape[1]:
        return np.empty(0), np.empty(0)
    known = np.isfinite(draws).mean(0) > 0.5
    filled = np.where(known, draws, 0.0)
    low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    known &= np.nanmax(filled, axis=0) > np.nanmin(filled, axis=0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
