"""What stands around an article and is none of it: menus, share bars, comments, links to other articles, counters, spam."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline import labels
from pipeline.ingest.lines import BULLETS, Piece
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import SENTENCE_END, last_letter

SHORT_LINE = 300  # characters: no single line of page furniture is longer
PROSE = {"zh": 60, "vi": 140, "other": 140}  # characters: from here on a line ending in a full stop is prose
MENU_ITEM = {"zh": 8, "vi": 24, "other": 24}
MENU_RUN = 4
FEWEST_MENU_PARTS = 4
LETTER = re.compile(r"[^\W_]")
SEPARATED = re.compile(r"\s*[|｜›»>·•/]\s*|\s{3,}|\t")
WORD = re.compile(r"[^\W\d_]+")


def prose(text: str, piece: Piece) -> bool:
    """Whether the piece reads as a sentence of some length."""
    return piece.end - piece.start >= PROSE[piece.language] and last_letter(text, piece) in SENTENCE_END + ";；:：,，"


def mark(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Set the kind `boilerplate` on runs of menu items and on what follows the head of comments or of links, beside what `alone` found."""
    charged(text, pieces)
    menus(text, pieces, marks)
    tails(text, pieces, marks)


def alone(line: str, folded: str, language: str, marks: Vocabulary) -> bool:
    """Whether a line (and its caseless form) taken alone is page furniture."""
    if not LETTER.search(line):
        return True
    if len(line) > SHORT_LINE:
        return spam(line, language)
    if (marks.boilerplate.match(line, folded) and not tells(folded, marks)) or (marks.letterhead and marks.letterhead.fullmatch(folded)):
        return True
    if line[-1] not in SENTENCE_END and line[0] != "|" and len(parts := [part for part in SEPARATED.split(line) if part]) >= 2:
        known = menu_words(parts, marks)
        if known == len(parts) or (known and len(parts) >= FEWEST_MENU_PARTS and all(len(part) <= MENU_ITEM[language] for part in parts)):
            return True
    return spam(line, language)


def tells(folded: str, marks: Vocabulary) -> bool:
    """Whether a line (caseless) lays a duty on somebody behind what opens it (`điện thoại: cán bộ trực phải mở máy`)."""
    return marks.duties is not None and marks.duties.search(folded, 1) is not None


def charged(text: str, pieces: Sequence[Piece]) -> None:
    """Take back `boilerplate` from lines under numbered tasks that say who does them, where the foot of a page would say whose it is: more
    tasks follow or another label stands beside them, and no more furniture."""
    numbered = [place for place, piece in enumerate(pieces) if piece.family is not None]
    if not numbered:
        return
    known, foot = False, dict[int, bool]()  # by the place of each such line: whether more furniture follows
    for place in range(len(pieces) - 1, numbered[0], -1):
        if pieces[place].kind == "boilerplate" and _charges(text, pieces[place]):
            below = pieces[place + 1] if place + 1 < len(pieces) else None
            more = below is not None and below.kind == "boilerplate" and (place + 1 not in foot or below.gap < 2)
            foot[place] = more and foot.get(place + 1, True)
    for place in sorted(place for place, more in foot.items() if not more):
        beside = (pieces[at] for at in (place - 1, place + 1) if at < len(pieces) and at not in foot)
        known = known or place < numbered[-1] or any(labels.opens(text, piece.start, piece.end) for piece in beside)
        pieces[place].kind = None if known else "boilerplate"


def _charges(text: str, piece: Piece) -> bool:
    return labels.opens(text, piece.start, piece.end) == "units"


def menu_words(parts: Sequence[str], marks: Vocabulary) -> int:
    """Return how many of `parts` are known words of menus."""
    return sum(part.strip().casefold() in marks.menu for part in parts)


def spam(line: str, language: str) -> bool:
    """Whether the line repeats few words over and over in neither language and without a sentence, as keyword spam does."""
    if language != "other" or len(line) < 40:
        return False
    words = [word.casefold() for word in WORD.findall(line)]
    if len(words) < 8 or re.search(r"[.!?]\s", line):
        return False
    return Counter(words).most_common(1)[0][1] >= max(3, len(words) // 6) or 2 * len(set(words)) <= len(words)


def menus(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Mark runs of at least four short lines with known menu words among them."""
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if piece and menu_item(text, piece) and not tells(text[piece.start : piece.end].casefold(), marks):
            run.append(piece)
            continue
        known = menu_words([text[p.start : p.end] for p in run], marks)
        if len(run) >= MENU_RUN and known >= 2 and 3 * known >= len(run):
            for item in run:
                item.kind = item.kind or "boilerplate"
        run = []


def menu_item(text: str, piece: Piece) -> bool:
    """Whether the piece could be an item of a menu: short, no sentence, no number."""
    if piece.kind not in (None, "boilerplate") or piece.fixed:
        return False
    if piece.number is not None or piece.end - piece.body > MENU_ITEM[piece.language]:
        return False
    return last_letter(text, piece) not in SENTENCE_END + ":：;；,，、"


COUNTER = re.compile(r"\s*[(（]\d*(?:\s?条)?[)）]$|(?<=\S)\s?\d{1,5}(?:\s?条)?$|^\d{1,5}\s(?=\S)")
LONGEST_LABEL = 60


def label(text: str, piece: Piece) -> str:
    """Return the piece's words caseless and without counters or trailing signs (`Bình luận (0):` → `bình luận`)."""
    if piece.end - piece.start > LONGEST_LABEL or text[piece.end - 1] in SENTENCE_END:
        return ""
    return COUNTER.sub("", text[piece.start : piece.end].lstrip("#*-–•·>|》【[ ").rstrip(" :：>»!-–|】]")).casefold()


def tails(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> None:
    """Mark what follows a head such as "Bình luận" or "相关阅读".

    Comments last until the language changes or the outline of a document goes on; links to other articles until the next prose. An item
    that is numbered on from those before (5 after 4) belongs to the document, and with the page's title the article begins. A head that the
    vocabulary gives with a `#` is one only where it counts (`Ý kiến (2)`). In a Vietnamese text that shows no other furniture, such a head
    is a heading like any other in the first third and over a sentence, and a sentence ends what a head began.
    """
    web = any(piece.kind == "boilerplate" and site(text, piece, marks) for piece in pieces)
    mode, language, counted = "", "other", None
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
            mode = mode if mode == "comments" else "related"
        elif mode and piece.kind != "boilerplate":
            outline = piece.family is not None and piece.family not in BULLETS and piece.rank < 70
            outline = outline or (serial is not None and counted is not None and serial == counted + 1)
            reader_speaks = mode == "comments" and not outline
            if outline or (prose(text, piece) and not (reader_speaks and piece.language in (language, "other"))):
                mode = ""
        if mode:
            piece.kind = "boilerplate"
        elif piece.kind is None:
            language = piece.language if piece.language != "other" else language
            counted = serial if serial is not None else counted


def sentence(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether a line ends as a sentence does, or lays a duty on somebody; the name of an article does neither."""
    return text[piece.end - 1] in ".;" or tells(text[piece.start : min(piece.end, piece.start + SHORT_LINE)].casefold(), marks)


def site(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether furniture is that of a page of the web: not a ruler or number of a page, nor the state's motto."""
    line = text[piece.start : min(piece.end, piece.start + SHORT_LINE)].casefold()
    return any(map(str.isalpha, line)) and not (marks.letterhead and marks.letterhead.fullmatch(line))
