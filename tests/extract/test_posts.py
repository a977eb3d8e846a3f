"""Who holds which post in a body that is set up, where a list tells it line by line."""

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.settings import Settings

RULES = Settings(extractor="rules")
ABOVE = "清河县防汛预案\n\n一、组织领导\n\n成立防汛领导小组，组成人员如下：\n"
VI_ABOVE = "QUYẾT ĐỊNH\nThành lập Ban Chỉ đạo\n\nĐiều 1. Thành lập Ban Chỉ đạo gồm các ông, bà có tên sau:\n"


def posts(text):
    """Return (post, holders) of the text's lists."""
    document = ingest.read_text(text, source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    return [(c.action.quote, [b.quote for b in c.actors]) for c in found if any(rule.endswith(".post") for rule in c.rules)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            "组  长：李明  县长\n副组长：王强  副县长、县公安局局长\n        赵兰  县委常委、宣传部部长\n成  员：张三、李四、陈 七\n",
            [("组  长", ["李明"]), ("副组长", ["王强", "赵兰"]), ("成  员", ["张三", "李四", "陈 七"])],
        ),
        (
            "总指挥：县政府分管副县长\n副总指挥：县林业局局长、县应急局局长\n成员：县公安局、县气象局负责同志\n",
            [("总指挥", ["县政府分管副县长"]), ("副总指挥", ["县林业局局长", "县应急局局长"]), ("成员", ["县公安局、县气象局负责同志"])],
        ),
        ("组长：李明（县长）\n成员单位：县公安局、县财政局\n", [("组长", ["李明"]), ("成员单位", ["县公安局", "县财政局"])]),
        ("组长：县委常委、宣传部部长 何伟\n副组长：县长李明\n", [("组长", ["县委常委、宣传部部长 何伟"]), ("副组长", ["县长李明"])]),
        (
            "主  任：李明    县委副书记、县长\n副主任：王强  副县长\n成员：县委农办主任何平\n      县水利局局长孙伟\n"
            "      各乡镇党委书记\n\n办公室设在县水利局。\n",
            [("主  任", ["李明"]), ("副主任", ["王强"]), ("成员", ["县委农办主任何平", "县水利局局长孙伟", "各乡镇党委书记"])],
        ),
        (
            "组长：县委常委、副县长王强，县政府党组成员赵兰\n成员：\n1.县水利局局长张华\n2.县财政局副局长刘洋\n\n二、任务\n",
            [("组长", ["县委常委、副县长王强", "县政府党组成员赵兰"]), ("成员", ["县水利局局长张华", "县财政局副局长刘洋"])],
        ),
        ("组长：李明 县长\n成员：张华 县水利局局长、各乡镇长\n", [("组长", ["李明"]), ("成员", ["张华", "各乡镇长"])]),
        ("成员单位：\n县财政局\n县水利局\n\n租期不得超过五年。\n", [("成员单位", ["县财政局", "县水利局"])]),
        ("主任：我们将加强巡查，尽快整改到位。\n副主任：好的，马上去办。\n", []),  # they speak
        ("组长：李明 县长\n\n各乡镇要加强值守。\n", []),  # one post alone is no list
    ],
)
def test_chinese_lists_of_posts(lines, found):
    assert posts(ABOVE + lines) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            "1. Trưởng ban: Ông Lê Văn Cả, Chủ tịch UBND huyện;\n2. Các thành viên:\n- Bà Trần Thị Na, Trưởng phòng Y tế;\n- Ông Đỗ Hai.\n",
            [("Trưởng ban", ["Ông Lê Văn Cả"]), ("Các thành viên", ["Bà Trần Thị Na", "Ông Đỗ Hai"])],
        ),
        (
            "Trưởng ban: Ông Lê Văn Cả.\nỦy viên: Ông Đỗ Hai, Bà Trần Na.\n",
            [("Trưởng ban", ["Ông Lê Văn Cả"]), ("Ủy viên", ["Ông Đỗ Hai", "Bà Trần Na"])],
        ),
        (
            "Trưởng Ban: đồng chí Chủ tịch UBND huyện. Ủy viên: Giám đốc Sở Y tế, Giám đốc Sở Xây dựng.\n",
            [("Trưởng Ban", ["đồng chí Chủ tịch UBND huyện"]), ("Ủy viên", ["Giám đốc Sở Y tế", "Giám đốc Sở Xây dựng"])],
        ),
        (
            "1. Đồng chí Lê Văn Cả - Phó Giám đốc - Trưởng đoàn.\n2. Chánh Văn phòng Sở - Phó Trưởng đoàn;\n3. Bà Trần Thị Na, Thư ký.\n",
            [("Trưởng đoàn", ["Đồng chí Lê Văn Cả"]), ("Phó Trưởng đoàn", ["Chánh Văn phòng Sở"]), ("Thư ký", ["Bà Trần Thị Na"])],
        ),
    ],
)
def test_vietnamese_lists_of_posts(lines, found):
    assert posts(VI_ABOVE + lines) == found


def test_those_who_hold_posts_bear_nothing_else():
    text = ABOVE + "组长：李明 县长\n成员：张三、李四\n\n二、重点任务\n\n1.组织巡堤查险；\n2.负责水库安全监测。\n"
    document = ingest.read_text(text, source="plan.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    assert [(c.action.quote, c.actors) for c in found][-2:] == [("组织巡堤查险", ()), ("负责水库安全监测", ())]
