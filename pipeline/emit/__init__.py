"""Write what a run found: the only module that writes the files of a run.

Parts of a run are written as they finish (`shards`); `finish` joins them in order and derives the tables and the calendar
from the joined records, so that the same documents give the same bytes however the work was divided.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.emit import shards
from pipeline.emit.claim import OutputError, claimed
from pipeline.emit.rows import Counts, Input, Run, Tally, failure

__all__ = ["FILES", "Counts", "Input", "OutputError", "Run", "Tally", "claimed", "failure", "finish", "publish", "shards"]

FILES = ("documents.jsonl", "failures.jsonl", "commitments.csv", "commitments.parquet", "commitments.ics", "commitments.jsonl", "run.json")


def finish(folders: Iterable[Path], work: Path) -> int:
    """Write every file of the run but `run.json` into `work` from its parts, in order; return the number of to-dos."""
    from pipeline.emit import calendar, flat  # pandas and pyarrow: the workers and `zeren show` do without

    shards.join(folders, work)
    records = work / "commitments.jsonl"
    flat.write(shards.read(records), work / "commitments.csv", work / "commitments.parquet")
    return calendar.write(shards.read(records), work / "commitments.ics")


def publish(run: Run, work: Path, out: Path) -> None:
    """Write `run.json` and move all files from `work` to `out`, each in one step; `run.json` comes last."""
    (work / "run.json").write_text(run.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for name in FILES:
        os.replace(work / name, out / name)
