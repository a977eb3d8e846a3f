"""Rows of tables in plain text: markdown pipes, drawn bars, tabs, and tables flattened to one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary

BARS = "|│┃║¦｜"
PIPE = re.compile(rf"(?<!\\)[{BARS}]")
TAB = re.compile(r"\t")
RULE = re.compile(r"[\s|｜:+=_\-–—\u2500-\u257f]+")
JOINT = re.compile(r"[+|\u250c-\u254b\u2552-\u256c]")  # where the ruled lines of a drawn table meet
MARKDOWN = re.compile(r"[\s|:-]+")
LONGEST_ROW = 20_000
LONGEST_CELL = 400
FEWEST_BOXES = 3  # of lines between ruled lines, the column names counted, in which each box is a row
FEWEST_COLUMNS = 3  # of a flattened table: fewer words in a column are no proof
LONGEST_NAME = 40
SPACED = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
FIGURE = re.compile(r"\d")
BOLD = re.compile(r"\*\*[^*]+\*\*")
Spans = tuple[tuple[int, int], ...]


def cells(text: str, start: int, end: int, separator: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the cells of a row, whitespace at their edges left out; empty cells keep their place."""
    edges = [m.span() for m in separator.finditer(text, start, end)]
    if separator is PIPE and edges and edges[0][0] == start:
        start = edges.pop(0)[1]
    if separator is PIPE and edges and edges[-1][1] == end:
        end = edges.pop()[0]
    spans = []
    for stop, following in [*edges, (end, end)]:
        words = text[start:stop]
        left = len(words) - len(words.lstrip())
        bold = 2 if BOLD.fullmatch(words.strip()) else 0
        spans.append((start + left + bold, start + left + len(words.strip()) - bold) if words.strip() else (start, start))
        start = following
    return tuple(spans)


def separator(text: str, piece: Piece) -> re.Pattern[str] | None:
    """Return what separates the cells of a row, or None where the piece is no row."""
    if piece.fixed or piece.end - piece.start > LONGEST_ROW:
        return None
    if text.find("\t", piece.start, piece.end) >= 0:
        return TAB
    bars = sum(text.count(bar, piece.start, piece.end) for bar in BARS)
    ruled = bars < 2 and RULE.fullmatch(text, piece.start, piece.end) and JOINT.search(text, piece.start, piece.end)
    return PIPE if bars >= 2 or ruled else None


def mark(text: str, pieces: list[Piece], marks: Vocabulary) -> list[Piece]:
    """Return the pieces with table rows marked, their cells and their header found; lines of one row are joined to one piece."""
    found: list[Piece] = []
    run: list[Piece] = []
    kind: re.Pattern[str] | None = None
    for piece in [*flattened(text, pieces, marks), None]:
        here = separator(text, piece) if piece and piece.kind is None else None
        if piece and here and (not run or (here is kind and piece.gap <= 1)):
            run.append(piece)
            kind = here
            continue
        found += rows(text, run, kind, marks) if kind else []
        run, kind = ([piece], here) if piece and here else ([], None)
        found += [piece] if piece and not here else []
    return found


def rows(text: str, run: Sequence[Piece], kind: re.Pattern[str], marks: Vocabulary) -> Sequence[Piece]:
    """Return a run of lines with separators as a table where their number of cells agrees, else as they are."""
    ruled = [bool(RULE.fullmatch(text, p.start, p.end)) for p in run]
    spans = [cells(text, p.start, p.end, kind) for p in run]
    body = [len(s) for s, rule in zip(spans, ruled, strict=True) if not rule]
    if len(body) < 2 or max(body) < 2 or 2 * sum(n == max(set(body), key=body.count) for n in body) < len(body):
        return run
    header: Piece | None = None
    plain = (p if rule else row_of([p], [s]) for p, s, rule in zip(run, spans, ruled, strict=True))
    found = drawn(text, run, spans, ruled) if kind is PIPE else list(plain)
    for i, piece in enumerate(found):
        if not piece.cells:
            piece.kind = "boilerplate"
            continue
        piece.header = header
        follows = i + 1 < len(found) and not found[i + 1].cells
        if header is None and (follows or heads([text[a:b] for a, b in piece.cells], marks)):
            header = piece
    return found


def drawn(text: str, run: Sequence[Piece], spans: Sequence[Spans], ruled: Sequence[bool]) -> list[Piece]:
    """Return the ruled lines and the rows of a table with bars. A row of a drawn table may take several lines: those between two ruled
    lines, or those that have nothing in their first cell; in Markdown each line is a row."""
    lines = list(zip(run, spans, ruled, strict=True))
    markdown = any(ruled) and all(MARKDOWN.fullmatch(text, p.start, p.end) for p, _, rule in lines if rule)
    groups = [(rule, list(some)) for rule, some in groupby(lines, key=itemgetter(2))]
    boxed = sum(not rule for rule, _ in groups) >= FEWEST_BOXES
    found: list[Piece] = []
    for rule, some in groups:
        if rule:
            found += [piece for piece, _, _ in some]
            continue
        rows: list[list[tuple[Piece, Spans, bool]]] = []
        one = boxed and any(sum(cut[at][0] < cut[at][1] for _, cut, _ in some) == 1 for at in range(min(len(s[1]) for s in some)))
        for line in some:
            cut = line[1]
            below = rows and not markdown and len(cut) == len(rows[-1][0][1]) and (one or cut[0][0] == cut[0][1])
            if below:
                rows[-1].append(line)
            else:
                rows.append([line])
        found += [row_of([piece for piece, _, _ in row], [cut for _, cut, _ in row]) for row in rows]
    return found


def row_of(lines: Sequence[Piece], spans: Sequence[Spans]) -> Piece:
    """Return lines with as many cells each as one row."""
    parts = tuple(tuple((a, b) for a, b in column if a < b) for column in zip(*spans, strict=True))
    return laid_out(parts, lines[0], lines[-1].end)


def laid_out(parts: Sequence[Spans], first: Piece, end: int) -> Piece:
    """Return a table row that begins with the piece `first` and ends at `end`, of the parts of its cells; an empty cell stands at its
    beginning. The parts are kept where a cell has more than one."""
    whole = tuple((cell[0][0], cell[-1][1]) if cell else (first.start, first.start) for cell in parts)
    several = any(len(cell) > 1 for cell in parts)
    row = Piece(first.start, end, first.start, first.gap, first.indent, kind="table_row", cells=whole)
    row.parts = tuple(parts) if several else ()
    return row


def heads(words: Sequence[str], marks: Vocabulary) -> bool:
    """Whether these cells are the names of columns: two known ones, or one beside what is worded like one or counts the rows."""
    names = [name(word) for word in words if word.strip()]
    known = sum(word in marks.table_headers for word in names)
    if known >= 2 or not known:
        return known >= 2
    counts = names[0] in SERIAL and len(names) >= FEWEST_COLUMNS
    return all(map(brief, names)) and (counts or sum(worded(word, marks) for word in names) >= 2)


def may_head(words: Sequence[str], marks: Vocabulary) -> bool:
    """Whether these cells are likely column names where they stand above all others: short words without figures, one like such a name."""
    names = [name(word) for word in words if word.strip()]
    return len(names) >= 2 and all(brief(word) and not FIGURE.search(word) for word in names) and any(worded(word, marks) for word in names)


def brief(word: str) -> bool:
    """Whether a column's name (as `name` returns it) is short and no sentence."""
    return len(word) <= LONGEST_NAME and word[-1:] not in ".。;；"


def worded(word: str, marks: Vocabulary) -> bool:
    """Whether a column's name (as `name` returns it) is known or worded as such names are."""
    return word in marks.table_headers or bool(marks.columns and marks.columns.fullmatch(word))


def name(words: str) -> str:
    """Return a column's name caseless, without bold signs, what stands in brackets behind it, and inner spaces of spaced-out headings."""
    plain = re.sub(r"\s*[(（].{0,30}[)）]$", "", " ".join(words.strip("* ").split())).casefold()
    return SPACED.sub("", plain) if " " in plain else plain


def flattened(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> Iterator[Piece]:
    """Yield the pieces; where three or more lines name columns, the lines after them are gathered to rows of that many cells."""
    place = 0
    while place < len(pieces):
        columns = 0
        while place + columns < len(pieces) and column(text, pieces[place + columns], marks):
            columns += 1
        if columns < FEWEST_COLUMNS:
            yield pieces[place]
            place += 1
            continue
        header = row(pieces[place : place + columns])
        yield header
        place += columns
        for piece in gathered(text, pieces, place, columns, name(text[header.cells[0][0] : header.cells[0][1]]) in SERIAL):
            piece.header = header
            yield piece
            place += columns


SERIAL = frozenset({"stt", "tt", "số tt", "s.tt", "số thứ tự", "序号", "编号", "序"})


def column(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether the piece is a line of its own with the name of a column."""
    return (
        piece.kind is None
        and piece.end - piece.start <= 30
        and piece.family is None
        and name(text[piece.start : piece.end]) in marks.table_headers
    )


def gathered(text: str, pieces: Sequence[Piece], place: int, columns: int, serial: bool) -> Iterator[Piece]:
    """Yield rows of `columns` lines each, as long as they begin with the next serial number (or, without one, have cell-sized lines)."""
    count = 1
    while place + columns <= len(pieces):
        lines = pieces[place : place + columns]
        if any(p.end - p.start > LONGEST_CELL or p.kind not in (None, "boilerplate") for p in lines):
            return
        if serial and text[lines[0].start : lines[0].end].strip(".") != str(count):
            return
        if not serial and any(p.gap > 1 for p in lines[1:]):
            return
        yield row(lines)
        place, count = place + columns, count + 1


def row(lines: Sequence[Piece]) -> Piece:
    """Return one table row whose cells are `lines`."""
    first, last = lines[0], lines[-1]
    spans = tuple((p.start, p.end) for p in lines)
    return Piece(first.start, last.end, first.start, first.gap, first.indent, kind="table_row", cells=spans, fixed=True)
