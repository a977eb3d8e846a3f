"""How much a format costs: records read from a rendering of a text, put back to the text's own letters, against the gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline import annotate, evaluate, extract, ingest, resolve
from pipeline.settings import Settings

Row = dict[str, Any]
SETTINGS = Settings(extractor="rules")
MEASURES = ("clause", "type", "who", "when", "full")


def records(path: Path) -> tuple[str, list[Row]]:
    """Return the canonical text of a file and its records, found by the rules."""
    document = ingest.read(path, SETTINGS)
    annotated = annotate.annotate(document, SETTINGS)
    clauses = extract.clauses(annotated, SETTINGS)
    return document.text, [resolve.commitment(clause, annotated, SETTINGS).model_dump(by_alias=True) for clause in clauses]


def packed(text: str) -> tuple[str, list[int]]:
    """Return the text without white space, and where each of its letters stood."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in places), places


def back(found: list[Row], read: str, text: str) -> list[Row]:
    """Return records of `read` with their spans moved to where the same letters stand in `text`."""
    a, from_a = packed(read)
    b, from_b = packed(text)
    place: list[int | None] = [None] * len(read)
    for tag, i, j, k, m in Levenshtein.opcodes(a, b):
        if tag != "delete":
            for step in range(j - i):
                place[from_a[i + step]] = from_b[min(k + step, m - 1)] if m > k else None

    def moved(span: Row) -> Row:
        known = [p for p in place[span["start"] : span["end"]] if p is not None]
        return {**span, "start": min(known), "end": max(known) + 1} if known else {**span, "start": 0, "end": 0}

    return [{**row, "action": moved(row["action"]), "actors": [moved(actor) for actor in row["actors"]]} for row in found]


def figures(tally: evaluate.Tally) -> dict[str, float]:
    """Return the F1 of each measure in percent."""
    return {name: row["f1"] for name, row in evaluate.figures({"all": tally})["all"].items() if name in MEASURES}
