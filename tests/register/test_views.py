from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml
from icalendar import Calendar

from pipeline.register import Register, calendar, plan, rows, structure, tracking
from pipeline.register.agenda import agenda
from pipeline.register.due import by_bearer, counts, due_days
from pipeline.register.journal import Journal
from pipeline.register.scores import scoreboard
from pipeline.register.update import update_register
from pipeline.timex.occurrences import around, first, start
from tests.register.making import LIBRARY, QUARTERLY, ROADS, WELLS, Row, document, record, run

ON = date(2026, 6, 30)


def fill(register: Register, folder: Path, *records: Row) -> None:
    update_register(register, run(folder / "out", *records))


def enter(register: Register, row: Row, *pairs: str) -> None:
    with register.writing() as connection:
        tracking.assign(connection, Journal(connection, "Lan"), row["record_id"], pairs, ON)


def due(register: Register, on: date = ON, within: int = 30, green: bool = False) -> list[tuple[str, str, str]]:
    with register.reading() as connection:
        return [(found.action, str(found.due), found.colour) for found in due_days(connection, on, within, green=green)]


# ---- occurrences: section 7.6 of the time specification, read on 2021-03-02 ----


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=YEARLY", "2021-12-31"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", "2021-06-30"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "2021-03-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2021-03-31"),
        ("FREQ=WEEKLY", "2021-03-07"),
        ("FREQ=DAILY", "2021-03-02"),
        ("FREQ=YEARLY;INTERVAL=2", "2022-12-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2021-03-15"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "2021-04-15"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=20", "2021-03-20"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", "2021-06-30"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2022-01-31"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", "2021-12-31"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2021-03-31"),
        ("FREQ=WEEKLY;BYDAY=FR", "2021-03-05"),
        ("FREQ=YEARLY;UNTIL=20251231", "2021-12-31"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", None),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", None),
        ("FREQ=SECONDLY", None),
        ("FREQ=NEVER", None),
        ("nonsense", None),
    ],
)
def test_the_first_due_day_of_a_recurrence(rule: str, day: str | None) -> None:
    found = first(rule, date(2021, 3, 2))
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;INTERVAL=2", QUARTERLY, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY"]
)
@pytest.mark.parametrize("on", [date(2021, 3, 2), date(2021, 7, 1), date(2026, 6, 30), date(2024, 2, 29)])
def test_an_old_rule_has_the_occurrences_it_has_when_counted_from_its_start(rule: str, on: date) -> None:
    from datetime import datetime, time

    from dateutil.rrule import rrulestr

    published = date(2021, 3, 2)
    days = [
        moment.date()
        for moment in rrulestr(rule, dtstart=datetime.combine(start(rule, published), time())).between(
            datetime(2021, 3, 2), datetime(2031, 1, 1), inc=True
        )
    ]
    near = around(rule, published, on)
    before = [day for day in days if day < on]
    assert near.next == next(day for day in days if day >= on)
    assert (near.last, near.earlier) == (before[-1] if before else None, before[-2] if len(before) > 1 else None)


# ---- due ----


def test_what_is_due_has_its_colour(book: Register, tmp_path: Path) -> None:
    fill(
        book,
        tmp_path,
        record("a", due="2026-06-29"),
        record("b", due="2026-06-30"),
        record("c", due="2026-07-30"),
        record("d", due="2026-07-31"),
        record("e", due="2026-01-01", status="reported"),
        record("f", due="soon"),
    )
    seen = [("a", "2026-06-29", "red"), ("b", "2026-06-30", "yellow"), ("c", "2026-07-30", "yellow")]
    assert due(book) == seen
    assert due(book, green=True) == [*seen, ("d", "2026-07-31", "green")]


def test_what_is_done_or_dropped_is_settled(book: Register, tmp_path: Path) -> None:
    done, dropped = record("a", due="2026-06-01"), record("b", due="2026-06-02")
    fill(book, tmp_path, done, dropped)
    enter(book, done, "status=done")
    enter(book, dropped, "status=dropped")
    assert due(book) == []
    assert [colour for *_, colour in due(book, green=True)] == ["green", "green"]


def test_a_day_that_people_agreed_on_stands_for_what_was_read(book: Register, tmp_path: Path) -> None:
    row, recurring = record("a", due="2026-06-01"), record("b", rrule=QUARTERLY)
    fill(book, tmp_path, row, recurring)
    enter(book, row, "due=2026-07-15")
    enter(book, recurring, "due=2026-07-10")
    assert due(book) == [("b", "2026-07-10", "yellow"), ("a", "2026-07-15", "yellow")]


def test_a_recurring_duty_is_due_at_its_last_missed_and_its_next_occurrence(book: Register, tmp_path: Path) -> None:
    row = record("a", rrule=QUARTERLY)  # published 2026-01-15
    fill(book, tmp_path, row)
    assert due(book, date(2026, 2, 1), within=60) == [("a", "2026-03-31", "yellow")]
    assert due(book) == [("a", "2026-03-31", "red"), ("a", "2026-06-30", "yellow")]
    enter(book, row, "done_on=2026-03-20")
    assert due(book) == [("a", "2026-06-30", "yellow")]
    enter(book, row, "status=done", "done_on=2026-06-25")
    assert due(book) == []
    assert due(book, date(2026, 9, 1)) == [("a", "2026-09-30", "yellow")]


def test_due_days_stand_with_each_bearer_the_latest_first(book: Register, tmp_path: Path) -> None:
    fill(
        book,
        tmp_path,
        record("a", "Sở B", due="2026-07-01"),
        record("b", "Sở A + Sở B", due="2026-06-01"),
        record("c", "", due="2026-07-01"),
    )
    with book.reading() as connection:
        groups = by_bearer(due_days(connection, ON, 30))
    assert [(name, counts(found)) for name, found in groups.items()] == [
        ("Sở B", "1 red, 1 yellow"),
        ("Sở A", "1 red"),
        ("(no bearer named)", "1 yellow"),
    ]


# ---- review ----


@pytest.mark.parametrize(
    ("on", "name", "opened", "closed"),
    [
        (date(2026, 1, 1), "first quarter", "2025-12-31", "2026-03-31"),
        (date(2026, 3, 31), "first quarter", "2025-12-31", "2026-03-31"),
        (date(2026, 4, 1), "six months", "2026-03-31", "2026-06-30"),
        (date(2026, 12, 31), "year end", "2026-09-30", "2026-12-31"),
    ],
)
def test_the_next_review_of_a_cycle(on: date, name: str, opened: str, closed: str) -> None:
    found = plan.next_sitting("quarterly", on)
    assert (found.review.name, str(found.opened), str(found.closed)) == (name, opened, closed)


def test_an_agenda_says_why_each_commitment_is_on_it(book: Register, tmp_path: Path) -> None:
    rows_ = {
        "late": record("late", due="2026-03-01"),
        "now": record("now", due="2026-06-15", at=1),
        "ahead": record("ahead", due="2026-11-01", at=2),
        "again": record("again", rrule=QUARTERLY, at=3),
        "begun": record("begun", at=4),
        "quiet": record("quiet", at=5),
        "settled": record("settled", due="2026-06-01", at=6),
        "sanction": record("sanction", type="sanction", due="2026-06-01", at=7),
    }
    fill(book, tmp_path, *rows_.values())
    enter(book, rows_["begun"], "status=in_progress")
    enter(book, rows_["settled"], "status=done")

    def listed(on: date) -> dict[str, str]:
        with book.reading() as connection:
            return {row["action"]: row["why"] for row in agenda(connection, on)}

    assert listed(date(2026, 5, 1)) == {"late": "overdue", "now": "due", "again": "recurring", "begun": "under way"}
    assert listed(date(2026, 12, 1)) == {
        "late": "overdue",
        "now": "overdue",
        "ahead": "due",
        "again": "recurring",
        "begun": "under way",
        "quiet": "evaluation",
        "settled": "evaluation",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("close: 02-30", "review.yaml:5.*02-30"),
        ("close: 06-30, mood: good", "review.yaml:5.*mood"),
    ],
)
def test_a_review_plan_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    from pipeline.settings import SettingsError, read_yaml

    path = tmp_path / "review.yaml"
    path.write_text(
        f"within: 30\nalarms: [3]\ncycles:\n  year:\n    - {{name: end, {wrong}}}\nassign: [{{cycle: year}}]\ngrades: {{}}\nroles: {{}}\n",
        encoding="utf-8",
    )
    with pytest.raises(SettingsError, match=said):
        read_yaml(path, plan.ReviewPlan)


def test_a_cycle_is_assigned_by_document_or_body() -> None:
    year = [{"name": "end", "close": "12-31"}]
    made = plan.ReviewPlan.model_validate(
        {
            "within": 1,
            "alarms": [],
            "grades": {},
            "roles": {},
            "cycles": {"a": year, "b": year},
            "assign": [{"cycle": "a", "document": "07/CT-UBND"}, {"cycle": "b", "body": "sở y tế"}],
        }
    )
    row = {"document_id": "1", "number": "07/CT-UBND", "title": None, "bearers": "Sở Y tế"}
    assert (made.cycle(row), made.cycle(row | {"number": None}), made.cycle(row | {"number": None, "bearers": ""})) == ("a", "b", None)


# ---- scoreboard, matrix, ladder ----


def test_the_scoreboard_counts_what_was_met(book: Register, tmp_path: Path) -> None:
    made = [record(name, due="2026-06-15", at=at) for at, name in enumerate("abcdefg")]
    fill(book, tmp_path, *made, record("rule", rrule=QUARTERLY), record("fine", type="sanction"), record("past", status="reported"))
    enter(book, made[0], "status=done", "done_on=2026-06-10")
    enter(book, made[1], "status=done", "done_on=2026-06-20")
    enter(book, made[2], "status=dropped")
    enter(book, made[3], "status=done", "grade=not_met")
    enter(book, made[4], "due=2026-12-31")
    enter(book, made[5], "grade=exceeded")
    with book.reading() as connection:
        (line,) = scoreboard(connection, "bearer", ON)
    assert line == {"bearer": "UBND huyện A", "met": 2, "late": 3, "not_met": 2, "open": 1, "total": 8, "score": "2/8"}


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("bearer", ["Sở A", "Sở B"]),
        ("tier", ["province", "county"]),
        ("document", ["07/CT-UBND · Chỉ thị về chăm lo đời sống nông thôn"]),
        ("concept", ["report_upward", "(no concept)"]),
    ],
)
def test_a_scoreboard_by(book: Register, tmp_path: Path, by: str, groups: list[str]) -> None:
    fill(
        book,
        tmp_path,
        record("a", "Sở A", tier="province", concepts=["report_upward"]),
        record("b", "Sở A", tier="province"),
        record("c", "Sở B"),
    )
    with book.reading() as connection:
        assert {line[by] for line in scoreboard(connection, by, ON)} == set(groups)  # type: ignore[arg-type]


def test_the_matrix_shows_who_leads_cooperates_and_supervises(book: Register, tmp_path: Path) -> None:
    fill(
        book,
        tmp_path,
        record("chủ trì " + ROADS, "Sở Giao thông", tier="province", item="2", concepts=["lead_unit"]),
        record("phối hợp", "UBND huyện A + UBND huyện B", item="2", concepts=["cooperate"], at=60),
        record("giám sát", "MTTQ tỉnh", tier="province", item="2", concepts=["supervise"], at=90),
        record(LIBRARY, "UBND xã", tier="commune", at=200),
    )
    with book.reading() as connection:
        found = structure.matrix(connection, document()["document_id"])
    assert [(row["item"], row["tier"], row["leads"], row["cooperates"], row["supervises"]) for row in found] == [
        ("2", "province", ["Sở Giao thông"], [], ["MTTQ tỉnh"]),
        ("2", "county", [], ["UBND huyện A", "UBND huyện B"], []),
        (None, "commune", ["UBND xã"], [], []),
    ]
    assert found[0]["task"] == "chủ trì " + ROADS


def test_the_ladder_goes_by_recipient_and_else_by_tier(book: Register, tmp_path: Path) -> None:
    fill(
        book,
        tmp_path,
        record("ký cam kết", "Bí thư huyện ủy", recipient="Ban Thường vụ Tỉnh ủy"),
        record("chỉ đạo", "Tỉnh ủy", tier="province", at=50),
        record("làm đường", "UBND xã", tier="commune", at=80),
    )
    with book.reading() as connection:
        found = [(row["bearer"], row["answers_to"], row["told_by"]) for row in structure.ladder(connection)]
    assert found == [("Bí thư huyện ủy", "Ban Thường vụ Tỉnh ủy", "recipient"), ("UBND xã", "county (Bí thư huyện ủy)", "tier")]


# ---- list ----


@pytest.mark.parametrize(
    ("wanted", "actions"),
    [
        (rows.Filter(), ["a", "b", "c"]),
        (rows.Filter(status="done"), ["b"]),
        (rows.Filter(bearer="sở y"), ["c"]),
        (rows.Filter(tier="commune"), ["c"]),
        (rows.Filter(concept="report_upward"), ["a"]),
        (rows.Filter(concept="report"), []),
        (rows.Filter(type="pledge"), ["b"]),
        (rows.Filter(owner="LAN"), ["b"]),
        (rows.Filter(due_from=date(2026, 6, 2)), ["b"]),
        (rows.Filter(due_to=date(2026, 6, 1)), ["a"]),
        (rows.Filter(text="C"), ["a", "c"]),
        (rows.Filter(state="vanished"), []),
    ],
)
def test_a_list_holds_what_was_asked_for(book: Register, tmp_path: Path, wanted: rows.Filter, actions: list[str]) -> None:
    pledge = record("b", type="pledge", due="2026-06-02", at=1)
    fill(
        book,
        tmp_path,
        record("a", "Chủ tịch", due="2026-06-01", concepts=["report_upward"]),
        pledge,
        record("c", "Sở Y tế", tier="commune", at=2),
    )
    enter(book, pledge, "status=done", "owner=Lan Anh")
    with book.reading() as connection:
        assert [row["action"] for row in rows.listing(connection, wanted, ON)] == actions


def test_a_recurring_commitment_is_listed_at_its_next_occurrence(book: Register, tmp_path: Path) -> None:
    fill(book, tmp_path, record("a", rrule=QUARTERLY))
    with book.reading() as connection:
        (row,) = rows.listing(connection, rows.Filter(), date(2026, 7, 1))
    assert (row["due"], row["rrule"]) == ("2026-09-30", QUARTERLY)


def test_a_recurrence_is_not_due_before_the_day_it_holds_from(book: Register, tmp_path: Path) -> None:
    fill(book, tmp_path, record("a", rrule="FREQ=YEARLY", dtstart="2028-01-01"))
    with book.reading() as connection:
        (row,) = rows.listing(connection, rows.Filter(), date(2027, 7, 1))
    assert row["due"] == "2028-12-31"
    assert due(book, date(2027, 7, 1)) == []
    (todo,) = (c for c in written(book, tmp_path / "c.ics").walk("VTODO"))
    assert todo["DTSTART"].dt == date(2028, 12, 31)


# ---- calendar ----


def written(register: Register, path: Path) -> Calendar:
    with register.reading() as connection:
        calendar.write(connection, path)
    found = Calendar.from_ical(path.read_bytes())
    assert all(not component.errors for component in found.walk())
    return found


def uids(components: Iterable) -> list[str]:
    return [str(component["UID"]) for component in components]


def test_open_due_days_are_to_dos_with_alarms(book: Register, tmp_path: Path) -> None:
    fixed, recurring, settled = (
        record(ROADS, due="2026-06-30"),
        record(WELLS, rrule=QUARTERLY, at=9),
        record(LIBRARY, due="2026-06-01", at=99),
    )
    fill(book, tmp_path, fixed, recurring, settled)
    enter(book, fixed, "status=in_progress", "progress=40", "note=a\nb;c,d")
    enter(book, settled, "status=done")
    first_, second = written(book, tmp_path / "r.ics").walk("VTODO")
    assert uids([first_, second]) == [f"{row['record_id']}@zeren" for row in (fixed, recurring)]
    assert (first_["DUE"].dt, first_["STATUS"], first_["PERCENT-COMPLETE"]) == (date(2026, 6, 30), "IN-PROCESS", 40)
    assert (second["DTSTART"].dt, second["RRULE"]["INTERVAL"]) == (date(2026, 3, 31), [3])
    assert [alarm["TRIGGER"].dt.days for alarm in first_.walk("VALARM")] == [-14, -3]
    assert {alarm["TRIGGER"].params.get("RELATED") for alarm in first_.walk("VALARM")} == {"END"}


def test_reviews_are_events_of_every_year(book: Register, tmp_path: Path) -> None:
    events = written(book, tmp_path / "r.ics").walk("VEVENT")
    assert [(event["DTSTART"].dt.isoformat()[5:], event["RRULE"]["FREQ"]) for event in events] == [
        (day, ["YEARLY"]) for day in ("03-31", "06-30", "09-30", "12-31")
    ]


def test_the_same_register_gives_the_same_calendar_and_its_lines_are_rfc_5545(book: Register, tmp_path: Path) -> None:
    fill(book, tmp_path, record("đọc\x07 to\u2028 rõ " * 20, due="2026-06-30"))
    written(book, tmp_path / "a.ics")
    written(book, tmp_path / "b.ics")
    data = (tmp_path / "a.ics").read_bytes()
    assert data == (tmp_path / "b.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize(
    ("concepts", "part"),
    [
        (["lead_unit", "cooperate"], "leads"),
        (["cooperate"], "cooperates"),
        (["urge", "report_upward"], "supervises"),
        (["report_upward"], "leads"),
        ([], "leads"),
    ],
)
def test_a_bearers_part_is_told_by_concepts(concepts: list[str], part: str) -> None:
    assert structure.part(concepts) == part


def test_the_roles_are_concepts_that_exist(root: Path) -> None:
    known = set(yaml.safe_load((root / "config" / "concepts.yaml").read_text(encoding="utf-8"))["concepts"])
    assert {concept for ids in plan.plan().roles.values() for concept in ids} <= known
