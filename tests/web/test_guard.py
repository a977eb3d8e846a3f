"""What the site does not let through."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from starlette.routing import Route

from pipeline.register import Register
from pipeline.register import rows as listed
from pipeline.register.tables import events
from pipeline.register.verdicts import held
from pipeline.web.guard import HEADERS, is_local
from tests.register.making import Row, found, run, textual
from tests.web.conftest import BAD, HOSTILE, Visit, visit


def count(register: Register) -> int:
    with register.reading() as connection:
        return len(connection.execute(events.select()).all())


def forms(site: Visit) -> list[str]:
    app: Any = site.app
    return [route.path for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]


def test_no_form_is_taken_without_the_mark_of_its_session(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    site.page("/")
    before = count(register)
    assert len(forms(site)) == 3
    for path in forms(site):
        to = path.replace("{record_id}", rows[0]["record_id"])
        for mark in ({}, {"mark": ""}, {"mark": "0" * 64}, {"mark": "ü"}):
            assert site.post(to, data={"verdict": "confirmed", "status": "done", "name": "x", **mark}).status_code == 403
    assert count(register) == before


def test_the_mark_of_one_session_is_worth_nothing_in_another(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    path = f"/records/{rows[0]['record_id']}"
    stolen = site.fields(path, f"{path}/verdict")["mark"]
    other = Visit(site.app, base_url="http://127.0.0.1")
    other.page("/")
    assert other.post(f"{path}/verdict", data={"mark": stolen, "verdict": "confirmed"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
    ids=lambda headers: next(iter(headers.values())),
)
def test_another_sites_form_is_refused_even_with_a_mark(site: Visit, rows: tuple[Row, ...], headers: dict[str, str]) -> None:
    path = f"/records/{rows[0]['record_id']}"
    fields = site.fields(path, f"{path}/verdict") | {"verdict": ["confirmed"]}
    assert site.post(f"{path}/verdict", data=fields, headers=headers).status_code == 403
    assert site.post(f"{path}/verdict", data=fields, headers={"origin": "http://127.0.0.1"}).status_code == 200


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8765", 200), ("localhost", 200), ("evil.example", 403), ("", 403)])
def test_a_name_that_leads_here_by_a_trick_is_not_answered(site: Visit, host: str, status: int) -> None:
    assert site.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("address", "local"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
                           ("10.0.0.7", False), ("register.example", False)],
)  # fmt: skip
def test_an_address_is_local_only_where_no_other_machine_reaches_it(address: str, local: bool) -> None:
    assert is_local(address) is local


def test_bound_elsewhere_reading_is_free_and_writing_needs_the_token(register: Register, rows: tuple[Row, ...]) -> None:
    site = visit(register, token="wide open sesame", host="10.0.0.7")
    path = f"/records/{rows[0]['record_id']}"
    assert "data-judge" not in site.page(path)
    mark = site.fields("/session", "/session")["mark"]
    assert site.post(f"{path}/verdict", data={"mark": mark, "verdict": "confirmed"}).status_code == 403
    site.submit("/session", "/session", 403, name="Lan", token="open sesame")
    site.submit("/session", "/session", name="Lan", token="wide open sesame", back=path)
    site.submit(path, f"{path}/verdict", verdict="confirmed")
    with register.reading() as connection:
        assert held(connection, rows[0]["record_id"])["verdict"] == "confirmed"  # type: ignore[index]
    stranger = Visit(site.app, base_url="http://10.0.0.7")
    assert "data-judge" not in stranger.page(path)


def test_a_program_may_send_the_token_in_a_header(register: Register, rows: tuple[Row, ...]) -> None:
    site = visit(register, token="wide open sesame", host="10.0.0.7")
    path, data = f"/records/{rows[0]['record_id']}/verdict", {"verdict": "confirmed", "verdict_version": "0"}
    assert site.post(path, data=data, headers={"authorization": "Bearer open"}).status_code == 403
    assert site.post(path, data=data, headers={"authorization": "Bearer wide open sesame"}).status_code == 200


def test_without_a_token_no_header_opens_the_door(site: Visit, rows: tuple[Row, ...]) -> None:
    answer = site.post(f"/records/{rows[0]['record_id']}/verdict", data={"verdict": "confirmed"}, headers={"authorization": "Bearer None"})
    assert answer.status_code == 403


def every_page(site: Visit, register: Register) -> list[str]:
    with register.reading() as connection:
        ids = [(row["record_id"], row["document_id"]) for row in listed.fetch(connection)]
    paths = ["/", "/documents", "/due?on=2027-01-01", "/agenda?on=2026-12-31", "/session"]
    paths += [f"/scoreboard?by={by}" for by in ("bearer", "tier", "document", "concept")]
    for record_id, document_id in ids:
        paths += [f"/records/{record_id}", f"/records/{record_id}/card", f"/documents/{document_id}", f"/documents/{document_id}/roles"]
    return paths


def test_a_document_cannot_write_into_the_page(site: Visit, register: Register) -> None:
    with register.reading() as connection:
        evil = next(row["record_id"] for row in listed.fetch(connection) if "script" in row["action"])
    path = f"/records/{evil}"
    site.submit(path, f"{path}/entries", owner=HOSTILE, note=HOSTILE, recipient=HOSTILE, consequence=HOSTILE, why=HOSTILE)
    site.submit(path, f"{path}/verdict", 422, verdict="corrected", action=HOSTILE + "!", action_at="")
    shown = 0
    for page in every_page(site, register):
        text = site.page(page)
        shown += "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text and "<img" not in text, page
        assert "\u202e" not in text, page
        assert not re.search(r'(?:href|src|action)="\s*javascript:', text, re.IGNORECASE), page
    assert shown > 5


@pytest.mark.parametrize("word", [HOSTILE, "' OR '1'='1", '"; DROP TABLE events; --', "%", "_", "\\", "\x00", "a" * 5000, "\ud83d"])
def test_what_is_looked_for_is_only_a_word(site: Visit, register: Register, word: str) -> None:
    before = count(register)
    for name in (
        "text",
        "bearer",
        "owner",
        "concept",
        "tier",
        "status",
        "type",
        "language",
        "state",
        "order",
        "verdict",
        "due_from",
        "page",
    ):
        answer = site.get("/", params={name: word.encode("utf-8", "replace").decode()})
        assert answer.status_code == 200
        if name in ("text", "bearer", "concept", "tier", "status", "type", "language", "verdict") and word in ("' OR '1'='1", "%", "_"):
            assert "Nothing here matches" in answer.text, (name, word)
        assert "<script>alert" not in answer.text
    for page in ("/due", "/agenda", "/scoreboard"):
        assert site.get(page, params={"on": word.encode("utf-8", "replace").decode(), "by": "x", "within": "-1"}).status_code == 200
    assert count(register) == before


@pytest.mark.parametrize(
    "path", ["/records/%27%20OR%201=1--", "/records/..%2f..%2fetc", "/documents/%00", "/static/..%2fapp.py", "/static/../app.py"]
)
def test_an_address_leads_nowhere_else(site: Visit, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1+1", "＝1+1"])
def test_no_download_runs_as_a_formula(register: Register, rows: tuple[Row, ...], tmp_path: Any, formula: str) -> None:
    from pipeline.register.update import update_register

    of = textual(f"UBND {formula} xã", title=formula, source="data/raw/formula.txt")
    update_register(register, run(tmp_path / "f", found(of, f"{formula} xã", formula), documents=(of,)))
    text = visit(register).get("/commitments.csv").text.removeprefix("\ufeff")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert any(formula.strip() in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "@", "+", "＝")) or cell.startswith("-2")]


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nset-cookie: x=y"]
)
def test_nobody_is_sent_elsewhere(site: Visit, to: str) -> None:
    fields = site.fields("/session", "/session") | {"name": ["Lan"], "back": [to]}
    answer = site.post("/session", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_that_is_too_large_is_not_read(site: Visit, rows: tuple[Row, ...]) -> None:
    path = f"/records/{rows[0]['record_id']}/verdict"
    assert site.post(path, data={"mark": "x" * (1 << 21)}).status_code == 413
    assert site.post(path, content="&".join(f"a{i}=1" for i in range(5000)).encode()).status_code == 413


def test_every_answer_carries_the_headers_that_close_doors(site: Visit, rows: tuple[Row, ...]) -> None:
    for path in ("/", f"/records/{rows[0]['record_id']}", "/static/zeren.js", "/nowhere", "/commitments.csv"):
        given = site.get(path).headers
        assert {name: given[name] for name in HEADERS} == HEADERS
    assert site.get("/").headers["cache-control"] == "no-store"
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_pages_need_no_script_or_style_of_their_own(site: Visit, register: Register) -> None:
    for path in every_page(site, register):
        text = site.page(path)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.sub(r"&lt;.*?&gt;", "", text)), path


def test_the_hostile_text_is_really_there(register: Register) -> None:
    with register.reading() as connection:
        assert any(HOSTILE in row["title"] for row in listed.fetch(connection) if row["title"]), BAD
