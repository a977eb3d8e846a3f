"""Pairs of records and their divergences."""

from __future__ import annotations

from pathlib import Path

import bitext
import pytest

from pipeline import ingest
from pipeline.compare.align import align
from pipeline.compare.divergences import divergences
from pipeline.compare.side import side
from pipeline.records import Actor, Commitment, Deadline, DocumentReference, Modal
from pipeline.resolve import concepts
from pipeline.run import process
from pipeline.settings import Settings

FLOOR = 92.0
DOCUMENT = DocumentReference(document_id="0", source="a.txt", title=None, publisher=None, published=None, number=None, url=None, sha256="0")


def actor(name: str, organ: str, tier: str | None, tiers: list[str] | None = None) -> Actor:
    return Actor(quote=name, start=0, end=len(name), from_="clause", name=name, organ=organ, tier=tier, tiers=tiers, individual=False)


def record(**facts: object) -> Commitment:
    nothing = ("modal", "recipient", "condition", "section", "item")
    lists = ("actors", "deadlines", "basis", "targets", "concepts", "rules")
    quote = {"quote": "a", "start": 0, "end": 1}
    plain = {
        **dict.fromkeys(nothing),
        **{name: [] for name in lists},
        "record_id": "0",
        "language": "vi",
        "type": "duty",
        "status": "prescribed",
        "document": DOCUMENT,
        "action": quote | {"verb": None, "object": None},
        "clause": quote,
        "specificity": 0,
        "confidence": 1.0,
    }
    return Commitment.model_validate(plain | facts)


def modal(force: str) -> Modal:
    return Modal(quote="m", start=0, end=1, force=force)


def due(day: str) -> Deadline:
    return Deadline(quote="d", start=0, end=1, timex="DATE", value=day, due=day, rrule=None, anchor=None)


@pytest.mark.parametrize("seed", ["000", "001"])
def test_gold_records_of_a_seed(shared: Path, seed: str) -> None:
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    document = ingest.read(path)
    sides = [side(document, code, bitext.gold_records(shared, document, path.stem, code), concepts.find) for code in ("vi", "zh")]
    found = {(row.vi, row.zh) for row in align(*sides).level("record") if row.vi and row.zh}
    assert bitext.f1(set(bitext.seed_pairs(seed, "record")), found) >= FLOOR


@pytest.mark.parametrize(("seed", "floor"), [("000", 72.0), ("001", 88.0)])
def test_records_that_the_rules_find_in_a_seed(shared: Path, seed: str, floor: float) -> None:
    """End to end, a pair is right where both actions are the same act as those of a gold pair (`pipeline.overlap`)."""
    done = process(next((shared / "seeds").glob(f"{seed}_*.txt")), Settings(extractor="rules"))
    sides = [side(done.document, code, done.commitments, concepts.find) for code in ("vi", "zh")]
    found = [(row.vi, row.zh) for row in align(*sides).level("record") if row.vi and row.zh]
    assert bitext.overlapping_f1(bitext.seed_pairs(seed, "record"), found) >= floor


PROVINCE, COUNTY = actor("tỉnh", "government", "province"), actor("huyện", "government", "county")
CITY = actor("thành phố", "government", "prefecture")
CITY_AND_COUNTY = actor("市县", "government", "prefecture", ["prefecture", "county"])
EVERY_LEVEL = actor("các cấp", "government", "central", ["central", "province", "county", "commune"])
EVERY_RUNG = actor("各级", "government", "central", ["central", "province", "prefecture", "county", "commune"])


@pytest.mark.parametrize(
    ("vi", "zh", "expected"),
    [
        ({}, {}, []),
        ({"type": "duty"}, {"type": "assignment"}, ["type:vi=duty,zh=assignment"]),
        ({"modal": modal("medium")}, {"modal": modal("strong")}, ["force:vi=medium,zh=strong"]),
        ({"modal": None}, {"modal": modal("strong")}, ["force:vi=,zh=strong"]),
        ({"actors": [PROVINCE]}, {"actors": [COUNTY]}, ["tier:vi=province,zh=county"]),
        ({"actors": [PROVINCE]}, {"actors": []}, ["added_bearer:vi=tỉnh,zh="]),
        ({"actors": [PROVINCE]}, {"actors": [PROVINCE, COUNTY]}, ["missing_bearer:vi=,zh=huyện"]),
        ({"actors": [CITY, COUNTY]}, {"actors": [CITY_AND_COUNTY]}, []),
        ({"actors": [EVERY_LEVEL]}, {"actors": [EVERY_RUNG]}, []),
        ({"deadlines": [due("2025-06-30")]}, {"deadlines": [due("2025-06-30")]}, []),
        ({"deadlines": [due("2025-06-30")]}, {"deadlines": [due("2025-12-31")]}, ["deadline:vi=2025-06-30,zh=2025-12-31"]),
        ({"deadlines": []}, {"deadlines": [due("2025-12-31")]}, ["deadline:vi=,zh=2025-12-31"]),
    ],
)
def test_divergences(vi: dict[str, object], zh: dict[str, object], expected: list[str]) -> None:
    assert divergences(record(**vi), record(**zh)) == expected


def test_split_and_merge_are_named() -> None:
    assert divergences(record(), record(), vi_partners=1, zh_partners=2) == ["split:vi=2,zh=1"]
    assert divergences(record(), record(), vi_partners=3, zh_partners=1) == ["merge:vi=1,zh=3"]
