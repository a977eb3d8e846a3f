"""Annotation: which blocks get sentences, and Docs on demand."""

from __future__ import annotations

import pytest

from pipeline.annotate import annotate
from pipeline.records import Block, Document
from pipeline.settings import Settings

PARTS = [
    ("dateline", "vi", "", "Tân An, ngày 5 tháng 1 năm 2026"),
    ("heading", "vi", "1. ", "Sở Tài chính:"),
    ("list_item", "vi", "a) ", "Bố trí kinh phí. Báo cáo trước ngày 30/6."),
    ("boilerplate", "vi", "", "Đăng ký nhận tin. Chia sẻ bài viết."),
    ("paragraph", "zh", "", "各单位要落实责任。财政部门牵头。"),
    ("caption", "zh", "", "会议现场。"),
    ("paragraph", "other", "", "Contact us. Now."),
    ("signature", "zh", "", "某市人民政府"),
]


@pytest.fixture
def document():
    text, blocks = "", []
    for kind, language, marker, words in PARTS:
        start = len(text)
        text += marker + words + "\n"
        blocks.append(Block(kind=kind, language=language, start=start, end=len(text) - 1, body=start + len(marker)))
    return Document(document_id="d", source="d.txt", sha256="0" * 64, encoding="utf-8", text=text, blocks=tuple(blocks), language="vi")


def quotes(annotated):
    return [annotated.document.text[sentence.start : sentence.end] for sentence in annotated.sentences]


def test_only_blocks_that_can_hold_a_record_have_sentences(document):
    assert quotes(annotate(document, Settings())) == [
        "Sở Tài chính:",
        "Bố trí kinh phí.",
        "Báo cáo trước ngày 30/6.",
        "各单位要落实责任。",
        "财政部门牵头。",
    ]


def test_the_language_of_the_run_is_respected(document):
    assert quotes(annotate(document, Settings(language="zh"))) == ["各单位要落实责任。", "财政部门牵头。"]


def test_sentences_name_their_block(document):
    assert [sentence.block for sentence in annotate(document, Settings()).sentences] == [1, 2, 2, 4, 4]


def test_docs_are_made_once_and_hold_the_block_to_the_letter(document):
    annotated = annotate(document, Settings())
    assert len(annotated.docs) == len(document.blocks)
    assert not annotated.docs._made
    for index, block in enumerate(document.blocks):
        assert annotated.docs[index].text == document.text[block.start : block.end]
    assert annotated.docs[2] is annotated.docs[2]
    with pytest.raises(KeyError):
        annotated.docs[99]


def test_a_sentence_stays_inside_its_cell():
    text = "Rà soát hồ sơ\tSở Nội vụ\tQuý II"
    cells = ((0, 13), (14, 23), (24, 30))
    row = Block(kind="table_row", language="vi", start=0, end=len(text), body=0, cells=cells)
    document = Document(document_id="d", source="d", sha256="", encoding="utf-8", text=text, blocks=(row,))
    assert quotes(annotate(document, Settings())) == ["Rà soát hồ sơ", "Sở Nội vụ", "Quý II"]
