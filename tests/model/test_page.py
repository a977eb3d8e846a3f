"""A page: what the network sees of a document, with what the rules read in it."""

import numpy as np
import pytest

from pipeline.model.page import GIVEN, OFFSETS, SIZES, TYPES, lay_out, windows
from pipeline.model.pairs import candidates, features
from pipeline.model.pieces import Pieces
from pipeline.model.spans import LINKS
from pipeline.model.tagger import WEIGHTS
from pipeline.records import Bearer, Clause, Span

TEXT = "市水务局负责河道清淤，各镇要如实报送。"
COLUMNS = {name: number for number, name in enumerate(SIZES)}


@pytest.fixture(scope="module")
def pieces():
    return Pieces.read(WEIGHTS / "pieces.tsv")


def clause(quote, actor, kind="duty", confidence=0.8):
    start, named = TEXT.index(quote), TEXT.index(actor)
    action, whole = Span(quote, start, start + len(quote)), Span(TEXT, 0, len(TEXT))
    bearer = Bearer(actor, named, named + len(actor))
    return Clause("zh", kind, "prescribed", action, (bearer,), None, (), None, None, (), whole, 0, ("rule",), confidence)


def test_pieces_quote_the_text_where_they_say(pieces, document):
    page = lay_out(document(TEXT, "zh"), pieces)
    assert "".join(TEXT[a:b] for a, b in zip(page.starts, page.ends, strict=True)) == TEXT


def test_without_rules_no_piece_carries_what_they_read(pieces, document):
    page = lay_out(document(TEXT, "zh"), pieces)
    assert (page.features[:, GIVEN:] == -1).all() and page.ruled == ()


def test_an_action_of_the_rules_marks_its_pieces_with_its_type(pieces, document):
    page = lay_out(document(TEXT, "zh"), pieces, [clause("负责河道清淤", "市水务局", "assignment")])
    marked = page.features[:, COLUMNS["type"]] >= 0
    assert "".join(TEXT[a:b] for a, b in zip(page.starts[marked], page.ends[marked], strict=True)) == "负责河道清淤"
    kind = (page.features[marked, COLUMNS["type"]] - OFFSETS["type"]) // 4
    assert {TYPES[number] for number in kind} == {("assignment", "prescribed")}


def test_a_pair_says_whether_the_rules_linked_it(pieces, document):
    page = lay_out(document(TEXT, "zh"), pieces, [clause("负责河道清淤", "市水务局"), clause("如实报送", "各镇")])
    found = candidates(page, {})
    level = features(page, [(r.first, r.last) for r in page.ruled], found)[..., -1]
    assert [LINKS[c.link] for c in found] == ["bearer", "bearer"]
    assert (level - level.min()).tolist() == [[2, 0], [0, 2]]


def test_cores_of_windows_tile_the_page(pieces, document):
    page = lay_out(document("\n".join([TEXT * 9] * 9), "zh"), pieces)
    tiles = windows(page)
    assert np.concatenate([np.arange(w.first, w.first + w.size) for w in tiles]).tolist() == list(range(len(page)))


@pytest.mark.parametrize(("text", "inside"), [("（一）市水务局清淤", "（一）"), ("清淤（市水务局）。", "（市水务局）")])
def test_pieces_know_whether_they_stand_in_a_bracket(pieces, document, text, inside):
    page = lay_out(document(text, "zh"), pieces)
    marked = page.features[:, COLUMNS["bracket"]] > OFFSETS["bracket"]
    assert "".join(text[a:b] for a, b in zip(page.starts[marked], page.ends[marked], strict=True)) == inside


@pytest.mark.parametrize(("text", "quotes"), [("2月\n节前开展清淤。", ["2月"]), ("3月\n15日前完成清淤。", ["3月\n15日前"])])
def test_a_time_runs_from_a_heading_into_its_paragraph_only_where_it_says_more(pieces, document, text, quotes):
    page = lay_out(document(text, "zh"), pieces)
    assert [time.timex.quote for time in page.times] == quotes
