"""What two readers found becomes one list, each act once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.blend import Blend, blend
from pipeline.records import Bearer, Clause, LanguageCode, Span, Timex

TEXT = "市财政局要安排专项资金并加强资金监管"
WEIGHTS = Blend(
    least={"assignment": 0.7},
    patterns=(".denied",),
    parties=frozenset({"甲方", "乙方"}),
    late=("作为",),
    trust=0.5,
    floor=0.1,
    bearers=("vi",),
)
BUREAU = (Bearer("市财政局", 0, 4),)


def clause(start: int, end: int, confidence: float, rules: tuple[str, ...], actors: tuple[Bearer, ...] = ()) -> Clause:
    action, sentence = Span(TEXT[start:end], start, end), Span(TEXT, 0, len(TEXT))
    return Clause("zh", "duty", "prescribed", action, actors, None, (), None, None, (), sentence, 0, rules, confidence)


def test_an_act_both_found_is_the_taggers_and_names_the_rules_that_explain_it() -> None:
    learned = clause(5, 11, 0.6, ("model",), BUREAU)
    (both,) = blend([clause(5, 18, 0.7, ("zh.duty",))], [learned], WEIGHTS)
    assert both == replace(learned, rules=("zh.duty", "model"))


def test_times_are_the_taggers() -> None:
    day, month = Timex("3月底前", 0, 5, "DATE", "2026-03"), Timex("4月", 6, 8, "DATE", "2026-04")
    rule, learned = replace(clause(5, 11, 0.7, ("r",)), deadlines=(day,)), replace(clause(5, 11, 0.6, ("model",)), deadlines=(month,))
    assert blend([rule], [learned], WEIGHTS)[0].deadlines == (month,)
    assert blend([rule], [replace(learned, deadlines=())], WEIGHTS)[0].deadlines == ()


def test_a_time_that_a_sentence_of_its_own_sets_is_the_rules() -> None:
    closing = Timex("上述工作2月底前完成", len(TEXT) + 1, len(TEXT) + 11, "DATE", "2026-02")
    month = Timex("4月", 6, 8, "DATE", "2026-04")
    rule, learned = replace(clause(5, 11, 0.7, ("r",)), deadlines=(closing,)), clause(5, 11, 0.6, ("model",))
    assert blend([rule], [learned], WEIGHTS)[0].deadlines == (closing,)
    assert blend([rule], [replace(learned, deadlines=(month,))], WEIGHTS)[0].deadlines == (month,)
    yearly = replace(closing, timex="SET", value="P1Y", rrule="FREQ=YEARLY")
    again = blend([replace(rule, deadlines=(yearly,))], [replace(learned, deadlines=(month,))], WEIGHTS)
    assert again[0].deadlines == (month, yearly)


@pytest.mark.parametrize(("language", "bearers"), [("vi", BUREAU), ("zh", ())])
def test_bearers_of_the_rules_fill_in_only_where_they_are_good_at_it(language: LanguageCode, bearers: tuple[Bearer, ...]) -> None:
    rule, learned = clause(5, 11, 0.7, ("r",), BUREAU), replace(clause(5, 11, 0.6, ("model",)), language=language)
    assert blend([rule], [learned], WEIGHTS)[0].actors == bearers


def test_the_tasks_of_a_table_are_given_though_only_the_rules_found_them() -> None:
    rule = clause(5, 11, 0.65, ("zh.duty.list", "zh.duty.table"), BUREAU)
    assert blend([rule], [], WEIGHTS) == [replace(rule, confidence=0.325)]


def test_a_sure_pattern_and_what_parties_to_a_contract_exchange_are_given_though_only_the_rules_found_them() -> None:
    ban = clause(5, 11, 0.8, ("zh.prohibition.denied",))
    owner = (Bearer("甲方", 0, 2, "clause"),)
    given = [
        replace(clause(0, 8, 0.6, ("zh.duty.statement",), owner), action=Span(act, 2, 8)) for act in ("向乙方交付钥匙", "自行保管钥匙")
    ]
    assert [len(blend([one], [], WEIGHTS)) for one in (ban, *given)] == [1, 1, 0]


def test_an_act_does_not_begin_with_its_last_verb() -> None:
    rule, learned = clause(5, 18, 0.7, ("zh.duty",), BUREAU), clause(11, 18, 0.6, ("model",))
    learned = replace(learned, action=replace(learned.action, quote="作为资金监管的人"))
    (both,) = blend([rule], [learned], WEIGHTS)
    assert (both.action, both.actors) == (rule.action, BUREAU)


def test_what_only_the_tagger_found_stays_as_it_is() -> None:
    learned = clause(5, 11, 0.1, ("model",))
    assert blend([], [learned], WEIGHTS) == [learned]


def test_what_is_hardly_ever_right_is_not_given() -> None:
    assert blend([], [clause(5, 11, 0.09, ("model",))], WEIGHTS) == []


def test_what_only_the_rules_found_must_be_sure_enough_for_its_type() -> None:
    sure, unsure = clause(5, 11, 0.75, ("zh.share",)), clause(12, 18, 0.65, ("zh.share",))
    found = blend([replace(c, type="assignment") for c in (sure, unsure)], [], WEIGHTS)
    assert [(c.action.quote, c.confidence) for c in found] == [("安排专项资金", 0.375)]


def test_a_type_without_a_bound_is_never_kept_of_the_rules_alone() -> None:
    assert blend([clause(5, 11, 1.0, ("zh.duty",))], [], WEIGHTS) == []


def test_the_list_is_in_order_of_the_actions() -> None:
    ruled, learned = replace(clause(12, 18, 0.95, ("zh.share",)), type="assignment"), clause(5, 11, 0.95, ("model",))
    assert [c.action.quote for c in blend([ruled], [learned], WEIGHTS)] == ["安排专项资金", "加强资金监管"]
