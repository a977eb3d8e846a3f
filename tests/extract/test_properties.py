"""What holds for any text: quotes are exact, nothing crashes, time is linear."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

SETTINGS = Settings(extractor="rules")
PARTS = [
    "要",
    "应当",
    "不得",
    "由",
    "负责",
    "、",
    "，",
    "；",
    "。",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "市财政局",
    "建立制度",
    "的",
    "后",
    "2026年6月底前",
    "一、",
    "：",
    "\n",
    "Sở Tài chính",
    " phải ",
    " và ",
    ", ",
    "; ",
    ". ",
    ":",
    "(",
    ")",
    "“",
    "giao ",
    "UBND huyện ",
    "báo cáo ",
    "để ",
    "khi ",
    "trước ngày 30/6/2026",
    "- ",
    "Điều 1. ",
    "đềuthoát",
    "\u0301",
    "😀",
]


def read(text):
    return clauses(annotate.annotate(ingest.read_text(text, source="any.txt"), SETTINGS), SETTINGS)


def quotes(clause):
    yield clause.action
    yield from clause.actors
    yield from clause.deadlines
    yield from clause.basis
    yield from (span for span in (clause.modal, clause.recipient, clause.condition, clause.sentence) if span is not None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=80))
def test_every_quote_is_exact(text):
    document = ingest.read_text(text, source="any.txt")
    for clause in clauses(annotate.annotate(document, SETTINGS), SETTINGS):
        assert all(document.text[span.start : span.end] == span.quote for span in quotes(clause))
        assert clause.action.quote.strip() and 0 <= clause.confidence <= 1 and clause.rules


def test_clauses_come_in_order_and_twice_the_same():
    text = "某市关于节水工作的通知\n\n一、主要任务\n（一）加强计量，推广节水器具。各区要落实责任，不得瞒报数据。（市水务局负责）\n"
    first, second = read(text), read(text)
    assert first == second
    assert [c.action.start for c in first] == sorted(c.action.start for c in first)
    assert len(first) == 4


@pytest.mark.parametrize(
    "unit",
    [
        "建立、",
        "报市",
        "báo cáo, ",
        "ký cam kết ",
        "giao ",
        "要",
        "，",
        "、",
        "由",
        "（",
        "市",
        "phải ",
        "và ",
        "Sở ",
        ", ",
        "để ",
        "(",
        '"',
        "1",
    ],
)
def test_a_hostile_line_takes_linear_time(unit):
    def spent(size):
        line = (unit * (size // len(unit) + 1))[:size]
        started = time.process_time()
        read("Chỉ thị\n\n1. " + line if unit.isascii() or unit != unit.strip() else "通知\n\n一、" + line)
        return time.process_time() - started

    spent(1000)
    assert spent(40_000) < 12 * max(spent(10_000), 0.05)
