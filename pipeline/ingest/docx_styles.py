"""What a Word document's styles and lists say of a paragraph: its style's name, its outline level, its item number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.ingest.numbering import LEVELS, Level, List

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = 9  # the outline level of body text
DEEPEST = 12  # styles based on each other


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in lower case, its outline level from 0, its list and the level there."""

    name: str = ""
    outline: int | None = None
    list: str | None = None
    level: int | None = None


def value(element: Any, *path: str) -> str | None:
    """Return the `val` of the element at `path` below."""
    found = element.find("/".join(W + step for step in path)) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def count(written: str | None) -> int | None:
    """Return a number, None where it is none."""
    return int(written) if written and written.isascii() and written.lstrip("-").isdigit() and len(written) < 9 else None


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: Any) -> None:
        """Read `styles.xml`; a document may have none."""
        elements = root.iter(f"{W}style") if root is not None else ()
        self.elements = {element.get(f"{W}styleId"): element for element in elements}
        self.known: dict[str | None, Style] = {}
        self.default = next((i for i, e in self.elements.items() if e.get(f"{W}type") == "paragraph" and e.get(f"{W}default") == "1"), None)

    def of(self, paragraph: Any) -> Style:
        """Return the style of a paragraph, with its own outline level where it has one."""
        style = self.style(value(paragraph, "pPr", "pStyle") or self.default)
        own = count(value(paragraph, "pPr", "outlineLvl"))
        return style if own is None else Style(style.name, own if own < BODY else None, style.list, style.level)

    def style(self, name: str | None) -> Style:
        """Return a style with what it takes from those it is based on."""
        if name not in self.known:
            found: dict[str, str | None] = {"outlineLvl": None, "numId": None, "ilvl": None}
            here, label = name, ""
            for _ in range(DEEPEST):
                element = self.elements.get(here)
                if element is None:
                    break
                label = label or (value(element, "name") or "").lower()
                found["outlineLvl"] = found["outlineLvl"] or value(element, "pPr", "outlineLvl")
                found["numId"] = found["numId"] or value(element, "pPr", "numPr", "numId")
                found["ilvl"] = found["ilvl"] or value(element, "pPr", "numPr", "ilvl")
                here = value(element, "basedOn")
            outline = count(found["outlineLvl"])
            self.known[name] = Style(
                label, outline if outline is not None and 0 <= outline < BODY else None, found["numId"], count(found["ilvl"])
            )
        return self.known[name]

    def ruled(self, table: Any) -> bool:
        """Whether a table is drawn with lines between its cells, as tables of data are."""
        here = value(table, "tblPr", "tblStyle")
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        for _ in range(DEEPEST):
            if borders is not None:
                inside = [borders.find(W + side) for side in ("insideH", "insideV")]
                return any(side is not None and side.get(f"{W}val") not in (None, "nil", "none") for side in inside)
            element = self.elements.get(here)
            if element is None:
                break
            borders, here = element.find(f"{W}tblPr/{W}tblBorders"), value(element, "basedOn")
        return any(
            side.tag in (f"{W}top", f"{W}bottom") and side.get(f"{W}val") not in (None, "nil", "none")
            for cell in table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
            for side in cell
        )


class Lists:
    """The lists of a document, each counting as the text goes on."""

    def __init__(self, root: Any) -> None:
        """Read `numbering.xml`; a document may have none."""
        self.abstract = {e.get(f"{W}abstractNumId"): e for e in root.iter(f"{W}abstractNum")} if root is not None else {}
        self.numbers = {e.get(f"{W}numId"): e for e in root.iter(f"{W}num")} if root is not None else {}
        self.counting: dict[str, List] = {}
        self.begun: set[tuple[str, int]] = set()

    def next(self, paragraph: Any, styles: Styles) -> str:
        """Return the item number of the next paragraph of its list, with a space after it; empty where it is in none."""
        style = styles.style(value(paragraph, "pPr", "pStyle") or styles.default)
        number = value(paragraph, "pPr", "numPr", "numId") or style.list
        if not number or number == "0" or number not in self.numbers:
            return ""
        level = count(value(paragraph, "pPr", "numPr", "ilvl"))
        at = min(max(level if level is not None else style.level if style.level is not None else 0, 0), LEVELS - 1)
        element = self.numbers[number]
        key = value(element, "abstractNumId") or ""
        if key not in self.counting:
            self.counting[key] = List(self.levels(key))
        counting = self.counting[key]
        for override in element.iter(f"{W}lvlOverride"):
            over = count(override.get(f"{W}ilvl"))
            start = count(value(override, "startOverride"))
            if over == at and start is not None and (number, at) not in self.begun:
                counting.counts[at] = start - 1  # a list that begins again with a number of its own
        self.begun.add((number, at))
        return counting.next(at)

    def levels(self, key: str) -> dict[int, Level]:
        """Return the levels of a list's definition, or of the list style that it points to."""
        element = self.abstract.get(key)
        link = value(element, "numStyleLink")
        if link is not None:
            element = next((e for e in self.abstract.values() if value(e, "styleLink") == link), element)
        found: dict[int, Level] = {}
        for level in element.iter(f"{W}lvl") if element is not None else ():
            at, start = count(level.get(f"{W}ilvl")), count(value(level, "start"))
            if at is not None:
                found[at] = Level(
                    start=1 if start is None else start,
                    form=value(level, "numFmt") or "decimal",
                    text=value(level, "lvlText") or "",
                    legal=level.find(f"{W}isLgl") is not None,
                    restart=count(value(level, "lvlRestart")),
                )
        return found
