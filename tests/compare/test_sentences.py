"""Sentence and paragraph alignment: composed parallel texts, the bilingual seeds, hostile and long input."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import bitext
import numpy as np
import pytest

from pipeline import ingest
from pipeline.compare import beads
from pipeline.compare.align import align
from pipeline.compare.settings import scores
from pipeline.compare.side import Side, Unit, side
from pipeline.resolve import concepts

TEXTS = sorted(path for folder in ("texts", "records") for path in (Path(__file__).parent / folder).glob("*.yaml"))
FLOOR, MEAN_FLOOR, SEED_FLOOR = 92.0, 98.0, 97.0


def both(vi_text: str, zh_text: str) -> tuple[Side, Side]:
    vi, zh = ingest.read_text(vi_text), ingest.read_text(zh_text)
    return side(vi, "vi", (), concepts.find), side(zh, "zh", (), concepts.find)


@cache
def links(path: Path) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the gold links of a composed text and those found."""
    text = bitext.compose(path)
    vi, zh = both(text.vi, text.zh)
    found, _ = beads.sentences(zh, vi, scores())
    return bitext.gold_links(vi, zh, text.pairs), bitext.links(found)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_parallel_text(path: Path) -> None:
    assert bitext.f1(*links(path)) >= FLOOR


def test_parallel_texts_together() -> None:
    right, wanted, said = (sum(sizes) for sizes in zip(*((len(g & f), len(g), len(f)) for g, f in map(links, TEXTS)), strict=True))
    assert 200 * right / (wanted + said) >= MEAN_FLOOR


def test_swapped_sentences_find_each_other() -> None:
    vi, zh = both("Huyện có 15 xã. Năm 2021 tỉnh xây 320 km đường.", "2021年全省修路320公里。全县共有15个乡。")
    found, _ = beads.sentences(zh, vi, scores())
    assert bitext.links(found) == {(0, 1), (1, 0)}


def test_a_moved_paragraph_is_found_and_rows_stay_whole() -> None:
    vi_text = "Năm 2021 tỉnh xây 320 km đường.\n\nHuyện Lâm Hà có 15 xã.\n\nSở Y tế mua 42 máy siêu âm.\n\nTrường học mở cửa lúc 7 giờ."
    zh_text = "卫生厅购置超声设备42台。\n\n2021年全省修路320公里。\n\n林河县共有15个乡。\n\n学校7时开门。"
    found = align(*both(vi_text, zh_text))
    told = {(vi_text[slice(*row.vi)], zh_text[slice(*row.zh)]) for row in found.level("paragraph") if row.vi and row.zh}
    assert ("Sở Y tế mua 42 máy siêu âm.", "卫生厅购置超声设备42台。") in told and len(told) == 4


@pytest.mark.parametrize("seed", ["000", "001"])
def test_seed(shared: Path, seed: str) -> None:
    document = ingest.read(next((shared / "seeds").glob(f"{seed}_*.txt")))
    vi, zh = side(document, "vi", (), concepts.find), side(document, "zh", (), concepts.find)
    found, _ = beads.sentences(zh, vi, scores())
    gold = bitext.gold_links(vi, zh, bitext.seed_pairs(seed, "sentence"))
    assert bitext.f1(gold, bitext.links(found)) >= SEED_FLOOR


def test_dropped_sentences_have_no_partner() -> None:
    text = bitext.compose(TEXTS[0])
    vi, zh = both(text.vi, text.zh)
    kept = Side("zh", zh.text, zh.units[:4] + zh.units[9:], zh.paragraphs)
    found, _ = beads.sentences(kept, vi, scores())
    alone = [bead for bead in found if bead.zh[0] == bead.zh[1] and 4 <= bead.vi[0] <= 11]
    assert len(alone) >= 4


def test_every_sentence_stands_in_one_bead_and_in_order() -> None:
    text = bitext.compose(TEXTS[1])
    vi, zh = both(text.vi, text.zh)
    found, _ = beads.sentences(zh, vi, scores())
    assert [i for bead in found for i in range(*bead.vi)] == list(range(len(vi.units)))
    assert [j for bead in found for j in range(*bead.zh)] == list(range(len(zh.units)))


def test_paragraphs_follow_their_sentences() -> None:
    vi_text = "Năm 2021 tỉnh có 15 huyện nghèo.\n\nNăm 2025 tỉnh không còn huyện nghèo."
    zh_text = "2021年，全省有15个贫困县。2025年，全省已无贫困县。"
    rows = align(*both(vi_text, zh_text)).level("paragraph")
    assert [(row.vi, row.zh) for row in rows] == [((0, len(vi_text)), (0, len(zh_text)))]


def test_a_side_without_sentences_is_all_gaps() -> None:
    empty = Side("zh", "", (), ())
    vi, _ = both("Chủ tịch tỉnh báo cáo.", "。")
    rows = align(vi, empty).rows
    assert rows and all(row.zh is None and row.score is None for row in rows)


def test_two_empty_sides_give_nothing() -> None:
    assert align(Side("vi", "", (), ()), Side("zh", "", (), ())).rows == ()


def test_an_encoder_decides_where_nothing_else_does() -> None:
    units = {code: tuple(Unit(word, 5 * i, 5 * i + 4, 0) for i, word in enumerate(words)) for code, words in WORDLESS.items()}
    vectors = {"bơ": [1.0, 0.0], "na": [0.0, 1.0], "饕": [0.0, 1.0]}
    found, _ = beads.sentences(
        Side("zh", "", units["zh"], ()),
        Side("vi", "", units["vi"], ()),
        scores(),
        lambda texts: np.array([vectors[text] for text in texts], np.float32),
    )
    assert bitext.links(found) == {(1, 0)}


WORDLESS = {"vi": ["bơ", "na"], "zh": ["饕"]}


def test_long_texts_are_aligned_inside_a_band() -> None:
    chance = random.Random(7)
    pairs = [
        (f"Huyện số {n} phải nộp {m} tấn lúa.", f"第{n}县必须上交{m}吨水稻。")
        for n, m in ((i, chance.randint(10, 99999)) for i in range(700))
    ]
    vi = Side("vi", "", tuple(Unit(text, 0, 0, 0) for text, _ in pairs), ())
    kept = [i for i in range(700) if chance.random() > 0.1]
    zh = Side("zh", "", tuple(Unit(pairs[i][1], 0, 0, 0) for i in kept), ())
    found, _ = beads.sentences(zh, vi, scores())
    assert bitext.f1({(i, j) for j, i in enumerate(kept)}, bitext.links(found)) >= 99
