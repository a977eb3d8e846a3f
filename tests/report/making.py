"""Rows of a run's files as the page reads them, made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def quote(text: str, words: str, after: int = 0) -> dict[str, Any]:
    start = text.index(words, after)
    return {"quote": words, "start": start, "end": start + len(words)}


def record(text: str, clause: str, action: str, number: int = 0, **fields: Any) -> dict[str, Any]:
    """A record of `text`; `actors` are (words, organ, tier), `deadlines` (words, due, rrule), `recipient` words."""
    actors = [
        {**quote(text, words), "from": "clause", "name": words, "organ": organ, "tier": tier, "tiers": None, "individual": False}
        for words, organ, tier in fields.pop("actors", ())
    ]
    deadlines = [
        {
            **quote(text, words),
            "timex": "DATE",
            "value": due,
            "due": due,
            "rrule": rule,
            "anchor": None,
            "precision": "exact",
            "role": "deadline",
        }
        for words, due, rule in fields.pop("deadlines", ())
    ]
    recipient = fields.pop("recipient", None)
    empty: dict[str, Any] = {"modal": None, "condition": None, "basis": [], "targets": [], "concepts": [], "section": None, "item": None}
    return {
        "record_id": f"{number:016x}",
        "language": "vi",
        "type": "duty",
        "status": "prescribed",
        "actors": actors,
        "action": {**quote(text, action), "verb": None, "object": None},
        "deadlines": deadlines,
        "recipient": quote(text, recipient) if recipient else None,
        "clause": quote(text, clause),
        "specificity": 1,
        "confidence": 0.9,
        "rules": ["test"],
        **empty,
        **fields,
    }


def document(text: str, source: str = "a.txt", **fields: Any) -> dict[str, Any]:
    """A document whose blocks are the lines of `text`."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append({"kind": "paragraph", "language": "vi", "start": start, "end": start + len(line)})
        start += len(line) + 1
    names: dict[str, Any] = dict.fromkeys(("title", "publisher", "published", "number", "url"))
    return {
        "document_id": "00",
        "source": source,
        "language": "vi",
        "characters": len(text),
        "blocks": blocks,
        "text": text,
        **names,
        **fields,
    }


def write(folder: Path, *documents: tuple[dict[str, Any], list[dict[str, Any]]]) -> tuple[Path, Path]:
    """Write documents with their records as the files of a run and return the paths of records and documents."""
    records, texts = folder / "commitments.jsonl", folder / "documents.jsonl"
    names = ("document_id", "source", "title", "publisher", "published", "number", "url")
    with records.open("w", encoding="utf-8") as lines, texts.open("w", encoding="utf-8") as rows:
        for own, commitments in documents:
            rows.write(json.dumps({**own, "counts": {"duty": len(commitments)} if commitments else {}}) + "\n")
            for commitment in commitments:
                lines.write(json.dumps({**commitment, "document": {name: own[name] for name in names}}) + "\n")
    return records, texts
