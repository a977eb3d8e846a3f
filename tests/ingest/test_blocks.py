"""Blocks and metadata from tables of cases, and what holds for any text whatever."""

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_text
from pipeline.text import INVISIBLES

CASES = Path(__file__).parent / "cases"
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def cases(name):
    return [pytest.param(case, id=case["name"]) for case in yaml.safe_load((CASES / name).read_text(encoding="utf-8"))]


def shown(document, index):
    """A block as a case writes it: kind, number, parents, words after the marker."""
    block = document.blocks[index]
    parents = ",".join(map(str, block.parents)) or "-"
    return block.kind, block.number or "-", parents, document.text[block.body : block.end]


def written(line):
    """A case's line in the same four parts; a number may be of two words (`Điều 4`, `Một là`)."""
    match = re.fullmatch(r"(\w+) ((?:Điều|Chương) \S+|\S+ là|\S+) (\S+) (.+)", line)
    kind, number, parents, words = match.groups()
    return kind, number.replace("_", " "), parents, words.strip('"')


@pytest.mark.parametrize("case", cases("blocks.yaml"))
def test_blocks(case):
    document = read_text(case["text"])
    found = [shown(document, i) for i in range(len(document.blocks))]
    expected = [written(line) for line in case["blocks"]]
    for i, (kind, number, parents, words) in enumerate(expected):
        if i < len(found) and words.endswith("…") and found[i][3].startswith(words[:-1]):
            expected[i] = (kind, number, parents, found[i][3])
    assert found == expected


@pytest.mark.parametrize("case", cases("metadata.yaml"))
def test_metadata(case):
    document = read_text(case["text"])
    found = {name: [getattr(document, name), document.provenance[name]] if getattr(document, name) else None for name in case["found"]}
    assert found == case["found"]
    assert len(document.issues) == case.get("issues", 0)


def test_sidecar_beats_the_text():
    document = read_text("Nước sạch\n\n30/01/2021 - 17:23\n\nCác xã phải làm.\n", meta={"published": "2020-02-03", "title": "Tên khác"})
    assert (document.published, document.title, document.provenance["published"]) == ("2020-02-03", "Tên khác", "sidecar")


def test_table_rows_know_their_cells_and_their_header():
    document = read_text("| 任务 | 牵头单位 |\n| --- | --- |\n| 修复堤防 | 水利局 |\n")
    header, row = (i for i, block in enumerate(document.blocks) if block.kind == "table_row")
    assert document.blocks[row].header == header and document.blocks[header].header is None
    assert [document.text[a:b] for a, b in document.blocks[row].cells] == ["修复堤防", "水利局"]


def test_levels_count_from_the_highest_heading():
    document = read_text("Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Quy định này áp dụng trong tỉnh:\na) Các xã;\nb) Các phường.\n")
    assert [block.level for block in document.blocks] == [1, 2, 3, 4, 4]


def test_answers_name_their_speaker():
    document = read_text(
        "PV: Thưa ông, ai chịu trách nhiệm?\n\nÔng Lê Văn Bình: Chủ tịch xã.\n\nPV: Khi nào xong?\n\nÔng Lê Văn Bình: Trước tháng 6.\n"
    )
    assert [(b.kind, b.speaker) for b in document.blocks][:2] == [("question", "PV"), ("answer", "Ông Lê Văn Bình")]


def test_the_language_of_each_block_is_told():
    document = read_text("Các xã phải báo cáo.\n\n各镇应当报告。\n\nplain English words\n")
    assert [block.language for block in document.blocks] == ["vi", "zh", "other"]


def test_the_same_text_has_the_same_identity_wherever_it_lies():
    assert read_text("各镇应当报告。", "a.txt").document_id == read_text("各镇应当报告。", "b/c.txt").document_id


SCRAPS = """一、 （一） 第三条_ Điều_5._ 1._ 1.2._ a)_ -_ +_ *_ |_a_|_b_| Chương_I 各县要落实。 Sở_Y_tế: Hỏi:_sao? 答：好。
2021年3月2日 ngày_30/6/2021 Nơi_nhận: Bình_luận 相关阅读 首页 Ảnh:_A \ud800 \u200b e\u0323\u0302 _ STT
Nhiệm_vụ Thời_hạn ** #_ ： ； . mục_lục"""
SCRAPS = [scrap.replace("_", " ") for scrap in SCRAPS.split()] + ["\n", "\n\n", "\r\n", "\t", "\u3000"]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_blocks_cover_any_text_in_order(text):
    document = read_text(text)
    end, uncovered = 0, []
    for index, block in enumerate(document.blocks):
        assert end <= block.start < block.end <= len(document.text)
        assert block.start <= block.body <= block.end
        assert document.text[block.start] not in BREAKS and document.text[block.end - 1] not in BREAKS
        assert all(parent < index for parent in block.parents)
        uncovered.append(document.text[end : block.start])
        end = block.end
    uncovered.append(document.text[end:])
    assert not INVISIBLES.sub("", "".join(uncovered)).strip()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"' abphdivtrli&;#1一\n"), max_size=200))
def test_any_markup_is_read(text):
    document = read_text(text, "page.html")
    assert all(document.text[b.start : b.end].strip() for b in document.blocks)


HOSTILE = {
    "one line": "各级政府要加强监督检查，确保按期完成任务。" * 20_000,
    "one word": "a" * 300_000,
    "digits": "1" * 300_000,
    "full stops": "." * 100_000,
    "spaces": "x" + " " * 300_000 + "y",
    "blank lines": "x" + "\n" * 300_000 + "y",
    "open brackets": "（" * 100_000,
    "bars": "|" * 100_000,
    "short lines": "ab\n" * 8_000,
    "short questions": "- a?\n" * 6_000,
    "heads without tables": "STT\nNội dung\nThời hạn\n" * 2_000,
    "marks": "e" + "\u0301" * 50_000,
    "numbers": "1. " * 8_000,
    "heads of open tables": "STT   Nội dung   Thời hạn\nabc def\n" * 2_000,
    "a cell without end": "STT   Nội dung   Thời hạn\n1     làm   tháng 5\n" + "      tiếp theo\n" * 6_000,
    "tabbed heads": "TT\tCông việc\tHạn xong\nabc\n" * 2_000,
    "drawn rows": "├──┼──┤\n│a│b│c│\n│ │b│c│\n" * 2_000,
    "two languages": "各部门要落实。Các xã phải làm. " * 8_000,
    "pages": "các đơn vị phải thực hiện nghiêm túc những\n\n- 2 -\n\nXÃ A\n\n" * 2_000,
    "messages": "[19:02, 12/5/2025] A: b\n" * 4_000,
    "old fonts": "®¬n vÞ " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_linear_time(name):
    short, long = HOSTILE[name][: len(HOSTILE[name]) // 4], HOSTILE[name]
    spent = []
    for text in (short, long):
        start = time.process_time()
        assert read_text(text).blocks
        spent.append(time.process_time() - start)
    assert spent[1] < max(0.6, 10 * spent[0])


def test_long_paragraphs_are_cut_at_the_end_of_a_sentence():
    document = read_text("各级政府要加强监督检查。" * 5_000)
    assert len(document.blocks) > 2
    assert all(block.end - block.start <= 20_000 and document.text[block.end - 1] == "。" for block in document.blocks)


def test_a_line_over_a_paragraph_that_ends_in_a_remark_is_a_heading():
    text = "全年工作安排\n\n1月\n召开年度会议，签订责任书。公共办修订方案。（责任人：孙立）\n\n2月\n清运垃圾，通报情况，开展大扫除。\n"
    document = read_text(text)
    assert [text[b.body : b.end] for b in document.blocks if b.kind == "heading"] == ["1月", "2月"]


DAYS = yaml.safe_load((CASES / "days.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("language", "where", "line"), [(name, at, line) for name in DAYS for at in ("head", "tail") for line in DAYS[name][at]]
)
def test_the_day_of_a_document_in_any_form(language, where, line):
    text = DAYS[language]["text"].format(**({"head": "", "tail": ""} | {where: line}))
    assert read_text(text).published == "2024-09-12"


@pytest.mark.parametrize(("language", "line"), [(name, line) for name in DAYS for line in DAYS[name]["none"]])
def test_a_day_of_something_else_is_none_of_the_document(language, line):
    assert read_text(DAYS[language]["text"].format(head=line, tail="")).published is None


@pytest.mark.parametrize(
    ("end", "publisher"),
    [
        ("（此件公开发布）\n\n安平县人民政府办公室　2024年9月12日印发", "安平县人民政府办公室"),
        ("抄送：县委办公室。\n安平县人民政府办公室2024年9月12日印发", "安平县人民政府办公室"),
        ("安平县人民政府（盖章）\n2024年9月12日", "安平县人民政府"),
        ("县防汛办\n2024.9.12", "县防汛办"),
        ("附件：自查表\n\n安平县教育局\n2024年9月12日", "安平县教育局"),
        ("联系人：李强，电话：660012\n\n安平县教育局\n2024-09-12", "安平县教育局"),
        ("特此通知\n\n安平县第一中学\n2024年9月12日星期四", "安平县第一中学"),
        ("东山果蔬专业合作社\n2024年9月12日", "东山果蔬专业合作社"),
        ("安平县红十字会\n2024年9月12日", "安平县红十字会"),
        ("城南派出所\n2024年9月12日", "城南派出所"),
        ("安平县人大常委会\n2024年9月12日", "安平县人大常委会"),
        ("承诺单位（盖章）：远山机械有限公司\n法定代表人（签字）：李强\n日期：2024年9月12日", "远山机械有限公司"),
        ("承诺单位：远山机械有限公司（盖章）\n2024年9月12日", "远山机械有限公司"),
    ],
)
def test_who_signs_is_a_body_and_no_note(end, publisher):
    assert read_text(DAYS["zh"]["text"].format(head="", tail=end)).publisher == publisher


def test_a_source_is_named_without_its_day():
    assert read_text(DAYS["vi"]["text"].format(head="", tail="Nguồn: Báo An Phú ngày 12/9/2024")).publisher == "Báo An Phú"
