"""Pairs of records and their divergences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import bitext
import pytest
from bitext import Range

from pipeline import ingest, overlap
from pipeline.compare.align import Alignment, align
from pipeline.compare.divergences import UNREAD, divergences
from pipeline.compare.side import Side, side
from pipeline.records import Actor, Commitment, Deadline, Document, DocumentReference, Modal
from pipeline.resolve import concepts
from pipeline.run import process
from pipeline.settings import Settings

TEXTS = sorted((Path(__file__).parent / "records").glob("*.yaml"))
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


def sides(document: Document, commitments: Sequence[Commitment]) -> list[Side]:
    return [side(document, code, commitments, concepts.find) for code in ("vi", "zh")]


def pairs(found: Alignment) -> set[tuple[Range, Range]]:
    """Return the pairs of two records, without the words for records of one language only."""
    rows = [row for row in found.level("record") if not any(text.startswith(UNREAD) for text in row.divergences)]
    return {(row.vi, row.zh) for row in rows if row.vi and row.zh}


@pytest.mark.parametrize("seed", ["000", "001"])
def test_gold_records_of_a_seed(shared: Path, seed: str) -> None:
    path = next((shared / "seeds").glob(f"{seed}_*.txt"))
    document = ingest.read(path)
    commitments = [record for code in ("vi", "zh") for record in bitext.gold_records(shared, document, path.stem, code)]
    assert bitext.f1(set(bitext.seed_pairs(seed, "record")), pairs(align(*sides(document, commitments)))) >= FLOOR


@pytest.mark.parametrize(("seed", "floor"), [("000", 78.0), ("001", 88.0)])
def test_records_that_the_rules_find_in_a_seed(shared: Path, seed: str, floor: float) -> None:
    """End to end, a pair is right where both actions are the same act as those of a gold pair (`pipeline.overlap`)."""
    done = process(next((shared / "seeds").glob(f"{seed}_*.txt")), Settings(extractor="rules"))
    found = [(row.vi, row.zh) for row in align(*sides(done.document, done.commitments)).level("record") if row.vi and row.zh]
    assert bitext.overlapping_f1(bitext.seed_pairs(seed, "record"), found) >= floor


@cache
def composed(path: Path) -> tuple[Side, Side, set[tuple[Range, Range]]]:
    """Return the sides of a composed text with its records, and their pairs."""
    text = bitext.compose(path)
    made = []
    for code, written in (("vi", text.vi), ("zh", text.zh)):
        document = ingest.read_text(written)
        made.append(side(document, code, bitext.composed_commitments(document, text, code), concepts.find))
    return made[0], made[1], {(vi, zh) for _, (vi, zh) in text.acts if vi and zh}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_records_of_a_composed_text(path: Path) -> None:
    vi, zh, gold = composed(path)
    assert bitext.f1(gold, pairs(align(vi, zh))) >= FLOOR


def test_words_for_a_record_that_was_read_in_one_language_only() -> None:
    """Each record of the composed texts is taken away once: where its words are named, they are the right ones."""
    named = right = wanted = 0
    for vi, zh, gold in map(composed, TEXTS):
        for pair in sorted(gold):
            for place, kept in enumerate((zh, vi)):
                lost, own = pair[place], pair[1 - place]
                less = [
                    replace(one, commitments=tuple(r for r in one.commitments if one is kept or (r.action.start, r.action.end) != lost))
                    for one in (vi, zh)
                ]
                rows = [row for row in align(*less).level("record") if (row.zh, row.vi)[place] == own]
                spans = [span for row in rows if (span := (row.vi, row.zh)[place])]
                wanted += 1
                named += bool(spans)
                right += any(overlap.same_act(lost, span) > 0 for span in spans)
    assert right >= 0.9 * named and named >= 0.6 * wanted


def test_the_words_of_one_language_stand_in_the_row_of_the_other() -> None:
    vi, zh, _ = composed(TEXTS[1])
    found = align(vi, replace(zh, commitments=tuple(r for r in zh.commitments if r.action.quote != "制定泄洪规程")))
    row = next(row for row in found.level("record") if vi.text[slice(*(row.vi or (0, 0)))] == "lập quy trình xả lũ")
    assert zh.text[slice(*(row.zh or (0, 0)))] in {"泄洪规程", "制定泄洪规程"} and row.divergences == ("unread:vi=duty,zh=",)


def test_acts_that_one_edition_lacks_have_no_words_in_it() -> None:
    alone = []
    for path in TEXTS:
        vi, zh, _ = composed(path)
        for row in align(vi, zh).level("record"):
            if not (row.vi and row.zh):
                alone.append((zh if row.zh else vi).text[slice(*(row.zh or row.vi or (0, 0)))])
    acts = [act for path in TEXTS for _, act in bitext.compose(path).acts]
    assert len(alone) == sum(vi is None or zh is None for vi, zh in acts)


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
