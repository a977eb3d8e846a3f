"""The whole path over `data/raw`, the documents a first run reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from icalendar import Calendar

from pipeline import emit
from pipeline.emit import schema
from pipeline.readback import documents, records
from pipeline.run import Summary, run
from pipeline.settings import Settings


@pytest.fixture(scope="module")
def summary(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return run([root / "data" / "raw"], tmp_path_factory.mktemp("samples"), Settings(extractor="rules"), workers=1)


def quotes(value: object) -> Iterator[dict]:
    """Every object with a quote in a record, however deep."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for part in value.values():
            yield from quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes(part)


def test_every_sample_is_read(summary: Summary) -> None:
    assert summary.failures == []
    assert summary.counts.documents >= 14


def test_both_languages_have_records(summary: Summary) -> None:
    assert all(sum(summary.counts.records[language].values()) > 20 for language in ("zh", "vi"))


def test_every_quote_stands_where_it_says(summary: Summary) -> None:
    texts = {row["source"]: row["text"] for row in documents(summary.out)}
    seen = 0
    for record in records(summary.out):
        for quote in quotes({name: value for name, value in record.items() if name != "document"}):
            assert texts[record["document"]["source"]][quote["start"] : quote["end"]] == quote["quote"]
            seen += 1
    assert seen > 100


def test_record_ids_are_unique(summary: Summary) -> None:
    ids = [record["record_id"] for record in records(summary.out)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["commitments", "documents", "failures"])
def test_rows_validate(summary: Summary, name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema.schema(name))
    rows = map(json.loads, (summary.out / f"{name}.jsonl").read_bytes().splitlines())
    assert [error.message for row in rows for error in validator.iter_errors(row)] == []


def test_the_run_file_validates(summary: Summary) -> None:
    jsonschema.validate(json.loads((summary.out / "run.json").read_text(encoding="utf-8")), schema.schema("run"))


def test_tables_and_calendar_hold_what_the_records_hold(summary: Summary) -> None:
    found = list(records(summary.out))
    ids = [record["record_id"] for record in found]
    assert pd.read_csv(summary.out / "commitments.csv")["record_id"].tolist() == ids
    assert pd.read_parquet(summary.out / "commitments.parquet")["record_id"].tolist() == ids
    todos = Calendar.from_ical((summary.out / "commitments.ics").read_bytes()).walk("VTODO")
    dated = {record["record_id"] for record in found if any(d["due"] or d["rrule"] for d in record["deadlines"])}
    assert {str(todo["UID"]).removesuffix("@zeren").split("-")[0] for todo in todos} == dated


def test_two_workers_write_the_same_bytes(summary: Summary, root: Path, tmp_path: Path) -> None:
    run([root / "data" / "raw"], tmp_path, Settings(extractor="rules"), workers=2)
    for name in set(emit.FILES) - {"run.json"}:
        assert (tmp_path / name).read_bytes() == (summary.out / name).read_bytes(), name
