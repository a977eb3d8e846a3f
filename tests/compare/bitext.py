"""Parallel texts with their gold alignment, and how well an alignment agrees with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline import annotate, overlap, resolve
from pipeline.compare.bead import Bead
from pipeline.compare.side import Side
from pipeline.records import Bearer, Clause, Commitment, Document, LanguageCode, Span
from pipeline.settings import Settings

Range = tuple[int, int]
Pair = tuple[Range | None, Range | None]  # Vietnamese and Chinese characters


@dataclass(frozen=True)
class Bitext:
    """Two texts and the stretches of them that render each other; `acts` are their records by type, with the places of the actions."""

    vi: str
    zh: str
    pairs: tuple[Pair, ...]
    acts: tuple[tuple[str, Pair], ...] = ()


def compose(path: Path) -> Bitext:
    """Return the two texts that a file of beads describes."""
    texts = {"vi": "", "zh": ""}
    fresh = {"vi": True, "zh": True}
    pairs = []
    acts: list[tuple[str, Pair]] = []
    halves: dict[str, dict[str, Range]] = {}  # of sentences told at different places
    for bead in yaml.safe_load(path.read_text(encoding="utf-8"))["beads"]:
        if isinstance(bead, str):
            for code in [bead[1:]] if bead[1:] else ["vi", "zh"]:
                texts[code] += "\n\n"
                fresh[code] = True
            continue
        told = bead.pop("records", ())
        ranges: dict[str, Range] = halves.setdefault(bead.pop("as"), {}) if "as" in bead else {}
        for code, said in bead.items():
            gap = "" if fresh[code] or code == "zh" else " "
            body = (" " if code == "vi" else "").join([said] if isinstance(said, str) else said)
            start = len(texts[code]) + len(gap)
            texts[code] += gap + body
            ranges[code] = (start, start + len(body))
            fresh[code] = False
        pairs.append((ranges.get("vi"), ranges.get("zh")))
        acts += [(kind, (_find(vi, texts["vi"], ranges["vi"]), _find(zh, texts["zh"], ranges["zh"]))) for kind, vi, zh in told]
    return Bitext(texts["vi"], texts["zh"], tuple(pairs), tuple(acts))


def _find(action: str | None, text: str, where: Range) -> Range | None:
    """Return the place of an action in the sentences of its bead."""
    if action is None:
        return None
    start = text.index(action, *where)
    return start, start + len(action)


def composed_commitments(document: Document, text: Bitext, language: LanguageCode) -> list[Commitment]:
    """Return the records of a composed text in one language, in order of place."""
    places = [(act[0 if language == "vi" else 1], kind) for kind, act in text.acts]
    rows = [
        {
            "type": kind,
            "status": "prescribed",
            "action": {"quote": document.text[slice(*place)], "start": place[0], "end": place[1]},
            "actor": [],
            "actor_from": "none",
            "modal": None,
        }
        for place, kind in sorted((place, kind) for place, kind in places if place)
    ]
    return gold_commitments(document, rows, language)


def gold_links(vi: Side, zh: Side, pairs: Iterable[Pair]) -> set[tuple[int, int]]:
    """Return the pairs of sentences (Vietnamese, Chinese) whose greater part lies in stretches that render each other."""
    found = set()
    for left, right in pairs:
        if left and right:
            found |= {(i, j) for i in _within(vi, left) for j in _within(zh, right)}
    return found


def links(beads: Sequence[Bead]) -> set[tuple[int, int]]:
    """Return the pairs of sentences (Vietnamese, Chinese) of an alignment."""
    return {(i, j) for bead in beads for i in range(*bead.vi) for j in range(*bead.zh)}


def f1(gold: set, found: set) -> float:
    """Return the harmonic mean of precision and recall, per cent."""
    return 200 * len(gold & found) / (len(gold) + len(found)) if gold or found else 100.0


def overlapping_f1(gold: Sequence[tuple[Range, Range]], found: Sequence[tuple[Range, Range]]) -> float:
    """Return the F1, per cent, of pairs whose spans are the same act in both languages, one to one, best overlap first."""
    scored = [
        (-min(overlap.same_act(one, vi), overlap.same_act(other, zh)), i, j)
        for i, (one, other) in enumerate(gold)
        for j, (vi, zh) in enumerate(found)
    ]
    left: set[int] = set()
    right: set[int] = set()
    for value, i, j in sorted(scored):
        if value < 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return 200 * len(left) / (len(gold) + len(found))


def _within(side: Side, stretch: Range) -> list[int]:
    return [
        index
        for index, unit in enumerate(side.units)
        if 2 * (min(unit.end, stretch[1]) - max(unit.start, stretch[0])) > unit.end - unit.start
    ]


def gold_commitments(document: Document, rows: Iterable[dict[str, Any]], language: LanguageCode) -> list[Commitment]:
    """Return gold records as the pipeline would resolve them."""
    annotated = annotate.annotate(document, Settings())
    found = []
    for row in rows:
        sentence = next((s for s in annotated.sentences if s.start <= row["action"]["start"] < s.end), annotated.sentences[0])
        clause = Clause(
            language=language,
            type=row["type"],
            status=row["status"],
            action=_span(row["action"]),
            actors=tuple(Bearer(a["quote"], a["start"], a["end"], row["actor_from"]) for a in row["actor"]),
            modal=row["modal"] and _span(row["modal"]),
            deadlines=(),
            recipient=None,
            condition=None,
            basis=(),
            sentence=Span(document.text[sentence.start : sentence.end], sentence.start, sentence.end),
            block=sentence.block,
            rules=(),
            confidence=1.0,
        )
        found.append(resolve.commitment(clause, annotated, Settings()))
    return found


def _span(quote: dict[str, Any]) -> Span:
    return Span(quote["quote"], quote["start"], quote["end"])


def seed_pairs(seed: str, level: str) -> list[tuple[Range, Range]]:
    """Return the gold pairs of a bilingual seed at one level (`seeds.tsv`)."""
    lines = (Path(__file__).parent / "seeds.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line.startswith(f"{seed}\t{level}\t")]
    return [((int(a), int(b)), (int(c), int(d))) for _, _, a, b, c, d in cells]


def gold_records(shared: Path, document: Document, stem: str, language: LanguageCode) -> list[Commitment]:
    """Return the gold records of a seed in one language as the pipeline would resolve them."""
    lines = (shared / "gold" / "seeds" / language / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return gold_commitments(document, [json.loads(line) for line in lines], language)
