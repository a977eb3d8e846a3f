"""Documents whose lines were broken by width, with their paragraphs whole: what is to be read never meets a line break inside a word,
nor a sign of Markdown.

flat = unwrap(document)
clauses = [restored(clause, flat) for clause in extract.clauses(annotate.annotate(flat.document, settings), settings)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.records import Bearer, Block, Clause, Document, Span
from pipeline.text import View, plain

SPACE = re.compile(r"\s+")
BREAK = re.compile(r"[ \t\u3000]*\n\s*")
WIDE = re.compile("[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]")  # what stands beside the next letter without a blank
# **bold**, *slanted*, `code`, [link](address), <br>; a star inside a word or a sum is none of them
SIGNS = re.compile(
    r"(?P<bold>\*\*|__)(?=\S)(?P<words>[^*_\n]{1,300})(?<=\S)(?P=bold)"
    r"|(?<![^\s(（\"“\u3000-\u9fff\uff00-\uffef])\*(?=\S)(?P<slanted>[^*\n]{1,200})(?<=\S)\*(?![^\s.,;:!?)）\"”\u3000-\u9fff\uff00-\uffef])"
    r"|`(?P<code>[^`\n]{1,200})`"
    r"|\[(?P<link>[^\]\[\n]{1,300})\]\((?:https?:|mailto:|/|#)[^)\s]{0,500}\)"
    r"|(?P<break><br ?/?>)"
)
Cells = tuple[tuple[int, int], ...]
TAB, GAP = -1, -2  # in the place of a letter
S = TypeVar("S", bound=Span)


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A document with its paragraphs whole, and the way back to the one that was read (None where it is the same)."""

    document: Document
    view: View | None = None


def unwrap(document: Document) -> Unwrapped:
    """Return a document with a blank, between Chinese letters nothing, for each line break inside a block; of tables only the cells
    whose words stand between those of their neighbours are written anew, one cell behind the other. What stands inside a block and is
    none of it, as a running head does, is left out, and so are the signs of Markdown."""
    view, rows = _apart(document)
    edits = [edit for block in document.blocks if not block.cells for edit in _breaks(view.text, block)]
    edits = sorted([*edits, *(edit for block in document.blocks if not block.parts for edit in _signs(view.text, block))])
    if not edits and not rows:
        return Unwrapped(document)
    view = view.edit(edits)
    blocks = tuple(_moved(block, view, rows.get(number)) for number, block in enumerate(document.blocks))
    return Unwrapped(replace(document, text=view.text, blocks=blocks, places=()), view)


def _apart(document: Document) -> tuple[View, dict[int, Cells]]:
    """Return a view of the text, no longer or shorter, in which what has parts is made of them, a row cell by cell, and by the numbers
    of such blocks their cells, counted from the beginning of the block.

    Inside such a row the places of the view do not rise; at its edges and outside they do, so that `folded` holds for blocks.
    """
    text, rows = list(document.text), dict[int, Cells]()
    if not any(block.parts for block in document.blocks):
        return plain(document.text), rows
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for number, block in enumerate(document.blocks):
        if block.parts:
            places, rows[number] = _row(document.text, block)
            text[block.start : block.end] = [document.text[at] if at >= 0 else "\t" if at == TAB else " " for at in places]
            last = block.start
            for here, at in enumerate(places, block.start):
                last = at + 1 if at >= 0 else last
                starts[here], ends[here] = (at, at + 1) if at >= 0 else (last, last)
    return View("".join(text), document.text, starts, ends), rows


def _row(text: str, block: Block) -> tuple[list[int], Cells]:
    """Return the places of a block's letters part by part (TAB and GAP for what is written between them), and its cells then."""
    places, cells = list[int](), list[tuple[int, int]]()
    for parts in block.parts:
        if not parts:
            cells.append((len(places),) * 2)
            continue
        places += [TAB] if places else []
        begin = len(places)
        for before, (start, end) in zip([None, *parts], parts, strict=False):
            if before is not None and not (WIDE.match(text, before[1] - 1) or WIDE.match(text, start)):
                places.append(GAP)
            places += range(start, end)
        cells.append((begin, len(places)))
    return places + [GAP] * (block.end - block.start - len(places)), tuple(cells)


def _breaks(text: str, block: Block) -> Iterator[tuple[int, int, str]]:
    if text.find("\n", block.start, block.end) < 0:
        return
    for found in BREAK.finditer(text, block.start, block.end):
        start, end = found.span()
        if block.start < start and end < block.end:
            beside = WIDE.match(text, start - 1) or WIDE.match(text, end)
            yield start, end, "" if beside else " "


def _signs(text: str, block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield Markdown's signs in a block as edits: without emphasis and the addresses of links, a line break for its mark in a cell."""
    for found in SIGNS.finditer(text, block.start, block.end):
        if found["break"]:
            yield *found.span(), "\n"
            continue
        start, end = found.span(next(name for name in ("words", "slanted", "code", "link") if found[name] is not None))
        yield found.start(), start, ""
        yield end, found.end(), ""


def _moved(block: Block, view: View, row: Cells | None) -> Block:
    start, end = view.folded(block.start, block.end)
    if row is not None and block.cells:
        return replace(block, start=start, end=end, body=start, cells=tuple((start + a, start + b) for a, b in row), parts=())
    body = min(view.folded(block.body, block.end)[0], end) if block.body < block.end else end
    return replace(block, start=start, end=end, body=body, parts=(), cells=tuple(view.folded(*cell) for cell in block.cells))


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

    def named(bearer: Bearer) -> Bearer:
        found = back(bearer)
        return found if SPACE.sub("", found.quote) == SPACE.sub("", bearer.quote) else replace(found, words=bearer.quote)

    return replace(
        clause,
        action=back(clause.action),
        actors=tuple(named(bearer) for bearer in clause.actors),
        modal=clause.modal and back(clause.modal),
        deadlines=each(clause.deadlines),
        recipient=clause.recipient and back(clause.recipient),
        condition=clause.condition and back(clause.condition),
        basis=each(clause.basis),
        sentence=back(clause.sentence),
    )
