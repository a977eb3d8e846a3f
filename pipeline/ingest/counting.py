"""Item numbers that stand right before a number of the text (`2.30个小区`), told from sections (`2.3`) by what was counted above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary

GLUED = re.compile("(\\d{1,2})[.．](\\d{1,5})(?=[%％\u4e00-\u9fff]|[A-Z]{1,4}[\u4e00-\u9fff])")
WHOLE = re.compile(r"\d{1,2}")


def settle(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Make items of the lines whose number goes on from the item above (2 after 1) and whose next digits continue no sections."""
    rank = next(family.rank for family in marks.families if family.family == "decimal")
    last, section = 0, (0, 0)
    for piece in pieces:
        if piece.kind is not None or piece.fixed:
            continue
        glued = GLUED.match(text, piece.start, piece.end) if piece.family in (None, "decimal_2") else None
        if glued:
            whole, digits = int(glued[1]), int(glued[2])
            if whole == last + 1 and last and digits > 1 and section != (whole, digits - 1):
                piece.family, piece.rank, piece.number, piece.body = "decimal", rank, glued[1], glued.start(2)
            elif piece.family is not None:
                section = (whole, digits)
        elif piece.family == "decimal_2":
            parts = [int(part) for part in re.findall(r"\d+", piece.number or "")]
            section = (parts[0], parts[1]) if len(parts) == 2 else section
        elif piece.family is not None and piece.rank < rank:
            last = 0
        if piece.family == "decimal" and (number := WHOLE.fullmatch(piece.number or "")):
            last = int(number[0])
