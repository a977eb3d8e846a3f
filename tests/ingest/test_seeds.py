"""The seeds, copied from portals with what stood around them: none of their records is taken for boilerplate, their menus are."""

import json

import pytest

from pipeline import ingest

MENUS = ("Ảnh CAPTCHA", "CÁC TIN KHÁC", "BÌNH LUẬN", "Chia sẻ bài viết", "Liên kết hữu ích", "Trực tuyến")


@pytest.fixture(scope="module")
def seeds(shared):
    return {path.stem: ingest.read(path) for path in sorted((shared / "seeds").glob("*.txt"))}


def test_no_record_of_the_seeds_lies_in_boilerplate(shared, seeds):
    records = [(path.stem, json.loads(line)) for path in shared.glob("gold/seeds/*/*.jsonl") for line in path.open(encoding="utf-8")]
    assert len(records) > 100
    for name, record in records:
        start = record["action"]["start"]
        kinds = [block.kind for block in seeds[name].blocks if block.start <= start < block.end]
        assert kinds and "boilerplate" not in kinds, (name, record["action"]["quote"])


def test_the_menus_of_the_seeds_are_boilerplate(seeds):
    read = {d.text[block.start : block.end]: block.kind for d in seeds.values() for block in d.blocks if block.end - block.start < 60}
    found = {menu: kind for menu in MENUS for text, kind in read.items() if menu in text}
    assert found == dict.fromkeys(MENUS, "boilerplate")
