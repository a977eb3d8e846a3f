"""Gold records as what the network learns from: tags of the heads, types of the actions, and links to candidates."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.model.page import TYPES, Page, covering
from pipeline.model.pairs import Candidate, candidates, features
from pipeline.model.spans import HEADS, LINKS, edges

FIELDS = {"bearer": "actor", "modal": "modal", "condition": "condition", "recipient": "recipient", "basis": "basis"}


@dataclass(frozen=True, slots=True)
class Source:
    """A gold document: its text file, its records by language, its split and genre, and the digest of all of it."""

    name: str
    text: Path
    parts: dict[str, tuple[dict, ...]]
    split: str
    genre: str
    digest: str

    @property
    def records(self) -> list[dict]:
        """The records of all its languages."""
        return [record for part in self.parts.values() for record in part]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it has gold in."""
        return tuple(self.parts)


@dataclass(frozen=True, slots=True)
class Example:
    """A page and its labels: `tags` (n, heads); actions and their types; spans by head; targets of (action, span or time)."""

    source: Source
    page: Page
    tags: np.ndarray
    actions: list[tuple[int, int]]
    types: np.ndarray
    spans: dict[str, list[tuple[int, int]]]
    linked: list[set[tuple[int, int, int]]]


def sources(gold: Path | None, *composed: Path) -> list[Source]:
    """Return the gold documents under `gold` (`{dev,train,seeds}/{zh,vi}/NAME.jsonl`, texts in `docs/` and `../seeds`) and under
    folders of composed gold (`{zh,vi}/NAME.jsonl`, texts in `docs/`), sorted; FileNotFoundError where a text is missing."""
    roots = [gold] if gold else []
    indexes = [index for root in roots if (index := root / "index.jsonl").exists()]
    listed = (json.loads(line) for index in indexes for line in index.read_text(encoding="utf-8").splitlines())
    genres = {row["id"]: row["genre"] for row in listed}
    real = (path for root in roots for path in root.glob("*/*/*.jsonl"))
    rows: dict[tuple[str, str], list[tuple[str, Path]]] = {}
    for path in sorted([*real, *(path for folder in composed for path in folder.glob("*/*.jsonl"))]):
        rows.setdefault((path.parts[-3], path.stem), []).append((path.parent.name, path))
    found = []
    for (split, name), parts in sorted(rows.items()):
        language, path = parts[0]
        places = [folder / "docs" / language / f"{name}.txt" for folder in (*roots, path.parents[1])]
        places += [root.parent / "seeds" / f"{name}.txt" for root in roots]
        text = next((place for place in places if place.exists()), None)
        if text is None:
            raise FileNotFoundError(f"{path}: no text for this gold; looked for {', '.join(map(str, places))}")
        data = {language: path.read_bytes() for language, path in parts}
        records = {key: tuple(json.loads(line) for line in part.decode("utf-8").splitlines() if line.strip()) for key, part in data.items()}
        digest = hashlib.sha256(b"".join([text.read_bytes(), *data.values()])).hexdigest()
        found.append(Source(name, text, records, split, genres.get(name, split), digest))
    return found


def _mark(tags: np.ndarray, first: int, last: int) -> bool:
    """Write a span into a row of tags; False where another span is already there."""
    if tags[first : last + 1].any():
        return False
    tags[first : last + 1] = 2
    tags[first], tags[last] = 1, 3
    if first == last:
        tags[first] = 4
    return True


def example(source: Source, page: Page) -> Example:
    """Return the labels of a page; records outside its blocks are left out."""
    tags = np.zeros((len(page), len(HEADS)), np.int64)
    spans: dict[str, list[tuple[int, int]]] = {head: [] for head in HEADS}
    rows = []
    for record in source.records:
        place = covering(page.starts, page.ends, record["action"]["start"], record["action"]["end"])
        if place:
            rows.append((place, record))
    for place, _ in sorted(rows, key=lambda row: row[0][0] - row[0][1]):
        layer = next((layer for layer in ("action", "nested") if _mark(tags[:, HEADS.index(layer)], *place)), None)
        if layer:
            spans[layer].append(place)
    rows.sort(key=lambda row: row[0])
    linked: list[set[tuple[int, int, int]]] = []
    kept: dict[str, set[tuple[int, int]]] = {head: set() for head in FIELDS}
    for _, record in rows:
        own: set[tuple[int, int, int]] = set()
        for head, field in FIELDS.items():
            value = record[field]
            for quote in value if isinstance(value, list) else [value] if value else []:
                place = covering(page.starts, page.ends, quote["start"], quote["end"])
                if place:
                    kept[head].add(place)
                    own.add((LINKS.index(head), *place))
        for quote in record["deadline"]:
            over = [t for t in page.times if page.starts[t.first] < quote["end"] and page.ends[t.last] > quote["start"]]
            if over:  # where the quote was read as several times, the one that covers most of it
                time = max(over, key=lambda t: min(t.timex.end, quote["end"]) - max(t.timex.start, quote["start"]))
                own.add((LINKS.index("time"), time.first, time.last))
        linked.append(own)
    for head, places in kept.items():
        for place in sorted(places, key=lambda p: (p[0] - p[1], p)):
            if _mark(tags[:, HEADS.index(head)], *place):
                spans[head].append(place)
    types = np.array([TYPES.index((record["type"], record["status"])) for _, record in rows], np.int64)
    return Example(source, page, tags, [place for place, _ in rows], types, spans, linked)


def link_inputs(own: Example, extra: dict[str, list[tuple[int, int]]]) -> tuple[list[Candidate], np.ndarray, np.ndarray]:
    """Return candidates (gold spans and `extra` ones by head), pair features and 0/1 targets (actions, candidates)."""
    places = {head: sorted(set(own.spans[head]) | set(extra.get(head, ()))) for head in FIELDS}
    found = candidates(own.page, places)
    targets = np.array([[(c.link, c.first, c.last) in linked for c in found] for linked in own.linked], np.float32)
    return found, features(own.page, own.actions, found), targets.reshape(len(own.actions), len(found))


def false_bearers(own: Example, draw: random.Random) -> list[tuple[int, int]]:
    """Return stretches that are no bearers, so that the links learn to refuse what the tags may offer by mistake: recipients, things
    that stand as subjects before an action or its cue word, and stretches at random.
    """
    begin, finish = edges(own.page)
    taken = own.tags[:, HEADS.index("bearer")]
    wanted = [*own.spans["recipient"], *_subjects(own, begin, draw)]
    starts = np.flatnonzero(begin)
    for _ in range(len(own.spans["bearer"]) // 3 if len(starts) else 0):
        first = int(draw.choice(starts))
        wanted += [(first, last) for last in range(first + draw.randrange(5), min(first + 8, len(finish))) if finish[last]][:1]
    block = own.page.block
    return [(first, last) for first, last in wanted if not taken[first : last + 1].any() and block[first] == block[last]]


def _subjects(own: Example, begin: np.ndarray, draw: random.Random) -> list[tuple[int, int]]:
    """Return stretches between a mark (or the block's beginning) and the action or cue word that follows, some of them."""
    text, page, found = own.page.document.text, own.page, []
    for place in sorted({first for first, _ in [*own.actions, *own.spans["modal"]]}):
        low = place
        while low > 0 and place - low < 12 and page.starts[low - 1] < page.ends[low - 1] and text[page.ends[low - 1] - 1].isalnum():
            low -= 1
        if low < place and begin[low] and draw.random() < 0.5:
            found.append((low, place - 1))
    return found
