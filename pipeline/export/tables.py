"""A run as tidy tables: a row a thing, a column a variable, and keys that lead from one table to the next.

Written as plain UTF-8 CSV without a byte order mark; a missing value is an empty cell, a truth value TRUE or FALSE, so that R, pandas and
spreadsheets read every column as what it is. In R: `read.csv(file, na.strings = "", fileEncoding = "UTF-8")`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.export.rows import Row, Run

STRING, INTEGER, NUMBER, DATE, BOOLEAN = "string", "integer", "number", "date", "boolean"
KEY = {"source": STRING, "record_id": STRING}
LISTED = {**KEY, "position": INTEGER}
QUOTE = {"quote": STRING, "start": INTEGER, "end": INTEGER}
TABLES: dict[str, dict[str, str]] = {
    "documents": {
        **dict.fromkeys(("source", "document_id", "language", "genre", "title", "publisher"), STRING),
        "published": DATE,
        **dict.fromkeys(("number", "url", "sha256"), STRING),
        **dict.fromkeys(("characters", "records"), INTEGER),
    },
    "records": {
        **KEY,
        **dict.fromkeys(("language", "type", "status", "modal", "force", "action"), STRING),
        **dict.fromkeys(("action_start", "action_end"), INTEGER),
        **dict.fromkeys(("verb", "object", "clause"), STRING),
        **dict.fromkeys(("clause_start", "clause_end"), INTEGER),
        **dict.fromkeys(("recipient", "condition", "section", "item"), STRING),
        "page": INTEGER,
        "due": DATE,
        "dated": BOOLEAN,
        "specificity": INTEGER,
        "confidence": NUMBER,
        "rules": STRING,
    },
    "actors": {
        **LISTED,
        **QUOTE,
        **dict.fromkeys(("from", "name", "organ", "tier", "tiers"), STRING),
        "individual": BOOLEAN,
    },
    "deadlines": {
        **LISTED,
        **QUOTE,
        **dict.fromkeys(("timex", "value", "mod"), STRING),
        **dict.fromkeys(("due", "due_latest", "dtstart"), DATE),
        **dict.fromkeys(("rrule", "anchor", "precision", "role"), STRING),
    },
    "targets": {**LISTED, **QUOTE, "value": NUMBER, "unit": STRING},
    "basis": {**LISTED, **QUOTE, "number": STRING},
    "concepts": {**LISTED, "concept": STRING},
}
LISTS = ("actors", "deadlines", "targets", "basis")  # fields of a record that are lists of quotes
JOINT = "; "
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write(run: Run, folder: Path) -> int:
    """Write every table as `NAME.csv` into `folder`, which is made where missing; return the number of records."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as stack:
        writers = {}
        for name, columns in TABLES.items():
            file = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", errors="backslashreplace", newline=""))
            writers[name] = csv.DictWriter(file, list(columns), lineterminator="\n")
            writers[name].writeheader()
        for document, records in run.pairs():
            for table, row in rows(document, records, run):
                writers[table].writerow({name: cell(row.get(name), kind) for name, kind in TABLES[table].items()})
            count += len(records)
    return count


def rows(document: Row, records: list[Row], run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of a document and its records with the table each belongs to."""
    yield "documents", {**document, "genre": run.genre_of(document), "records": len(records)}
    for record in records:
        key = {"source": document["source"], "record_id": record["record_id"]}
        yield "records", {**key, **_flat(record)}
        for table in LISTS:
            for position, row in enumerate(record[table], 1):
                yield table, {**row, **key, "position": position}
        for position, concept in enumerate(record["concepts"], 1):
            yield "concepts", {**key, "position": position, "concept": concept}


def cell(value: Any, kind: str) -> str | int | float:
    """Return a value as its cell; a text that a spreadsheet would run as a formula, or a reader end at, is made plain."""
    if value is None or value == "":
        return ""
    if kind == BOOLEAN:
        return "TRUE" if value else "FALSE"
    if isinstance(value, list):
        value = JOINT.join(value)
    if kind != STRING:
        return value
    text = str(value).replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.lstrip().startswith(FORMULA) or text[0] in "\t\n" else text


def _flat(record: Row) -> dict[str, Any]:
    quotes = ("modal", "action", "clause", "recipient", "condition")
    dues = [bound["due"] for bound in record["deadlines"] if bound["due"]]
    return {
        **{
            name: record.get(name)
            for name in ("language", "type", "status", "section", "item", "page", "specificity", "confidence", "rules")
        },
        **{name: record[name] and record[name]["quote"] for name in quotes},
        **{f"{name}_{edge}": record[name][edge] for name in ("action", "clause") for edge in ("start", "end")},
        "force": record["modal"] and record["modal"]["force"],
        "verb": record["action"]["verb"],
        "object": record["action"]["object"],
        "due": min(dues, default=None),
        "dated": bool(record["deadlines"]),
    }
