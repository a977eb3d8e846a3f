"""Tables that people open in a spreadsheet: CSV and XLSX, written so that no cell runs as a formula, and read back to the letter."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipeline.register.days import day_of
from pipeline.register.errors import RegisterError

JOINT = " ; "
CELL = 32_767  # letters a spreadsheet's cell holds
FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML cannot hold these
LARGEST = 1 << 28  # bytes of a table that is read, and of a packed one four times that
SEPARATORS = ",;\t"
Cells = dict[str, str]


def guarded(value: Any) -> Any:
    """Return a value as a cell: lists joined by ` ; `, and a text that a spreadsheet would run behind an apostrophe."""
    if isinstance(value, (list, tuple)):
        value = JOINT.join(str(part) for part in value)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    value = CONTROL.sub("\ufffd", value)
    if FORMULA.match(value):
        value = "'" + value
    return value if len(value) <= CELL else value[: CELL - 1] + "…"


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def csv_text(rows: Iterable[dict[str, Any]], columns: Sequence[str] | None = None) -> Iterator[str]:
    """Yield the lines of a CSV table; the columns are those of the first row unless named."""
    for row in rows:
        if columns is None:
            columns = list(row)
            yield _line(columns)
        yield _line([guarded(row[name]) for name in columns])


def _line(values: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue()


def write(path: Path, rows: Iterable[dict[str, Any]], columns: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    """Write a table as CSV (UTF-8 with its mark, as Excel wants it) or XLSX, by the name's ending; `choices` become lists to pick from."""
    if ending(path) == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.write(_line(columns))
            file.writelines(_line([guarded(row[name]) for name in columns]) for row in rows)
        return
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet("register")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 40 if name in ("action", "note", "title") else 18
        if name in choices:
            picked = DataValidation(type="list", formula1=f'"{",".join(choices[name])}"', allow_blank=True)
            picked.add(f"{letter}2:{letter}1048576")
            sheet.data_validations.append(picked)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([guarded(row[name]) for name in columns])
    book.save(path)


def read(path: Path) -> Iterator[tuple[int, Cells | str]]:
    """Yield the number of each row of a table (the header is row 1) and its cells by column name, or what is wrong with the row.

    Days that the spreadsheet keeps as such come as ISO dates, percentages as numbers of a hundred. RegisterError: no table at all.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RegisterError(f"{path}: larger than {LARGEST >> 20} MB; import it in parts")
        yield from _csv(path) if ending(path) == ".csv" else _xlsx(path)
    except OSError as error:
        raise RegisterError(f"{path}: cannot be read ({error.strerror or error})") from error


def ending(path: Path) -> str:
    """Return the ending that tells what kind of table a file is; RegisterError where it is neither."""
    found = path.suffix.lower()
    if found not in (".csv", ".xlsx"):
        raise RegisterError(f"{path}: neither .csv nor .xlsx; give the file one of these endings")
    return found


def _csv(path: Path) -> Iterator[tuple[int, Cells | str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RegisterError(f"{path}:{line}: not UTF-8; save the table as “CSV UTF-8”, or as XLSX") from error
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        header: list[str] | None = None
        for number, values in enumerate(table, 1):  # rows as a spreadsheet counts them: a text may have line breaks
            if header is None:
                header = _header(values, path)
            elif any(value.strip() for value in values):
                yield number, _row(header, values)
    except csv.Error as error:
        raise RegisterError(f"{path}:{table.line_num}: no CSV ({error}); save the table again") from error
    if header is None:
        raise RegisterError(f"{path}: empty; `zeren register export` writes a table to begin with")


def _xlsx(path: Path) -> Iterator[tuple[int, Cells | str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > 4 * LARGEST:
                raise RegisterError(f"{path}: holds more than {4 * LARGEST >> 20} MB; import it in parts")
        book = load_workbook(path, read_only=True)
        sheet = book.worksheets[0]
        header: list[str] | None = None
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if header is None:
                header = _header([str(cell.value or "") for cell in cells], path)
                continue
            if all(cell.value is None for cell in cells):
                continue
            formula = next((cell for cell in cells if cell.data_type == "f"), None)
            wrong = next((cell for cell in cells if cell.data_type == "e"), None)
            if formula is not None:
                yield number, f"cell {formula.coordinate} holds a formula; write its value there"
            elif wrong is not None:
                yield number, f"cell {wrong.coordinate} holds the error {wrong.value}; write a value there"
            else:
                yield number, _row(header, [_value(cell) for cell in cells])
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise RegisterError(f"{path}: no XLSX table ({error}); save it again from the spreadsheet") from error
    if header is None:
        raise RegisterError(f"{path}: empty; `zeren register export` writes a table to begin with")


def _value(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return day_of(value).isoformat()
    if isinstance(value, float):
        if "%" in (cell.number_format or ""):
            value = round(value * 100, 6)
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return str(value * 100)
    return str(value)


def _header(values: Sequence[str], path: Path) -> list[str]:
    header = [value.strip().casefold() for value in values]
    if "record_id" not in header:
        raise RegisterError(f"{path}: row 1 has no column record_id; keep the header that `zeren register export` wrote")
    doubled = next((name for name in header if name and header.count(name) > 1), None)
    if doubled:
        raise RegisterError(f"{path}: column {doubled} stands twice; delete one")
    return header


def _row(header: list[str], values: Sequence[str]) -> Cells | str:
    if any(value.strip() for value in values[len(header) :]):
        return "has more cells than the header; see that texts with the separator stand in quotes"
    padded = [*values, *[""] * (len(header) - len(values))]
    return {name: unguarded(value) for name, value in zip(header, padded, strict=False) if name}
