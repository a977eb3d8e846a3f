"""The bilingual documents of a run, and its pairs of documents that translate each other, aligned from the run's files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.compare.align import Alignment, align
from pipeline.compare.side import FindConcepts, side
from pipeline.records import Block, Commitment, Document

Key = tuple[str, str]  # document_id and source: one text may lie in two files
Bitext = tuple[dict[str, Any], dict[str, Any], Alignment]  # rows of the Vietnamese and the Chinese document, which may be one; alignment

LONGEST = 200_000  # characters of a document that is aligned in passing
MOST = 200  # documents


def bitexts(records: Path, documents: Path, find_concepts: FindConcepts | None = None, most: int = MOST) -> Iterator[Bitext]:
    """Yield each document with records in both languages, aligned; at most `most`, in the order of the run, one in memory at a time.

    `records` and `documents` are the run's `commitments.jsonl` and `documents.jsonl`, which have their documents in one order.
    """
    with records.open("rb") as lines, documents.open("rb") as texts:
        for key, group in groupby(map(json.loads, lines), key=_key):
            rows = list(group)
            if len({row["language"] for row in rows}) < 2:
                continue
            document = next((row for row in map(json.loads, texts) if (row["document_id"], row["source"]) == key), None)
            if document is None:
                return
            if document["characters"] > LONGEST:
                continue
            commitments = [Commitment.model_validate(row) for row in rows]
            text = _document(document)
            yield document, document, align(side(text, "vi", commitments, find_concepts), side(text, "zh", commitments, find_concepts))
            most -= 1
            if most <= 0:
                return


def twins(records: Path, documents: Path, pairs: Sequence[tuple[Key, Key]], find_concepts: FindConcepts | None = None) -> Iterator[Bitext]:
    """Yield the named pairs of a Vietnamese and a Chinese document, aligned; all that are named are held in memory."""
    if not pairs:
        return
    named = {key for pair in pairs for key in pair}
    commitments: dict[Key, list[Commitment]] = {key: [] for key in named}
    with records.open("rb") as lines:
        for row in map(json.loads, lines):
            if _key(row) in named:
                commitments[_key(row)].append(Commitment.model_validate(row))
    with documents.open("rb") as texts:
        rows = {key: row for row in map(json.loads, texts) if (key := (row["document_id"], row["source"])) in named}
    for vi, zh in pairs:
        if max(rows[vi]["characters"], rows[zh]["characters"]) <= LONGEST:
            left = side(_document(rows[vi]), "vi", commitments[vi], find_concepts)
            right = side(_document(rows[zh]), "zh", commitments[zh], find_concepts)
            yield rows[vi], rows[zh], align(left, right)


def _key(row: dict[str, Any]) -> Key:
    return row["document"]["document_id"], row["document"]["source"]


def _document(row: dict[str, Any]) -> Document:
    """Return a document as far as its row tells: list markers count as text, and cells of a row as one."""
    blocks = tuple(
        Block(b["kind"], b["language"], b["start"], b["end"], b["start"], b["level"], b["number"], tuple(b["parents"]))
        for b in row["blocks"]
    )
    names = ("document_id", "source", "sha256", "encoding", "text", "language", "title", "publisher", "published", "number", "url")
    return Document(blocks=blocks, **{name: row[name] for name in names})
