"""Where the article of a page lies: the innermost element that holds most of the words, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.ingest.elements import Size
from pipeline.ingest.frame import alone
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END

MAIN = 0.8  # of the words outside links and furniture: the element that holds so many holds the article
FEWEST = 0.25  # of all letters on the page: with fewer outside links and furniture, it has no article
LONGEST_TITLE = 400
LONGEST_SECTION = 60
BEFORE, INSIDE, AFTER = range(3)
SITE = re.compile(r"\s+[|–—_-]\s+|_|\||(?<=[\u4e00-\u9fff）》])[-–—](?=[\u4e00-\u9fff])")  # what stands before the name of the site
WORDS = re.compile(r"[\W_]+")


def main(sizes: Sequence[Size]) -> Size | None:
    """Return the size of the innermost element with most of the page's words; None where no single one has them."""
    whole = sizes[0].mass if sizes else 0
    if not whole or whole < FEWEST * sizes[0].letters:
        return None
    return next((size for size in reversed(sizes) if size.mass >= MAIN * whole and not size.data), None)


def alike(element: Any, article: Any) -> bool:
    """Whether an element right after the article is a further part of it: it carries the same name."""
    return element.tag == article.tag and bool(element.get("class")) and element.get("class") == article.get("class")


def titles(root: Any) -> frozenset[str]:
    """Return the letters of the names that the page's head gives to it, whole and without the name of the site."""
    named = [element.text or "" for element in root.iter("title")][:1]
    named += [
        e.get("content") or ""
        for e in root.iter("meta")
        if (e.get("property") or e.get("name") or "").lower() in ("og:title", "articletitle")
    ]
    parts = [part for name in named for part in (name, SITE.split(name.strip())[0])]
    return frozenset(filter(None, (letters(part) for part in parts)))


def letters(words: str) -> str:
    """Return letters and digits, caseless."""
    return WORDS.sub("", words[:LONGEST_TITLE]).casefold()


def mark(text: str, pieces: Sequence[Piece], places: Sequence[int], names: frozenset[str], marks: Vocabulary) -> None:
    """Set `boilerplate` on the lines after the article and on those before its title; signatures and datelines stay what they are.

    Of what stands inside the article before its title only the short lines are none of it: the names of its section.
    """
    title = next((place for place, piece in enumerate(pieces) if is_title(text, piece, names)), None)
    headed = any(piece.kind == "title" for piece in pieces)
    if title is not None and not headed:
        pieces[title].kind, pieces[title].depth, pieces[title].fixed = "title", 1, True
    first = next((place for place, where in enumerate(places) if where == INSIDE), None)
    start = 0 if first is None or (title is None and headed) else first if title is None else min(title, first)
    for place, (piece, where) in enumerate(zip(pieces, places, strict=True)):
        line = text[piece.start : min(piece.end, piece.start + LONGEST_TITLE)]
        if piece.kind != "title" and ((place < start and where == BEFORE) or where == AFTER):
            if alone(line, line.casefold(), marks) != "signature":
                piece.kind, piece.fixed = "boilerplate", True
        elif title is not None and place < title and section(piece, line) and alone(line, line.casefold(), marks) is None:
            piece.kind, piece.fixed = "boilerplate", True


def section(piece: Piece, line: str) -> bool:
    """Whether a line before the title could name the section of the portal in which the article stands."""
    return piece.kind is None and piece.number is None and len(line) <= LONGEST_SECTION and line[-1] not in SENTENCE_END + ";；:：,，"


def is_title(text: str, piece: Piece, names: frozenset[str]) -> bool:
    """Whether a line is the page's title."""
    if piece.kind in ("boilerplate", "table_row") or piece.end - piece.start > LONGEST_TITLE:
        return False
    return piece.kind == "title" or letters(text[piece.start : piece.end]) in names
