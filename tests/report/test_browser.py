"""The page in a real browser."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import report

DUTY = {"vi": "nhiệm", "zh": "义务", "en": "duty"}


@pytest.fixture
def page(browser: Any, out: Path) -> Iterator[Any]:
    """The page of the run, opened by an English reader; any complaint of the browser, and any request, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)  # milliseconds; the processor may be busy with other tests
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "blob:")) else None)
    opened.goto((out / report.FILE).as_uri())
    opened.wait_for_selector("#matrix .said_marks text", state="attached")
    yield opened
    context.close()
    assert wrong == []


def records(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "commitments.jsonl").read_text(encoding="utf-8").splitlines()]


def test_hostile_text_is_shown_and_not_obeyed(page: Any) -> None:
    page.fill("#f-q", "onerror")
    page.wait_for_selector("#list tr.row:only-child")
    page.click("#list .toggle")
    assert "</script><script>window.broken=1</script>" in page.inner_text("#list blockquote")
    assert page.evaluate("window.broken") is None
    assert page.query_selector("main img, main svg[onload], a[href^='javascript']") is None
    page.click("#reset")
    page.fill("#f-q", "gnor")
    page.wait_for_selector("#list .control")
    assert page.inner_text("#list .control").startswith("U+202")


def test_a_figure_leads_to_its_records_and_a_record_to_its_words(page: Any, out: Path) -> None:
    page.click("#deadlines summary")
    button = page.locator("#deadlines .count").first
    count = int(button.inner_text())
    button.click()
    assert page.inner_text("#count").startswith(f"{count} of ")
    assert page.evaluate("document.activeElement.id") == "records-title"
    assert page.locator("#list tr.row").count() == count
    page.locator("#list .toggle").first.click()
    shown = page.inner_text("#list blockquote mark.action >> nth=0")
    assert any(shown in record["action"]["quote"] for record in records(out))


def test_a_mark_of_a_chart_leads_to_its_records_and_says_what_it_is(page: Any) -> None:
    mark = page.locator("#deadlines .count_marks path").first
    said = mark.get_attribute("aria-label")
    mark.click()
    assert page.inner_text("#count").split(" of ")[0] == said.rpartition(": ")[2]
    assert page.get_attribute("#matrix .chart", "aria-label") == "Who bears what"


def test_charts_hold_what_their_tables_hold(page: Any) -> None:
    drawn = [text for text in page.locator("#matrix .said_marks text").all_text_contents() if text]
    cells = page.locator("#matrix td:not(:last-child) .count").all_text_contents()
    assert drawn == cells and cells


def test_the_page_speaks_three_languages(page: Any) -> None:
    for code, title in (("vi", "Ai phải làm gì, khi nào xong"), ("zh", "谁负责做什么、何时完成"), ("en", "Who must do what, by when")):
        page.click(f"[data-language={code}]")
        assert page.inner_text("h1") == title
        assert page.get_attribute("html", "lang") == code
        assert page.evaluate("document.querySelectorAll('[data-t]:empty').length") == 0
        page.wait_for_function("(word) => document.querySelector('#matrix .role-axis-label').textContent.startsWith(word)", arg=DUTY[code])


def test_search_knows_words_without_their_marks(page: Any, out: Path) -> None:
    page.fill("#f-q", "uy ban nhan dan")
    page.wait_for_timeout(400)
    shown = page.locator("#list tr.row").count()
    assert 0 < shown < len(records(out))


def test_rows_are_sorted_by_their_heads_with_the_keyboard(page: Any) -> None:
    page.focus("#list .c-when button")
    page.keyboard.press("Enter")
    assert page.get_attribute("#list th.c-when", "aria-sort") == "descending"
    assert page.evaluate("document.activeElement.closest('th').className") == "c-when"
    days = [row["first"] for row in page.evaluate("list.rows.map(({first}) => ({first}))")]
    assert days == sorted(days, reverse=True)


def test_shown_rows_are_downloaded_without_formulas(page: Any, out: Path) -> None:
    page.select_option("#f-when", "day")
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    wanted = {record["record_id"] for record in records(out) if any(bound["due"] for bound in record["deadlines"])}
    assert {row["record_id"] for row in rows} == wanted
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert any(row["publisher"] == "'@SUM(1)" for row in rows)


def test_nothing_is_wider_than_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    for code in ("vi", "zh", "en"):
        page.click(f"[data-language={code}]")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_control_has_a_name(page: Any) -> None:
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, a')].filter((node) =>
            !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.[0]?.textContent.trim()))
            .map((node) => node.outerHTML)"""
    )
    assert nameless == []


def test_the_view_can_be_kept_as_an_address(page: Any) -> None:
    page.select_option("#f-type", "duty")
    count = page.inner_text("#count")
    page.reload()
    page.wait_for_selector("#list table")
    assert page.inner_text("#count") == count
    assert page.input_value("#f-type") == "duty"


@pytest.mark.slow
def test_five_thousand_records_open_within_two_seconds(browser: Any, out: Path, tmp_path: Path) -> None:
    many, number = [], 0
    rows = (out / "commitments.jsonl").read_text(encoding="utf-8").splitlines()
    while len(many) < 5000:
        many += [row.replace('"record_id": "', f'"record_id": "{number:04x}', 1) for row in rows]
        number += 1
    (tmp_path / "commitments.jsonl").write_text("\n".join(many[:5000]) + "\n", encoding="utf-8")
    report.write(tmp_path / "commitments.jsonl", out / "documents.jsonl", tmp_path / report.FILE)
    opened = browser.new_page()
    opened.set_default_timeout(120_000)
    session = opened.context.new_cdp_session(opened)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # the page's own time, whoever else uses the processor
    opened.goto((tmp_path / report.FILE).as_uri())
    opened.wait_for_selector("#matrix .said_marks text", state="attached")
    spent = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    assert opened.inner_text("#count").startswith("5,000 of 5,000")
    assert spent["TaskDuration"] < 2
    opened.close()
