"""Archives, mails and exports: each document in them is read under its own name, and nothing in them does harm or is lost."""

import csv
import io
import json
import tarfile
import time
import zipfile
from email.message import EmailMessage

import openpyxl
import pytest

from pipeline.ingest import IngestError, Item, read, store, unpack
from tests.ingest.office_files import p, word

TEXT = "Các xã phải báo cáo trước ngày 30/6/2026.\n"


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def outcome(item):
    """Return what a run would make of an item: its text, or the reason of its failure."""
    try:
        return read(item.path, source=item.source).text
    except IngestError as error:
        assert error.message.startswith(item.source)
        return f"! {error.message.removeprefix(item.source)}"


def results(path, folder):
    """Return the outcome of each item by the part of its source after the container's path."""
    return {item.source.removeprefix(str(path)): outcome(item) for item in unpack(path, folder)}


def test_an_ordinary_file_is_itself(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert unpack(file, tmp_path / "out") == [Item(file, str(file))]
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_itself_and_its_reading_says_so(tmp_path):
    (item,) = unpack(tmp_path / "none.zip", tmp_path / "out")
    with pytest.raises(IngestError, match="no such file"):
        read(item.path, source=item.source)


def test_an_archive_gives_each_document_with_its_sidecar(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"sâu.txt": "Huyện phải họp."}).read_bytes()
    members = {
        "b/huyện.docx": word(p("Xã phải họp.")),
        "a.txt": TEXT,
        "a.meta.yaml": "title: Báo cáo",
        "b/c.zip": inner,
        "x.exe": b"",
        ".ẩn.txt": "x",
    }
    path = zipped(tmp_path / "export.zip", members)
    assert results(path, tmp_path / "out") == {
        "!/b/huyện.docx": "Xã phải họp.",
        "!/a.txt": TEXT,
        "!/b/c.zip!/sâu.txt": "Huyện phải họp.",
    }
    documents = {item.source: read(item.path, source=item.source) for item in unpack(path, tmp_path / "again")}
    assert documents[f"{path}!/a.txt"].title == "Báo cáo"
    assert documents[f"{path}!/a.txt"].source == f"{path}!/a.txt"


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.bz2", "w:bz2"), ("a.tar.xz", "w:xz")]
)
def test_tar_archives(tmp_path, name, mode):
    path = tmp_path / name
    with tarfile.open(path, mode) as file:
        for member, content in (("k/a.txt", TEXT), ("k/b.txt", "各村要上报。"), ("../c.txt", TEXT)):
            data = content.encode()
            info = tarfile.TarInfo(member)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("d.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(link)
    found = results(path, tmp_path / "out")
    assert (found["!/k/a.txt"], found["!/k/b.txt"]) == (TEXT, "各村要上报。")
    assert "leads out of the archive" in found["!/../c.txt"] and "is a link or a device" in found["!/d.txt"]


def test_a_single_compressed_file(tmp_path):
    import gzip

    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert results(path, tmp_path / "out") == {"!/a.txt": TEXT}


def test_names_from_chinese_systems_are_read(tmp_path):
    path = zipped(tmp_path / "a.zip", {"01234567.txt": "各镇应当整改。"})
    path.write_bytes(path.read_bytes().replace(b"01234567", "水库巡查".encode("gb18030")))
    assert list(results(path, tmp_path / "out")) == ["!/水库巡查.txt"]


TRAVERSAL = ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"]


@pytest.mark.parametrize("name", TRAVERSAL)
def test_a_name_that_leads_out_of_the_archive_is_refused(tmp_path, name):
    path = zipped(tmp_path / "a.zip", {name: TEXT, "good.txt": TEXT})
    before = set(tmp_path.parent.rglob("evil.txt"))
    found = results(path, tmp_path / "out")
    assert found["!/good.txt"] == TEXT and len(found) == 2
    assert [reason for reason in found.values() if "leads out of the archive" in reason]
    assert set(tmp_path.parent.rglob("evil.txt")) == before


def test_no_written_file_lies_outside_the_folder_or_bears_a_members_name(tmp_path):
    path = zipped(tmp_path / "a.zip", {"aux/con.txt": TEXT, "ngày 30/6.txt": TEXT})
    assert {item.path.parent for item in unpack(path, tmp_path / "out")} == {tmp_path / "out"}
    assert {item.path.name for item in unpack(path, tmp_path / "more")} == {"00000001.txt", "00000002.txt"}


def test_a_zip_bomb_is_refused_and_its_neighbours_complete(tmp_path):
    path = zipped(tmp_path / "a.zip", {"bomb.txt": b"0" * 60_000_000, "good.txt": TEXT})
    start = time.process_time()
    found = results(path, tmp_path / "out")
    assert found["!/good.txt"] == TEXT and "zip bomb" in found["!/bomb.txt"]
    assert time.process_time() - start < 10
    assert sum(file.stat().st_size for file in (tmp_path / "out").iterdir()) < 100_000


def test_a_compressed_stream_that_never_ends_is_refused(tmp_path):
    import gzip

    path = tmp_path / "a.txt.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(bytes(1_000_000))
    assert "zip bomb" in results(path, tmp_path / "out")["!/a.txt"]


def test_all_that_a_container_holds_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 5_000)
    path = zipped(tmp_path / "a.zip", {f"{i}.txt": TEXT * 50 for i in range(4)})
    found = results(path, tmp_path / "out")
    assert [text == TEXT * 50 for text in found.values()] == [True, False, False, False]
    assert len([text for text in found.values() if "unpack it by hand" in text]) == 3


def test_the_number_of_documents_is_bounded_and_says_where(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST_MEMBERS", 3)
    monkeypatch.setattr("pipeline.ingest.containers.MOST_MEMBERS", 3)
    path = zipped(tmp_path / "a.zip", {f"{i}.txt": TEXT for i in range(6)})
    found = results(path, tmp_path / "out")
    assert len(found) == 4 and "more than 3 documents" in found[""]


def test_archives_in_archives_are_opened_three_deep(tmp_path):
    data = TEXT.encode()
    name = "a.txt"
    for depth in range(5):
        data, name = zipped(tmp_path / "x.zip", {name: data}).read_bytes(), f"{depth}.zip"
    path = tmp_path / "deep.zip"
    path.write_bytes(data)
    ((source, reason),) = results(path, tmp_path / "out").items()
    assert source.count("!/") == 3 and "archives deep" in reason


@pytest.mark.parametrize("cut", [40, 200])
def test_a_damaged_archive_is_a_failure_and_never_an_exception(tmp_path, cut):
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT * 100, "b.txt": TEXT})
    path.write_bytes(path.read_bytes()[:cut])
    assert all(text.startswith("! ") for text in results(path, tmp_path / "out").values())


def test_an_encrypted_member_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is encrypted" in results(path, tmp_path / "out")["!/a.txt"]


def test_an_archive_without_documents_says_so(tmp_path):
    path = zipped(tmp_path / "a.zip", {"x.exe": b"MZ", "folder/": b""})
    assert "holds no document" in results(path, tmp_path / "out")[""]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off"], ids=["empty", "cut"])
def test_an_empty_or_damaged_member_fails_under_its_own_name(tmp_path, content):
    names = ["a/trống.txt", "空.docx", "b.csv", "b.xlsx", "c.jsonl", "d.pdf", "e.zip"]
    found = results(zipped(tmp_path / "a.zip", {"đủ.txt": TEXT} | dict.fromkeys(names, content)), tmp_path / "out")
    assert list(found) == ["!/đủ.txt", *(f"!/{name}" for name in names)]
    assert [outcome.startswith(("! ", "!:")) for outcome in found.values()] == [False] + [True] * len(names)


def test_a_member_that_holds_no_document_fails_under_its_own_name(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"x.exe": b"MZ"}).read_bytes()
    found = results(zipped(tmp_path / "a.zip", {"a.txt": TEXT, "b.zip": inner, "c.csv": "url,content\n"}), tmp_path / "out")
    assert ["holds no document" in outcome for outcome in found.values()] == [False, True, True]


def test_an_archive_given_to_the_reader_itself_names_the_cure(tmp_path):
    with pytest.raises(IngestError, match="zeren extract"):
        read(zipped(tmp_path / "a.zip", {"a.txt": TEXT}))


HEADS = {"a.csv": ["Tiêu đề", "Nội dung", "Ngày đăng", "Link"], "a.tsv": ["title", "content", "publish_date", "url"]}
ROWS = [
    ["Họp", "Xã phải họp,\nhằng tháng.", "5/3/2026", "https://example.org/1"],
    [""] * 4,
    ["Trống", "", "", ""],
    ["Trực", "Xã phải trực.", "", ""],
]


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_crawlers_export_in_text(tmp_path, name, encoding):
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter="\t" if name == "a.tsv" else ",").writerows([HEADS[name], *ROWS])
    items = unpack(path, tmp_path / "out")
    assert [item.source for item in items] == [f"{path}#row=2", f"{path}#row=5"]
    first = read(items[0].path, source=items[0].source)
    assert (first.text, first.title, first.published, first.url) == (
        "Xã phải họp,\nhằng tháng.",
        "Họp",
        "2026-03-05",
        "https://example.org/1",
    )
    assert first.provenance["title"] == "sidecar"


def test_a_chinese_workbook_with_two_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "新闻"
    for row in (["标题", "正文", "发布时间", "来源"], ["水库巡查", "各镇应当每日巡查。", "2026年3月5日", "望溪网"]):
        book.active.append(row)
    book.create_sheet("说明").append(["共1条"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    (item,) = unpack(path, tmp_path / "out")
    found = read(item.path, source=item.source)
    assert item.source == f"{path}#sheet=新闻&row=2"
    assert (found.text, found.title, found.published, found.publisher) == ("各镇应当每日巡查。", "水库巡查", "2026-03-05", "望溪网")


def test_a_text_that_is_markup_is_read_as_a_page(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("url,body\nu,<p>Xã phải họp.</p><p>Huyện kiểm tra.</p>\n", encoding="utf-8")
    (item,) = unpack(path, tmp_path / "out")
    assert read(item.path, source=item.source).text == "Xã phải họp.\n\nHuyện kiểm tra."


def test_json_lines_with_their_bad_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"text": "Xã phải họp.", "title": "Họp", "date": "2026-03-05", "lang": "vi"}, {"id": 3}, [1]]
    path.write_text("\n".join([*(json.dumps(row, ensure_ascii=False) for row in rows), "{", "[" * 100_000, ""]), encoding="utf-8")
    found = results(path, tmp_path / "out")
    assert found["#line=1"] == "Xã phải họp." and len(found) == 5
    assert [number for number, text in enumerate(found.values(), start=1) if text.startswith("! ")] == [2, 3, 4, 5]


TASKS = [
    ["TT", "Nội dung", "Đơn vị chủ trì", "Thời hạn"],
    [1, "Nạo vét kênh", "Phòng Kinh tế", "30/6/2026"],
    [2, "Sửa cống", None, "Quý III"],
]


def test_a_workbook_of_tasks_is_one_document_with_its_rows(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["PHÂN CÔNG NHIỆM VỤ"])
    for row in TASKS:
        book.active.append(row)
    book.active.merge_cells("C3:C4")
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert unpack(path, tmp_path / "out") == [Item(path, str(path))]
    found = read(path)
    rows = [[found.text[a:b] for a, b in block.cells] for block in found.blocks if block.kind == "table_row"]
    assert rows[1:] == [["1", "Nạo vét kênh", "Phòng Kinh tế", "30/6/2026"], ["2", "Sửa cống", "Phòng Kinh tế", "Quý III"]]
    assert {block.header for block in found.blocks if block.kind == "table_row"} == {None, 1}


def test_a_workbook_says_which_hidden_parts_were_left_out_and_which_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Nhiệm vụ"
    for row in TASKS:
        book.active.append(row)
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[90].hidden = True
    book.create_sheet("Nháp").append(["Xã phải họp."])
    book["Nháp"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert "Nạo vét kênh" in found.text and "Xã phải họp" not in found.text
    assert found.issues == ("the sheet “Nháp” is hidden and was left out", "hidden rows of the sheet “Nhiệm vụ” were read: 1")


def mail(attached=True):
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "V/v họp giao ban",
        "Văn phòng <vp@example.org>",
        "Thu, 5 Mar 2026 08:00:00 +0700",
    )
    message.set_content("Các phòng phải gửi báo cáo.")
    message.add_alternative("<html><body><p>Các phòng phải gửi báo cáo.</p></body></html>", subtype="html")
    if attached:
        message.add_attachment(word(p("Xã phải họp.")), maintype="application", subtype="octet-stream", filename="giấy mời.docx")
        message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="../logo.txt")
    return message.as_bytes()


def test_a_mail_and_its_attachments(tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(mail())
    found = results(path, tmp_path / "out")
    assert found[""] == "Các phòng phải gửi báo cáo." and found["!/giấy mời.docx"] == "Xã phải họp."
    assert len(found) == 3 and found["!/../logo.txt"].startswith("! ")
    document = read(path)
    assert (document.title, document.published, document.publisher) == ("V/v họp giao ban", "2026-03-05", "Văn phòng")
    assert document.provenance["published"] == "mail"


def test_a_saved_page(tmp_path):
    head = ["From: <Saved>", "Snapshot-Content-Location: https://example.org/a", "MIME-Version: 1.0"]
    head += ['Content-Type: multipart/related; boundary="b"', "", ""]
    part = ["--b", "Content-Type: text/html; charset=gb2312", "Content-Transfer-Encoding: 8bit", ""]
    body = [*part, "<html><body><h1>通知</h1><p>各村应当上报。</p></body></html>", "--b--", ""]
    path = tmp_path / "a.mhtml"
    path.write_bytes("\r\n".join([*head, *body]).encode("gb2312"))
    found = read(path)
    assert (found.text, found.url, found.publisher) == ("通知\n\n各村应当上报。", "https://example.org/a", None)


@pytest.mark.parametrize("data", [b"", b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x", b"\xff\xfe\x00" * 9])
def test_odd_mails_are_read_or_refused(tmp_path, data):
    path = tmp_path / "a.eml"
    path.write_bytes(data)
    for item in unpack(path, tmp_path / "out"):
        assert outcome(item)


def test_a_picture_named_as_a_document_is_refused(tmp_path):
    for name in ("a.pdf", "a.docx", "a.html", "a.csv", "a.zip", "a.rtf", "a.odt", "a.eml"):
        path = tmp_path / name
        path.write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(100))
        assert all(outcome(item).startswith("! ") for item in unpack(path, tmp_path / "out")), name


def test_a_text_of_200_megabytes_costs_its_own_row_only(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    start = time.process_time()
    with pytest.raises(IngestError, match="split"):
        read(path)
    assert time.process_time() - start < 10
