"""Scans and pictures of pages: language, tilt, stamps, tables, confidence; and bad text layers."""

from __future__ import annotations

import io
import shutil

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from rapidfuzz.distance import Levenshtein

from pipeline.ingest import IngestError, scan
from pipeline.ingest.limits import reading
from pipeline.ingest.pdf_sheet import Sheet, Word
from pipeline.ingest.pdf_words import distrust
from pipeline.ingest.reading import read_bytes
from tests.ingest.printing import drawn, paragraph, printed, table

CODES = reading().ocr.languages
tesseract = pytest.mark.skipif(
    bool(shutil.which("tesseract") is None or scan.missing(CODES)),
    reason=f"tesseract with {', '.join(CODES)} is not installed (make setup-ocr)",
)
PAGE = (420, 210)
VI = "Ủy ban nhân dân các xã phải kiểm tra toàn bộ cống dưới đê, báo cáo Sở Nông nghiệp và Môi trường trước ngày 15 tháng 4 năm 2026."
ZH = "各县区人民政府要在汛期到来之前完成小型水库安全检查，明确整改责任人和完成时限，四月底前报市水利局备案。"


def pictures(data: bytes, dpi: int = 200, tilt: float = 0.0, stamp: bool = False) -> list[Image.Image]:
    """Return the pages of a PDF as a scanner sees them."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        image = page.render(scale=dpi / 72).to_pil().convert("RGB")
        if stamp:
            ink = Image.new("RGB", image.size, "white")
            middle, radius = (image.width * 0.6, image.height * 0.45), dpi * 0.55
            ImageDraw.Draw(ink).ellipse(
                (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius), outline=(222, 40, 50), width=8
            )
            image = ImageChops.multiply(image, ink)
        found.append(image.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor="white"))
    return found


def saved(images: list[Image.Image], kind: str, dpi: int = 200) -> bytes:
    file = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(file, kind, **({"resolution": dpi} if kind == "PDF" else {"dpi": (dpi, dpi)}), **more)
    return file.getvalue()


def page(words: str, language: str) -> bytes:
    from tests.ingest.printing import font, style  # noqa: F401 (registers the font)

    step = 22 if language == "zh" else 42
    lines = [words[i : i + step] for i in range(0, len(words), step)]
    return drawn([(40, 60 + 24 * n, line) for n, line in enumerate(lines)], language, size=14, page=PAGE)


def likeness(said: str, document) -> float:
    read = "".join(document.text.split())
    return Levenshtein.normalized_similarity("".join(said.split()), read)


@tesseract
@pytest.mark.parametrize(("words", "language"), [(VI, "vi"), (ZH, "zh")])
def test_a_tilted_stamped_scan_is_read_in_its_language(words, language):
    document = read_bytes(saved(pictures(page(words, language), tilt=1.2, stamp=True), "PDF"), "a.pdf")
    assert (document.encoding, document.language) == ("scan", language)
    assert likeness(words, document) > 0.95


@tesseract
def test_every_word_of_a_scan_has_its_box_and_confidence():
    document = read_bytes(saved(pictures(page(VI, "vi"), tilt=-1), "PDF"), "a.pdf")
    assert len(document.places) == len(document.text.split())
    assert all(place.page == 1 and 0 <= place.confidence <= 100 for place in document.places)
    first = document.places[0]
    left, top, width, height = first.box
    assert document.text[first.start : first.end] == "Ủy"
    assert abs(left - 40) < 5 and abs(top + height / 2 - 56) < 8 and 8 < width < 30


@tesseract
@pytest.mark.slow
@pytest.mark.parametrize("quarters", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_and_its_boxes_are_where_it_shows_them(quarters):
    (image,) = pictures(printed([paragraph(VI * 3)], size=(595, 300)))
    document = read_bytes(saved([image.rotate(quarters, expand=True)], "PDF"), "a.pdf")
    assert likeness(VI * 3 + "1", document) > 0.95
    left, top, width, height = document.places[0].box  # the first word, at (94, 72) of the upright page of 595 × 300 points
    middle = {90: (78, 595 - 104), 180: (595 - 104, 300 - 78), 270: (300 - 78, 104)}[quarters]
    assert abs(left + width / 2 - middle[0]) < 15 and abs(top + height / 2 - middle[1]) < 15


@tesseract
@pytest.mark.parametrize("kind", ["PNG", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("JPEG", "GIF", "WEBP"))])
def test_a_picture_of_a_page_is_read_whatever_it_is_called(kind):
    (image,) = pictures(page(ZH, "zh"))
    data = saved([image], kind) if kind in ("PNG", "JPEG") else saved([image.convert("P") if kind == "GIF" else image], kind)
    assert likeness(ZH, read_bytes(data, "a.pdf")) > 0.9


@tesseract
@pytest.mark.slow
def test_the_pictures_of_a_tiff_are_its_pages():
    document = read_bytes(saved(pictures(page(VI, "vi")) + pictures(page(VI, "vi")), "TIFF"), "a.tif")
    assert {place.page for place in document.places} == {1, 2}


@tesseract
def test_a_scanned_table_is_read_row_by_row():
    rows = [
        ["任务", "牵头单位", "完成时限"],
        ["排查小型水库安全隐患", "市水利局", "四月底前"],
        ["安排应急维修资金", "市财政局", "五月底前"],
    ]
    data = printed([paragraph(ZH, "zh"), table(rows, (200, 120, 120), "zh")], language="zh", size=(595, 420))
    document = read_bytes(saved(pictures(data, tilt=0.7), "PDF"), "a.pdf")
    found = [[document.text[a:b] for a, b in block.cells] for block in document.blocks if block.kind == "table_row"]
    assert [["".join(cell.split()) for cell in row] for row in found] == rows
    assert [block.header is not None for block in document.blocks if block.kind == "table_row"] == [False, True, True]


@tesseract
def test_a_page_with_a_text_layer_is_not_read_again():
    document = read_bytes(page(VI, "vi"), "a.pdf")
    assert document.encoding == "pdf" and all(place.confidence is None for place in document.places)


def sheet(text: str) -> Sheet:
    return Sheet(1, 595, 842, [Word(word, 0, 0, 10, 10, 10) for word in text.split()])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (VI * 3, None),
        (ZH * 3, None),
        ("The Mekong Delta plan of 2026 names café owners and naïve readers." * 3, None),
        ("Hӗ sѫ ÿӅ nghӏ cҩp phép gӗm các giҩy tӡ sau ÿây, nӝp tҥi bӝ phұn tiӃp nhұn " * 2, "words that no spelling knows"),
        ("Uû ban nh©n d©n tØnh chØ ®¹o c¸c së, ngµnh tæ chøc thùc hiÖn kÕ ho¹ch nµy " * 2, "words that no spelling knows"),
        ("\ue001\ue002\ue003 \ue004\ue005 abc " * 5, "letters without a meaning"),
        ("12 34 56", None),
        ("", None),
    ],
)
def test_a_bad_text_layer_is_noticed(text, why):
    assert distrust(sheet(text), reading().text_layer) == why


def test_a_scan_without_tesseract_names_the_one_command(monkeypatch):
    monkeypatch.setenv("PATH", "")
    scan.missing.cache_clear()
    with pytest.raises(IngestError, match=r"a\.pdf: page 1 .*tesseract is not installed; run `make setup-ocr`") as error:
        read_bytes(saved(pictures(page(ZH, "zh")), "PDF"), "a.pdf")
    scan.missing.cache_clear()
    assert error.value.stage == "scan"


@pytest.mark.parametrize(
    ("line", "print_"),
    [
        ("(一)各县区:按期报送;", "（一）各县区：按期报送；"),
        ("按〈水利局)要求办理", "按（水利局）要求办理"),
        ("按《防汛预案》(试行)办理", "按《防汛预案》（试行）办理"),
        ("比例为1:10,约2,000户", "比例为1:10，约2,000户"),
        ("Sở Tài chính (chủ trì): báo cáo", "Sở Tài chính (chủ trì): báo cáo"),
    ],
)
def test_signs_of_chinese_print_are_full_width(line, print_):
    assert scan.full_width(line) == print_


@tesseract
@pytest.mark.slow
def test_an_empty_page_between_others_is_passed_over():
    blank = Image.new("RGB", (1166, 583), "white")
    document = read_bytes(saved([*pictures(page(ZH, "zh")), blank], "PDF"), "a.pdf")
    assert {place.page for place in document.places} == {1}
