"""Brackets of units and rows of labels: which tasks they are about, and whom and what day they name."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest, labels
from pipeline.extract import by_rules, clauses
from pipeline.extract.labelled import labelled
from pipeline.extract.settle import settle
from pipeline.records import Span
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def read(text):
    """Return (action, bearers, due days) of the text's clauses by the rules."""
    document = ingest.read_text(text, source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    return [(c.action.quote, [b.quote for b in c.actors], [t.due for t in c.deadlines]) for c in found]


def marked(text):
    return [(label.kind, text[label.low : label.high]) for label in labels.find(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("责任单位：县水利局、各乡镇人民政府", [("units", "县水利局、各乡镇人民政府")]),
        ("牵头单位：县水利局；配合单位：县气象局，完成时限：汛期前。", [("units", "县水利局"), ("units", "县气象局"), ("times", "汛期前")]),
        ("**市级牵头单位：**市水利局 配合单位：市气象局", [("units", "市水利局"), ("units", "市气象局")]),
        ("（责任部门：各县（市）水利局；完成时间：5月底前）", [("units", "各县（市）水利局"), ("times", "5月底前")]),
        (
            "- Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: các trường; thời gian: quý I.",
            [("units", "Sở Y tế"), ("units", "các trường"), ("times", "quý I")],
        ),
        ("Cơ quan thực hiện: Sở Y tế. Thời gian hoàn thành: tháng 9/2025.", [("units", "Sở Y tế"), ("times", "tháng 9/2025")]),
        ("责任单位及责任人：县水利局，李强", [("units", "县水利局，李强")]),
        ("牵头单位（责任人）：县水利局（李强）", [("units", "县水利局（李强）")]),
        ("责任县领导：李强；责任单位、完成时限：县水利局，5月底前", [("units", "李强"), ("units", "县水利局，5月底前")]),
        ("Cơ quan/đơn vị chủ trì: Sở Y tế", [("units", "Sở Y tế")]),
        ("各责任单位：", []),
        ("Các đơn vị thực hiện: nghiêm túc", []),
        ("由责任单位：负责", []),
    ],
)
def test_labels_are_found_with_their_values(text, found):
    assert marked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "防汛备汛工作方案\n\n一、任务\n\n1.加强堤防巡查。\n\n完成时限：2025年6月底前\n\n2.完善防汛预案。\n",
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Kiểm tra đê.\n\nThời gian hoàn thành: trước 30/6/2025\n\n2. Tổ chức tập huấn.\n",
    ],
)
def test_a_label_is_no_heading(text):
    document = ingest.read_text(text, source="plan.txt")
    place = text.index("2025") - 1
    assert [block.kind for block in document.blocks if block.start <= place < block.end] == ["paragraph"]


ZH = """关于印发《云溪县2025年防汛备汛工作方案》的通知

一、重点任务

1.加强堤防巡查，完善防汛预案。
责任单位：县水利局、县应急局
完成时限：2025年5月底前

2.将预警发布时间压缩至15分钟以内。
牵头单位：县气象局；配合单位：县融媒体中心
完成时限：6月30日前

3.建立水库名录。
完成时限：长期坚持

4.组织避险演练。乡镇人民政府要登记转移人员。（县应急局牵头，各乡镇人民政府配合，7月15日前完成）

二、保障措施

加强值班值守。
"""
VI = """KẾ HOẠCH
Phòng, chống thiên tai năm 2025

I. NHIỆM VỤ

1. Kiểm tra các đoạn đê xung yếu.
- Đơn vị chủ trì: Chi cục Thủy lợi; đơn vị phối hợp: UBND các huyện; thời gian: trước ngày 31/5/2025.

2. Bổ sung vật tư dự phòng (Sở Tài chính chủ trì, các địa phương phối hợp thực hiện).

3. Rà soát danh mục hồ chứa.
Cơ quan chủ trì: Sở Nông nghiệp và Môi trường.
Cơ quan phối hợp: Các sở, ban, ngành.
Thời gian hoàn thành: Quý II/2025.

4. Tổ chức tập huấn cho đội xung kích.
"""


def test_labels_give_the_task_above_them_its_bearers_and_its_day():
    assert read(ZH) == [
        ("加强堤防巡查", ["县水利局", "县应急局"], ["2025-05-31"]),
        ("完善防汛预案", ["县水利局", "县应急局"], ["2025-05-31"]),
        ("将预警发布时间压缩至", ["县气象局", "县融媒体中心"], ["2025-06-30"]),
        ("建立水库名录", [], []),
        ("组织避险演练", ["县应急局", "各乡镇人民政府"], ["2025-07-15"]),
        ("登记转移人员", ["乡镇人民政府"], ["2025-07-15"]),
        ("加强值班值守", [], []),
    ]
    assert read(VI) == [
        ("Kiểm tra các đoạn đê xung yếu", ["Chi cục Thủy lợi", "UBND các huyện"], ["2025-05-31"]),
        ("Bổ sung vật tư dự phòng", ["Sở Tài chính", "các địa phương"], []),
        ("Rà soát danh mục hồ chứa", ["Sở Nông nghiệp và Môi trường", "Các sở, ban, ngành"], ["2025-06-30"]),
        ("Tổ chức tập huấn cho đội xung kích", [], []),
    ]


def test_labels_right_under_a_heading_hold_for_its_section():
    text = "一、加强堤防建设\n\n责任单位：县水利局\n\n1.开展隐患排查。\n\n2.完善防汛预案。\n\n二、加强应急演练\n\n3.建立转移名单。\n"
    assert [(action, who) for action, who, _ in read(text)] == [
        ("加强堤防建设", ["县水利局"]),
        ("开展隐患排查", ["县水利局"]),
        ("完善防汛预案", ["县水利局"]),
        ("加强应急演练", []),
        ("建立转移名单", []),
    ]


def test_places_take_their_noun_from_the_next_and_names_keep_their_own():
    text = "一、任务\n\n1.修缮堤防。\n责任单位：县水利局，高新区、\n经开区管委会，各市、县人民政府，滨湖区、市城管局按职责分工负责\n"
    document = ingest.read_text(text, source="plan.txt")
    named = [bearer.quote for bearer in labelled(document).about(document.text.index("修缮"))[0].bearers]
    assert named == ["县水利局", "高新区、\n经开区管委会", "各市、县人民政府", "滨湖区", "市城管局"]


def test_who_carries_out_what_another_leads_is_named_with_him():
    text = "一、任务\n\n1.修缮堤防。（县水利局牵头，各乡镇政府落实）\n\n2.疏浚河道。（县水利局牵头，县财政局协助，各水管站组织实施）\n"
    assert [(action, who) for action, who, _ in read(text)] == [
        ("修缮堤防", ["县水利局", "各乡镇政府"]),
        ("疏浚河道", ["县水利局", "县财政局", "各水管站"]),
    ]


def test_many_labels_take_time_as_their_number():
    text = "一、任务\n\n" + "".join(f"{n}.修缮第{n}段堤防。\n责任单位：县水利局\n\n" for n in range(1, 2001))
    found = labelled(ingest.read_text(text, source="plan.txt"))
    assert [len(found.about(text.index(f"修缮第{n}段"))) for n in (1, 1000, 2000)] == [1, 1, 1]


def test_a_label_behind_a_led_list_holds_for_all_of_it():
    text = (
        "一、关于堤防的问题\n\n整改措施：\n\n1.加强堤防巡查。\n\n2.完善防汛预案。\n\n责任单位：县水利局；县应急局\n\n二、关于预案的问题\n"
    )
    found = {action: who for action, who, _ in read(text)}
    assert found["加强堤防巡查"] == found["完善防汛预案"] == ["县水利局", "县应急局"]


TABLE = """2025年重点任务分工表

| 工作任务 | 牵头单位 | 配合单位 | 完成时限 |
|---|---|---|---|
| 建立水库名录 | 县水利局 | 县应急局、县气象局 | 6月底前 |
| 县水利局要加强堤防巡查 | 县应急局 | | 每月 |
"""


def test_the_columns_of_a_table_tell_whatever_the_reader_linked():
    document = ingest.read_text(TABLE, source="plan.md")
    ruled = clauses(annotate.annotate(document, RULES), RULES)
    assert [(c.action.quote, [b.quote for b in c.actors], [t.quote for t in c.deadlines]) for c in ruled] == [
        ("建立水库名录", ["县水利局", "县应急局", "县气象局"], ["6月底前"]),
        ("加强堤防巡查", ["县水利局"], ["每月"]),
    ]
    found = labelled(document)
    unlinked = [replace(clause, actors=(), deadlines=()) for clause in ruled[:1]]
    place = document.text.index("县气象局")
    strayed = [replace(unlinked[0], action=Span("县气象局", place, place + 4))]
    assert [c.actors for c in settle(unlinked, found)] == [ruled[0].actors]
    assert settle(strayed, found) == []


@pytest.mark.parametrize(
    ("item", "who"),
    [
        ("1.建立水库名录【县水利局、县应急局】", ["县水利局", "县应急局"]),
        ("1.建立水库名录。（县水利局）", ["县水利局"]),
        ("1.建立水库名录。责任人：李强 13800000000", ["李强"]),
        ("1.建立水库名录。责任单位及完成时限：县水利局，5月底前。", ["县水利局"]),
        ("1.建立水库名录。牵头：县水利局；配合：各乡镇人民政府。", ["县水利局", "各乡镇人民政府"]),
        ("1.建立水库名录（含小型水库）。", []),
        ("1.建立名录，报送有关部门（县水利局、县应急局）。", []),
        ("1.建立水库名录（由县水利局牵头，县气象局参与）。", ["县水利局", "县气象局"]),
        ("1. Rà soát danh mục hồ chứa.\nPhân công thực hiện: Phòng Nông nghiệp chủ trì, phối hợp với các xã.", ["Phòng Nông nghiệp"]),
        ("1. Rà soát danh mục hồ chứa (các xã thực hiện).", ["các xã"]),
        ("1. Rà soát danh mục hồ chứa (đã thực hiện).", []),
    ],
)
def test_units_behind_a_task_are_read_by_their_marks_or_as_parties(item, who):
    above = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n" if "Rà" in item else "工作方案\n\n一、任务\n\n"
    assert [named for action, named, _ in read(above + item + "\n") if action.startswith(("建立", "Rà soát"))] == [who]


LIST = """问题整改清单

一、河道方面
（一）存在问题：巡查流于形式，应当更新的台账没有更新。
（二）整改目标：台账及时更新。
（三）整改措施：
1.完善巡查制度
2.建立巡查台账。
（四）责任单位：县水利局
（五）整改时限：2025年9月底前

二、排污方面
整改措施
1.查处排污企业；
2.完善监测设施。
主办单位：县生态环境局
整改时限：2025年10月底前
整改进展：开展专项排查。

三、校车方面
整改措施：
1.加强校车检查
责任单位：县公安局
2.配备校车标识
责任单位：县教育局
"""


def test_labels_behind_a_list_of_measures_hold_for_all_of_it_and_what_only_tells_holds_no_task():
    assert read(LIST) == [
        ("完善巡查制度", ["县水利局"], ["2025-09-30"]),
        ("建立巡查台账", ["县水利局"], ["2025-09-30"]),
        ("查处排污企业", ["县生态环境局"], ["2025-10-31"]),
        ("完善监测设施", ["县生态环境局"], ["2025-10-31"]),
        ("加强校车检查", ["县公安局"], []),
        ("配备校车标识", ["县教育局"], []),
    ]


def test_a_numbered_label_that_heads_its_own_tasks_is_about_none_before_it():
    text = "分工方案\n\n一、任务分工\n1.牵头单位：县水利局\n（1）加强堤防巡查。\n2.牵头单位：县气象局\n（1）完善监测设施。\n"
    assert next(who for _, who, _ in read(text)) != ["县气象局"]


def test_who_carries_tasks_out_is_no_foot_of_a_page():
    task = "工作方案\n\n一、任务\n\n1.完善停车设施。\n主办单位：县城管局\n承办单位：县教育局\n\n2.加强校车检查。\n主办单位：县公安局\n"
    foot = "\n主办单位：县政府办公室\n版权所有 县政府办公室\n"
    assert [(action, who) for action, who, _ in read(task + foot)] == [
        ("完善停车设施", ["县城管局", "县教育局"]),
        ("加强校车检查", ["县公安局"]),
    ]
    assert [who for _, who, _ in read("工作方案\n\n一、任务\n\n1.完善停车设施。\n" + foot)] == [[]]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("水利工作方案", "为确保安全度汛，县水利局拟抓好以下工作："),
        ("在冬修水利现场会上的讲话", "同志们，冬天是修渠的时候。县水利局要抓好下面三件事。"),
    ],
)
def test_who_is_to_do_a_list_of_things_bears_each_of_them_whatever_the_reader_linked(title, lead):
    items = "（一）清理灌溉河道。资金必须专户存储。\n\n（二）更换破损闸门，严禁挪用配件。\n\n县财政部门已备足资金。\n"
    document = ingest.read_text(f"{title}\n\n{lead}\n\n{items}", source="plan.txt")
    ruled, found = by_rules(annotate.annotate(document, RULES))
    linked = {clause.action.quote: [bearer.quote for bearer in clause.actors] for clause in ruled}
    assert linked["清理灌溉河道"] == linked["更换破损闸门"] == ["县水利局"]
    settled = settle([replace(clause, actors=()) for clause in ruled if clause.action.start > document.text.index(items)], found)
    assert {clause.action.quote: [bearer.quote for bearer in clause.actors] for clause in settled} == {
        "清理灌溉河道": ["县水利局"],
        "专户存储": [],
        "更换破损闸门": ["县水利局"],
        "挪用配件": [],
    }


def test_a_fine_up_to_a_sum_announces_no_list():
    text = "养犬管理条例\n\n第一条 携犬人应当清理粪便；违者由县城管局处一百元以下的罚款。\n\n第二条 犬只实行登记制度。\n"
    _, found = by_rules(annotate.annotate(ingest.read_text(text, source="law.txt"), RULES))
    assert not found


def test_names_behind_a_remark_in_brackets_are_read():
    text = "KẾ HOẠCH\n\n1. Trồng hoa dọc kênh.\nĐơn vị thực hiện: Hội Phụ nữ xã (chủ trì), Hội Nông dân xã\n\n2. Dọn chợ.\n"
    assert read(text)[0][1] == ["Hội Phụ nữ xã", "Hội Nông dân xã"]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("县委常委、宣传部部长 何伟", ["县委常委、宣传部部长 何伟"]),
        ("何伟  县委常委、宣传部部长", ["何伟"]),
        ("李明、何伟", ["李明", "何伟"]),
        ("宣传部部长、教育局局长", ["宣传部部长", "教育局局长"]),
        ("县教育局 农办", ["县教育局", "农办"]),
    ],
)
def test_a_person_with_several_offices_is_one_bearer(value, names):
    assert read(f"清河县工作方案\n\n一、重点任务\n\n1.开展宣传活动。\n牵头领导：{value}\n")[-1][1] == names


def test_a_bracket_inside_a_name_parts_no_units():
    text = "古树保护工作方案\n\n一、任务\n\n（一）建立古树档案。（责任单位：市林业局、各县〔市、区〕政府）\n\n（二）补栽树苗。\n"
    assert read(text)[0] == ("建立古树档案", ["市林业局", "各县〔市、区〕政府"], [])


def test_a_paragraph_that_takes_a_side_is_for_that_party():
    text = "校园食品安全工作方案\n\n一、任务\n\n学校方面。开展自查，建立台账。\n\n派出所方面：开展巡查。\n"
    assert [(action, who) for action, who, _ in read(text)] == [
        ("开展自查", ["学校"]),
        ("建立台账", ["学校"]),
        ("开展巡查", ["派出所"]),
    ]


def test_an_item_that_labels_give_to_somebody_is_a_task_though_nobody_read_one():
    text = (
        "KẾ HOẠCH THÁNG 10\n\n1. Lao động vệ sinh sân trường - Giao cho: Tổ Văn phòng; Hạn: 17/10/2026.\n\n"
        "2. Tổ chức hội thi viết chữ đẹp.\n* Thời gian: 20/10/2026\n* Người phụ trách: Phòng Đào tạo\n"
    )
    assert read(text) == [
        ("Lao động vệ sinh sân trường", ["Tổ Văn phòng"], ["2026-10-17"]),
        ("Tổ chức hội thi viết chữ đẹp", ["Phòng Đào tạo"], ["2026-10-20"]),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "关于报送数据的函\n\n请各镇做好以下工作：\n- 核对低保户名单\n- 填写附表\n- 报送时间：2026年9月15日前\n",
            [("核对低保户名单", ["各镇"], ["2026-09-15"]), ("填写附表", ["各镇"], ["2026-09-15"])],
        ),
        (
            "Công văn\n\nĐề nghị UBND các xã:\n- Tổng hợp số hộ nghèo\n- Gửi báo cáo\n- Thời gian: trước ngày 15/9/2026\n",
            [("Tổng hợp số hộ nghèo", ["UBND các xã"], ["2026-09-15"]), ("Gửi báo cáo", ["UBND các xã"], ["2026-09-15"])],
        ),
    ],
)
def test_a_label_that_ends_a_list_holds_for_all_of_it(text, found):
    assert read(text) == found


def test_what_minutes_tell_at_their_head_and_of_causes_is_no_task():
    head = "BIÊN BẢN\nHọp giao ban\n\nChủ trì: Ông Lê Văn Ba - Chủ tịch UBND xã\nThư ký: Bà Lê Thị Hoa\n\nI. NỘI DUNG\n"
    told = "1. Tồn tại: Công an xã phải tuần tra đủ buổi.\n2. Nguyên nhân: Trưởng thôn phải làm nhiều việc.\n"
    assert read(head + told + "3. Văn phòng phải rà soát lịch tiếp dân.\n") == [("rà soát lịch tiếp dân", ["Văn phòng"], [])]


def test_an_office_in_brackets_is_no_second_bearer():
    text = "整改台账\n\n1.修订巡河办法。\n责任单位：县水务局\n责任人：王建国（局长）\n\n2.清理河道。\n责任人：李明（副局长）\n"
    assert read(text) == [("修订巡河办法", ["县水务局", "王建国"], []), ("清理河道", ["李明"], [])]


@pytest.mark.parametrize("item", ["问题{}：账目不清。", "{}.关于“账目不清”问题。"])
def test_labels_right_under_a_problem_are_about_the_measures_behind_them(item):
    entry = "\n责任单位：{}\n整改时限：6月底\n整改措施：{}。\n整改情况：已清理账目1本。\n"
    text = (
        "整改清单\n\n一、清单\n"
        + item.format(1)
        + entry.format("县水利局", "补齐台账")
        + item.format(2)
        + entry.format("县城管局", "加强巡查")
    )
    document = ingest.read_text(text, source="list.txt")
    found = labelled(document)
    who = [[b.quote for one in found.about(document.text.index(act)) for b in one.bearers] for act in ("补齐台账", "加强巡查", "账目不清")]
    assert who == [["县水利局"], ["县城管局"], []]
