"""JSON Schema (2020-12) of every file of a run, from the typed models and from nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.emit.flat import Row
from pipeline.emit.rows import Run
from pipeline.records import Commitment, DocumentRow, Failure

MODELS: dict[str, type[BaseModel]] = {
    "commitments": Commitment,
    "documents": DocumentRow,
    "failures": Failure,
    "run": Run,
    "table": Row,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """Return the schema of a line of `NAME.jsonl`, of `run.json` (`run`), or of a row of the CSV and Parquet tables (`table`)."""
    return {"$schema": DIALECT, "$id": f"urn:zeren:schema:{name}", **MODELS[name].model_json_schema(by_alias=True)}


def write(folder: Path) -> list[Path]:
    """Write every schema as `NAME.schema.json` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in MODELS:
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
