"""Write what a run found: the only module that writes the files of a run.

A worker makes of each document a `Part`: the bytes it adds to each file. `Files` puts the parts one after the other, in the order of
the inputs, so that the same documents give the same bytes however the work was divided and whatever was kept from the run before.
"""

from pipeline.emit.claim import OutputError, claimed
from pipeline.emit.files import FILES, Files, describe, publish
from pipeline.emit.rows import Counts, Input, Run, failure
from pipeline.emit.shards import Part, copied, failed, pack, part, reference, unpack

__all__ = [
    "FILES",
    "Counts",
    "Files",
    "Input",
    "OutputError",
    "Part",
    "Run",
    "claimed",
    "copied",
    "describe",
    "failed",
    "failure",
    "pack",
    "part",
    "publish",
    "reference",
    "unpack",
]
