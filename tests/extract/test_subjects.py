"""The party right before an act bears it, whoever the reader linked."""

import pytest

from pipeline import ingest
from pipeline.extract.told import told
from pipeline.records import Bearer, Clause, Span


@pytest.mark.parametrize(
    ("text", "act", "cue", "read", "found"),
    [
        ("支部要及时走访，组织部每年给予补助。", "给予补助", None, ["支部"], ["组织部"]),
        ("学生缺课的，班主任应当上门了解。", "上门了解", "应当", ["学生"], ["班主任"]),
        ("情况属实的，由县、区农业农村局予以登记。", "予以登记", None, [], ["县、区农业农村局"]),
        ("（二）教务处、总务处均须留存台账。", "留存台账", "须", [], ["教务处", "总务处"]),
        ("镇政府应当张榜公布名单，由村民代表签字确认。", "签字确认", "应当", ["镇政府"], ["村民代表"]),
        ("镇政府要巡查河道，并通知养殖户清运。", "清运", "要", ["镇政府"], ["镇政府"]),
        ("公共厕所应当免费开放。", "免费开放", "应当", [], []),
        ("校车每天检查，灭火器每月更换。", "更换", None, ["后勤处"], ["后勤处"]),
        ("市级医院向乡镇卫生院派出医生。", "派出医生", None, ["市级医院"], ["市级医院"]),
    ],
)
def test_the_party_right_before_an_act_bears_it(text, act, cue, read, found):
    at = lambda quote: Span(quote, text.find(quote), text.find(quote) + len(quote))  # noqa: E731
    actors = tuple(Bearer(name, max(0, at(name).start), max(0, at(name).start) + len(name)) for name in read)
    modal = at(cue) if cue else None
    clause = Clause("zh", "duty", "prescribed", at(act), actors, modal, (), None, None, (), at(text), 0, ("model",), 0.5)
    (done,) = told([clause], ingest.read_text(text, source="a.txt"))
    assert [bearer.quote for bearer in done.actors] == found
