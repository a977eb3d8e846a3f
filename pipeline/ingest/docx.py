"""DOCX: paragraphs as a reader of the finished document sees them, with headings, item numbers, tables and footnotes.

Tracked changes count as accepted; hidden text, comments, headers and footers are left out; footnotes follow the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest import grids, office
from pipeline.ingest.docx_styles import Lists, Styles, W, value
from pipeline.ingest.errors import IngestError
from pipeline.ingest.grids import Cell
from pipeline.ingest.lines import Piece
from pipeline.ingest.outline import LONGEST_HEADING
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END
from pipeline.ingest.writing import Writing, tabbed

ENDINGS = frozenset({".docx", ".docm", ".dotx"})
GUARDED = True
MAIN = "word/document.xml"
GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", f"{W}rt", f"{W}sectPr", f"{W}tblPr"})
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ASIDE = ("footnote", "endnote")


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is a zip package with a Word document in it."""
    return office.holds(data, MAIN)


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the finished text of the document, its lines with what styles and lists say of them, and its properties."""
    package = office.Package(data, name)
    root = package.tree(MAIN)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise IngestError("read", f"{name}: has no body in its part {MAIN}; save it anew")
    reader = Reader(Writing(marks), Styles(package.tree("word/styles.xml")), Lists(package.tree("word/numbering.xml")))
    reader.content(body)
    reader.asides(package)
    core = package.tree("docProps/core.xml")
    told = office.properties(core.findtext(f"{office.DUBLIN}title") if core is not None else None)
    return reader.page.source("utf-8", properties=told)


@dataclass(slots=True)
class Words:
    """The text of a paragraph, line breaks as `\\n`; text boxes in it, and the notes that it refers to."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, element: Any) -> None:
        """Add what an element shows."""
        for child in element:
            tag = child.tag
            if tag in GONE or tag == FALLBACK:
                continue
            if tag == f"{W}r" and hidden(child):
                continue
            if tag in (f"{W}t", MATH):
                self.parts.append((child.text or "").replace("\n", " ").replace("\t", " "))
            elif tag in (f"{W}tab", f"{W}ptab"):
                self.parts.append("\t")
            elif tag in (f"{W}br", f"{W}cr"):
                self.parts.append("\n")
            elif tag == f"{W}noBreakHyphen":
                self.parts.append("-")
            elif tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id") or ""))
            else:
                self.add(child)


def hidden(run: Any) -> bool:
    """Whether a run is hidden text."""
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")


@dataclass(slots=True)
class Reader:
    """A document being written out: `held` is the text of a paragraph whose end was deleted."""

    page: Writing
    styles: Styles
    lists: Lists
    held: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    def content(self, element: Any) -> None:
        """Write out paragraphs and tables in order."""
        for child in element:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag not in GONE and len(child) and child.tag != FALLBACK:
                self.content(child)

    def paragraph(self, element: Any) -> None:
        """Write out a paragraph, a line for each of its lines, and the text boxes set in it."""
        self.page.paragraph += 1
        text, words, prefix = self.text(element)
        if text is not None:
            style = self.styles.of(element)
            for number, line in enumerate(text.split("\n")):
                piece = self.page.line(tabbed(line), prefix if number == 0 else "")
                if piece is not None:
                    describe(piece, line.strip(), style.outline, style.name)
        for box in words.boxes:
            self.content(box)

    def text(self, element: Any) -> tuple[str | None, Words, str]:
        """Return a paragraph's text (None where it goes on in the next), what stands in it, and its item number."""
        words = Words()
        words.add(element)
        self.notes += words.notes
        prefix = self.lists.next(element, self.styles)
        text, self.held = self.held + "".join(words.parts), ""
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None or element.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None:
            self.held = text
            return None, words, prefix
        return text, words, prefix

    def table(self, element: Any) -> None:
        """Write out a table: rows of data, or the lines of one that only lays out the page."""
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        for line in rows_of(element):
            column, row, now = 0, [], {}
            skipped = line.find(f"{W}trPr/{W}gridBefore")
            if skipped is not None:
                column += int_of(skipped.get(f"{W}val"), 0)
                row += [Cell([], 1, 1) for _ in range(column)]
            for box in cells_of(line):
                wide = int_of(value(box, "tcPr", "gridSpan"), 1)
                merge = box.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
                    above[column].high += 1
                    now[column] = above[column]
                else:
                    first = self.page.paragraph + 1
                    cell = Cell(self.cell(box), wide, 1, first)
                    row.append(cell)
                    if merge is not None:
                        now[column] = cell
                column += wide
            rows.append(row)
            above = now
        heads = sum(1 for line in rows_of(element) if line.find(f"{W}trPr/{W}tblHeader") is not None)
        grids.write(self.page, rows, ruled=self.styles.ruled(element), heads=heads)

    def cell(self, element: Any) -> list[str]:
        """Return the paragraphs of a cell, those of tables in it as well."""
        lines: list[str] = []
        for paragraph in element.iter(f"{W}p"):
            if any(above.tag in GONE or above.tag == FALLBACK for above in paragraph.iterancestors(*GONE, FALLBACK)):
                continue
            self.page.paragraph += 1
            text, _, prefix = self.text(paragraph)
            if text and text.strip():
                lines += [prefix + line if i == 0 else line for i, line in enumerate(" ".join(t.split()) for t in text.strip().split("\n"))]
        return lines

    def asides(self, package: office.Package) -> None:
        """Write out the foot- and endnotes that the text refers to, numbered as they came."""
        notes: dict[tuple[str, str], Any] = {}
        for kind in ASIDE:
            root = package.tree(f"word/{kind}s.xml")
            for note in root if root is not None else ():
                notes[kind, note.get(f"{W}id") or ""] = note
        self.page.gap = 2
        for number, key in enumerate(dict.fromkeys(self.notes), start=1):
            words = Words()
            for paragraph in notes[key].iter(f"{W}p") if key in notes else ():
                words.add(paragraph)
                words.parts.append(" ")
            piece = self.page.line(" ".join("".join(words.parts).split()), f"[{number}] ") if "".join(words.parts).strip() else None
            if piece is not None:
                piece.kind, piece.fixed = "note", True


def rows_of(table: Any) -> list[Any]:
    """Return the rows of a table that were not deleted, without those of tables in its cells."""
    found = []
    for child in table:
        if child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is None:
            found.append(child)
        elif child.tag not in (f"{W}tr", f"{W}tblPr", f"{W}tblGrid", *GONE):
            found += [row for row in child.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    return found


def cells_of(row: Any) -> list[Any]:
    """Return the cells of a row, those inside content controls as well."""
    found = []
    for child in row:
        if child.tag == f"{W}tc":
            found.append(child)
        elif child.tag == f"{W}sdt":
            found += child.findall(f"{W}sdtContent/{W}tc")
    return found


def int_of(written: str | None, otherwise: int) -> int:
    """Return a small count, `otherwise` where it is none."""
    return min(int(written), 500) if written and written.isascii() and written.isdigit() else otherwise


def describe(piece: Piece, words: str, outline: int | None, style: str) -> None:
    """Set what the style says of a line; a heading that reads as a sentence is a paragraph that was styled for its look."""
    if style.startswith("toc "):
        piece.kind, piece.fixed = "boilerplate", True
    elif style == "caption" and piece.family is None:
        piece.kind, piece.fixed = "caption", True
    elif words[-1:] not in tuple(SENTENCE_END + ";；,，") and len(words) <= LONGEST_HEADING["vi"]:
        if style == "title":
            piece.kind, piece.fixed = "title", True
        elif outline is not None:
            piece.kind, piece.depth, piece.fixed = "heading", outline + 1, True
