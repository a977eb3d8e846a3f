"""Insist that a run's folder holds records of both languages, and that every row fits the stored schemas."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import jsonschema

SCHEMAS = Path(__file__).resolve().parent.parent / "config" / "schema"


def rows(path: Path) -> list[dict]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def main(out: Path) -> None:
    """Leave with a message and code 1 at the first thing that is wrong with the run in `out`."""
    for name in ("commitments", "documents", "failures"):
        validator = jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))
        for number, row in enumerate(rows(out / f"{name}.jsonl"), 1):
            for error in validator.iter_errors(row):
                sys.exit(f"{name}.jsonl:{number}: {error.message}")
    languages = Counter(row["language"] for row in rows(out / "commitments.jsonl"))
    if not languages["zh"] or not languages["vi"]:
        sys.exit(f"{out}: records of one language are missing: {dict(languages)}")
    for name in ("commitments.csv", "commitments.parquet", "commitments.ics", "run.json"):
        if not (out / name).stat().st_size:
            sys.exit(f"{out / name}: empty")
    print(f"records {dict(languages)}; every row fits its schema")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
