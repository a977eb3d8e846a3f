"""Copies of a document are known again, new texts after an old pattern are not; translations find each other."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates import Index, minhash, reposted, tokens
from pipeline.ingest import read, read_text
from pipeline.links import find

BITEXTS = Path(__file__).parents[1] / "compare" / "texts"
VI = """KẾ HOẠCH
Giữ rừng mùa khô năm 2026

Chủ tịch xã Suối Giàng chịu trách nhiệm về phòng cháy rừng trên địa bàn; các bản cử người trực gác ban ngày và ban đêm.
Hạt kiểm lâm hướng dẫn phát dọn thực bì, làm 12 km đường băng cản lửa trước ngày 15/3/2026 và kiểm tra hằng tuần.
Trưởng bản Khe Vàng phải báo cáo ngay khi thấy khói; không được đốt nương khi có cảnh báo cháy cấp 4 trở lên.
Công an xã tuần tra các lối mòn, lập biên bản người vi phạm và gửi về Ủy ban nhân dân xã trong 24 giờ.
"""
ZH = """河道管护实施方案

各村应当在2026年6月底前完成沿河垃圾清理，明确责任人，并将清理情况报镇水利站。镇水利站负责每周巡查，发现问题及时通报。
对连续两次被通报的村，由镇人民政府约谈主要负责人。各村不得将清理任务转包，不得向村民收取费用。
柳河村、石桥村要率先建立巡河日志，每月25日前上报巡河次数和发现的问题，镇水利站汇总后予以公示。
"""


def words(text):
    document = read_text(text)
    return tokens(document.text, document.blocks)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (VI, lambda t: t),
        (VI, lambda t: t.replace("Giữ rừng mùa khô", "GIỮ RỪNG MÙA KHÔ")),
        (VI, lambda t: "Trang chủ\nTin tức\nLiên hệ\nĐăng nhập\n\n" + t + "\n\nBình luận (2)\nHay quá!\nRất đúng!\n"),
        (VI, lambda t: t.replace("ban ngày và ban đêm", "ban ngày lẫn ban đêm")),
        (VI, lambda t: t.replace("; ", ";\n")),
        (ZH, lambda t: t),
        (ZH, lambda t: t.replace("，", ",")),
        (ZH, lambda t: t.replace("予以公示", "给予公示")),
        (ZH, lambda t: "2026-03-05 来源：望溪网\n" + t + "\n责任编辑：方晓\n"),
    ],
)
def test_a_text_posted_again_is_a_duplicate(text, change):
    index = Index()
    assert index.find("a", words(text)) is None
    found = index.find("b", words(change(text)))
    assert found is not None and found[0] == "a" and found[1] >= 0.8


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (VI, "2026", "2027"),
        (VI, "12 km", "14 km"),
        (VI, "Suối Giàng", "Suối Bu"),
        (VI, "Khe Vàng", "Khe Bạc"),
        (ZH, "2026年6月", "2026年9月"),
        (ZH, "镇", "乡"),
        (ZH, "镇水利站", "县水务局"),
    ],
)
def test_a_text_after_the_same_pattern_is_no_duplicate(text, old, new):
    index = Index()
    assert index.find("a", words(text)) is None
    assert index.find("b", words(text.replace(old, new))) is None


def test_two_official_numbers_are_two_documents():
    index = Index()
    assert index.find("a", words(VI), "12/KH-UBND") is None
    assert index.find("b", words(VI), "13/KH-UBND") is None
    assert index.find("c", words(VI), "12/KH-UBND") == ("a", 1.0)


def test_short_texts_are_duplicates_only_where_they_are_equal():
    index = Index()
    assert index.find("a", words("Xã phải báo cáo hằng tuần.")) is None
    assert index.find("b", words("Xã phải báo cáo hằng tháng.")) is None
    assert index.find("c", words("Xã phải báo cáo hằng tuần.")) == ("a", 1.0)


@given(st.lists(st.sampled_from(["Xã", "phải", "họp", "12", "3,5", "各", "村", "a", "B"]), max_size=60))
def test_every_text_is_its_own_duplicate(made):
    assert reposted(made, made)
    assert minhash(made).jaccard(minhash(made)) == 1.0


def test_our_own_texts_are_all_different(root):
    index = Index()
    for path in sorted((root / "data" / "raw").glob("*.*")):
        if path.suffix in (".txt", ".md", ".html"):
            document = read(path)
            assert index.find(path.name, tokens(document.text, document.blocks), document.number) is None


def sides(path):
    """Return the Vietnamese and the Chinese text of a bitext."""
    beads = [bead for bead in yaml.safe_load(path.read_text(encoding="utf-8"))["beads"] if isinstance(bead, dict)]
    both = [[bead.get(code, "") for bead in beads] for code in ("vi", "zh")]
    return ["\n".join(" ".join(x) if isinstance(x, list) else x for x in side) for side in both]


def test_translations_find_each_other_among_unrelated_texts(root):
    documents = [
        read_text(text, f"{path.stem}.{code}")
        for path in sorted(BITEXTS.glob("*.yaml"))
        for code, text in zip(("vi", "zh"), sides(path), strict=True)
    ]
    documents += [read(path) for path in sorted((root / "data" / "raw").glob("*.txt"))]
    found = [link for link in find(documents) if link.kind == "twin"]
    assert all(Path(link.source).stem == Path(link.of).stem for link in found)
    assert len(found) >= 14  # of 17; free retellings and talk have too little in common


def test_links_name_both_documents_and_the_first_is_kept():
    documents = [read_text(text, f"{name}.txt") for name, text in (("a", VI), ("b", ZH), ("c", VI), ("d", f"Trang chủ\n\n{VI}"))]
    assert [(link.kind, link.source, link.of) for link in find(documents)] == [
        ("duplicate", "c.txt", "a.txt"),
        ("duplicate", "d.txt", "a.txt"),
    ]


def test_no_documents_have_no_links():
    assert find([]) == []


@pytest.mark.slow
def test_gold_documents_are_all_different(shared):
    """Two of them are the same law in two excerpts, at most: the figure guards against linking what is not the same."""
    paths = sorted((shared / "gold" / "docs").rglob("*.txt"))
    index = Index()
    found = []
    for path in paths:
        document = read(path)
        if copy := index.find(path.stem, tokens(document.text, document.blocks), document.number):
            found.append((path.stem, copy))
    assert len(found) <= 2, found
