"""What people judge stays judged: through re-extraction, amendments and their own second thoughts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.evaluate import read_gold, score
from pipeline.ingest import read
from pipeline.register import Register, gold, past, rows, verdicts
from pipeline.register.days import parse_day
from pipeline.register.due import due_days
from pipeline.register.journal import Journal
from pipeline.register.scores import scoreboard
from pipeline.register.tables import commitments
from pipeline.register.tracking import EntryError
from pipeline.register.update import update_register
from pipeline.settings import Settings
from tests.register.making import ROADS, WELLS, Row, found, quote, run, textual

TEXT = f"UBND huyện A {ROADS} trước ngày 30/6/2026. Sở Y tế {WELLS} hằng quý.\r\nSở Y tế chịu trách nhiệm."
OTHER = "Sở Y tế"


def judge(register: Register, record_id: str, verdict: str | None, fields: Row | None = None) -> str | None:
    with register.writing() as connection:
        held = verdicts.held(connection, record_id)
        journal = Journal(connection, "Lan", "read once more")
        return verdicts.judge(connection, journal, record_id, verdict, fields, version=held["version"] if held else 0)


def states(register: Register) -> dict[str, str]:
    with register.reading() as connection:
        return {row.record_id: row.state for row in connection.execute(select(commitments))}


def listed(register: Register) -> list[Row]:
    with register.reading() as connection:
        return list(rows.fetch(connection))


@pytest.fixture
def pair(register: Register, tmp_path: Path) -> tuple[Row, Row]:
    of = textual(TEXT)
    made = found(of, ROADS, due="2026-06-30"), found(of, WELLS, OTHER, tier="province")
    update_register(register, run(tmp_path / "out", *made, documents=(of,)))
    return made


def corrected(row: Row) -> Row:
    """The correction of a record's type, bearer and due day."""
    actor = row["actors"][0] | quote(OTHER, TEXT.index(OTHER)) | {"name": OTHER, "tier": "province"}
    bound = row["deadlines"][0] | {"due": "2026-09-30", "value": "2026-09-30"}
    return {"type": "pledge", "actors": [actor], "deadlines": [bound]}


def test_a_correction_shows_wherever_the_record_does(register: Register, pair: tuple[Row, Row]) -> None:
    row = pair[0]
    assert judge(register, row["record_id"], "corrected", corrected(row)) == "corrected"
    (shown,) = (one for one in listed(register) if one["record_id"] == row["record_id"])
    assert [shown[name] for name in ("type", "bearers", "due", "verdict")] == ["pledge", OTHER, "2026-09-30", "corrected"]
    with register.reading() as connection:
        day = parse_day("2026-09-01")
        assert day is not None
        assert [(str(due.due), due.bearers) for due in due_days(connection, day, 30)] == [("2026-09-30", (OTHER,))]
        assert scoreboard(connection, "bearer", day)[0] == {
            "bearer": OTHER, "met": 0, "late": 0, "not_met": 0, "open": 2, "total": 2, "score": "0/2",
        }  # fmt: skip
        last = list(past.history(connection, row["record_id"]))[-1]
    assert (last["kind"], last["who"], last["why"]) == ("corrected", "Lan", "read once more")
    assert last["what"] == f"type: duty → pledge; who: UBND huyện A → {OTHER}; due: 2026-06-30 → 2026-09-30"


def test_a_rejected_record_stands_in_no_list(register: Register, pair: tuple[Row, Row]) -> None:
    judge(register, pair[0]["record_id"], "rejected")
    assert [row["record_id"] for row in listed(register)] == [pair[1]["record_id"]]
    judge(register, pair[0]["record_id"], None)
    assert len(listed(register)) == 2


def test_a_correction_back_to_what_was_read_is_a_confirmation(register: Register, pair: tuple[Row, Row]) -> None:
    row = pair[0]
    judge(register, row["record_id"], "corrected", corrected(row))
    assert judge(register, row["record_id"], "corrected", {name: row[name] for name in ("type", "actors", "deadlines")}) == "confirmed"
    assert judge(register, row["record_id"], None) is None
    assert listed(register)[0]["verdict"] == rows.OPEN


def test_the_same_verdict_twice_is_written_once(register: Register, pair: tuple[Row, Row]) -> None:
    for _ in range(2):
        judge(register, pair[0]["record_id"], "confirmed")
    with register.reading() as connection:
        assert [row["kind"] for row in past.history(connection, pair[0]["record_id"])] == ["added", "confirmed"]


def test_of_two_who_judge_at_once_the_second_is_told(register: Register, pair: tuple[Row, Row]) -> None:
    judge(register, pair[0]["record_id"], "confirmed")
    with register.writing() as connection, pytest.raises(EntryError, match="meanwhile"):
        verdicts.judge(connection, Journal(connection, "Minh"), pair[0]["record_id"], "rejected", version=0)


def test_a_field_that_makes_no_record_is_refused(register: Register, pair: tuple[Row, Row]) -> None:
    with pytest.raises(EntryError, match="type"):
        judge(register, pair[0]["record_id"], "corrected", {"type": "wish"})
    assert listed(register)[0]["verdict"] == rows.OPEN


@pytest.mark.parametrize("verdict", ["confirmed", "corrected", "rejected"])
def test_a_verdict_survives_a_reading_that_changed_its_mind(
    register: Register, pair: tuple[Row, Row], tmp_path: Path, verdict: str
) -> None:
    row, of = pair[0], textual(TEXT)
    judge(register, row["record_id"], verdict, corrected(row) if verdict == "corrected" else None)
    before = states(register), listed(register)
    changed = row | {"type": "prohibition", "deadlines": []}
    report = update_register(register, run(tmp_path / "again", changed, pair[1], documents=(of,)))
    assert (report.changed, report.new, report.vanished) == (1, 0, 0)
    assert (states(register), listed(register)) == before
    judge(register, row["record_id"], None)
    assert {row["type"] for row in listed(register)} == {"prohibition", "duty"}, "what was read last comes to light again"


@pytest.mark.parametrize("verdict", ["confirmed", "corrected", "rejected"])
def test_a_judged_record_stays_when_the_reader_no_longer_finds_it(
    register: Register, pair: tuple[Row, Row], tmp_path: Path, verdict: str
) -> None:
    row = pair[0]
    judge(register, row["record_id"], verdict, corrected(row) if verdict == "corrected" else None)
    before = states(register)
    path = run(tmp_path / "again", pair[1], documents=(textual(TEXT),))
    for _ in range(2):
        assert update_register(register, path).vanished == 0
        assert states(register) == before


@pytest.mark.parametrize(("verdict", "state"), [("confirmed", "active"), ("corrected", "active"), ("rejected", "rejected")])
def test_a_new_reading_of_the_same_act_takes_the_verdict_over(
    register: Register, pair: tuple[Row, Row], tmp_path: Path, verdict: str, state: str
) -> None:
    row, of = pair[0], textual(TEXT)
    judge(register, row["record_id"], verdict, corrected(row) if verdict == "corrected" else None)
    shorter = found(of, ROADS.removesuffix(" bị hư hỏng"), "")
    path = run(tmp_path / "again", shorter, pair[1], documents=(of,))
    update_register(register, path)
    assert states(register) == {row["record_id"]: "superseded", shorter["record_id"]: state, pair[1]["record_id"]: "active"}
    if verdict != "rejected":
        shown = listed(register)[0]
        assert (shown["action"], shown["bearers"]) == (ROADS, OTHER if verdict == "corrected" else "UBND huyện A")
    assert update_register(register, path).row() | {"unchanged": 0} == {**dict.fromkeys(
        ("new", "changed", "unchanged", "returned", "superseded", "vanished", "tracked_vanished"), 0), "amended": []}  # fmt: skip


def test_a_correction_goes_along_to_an_amended_text_that_says_the_same(register: Register, pair: tuple[Row, Row], tmp_path: Path) -> None:
    judge(register, pair[0]["record_id"], "corrected", corrected(pair[0]))
    judge(register, pair[1]["record_id"], "corrected", {"type": "assignment"})
    of = textual("Căn cứ tình hình thực tế. " + TEXT.replace("hằng quý", "hằng tháng"))
    same, other = found(of, ROADS, due="2026-06-30"), found(of, WELLS, "Sở Y tế tỉnh".removesuffix(" tỉnh"), rrule="FREQ=MONTHLY")
    update_register(register, run(tmp_path / "amended", same, other, documents=(of,)))
    shown = {row["record_id"]: row for row in listed(register)}
    assert [shown[same["record_id"]][name] for name in ("type", "due", "verdict")] == ["pledge", "2026-09-30", "corrected"]
    assert [shown[other["record_id"]][name] for name in ("type", "verdict")] == ["duty", rows.OPEN]
    with register.reading() as connection:
        moved = verdicts.current(connection, same["record_id"])
    (actor,) = moved["actors"]
    assert of["text"][actor["start"] : actor["end"]] == actor["quote"] == OTHER


def test_gold_holds_the_documents_that_were_read_whole(register: Register, pair: tuple[Row, Row], tmp_path: Path) -> None:
    judge(register, pair[0]["record_id"], "corrected", corrected(pair[0]))
    with register.reading() as connection:
        assert gold.write(connection, tmp_path / "gold") == []
        (partly,) = gold.write(connection, tmp_path / "partly", partial=True)
    assert (partly.records, partly.open) == (2, 1)
    judge(register, pair[1]["record_id"], "rejected")
    with register.reading() as connection:
        (written,) = gold.write(connection, tmp_path / "gold")
    assert (written.name, written.language, written.records, written.open) == ("directive", "vi", 1, 0)
    (line,) = (tmp_path / "gold" / "vi" / "directive.jsonl").read_text(encoding="utf-8").splitlines()
    made = json.loads(line)
    assert (made["type"], made["actor_from"], made["deadline"][0]["due"]) == ("pledge", "clause", "2026-09-30")
    again = read(tmp_path / "gold" / "docs" / "vi" / "directive.txt", Settings())
    assert again.text == TEXT, "the letters of the text, its line ends among them, are those the offsets count"
    assert again.text[made["action"]["start"] : made["action"]["end"]] == made["action"]["quote"] == ROADS


def test_gold_is_what_the_evaluation_reads(register: Register, pair: tuple[Row, Row], tmp_path: Path) -> None:
    for row in pair:
        judge(register, row["record_id"], "confirmed")
    with register.reading() as connection:
        gold.write(connection, tmp_path / "gold")
    documents = read_gold(tmp_path / "gold")
    tallies = score(documents, pair, lambda one: one.language)
    assert [tallies["vi"].counts["full", key] for key in ("right", "gold", "found")] == [2, 2, 2]


def test_words_are_found_in_any_letter_case_on_both_databases(register: Register, pair: tuple[Row, Row]) -> None:
    with register.reading() as connection:
        for wanted in (rows.Filter(bearer="sở Y TẾ"), rows.Filter(text="NƯỚC GIẾNG"), rows.Filter(text="sở y", verdict="open")):
            assert [row["record_id"] for row in rows.fetch(connection, wanted)] == [pair[1]["record_id"]]
        assert list(rows.fetch(connection, rows.Filter(text="100%"))) == list(rows.fetch(connection, rows.Filter(owner="_"))) == []
        assert rows.count(connection, rows.Filter(), rows.C.type) == {"duty": 2}
