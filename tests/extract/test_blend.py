"""What two readers found becomes one list, each act once."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.blend import blend
from pipeline.records import Bearer, Clause, Span

TEXT = "市财政局要安排专项资金并加强资金监管"


def clause(start: int, end: int, confidence: float, rules: tuple[str, ...], actors: tuple[Bearer, ...] = ()) -> Clause:
    action, sentence = Span(TEXT[start:end], start, end), Span(TEXT, 0, len(TEXT))
    return Clause("zh", "duty", "prescribed", action, actors, None, (), None, None, (), sentence, 0, rules, confidence)


BUREAU = (Bearer("市财政局", 0, 4),)


def test_an_act_both_found_has_the_taggers_action_and_the_rules_bearers() -> None:
    (both,) = blend([clause(5, 18, 0.7, ("zh.duty",), BUREAU)], [clause(5, 11, 0.6, ("model",))])
    assert (both.action.quote, both.actors, both.rules) == ("安排专项资金", BUREAU, ("zh.duty", "model"))


def test_a_rules_action_stays_where_the_taggers_would_swallow_the_bearer() -> None:
    (both,) = blend([clause(5, 11, 0.7, ("zh.duty",), BUREAU)], [clause(0, 11, 0.6, ("model",))])
    assert both.action.quote == "安排专项资金"


def test_two_sure_readers_are_surer_than_one() -> None:
    rule, model = clause(5, 11, 0.9, ("zh.duty",)), clause(5, 11, 0.9, ("model",))
    assert blend([rule], [model])[0].confidence > blend([rule], [])[0].confidence


def test_what_one_reader_doubts_and_the_other_did_not_find_is_left_out() -> None:
    assert blend([clause(5, 11, 0.2, ("zh.duty",))], [clause(12, 18, 0.1, ("model",))]) == []


def test_what_one_reader_is_sure_of_is_kept_in_its_place() -> None:
    ruled, learned = clause(12, 18, 0.95, ("zh.duty",)), clause(5, 11, 0.95, ("model",))
    assert [c.action.quote for c in blend([ruled], [replace(learned)])] == ["安排专项资金", "加强资金监管"]


def test_a_prohibition_of_the_rules_is_kept_where_the_tagger_found_nothing() -> None:
    forbidden = replace(clause(5, 11, 0.5, ("zh.prohibition",)), type="prohibition")
    assert [c.type for c in blend([forbidden], [])] == ["prohibition"]
