"""What the words around a clause in its sentence tell of its type and status."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.told import told
from pipeline.records import Bearer, Clause, Span
from pipeline.settings import Settings

RULES = Settings(extractor="rules")
ABOVE = "工作通知\n\n一、任务\n\n"


def read(sentence):
    """Return (type, status, bearers, action) of the clauses of a sentence among tasks, by the rules."""
    document = ingest.read_text(ABOVE + sentence, source="notice.txt")
    found = clauses(annotate.annotate(document, RULES), RULES)
    return [(c.type, c.status, [b.quote for b in c.actors], c.action.quote) for c in found]


@pytest.mark.parametrize(("sentence", "kind"), [("县民政局等部门予以协助。", "assignment"), ("县财政局对先进单位给予奖励。", "duty")])
def test_help_and_praise_are_no_penalties(sentence, kind):
    document = ingest.read_text(ABOVE + sentence, source="notice.txt")
    start = document.text.index("予以" if "予以" in sentence else "给予")
    act, whole = (Span(document.text[low:-1], low, len(document.text) - 1) for low in (start, len(ABOVE)))
    clause = Clause("zh", "sanction", "prescribed", act, (), None, (), None, None, (), whole, 2, (), 0.5)
    assert [found.type for found in told([clause], document)] == [kind]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("市供电公司承诺，完成线路改造，公开投诉电话。", ("pledge", "reported")),
        ("市供电公司向用户郑重承诺：完成线路改造，公开投诉电话。", ("pledge", "reported")),
        ("我们公开承诺，完成线路改造，公开投诉电话。", ("pledge", "prescribed")),
        ("市供电公司应当承诺按期送电，公开投诉电话。", ("duty", "prescribed")),
        ("市供电公司推行告知承诺制，公开投诉电话。", ("duty", "prescribed")),
        ("市供电公司承诺给予优惠的，要公开投诉电话。", ("duty", "prescribed")),
    ],
)
def test_what_somebody_promises_is_pledged_to_the_end_of_the_sentence(sentence, kind):
    assert read(sentence)[-1][:2] == kind
    assert read(sentence)[-1][3] == "公开投诉电话"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("对虚报产量的农户，三年内不得受理其申请。", "sanction"),
        ("情节严重的，给予警告，自处分之日起一年内不得评优。", "sanction"),
        ("考核不合格者，当年不得晋升职务。", "sanction"),
        ("辞去职务的，三年内不得受聘于原管理对象。", "prohibition"),
        ("对虚报产量的农户，不得受理其申请。", "prohibition"),
    ],
)
def test_a_ban_for_some_years_on_those_who_fail_is_a_penalty(sentence, kind):
    assert read(sentence)[-1][0] == kind


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("该局局长被免去职务，给予党内警告处分。", ["reported", "reported"]),
        ("县纪委已给予该局局长警告处分；再次发现的，给予撤职处分。", ["reported", "prescribed"]),
        ("给予该局局长警告处分，给予副局长诫勉。", ["prescribed", "prescribed"]),
    ],
)
def test_a_penalty_that_was_imposed_is_reported_with_those_that_go_on_with_it(sentence, statuses):
    document = ingest.read_text(sentence, source="notice.txt")
    task = ingest.read_text(ABOVE + "完善防汛预案。", source="task.txt")
    model = clauses(annotate.annotate(task, RULES), RULES)[0]
    acts = [part for part in sentence.rstrip("。").replace("；", "，").split("，") if not part.endswith("的")]
    found = []
    for act in acts:
        end = sentence.index(act) + len(act)
        start = end - len(act) + max(0, *(act.find(word) for word in ("被", "给予")))
        span = replace(model.action, quote=sentence[start:end], start=start, end=end)
        whole = replace(span, quote=sentence, start=0, end=len(sentence))
        found.append(replace(model, type="sanction", block=0, action=span, sentence=whole))
    assert [clause.status for clause in told(found, document)] == statuses


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("会上，市供电公司还与八家企业签订了节电协议。", ("pledge", "reported", ["市供电公司"], "与八家企业签订了节电协议")),
        ("市供电公司与市气象局共同签署了合作备忘录。", ("pledge", "reported", ["市供电公司", "市气象局"], "共同签署了合作备忘录")),
        ("六家旅行社已经签了责任状。", ("pledge", "reported", ["六家旅行社"], "签了责任状")),
    ],
)
def test_a_paper_that_has_been_signed_is_a_pledge_that_is_reported(sentence, found):
    assert read(sentence) == [found]


def test_a_definition_is_no_duty():
    assert read("药品所含成分不符合标准的，应当认定为假药。") == []


@pytest.mark.parametrize(
    ("penalty", "who"),
    [
        ("由县政府约谈乡镇长", ["乡镇长"]),
        ("对其主要负责人予以通报", ["其主要负责人"]),
        ("对水利站站长赵某给予警告处分", ["水利站站长赵某"]),
        ("追究分管领导和直接责任人员责任", ["分管领导", "直接责任人员"]),
        ("撤销粮站负责人职务", ["粮站负责人"]),
        ("对虚报行为给予处罚", ["粮食企业"]),
        ("予以通报", ["粮食企业"]),
    ],
)
def test_a_penalty_that_names_whom_it_strikes_is_theirs(penalty, who):
    document = ingest.read_text(f"{ABOVE}粮食企业虚报库存的，{penalty}。", source="notice.txt")
    ruled = clauses(annotate.annotate(document, RULES), RULES)[-1]
    low = document.text.index(penalty.removeprefix("由县政府"))
    quote = document.text[low : document.text.rindex("。")]
    start = document.text.index("粮食企业")
    linked = replace(ruled, type="sanction", action=Span(quote, low, low + len(quote)), actors=(Bearer("粮食企业", start, start + 4),))
    assert [bearer.quote for bearer in told([linked], document)[0].actors] == who


def test_who_stands_before_others_that_are_struck_is_not_liable():
    document = ingest.read_text(ABOVE + "县粮食局每季度抽查一次，对虚报库存的，予以通报。", source="notice.txt")
    ruled = clauses(annotate.annotate(document, RULES), RULES)[-1]
    start = document.text.index("县粮食局")
    linked = replace(ruled, type="sanction", actors=(Bearer("县粮食局", start, start + 4),))
    assert told([linked], document)[0].actors == ()


@pytest.mark.parametrize(
    ("sentence", "act", "who"),
    [
        ("未办理移交造成的损失，由出租人承担。", "承担", ["出租人"]),
        ("逾期不清运的，清运费用由建设单位和施工单位共同承担。", "承担", ["建设单位", "施工单位"]),
        ("逾期不清运的，由市容主管部门给予警告。", "给予警告", []),
    ],
)
def test_who_is_to_pay_bears_the_penalty_and_who_imposes_it_does_not(sentence, act, who):
    document = ingest.read_text(ABOVE + sentence, source="notice.txt")
    start, end = document.text.index(act), document.text.rindex("。")
    penalty, whole = Span(document.text[start:end], start, end), Span(sentence, len(ABOVE), end + 1)
    clause = Clause("zh", "sanction", "prescribed", penalty, (), None, (), None, None, (), whole, 2, (), 0.5)
    assert [bearer.quote for bearer in told([clause], document)[0].actors] == who


def test_the_word_if_is_no_part_of_who_fails():
    document = ingest.read_text(ABOVE + "如果承租人未按期腾退的，承租人支付占用费。", source="notice.txt")
    start, end = document.text.rindex("支付"), document.text.rindex("。")
    at = document.text.rindex("承租人")
    clause = Clause(
        "zh", "sanction", "prescribed", Span(document.text[start:end], start, end), (Bearer("承租人", at, at + 3, "clause"),),
        None, (), None, None, (), Span(document.text[len(ABOVE) :], len(ABOVE), end + 1), 2, (), 0.5,
    )  # fmt: skip
    assert [bearer.quote for bearer in told([clause], document)[0].actors] == ["承租人"]


VI = "Nhà thầu Sông Lô hứa sẽ bổ sung 20 xe tải, lát xong vỉa hè trong tháng 6."


@pytest.mark.parametrize(
    ("text", "modal", "action", "before", "after"),
    [
        (VI, "sẽ", "bổ sung 20 xe tải", ("duty", "prescribed"), ("pledge", "reported")),
        (VI, None, "lát xong vỉa hè", ("duty", "prescribed"), ("pledge", "reported")),
        (VI.replace("Nhà thầu Sông Lô", "Chúng tôi"), None, "lát xong vỉa hè", ("duty", "prescribed"), ("pledge", "prescribed")),
        (VI.replace("hứa sẽ", "thực hiện cam kết,"), None, "lát xong vỉa hè", ("duty", "prescribed"), ("duty", "prescribed")),
        ("4. Giao Sở Y tế lập đội cấp cứu.", "Giao", "lập đội cấp cứu", ("assignment", "reported"), ("assignment", "prescribed")),
        ("Tỉnh đã giao Sở Y tế lập đội cấp cứu.", "giao", "lập đội cấp cứu", ("assignment", "reported"), ("assignment", "reported")),
    ],
)
def test_vietnamese_promises_and_orders_without_a_speaker(text, modal, action, before, after):
    start, sentence = text.index(action), Span(text, 0, len(text))
    cue = None if modal is None else Span(modal, text.index(modal), text.index(modal) + len(modal))
    quote = Span(action, start, start + len(action))
    read = Clause("vi", *before, quote, (Bearer(text[:9], 0, 9, "clause"),), cue, (), None, None, (), sentence, 0, ("model",), 0.5)
    (found,) = told([read], ingest.read_text(text, source="a.txt"))
    assert (found.type, found.status) == after


def test_a_post_in_a_body_is_held_without_the_body():
    document = ingest.read_text(ABOVE + "县长任组长的防汛专班要完善预案。", source="task.txt")
    model = clauses(annotate.annotate(document, RULES), RULES)[0]
    start = document.text.index("任组长")
    span = replace(model.action, quote="任组长的防汛专班", start=start, end=start + 8)
    assert [clause.action.quote for clause in told([replace(model, type="assignment", action=span)], document)] == ["任组长"]


@pytest.mark.parametrize(
    ("act", "bearer"),
    [
        ("Xử lý nghiêm cán bộ bao che cho vi phạm theo quy định", "cán bộ bao che cho vi phạm"),
        ("Phê bình chủ nhà trọ không khai báo tạm trú", "chủ nhà trọ không khai báo tạm trú"),
        ("Xử phạt hành vi đổ trộm rác thải", "Công an xã"),
    ],
)
def test_whom_a_vietnamese_penalty_strikes_bears_it(act, bearer):
    text = f"Công an xã: {act}."
    start = text.index(act)
    who, sentence = Bearer("Công an xã", 0, 10, "clause"), Span(text, 0, len(text))
    span = Span(act, start, start + len(act))
    clause = Clause("vi", "sanction", "prescribed", span, (who,), None, (), None, None, (), sentence, 0, ("model",), 0.5)
    assert [one.quote for one in told([clause], ingest.read_text(text, source="a.txt"))[0].actors] == [bearer]


@pytest.mark.parametrize(("act", "kept"), [("提交下列材料", True), ("做到以下几点", False), ("完成三项工作", False)])
def test_what_only_says_that_a_list_follows_is_no_act(act, kept):
    document = ingest.read_text(f"{ABOVE}申请人应当{act}：\n1.身份证明。\n2.近期照片。\n", source="notice.txt")
    start = document.text.index(act)
    whole = Span(document.text[len(ABOVE) : start + len(act) + 1], len(ABOVE), start + len(act) + 1)
    clause = Clause("zh", "duty", "prescribed", Span(act, start, start + len(act)), (), None, (), None, None, (), whole, 2, (), 0.5)
    assert bool(list(told([clause], document))) == kept


@pytest.mark.parametrize(
    ("language", "text", "act", "kept"),
    [
        ("vi", "Hộ nghèo không phải nộp phí vệ sinh.", "nộp phí vệ sinh", False),
        ("vi", "Chủ hộ không bắt buộc phải lắp đồng hồ.", "lắp đồng hồ", False),
        ("vi", "Hộ dân không phải vì thế mà phải nộp phí.", "nộp phí", True),
        ("zh", "低保家庭不必再缴纳水费。", "缴纳水费", False),
        ("zh", "低保家庭必须登记用水量。", "登记用水量", True),
        ("vi", "Trạm bơm đang nạo vét kênh chính.", "nạo vét kênh chính", False),
        ("zh", "水务站已完成泵房检修。", "完成泵房检修", False),
        ("zh", "县水务局会同县教育局，5月底前检查供水。", "会同县教育局", False),
        ("zh", "县水务局会同县教育局检查供水。", "会同县教育局检查供水", True),
        ("zh", "一经查实，列入失信名单。", "一经查实", False),
        ("vi", "Các trạm báo tin, mỗi tuần ít nhất hai bản tin.", "ít nhất hai bản tin", False),
    ],
)
def test_what_nobody_has_to_do_or_is_being_done_is_no_act(language, text, act, kept):
    start = text.index(act)
    sentence, span = Span(text, 0, len(text)), Span(act, start, start + len(act))
    clause = Clause(language, "duty", "prescribed", span, (), None, (), None, None, (), sentence, 0, ("model",), 0.5)
    assert bool(told([clause], ingest.read_text(text, source="a.txt"))) == kept


@pytest.mark.parametrize(
    ("text", "act", "kept"),
    [
        ("本规定所称管理人，是指对小区设施负责的单位。", "对小区设施负责", False),
        ("本规定适用于在本市从事保洁服务的单位。", "从事保洁服务", False),
        ("建成区，是指市区内的区域，具体范围由市政府划定。", "划定", True),
        ("近年来，我局健全台账，规范窗口服务。", "规范窗口服务", False),
        ("近年来，投诉增多，窗口要规范服务。", "规范服务", True),
        ("驳回原告的其他诉讼请求。", "驳回原告的其他诉讼请求", False),
        ("同意后勤处提出的改造方案。", "同意后勤处提出的改造方案", False),
        ("经主任同意后，到库房领取药品。", "到库房领取药品", True),
        ("前款所称名录，由市文物局公布。", "公布", True),
    ],
)
def test_what_explains_decides_or_tells_what_has_been_done_is_no_act(text, act, kept):
    cue = "要" if "要" in text else None
    assert bool(told(given("zh", text, ("duty", act, cue, ())), ingest.read_text(text, source="a.txt"))) == kept


def test_what_spares_somebody_is_no_penalty():
    text = "主动上报的，不予处罚；隐瞒的，扣发奖金。"
    acts = (("sanction", "不予处罚", None, ()), ("sanction", "扣发奖金", None, ()))
    assert [one.action.quote for one in told(given("zh", text, *acts), ingest.read_text(text, source="a.txt"))] == ["扣发奖金"]


@pytest.mark.parametrize(
    ("who", "act", "found"), [("副镇长刘志", "强任组长", ("副镇长刘志强", "任组长")), ("副镇长刘强", "任组长", ("副镇长刘强", "任组长"))]
)
def test_a_name_goes_on_to_the_verb_of_the_post(who, act, found):
    text = f"由{who}{act}。"
    (clause,) = told(given("zh", text, ("assignment", act, None, (who,))), ingest.read_text(text, source="a.txt"))
    assert (clause.actors[0].quote, clause.action.quote) == found


@pytest.mark.parametrize(
    ("text", "read", "found"),
    [
        ("班长应当场制止打闹。", ("duty", "场制止打闹", "应当"), ("duty", "应", "当场制止打闹")),
        ("班长应当面向全班检讨。", ("duty", "面向全班检讨", "应当"), ("duty", "应当", "面向全班检讨")),
        ("我局将继续修缮校舍。", ("duty", "将继续修缮校舍", "将继续"), ("duty", "将", "继续修缮校舍")),
        ("值日生职责：擦黑板。", ("duty", "擦黑板", "职责"), ("duty", None, "擦黑板")),
        ("水厂应保证全天供水。", ("pledge", "保证全天供水", "应"), ("duty", "应", "保证全天供水")),
        ("水厂应签订供水承诺书。", ("pledge", "签订供水承诺书", "应"), ("pledge", "应", "签订供水承诺书")),
        ("县电力局予以配合。", ("duty", "予以配合", None), ("assignment", None, "予以配合")),
        ("学生上学不迟到。", ("duty", "不迟到", None), ("prohibition", "不", "迟到")),
        ("物业不定期巡查。", ("duty", "不定期巡查", None), ("duty", None, "不定期巡查")),
    ],
)
def test_cue_and_act_tell_the_type(text, read, found):
    kind, act, cue = read
    (clause,) = told(given("zh", text, (kind, act, cue, ())), ingest.read_text(text, source="a.txt"))
    assert (clause.type, clause.modal and clause.modal.quote, clause.action.quote) == found


@pytest.mark.parametrize(
    ("text", "acts", "found"),
    [
        ("护士发现药品破损立即报告护士长。", ["发现药品破损立即报告护士长"], [("发现药品破损", "立即报告护士长")]),
        ("门卫遇到可疑人员应及时盘问。", ["遇到可疑人员应及时盘问"], [("遇到可疑人员", "及时盘问")]),
        (
            "门卫发现火情，立即断电，拨打报警电话。",
            ["发现火情", "立即断电", "拨打报警电话"],
            [("发现火情", "立即断电"), ("发现火情", "拨打报警电话")],
        ),
        ("学生借书，遗失的照价赔偿。", ["遗失的照价赔偿"], [("遗失的", "照价赔偿")]),
        ("支部要发现典型，宣传典型。", ["发现典型", "宣传典型"], [(None, "发现典型"), (None, "宣传典型")]),
        ("支部要发现并及时培养骨干。", ["发现并及时培养骨干"], [(None, "发现并及时培养骨干")]),
    ],
)
def test_what_must_have_happened_before_an_act_is_its_condition(text, acts, found):
    read = told(given("zh", text, *(("duty", act, None, ()) for act in acts)), ingest.read_text(text, source="a.txt"))
    assert [(one.condition and one.condition.quote, one.action.quote) for one in read] == found


@pytest.mark.parametrize(
    ("text", "kind", "act", "read", "found"),
    [
        ("对旷课的学生，教务处给予记过处分，并通知家长。", "sanction", "给予记过处分", [], ["旷课的学生"]),
        ("对旷课的学生，教务处给予记过处分，并通知家长。", "duty", "通知家长", ["学生"], ["教务处"]),
        ("对特困的学生，由教务处给予补助。", "duty", "给予补助", ["特困的学生"], ["教务处"]),
        ("对发现的隐患，各车间要及时整改。", "duty", "及时整改", ["各车间"], ["各车间"]),
        ("县政府对县住建局、白石镇予以通报批评。", "sanction", "对县住建局、白石镇予以通报批评", ["县住建局"], ["县住建局", "白石镇"]),
        ("县纪委约谈了3名镇长。", "sanction", "约谈了3名镇长", ["3名镇长"], ["3名镇长"]),
        ("厂部给予张伟警告处分。", "sanction", "给予张伟警告处分", [], ["张伟"]),
        ("厂部给予口头警告。", "sanction", "给予口头警告", [], []),
        ("学校给予班主任周某记过处分。", "sanction", "给予班主任周某记过处分", ["学校"], ["班主任周某"]),
    ],
)
def test_those_who_are_dealt_with_do_not_act_and_those_who_deal_are_not_struck(text, kind, act, read, found):
    (clause,) = told(given("zh", text, (kind, act, None, tuple(read))), ingest.read_text(text, source="a.txt"))
    assert [one.quote for one in clause.actors] == found


@pytest.mark.parametrize(
    ("text", "kind", "act", "read", "found"),
    [
        ("乙方每迟延一日，向甲方支付违约金200元。", "duty", "向甲方支付违约金200元", ["甲方"], ("sanction", ["乙方"])),
        ("承租人逾期交租的，出租人不催告，承租人应支付滞纳金。", "duty", "支付滞纳金", [], ("sanction", ["承租人"])),
        ("损坏桌椅的，照价赔偿。", "duty", "照价赔偿", [], ("sanction", [])),
        ("租期届满，乙方腾退房屋，甲方退还押金。", "sanction", "退还押金", ["乙方"], ("duty", ["甲方"])),
        ("拒不改正的，退还货款。", "sanction", "退还货款", [], ("sanction", [])),
        ("甲方按月支付租金。", "duty", "支付租金", ["甲方"], ("duty", ["甲方"])),
        ("用人单位违法的，法院应确定赔偿责任。", "duty", "确定赔偿责任", [], ("duty", [])),
    ],
)
def test_what_is_paid_for_a_failing_is_a_penalty(text, kind, act, read, found):
    (clause,) = told(given("zh", text, (kind, act, None, tuple(read))), ingest.read_text(text, source="a.txt"))
    assert (clause.type, [one.quote for one in clause.actors]) == found


def given(language: str, text: str, *told_of: tuple[str, str, str | None, tuple[str, ...]]) -> list[Clause]:
    """Return clauses (type, act, cue, bearers) of a sentence."""
    at = lambda quote: Span(quote, text.index(quote), text.index(quote) + len(quote))  # noqa: E731
    return [
        Clause(
            language, kind, "prescribed", at(act), tuple(Bearer(who, at(who).start, at(who).end, "clause") for who in named),
            at(cue) if cue else None, (), None, None, (), at(text), 0, ("model",), 0.5,
        )
        for kind, act, cue, named in told_of
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "cue", "read", "bearers", "act"),
    [
        ("vi", "Chủ đò giữ bến, nghiêm cấm học sinh tự chèo đò.", "nghiêm cấm", "học sinh tự chèo đò", ["học sinh"], "tự chèo đò"),
        ("vi", "Chủ đò giữ bến, nghiêm cấm chở quá số người.", "nghiêm cấm", "chở quá số người", ["Chủ đò"], "chở quá số người"),
        ("zh", "县教育局维护秩序，严禁学校向家长收取费用。", "严禁", "学校向家长收取费用", ["学校"], "向家长收取费用"),
    ],
)
def test_a_ban_is_theirs_whom_its_cue_names_behind_it(language, text, cue, read, bearers, act):
    before = text[: min(text.index(word) for word in (" giữ", "维护") if word in text)]
    (ban,) = told(given(language, text, ("prohibition", read, cue, (before,))), ingest.read_text(text, source="a.txt"))
    assert ([one.quote for one in ban.actors], ban.action.quote) == (bearers, act)


def test_a_reward_is_no_penalty_and_not_owed_by_those_who_are_punished():
    text = "Kiểm điểm và xử lý nghiêm cán bộ lơ là; thưởng tiền cho người báo tin."
    found = told(
        given(
            "vi",
            text,
            ("sanction", "Kiểm điểm và xử lý nghiêm cán bộ lơ là", None, ()),
            ("sanction", "thưởng tiền cho người báo tin", None, ("cán bộ lơ là",)),
        ),
        ingest.read_text(text, source="a.txt"),
    )
    assert [(one.type, [who.quote for who in one.actors]) for one in found] == [("sanction", ["cán bộ lơ là"]), ("duty", [])]


@pytest.mark.parametrize(("before", "kept"), [("theo đề nghị của ", False), ("và gửi ", True)])
def test_whose_wish_is_followed_is_told_nothing(before, kept):
    text = f"Phòng Tài chính bố trí kinh phí {before}Ban quản lý bến."
    (one,) = given("vi", text, ("duty", "bố trí kinh phí", None, ("Phòng Tài chính",)))
    who = Span("Ban quản lý bến", text.index("Ban"), len(text) - 1)
    (found,) = told([replace(one, recipient=who)], ingest.read_text(text, source="a.txt"))
    assert (found.recipient is not None) == kept


@pytest.mark.parametrize(("who", "kind"), [("我", "pledge"), ("各镇镇长", "duty")])
def test_what_one_will_do_oneself_is_pledged_also_where_the_act_names_one_again(who, kind):
    text = f"县长在会上表个态：主汛期{who}每周到一线检查一次。"
    (found,) = told(given("zh", text, ("duty", "到一线检查一次", None, (who,))), ingest.read_text(text, source="a.txt"))
    assert found.type == kind


@pytest.mark.parametrize(
    ("text", "act", "who", "struck"),
    [
        ("违法取水的，由县水利局处一万元罚款。", "处一万元罚款", "县水利局", []),
        ("造成损失的，由用水人承担赔偿责任。", "承担赔偿责任", "用水人", ["用水人"]),
    ],
)
def test_by_whom_a_penalty_is_imposed_is_not_struck_but_who_pays_is(text, act, who, struck):
    (found,) = told(given("zh", text, ("sanction", act, None, (who,))), ingest.read_text(text, source="a.txt"))
    assert [one.quote for one in found.actors] == struck


def taken(text, action, actors=(), kind="duty"):
    """Return a document and the clause that was taken from it for an act, with its bearers."""
    document = ingest.read_text(text, source="notice.txt")
    place = document.text.index(action)
    block = next(number for number, block in enumerate(document.blocks) if block.start <= place < block.end)
    low, high = document.blocks[block].body, document.blocks[block].end
    bearers = tuple(Bearer(name, document.text.index(name), document.text.index(name) + len(name), "clause") for name in actors)
    language = "zh" if ord(action[0]) > 0x2E80 else "vi"
    act, whole = Span(action, place, place + len(action)), Span(document.text[low:high], low, high)
    return document, Clause(language, kind, "prescribed", act, bearers, None, (), None, None, (), whole, block, ("model",), 0.5)


@pytest.mark.parametrize(
    ("text", "action", "found"),
    [
        ("Các xã gọi thuyền về; dứt khoát không để ai ở lại bè.", "để ai ở lại bè", ("dứt khoát không", "để ai ở lại bè")),
        ("Các xã gọi thuyền về bến; dứt khoát không để ai ở lại.", "dứt khoát không để ai ở lại", ("dứt khoát không", "để ai ở lại")),
        ("各村要清点船只，严禁载客出海。", "严禁载客出海", ("严禁", "载客出海")),
    ],
)
def test_what_stands_behind_a_ban_is_no_task(text, action, found):
    document, clause = taken(text, action)
    (clause,) = told([clause], document)
    assert clause.type == "prohibition" and (clause.modal.quote, clause.action.quote) == found


@pytest.mark.parametrize(
    ("text", "action", "actor", "found"),
    [
        ("Về phía mình, Phòng cam kết cử người hướng dẫn.", "cử người hướng dẫn", "Phòng cam kết", ("pledge", "prescribed", ["Phòng"])),
        ("Trong buổi họp, Phòng cam kết cử người hướng dẫn.", "cử người hướng dẫn", "Phòng", ("pledge", "reported", ["Phòng"])),
        ("Người tự nguyện xin cấp phép nộp đơn.", "nộp đơn", "Người tự nguyện", ("duty", "prescribed", ["Người tự nguyện"])),
    ],
)
def test_who_speaks_for_himself_pledges_here_and_now(text, action, actor, found):
    document, clause = taken(text, action, [actor])
    (clause,) = told([clause], document)
    assert (clause.type, clause.status, [bearer.quote for bearer in clause.actors]) == found


def test_who_issues_a_document_pledges_in_it_here_and_now():
    head = "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\n\nSố: 21/BC-UBND\nTân Lập, ngày 04 tháng 5 năm 2026\n\nBÁO CÁO\nVề cấp nước\n\n"
    document, clause = taken(head + "Ủy ban nhân dân xã cam kết cấp đủ nước.\n", "cấp đủ nước", ["Ủy ban nhân dân xã"])
    (clause,) = told([clause], document)
    assert (clause.type, clause.status) == ("pledge", "prescribed")
