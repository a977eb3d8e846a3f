"""Rows of tables in plain text: markdown pipes, tabs, and tables flattened to one cell a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary

PIPE = re.compile(r"(?<!\\)\|")
TAB = re.compile(r"\t")
RULE = re.compile(r"[\s|:+=\-–—]+")
LONGEST_ROW = 20_000
LONGEST_CELL = 400
FEWEST_COLUMNS = 3  # of a flattened table: fewer words in a column are no proof


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
        spans.append((start + left, start + left + len(words.strip())) if words.strip() else (start, start))
        start = following
    return tuple(spans)


def separator(text: str, piece: Piece) -> re.Pattern[str] | None:
    """Return what separates the cells of a row, or None where the piece is no row."""
    if piece.fixed or piece.end - piece.start > LONGEST_ROW:
        return None
    if text.find("\t", piece.start, piece.end) >= 0:
        return TAB
    bars = text.count("|", piece.start, piece.end)
    return PIPE if bars >= 2 or (bars == 1 and RULE.fullmatch(text, piece.start, piece.end)) else None


def mark(text: str, pieces: list[Piece], marks: Vocabulary) -> list[Piece]:
    """Return the pieces with table rows marked, their cells and their header found; flattened rows are joined to one piece each."""
    pieces = list(flattened(text, pieces, marks))
    run: list[Piece] = []
    kind: re.Pattern[str] | None = None
    for piece in [*pieces, None]:
        here = separator(text, piece) if piece and piece.kind is None else None
        if piece and here and (not run or (here is kind and piece.gap <= 1)):
            run.append(piece)
            kind = here
            continue
        if kind:
            rows(text, run, kind, marks)
        run, kind = ([piece], here) if piece and here else ([], None)
    return pieces


def rows(text: str, run: Sequence[Piece], kind: re.Pattern[str], marks: Vocabulary) -> None:
    """Mark a run of lines with separators as a table where their number of cells agrees."""
    ruled = [bool(RULE.fullmatch(text, p.start, p.end)) for p in run]
    spans = [cells(text, p.start, p.end, kind) for p in run]
    body = [len(s) for s, rule in zip(spans, ruled, strict=True) if not rule]
    if len(body) < 2 or max(body) < 2 or 2 * sum(n == max(set(body), key=body.count) for n in body) < len(body):
        return
    header: Piece | None = None
    for i, piece in enumerate(run):
        if ruled[i]:
            piece.kind = "boilerplate"
            continue
        piece.kind, piece.cells = "table_row", spans[i]
        piece.family, piece.number, piece.rank, piece.body = None, None, 0, piece.start
        piece.header = header
        if header is None and ((i + 1 < len(run) and ruled[i + 1]) or header_words(text, spans[i], marks) >= 2):
            header = piece


def header_words(text: str, spans: Sequence[tuple[int, int]], marks: Vocabulary) -> int:
    """Return how many cells hold the name of a column."""
    return sum(name(text[start:end]) in marks.table_headers for start, end in spans)


def name(words: str) -> str:
    """Return a column's name caseless, without bold signs and inner spaces of spaced-out headings."""
    return re.sub(r"\s*[(（].{0,30}[)）]$", "", " ".join(words.strip("* ").split())).casefold()


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


SERIAL = frozenset({"stt", "tt", "số tt", "序号"})


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
