"""Tables in plain text: set in columns by blanks or tabs, drawn with bars; their rows, and what their records say."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from pipeline import annotate, extract, resolve
from pipeline.ingest import read_text
from pipeline.settings import Settings
from pipeline.unwrap import restored, unwrap

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "text_tables.yaml").read_text(encoding="utf-8"))


def rows(document):
    """The rows of a document's tables as a case writes them, from the text that is read."""
    flat = unwrap(document).document
    words = [[flat.text[a:b] for a, b in block.cells] for block in flat.blocks if block.kind == "table_row"]
    return [" | ".join(re.sub(r"(?<=、)\n|\s*\n\s*", lambda gap: " " if gap[0] != "\n" else "", cell) for cell in row) for row in words]


def plain(row):
    return re.sub(r"\s+", "", row)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_rows_of_tables_in_text(case):
    document = read_text(case["text"])
    assert list(map(plain, rows(document))) == list(map(plain, case["rows"]))
    kinds = [block.kind for block in document.blocks if block.kind not in ("table_row", "boilerplate")]
    assert kinds == case.get("blocks", kinds)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_parts_of_cells_are_letters_of_their_row(case):
    document = read_text(case["text"])
    for block in document.blocks:
        spans = sorted(part for cell in block.parts for part in cell)
        assert all(block.start <= a < b <= block.end for a, b in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        for whole, parts in zip(block.cells, block.parts, strict=False):
            assert not parts or whole == (parts[0][0], parts[-1][1])


RECORDS = [
    ("vi cells that go on below, numbered rows", "vi", "Ban Chỉ huy quân sự xã", "2025-04-30"),
    ("zh columns parted by blanks, cells that go on below", "zh", "水务局", "2025-05-10"),
    ("tabs between cells, paragraphs inside cells as Word gives them", "vi", "Tổ Nước", "2025-05-15"),
]


@pytest.mark.parametrize(("name", "language", "bearer", "due"), RECORDS)
def test_records_of_a_row_have_its_bearer_and_time_and_stand_in_the_text(name, language, bearer, due):
    document = read_text(next(case["text"] for case in CASES if case["name"] == name))
    found = records(document)
    said = {(actor.name, deadline.due) for record in found for actor in record.actors for deadline in record.deadlines}
    assert found[0].language == language and (bearer, due) in said


def test_what_stands_between_two_pages_is_no_part_of_the_record_before_and_behind_it():
    document = read_text("Công an xã phải lập chốt trực tại các ngã ba, ngã tư trên đường\n\n- 2 -\n\nliên thôn trước ngày 05/6/2025.\n")
    (record,) = records(document)
    flat = unwrap(document).document
    assert [flat.text[b.start : b.end].split("đường ")[1].rstrip() for b in flat.blocks] == ["liên thôn trước ngày 05/6/2025."]
    assert "đường\n\n- 2 -\n\nliên thôn" in record.action.quote and record.deadlines[0].due == "2025-06-05"


def records(document):
    """The records of a document, every quote of which stands where it says."""
    settings = Settings(extractor="rules")
    flat = unwrap(document)
    clauses = [restored(clause, flat) for clause in extract.clauses(annotate.annotate(flat.document, settings), settings)]
    found = [resolve.commitment(clause, annotate.annotate(document, settings), settings) for clause in clauses]
    for record in found:
        for quote in (record.action, *record.actors, *record.deadlines):
            assert document.text[quote.start : quote.end] == quote.quote
    return found
