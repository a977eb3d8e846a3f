"""Files, folders and sidecars: what is read, what is passed over, what is refused and how it says so."""

import pickle
import re

import pytest

from pipeline.ingest import IngestError, read, read_text, unpack, walk
from tests.ingest.office_files import package

TEXT = "Các xã phải báo cáo trước ngày 30/6/2026.\n"


def write(path, text=TEXT):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_folders_are_walked_in_order_and_oddments_passed_over(tmp_path):
    wanted = [write(tmp_path / name) for name in ("a.txt", "b/c.md", "b/d.HTML", "z.txt")]
    for name in (".DS_Store", ".hidden.txt", "a.meta.yaml", "b/picture.png", "~$lock.txt", ".git/x.txt"):
        write(tmp_path / name)
    assert walk([tmp_path]) == wanted


def test_a_folder_that_contains_itself_is_entered_once(tmp_path):
    file = write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert walk([tmp_path]) == [file]


def test_a_file_named_twice_is_read_once(tmp_path):
    file = write(tmp_path / "a.txt")
    assert walk([file, tmp_path, str(file)]) == [file]


def test_named_files_are_kept_even_if_they_cannot_be_read(tmp_path):
    missing, odd = tmp_path / "no.txt", write(tmp_path / "sheet.xyz")
    assert walk([missing, odd]) == [missing, odd]
    for path, word in ((missing, "no such file"), (odd, "not read"), (tmp_path, "folder")):
        with pytest.raises(IngestError, match=word) as error:
            read(path)
        assert error.value.stage == "read" and ";" in error.value.message


def test_an_unreadable_file_says_so(tmp_path, monkeypatch):
    file = write(tmp_path / "a.txt")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "read_bytes", refuse)
    with pytest.raises(IngestError, match=r"Permission denied.*; give read permission"):
        read(file)


def test_a_file_gives_what_its_text_gives(tmp_path):
    file = write(tmp_path / "a.txt")
    assert read(file).blocks == read_text(TEXT).blocks and read(file).document_id == read_text(TEXT).document_id


def test_a_moved_file_keeps_its_identity(tmp_path):
    assert read(write(tmp_path / "a.txt")).document_id == read(write(tmp_path / "b" / "c.md")).document_id


def test_the_sidecar_beats_the_text(tmp_path):
    file = write(tmp_path / "a.txt", "Nước sạch về bản\n\n30/01/2021 - 17:23\n\n" + TEXT)
    write(tmp_path / "a.meta.yaml", "title: Tên đúng\npublished: 2021-02-01\nlanguage: vi\ncolour: blue\n")
    document = read(file)
    assert (document.title, document.published, document.language) == ("Tên đúng", "2021-02-01", "vi")
    assert document.provenance == {"title": "sidecar", "published": "sidecar"} and "colour" in document.issues[0]


@pytest.mark.parametrize(
    ("sidecar", "line"),
    [
        ("title: x\npublished: gestern\n", 2),
        ("title: [x]\n", 1),
        ("title: x\n  number: 3\n", 2),
        ("language: fr\n", 1),
        ("- x\n", 1),
        ("title: a\ntitle: b\n", 2),
    ],
)
def test_a_broken_sidecar_names_file_line_and_cure(tmp_path, sidecar, line):
    file = write(tmp_path / "a.txt")
    write(tmp_path / "a.meta.yaml", sidecar)
    with pytest.raises(IngestError) as error:
        read(file)
    assert error.value.stage == "sidecar" and f"a.meta.yaml:{line}:" in error.value.message and "YYYY-MM-DD" in error.value.message


def test_errors_survive_the_way_back_from_a_worker():
    error = pickle.loads(pickle.dumps(IngestError("read", "a: b; c")))
    assert (error.stage, error.message, str(error)) == ("read", "a: b; c", "a: b; c")


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "cure"),
    [
        ("bảng điểm.ods", package({"mimetype": "", "content.xml": "", "META-INF/manifest.xml": ""}), "save it as .xlsx"),
        ("汇报.pptx", package({"[Content_Types].xml": ""}), "save it as .pdf"),
        ("old.xls", OLD + "Workbook".encode("utf-16-le"), "save it as .docx, .xlsx or text"),
        ("台账.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "is encrypted; save it without a password"),
    ],
)
def test_what_no_reader_knows_is_found_in_a_folder_and_refused_with_a_cure(tmp_path, name, data, cure):
    path = tmp_path / name
    path.write_bytes(data)
    assert walk([tmp_path]) == [path]
    (item,) = unpack(path, tmp_path / "unpacked")
    with pytest.raises(IngestError, match=re.escape(cure)) as raised:
        read(item.path)
    assert name in raised.value.message
