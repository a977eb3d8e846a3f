"""Read the records of a run: checked line by line before the register is touched, and cheaply read again where needed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from pipeline import readback
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
        held: Counter[str] = Counter()
        for number, line in enumerate(file, 1):
            if line.strip():
                record = _checked(line, f"{path}:{number}")
                reference = record["document"]
                held[reference["document_id"]] += 1
                run.documents.setdefault(reference["document_id"], content.document_row(reference))
                found = Line(record["record_id"], reference["document_id"], content.digest(content.encoded(record)), offset, len(line))
                run.lines.setdefault(found.record_id, found)  # the same document read under two names
            offset += len(line)
        _read_documents(path.with_name(readback.DOCUMENTS), run, held)
        yield run


def _checked(line: bytes, place: str) -> dict[str, Any]:
    try:
        return readback.row(line, place, Commitment)
    except readback.ReadError as error:
        raise RegisterError(str(error)) from error


def _read_run(path: Path, run: Run) -> None:
    """Read what the run was asked to leave out; a file of records alone left nothing out."""
    try:
        settings = json.loads(path.with_name("run.json").read_bytes()).get("settings", {})
        run.language, run.min_confidence = settings.get("language"), float(settings.get("min_confidence") or 0.0)
    except FileNotFoundError:
        return
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise RegisterError(f"{path.with_name('run.json')}: cannot be read ({error}); run `zeren extract` again") from error


def _read_documents(path: Path, run: Run, held: Counter[str]) -> None:
    """Read the documents of a run, which `held` so many records each; RegisterError where those beside it are not the same run's."""
    if not path.is_file():
        return
    run.beside = path
    offset = 0
    counted: Counter[str] = Counter()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
                run.documents.setdefault(row["document_id"], content.document_row(row))
                run.texts.setdefault(row["document_id"], (offset, len(line)))
                counted[row["document_id"]] += sum(row.get("counts", {}).values())
                offset += len(line)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise RegisterError(f"{path}:{number}: no document row ({error}); run `zeren extract` again") from error
    strange = held.keys() - run.texts.keys()
    if strange:
        told = f"does not hold {min(strange)}, of which {run.name} has records: the two are of different runs"
        raise RegisterError(f"{path}: {told}; run `zeren extract` again")
    missing = (counted - held).total()
    if missing:
        told = f"{missing} of the {counted.total()} records that {path.name} counts are missing, and would be taken for vanished"
        raise RegisterError(f"{run.name}: {told}; run `zeren extract` again")
