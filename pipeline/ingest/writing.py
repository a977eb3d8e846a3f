"""A document being written out line by line: the canonical text, and what the format says of each line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest import legacy, tables
from pipeline.ingest.cells import Table
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.metadata import Found, one_line
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.records import Place
from pipeline.text import plain

SPACE = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1f\x85\u2028\u2029]+")
COUNTING = re.compile(r"[(\[]?(?:\d{1,2}|[a-zA-Z])(?:\s?=\s?[\d+\-() ]{1,12})?[)\]]?")
Cell = tuple[str, int, int]  # its words, and how many columns and rows it reaches over


@dataclass
class Writing:
    """`written` is the canonical text in parts, `lines` its lines; `gap` counts the line breaks before the next one.

    `paragraph` is the number of the paragraph in the file that is being written, from 1; 0 where the format counts none.
    """

    marks: Vocabulary
    written: list[str] = field(default_factory=list)
    lines: list[Piece] = field(default_factory=list)
    length: int = 0
    gap: int = 0
    last: Table | None = None
    paragraph: int = 0
    places: list[Place] = field(default_factory=list)

    def write(self, words: str) -> Piece:
        """Add a line to the canonical text and return its piece."""
        gap = min(self.gap, 2) if self.lines else 0
        self.written.append("\n" * gap + words)
        start = self.length + gap
        self.length = start + len(words)
        piece = Piece(start, self.length, start, gap or 1, 0)
        self.lines.append(piece)
        if self.paragraph:
            self.places.append(Place(start, self.length, paragraph=self.paragraph))
        return piece

    def line(self, words: str, prefix: str = "") -> Piece | None:
        """Add a line with its item number recognised, or a blank line where `words` are none; `prefix` is a number that was not typed."""
        words = legacy.modern(unicodedata.normalize("NFC", words.strip()))[0]
        if not words:
            self.gap = 2
            return None
        piece = self.write(prefix + words)
        self.numbered(piece, prefix + words)
        self.gap = 1
        return piece

    def numbered(self, piece: Piece, words: str) -> None:
        """Recognise the item number at the head of a line."""
        local = Piece(0, len(words), 0, 0, 0)
        number(words, local, self.marks)
        piece.body, piece.family, piece.rank, piece.number = piece.start + local.body, local.family, local.rank, local.number
        piece.depth = local.depth if local.depth else piece.depth

    def table(self) -> Table:
        """Return a new table: one that goes on from the table right before it where nothing stands between the two."""
        return Table(before=self.last if self.lines and self.lines[-1].kind == "table_row" else None)

    def row(self, table: Table, cells: Sequence[Cell], heads: bool = False) -> Piece | None:
        """Add a table row: its cells with tabs between them, the paragraphs of a cell on lines of their own; None for an empty one.

        Its header is the last of the rows at the head of the table that name columns (`heads`: that the format says are headers).
        """
        words = [legacy.modern(unicodedata.normalize("NFC", cell[0].replace("\t", " ").strip()))[0] for cell in cells]
        names = [one_line(word) for word in words]
        named = tables.heads(names, self.marks)
        if heads or named:
            words = names  # a column's name is one, however narrow its column
        joined = "\t".join(words)
        if not joined.strip("\t"):
            table.laid([(self.length, self.length)] * len(cells), [cell[1:] for cell in cells])
            return None
        piece = self.write(joined.strip("\t"))
        at, own = piece.start - (len(joined) - len(joined.lstrip("\t"))), []
        for word in words:
            own.append((at, at + len(word)) if word else (min(max(at, piece.start), piece.end),) * 2)
            at += len(word) + 1
        piece.cells = tuple(table.laid(own, [cell[1:] for cell in cells]))
        piece.kind, piece.fixed = "table_row", True
        self._head(table, piece, words, heads, named)
        self.gap, self.last = 1, table
        return piece

    def _head(self, table: Table, piece: Piece, words: Sequence[str], heads: bool, named: bool) -> None:
        """Find the header of a row, or make it the header of its table."""
        filled = tuple(word for word in words if word)
        if table.body == 0 and table.header is None and table.before is not None and table.before.columns == len(piece.cells) and not heads:
            table.header, table.names = table.before.header, table.before.names
        if labelled(words, self.marks):
            piece.kind, piece.cells = "dateline", ()
        elif table.header is not None and len(filled) > 1 and table.body == 0 and all(COUNTING.fullmatch(word) for word in filled):
            piece.kind = "boilerplate"  # the columns counted: (1) (2) (3)
        elif table.header is not None and filled == table.names:
            piece.kind = "boilerplate"  # the header again, at the top of a page
        elif (heads or named) and (table.body == 0 or table.header is None):
            table.header, table.names = piece, filled
        else:
            piece.header = table.header
            table.body += 1
        table.columns = len(piece.cells)

    def source(self, encoding: str, found: Found | None = None, properties: Found | None = None) -> Source:
        """Return what was written as a reader returns it, with what the format says (`properties`: of itself, without showing it)."""
        view = plain("".join(self.written))
        return Source(view, self.lines, encoding, found or Found(), properties or Found(), places=tuple(self.places))


SYMBOL = re.compile("^[\ue000-\uf8ff][ \t]*")  # a bullet of a symbol font
MARKER = 8  # characters before a tab that are an item's number


def tabbed(line: str) -> str:
    """Return a line with single spaces, and four where a tab sets columns apart (not the one after an item's number)."""
    parts = [" ".join(part.split()) for part in SYMBOL.sub("-\t", line.strip()).split("\t")]
    parts = [part for part in parts if part]
    if len(parts) > 1 and len(parts[0]) <= MARKER and parts[0][-1] in ".)）、-–•":
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    return "    ".join(parts)


LONGEST_FIELD = 80


def labelled(words: Sequence[str], marks: Vocabulary) -> bool:
    """Whether the cells of a row are fields of a document's record card (`索引号： | … | 发布日期： | …`), not data."""
    labels, fields = words[::2], words[1::2]
    if (
        len(words) % 2
        or not all(label.endswith((":", "：")) or not label for label in labels)
        or any(len(f) > LONGEST_FIELD for f in fields)
    ):
        return False
    plain = [label.rstrip(" :：").casefold() for label in labels if label]
    return any(label in marks.labels or marks.datelines.match(label, label) for label in plain)
