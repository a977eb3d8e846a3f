"""A page as it is seen: words with their boxes, and ruled lines, whether they come from a text layer or from a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from pipeline.ingest.wrapping import is_han

NARROW_SPACE = 0.12  # letters between two other letters, likewise
WIDE_SPACE_SEEN = 1.2  # letters, where only their ink is known: a comma leaves half of its square empty
WIDE_SPACE = 0.5  # letters between two Chinese characters from which on the white is a written space


@dataclass(slots=True)
class Word:
    """Letters without a gap: box in points from the page's upper left corner, size of the letters, confidence where it was guessed.

    `spaced` where a space is known to be written before it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    confidence: float | None = None
    spaced: bool = False

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """Words on one baseline, in order."""

    words: list[Word]
    page: int = 0
    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0
    size: float = 0
    text: str = ""
    offsets: list[int] = field(default_factory=list)  # of each word in `text`

    def __post_init__(self) -> None:
        self.left, self.top = min(w.left for w in self.words), min(w.top for w in self.words)
        self.right, self.bottom = max(w.right for w in self.words), max(w.bottom for w in self.words)
        self.size = median(w.size for w in self.words)
        parts: list[str] = []
        length = 0
        for before, word in zip([None, *self.words], self.words, strict=False):
            if before is not None and space_between(before, word):
                wide = word.left - before.right > 4 * self.size
                parts.append("    " if wide else " ")
                length += len(parts[-1])
            self.offsets.append(length)
            parts.append(word.text)
            length += len(word.text)
        self.text = "".join(parts)

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Turn:
    """How often a page, `width` by `height` points as it is shown, was turned a quarter clockwise for its letters to stand upright."""

    quarters: int
    width: float
    height: float

    def upright(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return the box on the turned page that stands at these edges of the page as it is shown."""
        for quarter in range(self.quarters):
            high = self.width if quarter % 2 else self.height
            left, top, right, bottom = high - bottom, left, high - top, right
        return left, top, right, bottom

    def shown(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Return left, top, width and height, with two decimals, on the page as it is shown, of what stands here on the turned one."""
        quarters = self.quarters
        while quarters:
            quarters -= 1
            high = self.width if quarters % 2 else self.height
            left, top, right, bottom = top, high - right, bottom, high - left
        return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)


def space_between(before: Word, word: Word) -> bool:
    """Whether the two neighbours on a line are set apart by a space: around Chinese characters only where it is wide."""
    if is_han(before.text[-1]) or is_han(word.text[0]):
        wide = WIDE_SPACE if word.confidence is None else WIDE_SPACE_SEEN
        return word.left - before.right > wide * max(before.size, word.size)
    return word.spaced or word.left - before.right > NARROW_SPACE * word.size


@dataclass(slots=True)
class Sheet:
    """A page: its number from 1, size in points, words, ruled lines (`across`: y, left, right; `down`: x, top, bottom).

    `scanned` where the words were read from a picture; `tilted` are the texts that run in another direction, stamps and watermarks.
    """

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    scanned: bool = False
    tilted: list[Word] = field(default_factory=list)
    languages: str | None = None
    quarters: int = 0

    @property
    def turn(self) -> Turn:
        """How the page was turned: `width` and `height` are those of the turned page."""
        return Turn(self.quarters, *((self.height, self.width) if self.quarters % 2 else (self.width, self.height)))

    @property
    def size(self) -> float:
        """The usual size of its letters, in points."""
        return median(w.size for w in self.words) if self.words else 10.0


def lines(words: list[Word], page: int) -> list[Line]:
    """Return the lines of words that stand in one column, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.middle):
        row = rows[-1] if rows else None
        if row is not None and same_line(row, word):
            row.append(word)
        else:
            rows.append([word])
    return [Line(sorted(row, key=lambda w: w.left), page) for row in rows]


def same_line(row: list[Word], word: Word) -> bool:
    """Whether the word stands on the line of `row`, whose words came in order of height: its middle lies inside their last ones."""
    last = row[-1]
    small, large = sorted((last, word), key=lambda w: w.size)
    return abs(word.middle - last.middle) <= 0.3 * large.size or (
        small.size < 0.8 * large.size and large.top <= small.middle <= large.bottom
    )
