"""Items under a line that pledges them are pledges of those whom the line names."""

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def read(text):
    document = ingest.read_text(text, source="pledge.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    return [(c.type, [b.quote for b in c.actors], c.action.quote) for c in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "安全生产承诺书\n\n我公司向县应急局郑重承诺如下：\n\n1.建立隐患台账。\n\n2.加强夜间巡查。\n\n3.县应急局要加强指导。\n",
            [
                ("pledge", ["我公司"], "建立隐患台账"),
                ("pledge", ["我公司"], "加强夜间巡查"),
                ("duty", ["县应急局"], "加强指导"),
            ],
        ),
        (
            "BẢN CAM KẾT\n\nTập thể chi bộ và đồng chí Bí thư xin cam kết thực hiện các nội dung sau:\n\n"
            "1. Rà soát hộ nghèo.\n\n2. Tổ chức đối thoại với nhân dân.\n",
            [
                ("pledge", ["Tập thể chi bộ", "đồng chí Bí thư"], "Rà soát hộ nghèo"),
                ("pledge", ["Tập thể chi bộ", "đồng chí Bí thư"], "Tổ chức đối thoại với nhân dân"),
            ],
        ),
    ],
)
def test_items_under_a_pledging_line_are_pledges(text, found):
    assert read(text) == found


def test_another_lead_ends_the_pledge():
    text = "责任书\n\n乙方作出如下承诺：\n\n1.建立隐患台账。\n\n甲方的责任：\n\n1.加强业务指导。\n"
    assert [kind for kind, _, _ in read(text)] == ["pledge", "duty"]


@pytest.mark.parametrize(
    "lead", ["有下列情形之一的，主管部门应当终止适用当事人承诺：", "各县要做好以下工作：", "Các chủ kho chứa hóa chất phải:"]
)
def test_other_leads_pledge_nothing(lead):
    items = "1. Rà soát kho.\n\n2. Tổ chức diễn tập.\n" if lead.isascii() or "ủ" in lead else "1.建立台账。\n\n2.加强巡查。\n"
    assert "pledge" not in {kind for kind, _, _ in read(f"{lead}\n\n{items}")}
