"""How the case tables write down an expression."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.records import Timex

HERE = Path(__file__).parent


def table(name: str) -> Any:
    """Return the case table `name`."""
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def written(timex: Timex) -> str:
    """Return the expression in the notation of the tables."""
    due = f"due={timex.due}" + (f"~{timex.due_latest}" if timex.due_latest else "") if timex.due else ""
    since = f"from={timex.dtstart}" if timex.dtstart else ""
    extra = timex.role if timex.role != "deadline" else timex.precision if timex.precision in ("ambiguous", "vague") else ""
    return " ".join(part for part in (timex.timex, timex.value, timex.mod, due, timex.rrule, since, extra) if part)


@pytest.fixture(name="written")
def written_fixture() -> Any:
    """Offer `written` to the tests."""
    return written
