"""What sentences show: numbers in any script, readings, words."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.compare import clues, numbers
from pipeline.compare.readings import readings


@pytest.mark.parametrize(
    ("zh", "vi", "value"),
    [
        ("二十三个", "hai mươi ba", 23),
        ("3.6亿元", "360 triệu", 360_000_000),
        ("48万亿", "48.000 tỷ", 48e12),
        ("3,655.6", "3.655,6", 3655.6),
        ("二〇二五年", "năm 2025", 2025),
        ("百分之三十", "30%", 30),
        ("十三五", "lần thứ 13", 13),
        ("第十四届", "khóa XIV", 14),
        ("８万", "80.000", 80_000),
    ],
)
def test_a_number_is_the_same_in_both_languages(zh: str, vi: str, value: float) -> None:
    answers = clues.vietnamese(vi)
    assert any(form in answers for clue in clues.chinese(zh).values() for form in clue.forms if form == f"#:{value:.12g}")


def test_the_year_and_nam_are_no_five() -> None:
    assert list(numbers.vietnamese("trong năm qua")) == []


@pytest.mark.parametrize(("character", "reading"), [("责", "trách"), ("任", "nhiệm"), ("央", "ương"), ("行", "hàng"), ("理", "lí")])
def test_readings(character: str, reading: str) -> None:
    assert reading in readings(character)


@pytest.mark.parametrize(
    ("zh", "vi", "kind"),
    [
        ("责任", "trách nhiệm", "compound"),
        ("命运", "vận mệnh", "compound"),
        ("管理", "quản lý", "compound"),
        ("管理", "quản lí", "compound"),
        ("美国", "Hoa Kỳ", "word"),
        ("美国", "Mỹ", "word"),
        ("国务院", "Quốc vụ viện", "word"),
        ("APEC峰会", "Hội nghị APEC", "latin"),
        ("2015年6月", "tháng 6 năm 2015", "time"),
        ("6月30日前", "trước ngày 30/6", "time"),
        ("为什么？", "Vì sao?", "mark"),
    ],
)
def test_a_clue_is_answered(zh: str, vi: str, kind: str) -> None:
    answers = clues.vietnamese(vi)
    assert any(clue.kind == kind and answers & set(clue.forms) for clue in clues.chinese(zh).values())


def test_glued_and_decomposed_vietnamese_is_read_all_the_same() -> None:
    assert "w:tỉnh ủy" in clues.vietnamese("củaTỉnh uỷ")


@pytest.mark.parametrize("piece", ["9", "十", "hai ", "A-", "责", "1.2,"])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    start = process_time()
    assert len(clues.chinese(text)) < 100 and len(clues.vietnamese(text)) < 100
    assert process_time() - start < 5
