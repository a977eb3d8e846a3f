"""A year of the register: extract, track, review each quarter, import evidence, amend a directive, judge the year."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline.register import Register, exchange, past, rows, tracking
from pipeline.register.agenda import agenda
from pipeline.register.due import due_days
from pipeline.register.journal import Journal
from pipeline.register.scores import scoreboard
from pipeline.register.structure import ladder, matrix
from pipeline.register.update import update_register
from pipeline.run import run
from pipeline.settings import Settings

DIRECTIVE = "vi-directive-land-data.txt"
NUMBER = "08/CT-UBND"
BUREAU = "Sở Nông nghiệp và Môi trường"


@pytest.fixture
def raw(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in (DIRECTIVE, "vi-pledge-commune.txt"):
        shutil.copy(root / "data" / "raw" / name, folder)
    return folder


def walk(register: Register, raw: Path, out: Path) -> None:
    """Walk the documents in `raw`, the directive among them, through the year 2026."""

    def extract() -> None:
        run([raw], out, Settings(extractor="rules"), executor="serial")

    extract()
    assert update_register(register, out / "commitments.jsonl", who="Lan").new > 20

    # first quarter: the land bureau's check against the population data is under way
    with register.reading() as connection:
        document = rows.resolve_document(connection, NUMBER)
        (task,) = (due for due in due_days(connection, date(2026, 6, 1), 30, document=document) if due.bearers == (BUREAU,))
        assert (str(task.due), task.colour) == ("2026-06-30", "yellow")
        assert task.record_id not in {row["record_id"] for row in agenda(connection, date(2026, 3, 20))}
    with register.writing() as connection:
        tracking.assign(connection, Journal(connection, "Minh"), task.record_id, ["status=in_progress", "progress=30"], date(2026, 3, 31))
    with register.reading() as connection:
        assert {row["record_id"]: row["why"] for row in agenda(connection, date(2026, 3, 31))}[task.record_id] == "under way"

    # in May the directive is amended: a later day, one task dropped, one added; what was entered goes along
    path = raw / DIRECTIVE
    text = path.read_text(encoding="utf-8")
    dropped, added = (
        "b) Kiểm tra việc sử dụng kinh phí của các đơn vị, không để xảy ra thất thoát, lãng phí.",
        "b) Công bố dự toán trước ngày 15/7/2026.",
    )
    assert dropped in text
    path.write_text(
        text.replace("hoàn thành trước ngày 30/6/2026", "hoàn thành trước ngày 31/8/2026").replace(dropped, added), encoding="utf-8"
    )
    extract()
    report = update_register(register, out / "commitments.jsonl", who="Lan")
    assert report.amended == [(document, report.amended[0][1])]
    assert report.new - report.superseded <= 1 <= report.vanished
    before = update_register(register, out / "commitments.jsonl")
    assert (before.new, before.changed, before.vanished, before.superseded) == (0, 0, 0, 0)
    with register.reading() as connection:
        amended = rows.resolve_document(connection, NUMBER)
        changes = [(row["change"], row["difference"]) for row in past.difference(connection, document, amended)]
        assert ("changed", "due: 2026-06-30 → 2026-08-31") in changes
        assert {"added", "dropped"} <= {change for change, _ in changes}
        followed = tracking.successor(connection, task.record_id)
        assert followed is not None
        reviewed = {row["record_id"]: row for row in agenda(connection, date(2026, 6, 30))}
        assert reviewed[followed]["why"] == "changed: due: 2026-06-30 → 2026-08-31"
        assert reviewed[followed]["progress"] == 30

    # nine months: evidence comes in by a table
    table = out.parent / "table.csv"
    with register.reading() as connection:
        exchange.export(connection, table, rows.Filter(document=amended))
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    minutes = out.parent / "minutes.pdf"
    minutes.write_bytes(b"signed and sealed")
    for line in lines:
        if line["record_id"] == followed:
            line |= {"status": "done", "progress": "100%", "done_on": "28/8/2026", "evidence": str(minutes)}
        elif line["bearers"] == BUREAU:
            line |= {"status": "done", "done_on": "15/9/2026"}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    taken = exchange.import_table(register, table, who="Hoa", today=date(2026, 9, 30))
    assert (len(taken.refused), len(taken.changed) >= 2) == (0, True)

    # the year is judged: the bureau met all it had
    with register.reading() as connection:
        reviewed = {row["record_id"]: row for row in agenda(connection, date(2026, 12, 31), amended)}
        assert reviewed[followed]["why"] == "evaluation"
        scores = {row["bearer"]: row for row in scoreboard(connection, "bearer", date(2026, 12, 31), amended)}
        assert scores[BUREAU]["score"] == f"{scores[BUREAU]['total']}/{scores[BUREAU]['total']}"
        assert scores["Sở Tài chính"]["late"] >= 1
        assert any(row["leads"] == [BUREAU] for row in matrix(connection, amended))
        assert any(row["answers_to"] == "Chủ tịch UBND tỉnh" for row in ladder(connection, amended))
        told = [(row["kind"], row["who"]) for row in past.history(connection, followed)]
    assert [told[0], told[1], told[-1]] == [("added", "Lan"), ("set", "Minh"), ("set", "Hoa")]


def test_a_directive_and_a_pledge_walk_through_a_year(book: Register, raw: Path, tmp_path: Path) -> None:
    walk(book, raw, tmp_path / "out")


@pytest.mark.slow
def test_all_samples_and_the_seeds_walk_through_a_year(register: Register, root: Path, tmp_path: Path, shared: Path) -> None:
    shutil.copytree(root / "data" / "raw", tmp_path / "all")
    for seed in (shared / "seeds").iterdir():
        if seed.suffix == ".txt":
            shutil.copy(seed, tmp_path / "all")
    walk(register, tmp_path / "all", tmp_path / "out")
