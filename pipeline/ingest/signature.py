"""The signature block: the body that signs, date, office and name, the list of recipients, the author of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.lines import BULLETS, Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END, capitals, last_letter

HEAD = 12  # blocks: before, a date may be that of the head
LONGEST_NAME = 42
YEAR = r"(?:[12１２]\d{3}|[二一〇○零][〇○零一二三四五六七八九]{3})"
MONTH, DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE_LINE = re.compile(rf"[（(]?{YEAR}\s?年\s?{MONTH}\s?月\s?{DAY}\s?日[)）]?")
OTHER_DATE_LINE = re.compile(rf"{DATE_LINE.pattern}[，,\s]{{0,2}}星期[一二三四五六日天]|\d{{4}}([-./])\d{{1,2}}\1\d{{1,2}}")
HAN_NAME = re.compile("[\u4e00-\u9fff]{2}[　 ]?[\u4e00-\u9fff]{1,2}(?:[　 ][\u4e00-\u9fff]{2,3}){0,4}")
SEAL = re.compile(r"[　 ]*(?:[（(](?:盖章|公章|印章|章|印)[)）])?[　 ]*$")
INITIALS = re.compile(r"[A-Z]\.[A-Z]{1,3}")
COLUMNS = re.compile(r"[ \u3000\xa0]{3,}|\t+")


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Extend `signature` from its sure signs: the bodies above a date of signing, the list under "Nơi nhận", the names."""
    for place, piece in enumerate(pieces):
        if signs(text, pieces, place, marks):
            piece.kind = "signature"
        if piece.kind not in ("dateline", "signature"):
            continue
        line = text[piece.start : min(piece.end, piece.start + 40)]
        if place and (DATE_LINE.fullmatch(line) or OTHER_DATE_LINE.fullmatch(line)):
            above = place - 1
            while above > 0 and place - above <= 12 and body_name(text, pieces[above], marks):
                above -= 1
            if 1 <= above < place - 1 and (place > HEAD or said(text, pieces, above)):
                for signed in pieces[above + 1 : place + 1]:
                    signed.kind = "signature"
            elif place >= max(5, len(pieces) - 4) and DATE_LINE.fullmatch(line):
                piece.kind = "signature"
        if piece.kind == "signature":
            under = place + 1
            while under < len(pieces) and signed_line(text, pieces[under], line, marks):
                pieces[under].kind = "signature"
                under += 1
    byline(text, pieces)


def said(text: str, pieces: Sequence[Piece], place: int) -> bool:
    """Whether the text has begun at a place: it ends there, or a sentence stands above it (over a list of attachments or of contacts)."""
    if last_letter(text, pieces[place]) in SENTENCE_END + ";；)）":
        return True
    return any(last_letter(text, piece) in SENTENCE_END and piece.kind in (None, "boilerplate") for piece in pieces[:place])


def signs(text: str, pieces: Sequence[Piece], place: int, marks: Vocabulary) -> bool:
    """Whether an office in capitals stands over a name with which the paper ends, or before what is attached to it."""
    piece = pieces[place]
    if piece.kind is not None or not marks.offices or piece.end - piece.start > LONGEST_NAME or place + 1 >= len(pieces):
        return False
    line, under = text[piece.start : piece.end], pieces[place + 1]
    named = under.kind is None and under.end - under.start <= LONGEST_NAME and not capitals(text[under.start : under.end])
    if not (capitals(line) and marks.offices.fullmatch(line.casefold()) and named and name(text[under.start : under.end])):
        return False
    return place + 2 == len(pieces) or pieces[place + 2].kind == "signature" or attached(text, pieces[place + 2], marks)


def attached(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line in capitals is the head of what is attached: a kind of paper, an appendix."""
    line = text[piece.start : min(piece.end, piece.start + 160)]
    return capitals(line) and bool(marks.titles.fullmatch(line) or (marks.attachments and marks.attachments.fullmatch(line)))


def body_name(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether the piece is nothing but the name of a body, as above the date of signing."""
    if piece.kind is not None or piece.family is not None or piece.end - piece.start > 60:
        return False
    line = SEAL.sub("", text[piece.start : piece.end])
    return line.endswith(marks.body_endings) and not any(c in "，。：；、" for c in line)


def signed_line(text: str, piece: Piece, above: str, marks: Vocabulary) -> bool:
    """Whether the piece continues a Vietnamese signature block: a recipient, an office in capitals, a name."""
    if piece.kind is not None or piece.end - piece.start > 160 or piece.language == "zh":
        return False
    line = text[piece.start : piece.end]
    if attached(text, piece, marks):
        return False
    if piece.family in BULLETS and (above.casefold().startswith(("nơi nhận", "nơi gửi")) or above[:1] in "-–+"):
        return True
    if above[:1] in "-–+" and line[-1] in ";." and piece.end - piece.start < 80 and piece.family is None:
        return True
    return piece.family is None and all(signer(part) for part in COLUMNS.split(line))


def signer(line: str) -> bool:
    """Whether `line` is an office in capitals, a person's name or the note that it is signed."""
    return len(line) <= LONGEST_NAME and (capitals(line) or name(line) or (line[0] == "(" and line[-1] == ")"))


def byline(text: str, pieces: Sequence[Piece]) -> None:
    """Mark the author's name on the last line of an article."""
    for piece in reversed(pieces):
        if piece.kind in ("boilerplate", "signature", "caption", "dateline", "note"):
            continue
        line = text[piece.start : piece.end] if piece.end - piece.start <= LONGEST_NAME else ""
        if piece.kind is None and piece.family is None and name(line) and piece is not pieces[0]:
            piece.kind = "signature"
        return


def name(line: str) -> bool:
    """Whether `line` is a person's name: two to five short words in capitals, two to four Chinese characters, or initials."""
    words = re.split(r"[ .-]+", line)
    latin = 2 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() and len(word) <= 8 for word in words)
    return (latin and not HAN_NAME.match(line)) or bool(HAN_NAME.fullmatch(line) or INITIALS.fullmatch(line))
