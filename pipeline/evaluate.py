"""Compare records with gold: precision, recall and F1 by language and by any other grouping of the documents.

A record matches a gold record when their actions overlap: character Dice at least 0.5, or at least 0.3 where four fifths of the
shorter lie inside the longer; one to one, best pairs first. Over all records of a group, in percent:

    clause  a record was found at all
    type    … and its type and status are right
    who     … the set of bearers is right (each pair overlaps with Dice ≥ 0.5 or has the same letters)
    when    the deadlines are right: recurrence, else due date, else value (only records that have one on either side)
    full    type, who and when are all right: the record an analyst would not have to touch
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from pipeline import overlap
from pipeline.settings import Section, SettingsError

MEASURES = ("clause", "type", "who", "when", "full")
LANGUAGES = ("zh", "vi")
Row = dict[str, Any]
Figures = dict[str, dict[str, dict[str, float]]]


class GoldError(SettingsError):
    """Gold, texts or predictions that cannot be compared; the message names file and cure."""


class Floors(Section):
    """`config/evaluation.yaml`: the least F1 by extractor, language and measure."""

    floors: dict[str, dict[str, dict[str, float]]] = Field(default_factory=dict)


class Quoted(BaseModel):
    """What the comparison reads of a quote."""

    quote: str | None = None
    start: int
    end: int


class GoldRow(BaseModel):
    """What the comparison reads of a line of gold."""

    type: str
    status: str
    clause: dict[str, Any]
    action: Quoted
    actor: list[Quoted]
    deadline: list[dict[str, Any]]


class Source(BaseModel):
    """What the comparison reads of a found record's document."""

    source: str


class FoundRow(BaseModel):
    """What the comparison reads of a found record."""

    type: str
    status: str
    action: Quoted
    actors: list[Quoted] | None = None
    deadlines: list[dict[str, Any]] | None = None
    document: Source


class IndexRow(BaseModel):
    """What the comparison reads of a line of `index.jsonl`."""

    id: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The gold of one document in one language; `name` is the stem of its text."""

    name: str
    language: str
    genre: str
    records: tuple[Row, ...]


@dataclass(slots=True)
class Tally:
    """Counts of `(measure, right | gold | found)`, and the errors in plain words."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def read_gold(folder: Path) -> list[GoldDocument]:
    """Return the gold of `folder` (`NAME.jsonl`, or `zh/` and `vi/` folders of them); genres come from `index.jsonl` in it or beside it."""
    index = next((f for f in (folder / "index.jsonl", folder.parent / "index.jsonl") if f.is_file()), None)
    genres = {row["id"]: row.get("genre", "unknown") for row in read_lines(index, IndexRow)} if index else {}
    found = []
    for path in sorted(folder.rglob("*.jsonl")):
        if path == index:
            continue
        language = path.parent.name if path.parent.name in LANGUAGES else path.stem.split("-")[0]
        found.append(GoldDocument(path.stem, language, genres.get(path.stem, "unknown"), tuple(read_lines(path, GoldRow))))
    if not found:
        raise GoldError(f"{folder}: no gold (NAME.jsonl) in this folder; name one such as gold/dev")
    return found


def read_lines(path: Path, model: type[BaseModel] | None = None) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file; GoldError names file and line of one that is no object, or no `model`."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, f"{path}:{number}", model)
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}); name a file you may read") from error


def _row(line: bytes, place: str, model: type[BaseModel] | None) -> Row:
    try:
        row: Row = json.loads(line)
        if not isinstance(row, dict):
            raise GoldError(f"{place}: no JSON object; mend the line")
        if model:
            model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise GoldError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}; mend the line") from error
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{place}: not JSON ({getattr(error, 'msg', error)}); mend the line") from error
    return row


def score(gold: Iterable[GoldDocument], records: Iterable[Row], group: Callable[[GoldDocument], str]) -> dict[str, Tally]:
    """Return the tally of each group of documents; a record belongs to the document whose name is the stem of its source."""
    found = defaultdict(list)
    for record in records:
        found[Path(record["document"]["source"]).stem].append(record)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for document in gold:
        mine = found[document.name]
        if document.language in LANGUAGES:
            mine = [record for record in mine if record.get("language", document.language) == document.language]
        compare(list(document.records), mine, tallies[group(document)])
    return dict(sorted(tallies.items()))


def compare(gold: list[Row], found: list[Row], tally: Tally) -> None:
    """Add one document's comparison to `tally`."""
    counts, errors = tally.counts, tally.errors
    for measure in ("clause", "type", "who", "full"):
        counts[measure, "gold"] += len(gold)
        counts[measure, "found"] += len(found)
    counts["when", "gold"] += sum(bool(g["deadline"]) for g in gold)
    counts["when", "found"] += sum(bool(f.get("deadlines")) for f in found)
    pairs = match(gold, found)
    for i, j in pairs:
        g, f = gold[i], found[j]
        bearers, deadlines = f.get("actors") or [], f.get("deadlines") or []
        kind = (g["type"], g["status"]) == (f["type"], f["status"])
        who = pair_off(g["actor"], bearers, same_party)
        when = pair_off(g["deadline"], deadlines, same_time)
        counts["clause", "right"] += 1
        counts["type", "right"] += kind
        counts["who", "right"] += who
        counts["when", "right"] += when and bool(g["deadline"])
        counts["full", "right"] += kind and who and when
        quote = g["action"]["quote"][:60]
        if not kind:
            errors.append(f"type  {quote}  gold {g['type']}/{g['status']}  found {f['type']}/{f['status']}")
        if not who:
            errors.append(f"who   {quote}  gold {[a['quote'] for a in g['actor']]}  found {[a['quote'] for a in bearers]}")
        if not when:
            errors.append(f"when  {quote}  gold {[time_of(d) for d in g['deadline']]}  found {[time_of(d) for d in deadlines]}")
    matched, used = {i for i, _ in pairs}, {j for _, j in pairs}
    errors += [f"miss  {g['type']}: {g['clause']['quote'][:90]}" for i, g in enumerate(gold) if i not in matched]
    errors += [f"extra {f['type']}: {(f['action'].get('quote') or '')[:90]}" for j, f in enumerate(found) if j not in used]


def match(gold: list[Row], found: list[Row]) -> list[tuple[int, int]]:
    """Return the (gold, found) indexes whose actions are the same act, one to one, best overlap first."""
    return overlap.pairs([place(g["action"]) for g in gold], [place(f["action"]) for f in found])


def place(span: Row) -> overlap.Place:
    """Return where a quote stands, in characters."""
    return span["start"], span["end"]


def same_party(a: Row, b: Row) -> bool:
    """Return whether two bearers are the same mention, or have the same letters."""
    return overlap.dice(place(a), place(b)) >= 0.5 or (letters(a["quote"]) != "" and letters(a["quote"]) == letters(b["quote"]))


def letters(text: str | None) -> str:
    """Return the letters and digits of a text in one case and composition."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text or "")).casefold()


def pair_off(left: list[Row], right: list[Row], agree: Callable[[Row, Row], bool]) -> bool:
    """Return whether two lists pair off one to one, each taking the first partner left that agrees."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for item in left:
        place = next((i for i, other in enumerate(rest) if agree(item, other)), None)
        if place is None:
            return False
        del rest[place]
    return True


def time_of(deadline: Row) -> list[Any]:
    """Return the three things that decide whether a deadline is right."""
    return [deadline.get(key) for key in ("value", "due", "rrule")]


def same_time(gold: Row, found: Row) -> bool:
    """Return whether two deadlines agree in what they have: recurrence before due date before value."""
    if frequency(gold.get("rrule")) or frequency(found.get("rrule")):
        return frequency(gold.get("rrule")) == frequency(found.get("rrule"))
    if gold.get("due") or found.get("due"):
        return bool(gold.get("due") == found.get("due"))
    return (gold.get("value") or "").upper() == (found.get("value") or "").upper()


def frequency(rrule: str | None) -> tuple[str, int, str | None] | None:
    """Return FREQ, INTERVAL and BYMONTH of an RFC 5545 rule, a year as twelve months; None without a rule."""
    if not rrule:
        return None
    parts = dict(part.split("=", 1) for part in rrule.removeprefix("RRULE:").split(";") if "=" in part)
    name, interval = parts.get("FREQ", "").upper(), int(parts.get("INTERVAL", 1))
    if name == "YEARLY":
        name, interval = "MONTHLY", 12 * interval
    return name, interval, parts.get("BYMONTH")


def figures(tallies: dict[str, Tally]) -> Figures:
    """Return precision `p`, recall `r` and `f1` in percent with the numbers of `gold` and `found`, by group and measure."""
    result = {}
    for name, tally in tallies.items():
        rows = {}
        for measure in MEASURES:
            right, gold, found = (tally.counts[measure, key] for key in ("right", "gold", "found"))
            p, r = (right / found if found else 0.0), (right / gold if gold else 0.0)
            f1 = 2 * p * r / (p + r) if p + r else 0.0
            rows[measure] = {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(100 * f1, 1), "gold": gold, "found": found}
        result[name] = rows
    return result


def mean(groups: Figures) -> dict[str, dict[str, float]]:
    """Return the plain mean over the groups that have gold for the measure."""
    result = {}
    for measure in MEASURES:
        rows = [group[measure] for group in groups.values() if group[measure]["gold"]]
        result[measure] = {key: round(sum(row[key] for row in rows) / len(rows), 1) if rows else 0.0 for key in ("p", "r", "f1")}
    return result


def below(groups: Figures, floors: Floors, extractor: str, source: Path) -> list[str]:
    """Return a sentence for each figure under its floor; SettingsError where no floor is pinned for this extractor."""
    pinned = floors.floors.get(extractor)
    if pinned is None:
        known = ", ".join(floors.floors)
        raise SettingsError(f"{source}: no floors for extractor {extractor!r}; add floors.{extractor}, or choose one of {known}")
    lows = []
    for language, measures in pinned.items():
        for measure, floor in measures.items():
            got = groups.get(language, {}).get(measure, {}).get("f1")
            if got is None:
                known = f"languages {', '.join(groups)}, measures {', '.join(MEASURES)}"
                raise SettingsError(f"{source}: floors.{extractor}.{language}.{measure}: no such figure; there are {known}")
            if got < floor:
                lows.append(f"{language} {measure}: F1 {got} is below the floor {floor}")
    return lows
