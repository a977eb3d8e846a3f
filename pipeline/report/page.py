"""What the page's script and template are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.report import charts
from pipeline.report.answers import answers
from pipeline.report.excerpts import Mark, Row
from pipeline.report.gather import Gathered, gather, rungs
from pipeline.report.pairs import Bitext, pairs
from pipeline.report.render import render
from pipeline.report.wording import FORCES, Statistics, wording


def page(
    records: Path,
    documents: Path,
    *,
    statistics: Statistics | None,
    bitexts: Iterable[Bitext],
    notions: Mapping[str, Any],
    failures: int,
) -> str:
    """Return the page of a run."""
    found = gather(records, documents)
    aligned = pairs(bitexts, found.passages)
    names = {
        name: [name.replace("_", " "), notion.vi.labels[0], notion.zh.labels[0], notion.definition] for name, notion in notions.items()
    }
    heads, timeline = charts.timeline(found)
    matrix, ends, panels = charts.matrix(found), answers(found), wording(statistics) if statistics else []
    data = {
        "documents": found.listed,
        "records": [_record(*kept) for kept in found.kept],
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
    return render(
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


def _record(record: Row, document: int, marks: list[Mark]) -> dict[str, Any]:
    """Return a record as the script reads it; its quotes are places in passages."""
    return {
        "id": record["record_id"],
        "language": record["language"],
        "type": record["type"],
        "status": record["status"],
        "tiers": sorted(rungs(record), key=charts.RUNGS.index),
        "actors": [
            [a["name"], a["organ"], "/".join(a.get("tiers") or [a["tier"] or ""]), a["from"], int(a["individual"])]
            for a in record["actors"]
        ],
        "force": (record["modal"] or {}).get("force") or "none",
        "verb": record["action"]["verb"],
        "times": [[d["due"], d.get("due_latest"), d["rrule"], d["precision"], d["role"], d["value"]] for d in record["deadlines"]],
        "concepts": record["concepts"],
        "section": record["section"],
        "item": record["item"],
        "specificity": record["specificity"],
        "confidence": record["confidence"],
        "rules": record["rules"],
        "document": document,
        "page": record.get("page"),
        "at": [record["clause"]["start"], record["clause"]["end"]],
        "marks": marks,
    }


def _choices(found: Gathered, notions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the values that the kept records can be filtered by, each list in its own order."""
    kept = [record for record, _, _ in found.kept]
    organs = {actor["organ"] for record in kept for actor in record["actors"]}
    tiers = set().union(*map(rungs, kept)) if kept else set()
    concepts = {name for record in kept for name in record["concepts"]}
    return {
        "language": sorted({record["language"] for record in kept}),
        "type": [kind for kind in charts.TYPES if any(record["type"] == kind for record in kept)],
        "tier": [rung for rung in charts.RUNGS if rung in tiers],
        "organ": [organ for organ in charts.ORGANS if organ in organs],
        "force": [f for f in FORCES if any(((r["modal"] or {}).get("force") or "none") == f for r in kept)],
        "concept": sorted(concepts, key=lambda name: notions.get(name, [name])[0]),
    }
