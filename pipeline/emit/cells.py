"""Values as cells of a CSV file that a spreadsheet opens: one text to a cell, none of them a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

JOINT = " ; "
CELL = 32_767  # characters a spreadsheet cell can hold; a longer one spills over its neighbours
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def column(values: Sequence[Any], texts: bool) -> list[str]:
    """Return the values of a column as cells of CSV, null as an empty one; `texts` says that they are texts or lists of texts.

    One text is made a cell once, however many records have it: a writer would look at every letter of every cell anew.
    """
    if not texts:
        return list(map(str, values))
    if not any(values):
        return [""] * len(values)
    if isinstance(values[0], list):
        values = [_joined(value) if value else "" for value in values]
    known = {value: cell(value) or "" for value in set(values)}
    return [known[value] for value in values]


def _joined(values: list[str]) -> str:
    """Return a list as one text, joined by ` ; `; nothing where all of it is empty."""
    if len(values) == 1:  # as most lists are
        return values[0].replace(JOINT, "; ")
    return JOINT.join([value.replace(JOINT, "; ") for value in values]) if any(values) else ""


def cell(value: str | None) -> str | None:
    """Return a text as a spreadsheet cell: one that it would not run as a formula, no longer than it can hold."""
    if not value or (value[0].isalnum() and len(value) <= CELL and "\x00" not in value):  # the most, told without a look inside
        return value
    value = value.replace("\x00", "\ufffd")
    if FORMULA.match(value):
        value = "'" + value
    return value if len(value) <= CELL else value[: CELL - 1] + "…"
