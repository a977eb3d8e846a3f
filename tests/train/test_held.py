"""What is held out of training is read as the program reads: with labels, times and tables settled in the same way."""

import json

import pytest

from pipeline import annotate, extract, ingest
from pipeline.extract.blend import blend, weights
from pipeline.model.examples import sources
from pipeline.model.tagger import WEIGHTS, Tagger
from pipeline.settings import Settings
from pipeline.train.gold import read
from pipeline.train.held import Held

TEXTS = {
    "zh": """青河县春灌方案

一、县水务局拟抓好以下工作：
（一）疏浚干渠，3月底前完成。
责任单位：县水务局
（二）每月公布水量，并向县政府报告。
""",
    "vi": """KẾ HOẠCH
Tưới vụ xuân

1. Nạo vét kênh chính.
Đơn vị chủ trì: Sở Nông nghiệp; thời gian: trước ngày 30/4/2026
2. Giao Sở Tài chính bố trí kinh phí trong quý II.
""",
}


@pytest.mark.parametrize("language", TEXTS)
def test_held_out_documents_are_read_as_the_program_reads(tmp_path, language):
    (tmp_path / "docs" / language).mkdir(parents=True)
    text = tmp_path / "docs" / language / "a.txt"
    text.write_text(TEXTS[language], encoding="utf-8")
    record = {"type": "duty", "status": "prescribed", "action": {"start": 0, "end": 2}, "deadline": [], "actor": []}
    record |= {"modal": None, "condition": None, "recipient": None, "basis": []}
    (tmp_path / language).mkdir()
    (tmp_path / language / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    tagger = Tagger.load(WEIGHTS)
    (item,) = read(sources(None, tmp_path), tagger.engine.pieces)
    held = Held(item, tagger.engine, tagger.choice.habits)
    given = held.given(blend(item.ruled, held.clauses(tagger.choice, tagger.confidence), weights()))
    assert given == extract.clauses(annotate.annotate(ingest.read(text), Settings()), Settings())
    assert any(clause.actors and clause.deadlines for clause in given)
