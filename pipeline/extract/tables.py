"""Rows of a table of tasks: the header says which cell holds the task, its bearers and its time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.grammar import Grammar
from pipeline.extract.units import parties
from pipeline.records import Bearer, Block, Document, Timex
from pipeline.timex import find_in


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A table row read by its header: the places of the task cells, and what the other cells give to the tasks in them."""

    tasks: tuple[tuple[int, int], ...]
    bearers: tuple[Bearer, ...]
    deadlines: tuple[Timex, ...]

    def holds(self, start: int) -> bool:
        """Tell whether a place of the document lies in a task cell."""
        return any(a <= start < b for a, b in self.tasks)


def read_task_row(document: Document, block: Block, words: Grammar) -> TaskRow | None:
    """Return a row of a table of tasks, or None where the header names no task column; a cell over the whole row is a heading, no task."""
    if block.header is None:
        return None
    if len(block.cells) > 1 and len(set(block.cells)) == 1:
        return TaskRow((), (), ())
    header = document.blocks[block.header]
    names = [document.text[a:b].strip().casefold() for a, b in header.cells]
    columns = words.words.columns
    tasks, bearers, times = [], [], []
    for name, (a, b) in zip(names, block.cells, strict=False):
        if any(word in name for word in columns.deadline):
            times += [t for t in find_in(document, a, b, words.language) if t.role != "reference"]
        elif any(word in name for word in (*columns.lead, *columns.cooperate)):
            for line in re.finditer(r"[^\n]+", document.text[a:b]):
                bearers += parties(document, a + line.start(), a + line.end(), words)
        elif any(word in name for word in columns.task):
            tasks.append((a, b))
    return TaskRow(tuple(tasks), tuple(bearers), tuple(times)) if tasks else None
