"""Which candidates bear an act, and which times of several are its own, with scores that are given."""

from dataclasses import replace

import pytest

from pipeline import timex
from pipeline.model.bearers import doubtful, likely, named
from pipeline.model.decode import coordinated, together
from pipeline.model.page import covering, lay_out
from pipeline.model.pairs import Candidate, candidates
from pipeline.model.pieces import Pieces
from pipeline.model.spans import LINKS
from pipeline.model.tagger import WEIGHTS
from pipeline.records import Span

BEARER = LINKS.index("bearer")


def lay(document, *bearers):
    """Return a page, its bearers as candidates in the groups that the words between them make, and a function from words to pieces."""
    page = lay_out(document, Pieces.read(WEIGHTS / "pieces.tsv"), ())

    def place(words):
        start = document.text.index(words)
        return covering(page.starts, page.ends, start, start + len(words))

    return page, candidates(page, {"bearer": [place(words) for words in bearers]}), place


def quotes(page, found):
    return [page.document.text[page.starts[c.first] : page.ends[c.last]] for _, c in found]


@pytest.mark.parametrize(
    ("text", "language", "bearers", "scores", "act", "taken"),
    [
        ("承运人或者押运人应当清点货物。", "zh", ["承运人", "押运人"], [3.0, 1.0], "清点货物", ["承运人", "押运人"]),
        ("承运人清点货物，押运人看守。", "zh", ["承运人", "押运人"], [3.0, 1.0], "清点货物", ["承运人"]),
        ("修缮校舍。市教育局另行通知。", "zh", ["市教育局"], [3.0], "修缮校舍", []),
        ("修缮校舍。\n责任单位：市教育局", "zh", ["市教育局"], [3.0], "修缮校舍", ["市教育局"]),
        ("Sở Nội vụ (Ban Thi đua) lập danh sách.", "vi", ["Sở Nội vụ", "Ban Thi đua"], [3.0, 1.0], "lập danh sách", ["Sở Nội vụ"]),
        ("Sở Y tế, Sở Tài chính lập dự toán.", "vi", ["Sở Y tế", "Sở Tài chính"], [3.0, -1.0], "lập dự toán", ["Sở Y tế", "Sở Tài chính"]),
        ("市卫健委、市财政局编制预算。", "zh", ["市卫健委", "市财政局"], [3.0, -1.0], "编制预算", ["市卫健委"]),
        ("Sở Y tế, Sở Tài chính lập dự toán.", "vi", ["Sở Y tế", "Sở Tài chính"], [-0.5, -1.0], "lập dự toán", []),
        ("整改措施：①修缮校舍。", "zh", ["①"], [3.0], "修缮校舍", []),
    ],
    ids=[
        "或者",
        "another clause",
        "a later sentence",
        "a label",
        "apposition",
        "one of a list",
        "one of a list in Chinese",
        "nobody",
        "a number",
    ],
)
def test_the_likely_bearers_of_the_likeliest_group(document, text, language, bearers, scores, act, taken):
    page, near, place = lay(document(text, language), *bearers)
    found = likely(page, place(act)[0], list(zip(scores, near, strict=True)))
    assert sorted(quotes(page, found), key=text.index) == taken


@pytest.mark.parametrize(
    ("lead", "bearer", "doubted"),
    [
        ("1. Sở Y tế:", "Sở Y tế", False),
        ("Điều 4. Trách nhiệm của Sở Y tế", "Sở Y tế", False),
        ("2. Đối với khu dân cư:", "khu dân cư", True),
        ("Kết quả công tác do Sở Y tế thực hiện", "Sở Y tế", True),
    ],
)
def test_an_inherited_bearer_is_believed_where_a_lead_or_heading_names_it(document, lead, bearer, doubted):
    made = document(f"{lead}\nlập dự toán kinh phí.", "vi")
    over, under = made.blocks
    made = replace(made, blocks=(over, replace(under, parents=(0,))))
    page, (candidate,), place = lay(made, bearer)
    assert doubtful(page, place("lập dự toán")[0], [(1.0, candidate)], 99.0) is doubted


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("下一步我们将抓好落实", "我们将", "我们"),
        ("市将军山景区负责", "市将军山景区", "市将军山景区"),
        ("UBND các xã (cấp cơ sở): rà soát", "UBND các xã (cấp cơ sở", "UBND các xã (cấp cơ sở)"),
        ("(Văn phòng, cơ quan thường trực): rà soát", "cơ quan thường trực)", "cơ quan thường trực"),
    ],
)
def test_a_name_has_no_mood_word_and_both_of_its_brackets(text, tagged, name):
    start = text.index(tagged)
    assert named(Span(tagged, start, start + len(tagged)), text) == (name, start, start + len(name))


def test_a_name_begins_behind_the_number_of_its_line():
    assert named(Span("1 指挥部", 4, 9), "3.1.1 指挥部职责", 6) == ("指挥部", 6, 9)
    assert named(Span("指挥部", 6, 9), "3.1.1 指挥部职责", 6) == ("指挥部", 6, 9)


def test_of_several_times_those_side_by_side_nearest_the_act_are_its_own():
    text = "应于6月10日前上报名单，并于7月1日前、9月1日前公布进展。"
    times = timex.find(text, "zh", published="2026-03-02")
    act = Span("公布进展", text.index("公布进展"), text.index("公布进展") + 4)
    assert [time.quote for time in together(times, act)] == ["于7月1日前", "9月1日前"]
    begun = timex.find("自2026年5月1日起试行有关办法，试点单位应于12月底前总结。", "zh", published="2026-03-02")
    assert [time.role for time in together(begun, Span("总结", 27, 29))] == ["start", "deadline"]
    assert together([], act) == ()


def test_a_time_before_the_act_goes_before_one_among_its_words():
    text = "教师应于每周五前将下周教案上传平台。"
    act = Span("将下周教案上传平台", text.index("将"), len(text) - 1)
    assert [time.quote for time in together(timex.find(text, "zh", published="2026-03-02"), act)] == ["每周五前"]


def test_candidates_name_their_link(document):
    _, near, _ = lay(document("市教育局负责修缮。", "zh"), "市教育局")
    assert near == [Candidate(BEARER, near[0].first, near[0].last, 0)]


def test_of_coordinated_times_all_are_linked_or_none():
    text = "Các tổ báo cáo trước ngày 05/6 và 05/12/2026; hằng quý, 6 tháng và năm công khai quỹ, mỗi tuần họp một lần, hằng tháng góp quỹ."
    near = timex.find(text, "vi", "2026-03-02")
    month = [time.quote for time in near].index("hằng tháng")
    assert [time.quote for time in coordinated(near[:1], near, text)] == ["trước ngày 05/6", "05/12/2026"]
    assert [time.quote for time in coordinated(near[2:3], near, text)] == ["hằng quý", "6 tháng", "năm"]
    assert [time.quote for time in coordinated(near[month : month + 1], near, text)] == ["hằng tháng"]
    assert coordinated([], near, text) == []
