"""Write a comparison: tidy CSV tables, one a kind of figure, all of it as JSON, and a page. The same figures give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from pipeline.compare.comparison import Comparison
from pipeline.compare.contrasts import Association, Contrast
from pipeline.compare.keyness import Key
from pipeline.compare.measures import Figure, Group
from pipeline.compare.page import PAGE, markdown
from pipeline.compare.resampling import LEVEL, SEED
from pipeline.compare.strata import Stratum
from pipeline.files import whole

JSON = "comparison.json"
KINDS: dict[str, type[Any]] = {
    "groups.csv": Group,
    "figures.csv": Figure,
    "contrasts.csv": Contrast,
    "associations.csv": Association,
    "strata.csv": Stratum,
    "keyness.csv": Key,
}


def write(comparison: Comparison, folder: Path, resamples: int) -> list[str]:
    """Write every table, `comparison.json` and `comparison.md` into `folder`, made where missing; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, Sequence[Any]] = {
        "groups.csv": comparison.statistics.groups,
        "figures.csv": comparison.statistics.figures,
        "contrasts.csv": comparison.contrasts,
        "associations.csv": comparison.associations,
        "strata.csv": comparison.strata,
        "keyness.csv": comparison.keys,
    }
    for name, found in rows.items():
        whole(folder / name, table(KINDS[name], found).encode("utf-8", "backslashreplace"))
    told = {
        "resamples": resamples,
        "seed": SEED,
        "level": LEVEL,
        "warnings": list(comparison.warnings),
        **{name.removesuffix(".csv"): [_rounded(asdict(row)) for row in found] for name, found in rows.items()},
    }
    whole(folder / JSON, (json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "backslashreplace"))
    whole(folder / PAGE, markdown(comparison, resamples).encode("utf-8", "backslashreplace"))
    return [*rows, JSON, PAGE]


def table(kind: type[Any], rows: Iterable[Any]) -> str:
    """Return rows as CSV under a line of column names: six significant digits, an empty cell where a figure cannot be had."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [field.name for field in fields(kind)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rounded(asdict(row)) for row in rows)
    return file.getvalue()


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: float(f"{value:.6g}") if isinstance(value, float) else value for name, value in row.items()}
