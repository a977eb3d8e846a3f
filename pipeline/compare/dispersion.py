"""How evenly a thing lies over the parts of a corpus.

Gries' DP: S. Th. Gries, Dispersions and adjusted frequencies in corpora, International Journal of Corpus Linguistics 13 (2008).
Juilland's D for parts of different length: computed from the relative frequencies (Gries 2008, section 2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def gries_dp(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return the deviation of proportions of each column: 0 is even, near 1 all in the smallest part; nan where nothing occurs.

    `counts` is parts × things (or parts alone), `sizes` the lengths of the parts.
    """
    found, lengths = _table(counts), np.asarray(sizes, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = lengths / lengths.sum()
        observed = found / found.sum(0)
        return np.abs(observed - expected[:, None]).sum(0) / 2


def juilland_d(counts: ArrayLike, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return Juilland's D of each column: 1 is even, 0 all in one part; nan with fewer than two parts. Parts of no length are left out."""
    found, lengths = _table(counts), np.asarray(sizes, float)
    kept = lengths > 0
    if kept.sum() < 2:
        return np.full(found.shape[1], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = found[kept] / lengths[kept, None]
        variation = shares.std(0) / shares.mean(0)
        return 1 - variation / np.sqrt(kept.sum() - 1)


def _table(counts: ArrayLike) -> NDArray[np.float64]:
    table = np.asarray(counts, float)
    return table[:, None] if table.ndim == 1 else table
