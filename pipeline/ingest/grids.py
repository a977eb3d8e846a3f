"""Tables of office documents: written as rows where they hold data, as lines where they only lay out a letterhead or a signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ingest import tables
from pipeline.ingest.elements import LONGEST_CELL
from pipeline.ingest.writing import Writing

HEAD = 4  # rows in which column names are looked for


@dataclass(slots=True)
class Cell:
    """A cell: its paragraphs, how many columns and rows it reaches over, and the number of its first paragraph in the file."""

    lines: list[str]
    wide: int
    high: int
    paragraph: int = 0


def write(page: Writing, rows: Sequence[Sequence[Cell]], ruled: bool, heads: int = 0) -> None:
    """Write a table; `ruled`: lines are drawn between its cells, `heads`: so many rows are marked as headers."""
    after = page.paragraph
    if not holds_data(page, rows, ruled):
        for cell in (cell for row in rows for cell in row):
            page.gap = 2
            for number, line in enumerate(cell.lines):
                page.paragraph = cell.paragraph and cell.paragraph + number
                page.line(line)
        page.gap, page.paragraph = 2, after
        return
    table = page.table()
    for number, row in enumerate(rows):
        page.paragraph = next((cell.paragraph for cell in row), after)
        page.row(table, [("\n".join(cell.lines), cell.wide, cell.high) for cell in row], heads=number < heads)
    page.gap, page.paragraph = 2, after


def holds_data(page: Writing, rows: Sequence[Sequence[Cell]], ruled: bool) -> bool:
    """Whether a table holds data: its columns are named, or lines are drawn in it and its cells are short."""
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return continues(page, rows)
    if any(tables.heads([" ".join(cell.lines) for cell in row], page.marks) for row in rows[:HEAD]):
        return True
    sizes = [sum(map(len, cell.lines)) for row in rows for cell in row]
    return ruled and sum(sizes) <= LONGEST_CELL * max(1, len(sizes))


def continues(page: Writing, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a single row goes on from the table right before it."""
    before = page.table().before
    return before is not None and len(rows) == 1 and sum(cell.wide for cell in rows[0]) == before.columns > 1
