"""What stands around an article and is none of it: menus, share bars, counters, spam."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline import labels
from pipeline.ingest.lines import Piece
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
    """Set the kind `boilerplate` on runs of menu items, and take it back from who does numbered tasks, beside what `alone` found."""
    charged(text, pieces)
    menus(text, pieces, marks)


def alone(line: str, folded: str, language: str, marks: Vocabulary) -> bool:
    """Whether a line (and its caseless form) taken alone is page furniture."""
    if not LETTER.search(line):
        return True
    if len(line) > SHORT_LINE:
        return spam(line, language)
    page = (marks.pages and marks.pages.fullmatch(folded)) or (marks.letterhead and marks.letterhead.fullmatch(folded))
    if page or (marks.boilerplate.match(line, folded) and not tells(folded, marks)):
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
