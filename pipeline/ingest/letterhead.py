"""The letterhead of a Vietnamese paper: the bodies over its number or the state's motto, and its subject (`V/v …`)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest import dates, document_number
from pipeline.ingest.lines import Piece
from pipeline.ingest.signature import COLUMNS
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import capitals

HEAD = 14  # blocks among which a letterhead ends
LONGEST_NAME = 90
MOST_KIND_WORDS = 3  # of a line that says nothing but the kind of the paper: `QUYẾT ĐỊNH`, `THÔNG BÁO KẾT LUẬN`


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `dateline` on the issuers of a letterhead, and on its subject where the paper's kind stands below with a subject of its own."""
    head = [piece for piece in pieces[:HEAD] if piece.kind != "boilerplate" or motto(text, piece, marks)]
    kind = next((at for at, piece in enumerate(head) if named(text, piece, marks)), None)
    for piece in head[: kind or 0]:
        if piece.kind is None and subject(text, piece, marks):
            piece.kind = "dateline"
    count = 0
    while count < len(head) and issuing(text, head[count], marks):
        count += 1
    if not 0 < count < len(head) or not any(named(text, piece, marks) or subject(text, piece, marks) for piece in head[count:]):
        return
    below = head[count]
    line = text[below.start : below.end]
    numbered = below.kind == "dateline" and (document_number.find(line, marks) is not None or document_number.unfilled(line))
    alone = named(text, below, marks) and len(line.split()) <= MOST_KIND_WORDS
    if numbered or alone or motto(text, below, marks):
        for piece in head[:count]:
            piece.kind = "dateline"


def columns(line: str, marks: Vocabulary) -> bool:
    """Whether the line sets the issuing body and the state's motto side by side."""
    parts = COLUMNS.split(line) if "   " in line or "\t" in line else []
    return any(bool(marks.letterhead and marks.letterhead.fullmatch(part.casefold())) for part in parts)


def issuing(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line could name an issuer: capitals, no number, no headline, no kind of paper."""
    line = text[piece.start : piece.end]
    if piece.kind not in (None, "dateline") or piece.fixed or piece.family is not None or piece.language == "zh":
        return False
    plain = len(line) <= LONGEST_NAME and capitals(line) and document_number.find(line, marks) is None and not dates.find(line)[0]
    return plain and not marks.titles.match(line) and not headline(line, marks) and not subject(text, piece, marks)


def named(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line in capitals says what kind of paper this is."""
    line = text[piece.start : piece.end]
    return (
        piece.kind in (None, "title")
        and len(line) <= LONGEST_NAME
        and line[-1] != ":"
        and capitals(line)
        and marks.titles.fullmatch(line) is not None
    )


def motto(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line is the state's name or motto."""
    line = text[piece.start : min(piece.end, piece.start + LONGEST_NAME)]
    return marks.letterhead is not None and marks.letterhead.fullmatch(line.casefold()) is not None


def subject(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line tells what a paper is about (`V/v …`, `Về việc …`)."""
    return marks.subjects is not None and marks.subjects.match(text, piece.start, piece.end) is not None


def headline(line: str, marks: Vocabulary) -> bool:
    """Whether a line in capitals tells news of a body (`BỘ Y TẾ YÊU CẦU …`) where a letterhead would but name it."""
    return ":" in line or (marks.headlines is not None and marks.headlines.search(line.casefold()) is not None)


def publisher(text: str, head: Sequence[Piece], marks: Vocabulary) -> str | None:
    """Return the body that issues the paper, from the lines in capitals with which its head begins; None without such lines.

    Of two bodies the lower one issues; a line that names no body of its own, or opens with `và`, goes on with the one above.
    """
    name = ""
    for piece in head:
        line = COLUMNS.split(text[piece.start : piece.end])[0]
        if (
            piece.kind != "dateline"
            or piece.language == "zh"
            or not capitals(line)
            or document_number.find(line, marks)
            or dates.find(line)[0]
        ):
            break
        beside = marks.letterhead.search(line.casefold()) if marks.letterhead else None
        line = line[: beside.start()].rstrip(" -–—|") if beside else line
        lower = marks.bodies is not None and marks.bodies.match(line.casefold()) and not _unfinished(name, marks)
        name = line if lower or not name else f"{name} {line}"
    return name or None


def _unfinished(name: str, marks: Vocabulary) -> bool:
    folded = name.casefold()
    open_ended = folded.endswith(("-", ",")) or folded.rsplit(None, 1)[-1:] == ["và"]
    return open_ended or (marks.unfinished_bodies is not None and marks.unfinished_bodies.fullmatch(folded) is not None)
