"""From scores to clauses, with an engine whose scores are given: what is inherited, and from whom."""

import numpy as np
import pytest

from pipeline.model.decode import Choice, decode
from pipeline.model.page import lay_out
from pipeline.model.pieces import Pieces
from pipeline.model.spans import HEADS, LINKS, TAGS
from pipeline.model.tagger import WEIGHTS
from pipeline.records import Clause, Span

TEXT = "市财政局负责资金管理。加强资金监管。"
ACTION = (11, 17)


class Given:
    """An engine that is sure of one action and one bearer, and gives their pair a score."""

    steps = np.zeros((len(HEADS), len(TAGS), len(TAGS)))

    def __init__(self, score, action=ACTION, link="bearer"):
        self.score, self.action, self.kind = score, action, link

    def read(self, page, found):
        scores = np.zeros((len(page), len(HEADS), len(TAGS)))
        scores[..., 0] = 9.0
        for head, (start, end) in (("action", self.action), ("bearer", (0, 4))):
            inside = [i for i in range(len(page)) if page.starts[i] < page.ends[i] and start <= page.starts[i] and page.ends[i] <= end]
            tags = [4] if len(inside) == 1 else [1, *[2] * (len(inside) - 2), 3]
            scores[inside, HEADS.index(head), tags] = 30.0
        return np.zeros((len(page), 1)), scores

    def link(self, states, *columns):
        pairs = np.where(columns[4] == LINKS.index(self.kind), self.score, -9.0)
        return np.zeros((len(columns[0]), 10)), pairs[None].repeat(len(columns[0]), 0)


def by_rule(actors=()):
    start, end = ACTION
    action, sentence = Span(TEXT[start:end], start, end), Span(TEXT[start:], start, len(TEXT))
    return Clause("zh", "duty", "prescribed", action, actors, None, (), None, None, (), sentence, 0, ("zh.verb",), 0.5)


@pytest.mark.parametrize(
    ("score", "ruled", "inherited"),
    [(1.0, (), True), (1.0, (by_rule(),), False), (3.0, (by_rule(),), True), (-1.0, (), False)],
    ids=["the rules read no such act", "the rules saw nobody to inherit", "likelier than their doubt", "unlikely"],
)
def test_a_bearer_is_inherited_against_the_rules_only_where_it_is_very_likely(document, score, ruled, inherited):
    page = lay_out(document(TEXT, "zh"), Pieces.read(WEIGHTS / "pieces.tsv"), ruled)
    (found,) = decode(page, Given(score), Choice(inherit=(2.0, 2.0)))
    assert [(b.quote, b.source) for b in found.clause.actors] == [("市财政局", "context")] * inherited


@pytest.mark.parametrize(("score", "taken"), [(0.5, ["3月底前", "每月"]), (-0.5, ["每月"]), (-1.5, [])])
def test_a_time_among_the_words_of_the_act_need_not_score_so_much(document, score, taken):
    text = "市财政局3月底前布置，每月核对账目。"
    page = lay_out(document(text, "zh"), Pieces.read(WEIGHTS / "pieces.tsv"), ())
    (found,) = decode(page, Given(score, (8, len(text) - 1), "time"), Choice())
    assert [time.quote for time in found.clause.deadlines] == taken
