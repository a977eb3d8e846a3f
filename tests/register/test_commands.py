from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from pipeline.cli import main, register_options
from pipeline.records.values import Tier
from pipeline.register import tracking
from tests.register.making import QUARTERLY, ROADS, WELLS, Row, document, record, run

LISTINGS = ("list", "due", "agenda", "scoreboard", "ladder", "documents")


class Shell:
    """Runs `zeren register` on a register of its own, and insists on the exit code."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *arguments: object, code: int = 0) -> str:
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["register", *map(str, arguments), "--database", str(self.folder / "register.db")])
        said = self.capsys.readouterr()
        assert left.value.code == code, said.err
        self.error = said.err
        return said.out

    def rows(self, *arguments: object) -> list[Row]:
        return [json.loads(line) for line in self(*arguments, "--json").splitlines()]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


@pytest.fixture
def roads(shell: Shell, tmp_path: Path) -> Row:
    row = record(ROADS, due="2026-06-30", recipient="Ban Thường vụ Tỉnh ủy")
    shell("update", run(tmp_path / "out", row, record(WELLS, "Sở Y tế", tier="province", rrule=QUARTERLY, at=90)))
    return row


def test_update_says_what_it_found(shell: Shell, tmp_path: Path) -> None:
    path = run(tmp_path / "out", record(ROADS))
    assert "1 new, 0 changed, 0 unchanged, 0 returned, 0 superseded, 0 vanished" in shell("update", path)
    assert shell.rows("update", path)[0]["unchanged"] == 1
    assert shell.rows("update", path.parent)[0]["unchanged"] == 1  # the folder of a run will do


def test_list_prints_one_commitment_a_line(shell: Shell, roads: Row) -> None:
    shell("set", roads["record_id"][:8], "status=in_progress", "owner=Lan")
    first, second = shell.rows("list", "--on", "2026-07-01")
    wanted = ("record_id", "status", "due", "owner", "document")
    assert [first[name] for name in wanted] == [roads["record_id"], "in_progress", "2026-06-30", "Lan", document()["document_id"]]
    assert (second["status"], second["due"]) == ("not_started", "2026-09-30")


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_speaks_to_people_programs_and_spreadsheets(shell: Shell, roads: Row, listing: str) -> None:
    on = () if listing in ("documents", "ladder") else ("--on", "2026-06-30")
    found = shell.rows(listing, *on)
    table = list(csv.DictReader(io.StringIO(shell(listing, *on, "--csv"))))
    assert found and len(table) == len(found)
    assert list(table[0]) == list(found[0])
    assert shell(listing, *on).strip()
    shell(listing, *on, "--csv", "--json", code=2)


@pytest.mark.parametrize("name", ["07/CT-UBND", "data/raw/directive.txt", document()["document_id"][:6]])
def test_a_document_is_named_by_id_number_or_source(shell: Shell, roads: Row, name: str) -> None:
    assert {row["task"] for row in shell.rows("matrix", name)} == {ROADS, WELLS}


def test_history_tells_who_did_what_and_why(shell: Shell, roads: Row) -> None:
    shell("set", roads["record_id"], "progress=40", "--who", "Lan", "--why", "họp giao ban")
    assert [(row["kind"], row["who"], row["why"]) for row in shell.rows("history", roads["record_id"][:8])][1:] == [
        ("set", "Lan", "họp giao ban")
    ]
    assert "progress: – → 40" in shell("history", roads["record_id"])


def test_diff_marks_what_was_added_changed_and_dropped(shell: Shell, roads: Row, tmp_path: Path) -> None:
    amended = document("v2")
    shell("update", run(tmp_path / "out", record(ROADS, of=amended, due="2026-09-30")))
    said = shell("diff", document()["document_id"], amended["document_id"])
    assert [line[0] for line in said.splitlines()] == ["~", "-"]
    assert "due: 2026-06-30 → 2026-09-30" in said


def test_a_table_goes_out_and_comes_back(shell: Shell, roads: Row, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    assert "2 commitments" in shell("export", table)
    text = table.read_text(encoding="utf-8-sig").replace(f"{roads['record_id']},not_started", f"{roads['record_id']},done")
    table.write_text(text, encoding="utf-8")
    assert [row["fields"] for row in shell.rows("import", table)] == [["status", "done_on"]]
    table.write_text(text.replace(",done,", ",finished,"), encoding="utf-8")
    assert "refused" in shell("import", table, code=1)
    assert "choose one of" in shell.error


def test_the_calendar_is_written(shell: Shell, roads: Row, tmp_path: Path) -> None:
    shell("calendar", "-o", tmp_path / "r.ics")
    assert (tmp_path / "r.ics").read_bytes().count(b"BEGIN:VTODO") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "ffff", "status=done"), "no commitment with an id that begins so"),
        (("list", "--document", "nowhere"), "no document with this id"),
        (("due", "--on", "30/6/2026"), "does not match the format"),
        (("export", "t.ods"), "neither .csv nor .xlsx"),
        (("export", "nowhere/t.csv"), "cannot be written"),
        (("calendar", "-o", "nowhere/r.ics"), "cannot be written"),
    ],
)
def test_wrong_usage_leaves_with_2_and_a_cure(shell: Shell, roads: Row, arguments: tuple[str, ...], said: str) -> None:
    shell(*arguments, code=2)
    assert said in shell.error


def test_a_listing_without_a_register_says_how_to_make_one(shell: Shell) -> None:
    shell("list", code=2)
    assert "zeren register update" in shell.error


def test_a_document_cannot_drive_the_terminal(shell: Shell, tmp_path: Path) -> None:
    shell("update", run(tmp_path / "out", record("\x1b[2Jxóa màn hình", due="2026-01-01")))
    for listing in ("list", "due"):
        assert "\x1b" not in shell(listing)


def test_the_choices_of_the_command_line_are_those_of_the_register() -> None:
    assert register_options.STATUSES == tracking.STATUSES
    assert get_args(Tier) == register_options.TIERS


@pytest.mark.parametrize(
    ("options", "known"),
    [
        (("--tier", "wards"), "county"),
        (("--language", "en"), "'vi', 'zh'"),
        (("--concept", "nothing"), "joint_party_government_responsibility"),
        (("--due-from", "2026-05-01", "--due-to", "2026-04-01"), "the earlier day first"),
    ],
)
def test_a_filter_that_nothing_can_pass_names_those_that_are(shell: Shell, roads: Row, options: tuple[str, ...], known: str) -> None:
    shell("list", *options, code=2)
    assert known in shell.error


def test_a_filter_may_hold_what_no_database_does(shell: Shell, roads: Row) -> None:
    assert shell("list", "--bearer", "\udcff\x00") == ""
    shell("list", "--document", "\udcff", code=2)
    assert "no document" in shell.error


def test_help_of_the_register_loads_no_database() -> None:
    code = "import sys, pipeline.cli; print({'sqlalchemy', 'alembic', 'openpyxl', 'icalendar'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_gold_says_that_nothing_was_judged_yet(shell: Shell, roads: Row, tmp_path: Path) -> None:
    assert shell("gold", "-o", tmp_path / "gold") == ""
    assert "--partial" in shell.error and not (tmp_path / "gold").exists()


def test_the_register_is_published_as_files(shell: Shell, roads: Row, tmp_path: Path) -> None:
    assert "pages; open" in shell("publish", "-o", tmp_path / "site", "--on", "2026-06-25")
    assert roads["record_id"] in (tmp_path / "site" / "data" / "commitments.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").touch()
    shell("publish", "-o", tmp_path / "thesis", code=2)
    assert "name a new folder" in shell.error
