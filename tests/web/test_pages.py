"""What the pages show, in each language of the interface."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar

from pipeline.records import RecordType
from pipeline.register import Register, tracking
from pipeline.register.tracking import STATUSES
from pipeline.web import marking
from pipeline.web.words import chosen, words
from tests.register.making import ROADS, WELLS, Row
from tests.web.conftest import BAD, TODAY, VI, Visit

PAGES = ("/", "/documents", "/due", "/scoreboard", "/scoreboard?by=tier", "/scoreboard?by=concept", "/agenda", "/session")
TEMPLATES = Path(marking.__file__).parent / "templates"


@pytest.mark.parametrize("language", sorted(words()))
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_every_language(site: Visit, page: str, language: str) -> None:
    text = site.page(f"{page}{'&' if '?' in page else '?'}lang={language}")
    assert f'<html lang="{words()[language].tag}">' in text
    assert words()[language]("nav.due") in text


def test_the_chosen_language_stays(site: Visit) -> None:
    site.page("/?lang=vi")
    assert "Cam kết" in site.page("/documents")


@pytest.mark.parametrize(("asked", "code"), [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr, vi;q=0.5", "vi"), ("", "en"), ("x;q=y,,", "en")])
def test_the_browsers_language_is_the_first_choice(asked: str, code: str) -> None:
    assert chosen(asked) == code


def test_the_templates_use_only_words_that_there_are() -> None:
    known = words()["en"].words
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    used = set(re.findall(r"\bt\('([^']+)'[,)]", text))
    assert used and used <= set(known)
    for prefix in re.findall(r"\bt\('([^']+\.)' ~", text):
        assert any(key.startswith(prefix) for key in known)
    assert {f"status.{value}" for value in STATUSES} <= set(known)
    for language in (words()["vi"], words()["zh"]):
        assert all(language.of("type", value) != value for value in RecordType.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=S%E1%BB%ACA%20CH%E1%BB%AEA", {ROADS}),  # SỬA CHỮA: letter case beyond English
        ("bearer=s%E1%BB%9F%20y", {WELLS}),
        ("language=zh", {"完成全县危旧桥梁改造"}),
        ("due_from=2026-06-01&due_to=2026-07-01", {ROADS}),
        ("tier=province", {WELLS}),
        ("concept=monitor_progress", {ROADS}),
        ("status=done", set()),
        ("type=pledge", set()),
        ("verdict=confirmed", set()),
        ("state=vanished", set()),
        ("document=07%2FCT-UBND&due_to=2026-12-31", {ROADS}),
        ("order=due&due_from=nonsense&page=9999&language=zh", {"完成全县危旧桥梁改造"}),
    ],
)
def test_a_list_holds_what_was_asked_for(site: Visit, query: str, expected: set[str]) -> None:
    assert set(re.findall(r'<a class="what"[^>]*>([^<]*)</a>', site.page(f"/?{query}"))) == expected


def test_a_record_shows_its_words_in_the_text(site: Visit, rows: tuple[Row, ...]) -> None:
    text = site.page(f"/records/{rows[0]['record_id']}")
    assert re.search(rf'<span class="m action duty" data-record="{rows[0]["record_id"]}">{ROADS}</span>', text)
    assert '<span class="m who" data-record' in text
    assert "in 5 days" in text and "Ban Thường vụ Tỉnh ủy" in text


def test_a_document_marks_and_numbers_its_clauses(site: Visit, rows: tuple[Row, ...]) -> None:
    text = site.page(f"/documents/{rows[0]['document']['document_id']}")
    assert re.findall(r'data-number="(\d)"', text) == ["1", "2", "3"]
    assert f'id="r-{rows[1]["record_id"]}" href="/records/{rows[1]["record_id"]}"' in text


def test_the_board_the_scores_and_the_agenda_count(site: Visit) -> None:
    board = site.page("/due")
    assert "UBND huyện A" in board and "<strong>1</strong> overdue" in board and "<strong>2</strong> due by 2026-07-25" in board
    assert "0/1" in site.page("/scoreboard?on=2026-12-31")
    assert "Six months" in site.page("/agenda")


def test_roles_and_changes_of_a_document(site: Visit, rows: tuple[Row, ...]) -> None:
    document = rows[0]["document"]["document_id"]
    assert "Sở Y tế" in site.page(f"/documents/{document}/roles")
    assert "No older version" in site.page(f"/documents/{document}/changes", 404)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/records/ffff", "/documents/ffff", "/records/ffff/card", "/commitments.exe", "/?document=no"]
)
def test_what_is_not_there_says_so(site: Visit, path: str) -> None:
    assert "zeren" in site.page(path, 404).lower()


def test_the_downloads_hold_what_was_asked_for(site: Visit, rows: tuple[Row, ...]) -> None:
    table = list(csv.DictReader(io.StringIO(site.get("/commitments.csv?bearer=UBND").text.removeprefix("\ufeff"))))
    assert [row["record_id"] for row in table] == [rows[0]["record_id"]]
    lines = [json.loads(line) for line in site.get("/commitments.jsonl?language=zh").text.splitlines()]
    assert [line["record_id"] for line in lines] == [rows[3]["record_id"]]
    assert site.get("/commitments.xlsx").content[:2] == b"PK"
    assert Calendar.from_ical(site.get("/register.ics").content).walk("VTODO")


def test_pages_load_nothing_from_elsewhere(site: Visit, rows: tuple[Row, ...]) -> None:
    for path in (*PAGES, f"/records/{rows[0]['record_id']}", f"/documents/{rows[0]['document']['document_id']}"):
        for address in re.findall(r'\s(?:src|href|action)="([^"]*)"', site.page(path)):
            assert address.startswith(("/", "#")), (path, address)
    style = site.get("/static/zeren.css").text
    assert "url(" not in style and "@import" not in style


# ---- marking ----


def text_of(register: Register, document_id: str) -> marking.Text:
    with register.reading() as connection:
        held = marking_text(connection, document_id)
    assert held is not None
    return held


def marking_text(connection: object, document_id: str) -> marking.Text | None:
    from pipeline.register.texts import text

    return text(connection, document_id)  # type: ignore[arg-type]


def test_marking_keeps_every_letter_in_its_place(register: Register, rows: tuple[Row, ...]) -> None:
    held = text_of(register, rows[0]["document"]["document_id"])
    marks = [mark for number, row in enumerate(rows[:3]) for mark in marking.marks(row, number)]
    (passage,) = marking.passages(held, held.blocks, marks)
    shown = "".join(piece.text for piece in passage.pieces)
    assert (len(shown), shown) == (len(VI), VI.replace("\r\n", "\u200b\n"))


@pytest.mark.parametrize(
    "spans", [[(0, 4), (2, 6)], [(0, 8), (2, 4), (3, 8)], [(1, 2), (1, 2)], [(0, 8)], []], ids=["cross", "nest", "same", "all", "none"]
)
def test_spans_may_cross_and_nest(spans: list[tuple[int, int]]) -> None:
    text = marking.Text("abcdefgh", (marking.TextBlock("paragraph", 0, 8, None, "vi"),))
    marks = [marking.Mark("action", start, end, str(i), "duty", i) for i, (start, end) in enumerate(spans)]
    (passage,) = marking.passages(text, text.blocks, marks)
    assert "".join(piece.text for piece in passage.pieces) == "abcdefgh"
    at = 0
    for piece in passage.pieces:
        inside = {mark.record for mark in marks if mark.start < at + len(piece.text) and at < mark.end}
        assert {mark.record for mark in piece.marks} == inside
        at += len(piece.text)


def test_a_long_document_comes_in_parts() -> None:
    blocks = tuple(marking.TextBlock("paragraph", at, at + 30_000, None, "vi") for at in range(0, 150_000, 30_000))
    text = marking.Text("x" * 150_000, (*blocks, marking.TextBlock("paragraph", 150_000, 150_000 + 95_000, None, "vi")))
    found = marking.parts(text)
    assert [sum(block.end - block.start for block in part) <= marking.PART for part in found] == [True] * len(found)
    assert sum(block.end - block.start for part in found for block in part) == 245_000
    assert (marking.part_of(text, 0), marking.part_of(text, 244_999)) == (1, len(found))


def test_a_letter_that_turns_the_text_around_is_shown_as_one_that_does_not() -> None:
    assert len(marking.shown(BAD)) == len(BAD)
    assert "\u202e" not in marking.shown(BAD)


def test_evidence_on_the_web_is_a_link_and_a_file_is_none(site: Visit, register: Register, rows: tuple[Row, ...], tmp_path: Path) -> None:
    from pipeline.register.journal import Journal

    file = tmp_path / "minutes.pdf"
    file.write_bytes(b"x")
    with register.writing() as connection:
        entries = ["evidence=https://example.org/a.pdf", f"evidence={file}", "status=done"]
        tracking.assign(connection, Journal(connection, "Lan"), rows[0]["record_id"], entries, TODAY)
    text = site.page(f"/records/{rows[0]['record_id']}")
    assert '<a href="https://example.org/a.pdf"' in text
    assert f'href="{file}' not in text and "minutes.pdf" in text
