"""ODT: the finished text of an OpenDocument file, with headings, item numbers, tables and footnotes; deleted text is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest import grids, office
from pipeline.ingest.docx import describe, int_of
from pipeline.ingest.errors import IngestError
from pipeline.ingest.grids import Cell
from pipeline.ingest.numbering import List
from pipeline.ingest.odt_styles import OFFICE, TABLE, TEXT, Styles
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.writing import Writing, tabbed

ENDINGS = frozenset({".odt", ".ott", ".fodt"})
GUARDED = True
MIME = b"application/vnd.oasis.opendocument.text"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
UNSEEN = frozenset(
    [
        f"{TEXT}tracked-changes",
        f"{TEXT}hidden-text",
        f"{TEXT}sequence-decls",
        f"{TEXT}variable-decls",
        f"{TEXT}user-field-decls",
        f"{OFFICE}annotation",
        f"{OFFICE}forms",
        f"{DRAW}object",
        f"{DRAW}image",
        f"{TEXT}ruby-text",
    ]
)
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
CONTENTS = frozenset({f"{TEXT}table-of-content", f"{TEXT}alphabetical-index", f"{TEXT}illustration-index", f"{TEXT}table-index"})
MOST_SPACES = 200


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is an OpenDocument text: by the type that it names first, or as a single XML file."""
    if data.startswith(b"PK\x03\x04"):
        return MIME in data[:200] or (ending in ENDINGS and office.holds(data, "content.xml"))
    return ending == ".fodt" or (b"office:document" in data[:400] and MIME in data[:4000])


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the finished text of the document, its lines with what styles and lists say of them, and its title property."""
    if data.startswith(b"PK"):
        package = office.Package(data, name)
        root, styles, meta = package.tree("content.xml"), package.tree("styles.xml"), package.tree("meta.xml")
    else:
        root = styles = meta = office.parse(data, name)
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if body is None:
        raise IngestError("read", f"{name}: has no text in its content; save it anew")
    reader = Reader(Writing(marks), Styles(root, styles))
    reader.content(body)
    reader.asides()
    told = office.properties(meta.findtext(f".//{office.DUBLIN}title") if meta is not None else None)
    return reader.page.source("utf-8", properties=told)


@dataclass(slots=True)
class Words:
    """The text of a paragraph, line breaks as `\\n`; text boxes in it, and its notes."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)

    def add(self, element: Any) -> None:
        """Add what an element shows."""
        self.say(element.text)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                self.parts.append(" " * min(int_of(child.get(f"{TEXT}c"), 1), MOST_SPACES))
            elif tag == f"{TEXT}tab":
                self.parts.append("\t")
            elif tag == f"{TEXT}line-break":
                self.parts.append("\n")
            elif tag == f"{TEXT}note":
                self.notes.append(child)
            elif tag == f"{DRAW}text-box":
                self.boxes.append(child)
            elif tag not in UNSEEN:
                self.add(child)
            self.say(child.tail)

    def say(self, words: str | None) -> None:
        """Add text; white space in the file counts as one space."""
        if words:
            self.parts.append(words.replace("\n", " ").replace("\t", " "))


@dataclass(slots=True)
class Reader:
    """A document being written out; `lists` are the lists that may be gone on with, by style and by name."""

    page: Writing
    styles: Styles
    lists: dict[str, List] = field(default_factory=dict)
    notes: list[Any] = field(default_factory=list)

    def content(self, element: Any, contents: bool = False) -> None:
        """Write out paragraphs, lists and tables in order; those of a table of contents as furniture."""
        for child in element:
            if child.tag in PARAGRAPHS:
                self.paragraph(child, self.heading_number(child), contents)
            elif child.tag == f"{TEXT}list":
                for paragraph, prefix in self.items(child):
                    self.paragraph(paragraph, prefix, contents)
            elif child.tag == f"{TABLE}table":
                self.table(child)
            elif child.tag not in UNSEEN:
                self.content(child, contents or child.tag in CONTENTS)

    def paragraph(self, element: Any, prefix: str, contents: bool) -> None:
        """Write out a paragraph, a line for each of its lines, and the text boxes set in it."""
        self.page.paragraph += 1
        words = Words()
        words.add(element)
        self.notes += words.notes
        style = self.styles.name(element.get(f"{TEXT}style-name"))
        level = int_of(element.get(f"{TEXT}outline-level"), 1) - 1 if element.tag == f"{TEXT}h" else None
        for number, line in enumerate("".join(words.parts).split("\n")):
            piece = self.page.line(tabbed(line), prefix if number == 0 else "")
            if piece is not None and contents:
                piece.kind, piece.fixed = "boilerplate", True
            elif piece is not None:
                describe(piece, line.strip(), level, style)
        for box in words.boxes:
            self.content(box)

    def heading_number(self, element: Any) -> str:
        """Return the number of a heading outside a list, as the outline of the document counts it."""
        if element.tag != f"{TEXT}h" or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        return self.lists.setdefault("", List(self.styles.outline)).next(int_of(element.get(f"{TEXT}outline-level"), 1) - 1)

    def items(self, element: Any, depth: int = 0, above: List | None = None) -> list[tuple[Any, str]]:
        """Return the paragraphs of a list with their item numbers."""
        counting = above or self.counting(element)
        found: list[tuple[Any, str]] = []
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            first = item.tag == f"{TEXT}list-item"
            start = item.get(f"{TEXT}start-value")
            if start and start.isdigit():
                counting.counts[depth] = int(start) - 1
            for child in item:
                if child.tag in PARAGRAPHS:
                    found.append((child, counting.next(depth) if first else ""))
                    first = False
                elif child.tag == f"{TEXT}list":
                    found += self.items(child, depth + 1, counting)
        return found

    def counting(self, element: Any) -> List:
        """Return the list that an element goes on with or begins."""
        style = element.get(f"{TEXT}style-name") or ""
        named = element.get(f"{TEXT}continue-list")
        if named in self.lists:
            found = self.lists[named]
        elif element.get(f"{TEXT}continue-numbering") == "true" and f"style {style}" in self.lists:
            found = self.lists[f"style {style}"]
        else:
            found = List(self.styles.levels(style))
        self.lists[f"style {style}"] = found
        for key, identity in element.attrib.items():
            if key.endswith("}id"):
                self.lists[identity] = found
        return found

    def table(self, element: Any) -> None:
        """Write out a table: rows of data, or the lines of one that only lays out the page."""
        rows: list[list[Cell]] = []
        heads, ruled = 0, False
        for line in element.iter(f"{TABLE}table-row"):
            if next(line.iterancestors(f"{TABLE}table")) is not element:
                continue
            row = []
            for box in line.iterchildren(f"{TABLE}table-cell"):
                wide = int_of(box.get(f"{TABLE}number-columns-spanned"), 1)
                high = int_of(box.get(f"{TABLE}number-rows-spanned"), 1)
                times = min(int_of(box.get(f"{TABLE}number-columns-repeated"), 1), 50)
                first = self.page.paragraph + 1
                row += [Cell(self.cell(box), wide, high, first) for _ in range(times)]
                ruled = ruled or self.styles.ruled(box.get(f"{TABLE}style-name"))
            heads += line.getparent().tag == f"{TABLE}table-header-rows"
            rows.append(row)
        if rows:
            grids.write(self.page, rows, ruled=ruled, heads=heads)

    def cell(self, element: Any) -> list[str]:
        """Return the paragraphs of a cell, those of lists and tables in it as well."""
        lines: list[str] = []
        for child in element:
            if child.tag in PARAGRAPHS:
                pairs = [(child, "")]
            elif child.tag == f"{TEXT}list":
                pairs = self.items(child)
            else:
                lines += self.cell(child) if child.tag not in UNSEEN else []
                continue
            for paragraph, prefix in pairs:
                self.page.paragraph += 1
                words = Words()
                words.add(paragraph)
                self.notes += words.notes
                written = [" ".join(line.split()) for line in "".join(words.parts).split("\n")]
                lines += [prefix + line if number == 0 else line for number, line in enumerate(written) if line]
        return lines

    def asides(self) -> None:
        """Write out the foot- and endnotes, numbered as they came."""
        self.page.gap = 2
        for number, note in enumerate(self.notes, start=1):
            words = Words()
            for paragraph in note.iterfind(f"{TEXT}note-body//{TEXT}p"):
                words.add(paragraph)
                words.parts.append(" ")
            text = " ".join("".join(words.parts).split())
            piece = self.page.line(text, f"[{number}] ") if text else None
            if piece is not None:
                piece.kind, piece.fixed = "note", True
