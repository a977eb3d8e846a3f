from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from pipeline.compare import statistics
from pipeline.report import gather as gathering
from pipeline.report.answers import answers
from pipeline.report.charts import matrix, timeline
from pipeline.report.gather import Gathered, gather, rows
from pipeline.report.timeline import periods, place
from pipeline.report.wording import wording
from tests.report import making

CASES = yaml.safe_load((Path(__file__).parent / "timeline.yaml").read_text(encoding="utf-8"))
TEXT = "UBND tỉnh báo cáo Chính phủ trước ngày 30/9/2026.\nUỷ ban nhân dân xã báo cáo Sở Nội vụ.\nỦy ban nhân dân xã nộp sổ cho Sở nội vụ."


@pytest.mark.parametrize("case", CASES, ids=lambda case: ", ".join(case["days"]) or "none")
def test_columns_are_as_fine_as_fits_and_hold_every_day(case: dict) -> None:
    columns = periods(Counter(case["days"]))
    assert [column.key for column in columns] == case["columns"]
    assert all(place(day, columns) is not None for day in case["days"] if columns)


@pytest.fixture
def found(tmp_path: Path) -> Gathered:
    made = [
        making.record(
            TEXT,
            "UBND tỉnh báo cáo Chính phủ trước ngày 30/9/2026",
            "báo cáo",
            1,
            actors=[("UBND tỉnh", "government", "province")],
            deadlines=[("trước ngày 30/9/2026", "2026-09-30", None)],
            recipient="Chính phủ",
            specificity=3,
        ),
        making.record(
            TEXT,
            "Uỷ ban nhân dân xã báo cáo Sở Nội vụ",
            "báo cáo",
            2,
            actors=[("Uỷ ban nhân dân xã", "government", "commune")],
            recipient="Sở Nội vụ",
        ),
        making.record(TEXT, "Ủy ban nhân dân xã nộp sổ cho Sở nội vụ", "nộp sổ", 3, type="pledge", recipient="Sở nội vụ"),
    ]
    return gather(*making.write(tmp_path, (making.document(TEXT), made)))


def test_the_matrix_counts_each_record_on_the_rungs_of_its_bearers(found: Gathered) -> None:
    lines = [(rung, [cell.count for cell in cells], total.count) for rung, cells, total in matrix(found)]
    assert lines == [("province", [1, 0, 0, 0, 0], 1), ("commune", [1, 0, 0, 0, 0], 1), ("nobody", [0, 0, 1, 0, 0], 1)]


def test_the_timeline_leads_to_the_records_of_a_rung_and_period(found: Gathered) -> None:
    heads, lines = timeline(found)
    assert [head["key"] for head in heads] == ["2026-09"]
    assert [(rung, cells[0].find) for rung, cells in lines] == [("province", "tier=province&from=2026-09-01&to=2026-09-30")]


def test_recipients_that_differ_in_spelling_alone_are_one(found: Gathered) -> None:
    drawn = answers(found)
    assert sorted((end["name"], end["count"]) for end in drawn["recipients"]) == [("Chính phủ", 1), ("Sở Nội vụ", 2)]
    assert [(end["organ"], end["tier"]) for end in drawn["bearers"]] == [
        ("government", "province"),
        ("government", "commune"),
        ("nobody", "nobody"),
    ]


def test_many_bearers_and_recipients_are_drawn_as_others(found: Gathered) -> None:
    found.answers = Counter({("head", tier, f"B{number}"): 1 for number in range(30) for tier in ("province", "commune")})
    drawn = answers(found)
    assert drawn["recipients"][-1] == {"organ": "others", "name": "", "tier": "unknown", "count": 40, "find": "when=answers"}
    assert sum(count for _, _, count in drawn["lines"]) == 60


def test_the_most_specific_records_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "DOCUMENTS", 2)
    documents = [
        (
            making.document("Xã phải nộp sổ.", f"{n}.txt"),
            [making.record("Xã phải nộp sổ.", "Xã phải nộp sổ", "nộp sổ", n, specificity=n % 5)],
        )
        for n in range(20)
    ]
    found = gather(*making.write(tmp_path, *documents), most=6)
    assert [entry["id"] for entry in found.kept] == [f"{n:016x}" for n in (3, 4, 8, 9, 14, 19)]
    assert (found.records, found.documents, len(found.listed)) == (20, 20, 6)


def test_figures_of_both_languages_stand_side_by_side(tmp_path: Path) -> None:
    documents = [
        (
            making.document(TEXT, f"{code}{n}.txt", language=code, document_id=f"{code}{n}"),
            [making.record(TEXT, "nộp sổ", "nộp sổ", language=code, concepts=["pledge"] if n < share else [])],
        )
        for code, share in (("vi", 3), ("zh", 1))
        for n in range(4)
    ]
    records, texts = making.write(tmp_path, *documents)
    panels = {panel["name"]: panel for panel in wording(statistics(rows(records), rows(texts)))}
    (pledge,) = panels["concept"]["rows"]
    assert [pledge["sides"][code][0] for code in ("vi", "zh")] == [75.0, 25.0]
    share, low, high = pledge["sides"]["vi"]
    assert low <= share <= high <= 100
    assert [row["value"] for row in panels["force"]["rows"]] == ["none"]
