"""What follows a head such as "Bình luận" or "相关阅读": comments of readers, links to other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest import dates
from pipeline.ingest.furniture import SHORT_LINE, prose, tells
from pipeline.ingest.lines import BULLETS, Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END, last_letter

COUNTER = re.compile(r"\s*[(（]\d*(?:\s?条)?[)）]$|(?<=\S)\s?\d{1,5}(?:\s?条)?$|^\d{1,5}\s(?=\S)")
LONGEST_LABEL = 60
LONGEST_HEADLINE = 3  # lines


def label(text: str, piece: Piece) -> str:
    """Return the piece's words caseless and without counters or trailing signs (`Bình luận (0):` → `bình luận`)."""
    if piece.end - piece.start > LONGEST_LABEL or text[piece.end - 1] in SENTENCE_END:
        return ""
    return COUNTER.sub("", text[piece.start : piece.end].lstrip("#*-–•·>|》【[ ").rstrip(" :：>»!-–|】]")).casefold()


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Mark what follows a head such as "Bình luận" or "相关阅读".

    Comments last until the language changes or the outline of a document goes on; links to other articles until the next prose, or the
    line under a headline that begins an article; those above any article until its first sentence. An item that is numbered on from those
    before (5 after 4) belongs to the document, and with the page's title the article begins. A head that the vocabulary gives with a `#` is
    one only where it counts (`Ý kiến (2)`). In a Vietnamese text that shows no other furniture, such a head is a heading like any other in
    the first third and over a sentence, and a sentence ends what a head began.
    """
    web = any(piece.kind == "boilerplate" and site(text, piece, marks) for piece in pieces)
    mode, language, counted, told = "", "other", None, False
    links: set[Piece] = set()
    for place, piece in enumerate(pieces):
        serial = int(piece.number) if piece.number and piece.number.isascii() and piece.number.isdigit() else None
        name = label(text, piece)
        counted_name = f"{name} #" in marks.comments and bool(COUNTER.search(text[piece.start : piece.end]))
        strict = piece.language != "zh" and not web
        if piece.fixed and piece.kind == "title":
            mode = ""
        elif strict and not mode and (place < len(pieces) // 3 or place + 1 == len(pieces) or sentence(text, pieces[place + 1], marks)):
            pass
        elif strict and mode and sentence(text, piece, marks):
            mode = ""
        elif (name in marks.comments or counted_name) and (mode or place >= len(pieces) // 3):
            mode = "comments"
        elif name in marks.related:
            mode = mode if mode == "comments" else "related" if told else "above"
        elif mode in ("related", "above") and (opens(text, pieces, place, marks) or (mode == "above" and begins(text, piece))):
            headline(pieces, place, links)
            mode = ""
        elif mode and piece.kind != "boilerplate":
            outline = piece.family is not None and piece.family not in BULLETS and piece.rank < 70
            outline = outline or (serial is not None and counted is not None and serial == counted + 1)
            reader_speaks = mode == "comments" and not outline
            # a headline in Chinese has no full stop: behind a box of links the article goes on with its next sentence, however short
            goes_on = mode == "related" and piece.language == "zh" and text[piece.end - 1] == "。"
            if outline or goes_on or (prose(text, piece) and not (reader_speaks and piece.language in (language, "other"))):
                mode = ""
        if mode:
            if piece.kind is None and name not in marks.related:
                links.add(piece)
            piece.kind = "boilerplate"
        elif piece.kind is None:
            language = piece.language if piece.language != "other" else language
            counted = serial if serial is not None else counted
            told = told or begins(text, piece)


def opens(text: str, pieces: Sequence[Piece], place: int, marks: Vocabulary) -> bool:
    """Whether a piece stands under the headline of an article: its day and source with sentences below, or how news begins."""
    piece = pieces[place]
    line = text[piece.start : min(piece.end, piece.start + SHORT_LINE)]
    if piece.kind == "dateline":
        dated = dates.find(line)[0] is not None and marks.publisher.search(line) is not None
        return dated and any(begins(text, below) for below in pieces[place + 1 : place + 4])
    return piece.kind is None and any(mark is not None and mark.match(line.casefold()) for mark in (marks.openings, marks.leads))


def begins(text: str, piece: Piece) -> bool:
    """Whether the piece is of an article, not a link to one: a sentence or a part with a number."""
    if piece.kind is not None or piece.language == "other":
        return False
    outline = piece.family is not None and piece.family not in BULLETS and piece.rank < 70
    return outline or last_letter(text, piece) in SENTENCE_END + "；;"


def headline(pieces: Sequence[Piece], place: int, links: set[Piece]) -> None:
    """Take the headline above the first line of an article back from the links: its lines below the last blank one, else the last line."""
    first = place - 1
    while first > 0 and pieces[first].gap <= 1 and place - first < LONGEST_HEADLINE:
        first -= 1
    first = first if pieces[first].gap > 1 else place - 1
    for piece in pieces[max(0, first) : place]:
        if piece in links:
            piece.kind = None


def sentence(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line ends as a sentence does, or lays a duty on somebody; the name of an article does neither."""
    return text[piece.end - 1] in ".;" or tells(text[piece.start : min(piece.end, piece.start + SHORT_LINE)].casefold(), marks)


def site(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether furniture is that of a page of the web: not a ruler or number of a page, nor the state's motto."""
    line = text[piece.start : min(piece.end, piece.start + SHORT_LINE)].casefold()
    return any(map(str.isalpha, line)) and not (marks.letterhead and marks.letterhead.fullmatch(line))
