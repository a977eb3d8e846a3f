"""From pages to the one text of a document: paragraphs, table rows over page breaks, running heads behind what they interrupt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest import pdf_furniture, pdf_notes
from pipeline.ingest.limits import Layout
from pipeline.ingest.pdf_columns import Column, parts
from pipeline.ingest.pdf_paragraphs import Joint, Measure, joined, measure
from pipeline.ingest.pdf_sheet import Line, Sheet, Turn, Word
from pipeline.ingest.pdf_tables import NEAR, Cell, Grid
from pipeline.ingest.wrapping import STOP
from pipeline.ingest.writing import Writing
from pipeline.records import BlockKind, Place


@dataclass
class Paper(Writing):
    """A document being written out from its pages, with the place of each line, or of each word of a scan."""

    turns: dict[int, Turn] = field(default_factory=dict)

    def fill(self, sheets: Sequence[Sheet], layout: Layout) -> None:
        """Write all pages."""
        pages = [(sheet, parts(sheet, layout, self.marks)) for sheet in sheets]
        self.turns = {sheet.number: sheet.turn for sheet in sheets}
        notes = pdf_notes.take(pages, layout)
        furniture = pdf_furniture.take(pages, layout)
        measures = measure([part for _, some in pages for part in some if isinstance(part, Column)])
        flow = Flow(self, measures, Joint(layout, self.marks))
        for sheet, some in pages:
            flow.joint.scanned = sheet.scanned
            edges = furniture.get(sheet.number, [])
            flow.aside([line for line in edges if line.top < sheet.height / 2])
            for part in some:
                if isinstance(part, Grid):
                    flow.table(part)
                else:
                    flow.column(part)
            flow.noted(notes.get(sheet.number, []))
            flow.aside([line for line in edges if line.top >= sheet.height / 2] + [Line([word], sheet.number) for word in sheet.tilted])
        flow.close()

    def prose(self, lines: Sequence[Line], gap: int, indent: int, kind: BlockKind | None = None) -> None:
        """Write lines as one paragraph, with the place of each; `kind` where it is no part of the text."""
        text, starts = joined(lines)
        stripped = text.strip()
        if not stripped:
            return
        self.gap = gap
        piece = self.write(stripped)
        piece.indent = indent
        if kind is not None:
            piece.kind, piece.fixed = kind, True
        else:
            self.numbered(piece, stripped)
        shift = len(text) - len(text.lstrip())
        self.place(lines, [piece.start - shift + at for at in starts], piece.end)

    def place(self, lines: Sequence[Line], starts: Sequence[int], end: int) -> None:
        """Add the places of lines that begin at `starts` of the canonical text and end before the next one, the last at `end`."""
        for line, start, stop in zip(lines, starts, [*starts[1:], end][: len(starts)], strict=True):
            stop = min(stop, start + len(line.text))
            if any(word.confidence is not None for word in line.words):
                for word, offset in zip(line.words, line.offsets, strict=True):
                    first, last = start + offset, min(start + offset + len(word.text), stop)
                    if first < last:
                        box = self.turns[line.page].shown(word.left, word.top, word.right, word.bottom)
                        self.places.append(Place(first, last, line.page, box, None, confidence(word)))
            elif start < stop:
                box = self.turns[line.page].shown(line.left, line.top, line.right, line.bottom)
                self.places.append(Place(start, stop, line.page, box))


def confidence(word: Word) -> float | None:
    """Return a word's confidence with one decimal."""
    return None if word.confidence is None else round(word.confidence, 1)


@dataclass(slots=True)
class Flow:
    """What is open while pages are read: the paragraph, the table, and the notes and running heads that wait for their end."""

    paper: Paper
    measures: dict[int, Measure]
    joint: Joint
    paragraph: list[Line] = field(default_factory=list)
    before: Measure | None = None
    gap: int = 0
    indent: int = 0
    furniture: list[Line] = field(default_factory=list)
    notes: list[list[Line]] = field(default_factory=list)
    rows: Rows | None = None

    def column(self, column: Column) -> None:
        """Read the lines of a column."""
        here = self.measures[id(column)]
        for at, line in enumerate(column.lines):
            following = column.lines[at + 1] if at + 1 < len(column.lines) else None
            same = at > 0 and bool(self.paragraph)
            if (
                self.paragraph
                and self.before is not None
                and self.joint.runs_on(self.paragraph, line, following, here, self.before, gap=same)
            ):
                self.paragraph.append(line)
            else:
                near = same and line.middle - column.lines[at - 1].middle <= self.joint.layout.paragraph_gap * here.pitch * line.size
                self.close()
                self.gap = 1 if near else 2
                self.indent = max(0, round(2 * (line.left - here.left) / line.size))
                self.paragraph = [line]
            self.before = here

    def table(self, grid: Grid) -> None:
        """Read a table; one that goes on from the page before is read as one with it."""
        if self.rows is not None and not self.paragraph and self.rows.goes_on(grid):
            self.rows.add(grid)
            return
        self.close()
        self.rows = Rows(grid.xs)
        self.rows.add(grid)

    def aside(self, lines: Sequence[Line]) -> None:
        """Take lines that are none of the text; they are written behind what may go on on the next page."""
        self.furniture += lines
        if not self.paragraph and self.rows is None:
            self.close()

    def noted(self, notes: Sequence[list[Line]]) -> None:
        """Take the footnotes of a page; they are written behind what may go on on the next one."""
        self.notes += notes

    def close(self) -> None:
        """Write what is open, then the notes and the running heads that stood inside it."""
        if self.rows is not None:
            self.rows.write(self.paper)
            self.rows = None
        if self.paragraph:
            self.paper.prose(self.paragraph, self.gap, self.indent)
            self.paragraph = []
        notes, self.notes = self.notes, []
        for lines in notes:
            self.paper.prose(lines, 2, 0, "note")
        waiting, self.furniture = self.furniture, []
        for line in waiting:
            self.paper.prose([line], 2, 0, "boilerplate")


@dataclass(slots=True)
class Rows:
    """A table over one or more pages: each row's cells, by the column in which they begin."""

    xs: list[float]
    rows: list[list[Cell]] = field(default_factory=list)
    page: int = 0

    def goes_on(self, grid: Grid) -> bool:
        """Whether `grid`, at the head of the next page, has the same columns."""
        alike = len(grid.xs) == len(self.xs) and all(abs(a - b) <= 2 * NEAR for a, b in zip(grid.xs, self.xs, strict=True))
        return alike and grid.page == self.page + 1

    def add(self, grid: Grid) -> None:
        """Add the rows of a page; the first goes on a row of the page before where its first cell is empty and a sentence is open."""
        new: list[list[Cell]] = [[] for _ in grid.ys[1:]]
        for cell in grid.cells:
            new[cell.row].append(cell)
        if self.rows and new and said(new[0]) == said(self.rows[0]):
            del new[0]  # the head of the table, printed again
        if self.rows and new and self.cut(new[0]):
            for above, below in zip(self.rows[-1], new.pop(0), strict=True):
                above.lines += below.lines
        self.rows += new
        self.page = grid.page

    def cut(self, row: Sequence[Cell]) -> bool:
        """Whether the page break cut the last row and `row` is the rest of it."""
        last = self.rows[-1]
        if [(c.column, c.wide) for c in last] != [(c.column, c.wide) for c in row] or row[0].lines or not last[0].lines:
            return False
        pairs = [(above.lines[-1].text, below.lines[0].text) for above, below in zip(last, row, strict=True) if above.lines and below.lines]
        return any(below[0].islower() or above[-1] not in STOP for above, below in pairs) or not pairs

    def write(self, paper: Paper) -> None:
        """Write each row as one line, with tabs between its cells."""
        table = paper.table()
        paper.gap = 2
        for row in self.rows:
            told = [joined(cell.lines) for cell in row]
            piece = paper.row(table, [(words, cell.wide, cell.high) for (words, _), cell in zip(told, row, strict=True)])
            if piece is None:
                continue
            empty = next(at for at, (words, _) in enumerate(told) if words)
            at = piece.start - empty
            for (words, starts), cell in zip(told, row, strict=True):
                paper.place(cell.lines, [at + start for start in starts], at + len(words))
                at += len(words) + 1


def said(row: Sequence[Cell]) -> list[str]:
    """Return the words of each cell of a row."""
    return [joined(cell.lines)[0] for cell in row]
