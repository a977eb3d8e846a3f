"""A Frictionless data package: the tidy tables, their codebook, and `datapackage.json` with types, keys and permitted values.

Data Package specification 1.0 (specs.frictionlessdata.io). The package is opened by `frictionless validate datapackage.json`, by R's
`frictionless` and by whatever reads CSV.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.export import codebook, tables
from pipeline.export.rows import Run
from pipeline.languages.names import names

BOOK = "codebook"
LISTED = ("actors", "deadlines", "targets", "basis", "concepts")
RANGES: dict[str, dict[str, float]] = {"specificity": {"minimum": 0, "maximum": 4}, "confidence": {"minimum": 0, "maximum": 1}}


def write(run: Run, folder: Path) -> int:
    """Write tables, `codebook.csv` and `datapackage.json` into `folder`; return the number of records."""
    count = tables.write(run, folder)
    with (folder / f"{BOOK}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(codebook.COLUMNS), lineterminator="\n")
        writer.writeheader()
        writer.writerows(codebook.rows(run))
    package = descriptor(run)
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return count


def descriptor(run: Run) -> dict[str, Any]:
    """Return the package's description; sizes and hashes of the files are added when they are written."""
    book = codebook.codebook()
    resources = [_resource(name, book.tables[name].en, columns, book) for name, columns in tables.TABLES.items()]
    return {
        "profile": "tabular-data-package",
        "name": "zeren-commitments",
        "title": "Commitment records read from Vietnamese and Chinese policy texts",
        "description": "Who must do what, by when. Every quote is text[start:end] of its document. See codebook.csv.",
        "version": run.version,
        "resources": [*resources, _resource(BOOK, "Codebook", codebook.COLUMNS, book)],
    }


def _resource(name: str, title: str, columns: dict[str, str], book: codebook.Codebook) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(variable, kind, book, named=name != BOOK) for variable, kind in columns.items()],
        "missingValues": [""],
    }
    if name == "documents":
        schema["primaryKey"] = ["source"]
    elif name == "records":
        schema |= {"primaryKey": ["source", "record_id"], "foreignKeys": [_reference(["source"], "documents")]}
    elif name in LISTED:
        schema |= {"primaryKey": ["source", "record_id", "position"], "foreignKeys": [_reference(["source", "record_id"], "records")]}
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": schema,
    }


def _field(variable: str, kind: str, book: codebook.Codebook, named: bool) -> dict[str, Any]:
    name = book.columns[variable]
    field: dict[str, Any] = {"name": variable, "type": kind, "title": name.en, "title_vi": name.vi, "title_zh": name.zh}
    limits: dict[str, Any] = dict(RANGES.get(variable, {}))
    if named and variable in names():
        limits["enum"] = list(names()[variable])
    if kind == tables.BOOLEAN:
        field |= {"trueValues": ["TRUE"], "falseValues": ["FALSE"]}
    return field | ({"constraints": limits} if limits else {})


def _reference(fields: list[str], table: str) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": table, "fields": fields}}
