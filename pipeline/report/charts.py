"""Who bears what, and by when: counts of rungs by type and by period, as lines of a table and as rows of a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from pipeline.records import Organ, RecordType
from pipeline.report.entries import NOBODY, RUNGS
from pipeline.report.gather import Gathered
from pipeline.report.timeline import periods, place
from pipeline.report.wording import LANGUAGES

TYPES: tuple[str, ...] = get_args(RecordType)
ORGANS = (*get_args(Organ), NOBODY)


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, in all and by language; `find` is the filter that shows its records."""

    count: int
    find: str
    languages: tuple[tuple[str, int], ...] = ()


def matrix(found: Gathered) -> list[tuple[str, list[Cell], Cell]]:
    """Return a row for each rung with its cell of each type and its sum, rungs without records left out."""
    cells: dict[tuple[str, str], Counter[str]] = {}
    for (rung, kind, language), count in found.matrix.items():
        cells.setdefault((rung, kind), Counter())[language] += count
    lines = []
    for rung in RUNGS:
        own = [(kind, cells.get((rung, kind), Counter())) for kind in TYPES]
        total = sum((languages for _, languages in own), Counter[str]())
        if total.total():
            row = [_cell(languages, tier=rung, type=kind) for kind, languages in own]
            lines.append((rung, row, _cell(total, tier=rung)))
    return lines


def timeline(found: Gathered) -> tuple[list[dict[str, Any]], list[tuple[str, list[Cell]]]]:
    """Return the columns (periods, then recurring) and a row for each rung that has a due day or a recurrence."""
    columns = periods(sum((Counter({day: count}) for (_, day), count in found.dues.items()), Counter[str]()))
    heads: list[dict[str, Any]] = [
        {"key": p.key, "months": p.months, "first": str(p.first or ""), "last": str(p.last or "")} for p in columns
    ]
    cells: dict[tuple[str, int], int] = {}
    for (rung, day), count in found.dues.items():
        column = place(day, columns)
        if column is not None:
            cells[rung, column] = cells.get((rung, column), 0) + count
    if any(found.recurring.values()):
        heads.append({"key": "recurring", "months": -1, "first": "", "last": ""})
        cells |= {(rung, len(columns)): count for rung, count in found.recurring.items()}
    lines = []
    for rung in RUNGS:
        row = [(head, cells.get((rung, number), 0)) for number, head in enumerate(heads)]
        if any(count for _, count in row):
            lines.append((rung, [Cell(count, _when(rung, head)) for head, count in row]))
    return heads, lines


def _when(rung: str, head: Mapping[str, Any]) -> str:
    if head["key"] == "recurring":
        return urlencode({"tier": rung, "when": "recurring"})
    return urlencode({name: value for name, value in (("tier", rung), ("from", head["first"]), ("to", head["last"])) if value})


def _cell(languages: Counter[str], **find: str) -> Cell:
    return Cell(languages.total(), urlencode(find), tuple((code, languages[code]) for code in LANGUAGES if languages[code]))
