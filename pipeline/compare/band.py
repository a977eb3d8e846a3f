"""Which cells of a long pair of texts are worth looking at: a band along pairs of sentences that share what is rare."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise

from pipeline.compare.evidence import Evidence

SMALL = 100_000  # cells; a table up to this size is filled whole
RARE = 3  # sentences a side; what more of them share anchors nothing
HALF_WIDTH = 30  # sentences on either side of the line between two anchors
SLACK = 0.35  # of the distance between two anchors, which the line may be off between them
WIDEST = 200
LEAST = 2  # rare clues that two sentences must share to be an anchor


def band(evidence: Evidence, rows: int, columns: int) -> list[tuple[int, int]]:
    """Return for 0…rows Chinese sentences read the range (first, last inclusive) of how many Vietnamese ones may be read by then."""
    if rows * columns <= SMALL:
        return [(0, columns)] * (rows + 1)
    points = [(0, 0), *chain(anchors(evidence)), (rows, columns)]
    low, high = [columns] * (rows + 1), [0] * (rows + 1)
    for (row, column), (next_row, next_column) in pairwise(points):
        height, width = max(1, next_row - row), next_column - column
        half = min(WIDEST, HALF_WIDTH + int(SLACK * max(height, width)))
        for i in range(row, next_row + 1):
            middle = column + width * (i - row) / height
            low[i] = min(low[i], max(0, int(middle) - half))
            high[i] = max(high[i], min(columns, int(middle) + half + 1))
        # where the Chinese stands still, all that the Vietnamese passes there must be reachable
        if width > half * height:
            high[next_row] = max(high[next_row], next_column)
            low[row] = min(low[row], column)
            for i in range(row, next_row + 1):
                low[i], high[i] = min(low[i], max(0, column - half)), max(high[i], min(columns, next_column + half))
    for i in range(1, rows + 1):
        high[i] = max(high[i], high[i - 1])
    for i in range(rows - 1, -1, -1):
        low[i] = min(low[i], low[i + 1])
        high[i] = max(high[i], low[i + 1])  # so that the next row can be reached
    return list(zip(low, high, strict=True))


def anchors(evidence: Evidence) -> list[tuple[int, int, float]]:
    """Return pairs of sentences that share clues found in few sentences of either text, with the worth of these."""
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row, names in enumerate(evidence.zh):
        for name in names:
            places[name][0].append(row)
    for column, found in enumerate(evidence.vi):
        for name in found:
            if name in places:
                places[name][1].append(column)
    shared: dict[tuple[int, int], list[float]] = defaultdict(list)
    for name, (zh, vi) in places.items():
        if len(zh) <= RARE and len(vi) <= RARE:
            for row in zh:
                for column in vi:
                    shared[row, column].append(evidence.worth[name].gain)
    return [(row, column, sum(gains)) for (row, column), gains in shared.items() if len(gains) >= LEAST]


def chain(pairs: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Return the pairs of greatest total worth that rise in both texts, in order (one sweep that keeps the best end for each total)."""
    ends: list[int] = []  # columns at which the best chains so far end, rising …
    totals: list[float] = []  # … with their worth, rising too
    links: list[int] = []
    order = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    previous: list[int] = []
    for index, (_, column, worth) in enumerate(order):
        place = bisect_left(ends, column)
        total = worth + (totals[place - 1] if place else 0.0)
        previous.append(links[place - 1] if place else -1)
        stop = place
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        if place < len(ends) and ends[place] == column and totals[place] > total:
            continue
        ends[place:stop], totals[place:stop], links[place:stop] = [column], [total], [index]
    found, index = [], links[-1] if links else -1
    while index >= 0:
        found.append(order[index][:2])
        index = previous[index]
    return found[::-1]
