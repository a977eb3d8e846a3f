"""A stand-in for `process` that workers can import: each line with `phải` or `应当` is a duty; some words make it fail."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path
from typing import Any

from pipeline.records import Block, Commitment, Document
from pipeline.run import Clock, Processed
from pipeline.run.one import Kept
from pipeline.settings import Settings, SettingsError


def process(path: Path, settings: Settings, clock: Clock, source: str | None = None, kept: Kept | None = None) -> Processed:
    data = path.read_bytes()
    with clock("ingest"):
        if b"KILLED" in data:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"MISCONFIGURED" in data:
            raise SettingsError("languages/vi.yaml:3: cues: unknown key; mend it")
        text = data.decode("utf-8")
    document = document_of(text, source or str(path), hashlib.sha256(data).hexdigest())
    with clock("extract"):
        found, start = [], 0
        for line in text.splitlines(keepends=True):
            cue = next((c for c in ("phải", "应当") if c in line), None)
            if cue:
                found.append(commitment(document, line.strip(), start, cue))
            start += len(line)
    return Processed(document, tuple(found))


def document_of(text: str, source: str, sha256: str = "0" * 64, **metadata: Any) -> Document:
    blocks = (Block("paragraph", "vi", 0, len(text), 0),) if text else ()
    identity = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return Document(identity, source, sha256, "utf-8", text, blocks, **metadata)


def commitment(document: Document, line: str, start: int, cue: str = "phải", **values: Any) -> Commitment:
    """A duty in `line`, which begins at `start`: its bearer stands before the cue, its action after it."""
    at = line.index(cue)
    bearer, action = line[:at].rstrip(), line[at + len(cue) :].lstrip()
    record: dict[str, Any] = {
        "record_id": hashlib.sha256(f"{document.document_id}{start}".encode()).hexdigest()[:16],
        "language": "zh" if cue == "应当" else "vi",
        "type": "duty",
        "status": "prescribed",
        "actors": [
            {**quote(bearer, start), "from": "clause", "name": bearer, "organ": "government", "tier": "county", "individual": False}
        ],
        "modal": {**quote(cue, start + at), "force": "strong"},
        "action": {**quote(action, start + len(line) - len(action)), "verb": None, "object": None},
        "deadlines": [],
        "recipient": None,
        "condition": None,
        "basis": [],
        "targets": [],
        "concepts": [],
        "clause": quote(line, start),
        "section": None,
        "item": None,
        "specificity": 1,
        "confidence": 0.5,
        "rules": ["fake"],
        "document": {
            name: getattr(document, name)
            for name in ("document_id", "source", "title", "publisher", "published", "number", "url", "sha256")
        },
    }
    return Commitment.model_validate(record | values)


def quote(text: str, start: int) -> dict[str, Any]:
    return {"quote": text, "start": start, "end": start + len(text)}


def deadline(text: str, start: int, due: str | None = None, rrule: str | None = None, dtstart: str | None = None) -> dict[str, Any]:
    times = {"value": due, "due": due, "rrule": rrule, "dtstart": dtstart, "anchor": None}
    return {**quote(text, start), "timex": "SET" if rrule else "DATE", **times}
