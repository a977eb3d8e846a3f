from __future__ import annotations

import pytest

from pipeline.report.excerpts import AROUND, WHOLE, Passages, spans
from tests.report import making

SENTENCE = "Sở Xây dựng phải rà soát các chung cư cũ trước ngày 30/9/2026."


def sliced(passage: str, start: int, end: int) -> str:
    """What a browser cuts out: places count UTF-16 units."""
    return passage.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"I. Nhiệm vụ 𠮷\n{SENTENCE}\nII.",
        f"😀 {SENTENCE} 😀",
        "Việc khác. " * 400 + SENTENCE + " Việc khác." * 400,
        "x" * 50_000 + SENTENCE + "y" * 50_000,
    ],
)
def test_every_mark_holds_its_quote(text: str) -> None:
    row = making.record(
        text,
        SENTENCE[:-1],
        "rà soát các chung cư cũ",
        actors=[("Sở Xây dựng", "department", "province")],
        deadlines=[("trước ngày 30/9/2026", "2026-09-30", None)],
    )
    passages = Passages()
    marks = passages.marks(row, 0, text, making.document(text)["blocks"])
    assert [sliced(passages.texts[number], start, end) for _, number, start, end in marks] == [text[a:b] for _, a, b in spans(row)]
    assert {kind for kind, *_ in marks} == {"clause", "action", "actors", "deadlines"}


def test_a_long_block_is_cut_around_the_clause() -> None:
    text = "Việc khác. " * 4000 + SENTENCE + " Việc khác." * 4000
    passages = Passages()
    passages.marks(making.record(text, SENTENCE, "rà soát"), 0, text, making.document(text)["blocks"])
    (passage,) = passages.texts
    assert len(passage) < WHOLE + 2 * AROUND
    assert passage.startswith("… Việc khác.") and passage.endswith("Việc khác.…")


def test_records_of_one_block_share_its_passage_and_a_heading_has_its_own() -> None:
    text = "Sở Xây dựng:\nRà soát chung cư; lập danh sách."
    passages = Passages()
    blocks = making.document(text)["blocks"]
    rows = [
        making.record(text, words, words, actors=[("Sở Xây dựng", "department", "province")])
        for words in ("Rà soát chung cư", "lập danh sách")
    ]
    marks = [passages.marks(row, 0, text, blocks) for row in rows]
    assert passages.texts == ["Rà soát chung cư; lập danh sách.", "Sở Xây dựng:"]
    assert [[number for _, number, _, _ in own] for own in marks] == [[0, 0, 1], [0, 0, 1]]
