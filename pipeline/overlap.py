"""When two spans are the same act: the one measure by which readers are compared, and by which two readers are made one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Place = tuple[int, int]  # start, end in characters


def shared(a: Place, b: Place) -> int:
    """Return how many characters two spans share; negative where they lie apart."""
    return min(a[1], b[1]) - max(a[0], b[0])


def dice(a: Place, b: Place) -> float:
    """Return the character Dice coefficient of two spans, 0–1."""
    both, total = shared(a, b), (a[1] - a[0]) + (b[1] - b[0])
    return 2 * both / total if both > 0 and total else 0.0


def same_act(a: Place, b: Place) -> float:
    """Return the Dice of two actions that count as the same act (at least 0.5, or 0.3 with the shorter inside the longer), else 0."""
    value = dice(a, b)
    inside = value >= 0.3 and shared(a, b) >= 0.8 * min(a[1] - a[0], b[1] - b[0])
    return value if value >= 0.5 or inside else 0.0


def pairs(left: Sequence[Place], right: Sequence[Place]) -> list[tuple[int, int]]:
    """Return the (left, right) indexes that are the same act, one to one, best overlap first."""
    order = sorted(range(len(right)), key=lambda j: right[j])
    starts = [right[j][0] for j in order]
    longest = max((end - start for start, end in right), default=0)
    scored = []
    for i, a in enumerate(left):
        for j in order[bisect_left(starts, a[0] - longest) : bisect_left(starts, a[1])]:  # none beyond can touch it
            if score := same_act(a, right[j]):
                scored.append((-score, i, j))
    found: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for _, i, j in sorted(scored):
        if i not in taken[0] and j not in taken[1]:
            found.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return found
