"""`report.html`: a run as one page that opens anywhere: who must do what, by when, and the words it was read from.

    commitments.jsonl, documents.jsonl → gather → charts, records → render → report.html

The page holds no time of the run, so that the same records give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.report.pairs import Bitext
from pipeline.report.wording import Statistics

__all__ = ["FILE", "write"]

FILE = "report.html"


def write(
    records: Path,
    documents: Path,
    out: Path,
    *,
    statistics: Statistics | None = None,
    bitexts: Iterable[Bitext] = (),
    notions: Mapping[str, Any] | None = None,
    failures: int = 0,
) -> None:
    """Write the page of a run to `out` from its `commitments.jsonl` and `documents.jsonl`.

    `statistics` compare the languages (`compare.statistics`), `bitexts` are its bilingual documents with their alignments, `notions`
    the concept list (`resolve.concepts.concepts`), `failures` the number of inputs that could not be read.
    """
    from pipeline.report.page import page

    page(records, documents, out, statistics=statistics, bitexts=bitexts, notions=notions or {}, failures=failures)
