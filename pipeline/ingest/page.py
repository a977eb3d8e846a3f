"""The walk through a page's elements: what each says of its words, and where a line, a heading, an item or a row ends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.ingest.cells import Row, Table
from pipeline.ingest.elements import Size, around, data_table, measure, unseen
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.vocabulary import Vocabulary

BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SPACE = re.compile(r"[ \t\r\n\f\x0b\x1c-\x1f\x85\u2028\u2029]+")


@dataclass
class Page:
    """A page being written out: `written` is the canonical text in parts, `lines` its lines with what the markup says."""

    marks: Vocabulary
    written: list[str] = field(default_factory=list)
    lines: list[Piece] = field(default_factory=list)
    length: int = 0
    line: list[str] = field(default_factory=list)
    gap: int = 0
    titled: bool = False

    def walk(self, root: Any) -> None:
        """Write out all that is seen below `root`."""
        sizes = iter(measure(root))
        whole = 1
        walker = etree.iterwalk(root, events=("start", "end"))
        path: list[Frame] = []
        for event, element in walker:
            if event == "start":
                above = path[-1] if path else None
                if unseen(element):
                    walker.skip_subtree()
                    path.append(Frame(element.tag, above, seen=False))
                    continue
                size = next(sizes)
                whole = size.letters or 1 if above is None else whole
                frame = Frame(element.tag, above)
                self.enter(element, frame, size, whole)
                path.append(frame)
                self.say(element.text, frame)
                continue
            frame = path.pop()
            if frame.seen:
                self.leave(element, frame)
            if path and path[-1].seen:
                self.say(element.tail, path[-1])

    def enter(self, element: Any, frame: Frame, size: Size, whole: int) -> None:
        """Open an element: what it says of its content, and a new line where it is a block."""
        tag = element.tag
        if not frame.around:
            frame.around = around(element, size, whole)
        if tag == "br" and not frame.heading:
            self.end_line(frame, 1)
        elif tag == "br":
            self.line.append(" ")
        elif tag in BLOCK and frame.row is None:
            self.end_line(frame.above or frame, 2)
        if tag in ("td", "th") and frame.row is not None:
            self.line = []
            frame.row.open(element)
        elif tag == "table":
            frame.table = Table() if data_table(size) else None
        elif tag == "tr" and frame.table is not None:
            frame.row = Row(frame.table)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            frame.heading = int(tag[1])
        elif tag in ("ul", "ol"):
            frame.depth += 1
            frame.count = 0 if tag == "ol" else None
        elif tag == "li":
            frame.item, frame.ordinal = [True], None
            if frame.above is not None and frame.above.count is not None:
                frame.above.count += 1
                frame.ordinal = str(frame.above.count)
        elif tag in ("figcaption", "caption"):
            frame.caption = True
        elif tag == "pre":
            frame.pre = True

    def leave(self, element: Any, frame: Frame) -> None:
        """Close an element: its line or its table row ends."""
        if frame.tag in ("td", "th") and frame.row is not None:
            frame.row.close("".join(self.line).strip())
            self.line = []
        elif frame.tag == "tr" and frame.row is not None:
            self.write_row(frame)
        elif frame.tag in BLOCK and frame.row is None:
            self.end_line(frame, 2)
        elif frame.row is not None and frame.tag in BLOCK:
            self.line.append(" ")

    def say(self, words: str | None, frame: Frame) -> None:
        """Add text to the open line; white space counts as one space, as a browser shows it."""
        if not words:
            return
        if frame.pre and frame.row is None:
            for i, line in enumerate(words.splitlines()):
                if i:
                    self.end_line(frame, 1)
                self.line.append(line)
            return
        self.line.append(SPACE.sub(" ", words))

    def end_line(self, frame: Frame, gap: int) -> None:
        """Write the open line as a piece of what `frame` says."""
        if frame.row is not None:
            self.line.append(" ")
            return
        words = unicodedata.normalize("NFC", SPACE.sub(" ", "".join(self.line)).strip())
        self.line = []
        if not words:
            self.gap = max(self.gap, gap)
            return
        piece = self.write(words)
        self.describe(piece, words, frame)
        self.gap = gap

    def write(self, words: str) -> Piece:
        """Add a line to the canonical text and return its piece."""
        gap = min(self.gap, 2) if self.lines else 0
        self.written.append("\n" * gap + words)
        start = self.length + gap
        self.length = start + len(words)
        piece = Piece(start, self.length, start, gap or 1, 0)
        self.lines.append(piece)
        return piece

    def describe(self, piece: Piece, words: str, frame: Frame) -> None:
        """Set number, kind and depth of a line."""
        local = Piece(0, len(words), 0, 0, 0)
        number(words, local, self.marks)
        piece.body, piece.family, piece.rank, piece.number = piece.start + local.body, local.family, local.rank, local.number
        if frame.around:
            piece.kind, piece.fixed = "boilerplate", True
        elif frame.heading:
            first = frame.heading == 1 and not self.titled
            piece.kind, piece.depth, piece.fixed = "title" if first else "heading", frame.heading, True
            self.titled = self.titled or first
        elif frame.caption:
            piece.kind, piece.fixed = "caption", True
        elif frame.item:
            piece.depth = frame.depth or 1
            if piece.family is None:
                piece.family, piece.rank, piece.number = "li", 85 + min(piece.depth, 9), frame.ordinal
            frame.item.clear()

    def write_row(self, frame: Frame) -> None:
        """Write a table row: its cells with tabs between them."""
        row = frame.row
        assert row is not None
        spans: list[tuple[int, int]] = []
        words = "\t".join(cell for cell in row.cells)
        row.table.rows += 1
        if not words.strip():
            return
        leading = len(words) - len(words.lstrip("\t"))
        piece = self.write(words.strip("\t"))
        at = piece.start - leading
        own = []
        for cell in row.cells:
            own.append((at, at + len(cell)) if cell else (max(at, piece.start), max(at, piece.start)))
            at += len(cell) + 1
        own = [(min(a, piece.end), min(b, piece.end)) for a, b in own]
        spans = row.table.laid(own, row.spans)
        piece.cells = tuple(spans)
        piece.kind, piece.fixed = ("boilerplate" if frame.around else "table_row"), True
        heads = row.heads == len(row.cells) or frame.tag_above("thead")
        piece.header = None if heads else row.table.header
        if row.table.header is None and (heads or self.names(row.cells) >= 2):
            row.table.header = piece
            piece.header = None
        self.gap = 1

    def names(self, cells: list[str]) -> int:
        """Return how many cells hold the name of a column."""
        return sum(" ".join(cell.split()).casefold() in self.marks.table_headers for cell in cells)


class Frame:
    """An open element and what holds for its content: furniture, heading level, list depth, table row, caption."""

    __slots__ = ("above", "around", "caption", "count", "depth", "heading", "item", "ordinal", "pre", "row", "seen", "table", "tag")

    def __init__(self, tag: Any, above: Frame | None, seen: bool = True) -> None:
        """Inherit from the element above."""
        self.tag, self.above, self.seen = tag, above, seen
        self.around: bool = above.around if above else False
        self.heading: int = above.heading if above else 0
        self.depth: int = above.depth if above else 0
        self.caption: bool = above.caption if above else False
        self.pre: bool = above.pre if above else False
        self.item: list[bool] = above.item if above else []
        self.ordinal: str | None = above.ordinal if above else None
        self.row: Row | None = above.row if above else None
        self.table: Table | None = above.table if above else None
        self.count: int | None = above.count if above else None

    def tag_above(self, tag: str) -> bool:
        """Whether the element right above has this tag."""
        return self.above is not None and self.above.tag == tag
