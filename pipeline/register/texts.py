"""The texts of documents, so that a page can show a record where it was read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from pipeline.register import intake
from pipeline.register.tables import texts

# What no database holds in a text, or not as one character.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class TextBlock(NamedTuple):
    """A stretch of a document's text with one function, as in `documents.jsonl`."""

    kind: str
    start: int
    end: int
    level: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document's text, to the letter, and its blocks in order."""

    text: str
    blocks: tuple[TextBlock, ...]


def keep(connection: Connection, run: intake.Run, documents: Iterable[str]) -> None:
    """Keep the texts that the run has of these documents; one that is there stays, for a document is its text."""
    held = set(connection.execute(select(texts.c.document_id)).scalars())
    for document_id in documents:
        row = run.text(document_id) if document_id not in held else None
        if row is not None:
            connection.execute(insert(texts), _row(document_id, row))


def _row(document_id: str, row: dict[str, Any]) -> dict[str, str]:
    blocks = [[block[name] for name in TextBlock._fields] for block in row["blocks"]]
    return {"document_id": document_id, "text": UNSTORABLE.sub("\ufffd", row["text"]), "blocks": json.dumps(blocks)}


def text(connection: Connection, document_id: str) -> Text | None:
    """Return a document's text, or None where no run brought it."""
    found = connection.execute(select(texts.c.text, texts.c.blocks).where(texts.c.document_id == document_id)).first()
    return Text(found.text, tuple(TextBlock(*block) for block in json.loads(found.blocks))) if found else None
