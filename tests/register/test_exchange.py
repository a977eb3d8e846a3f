from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from pipeline.register import Register, RegisterError, exchange, rows, sheets, tracking
from pipeline.register.journal import Journal
from pipeline.register.update import update_register
from tests.register.making import LIBRARY, ROADS, WELLS, Row, document, record, run

TODAY = date(2026, 7, 1)
Cells = list[dict[str, str]]


@pytest.fixture
def records(register: Register, tmp_path: Path) -> list[Row]:
    made = [record(ROADS, due="2026-06-30"), record(WELLS, at=90), record(LIBRARY, at=180)]
    update_register(register, run(tmp_path / "out", *made))
    return made


def export(register: Register, path: Path) -> Path:
    with register.reading() as connection:
        exchange.export(connection, path, rows.Filter())
    return path


def take(register: Register, path: Path, who: str = "Hoa") -> exchange.Report:
    return exchange.import_table(register, path, who=who, today=TODAY)


def enter(register: Register, row: Row, *pairs: str) -> None:
    with register.writing() as connection:
        tracking.assign(connection, Journal(connection, "Lan"), row["record_id"], pairs, TODAY)


def entered(register: Register, row: Row) -> Row:
    with register.reading() as connection:
        return tracking.entered(connection, row["record_id"])


def edit(path: Path, change: Callable[[Cells], Cells | None], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    lines = change(lines) or lines
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)
    return path


def setting(at: int, **cells: str) -> Callable[[Cells], None]:
    return lambda lines: lines[at].update(cells)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_that_nobody_edited_changes_nothing(register: Register, records: list[Row], tmp_path: Path, ending: str) -> None:
    enter(register, records[0], "status=done", "progress=100", "note==1+1", "evidence=https://example.org/a", "due=2026-07-15")
    report = take(register, export(register, tmp_path / f"table.{ending}"))
    assert (report.changed, report.refused, report.same) == ([], [], 3)


def test_edits_come_back_from_csv(register: Register, records: list[Row], tmp_path: Path) -> None:
    path = edit(export(register, tmp_path / "t.csv"), setting(1, status="In progress", progress="40%", due="30/9/2026", note="hai\r\ndòng"))
    report = take(register, path)
    assert report.changed == [{"row": 3, "record_id": records[1]["record_id"], "fields": ["status", "progress", "due", "note"]}]
    kept = entered(register, records[1])
    assert (kept["status"], kept["progress"], kept["due"], kept["note"]) == ("in_progress", 40, "2026-09-30", "hai\ndòng")


def test_edits_come_back_from_xlsx_with_its_own_days_and_percentages(register: Register, records: list[Row], tmp_path: Path) -> None:
    path = export(register, tmp_path / "t.xlsx")
    book = load_workbook(path)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["due"], datetime(2026, 9, 30))
    sheet.cell(2, columns["progress"], 0.4).number_format = "0%"
    sheet.cell(3, columns["done_on"], "=TODAY()")
    book.save(path)
    report = take(register, path)
    kept = entered(register, records[0])
    assert (kept["due"], kept["progress"]) == ("2026-09-30", 40)
    assert [(row["row"], "holds a formula" in row["reason"]) for row in report.refused] == [(3, True)]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_the_spreadsheets_own_separators_and_encodings_are_read(book: Register, tmp_path: Path, delimiter: str, encoding: str) -> None:
    row = record(ROADS)
    update_register(book, run(tmp_path / "out", row))
    path = edit(export(book, tmp_path / "t.csv"), setting(0, owner="Phòng Nội vụ"), delimiter, encoding)
    assert len(take(book, path).changed) == 1
    assert entered(book, row)["owner"] == "Phòng Nội vụ"


def test_what_others_entered_meanwhile_stays(register: Register, records: list[Row], tmp_path: Path) -> None:
    path = export(register, tmp_path / "t.csv")
    enter(register, records[0], "owner=Minh")
    report = take(register, edit(path, setting(0, note="đã họp")))
    assert len(report.changed) == 1
    kept = entered(register, records[0])
    assert (kept["owner"], kept["note"]) == ("Minh", "đã họp")


def test_a_cell_that_two_people_edited_is_refused(register: Register, records: list[Row], tmp_path: Path) -> None:
    path = export(register, tmp_path / "t.csv")
    enter(register, records[0], "owner=Minh")
    report = take(register, edit(path, setting(0, owner="Hoa", note="đã họp")))
    assert report.changed == []
    assert "owner: Lan entered 'Minh' meanwhile" in report.refused[0]["reason"]
    assert entered(register, records[0])["note"] is None, "a row is taken whole or not at all"


def test_the_same_table_twice_changes_once(register: Register, records: list[Row], tmp_path: Path) -> None:
    path = edit(export(register, tmp_path / "t.csv"), setting(0, owner="Hoa"))
    assert len(take(register, path).changed) == 1
    assert take(register, path).changed == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "finished"}, "choose one of not_started"),
        ({"progress": "120", "grade": "A+"}, "from 0 to 100.*grade: 'A.' is none"),
        ({"due": "soon"}, "write it as in 2026-06-30"),
        ({"record_id": "0000"}, "not in the register"),
        ({"record_id": ""}, "record_id: empty"),
        ({"version": "x"}, "was altered"),
        ({"evidence": "missing.pdf"}, "No such file"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_and_its_neighbours_complete(
    book: Register, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    first, second = record(ROADS), record(WELLS, at=90)
    update_register(book, run(tmp_path / "out", first, second))
    path = edit(export(book, tmp_path / "t.csv"), setting(0, **cells))
    report = take(book, edit(path, setting(1, owner="Hoa")))
    assert [row["row"] for row in report.refused] == [2]
    assert re.search(said, report.refused[0]["reason"])
    assert entered(book, second)["owner"] == "Hoa"


def test_a_record_that_stands_twice_is_refused_the_second_time(book: Register, tmp_path: Path) -> None:
    update_register(book, run(tmp_path / "out", record(ROADS)))
    path = edit(export(book, tmp_path / "t.csv"), lambda lines: [lines[0], lines[0] | {"owner": "Hoa"}])
    assert "stands in row 2 already" in take(book, path).refused[0]["reason"]


def test_a_day_that_the_spreadsheet_respelt_is_no_edit(book: Register, tmp_path: Path) -> None:
    row = record(ROADS)
    update_register(book, run(tmp_path / "out", row))
    enter(book, row, "due=2026-06-07")
    path = edit(export(book, tmp_path / "t.csv"), setting(0, due="6/7/2026"))
    assert take(book, path).same == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("t.ods", b"", "neither .csv nor .xlsx"),
        ("t.csv", b"", "empty"),
        ("t.csv", b"id,status\r\n", "no column record_id"),
        ("t.csv", b"record_id,status,status\r\n", "stands twice"),
        ("t.csv", b"record_id,colour\r\nabc,red\r\n", "'colour' is not known"),
        ("t.csv", b"record_id,note\r\nabc,\xf0\xe3", "CSV UTF-8"),
        ("t.csv", b'record_id,note\r\nabc,"open\r\n', "no CSV"),
        ("t.xlsx", b"PK not really", "no XLSX table"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_the_cure(book: Register, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterError, match=said):
        take(book, tmp_path / name)


@pytest.mark.parametrize("text", ["=1+1", "+84 24", "-SUM(A1)", "@x", "\t=1", " =1", "＝1", "'=1", "''+1"])
def test_no_cell_can_start_a_formula_and_its_text_comes_back(text: str) -> None:
    assert sheets.guarded(text) == "'" + text
    assert sheets.unguarded("'" + text) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_comes_back_from_its_cell(text: str) -> None:
    assert sheets.unguarded(sheets.guarded(text)) == text


def test_hostile_text_is_no_formula_in_either_table(book: Register, tmp_path: Path) -> None:
    update_register(book, run(tmp_path / "out", record('=HYPERLINK("https://example.org","x")', "+UBND")))
    with export(book, tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["action"][:2], line["bearers"]) == ("'=", "'+UBND")
    sheet = load_workbook(export(book, tmp_path / "t.xlsx")).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "inlineStr"}


def test_a_table_from_elsewhere_needs_no_version(book: Register, tmp_path: Path) -> None:
    row = record(ROADS)
    update_register(book, run(tmp_path / "out", row))
    table = Workbook()
    table.active.append(["record_id", "status", "note"])
    table.active.append([row["record_id"], "dropped", None])
    table.save(tmp_path / "t.xlsx")
    assert take(book, tmp_path / "t.xlsx").changed[0]["fields"] == ["status"]


def test_an_old_table_does_not_write_to_a_record_whose_place_is_taken(book: Register, tmp_path: Path) -> None:
    update_register(book, run(tmp_path / "out", record(ROADS)))
    path = edit(export(book, tmp_path / "t.csv"), setting(0, owner="Hoa"))
    update_register(book, run(tmp_path / "out", record(ROADS, of=document("v2"))))
    assert "has taken its place" in take(book, path).refused[0]["reason"]
