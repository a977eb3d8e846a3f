"""A time and the act beside it: each with all its words and no others."""

from dataclasses import replace

import pytest

from pipeline.extract.parted import parted

from .test_reach import linked, span


@pytest.mark.parametrize(
    ("text", "action", "act", "times"),
    [
        ("承包方须于6月1日前进场施工。", "前进场施工", "进场施工", ["须于6月1日前"]),
        ("申报人应当在入境前30日报检。", "日报检", "报检", ["在入境前30日"]),
        ("工作组要在6月底前往各县督导。", "前往各县督导", "前往各县督导", []),
        ("各村每月底前后勤自查。", "后勤自查", "后勤自查", []),
        ("幼儿园每日报送晨检情况。", "报送晨检情况", "报送晨检情况", []),
    ],
)
def test_no_act_begins_with_the_last_letters_of_its_time(text, action, act, times):
    document, clause = linked(text, action)
    found = parted(replace(clause, deadlines=()), document)
    assert (found.action.quote, [time.quote for time in found.deadlines]) == (act, times)
    assert text[found.action.start : found.action.end] == act


@pytest.mark.parametrize(
    ("text", "modal", "action", "kind", "times"),
    [
        ("各县不得晚于11月15日交工验收。", "不得", "交工验收", "duty", ["不得晚于11月15日"]),
        ("各县不得于11月15日前停止供水。", "不得", "停止供水", "prohibition", ["于11月15日前"]),
        ("交工时间不得晚于11月15日。", "不得", "晚于11月15日", "prohibition", ["不得晚于11月15日"]),
    ],
)
def test_what_may_not_be_done_later_than_a_day_is_to_be_done_by_it(text, modal, action, kind, times):
    document, clause = linked(text, action, modal, kind="prohibition")
    found = parted(clause, document)
    assert (found.type, found.modal is None, [time.quote for time in found.deadlines]) == (kind, kind == "duty", times)


@pytest.mark.parametrize(
    ("text", "condition", "action", "times"),
    [
        ("立冬前，护林员完成管道包扎。", "立冬前", "完成管道包扎", ["立冬前"]),
        ("工程竣工验收后3个月内，村委会办理移交手续。", "工程竣工验收后3个月内", "办理移交手续", ["工程竣工验收后3个月内"]),
        ("工程完工后，村委会办理移交手续。", "工程完工后", "办理移交手续", []),
    ],
)
def test_a_condition_that_is_a_time_is_the_time_of_the_act(text, condition, action, times):
    document, clause = linked(text, action)
    found = parted(replace(clause, deadlines=(), condition=span(text, condition)), document)
    assert [time.quote for time in found.deadlines] == times
    assert (found.condition is None) == bool(times)


def test_what_may_not_fall_short_of_a_time_has_it_as_its_object():
    document, clause = linked("记录的保存期限不得少于奶粉保质期满后六个月。", "少于", "不得", kind="prohibition")
    assert parted(clause, document).action.quote == "少于奶粉保质期满后六个月"
