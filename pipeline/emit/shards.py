"""Parts of a run on disk: a finished part is a folder under its final name, so a kill leaves it whole or not there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.emit.lines import encode
from pipeline.emit.rows import Tally, commitment_row, document_row
from pipeline.records import Commitment, Document, Failure

# The lines of one document: of commitments.jsonl and of documents.jsonl.
Lines = tuple[list[bytes], bytes]

LINES = ("commitments.jsonl", "documents.jsonl", "failures.jsonl")
TALLY = "tally.json"


def lines(document: Document, commitments: tuple[Commitment, ...]) -> Lines:
    """Return what a document adds to the files of a run."""
    return [encode(commitment_row(commitment)) for commitment in commitments], encode(document_row(document, commitments))


def write(folder: Path, outcomes: Iterable[Lines | Failure], tally: Tally) -> None:
    """Write the outcomes of a part, then its tally (which `outcomes` may go on filling), and rename the part to `folder`."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with ExitStack() as stack:
        commitments, documents, failures = (stack.enter_context((partial / name).open("wb")) for name in LINES)
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                failures.write(encode(outcome.model_dump()))
            else:
                commitments.writelines(outcome[0])
                documents.write(outcome[1])
    (partial / TALLY).write_text(tally.model_dump_json(), encoding="utf-8")
    os.replace(partial, folder)


def read_tally(folder: Path) -> Tally:
    """Return the tally of a finished part."""
    return Tally.model_validate_json((folder / TALLY).read_text(encoding="utf-8"))


def join(folders: Iterable[Path], out: Path) -> None:
    """Write the JSON Lines files of `out` as the parts' files one after the other."""
    folders = list(folders)
    for name in LINES:
        with (out / name).open("wb") as file:
            for folder in folders:
                with (folder / name).open("rb") as part:
                    shutil.copyfileobj(part, file, 1 << 20)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield json.loads(line)
