"""Footnotes: small print at the foot of a page, numbered or starred, below a short line or called by a raised number of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.limits import Layout
from pipeline.ingest.pdf_columns import Column, Part
from pipeline.ingest.pdf_furniture import LINES
from pipeline.ingest.pdf_furniture import NUMBER as PAGE
from pipeline.ingest.pdf_sheet import NARROW_SPACE, Line, Sheet, Word
from pipeline.ingest.wrapping import is_han

NUMBER = re.compile(r"[(\[]?(\d{1,3}|[①-⑳])[)\]]?[.:]?(?=\s|\D)|(\*{1,3}|†|‡)")
CALL = re.compile(r"[(\[]?(?:\d{1,3}|[①-⑳]|\*{1,3}|†|‡)[)\]]?")
SMALL = 0.93  # of the size of the document's text: small print
RAISED = 0.75  # of the size of its line: a number that calls a note
RULE = 0.6  # of the text's width: the line above footnotes is shorter
REACH = 2.5  # letters between that line and the first note, at most


def take(pages: Sequence[tuple[Sheet, list[Part]]], layout: Layout) -> dict[int, list[list[Line]]]:
    """Take the footnotes out of the parts of the pages, and the raised numbers that call them; return them by page, each as its lines.

    What goes on from the page before, without a number of its own, is a note too where a line sets it apart.
    """
    body = usual([sheet for sheet, _ in pages])
    found: dict[int, list[list[Line]]] = {}
    for sheet, parts in pages:
        columns = [part for part in parts if isinstance(part, Column)]
        called = {call(word.text) for column in columns for line in column.lines for word in line.words if raised(word, line)}
        for column in columns:
            end = foot(column.lines, sheet, body, layout)
            first = start(column, end, sheet, body, called, bool(found.get(sheet.number - 1)))
            notes = column.lines[first:end]
            if notes:
                column.lines = column.lines[:first] + column.lines[end:]
                found.setdefault(sheet.number, []).extend(parted(notes))
        parts[:] = [part for part in parts if not isinstance(part, Column) or part.lines]
        if sheet.number in found:
            numbers = {call(match[0]) for lines in found[sheet.number] if (match := NUMBER.match(lines[0].text))}
            for column in columns:
                column.lines = [without_calls(line, numbers) for line in column.lines]
    return found


def usual(sheets: Sequence[Sheet]) -> float:
    """Return the size in which most letters of the document are set."""
    counted: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            counted[round(2 * word.size) / 2] += len(word.text)
    return counted.most_common(1)[0][0] if counted else 10.0


def foot(lines: Sequence[Line], sheet: Sheet, body: float, layout: Layout) -> int:
    """Return how many lines stand above the page number and the running foot."""
    end = len(lines)
    while end and len(lines) - end < LINES and lines[end - 1].top >= (1 - layout.edge) * sheet.height:
        if lines[end - 1].size <= SMALL * body and not PAGE.fullmatch(lines[end - 1].text):
            break
        end -= 1
    return end


def start(column: Column, end: int, sheet: Sheet, body: float, called: set[str], open_note: bool) -> int:
    """Return the place of the first line of a column that belongs to the footnotes right before `end`, or `end` where there are none."""
    lines = column.lines
    first = end
    while first and lines[first - 1].size <= SMALL * body:
        first -= 1
    for place in range(first, end):
        ruled = below_rule(lines[place], lines[place - 1] if place else None, sheet, column)
        numbered = NUMBER.match(lines[place].text)
        if (ruled and (numbered or open_note)) or (numbered and call(numbered[0]) in called):
            return place
    return end


def below_rule(line: Line, above: Line | None, sheet: Sheet, column: Column) -> bool:
    """Whether a short drawn line stands between this line of text and the one above it."""
    top = above.bottom - 0.3 * above.size if above is not None else line.top - REACH * line.size
    return any(
        top <= y <= line.top + 0.3 * line.size and line.top - y <= REACH * line.size and right - left <= RULE * (column.right - column.left)
        for y, left, right in sheet.across
        if left < column.right and right > column.left
    )


def call(text: str) -> str:
    """Return the bare number or sign of a note."""
    return text.strip("()[].: \t")


def raised(word: Word, line: Line) -> bool:
    """Whether a word of a line is a small number standing above its baseline."""
    return word.size <= RAISED * line.size and word.bottom < line.bottom - 0.1 * line.size and bool(CALL.fullmatch(word.text))


def parted(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the notes that lines make: one begins with each number that counts on, or each sign."""
    notes: list[list[Line]] = []
    last = 0
    for line in lines:
        match = NUMBER.match(line.text)
        number = int(match[1]) if match and match[1] and match[1].isdigit() else None
        if not notes or (match and (number is None or not last or number == last + 1)):
            notes.append([line])
            last = number or last
        else:
            notes[-1].append(line)
    return notes


def without_calls(line: Line, numbers: set[str]) -> Line:
    """Return a line of the text without the raised numbers that call one of the notes."""
    kept: list[Word] = []
    left_out: Word | None = None
    for word in line.words:
        if raised(word, line) and call(word.text) in numbers:
            left_out = word
            continue
        if kept and left_out is not None and word.left - left_out.right <= NARROW_SPACE * word.size and not is_han(word.text[0]):
            last = kept.pop()  # a full stop or comma behind the number belongs to the word before it
            word = replace(word, text=last.text + word.text, left=last.left, spaced=last.spaced)
        kept.append(word)
        left_out = None
    return Line(kept, line.page) if kept and len(kept) < len(line.words) else line
