"""Limits of one act that stand side by side with what each is for: trước ngày 10/6 (báo cáo 6 tháng) và｜trước ngày 10/12 (báo cáo năm);
đợt 1 trước ngày 30/4, đợt 2｜trước ngày 31/10."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.grammar import grammar
from pipeline.records import Clause, Document, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import gives_time

_BETWEEN = re.compile(r"\s*[(（][^()（）]{2,80}[)）]\s*(?:[,，、;；]\s*(?:và\s)?|và\s|和|及|与)\s*")
NEAR = 300  # characters around the times of an act in which those joined to them stand


def side_by_side(times: tuple[Timex, ...], clause: Clause, document: Document, acts: Sequence[int]) -> tuple[Timex, ...]:
    """Return the times of an act with the limits of the same kind that are joined to one of them so; `acts` are the places, in order, where
    acts begin, and none begins between them."""
    if not times:
        return times
    text, low, high = document.text, min(time.start for time in times) - NEAR, max(time.end for time in times) + NEAR
    low, high = max(clause.sentence.start, low), min(clause.sentence.end, high)
    tranches = grammar(clause.language).words.context.tranches
    found = [time for time in find_in(document, low, high, clause.language) if time.role == "deadline" and gives_time(time)]
    found = [time for time in found if not _inside(text, low, time.start)]
    rows: list[list[Timex]] = [found[:1]]
    for one, other in pairwise(found):
        like = one.timex == other.timex and other.mod in (one.mod, None) and bisect(acts, one.end) == bisect(acts, other.start)
        if like and any(between.fullmatch(text, one.end, other.start) for between in (_BETWEEN, tranches)):
            rows[-1].append(other)
        else:
            rows.append([other])
    starts = {time.start for time in times}
    more = [time for row in rows if not starts.isdisjoint(one.start for one in row) for time in row if time.start not in starts]
    return tuple(sorted((*times, *more), key=lambda time: time.start))


def _inside(text: str, low: int, place: int) -> bool:
    """Tell whether a place lies in brackets."""
    opened, closed = (max(text.rfind(mark, low, place) for mark in marks) for marks in ("(（", ")）"))
    return opened > closed
