"""`zeren inspect`: how a file was read, on the terminal and as a page."""

from __future__ import annotations

import html
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.inspect import inspect
from pipeline.inspect import view
from pipeline.inspect.page import page
from pipeline.records import Block, Document, Place
from tests.ingest.printing import paragraph, printed

TEXT = "Chỉ thị\n\nỦy ban nhân dân các xã phải kiểm tra cống dưới đê trước ngày 15/4/2026.\n\nChia sẻ\n"


@pytest.fixture
def directive(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.meta.yaml").write_text("title: Bảo vệ đê điều\n", encoding="utf-8")
    return path


def scanned() -> Document:
    """A document of two pages, the second read from a picture."""
    text = "Một dòng <b>in</b>\nChữ mờ \u202eở đây"
    return Document(
        "id",
        "a.pdf",
        "0" * 64,
        "pdf+scan",
        text,
        (Block("paragraph", "vi", 0, 18, 0), Block("boilerplate", "vi", 19, len(text), 19)),
        issues=("page 2: read from a picture with a mean confidence of only 70 of 100",),
        places=(
            Place(0, 18, 1, (10, 10, 90, 12)),
            Place(19, 22, 2, (10, 10, 20, 12), None, 95.0),
            Place(23, 25, 2, (40, 10, 20, 12), None, 45.0),
        ),
    )


def test_the_terminal_shows_blocks_metadata_with_sources_and_boilerplate(directive):
    result = CliRunner().invoke(inspect, [str(directive)])
    assert result.exit_code == 0
    assert "title      Bảo vệ đê điều  (sidecar)" in result.output
    assert re.search(r"left out +1 of \d+ blocks as boilerplate, 7 characters", result.output)
    assert re.search(r"vi +paragraph +Ủy ban nhân dân các xã phải kiểm tra cống", result.output)


def test_a_paged_file_shows_the_page_of_each_block(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(printed([paragraph(TEXT.split("\n\n")[1]) for _ in range(40)]))
    output = CliRunner().invoke(inspect, [str(path)]).output
    assert ", 2 pages" in output and re.search(r"^p\.1 .*Ủy ban", output, re.M) and re.search(r"^p\.2 .*Ủy ban", output, re.M)


def test_a_scan_shows_how_sure_it_is():
    seen = view(scanned())
    assert [(scan.page, scan.words, scan.confidence, scan.doubtful) for scan in seen.scans] == [(2, 2, 70.0, 1)]
    assert seen.parts[1].doubtful == ((4, 6),) and seen.pages == 2


def test_the_page_marks_doubtful_words_and_escapes_what_documents_hold():
    made = page([view(scanned())])
    assert "<mark>mờ</mark>" in made and "&lt;b&gt;in&lt;/b&gt;" in made and "\u202e" not in made
    assert "70 of 100" in made and '<tr class="boilerplate">' in made


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(directive, tmp_path):
    out = tmp_path / "a.html"
    assert CliRunner().invoke(inspect, [str(directive), "--html", "-o", str(out)]).exit_code == 0
    made = out.read_text(encoding="utf-8")
    opened: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag, attributes):
            assert tag not in ("script", "link", "img")
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    Balance().feed(made)
    assert opened == [] and "://" not in made and html.escape("Chia sẻ") in made


def test_every_document_of_an_archive_is_shown_and_one_that_fails_says_why(tmp_path, directive):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(directive, "one/a.txt")
        file.writestr("two.pdf", b"%PDF-1.7 broken")
    result = CliRunner().invoke(inspect, [str(archive)], standalone_mode=False)
    assert result.return_value == 1
    assert "a.zip!/one/a.txt" in result.output and "not read: pdf: " in result.output and "damaged" in result.output
