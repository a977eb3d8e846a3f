"""A sentence that names nobody has the bearers of the one before it."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.carried import carried, onward
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def unlinked(text):
    """Return the bearers of the last clause by the rules, once nobody has linked it to any."""
    document = ingest.read_text(f"Kế hoạch\n\n{text}\n", source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    found[-1] = replace(found[-1], actors=())
    return [bearer.quote for bearer in carried(found, document)[-1].actors]


@pytest.mark.parametrize("opening", ["Không được", "Tuyệt đối không được", "Đồng thời, không được"])
def test_a_ban_without_a_subject_is_for_whoever_the_sentence_before_it_binds(opening):
    assert unlinked(f"Các thôn phải khơi mương. {opening} đổ rác xuống kênh.") == ["Các thôn"]


@pytest.mark.parametrize("sentence", ["Nghiêm cấm đổ rác xuống kênh.", "Cần khơi mương.", "Khi có lũ, không được đổ rác xuống kênh."])
def test_what_is_forbidden_or_needed_as_such_binds_nobody_in_particular(sentence):
    assert unlinked(f"Các thôn phải khơi mương. {sentence}") == []


def test_another_paragraph_or_a_sentence_between_them_carries_nothing():
    assert unlinked("Các thôn phải khơi mương.\n\nKhông được đổ rác xuống kênh.") == []
    assert unlinked("Các thôn phải khơi mương. Mùa mưa đến sớm. Không được đổ rác xuống kênh.") == []


def test_the_person_over_a_list_bears_its_items():
    head = "1. Đồng chí Lê Thị Mai - Phó Chủ tịch UBND xã, Phó Trưởng Ban"
    assert unlinked(f"{head}\n- Giúp Trưởng Ban điều hành công việc.") == ["Đồng chí Lê Thị Mai"]
    assert unlinked("1. Đồng chí Lê Thị Mai và đồng chí Vũ Toàn\n- Giúp Trưởng Ban điều hành công việc.") == []


def test_whoever_it_may_be_carries_nothing_on():
    assert unlinked("Ai bận phải báo cáo trước. Không được đến muộn.") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("县长任组长，负责日常调度。", ["县长"]),
        ("县水利局牵头排查隐患，并应当按月通报。", ["县水利局"]),
        ("经费由县财政局承担，应当列入预算。", []),  # the thing is its subject
        ("县水利局牵头排查隐患，所需经费应当列入预算。", []),
    ],
)
def test_an_act_right_behind_another_has_its_subject(text, who):
    document = ingest.read_text(f"工作方案\n\n一、任务\n\n{text}\n", source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    found[-1] = replace(found[-1], actors=())
    assert [bearer.quote for bearer in onward(found, document)[-1].actors] == who


@pytest.mark.parametrize(("second", "who"), [("负责党建、宣传等工作。", ["王明"]), ("健全各项制度。", [])])
def test_an_assignment_goes_on_with_the_sentence_before_it(second, who):
    document = ingest.read_text(f"工作分工\n\n一、分工\n\n王明同志协助局长工作。{second}\n", source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    found[-1] = replace(found[-1], actors=())
    assert [bearer.quote.removesuffix("同志") for bearer in carried(found, document)[-1].actors] == who
