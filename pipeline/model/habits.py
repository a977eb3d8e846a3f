"""What cue words and opening words usually mean: how much likelier each type is after them in gold than at large."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pipeline.model.page import TYPES

LEAST = 3  # how often a wording must have been seen
DOUBT = 2.0  # records of the usual mixture of types added to each wording
WEIGHT = 0.6  # of the habits beside the network's own scores; measured on held-out documents
LIMIT = 4.0  # bound of a log odds


def opening(action: str) -> str:
    """Return the first two words of a Vietnamese action, or the first two letters of a Chinese one."""
    words = action.casefold().split()[:2]
    return " ".join(words) if (words and words[0].isascii()) or (words and ord(words[0][0]) < 0x2E80) else "".join(words)[:2]


@dataclass(frozen=True, slots=True)
class Habits:
    """Log odds of the types (in order of TYPES) by cue word and by opening of the action."""

    cues: dict[str, list[float]]
    openings: dict[str, list[float]]

    def __call__(self, cue: str | None, action: str) -> np.ndarray:
        """Return what to add to the type scores of an action."""
        nought = [0.0] * len(TYPES)
        return WEIGHT * (np.array(self.cues.get((cue or "").casefold(), nought)) + np.array(self.openings.get(opening(action), nought)))


def learn(records: Iterable[dict]) -> Habits:
    """Return the habits of gold records."""
    cues: dict[str, Counter[int]] = defaultdict(Counter)
    openings: dict[str, Counter[int]] = defaultdict(Counter)
    base: Counter[int] = Counter()
    for record in records:
        kind = TYPES.index((record["type"], record["status"]))
        base[kind] += 1
        cues[record["modal"]["quote"].casefold() if record["modal"] else ""][kind] += 1
        openings[opening(record["action"]["quote"])][kind] += 1
    share = np.array([base[kind] + 0.5 for kind in range(len(TYPES))])
    share /= share.sum()

    def odds(table: dict[str, Counter[int]]) -> dict[str, list[float]]:
        rows = {}
        for wording, count in sorted(table.items()):
            if count.total() >= LEAST:
                own = np.array([count[kind] for kind in range(len(TYPES))]) + DOUBT * share
                rows[wording] = np.round(np.clip(np.log(own / own.sum() / share), -LIMIT, LIMIT), 2).tolist()
        return rows

    return Habits(odds(cues), odds(openings))
