"""Tables copied out of a page, their columns kept apart by single blanks: Chinese rows have no other blanks; of Vietnamese ones only the
numbers at their head are sure."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest import tables
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import is_han

FEWEST_COLUMNS = 3
LONGEST_HEAD = 120  # characters
LONGEST_NAME = 5  # words of a column's name
MOST_ROWS = 400


def read(text: str, pieces: Sequence[Piece], at: int, marks: Vocabulary) -> tuple[list[Piece], int]:
    """Return the rows below column names in line `at` that only single blanks part, and how many lines they take; ([], 0) for none."""
    head = pieces[at]
    if head.kind is not None or head.fixed or head.end - head.start > LONGEST_HEAD:
        return [], 0
    spans = words(text, head)
    if len(spans) < FEWEST_COLUMNS:
        return [], 0
    if is_han(text[head.start]):
        return chinese(text, pieces, at, spans, marks)
    return numbered(text, pieces, at, marks) if names(text, head, marks) >= FEWEST_COLUMNS else ([], 0)


def words(text: str, piece: Piece) -> list[tuple[int, int]]:
    """Return the places of the words of a line between its blanks."""
    found, at = [], piece.start
    for word in text[piece.start : piece.end].split():
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found


def chinese(text: str, pieces: Sequence[Piece], at: int, head: Sequence[tuple[int, int]], marks: Vocabulary) -> tuple[list[Piece], int]:
    """Return the rows of a Chinese table: lines with as many words as it has columns."""
    said = [tables.name(text[a:b]) for a, b in head]
    if not tables.heads(said, marks) or not all(tables.worded(word, marks) for word in said):
        return [], 0
    rows = [tables.laid_out(tuple((span,) for span in head), pieces[at], pieces[at].end)]
    for piece in pieces[at + 1 : at + 1 + MOST_ROWS]:
        spans = words(text, piece) if piece.kind is None and piece.gap <= 2 and piece.end - piece.start <= tables.LONGEST_CELL else []
        if len(spans) != len(head):
            break
        row = tables.laid_out(tuple((span,) for span in spans), piece, piece.end)
        row.header = rows[0]
        rows.append(row)
    return (rows, len(rows)) if len(rows) > 1 else ([], 0)


def names(text: str, piece: Piece, marks: Vocabulary) -> int:
    """Return how many known column names a line consists of, the longest first; 0 where other words stand in it."""
    left, count = text[piece.start : piece.end].casefold().split(), 0
    while left:
        size = next((n for n in range(min(LONGEST_NAME, len(left)), 0, -1) if " ".join(left[:n]) in marks.table_headers), 0)
        if not size:
            return 0
        left, count = left[size:], count + 1
    return count


def numbered(text: str, pieces: Sequence[Piece], at: int, marks: Vocabulary) -> tuple[list[Piece], int]:
    """Return the column names as furniture and the lines below as they are, those that count on from 1 as items."""
    rank = next(family.rank for family in marks.families if family.family == "decimal")
    pieces[at].kind = "boilerplate"
    count, used = 0, 1
    for piece in pieces[at + 1 : at + 1 + MOST_ROWS]:
        first, _, rest = text[piece.start : piece.end].partition(" ")
        if piece.gap > 2 or piece.kind is not None:
            break
        if first == str(count + 1) and rest:
            count += 1
            piece.family, piece.rank, piece.number, piece.body = "decimal", rank, first, piece.end - len(rest.lstrip())
        elif not count:
            break
        used += 1
    return list(pieces[at : at + used]), used
