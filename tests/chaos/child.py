"""The run that is disturbed: many small documents, quickly read, on the machinery that reads the real ones."""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.run import Clock, Processed, Stopped, many
from pipeline.run.one import Kept
from pipeline.settings import Settings, SettingsError
from tests.run import fakes

FORK = multiprocessing.get_context("fork")
PAUSE = 0.005  # seconds a document takes, so that a random moment falls among them


def process(path: Path, settings: Settings, clock: Clock, source: str | None = None, kept: Kept | None = None) -> Processed:
    """Read a document as `fakes` does, taking a while; some words hang, or eat all memory."""
    text = path.read_text(encoding="utf-8")
    while "HANGS" in text:
        pass
    eaten = []
    while "HUNGRY" in text:
        eaten.append(bytearray(1 << 24))
    time.sleep(PAUSE)
    return fakes.process(path, settings, clock, source, kept)


def main(arguments: Sequence[str], server: bool = True) -> int:
    """Run as the command line does, and return its exit codes; without `server` workers are forked from this very process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--executor", default="processes")
    parser.add_argument("--scheduler")
    parser.add_argument("--largest", type=int, help="bytes that a file may have before the disk is full")
    asked = parser.parse_args(arguments)
    if asked.largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.largest, asked.largest))
    many.SHARD = 4
    many.PRELOAD = ("pipeline.run.work", "tests.chaos.child") if server else ()
    if not server:
        multiprocessing.get_context = lambda _=None: FORK  # type: ignore[assignment,misc]
    workers = 1 if asked.executor == "serial" else 2
    how: dict[str, Any] = {"executor": asked.executor, "workers": workers, "scheduler": asked.scheduler}
    try:
        many.run([asked.inputs], asked.out, Settings(), report=False, process=process, **how)
    except Stopped:
        return 143
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    from tests.chaos import child  # the workers know it by this name

    sys.exit(child.main(sys.argv[1:]))
