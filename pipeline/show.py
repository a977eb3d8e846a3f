"""Show one record where it was read: its paragraph with the spans marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import readback
from pipeline.settings import SettingsError

Row = dict[str, Any]
AROUND = 200  # characters of context kept on either side where the paragraph is longer
ENDS = "。！？；!?\n"


class ShowError(SettingsError):
    """A record that cannot be shown; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of the document's text."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text with the marks inside it; offsets count from the document's start."""

    text: str
    start: int
    marks: tuple[Mark, ...]


def find(folder: Path, record_id: str) -> list[Row]:
    """Return the record of a run whose id begins with `record_id`, once for each file that holds its text.

    ShowError where that is no record or more than one.
    """
    found = [record for record in readback.records(folder) if record["record_id"].startswith(record_id)]
    if not found:
        path = folder / readback.RECORDS
        raise ShowError(f"{path}: no record with an id that begins with {record_id!r}; ids stand in the column record_id")
    exact = [record for record in found if record["record_id"] == record_id] or found
    if len({record["record_id"] for record in exact}) > 1:
        lines = [f"  {r['record_id']}  {r['type']}  {r['action']['quote'][:60]}" for r in exact[:20]]
        more = [f"  … and {len(exact) - 20} more"] if len(exact) > 20 else []
        raise ShowError("\n".join([f"{record_id}: {len(exact)} records begin so; give more of the id:", *lines, *more]))
    return exact


def passages(folder: Path, record: Row) -> list[Passage]:
    """Return the passage of the clause and, where marks stand elsewhere in the document, a passage for each of those."""
    document = next(
        (
            row
            for row in readback.documents(folder)
            if (row["document_id"], row["source"]) == (record["document"]["document_id"], record["document"]["source"])
        ),
        None,
    )
    if document is None:
        raise ShowError(f"{folder / readback.DOCUMENTS}: the record's document is not there; run `zeren extract` again")
    found: list[Passage] = []
    for mark in [Mark("clause", record["clause"]["start"], record["clause"]["end"]), *marks(record)]:
        if not any(p.start <= mark.start and mark.end <= p.start + len(p.text) for p in found):
            start, end = _surroundings(document, mark.start, mark.end)
            inside = tuple(m for m in marks(record) if start <= m.start and m.end <= end)
            found.append(Passage(document["text"][start:end], start, inside))
    return found


def marks(record: Row) -> list[Mark]:
    """Return the record's spans with the name of what each is, without the clause that holds them."""
    singles = [(name, record[name]) for name in ("modal", "action", "recipient", "condition")]
    lists = (("who", "actors"), ("when", "deadlines"), ("basis", "basis"), ("target", "targets"))
    many = [(label, span) for label, name in lists for span in record[name]]
    return [Mark(label, span["start"], span["end"]) for label, span in singles + many if span]


def _surroundings(document: Row, start: int, end: int) -> tuple[int, int]:
    """Return the block around a span, cut at sentence ends where it is long."""
    text = document["text"]
    block = next((b for b in document["blocks"] if b["start"] <= start and end <= b["end"]), None)
    left, right = (block["start"], block["end"]) if block else (0, len(text))
    if start - left > AROUND:
        left = next((i + 1 for i in range(start - 1, start - AROUND, -1) if _ends(text, i)), start - AROUND)
    if right - end > AROUND:
        right = next((i + 1 for i in range(end, end + AROUND) if _ends(text, i)), end + AROUND)
    while left < start and text[left].isspace():
        left += 1
    return left, right


def _ends(text: str, place: int) -> bool:
    """Tell whether a sentence ends with this character; a full stop inside `T.Ư` or `3.655` does not."""
    return text[place] in ENDS or (text[place] == "." and text[place + 1 : place + 2].isspace())


def bracketed(passage: Passage) -> str:
    """Return the passage with each mark as `[label …]`; one that crosses another's edge is closed there and opened again."""
    return "".join(_pieces(passage))


def _pieces(passage: Passage) -> Iterator[str]:
    text, base = passage.text, passage.start
    edges = sorted({0, len(text), *(m.start - base for m in passage.marks), *(m.end - base for m in passage.marks)})
    order = sorted(passage.marks, key=lambda m: (m.start, -m.end))
    opened: list[Mark] = []
    for left, right in zip(edges, [*edges[1:], len(text)], strict=True):
        wanted = [m for m in order if m.start - base <= left < m.end - base]
        keep = next((i for i, m in enumerate(opened) if i >= len(wanted) or m != wanted[i]), len(opened))
        yield "]" * (len(opened) - keep)
        yield from (f"[{m.label} " for m in wanted[keep:])
        opened = wanted
        yield visible(text[left:right])
    yield "]" * len(opened)


def visible(text: str) -> str:
    """Return the text with control characters, bidirectional ones too, as `�`, so that a document cannot drive a terminal."""
    return "".join("\ufffd" if (not c.isprintable() and c not in " \n\u3000\u00a0") else c for c in text)
