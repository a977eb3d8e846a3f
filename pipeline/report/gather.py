"""What the page shows, counted in one pass over the records of a run; memory does not grow with their number."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from pipeline import languages
from pipeline.report.entries import NOBODY, UNKNOWN, entry, rungs
from pipeline.report.excerpts import Passages, Row

RECORDS = 5_000  # records a page holds; the most specific ones are kept
DOCUMENTS = 2_000  # documents a page lists
NAMES = 20_000  # different names told apart among bearers, and among recipients

Key = tuple[str, str]  # document_id and source: one text may lie in two files


@dataclass
class Gathered:
    """Counts over all records of a run, and the records and documents that the page holds.

    `matrix` counts records by rung, type and language (a record of two rungs counts on both); `dues` days by rung; `recurring` and
    `undated` records by rung; `answers` by organ, rung and recipient; `kinds` how often a name is borne by (organ, rung); `kept` the
    entries of the page.
    """

    records: int = 0
    documents: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    matrix: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dues: Counter[tuple[str, str]] = field(default_factory=Counter)
    recurring: Counter[str] = field(default_factory=Counter)
    undated: Counter[str] = field(default_factory=Counter)
    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    kinds: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    facts: Counter[str] = field(default_factory=Counter)
    kept: list[Row] = field(default_factory=list)
    listed: list[Row] = field(default_factory=list)
    passages: Passages = field(default_factory=Passages)


def gather(records: Path, documents: Path, most: int = RECORDS) -> Gathered:
    """Read `commitments.jsonl` and `documents.jsonl` of a run; at most `most` records are kept, the most specific ones."""
    found = Gathered()
    best: list[tuple[int, bool, int, int, Key]] = []  # of the records to keep: specificity, dated, place from the end, offset, document
    recipients: Counter[str] = Counter()
    with records.open("rb") as file:
        offset = 0
        for number, line in enumerate(file):
            record = json.loads(line)
            has_day = any(bound["due"] or bound["rrule"] for bound in record["deadlines"])
            _count(found, record, recipients)
            document = record["document"]
            rank = (record["specificity"], has_day, -number, offset, (document["document_id"], document["source"]))
            (heapq.heappush if len(best) < most else heapq.heappushpop)(best, rank)
            offset += len(line)
        kept: dict[Key, list[int]] = {}
        for *_, offset, key in sorted(best, key=lambda entry: entry[3]):
            kept.setdefault(key, []).append(offset)
        _documents(found, rows(documents), kept, file)
    _name(found, recipients)
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file."""
    with path.open("rb") as file:
        yield from map(json.loads, file)


@lru_cache(NAMES)
def folded(name: str, language: str) -> str:
    """Return a name as it is compared: spelling, spaces and letter case of one kind."""
    return " ".join(languages.get("zh" if language == "zh" else "vi").fold(name).text.casefold().split())


def _count(found: Gathered, record: Row, recipients: Counter[str]) -> None:
    found.records += 1
    found.languages[record["language"]] += 1
    found.types[record["type"]] += 1
    where = rungs(record)
    dues = {bound["due"] for bound in record["deadlines"] if bound["due"]}
    recurring = any(bound["rrule"] for bound in record["deadlines"])
    for rung in where:
        found.matrix[rung, record["type"], record["language"]] += 1
        found.dues.update((rung, due) for due in dues)
        found.recurring[rung] += recurring
        found.undated[rung] += not (dues or recurring)
    bearers = record["actors"]
    found.facts.update(
        bearer=bool(bearers),
        person=any(actor["individual"] for actor in bearers),
        day=bool(dues),
        recurring=recurring,
        dated=bool(dues or recurring),
        strong=(record["modal"] or {}).get("force") == "strong",
        target=bool(record["targets"]),
        recipient=bool(record["recipient"]),
        checkable=record["specificity"] >= 2,
    )
    if record["recipient"]:
        whom = " ".join(record["recipient"]["quote"].split())
        whom = whom if whom in recipients or len(recipients) < NAMES else ""
        recipients[whom] += 1
        for organ, rung in {(actor["organ"], actor["tier"] or UNKNOWN) for actor in bearers} or {(NOBODY, NOBODY)}:
            found.answers[organ, rung, whom] += 1
    for actor in bearers:
        name = folded(actor["name"], record["language"])
        if name in found.kinds or len(found.kinds) < NAMES:
            found.kinds.setdefault(name, Counter())[actor["organ"], actor["tier"] or UNKNOWN] += 1


def _name(found: Gathered, recipients: Counter[str]) -> None:
    """Count recipients that differ in spelling alone under the spelling that is most frequent."""
    usual: dict[str, str] = {}
    for whom, _ in sorted(recipients.items(), key=lambda entry: (-entry[1], entry[0])):
        usual.setdefault(folded(whom, "vi"), whom)
    answers = Counter[tuple[str, str, str]]()
    for (organ, rung, whom), count in found.answers.items():
        answers[organ, rung, usual[folded(whom, "vi")]] += count
    found.answers = answers


def _documents(found: Gathered, documents: Iterator[dict[str, Any]], kept: dict[Key, list[int]], records: BinaryIO) -> None:
    """List documents with the passages of their kept records; those without such records as far as there is room."""
    names = ("source", "language", "title", "publisher", "published", "number", "url", "characters")
    room = DOCUMENTS - len(kept)
    for document in documents:
        found.documents += 1
        key = (document["document_id"], document["source"])
        offsets = kept.pop(key, [])
        if not offsets:
            room -= 1
            if room < 0:
                continue
        place = len(found.listed)
        found.listed.append({**{name: document[name] for name in names}, "records": sum(document["counts"].values())})
        for offset in offsets:
            records.seek(offset)
            record = json.loads(records.readline())
            found.kept.append(entry(record, place, found.passages.marks(record, place, document["text"], document["blocks"])))
