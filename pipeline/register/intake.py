"""Read the records of a run: checked line by line before the register is touched, and cheaply read again where needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from pipeline.records import Commitment
from pipeline.register import content
from pipeline.register.errors import RegisterError


@dataclass(frozen=True, slots=True)
class Line:
    """A record's place in the file, and what tells whether it changed."""

    record_id: str
    document_id: str
    digest: str
    offset: int
    size: int


@dataclass(slots=True)
class Run:
    """The records of a run, each once, in the order of the file.

    `documents` are all documents the run read, those without records too where `documents.jsonl` lies beside (`beside`, with the places
    of its rows). `language` and `min_confidence` say what the run left out (`run.json`): a record it could not have written has not
    vanished.
    """

    file: BinaryIO
    name: str
    lines: dict[str, Line] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    language: str | None = None
    min_confidence: float = 0.0
    beside: Path | None = None
    texts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def record(self, line: Line) -> dict[str, Any]:
        """Return the record of a line."""
        self.file.seek(line.offset)
        return json.loads(self.file.read(line.size))

    def text(self, document_id: str) -> dict[str, Any] | None:
        """Return the row of a document with its text and blocks, or None where the run holds none."""
        place = self.texts.get(document_id)
        if place is None or self.beside is None:
            return None
        with self.beside.open("rb") as file:
            file.seek(place[0])
            row = json.loads(file.read(place[1]))
        return row if isinstance(row.get("text"), str) and isinstance(row.get("blocks"), list) else None

    def could_hold(self, language: str, confidence: float) -> bool:
        """Tell whether the run would have written such a record."""
        return self.language in (None, language) and confidence >= self.min_confidence


@contextmanager
def opened(path: Path) -> Iterator[Run]:
    """Read and check a `commitments.jsonl`; RegisterError names the line that is no commitment record."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror}); name the commitments.jsonl of a run of `zeren extract`") from error
    with file:
        run = Run(file, str(path))
        _read_run(path, run)
        offset = 0
        for number, line in enumerate(file, 1):
            if line.strip():
                record = _checked(line, f"{path}:{number}")
                reference = record["document"]
                run.documents.setdefault(reference["document_id"], content.document_row(reference))
                found = Line(record["record_id"], reference["document_id"], content.digest(content.encoded(record)), offset, len(line))
                run.lines.setdefault(found.record_id, found)  # the same document read under two names
            offset += len(line)
        _read_documents(path.with_name("documents.jsonl"), run)
        yield run


def _checked(line: bytes, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
        Commitment.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "record"
        raise RegisterError(f"{place}: no commitment record ({where}: {first['msg']}); run `zeren extract` again") from error
    except ValueError as error:
        raise RegisterError(f"{place}: no JSON ({error}); run `zeren extract` again") from error
    return record


def _read_run(path: Path, run: Run) -> None:
    """Read what the run was asked to leave out; a file of records alone left nothing out."""
    try:
        settings = json.loads(path.with_name("run.json").read_bytes()).get("settings", {})
        run.language, run.min_confidence = settings.get("language"), float(settings.get("min_confidence") or 0.0)
    except FileNotFoundError:
        return
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise RegisterError(f"{path.with_name('run.json')}: cannot be read ({error}); run `zeren extract` again") from error


def _read_documents(path: Path, run: Run) -> None:
    if not path.is_file():
        return
    run.beside = path
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
                run.documents.setdefault(row["document_id"], content.document_row(row))
                run.texts.setdefault(row["document_id"], (offset, len(line)))
                offset += len(line)
            except (ValueError, KeyError, TypeError) as error:
                raise RegisterError(f"{path}:{number}: no document row ({error}); run `zeren extract` again") from error
