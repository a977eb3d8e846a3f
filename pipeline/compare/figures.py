"""Counts, shares, rates and dispersion of every value in every group, with intervals, and the differences between two groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.dispersion import gries_dp, juilland_d
from pipeline.compare.measures import Difference, Figure, Group, Statistics
from pipeline.compare.resampling import FEWEST, interval, ratios
from pipeline.compare.units import Counts, tables, units
from pipeline.compare.variables import Row

RESAMPLES = 2000
PER = 1000  # words of a rate


def statistics(records: Iterable[Row], documents: Iterable[Row], resamples: int = RESAMPLES) -> Statistics:
    """Return the figures of a run by language, from the rows of its `commitments.jsonl` and `documents.jsonl`; words are not counted.

    Pure and deterministic; linear in records, and in documents times resamples. Of the documents only `document_id`, `source` and
    `language` are read.
    """
    return describe(tables(units(records, documents, lambda row: str(row["language"]))), resamples)


def describe(groups: Sequence[Counts], resamples: int = RESAMPLES) -> Statistics:
    """Return the figures of some groups; the differences only where there are two."""
    draws = [_shares(group, resamples, stream) for stream, group in enumerate(groups)]
    rows = [figure for stream, group in enumerate(groups) for figure in _figures(group, draws[stream], resamples, stream)]
    places = {pair: place for group in groups for place, pair in enumerate(group.pairs)}
    rows.sort(key=lambda figure: places[figure.variable, figure.value])  # stable: groups stay in order
    return Statistics(tuple(_group(group) for group in groups), tuple(rows), tuple(_differences(groups, draws)))


def _group(group: Counts) -> Group:
    return Group(group.group, len(group.records), int(group.records.sum()), int(group.words.sum()))


def _shares(group: Counts, resamples: int, stream: int) -> NDArray[np.float64] | None:
    return ratios(group.counts, group.records, resamples, stream) if len(group.records) >= FEWEST else None


def _figures(group: Counts, draws: NDArray[np.float64] | None, resamples: int, stream: int) -> list[Figure]:
    size, words = len(group.pairs), group.words.sum()
    totals = group.counts.sum(0)
    shares = totals / max(1.0, group.records.sum())
    nothing = np.full(size, np.nan)
    low, high = interval(draws) if draws is not None else (nothing, nothing)
    rates, rate_low, rate_high = nothing, nothing, nothing
    if words:
        rates = totals / words * PER
        if draws is not None:
            rate_low, rate_high = (bound * PER for bound in interval(ratios(group.counts, group.words, resamples, stream)))
    many = len(group.records) >= FEWEST
    dp = gries_dp(group.counts, group.records) if many else nothing
    juilland = juilland_d(group.counts, group.records) if many else nothing
    return [
        Figure(
            *pair,
            group.group,
            int(totals[k]),
            int((group.counts[:, k] > 0).sum()),
            float(shares[k]),
            *(_known(column[k]) for column in (low, high, rates, rate_low, rate_high, dp, juilland)),
        )
        for k, pair in enumerate(group.pairs)
    ]


def _differences(groups: Sequence[Counts], draws: Sequence[NDArray[np.float64] | None]) -> list[Difference]:
    if len(groups) != 2 or not all(group.records.sum() for group in groups):
        return []
    first, second = groups
    gap = first.counts.sum(0) / first.records.sum() - second.counts.sum(0) / second.records.sum()
    nothing = np.full(len(gap), np.nan)
    low, high = interval(draws[0] - draws[1]) if draws[0] is not None and draws[1] is not None else (nothing, nothing)
    return [
        Difference(*pair, first.group, second.group, float(gap[k]), _known(low[k]), _known(high[k])) for k, pair in enumerate(first.pairs)
    ]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
