"""Rows of a table of tasks, or lines of one, in which nobody found a clause: the columns say that they hold a task, whatever its words; so
do labels under an item that name who does it (`3. Họp phụ huynh đầu năm`, `- Người thực hiện: Tổ Văn phòng`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.grammar import Grammar, grammar
from pipeline.extract.labelled import Labels
from pipeline.extract.posts import by_form
from pipeline.extract.row import marker_end
from pipeline.extract.settle import EDGE, TABLE
from pipeline.extract.tables import SHORTEST, Cell, TaskRow, size
from pipeline.extract.units import is_party
from pipeline.records import Annotated, Bearer, Clause, Document, Timex
from pipeline.timex import find_in

DASH = EDGE + "-–:："
UNREAD = 0.3  # confidence: the row is assigned, but its words may name a topic or more than one task


def unread(annotated: Annotated, labels: Labels, found: Sequence[Clause]) -> Iterator[Clause]:
    """Yield a duty for each row or item of tasks in which none of the clauses found is, in order of place of either."""
    yield from _rows(annotated, labels.rows, found)
    yield from _items(annotated, labels, found)


def _items(annotated: Annotated, labels: Labels, found: Sequence[Clause]) -> Iterator[Clause]:
    """Yield a duty for the first sentence of each numbered item that labels give to somebody, if no clause was found in it."""
    document, starts = annotated.document, sorted(clause.action.start for clause in found)
    numbered = {block.start: number for number, block in enumerate(document.blocks) if block.number is not None}
    first = {sentence.block: sentence for sentence in reversed(annotated.sentences)}
    for one in labels.tasks():
        number = numbered.get(one.first, -1)
        if number not in first or not one.bearers or bisect_left(starts, one.first) < bisect_left(starts, one.last):
            continue
        line = (document.blocks[number].body, min(first[number].end, one.start))
        yield from _task(document, number, line, one.bearers, one.deadlines, DASH)


def _task(
    document: Document, number: int, line: Cell, bearers: tuple[Bearer, ...], deadlines: tuple[Timex, ...], edge: str = ""
) -> Iterator[Clause]:
    """Yield the duty that a line of a block is, without the letters of `edge` at its end, unless it is too short or names a party; where
    no deadlines are told, its own hold."""
    text, words = document.text, grammar("vi" if document.blocks[number].language == "vi" else "zh")
    times = find_in(document, *line, words.language)
    start, end = _action(text, line, times)
    quote = text[start:end].rstrip(edge) if edge else text[start:end]
    if size(quote, words) > SHORTEST[words.unit] and not is_party(quote, words):
        due = deadlines or tuple(time for time in times if time.role == "deadline")
        yield by_form(document, number, ("duty", TABLE), (start, start + len(quote)), line, bearers, due, UNREAD)


def _rows(annotated: Annotated, rows: dict[int, TaskRow], found: Iterable[Clause]) -> Iterator[Clause]:
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
            if _left_out(document.text, cell, line, done):
                yield from _task(document, sentence.block, line, row.bearers, row.deadlines)


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
