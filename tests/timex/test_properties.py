"""What holds for every text: exact spans, no crash, no dependence on the day, linear time, the checks of the specification."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.timex import find
from pipeline.timex.finder import lexicon
from pipeline.timex.notation import record_value
from pipeline.timex.occurrences import first
from pipeline.timex.stream import guess
from pipeline.timex.sun import hottest, term

from .conftest import table

WORDS = [
    "ngày",
    "tháng",
    "năm",
    "quý",
    "II",
    "trước",
    "đến hết",
    "hằng năm",
    "từ",
    "2021",
    "30/6",
    "15",
    "-",
    ",",
    "và",
    "kể từ",
    "một lần",
    "cuối",
    "年",
    "月",
    "日",
    "前",
    "底",
    "每",
    "二〇二一",
    "十五",
    "至",
    "自",
    "起",
    "内",
    "个",
    "、",
    "（",
    "）",
    "“",
    "”",
    "季度",
    "半年",
    "工作日",
    "后",
    " ",
    "\n",
    "\u200b",
    "\u0301",
    "６",
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
)
LANGUAGES = ("zh", "vi")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=300, deadline=None)
@given(text=TEXTS, published=st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(str))
def test_any_text_gives_exact_spans_in_order(language: str, text: str, published: str | None) -> None:
    found = find(text, language, published)
    assert all(t.quote == text[t.start : t.end] and t.quote for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert found == find(text, language, published)
    assert all(date.fromisoformat(t.due) for t in found if t.due)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=100, deadline=None)
@given(text=TEXTS, blanks=st.integers(1, 30))
def test_a_prefix_shifts_the_spans(language: str, text: str, blanks: int) -> None:
    prefix = "\n\n" * blanks
    text = text.lstrip()
    shifted = find(prefix + text, language, "2021-03-02")
    assert [(t.start - len(prefix), t.quote, t.value) for t in shifted] == [
        (t.start, t.quote, t.value) for t in find(text, language, "2021-03-02")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_due_day_is_the_last_day_of_the_value(language: str) -> None:
    for case in table(f"forms_{language}.yaml"):
        [timex] = find(case["of"][0], language, "2021-03-02")
        if timex.due and timex.mod in (None, "ON_OR_BEFORE", "END") and len(timex.value) == 10 and timex.timex == "DATE":
            assert timex.due == timex.value
        if timex.timex == "SET":
            assert timex.due is None


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("hằng năm", "2021-12-31"),
        ("định kỳ 6 tháng", "2021-06-30"),
        ("hằng quý", "2021-03-31"),
        ("hằng tháng", "2021-03-31"),
        ("hằng tuần", "2021-03-07"),
        ("hằng ngày", "2021-03-02"),
        ("2 năm một lần", "2022-12-31"),
        ("ngày 15 hằng tháng", "2021-03-15"),
        ("trước ngày 30/6 hằng năm", "2021-06-30"),
        ("trong tháng 01 hằng năm", "2022-01-31"),
        ("thứ Sáu hằng tuần", "2021-03-05"),
        ("trước ngày 20 tháng cuối quý", "2021-03-20"),
        ("ngày làm việc cuối cùng của tháng", "2021-03-31"),
        ("trước ngày 10 tháng cuối quý", "2021-03-10"),
        ("trước ngày 20 tháng đầu quý sau", "2021-04-20"),
        ("trước ngày 15/6 và 15/12 hằng năm", "2021-06-15"),
        ("tháng 5 và tháng 11 hằng năm", "2021-05-31"),
        ("quý I và quý III hằng năm", "2021-03-31"),
        ("每季度结束后20日内", "2021-04-20"),
        ("每半年结束后一个月内", "2021-07-31"),
        ("每年4月、10月底前", "2021-04-30"),
        ("每季度第一个工作日", "2021-04-01"),
        ("每月第二周", "2021-03-14"),
    ],
)
def test_the_first_occurrence_of_a_rule(form: str, day: str) -> None:
    [timex] = find(form, guess(form), "2021-03-02")
    assert str(first(timex.rrule or "", date(2021, 3, 2))) == day


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("zh", "7"),
        ("vi", "7"),
        ("vi", "năm "),
        ("zh", "年"),
        ("zh", "2021-"),
        ("vi", "2021-"),
        ("vi", "a\u0301\u0301"),
        ("zh", "3、"),
        ("zh", "("),
    ],
)
def test_a_megabyte_of_noise_takes_no_time(language: str, unit: str) -> None:
    find("", language)
    begun = time.process_time()
    find(unit * (1_000_000 // len(unit)), language, "2021-03-02")
    assert time.process_time() - begun < 4  # a second on an idle machine


def test_time_grows_with_the_text_and_not_faster() -> None:
    sentence = "Sở Tài chính chủ trì, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2021 và hằng quý, kể từ ngày ban hành "

    def once(times: int) -> float:
        begun = time.process_time()
        find(sentence * times, "vi", "2021-03-02")
        return time.process_time() - begun

    def cost(times: int) -> float:
        return min(once(times) for _ in range(3))  # what collects garbage meanwhile is not counted

    once(10)
    assert cost(800) < 40 * max(cost(80), 0.01)


def test_nothing_depends_on_today() -> None:
    day = date(2021, 3, 2)
    assert {find("ngày mai", "vi", str(day + timedelta(days=n)))[0].due for n in range(3)} == {"2021-03-03", "2021-03-04", "2021-03-05"}
    assert find("ngày mai", "vi")[0].due is None


def test_import_is_light() -> None:
    code = "import sys, pipeline.timex; print([m for m in ('yaml', 'dateutil', 'holidays', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_is_compiled_once(language: str) -> None:
    assert lexicon(language) is lexicon(language)


def test_a_record_holds_the_length_without_its_anchor() -> None:
    values = [
        record_value(t)
        for text in ("trong thời hạn 5 ngày kể từ ngày nhận hồ sơ", "từ ngày 01/7/2021", "đến năm 2025")
        for t in find(text, "vi", "2021-03-02")
    ]
    assert values == ["P5D", "2021-07-01/..", "2025"]


def test_the_words_of_an_event_are_kept() -> None:
    assert [find("自收到通知单之日起十个工作日内", "zh")[0].event, find("trong 5 ngày kể từ ngày nhận hồ sơ", "vi")[0].event] == [
        "收到通知单",
        "nhận hồ sơ",
    ]
    assert [find(text, "zh")[0].event for text in ("24小时内报告", "应当在2小时内上报")] == [None, None]


@pytest.mark.parametrize(("longitude", "day"), [(15, "1996-04-04"), (45, "2025-05-05"), (270, "2021-12-21"), (330, "2026-02-18")])
def test_the_terms_of_the_sun_fall_on_their_days(longitude: int, day: str) -> None:
    assert term(longitude, int(day[:4])).isoformat() == day


def test_the_dog_days_open_and_close_on_their_days() -> None:
    assert [tuple(map(str, hottest(year))) for year in (2023, 2025)] == [("2023-07-11", "2023-08-19"), ("2025-07-20", "2025-08-18")]
