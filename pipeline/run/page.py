"""The page of a run (`report.html`), made from its joined files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import emit
from pipeline.records import DocumentRow

COMPARED = 5_000  # documents, about, that the languages are compared on; of more, those whose identity falls on them
FEW = 20  # documents among which translations are looked for; `zeren links` looks among all
RANGE = 1 << 32  # of the first eight digits of a document's identity


def write(work: Path, counts: emit.Counts) -> None:
    """Write `report.html` into `work` from the files of the run that lie there; memory does not grow with them."""
    from pipeline import report
    from pipeline.compare import statistics
    from pipeline.resolve import concepts

    records, documents = work / "commitments.jsonl", work / "documents.jsonl"
    bound = RANGE * COMPARED // max(COMPARED, counts.documents)
    aligned = _aligned(records, documents, counts) if len(counts.records) > 1 else ()
    figures = statistics(_sample(records, bound), _sample(documents, bound))
    report.write(
        records,
        documents,
        work / report.FILE,
        statistics=figures,
        bitexts=aligned,
        notions=concepts.concepts(),
        failures=counts.failures,
    )


def _aligned(records: Path, documents: Path, counts: emit.Counts) -> Iterator[Any]:
    """Yield the bilingual documents, and where documents are few those that translate each other, aligned."""
    from pipeline import links
    from pipeline.compare.bitexts import bitexts, twins
    from pipeline.resolve import concepts

    yield from bitexts(records, documents, concepts.find)
    if counts.documents <= FEW:
        with documents.open("rb") as file:
            rows: list[Any] = [DocumentRow.model_validate_json(line) for line in file]
        found = links.find(rows)
        pairs = [((link.of_id, link.of), (link.document_id, link.source)) for link in found if link.kind == "twin"]
        yield from twins(records, documents, pairs, concepts.find)


def _sample(path: Path, bound: int) -> Iterator[dict[str, Any]]:
    """Yield the rows whose document's identity begins below `bound`: the same documents whatever the order and the machine."""
    with path.open("rb") as file:
        for row in map(json.loads, file):
            document = row.get("document", row)
            if int(document["document_id"][:8], 16) < bound:
                yield row
