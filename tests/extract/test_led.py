"""Items under a line that tells what they are: pledges of those whom it names, bans, rights and cases."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.labelled import labelled
from pipeline.extract.settle import settle
from pipeline.records import Clause, Span
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
        (
            "BẢN CAM KẾT\n\nĐược cán bộ hướng dẫn, chúng tôi đã nắm quy định về trồng rừng, giữ rừng và xin cam kết các nội dung sau:\n\n"
            "1. Canh gác rừng.\n\n2. Tổ chức tuần tra.\n",
            [
                ("pledge", ["chúng tôi"], "Canh gác rừng"),
                ("pledge", ["chúng tôi"], "Tổ chức tuần tra"),
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


LAW = "Quy chế bến bãi\n\nĐiều 1. Bến đò\n\nĐiều 2. {lead}\n\n{first}\n\n{second}\n"


@pytest.mark.parametrize(
    "lead", ["Các hành vi bị nghiêm cấm", "Những hành vi bị cấm trong khu vực bến:", "Những điều nhân viên không được làm"]
)
def test_items_under_a_heading_that_forbids_are_bans(lead):
    text = LAW.format(lead=lead, first="1. Đậu xe dưới bến; đổ rác xuống kênh.", second="2. Tổ chức đánh bạc.")
    found = [("prohibition", [], act) for act in ("Đậu xe dưới bến", "đổ rác xuống kênh", "Tổ chức đánh bạc")]
    assert read(text) == found


@pytest.mark.parametrize(
    "lead",
    [
        "Hội viên có các quyền sau đây:",
        "Quyền của hội viên",
        "Người lái đò được quyền:",
        "Giấy phép bị thu hồi trong các trường hợp sau đây:",
        "Hồ sơ bao gồm:",
        "Phạt tiền từ 500.000 đồng đối với một trong các hành vi sau:",
    ],
)
def test_nobody_owes_rights_and_cases(lead):
    text = LAW.format(lead=lead, first="1. Yêu cầu hội bảo vệ hội viên.", second="2. Đề xuất ý kiến về kế hoạch của hội.")
    document = ingest.read_text(text, source="right.txt")
    assert settle([duty(document, "Đề xuất ý kiến")], labelled(document)) == []


RULES_ZH = "会所章程\n\n第一条 会所设在镇上。\n\n第二条 {lead}\n\n（一）遵守会所规定；\n\n（二）提出活动建议。\n\n{after}"


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        ("会员享有下列权利：", False),
        ("符合下列条件的，可以申请入会：", False),
        ("有下列情形之一的，取消会员资格：", False),
        ("申请条件", False),
        ("理事会可以采取下列措施：", False),
        ("会员履行下列义务：", True),
        ("会员应当具备下列条件：", True),
    ],
)
def test_nobody_owes_chinese_rights_and_conditions(lead, kept):
    document = ingest.read_text(RULES_ZH.format(lead=lead, after=""), source="law.txt")
    assert bool(settle([replace(duty(document, "提出活动建议"), language="zh")], labelled(document))) == kept


def test_what_follows_a_list_of_rights_is_owed():
    after = "会员履行下列义务：\n\n（一）爱护会所设施；\n\n（二）缴纳会费。\n\n会费缴至财务室。\n"
    document = ingest.read_text(RULES_ZH.format(lead="会员享有下列权利：", after=after), source="law.txt")
    acts = ["遵守会所规定", "爱护会所设施", "缴纳会费", "缴至财务室"]
    kept = settle([replace(duty(document, act), language="zh") for act in acts], labelled(document))
    assert [clause.action.quote for clause in kept] == acts[1:]


@pytest.mark.parametrize(
    "lead", ["Quyền và nghĩa vụ của hội viên", "Hội viên có các nghĩa vụ sau đây:", "Thuyền viên phải có đủ các điều kiện sau:"]
)
def test_duties_stay_duties(lead):
    text = LAW.format(lead=lead, first="1. Giữ gìn bến bãi.", second="2. Đề xuất ý kiến về kế hoạch của hội.")
    document = ingest.read_text(text, source="duty.txt")
    assert len(settle([duty(document, "Đề xuất ý kiến")], labelled(document))) == 1


def duty(document, quote):
    start = document.text.index(quote)
    number = next(n for n, block in enumerate(document.blocks) if block.start <= start < block.end)
    span = Span(quote, start, start + len(quote))
    return Clause(
        language="vi", type="duty", status="prescribed", action=span, actors=(), modal=None, deadlines=(), recipient=None,
        condition=None, basis=(), sentence=span, block=number, rules=("model",), confidence=0.5,
    )  # fmt: skip


REPORT = "Biên bản họp\n\n{lead}\n\n- Phòng Đào tạo mở 03 lớp.\n- Tiếp nhận 145 hồ sơ.\n\n{after}\n\n- Tổ chức kiểm kê tài sản.\n"


@pytest.mark.parametrize(
    "lead", ["1. Các phòng báo cáo kết quả tháng 4:", "I. Kết quả công tác tháng 4", "2. Trung tâm đã làm được các việc sau:"]
)
def test_nobody_owes_what_has_been_done(lead):
    text = REPORT.format(lead=lead, after="II. Nhiệm vụ tháng 5" if lead.startswith("I") else "3. Nhiệm vụ tháng 5:")
    assert [act for _, _, act in read(text)] == ["Tổ chức kiểm kê tài sản"]


@pytest.mark.parametrize("lead", ["1. Yêu cầu các phòng báo cáo tình hình, trong đó:", "I. Đánh giá tình hình và nhiệm vụ tháng 5"])
def test_what_is_still_to_be_reported_or_done_is_owed(lead):
    assert "Tiếp nhận 145 hồ sơ" in [act for _, _, act in read(REPORT.format(lead=lead, after="II. Nhiệm vụ"))]
