"""Cells of a table in a page, merged ones in every row and column that they cover."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.lines import Piece


@dataclass(slots=True)
class Table:
    """A table of data: its header row and the column names in it, how many rows of data, and cells that reach down into later rows.

    `before` is the table that stands right before it, which it may go on from (at the top of a page, say).
    """

    before: Table | None = None
    header: Piece | None = None
    names: tuple[str, ...] = ()
    columns: int = 0
    body: int = 0
    reaching: dict[int, tuple[tuple[int, int], int]] = field(default_factory=dict)

    def laid(self, own: list[tuple[int, int]], reach: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the row's cells by column: merged cells stand in every column and row that they cover."""
        laid: list[tuple[int, int]] = []
        waiting = list(zip(own, reach, strict=True))
        while waiting or any(column >= len(laid) for column in self.reaching):
            column = len(laid)
            if column in self.reaching:
                span, left = self.reaching.pop(column)
                laid.append(span)
                if left > 1:
                    self.reaching[column] = (span, left - 1)
                continue
            if not waiting:
                laid.append(own[-1][1:] * 2 if own else (0, 0))
                continue
            span, (wide, high) = waiting.pop(0)
            for _ in range(wide):
                if high > 1:
                    self.reaching[len(laid)] = (span, high - 1)
                laid.append(span)
        return laid


@dataclass(slots=True)
class Row:
    """A row being read: the words of its cells, how far each reaches (columns, rows), how many are headers."""

    table: Table
    cells: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    heads: int = 0

    def open(self, element: Any) -> None:
        """Begin a cell."""
        self.spans.append((reach(element.get("colspan"), 50), reach(element.get("rowspan"), 1000)))
        self.heads += element.tag == "th"

    def close(self, words: str) -> None:
        """End a cell."""
        lines = (" ".join(line.split()) for line in words.split("\n"))
        self.cells.append("\n".join(line for line in lines if line))


def reach(value: str | None, most: int) -> int:
    """Return a colspan or rowspan; 1 where it is none."""
    return min(most, max(1, int(value))) if value and value.strip().isascii() and value.strip().isdigit() else 1
