"""The table of examples in the README says what `find` gives."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from pipeline.timex import find

README = Path(__file__).resolve().parents[2] / "README.md"
HEADER = "| Chinese | Vietnamese | value | mod | due or rule | role |"


def rows() -> list[list[str]]:
    """Return the cells of the table under its header, or nothing where the README has none."""
    lines = README.read_text(encoding="utf-8").splitlines() if README.is_file() else []
    if HEADER not in lines:
        return []
    below = lines[lines.index(HEADER) + 2 :]
    table = itertools.takewhile(lambda line: line.startswith("|"), below)
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table]


ROWS = rows()


@pytest.mark.skipif(not ROWS, reason="README.md has no table of time expressions")
def test_the_readme_table_says_what_find_gives() -> None:
    for zh, vi, value, mod, due, role in ROWS:
        for language, text in (("zh", zh), ("vi", vi)):
            found = find(text, language, "2021-03-02")[0]
            later = f" (or {found.due_latest})" if found.due_latest else ""
            when = f"{found.due}{later}" if found.due else f"`{found.rrule}`" if found.rrule else "–"
            assert (f"`{found.value}`", found.mod or "–", when, found.role) == (value, mod, due, role), text
