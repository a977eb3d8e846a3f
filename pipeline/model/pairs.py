"""What an action's bearer, cue word, time … may be: candidates, and features of every (action, candidate) pair."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from pipeline import overlap
from pipeline.model.page import KINDS, LANGUAGES, OFFSETS, ROLES, Page, Ruled
from pipeline.model.spans import LINKS

# What may stand between two bearers of one coordinated group.
JOINED = re.compile(r"(?:[\s、,，;；/·&]|和|与|及|以及|và|cùng|với|cùng với)*", re.IGNORECASE)
DISTANCES = np.array([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
FEATURE_NAMES = (
    "distance",
    "sentences",
    "blocks",
    "kind",
    "own kind",
    "section",
    "bracket",
    "rank",
    "actions between",
    "link",
    "role",
    "language",
    "head",
    "ruled",
)
LINK_ROWS = (
    2 * len(DISTANCES) + 3,
    15,
    19,
    len(KINDS),
    len(KINDS),
    4,
    4,
    14,
    8,
    len(LINKS),
    len(ROLES) + 1,
    len(LANGUAGES),
    6,
    1 + 4 * len(LINKS),
)
_STARTS = np.cumsum((0, *LINK_ROWS[:-1]))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may belong to an action: its link, pieces, coordinated group, and the time it is where it is one."""

    link: int
    first: int
    last: int
    group: int
    time: int = -1


def candidates(page: Page, spans: dict[str, list[tuple[int, int]]]) -> list[Candidate]:
    """Return the candidates among tagged spans (by head name), what the rules linked, and the page's times, in order of place."""
    named = {(first, last, LINKS.index(head), -1) for head, rows in spans.items() if head in LINKS for first, last in rows}
    named |= {(*place, LINKS.index(head), -1) for r in page.ruled for head, rows in r.links.items() if head != "time" for place in rows}
    found = sorted(named)
    found += [(time.first, time.last, LINKS.index("time"), number) for number, time in enumerate(page.times)]
    found.sort()
    text, group = page.document.text, -1
    ends: dict[int, int] = {}
    result: list[Candidate] = []
    for first, last, link, time in found:
        before = ends.get(link)
        same = (
            link == 0
            and before is not None
            and page.block[before] == page.block[first]
            # two readings of one stretch are of one group, too
            and (before >= first or JOINED.fullmatch(text, int(page.ends[before]), int(page.starts[first])) is not None)
        )
        if not same:
            group += 1
        number = next(c.group for c in reversed(result) if c.link == 0) if same else group
        ends[link] = max(last, before) if same and before is not None else last
        result.append(Candidate(link, first, last, number, time))
    return result


def features(page: Page, actions: list[tuple[int, int]], found: list[Candidate]) -> np.ndarray:
    """Return rows of the pair feature table, (actions, candidates, features)."""
    rows = np.zeros((len(actions), len(found), len(LINK_ROWS)), np.int64)
    if not actions or not found:
        return rows
    a0, a1 = (np.array([a[i] for a in actions])[:, None] for i in (0, 1))
    c0, c1 = (np.array([getattr(c, name) for c in found])[None] for name in ("first", "last"))
    link, group = (np.array([getattr(c, name) for c in found])[None] for name in ("link", "group"))
    before, after = c1 < a0, c0 > a1
    gap = np.where(before, a0 - c1, np.where(after, c0 - a1, 0))
    bucket = np.searchsorted(DISTANCES, gap, "right")
    rows[..., 0] = np.where(before, 1 + bucket, np.where(after, len(DISTANCES) + 2 + bucket, 0)).clip(0, LINK_ROWS[0] - 1)
    rows[..., 1] = (page.sentence[c0] - page.sentence[a0]).clip(-7, 7) + 7
    rows[..., 2] = (page.block[c0] - page.block[a0]).clip(-9, 9) + 9
    rows[..., 3] = page.features[c0, 0]
    rows[..., 4] = page.features[a0, 0]
    rows[..., 5] = _section(page, a0[:, 0], c0[0])
    inside = OFFSETS["bracket"] + 1
    rows[..., 6] = (page.features[c0, 3] == inside) * 2 + (page.features[a0, 3] == inside)
    rows[..., 7] = _rank(before, after, link, group)
    rows[..., 8] = _between(actions, found).clip(0, 7)
    rows[..., 9] = link
    rows[..., 10] = [0 if c.time < 0 else 1 + ROLES.index(page.times[c.time].timex.role) for c in found]
    rows[..., 11] = page.features[a0, 1] - OFFSETS["language"]
    rows[..., 12] = [_head(page, c) for c in found]
    rows[..., 13] = _ruled(page, actions, c0[0], c1[0], link[0])
    return rows + _STARTS


def agreed(page: Page, actions: list[tuple[int, int]]) -> dict[int, Ruled]:
    """Return what the rules read of the same acts, by the number of the action."""
    places = [[(first, last + 1) for first, last in rows] for rows in (actions, [(r.first, r.last) for r in page.ruled])]
    return {i: page.ruled[j] for i, j in overlap.pairs(*places)}


def _ruled(page: Page, actions: list[tuple[int, int]], first: np.ndarray, last: np.ndarray, link: np.ndarray) -> np.ndarray:
    """0 where the rules did not read the action; else by link whether they linked the candidate to it: 1 nothing of the kind, 2 another,
    3 one that overlaps it, 4 just this one.
    """
    table = np.zeros((len(actions), len(link)), np.int64)
    for i, ruled in agreed(page, actions).items():
        level = np.where(np.array([bool(ruled.links[name]) for name in LINKS])[link], 2, 1)
        for number, name in enumerate(LINKS):
            for low, high in ruled.links[name]:
                level[(link == number) & (level < 3) & (first <= high) & (low <= last)] = 3
                level[(link == number) & (first == low) & (last == high)] = 4
        table[i] = 4 * link + level
    return table


def _section(page: Page, actions: np.ndarray, found: np.ndarray) -> np.ndarray:
    """By first pieces: 0 elsewhere, 1 a heading above the action, 2 under the same headings, 3 in the same block."""
    blocks = page.document.blocks

    def relation(own: int, other: int) -> int:
        if own == other:
            return 3
        return 1 if other in blocks[own].parents else 2 * (blocks[own].parents == blocks[other].parents)

    own, row = np.unique(page.block[actions], return_inverse=True)
    other, column = np.unique(page.block[found], return_inverse=True)
    table = np.array([[relation(a, b) for b in other.tolist()] for a in own.tolist()], np.int64)
    return table[row][:, column]


def _rank(before: np.ndarray, after: np.ndarray, link: np.ndarray, group: np.ndarray) -> np.ndarray:
    """How many groups of the same link stand between: 0–7 before the action, 8–12 after it, 13 inside it."""
    rank = np.full(before.shape, 13)
    for number in np.unique(link):
        columns = np.flatnonzero(link[0] == number)
        groups = group[0, columns]
        opens = np.r_[True, groups[1:] != groups[:-1]]
        order = np.cumsum(opens) - 1
        left, right = before[:, columns], after[:, columns]
        nearest = np.where(left, order, -1).max(1, keepdims=True), np.where(right, order, len(order)).min(1, keepdims=True)
        own = np.where(left, (nearest[0] - order).clip(0, 7), 13)
        rank[:, columns] = np.where(right, 8 + (order - nearest[1]).clip(0, 4), own)
    return rank


def _between(actions: list[tuple[int, int]], found: list[Candidate]) -> np.ndarray:
    """How many actions begin between candidate and action."""
    starts = np.array([a for a, _ in actions])
    place = np.searchsorted(starts, [c.first for c in found])
    own = np.arange(len(actions))[:, None]
    return np.abs(own - place[None]) - (place[None] > own)


def _head(page: Page, c: Candidate) -> int:
    """Whether the candidate opens its block (1–2 with a number before it), and whether a colon follows (+3)."""
    text = page.document.text
    block = page.document.blocks[int(page.block[c.first])]
    lead = text[block.start : int(page.starts[c.first])].strip()
    numbered = int(page.starts[c.first]) <= block.body + 1 or (len(lead) < 8 and not any(x.isalpha() for x in lead[3:]))
    opens = 1 if not lead else 2 if numbered else 0
    follows = text[int(page.ends[c.last]) : int(page.ends[c.last]) + 2].lstrip()[:1]
    return opens + (3 if follows in (":", "：") and follows else 0)
