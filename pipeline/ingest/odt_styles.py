"""What an OpenDocument file's styles say: names of paragraph styles, the levels of its lists, which cells have lines around them."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from pipeline.ingest.numbering import Level

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
ESCAPED = re.compile(r"_([0-9a-f]{2,4})_")
PLACE = re.compile(r"%(\d)%")


class Styles:
    """The styles of a document, its own and the automatic ones, by their names."""

    def __init__(self, *roots: Any) -> None:
        """Read the styles of these parts; a part may be missing."""
        self.paragraphs: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        self.cells: dict[str, bool] = {}
        self.outline: dict[int, Level] = {}
        for root in (root for root in roots if root is not None):
            for element in root.iter(f"{STYLE}style"):
                name = element.get(f"{STYLE}name") or ""
                if element.get(f"{STYLE}family") == "paragraph":
                    self.paragraphs[name] = element
                elif element.get(f"{STYLE}family") == "table-cell":
                    self.cells[name] = any(
                        key.startswith(f"{FO}border") and side not in ("none", "")
                        for own in element.iter(f"{STYLE}table-cell-properties")
                        for key, side in own.attrib.items()
                    )
            for element in root.iter(f"{TEXT}list-style"):
                self.lists[element.get(f"{STYLE}name") or ""] = element
            for element in root.iter(f"{TEXT}outline-style"):
                self.outline = levels(element)

    def name(self, style: str | None) -> str:
        """Return the name of a paragraph's style in lower case, of the one it was made from where it is automatic."""
        element = self.paragraphs.get(style or "")
        if element is not None and re.fullmatch(r"P\d+", style or ""):
            style = element.get(f"{STYLE}parent-style-name")
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), style or "").lower()

    def levels(self, style: str) -> dict[int, Level]:
        """Return the levels of a list style."""
        element = self.lists.get(style)
        return levels(element) if element is not None else {}

    def ruled(self, style: str | None) -> bool:
        """Whether cells of this style have lines around them."""
        return self.cells.get(style or "", False)


def levels(element: Any) -> dict[int, Level]:
    """Return the levels that a list or outline style defines."""
    found: dict[int, Level] = {}
    bullets = element.iterchildren(f"{TEXT}list-level-style-bullet")
    numbers = chain(element.iterchildren(f"{TEXT}list-level-style-number"), element.iterchildren(f"{TEXT}outline-level-style"))
    for level in bullets:
        found[place(level)] = Level(form="bullet", text=level.get(f"{TEXT}bullet-char") or "")
    for level in numbers:
        at = place(level)
        written = level.get(f"{STYLE}num-format") or ""
        shown = level.get(f"{TEXT}display-levels") or "1"
        first = at - min(int(shown) if shown.isdigit() else 1, at + 1) + 1
        counted = ".".join(f"%{step + 1}" for step in range(first, at + 1)) if written else ""
        text = level.get(f"{EXTENDED}num-list-format")
        text = PLACE.sub(r"%\1", text) if text is not None and written else None
        start = level.get(f"{TEXT}start-value") or "1"
        found[at] = Level(
            start=int(start) if start.isdigit() else 1,
            form=FORMS.get(written, "chineseCounting" if written.startswith(("一", "壹")) else "decimal"),
            text=text if text is not None else f"{level.get(f'{STYLE}num-prefix') or ''}{counted}{level.get(f'{STYLE}num-suffix') or ''}",
        )
    return found


def place(level: Any) -> int:
    """Return a level from 0."""
    written = level.get(f"{TEXT}level") or "1"
    return min(max(int(written) if written.isdigit() else 1, 1), 10) - 1
