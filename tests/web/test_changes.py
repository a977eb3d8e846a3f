"""What the forms change, and what they refuse."""

from __future__ import annotations

import pytest

from pipeline.register import Register, tracking, verdicts
from pipeline.register import rows as listed
from pipeline.register.update import update_register
from tests.register.making import ROADS, WELLS, Row, found, run, textual
from tests.web.conftest import VI, Visit


def held(register: Register, record_id: str) -> Row:
    with register.reading() as connection:
        verdict = verdicts.held(connection, record_id)
        return verdicts.current(connection, record_id) | {"verdict": verdict["verdict"] if verdict else None}


def correct(site: Visit, row: Row, status: int = 200, /, **values: object) -> str:
    return site.submit(f"/records/{row['record_id']}", f"/records/{row['record_id']}/verdict", status, verdict="corrected", **values)


@pytest.mark.parametrize("verdict", ["confirmed", "rejected"])
def test_a_verdict_is_given_and_taken_back(site: Visit, register: Register, rows: tuple[Row, ...], verdict: str) -> None:
    path = f"/records/{rows[0]['record_id']}"
    assert verdict in site.submit(path, f"{path}/verdict", verdict=verdict)
    assert held(register, rows[0]["record_id"])["verdict"] == verdict
    site.submit(path, f"{path}/verdict", verdict="open")
    assert held(register, rows[0]["record_id"])["verdict"] is None


def test_a_form_sent_as_it_came_confirms(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    for row in rows:
        correct(site, row)
        assert held(register, row["record_id"])["verdict"] == "confirmed", "nothing was altered on the way out and back"


def test_words_picked_in_the_text_become_the_action(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    start = VI.index("kiểm tra trước")
    correct(site, rows[2], action="kiểm tra", action_at=f"{start}-{start + 8}")
    made = held(register, rows[2]["record_id"])
    assert (made["verdict"], made["action"]["start"], made["action"]["quote"]) == ("corrected", start, "kiểm tra")


def test_words_behind_a_letter_of_two_units_keep_their_place(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    start = VI.index("trước ngày 15/9/2026")
    assert "😀" in VI[:start]
    correct(site, rows[2], deadline=["trước ngày 15/9/2026"], deadline_at=[f"{start}-{start + 20}"], deadline_due=[""], deadline_rrule=[""])
    (bound,) = held(register, rows[2]["record_id"])["deadlines"]
    assert (bound["quote"], bound["due"], bound["role"]) == ("trước ngày 15/9/2026", "2026-09-14", "deadline") or bound[
        "due"
    ] == "2026-09-15"


def test_typed_words_are_found_at_the_nearest_place(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    correct(site, rows[1], bearer=["Công an tỉnh", "UBND huyện A", ""], bearer_at=["", "", ""], type="assignment")
    made = held(register, rows[1]["record_id"])
    assert made["type"] == "assignment"
    assert [(actor["quote"], actor["start"]) for actor in made["actors"]] == [
        ("Công an tỉnh", VI.index("Công an tỉnh")),
        ("UBND huyện A", 0),
    ]
    assert made["actors"][0]["tier"] == "province"


def test_a_due_day_and_a_recurrence_may_be_typed(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    correct(site, rows[0], deadline_due=["2026-07-15"])
    assert held(register, rows[0]["record_id"])["deadlines"][0]["due"] == "2026-07-15"
    correct(site, rows[0], deadline_due=[""], deadline_rrule=["freq=yearly;bymonth=6;bymonthday=30"])
    bound = held(register, rows[0]["record_id"])["deadlines"][0]
    assert (bound["due"], bound["rrule"]) == (None, "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30")


def test_emptied_rows_are_left_out(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    correct(site, rows[0], bearer=[""], bearer_at=[""], deadline=[""], deadline_at=[""])
    made = held(register, rows[0]["record_id"])
    assert (made["actors"], made["deadlines"]) == ([], [])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"action": "xây cầu mới", "action_at": ""}, "does not stand in the document"),
        ({"action": "xây cầu mới", "action_at": "0-12"}, "does not stand in the document"),
        ({"action": " ", "action_at": ""}, "empty"),
        ({"type": "wish"}, "choose one of duty"),
        ({"status": "dreamt"}, "choose one of prescribed"),
        ({"deadline_due": ["31/6/2026"]}, "is no day"),
        ({"deadline_rrule": ["FREQ=SECONDLY"]}, "is no recurrence"),
        ({"action": "x" * 6000, "action_at": ""}, "longer than"),
        ({"bearer": ["Sở Y tế"] * 51}, "more than 50"),
        ({"verdict_version": "99"}, "meanwhile"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(
    site: Visit, register: Register, rows: tuple[Row, ...], values: dict[str, object], said: str
) -> None:
    before = held(register, rows[0]["record_id"])
    assert said in correct(site, rows[0], 422, **values)
    assert held(register, rows[0]["record_id"]) == before


def test_a_judged_record_stays_through_the_next_run(site: Visit, register: Register, rows: tuple[Row, ...], tmp_path: object) -> None:
    correct(site, rows[0], type="pledge")
    of = textual(VI)
    update_register(register, run(tmp_path / "again", found(of, WELLS, "Sở Y tế"), documents=(of,)))  # type: ignore[operator]
    assert held(register, rows[0]["record_id"])["type"] == "pledge"
    with register.reading() as connection:
        assert ROADS in {row["action"] for row in listed.fetch(connection)}


def test_entries_are_written_with_the_visitors_name(site: Visit, register: Register, rows: tuple[Row, ...]) -> None:
    site.submit("/session", "/session", name="  Nguyễn   Minh ", back="/due")
    path = f"/records/{rows[0]['record_id']}"
    text = site.submit(path, f"{path}/entries", status="done", progress="100", evidence="https://example.org/r.pdf", note="xong", why="họp")
    assert "Nguyễn Minh" in text and "done" in text
    with register.reading() as connection:
        entered = tracking.entered(connection, rows[0]["record_id"])
    assert [entered[name] for name in ("status", "progress", "done_on", "note")] == ["done", 100, "2026-06-25", "xong"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"progress": "150"}, "whole number from 0 to 100"),
        ({"evidence": "/etc/passwd"}, "https://"),
        ({"evidence": "file:///etc/passwd"}, "https://"),
        ({"evidence": "https://example.org/a ; /etc/passwd"}, "https://"),
        ({"evidence": "https://example.org/a\n/etc/passwd"}, "https://"),
        ({"evidence": "javascript:alert(1)"}, "https://"),
        ({"version": "7"}, "meanwhile"),
        ({"grade": "splendid"}, "choose one of"),
    ],
)
def test_entries_that_cannot_be_taken_are_refused(
    site: Visit, register: Register, rows: tuple[Row, ...], values: dict[str, str], said: str
) -> None:
    path = f"/records/{rows[0]['record_id']}"
    assert said in site.submit(path, f"{path}/entries", 422, status="done", **values)
    with register.reading() as connection:
        assert tracking.entered(connection, rows[0]["record_id"])["version"] == 0


def test_a_script_gets_the_part_of_the_page_that_changed(site: Visit, rows: tuple[Row, ...]) -> None:
    path = f"/records/{rows[3]['record_id']}"
    fields = site.fields(path, f"{path}/verdict") | {"verdict": ["confirmed"]}
    answer = site.post(f"{path}/verdict", data=fields, headers={"X-Zeren-Part": "card"})
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<div class="card"') and 'data-verdict="confirmed"' in answer.text
