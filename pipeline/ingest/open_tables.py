"""Tables of plain text under a row of column names, whose columns are kept apart by blanks.

A cell set in columns may go on below: its words are then parted by those of its neighbours, so a row knows the parts of its cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ingest import glued_tables, tabbed, tables
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import STOP, is_han, last_letter

BLANK = re.compile("[ \t\xa0\u3000]+")
TAB_STOP = 8
WIDE = re.compile("\t|[ \xa0]{2}|\u3000")  # what parts two cells at least
APART = 2  # columns of white between two cells
NEAR = 3  # columns by which a cell may stand off its column's edge
LONGEST_LINE = 400
AHEAD = 60  # lines that tell where the columns stand


@dataclass(slots=True)
class Stretch:
    """Words without a wide white, `text[start:end]`, and the columns of the screen that they take, where a Chinese letter takes two."""

    start: int
    end: int
    left: int
    right: int


Row = list[list[Stretch]]  # of each column what its cell holds, line by line


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> Iterator[Piece]:
    """Yield the pieces, the lines of each such table gathered to its rows."""
    at = 0
    while at < len(pieces):
        found, used = tabbed.read(text, pieces, at, marks)
        if not used:
            found, used = aligned(text, pieces, at, marks)
        if not used:
            found, used = glued_tables.read(text, pieces, at, marks)
        yield from found if used else [pieces[at]]
        at += used or 1


def stretches(text: str, piece: Piece) -> list[Stretch]:
    """Return the words of a line between its wide whites; a heading set with a blank between its two letters (`序　号`) is one."""
    if piece.kind is not None or piece.fixed or piece.end - piece.start > LONGEST_LINE:
        return []
    column = reach(text, piece.start - piece.indent, piece.start, 0)
    found: list[Stretch] = []
    at = piece.start
    for blank in [*BLANK.finditer(text, piece.start, piece.end), None]:
        stop = blank.start() if blank else piece.end
        right = reach(text, at, stop, column)
        found.append(Stretch(at, stop, column, right))
        if blank:
            at, column = blank.end(), reach(text, blank.start(), blank.end(), right)
    return list(joined(text, found))


def joined(text: str, words: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield words joined over narrow white, and single Chinese letters over any."""
    last = words[0]
    for word in words[1:]:
        narrow = word.left - last.right < APART and "\t" not in text[last.end : word.start]
        letters = last.end - last.start == 1 == word.end - word.start and is_han(text[last.start]) and is_han(text[word.start])
        if narrow or letters:
            last = Stretch(last.start, word.end, last.left, word.right)
        else:
            yield last
            last = word
    yield last


def reach(text: str, start: int, end: int, column: int) -> int:
    """Return the column behind `text[start:end]` where it begins in `column`."""
    for sign in text[start:end]:
        if sign == "\t":
            column += TAB_STOP - column % TAB_STOP
        else:
            column += 0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return column


def aligned(text: str, pieces: Sequence[Piece], at: int, marks: Vocabulary) -> tuple[list[Piece], int]:
    """Return the rows of the table set in columns whose names stand in line `at`, and how many lines it takes; ([], 0) where none does."""
    head = stretches(text, pieces[at]) if WIDE.search(text, pieces[at].start, pieces[at].end) else []
    if not names_columns(text, head, marks):
        return [], 0
    serial = tables.name(text[head[0].start : head[0].end]) in tables.SERIAL
    edges = lefts(text, pieces, at, head)
    rows: list[tuple[Piece, Row]] = [(pieces[at], [[s] for s in head])]
    done: list[Piece | None] = [None]  # ruled lines stand for themselves
    place = at + 1
    while place < len(pieces):
        piece = pieces[place]
        if tables.RULE.fullmatch(text, piece.start, piece.end):
            done.append(piece)
            place += 1
            continue
        words = stretches(text, piece)
        if len(rows) > 1 and names_columns(text, words, marks) and said(text, words) != said(text, head):
            break  # another table
        prose = len(words) == 1 and (piece.gap > 1 or last_letter(text, piece) in STOP)
        cells = laid(text, words, edges, prose)
        heads = len(rows) == 1
        below = None if cells is None or piece.gap > 3 else goes_on(text, rows[-1][1], cells, edges, piece.gap, serial, heads, marks)
        if below is None:
            if not over_rows(text, pieces[place : place + 2], words, edges, marks):
                break
            rows.append((piece, [[*words]]))  # one cell over all columns heads the rows below
        elif below:
            for column, cell in zip(rows[-1][1], cells or (), strict=True):
                column += [cell] if cell else []
        else:
            rows.append((piece, [[cell] if cell else [] for cell in cells or ()]))
        place += 1
    if len(rows) < 2:
        return [], 0
    return sorted([*made(text, rows, marks), *(ruled(piece) for piece in done if piece)], key=lambda piece: piece.start), place - at


def said(text: str, words: Sequence[Stretch]) -> list[str]:
    """Return stretches as words."""
    return [text[word.start : word.end] for word in words]


def names_columns(text: str, words: Sequence[Stretch], marks: Vocabulary) -> bool:
    """Whether a line's stretches are the names of columns."""
    return len(words) > 1 and tables.heads(said(text, words), marks)


def over_rows(text: str, pieces: Sequence[Piece], words: Sequence[Stretch], edges: Sequence[int], marks: Vocabulary) -> bool:
    """Whether a line of one stretch, no sentence, stands right over a row with a cell in its first column and others."""
    piece, following = pieces[0], pieces[1] if len(pieces) > 1 else None
    if following is None or len(words) != 1 or piece.gap > 2 or following.gap > 1 or last_letter(text, piece) in STOP:
        return False
    below = stretches(text, following)
    cells = None if names_columns(text, below, marks) else laid(text, below, edges)
    return cells is not None and cells[0] is not None and sum(cell is not None for cell in cells) > 1


def lefts(text: str, pieces: Sequence[Piece], at: int, head: Sequence[Stretch]) -> list[int]:
    """Return where the columns begin: as far left as their names or the cells of a line with as many of them do."""
    edges = [stretch.left for stretch in head]
    for piece in pieces[at + 1 : at + 1 + AHEAD]:
        words = stretches(text, piece)
        if piece.gap > 1 and len(words) < 2:
            break
        if len(words) == len(head):
            edges = [min(edge, word.left) for edge, word in zip(edges, words, strict=True)]
    return edges


def laid(text: str, words: Sequence[Stretch], edges: Sequence[int], prose: bool = False) -> list[Stretch | None] | None:
    """Return the words of a line by column, None where it is not set in these columns; the words of `prose` only happen to begin there."""
    if len(words) == len(edges):
        return list(words)
    found: list[Stretch | None] = [None] * len(edges)
    for word in words if prose else [part for whole in words for part in parted(text, whole, edges)]:
        column = max((i for i, edge in enumerate(edges) if edge <= word.left + NEAR), default=0)
        before = found[column]
        if column + 1 < len(edges) and word.right > edges[column + 1] + NEAR:
            return None
        found[column] = Stretch(before.start, word.end, before.left, word.right) if before else word
    return found if words else None


def parted(text: str, word: Stretch, edges: Sequence[int]) -> Iterator[Stretch]:
    """Yield the stretch, cut where a column begins right behind a single blank: a full cell leaves little room."""
    column, start, left = word.left, word.start, word.left
    for at in range(word.start, word.end):
        if column in edges and at > start and text[at - 1] in " \xa0" and column - NEAR > word.left:
            yield Stretch(start, at - 1, left, column - 1)
            start, left = at, column
        column = reach(text, at, at + 1, column)
    yield Stretch(start, word.end, left, word.right)


def goes_on(
    text: str,
    row: Row,
    cells: Sequence[Stretch | None],
    edges: Sequence[int],
    gap: int,
    serial: bool,
    heads: bool,
    marks: Vocabulary,
) -> bool | None:
    """Whether the cells of a line go on from those above (`heads`: from the column names); None where the line is no more of the table."""
    filled = sum(cell is not None for cell in cells)
    first = cells[0]
    if len(row) < len(cells):  # a cell over all columns
        return False if filled > 1 else None
    if serial and first is not None:
        counts = tabbed.SERIAL.fullmatch(text, first.start, first.end) is not None
        return False if (counts and filled > 1) or filled == len(cells) else None
    if first is None:
        return True if gap <= 1 else None
    if filled == 1 and (gap > 1 or heads):
        return None
    if gap > 1 or heads or not row[0]:
        return False
    runs = filled < len(cells) and unfinished(text, row[0][-1], first, edges[1], marks)
    return runs if runs or filled > 1 else None


def unfinished(text: str, above: Stretch, here: Stretch, edge: int, marks: Vocabulary) -> bool:
    """Whether a cell goes on below: in small letters or behind a word that ends nothing, in Chinese where it fills its column, the next
    of which begins at `edge`."""
    if is_han(text[here.start]):
        return above.right >= edge - APART - 2 and text[above.end - 1] not in "。；;"
    return text[here.start].islower() or text[above.start : above.end].rsplit(None, 1)[-1].casefold() in marks.unfinished


def made(text: str, rows: Sequence[tuple[Piece, Row]], marks: Vocabulary) -> Iterator[Piece]:
    """Yield the rows as pieces; a row that says the column names again, as at the top of a page, is furniture."""
    header: Piece | None = None
    names: list[str] = []
    for piece, cells in rows:
        words = [" ".join(text[s.start : s.end] for s in cell) for cell in cells]
        parts = tuple(tuple((s.start, s.end) for s in cell) for cell in cells)
        parts = parts if header is None or len(parts) > 1 else parts * len(header.cells)
        whole = tables.laid_out(parts, piece, max([piece.end, *(s.end for cell in cells for s in cell)]))
        whole.header = header
        if header is None:
            header, names = whole, words
        elif words == names:
            whole.kind, whole.cells, whole.parts, whole.header = "boilerplate", (), (), None
        yield whole


def ruled(piece: Piece) -> Piece:
    """Return a line of dashes as furniture."""
    piece.kind = "boilerplate"
    return piece
