"""Rows of a table of tasks, or lines of one, in which nobody found a clause: the columns say that they hold a task, whatever its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.row import marker_end
from pipeline.extract.settle import EDGE, TABLE
from pipeline.extract.tables import SHORTEST, Cell, TaskRow, size
from pipeline.extract.units import is_party
from pipeline.records import Annotated, Clause, Span, Timex
from pipeline.timex import find_in

UNREAD = 0.3  # confidence: the row is assigned, but its words may name a topic or more than one task


def unread(annotated: Annotated, rows: dict[int, TaskRow], found: Iterable[Clause]) -> Iterator[Clause]:
    """Yield a duty for each sentence of the task in a row that names its bearers or its time, if none of the clauses found is in its line.

    Of a row in which some lines of the task were read, the others are taken.
    """
    document, read = annotated.document, dict[int, list[Cell]]()
    for clause in found:
        read.setdefault(clause.block, []).append((clause.action.start, clause.action.end))
    cells = {number: _cell(row, read.get(number, ())) for number, row in rows.items() if row.tasks and (row.bearers or row.deadlines)}
    for sentence in annotated.sentences:
        cell = cells.get(sentence.block)
        if cell is None or not cell[0] <= sentence.start < cell[1]:
            continue
        row, language = rows[sentence.block], document.blocks[sentence.block].language
        words, done = grammar("vi" if language == "vi" else "zh"), read.get(sentence.block, ())
        for line in _lines(document.text, (sentence.start, sentence.end), words):
            if not _left_out(document.text, cell, line, done):
                continue
            times = find_in(document, *line, words.language)
            start, end = _action(document.text, line, times)
            quote = document.text[start:end]
            if size(quote, words) <= SHORTEST[words.unit] or is_party(quote, words):
                continue
            yield Clause(
                language=words.language,
                type="duty",
                status="prescribed",
                action=Span(quote, start, end),
                actors=row.bearers,
                modal=None,
                deadlines=row.deadlines or tuple(time for time in times if time.role == "deadline"),
                recipient=None,
                condition=None,
                basis=(),
                sentence=Span(document.text[slice(*line)], *line),
                block=sentence.block,
                rules=(f"{words.language}.duty.{TABLE}",),
                confidence=UNREAD,
            )


def _cell(row: TaskRow, read: Iterable[Cell]) -> Cell:
    """Return the cell that says a row's task: one in which a clause was found, else the longest."""
    held = [cell for cell in row.tasks if any(cell[0] <= start < cell[1] for start, _ in read)]
    return max(held or row.tasks, key=lambda cell: cell[1] - cell[0])


def _lines(text: str, place: Cell, words: Grammar) -> Iterator[Cell]:
    """Yield the lines of a sentence; without small letters that go on it is cut at each line end, which in a cell is meant."""
    if words.unit == "syllable":
        yield place
        return
    for line in re.finditer(r"[^\n]*[^\s]", text[slice(*place)]):
        yield place[0] + line.start(), place[0] + line.end()


def _left_out(text: str, cell: Cell, place: Cell, read: Sequence[Cell]) -> bool:
    """Tell whether a sentence or line of a cell is a task that nobody found: it leads into no lines below it, and no clause found reaches
    into its line, which it begins where others were read."""
    start, end = max(cell[0], text.rfind("\n", cell[0], place[0]) + 1), text.find("\n", place[1], cell[1])
    end = cell[1] if end < 0 else end
    marked, below = marker_end(text[start:end]), text[end : cell[1]].lstrip()
    if below and (text[place[1] - 1] in ":：" or (not marked and marker_end(below))):
        return False
    return not read or (marked >= place[0] - start and not any(a < end and start < b for a, b in read))


def _action(text: str, place: Cell, times: Iterable[Timex]) -> Cell:
    """Return a sentence without its closing marks and the times at its edges."""
    start, end = place
    end = start + len(text[start:end].rstrip(EDGE))
    for time in times:
        if time.start <= start < time.end < end:
            start = time.end + len(text[time.end : end]) - len(text[time.end : end].lstrip(EDGE))
        elif start < time.start < end <= time.end:
            end = start + len(text[start : time.start].rstrip(EDGE))
    return start, end
