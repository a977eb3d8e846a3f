"""What a document says around its times counts for them, and their places are those of the document."""

from __future__ import annotations

import pytest

from pipeline.records import Document
from pipeline.timex import find, find_in
from pipeline.timex.notation import gives_time

CASES = [
    ("zh", "已设摊点应当在本办法施行后三个月内迁出。\n\n本办法自2021年5月1日起施行。", "2021-08-01"),
    ("zh", "管理单位应当自本规定施行之日起三十日内登记。\n\n本规定自公布之日起施行。", "2021-04-01"),
    (
        "vi",
        "Các hộ đăng ký trong thời hạn 6 tháng kể từ ngày Quy định này có hiệu lực.\n\nQuy định này có hiệu lực từ ngày 01/5/2021.",
        "2021-11-01",
    ),
    ("zh", "已设摊点应当在本办法施行后三个月内迁出。", None),
]


@pytest.mark.parametrize(("language", "text", "due"), CASES)
def test_a_length_from_entry_into_force_ends_on_a_day_where_the_document_names_it(language: str, text: str, due: str | None) -> None:
    document = Document("id", "a.txt", "0", "utf-8", text, (), published="2021-03-02")
    time = next(t for t in find_in(document, 0, text.index("\n") if "\n" in text else len(text), language) if t.timex == "DURATION")
    assert (time.due, time.anchor) == (due, "effective")


def test_places_are_those_of_the_document() -> None:
    text = "第一条 各区登记造册。\n第二条 各区应当在6月30日前公布名册。"
    document = Document("id", "a.txt", "0", "utf-8", text, (), title="2022年重点工作计划", published="2021-12-20")
    [time] = find_in(document, text.index("第二条"), len(text), "zh")
    assert text[time.start : time.end] == time.quote == "在6月30日前"
    assert time.due == "2022-06-30"


@pytest.mark.parametrize(
    ("language", "text", "given"),
    [
        ("zh", "学校应当在开学前公布名单", True),
        ("zh", "应当在举证期限届满前提出", True),
        ("zh", "设备在投入使用前应当消毒", False),
        ("vi", "cấp đủ kinh phí trước đợt tiêm thứ nhất", True),
        ("vi", "cấp đủ kinh phí trước khi tiêm", False),
    ],
)
def test_an_event_that_has_its_day_gives_a_time_and_the_next_step_does_not(language: str, text: str, given: bool) -> None:
    [time] = find(text, language)
    assert (time.value, gives_time(time)) == ("event", given)
