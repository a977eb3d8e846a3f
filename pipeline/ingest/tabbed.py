"""Tables of plain text with one tab between two cells, as Word and spreadsheets give them: cells of several lines, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.ingest import tables
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import STOP, capitals, last_letter

LONGEST_LINE = 400  # of the column names
MOST_LINES = 60  # of one row
SERIAL = re.compile(r"[（(]?(?:\d{1,3}(?:[.．]\d{1,2}){0,2}|[IVXLC]{1,5}|[A-Za-zĐđ]|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[.．、:]?")


def read(text: str, pieces: Sequence[Piece], at: int, marks: Vocabulary) -> tuple[list[Piece], int]:
    """Return the rows of the table whose column names stand in line `at`, and how many lines it takes; ([], 0) where none does."""
    head = line(text, pieces[at])
    if pieces[at].kind is not None or text.find("\t", *head) < 0 or pieces[at].end - pieces[at].start > LONGEST_LINE:
        return [], 0
    names = [text[a:b] for a, b in tables.cells(text, *head, tables.TAB)]
    if not all(names) or not tables.heads(names, marks):
        return [], 0
    serial = tables.name(names[0]) in tables.SERIAL
    found, place = [pieces[at : at + 1]], at + 1
    while place < len(pieces):
        size = gathered(text, pieces, place, len(names) - 1, serial)
        if not size:
            break
        found.append(pieces[place : place + size])
        place += size
    return (list(made(text, found, len(names))), place - at) if len(found) > 1 else ([], 0)


def made(text: str, found: Sequence[Sequence[Piece]], columns: int) -> Iterator[Piece]:
    """Yield the rows; a line without a tab stands over all columns, and empty cells at the head of a row are the ones above, merged."""
    header: Piece | None = None
    above: Piece | None = None
    for lines in found:
        start, end = line(text, lines[0])[0], line(text, lines[-1])[1]
        row = Piece(lines[0].start, lines[-1].end, lines[0].start, lines[0].gap, 0, kind="table_row", fixed=True, header=header)
        spans = [(max(a, row.start), max(b, row.start)) for a, b in tables.cells(text, start, end, tables.TAB)]
        over = len(spans) == 1 and columns > 1
        spans = spans * columns if over else [*spans, *[(row.start, row.start)] * (columns - len(spans))]
        if above is not None:
            first = next(i for i, (a, b) in enumerate(spans) if a < b)
            spans[:first] = above.cells[:first]
        row.cells = tuple(spans)
        above = row if header is not None and not over else None
        header = header or row
        yield row


def line(text: str, piece: Piece) -> tuple[int, int]:
    """Return the whole line of a piece, the tabs before and behind its words with it."""
    end = text.find("\n", piece.end, piece.end + LONGEST_LINE)
    return max(0, piece.start - piece.indent), piece.end if end < 0 or text[piece.end : end].strip() else end


def tabs(text: str, piece: Piece) -> int:
    """Return the number of tabs in the line of a piece."""
    return text.count("\t", *line(text, piece))


def gathered(text: str, pieces: Sequence[Piece], place: int, most: int, serial: bool) -> int:
    """Return how many lines from `place` on make one row of a table with `most` tabs in a row, 0 where they make none.

    Tabs at the end of a row may be missing.
    """
    first, seen = pieces[place], tabs(text, pieces[place])
    after = pieces[place + 1] if place + 1 < len(pieces) and pieces[place + 1].gap <= 1 else None
    if first.kind is not None or first.gap > 2 or seen > most or not (seen or after):
        return 0
    numbered = begins(text, first) if serial else seen == most
    if serial and not numbered and text[line(text, first)[0]] != "\t":
        below = after is not None and not seen and begins(text, after)
        return int(below and last_letter(text, first) not in STOP)  # a line over all columns
    if not serial and not seen and after is not None and tabs(text, after) == most and not runs_on(text, first, after):
        return int(last_letter(text, first) not in STOP)
    size = 1
    while seen < most and place + size < len(pieces) and size < MOST_LINES:
        piece = pieces[place + size]
        here = tabs(text, piece)
        if piece.kind is not None or piece.gap > 1 or seen + here > most or (serial and begins(text, piece)):
            return size if tabs(text, pieces[place + size - 1]) else int(tabs(text, first) > 0)
        seen += here
        size += 1
    if seen < most:
        return int(tabs(text, first) > 0)
    return size + (trailing(text, pieces, place + size) if serial else 0)


def runs_on(text: str, here: Piece, following: Piece) -> bool:
    """Whether a line without a tab is the first of a cell that the next one goes on with."""
    return last_letter(text, here) in ",;:、，；：" or text[following.start].islower()


def begins(text: str, piece: Piece) -> bool:
    """Whether a line begins with a serial number and a tab."""
    number = SERIAL.match(text, piece.start, piece.end)
    return number is not None and text.startswith("\t", number.end()) and text[line(text, piece)[0]] != "\t"


def trailing(text: str, pieces: Sequence[Piece], place: int) -> int:
    """Return how many lines without a tab go on the last cell of a row before the next numbered one; a line in capitals or with a number
    heads the rows below it."""
    for size, piece in enumerate(pieces[place : place + MOST_LINES]):
        if tabs(text, piece):
            return size if begins(text, piece) else 0
        if piece.gap > 1 or piece.family is not None or capitals(text[piece.start : piece.end]):
            return 0
    return 0
