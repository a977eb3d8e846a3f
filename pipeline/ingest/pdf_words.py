"""The text layer of a PDF page: its letters as words with boxes, its ruled lines, and whether the letters can be trusted."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline import languages
from pipeline.ingest.limits import TextLayer
from pipeline.ingest.pdf_sheet import Sheet, Word
from pipeline.ingest.wrapping import is_han

GAP = 0.18  # letter sizes between two letters of one word, at most
STEP = 0.15  # letter sizes that two letters on one baseline may stand apart in height
DOUBLED = 0.12  # letter sizes between a letter and its copy
STRAIGHT = 0.02  # radians, about
SOFT = "\u00ad"
SOFT_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})  # what PDFium gives for a hyphen that only breaks the line
NOTHING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f]")
THINNEST, SHORTEST = 2.5, 6.0  # points: a filled box thinner than the one is a line if it is longer than the other


@dataclass(slots=True)
class View:
    """How a page's own coordinates become points from the upper left corner of the page as it is shown."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def turned(self, quarters: int, width: float, height: float) -> View:
        """Return the view of the page, so wide and high, turned so many quarters clockwise."""
        seen = self
        for _ in range(quarters):  # a point at (x, y) comes to stand at (height - y, x)
            seen = View(-seen.b, seen.a, -seen.d, seen.c, height - seen.f, seen.e)
            width, height = height, width
        return seen

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is shown."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a box as shown."""
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


SCALE = 100  # device points to a point: PDFium gives whole device points


def view(page: Any, raw: Any) -> View:
    """Return the page's view, with its rotation and its crop box."""
    width, height = page.get_size()
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, round(width * SCALE), round(height * SCALE), 0, px, py, x, y)
        return x.value / SCALE, y.value / SCALE

    (e, f), (x1, y1), (x2, y2) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    return View((x1 - e) / 1000, (y1 - f) / 1000, (x2 - e) / 1000, (y2 - f) / 1000, e, f)


def sheet(page: Any, number: int, most_objects: int) -> Sheet:
    """Return the page as its text layer and its drawn lines show it, turned where most of its letters lie on their side."""
    found = looked(page, number, most_objects, 0)
    quarters, most = 0, sum(len(word.text) for word in found.words)
    if most < sum(len(word.text) for word in found.tilted):
        for turn in (1, 2, 3):
            other = looked(page, number, most_objects, turn)
            if (letters := sum(len(word.text) for word in other.words)) > most:
                found, quarters, most = other, turn, letters
    found.quarters = quarters
    return found


def looked(page: Any, number: int, most_objects: int, quarters: int) -> Sheet:
    """Return the page as it looks when it is turned so many quarters clockwise."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    look = view(page, raw).turned(quarters, width, height)
    found = Sheet(number, *((height, width) if quarters % 2 else (width, height)), [])
    text = page.get_textpage()
    try:
        upright, tilted = letters(text, look, raw)
    finally:
        text.close()
    found.words = [word for word in words(upright) if word.text]
    found.tilted = list(tilted_words(tilted))
    rulings(page, look, raw, found, most_objects)
    return found


@dataclass(slots=True)
class Letter:
    """A letter as it is drawn: its box, the baseline it stands on and where on it, its size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    baseline: float
    size: float


def letters(text: Any, look: View, raw: Any) -> tuple[list[Letter], list[Letter]]:
    """Return the letters of a page that stand upright and those that are tilted, each in the order in which they are drawn."""
    rect, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    upright: list[Letter] = []
    tilted: list[Letter] = []
    index, count = 0, raw.FPDFText_CountChars(text)
    while index < count:
        here, code = index, raw.FPDFText_GetUnicode(text, index)
        index += 1
        if 0xD800 <= code < 0xDC00 and index < count:  # a pair of UTF-16 halves is two entries
            low = raw.FPDFText_GetUnicode(text, index)
            if 0xDC00 <= low < 0xE000:
                code, index = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), index + 1
        if raw.FPDFText_IsGenerated(text, here) == 1 and code not in SOFT_HYPHENS:
            continue
        letter = SOFT if code in SOFT_HYPHENS else chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
        if not raw.FPDFText_GetLooseCharBox(text, here, rect) or not raw.FPDFText_GetCharOrigin(text, here, x, y):
            continue
        raw.FPDFText_GetMatrix(text, here, matrix)
        dx, dy = look.a * matrix.a + look.c * matrix.b, look.b * matrix.a + look.d * matrix.b  # where its baseline points
        size = max(1.0, abs(raw.FPDFText_GetFontSize(text, here)) * math.hypot(matrix.c, matrix.d))
        origin, baseline = look.point(x.value, y.value)
        box = look.box(rect.left, rect.bottom, rect.right, rect.top)
        lean = abs(dy) > STRAIGHT * abs(dx) or dx < 0
        (tilted if lean else upright).append(Letter(letter, *box, origin, baseline, size))
    return upright, tilted


def words(some: list[Letter]) -> Iterator[Word]:
    """Yield the words that upright letters make: letters on one baseline, from left to right, without a gap."""
    rows: list[list[Letter]] = []
    for letter in sorted(some, key=lambda c: c.baseline):
        if rows and abs(letter.baseline - rows[-1][-1].baseline) <= STEP * min(letter.size, rows[-1][-1].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        yield from on_baseline(sorted(row, key=lambda c: round(c.x, 1)))


def on_baseline(row: list[Letter]) -> Iterator[Word]:
    """Yield the words of the letters on one baseline, in order; each Chinese character is one, since columns may part any two."""
    open_word: list[Letter] = []
    spaced, before = True, None
    for letter in row:
        if letter.text.isspace():
            if open_word:
                yield word(open_word, spaced)
            open_word, spaced = [], True
            continue
        if before is not None and letter.text == before.text and abs(letter.x - before.x) < DOUBLED * letter.size:
            continue  # drawn twice to look bold
        apart = before is not None and letter.left - before.right > GAP * letter.size
        if open_word and (apart or is_han(letter.text) or is_han(open_word[-1].text)) and not unicodedata.combining(letter.text):
            yield word(open_word, spaced)
            open_word, spaced = [], apart
        open_word.append(letter)
        before = letter
    if open_word:
        yield word(open_word, spaced)


def word(some: list[Letter], spaced: bool) -> Word:
    """Return the word of some letters."""
    text = unicodedata.normalize("NFC", NOTHING.sub("", "".join(c.text for c in some)))
    size, baseline = some[0].size, some[0].baseline
    # The box of a letter differs from font to font; that of a word is as high as its size, so that lines can be told apart.
    return Word(
        text, min(c.left for c in some), baseline - 0.8 * size, max(c.right for c in some), baseline + 0.2 * size, size, spaced=spaced
    )


def tilted_words(some: list[Letter]) -> Iterator[Word]:
    """Yield what tilted letters say, a stamp or a watermark, as one word each."""
    if text := "".join(c.text for c in some).strip():
        box = min(c.left for c in some), min(c.top for c in some), max(c.right for c in some), max(c.bottom for c in some)
        yield Word(" ".join(NOTHING.sub("", text).split()), *box, size=some[0].size)


def rulings(page: Any, look: View, raw: Any, found: Sheet, most: int) -> None:
    """Add the straight lines that are drawn on the page, borders of tables among them."""
    segments = 0
    for part in page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4):
        matrix = part.get_matrix()
        container = getattr(part, "container", None)
        while container is not None:
            matrix = matrix.multiply(container.get_matrix())
            container = getattr(container, "container", None)
        points: list[tuple[float, float]] = []
        for at in range(raw.FPDFPath_CountSegments(part)):
            segments += 1
            if segments > most:
                found.across.clear()
                found.down.clear()
                return
            segment = raw.FPDFPath_GetPathSegment(part, at)
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                stroke(points, found)
                points = []
            points.append(look.point(*matrix.on_point(x.value, y.value)))
            if raw.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        stroke(points, found)


def stroke(points: list[tuple[float, float]], found: Sheet) -> None:
    """Add the lines of one polygon; a thin box is one line."""
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= THINNEST and right - left > SHORTEST:
        found.across.append(((top + bottom) / 2, left, right))
    elif right - left <= THINNEST and bottom - top > SHORTEST:
        found.down.append(((left + right) / 2, top, bottom))
    else:
        for (x1, y1), (x2, y2) in pairwise(points):
            if abs(y1 - y2) <= 1 and abs(x1 - x2) > SHORTEST:
                found.across.append((y1, min(x1, x2), max(x1, x2)))
            elif abs(x1 - x2) <= 1 and abs(y1 - y2) > SHORTEST:
                found.down.append((x1, min(y1, y2), max(y1, y2)))


LETTERS = re.compile(r"[^\W\d_]+")
FOREIGN = re.compile("[\u0370-\u058f]")  # Greek, Cyrillic, Armenian letters stand for Vietnamese ones where a font names its glyphs wrong
ODD = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\U000f0000-\U0010ffff]")


def distrust(sheet: Sheet, bounds: TextLayer) -> str | None:
    """Return why the text layer of the page cannot be trusted, in plain words, or None where it can."""
    text = " ".join(word.text for word in sheet.words)
    letters = sum(not c.isspace() for c in text)
    if not letters:
        return None
    if len(ODD.findall(text)) > bounds.bad_letters * letters:
        return "letters without a meaning"
    marked = bad = 0
    for word in LETTERS.findall(text):
        if is_han(word[0]) or word.isascii():
            continue
        marked += 1
        bad += not syllable(word.lower()) or bool(FOREIGN.search(word))
    if marked >= bounds.fewest_words and bad > bounds.bad_words * marked:
        return "words that no spelling knows"
    return None


@cache
def syllable(word: str) -> bool:
    """Whether the word, in small letters, is a Vietnamese syllable."""
    return languages.get("vi").spelling.parse(word) is not None  # type: ignore[attr-defined]
