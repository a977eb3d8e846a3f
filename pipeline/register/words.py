"""Look for words in the database, letter case and the composition of accents left aside."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Text, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class folded(GenericFunction[str]):
    """A text as it is compared: SQLite's own lower() knows only the letters of English."""

    name = "zeren_fold"
    type = Text()
    inherit_cache = True


@compiles(folded, "postgresql")
def _postgresql(element: folded, compiler: Any, **options: Any) -> str:
    return f"lower(normalize({compiler.process(element.clauses, **options)}))"


def fold(text: str | None) -> str:
    """Return a text as it is compared."""
    return unicodedata.normalize("NFC", text or "").casefold()


def install(connection: Any) -> None:
    """Give an SQLite connection the function behind `folded`."""
    connection.create_function("zeren_fold", 1, fold, deterministic=True)


def holds(word: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a word stands in one of the columns."""
    text: ColumnElement[Any] = func.coalesce(columns[0], "")
    for column in columns[1:]:
        text = text + "\n" + func.coalesce(column, "")
    return folded(text).contains(fold(word), autoescape=True)
