"""Two groups set against each other: effect sizes, tests that know that records come in documents, and what genre has to do with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.compare import strata
from pipeline.compare.comparison_settings import comparison
from pipeline.compare.measures import Difference, Statistics
from pipeline.compare.permutation import p_values
from pipeline.compare.resampling import FEWEST, interval, ratios
from pipeline.compare.units import Counts
from pipeline.compare.variables import SINGLE

Table = NDArray[np.float64]
HALF = 0.5  # added to each cell of an odds ratio, so that it is finite (Haldane 1956, Anscombe 1956)
ALPHA = 0.05
EXPLAINED, HIDDEN, VARIES = "genre explains it", "genre hides it", "differs by genre"
UNCLEAR, INSEPARABLE = "unclear within genres", "genre and group go together"
CHANGED = 0.5  # of the crude difference that must go, or be added, for genre to be what made or hid it


@dataclass(frozen=True, slots=True)
class Contrast:
    """A value in two groups: difference of shares (first less second), effect sizes and tests; None where a figure cannot be had.

    `h` is Cohen's, `odds_ratio` the crude one with an interval by resampling documents, `p` by permuting documents, `q` its false
    discovery rate over all values (Benjamini and Hochberg), `p_within` by permuting inside genres. `adjusted` is the difference at
    the same mix of genres, `pooled` the odds ratio of Mantel and Haenszel over genres, `homogeneity` the p of Breslow, Day and
    Tarone that it is the same in all genres. `note` says what genre does to the difference.
    """

    variable: str
    value: str
    first: str
    second: str
    difference: float
    low: float | None
    high: float | None
    h: float
    odds_ratio: float
    odds_low: float | None
    odds_high: float | None
    p: float | None
    q: float | None
    p_within: float | None
    adjusted: float | None
    adjusted_low: float | None
    adjusted_high: float | None
    pooled: float | None
    homogeneity: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Association:
    """How strongly a variable goes with the group: Cramér's V with Pearson's and the likelihood-ratio chi-square, p by permutation."""

    variable: str
    v: float
    chi2: float
    g2: float
    freedom: int
    p: float | None


def contrasts(first: Counts, second: Counts, statistics: Statistics, resamples: int) -> tuple[list[Contrast], strata.Adjusted]:
    """Return the contrasts of two groups in the order of their values, and what is left of them at the same mix of genres."""
    from scipy.stats import false_discovery_control

    counts, sizes = np.concatenate([first.counts, second.counts]), np.concatenate([first.records, second.records])
    genres, held = [*first.genres, *second.genres], len(first.records)
    many = min(held, len(second.records)) >= FEWEST
    nothing = np.full(len(first.pairs), np.nan)
    p = p_values(counts, sizes, held, [""] * len(sizes), resamples) if many else nothing
    within = p_values(counts, sizes, held, genres, resamples) if many else nothing
    q = false_discovery_control(p) if many and len(p) else nothing
    low, high = _odds_interval(first, second, resamples) if many else (nothing, nothing)
    even = strata.adjusted(first, second, resamples)
    pools = [_pooled(strata.tables(first, second, even.genres, k)) for k in range(len(first.pairs))]
    varies = _discoveries([homogeneity for _, homogeneity in pools])
    found = []
    for k, difference in enumerate(statistics.differences):
        cells = [(group.counts[:, k].sum(), group.records.sum()) for group in (first, second)]
        shares = [count / size for count, size in cells]
        odds = [(count + HALF) / (size - count + HALF) for count, size in cells]
        pooled, homogeneity = pools[k]
        adjusted, adjusted_low, adjusted_high = (_known(column[k]) for column in (even.difference, even.low, even.high))
        found.append(
            Contrast(
                variable=difference.variable,
                value=difference.value,
                first=difference.first,
                second=difference.second,
                difference=difference.difference,
                low=difference.low,
                high=difference.high,
                h=cohen_h(*shares),
                odds_ratio=float(odds[0] / odds[1]),
                odds_low=_known(low[k]),
                odds_high=_known(high[k]),
                p=_known(p[k]),
                q=_known(q[k]),
                p_within=_known(within[k]),
                adjusted=adjusted,
                adjusted_low=adjusted_low,
                adjusted_high=adjusted_high,
                pooled=pooled,
                homogeneity=homogeneity,
                note=_note(difference, adjusted, adjusted_low, adjusted_high, k in varies),
            )
        )
    return found, even


def associations(first: Counts, second: Counts, resamples: int) -> list[Association]:
    """Return Cramér's V of each variable of which a record has one value."""
    from scipy.stats import chi2_contingency
    from scipy.stats.contingency import association

    held, found = len(first.records), []
    sizes = np.concatenate([first.records, second.records])
    for variable in SINGLE:
        columns = [k for k, pair in enumerate(first.pairs) if pair[0] == variable]
        counts = np.concatenate([first.counts[:, columns], second.counts[:, columns]])
        table = np.stack([counts[:held].sum(0), counts[held:].sum(0)])
        table = table[:, table.sum(0) > 0]
        if table.shape[1] < 2 or not table.sum(1).all():
            continue
        pearson = chi2_contingency(table, correction=False)
        likelihood = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        many = min(held, len(sizes) - held) >= FEWEST
        p = float(p_values(counts, sizes, held, [""] * len(sizes), resamples, _pearson)[0]) if many else None
        v = float(association(table.astype(int), method="cramer"))
        found.append(Association(variable, v, float(pearson.statistic), float(likelihood.statistic), int(pearson.dof), p))
    return found


def cohen_h(first: float, second: float) -> float:
    """Return Cohen's h of two proportions: 0.2 is small, 0.5 medium, 0.8 large (Cohen 1988, chapter 6)."""
    return 2 * math.asin(math.sqrt(first)) - 2 * math.asin(math.sqrt(second))


def warnings(first: Counts, second: Counts, even: strata.Adjusted, found: Sequence[Contrast]) -> list[str]:
    """Return what a reader must know before believing the contrasts, in sentences."""
    settings, told = comparison(), []
    for group in (first, second):
        if len(group.records) < settings.few:
            told.append(f"{group.group}: {len(group.records)} documents; intervals over fewer than {settings.few} are too narrow")
    if not even.genres:
        told.append(f"{first.group} and {second.group} share no genre: what differs may be the genre, not the group")
    else:
        for group, share in zip((first, second), even.covered, strict=True):
            if share < settings.shared:
                told.append(f"{group.group}: only {share:.0%} of the records lie in genres that both have ({', '.join(even.genres)})")
    for note in (EXPLAINED, HIDDEN, VARIES, UNCLEAR):
        named = [f"{contrast.variable}={contrast.value}" for contrast in found if contrast.note == note]
        if named:
            told.append(f"{note}: {', '.join(named)}")
    return told


def _note(crude: Difference, value: float | None, low: float | None, high: float | None, varies: bool) -> str:
    if value is None:
        return INSEPARABLE if crude.clear else ""
    if low is None or high is None:
        return ""
    left, gap = low > 0 or high < 0, crude.difference
    turned, shrunk = value * gap < 0, value * gap < CHANGED * gap**2
    if crude.clear and (turned or not left):
        return EXPLAINED if shrunk else UNCLEAR
    if left and not crude.clear and value * gap > gap**2 / CHANGED:
        return HIDDEN
    return VARIES if varies else ""


def _discoveries(p: Sequence[float | None]) -> set[int]:
    """Return the places of the p values that are discoveries at ALPHA (Benjamini and Hochberg)."""
    from scipy.stats import false_discovery_control

    known = [k for k, value in enumerate(p) if value is not None]
    rates = false_discovery_control([value for value in p if value is not None]) if known else []
    return {k for k, rate in zip(known, rates, strict=True) if rate < ALPHA}


def _pooled(tables: Sequence[Table]) -> tuple[float | None, float | None]:
    """Return the odds ratio of Mantel and Haenszel and the p of Breslow, Day and Tarone."""
    if not tables:
        return None, None
    from statsmodels.stats.contingency_tables import StratifiedTable

    with np.errstate(invalid="ignore", divide="ignore"):
        table = StratifiedTable([np.array(one) for one in tables])
        pooled = _known(table.oddsratio_pooled)
        if len(tables) < 2 or pooled is None or pooled == 0:
            return pooled, None
        return pooled, _known(table.test_equal_odds(adjust=True).pvalue)


def _odds_interval(first: Counts, second: Counts, resamples: int) -> tuple[Table, Table]:
    logs = []
    for stream, group in enumerate((first, second)):
        size = group.records.sum()
        shares = ratios(group.counts, group.records, resamples, stream)
        logs.append(np.log((shares * size + HALF) / ((1 - shares) * size + HALF)))
    low, high = interval(logs[0] - logs[1])
    return np.exp(low), np.exp(high)


def _pearson(first: Table, second: Table) -> Table:
    """Return Pearson's chi-square of the values in the columns but the last, one number a row."""
    one, other = first[:, :-1], second[:, :-1]
    both = one + other
    total = both.sum(1, keepdims=True)
    chi = np.zeros(len(one))
    with np.errstate(invalid="ignore", divide="ignore"):
        for part in (one, other):
            expected = both * part.sum(1, keepdims=True) / total
            chi += np.nan_to_num((part - expected) ** 2 / expected).sum(1)
    return chi[:, None]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
