"""What people judged, as gold: texts and records in the layout that `zeren evaluate` and the training of the tagger read."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, select

from pipeline.files import replacing
from pipeline.register import rows
from pipeline.register.errors import RegisterError
from pipeline.register.files import writing
from pipeline.register.tables import commitments, contents, corrections, documents
from pipeline.register.texts import text

GENRE = "register"
META = ("title", "publisher", "published", "number", "url")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A document written as gold: its name, its records by language, and how many of them nobody judged."""

    document: str
    name: str
    language: str
    records: int
    open: int


def write(connection: Connection, folder: Path, *, partial: bool = False) -> list[Written]:
    """Write `LANGUAGE/NAME.jsonl`, `docs/LANGUAGE/NAME.txt` with its metadata and `index.jsonl`, and return what was written.

    A document counts once every record of it is judged; with `partial` from the first one on, the others as they were read.
    A rejected record is left out. RegisterError: the folder cannot be written to, or a text is missing.
    """
    written: list[Written] = []
    names: set[str] = set()
    with writing(folder, within=True):
        for document, found in _judged(connection, partial):
            name = _name(document, names)
            for language in sorted({row["language"] for row in found}):
                mine = [row for row in found if row["language"] == language]
                written.append(_document(connection, folder, document, name, language, mine))
        if written:
            _lines(folder / "index.jsonl", map(_index, written))
    return written


def gold(record: Row) -> Row:
    """Return a record's content as a gold record."""
    sources = {actor["from"] for actor in record["actors"]}
    modal, recipient, condition = (record[name] and _span(record[name]) for name in ("modal", "recipient", "condition"))
    return {
        "clause": _span(record["clause"]),
        "type": record["type"],
        "status": record["status"],
        "actor": [_span(actor) for actor in record["actors"]],
        "actor_from": "none" if not sources else "clause" if "clause" in sources else "context",
        "modal": modal,
        "action": _span(record["action"]),
        "deadline": [_span(bound) | {name: bound[name] for name in ("value", "due", "rrule")} for bound in record["deadlines"]],
        "recipient": recipient,
        "condition": condition,
        "basis": [_span(basis) for basis in record["basis"]],
    }


def _judged(connection: Connection, partial: bool) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the documents to be written, each with its active and rejected records in the order of the text."""
    c, k = commitments.c, corrections.c
    found: dict[str, list[Row]] = defaultdict(list)
    of = select(c.document_id).join(corrections, k.record_id == c.record_id).distinct()
    wanted = select(c.record_id, c.document_id, c.state, c.language, rows.VERDICT).outerjoin(corrections, k.record_id == c.record_id)
    wanted = wanted.where(c.document_id.in_(of), c.state.in_(("active", "rejected"))).order_by(c.document_id, c.place, c.record_id)
    for row in connection.execute(wanted).mappings():
        found[row["document_id"]].append(dict(row))
    for document in connection.execute(select(documents).order_by(documents.c.source, documents.c.document_id)).mappings():
        records = found.get(document["document_id"], [])
        if records and (partial or all(row["verdict"] != rows.OPEN for row in records)):
            yield dict(document), records


def _document(connection: Connection, folder: Path, document: Row, name: str, language: str, records: list[Row]) -> Written:
    held = text(connection, document["document_id"])
    if held is None:
        raise RegisterError(f"{document['source']}: the register has no text of it; run `zeren register update` on a run of it once more")
    kept = [row for row in records if row["state"] == "active"]
    lines = []
    for row in kept:
        content = connection.execute(select(contents.c.content).where(contents.c.record_id == row["record_id"])).scalar_one()
        lines.append(gold(json.loads(content)))
    _lines(folder / language / f"{name}.jsonl", sorted(lines, key=lambda line: line["action"]["start"]))
    place = folder / "docs" / language / f"{name}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as partial:
        partial.write_text(held.text, encoding="utf-8", newline="")
    meta = {key: document[key] for key in META if document[key]} | {"language": language}
    place.with_suffix(".meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True, sort_keys=False), encoding="utf-8")
    unjudged = sum(row["verdict"] == rows.OPEN for row in kept)
    return Written(document["document_id"], name, language, len(kept), unjudged)


def _lines(path: Path, lines: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as partial:
        partial.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _index(row: Written) -> Row:
    return {"id": row.name, "genre": GENRE} | asdict(row)


def _name(document: Row, taken: set[str]) -> str:
    """Return a file name for a document, from its source; one that is taken gets the document's id."""
    stem = re.sub(r"[^\w.-]+", "-", Path(document["source"]).stem, flags=re.ASCII).strip("-.") or document["document_id"]
    name = stem if stem not in taken else f"{stem}-{document['document_id'][:8]}"
    taken.add(name)
    return name


def _span(quote: Row) -> Row:
    return {name: quote[name] for name in ("quote", "start", "end")}
