"""The learned tagger: clauses of a document from a small encoder that has read gold, with calibrated confidence.

from pipeline.model.tagger import Tagger
Tagger.load().clauses(document)      # list[Clause], in order of their actions
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.model.confidence import Confidence
from pipeline.model.decode import Choice, decode
from pipeline.model.engine import OnnxEngine
from pipeline.model.habits import Habits
from pipeline.model.page import lay_out
from pipeline.records import Clause, Document

STRETCH = 60_000  # characters of a document read at a time, which bounds memory
WEIGHTS = Path(__file__).resolve().parent / "weights"


class Tagger:
    """A trained network with its decisions and its calibration; the same document always gives the same clauses."""

    def __init__(self, engine: OnnxEngine) -> None:
        self.engine = engine
        settings = engine.settings
        choice: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in settings["choice"].items()}
        self.choice = Choice(**choice | {"habits": Habits(**choice["habits"]) if choice["habits"] else None})
        self.confidence = Confidence(**settings["confidence"])

    @classmethod
    def load(cls, folder: Path = WEIGHTS) -> Tagger:
        """Return the tagger of a weights folder, read once a process; ModelError where a file is missing."""
        return _load(folder)

    def clauses(self, document: Document, ruled: Sequence[Clause] = ()) -> list[Clause]:
        """Return the responsibility clauses of a document, sorted by the place of their actions; blocks of boilerplate hold none.

        `ruled` is what the rules read in it, which the network takes into account.
        """
        pages = (lay_out(document, self.engine.pieces, ruled, numbers) for numbers in _stretches(document))
        found = [item for page in pages for item in decode(page, self.engine, self.choice)]
        if not found:
            return []
        sure = self.confidence(np.stack([item.evidence for item in found]))
        return [replace(item.clause, confidence=float(value)) for item, value in zip(found, sure, strict=True)]


def _stretches(document: Document) -> list[range]:
    """Return the numbers of the blocks read together: all of them, or of a long document STRETCH characters at a time."""
    edges, begin = [0], 0
    for number, block in enumerate(document.blocks):
        if block.end - begin > STRETCH and number > edges[-1]:
            edges.append(number)
            begin = block.start
    return [range(low, high) for low, high in pairwise([*edges, len(document.blocks)])]


@cache
def _load(folder: Path) -> Tagger:
    return Tagger(OnnxEngine(folder))
