"""A recurrence that holds from a named day on gives two times, as a reader would mark them."""

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("重点用能单位应当于2025年起每年2月15日前上报用能数据。", [("2025年起", None), ("每年2月15日前", "2025-01-01")]),
        ("从2026年7月起，每季度末，各市局要组织抽查。", [("从2026年7月起", None), ("每季度末", "2026-07-01")]),
        ("Trạm Y tế phải phun thuốc hằng tuần, bắt đầu từ tháng 3/2026.", [("hằng tuần", "2026-03-01"), ("bắt đầu từ tháng 3/2026", None)]),
        ("各乡镇应当每年2月15日前上报数据。", [("每年2月15日前", None)]),
        ("各乡镇应当自2025年起上报数据。", [("自2025年起", None)]),
    ],
)
def test_a_start_and_its_recurrence_are_two_times(text, times):
    document = ingest.read_text(f"{text}\n", source="plan.txt")
    (clause,) = clauses(annotate.annotate(document, RULES), RULES)
    assert [(time.quote, time.dtstart) for time in clause.deadlines] == times
    assert all((time.role == "start") == (time.rrule is None) for time in clause.deadlines)
    assert all(document.text[time.start : time.end] == time.quote for time in clause.deadlines)
