"""Rows of a table of tasks in which nobody found a clause: the columns say that they hold a task, whatever its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.extract.grammar import grammar
from pipeline.extract.settle import EDGE, TABLE
from pipeline.extract.tables import SHORTEST, Cell, TaskRow, size
from pipeline.extract.units import is_party
from pipeline.records import Annotated, Clause, Span, Timex
from pipeline.timex import find_in

UNREAD = 0.3  # confidence: the row is assigned, but its words may name a topic or more than one task


def unread(annotated: Annotated, rows: dict[int, TaskRow], found: Iterable[Clause]) -> Iterator[Clause]:
    """Yield a duty for each sentence of the task in a row that names its bearers or its time and holds none of the clauses found."""
    document, read = annotated.document, {clause.block for clause in found}
    open_rows = {number: row for number, row in rows.items() if number not in read and row.tasks and (row.bearers or row.deadlines)}
    cells = {number: max(row.tasks, key=lambda cell: cell[1] - cell[0]) for number, row in open_rows.items()}
    for sentence in annotated.sentences:
        if sentence.block not in cells or not cells[sentence.block][0] <= sentence.start < cells[sentence.block][1]:
            continue
        row, language = open_rows[sentence.block], document.blocks[sentence.block].language
        words = grammar("vi" if language == "vi" else "zh")
        times = find_in(document, sentence.start, sentence.end, words.language)
        start, end = _action(document.text, (sentence.start, sentence.end), times)
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
            sentence=Span(document.text[sentence.start : sentence.end], sentence.start, sentence.end),
            block=sentence.block,
            rules=(f"{words.language}.duty.{TABLE}",),
            confidence=UNREAD,
        )


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
