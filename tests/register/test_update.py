from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from pipeline.register import Register, RegisterError, open_register, past, rows, tracking
from pipeline.register.journal import Journal
from pipeline.register.store import HEAD
from pipeline.register.tables import commitments, documents, events, links, metadata
from pipeline.register.update import update_register
from tests.register.making import LIBRARY, ROADS, WELLS, Row, document, record, run

TODAY = date(2026, 3, 1)


def update(register: Register, folder: Path, *records: Row, **options: Any) -> dict[str, int]:
    """Bring records in and return the counts that are not 0."""
    asked = {name: options.pop(name) for name in ("complete", "who") if name in options}
    row = update_register(register, run(folder, *records, **options), **asked).row()
    return {name: count for name, count in row.items() if count and isinstance(count, int)}


def enter(register: Register, row: Row, *pairs: str, who: str = "Lan") -> Row:
    with register.writing() as connection:
        return tracking.assign(connection, Journal(connection, who), row["record_id"], pairs, TODAY)


def entered(register: Register, row: Row) -> Row:
    with register.reading() as connection:
        return tracking.entered(connection, row["record_id"])


def states(register: Register) -> dict[str, str]:
    with register.reading() as connection:
        return {row.record_id: row.state for row in connection.execute(select(commitments))}


def dump(register: Register) -> dict[str, list]:
    with register.reading() as connection:
        return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in metadata.tables.items()}


# ---- what an import finds ----


def test_records_are_new_once(register: Register, tmp_path: Path) -> None:
    assert update(register, tmp_path / "a", record(ROADS, due="2026-06-30"), record(WELLS)) == {"new": 2}


def test_the_same_import_twice_changes_nothing_at_all(register: Register, tmp_path: Path) -> None:
    rows = record(ROADS, due="2026-06-30"), record(WELLS, concepts=["inspect"])
    update(register, tmp_path / "a", *rows)
    before = dump(register)
    assert update(register, tmp_path / "a", *rows) == {"unchanged": 2}
    assert dump(register) == before


def test_a_record_with_the_same_id_and_other_content_has_changed(register: Register, tmp_path: Path) -> None:
    old = record(ROADS, due="2026-06-30")
    new = record(ROADS, due="2026-09-30") | {"record_id": old["record_id"]}
    update(register, tmp_path / "a", old)
    assert update(register, tmp_path / "a", new) == {"changed": 1}
    with register.reading() as connection:
        (*_, event) = past.history(connection, old["record_id"])
        assert connection.execute(select(commitments.c.due)).scalar_one() == "2026-09-30"
    assert (event["kind"], event["before"]["deadlines"][0]["due"]) == ("changed", "2026-06-30")


def test_a_record_that_its_document_no_longer_gives_has_vanished_and_can_return(register: Register, tmp_path: Path) -> None:
    roads, wells = record(ROADS), record(WELLS, at=90)
    update(register, tmp_path / "a", roads, wells)
    enter(register, wells, "note=đã có kế hoạch")
    assert update(register, tmp_path / "a", roads) == {"unchanged": 1, "vanished": 1, "tracked_vanished": 1}
    assert states(register)[wells["record_id"]] == "vanished"
    assert update(register, tmp_path / "a", roads, wells) == {"unchanged": 2, "returned": 1}
    assert entered(register, wells)["note"] == "đã có kế hoạch"


def test_a_document_left_without_records_is_known_from_the_runs_documents(register: Register, tmp_path: Path) -> None:
    update(register, tmp_path / "a", record(ROADS))
    assert update(register, tmp_path / "b", documents=(document(),)) == {"vanished": 1}


def test_documents_that_a_run_did_not_read_stay(register: Register, tmp_path: Path) -> None:
    other = document("another", source="data/raw/other.txt", title="Kế hoạch mở lớp xóa mù chữ", number="12/KH-UBND")
    update(register, tmp_path / "a", record(ROADS))
    assert update(register, tmp_path / "b", record(LIBRARY, of=other)) == {"new": 1}
    assert update(register, tmp_path / "b", record(LIBRARY, of=other), complete=True) == {"unchanged": 1, "vanished": 1}


def test_what_a_run_left_out_on_purpose_has_not_vanished(register: Register, tmp_path: Path) -> None:
    chinese, vague = record("办理老年人就餐补贴", language="zh"), record(WELLS, confidence=0.2)
    update(register, tmp_path / "a", record(ROADS), chinese, vague)
    assert update(register, tmp_path / "b", record(ROADS), language="vi", min_confidence=0.5) == {"unchanged": 1}


def test_the_same_record_under_two_file_names_is_one(register: Register, tmp_path: Path) -> None:
    assert update(register, tmp_path / "a", record(ROADS), record(ROADS)) == {"new": 1}


def test_a_moved_file_changes_the_document_and_no_record(register: Register, tmp_path: Path) -> None:
    update(register, tmp_path / "a", record(ROADS))
    assert update(register, tmp_path / "a", record(ROADS, of=document(source="archive/directive.txt"))) == {"unchanged": 1}
    with register.reading() as connection:
        assert connection.execute(select(documents.c.source)).scalar_one() == "archive/directive.txt"


def test_a_record_read_otherwise_in_the_same_document_takes_the_olds_place(register: Register, tmp_path: Path) -> None:
    old, new = record(ROADS, at=5), record(ROADS + " trong xã", at=5)
    update(register, tmp_path / "a", old)
    enter(register, old, "owner=Phòng Kinh tế")
    assert update(register, tmp_path / "a", new) == {"new": 1, "superseded": 1}
    assert entered(register, new)["owner"] == "Phòng Kinh tế"


# ---- amended documents ----


def amended(register: Register, tmp_path: Path, **values: Any) -> tuple[list[Row], list[Row]]:
    """Bring in a directive, enter something, and bring in its amended version."""
    first, second = document("v1"), document("v2", **values)
    olds = [record(ROADS, of=first, due="2026-06-30"), record(WELLS, of=first, at=90), record("trồng cây ven kênh", of=first, at=160)]
    news = [record(ROADS, of=second, due="2026-09-30"), record(WELLS, of=second, at=90), record(LIBRARY, of=second, at=160)]
    update(register, tmp_path / "a", *olds)
    enter(register, olds[0], "status=in_progress", "progress=40")
    enter(register, olds[1], "status=done")
    return olds, news


def test_an_amended_directive_supersedes_and_what_people_entered_goes_along(register: Register, tmp_path: Path) -> None:
    olds, news = amended(register, tmp_path)
    assert update(register, tmp_path / "a", *news) == {"new": 3, "superseded": 2, "vanished": 1}
    roads, wells = entered(register, news[0]), entered(register, news[1])
    assert (roads["status"], roads["progress"], roads["attention"]) == ("in_progress", 40, "due: 2026-06-30 → 2026-09-30")
    assert (wells["status"], wells["attention"]) == ("done", None)
    assert entered(register, olds[0])["progress"] == 40, "the old one keeps its own"
    with register.reading() as connection:
        assert {(row.new, row.old) for row in connection.execute(select(links))} == {
            (new["record_id"], old["record_id"]) for new, old in zip(news[:2], olds[:2], strict=True)
        }


def test_an_amendment_is_found_once(register: Register, tmp_path: Path) -> None:
    _, news = amended(register, tmp_path)
    update(register, tmp_path / "a", *news)
    before = dump(register)
    assert update(register, tmp_path / "a", *news) == {"unchanged": 3}
    assert dump(register) == before


def test_both_versions_may_lie_side_by_side(register: Register, tmp_path: Path) -> None:
    later = {"source": "data/raw/directive-2.txt", "published": "2026-04-01"}
    olds, news = amended(register, tmp_path, **later)
    assert update(register, tmp_path / "a", *olds, *news) == {"new": 3, "unchanged": 3, "superseded": 2, "vanished": 1}
    before = dump(register)
    assert update(register, tmp_path / "a", *olds, *news) == {"unchanged": 6}
    assert dump(register) == before


def test_an_amendment_can_be_taken_back(register: Register, tmp_path: Path) -> None:
    olds, news = amended(register, tmp_path)
    update(register, tmp_path / "a", *news)
    enter(register, news[0], "progress=60")
    assert update(register, tmp_path / "a", *olds) == {"unchanged": 3, "returned": 3, "superseded": 2, "vanished": 1}
    assert entered(register, olds[0])["progress"] == 60
    assert update(register, tmp_path / "a", *olds) == {"unchanged": 3}


def test_another_directive_of_the_same_kind_is_no_amendment(register: Register, tmp_path: Path) -> None:
    other = document("other", source="data/raw/other.txt", published="2026-05-01")  # the same title and number, nothing in common
    update(register, tmp_path / "a", record(ROADS), record(WELLS))
    assert update(register, tmp_path / "b", record(LIBRARY, of=other), record("trả lời đơn thư của dân", of=other)) == {"new": 2}


def test_the_same_task_of_another_bearer_is_another_commitment(register: Register, tmp_path: Path) -> None:
    first, second = document("v1"), document("v2")
    update(register, tmp_path / "a", record("抓落实", "县级党委", of=first, language="zh"))
    assert update(register, tmp_path / "a", record("抓落实", "省民政厅", of=second, language="zh")) == {"new": 1, "vanished": 1}


# ---- history ----


def test_history_runs_through_all_versions(register: Register, tmp_path: Path) -> None:
    _, news = amended(register, tmp_path)
    update(register, tmp_path / "a", *news, who="Minh")
    with register.reading() as connection:
        told = [(row["kind"], row["who"]) for row in past.history(connection, news[0]["record_id"])]
    assert [kind for kind, _ in told] == ["added", "set", "added", "superseded", "supersedes", "carried"]
    assert ("set", "Lan") in told and ("supersedes", "Minh") in told


@pytest.mark.parametrize("change", ["UPDATE events SET who = 'x'", "DELETE FROM events"])
def test_events_are_only_appended_to(register: Register, tmp_path: Path, change: str) -> None:
    update(register, tmp_path / "a", record(ROADS))
    with pytest.raises(RegisterError, match="only ever appended to"), register.writing() as connection:
        connection.execute(text(change))


def test_the_difference_of_two_versions(book: Register, tmp_path: Path) -> None:
    olds, news = amended(book, tmp_path)
    update(book, tmp_path / "a", *news)
    with book.reading() as connection:
        found = list(past.difference(connection, *(rows[0]["document"]["document_id"] for rows in (olds, news))))
    assert [(row["change"], row["action"], row["difference"]) for row in found] == [
        ("changed", ROADS, "due: 2026-06-30 → 2026-09-30"),
        ("added", LIBRARY, None),
        ("dropped", "trồng cây ven kênh", None),
    ]


# ---- refusals ----


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"record_id": 1}', r"commitments.jsonl:2: no commitment record"),
        ("{half", r"commitments.jsonl:2: no JSON"),
        ("[]", r":2: no comm"),
    ],
)
def test_a_line_that_is_no_record_refuses_the_whole_import(register: Register, tmp_path: Path, line: str, said: str) -> None:
    path = run(tmp_path / "a", record(ROADS))
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=said):
        update_register(register, path)
    assert states(register) == {}


def test_letters_that_no_database_takes_are_kept_in_their_escapes(register: Register, tmp_path: Path) -> None:
    strange = record("kiểm tra\udc80 nguồn\x00 nước", "UBND \udcff")
    path = run(tmp_path / "b")
    path.write_bytes(json.dumps(strange).encode() + b"\n")
    assert update_register(register, path).new == 1
    assert update_register(register, path).unchanged == 1


# ---- the store ----


def test_the_migrations_build_what_the_tables_say(register: Register) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    import pipeline.register.migrations as migrations

    with register.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == HEAD


def test_a_register_of_a_newer_zeren_is_left_alone(database: str) -> None:
    opened = open_register(database, create=True)
    with opened.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(RegisterError, match="newer Zeren"):
        open_register(database)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere/register.db", "no register there"),
        ("mysql://localhost/x", "not supported"),
        ("://x", "not a database URL"),
    ],
)
def test_a_register_that_cannot_be_opened_is_named_with_the_cure(name: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        open_register(name)


def test_a_file_that_is_no_register_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("những điều cần nhớ\n" * 100, encoding="utf-8")
    with pytest.raises(RegisterError, match="not a database"):
        open_register(path, create=True)
    assert path.read_text(encoding="utf-8").startswith("những")


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed; it comes with the extra `postgresql`")
    with pytest.raises(RegisterError, match="nothing was changed; see that the server runs") as raised:
        open_register("postgresql://user:hidden@127.0.0.1:1/x?connect_timeout=1")
    assert "hidden" not in str(raised.value)


def test_every_event_says_who_and_why(register: Register, tmp_path: Path) -> None:
    update(register, tmp_path / "a", record(ROADS), who="Hoa")
    with register.reading() as connection:
        (event,) = connection.execute(select(events.c.who, events.c.kind, events.c.why)).all()
    assert (event.who, event.kind) == ("Hoa", "added")
    assert event.why.startswith("update from ")


@pytest.mark.parametrize(
    ("title", "number", "old_stays"),
    [
        ("Quyết định sửa đổi, bổ sung một số điều của Chỉ thị số 07/CT-UBND", "31/QĐ-UBND", True),
        ("Quyết định thay thế Chỉ thị số 07/CT-UBND", "32/QĐ-UBND", False),
        ("Chỉ thị về chăm lo đời sống nông thôn (sửa đổi)", "33/CT-UBND", True),
        ("Chỉ thị về chăm lo đời sống thành thị (sửa đổi)", "34/CT-UBND", None),
        ("Quyết định về việc công khai Chỉ thị số 07/CT-UBND", "35/QĐ-UBND", None),
    ],
)
def test_a_document_whose_title_amends_another_takes_the_places_of_what_it_repeats(
    book: Register, tmp_path: Path, title: str, number: str, old_stays: bool | None
) -> None:
    old, later = record(ROADS, due="2026-06-30"), record(WELLS, "Sở Y tế", at=90)
    update_register(book, run(tmp_path / "a", old, later))
    of = document("other", title=title, number=number, source="data/raw/other.txt", published="2026-05-02")
    new = record(ROADS, of=of, due="2026-09-30")
    report = update_register(book, run(tmp_path / "b", new))
    if old_stays is None:
        assert (report.amended, report.superseded) == ([], 0)
        return
    assert report.amended == [(document()["document_id"], of["document_id"])]
    with book.reading() as connection:
        active = {row["record_id"] for row in rows.fetch(connection)}
    assert active == {new["record_id"], *([later["record_id"]] if old_stays else [])}
    again = update_register(book, run(tmp_path / "a", old, later))
    assert (again.new, again.returned) == (0, 0), "a later run on the old text alone does not undo the amendment"
