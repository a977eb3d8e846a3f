"""A difference between two groups within each genre, and over all genres that both have: is it the language or the kind of text?

Direct standardisation: the share of each group in each genre both have, weighted by the records that the genre holds in both. Where the
standardised difference vanishes or turns, genre explains what the crude one shows (Simpson's paradox).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.compare.resampling import FEWEST, interval, weights
from pipeline.compare.units import Counts

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stratum:
    """How often a value occurs in one genre of one group."""

    variable: str
    value: str
    genre: str
    group: str
    documents: int
    records: int
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Standardised differences (one a value) with bounds, nan where no genre is shared; `genres` are those both groups have."""

    genres: tuple[str, ...]
    difference: Table
    low: Table
    high: Table
    covered: tuple[float, float]  # share of either group's records in these genres


def strata(groups: Sequence[Counts]) -> list[Stratum]:
    """Return the figures of every genre and group, by value."""
    rows = []
    for k, pair in enumerate(groups[0].pairs):
        for genre in sorted({name for group in groups for name in group.genres}):
            for group in groups:
                own = _own(group, genre)
                if own.any():
                    records, count = group.records[own].sum(), group.counts[own, k].sum()
                    share = float(count / records) if records else 0.0
                    rows.append(Stratum(*pair, genre, group.group, int(own.sum()), int(records), int(count), share))
    return rows


def adjusted(first: Counts, second: Counts, resamples: int) -> Adjusted:
    """Return the differences that remain when both groups are given the same mix of genres."""
    shared = tuple(
        genre
        for genre in sorted(set(first.genres) & set(second.genres))
        if all(group.records[_own(group, genre)].sum() for group in (first, second))
    )
    mix = np.array([sum(group.records[_own(group, genre)].sum() for group in (first, second)) for genre in shared])
    covered = tuple(
        float(sum(group.records[_own(group, genre)].sum() for genre in shared) / max(1.0, group.records.sum())) for group in (first, second)
    )
    nothing = np.full(len(first.pairs), np.nan)
    if not shared:
        return Adjusted((), nothing, nothing, nothing, (covered[0], covered[1]))
    gap = _standard(first, shared, mix, np.ones((1, len(first.records)))) - _standard(
        second, shared, mix, np.ones((1, len(second.records)))
    )
    low, high = nothing, nothing
    if min(len(first.records), len(second.records)) >= FEWEST:
        one, other = (
            np.concatenate([_standard(group, shared, mix, drawn) for drawn in weights(len(group.records), resamples, stream)])
            for stream, group in enumerate((first, second))
        )
        low, high = interval(one - other)
    return Adjusted(shared, gap[0], low, high, (covered[0], covered[1]))


def tables(first: Counts, second: Counts, genres: Sequence[str], k: int) -> list[Table]:
    """Return for value k a 2 × 2 table a genre: groups by records with and without it; tables with an empty margin are left out."""
    found = []
    for genre in genres:
        rows = []
        for group in (first, second):
            own = _own(group, genre)
            count = group.counts[own, k].sum()
            rows.append([count, group.records[own].sum() - count])
        table = np.array(rows)
        if table.sum(0).all() and table.sum(1).all():
            found.append(table)
    return found


def _standard(group: Counts, genres: Sequence[str], mix: Table, drawn: Table) -> Table:
    """Return the standardised shares of each draw; a genre that a draw misses gives its weight to the others."""
    shares, known = [], []
    with np.errstate(invalid="ignore", divide="ignore"):
        for genre in genres:
            own = _own(group, genre)
            size = drawn[:, own] @ group.records[own]
            shares.append(np.nan_to_num((drawn[:, own] @ group.counts[own]) / size[:, None]))
            known.append(size > 0)
        weight = np.array(known, float) * mix[:, None]
        return np.einsum("gr,grk->rk", weight, np.array(shares)) / weight.sum(0)[:, None]


def _own(group: Counts, genre: str) -> NDArray[np.bool_]:
    return np.array([name == genre for name in group.genres], bool)
