"""An action is split as well by its first words as by all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import annotate, extract, ingest
from pipeline.resolve import action
from pipeline.settings import Settings


@pytest.mark.parametrize("name", ["vi-directive-land-data.txt", "zh-plan-rural-revival.txt"])
def test_the_first_words_decide_as_the_whole_does(root: Path, name: str) -> None:
    document, rules = ingest.read(root / "data" / "raw" / name), Settings(extractor="rules")
    quotes = [(clause.action.quote, clause.language) for clause in extract.clauses(annotate.annotate(document, rules), rules)]
    whole = [action._split(quote, code, action._tags(quote, code, action.READ)) for quote, code in quotes]
    assert [action.split(quote, code) for quote, code in quotes] == whole
    assert len(whole) > 10
