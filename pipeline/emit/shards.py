"""What one document adds to each file of a run, as bytes: made by a worker, kept between runs, joined in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.emit.lines import encode
from pipeline.emit.rows import Counts, Input, commitment_row, document_row
from pipeline.records import Commitment, Document, Failure

SECTIONS = ("commitments", "document", "table", "batch")


@dataclass(frozen=True, slots=True)
class Part:
    """One input's share of a run: its lines, its rows, its to-dos and its warnings; of a failed input only the failure."""

    input: Input
    counts: Counts
    commitments: bytes = b""
    document: bytes = b""
    table: bytes = b""
    batch: bytes = b""
    todos: list[tuple[str, int, bytes]] = field(default_factory=list)
    failure: Failure | None = None
    issues: tuple[str, ...] = ()


def part(document: Document, commitments: Sequence[Commitment]) -> Part:
    """Return the share of a document that was read."""
    from pipeline.emit import calendar, flat  # pandas and pyarrow: `zeren show` does without

    rows = [commitment_row(commitment) for commitment in commitments]
    counts = Counts(documents=1)
    for commitment in commitments:
        types = counts.records.setdefault(commitment.language, {})
        types[commitment.type] = types.get(commitment.type, 0) + 1
    table, batch = flat.table(rows)
    return Part(
        input=Input(source=document.source, sha256=document.sha256),
        counts=counts,
        commitments=b"".join(map(encode, rows)),
        document=encode(document_row(document, tuple(commitments))),
        table=table,
        batch=batch,
        todos=list(calendar.entries(rows)),
        issues=document.issues,
    )


def reference(part: Part) -> dict[str, str]:
    """Return how a copy names the document whose share this is."""
    row = json.loads(part.document)
    return {name: row[name] for name in ("document_id", "source")}


def copied(part: Part, of: dict[str, str], score: float) -> Part:
    """Return the share of a document without records as that of a copy: its row says which document it posts again."""
    row = json.loads(part.document)
    head = {name: row[name] for name in ("document_id", "source", "sha256")}
    row = {**head, "copy_of": {**of, "similarity": score}, **row}
    return replace(part, counts=part.counts.model_copy(update={"copies": 1}), document=encode(row))


def failed(failure: Failure) -> Part:
    """Return the share of an input that could not be read."""
    return Part(Input(source=failure.source, sha256=failure.sha256), Counts(failures=1), failure=failure)


def pack(share: Part) -> bytes:
    """Return a part as bytes that `unpack` reads."""
    sections = [getattr(share, name) for name in SECTIONS]
    head = {
        "input": share.input.model_dump(),
        "counts": share.counts.model_dump(),
        "failure": share.failure and share.failure.model_dump(),
        "issues": share.issues,
        "sizes": [len(section) for section in sections],
        "todos": [(record, count, len(lines)) for record, count, lines in share.todos],
    }
    return b"".join([encode(head), *sections, *(lines for _, _, lines in share.todos)])


def unpack(data: bytes) -> Part:
    """Return the part that `pack` made these bytes of."""
    place = data.index(b"\n") + 1
    head = json.loads(data[:place])
    sizes = [*head["sizes"], *(size for _, _, size in head["todos"])]
    pieces: list[bytes] = []
    for size in sizes:
        pieces.append(data[place : place + size])
        place += size
    return Part(
        input=Input(**head["input"]),
        counts=Counts(**head["counts"]),
        failure=Failure(**head["failure"]) if head["failure"] else None,
        issues=tuple(head["issues"]),
        todos=[(record, count, lines) for (record, count, _), lines in zip(head["todos"], pieces[len(SECTIONS) :], strict=True)],
        **dict(zip(SECTIONS, pieces, strict=False)),
    )
