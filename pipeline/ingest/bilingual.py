"""Texts in both languages: rows with a cell in each, paragraphs that say the same twice, lists that run side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.ingest import language
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.vocabulary import Vocabulary

TONGUES = ("zh", "vi")
FEWEST = 2  # pieces in each language of a text that is written in both
SHARE = 0.4  # of the pieces in one language: how many there are in the other, at least
FEWEST_LETTERS = 4
LINE = re.compile(r"[^\n]*\S")
# where a sentence in the other language may begin: behind the end of one, or behind a stroke between the two
BORDER = re.compile(
    r"(?<=[。！？；])[ \t\u3000]*(?:[/|／｜][ \t\u3000]*)?(?=[^\W\d_])"
    r"|(?<=[.!?;])[ \t\u3000]*(?:[/|／｜][ \t\u3000]*)?(?=[\u4e00-\u9fff])"
    r"|(?<=\S)[ \t\u3000]+[/|／｜][ \t\u3000]+"
)


def rows(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> Iterator[Piece]:
    """Yield the pieces; the rows of a table that says the same in both languages, side by side, as the lines of their cells."""
    for is_row, some in groupby(pieces, key=lambda piece: piece.kind == "table_row" and bool(piece.cells)):
        table = list(some)
        if is_row and side_by_side(text, table):
            for piece in table:
                yield from cells(text, piece, marks)
        else:
            yield from table


def side_by_side(text: str, table: Sequence[Piece]) -> bool:
    """Whether most rows of a table without column names have a cell in each language, and no cell that goes on between others."""
    if any(piece.header is not None or piece.parts for piece in table):
        return False
    both = sum(set(TONGUES) <= {tongue(text, *cell) for cell in piece.cells} for piece in table)
    return 2 * both > len(table)


def tongue(text: str, start: int, end: int) -> str:
    """Return the language of a stretch with enough letters to tell, else `other`."""
    return language.of(text, start, end) if end - start >= FEWEST_LETTERS else "other"


def cells(text: str, piece: Piece, marks: Vocabulary) -> Iterator[Piece]:
    """Yield the lines of a row's cells as pieces of their own."""
    for start, end in dict.fromkeys(piece.cells):
        for line in LINE.finditer(text, max(start, piece.start), end):
            at = line.start() + len(line[0]) - len(line[0].lstrip())
            new = Piece(at, line.end(), at, 2, 0)
            number(text, new, marks)
            yield new


def borders(text: str, piece: Piece) -> Iterator[int]:
    """Yield where a paragraph goes over into the other language, at the end of a sentence or at a stroke."""
    if not (language.HAN.search(text, piece.start, piece.end) and language.VIETNAMESE.search(text, piece.start, piece.end)):
        return
    stops = [*BORDER.finditer(text, piece.body, piece.end), None]
    last, begin = "", piece.body
    for stop in stops:
        here = tongue(text, begin, stop.start() if stop else piece.end)
        if here in TONGUES:
            if last and here != last:
                yield begin
            last = here
        begin = stop.end() if stop else piece.end


def apart(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces in order; of a text in both languages those of each by themselves, so that neither's lists hold the other's."""
    some = list(pieces)
    counted = Counter(piece.language for piece in some)
    few, many = sorted(counted[code] for code in TONGUES)
    if few < FEWEST or few < SHARE * many:
        return [some]
    found: dict[str, list[Piece]] = {code: [] for code in TONGUES}
    code = max(TONGUES, key=lambda tongue: counted[tongue])
    for piece in some:
        code = piece.language if piece.language in TONGUES else code
        found[code].append(piece)
    return list(found.values())
