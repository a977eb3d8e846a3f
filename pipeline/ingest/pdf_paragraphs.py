"""Lines on a page to paragraphs: which line runs on into the next, over columns and pages too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from pipeline.ingest.limits import Layout
from pipeline.ingest.lines import Piece, number
from pipeline.ingest.pdf_columns import Column
from pipeline.ingest.pdf_sheet import Line
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.wrapping import CLOSING, STOP, is_han

OTHER_SIZE = {False: 1.15, True: 1.5}  # ratio of two lines' letters; measured on a scan it wavers
PUSHED = 2.2  # letters that Chinese line breaking may leave empty at the end of a full line
WIDEST_SPACE = 0.4  # letters that a space takes
FEWEST_FULL = 4  # lines
HIGHEST_ITEM = 40  # rank of a number; those below head articles and chapters and never stand inside a sentence


@dataclass(slots=True)
class Measure:
    """Between which edges a column's lines stand, and how far apart its lines usually are, in letters."""

    left: float
    right: float
    pitch: float


def measure(columns: Sequence[Column]) -> dict[int, Measure]:
    """Return the measure of each column (by id); columns as wide as the page share that of their page, short pages that of all."""
    everything = [line for column in columns if column.whole for line in column.lines]
    found: dict[int, Measure] = {}
    pages: dict[int, list[Line]] = {}
    for column in columns:
        if column.whole:
            pages.setdefault(column.lines[0].page, []).extend(column.lines)
    pitch = usual_pitch(columns)
    narrow: list[tuple[Column, Measure]] = []
    widths: list[float] = []
    for column in columns:
        lines = column.lines
        if column.whole:
            page = pages[lines[0].page]
            lines = page if len(page) >= 8 else everything
        here = found[id(column)] = Measure(edge(lines, right=False), edge(lines, right=True), pitch)
        if not column.whole and filled(lines, here.right):
            widths.append(here.right - here.left)
        elif not column.whole:
            narrow.append((column, here))
    for column, here in narrow:
        # A column of running text, if short, is as wide as another one; else names and dates are set side by side, each line for itself.
        alike = [width for width in widths if abs(here.right - here.left - width) <= PUSHED * column.lines[0].size]
        here.right = here.left + alike[0] if alike else inf
    return found


def filled(lines: Sequence[Line], right: float) -> bool:
    """Whether enough lines of a column reach its right edge for it to hold running text."""
    reaching = sum(right - line.right < (PUSHED if is_han(line.text[-1]) else 1) * line.size for line in lines)
    return reaching >= FEWEST_FULL and 2 * reaching >= len(lines)


def edge(lines: Sequence[Line], right: bool) -> float:
    """Return the left or right edge of the text: an outlier or two, such as a number in the margin, does not move it."""
    places = sorted((line.right for line in lines), reverse=True) if right else sorted(line.left for line in lines)
    return places[len(places) // 12]


def usual_pitch(columns: Sequence[Column]) -> float:
    """Return the distance of neighbouring lines in letters: the lower quartile, since the others part paragraphs."""
    steps = sorted(
        (below.middle - above.middle) / max(above.size, 1)
        for column in columns
        for above, below in zip(column.lines, column.lines[1:], strict=False)
        if below.middle > above.middle and abs(below.size - above.size) < 0.2 * above.size
    )
    return steps[len(steps) // 4] if steps else 1.3


def last_letter(line: Line) -> str:
    """Return the last character that is no closing quote or bracket."""
    return (line.text.rstrip(CLOSING) or line.text)[-1]


def marker(line: Line, marks: Vocabulary) -> Piece:
    """Return the line as a piece with its item number, if it has one."""
    piece = Piece(0, len(line.text), 0, 0, 0)
    number(line.text, piece, marks)
    return piece


@dataclass(slots=True)
class Joint:
    """What decides whether a paragraph goes on: the layout, the marks of numbers, whether the page is a scan."""

    layout: Layout
    marks: Vocabulary
    scanned: bool = False

    def runs_on(self, paragraph: Sequence[Line], line: Line, following: Line | None, here: Measure, before: Measure, gap: bool) -> bool:
        """Whether `line` goes on where `paragraph` ended.

        `following` is the line after it, `here` and `before` the measures of its column and of the paragraph's last line, `gap` whether
        the two stand in one column, so that the distance between them tells.
        """
        last = paragraph[-1]
        size = max(last.size, line.size)
        if size > OTHER_SIZE[self.scanned] * min(last.size, line.size):
            return False
        if gap and not 0 < line.middle - last.middle <= self.layout.paragraph_gap * here.pitch * size:
            return False
        if not self.full(last, line, before):
            return False
        numbered = marker(line, self.marks)
        if numbered.family is not None and (numbered.rank < HIGHEST_ITEM or last_letter(last) in STOP):
            return False
        return self.aligned(paragraph, line, following, here, before)

    def full(self, last: Line, line: Line, before: Measure) -> bool:
        """Whether the first word of `line` had no room left on the line before it."""
        room = before.right - last.right
        if is_han(last.text[-1]) or is_han(line.text[0]):
            return room < PUSHED * last.size
        first = line.words[0]
        return room < first.right - first.left + WIDEST_SPACE * last.size

    def aligned(self, paragraph: Sequence[Line], line: Line, following: Line | None, here: Measure, before: Measure) -> bool:
        """Whether the left edge of `line` is where this paragraph's next line begins."""
        least = self.layout.indent * line.size
        inside, last = line.left - here.left, paragraph[-1].left - before.left
        step = inside - last
        if len(paragraph) > 1:
            return abs(step) < 0.8 * least
        if step >= least:  # hangs under the words behind a number, else begins with an indent of its own
            return marker(paragraph[0], self.marks).family is not None
        if inside >= least and abs(step) < 0.8 * least:  # both stand in: two first lines, or a part set in as a whole
            if following is not None and following.page == line.page and following.left < line.left - 0.8 * least:
                return False
            return last_letter(paragraph[0]) not in STOP
        return True


def joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Return the words of a paragraph on one line, and where each of its lines begins in it."""
    text, starts = "", []
    for line in lines:
        if text.endswith("\u00ad"):
            text = text[:-1]
        elif text and not (is_han(text[-1]) or is_han(line.text[0])) and not hyphened(text, line.text):
            text += " "
        starts.append(len(text))
        text += line.text
    return text.removesuffix("\u00ad"), starts


def hyphened(text: str, line: str) -> bool:
    """Whether a word is broken with a hyphen between the two."""
    return len(text) > 1 and text[-1] in "-‐" and text[-2].isalpha() and line[0].islower()
