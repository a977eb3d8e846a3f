"""The page of a run (`report.html`), made from its joined files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import emit

COMPARED = 5_000  # documents, about, that the languages are compared on; of more, those whose identity falls on them
RANGE = 1 << 32  # of the first eight digits of a document's identity


def write(work: Path, counts: emit.Counts) -> str | None:
    """Write `report.html` into `work` from the files of the run that lie there, or return what kept it from being written.

    The records are written by then, and a page that cannot be made must not cost them. Memory does not grow with the run. OSError where
    the disk is full, as everywhere.
    """
    from pipeline import report

    try:
        _write(work, counts)
    except OSError:
        raise
    except Exception as error:
        (work / report.FILE).unlink(missing_ok=True)
        said = " ".join(str(error).split()) or "no message"
        return f"{report.FILE} is not written ({type(error).__name__}: {said}); the records are whole: `--no-report` does without the page"
    return None


def _write(work: Path, counts: emit.Counts) -> None:
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
    """Yield the bilingual documents and those that translate each other, aligned."""
    from pipeline.compare.bitexts import bitexts, twins
    from pipeline.resolve import concepts
    from pipeline.run.twins import pairs

    yield from bitexts(records, documents, concepts.find)
    yield from twins(records, documents, pairs(documents, counts.documents), concepts.find)


def _sample(path: Path, bound: int) -> Iterator[dict[str, Any]]:
    """Yield the rows whose document's identity begins below `bound`: the same documents whatever the order and the machine.

    Copies are left out: their words would count twice, and their records stand with the first of their kind.
    """
    with path.open("rb") as file:
        for row in map(json.loads, file):
            document = row.get("document", row)
            if "copy_of" not in row and int(document["document_id"][:8], 16) < bound:
                yield row
