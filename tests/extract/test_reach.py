"""Which times reach a clause, whoever linked them to it."""

from dataclasses import replace

import pytest

from pipeline import ingest
from pipeline.extract.reach import reached
from pipeline.records import Clause, Document, Span
from pipeline.timex import find_in
from pipeline.timex.notation import gives_time


def span(text: str, quote: str, after: int = 0) -> Span:
    start = text.index(quote, after)
    return Span(quote, start, start + len(quote))


def linked(text: str, action: str, modal: str | None = None, kind: str = "duty") -> tuple[Document, Clause]:
    """Return the document of a sentence and the clause of an act to which all of its times are linked."""
    document = ingest.read_text(text, source="rule.txt")
    act = span(text, action)
    language = "zh" if ord(act.quote[0]) > 0x2E80 else "vi"
    cue = span(text, modal, text.rindex(modal, 0, act.start)) if modal else None
    times = tuple(
        time for time in find_in(document, 0, len(text), language) if gives_time(time) and (time.timex != "SET" or time.end < act.end)
    )
    sentence = Span(text, 0, len(text))
    clause = Clause(language, kind, "prescribed", act, (), cue, times, None, None, (), sentence, 0, (), 0.5)
    return document, clause


def reaching(*given: str | None, **fields: str) -> tuple[list[str], str]:
    document, clause = linked(*given, **fields)
    found = reached([clause], document)[0]
    return [time.quote for time in found.deadlines], found.action.quote


@pytest.mark.parametrize(
    ("text", "action", "modal", "times"),
    [
        ("登记机构应当在五日内作出决定；不予登记的，应当说明理由。", "作出决定", "应当", ["在五日内"]),
        ("登记机构应当在五日内作出决定；不予登记的，应当说明理由。", "说明理由", "应当", []),
        ("两年内被投诉三次的，由主管部门约谈负责人。", "约谈负责人", None, []),
        ("凡申请人材料齐全的，窗口应当在三日内发证。", "发证", "应当", ["在三日内"]),
        ("水务站要在5月底前修好泵房，并立即切断旧线路。", "立即切断旧线路", "要", []),
        ("水务站要更换旧线路；5月底前修好泵房。", "更换旧线路", "要", []),
        ("Ban quản lý phải tạm dừng việc thu phí; trả lại tiền trước ngày 30/9/2026.", "tạm dừng việc thu phí", "phải", []),
        (
            "Xã phải lập danh sách, niêm yết tại nhà văn hóa; hoàn thành trước ngày 30/9/2026.",
            "lập danh sách",
            "phải",
            ["trước ngày 30/9/2026"],
        ),
        ("Xã phải lập danh sách; công khai danh sách (trước ngày 30/9/2026).", "lập danh sách", "phải", ["trước ngày 30/9/2026"]),
        ("Xã phải lập danh sách; hoàn thành trước ngày 30/9/2026.", "lập danh sách", "phải", ["trước ngày 30/9/2026"]),
        ("水务站要在5月底前修好泵房，更换旧线路。", "更换旧线路", "要", ["在5月底前"]),
        ("各村必须在4月20日前把名单报齐，必须逐户签字确认。", "逐户签字确认", "必须", []),
        ("今年6月底前，各村要修好水渠，要补齐台账。", "补齐台账", "要", ["今年6月底前"]),
        ("清产核资自9月1日开始，由会计负责；结果于10月底前报镇政府。", "报镇政府", None, ["于10月底前"]),
        ("自9月1日起，会计清点资产；出纳核对票据。", "核对票据", None, ["自9月1日起"]),
        ("工信站要确保年内单位能耗下降。", "确保年内单位能耗下降", "要", ["年内"]),
    ],
)
def test_a_time_does_not_pass_a_condition_a_cue_or_what_is_to_be_done_at_once(text, action, modal, times):
    assert reaching(text, action, modal)[0] == times


def test_a_length_of_a_thing_gives_way_to_a_date():
    text = "Ban quản lý phải thanh lý các hợp đồng quá hạn trên 24 tháng trước ngày 30/9/2026."
    assert reaching(text, "thanh lý các hợp đồng", "phải")[0] == ["trước ngày 30/9/2026"]


@pytest.mark.parametrize(
    ("text", "action", "modal", "times"),
    [
        ("公示期不得少于七日。", "少于七日", "不得", ["不得少于七日"]),
        ("押金不得超过两个月房租。", "超过两个月房租", "不得", []),
    ],
)
def test_a_prohibition_may_be_all_about_a_length(text, action, modal, times):
    document, clause = linked(text, action, modal, kind="prohibition")
    found = reached([replace(clause, deadlines=())], document)[0]
    assert [time.quote for time in found.deadlines] == times


def test_an_act_that_ends_in_a_recurrence_has_it_as_its_time():
    assert reaching("Kế toán đối chiếu sổ quỹ với thủ quỹ hằng tuần.", "đối chiếu sổ quỹ với thủ quỹ hằng tuần") == (
        ["hằng tuần"],
        "đối chiếu sổ quỹ với thủ quỹ",
    )
    assert reaching("Chi bộ đưa việc này vào bản kiểm điểm cuối năm.", "đưa việc này vào bản kiểm điểm cuối năm")[0] == ["cuối năm"]


@pytest.mark.parametrize(
    ("text", "action", "times"),
    [
        ("监督所对菜市场开展抽查，每月不少于两次。", "对菜市场开展抽查", ["每月不少于两次"]),
        ("监督所制定团体标准，每年不少于三项。", "制定团体标准", ["每年"]),
        ("监督所负责菜市场的抽查，每月检查台账两次。", "负责菜市场的抽查", []),
        ("乡镇指定专人接管，今年6月底前必须完成。", "指定专人接管", ["今年6月底前"]),
        ("乡镇指定专人接管，今年6月底前县里派员验收。", "指定专人接管", []),
        ("供水站暂停收费，为期一个月；", "暂停收费", ["为期一个月"]),
        ("法院逐笔公告，公告期为六个月。", "逐笔公告", ["六个月"]),
        ("店主签订合同，合同期限不得超过一年。", "签订合同", []),
        ("Đội tuần tra kiểm tra rừng giáp ranh, mỗi quý ít nhất một đợt.", "kiểm tra rừng giáp ranh", ["mỗi quý ít nhất một đợt"]),
        ("Học viên phải tự học, mỗi ngày ít nhất một giờ.", "tự học", ["mỗi ngày"]),
        ("Phòng Kinh tế lập bản đồ vùng trồng, hoàn thành trước ngày 30/6/2026.", "lập bản đồ vùng trồng", ["trước ngày 30/6/2026"]),
        ("Phòng Kinh tế lập bản đồ, hoàn thành trong quý II/2026 (phối hợp: các xã).", "lập bản đồ", ["trong quý II/2026"]),
    ],
)
def test_a_piece_behind_the_act_that_says_no_more_than_when_is_its_time(text, action, times):
    document, clause = linked(text, action)
    found = reached([replace(clause, deadlines=())], document)[0]
    assert [time.quote for time in found.deadlines] == times


@pytest.mark.parametrize(
    ("text", "action", "times"),
    [
        ("工作方案\n\n“十五五”时期，要完成以下任务：\n1.新建水厂五座。\n2.改造管网三百公里。\n", "改造管网三百公里", ["“十五五”时期"]),
        ("工作方案\n\n过去五年成绩显著。要抓好以下工作：\n1.新建水厂五座。\n2.改造管网三百公里。\n", "新建水厂五座", []),
        (
            "KẾ HOẠCH\nCấp nước\n\nTừ nay đến cuối năm 2026, thực hiện các nhiệm vụ sau:\n- Xây mới năm trạm bơm.\n- Thay 30 km ống.\n",
            "Thay 30 km ống",
            ["Từ nay đến cuối năm 2026"],
        ),
        (
            "KẾ HOẠCH\n\nTrước mắt đến năm 2027, công ty cần thực hiện các nhiệm vụ sau:\n- Xây trạm bơm.\n- Thay 30 km ống.\n",
            "Thay 30 km ống",
            ["đến năm 2027"],
        ),
        (
            "KẾ HOẠCH\n\nViệc mở rộng mạng lưới đến năm 2027 cần tập trung vào các khâu sau:\n- Xây trạm bơm.\n- Thay 30 km ống.\n",
            "Thay 30 km ống",
            ["đến năm 2027"],
        ),
        (
            "KẾ HOẠCH\n\nĐể đạt mục tiêu đến năm 2027, công ty cần làm tốt các việc sau:\n- Xây trạm bơm.\n- Thay 30 km ống.\n",
            "Thay 30 km ống",
            [],
        ),
        ("工作方案\n\n力争到2027年，要完成以下任务：\n1.新建水厂五座。\n2.改造管网三百公里。\n", "改造管网三百公里", ["到2027年"]),
    ],
)
def test_the_time_that_opens_a_list_is_that_of_its_acts(text, action, times):
    document, clause = linked(text, action)
    block = next(number for number, block in enumerate(document.blocks) if block.start <= clause.action.start < block.end)
    bare = replace(clause, deadlines=(), block=block)
    assert [time.quote for time in reached([bare], document)[0].deadlines] == times
    lead = replace(bare, block=document.blocks[block].parents[-1])
    assert reached([lead, bare], document)[1].deadlines == ()


def test_what_only_says_how_often_is_no_act_of_its_own():
    document, clause = linked("监督所制定团体标准，每年不少于三项，并公开目录。", "制定团体标准")
    (often,) = find_in(document, 0, len(document.text), "zh")
    amount = replace(clause, action=span(document.text, "不少于三项"), deadlines=(often,))
    last = replace(clause, action=span(document.text, "公开目录"), deadlines=())
    assert [found.action.quote for found in reached([clause, amount, last], document)] == ["制定团体标准", "公开目录"]


def test_a_bracket_behind_an_act_that_says_when_is_its_time_and_no_act():
    document, clause = linked("供水站负责编制检修方案（9月底前完成），发放滤芯（按季度）。", "负责编制检修方案")
    bare, others = replace(clause, deadlines=()), clause.deadlines
    done = replace(bare, action=span(document.text, "完成）"), deadlines=others[:1])
    given = replace(bare, action=span(document.text, "发放滤芯"), deadlines=others[:1])
    found = reached([bare, done, given], document)
    assert [(one.action.quote, [time.quote for time in one.deadlines]) for one in found] == [
        ("负责编制检修方案", ["9月底前"]),
        ("发放滤芯", ["按季度"]),
    ]


def test_what_only_says_by_when_is_no_act_of_its_own():
    document, clause = linked("Phòng Kinh tế lập bản đồ, hoàn thành trong quý II/2026 (phối hợp: các xã).", "lập bản đồ")
    done = replace(clause, action=span(document.text, "hoàn thành trong quý II/2026 (phối hợp: các xã)"), deadlines=())
    assert [found.action.quote for found in reached([clause, done], document)] == ["lập bản đồ"]


@pytest.mark.parametrize(
    ("text", "action", "times"),
    [
        ("2026年工作安排\n\n4月至5月\n街道翻盆倒罐，清除积水。\n\n6月\n街道开展复查，通报结果。\n", "清除积水", ["4月至5月"]),
        ("2026年工作安排\n\n第三季度\n街道开展复查，通报结果。\n\n三、工作要求\n1.加强领导。\n2.严格考核。\n", "严格考核", []),
        ("2026年工作安排\n\n2026年重点工作\n街道开展复查，通报结果。\n", "通报结果", []),
        ("KẾ HOẠCH\nVệ sinh môi trường năm 2026\n\nTháng 4\nTrạm Y tế phun thuốc diệt muỗi, phát tờ rơi.\n", "phát tờ rơi", ["Tháng 4"]),
        ("KẾ HOẠCH\nVệ sinh\n\nNgày 2 tháng 4 năm 2026\n\nI. L\n\n1. Trạm Y tế phát tờ rơi.\n", "phát tờ rơi", []),  # its own day
        ("KẾ HOẠCH\nDọn vệ sinh tháng 5/2026\n\n1. Tuần 1 (từ 01/5 - 06/5)\n- Trạm Y tế phát tờ rơi.\n", "phát tờ rơi", ["từ 01/5 - 06/5"]),
        ("2026年5月工作计划\n\n第二周（5月4日—5月10日）\n1.街道开展复查。\n2.各村报送台账。\n", "报送台账", ["5月4日—5月10日"]),
        ("KẾ HOẠCH\nVệ sinh\n\n2. Bước 2: Kiểm tra (trước ngày 15/5/2026)\n- Đội rà soát sổ.\n", "rà soát sổ", ["trước ngày 15/5/2026"]),
        ("KẾ HOẠCH\nSửa cầu liên xã\n\nI. 2026\n\n1. UBND xã sửa cầu Bến Đá.\n", "sửa cầu Bến Đá", []),  # of no language
    ],
)
def test_the_time_that_a_heading_is_is_that_of_what_stands_under_it(text, action, times):
    document, clause = linked(text, action)
    block = next(number for number, block in enumerate(document.blocks) if block.start <= clause.action.start < block.end)
    (found,) = reached([replace(clause, deadlines=(), block=block)], document)
    assert [time.quote for time in found.deadlines] == times


@pytest.mark.parametrize(
    ("text", "action", "times"),
    [
        ("2026年工作方案\n\n（一）摸底阶段（4月1日—4月30日）。街道核对名册。\n", "核对名册", ["4月1日—4月30日"]),
        ("2026年工作方案\n\n（一）宣传发动（4月10日前）。街道张贴标语，发放手册。\n", "发放手册", ["4月10日前"]),
        ("2026年工作方案\n\n（二）集中整治（即日起至5月底）：街道清理楼道。\n", "清理楼道", ["即日起至5月底"]),
        ("2026年工作方案\n\n（二）完成管网普查（6月底前）。街道建立台账。\n", "建立台账", []),
        ("2026年工作方案\n\n5月：《民法典》宣传月，街道组织讲座。\n", "组织讲座", ["5月"]),
        ("2026年工作方案\n\n要求：街道组织讲座。\n", "组织讲座", []),
    ],
)
def test_the_time_of_a_phase_is_that_of_what_is_done_in_it(text, action, times):
    document, clause = linked(text, action)
    block = next(number for number, block in enumerate(document.blocks) if block.start <= clause.action.start < block.end)
    (found,) = reached([replace(clause, deadlines=(), block=block)], document)
    assert [time.quote for time in found.deadlines] == times


@pytest.mark.parametrize(
    ("text", "acts", "times"),
    [
        ("2024年底前，供水站建成水厂，改造管网；更换水表。", ["建成水厂", "改造管网", "更换水表"], ["2024年底前"] * 3),
        ("供水站2024年底前建成水厂，改造管网。", ["建成水厂", "改造管网"], ["2024年底前", None]),
        ("2024年底前，供水站建成水厂，对不达标的管网进行改造。", ["建成水厂", "进行改造"], ["2024年底前", None]),
        ("2024年底前，供水站建成水厂，立即公布水价。", ["建成水厂", "立即公布水价"], ["2024年底前", None]),
    ],
)
def test_a_time_that_a_comma_parts_from_a_chain_of_acts_holds_for_each(text, acts, times):
    document, first = linked(text, acts[0])
    others = [replace(first, action=span(text, act), deadlines=()) for act in acts[1:]]
    found = reached([first, *others], document)
    assert [next((time.quote for time in clause.deadlines), None) for clause in found] == times


@pytest.mark.parametrize(
    ("text", "action", "times"),
    [
        ("Đến hết năm 2026, các xã xóa nhà tạm; kiên cố hóa trường học.", "kiên cố hóa trường học", ["Đến hết năm 2026"]),
        ("Đến hết năm 2026 các xã xóa nhà tạm: quý I khảo sát, quý II khởi công.", "khởi công", []),
    ],
)
def test_the_time_at_the_head_of_a_sentence_holds_for_its_acts(text, action, times):
    document, clause = linked(text, action)
    found = reached([replace(clause, deadlines=())], document)[0]
    assert [time.quote for time in found.deadlines] == times


def test_what_is_no_more_than_meant_is_no_act():
    text = "Phấn đấu đến năm 2026, xóa hết nhà tạm."
    document, clause = linked(text, "Phấn đấu đến năm 2026")
    assert reached([clause], document) == []
    document, clause = linked(text, "Phấn đấu đến năm 2026, xóa hết nhà tạm")
    assert [one.action.quote for one in reached([clause], document)] == ["xóa hết nhà tạm"]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Xã phải gửi báo cáo trước ngày 10/6 (6 tháng) và trước ngày 10/12/2026 (cả năm).", ["trước ngày 10/6", "trước ngày 10/12/2026"]),
        ("Xã phải gửi báo cáo đợt 1 trước ngày 10/6/2026, đợt 2 trước ngày 10/12/2026.", ["trước ngày 10/6/2026", "trước ngày 10/12/2026"]),
        ("Xã phải gửi báo cáo trước ngày 10/6/2026 (bản giấy), lập sổ trước ngày 10/12/2026.", ["trước ngày 10/6/2026"]),
    ],
)
def test_limits_side_by_side_with_what_each_is_for_go_together(text, times):
    document, clause = linked(text, "gửi báo cáo", "phải")
    found = reached([replace(clause, deadlines=clause.deadlines[:1])], document)[0]
    assert [time.quote for time in found.deadlines] == times
