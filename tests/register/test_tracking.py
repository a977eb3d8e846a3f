from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.register import Register, RegisterError, past, tracking
from pipeline.register.days import order_of, read_day
from pipeline.register.journal import Journal
from pipeline.register.update import update_register
from tests.register.making import LIBRARY, ROADS, WELLS, Row, document, record, run

TODAY = date(2026, 7, 1)


@pytest.fixture
def roads(register: Register, tmp_path: Path) -> Row:
    row = record(ROADS, due="2026-06-30")
    update_register(register, run(tmp_path / "out", row, record(WELLS), record(LIBRARY)))
    return row


def enter(register: Register, row: Row, *pairs: str) -> Row:
    with register.writing() as connection:
        return tracking.assign(connection, Journal(connection, "Lan"), row["record_id"], pairs, TODAY)


def entered(register: Register, row: Row) -> Row:
    with register.reading() as connection:
        return tracking.entered(connection, row["record_id"])


@pytest.mark.parametrize(
    ("pair", "field", "value"),
    [
        ("status=in_progress", "status", "in_progress"),
        ("status=In Progress", "status", "in_progress"),
        ("status=not-started", "status", "not_started"),
        ("progress=40%", "progress", 40),
        ("progress= 100 ", "progress", 100),
        ("owner=Phòng Kinh tế", "owner", "Phòng Kinh tế"),
        ("due=30/9/2026", "due", "2026-09-30"),
        ("done_on=2026年6月1日", "done_on", "2026-06-01"),
        ("grade=Partly met", "grade", "partly_met"),
        ("note=a=b", "note", "a=b"),
        ("note=", "note", None),
        ("recipient=县委", "recipient", "县委"),
        ("consequence=không xếp loại tốt", "consequence", "không xếp loại tốt"),
    ],
)
def test_an_entry_is_read(pair: str, field: str, value: object) -> None:
    name, _, written = pair.partition("=")
    assert (name, tracking.parse(name, written)) == (field, value)


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("status=finished", "choose one of not_started, in_progress, done"),
        ("progress=110", "from 0 to 100"),
        ("progress=half", "from 0 to 100"),
        ("due=2026-02-30", "write it as in 2026-06-30"),
        ("due=soon", "write it as in 2026-06-30"),
        ("grade=A+", "choose one of exceeded, met"),
        ("colour=red", "choose one of status, progress"),
        ("status", "write field=value"),
        ("note=\x1b[2J", "control character"),
        ("note=" + "x" * 30_001, "at most 30000"),
        ("evidence=nowhere/report.pdf", "No such file"),
        ("evidence=https://", "no web address"),
        ("evidence=/tmp", "directory"),
    ],
)
def test_an_entry_that_cannot_be_taken_is_named_with_the_cure_and_nothing_changes(
    book: Register, tmp_path: Path, pair: str, said: str
) -> None:
    row = record(ROADS)
    update_register(book, run(tmp_path / "out", row))
    with pytest.raises(RegisterError, match=said):
        enter(book, row, "owner=Lan", pair)
    assert entered(book, row)["version"] == 0


def test_an_entry_is_one_event_with_before_and_after(register: Register, roads: Row) -> None:
    enter(register, roads, "progress=40")
    assert enter(register, roads, "progress=60", "owner=Minh") == {"progress": 60, "owner": "Minh"}
    with register.reading() as connection:
        (*_, event) = past.history(connection, roads["record_id"])
    assert (event["before"], event["after"]) == ({"owner": None, "progress": 40}, {"owner": "Minh", "progress": 60})
    assert (event["who"], event["what"]) == ("Lan", "owner: – → Minh; progress: 40 → 60")


def test_the_same_entry_again_is_no_event(register: Register, roads: Row) -> None:
    enter(register, roads, "owner=Minh")
    version = entered(register, roads)["version"]
    assert enter(register, roads, "owner=Minh") == {}
    assert entered(register, roads)["version"] == version


def test_done_without_a_day_is_done_today(register: Register, roads: Row) -> None:
    assert enter(register, roads, "status=done")["done_on"] == "2026-07-01"
    assert enter(register, roads, "status=in_progress", "done_on=") == {"status": "in_progress", "done_on": None}


def test_a_file_of_evidence_is_kept_with_its_hash_and_evidence_adds_up(register: Register, roads: Row, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"signed")
    enter(register, roads, f"evidence={report}")
    enter(register, roads, "evidence=https://example.org/minutes?id=1")
    assert json.loads(entered(register, roads)["evidence"]) == [
        {"place": str(report), "sha256": hashlib.sha256(b"signed").hexdigest()},
        {"place": "https://example.org/minutes?id=1", "sha256": None},
    ]
    enter(register, roads, "evidence=")
    assert entered(register, roads)["evidence"] == "[]"


def test_the_beginning_of_an_id_is_enough(register: Register, roads: Row) -> None:
    with register.reading() as connection:
        assert tracking.find(connection, roads["record_id"][:10]) == roads["record_id"]


def test_a_beginning_that_more_share_names_them(book: Register, tmp_path: Path) -> None:
    rows = [record(ROADS) | {"record_id": "abc1"}, record(WELLS) | {"record_id": "abc2"}]
    update_register(book, run(tmp_path / "out", *rows))
    with book.reading() as connection, pytest.raises(RegisterError, match="more than one") as raised:
        tracking.find(connection, "abc")
    assert "abc1" in str(raised.value) and "abc2" in str(raised.value)


@pytest.mark.parametrize("beginning", ["ffff", "%", "_", "", "a b"])
def test_an_id_that_is_not_there_is_said_so(register: Register, roads: Row, beginning: str) -> None:
    with register.reading() as connection, pytest.raises(RegisterError, match="zeren register list"):
        tracking.find(connection, beginning)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-06-30", "day_first", "2026-06-30"),
        ("2026-06-30 00:00:00", "day_first", "2026-06-30"),
        ("2026/6/30", "day_first", "2026-06-30"),
        ("30/06/2026", "day_first", "2026-06-30"),
        ("30.6.2026", "day_first", "2026-06-30"),
        ("30-6-2026 08:15", "day_first", "2026-06-30"),
        ("6/7/2026", "day_first", "2026-07-06"),
        ("6/7/2026", "month_first", "2026-06-07"),
        ("2026年6月30日", "day_first", "2026-06-30"),
        ("46203", "day_first", "2026-06-30"),
        ("46203.5", "day_first", "2026-06-30"),
    ],
)
def test_days_are_read_as_spreadsheets_write_them(text: str, order: str, day: str) -> None:
    assert read_day(text, order).isoformat() == day  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "order"),
    [(["6/7/2026", "6/30/2026"], "month_first"), (["30/6/2026"], "day_first"), (["6/7/2026"], None), (["30/6/2026", "6/30/2026"], None)],
)
def test_a_column_tells_how_it_writes_its_days(values: list[str], order: str | None) -> None:
    assert order_of(values) == order


def test_an_entry_for_an_amended_text_is_sent_to_the_record_that_took_its_place(register: Register, roads: Row, tmp_path: Path) -> None:
    amended = record(ROADS, of=document("v2"), due="2026-09-30")
    update_register(register, run(tmp_path / "out", amended))
    with pytest.raises(RegisterError, match=f"{amended['record_id']} has taken its place"):
        enter(register, roads, "status=done")
