from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline.emit import calendar, flat, rows, schema
from pipeline.emit.cells import CELL, cell
from pipeline.emit.lines import encode, printable
from pipeline.records import DocumentRow
from tests.run import fakes

TEXT = "Chậm nhất ngày 30/6/2026, UBND huyện Vĩnh Lạc phải rà soát 100% hộ nghèo.\n"
DOCUMENT = fakes.document_of(TEXT, "data/raw/a.txt", title="Chỉ thị về hộ nghèo", published="2026-03-02", number="05/CT-UBND")


def record(**values: object) -> dict:
    return rows.commitment_row(fakes.commitment(DOCUMENT, TEXT.strip(), 0, **values))


def dated(**values: object) -> dict:
    return record(deadlines=[fakes.deadline("ngày 30/6/2026", 10, **values)])


# ---- JSON Lines ----


@given(st.text())
def test_any_text_is_one_line_that_reads_back(text: str) -> None:
    line = encode({"text": text})
    assert json.loads(line) == {"text": text}
    assert len(line.decode("utf-8").splitlines()) == 1


def test_a_lone_surrogate_reads_back() -> None:
    line = encode({"text": "báo cáo \udc80"})
    assert json.loads(line.decode("utf-8")) == {"text": "báo cáo \udc80"}


def test_text_that_utf_8_cannot_hold_is_written_as_its_escape() -> None:
    assert printable("báo\udc80") == "báo\\udc80"


# ---- schemas ----


@pytest.mark.parametrize("name", schema.MODELS)
def test_schemas_are_fresh(name: str, root: Path) -> None:
    stored = root / "config" / "schema" / f"{name}.schema.json"
    assert json.loads(stored.read_text(encoding="utf-8")) == schema.schema(name), "run `make schema`"


@pytest.mark.parametrize("name", schema.MODELS)
def test_schemas_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema(name))


def test_rows_fit_their_schemas() -> None:
    jsonschema.validate(record(), schema.schema("commitments"))
    jsonschema.validate(rows.document_row(DOCUMENT, ()), schema.schema("documents"))
    jsonschema.validate(flat.row(record()), schema.schema("table"))
    jsonschema.validate(rows.failure("a", "ingest", "E", "m", None).model_dump(), schema.schema("failures"))


def test_a_document_row_is_a_document_row() -> None:
    made = rows.document_row(DOCUMENT, (fakes.commitment(DOCUMENT, TEXT.strip(), 0),))
    assert DocumentRow.model_validate(made).counts == {"duty": 1}


# ---- tables ----


def tables(folder: Path, *records: dict) -> tuple[list[dict[str, str]], pd.DataFrame]:
    written = flat.Tables(folder / "c.csv", folder / "c.parquet")
    for record in records:
        written.add(*flat.table([record]))
    written.close()
    with (folder / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file)), pd.read_parquet(folder / "c.parquet")


def test_the_csv_begins_with_a_byte_order_mark_and_ends_lines_as_spreadsheets_do(tmp_path: Path) -> None:
    tables(tmp_path, record())
    data = (tmp_path / "c.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrecord_id,")
    assert data.count(b"\r\n") == 2


def test_both_tables_hold_the_same_rows(tmp_path: Path) -> None:
    cells, frame = tables(tmp_path, dated(due="2026-06-30"), record())
    assert [row["due"] for row in cells] == ["2026-06-30", ""]
    assert frame["due"].fillna("").tolist() == ["2026-06-30", ""]
    assert list(frame.columns) == list(cells[0])
    assert frame["actors"][0].tolist() == [cells[0]["actors"]]


def test_a_recurrence_keeps_the_day_it_holds_from(tmp_path: Path) -> None:
    cells, frame = tables(tmp_path, dated(rrule="FREQ=YEARLY", dtstart="2027-01-01"))
    assert (cells[0]["deadline_rrules"], cells[0]["deadline_starts"]) == ("FREQ=YEARLY", "2027-01-01")
    assert frame["deadline_starts"][0].tolist() == ["2027-01-01"]


def test_lists_are_joined(tmp_path: Path) -> None:
    cells, _ = tables(tmp_path, record(concepts=["lead", "report"], rules=["a ; b", "c"]))
    assert (cells[0]["concepts"], cells[0]["rules"]) == ("lead ; report", "a; b ; c")


def test_csv_is_written_as_the_standard_writer_does(tmp_path: Path) -> None:
    strange = record()
    strange["section"], strange["item"], strange["rules"] = 'a, "b"', "c\nd\re", ['"', "x, y"]
    made, cells = flat.table([strange])[0].decode("utf-8"), io.StringIO(newline="")
    csv.writer(cells, lineterminator="\r\n").writerows(csv.reader(io.StringIO(made, newline="")))
    assert made == cells.getvalue()
    assert tables(tmp_path, strange)[0][0]["section"] == 'a, "b"'


def test_a_run_without_records_has_tables_with_columns(tmp_path: Path) -> None:
    cells, frame = tables(tmp_path)
    assert cells == []
    assert list(frame.columns) == list(flat.Row.model_fields)


@pytest.mark.parametrize("text", ["=1+1", "+84 24 3733", "-SUM(A1)", "@x", "\t=1", " =1", "＝1", "\r=1"])
def test_no_cell_can_start_a_formula(text: str) -> None:
    assert cell(text) == "'" + text


def test_a_cell_is_never_longer_than_a_spreadsheet_takes() -> None:
    assert len(cell("=" + "x" * 50_000)) == CELL


def test_tables_take_what_utf_8_cannot_hold(tmp_path: Path) -> None:
    strange = record()
    strange["section"], strange["concepts"] = "I. \udc80\x00", ["a\udc80"]
    cells, frame = tables(tmp_path, strange)
    assert cells[0]["section"] == "I. \\udc80\ufffd"
    assert frame["concepts"][0].tolist() == ["a\\udc80"]


def test_rows_beyond_one_group_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "CHUNK", 3)
    cells, frame = tables(tmp_path, *[record(specificity=i % 5) for i in range(8)])
    assert [int(row["specificity"]) for row in cells] == frame["specificity"].tolist() == [0, 1, 2, 3, 4, 0, 1, 2]


# ---- calendar ----


def write_calendar(records: Iterable[dict], path: Path) -> None:
    file = calendar.CalendarFile(path)
    for entry in calendar.entries(records):
        file.add(*entry)
    file.close()


def todos(folder: Path, *records: dict) -> list:
    write_calendar(records, folder / "c.ics")
    return Calendar.from_ical((folder / "c.ics").read_bytes()).walk("VTODO")


def test_a_due_date_is_a_to_do(tmp_path: Path) -> None:
    (todo,) = todos(tmp_path, dated(due="2026-06-30"))
    assert todo["DUE"].dt == date(2026, 6, 30)
    assert todo["DUE"].params["VALUE"] == "DATE"
    assert todo["UID"] == f"{record()['record_id']}@zeren"
    assert todo["DTSTAMP"].dt.date() == date(2026, 3, 2)
    assert "rà soát" in todo["SUMMARY"]


def test_a_recurrence_starts_on_its_first_occurrence_after_publication(tmp_path: Path) -> None:
    rule = "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"
    (todo,) = todos(tmp_path, dated(rrule=rule))
    start = todo["DTSTART"].dt
    assert start == date(2026, 3, 31)
    assert rrulestr(todo["RRULE"].to_ical().decode(), dtstart=pd.Timestamp(start))[1] == pd.Timestamp("2026-06-30")
    assert "DUE" not in todo


@pytest.mark.parametrize(
    ("rule", "dtstart", "start"),
    [
        ("FREQ=YEARLY", None, "2026-12-31"),
        ("FREQ=YEARLY;INTERVAL=2", None, "2027-12-31"),
        ("FREQ=WEEKLY", None, "2026-03-08"),
        ("FREQ=YEARLY", "2028-01-01", "2028-12-31"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2028-01-01", "2028-01-31"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2021-01-01", "2026-03-31"),
    ],
)
def test_a_period_is_due_on_its_last_day_and_not_before_it_begins(rule: str, dtstart: str | None, start: str, tmp_path: Path) -> None:
    (todo,) = todos(tmp_path, dated(rrule=rule, dtstart=dtstart))
    assert str(todo["DTSTART"].dt) == start


def test_a_record_with_two_dates_has_two_to_dos_tied_together(tmp_path: Path) -> None:
    both = [fakes.deadline("ngày 30/6/2026", 10, due="2026-06-30"), fakes.deadline("ngày 30/6/2026", 10, due="2026-12-31")]
    first, second = todos(tmp_path, record(deadlines=both))
    assert second["UID"] == f"{record()['record_id']}-2@zeren"
    assert second["RELATED-TO"] == first["UID"]


@pytest.mark.parametrize("values", [{}, {"rrule": "FREQ=NEVER"}, {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"}, {"due": "soon"}])
def test_what_names_no_day_is_no_to_do(values: dict, tmp_path: Path) -> None:
    assert todos(tmp_path, dated(**values)) == []


def test_a_to_do_without_publication_date_still_has_its_stamp(tmp_path: Path) -> None:
    undated = dated(due="2026-06-30")
    undated["document"]["published"] = None
    assert todos(tmp_path, undated)[0]["DTSTAMP"].dt.year == 1970


def test_the_same_record_from_two_copies_of_a_document_is_one_to_do(tmp_path: Path) -> None:
    assert len(todos(tmp_path, dated(due="2026-06-30"), dated(due="2026-06-30"))) == 1


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_gives_lines_as_rfc_5545_wants_them(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    strange = dated(due="2026-06-30")
    strange["action"]["quote"] = text
    path = tmp_path_factory.getbasetemp() / "any.ics"
    write_calendar([strange], path)
    data = path.read_bytes()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for part in data.replace(b"\r\n ", b"").split(b"\r\n"):
        part.decode("utf-8")
    (todo,) = Calendar.from_ical(data).walk("VTODO")
    assert {"UID", "DTSTAMP", "DUE", "SUMMARY"} <= set(todo)
