"""The walk through a page's elements: what each says of its words, and where a line, a heading, an item or a row ends."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pipeline.ingest import region
from pipeline.ingest.cells import Row, Table
from pipeline.ingest.elements import Size, around, data_table, leads_away, measure, unseen
from pipeline.ingest.lines import Piece
from pipeline.ingest.writing import SPACE, Writing

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


@dataclass
class Page(Writing):
    """A page being written out: the open line, whether its title has been, and where each line stands to the article."""

    open_line: list[str] = field(default_factory=list)
    titled: bool = False
    where: int = region.BEFORE
    stands: list[int] = field(default_factory=list)

    def walk(self, root: Any) -> None:
        """Write out all that is seen below `root`."""
        measured = measure(root)
        sizes, article, whole = iter(measured), region.main(measured), 1
        main: Any = None
        inside: Frame | None = None
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
                if size is article or (self.where == region.AFTER and region.alike(element, main)):
                    main, inside, self.where = element, frame, region.INSIDE
                path.append(frame)
                self.say(element.text, frame)
                continue
            frame = path.pop()
            if frame.seen:
                self.leave(element, frame)
            if frame is inside:
                inside, self.where = None, region.AFTER
            if path and path[-1].seen:
                self.say(element.tail, path[-1])
        region.mark("".join(self.written), self.lines, self.stands, region.titles(root), self.marks)

    def write(self, words: str) -> Piece:
        """Add a line, noting where it stands to the article."""
        self.stands.append(self.where)
        return super().write(words)

    def enter(self, element: Any, frame: Frame, size: Size, whole: int) -> None:
        """Open an element: what it says of its content, and a new line where it is a block."""
        tag = element.tag
        if not frame.around:
            frame.around = around(element, size, whole) or (self.where == region.INSIDE and leads_away(element, size, whole))
        if tag == "br" and not frame.heading:
            self.end_line(frame, 1)
        elif tag == "br":
            self.open_line.append(" ")
        elif tag in BLOCK and frame.row is None:
            self.end_line(frame.above or frame, 2)
        if tag in ("td", "th") and frame.row is not None:
            self.open_line = []
            frame.row.open(element)
        elif tag == "table":
            frame.table = self.table() if data_table(size) else None
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
            frame.row.close("".join(self.open_line).strip())
            self.open_line = []
        elif frame.tag == "tr" and frame.row is not None:
            self.write_row(frame)
        elif frame.tag in BLOCK and frame.row is None:
            self.end_line(frame, 2)
        elif frame.row is not None and frame.tag in BLOCK:
            self.open_line.append("\n")

    def say(self, words: str | None, frame: Frame) -> None:
        """Add text to the open line; white space counts as one space, as a browser shows it."""
        if not words:
            return
        if frame.pre and frame.row is None:
            for i, line in enumerate(words.splitlines()):
                if i:
                    self.end_line(frame, 1)
                self.open_line.append(line)
            return
        self.open_line.append(SPACE.sub(" ", words))

    def end_line(self, frame: Frame, gap: int) -> None:
        """Write the open line as a piece of what `frame` says."""
        if frame.row is not None:
            self.open_line.append("\n")
            return
        words = unicodedata.normalize("NFC", SPACE.sub(" ", "".join(self.open_line)).strip())
        self.open_line = []
        if not words:
            self.gap = max(self.gap, gap)
            return
        piece = self.write(words)
        self.describe(piece, words, frame)
        self.gap = gap

    def describe(self, piece: Piece, words: str, frame: Frame) -> None:
        """Set number, kind and depth of a line."""
        self.numbered(piece, words)
        if frame.around or (frame.heading > 1 and self.marks.boilerplate.match(words, words.casefold())):
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
        """Write a table row; one of furniture stays furniture."""
        row = frame.row
        assert row is not None
        heads = row.heads == len(row.cells) or frame.tag_above("thead")
        piece = self.row(row.table, [(words, *reach) for words, reach in zip(row.cells, row.spans, strict=True)], heads)
        if piece is not None and frame.around:
            piece.kind = "boilerplate"


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
