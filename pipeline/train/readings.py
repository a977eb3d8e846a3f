"""Readings of corpus documents: records as offsets into the corpus, made gold again beside their texts when the corpus is at hand.

A folder of readings holds `index.jsonl` (`id`, `language`, `genre`, `title`, `published` where known, `start` and `length` in characters of
`CORPUS/LANGUAGE.txt.xz`, `sha256` of that stretch) and `LANGUAGE/ID.jsonl`: gold records whose spans have `start` and `end` in the stretch
and no letters of it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class ReadingError(Exception):
    """A stretch of the corpus is not what was read; names the reading and what to do."""


def restore(folder: Path, corpus: Path, out: Path) -> Path:
    """Write the readings as gold (`LANGUAGE/ID.jsonl` with quotes, `docs/LANGUAGE/ID.txt`, `ID.meta.yaml`) under `out` and return it.

    Raises ReadingError where the corpus holds other letters at that place.
    """

    @cache
    def letters(language: str) -> str:
        return lzma.open(corpus / f"{language}.txt.xz", "rt", encoding="utf-8", newline="").read()

    for row in map(json.loads, (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()):
        text = letters(row["language"])[row["start"] : row["start"] + row["length"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            where = corpus / f"{row['language']}.txt.xz"
            raise ReadingError(f"{folder / 'index.jsonl'}: {row['id']} was read from another {where}; train with the corpus it names")
        records = (folder / row["language"] / f"{row['id']}.jsonl").read_text(encoding="utf-8").splitlines()
        docs, gold = out / "docs" / row["language"], out / row["language"]
        for place in (docs, gold):
            place.mkdir(parents=True, exist_ok=True)
        (docs / f"{row['id']}.txt").write_text(text, encoding="utf-8", newline="")
        meta = {key: row[key] for key in ("title", "published", "language") if key in row}
        (docs / f"{row['id']}.meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True), encoding="utf-8")
        lines = [json.dumps(quoted(json.loads(record), text), ensure_ascii=False) + "\n" for record in records]
        (gold / f"{row['id']}.jsonl").write_text("".join(lines), encoding="utf-8")
    return out


def quoted(value: Any, text: str) -> Any:
    """Return a record with the quote of each of its spans."""
    if isinstance(value, dict):
        quote = {"quote": text[value["start"] : value["end"]]} if "start" in value else {}
        return quote | {key: quoted(part, text) for key, part in value.items()}
    return [quoted(part, text) for part in value] if isinstance(value, list) else value


def bare(value: Any) -> Any:
    """Return a record without the quotes of its spans: what a folder of readings holds."""
    if isinstance(value, dict):
        return {key: bare(part) for key, part in value.items() if key != "quote"}
    return [bare(part) for part in value] if isinstance(value, list) else value
