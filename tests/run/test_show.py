from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import show
from pipeline.cli.show import facts
from pipeline.emit import rows
from pipeline.emit.lines import encode
from pipeline.run import run
from pipeline.settings import Settings
from tests.run import fakes

TEXT = "Phòng Y tế báo cáo.\nUBND huyện phải rà soát hộ nghèo.\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("Trưởng thôn phải ký cam kết.", encoding="utf-8")
    run([tmp_path / "in"], tmp_path / "out", Settings(), process=fakes.process)
    return tmp_path / "out"


def ids(out: Path) -> list[str]:
    return [record["record_id"] for record in show.readback.records(out)]


@pytest.mark.parametrize(("dtstart", "shown"), [("2027-01-01", "FREQ=YEARLY since 2027-01-01"), (None, "FREQ=YEARLY")])
def test_a_recurrence_says_the_day_it_holds_from(dtstart: str | None, shown: str) -> None:
    document = fakes.document_of(TEXT, "a.txt", title=None, published=None, number=None)
    times = [fakes.deadline("báo cáo", 11, rrule="FREQ=YEARLY", dtstart=dtstart)]
    record = rows.commitment_row(fakes.commitment(document, "Sở phải báo cáo", 0, deadlines=times))
    assert f"when    {shown}" in facts(record)


def test_a_record_is_shown_in_its_text_with_its_spans(out: Path) -> None:
    record = show.find(out, ids(out)[0])[0]
    (passage,) = show.passages(out, record)
    assert show.bracketed(passage) == "Phòng Y tế báo cáo.\n[who UBND huyện] [modal phải] [action rà soát hộ nghèo.]\n"


def test_the_beginning_of_an_id_is_enough(out: Path) -> None:
    assert [show.find(out, name[:8])[0]["record_id"] for name in ids(out)] == ids(out)


def test_a_beginning_that_several_ids_share_lists_them(out: Path) -> None:
    with pytest.raises(show.ShowError, match="2 records begin so") as caught:
        show.find(out, "")
    assert all(name in str(caught.value) for name in ids(out))


def test_an_unknown_id_is_told(out: Path) -> None:
    with pytest.raises(show.ShowError, match="no record"):
        show.find(out, "zz")


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(show.readback.ReadError, match="run `zeren extract` first"):
        show.find(tmp_path, "a")


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([("who", 0, 2)], "[who ab]cdef"),
        ([("who", 0, 2), ("action", 2, 4)], "[who ab][action cd]ef"),
        ([("action", 0, 6), ("when", 2, 4)], "[action ab[when cd]ef]"),
        ([("action", 0, 4), ("when", 2, 6)], "[action ab[when cd]][when ef]"),
        ([("action", 0, 4), ("who", 0, 4)], "[action [who abcd]]ef"),
    ],
)
def test_marks_nest_and_cross(marks: list[tuple[str, int, int]], shown: str) -> None:
    passage = show.Passage("abcdef", 100, tuple(show.Mark(label, 100 + start, 100 + end) for label, start, end in marks))
    assert show.bracketed(passage) == shown


def test_a_mark_far_away_has_a_passage_of_its_own(out: Path) -> None:
    text = "Sở Y tế:\n" + "Việc chung. " * 60 + "Rà soát hộ nghèo."
    at = text.index("Rà soát")
    record = show.find(out, ids(out)[0])[0]
    action = {"start": at, "end": len(text)}
    record |= {"clause": action, "action": action, "actors": [{"start": 0, "end": 7}], "modal": None}
    document = {**next(show.readback.documents(out)), "text": text, "blocks": []}
    (out / "documents.jsonl").write_bytes(encode(document))
    assert [show.bracketed(p) for p in show.passages(out, record)] == ["[action Rà soát hộ nghèo.]", "[who Sở Y tế]:\n"]


def test_control_characters_cannot_drive_a_terminal() -> None:
    assert show.visible("a\x1b[2Jb\u202ec\nd　e") == "a\ufffd[2Jb\ufffdc\nd　e"
