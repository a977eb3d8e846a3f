"""What the page's script and template are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.report import charts
from pipeline.report.answers import answers
from pipeline.report.entries import RUNGS
from pipeline.report.gather import Gathered, gather
from pipeline.report.pairs import Bitext, pairs
from pipeline.report.render import render
from pipeline.report.wording import FORCES, Statistics, wording


def page(
    records: Path,
    documents: Path,
    out: Path,
    *,
    statistics: Statistics | None,
    bitexts: Iterable[Bitext],
    notions: Mapping[str, Any],
    failures: int,
) -> None:
    """Write the page of a run to `out`."""
    found = gather(records, documents)
    aligned = pairs(bitexts, found.passages)
    names = {
        name: [name.replace("_", " "), notion.vi.labels[0], notion.zh.labels[0], notion.definition] for name, notion in notions.items()
    }
    heads, timeline = charts.timeline(found)
    matrix, ends, panels = charts.matrix(found), answers(found), wording(statistics) if statistics else []
    data = {
        "documents": found.listed,
        "records": found.kept,
        "pairs": aligned,
        "passages": found.passages.texts,
        "notions": names,
        "charts": {
            "deadlines": {"periods": heads, "lines": [(rung, [_cell(cell) for cell in cells]) for rung, cells in timeline]},
            "matrix": [
                (rung, [_cell(cell) | {"type": kind} for kind, cell in zip(charts.TYPES, cells, strict=True)]) for rung, cells, _ in matrix
            ],
            "wording": panels,
            "answers": ends,
        },
    }
    render(
        out,
        data,
        version=__version__,
        found=found,
        failures=failures,
        types=charts.TYPES,
        matrix=matrix,
        periods=heads,
        timeline=timeline,
        answers=ends,
        wording=panels,
        compared=sum(group.documents for group in statistics.groups) if statistics else 0,
        choices=_choices(found, names),
        aligned=len(aligned),
        notions=names,
    )


def _cell(cell: charts.Cell) -> dict[str, Any]:
    return {"count": cell.count, "find": cell.find, "languages": dict(cell.languages)}


def _choices(found: Gathered, notions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the values that the kept records can be filtered by, each list in its own order."""
    kept = found.kept
    organs = {organ for entry in kept for _, organ, *_ in entry["actors"]}
    tiers = {tier for entry in kept for tier in entry["tiers"]}
    concepts = {name for entry in kept for name in entry["concepts"]}
    return {
        "language": sorted({entry["language"] for entry in kept}),
        "type": [kind for kind in charts.TYPES if any(entry["type"] == kind for entry in kept)],
        "tier": [rung for rung in RUNGS if rung in tiers],
        "organ": [organ for organ in charts.ORGANS if organ in organs],
        "force": [f for f in FORCES if any(entry["force"] == f for entry in kept)],
        "concept": sorted(concepts, key=lambda name: notions.get(name, [name])[0]),
    }
