"""Whatever runs come one after the other: an import twice is an import once, and what people entered is never lost."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.register import Register, tracking
from pipeline.register.journal import Journal
from pipeline.register.tables import commitments, metadata
from pipeline.register.update import update_register
from tests.register.making import Row, document, record, run

WORDS = (
    "rà soát",
    "hộ nghèo",
    "sửa đường",
    "trồng rừng",
    "dạy nghề",
    "khám bệnh",
    "cấp nước",
    "thu gom",
    "hòa giải",
    "tập huấn",
    "kiểm kê",
)
BODIES = ("UBND huyện A", "Sở Y tế", "UBND xã B + Công an xã B", "")


def dump(register: Register) -> dict[str, list[str]]:
    with register.reading() as connection:
        return {name: sorted(map(repr, connection.execute(select(table)))) for name, table in metadata.tables.items()}


def texts(chance: random.Random, number: int) -> list[list[tuple[str, str]]]:
    """Versions of a document, each a list of (action, bearers): edited, shortened, lengthened, sometimes the first one again."""
    tasks = [(" ".join(chance.choices(WORDS, k=4)), chance.choice(BODIES)) for _ in range(chance.randint(1, 8))]
    found = [tasks]
    for _ in range(number - 1):
        tasks = list(chance.choice(found))
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(tasks)) if tasks else 0
            kind = chance.choice(["edit", "drop", "add", "move"])
            if kind == "add" or not tasks:
                tasks.insert(at, (" ".join(chance.choices(WORDS, k=4)), chance.choice(BODIES)))
            elif kind == "drop":
                tasks.pop(at)
            elif kind == "edit":
                tasks[at] = (tasks[at][0] + " " + chance.choice(WORDS), tasks[at][1])
            else:
                tasks.append(tasks.pop(at))
        found.append(tasks)
    return found


def read(name: str, tasks: list[tuple[str, str]]) -> tuple[Row, list[Row]]:
    """Return the document of a text and its records, as a run gives them."""
    of = document(f"{name}{tasks}", source=f"data/raw/{name}.txt", title=f"Kế hoạch công tác {name}", number=None)
    return of, [record(action, who, of=of, at=40 * i) for i, (action, who) in enumerate(tasks)]


def holder(register: Register, record_id: str) -> str:
    with register.reading() as connection:
        return tracking.successor(connection, record_id) or record_id


@pytest.mark.parametrize("seed", range(12))
def test_any_runs_one_after_the_other(book: Register, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    versions = {name: texts(chance, 5) for name in "ab"}
    noted: dict[str, str] = {}
    for turn in range(5):
        read_now = [read(name, versions[name][turn]) for name in "ab" if chance.random() < 0.8]
        rows = [row for _, records in read_now for row in records]
        path = run(tmp_path / f"run{turn}", *rows, documents=tuple(of for of, _ in read_now))
        update_register(book, path)
        before = dump(book)
        update_register(book, path)
        assert dump(book) == before

        with book.reading() as connection:
            states = {row.record_id: row.state for row in connection.execute(select(commitments))}
        assert {states[row["record_id"]] for row in rows} <= {"active"}, "what the run read is active"
        for record_id, note in list(noted.items()):
            place = holder(book, record_id)
            with book.reading() as connection:
                assert note in (tracking.entered(connection, place)["note"] or ""), f"{record_id} now at {place} ({states[place]})"
        for row in chance.sample(rows, min(2, len(rows))):
            with book.writing() as connection:
                held = tracking.entered(connection, row["record_id"])["note"] or ""
                note = f"{turn}{row['record_id'][:4]};"
                tracking.assign(connection, Journal(connection, "Lan"), row["record_id"], [f"note={held}{note}"], date(2026, 7, 1))
            noted[row["record_id"]] = note
    assert {"superseded", "vanished"} <= set(states.values())
