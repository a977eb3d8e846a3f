"""A sentence that names nobody has the bearers of the one before it."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.carried import carried
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
