"""Documents whose lines were broken by width, with their paragraphs whole: what is to be read never meets a line break inside a word.

flat = unwrap(document)
clauses = [restored(clause, flat) for clause in extract.clauses(annotate.annotate(flat.document, settings), settings)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.records import Block, Clause, Document, Span
from pipeline.text import View, plain

BREAK = re.compile(r"[ \t\u3000]*\n\s*")
WIDE = re.compile("[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]")  # what stands beside the next letter without a blank
S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A document with its paragraphs whole, and the way back to the one that was read (None where it is the same)."""

    document: Document
    view: View | None = None


def unwrap(document: Document) -> Unwrapped:
    """Return a document with a blank, between Chinese letters nothing, for each line break inside a block; tables stay as they are."""
    edits = [edit for block in document.blocks if not block.cells for edit in _breaks(document.text, block)]
    if not edits:
        return Unwrapped(document)
    view = plain(document.text).edit(edits)
    blocks = tuple(_moved(block, view) for block in document.blocks)
    return Unwrapped(replace(document, text=view.text, blocks=blocks, places=()), view)


def _breaks(text: str, block: Block) -> Iterator[tuple[int, int, str]]:
    if text.find("\n", block.start, block.end) < 0:
        return
    for found in BREAK.finditer(text, block.start, block.end):
        start, end = found.span()
        if block.start < start and end < block.end:
            beside = WIDE.match(text, start - 1) or WIDE.match(text, end)
            yield start, end, "" if beside else " "


def _moved(block: Block, view: View) -> Block:
    start, end = view.folded(block.start, block.end)
    body = min(view.folded(block.body, block.end)[0], end) if block.body < block.end else end
    return replace(block, start=start, end=end, body=body, cells=tuple(view.folded(*cell) for cell in block.cells))


def restored(clause: Clause, flat: Unwrapped) -> Clause:
    """Return a clause read in the unwrapped document as it stands in the one that was read, every quote to the letter."""
    view = flat.view
    if view is None:
        return clause

    def back(span: S) -> S:
        start, end = view.original(span.start, span.end)
        return replace(span, quote=view.source[start:end], start=start, end=end)

    def each(spans: tuple[S, ...]) -> tuple[S, ...]:
        return tuple(map(back, spans))

    return replace(
        clause,
        action=back(clause.action),
        actors=each(clause.actors),
        modal=clause.modal and back(clause.modal),
        deadlines=each(clause.deadlines),
        recipient=clause.recipient and back(clause.recipient),
        condition=clause.condition and back(clause.condition),
        basis=each(clause.basis),
        sentence=back(clause.sentence),
    )
