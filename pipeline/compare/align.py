"""Align two sides: sentences by dynamic programming, paragraphs by the sentences they share, records inside aligned sentences."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.compare import beads as aligning
from pipeline.compare import pairs as pairing
from pipeline.compare import projection
from pipeline.compare.bead import Bead
from pipeline.compare.beads import Embed
from pipeline.compare.divergences import UNREAD, divergences
from pipeline.compare.settings import scores
from pipeline.compare.side import Side

Level = Literal["paragraph", "sentence", "record"]
LEVELS: tuple[Level, ...] = ("paragraph", "sentence", "record")
SOFT = 4.0  # log-likelihood ratio at which a score is 0.73
SHARED = 0.15  # of the shorter paragraph that aligned sentences must cover for two paragraphs to correspond


@dataclass(frozen=True, slots=True)
class Row:
    """A correspondence: characters of the decoded files, None where nothing corresponds; `score` from 0 to 1."""

    level: Level
    vi: tuple[int, int] | None
    zh: tuple[int, int] | None
    score: float | None
    divergences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """The correspondences of two sides, level by level, each in order of place."""

    vi: Side
    zh: Side
    rows: tuple[Row, ...]

    def level(self, level: Level) -> list[Row]:
        """Return the rows of one level."""
        return [row for row in self.rows if row.level == level]


def align(vi: Side, zh: Side, embed: Embed | None = None) -> Alignment:
    """Return what corresponds in the Vietnamese and the Chinese side; every paragraph, sentence and record stands in some row.

    `embed`, where given, turns texts into rows of length 1 (a multilingual encoder) and its cosine joins the evidence.
    """
    found, evidence = aligning.sentences(zh, vi, scores(), embed)
    pairs = pairing.records(zh, vi, found, evidence)
    projected = projection.projections(zh, vi, found, pairs, evidence)
    return Alignment(vi, zh, (*_paragraphs(vi, zh, found), *_sentences(vi, zh, found), *_records(vi, zh, pairs, projected)))


def confidence(worth: float) -> float:
    """Return a log-likelihood ratio as a score from 0 to 1."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, worth / SOFT))))


def _sentences(vi: Side, zh: Side, beads: Sequence[Bead]) -> list[Row]:
    rows = []
    for bead in beads:
        left, right = ((side.units[a].start, side.units[b - 1].end) if a < b else None for side, (a, b) in ((vi, bead.vi), (zh, bead.zh)))
        rows.append(Row("sentence", left, right, confidence(bead.worth) if left and right else None))
    return rows


def _paragraphs(vi: Side, zh: Side, beads: Sequence[Bead]) -> list[Row]:
    """Return the paragraphs joined by their sentences: a paragraph told in two is one row, and so are those that aligned sentences tie."""
    shared: dict[tuple[int, int], float] = defaultdict(float)
    worths: dict[tuple[int, int], list[float]] = defaultdict(list)
    for bead in beads:
        homes = [
            Counter({p: sum(u.size for u in side.units[a:b] if u.paragraph == p) for p in {u.paragraph for u in side.units[a:b]}})
            for side, (a, b) in ((vi, bead.vi), (zh, bead.zh))
        ]
        for p, vi_size in homes[0].items():
            for q, zh_size in homes[1].items():
                shared[p, q] += min(vi_size / homes[0].total(), zh_size / homes[1].total()) * homes[1].total()
                worths[p, q].append(bead.worth)
    sizes = Counter[int]()
    for unit in zh.units:
        sizes[unit.paragraph] += unit.size
    shares: dict[int, float] = defaultdict(float)
    for (p, _), size in shared.items():
        shares[p] += size
    links = sorted(link for link, size in shared.items() if size >= SHARED * min(shares[link[0]], sizes[link[1]]))
    rows = []
    for place, paragraphs in enumerate((vi.paragraphs, zh.paragraphs)):
        linked = {link[place] for link in links}
        alone = [(span, None) if place == 0 else (None, span) for index, span in enumerate(paragraphs) if index not in linked]
        rows += [Row("paragraph", left, right, None) for left, right in alone]
    for group in _tied(links):
        left, right = sorted({p for p, _ in group}), sorted({q for _, q in group})
        values = [worth for link in group for worth in worths[link]]
        spans = [(side.paragraphs[ends[0]][0], side.paragraphs[ends[-1]][1]) for side, ends in ((vi, left), (zh, right))]
        rows.append(Row("paragraph", spans[0], spans[1], confidence(sum(values) / len(values))))
    return sorted(rows, key=_place)


def _tied(links: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the links in groups that share a paragraph, whether or not the paragraphs are told in the same order."""
    homes: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for link in links:
        ends = ("vi", link[0]), ("zh", link[1])
        group = [link]
        for end in ends:
            known = homes.get(end)
            if known is not None and known is not group:
                known += group
                for vi, zh in group:
                    homes["vi", vi] = homes["zh", zh] = known
                group = known
        for end in ends:
            homes[end] = group
    return [sorted(group) for group in {id(group): group for group in homes.values()}.values()]


def _records(vi: Side, zh: Side, pairs: Sequence[pairing.Pair], projected: Sequence[projection.Projection]) -> list[Row]:
    vi_partners, zh_partners = Counter(pair.vi for pair in pairs), Counter(pair.zh for pair in pairs)
    rows = []
    for pair in pairs:
        left, right = vi.commitments[pair.vi], zh.commitments[pair.zh]
        differ = tuple(divergences(left, right, vi_partners[pair.vi], zh_partners[pair.zh]))
        rows.append(Row("record", pairing.act(left), pairing.act(right), confidence(pair.worth), differ))
    worded = {(one.language, one.record): one for one in projected}  # the words of the other language for a record without a partner
    for number, record in enumerate(vi.commitments):
        if number not in vi_partners:
            span, score, differ = _worded(worded.get(("zh", number)), f"{UNREAD}:vi={record.type},zh=")
            rows.append(Row("record", pairing.act(record), span, score, differ))
    for number, record in enumerate(zh.commitments):
        if number not in zh_partners:
            span, score, differ = _worded(worded.get(("vi", number)), f"{UNREAD}:vi=,zh={record.type}")
            rows.append(Row("record", span, pairing.act(record), score, differ))
    return sorted(rows, key=_place)


def _worded(found: projection.Projection | None, differ: str) -> tuple[tuple[int, int] | None, float | None, tuple[str, ...]]:
    return (found.span, confidence(found.worth), (differ,)) if found else (None, None, ())


def _place(row: Row) -> tuple[bool, tuple[int, int], tuple[int, int]]:
    """Return the order of rows: by Vietnamese place, those that only the Chinese has at the end."""
    return row.vi is None, row.vi or (0, 0), row.zh or (0, 0)
