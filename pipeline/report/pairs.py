"""The aligned records of bilingual texts as rows of the page: both wordings, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Protocol

from pipeline.report.excerpts import MANY, SINGLE, Mark, Passages, Row

PAIRS = 1_000  # pairs a page holds
MARKED = frozenset({"clause", "action", "modal", "actors", "deadlines"})


class Alignment(Protocol):
    """An aligned text: `vi` and `zh`, each with its `text`, `units` (sentences) and `commitments`, and what corresponds in them.

    A correspondence has `vi` and `zh` (spans of actions, None where nothing corresponds), `score` (0–1) and `divergences`
    (`kind:vi=…,zh=…`).
    """

    @property
    def vi(self) -> Any: ...  # noqa: D102
    @property
    def zh(self) -> Any: ...  # noqa: D102
    def level(self, level: Any) -> Sequence[Any]: ...  # noqa: D102


Bitext = tuple[Row, Row, Alignment]  # rows of the Vietnamese and the Chinese document, which may be one, and their alignment


def pairs(bitexts: Iterable[Bitext], passages: Passages, most: int = PAIRS) -> list[dict[str, Any]]:
    """Return the records of the texts, paired where they correspond, at most `most` rows; their passages go into `passages`."""
    return list(islice((row for number, bitext in enumerate(bitexts) for row in _rows(number, *bitext, passages)), most))


def _rows(number: int, vi: Row, zh: Row, alignment: Alignment, passages: Passages) -> Iterable[dict[str, Any]]:
    records = {
        (code, record.action.start, record.action.end): record
        for code, side in (("vi", alignment.vi), ("zh", alignment.zh))
        for record in side.commitments
    }
    title = " · ".join(dict.fromkeys(document["title"] or document["source"] for document in (vi, zh)))
    for row in alignment.level("record"):
        sides = {}
        for code, document, side, span in (("vi", vi, alignment.vi, row.vi), ("zh", zh, alignment.zh, row.zh)):
            record = span and records.get((code, *span))
            if span:
                told = record.model_dump(by_alias=True) if record else _worded(span, side)
                # numbered apart from the documents of the list, whose passages are cut in the same way but come and go with its records
                marks = passages.marks(told, -1 - 2 * number - (code == "zh"), side.text, document["blocks"])
                sides[code] = {"marks": [mark for mark in marks if _shown(mark, marks)]}
        yield {
            "document": title,
            "score": None if row.score is None else round(row.score, 3),
            "differ": [_divergence(text) for text in row.divergences],
            **sides,
        }


def _worded(span: tuple[int, int], side: Any) -> dict[str, Any]:
    """Return words that no record was read from as if they were one: the action in its sentence, or alone where they stand in none."""
    start, end = next(((unit.start, unit.end) for unit in side.units if unit.start <= span[0] < unit.end), span)
    clause = {"start": start, "end": max(end, span[1])}
    return {**dict.fromkeys(SINGLE), **dict.fromkeys(MANY, ()), "clause": clause, "action": {"start": span[0], "end": span[1]}}


def _shown(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Tell whether a mark says what pairs are compared by, in the passage of the clause."""
    return mark[0] in MARKED and mark[1] == marks[0][1]


def _divergence(text: str) -> list[str]:
    """Return a divergence as kind, what the Vietnamese says and what the Chinese says."""
    kind, _, rest = text.partition(":vi=")
    vi, _, zh = rest.partition(",zh=")
    return [kind, vi, zh]
