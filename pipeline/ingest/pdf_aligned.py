"""Tables without ruled lines: cells set under a row of known column names, kept apart by white only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest import tables as plain_tables
from pipeline.ingest.limits import Layout
from pipeline.ingest.pdf_sheet import Line, Sheet, Word, lines
from pipeline.ingest.pdf_tables import Cell, Grid, index
from pipeline.ingest.vocabulary import Vocabulary

FEWEST_COLUMNS = 3
HEAD_LINES = 3  # lines that column names may take
APART = 3.0  # letters of white below which nothing belongs to the table any more
CLOSE = 0.6  # of the least white: enough before a word that begins where its column does
ALIGNED = 0.5  # letters that such a word may stand off
DIRT = frozenset("”“\"'‘’|丨¦_-—–.·,")  # what a recogniser makes of specks in the white between columns
DASHES = frozenset("-–—")
ROW_GAP = 1.25  # distance of two lines, in the smallest there, from which on a new row begins

White = tuple[float, float]


def tables(words: list[Word], sheet: Sheet, layout: Layout, marks: Vocabulary) -> tuple[list[Grid], list[Word]]:
    """Return the tables that white alone sets in columns, from top to bottom, and the words outside them."""
    rows = lines(words, sheet.number)
    found: list[Grid] = []
    at = 0
    least = layout.gutter * sheet.size
    while at < len(rows):
        if len(whites(rows[at], least)) + 1 < FEWEST_COLUMNS:
            at += 1
            continue
        table, used = read(rows[at:], least, sheet, marks)
        if table is not None:
            found.append(table)
            inside = {id(word) for row in rows[at : at + used] for word in row.words}
            words = [word for word in words if id(word) not in inside]
        at += used or 1
    return found, words


def read(rows: Sequence[Line], least: float, sheet: Sheet, marks: Vocabulary) -> tuple[Grid | None, int]:
    """Return the table that begins with the first of these lines and the number of its lines; (None, 0) where none does."""
    for head in range(1, min(HEAD_LINES, len(rows)) + 1):
        common = shared([whites(row, least) for row in rows[:head]], least)
        if len(common) + 1 < FEWEST_COLUMNS:
            return None, 0
        names = [" ".join(words) for words in columns(rows[:head], common)]
        if plain_tables.heads(names, marks) and all(names):
            break
    else:
        return None, 0
    used = head
    while used < len(rows) and rows[used].top - rows[used - 1].bottom <= APART * sheet.size:
        row = rows[used]
        narrower = shared([common, [*whites(row, least), *close(row, common, least), *outside(row, common)]], least)
        if len(narrower) < len(common):
            break
        common, used = narrower, used + 1
    if used < head + 1:
        return None, 0
    return grid(rows[:used], head, common, plain_tables.name(names[0]) in plain_tables.SERIAL, sheet), used


def whites(row: Line, least: float) -> list[White]:
    """Return the whites between the words of a line that are at least so wide."""
    return [white for white in gaps(row) if white[1] - white[0] >= least]


def gaps(row: Line) -> list[White]:
    """Return the whites between the words of a line, those that only specks stand in as one."""
    found, reach = [], row.words[0].right
    for word in row.words[1:]:
        if speck(word):
            continue
        found.append((reach, word.left))
        reach = max(reach, word.right)
    return found


def speck(word: Word) -> bool:
    """Whether a word read from a picture is a mark that specks are taken for."""
    return word.confidence is not None and word.text in DIRT


def close(row: Line, common: Sequence[White], least: float) -> list[White]:
    """Return the narrower whites of a line before words that begin where a column does: a full cell leaves little room."""
    return [
        (left, right)
        for left, right in gaps(row)
        if CLOSE * least <= right - left < least and any(abs(right - white[1]) <= ALIGNED * row.size for white in common)
    ]


def outside(row: Line, common: Sequence[White]) -> list[White]:
    """Return those of the whites that lie wholly before or behind a line."""
    return [white for white in common if white[1] <= row.left + 0.5 or white[0] >= row.right - 0.5]


def shared(some: Sequence[Sequence[White]], least: float) -> list[White]:
    """Return the stretches that are white in all of the lines."""
    common = list(some[0])
    for whites_ in some[1:]:
        met = ((max(a, c), min(b, d)) for a, b in common for c, d in whites_)
        common = [white for white in met if white[1] - white[0] >= 0.6 * least]
    return common


def columns(rows: Sequence[Line], common: Sequence[White]) -> list[list[str]]:
    """Return the words of each column."""
    edges = [(a + b) / 2 for a, b in common]
    found: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        parts: list[list[Word]] = [[] for _ in found]
        for word in row.words:
            parts[sum(word.left >= edge for edge in edges)].append(word)
        for column, part in zip(found, parts, strict=True):
            if part:
                column.append(Line(part).text)
    return found


def grid(rows: Sequence[Line], head: int, common: Sequence[White], serial: bool, sheet: Sheet) -> Grid:
    """Return the table of these lines: a row begins where its first cell does, or behind a wider white."""
    xs = [min(row.left for row in rows) - 1, *((a + b) / 2 for a, b in common), max(row.right for row in rows) + 1]
    steps = [below.middle - above.middle for above, below in pairwise(rows)]
    begins = [0]
    for at in range(head, len(rows)):
        first = index(xs, rows[at].words[0].left) == 0
        apart = steps[at - 1] > ROW_GAP * min(steps)
        uniform = max(steps) <= ROW_GAP * min(steps)
        if at == head or (first and (serial or apart or uniform)) or (not first and apart and not serial):
            begins.append(at)
    ys = [rows[at].top for at in begins] + [rows[-1].bottom]
    cells = []
    for number, (start, stop) in enumerate(zip(begins, [*begins[1:], len(rows)], strict=True)):
        held: list[list[Word]] = [[] for _ in xs[1:]]
        for row in rows[start:stop]:
            for word in row.words:
                held[index(xs, (word.left + word.right) / 2)].append(word)
        cells += [Cell(number, column, 1, 1, lines(swept(words), sheet.number)) for column, words in enumerate(held)]
    return Grid(xs, ys, cells, sheet.number)


def swept(words: Sequence[Word]) -> list[Word]:
    """Return the words of a cell without the specks at the ends of its lines; a dash may open one, and a quotation end there."""
    if any("“" in word.text or '"' in word.text for word in words):
        return list(words)
    return [word for word in words if not speck(word) or (beside(word, words, 1) and (beside(word, words, -1) or word.text in DASHES))]


def beside(word: Word, words: Sequence[Word], way: int) -> bool:
    """Whether another word of the cell stands behind (1) or before (-1) this one on its line."""
    return any((other.left - word.left) * way > 0 and abs(other.middle - word.middle) < word.size / 2 for other in words)
