"""How the two languages say it: shares of each language's records with their intervals, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode

LANGUAGES = ("vi", "zh")
NOTIONS = 16  # notions of the chart, the most frequent ones
# What is drawn of each variable: the values that say how hard, how personal, how precise the wording is.
FORCES = ("strong", "medium", "weak", "none")
WORDINGS = (
    ("bearer", "individual"),
    ("bearer", "collective"),
    ("bearer", "none"),
    ("deadline", "day"),
    ("deadline", "recurring"),
    ("precision", "vague"),
    ("target", "given"),
    ("recipient", "given"),
    ("condition", "given"),
)


class Figure(Protocol):
    """A share of the records of a language (`group`), with the bounds of its 95 % interval (None: cannot be had)."""

    @property
    def variable(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def count(self) -> int: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102


class Statistics(Protocol):
    """Figures by language; differences between two, which say whether they are `clear`; `groups` say of how many documents."""

    @property
    def groups(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def figures(self) -> Sequence[Figure]: ...  # noqa: D102
    @property
    def differences(self) -> Sequence[Any]: ...  # noqa: D102


def wording(statistics: Statistics) -> list[dict[str, Any]]:
    """Return the panels that compare the languages: how it binds, who and when, notions; each with its rows."""
    shares = {(figure.variable, figure.value, figure.group): figure for figure in statistics.figures}
    clear = {(difference.variable, difference.value) for difference in statistics.differences if difference.clear}
    counts = Counter[str]()
    for (variable, value, _), figure in shares.items():
        if variable == "concept":
            counts[value] += figure.count
    frequent = [("concept", name) for name, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:NOTIONS]]
    panels = []
    for name, wanted in (("force", [("force", value) for value in FORCES]), ("wording", list(WORDINGS)), ("concept", frequent)):
        lines = [
            (pair, {code: shares[*pair, code] for code in LANGUAGES if (*pair, code) in shares})
            for pair in wanted
            if any(shares[*pair, code].count for code in LANGUAGES if (*pair, code) in shares)
        ]
        if lines:
            panels.append({"name": name, "rows": [_row(pair, found, pair in clear) for pair, found in lines]})
    return panels


def _row(pair: tuple[str, str], found: Mapping[str, Figure], clear: bool) -> dict[str, Any]:
    """Return the shares of a value in percent, each with the ends of its interval (None where it has none)."""
    sides = {
        code: [None if value is None else round(100 * value, 1) for value in (figure.share, figure.low, figure.high)]
        for code, figure in found.items()
    }
    return {"variable": pair[0], "value": pair[1], "sides": sides, "differs": clear, "find": _find(*pair)}


def _find(variable: str, value: str) -> str:
    """Return the filter that shows the records of a value, or nothing where the page has none."""
    known = {
        "force": {"force": value},
        "concept": {"concept": value},
        "deadline": {"when": value},
        "bearer": {"bearer": value},
        "recipient": {"when": "answers"},
    }
    return urlencode(known.get(variable, {}))
