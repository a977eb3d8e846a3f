from __future__ import annotations

import jieba.posseg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages.segmenter import Segmenter

CASES = (
    "各县（市、区）要压实责任，由王建国、欧阳晓梅同志牵头，2026年6月底前完成。",
    "霍童溪蕉城段清淤方案报水利局审定；逾期未改的，约谈责任人。",
    "使用V2.0系统,A.B.C公司负责\r\n运维 \u3000PM2.5下降10%！",
    "犇羴鱻麤猋骉叒叕",
    "",
)
LETTERS = st.text(
    st.one_of(
        st.sampled_from("责任落实到县区王建国的在一二三中 a1.，\r\n＋+#&_²"), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    )
)


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(())


def alone(text: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in jieba.posseg.lcut(text)]


@pytest.mark.parametrize("text", CASES)
def test_words_and_tags_are_those_of_jieba(segmenter: Segmenter, text: str) -> None:
    assert segmenter.cut(text) == alone(text)


@settings(max_examples=200, deadline=None)
@given(text=LETTERS)
def test_any_letters_are_cut_as_jieba_cuts_them(segmenter: Segmenter, text: str) -> None:
    assert segmenter.cut(text) == alone(text)


def test_a_term_is_one_word() -> None:
    assert ("包保户", "n") in Segmenter((("n", ("包保户",)),)).cut("走访包保户")
