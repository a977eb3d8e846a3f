"""Encodings: whatever a file was saved in, the same letters come out; what is no text is refused by name."""

import re
import unicodedata
import zlib

import pytest

from pipeline.ingest import IngestError, legacy, read

ZH = "各县人民政府要落实防汛责任，于每年四月底前完成水库检查，并将结果报送市水利局。对落实不力的，严肃追究责任。\n"
TW = "各縣政府應當落實防汛責任，於每年四月底前完成水庫檢查，並將結果報送水利局。對落實不力的，嚴肅追究責任。\n"
VI = "Chủ tịch Ủy ban nhân dân xã chịu trách nhiệm tổ chức kiểm tra hồ chứa trước ngày 30 tháng 4 hằng năm và báo cáo kết quả.\n"
SMALL = "Đơn vị quản lý hồ chứa phải kiểm tra hằng năm, báo cáo kết quả trước tháng 4; thủ trưởng đơn vị chịu trách nhiệm về số liệu.\n"


def backwards(text, name):
    """Text in an old Vietnamese encoding: the inverse of the tables, longest signs first."""
    if name == "vni":
        inverse = {whole: pair for pair, whole in legacy.VNI.items() if not (len(pair) == 2 and pair[0].isupper() != pair[1].isupper())}
        return "".join(inverse.get(sign, sign) for sign in text).encode("latin-1")
    table = {legacy.decode(bytes([code]), name): bytes([code]) for code in range(256)}
    return b"".join(table[sign] for sign in text)


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (ZH, "utf-8", "utf-8"), (VI, "utf-8-sig", "utf-8-sig"), (ZH, "utf-16", "utf-16"), (VI, "utf-16-le", "utf-16-le"),
        (VI, "utf-16-be", "utf-16-be"), (ZH, "utf-16-be", "utf-16-be"),
        (ZH, "gbk", "gb18030"), (ZH, "gb18030", "gb18030"), (TW, "big5", "big5hkscs"), (VI, "utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_encodings_python_writes(tmp_path, text, encoding, label):
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    document = read(file)
    assert (document.text, document.encoding) == (text, label)


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii"])
def test_old_vietnamese_encodings(tmp_path, name):
    file = tmp_path / "a.txt"
    file.write_bytes(backwards(SMALL, name))
    document = read(file)
    assert (document.text, document.encoding, document.language) == (SMALL, name, "vi")


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_letters_of_old_fonts_pasted_as_unicode(tmp_path, name):
    file = tmp_path / "a.txt"
    pasted = backwards(SMALL, name).decode("latin-1")
    file.write_text(VI + pasted, encoding="utf-8")
    document = read(file)
    assert (document.text, document.encoding, len(document.issues)) == (VI + SMALL, "utf-8", 1)


@pytest.mark.parametrize("text", [VI, ZH, "Ông Müller và bà Peña phải báo cáo.\n", "L’élève doit être là à l’heure.\n", "王·李®负责。\n"])
def test_letters_of_no_old_font_stay(text):
    assert legacy.modern(text) == (text, None)


def test_windows_1258_keeps_its_combining_marks(tmp_path):
    file = tmp_path / "a.txt"
    tones = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
    apart = "".join(
        unicodedata.normalize("NFC", tones.sub("", unicodedata.normalize("NFD", c)))
        + "".join(tones.findall(unicodedata.normalize("NFD", c)))
        for c in VI
    )
    file.write_bytes(apart.encode("cp1258"))
    document = read(file)
    assert unicodedata.normalize("NFC", document.text) == VI and document.encoding == "cp1258"


def test_line_ends_are_kept_to_the_letter(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes("一、要求\r\n各县要落实。\r\n\r\n".encode())
    assert read(file).text == "一、要求\r\n各县要落实。\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "kept"),
    [(ZH.encode() + b"\xff\xfe" + ZH.encode(), "\\xff\\xfe"), (VI.encode() + b"\xed\xa0\x80" + VI.encode(), "\\xed\\xa0\\x80")],
)
def test_bytes_that_are_no_letters_are_kept_as_escapes(tmp_path, data, kept):
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    document = read(file)
    assert kept in document.text and document.encoding == "utf-8" and "not UTF-8" in document.issues[0]
    document.text.encode()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"), (b"PK\x03\x04" + b"\x00" * 40, "ZIP"),
        (b"%PDF-1.7\n", "PDF"), (b"GIF89a" + b"\x00" * 9, "GIF"),
        (b"\x00\x01\x02" * 500, "NUL"), (zlib.compress(ZH.encode() * 90) * 9, "no text"), (b"", "no text"), (b" \n\t \n", "no text"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_a_cure(tmp_path, data, word):
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    with pytest.raises(IngestError) as error:
        read(file)
    assert word in error.value.message and str(file) in error.value.message and ";" in error.value.message
