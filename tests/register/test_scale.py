from __future__ import annotations

import json
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.register import open_register
from pipeline.register.due import by_bearer, due_days
from pipeline.register.update import update_register
from tests.register.making import QUARTERLY, document, record

RECORDS, DOCUMENTS = 100_000, 2_000


def write(path: Path) -> None:
    """A run of 100,000 records: a third with a due day over ten years, every twentieth recurring, two bearers in every fifth."""
    start = date(2020, 1, 1)
    pattern = record("việc")
    path.parent.mkdir()
    with path.open("w", encoding="utf-8") as file:
        for i in range(RECORDS):
            if i % (RECORDS // DOCUMENTS) == 0:
                number = i // (RECORDS // DOCUMENTS)
                published = (start + timedelta(days=number)).isoformat()
                of = document(
                    str(number),
                    source=f"data/raw/{number:05}.txt",
                    title=f"Kế hoạch số {number}",
                    number=f"{number}/KH",
                    published=published,
                )
            bearers = [f"UBND xã {i % 997}"] + ([f"Phòng số {i % 89}"] if i % 5 == 0 else [])
            values = (
                {"due": (start + timedelta(days=i * 13 % 3650)).isoformat()} if i % 3 == 0 else {"rrule": QUARTERLY} if i % 20 == 1 else {}
            )
            quoted = {"quote": f"hoàn thành việc thứ {i} trong kế hoạch năm", "start": i, "end": i + 40}
            deadline = {**quoted, "timex": "DATE", "value": None, "mod": None, "due": values.get("due"), "due_latest": None}
            row = pattern | {
                "record_id": f"{i:016x}",
                "action": {**quoted, "verb": None, "object": None},
                "clause": quoted,
                "actors": [{**pattern["actors"][0], "name": name, "quote": name} for name in bearers],
                "deadlines": [deadline | {"rrule": values.get("rrule"), "anchor": None, "precision": "exact", "role": "deadline"}]
                if values
                else [],
                "concepts": ["report_upward", "assess"] if i % 2 else [],
                "document": of,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


@pytest.mark.slow
def test_a_hundred_thousand_records_are_brought_in_within_a_minute_and_due_within_a_second(tmp_path: Path) -> None:
    path = tmp_path / "out" / "commitments.jsonl"
    write(path)
    register = open_register(tmp_path / "register.db", create=True)
    taken = {}

    def timed(name: str) -> None:
        nonlocal begun
        taken[name] = round(time.perf_counter() - begun, 2)
        begun = time.perf_counter()

    begun = time.perf_counter()
    assert update_register(register, path).new == RECORDS
    timed("update")
    assert update_register(register, path).unchanged == RECORDS
    timed("again")
    with register.reading() as connection:
        found = due_days(connection, date(2026, 6, 30), 30)
        by_bearer(found)
    timed("due")
    register.close()
    print(taken, len(found), "due days")
    assert taken["update"] < 60
    assert taken["due"] < 1
