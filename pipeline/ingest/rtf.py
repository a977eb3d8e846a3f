"""RTF: paragraphs and tables of the finished document, footnotes after them; what tracking deleted and hidden text are left out.

The text comes from striprtf. What it does not keep (which words stand in which cell, which cells are merged, what was deleted) is told
to it beforehand by letters of Unicode's private use area in place of the control words.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.ingest import grids, office
from pipeline.ingest.docx import describe
from pipeline.ingest.errors import IngestError
from pipeline.ingest.grids import Cell
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.writing import Writing, tabbed

ENDINGS = frozenset({".rtf"})
GUARDED = True
LARGEST = 60_000_000  # bytes without pictures
PICTURE = re.compile(rb"[0-9a-fA-F\r\n]{400,}")
BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
TITLE = re.compile(r"\{\\title\s+((?:[^{}\\]|\\u-?\d+\s?\??|\\'[0-9a-fA-F]{2}){1,400})\}")
ROW, DEFINED, DOWN, ACROSS, CELL, END, OUTLINE, NOTE = "\ue800\ue801\ue802\ue803\ue804\ue805\ue806\ue807"
MARKS = {"trowd": ROW, "cellx": DEFINED, "clvmrg": DOWN, "clmrg": ACROSS, "cell": CELL, "nestcell": CELL, "row": END, "nestrow": END}
MARKS["outlinelevel"] = OUTLINE
CONTROL = re.compile(rf"\\({'|'.join(MARKS)})(?![a-z])(-?\d{{1,6}})? ?")
LEVEL = re.compile(f"{OUTLINE}([0-8]?)")
NEAR = 30  # twentieths of a point: edges of cells nearer to each other are one
DELETED = re.compile(r"\\(?:deleted|v)(?![a-z0-9])")
GROUP = re.compile(r"\\[\\{}]|\\footnote(?![a-z])|[{}]")
TABLE = re.compile(f"((?:{ROW}[^{END}]*{END}\\s*)+)")


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file opens as RTF does."""
    return data.startswith(b"{\\rtf")


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the paragraphs of the document, its tables as rows, and its title property."""
    from striprtf.striprtf import rtf_to_text

    text = PICTURE.sub(b"", without_binary(data)).decode("latin-1")
    if len(text) > LARGEST:
        raise IngestError("read", f"{name}: is RTF of more than {LARGEST // 10**6} MB without its pictures; split it")
    text = with_notes_last(text)
    # `fldtype` is left out as `fldinst` is; but among fields of the latter striprtf looks for links in time square to their number.
    marked = CONTROL.sub(marked_control, DELETED.sub(r"\\*", text.replace(r"\fldinst", r"\fldtype")))
    try:
        written = clean(rtf_to_text(marked, errors="replace"))
        title = TITLE.search(text)
        shown = clean(rtf_to_text("{\\rtf1\\ansi " + title[1] + "}", errors="replace")) if title else None
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise IngestError("read", f"{name}: is no RTF that can be read ({error}); save it anew") from error
    page, notes = Writing(marks), 0
    for number, part in enumerate(TABLE.split(written)):
        if number % 2:
            found = rows(part)
            for cell in (cell for row in found for cell in row):
                cell.paragraph = page.paragraph + 1
                page.paragraph += max(1, len(cell.lines))
            grids.write(page, found, ruled=True)
            continue
        for line in part.split("\n"):
            page.paragraph += 1
            level = LEVEL.search(line)
            noted = NOTE in line
            words = tabbed(LEVEL.sub("", line.replace(NOTE, "")))
            piece = page.line(words, f"[{notes + 1}] " if noted else "")
            if piece is not None and noted:
                piece.kind, piece.fixed = "note", True
                notes += 1
            elif piece is not None:
                describe(piece, words, int(level[1]) if level and level[1] else None, "")
    return page.source("utf-8", properties=office.properties(shown))


def marked_control(control: re.Match[str]) -> str:
    """Return the mark of a control word, behind the number it carries where that tells more."""
    number = control[2] if control[1] == "cellx" and control[2] else ""
    level = control[2] if control[1] == "outlinelevel" and control[2] else ""
    return f"{{\\uc0 {number}\\u{ord(MARKS[control[1]])} {level}}}"


def with_notes_last(text: str) -> str:
    """Return RTF with its foot- and endnotes taken out of their sentences and set behind the text, each behind a mark.

    One pass from brace to brace; a note that never ends is left where it stands.
    """
    opened: list[int] = []
    inside: int | None = None  # how many groups are open around the note, and where it begins
    start = at = 0
    parts: list[str] = []
    notes: list[str] = []
    for match in GROUP.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            first = opened.pop()
            if inside is not None and len(opened) == inside:
                parts.append(text[at:first])
                notes.append(text[start : match.start()])
                inside, at = None, match.end()
        elif match[0][1:2] == "f" and inside is None and opened:
            inside, start = len(opened) - 1, match.end()
    rest = text[at:]
    end = rest.rstrip().rfind("}") if notes else 0
    if not notes or end < 0:
        return text
    tail = [f"{{\\pard \\par {{\\uc0\\u{ord(NOTE)} }}{joined_lines(note)}}}" for note in notes]
    return "".join([*parts, rest[:end], *tail, rest[end:]])


def joined_lines(note: str) -> str:
    """Return the paragraphs of a note as one."""
    return re.sub(r"\\(?:par|line)(?![a-z])", r"\\tab", note)


def without_binary(data: bytes) -> bytes:
    """Return RTF without the bytes of pictures stored as they are."""
    parts, at = [], 0
    for match in BINARY.finditer(data):
        if match.start() >= at:
            parts.append(data[at : match.start()])
            at = match.end() + int(match[1])
    return b"".join([*parts, data[at:]])


def clean(text: str) -> str:
    """Return text with pairs of surrogates as the characters they stand for, and without soft hyphens."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\xad", "").replace("\u2011", "-")


def rows(table: str) -> list[list[Cell]]:
    """Return the rows of a table; a merged cell reaches over those below and beside it."""
    parts = [split(part) for part in table.split(END)[:-1]]
    edges: list[int] = []
    for edge in sorted(edge for defined, _ in parts for edge, _ in defined):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    found: list[list[Cell]] = []
    above: dict[int, Cell] = {}
    for defined, words in parts:
        row: list[Cell] = []
        now: dict[int, Cell] = {}
        column = 0
        for place, word in enumerate(words):
            edge, flags = defined[place] if place < len(defined) else (0, "")
            after = max(column + 1, bisect_right(edges, edge))
            if ACROSS in flags and row:
                row[-1].wide += after - column
            elif DOWN in flags and column in above:
                above[column].high += 1
                now[column] = above[column]
            else:
                lines = (" ".join(line.split()) for line in LEVEL.sub("", word).split("\n"))
                row.append(Cell([line for line in lines if line], after - column, 1))
                now[column] = row[-1]
            column = after
        found.append(row)
        above = now
    return found


def split(row: str) -> tuple[list[tuple[int, str]], list[str]]:
    """Return a row's cells as they are defined (right edge, marks) and their words."""
    place = row.rfind(DEFINED, 0, row.find(CELL) if CELL in row else None) + 1
    defined = row[:place].rpartition(ROW)[2].split(DEFINED)[:-1]
    words = re.sub(f"[{ROW}{DEFINED}{DOWN}{ACROSS}]", "", row[place:]).split(CELL)[:-1]
    return [(int("".join(filter(str.isdigit, cell)) or 0), cell) for cell in defined], words
