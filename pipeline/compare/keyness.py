"""Which words are typical of one collection of words against another.

G² is the log-likelihood ratio of the 2 × 2 table word/other words × target/reference (Dunning, Accurate Methods for the Statistics of
Surprise and Coincidence, Computational Linguistics 19, 1993). The log-odds ratio carries an informative Dirichlet prior, and its z-score
orders words better than G² where counts are small (Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 16, 2008, equations 16,
20 and 22).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.compare.comparison_settings import comparison
from pipeline.compare.dispersion import gries_dp
from pipeline.compare.slots import Vocabulary

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Key:
    """A word of a slot: its counts in target and reference, G² (negative where the word is rarer in the target), log-odds and its z.

    `dp` is Gries' DP of the word over the target's documents: near 1, a few documents make the word what it is.
    """

    language: str
    slot: str
    target: str
    reference: str
    word: str
    count: int
    other: int
    g2: float
    p: float
    log_odds: float
    z: float
    documents: int
    dp: float | None


def likelihood(count: ArrayLike, size: float, other: ArrayLike, other_size: float) -> Numbers:
    """Return G² of words that occur `count` times in `size` words and `other` times in `other_size`."""
    a, b = np.asarray(count, float), np.asarray(other, float)
    total = size + other_size
    found = np.zeros(np.broadcast(a, b).shape)
    for observed, row, column in ((a, a + b, size), (b, a + b, other_size), (size - a, total - a - b, size)):
        found += _term(observed, row * column / total)
    return 2 * (found + _term(other_size - b, (total - a - b) * other_size / total))


def log_odds(
    count: ArrayLike, size: float, other: ArrayLike, other_size: float, prior: Numbers | float, weight: float
) -> tuple[Numbers, Numbers]:
    """Return the log-odds ratios of words and their z-scores; `prior` is each word's share of `weight` words counted beforehand."""
    a, b = np.asarray(count, float) + prior, np.asarray(other, float) + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(a / (size + weight - a)) - np.log(b / (other_size + weight - b))
        return delta, delta / np.sqrt(1 / a + 1 / b)


def keys(target: Vocabulary, reference: Vocabulary, background: Mapping[str, int]) -> list[Key]:
    """Return the words of two vocabularies of one language, the most typical of the target first.

    `background` counts the words of all documents, from which the prior is drawn: a word that is common everywhere must be much more
    common here to count.
    """
    from scipy.stats import chi2

    settings = comparison()
    own, others = target.total, reference.total
    size, other_size = own.total(), others.total()
    words = sorted(word for word in own | others if own[word] + others[word] >= settings.rare)
    if not words or not size or not other_size:
        return []
    a, b = (np.array([found[word] for word in words], float) for found in (own, others))
    known = Counter(background) or own + others
    shares = np.array([known[word] + 1 for word in words], float) / (known.total() + len(words))
    g2 = likelihood(a, size, b, other_size)
    delta, z = log_odds(a, size, b, other_size, settings.prior * shares, settings.prior)
    p = chi2.sf(g2, 1)
    parts = list(target.by_document.values())
    lengths = np.array([counter.total() for counter in parts], float)
    dp = gries_dp(np.array([[counter[word] for word in words] for counter in parts], float), lengths)
    sign = np.where(a / size >= b / other_size, 1, -1)
    found = [
        Key(
            language=target.language,
            slot=target.slot,
            target=target.group,
            reference=reference.group,
            word=word,
            count=int(a[k]),
            other=int(b[k]),
            g2=float(sign[k] * g2[k]),
            p=float(p[k]),
            log_odds=float(delta[k]),
            z=float(z[k]),
            documents=sum(word in counter for counter in parts),
            dp=float(dp[k]) if np.isfinite(dp[k]) and len(parts) > 1 else None,
        )
        for k, word in enumerate(words)
    ]
    return sorted(found, key=lambda key: (-key.z, key.word))


def _term(observed: Numbers, expected: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(observed / expected), 0.0)
