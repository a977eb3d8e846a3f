"""The files of a run, written from the parts of its documents, one after the other in the order of the inputs."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.emit.lines import encode
from pipeline.emit.rows import Counts, Run
from pipeline.emit.shards import Part
from pipeline.records import Failure

FILES = (
    "documents.jsonl",
    "failures.jsonl",
    "commitments.csv",
    "commitments.parquet",
    "commitments.ics",
    "report.html",
    "commitments.jsonl",
    "run.json",
)
INPUTS = "inputs.part"  # the inputs of run.json until it is written: a million of them fit on a disk
OPENING = '\n  "inputs": ['


class Files:
    """The files of a run but `run.json`, being written into a folder: `add` each part in order, then leave the context."""

    def __init__(self, folder: Path) -> None:
        from pipeline.emit import calendar, flat  # pandas and pyarrow: a run that finds its files unchanged does without

        self.counts = Counts()
        self.failures: list[Failure] = []
        self.warnings: list[str] = []  # of documents that were read nevertheless
        with ExitStack() as stack:
            names = ("commitments.jsonl", "documents.jsonl", "failures.jsonl", INPUTS)
            self._commitments, self._documents, self._failed, self._inputs = (
                stack.enter_context((folder / name).open("wb")) for name in names
            )
            self._tables = flat.Tables(folder / "commitments.csv", folder / "commitments.parquet")
            stack.callback(self._tables.close)
            self._calendar = calendar.CalendarFile(folder / "commitments.ics")
            stack.callback(self._calendar.close)
            self._stack = stack.pop_all()

    @property
    def todos(self) -> int:
        """How many to-dos the calendar holds."""
        return self._calendar.count

    def add(self, part: Part) -> None:
        """Add what the next input gives to every file."""
        separator = ",\n    " if self.counts.documents + self.counts.failures else "\n    "
        row = json.dumps(part.input.model_dump(), ensure_ascii=False, indent=2).replace("\n", "\n    ")
        self._inputs.write((separator + row).encode("utf-8"))
        self.counts.add(part.counts)
        if part.failure:
            self.failures.append(part.failure)
            self._failed.write(encode(part.failure.model_dump()))
        else:
            self.warnings += (f"{part.input.source}: {issue}" for issue in part.issues)
            self._commitments.write(part.commitments)
            self._documents.write(part.document)
            self._tables.add(part.table, part.batch)
            for entry in part.todos:
                self._calendar.add(*entry)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()


def describe(run: Run, folder: Path, before: Path | None = None) -> None:
    """Write `run.json` into a folder; its inputs are those that `Files` wrote there, or those of the `before` run's file."""
    text = run.model_dump_json(indent=2)
    head, empty, tail = text.partition(OPENING + "]")
    if not empty or run.inputs:
        raise ValueError("the inputs of a run are its last field and come from its parts")
    with (folder / "run.json").open("wb") as file:
        file.write((head + OPENING).encode("utf-8"))
        if before is None:
            with (folder / INPUTS).open("rb") as inputs:
                shutil.copyfileobj(inputs, file, 1 << 20)
            file.write(f"\n  ]{tail}\n".encode())
        else:
            with before.open("rb") as inputs:
                while (line := inputs.readline()) and line != OPENING[1:].encode() + b"\n":
                    pass
                file.write(b"\n")
                shutil.copyfileobj(inputs, file, 1 << 20)


def publish(work: Path, out: Path) -> None:
    """Move the files of a run from `work` to `out`, each in one step; `run.json` comes last."""
    for name in FILES:
        if (work / name).exists():
            os.replace(work / name, out / name)
