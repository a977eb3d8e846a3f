"""Which of the names that stand side by side are one bearer, and which are several."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.coordinated import coordinated
from pipeline.records import Bearer, Clause, Span
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


@pytest.mark.parametrize(
    ("sentence", "linked", "who"),
    [
        ("经营花木种苗的单位和个人应当建立台账。", ["经营花木种苗的单位", "个人"], ["经营花木种苗的单位和个人"]),
        ("市苗木公司等6家企业应当建立台账。", ["市苗木公司", "6家企业"], ["市苗木公司等6家企业"]),
        ("任何单位和个人应当爱护树木。", ["任何单位", "个人"], ["任何单位", "个人"]),
        ("出让人和买受人应当建立台账。", ["出让人和买受人"], ["出让人", "买受人"]),
        ("区、县林业主管部门应当建立台账。", ["区、县林业主管部门"], ["区、县林业主管部门"]),
        ("林业、水务部门应当建立台账。", ["林业、水务部门"], ["林业、水务部门"]),
        ("古树名木由林业主管部门或者管护单位负责养护。", ["管护单位"], ["林业主管部门", "管护单位"]),
        ("李明  党组书记、局长，应当建立台账。", ["李明", "局长"], ["李明"]),
        ("发现险情的，管护单位应当建立台账。", ["管护单位"], ["管护单位"]),
        ("县林业局、乡镇人民政府工作人员应当建立台账。", ["县林业局", "乡镇人民政府工作人员"], ["县林业局、乡镇人民政府工作人员"]),
        ("县林业局及其工作人员应当建立台账。", ["县林业局", "其工作人员"], ["县林业局", "其工作人员"]),
        ("局长、科室负责人应当建立台账。", ["局长", "科室负责人"], ["局长", "科室负责人"]),
        (
            "县林业局、县水利局等单位主要负责人应当建立台账。",
            ["县林业局", "县水利局等单位主要负责人"],
            ["县林业局、县水利局等单位主要负责人"],
        ),
        ("凡经营花木的单位应当建立台账。", ["凡经营花木的单位"], ["经营花木的单位"]),
        ("三是县林业局应当建立台账。", ["三是县林业局"], ["县林业局"]),
        ("我代表县林业局应当建立台账。", ["我代表县林业局"], ["县林业局"]),
        ("管护单位和其他责任人员应当建立台账。", ["管护单位", "和其他责任人员"], ["管护单位", "其他责任人员"]),
    ],
)
def test_names_are_joined_parted_and_completed(sentence, linked, who):
    document = ingest.read_text(f"古树名木保护条例\n\n第一条 {sentence}\n", source="law.txt")
    ruled = clauses(annotate.annotate(document, RULES), RULES)[-1]
    places = [document.text.index(name) for name in linked]
    actors = tuple(Bearer(name, place, place + len(name)) for name, place in zip(linked, places, strict=True))
    (found,) = coordinated([replace(ruled, actors=actors)], document)
    assert [bearer.quote for bearer in found.actors] == who
    assert all(document.text[bearer.start : bearer.end] == bearer.quote for bearer in found.actors)


@pytest.mark.parametrize(
    "linked",
    [["các công ty lâm nghiệp"], ["Các chủ rừng"], ["Các chủ rừng", "các công ty lâm nghiệp"]],
)
def test_who_is_named_first_of_others_is_one_with_them(linked):
    text = "Các chủ rừng, nhất là các công ty lâm nghiệp, phải tu sửa chòi canh."
    document = ingest.read_text(text, source="rule.txt")
    act = "tu sửa chòi canh"
    start = text.index(act)
    span, modal = Span(act, start, start + len(act)), Span("phải", start - 5, start - 1)
    ruled = Clause("vi", "duty", "prescribed", span, (), modal, (), None, None, (), Span(text, 0, len(text)), 0, ("model",), 0.5)
    places = [document.text.index(name) for name in linked]
    actors = tuple(Bearer(name, place, place + len(name)) for name, place in zip(linked, places, strict=True))
    (found,) = coordinated([replace(ruled, actors=actors)], document)
    assert [bearer.quote for bearer in found.actors] == ["Các chủ rừng, nhất là các công ty lâm nghiệp"]
