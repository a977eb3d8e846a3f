"""Readings of a corpus: offsets in, gold with quotes out, refused where the corpus is another."""

import hashlib
import json
import lzma

import pytest

from pipeline.train.readings import ReadingError, bare, quoted, restore

CORPUS = "第一条 本办法自公布之日起施行。\n第二条 市水务局应当每年公布水质。\f第三条 略。"
TEXT = "第二条 市水务局应当每年公布水质。"
RECORD = {
    "type": "duty",
    "actor": [{"quote": "市水务局", "start": 4, "end": 8}],
    "action": {"quote": "公布水质", "start": 12, "end": 16},
    "deadline": [{"quote": "每年", "start": 10, "end": 12, "value": "P1Y", "due": None, "rrule": "FREQ=YEARLY"}],
    "recipient": None,
}


@pytest.fixture
def folder(tmp_path):
    """A folder of one reading beside the corpus it was read from."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "zh.txt.xz").write_bytes(lzma.compress(CORPUS.encode()))
    (tmp_path / "readings" / "zh").mkdir(parents=True)
    row = {"id": "k1", "language": "zh", "genre": "regulation", "published": "2019-05-01", "start": CORPUS.index(TEXT), "length": len(TEXT)}
    row["sha256"] = hashlib.sha256(TEXT.encode()).hexdigest()
    (tmp_path / "readings" / "index.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "readings" / "zh" / "k1.jsonl").write_text(json.dumps(bare(RECORD)) + "\n", encoding="utf-8")
    return tmp_path


def test_a_reading_holds_no_letters_and_becomes_gold_beside_its_corpus(folder):
    assert "水" not in (folder / "readings" / "zh" / "k1.jsonl").read_text(encoding="utf-8")
    out = restore(folder / "readings", folder / "corpus", folder / "out")
    assert (out / "docs" / "zh" / "k1.txt").read_text(encoding="utf-8") == TEXT
    assert "2019-05-01" in (out / "docs" / "zh" / "k1.meta.yaml").read_text(encoding="utf-8")
    assert json.loads((out / "zh" / "k1.jsonl").read_text(encoding="utf-8")) == RECORD


def test_another_corpus_is_refused_by_name(folder):
    (folder / "corpus" / "zh.txt.xz").write_bytes(lzma.compress(CORPUS.replace("水质", "水价").encode()))
    with pytest.raises(ReadingError, match="k1 was read from another"):
        restore(folder / "readings", folder / "corpus", folder / "out")


def test_quotes_go_and_come_back():
    assert quoted(bare(RECORD), TEXT) == RECORD
