"""The pages in a real browser: keys, picked words, phone and dark; skipped where there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from pipeline.register import Register, verdicts
from pipeline.register import rows as listed
from pipeline.web.app import application
from pipeline.web.publish import publish
from tests.register.making import Row
from tests.web.conftest import HOSTILE, TODAY, VI

pytestmark = pytest.mark.slow
DESKTOP, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def served(register: Register) -> Iterator[str]:
    config = uvicorn.Config(application(register, who="Lan", today=lambda: TODAY), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that insists on no error in the console and no request to elsewhere."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(90_000)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    opened.on("request", lambda request: None if request.url.startswith(("http://127.0.0.1", "file://")) else wrong.append(request.url))
    yield opened
    context.close()
    assert not [line for line in wrong if "422" not in line], wrong


def verdict(register: Register, record_id: str) -> str | None:
    with register.reading() as connection:
        held = verdicts.held(connection, record_id)
    return held["verdict"] if held else None


def mark(page: Any, words: str) -> None:
    """Select words of the text, as a person does with the pointer."""
    page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector('[data-text]'), NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode());) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error('not there: ' + words);
        }""",
        words,
    )


def test_a_document_is_judged_with_the_keyboard_alone(page: Any, served: str, register: Register, rows: tuple[Row, ...]) -> None:
    page.goto(f"{served}/documents/{rows[0]['document']['document_id']}")
    page.keyboard.press("j")
    page.wait_for_selector(f"[data-card='{rows[0]['record_id']}']")
    page.keyboard.press("c")
    page.wait_for_selector(f"[data-card='{rows[1]['record_id']}']")  # it goes on to the next
    page.keyboard.press("x")
    page.wait_for_selector(f"[data-card='{rows[2]['record_id']}']")
    page.keyboard.press("k")
    page.wait_for_selector(f"[data-card='{rows[1]['record_id']}'][data-verdict=rejected]")
    assert page.locator("[data-judged]").inner_text() == "2"
    page.keyboard.press("u")
    page.wait_for_selector(f"[data-card='{rows[1]['record_id']}'][data-verdict=open]")
    assert [verdict(register, row["record_id"]) for row in rows[:3]] == ["confirmed", None, None]
    assert page.locator("[data-judged]").inner_text() == "1"


def test_words_picked_in_the_text_correct_a_record(page: Any, served: str, register: Register, rows: tuple[Row, ...]) -> None:
    page.goto(f"{served}/documents/{rows[2]['document']['document_id']}#r-{rows[2]['record_id']}")
    page.wait_for_selector(f"[data-card='{rows[2]['record_id']}']")
    mark(page, "hợp kiểm tra")
    page.keyboard.press("a")
    mark(page, "trước ngày 15/9/2026")
    page.keyboard.press("d")
    mark(page, "Sở Y tế")
    page.wait_for_selector(".picker")
    page.locator(".picker button").nth(1).click()
    page.locator("[name=type]").select_option("assignment")
    page.locator("[data-save]").click()
    page.wait_for_selector("[data-verdict=corrected]")
    with register.reading() as connection:
        made = verdicts.current(connection, rows[2]["record_id"])
    assert (made["type"], made["action"]["quote"], made["action"]["start"]) == ("assignment", "hợp kiểm tra", VI.index("hợp kiểm tra"))
    assert [bound["quote"] for bound in made["deadlines"]] == ["trước ngày 15/9/2026"]
    assert [(actor["quote"], actor["start"]) for actor in made["actors"]] == [
        ("Công an tỉnh", VI.index("Công an tỉnh")),
        ("Sở Y tế", VI.index("Sở Y tế")),
    ]


def test_a_refused_correction_says_why_and_keeps_what_was_typed(page: Any, served: str, register: Register, rows: tuple[Row, ...]) -> None:
    page.goto(f"{served}/records/{rows[0]['record_id']}")
    page.keyboard.press("e")
    page.locator("[name=action]").fill("xây một cây cầu")
    page.locator("[data-save]").click()
    page.wait_for_selector("[role=alert]")
    assert "does not stand in the document" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name=action]").input_value() == "xây một cây cầu"
    assert verdict(register, rows[0]["record_id"]) is None


def test_lists_and_pages_are_walked_with_keys(page: Any, served: str) -> None:
    page.goto(served)
    page.keyboard.press("/")
    page.keyboard.type("giếng")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?text=*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/*")
    for key, place in (("u", "/due"), ("s", "/scoreboard"), ("a", "/agenda"), ("d", "/documents"), ("l", "/")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"{served}{place}")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_nothing_needs_javascript(browser: Any, served: str, register: Register, rows: tuple[Row, ...]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{served}/records/{rows[0]['record_id']}")
    page.locator("button[value=confirmed]").click()
    assert verdict(register, rows[0]["record_id"]) == "confirmed"
    page.locator("details.correct summary").click()
    page.locator("[name=bearer]").first.fill("Sở Y tế")
    page.locator("[data-save]").click()
    with register.reading() as connection:
        (shown,) = listed.page(connection, listed.Filter(record=rows[0]["record_id"]), "text", 1)
    assert (shown["bearers"], shown["verdict"]) == ("Sở Y tế", "corrected")
    page.goto(f"{served}/documents/{rows[0]['document']['document_id']}")
    page.locator(".ref").first.click()
    assert "/records/" in page.url
    context.close()


def test_a_document_that_means_harm_is_only_text(page: Any, served: str, register: Register) -> None:
    with register.reading() as connection:
        evil = next(row for row in listed.fetch(connection) if "script" in row["action"])
    for path in (
        "/",
        "/documents",
        f"/records/{evil['record_id']}",
        f"/documents/{evil['document_id']}#r-{evil['record_id']}",
        "/scoreboard",
    ):
        page.goto(served + path)
        page.wait_for_load_state("networkidle")
        assert page.locator("img").count() == 0
    assert HOSTILE.partition("\u202e")[0] in page.content().replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace(
        "&#34;", '"'
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en-GB", "vi-VN", "zh-CN"])
def test_no_page_is_wider_than_the_screen(browser: Any, served: str, rows: tuple[Row, ...], size: dict[str, int], language: str) -> None:
    context = browser.new_context(viewport=size, locale=language, color_scheme="dark")
    page = context.new_page()
    document = rows[0]["document"]["document_id"]
    paths = ("/", "/documents", f"/documents/{document}", f"/documents/{document}/roles", f"/records/{rows[0]['record_id']}", "/session")
    for path in (*paths, "/due", "/agenda", "/scoreboard"):
        page.goto(served + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        unnamed = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a[href]')].filter(one =>
            !one.labels?.length && !one.getAttribute('aria-label') && !one.textContent.trim()).map(one => one.outerHTML)"""
        assert page.evaluate(unnamed) == [], path
    context.close()


def test_the_published_site_works_from_a_folder(page: Any, register: Register, tmp_path: Path, rows: tuple[Row, ...]) -> None:
    publish(register, tmp_path / "site", TODAY)
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.locator("a[lang=vi]").click()
    page.locator("[data-find]").fill("giếng")
    page.locator("[data-found] a").first.click()
    assert page.url.endswith(f"/vi/records/{rows[1]['record_id']}.html")
    assert page.locator("form").count() == 0
