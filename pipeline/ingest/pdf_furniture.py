"""Running heads, running feet and page numbers: lines at the edges of pages that say the same on many, or only count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.ingest.limits import Layout
from pipeline.ingest.pdf_columns import Column, Part
from pipeline.ingest.pdf_sheet import Line, Sheet
from pipeline.ingest.pdf_tables import Grid

DIGITS = re.compile(r"\d+")
NUMBER = re.compile(
    r"[-–—\s]*(?:(?:trang|page|p\.?|第)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|trên)\s*\d{1,4})?\s*(?:页|頁)?(?:\s*[,，]?\s*共\s*\d{1,4}\s*[页頁])?[-–—\s]*",
    re.IGNORECASE,
)
FEWEST_PAGES = 2
APART = 0.7  # letters of white between them and the text, at least
LINES = 3  # at either end of a page that may be running heads


def take(pages: Sequence[tuple[Sheet, list[Part]]], layout: Layout) -> dict[int, list[Line]]:
    """Take the running heads and page numbers out of the parts, and return them by page number."""
    edges = [(sheet, parts, head(sheet, parts, layout), foot(sheet, parts, layout)) for sheet, parts in pages]
    counted = Counter(said for _, _, heads, feet in edges for said in {key(line) for line in heads + feet})
    most = max(FEWEST_PAGES, layout.repeated * len(pages) / 2)  # even and odd pages may have heads of their own
    set_apart = {
        key(line) for _, parts, heads, feet in edges for lines, way in ((heads, 1), (feet, -1)) for line in lines if apart(line, parts, way)
    }
    found: dict[int, list[Line]] = {}
    for sheet, parts, heads, feet in edges:
        taken: list[Line] = []
        for lines, way in ((heads, 1), (feet, -1)):
            reach = 0  # from the edge inward, as far as they are none of the text and white follows them, here or on another page
            for at, line in enumerate(lines, 1):
                numbered = bool(NUMBER.fullmatch(line.text))
                if counted[key(line)] < most and not numbered:
                    break
                if apart(line, parts, way) or (not numbered and key(line) in set_apart):
                    reach = at
            taken += lines[:reach]
        gone = {id(line) for line in taken}
        if gone:
            found[sheet.number] = sorted(taken, key=lambda line: line.top)
            for part in list(parts):
                if isinstance(part, Column):
                    part.lines = [line for line in part.lines if id(line) not in gone]
                    if not part.lines:
                        parts.remove(part)
    return found


def key(line: Line) -> str:
    """Return what a line says, with every number as one sign."""
    return DIGITS.sub("#", line.text).casefold().strip()


def head(sheet: Sheet, parts: Sequence[Part], layout: Layout) -> list[Line]:
    """Return the first lines of a page that stand near its upper edge, the uppermost first."""
    lines = sorted((line for part in parts if isinstance(part, Column) for line in part.lines), key=lambda line: line.top)
    return [line for line in lines[:LINES] if line.bottom <= layout.edge * sheet.height]


def foot(sheet: Sheet, parts: Sequence[Part], layout: Layout) -> list[Line]:
    """Return the last lines of a page that stand near its lower edge, the lowest first."""
    lines = sorted((line for part in parts if isinstance(part, Column) for line in part.lines), key=lambda line: -line.top)
    return [line for line in lines[:LINES] if line.top >= (1 - layout.edge) * sheet.height]


def apart(line: Line, parts: Sequence[Part], way: int) -> bool:
    """Whether white sets a line apart from what is next to it on its page, downward (1) or upward (-1)."""
    others = [
        (part.ys[0], part.ys[-1]) if isinstance(part, Grid) else (other.top, other.bottom)
        for part in parts
        for other in ([line] if isinstance(part, Grid) else part.lines)
        if isinstance(part, Grid) or other is not line
    ]
    gaps = [top - line.bottom if way > 0 else line.top - bottom for top, bottom in others if ((top + bottom) / 2 - line.middle) * way > 0]
    return not gaps or min(gaps) >= APART * line.size
