from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import evaluate, overlap
from pipeline.settings import SettingsError, config_folder, read_yaml


def span(start: int, end: int, quote: str = "x") -> dict:
    return {"quote": quote, "start": start, "end": end}


def gold(start: int = 0, end: int = 10, **values: object) -> dict:
    return {
        "clause": span(start, end),
        "type": "duty",
        "status": "prescribed",
        "actor": [],
        "action": span(start, end),
        "deadline": [],
        **values,
    }


def found(start: int = 0, end: int = 10, **values: object) -> dict:
    base = {"type": "duty", "status": "prescribed", "actors": [], "action": span(start, end), "deadlines": [], "language": "vi"}
    return {**base, "document": {"source": "any/vi-1.txt"}, **values}


@pytest.mark.parametrize(
    ("start", "end", "same"),
    [(0, 10, True), (5, 15, True), (6, 16, False), (4, 6, True), (8, 12, False), (10, 20, False), (0, 57, False)],
)
def test_actions_are_the_same_act_where_they_share_enough(start: int, end: int, same: bool) -> None:
    assert bool(overlap.same_act((0, 10), (start, end))) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"due": "2026-06-30"}, {"due": "2026-06-30", "value": "2026-06"}, True),
        ({"due": "2026-06-30"}, {"value": "2026-06-30"}, False),
        ({"rrule": "FREQ=YEARLY"}, {"rrule": "RRULE:FREQ=MONTHLY;INTERVAL=12"}, True),
        ({"rrule": "FREQ=MONTHLY;INTERVAL=3"}, {"rrule": "FREQ=MONTHLY;INTERVAL=6"}, False),
        ({"rrule": "FREQ=YEARLY;BYMONTH=6"}, {"rrule": "FREQ=YEARLY;BYMONTH=12"}, False),
        ({"value": "future_ref"}, {"value": "FUTURE_REF"}, True),
    ],
)
def test_deadlines_agree_in_what_they_have(one: dict, other: dict, same: bool) -> None:
    assert evaluate.same_time(one, other) is same


def test_bearers_agree_by_place_or_by_letters() -> None:
    assert evaluate.same_party(span(0, 10, "UBND xã"), span(2, 10, "xã"))
    assert evaluate.same_party(span(0, 7, "UBND xã"), span(90, 98, "ubnd, xã"))
    assert not evaluate.same_party(span(0, 7, "UBND xã"), span(90, 99, "UBND tỉnh"))


def test_each_found_record_is_used_once_and_the_best_pair_comes_first() -> None:
    assert evaluate.match([gold(0, 10), gold(2, 12)], [found(2, 12)]) == [(1, 0)]


def test_every_measure_is_counted_on_its_own() -> None:
    tally = evaluate.Tally()
    evaluate.compare(
        [gold(0, 10), gold(20, 30, deadline=[{"due": "2026-06-30"}]), gold(40, 50)],
        [found(0, 10, type="assignment"), found(20, 30, deadlines=[{"due": "2026-06-30"}]), found(60, 70)],
        tally,
    )
    row = evaluate.figures({"vi": tally})["vi"]
    assert {measure: row[measure]["f1"] for measure in row} == {"clause": 66.7, "type": 33.3, "who": 66.7, "when": 100.0, "full": 33.3}
    assert [error.split()[0] for error in tally.errors] == ["type", "miss", "extra"]


def test_the_mean_leaves_out_what_has_no_gold() -> None:
    rows = {"vi": evaluate.Tally(), "zh": evaluate.Tally()}
    evaluate.compare([gold(deadline=[{"due": "2026-06-30"}])], [found(deadlines=[{"due": "2026-06-30"}])], rows["vi"])
    evaluate.compare([gold()], [], rows["zh"])
    mean = evaluate.mean(evaluate.figures(rows))
    assert (mean["clause"]["f1"], mean["when"]["f1"]) == (50.0, 100.0)


def test_gold_is_read_with_language_and_genre(tmp_path: Path) -> None:
    (tmp_path / "dev" / "vi").mkdir(parents=True)
    (tmp_path / "dev" / "vi" / "a.jsonl").write_text(json.dumps(gold()) + "\n", encoding="utf-8")
    (tmp_path / "dev" / "zh-9.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "index.jsonl").write_text('{"id": "a", "genre": "law"}\n', encoding="utf-8")
    read = evaluate.read_gold(tmp_path / "dev")
    assert [(d.name, d.language, d.genre, len(d.records)) for d in read] == [("a", "vi", "law", 1), ("zh-9", "zh", "unknown", 0)]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "vi-1.jsonl").write_text("\n{\n", encoding="utf-8")
    with pytest.raises(evaluate.GoldError, match=r"vi-1\.jsonl:2: not JSON"):
        evaluate.read_gold(tmp_path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(evaluate.GoldError, match="no gold"):
        evaluate.read_gold(tmp_path)


def test_figures_below_their_floor_are_told() -> None:
    groups = {"vi": {"clause": {"f1": 55.0}, "full": {"f1": 20.0}}}
    floors = evaluate.Floors(floors={"rules": {"vi": {"clause": 55, "full": 24}}})
    assert evaluate.below(groups, floors, "rules", Path("floors.yaml")) == ["vi full: F1 20.0 is below the floor 24.0"]


@pytest.mark.parametrize(("extractor", "language"), [("model", "vi"), ("rules", "zh")])
def test_a_floor_that_cannot_be_checked_is_an_error(extractor: str, language: str) -> None:
    floors = evaluate.Floors(floors={"rules": {language: {"clause": 55}}})
    with pytest.raises(SettingsError, match=r"floors\.yaml"):
        evaluate.below({"vi": {"clause": {"f1": 55.0}}}, floors, extractor, Path("floors.yaml"))


def test_the_pinned_floors_are_well_formed() -> None:
    floors = read_yaml(config_folder() / "evaluation.yaml", evaluate.Floors).floors
    assert {measure for pinned in floors.values() for row in pinned.values() for measure in row} <= set(evaluate.MEASURES)


@pytest.fixture(scope="module")
def tool(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def garbled(records: tuple[dict, ...], name: str, language: str, chance: random.Random) -> list[dict]:
    """Predictions made from gold by dropping, moving, retyping and adding, so that every measure goes wrong now and then."""
    made = []
    for record in records:
        if chance.random() < 0.2:
            continue
        move = chance.choice([0, 0, 0, 1, 5, 30])
        action = {**record["action"], "start": record["action"]["start"] + move, "end": record["action"]["end"] + move}
        kind = record["type"] if chance.random() < 0.8 else "sanction"
        actors = list(record["actor"]) if chance.random() < 0.7 else [*record["actor"][:1], span(5, 9, "các cấp")]
        deadlines = list(record["deadline"]) if chance.random() < 0.7 else [{"value": "2026", "due": None, "rrule": None}]
        source = {"source": f"somewhere/{name}.txt"}
        row = {"type": kind, "status": record["status"], "action": action, "actors": actors, "deadlines": deadlines}
        made += [{**row, "language": language, "document": source}] * chance.choice([1, 1, 1, 2])
    return made


@pytest.mark.parametrize("split", ["dev", "seeds", "train"])
def test_figures_are_those_of_the_reference_scorer(split: str, shared: Path, tool: ModuleType) -> None:
    folder = shared / "gold" / split
    read = evaluate.read_gold(folder)
    chance = random.Random(7)
    records = [row for d in read for row in garbled(d.records, d.name, d.language, chance)]
    mine = evaluate.figures(evaluate.score(read, records, lambda d: d.language))
    theirs, errors = tool.score(folder, records)
    assert {**mine, "mean": evaluate.mean(mine)} == theirs
    by_name = evaluate.score(read, records, lambda d: f"{d.language}/{d.name}")
    assert {name: len(tally.errors) for name, tally in by_name.items()} == {name: len(rows) for name, rows in errors.items()}
