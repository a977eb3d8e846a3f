"""Tables of texts: the rows of `.csv`, `.tsv`, `.xlsx` and JSON lines as documents of their own, with their metadata.

A sheet without a column of texts is no export but a document, whose rows are read by their columns (`grid`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from pipeline.ingest import dates, grid
from pipeline.ingest.errors import IngestError
from pipeline.ingest.metadata import one_line
from pipeline.ingest.store import MOST_MEMBERS, Store
from pipeline.settings import Section, config_folder, read_yaml

LINES = frozenset({".jsonl", ".ndjson"})
LONGEST_LINE = 50_000_000  # characters of one JSON line
MARKUP = re.compile(r"\s*<(?:!doctype|html|body|div|p|article|section|span|table|h[1-6]|ul|ol|br|font|center)\b", re.IGNORECASE)
FIELDS = ("title", "publisher", "published", "number", "url", "language")
LANGUAGES = {"zh": ("zh", "zh-cn", "zh-tw", "zh-hans", "zh-hant", "chinese", "中文"), "vi": ("vi", "vi-vn", "vietnamese", "tiếng việt")}


class Columns(Section):
    """`config/columns.yaml`: the names under which exports keep the text and its metadata, and the names in tables of tasks."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    publisher: tuple[str, ...]
    published: tuple[str, ...]
    number: tuple[str, ...]
    url: tuple[str, ...]
    language: tuple[str, ...]
    tasks: tuple[str, ...]

    def places(self, names: Sequence[str]) -> dict[str, int]:
        """Return the column of each field by its name in `names`; no `text` where this is no table of texts."""
        plain = [plain_name(name) for name in names]
        found: dict[str, int] = {}
        for key in ("text", *FIELDS):
            for word in getattr(self, key):
                if word in plain and plain.index(word) not in found.values():
                    found[key] = plain.index(word)
                    break
        if any(word in name for name in plain for word in self.tasks):
            found.pop("text", None)
        return found


@cache
def columns() -> Columns:
    """Return the column names of the configuration folder, read once."""
    return read_yaml(config_folder() / "columns.yaml", Columns)


def plain_name(name: str) -> str:
    """Return a column's name as `config/columns.yaml` writes it: `Publish_Date ` is `publish date`."""
    return " ".join(re.sub(r"[_\-]+", " ", name).split()).casefold()


def unpack(path: Path, source: str, store: Store) -> bool:
    """Add each row that holds a text to the store; False where the file is no table of texts but a document of its own."""
    if path.suffix.lower() in LINES:
        json_lines(path, source, store)
        return True
    sheets = list(grid.sheets(path))
    texts = [(sheet, places) for sheet in sheets if "text" in (places := columns().places(next(iter(sheet.rows()), (1, ()))[1]))]
    for sheet, places in texts:
        label = f"sheet={sheet.name}&" if len(sheets) > 1 else ""
        rows = ((number, row) for number, row in sheet.rows())
        next(rows, None)
        take(((number, fields(row, places)) for number, row in rows), f"{source}#{label}row=", store)
    return bool(texts)


def fields(row: Sequence[str], places: dict[str, int]) -> dict[str, str]:
    """Return the values of a row by field."""
    return {key: row[place] for key, place in places.items() if place < len(row)}


def take(rows: Iterable[tuple[int, dict[str, str] | str]], label: str, store: Store) -> None:
    """Add each row's text with its metadata; a string in place of a row says why it cannot be read. Rows without a text are passed over."""
    for number, row in rows:
        if store.full:
            store.refuse(f"{label}{number}", f"is row {MOST_MEMBERS + 1:,} or later, and those are not read; split the file")
            return
        if isinstance(row, str):
            store.refuse(f"{label}{number}", row)
        elif (text := row.get("text", "")).strip():
            try:
                store.text(text, ".html" if MARKUP.match(text) else ".txt", f"{label}{number}", metadata(row))
            except IngestError as error:
                store.refuse(f"{label}{number}", error.message)


def metadata(row: dict[str, str]) -> dict[str, str]:
    """Return what the row says of its text as a sidecar would; a date or language that is none is left out."""
    found: dict[str, str] = {}
    for key in FIELDS:
        value = one_line(row.get(key, ""))
        if key == "published":
            day, _ = dates.find(value)
            value = day.isoformat() if day else ""
        elif key == "language":
            value = next((code for code, names in LANGUAGES.items() if value.casefold() in names), "")
        if value:
            found[key] = value
    return found


def json_lines(path: Path, source: str, store: Store) -> None:
    """Add the text of each line's object; a line that is none is refused with the reason."""
    take(_objects(path), f"{source}#line=", store)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    names = columns()
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError) as error:
                yield number, f"is no JSON ({type(error).__name__}); write one object a line in UTF-8"
                continue
            if not isinstance(found, dict):
                yield number, 'is no JSON object; write one object a line, such as {"text": "…"}'
                continue
            keys = list(found)
            row = fields(
                [_word(found[key]) for key in keys], names.places(keys) | ({"text": keys.index("text")} if "text" in found else {})
            )
            yield number, row if row.get("text", "").strip() else 'holds no text; its object needs a key "text"'


def _word(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, (list, dict)) else str(value)
