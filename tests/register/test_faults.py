from __future__ import annotations

import csv
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.register import open_register, rows
from pipeline.register.exchange import export
from pipeline.register.tables import commitments, events, tracking
from pipeline.register.update import update_register
from tests.register import writers
from tests.register.making import Row, document, record, run

ROOT = Path(__file__).resolve().parents[2]


def writer(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.register.writers", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def together(*calls: tuple[str, ...]) -> None:
    """Let writers, each with connections of its own, write at once."""
    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(writers.main, *call) for call in calls]:
            done.result(timeout=120)


def many(count: int, version: str = "v1", **values: object) -> list[Row]:
    of = document(version)
    return [record(f"việc thứ {i} của xã số {i * 7919 % 1009}", of=of, at=i * 40, **values) for i in range(count)]


def test_two_writers_at_once_lose_nothing(database: str, tmp_path: Path) -> None:
    made = many(4)
    ids = [row["record_id"] for row in made]
    register = open_register(database, create=True)
    update_register(register, run(tmp_path / "out", *made))
    together((database, "set", "a", *ids * 5), (database, "set", "b", *ids * 5))
    with register.reading() as connection:
        notes = connection.execute(select(tracking.c.note)).scalars().all()
        written = connection.execute(select(func.count()).where(events.c.kind == "set")).scalar_one()
    register.close()
    assert [(note.count("a;"), note.count("b;")) for note in notes] == [(5, 5)] * 4
    assert written == 40


def test_two_imports_that_make_the_register_at_once_bring_each_record_in_once(database: str, tmp_path: Path) -> None:
    path = str(run(tmp_path / "out", *many(50)))
    together((database, "update", path), (database, "update", path), (database, "update", path))
    register = open_register(database)
    with register.reading() as connection:
        assert connection.execute(select(func.count()).select_from(commitments)).scalar_one() == 50
        assert connection.execute(select(func.count()).select_from(events)).scalar_one() == 50
    register.close()


def test_a_reader_sees_one_moment_while_another_writes(database: str, tmp_path: Path) -> None:
    register = open_register(database, create=True)
    update_register(register, run(tmp_path / "a", *many(3)))
    with register.reading() as connection:
        before = list(rows.fetch(connection))
        update_register(register, run(tmp_path / "a", *many(2)))
        assert list(rows.fetch(connection)) == before
    with register.reading() as connection:
        assert len(list(rows.fetch(connection))) == 2
    register.close()


@pytest.mark.slow
def test_fifty_kills_at_random_moments_leave_the_old_or_the_new_state(database: str, tmp_path: Path) -> None:
    """Kill updates and imports in turn; after each the counts are those of before or after, and in the end nothing is lost or doubled."""
    count, chance = 400, random.Random(20261121)
    register = open_register(database, create=True)
    update_register(register, run(tmp_path / "v1", *many(count)))
    usual: dict[str, float] = {}  # seconds that an undisturbed one takes once the register is open
    killed = done = 0
    for turn in range(52):  # the first of either kind is left alone
        version = f"v{turn + 2}"
        made = many(count, version, due="2026-06-30" if turn % 2 else "2026-09-30")
        path = run(tmp_path / version, *made)
        what = "update"
        if turn % 2:
            what, path = "import", tmp_path / f"{version}.csv"
            with register.reading() as connection:
                export(connection, path, rows.Filter())
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines = list(csv.DictReader(file))
            with path.open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, list(lines[0]))
                table.writeheader()
                table.writerows(line | {"owner": version} for line in lines)
        before = _state(register)
        process = writer(database, what, path)
        assert process.stdout is not None
        process.stdout.readline()
        opened = time.perf_counter()
        if what in usual:
            time.sleep(usual[what] * chance.uniform(0, 1.2))
            process.send_signal(signal.SIGKILL)
        process.wait(120)
        usual.setdefault(what, time.perf_counter() - opened)
        after = _state(register)
        wholly = process.returncode == 0 or after != before
        killed, done = killed + (process.returncode != 0), done + wholly
        usual[what] *= 0.7 if wholly else 1.15  # so that about as many kills come after the end of the transaction as before
        if not wholly:
            assert after == before
        elif what == "update":
            assert (after["active"], after["versions"]) == (count, before["versions"] + count)
            assert after["owners"] == before["owners"], "what people entered went along"
        else:
            assert (after["active"], after["owners"]) == (count, {version: count})
    with register.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok" if "://" not in database else True
    register.close()
    print(f"{killed} killed, {done} took effect")
    assert killed >= 15, f"only {killed} of 50 were killed before they ended"


def _state(register: object) -> dict[str, object]:
    with register.reading() as connection:  # type: ignore[attr-defined]
        active = select(func.count()).select_from(commitments).where(commitments.c.state == "active")
        owners = (
            select(tracking.c.owner, func.count())
            .join(commitments, commitments.c.record_id == tracking.c.record_id)
            .where(commitments.c.state == "active", tracking.c.owner.is_not(None))
            .group_by(tracking.c.owner)
        )
        return {
            "active": connection.execute(active).scalar_one(),
            "versions": connection.execute(select(func.count()).select_from(commitments)).scalar_one(),
            "owners": dict(map(tuple, connection.execute(owners))),
            "events": connection.execute(select(func.count()).select_from(events)).scalar_one(),
        }
