"""Office documents: what a reader of the finished document sees, whatever program wrote it."""

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from pipeline import annotate, extract, resolve
from pipeline.ingest import IngestError, read
from pipeline.ingest.numbering import chinese, roman, write
from pipeline.ingest.reading import read_bytes
from pipeline.settings import Settings
from tests.ingest.office_files import p, package, r, table, word

CASES = Path(__file__).parent / "cases" / "office"
LISTS, STYLES, ODT = ((CASES / name).read_text(encoding="utf-8") for name in ("numbering.xml", "styles.xml", "content.xml"))


def document(data, name="a.docx"):
    return read_bytes(data, name)


def parts(found):
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def lines(found):
    return [words for _, words in parts(found)]


def cells(found):
    return [[found.text[a:b] for a, b in block.cells] for block in found.blocks if block.kind == "table_row"]


def test_lists_have_the_numbers_that_the_program_shows():
    body = p("Rà soát diện tích.", numbered=(1, 0)) + p("Vùng cao;", numbered=(1, 1)) + p("Vùng thấp.", numbered=(1, 1))
    body += p("Lập danh sách.", numbered=(1, 0)) + p("Nơi khác;", numbered=(1, 1)) + p("Xen giữa.") + p("Báo cáo.", numbered=(1, 0))
    body += p("加强巡查。", numbered=(2, 0)) + p("明确分工。", numbered=(2, 1)) + p("按月通报。", numbered=(2, 0))
    body += p("gạch đầu dòng", numbered=(3, 0)) + p("Bắt đầu lại.", numbered=(4, 0))
    found = document(word(body, numbering=LISTS))
    assert lines(found) == [
        "1. Rà soát diện tích.",
        "a) Vùng cao;",
        "b) Vùng thấp.",
        "2. Lập danh sách.",
        "a) Nơi khác;",
        "Xen giữa.",
        "3. Báo cáo.",
        "一、加强巡查。",
        "（一）明确分工。",
        "二、按月通报。",
        "- gạch đầu dòng",
        "7. Bắt đầu lại.",
    ]
    assert [b.number for b in found.blocks][:4] == ["1", "a)", "b)", "2"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (29, "upperRoman", "XXIX"),
        (27, "lowerLetter", "aa"),
        (2, "upperLetter", "B"),
        (23, "chineseCounting", "二十三"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "taiwaneseCountingThousand", "一百一十"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (5, "none", ""),
        (5000, "upperRoman", "5000"),
    ],
)
def test_numbers_are_written_as_word_processors_write_them(number, form, shown):
    assert write(number, form) == shown


def test_counting_never_fails():
    assert {type(f(n)) for f in (chinese, roman) for n in (-1, 0, 1, 999, 1000, 10**9)} == {str}


def test_headings_come_from_styles_and_those_based_on_them():
    body = p("Quy chế tuần rừng", style="T") + p("Mục lục tự động 3", style="C") + p("Phạm vi", style="H1") + p("Trách nhiệm", style="Mine")
    body += p("Cả đoạn này được tô kiểu tiêu đề chỉ để cho đậm, nhưng nó là một câu.", style="H1")
    found = document(word(body, styles=STYLES))
    assert [kind for kind, _ in parts(found)] == ["title", "boilerplate", "heading", "heading", "paragraph"]
    assert found.blocks[3].level == 1 and found.title == "Quy chế tuần rừng"


def test_tracked_changes_count_as_accepted_and_hidden_text_is_left_out():
    body = p(
        "Xã ",
        "<w:ins>" + r("phải ") + "</w:ins>",
        "<w:del><w:r><w:delText>nên </w:delText></w:r></w:del>",
        "báo cáo",
        r(" (nháp)", "<w:vanish/>"),
        ".",
    )
    body += p("Sở Y tế", mark='<w:del w:id="1"/>') + p(" chủ trì.") + "<w:del>" + p("bỏ") + "</w:del>"
    body += "<w:moveFrom>" + p("chuyển đi") + "</w:moveFrom><w:moveTo>" + p("Chuyển đến.") + "</w:moveTo>"
    assert lines(document(word(body))) == ["Xã phải báo cáo.", "Sở Y tế chủ trì.", "Chuyển đến."]


def test_footnotes_follow_the_text_in_their_order():
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p("Huyện", reference.format(5), " phải họp", reference.format(2), ".") + p("Hết.")
    notes = f'<w:footnote w:id="2">{p("Họp hằng tháng.")}</w:footnote><w:footnote w:id="5">{p("Gồm cả thị xã.")}</w:footnote>'
    found = document(word(body, footnotes=notes))
    assert lines(found) == ["Huyện phải họp.", "Hết.", "[1] Gồm cả thị xã.", "[2] Họp hằng tháng."]
    assert [block.kind for block in found.blocks] == ["paragraph", "paragraph", "note", "note"]


def test_text_boxes_breaks_tabs_and_fields():
    box = "<w:r><w:pict><w:txbxContent>" + p("Trong khung.") + "</w:txbxContent></w:pict></w:r>"
    body = p("Dòng một", "<w:r><w:br/></w:r>", "dòng hai", box) + p("Trái", "<w:r><w:tab/></w:r>", "phải")
    body += p("<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r>", "<w:hyperlink>" + r("xem phụ lục") + "</w:hyperlink>")
    found = document(word(body))
    assert found.text.splitlines() == ["Dòng một", "dòng hai", "Trong khung.", "Trái    phải", "xem phụ lục"]


TASKS = (
    ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "<", "Thời hạn"],
    ["^", "^", "Chủ trì", "Phối hợp", "^"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["I. Rừng", "<", "<", "<", "<"],
    ["1", "Trồng lại rừng phòng hộ", "Sở Nông nghiệp|Hạt kiểm lâm", "Các xã", "Trước 30/6/2026"],
    ["2", "Tuần tra mùa khô", "^", "Công an xã", "Hằng tháng"],
)


def test_tables_of_tasks_with_merged_cells_and_two_rows_of_column_names():
    found = document(word(p("Phân công như sau:") + table(*TASKS)))
    rows = [block for block in found.blocks if block.kind == "table_row"]
    assert cells(found)[0] == ["STT", "Nhiệm vụ", "Cơ quan thực hiện", "Cơ quan thực hiện", "Thời hạn"]
    assert cells(found)[1] == ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"]
    assert cells(found)[2] == ["I. Rừng"] * 5
    assert cells(found)[4] == ["2", "Tuần tra mùa khô", "Sở Nông nghiệp\nHạt kiểm lâm", "Công an xã", "Hằng tháng"]
    assert {row.header for row in rows[2:]} == {found.blocks.index(rows[1])}
    assert [words for kind, words in parts(found) if kind == "boilerplate"] == ["(1)\t(2)\t(3)\t(4)\t(5)"]


def test_a_table_goes_on_over_a_page_with_or_without_its_header_again():
    first, rest = table(*TASKS[:2], TASKS[4]), table(["2", "Mở lớp tập huấn", "Sở Nội vụ", "Các xã", "Quý III"])
    again = table(["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"], ["3", "Tổng kết", "Văn phòng", "Các sở", "Tháng 12"])
    found = document(word(first + p("") + rest + again))
    headers = [found.text[found.blocks[b.header].start : found.blocks[b.header].end] for b in found.blocks if b.header is not None]
    assert headers[:2] == ["Chủ trì\tPhối hợp"] * 2 and headers[2].startswith("STT")
    assert len(headers) == 3


def test_a_table_that_sets_letterhead_and_signature_is_lines():
    head = table(
        ["ỦY BAN NHÂN DÂN|XÃ SUỐI GIÀNG|Số: 21/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc"], ruled=False
    )
    foot = table(["Nơi nhận:|- Như trên;|- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH|Lò Văn Mẫu"], ruled=False)
    found = document(
        word(
            head
            + p("Suối Giàng, ngày 4 tháng 5 năm 2026")
            + p("KẾ HOẠCH")
            + p("Giữ rừng mùa khô năm 2026")
            + p("Các bản phải cử người trực.")
            + foot
        )
    )
    assert (found.number, found.published, found.publisher) == ("21/KH-UBND", "2026-05-04", "ỦY BAN NHÂN DÂN XÃ SUỐI GIÀNG")
    assert found.title == "KẾ HOẠCH Giữ rừng mùa khô năm 2026"
    assert [kind for kind, _ in parts(found)][-6:] == ["signature"] * 6


def test_properties_name_the_title_only_where_the_text_does_not():
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>'
    body = f"<w:document {W_NAMESPACE}><w:body>{p('各村应当每月报告。')}{p('逾期不报的，通报批评。')}</w:body></w:document>"
    for title, shown in (("河道管护方案", "河道管护方案"), ("Microsoft Word - Document1", None)):
        found = document(package({"[Content_Types].xml": "<Types/>", "word/document.xml": body, "docProps/core.xml": core.format(title)}))
        assert (found.title, found.provenance.get("title")) == (shown, "properties" if shown else None)


W_NAMESPACE = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def test_an_opendocument_text():
    data = package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT})
    found = document(data, "a.odt")
    assert [part for part in parts(found) if part[0] != "table_row"] == [
        ("boilerplate", "Phạm vi 2"),
        ("heading", "Phạm vi"),
        ("list_item", "1. Huyện phải họp."),
        ("list_item", "a) buổi sáng;"),
        ("paragraph", "Xen giữa."),
        ("list_item", "2. Xã cử người."),
        ("note", "[1] Mỗi tháng."),
    ]
    assert cells(found) == [["任务", "牵头单位"], ["清淤", "水利局\n住建局"], ["截污", "水利局\n住建局"]]


RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\info{\title K\u7871? ho\u7841?ch}}"
    r"\pard X\u227? ph\u7843?i {\deleted kh\u244?ng }b\u225?o c\u225?o.\par \pard\uc2 \u21508\'b8\'f7\u26449\'b4\'e5\uc1\par"
    r"\trowd\clvmgf\cellx1000\cellx3000\pard\intbl Nhi\u7879?m v\u7909?\cell Ch\u7911? tr\u236?\cell\row"
    r"\trowd\cellx1000\clvmgf\cellx3000\pard\intbl Tr\u7921?c\cell S\u7903? A\par S\u7903? B\cell\row"
    r"\trowd\cellx1000\clvmrg\cellx3000\pard\intbl Tu\u7847?n tra\cell\cell\row\pard H\u7871?t.\par}"
)


def test_a_rich_text():
    found = document(RTF.encode("ascii"), "a.rtf")
    assert [words for kind, words in parts(found) if kind != "table_row"] == ["Xã phải báo cáo.", "各村", "Hết."]
    assert cells(found) == [["Nhiệm vụ", "Chủ trì"], ["Trực", "Sở A\nSở B"], ["Tuần tra", "Sở A\nSở B"]]


def test_an_old_word_document_without_a_converter_names_the_command(tmp_path, monkeypatch):
    file = tmp_path / "cu.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(IngestError, match=r"cu\.doc: old Word documents need LibreOffice or antiword; install one: apt-get install"):
        read(file)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            r"Huy\u7879?n h\u7885?p{\super\chftn{\footnote\plain {\super\chftn} G\u7891?m x\u227?.\par Theo {\b lu\u7853?t}.}} nay.",
            ["Huyện họp nay.", "[1] Gồm xã. Theo luật."],
        ),
        (r"M\u7897?t{\footnote Hai.}, ba{\*\footnote\ftnalt B\u7889?n.}.\par H\u7871?t.", ["Một, ba.", "Hết.", "[1] Hai.", "[2] Bốn."]),
        (r"Kh\u244?ng \{ghi\} ch\u250?{\footnote }.", ["Không {ghi} chú."]),
        (r"M\u7903? ra{\footnote Kh\u244?ng \u273?\u243?ng", ["Mở ra"]),
        (r"M\u7897?t}{\footnote hai", ["Một"]),
    ],
)
def test_footnotes_of_rtf_follow_the_text_and_leave_its_sentences_whole(body, expected):
    found = document((r"{\rtf1\ansi\uc1 " + body + r"\par}").encode("ascii"), "a.rtf")
    assert lines(found) == expected
    assert [b.kind for b in found.blocks if found.text[b.start] == "["] == ["note"] * sum(line[0] == "[" for line in expected)


def test_ten_thousand_footnotes_cost_no_square_of_their_number():
    body = r"H\u7885?p{\footnote G\u7891?m x\u227?.}. " * 10_000
    found = document((r"{\rtf1\ansi\uc1 " + body + r"\par}").encode("ascii"), "a.rtf")
    assert sum(b.kind == "note" for b in found.blocks) == 10_000


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_libreoffice_files_read_as_the_docx_they_were_made_from(tmp_path, ending):
    made = docx.Document()
    for line in ("KẾ HOẠCH", "Phòng cháy rừng năm 2026", "Các bản phải trực gác trước ngày 15/3/2026."):
        made.add_paragraph(line)
    for line in ("Phát dọn đường băng.", "Cắm biển cấm lửa."):
        made.add_paragraph(line, style="List Number")
    grid = made.add_table(0, 3)
    grid.style = "Table Grid"
    for row in (("Nhiệm vụ", "Chủ trì", "Thời hạn"), ("Tuần tra", "Hạt kiểm lâm", "Hằng tuần")):
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    made.add_paragraph("Hạt kiểm lâm báo cáo kết quả.")
    made.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", ending, "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True)
    assert parts(read(tmp_path / f"a.{ending}")) == parts(read(tmp_path / "a.docx"))


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)) + "]>"


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.xlsx"])
def test_a_bomb_of_entities_is_refused(name):
    inside = {
        "a.docx": {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{BOMB}<w:document {W_NAMESPACE}><w:body>{p('&j;')}</w:body></w:document>",
        },
        "a.odt": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": BOMB + ODT.replace("Phạm vi", "&j;")},
        "a.xlsx": {"[Content_Types].xml": f"{BOMB}<Types>&j;</Types>", "xl/workbook.xml": f"{BOMB}<workbook>&j;</workbook>"},
    }[name]
    with pytest.raises(IngestError, match=name):
        document(package(inside), name)


@pytest.mark.parametrize("cut", [30, 200, 350])
def test_a_document_that_breaks_off_is_refused_with_its_cure(cut):
    with pytest.raises(IngestError, match=r"fetch it again|convert"):
        document(word(p("Xã phải báo cáo.") * 50)[:cut], "a.docx")


def test_a_document_packed_a_thousandfold_is_refused(monkeypatch):
    monkeypatch.setattr("pipeline.ingest.office.LARGEST_PART", 1_000_000)
    with pytest.raises(IngestError, match="split the document"):
        document(word(p("a" * 2_000_000)))


def test_deep_nesting_is_refused():
    with pytest.raises(IngestError, match="no valid XML"):
        document(word("<w:sdt><w:sdtContent>" * 5_000 + p("x") + "</w:sdtContent></w:sdt>" * 5_000))


def test_every_line_leads_back_to_its_paragraph_in_the_file():
    head = table(["ỦY BAN NHÂN DÂN|XÃ SUỐI GIÀNG", "Độc lập - Tự do - Hạnh phúc"], ruled=False)
    body = p("") + p("Các bản phải cử người trực.") + table(["Nhiệm vụ", "Chủ trì"], ["Tuần tra|ban đêm", "Công an xã"]) + p("Hết.")
    found = document(word(head + body))
    shown = [(found.text[place.start : place.end], place.paragraph) for place in found.places]
    assert shown == [
        ("ỦY BAN NHÂN DÂN", 1),
        ("XÃ SUỐI GIÀNG", 2),
        ("Độc lập - Tự do - Hạnh phúc", 3),
        ("Các bản phải cử người trực.", 5),
        ("Nhiệm vụ\tChủ trì", 6),
        ("Tuần tra\nban đêm\tCông an xã", 8),
        ("Hết.", 11),
    ]


HEADERS = {
    "vi": (["STT", "Nhiệm vụ", "Cơ quan thực hiện", "<", "Sản phẩm", "Thời hạn hoàn thành"], ["^", "^", "Chủ trì", "Phối hợp", "^", "^"]),
    "zh": (["序号", "重点任务", "责任分工", "<", "成果形式", "完成时限"], ["^", "^", "牵头单位", "配合单位", "^", "^"]),
}
BODIES = {
    "vi": (
        ["1", "Xây dựng bản đồ nguy cơ cháy rừng", "Hạt kiểm lâm huyện", "UBND các xã|Công an huyện", "Bản đồ", "Trước ngày 30/6/2026"],
        ["2", "Tổ chức diễn tập chữa cháy", "^", "Các xã vùng cao", "Báo cáo", "Quý III/2026"],
    ),
    "zh": (
        ["1", "完成河道清淤", "市水利局|市住房城乡建设局", "各镇人民政府", "清淤报告", "2026年6月底"],
        ["2", "建立巡河制度", "^", "各村民委员会", "制度文本", "2026年9月底"],
    ),
}


@pytest.mark.parametrize("language", HEADERS)
def test_each_row_of_a_table_of_tasks_is_a_record_with_bearers_and_deadline_from_its_columns(language):
    lead = {"vi": ("KẾ HOẠCH", "Phân công nhiệm vụ như sau:"), "zh": ("河道管护任务分工方案", "任务分工如下：")}[language]
    found = document(word("".join(map(p, lead)) + table(*HEADERS[language], *BODIES[language])))
    rules = Settings(extractor="rules")
    annotated = annotate.annotate(found, rules)
    records = [resolve.commitment(clause, annotated, rules) for clause in extract.clauses(annotated, rules)]
    bearers = [[actor.quote for actor in record.actors] for record in records]
    assert (
        bearers
        == {
            "vi": [["Hạt kiểm lâm huyện", "UBND các xã", "Công an huyện"], ["Hạt kiểm lâm huyện", "Các xã vùng cao"]],
            "zh": [["市水利局", "市住房城乡建设局", "各镇人民政府"], ["市水利局", "市住房城乡建设局", "各村民委员会"]],
        }[language]
    )
    assert [[deadline.due for deadline in record.deadlines] for record in records] == [["2026-06-30"], ["2026-09-30"]]
