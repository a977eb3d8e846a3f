"""PDF with a text layer: reading order, paragraphs, running heads, tables, places, properties."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from pipeline.ingest import IngestError
from pipeline.ingest.reading import read_bytes
from pipeline.places import boxes, page, selectors
from tests.ingest.printing import drawn, footed, paragraph, printed, shaped, table

VI = [
    "Ủy ban nhân dân các xã ven sông phải kiểm tra toàn bộ cống dưới đê, lập danh mục những cống hư hỏng và gửi về Sở Nông nghiệp và "
    "Môi trường trước ngày 15 tháng 4 năm 2026 để tổng hợp, trình Ủy ban nhân dân tỉnh xem xét.",
    "Sở Tài chính chủ trì, phối hợp với Kho bạc Nhà nước bố trí kinh phí sửa chữa khẩn cấp; không để công trình hư hỏng kéo dài sang "
    "mùa lũ vì thiếu vốn. Giám đốc Sở chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về tiến độ giải ngân.",
    "Công an tỉnh chỉ đạo lực lượng tuần tra ban đêm tại các điểm xung yếu, báo cáo kết quả hằng tuần.",
]
TENS = ("", "hai mươi ", "ba mươi ", "bốn mươi ", "năm mươi ")
NUMBERS = [f"{tens}{ones}" for tens in TENS for ones in ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín")]
ZH = [
    "各县区人民政府要在汛期到来之前完成辖区内小型水库的安全检查，建立问题台账，明确整改责任人和完成时限，并于四月底前将检查结果报市水利局备案。",
    "市水利局负责汇总各县区上报的情况，组织专家对重点水库进行复核，对整改不到位的单位予以通报，必要时提请市人民政府约谈主要负责人。",
    "市财政局应当及时安排应急维修资金，加强资金使用监督，确保专款专用。",
]


def parts(document):
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def body(document):
    return [text for kind, text in parts(document) if kind != "boilerplate"]


@pytest.mark.parametrize(("language", "said"), [("vi", VI), ("zh", ZH)])
def test_lines_become_the_paragraphs_they_were(language, said):
    document = read_bytes(printed([paragraph(words, language) for words in said], language=language), "a.pdf")
    assert body(document) == said
    assert document.encoding == "pdf" and document.language == language


@pytest.mark.parametrize(("language", "said"), [("vi", VI), ("zh", ZH)])
def test_two_columns_are_read_one_after_the_other(language, said):
    story = [paragraph(words, language) for words in said * 4]
    document = read_bytes(printed(story, columns=2, language=language), "a.pdf")
    assert body(document) == said * 4


def test_paragraphs_go_on_over_pages_and_running_heads_do_not_stand_inside():
    said = [f"Việc thứ {n}: {words}" for n, words in zip(NUMBERS, VI * 14, strict=False)]
    document = read_bytes(printed([paragraph(words) for words in said], head="Công báo số 7"), "a.pdf")
    assert body(document) == said
    furniture = [text for kind, text in parts(document) if kind == "boilerplate"]
    pages = document.places[-1].page
    assert pages >= 3
    assert sorted(furniture) == sorted(["Công báo số 7"] * pages + [str(n + 1) for n in range(pages)])


def test_letterhead_and_signature_set_side_by_side_are_read_column_by_column():
    lines = [
        (80, 80, "ỦY BAN NHÂN DÂN"),
        (80, 98, "TỈNH SÔNG MÂY"),
        (300, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (330, 98, "Độc lập - Tự do - Hạnh phúc"),
        (80, 120, "Số: 21/CT-UBND"),
        (320, 120, "Sông Mây, ngày 03 tháng 3 năm 2026"),
        (270, 170, "CHỈ THỊ"),
        (190, 188, "Về việc bảo vệ đê điều trước mùa lũ"),
        (80, 230, "1. Các xã ven sông phải kiểm tra toàn bộ cống dưới đê."),
        (80, 260, "2. Sở Tài chính bố trí kinh phí sửa chữa khẩn cấp."),
        (80, 310, "Nơi nhận:"),
        (80, 326, "- Như trên;"),
        (80, 342, "- Lưu: VT."),
        (360, 310, "TM. ỦY BAN NHÂN DÂN"),
        (390, 326, "CHỦ TỊCH"),
    ]
    document = read_bytes(drawn(lines), "a.pdf")
    assert (document.number, document.published) == ("21/CT-UBND", "2026-03-03")
    assert document.title is not None and "bảo vệ đê điều" in document.title
    kinds = dict(reversed(pair) for pair in parts(document))
    assert kinds["1. Các xã ven sông phải kiểm tra toàn bộ cống dưới đê."] == "list_item"
    assert document.text.index("Lưu: VT.") < document.text.index("TM. ỦY BAN NHÂN DÂN")


ROWS = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]] + [
    [str(n), f"Rà soát, sửa chữa tuyến đê số {n} theo phương án đã duyệt", "Sở Nông nghiệp và Môi trường", f"Trước {n}/6/2026"]
    for n in range(1, 30)
]


def test_a_ruled_table_is_read_row_by_row_over_pages_with_its_header():
    document = read_bytes(printed([paragraph(VI[2]), table(ROWS, (30, 200, 130, 90), repeat=1)]), "a.pdf")
    rows = [b for b in document.blocks if b.kind == "table_row"]
    assert document.places[-1].page >= 2
    assert [[document.text[a:b] for a, b in row.cells] for row in rows] == ROWS
    (header,) = {row.header for row in rows[1:]}
    assert document.blocks[header] == rows[0]


def test_empty_cells_of_a_table_are_empty():
    rows = [["任务", "牵头单位", "完成时限"], ["排查小型水库", "", "4月底前"], ["", "市水利局", ""]]
    document = read_bytes(printed([table(rows, (220, 120, 100), "zh")], language="zh"), "a.pdf")
    assert [[document.text[a:b] for a, b in block.cells] for block in document.blocks if block.kind == "table_row"] == rows


def test_merged_cells_stand_in_every_row_that_they_cover():
    rows = [
        ["任务", "牵头单位", "完成时限"],
        ["排查小型水库安全隐患", "市水利局", "4月底前"],
        ["维修病险水闸", "", "6月底前"],
        ["以上任务由市政府督查室督办", "", ""],
    ]
    made = table(rows, (220, 120, 100), "zh", spans=[((1, 1), (1, 2)), ((0, 3), (2, 3))])
    document = read_bytes(printed([made], language="zh"), "a.pdf")
    found = [[document.text[a:b] for a, b in block.cells] for block in document.blocks if block.kind == "table_row"]
    assert found[1][1] == found[2][1] == "市水利局" and found[2][2] == "6月底前"
    assert set(found[3]) == {rows[3][0]}


def test_a_table_without_ruled_lines_is_read_row_by_row():
    lines = [
        (80, 80, "Các nhiệm vụ trọng tâm được giao như sau, yêu cầu thực hiện nghiêm túc, đúng thời hạn đã định:"),
        *[(80, 120, "TT"), (120, 120, "Nhiệm vụ"), (330, 120, "Cơ quan chủ trì"), (470, 120, "Thời hạn")],
        *[(80, 140, "1"), (120, 140, "Kiểm tra toàn bộ cống dưới đê và"), (330, 140, "Sở Nông nghiệp"), (470, 140, "15/4/2026")],
        *[(120, 155, "lập danh mục hư hỏng"), (330, 155, "và Môi trường")],
        *[(80, 170, "2"), (120, 170, "Bố trí kinh phí sửa chữa"), (330, 170, "Sở Tài chính"), (470, 170, "30/4/2026")],
        (80, 210, "Các đơn vị báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh trước ngày 20 hằng tháng."),
    ]
    document = read_bytes(drawn(lines, size=11), "a.pdf")
    assert [[document.text[a:b] for a, b in block.cells] for block in document.blocks if block.kind == "table_row"] == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
        ["1", "Kiểm tra toàn bộ cống dưới đê và lập danh mục hư hỏng", "Sở Nông nghiệp và Môi trường", "15/4/2026"],
        ["2", "Bố trí kinh phí sửa chữa", "Sở Tài chính", "30/4/2026"],
    ]
    assert document.text.endswith(lines[-1][2])


def test_every_place_holds_the_words_that_stand_there():
    data = printed([paragraph(words) for words in VI * 9], head="Công báo số 7")
    document = read_bytes(data, "a.pdf")
    opened = pypdfium2.PdfDocument(data)
    assert {place.page for place in document.places} == {1, 2, 3}
    for place in document.places:
        left, top, width, height = place.box
        sheet = opened[place.page - 1]
        shown = sheet.get_textpage().get_text_bounded(
            left - 1, sheet.get_height() - top - height - 1, left + width + 1, sheet.get_height() - top + 1
        )
        assert "".join(shown.split()) == "".join(document.text[place.start : place.end].split())
    covered = [place.start for place in document.places]
    assert covered == sorted(covered) and not document.text[document.places[-1].end :].strip()


LINES = {
    "vi": [
        "Ủy ban nhân dân các xã ven sông phải kiểm tra toàn bộ cống dưới đê^1 và lập danh",
        "mục những cống hư hỏng gửi về Sở Nông nghiệp và Môi trường trước ngày mười lăm",
        "tháng tư để tổng hợp, trình Ủy ban nhân dân tỉnh xem xét và bố trí vốn sửa chữa",
    ],
    "zh": [
        "各县区人民政府要在汛期到来之前完成辖区内小型水库^1的安全检查，建立问",
        "题台账，明确整改责任人和完成时限，并于四月底前将检查结果报送市水利局",
        "备案，同时抄送市财政局和市应急管理局，由市水利局负责汇总各县区的情况",
    ],
}
NOTES = {
    "vi": ["1 Không kể cống do dân tự làm; các xã phải tự kiểm lại", "số liệu trước khi công bố.", "2 Xem phụ lục hai."],
    "zh": ["1 不含在建水库，数据应当以年报为准，各县区可以", "在汛前补报一次。", "2 见附件二。"],
}
ENDS = {"vi": "khẩn cấp^2.", "zh": "并组织复核^2。"}


@pytest.mark.parametrize("rule", [True, False])
@pytest.mark.parametrize("language", ["vi", "zh"])
def test_footnotes_stand_behind_the_sentence_that_goes_on_over_the_page(language, rule):
    full = LINES[language]
    pages = [(full, NOTES[language][:2]), ([full[1], ENDS[language]], NOTES[language][2:])]
    data = footed(pages, language, rule)
    if not shaped(data):  # letters without a shape stand on the raised number, which hides them
        pytest.skip("no font with Chinese letters is installed (Debian: fonts-noto-cjk)")
    document = read_bytes(data, "a.pdf")
    kinds = [kind for kind, _ in parts(document)]
    assert kinds == ["paragraph", "note", "note", "boilerplate", "boilerplate"]
    said = [text for _, text in parts(document)]
    gap = "" if language == "zh" else " "
    ending = ENDS[language].replace("^2", "")
    assert said[0] == gap.join([*full, full[1], ending]).replace("^1", "")
    assert said[1].replace(" ", "") == "".join(NOTES[language][:2]).replace(" ", "")


@pytest.mark.parametrize(
    ("notes", "rule", "small"),
    [
        (["1 Xem phụ lục hai."], False, 12),
        (["9 Không ai gọi tới số này."], False, 9),
        (["Mẫu số 03/KH", "in hai mặt"], True, 9),
    ],
)
def test_what_no_number_calls_is_no_footnote(notes, rule, small):
    document = read_bytes(footed([(LINES["vi"], notes)], "vi", rule, small), "a.pdf")
    assert "note" not in [block.kind for block in document.blocks]
    assert "đê1" in document.text.replace(" ", "")


def test_a_footnote_goes_on_below_the_line_of_the_next_page():
    first = ["* Theo báo cáo của Chi cục Thủy lợi, các xã phải tự"]
    said = [line.replace("^1", "^*") for line in LINES["vi"]]
    document = read_bytes(footed([(said, first), (LINES["vi"][1:], ["kiểm lại số liệu trước khi công bố."])]), "a.pdf")
    assert [text for kind, text in parts(document) if kind == "note"] == [*first, "kiểm lại số liệu trước khi công bố."]
    assert "đê và" in document.text


def test_a_quote_leads_to_its_page_and_box():
    document = read_bytes(printed([paragraph(words) for words in VI * 9]), "a.pdf")
    start = document.text.rindex("Công an tỉnh")
    end = document.text.index(" báo cáo", start)
    assert page(document.places, start, end) == 3
    ((number, box),) = boxes(document.places, start, end)
    first, position, quote = selectors(document.text, document.places, start, end)
    assert first["type"] == "FragmentSelector" and first["value"] == f"page={number}&viewrect={','.join(f'{side:g}' for side in box)}"
    assert first["refinedBy"] == quote and quote["exact"] == document.text[start:end]
    assert position == {"type": "TextPositionSelector", "start": start, "end": end}


def test_a_quote_of_plain_text_has_no_page():
    assert page((), 0, 5) is None
    assert [s["type"] for s in selectors("Các xã phải báo cáo.", (), 0, 6)] == ["TextPositionSelector", "TextQuoteSelector"]


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_whose_text_lies_on_its_side_is_read_and_its_places_are_where_it_is_shown(quarter):
    data = printed([paragraph(words) for words in VI], size=(842, 595))
    opened = pypdfium2.PdfDocument(data)
    opened[0].set_rotation(quarter)
    turned = io.BytesIO()
    opened.save(turned)
    document = read_bytes(turned.getvalue(), "a.pdf")
    assert body(document) == VI
    left, top, width, height = document.places[0].box
    assert (width > height) == (quarter == 180)
    assert {90: left > 595 - 90, 180: top > 595 - 90, 270: left < 90}[quarter]


def test_a_page_without_a_letter_is_an_error():
    with pytest.raises(IngestError, match="holds no text"):
        read_bytes(drawn([(0, 0, " ")]), "empty.pdf")


def test_the_title_property_is_taken_where_the_text_has_none_and_no_program_gave_it():
    assert read_bytes(printed([paragraph(VI[0])], title="Bảo vệ đê điều"), "a.pdf").provenance["title"] == "properties"
    assert read_bytes(printed([paragraph(VI[0])], title="Microsoft Word - cv12.doc"), "a.pdf").title is None


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7\n" + b"x" * 100, "damaged or cut off"), (printed([paragraph(VI[0], "zh")], language="zh")[:300], "damaged or cut off")],
)
def test_a_broken_file_says_so(data, words):
    with pytest.raises(IngestError, match=words) as error:
        read_bytes(data, "a.pdf")
    assert error.value.stage == "pdf" and "a.pdf" in error.value.message and ";" in error.value.message


def test_an_encrypted_file_says_so():
    from reportlab.lib.pdfencrypt import StandardEncryption

    with pytest.raises(IngestError, match="encrypted; save it without its password"):
        read_bytes(printed([paragraph(VI[0])], encrypt=StandardEncryption("secret", strength=128)), "a.pdf")
