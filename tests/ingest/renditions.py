"""A plain text made into a DOCX and into a portal's page, and the way back from their letters to those of the text."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import docx

from tests.ingest.pages import PORTALS

ROW = re.compile(r"\s*\|.*\|\s*$")
LONGEST_TITLE = 120
RULE = re.compile(r"[\s|:+-]+$")


def lines(text: str) -> list[str]:
    """Return the lines of a text; a decoded one, so that a form feed or line separator is no line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_row(line: str) -> bool:
    """Whether a line is a row of a table in plain text."""
    return bool(ROW.match(line)) or line.count("\t") >= 2


def cells(line: str) -> list[str]:
    """Return the cells of a row."""
    return [cell.strip() for cell in (line.strip().strip("|").split("|") if ROW.match(line) else line.split("\t"))]


def groups(text: str) -> Iterable[tuple[bool, list[str]]]:
    """Yield the lines of a text in groups: rows of a table (True), or one line."""
    table: list[str] = []
    for line in [*lines(text), ""]:
        if is_row(line):
            table.append(line)
            continue
        if table:
            yield True, [row for row in table if not RULE.match(row)]
            table = []
        yield False, [line]


def as_docx(text: str) -> bytes:
    """Return a Word document with a paragraph for each line, and tables where the text has them."""
    document = docx.Document()
    for table, found in groups(text):
        if not table:
            document.add_paragraph(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", found[0]).strip())
            continue
        width = max(len(cells(row)) for row in found)
        grid = document.add_table(0, width)
        grid.style = "Table Grid"
        for row in found:
            for cell, words in zip(grid.add_row().cells, cells(row), strict=False):
                cell.text = words
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def as_page(text: str, template: Path, title: str) -> bytes:
    """Return a portal's page under `title` around the text, a paragraph for each line, and tables where the text has them."""
    parts = []
    for table, found in groups(text):
        if not table:
            parts += [f"<p>{escape(found[0].strip())}</p>"] if found[0].strip() else []
            continue
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells(row)) + "</tr>" for row in found)
        parts.append(f"<table border='1'>{rows}</table>")
    half = len(parts) // 2
    filled = Template(template.read_text(encoding="utf-8")).substitute(
        title=escape(title[:LONGEST_TITLE]), date="", iso="", first="\n".join(parts[:half]), rest="\n".join(parts[half:])
    )
    return filled.encode()


def template(language: str, number: int) -> Path:
    """Return one of the portals of a language, taken in turn."""
    found = sorted(PORTALS.glob(f"{language}-*.html"))
    return found[number % len(found)]


class Way:
    """The way from the letters of a rendition back to those of the text it was made from."""

    def __init__(self, text: str, rendered: str) -> None:
        """Find each line of the text, part by part, in the rendition; white space does not count."""
        own = decomposed(rendered, 0)
        squeezed = "".join(letter for _, letter in own)
        self.back: dict[int, int] = {}
        self.last: dict[int, int] = {}
        at = start = 0
        for part in re.split(r"(\n|\t|\||\r)", text):
            letters = decomposed(part, start)
            start += len(part)
            words = "".join(letter for _, letter in letters)
            if not words:
                continue
            found = squeezed.find(words, at, at + 60_000)
            if found >= 0:
                for offset, (place, _) in enumerate(letters):
                    self.back.setdefault(own[found + offset][0], place)
                    self.last[own[found + offset][0]] = place
                at = found + len(words)

    def span(self, quote: dict[str, Any] | None) -> bool:
        """Set the place of a quote to that in the text; False where it stands in none of it."""
        if quote is None:
            return True
        inside = [place for place in range(quote["start"], quote["end"]) if place in self.back]
        if not inside:
            return False
        quote["start"], quote["end"] = self.back[inside[0]], self.last[inside[-1]] + 1
        return True


def decomposed(text: str, start: int) -> list[tuple[int, str]]:
    """Return letters and accents one by one with the place of their character, white space left out."""
    return [
        (start + place, part) for place, letter in enumerate(text) if not letter.isspace() for part in unicodedata.normalize("NFD", letter)
    ]


def moved(record: dict[str, Any], way: Way) -> dict[str, Any]:
    """Return a record with its places in the text; what stands in none of it is put beyond its end."""
    quotes = [record["action"], *record["actors"], *record["deadlines"]]
    for quote in quotes:
        if not way.span(quote):
            quote["start"] = quote["end"] = 10**9
    return record
