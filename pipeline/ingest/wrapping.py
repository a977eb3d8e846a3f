"""Lines that were broken by width, not by meaning, joined into paragraphs again; and lines whose breaks were lost, cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipeline.ingest import bilingual
from pipeline.ingest.dates import hanzi
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.vocabulary import Vocabulary

CLOSING = "\"'”’»）)】》」』* _"
SENTENCE_END = ".。!！?？…"
STOP = SENTENCE_END + ":：;；"
SHORTEST_UNFINISHED = 25  # characters of a line that the next one goes on from in small letters
EDGE = 1.5  # letters by which full lines differ, for no mark of punctuation begins one
SAMPLE = 2_000  # lines that decide about a document
SMALLEST_GROUP = 4  # lines
LATIN_WIDTHS = (48, 125)
HAN_WIDTHS = (18, 62)
MIN_PIECE_TO_CUT = 200
LONGEST_BLOCK = 20_000
LONGEST_PAGE_NUMBER = 20
MOST_BETWEEN = 6  # lines between two pages
SHORTEST_PRINTED = 18  # Chinese characters of a line that fills a page's width
TAIL = 12  # characters at the end of a line that tell how it ends and what it is written in, be its last one a bracket or a digit
COUNTED = frozenset({"hanzi", "bracket_hanzi", "decimal"})  # whose numbers part a line wherever they rise
FULL_STOP = "。！？"
UNBROKEN = re.compile(r"[!-~]+")  # what stays together at the end of a line


def last_letter(text: str, piece: Piece) -> str:
    """Return the last character of `piece` that is no closing quote or bracket."""
    tail = text[max(piece.start, piece.end - TAIL) : piece.end].rstrip(CLOSING)
    return tail[-1] if tail else text[piece.end - 1]


def capitals(line: str) -> bool:
    """Whether `line` is written in capitals, as far as its plain letters show (old encodings have no marked capitals)."""
    return line.encode("ascii", "ignore").isupper()


def is_han(character: str) -> bool:
    """Whether the character is Chinese, or full-width punctuation that stands among Chinese."""
    return "\u3000" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def chinese(text: str, start: int, end: int) -> bool:
    """Whether the line `text[start:end]` is Chinese where it ends, be it in a number or a Latin name (`于2025年9`)."""
    return any(map(is_han, text[max(start, end - TAIL) : end]))


def squares(line: str) -> float:
    """Return how much room a Chinese line takes, in squares of one Chinese character; digits and Latin letters take half of one."""
    return (len(line.encode()) + len(line)) / 4


class Width(NamedTuple):
    """At what size lines were broken, and what their size is: letters, or the room they take."""

    full: float
    size: Callable[[str], float]


Widths = dict[bool, Width]


def width(text: str, pieces: Sequence[Piece], longer: float = 0.05) -> Widths:
    """Return the width at which lines were broken, for Chinese (True) and Latin (False) lines; absent if they were not.

    At most the share `longer` of the lines may be longer than that.
    """
    step = max(1, len(pieces) // SAMPLE)
    lines: dict[bool, list[tuple[str, bool]]] = {True: [], False: []}
    for i in range(0, len(pieces) - 1, step):
        here, following = pieces[i], pieces[i + 1]
        runs_on = following.gap == 1 and following.family is None and last_letter(text, here) not in STOP
        lines[chinese(text, here.start, here.end)].append((text[here.start : here.end], runs_on))
    measures: dict[bool, tuple[Callable[[str], float], ...]] = {True: (len, squares), False: (len,)}
    found: Widths = {}
    for han, some in lines.items():
        fits = [fit for measure in measures[han] if (fit := _fit(some, measure, HAN_WIDTHS if han else LATIN_WIDTHS, longer))]
        if fits:
            found[han] = max(fits, key=itemgetter(0))[1]
    return found


def _fit(lines: list[tuple[str, bool]], size: Callable[[str], float], limits: tuple[int, int], longer: float) -> tuple[int, Width] | None:
    """Return the width of lines by a measure of their size, and how many of those that run on it explains; None where there is none."""
    low, high = limits
    sizes = [(size(line), runs_on) for line, runs_on in lines]
    running = sorted(size for size, runs_on in sizes if runs_on and size >= low * 0.6)
    if len(running) < 3:
        return None
    full = running[int(0.9 * (len(running) - 1))]
    alike = sum(abs(size - full) <= EDGE for size in running)
    # Where few lines run on (many short items), those that do must be of one size.
    if 3 * len(running) < len(sizes) and (alike < 0.8 * len(running) or alike < 5 or 10 * alike < len(sizes)):
        return None
    near = sum(0.8 * full <= size <= 1.12 * full for size in running)
    over = sum(size > 1.2 * full for size, _ in sizes)
    if not low <= full <= high or near < 0.6 * len(running) or over > longer * len(sizes):
        return None
    return alike, Width(full, size)


def runs_on(text: str, here: Piece, following: Piece, widths: Widths, marks: Vocabulary) -> bool:
    """Whether the line `following` continues the sentence or paragraph of `here`."""
    if (following.family is not None and following.family not in ("letter_capital",)) or following.gap > 2:
        return False
    if here.family and here.body >= here.end:
        return following.gap <= 2
    last, first = last_letter(text, here), text[following.start]
    if page_number(text, following, marks) or opens_anew(text, here, following, marks):
        return False
    begin = max(here.start, text.rfind("\n", here.start, here.end) + 1)
    size = here.end - begin  # of the last line only, so that joining stays linear
    lower = first.islower() or first in ",.;:)，。；：、）”％%"
    if first.islower() and last == ";" and here.family is not None and following.gap == 1:
        return True  # an item goes on behind its semicolon where no new one is marked
    if lower and last not in STOP and size >= SHORTEST_UNFINISHED and not is_han(last):
        return True
    if "     " in text[begin : here.end] and begin > 0:
        return False  # set in columns by hand, as signatures are
    if following.gap != 1 or (following.indent > 1 and following.indent > here.indent):
        return False
    if text[begin] in "（(" and size < 80 and not any(sign in text[begin : here.end] for sign in "）)"):
        return True
    if last.islower() and text[max(begin, here.end - TAIL) : here.end].rsplit(None, 1)[-1].casefold() in marks.unfinished:
        return True
    if is_han(last) and last in "，、" and is_han(first) and "\u4e00" <= first <= "\u9fff":
        return True
    han = chinese(text, begin, here.end)
    known = widths.get(han)
    room = known.size(text[begin : here.end]) if known else 0
    if known is None or room > 1.3 * known.full:
        return False
    full = known.full
    if han or is_han(first):
        whole = UNBROKEN.match(text, following.start)
        reach = room + (known.size(whole[0]) if whole and last not in STOP else 1)
        return reach >= full - (1 if last in STOP else 2) and last not in ":：;；"
    word = text[following.start : following.start + 30].split(" ", 1)[0]
    reach = size + 1 + len(word)
    if last in STOP:
        return (lower and reach >= 0.86 * full) or (last in SENTENCE_END and reach > full * 1.02)
    if capitals(text[following.start : following.end]) or capitals(text[begin : here.end]):
        return False
    return reach >= 0.86 * full


def opens_anew(text: str, here: Piece, following: Piece, marks: Vocabulary) -> bool:
    """Whether a line begins something new by its own words: whom a paper is sent to, or one more person or day of a list."""
    if marks.addressees and marks.addressees.fullmatch(text, following.start, following.end):
        return True
    if not marks.entries or not marks.entries.match(text, following.start, following.end):
        return False
    return last_letter(text, here) in STOP or marks.entries.match(text, here.start, here.end) is not None


def page_number(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether the line is nothing but the number of a page, as between two pages."""
    short = piece.end - piece.start <= LONGEST_PAGE_NUMBER and marks.pages is not None
    return short and bool(marks.pages.fullmatch(text[piece.start : piece.end].casefold()))  # type: ignore[union-attr]


def local(text: str, pieces: Sequence[Piece], whole: Widths) -> Iterator[Widths]:
    """Yield for each piece the widths that hold where it stands: the document's, else those of its group without blank lines."""
    start = 0
    for place in range(1, len(pieces) + 1):
        if place < len(pieces) and pieces[place].gap <= 1:
            continue
        widths = whole if whole or place - start < SMALLEST_GROUP else width(text, pieces[start:place], longer=0.34)
        for _ in range(start, place):
            yield widths
        start = place


def join(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> list[Piece]:
    """Return the pieces with lines that run on joined to the line before; numbered lines begin a new piece."""
    joined: list[Piece] = []
    for piece, widths in zip(pieces, local(text, pieces, width(text, pieces)), strict=True):
        here = joined[-1] if joined else None
        if here and joinable(here) and joinable(piece) and runs_on(text, here, piece, widths, marks):
            if here.body >= here.end:
                here.body = piece.start
            extend(here, piece, over=False)
        elif (between := over(text, joined, piece, marks)) and over_page(text, joined[-1 - between], piece):
            del joined[-between:]
            extend(joined[-1], piece, over=True)
        else:
            joined.append(piece)
    return joined


def over(text: str, joined: Sequence[Piece], piece: Piece, marks: Vocabulary) -> int:
    """Return how many of the last pieces are page numbers, running heads and footnotes, which a sentence may go on behind."""
    if not joinable(piece):
        return 0
    count = 0
    while count < min(MOST_BETWEEN, len(joined)) and between_pages(text, joined[-1 - count], marks):
        count += 1
    return count if count < len(joined) and joinable(joined[-1 - count]) else 0


def between_pages(text: str, piece: Piece, marks: Vocabulary) -> bool:
    """Whether the piece is a page number, or was found to be a running head or a footnote."""
    found = piece.kind in ("boilerplate", "note") and not piece.fixed and not piece.cells
    return found or (joinable(piece) and page_number(text, piece, marks))


def extend(here: Piece, following: Piece, over: bool) -> None:
    """Join a piece to the one before it; `over` what stands between them and is no part of either."""
    if over or here.parts:
        *before, last = here.parts[0] if here.parts else ((here.start, here.end),)
        here.parts = ((*before, last, (following.start, following.end)) if over else (*before, (last[0], following.end)),)
    here.end = following.end


def joinable(piece: Piece) -> bool:
    """Whether nothing is known yet of the piece that forbids joining it."""
    return piece.kind is None and not piece.fixed


def over_page(text: str, here: Piece, following: Piece) -> bool:
    """Whether a sentence goes on behind a page number: the number stays inside the block, since a quote may reach over it."""
    last, first = last_letter(text, here), text[following.start]
    if not joinable(here) or last in STOP or following.family is not None:
        return False
    if not is_han(last) or not is_han(first):
        return here.end - here.start >= 40 and first.islower()
    # Chinese has no small letters: what a comma parts is no heading, and what goes on is no name of a signature.
    prose = any(comma in text[here.body : here.end] for comma in "，。；")
    ending = any(sign in text[following.start : following.end] for sign in "，。；")
    return prose and (ending or following.end - following.start >= SHORTEST_PRINTED)


def cut(text: str, pieces: Sequence[Piece], marks: Vocabulary) -> Iterator[Piece]:
    """Yield the pieces, long ones cut where a numbered part begins inside them, and none longer than 20,000 characters."""
    for piece in pieces:
        if piece.fixed or piece.kind:
            yield piece
            continue
        if piece.end - piece.start < MIN_PIECE_TO_CUT:
            places = list(rising(text, piece, marks))
        else:
            places = sorted({m.end() for m in marks.inside.finditer(text, piece.body, piece.end)} | set(after_headings(text, piece, marks)))
        places = sorted({*places, *bilingual.borders(text, piece), *ending(text, piece, marks)})
        start = piece.start
        for place in [*[p for p in places if piece.body < p], piece.end]:
            yield from part(text, piece, start, place, marks)
            start = place


def rising(text: str, piece: Piece, marks: Vocabulary) -> Iterator[int]:
    """Yield where the items of a short line begin: numbers that rise by one, each but the first behind the end of a sentence."""
    counted: dict[str, list[int]] = {}  # by family: where its items begin
    ranks = {piece.family: value(piece.number)} if piece.family in COUNTED else {}
    for match in marks.inside.finditer(text, piece.start, piece.end):
        begin = match.end() + len(text[match.end() : match.end() + 4]) - len(text[match.end() : match.end() + 4].lstrip())
        item = Piece(begin, piece.end, begin, 0, 0)
        number(text, item, marks)
        family = item.family or ""
        count = value(item.number) if family in COUNTED else 0
        if count and count == ranks.get(family, 0) + 1 and (count == 1 or match[0] in FULL_STOP):
            ranks[family] = count
            counted.setdefault(family, []).append(match.end())
    alone = {family for family, places in counted.items() if len(places) == 1 and piece.family != family}
    yield from sorted(place for family, places in counted.items() if family not in alone for place in places)


def value(written: str | None) -> int:
    """Return the value of an item's number in digits or Chinese numerals, 0 where it has none."""
    plain = (written or "").strip("（）() ")
    if plain.isdecimal():
        return int(plain)
    return hanzi(plain) if plain and all(sign in "一二三四五六七八九十" for sign in plain) else 0


def ending(text: str, piece: Piece, marks: Vocabulary) -> list[int]:
    """Return where the mark stands that closes an article behind its last sentence (`…。（完）`), if it does."""
    tail = max(piece.body, piece.end - TAIL)
    last = next(marks.ending.finditer(text, tail, piece.end), None) if marks.ending else None
    return [last.start()] if last and last.end() == piece.end and text[last.start() - 1] in SENTENCE_END else []


def after_headings(text: str, piece: Piece, marks: Vocabulary) -> Iterator[int]:
    """Yield where the first item follows its heading without a break (`一、总体要求（一）指导思想。`)."""
    if marks.inside_after_heading:
        for match in marks.inside_after_heading.finditer(text, piece.start, piece.end):
            yield match.end()


def part(text: str, piece: Piece, start: int, end: int, marks: Vocabulary) -> Iterator[Piece]:
    """Yield `text[start:end]` of `piece` as pieces of at most 20,000 characters."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end:
        stop = end if end - start <= LONGEST_BLOCK else sentence_end(text, start, start + LONGEST_BLOCK)
        trimmed = start + len(text[start:stop].rstrip())
        if start == piece.start and trimmed == piece.end:
            yield piece
            return
        if trimmed > start:
            new = Piece(start, trimmed, start, piece.gap if start == piece.start else 0, piece.indent if start == piece.start else 0)
            own = tuple((max(a, start), min(b, trimmed)) for cell in piece.parts for a, b in cell if a < trimmed and b > start)
            new.parts = (own,) if len(own) > 1 else ()
            number(text, new, marks)
            yield new
        start = stop
        while start < end and text[start].isspace():
            start += 1


def sentence_end(text: str, start: int, limit: int) -> int:
    """Return the best place to cut `text[start:limit]`: after a sentence, else after a word, else at the limit."""
    for signs in ("。！？；", ".!?;", ",，、 \t"):
        place = max(text.rfind(sign, start + 1, limit) for sign in signs)
        if place > start:
            return place + 1
    return limit
