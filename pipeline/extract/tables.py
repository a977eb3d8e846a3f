"""Rows of a table of tasks: the header says which cell holds the task, its bearers and its time; a row that spans the table heads
those below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline import labels
from pipeline.extract.grammar import Grammar
from pipeline.extract.times import BOUNDING
from pipeline.extract.units import is_party, parties
from pipeline.records import Bearer, Block, Document, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import gives_time

Cell = tuple[int, int]
KINDS = ("task", "units", "parties", "times", "other")
SERIAL = re.compile(r"[（(]?(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:[.．]\d{1,3})*|[一二三四五六七八九十]{1,3})[)）]?[.．、:：]?")
SHORTEST = {"character": 3, "syllable": 2}  # characters or syllables of a task: 就业 is a topic
COUNTED = re.compile(r"\d")  # tasks are counted in figures, what heads them in letters or words


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A table row read by its header: the places of the task cells, and what the other cells give to the tasks in them."""

    tasks: tuple[Cell, ...]
    bearers: tuple[Bearer, ...]
    deadlines: tuple[Timex, ...]

    def cell(self, start: int) -> Cell | None:
        """Return the task cell that a place of the document lies in."""
        return next(((a, b) for a, b in self.tasks if a <= start < b), None)


@dataclass(slots=True)
class Table:
    """A table being read: the kinds of its columns, its cells in the row before, and what the heading row above gives."""

    header: int
    kinds: list[str]
    before: list[Cell]
    bearers: tuple[Bearer, ...] = ()
    deadlines: tuple[Timex, ...] = ()


def task_rows(document: Document, words_of: Callable[[Block], Grammar]) -> dict[int, TaskRow]:
    """Return the rows of tables of tasks by number of their blocks; header rows and rows that head others hold no task."""
    found: dict[int, TaskRow] = {}
    table: Table | None = None
    for number, block in enumerate(document.blocks):
        if block.kind != "table_row" or block.header is None:
            continue
        words = words_of(block)
        if table is None or table.header != block.header:
            names = [document.text[a:b] for a, b in document.blocks[block.header].cells]
            table = Table(block.header, [kind_of(name, words) for name in names], [])
        if "task" in table.kinds:
            found[block.header] = TaskRow((), (), ())
            found[number] = _heads(document, block, table, words) or _row(document, block, table, words)
    return found


def kind_of(name: str, words: Grammar) -> str:
    """Return what a column holds, "" where its name does not tell: of the words in it the first, or in Chinese the last."""
    name, columns = " ".join(name.split()).casefold(), words.words.columns
    if name in columns.parties:
        return "parties"
    best, found = (-1, 0), ""
    for kind in ("task", "units", "times", "other"):
        for word in getattr(columns, kind):
            at = name.rfind(word) + len(word) if words.head_last else len(name) - name.find(word)
            if word in name and (at, len(word)) > best:
                best, found = (at, len(word)), kind
    return found


def _heads(document: Document, block: Block, table: Table, words: Grammar) -> TaskRow | None:
    """Return the row where it heads those below it: one cell over the table, a number before it set aside, or the only one with words
    behind a number in letters; a party or a term in it holds for the rows below."""
    text = document.text
    filled = [cell for cell in block.cells if text[slice(*cell)].strip()]
    rest = [cell for cell in filled if not SERIAL.fullmatch(text[slice(*cell)].strip())]
    if len(set(rest)) != 1 or len(block.cells) < 2:
        return None
    serial = "".join(text[slice(*cell)] for cell in filled if cell not in rest)
    if len(rest) == 1 and (not serial or COUNTED.search(serial)):
        return None
    place, table.before = rest[0], []
    named = tuple(parties(document, *place, words))
    table.bearers = named if named and all(is_party(one.quote, words) for one in named) else ()
    told = tuple(time for time in find_in(document, *place, words.language) if time.role in BOUNDING)
    table.deadlines = tuple(time for time in told if time.mod is not None or time.quote == text[slice(*place)].strip())
    return TaskRow((), (), ())


def _row(document: Document, block: Block, table: Table, words: Grammar) -> TaskRow:
    """Return what a row's cells say; a cell that says "as above" says what the one above it does."""
    columns = words.words.columns
    cells = list(block.cells)
    for place, (a, b) in enumerate(cells):
        if document.text[a:b].strip(" .").casefold() in columns.same and place < len(table.before):
            cells[place] = table.before[place]
    table.before = cells
    tasks, bearers, times = list[Cell](), list[Bearer](), list[Timex]()
    for kind, (a, b) in zip(table.kinds, cells, strict=False):
        if kind == "times":
            times += [time for time in find_in(document, a, b, words.language) if time.role in BOUNDING and gives_time(time)]
        elif kind in ("units", "parties"):
            named = _named(document, a, b, words)
            bearers += [one for one in named if kind == "units" or is_party(one.quote, words)]
        elif kind == "task" and size(document.text[a:b], words) >= SHORTEST[words.unit]:
            tasks.append((a, b))
    return TaskRow(tuple(tasks), tuple(dict.fromkeys(bearers)) or table.bearers, tuple(dict.fromkeys(times)) or table.deadlines)


def size(text: str, words: Grammar) -> int:
    """Return how many characters or syllables of a language a text has."""
    return sum(map(str.isalpha, text)) if words.unit == "character" else sum(word[0].isalpha() for word in text.split())


def _named(document: Document, start: int, end: int, words: Grammar) -> list[Bearer]:
    """Return the parties in a cell, line by line, those behind labels (`Chủ trì: Sở Y tế`) without them."""
    text, columns, found = document.text, words.words.columns, list[Bearer]()
    for line in re.finditer(r"[^\n]+", text[start:end]):
        a, b = start + line.start(), start + line.end()
        told = [label for label in labels.find(text, a, b) if label.kind == "units"]
        for low, high in [(label.low, label.high) for label in told] or [(a, b)]:
            found += parties(document, low, high, words)
    return [one for one in found if one.quote.casefold() not in columns.none]
