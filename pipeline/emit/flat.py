"""Commitment records as a flat table: `commitments.csv` for spreadsheets, `commitments.parquet` for data frames."""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.emit.lines import printable
from pipeline.records import LanguageCode, RecordType, Status, Strict

CHUNK = 1_000  # rows of a Parquet row group, and the most records held at once
TOGETHER = 256  # batches held before they become one: a small one takes more for its columns than for what is in them
JOINT = " ; "
CELL = 32_767  # characters a spreadsheet cell can hold; a longer one spills over its neighbours
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NO_MODAL = {"quote": None, "force": None}
# What a record and its row name and hold alike.
PLAIN = ("record_id", "language", "type", "status", "concepts", "section", "item", "specificity", "confidence", "rules")


class Row(Strict):
    """A commitment record, flat: lists that belong together (all `actor…`, all `deadline…`) run in step, with "" for null."""

    record_id: str
    language: LanguageCode
    type: RecordType
    status: Status
    actors: list[str]
    actor_names: list[str]
    actor_from: list[str]
    actor_organs: list[str]
    actor_tiers: list[str]
    individual: bool
    modal: str | None
    force: str | None
    action: str
    action_start: int
    action_end: int
    verb: str | None
    object: str | None
    due: str | None
    deadlines: list[str]
    deadline_values: list[str]
    deadline_dues: list[str]
    deadline_rrules: list[str]
    deadline_starts: list[str]
    deadline_anchors: list[str]
    deadline_precisions: list[str]
    recipient: str | None
    condition: str | None
    basis: list[str]
    basis_numbers: list[str]
    targets: list[str]
    concepts: list[str]
    clause: str
    clause_start: int
    clause_end: int
    section: str | None
    item: str | None
    specificity: int
    confidence: float
    rules: list[str]
    document_id: str
    source: str
    title: str | None
    publisher: str | None
    published: str | None
    number: str | None
    url: str | None
    sha256: str


def row(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record of `commitments.jsonl` as the values of a `Row`; `due` is the earliest of its due dates."""
    actors, deadlines, action, clause = record["actors"], record["deadlines"], record["action"], record["clause"]
    modal = record["modal"] or NO_MODAL
    dues = [d["due"] for d in deadlines if d["due"]]
    return {
        **{name: record[name] for name in PLAIN},
        "actors": _each(actors, "quote"),
        "actor_names": _each(actors, "name"),
        "actor_from": _each(actors, "from"),
        "actor_organs": _each(actors, "organ"),
        "actor_tiers": ["/".join(a.get("tiers") or [a["tier"] or ""]) for a in actors],
        "individual": any(a["individual"] for a in actors),
        "modal": modal["quote"],
        "force": modal["force"],
        "action": action["quote"],
        "action_start": action["start"],
        "action_end": action["end"],
        "verb": action["verb"],
        "object": action["object"],
        "due": min(dues) if dues else None,
        "deadlines": _each(deadlines, "quote"),
        "deadline_values": _each(deadlines, "value"),
        "deadline_dues": _each(deadlines, "due"),
        "deadline_rrules": _each(deadlines, "rrule"),
        "deadline_starts": _each(deadlines, "dtstart"),
        "deadline_anchors": _each(deadlines, "anchor"),
        "deadline_precisions": _each(deadlines, "precision"),
        "recipient": record["recipient"] and record["recipient"]["quote"],
        "condition": record["condition"] and record["condition"]["quote"],
        "basis": _each(record["basis"], "quote"),
        "basis_numbers": _each(record["basis"], "number"),
        "targets": _each(record["targets"], "quote"),
        "clause": clause["quote"],
        "clause_start": clause["start"],
        "clause_end": clause["end"],
        **record["document"],
    }


def _each(things: list[dict[str, Any]], name: str) -> list[str]:
    return [thing.get(name) or "" for thing in things] if things else []


def table(records: Sequence[dict[str, Any]]) -> tuple[bytes, bytes]:
    """Return records as lines of CSV without a header, and as a serialised Arrow record batch of `arrow_schema`."""
    if not records:
        return b"", b""
    rows = [row(record) for record in records]
    values = {name: [value[name] for value in rows] for name in _columns()}
    try:
        batch = _batch(values)
    except UnicodeEncodeError:  # rare, and dear to look for in every cell
        values = {name: list(map(_encodable, column)) for name, column in values.items()}
        batch = _batch(values)
    cells = np.empty((len(rows), len(values)), dtype=object)  # one block of one kind, which pandas need not put together
    for number, (name, column) in enumerate(values.items()):
        cells[:, number] = _cells(column) if name in _texts() else column
    lines = pd.DataFrame(cells, dtype=object).to_csv(index=False, header=False, lineterminator="\r\n")
    return lines.encode("utf-8"), batch.serialize().to_pybytes()


def _cells(column: list[Any]) -> list[str | None]:
    """Return a column of texts or of lists of texts as cells; one text is made a cell once, however many records have it."""
    if not isinstance(column[0], list):
        known = {value: cell(value) for value in set(column)}
        return [known[value] for value in column]
    return [cell(value) if value else "" for value in column]


def _batch(values: dict[str, list[Any]]) -> pa.RecordBatch:
    schema = arrow_schema()
    return pa.RecordBatch.from_arrays([pa.array(values[field.name], field.type) for field in schema], schema=schema)


class Tables:
    """Both tables being written from parts made by `table`, in order; the Parquet file has row groups of `CHUNK` records."""

    def __init__(self, csv: Path, parquet: Path) -> None:
        self._schema = arrow_schema()
        self._csv = csv.open("wb")
        self._csv.write(("\ufeff" + ",".join(Row.model_fields) + "\r\n").encode("utf-8"))
        self._parquet = pq.ParquetWriter(parquet, self._schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, lines: bytes, batch: bytes) -> None:
        """Add the records of one part."""
        if not batch:
            return
        self._csv.write(lines)
        self._waiting.append(pa.ipc.read_record_batch(pa.py_buffer(batch), self._schema))
        self._rows += self._waiting[-1].num_rows
        if len(self._waiting) >= TOGETHER:
            self._waiting = pa.Table.from_batches(self._waiting, self._schema).combine_chunks().to_batches()
        while self._rows >= CHUNK:
            self._group(CHUNK)

    def close(self) -> None:
        """Write what is left; a table of no records has its columns."""
        try:
            if self._rows:
                self._group(self._rows)
            self._parquet.close()
        finally:
            self._csv.close()

    def _group(self, size: int) -> None:
        """Write the first `size` waiting records as one row group; one chunk a column, so that the parts leave no trace in the bytes."""
        waiting = pa.Table.from_batches(self._waiting, self._schema).combine_chunks()
        self._parquet.write_table(waiting.slice(0, size), row_group_size=size)
        rest = waiting.slice(size)
        self._waiting, self._rows = rest.to_batches() if rest.num_rows else [], rest.num_rows


def cell(value: list[str] | str | None) -> str | None:
    """Return a value as a spreadsheet cell: lists joined by ` ; `, and no text that a spreadsheet would run as a formula."""
    if isinstance(value, list):
        value = JOINT.join([item.replace(JOINT, "; ") for item in value]) if any(value) else ""
    if not value:
        return value
    value = value.replace("\x00", "\ufffd")
    if FORMULA.match(value):
        value = "'" + value
    return value if len(value) <= CELL else value[: CELL - 1] + "…"


def _encodable(value: Any) -> Any:
    if isinstance(value, list):
        return [printable(item) for item in value]
    return printable(value) if isinstance(value, str) else value


@cache
def arrow_schema() -> pa.Schema:
    """Return the Parquet schema that `Row` stands for; lists stay lists."""
    return pa.schema([pa.field(name, _arrow_type(field.annotation)) for name, field in Row.model_fields.items()])


@cache
def _columns() -> tuple[str, ...]:
    return tuple(Row.model_fields)


@cache
def _texts() -> frozenset[str]:
    """Return the columns whose cells are texts."""
    return frozenset(field.name for field in arrow_schema() if field.type in (pa.string(), pa.list_(pa.string())))


def _arrow_type(annotation: Any) -> pa.DataType:
    origin = get_origin(annotation)
    if origin is list:
        return pa.list_(_arrow_type(get_args(annotation)[0]))
    if origin in (Union, types.UnionType):
        return _arrow_type(next(a for a in get_args(annotation) if a is not type(None)))
    if origin is Literal:
        return pa.string()
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[annotation]
