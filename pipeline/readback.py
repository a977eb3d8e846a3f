"""The files of a run read back: each line checked, and records and documents checked to be of one run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipeline.records import Commitment, DocumentRow
from pipeline.settings import SettingsError

RECORDS, DOCUMENTS = "commitments.jsonl", "documents.jsonl"
AGAIN = "run `zeren extract` again"
NAMES: dict[type[BaseModel], str] = {Commitment: "commitment record", DocumentRow: "document row"}


class ReadError(SettingsError):
    """A file of a run that is missing, cut or damaged; the message names file, line and cure."""


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a run's `commitments.jsonl`; ReadError names the line that is none."""
    return rows(folder / RECORDS, Commitment)


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a run's `documents.jsonl`; ReadError names the line that is none."""
    return rows(folder / DOCUMENTS, DocumentRow)


def rows(path: Path, model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file of a run; ReadError names the line that is no `model`."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield row(line, f"{path}:{number}", model)
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file; run `zeren extract` first, or name the folder of its files") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); name the folder of a run of `zeren extract`") from error


def row(line: bytes, place: str, model: type[BaseModel]) -> dict[str, Any]:
    """Return the row of a line that stands at `place`; ReadError where it is no `model`."""
    try:
        found: dict[str, Any] = json.loads(line)
        model.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "line"
        raise ReadError(f"{place}: no {NAMES[model]} ({where}: {first['msg']}); {AGAIN}") from error
    except (ValueError, RecursionError) as error:
        told = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise ReadError(f"{place}: no JSON, cut off or damaged ({told}); {AGAIN}") from error
    return found


def whole(folder: Path) -> list[str]:
    """Check every line of a run's records and documents, and that they belong together; return what a reader should be warned of.

    ReadError where a record's document is missing: such files are of two runs, and the record would go unseen. Fewer records than
    the documents' rows count are a warning, for a person may have left some out.
    """
    counted: Counter[int] = Counter()  # by hashes, for a million names would fill the memory
    for document in documents(folder):
        counted[hash((document["document_id"], document["source"]))] += sum(document["counts"].values())
    total = counted.total()
    for number, record in enumerate(records(folder), 1):
        key = hash((record["document"]["document_id"], record["document"]["source"]))
        if key not in counted:
            raise ReadError(
                f"{folder / RECORDS}: record {number} is of {record['document']['source']}, which {DOCUMENTS} beside it does not hold:"
                f" the two are of different runs; {AGAIN}"
            )
        counted[key] -= 1
    missing = sum(left for left in counted.values() if left > 0)
    told = f"{folder / RECORDS}: {missing} of the {total} records that {DOCUMENTS} counts are missing; unless you left them out, {AGAIN}"
    return [told] if missing else []
