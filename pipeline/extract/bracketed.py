"""Limits joined over brackets that say what each is for: trước ngày 10/6 (báo cáo 6 tháng) và｜trước ngày 10/12 (báo cáo năm)."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.records import Clause, Document, Timex
from pipeline.timex import find_in
from pipeline.timex.notation import gives_time

_BETWEEN = re.compile(r"\s*[(（][^()（）]{2,80}[)）]\s*(?:[,，、;；]\s*(?:và\s)?|và\s|和|及|与)\s*")


def over_brackets(times: tuple[Timex, ...], clause: Clause, document: Document) -> tuple[Timex, ...]:
    """Return the times of an act with the limits of the same kind that are joined to one of them so."""
    text, low, high = document.text, clause.sentence.start, clause.sentence.end
    if not times or not any(mark in clause.sentence.quote for mark in "(（"):
        return times
    found = [time for time in find_in(document, low, high, clause.language) if time.role == "deadline" and gives_time(time)]
    found = [time for time in found if not _inside(text, low, time.start)]
    rows: list[list[Timex]] = [found[:1]]
    for one, other in pairwise(found):
        if one.timex == other.timex and other.mod in (one.mod, None) and _BETWEEN.fullmatch(text, one.end, other.start):
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
