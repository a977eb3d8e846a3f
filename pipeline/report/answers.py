"""Who answers to whom: bearers by kind, those they answer to as named, and lines between them."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from pipeline.report.charts import ORGANS
from pipeline.report.entries import RUNGS, UNKNOWN
from pipeline.report.gather import Gathered, folded

ENDS = 10  # bearers, and recipients, of the diagram; the rest counts as others
OTHERS = "others"


def answers(found: Gathered) -> dict[str, Any]:
    """Return `bearers` and `recipients`, the ends of the diagram, and its `lines`: numbers of both ends and a count, largest first."""
    left, right = Counter[tuple[str, str]](), Counter[str]()
    for (organ, rung, whom), count in found.answers.items():
        left[organ, rung] += count
        right[whom] += count
    lefts = sorted(_first(left), key=lambda end: (RUNGS.index(end[1]), ORGANS.index(end[0])))
    rights = _first(Counter({whom: count for whom, count in right.items() if whom}))
    heights: dict[str, list[int]] = {whom: [] for whom in rights}
    for organ, rung, whom in found.answers:
        if whom in heights and (organ, rung) in lefts:
            heights[whom].append(lefts.index((organ, rung)))
    # beside the middle of its bearers, so that few lines cross
    rights.sort(key=lambda whom: (sum(heights[whom]) / len(heights[whom]) if heights[whom] else len(lefts), whom))
    lines = Counter[tuple[int, int]]()
    for (organ, rung, whom), count in found.answers.items():
        ends = (lefts.index((organ, rung)) if (organ, rung) in lefts else len(lefts), rights.index(whom) if whom in rights else len(rights))
        lines[ends] += count
    bearers: list[dict[str, Any]] = [
        {"organ": organ, "tier": rung, "count": left[organ, rung], "find": urlencode({"organ": organ, "tier": rung, "when": "answers"})}
        for organ, rung in lefts
    ]
    recipients: list[dict[str, Any]] = [
        {"name": whom, "kind": _kind(found, whom), "count": right[whom], "find": urlencode({"recipient": whom})} for whom in rights
    ]
    for drawn, total in ((bearers, left.total()), (recipients, right.total())):
        rest = total - sum(end["count"] for end in drawn)
        if rest:
            drawn.append({"organ": OTHERS, "name": "", "tier": UNKNOWN, "count": rest, "find": "when=answers"})
    largest = sorted(((a, b, count) for (a, b), count in lines.items()), key=lambda line: (-line[2], line))
    return {"bearers": bearers, "recipients": recipients, "lines": largest}


def _first(counts: Counter[Any]) -> list[Any]:
    """Return the most frequent ends of the diagram."""
    return [name for name, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:ENDS]]


def _kind(found: Gathered, whom: str) -> tuple[str, str] | None:
    """Return organ and rung of a recipient that is itself a bearer somewhere in the run."""
    kinds = found.kinds.get(folded(whom, "vi"))
    return min(kinds.items(), key=lambda entry: (-entry[1], entry[0]))[0] if kinds else None
