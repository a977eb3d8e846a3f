"""Tables of tasks: which columns and rows hold tasks, and whom and what day the other cells give to them."""

from dataclasses import replace

import pytest

from pipeline import annotate, ingest
from pipeline.extract import clauses
from pipeline.extract.grammar import grammar
from pipeline.extract.labelled import labelled
from pipeline.extract.settle import settle
from pipeline.extract.tables import kind_of
from pipeline.records import Span
from pipeline.settings import Settings

RULES = Settings(extractor="rules")


def page(*rows):
    """Return a page with a table of these rows; a cell `<` belongs to the one before it, `^` to the one above it."""
    written = []
    for number, row in enumerate(rows):
        boxes = ""
        for column, words in enumerate(row):
            if words in "<^" and words:
                continue
            wide = 1 + next((i for i, w in enumerate(row[column + 1 :]) if w != "<"), len(row) - column - 1)
            high = 1 + next((i for i, r in enumerate(rows[number + 1 :]) if r[column] != "^"), len(rows) - number - 1)
            boxes += f'<td colspan="{wide}" rowspan="{high}">{words}</td>'
        written.append(f"<tr>{boxes}</tr>")
    return f"<html><body><p>{'KẾ HOẠCH' if 'Nhiệm' in str(rows[0]) else '工作方案'}</p><table>{''.join(written)}</table></body></html>"


def document_of(*rows):
    return ingest.read_text(page(*rows), source="plan.html")


def read(*rows):
    """Return (action, bearers, words of the times) of the clauses of a table by the rules."""
    document = document_of(*rows)
    found = clauses(annotate.annotate(document, RULES), RULES)
    return [(c.action.quote, [b.quote for b in c.actors], [t.quote for t in c.deadlines]) for c in found]


@pytest.mark.parametrize(
    ("language", "name", "kind"),
    [
        ("vi", "Nội dung thực hiện", "task"),
        ("vi", "Cơ quan, đơn vị\nthực hiện", "units"),
        ("vi", "Kết quả thực hiện", "other"),
        ("vi", "Kinh phí thực hiện (triệu đồng)", "other"),
        ("vi", "Thời gian thực hiện", "times"),
        ("vi", "Đơn vị", "parties"),
        ("vi", "Đơn vị tính", ""),
        ("vi", "Cấp trình", ""),
        ("zh", "市级牵头领导", "units"),
        ("zh", "任务完成时限", "times"),
        ("zh", "任务完成情况", "other"),
        ("zh", "责任单位及责任人", "units"),
        ("zh", "成员单位", "parties"),
        ("zh", "年度重点工作", "task"),
        ("zh", "计划开始时间", "other"),
    ],
)
def test_the_head_of_a_column_tells_what_it_holds(language, name, kind):
    assert kind_of(name, grammar(language)) == kind


VI_HEAD = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]
ZH_HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]


def test_a_merged_cell_bears_every_row_that_it_covers():
    assert read(
        VI_HEAD,
        ["1", "Nạo vét 12 km kênh nội đồng", "Phòng Kinh tế", "Các thôn", "30/4/2026"],
        ["2", "Sửa chữa trạm bơm Cây Gáo", "^", "", "Quý II/2026"],
        ["3", "Lập sổ theo dõi giờ bơm", "^", "Công an xã", "^"],
    ) == [
        ("Nạo vét 12 km kênh nội đồng", ["Phòng Kinh tế", "Các thôn"], ["30/4/2026"]),
        ("Sửa chữa trạm bơm Cây Gáo", ["Phòng Kinh tế"], ["Quý II/2026"]),
        ("Lập sổ theo dõi giờ bơm", ["Phòng Kinh tế", "Công an xã"], ["Quý II/2026"]),
    ]


def test_a_row_over_the_table_heads_the_rows_below_it():
    assert read(
        VI_HEAD,
        ["I", "Hoàn thiện hạ tầng thủy lợi", "<", "<", "<"],
        ["1", "Nạo vét kênh nội đồng", "Phòng Kinh tế", "", "30/4/2026"],
        ["II", "Phòng Văn hóa - Xã hội", "<", "<", "<"],
        ["2", "Thống kê hộ nghèo", "", "Các thôn", ""],
        ["3", "Sửa chữa nhà văn hóa thôn", "", "", ""],
        ["III", "Hoàn thành trước ngày 31/5/2026", "<", "<", "<"],
        ["4", "Lập danh sách hộ vay vốn", "Hội Nông dân xã", "", ""],
    ) == [
        ("Nạo vét kênh nội đồng", ["Phòng Kinh tế"], ["30/4/2026"]),
        ("Thống kê hộ nghèo", ["Các thôn"], []),
        ("Sửa chữa nhà văn hóa thôn", ["Phòng Văn hóa - Xã hội"], []),
        ("Lập danh sách hộ vay vốn", ["Hội Nông dân xã"], ["trước ngày 31/5/2026"]),
    ]


def test_a_row_with_no_more_than_a_letter_and_words_heads_others_and_a_counted_one_is_a_task():
    found = read(
        ZH_HEAD,
        ["一", "推动产业发展", "", "", ""],
        ["1", "建设标准化厂房", "县工信局", "", "6月底前"],
        ["2", "建立企业名录", "", "", ""],
    )
    assert found == [("建设标准化厂房", ["县工信局"], ["6月底前"]), ("建立企业名录", [], [])]


def test_a_cell_may_say_that_it_holds_what_the_one_above_does():
    assert read(
        ZH_HEAD,
        ["1", "建设标准化厂房", "县工信局", "县发改局 县财政局", "6月底前"],
        ["2", "建立企业名录", "同上", "无", "同上"],
        ["3", "公布收费清单", "〃", "各乡镇人民政府", "每季度"],
    ) == [
        ("建设标准化厂房", ["县工信局", "县发改局", "县财政局"], ["6月底前"]),
        ("建立企业名录", ["县工信局"], ["6月底前"]),
        ("公布收费清单", ["县工信局", "各乡镇人民政府"], ["每季度"]),
    ]


def test_units_in_a_cell_are_read_one_by_one():
    (found,) = read(["序号", "工作任务", "责任单位"], ["1", "新增托位2000个", "市卫健委（牵头）、各县（市、区）人民政府"])
    assert found[1] == ["市卫健委", "各县（市、区）人民政府"]
    (found,) = read(
        ["STT", "Nhiệm vụ", "Đơn vị thực hiện"],
        ["1", "Thống kê hộ nghèo", "- Chủ trì: Phòng Văn hóa - Xã hội<br>- Phối hợp: Các thôn; Công an xã"],
    )
    assert found[1] == ["Phòng Văn hóa - Xã hội", "Các thôn", "Công an xã"]
    (found,) = read(["STT", "Nhiệm vụ", "Đơn vị", "Thời hạn"], ["1", "Nạo vét kênh nội đồng", "km", "30/4/2026"])
    assert found[1] == []


def test_a_row_that_names_who_does_it_is_a_task_whatever_its_words():
    assert read(
        ZH_HEAD,
        ["1", "10月底前，全县老旧电梯安全评估。", "县市场监管局", "", ""],
        ["2", "教育", "县教育局", "", ""],
        ["3", "园区供热管网", "", "", ""],
    ) == [("全县老旧电梯安全评估", ["县市场监管局"], ["10月底前"])]


def test_a_line_of_a_task_in_which_nobody_found_a_clause_is_a_task_too():
    assert [
        one[0]
        for one in read(
            VI_HEAD,
            ["1", "Bốc 20 mẫu nước giếng<br>Thông báo kết quả đo trên loa truyền thanh của xã", "Trạm Y tế", "", "Hằng tháng"],
            [
                "2",
                "Vệ sinh môi trường nông thôn:<br>- Hội nghị sơ kết toàn xã<br>- Nạo vét rãnh thoát nước ở các thôn",
                "Các thôn",
                "",
                "",
            ],
            ["3", "Kiểm tra kênh nội đồng. Kênh dài 3 km qua bốn thôn", "Phòng Kinh tế", "", ""],
        )
    ] == [
        "Bốc 20 mẫu nước giếng",
        "Thông báo kết quả đo trên loa truyền thanh của xã",
        "Hội nghị sơ kết toàn xã",
        "Nạo vét rãnh thoát nước ở các thôn",
        "Kiểm tra kênh nội đồng",
    ]
    assert read(ZH_HEAD, ["1", "水井抽样20份<br>大喇叭播报一次", "乡卫生院", "", "每月"]) == [
        ("水井抽样20份", ["乡卫生院"], ["每月"]),
        ("大喇叭播报一次", ["乡卫生院"], ["每月"]),
    ]


def test_a_clause_of_a_row_stays_in_its_cell():
    document = document_of(VI_HEAD, ["1", "Thống kê hộ nghèo", "Phòng Kinh tế", "Các thôn", "30/4/2026"])
    (clause,) = clauses(annotate.annotate(document, RULES), RULES)
    start, end = clause.action.start, document.text.index("30/4")
    wide = Span(document.text[start:end], start, end)
    head = document.text.index("Phối hợp")
    strayed = replace(clause, action=Span("Phối hợp", head, head + 8), block=document.blocks[clause.block].header)
    (settled,) = settle([replace(clause, action=wide, sentence=wide), strayed], labelled(document))
    assert settled.action.quote == settled.sentence.quote == "Thống kê hộ nghèo"


def test_a_party_in_another_task_cell_is_not_the_subject():
    document = document_of(["序号", "任务名称", "主要内容", "牵头单位"], ["1", "县水利局改革", "建立水库名录", "县应急局"])
    found = clauses(annotate.annotate(document, RULES), RULES)
    clause = next(c for c in found if c.action.quote == "建立水库名录")
    place = document.text.index("县水利局")
    named = replace(clause.actors[0], quote="县水利局", start=place, end=place + 4, source="clause")
    assert [b.quote for b in settle([replace(clause, actors=(named,))], labelled(document))[0].actors] == ["县应急局"]


@pytest.mark.parametrize("item", ["3. Các thôn báo cáo kết quả về xã trước ngày 15 hằng tháng.", "3. Kết quả đạt được"])
def test_what_is_told_above_a_table_leaves_its_tasks(item):
    text = f"KẾ HOẠCH\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Công an xã tuần tra ban đêm.\n\n2. Các thôn lập tổ tự quản.\n\n{item}\n\n"
    text += "| Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|\n| Thống kê hộ nghèo | Phòng Kinh tế | 30/4/2026 |\n"
    found = clauses(annotate.annotate(ingest.read_text(text, source="plan.md"), RULES), RULES)
    assert found[-1].action.quote == "Thống kê hộ nghèo"
