from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

from pipeline.compare.align import align
from pipeline.compare.bitexts import bitexts
from pipeline.compare.side import side
from pipeline.report import FILE
from pipeline.report.excerpts import Passages
from pipeline.report.pairs import pairs
from pipeline.resolve import concepts
from pipeline.run import process, run
from pipeline.run.twins import _likely
from pipeline.settings import Settings


def test_a_bilingual_document_of_a_run_is_aligned_as_from_its_file(out: Path, root: Path) -> None:
    ((document, _, found),) = bitexts(out / "commitments.jsonl", out / "documents.jsonl", concepts.find)
    read = process(root / "data" / "raw" / "bilingual-river-chief.txt", Settings(extractor="rules"))
    wanted = align(*(side(read.document, code, read.commitments, concepts.find) for code in ("vi", "zh")))
    assert document["document_id"] == read.document.document_id
    assert [(row.vi, row.zh, row.divergences) for row in found.level("record")] == [
        (row.vi, row.zh, row.divergences) for row in wanted.level("record")
    ]


def test_words_that_stand_in_no_sentence_are_shown_alone(root: Path) -> None:
    read = process(root / "data" / "raw" / "bilingual-river-chief.txt", Settings(extractor="rules"))
    found = align(*(side(read.document, code, read.commitments, concepts.find) for code in ("vi", "zh")))
    (row, *_) = [row for row in found.level("record") if row.vi and row.zh]
    bare = SimpleNamespace(text=found.zh.text, units=(), commitments=())
    alignment = SimpleNamespace(vi=found.vi, zh=bare, level=lambda _: [row])
    blocks = [{"start": block.start, "end": block.end} for block in read.document.blocks]
    document = {"title": "河长制", "source": "a.txt", "blocks": blocks}
    passages = Passages()
    (shown,) = pairs([(document, document, alignment)], passages)
    assert [mark[0] for mark in shown["zh"]["marks"]] == ["clause", "action"]


def test_two_files_that_translate_each_other_stand_side_by_side(root: Path, tmp_path: Path) -> None:
    text = (root / "data" / "raw" / "bilingual-river-chief.txt").read_text(encoding="utf-8")
    paragraphs = {code: [line for line in text.splitlines() if chinese(line) == (code == "zh")] for code in ("vi", "zh")}
    for code, lines in paragraphs.items():
        (tmp_path / f"{code}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run([tmp_path / "vi.txt", tmp_path / "zh.txt"], tmp_path / "out", Settings(extractor="rules"), cache=False)
    html = (tmp_path / "out" / FILE).read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, flags=re.S)[1])  # type: ignore[index]
    assert sum("vi" in pair and "zh" in pair for pair in data["pairs"]) >= 5


def test_translations_are_looked_for_in_large_runs_too(tmp_path: Path) -> None:
    """Of thirty documents only those are compared that share figures few others hold."""
    texts = [("vi", f"Xã số {n} có {n} thôn, mỗi thôn cử {n + 700} người trực đê suốt mùa lũ.") for n in range(15)]
    texts += [("zh", f"第{n}镇有{n}个村，每村派{n + 800}人值守大堤。") for n in range(15)]
    texts[3] = ("vi", "Tỉnh chi 34.800 tỷ đồng làm 215 km đường và 46 cây cầu trong năm nay.")
    texts[20] = ("zh", "全省今年安排34800亿元，修路215公里，建桥46座，保障群众出行。")
    with (tmp_path / "documents.jsonl").open("w", encoding="utf-8") as file:
        for code, text in texts:
            file.write(json.dumps({"language": code, "text": text, "characters": len(text)}) + "\n")
    assert _likely(tmp_path / "documents.jsonl") == {3, 20}


def chinese(line: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", line))
