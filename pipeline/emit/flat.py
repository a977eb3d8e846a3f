"""Commitment records as a flat table: `commitments.csv` for spreadsheets, `commitments.parquet` for data frames."""

from __future__ import annotations

import types
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.emit import cells
from pipeline.emit.lines import printable
from pipeline.records import LanguageCode, RecordType, Status, Strict

CHUNK = 1_000  # rows of a Parquet row group, and the most records held at once
TOGETHER = 256  # batches held before they become one: a small one takes more for its columns than for what is in them
NO_MODAL = {"quote": None, "force": None}


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
    """Return a record of `commitments.jsonl` as a `Row`, field by field; `due` is the earliest of its due dates."""
    actors, deadlines, action, clause = record["actors"], record["deadlines"], record["action"], record["clause"]
    modal = record["modal"] or NO_MODAL
    dues = [d["due"] for d in deadlines if d["due"]]
    return {
        "record_id": record["record_id"],
        "language": record["language"],
        "type": record["type"],
        "status": record["status"],
        "actors": [a["quote"] for a in actors],
        "actor_names": [a["name"] for a in actors],
        "actor_from": [a["from"] for a in actors],
        "actor_organs": [a["organ"] for a in actors],
        "actor_tiers": ["/".join(a["tiers"]) if a["tiers"] else a["tier"] or "" for a in actors],
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
        "concepts": record["concepts"],
        "clause": clause["quote"],
        "clause_start": clause["start"],
        "clause_end": clause["end"],
        "section": record["section"],
        "item": record["item"],
        "specificity": record["specificity"],
        "confidence": record["confidence"],
        "rules": record["rules"],
        **record["document"],
    }


def _each(things: list[dict[str, Any]], name: str) -> list[str]:
    return [thing.get(name) or "" for thing in things] if things else []


def table(records: Sequence[dict[str, Any]]) -> tuple[bytes, bytes]:
    """Return records as lines of CSV without a header, and as a serialised Arrow record batch of `arrow_schema`."""
    if not records:
        return b"", b""
    rows = [row(record) for record in records]
    try:
        batch = _batch(rows)
    except UnicodeEncodeError:  # rare, and dear to look for in every cell
        rows = [{name: _encodable(value) for name, value in values.items()} for values in rows]
        batch = _batch(rows)
    columns = zip(*[values.values() for values in rows], strict=True)
    block = np.empty((len(rows), len(rows[0])), dtype=object)  # one block of one kind, which pandas need not put together
    for number, (name, values) in enumerate(zip(rows[0], columns, strict=True)):
        block[:, number] = cells.column(values, name in _texts())
    lines = pd.DataFrame(block, dtype=object).to_csv(index=False, header=False, lineterminator="\r\n")
    return lines.encode("utf-8"), batch.serialize().to_pybytes()


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_struct_array(pa.array(rows, pa.struct(arrow_schema())))


class Tables:
    """Both tables being written from parts made by `table`, in order; the Parquet file has row groups of `CHUNK` records."""

    def __init__(self, csv: Path, parquet: Path) -> None:
        self._schema = arrow_schema()
        self._csv = csv.open("wb")
        self._csv.write(("\ufeff" + ",".join(Row.model_fields) + "\r\n").encode("utf-8"))
        self._file = parquet.open("wb")  # opened here, for Arrow takes no name that is no UTF-8
        self._parquet = pq.ParquetWriter(self._file, self._schema, compression="zstd")
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
            self._file.close()
            self._csv.close()

    def _group(self, size: int) -> None:
        """Write the first `size` waiting records as one row group; one chunk a column, so that the parts leave no trace in the bytes."""
        waiting = pa.Table.from_batches(self._waiting, self._schema).combine_chunks()
        self._parquet.write_table(waiting.slice(0, size), row_group_size=size)
        rest = waiting.slice(size)
        self._waiting, self._rows = rest.to_batches() if rest.num_rows else [], rest.num_rows


def _encodable(value: Any) -> Any:
    if isinstance(value, list):
        return [printable(item) for item in value]
    return printable(value) if isinstance(value, str) else value


@cache
def arrow_schema() -> pa.Schema:
    """Return the Parquet schema that `Row` stands for; lists stay lists."""
    return pa.schema([pa.field(name, _arrow_type(field.annotation)) for name, field in Row.model_fields.items()])


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
