"""Sheets of cells: CSV and XLSX as rows of strings, and as a document whose rows are those of a table."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.ingest import office
from pipeline.ingest.decode import decode
from pipeline.ingest.errors import IngestError
from pipeline.ingest.metadata import Found
from pipeline.ingest.source import Source
from pipeline.ingest.vocabulary import Vocabulary
from pipeline.ingest.writing import Writing

ENDINGS = frozenset({".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson"})
GUARDED = True
DELIMITERS = ",;\t|"
LARGEST_TABLE = 200_000_000  # bytes
LARGEST_WHOLE = 30_000_000  # bytes unpacked of a workbook that is held in memory
LARGEST_MERGED = 100_000  # places that one cell covers
LONGEST_CELL = 20_000_000  # characters
Rows = Callable[[], Iterator[tuple[int, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its rows that are not empty with their numbers, from 1, read anew by each call, and its merged cells.

    `merged` gives for the place (row, column, from 1) of a merged cell how many columns and rows it reaches over; (0, 0) for a place
    that it covers. `hidden` are the numbers of the rows that a spreadsheet does not show.
    """

    name: str
    rows: Rows
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


def recognises(data: bytes, ending: str) -> bool:
    """Whether the file is a workbook (by its members) or a table in text (by its name)."""
    return office.holds(data, "xl/workbook.xml") if data.startswith(b"PK\x03\x04") else ending in ENDINGS - {".xlsx"}


def read(data: bytes, name: str, marks: Vocabulary) -> Source:
    """Return the sheets as one document: a line for each row, its cells with tabs between them."""
    if name.lower().endswith((".jsonl", ".ndjson")):
        raise IngestError("read", f'{name}: holds many documents; give it to `zeren extract`, which reads the "text" of each line')
    page = Writing(marks)
    encoding = "utf-8"
    issues: list[str] = []
    if data.startswith(b"PK"):
        found = list(workbook(data, name, whole=True, issues=issues))
    else:
        text, encoding, issues = decode(data, name)
        found = [Sheet("", lambda: delimited(io.StringIO(text), name))]
    for sheet in found:
        page.gap = 2
        table, unseen = page.table(), 0
        for number, row in sheet.rows():
            unseen += number in sheet.hidden
            reach = [sheet.merged.get((number, column), (1, 1)) for column in range(1, len(row) + 1)]
            filled = [
                ("\n".join(line for line in map(str.strip, cell.splitlines()) if line), *r)
                for cell, r in zip(row, reach, strict=True)
                if r[0]
            ]
            if sum(bool(words) for words, _, _ in filled) == 1 and table.header is None:
                page.line(next(words for words, _, _ in filled if words))
            else:
                page.row(table, filled)
        if unseen:
            issues.append(f"hidden rows of the sheet “{sheet.name}” were read: {unseen}")
    return page.source(encoding, Found(issues=issues))


def sheets(path: Path) -> Iterator[Sheet]:
    """Yield the sheets of the file at `path`; IngestError where it is none or too large."""
    if path.stat().st_size > LARGEST_TABLE:
        raise IngestError("unpack", f"is a table of more than {LARGEST_TABLE // 10**6} MB; split it")
    data = path.read_bytes()
    if data.startswith(b"PK"):
        yield from workbook(data, path.name)
        return
    text, _, _ = decode(data, path.name)
    yield Sheet(path.stem, lambda: delimited(io.StringIO(text), path.name))


def delimited(file: io.StringIO, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of a table in text; its delimiter is the sign that stands most often in its first line."""
    csv.field_size_limit(LONGEST_CELL)
    first = next((line for line in iter(file.readline, "") if line.strip()), "")
    file.seek(0)
    delimiter = max(DELIMITERS, key=lambda sign: (first.count(sign), -DELIMITERS.index(sign)))
    try:
        for number, row in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            if any(cell.strip() for cell in row):
                yield number, tuple(row)
    except csv.Error as error:
        raise IngestError("unpack", f"{name}: is no table in text ({error}); save it as CSV in UTF-8") from error


def workbook(data: bytes, name: str, whole: bool = False, issues: list[str] | None = None) -> Iterator[Sheet]:
    """Yield the sheets of a workbook that are not hidden, read row by row; `whole`: with its merged cells, where memory allows.

    `issues` learns of the sheets left out.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    whole = office.check(data, name) <= LARGEST_WHOLE and whole
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=not whole, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError, TypeError, SyntaxError) as error:
        raise IngestError("read", f"{name}: is no workbook that can be read ({error}); save it again as .xlsx") from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            hidden = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden) if whole else frozenset()
            yield Sheet(sheet.title, _rows(sheet), _merged(sheet) if whole else {}, hidden)
        elif issues is not None:
            issues.append(f"the sheet “{sheet.title}” is hidden and was left out")


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        if area.size["columns"] * area.size["rows"] <= LARGEST_MERGED:
            found |= dict.fromkeys(((row, column) for row, column in area.cells), (0, 0))
            found[area.min_row, area.min_col] = area.size["columns"], area.size["rows"]
    return found


def _rows(sheet: Any) -> Rows:
    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = tuple(_cell(value) for value in row)
            if any(cell.strip() for cell in cells):
                yield number, cells

    return rows


def _cell(value: object) -> str:
    """Return a cell's value as a spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%d/%m/%Y") if value.time() == datetime.time() else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
