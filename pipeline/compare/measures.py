"""The figures of a comparison as plain data: what other parts read, print and draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """One side of a comparison (a language, a run): its documents, records and words (0 where words were not counted)."""

    name: str
    documents: int
    records: int
    words: int


@dataclass(frozen=True, slots=True)
class Figure:
    """How often a value of a variable occurs in a group.

    `count` records of `documents` documents have it; `share` of the group's records with the bounds of its 95 % interval; `rate` per
    1,000 words with its bounds, None where words were not counted. `dp` and `juilland` say how evenly it lies over the documents
    (0 is even for DP, 1 is even for D), None where it does not occur or the group is one document. An interval is None where it cannot
    be had: fewer than two documents.
    """

    variable: str
    value: str
    group: str
    count: int
    documents: int
    share: float
    low: float | None
    high: float | None
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    dp: float | None
    juilland: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The share of a value in the first group less that in the second, with the bounds of its 95 % interval (None: cannot be had)."""

    variable: str
    value: str
    first: str
    second: str
    difference: float
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        """Tell whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of all groups and, where there are two, the differences between them; values in the order of their variables."""

    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    differences: tuple[Difference, ...]
