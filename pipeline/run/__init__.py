"""From raw files to a folder of records: `process` for one file, `run` for many.

    one.process(path, settings) → Processed      the whole path of one document
    many.run(inputs, out, settings) → Summary    many documents: cached, divided among workers, joined in order

`keys` says what a result depends on, `store` keeps results between runs, `work` is what a worker does with a shard.
"""

from pipeline.run.ending import Stopped
from pipeline.run.inputs import InputError, find
from pipeline.run.many import EXECUTORS, Summary, run
from pipeline.run.one import Clock, Processed, check, process

__all__ = ["EXECUTORS", "Clock", "InputError", "Processed", "Stopped", "Summary", "check", "find", "process", "run"]
