"""The published site: whole, read-only, and without what people wrote for themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.register import Register, RegisterError, tracking
from pipeline.register.journal import Journal
from pipeline.web.publish import MARK, publish
from pipeline.web.words import words
from tests.register.making import Row
from tests.web.conftest import TODAY

SECRET = ("Trần Thị Owner", "ghi chú nội bộ", "Phạm Clerk", "lý do riêng", "/minutes")


@pytest.fixture
def site(register: Register, rows: tuple[Row, ...], tmp_path: Path) -> Path:
    place = tmp_path / "minutes" / "signed.pdf"
    place.parent.mkdir()
    place.write_bytes(b"signed")
    with register.writing() as connection:
        entries = ["status=in_progress", f"owner={SECRET[0]}", f"note={SECRET[1]}", f"evidence={place}", "evidence=https://example.org/a"]
        tracking.assign(connection, Journal(connection, SECRET[2], SECRET[3]), rows[0]["record_id"], entries, TODAY)
    assert publish(register, tmp_path / "site", TODAY) == len(list((tmp_path / "site").glob("*/**/*.html")))
    return tmp_path / "site"


def test_every_link_of_the_site_leads_to_a_file_of_it(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        for address in re.findall(r'\s(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8")):
            if not address.startswith(("https://example.org", "data:")):
                assert (page.parent / unquote(address)).resolve().is_file(), (page, address)


def test_the_site_tells_nothing_that_people_wrote_for_themselves(site: Path) -> None:
    for path in site.rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            text = path.read_text(encoding="utf-8")
            assert not [word for word in SECRET if word in text], path
    assert "https://example.org/a" in (site / "data" / "commitments.csv").read_text(encoding="utf-8-sig")


def test_the_site_shows_status_and_text_in_every_language(site: Path, rows: tuple[Row, ...]) -> None:
    for code, language in words().items():
        text = (site / code / "records" / f"{rows[0]['record_id']}.html").read_text(encoding="utf-8")
        assert language("status.in_progress") in text and rows[0]["action"]["quote"] in text
        assert "<form" not in text


def test_the_search_index_is_code_that_documents_cannot_write_into(site: Path, rows: tuple[Row, ...]) -> None:
    text = (site / "data" / "search.js").read_text(encoding="utf-8")
    assert "<" not in text and text.isascii()
    index = json.loads(text.removeprefix("window.zerenIndex=").rstrip().removesuffix(";"))
    assert {row["record_id"] for row in rows} < {row[0] for row in index}


def test_a_site_is_written_anew_and_nothing_else_is_touched(register: Register, site: Path, tmp_path: Path) -> None:
    (site / "stale.html").touch()
    publish(register, site, TODAY)
    assert (site / MARK).is_file() and not (site / "stale.html").exists()
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").touch()
    with pytest.raises(RegisterError, match="something else"):
        publish(register, other, TODAY)
    assert [path.name for path in other.iterdir()] == ["chapter.txt"]
