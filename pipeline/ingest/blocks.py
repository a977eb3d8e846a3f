"""From lines to blocks: the order in which the parts of a document are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from pipeline.ingest import (
    bilingual,
    counting,
    frame,
    furniture,
    interview,
    language,
    letterhead,
    messages,
    metadata,
    open_tables,
    outline,
    related,
    running,
    signature,
    tables,
    wrapping,
)
from pipeline.ingest.errors import IngestError
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.records import Block, BlockKind
from pipeline.text import View

MOST_BLOCKS = 1_000_000


def build(text: str, lines: list[Piece], marks: Vocabulary) -> list[Piece]:
    """Return the blocks of `text` in order, from its lines; every visible character lies in exactly one.

    IngestError where there are more than a million: such a file is a table or a log, not a document.
    """
    pieces = list(bilingual.rows(text, tables.mark(text, list(open_tables.mark(text, lines, marks)), marks), marks))
    counting.settle(text, pieces, marks)
    pieces = list(messages.mark(text, pieces, marks))
    running.mark(text, pieces, marks)
    pieces = list(islice(wrapping.cut(text, wrapping.join(text, pieces, marks), marks), MOST_BLOCKS + 1))
    if len(pieces) > MOST_BLOCKS:
        raise IngestError("blocks", f"more than {MOST_BLOCKS} paragraphs, so it is no single document; split the file into documents")
    for piece in pieces:
        piece.language = language.of(text, piece.body if piece.body < piece.end else piece.start, piece.end)
        if piece.kind is None:
            piece.kind = alone(text, piece, marks)
            if piece.kind == "dateline":
                piece.family, piece.number, piece.body = None, None, piece.start
    furniture.mark(text, pieces, marks)
    related.mark(text, pieces, marks)
    frame.mark(text, pieces, marks)
    signature.mark(text, pieces, marks)
    interview.mark(text, pieces, marks)
    letterhead.mark(text, pieces, marks)
    frame.titles(text, pieces, marks)
    for some in bilingual.apart(pieces):
        outline.kinds(text, some, marks)
    pieces = frame.joined_titles(text, pieces, marks)
    for some in bilingual.apart(pieces):
        outline.nest(text, some)
    for index, piece in enumerate(pieces):
        piece.index = index
    return pieces


# what stands before a colon with its letters set apart: 时　间：, 主 持 人：
LABEL = re.compile("[\u4e00-\u9fff](?:[ \u3000]{1,8}[\u4e00-\u9fff]){1,4}[ \u3000]{0,4}(?=[:：])")
BLANKS = re.compile("[ \u3000]+")
LONGEST_LINE = 400  # characters: what is longer is prose, whatever words stand in it


def alone(text: str, piece: Piece, marks: Vocabulary) -> BlockKind | None:
    """Return the kind that a line shows by its own words."""
    size = piece.end - piece.start
    if size > furniture.PROSE[piece.language] and text[piece.end - 1] in wrapping.SENTENCE_END and piece.language != "other":
        return "caption" if size <= LONGEST_LINE and marks.captions.ends(text[piece.start : piece.end]) else None
    line = metadata.unbroken(text[piece.start : min(piece.end, piece.start + 4 * LONGEST_LINE)])
    if label := LABEL.match(line):
        line = BLANKS.sub("", label[0]) + line[label.end() :]
    if marks.charged and marks.charged.fullmatch(line):
        return None
    folded = line.casefold() if size <= LONGEST_LINE else ""
    if furniture.alone(line, folded, piece.language, marks):
        return "boilerplate"
    return frame.alone(line, folded, marks) if folded else None


def records(pieces: Sequence[Piece], view: View) -> tuple[Block, ...]:
    """Return the blocks as they leave this stage, with offsets in the canonical text that `view` was made from."""
    edited = view.text is not view.source
    found = []
    for piece in pieces:
        start, end, body = piece.start, piece.end, min(piece.body, piece.end)
        if edited:
            body = view.original(body, end)[0] if body < end else view.original(start, end)[1]
            start, end = view.original(start, end)
        found.append(
            Block(
                kind=piece.kind or "paragraph",
                language=piece.language,  # type: ignore[arg-type]
                start=start,
                end=end,
                body=body,
                level=piece.level,
                number=piece.number,
                parents=tuple([parent.index for parent in piece.parents]),
                cells=tuple(view.original(*cell) for cell in piece.cells) if edited else piece.cells,
                header=piece.header.index if piece.header is not None else None,
                parts=tuple(tuple(view.original(*part) for part in cell) for cell in piece.parts) if edited else piece.parts,
                speaker=piece.speaker,
            )
        )
    return tuple(found)
