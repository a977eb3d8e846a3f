"""Find the record that took another's place: near-equal action and bearers, in about the same part of the document."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop

from rapidfuzz import fuzz

ALIKE = 78.0  # likeness (0-100) from which two records count as versions of one
ACTION, BEARERS = 0.65, 0.35
REACH = 300  # records on either side of the same relative place that are looked at, so that time stays linear


@dataclass(frozen=True, slots=True)
class Brief:
    """What two records are compared by."""

    record_id: str
    action: str
    bearers: str
    item: str
    due: str

    @classmethod
    def of(cls, record_id: str, action: str, bearers: str, item: str | None, due: str | None) -> Brief:
        """Return the brief of a record's columns, folded for comparison."""
        return cls(record_id, _fold(action), _fold(bearers), item or "", due or "")


@dataclass(frozen=True, slots=True)
class Pair:
    """An old record, the new one in its place, and their likeness (0-100)."""

    old: str
    new: str
    score: float


def likeness(old: Brief, new: Brief) -> float:
    """Return how alike two records are, 0-100."""
    bearers = fuzz.token_sort_ratio(old.bearers, new.bearers) if old.bearers or new.bearers else 100.0
    if ACTION * 100 + BEARERS * bearers < ALIKE:
        return 0.0
    return ACTION * fuzz.ratio(old.action, new.action) + BEARERS * bearers


def pairs(olds: Sequence[Brief], news: Sequence[Brief]) -> list[Pair]:
    """Return the best one-to-one pairing of two documents' records, both in the order of the text; equal wording goes first.

    Among equally like ones the same list item, then the same due day, then the nearest place decides.
    """
    found: list[Pair] = []
    waiting: dict[tuple[str, ...], list[int]] = {}
    for j, new in enumerate(news):
        waiting.setdefault(_key(new), []).append(j)
    left, taken = [], set()
    for i, old in enumerate(olds):
        same = waiting.get(_key(old))
        if same:
            j = same.pop(0)
            taken.add(j)
            found.append(Pair(old.record_id, news[j].record_id, 100.0))
        else:
            left.append(i)
    free = [j for j in range(len(news)) if j not in taken]
    return found + _fuzzy(olds, news, left, free)


def _fuzzy(olds: Sequence[Brief], news: Sequence[Brief], left: list[int], free: list[int]) -> list[Pair]:
    offers = []
    for p, i in enumerate(left):
        middle = p * len(free) // len(left)
        for j in free[max(0, middle - REACH) : middle + REACH + 1]:
            score = likeness(olds[i], news[j])
            if score >= ALIKE:
                same = (olds[i].item == news[j].item) + (olds[i].due == news[j].due) / 2
                offers.append((-round(score), -same, abs(i / len(olds) - j / len(news)), i, j, score))
    heapify(offers)
    found, old_taken, new_taken = [], set(), set()
    while offers:
        *_, i, j, score = heappop(offers)
        if i not in old_taken and j not in new_taken:
            old_taken.add(i)
            new_taken.add(j)
            found.append(Pair(olds[i].record_id, news[j].record_id, round(score, 1)))
    return found


def _key(brief: Brief) -> tuple[str, ...]:
    return brief.action, brief.bearers


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
