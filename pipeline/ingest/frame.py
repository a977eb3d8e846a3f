"""The head and frame of a document: datelines, captions, table of contents, titles, attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise

from pipeline.ingest import dates, document_number, furniture, letterhead
from pipeline.ingest.lines import Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END, capitals, last_letter
from pipeline.records import BlockKind

LONGEST_TITLE = {"zh": 70, "vi": 260, "other": 200}
LONGEST_LINE = 400
MOST_TITLE_LINES = 6
HEAD = 12  # blocks in which a title is printed again or its issuer named
LONGEST_DATELINE = 160
LONGEST_SPEAKER = 24
NUMERAL = re.compile(r"\d")
FIELD = re.compile(r"[\s|｜]+")
LABEL = re.compile(r"[:：]|$")
TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
WIDE = re.compile(r"[ \xa0]{4,}|\t")
FIELD_LINE = re.compile(
    "[\u4e00-\u9fff](?:[ \u3000]{0,8}[\u4e00-\u9fff]){1,5}[ \u3000]{0,4}[:：][ \u3000]*\\S"
)  # under a title: 主持人：周红
MOST_FIELDS = 16
OVER_HEAD = ("boilerplate", "dateline")


def alone(line: str, folded: str, marks: Vocabulary) -> BlockKind | None:
    """Return `signature`, `caption` or `dateline` where a line (and its caseless form) taken alone is one."""
    if letterhead.columns(line, marks):
        return "dateline"
    tells = furniture.tells(folded, marks)
    if marks.signature.match(line, folded) and not tells:
        return "signature"
    if marks.captions.match(line, folded):
        return "caption"
    if len(line) > LONGEST_DATELINE:
        return None
    if marks.datelines.match(line, folded) and (not tells or document_number.find(line, marks)):
        return "dateline"
    numbered = NUMERAL.search(line) and line[-1] not in SENTENCE_END + ";；:："
    return "dateline" if numbered and (numbers(line, marks) or fields(line, marks)) else None


def numbers(line: str, marks: Vocabulary) -> bool:
    """Whether the line is a document's number and no more; a decree that its number names (`…政府令第5号`) is its title."""
    named = marks.document_number.search(line) is None and marks.titles.match(line) is not None
    return document_number.find(line, marks) == line and not named


def fields(line: str, marks: Vocabulary) -> bool:
    """Whether the line is a row of labelled fields around a date or a number (`2026-03-05 18:40 来源：… 阅读：5321`)."""
    parts = [part for part in FIELD.split(line.replace("*", "")) if part]
    if not 1 < len(parts) <= MOST_FIELDS or (not dates.find(line)[0] and not document_number.find(line, marks)):
        return False
    told = [bool(dates.find(part)[0] or document_number.find(part, marks) == part) for part in parts]
    return any(told) and all(
        known or TIME.fullmatch(part) or LABEL.split(part.strip("【】[]()（）"), 1)[0].casefold() in marks.labels
        for part, known in zip(parts, told, strict=True)
    )


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set what needs its neighbours: doubled captions and the table of contents; people in a row are a list, under no picture."""
    listed = [pair for pair in pairwise(pieces) if pair[1].gap == 1 and all(person(text, piece, marks) for piece in pair)]
    for piece in chain.from_iterable(listed):
        piece.kind = None
    for place in range(3, len(pieces)):
        if pieces[place].kind is None and twice(text, pieces[place - 1], pieces[place]):
            pieces[place - 1].kind = pieces[place].kind = "caption"
    contents(text, pieces, marks)


def person(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a piece was taken for a caption only since it opens with a person's name."""
    line = text[piece.start : min(piece.end, piece.start + LONGEST_LINE)]
    return piece.kind == "caption" and marks.entries is not None and bool(marks.entries.match(line)) and not marks.captions.ends(line)


def twice(text: str, before: Piece, piece: Piece) -> bool:
    """Whether two lines in a row say the same, as a picture's text and its caption do."""
    same = before.end - before.start == piece.end - piece.start > 12 and before.kind is None and before.family is None
    return same and last_letter(text, piece) not in ":：" and text[before.start : before.end] == text[piece.start : piece.end]


def contents(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Mark a table of contents: short lines after its head that all stand in the document again."""
    heads = {"".join(words.split()) for words in marks.contents}
    for place, piece in enumerate(pieces):
        if piece.end - piece.start > 20 or "".join(text[piece.start : piece.end].casefold().split()).strip("#*:") not in heads:
            continue
        entries: dict[str, int] = {}
        for at in range(place + 1, len(pieces)):
            entry = plain(text, pieces[at])
            if pieces[at].end - pieces[at].start > 120 or entry in entries:
                break
            entries[entry] = at
        else:
            continue
        last = at if plain(text, pieces[at]) in entries else place
        for item in pieces[place:last]:
            item.kind = "boilerplate"
        return


def plain(text: str, piece: Piece) -> str:
    """Return the letters and digits of the piece without leader dots, page number and spaces."""
    line = re.sub(r"[.．…·\s]{2,}\d{1,4}$", "", text[piece.start : min(piece.end, piece.start + 200)])
    return re.sub(r"[\W_]+", "", line).casefold()


def titles(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set `title` on the document's title, on the titles of attached documents and on that of a second language's text."""
    found: str | None = None
    language = ""
    # At the head of the document (unless the markup names its title), or right after a signature block or an attachment's mark.
    fresh = not any(piece.fixed and piece.kind == "title" for piece in pieces)
    for place, piece in enumerate(pieces):
        if piece.kind in ("boilerplate", "caption"):
            continue
        if piece.kind in ("dateline", "signature"):
            fresh = fresh or piece.kind == "signature"
            continue
        if piece.kind == "title":
            found, language, fresh = found or plain(text, piece), piece.language, False
            continue
        line = text[piece.start : min(piece.end, piece.start + LONGEST_LINE)]
        switched = bool(language) and piece.language != "other" and piece.language != language
        if marks.attachments and piece.kind is None and piece.end - piece.start <= 120 and marks.attachments.fullmatch(line):
            if piece.end - piece.start > 8 and any(p.kind == "signature" for p in pieces[max(0, place - 3) : place + 4]):
                piece.kind = "signature"  # the list of attachments, not the head of one
                continue
            piece.kind = "heading"
            fresh = True
        elif (
            piece.kind is None
            and found is not None
            and place < HEAD
            and plain(text, piece) == found
            and last_letter(text, piece) not in ":："
        ):
            piece.kind = "boilerplate"
        elif piece.kind is None and (
            (place < HEAD and piece.family is None and issuer(text, pieces, place, marks, grounds=not fresh))
            or (piece.language == "zh" and speaker(text, pieces, place, marks))
        ):
            piece.kind = "dateline"
        elif (
            piece.kind is None
            and (fresh or switched)
            and title_like(text, piece, place, pieces, marks)
            and not (found is not None and piece.language == "zh" and FIELD_LINE.match(text, piece.start, piece.end))
        ):
            piece.kind = "title"
            found = found if found is not None else plain(text, piece)
            if piece.language != "other":
                language = piece.language
            continue
        else:
            fresh = False
        if piece.language != "other":
            language = piece.language


def issuer(text: str, pieces: Sequence[Piece], place: int, marks: Vocabulary, grounds: bool = False) -> bool:
    """Whether the piece names the body that issues the document: in the letterhead, or (`grounds`: only) right above its grounds."""
    piece = pieces[place]
    line = text[piece.start : piece.end]
    if not marks.issuers or piece.end - piece.start > 90 or place + 1 >= len(pieces):
        return False
    above = pieces[place - 1] if place else None
    subject = letterhead.subject(text, piece, marks)
    if (
        not grounds
        and above is not None
        and above.kind == "dateline"
        and piece.gap == 1
        and capitals(line)
        and capitals(text[above.start : above.end])
    ):
        return not marks.titles.fullmatch(line) and not subject
    following = text[pieces[place + 1].body : pieces[place + 1].body + 20].casefold()
    if marks.titles.fullmatch(line) or subject or (piece.language != "zh" and capitals(line) and letterhead.headline(line, marks)):
        return False
    entitled = above is not None and above.kind == "title"  # a line in capitals between title and grounds, whatever it is called
    if entitled and piece.language != "zh" and capitals(line) and following.startswith(marks.grounds):
        return piece.gap > 1 or any(words is not None and words.match(line.casefold()) for words in (marks.offices, marks.bodies))
    if not marks.issuers.fullmatch(line.casefold()):
        return False
    if grounds:
        return following.startswith(marks.grounds)
    return (
        capitals(line)
        or following.startswith(marks.grounds)
        or (place < 4 and pieces[place + 1].kind == "dateline" and (piece.language != "vi" or _official(text, pieces[place + 1], marks)))
        or (piece.language == "zh" and line.endswith(marks.issuer_words) and all(p.kind in OVER_HEAD for p in pieces[:place]))
    )


def _official(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a dateline is a letterhead's: over a mere date stands a headline (`Bộ Y tế yêu cầu …`)."""
    line = text[piece.start : min(piece.end, piece.start + LONGEST_LINE)]
    headed = marks.letterhead is not None and marks.letterhead.search(line.casefold()) is not None
    return headed or document_number.find(line, marks) is not None or document_number.unfilled(line)


def speaker(text: str, pieces: Sequence[Piece], place: int, marks: Vocabulary) -> bool:
    """Whether the line between a speech's title and its date names who speaks (`市长　李明`)."""
    if not place or place + 1 >= len(pieces) or pieces[place - 1].kind != "title" or pieces[place + 1].kind != "dateline":
        return False
    title, piece = pieces[place - 1], pieces[place]
    return piece.end - piece.start <= LONGEST_SPEAKER and bool(marks.speeches and marks.speeches.search(text[title.start : title.end]))


def title_like(text: str, piece: Piece, place: int, pieces: Sequence[Piece], marks: Vocabulary) -> bool:
    """Whether the piece could be (a line of) a title."""
    size = piece.end - piece.body
    if (
        size > LONGEST_TITLE[piece.language]
        or size < 2
        or (piece.family not in (None, "markdown", "letter_capital"))
        or (piece.gap == 0 and place)
    ):
        return False
    before = pieces[place - 1] if place and pieces[place - 1].kind == "title" else None
    full = place >= MOST_TITLE_LINES and all(p.kind == "title" for p in pieces[place - MOST_TITLE_LINES : place])
    if before is not None and (not adjoins(text, piece, marks) or full):
        return False
    if marks.addressees and marks.addressees.fullmatch(text, piece.start, piece.end):
        return False
    unheard = place and before is None and not letterhead.subject(text, piece, marks)
    if unheard and not any(p.kind is None for p in pieces[place + 1 : place + 4]):
        return False  # nothing follows that it could be the title of
    last, first = last_letter(text, piece), text[piece.body]
    if last in ";；:：,，、。" or first in "（(*+-" or (piece.lead and last in ":："):
        return False
    if len(WIDE.findall(text, piece.start, piece.end)) >= 2:
        return False  # three columns or more are no title
    if last in ".!！…":
        return before is None and place <= 2 and bool(marks.titles.fullmatch(text[piece.start : piece.end]))
    return True


def adjoins(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line stands right under the one before, or is the subject of a paper a blank line below its kind."""
    return piece.gap == 1 or (piece.gap == 2 and letterhead.subject(text, piece, marks))


def joined_titles(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> list[Piece]:
    """Return the pieces with the lines of one title joined to one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        here = joined[-1] if joined else None
        if (
            here
            and here.kind == piece.kind == "title"
            and adjoins(text, piece, marks)
            and not piece.fixed
            and here.language == piece.language
        ):
            here.end = piece.end
        else:
            joined.append(piece)
    return joined
