"""To whom an act is reported or pledged, and which documents it cites as its ground."""

from __future__ import annotations

import re
from functools import cache

from pipeline.extract.bearers import Span, head_at, name_end
from pipeline.extract.grammar import Grammar
from pipeline.extract.row import Row

FAR = 40  # units between a mark of address and its verb


def recipient(row: Row, start: int, end: int) -> Span | None:
    """Return the units of the party an action reports, answers or pledges to, or None."""
    if not row.marks:
        return None
    marks = (i for i in row.marks if start <= i < end)
    return next((found for i in marks if (found := addressed(row, i, end)) is not None), None)


def addressed(row: Row, start: int, end: int) -> Span | None:
    """Return the party that a mark of address at unit `start` introduces (`向…报告`, `báo cáo …`), or None."""
    if start not in row.marks or row.depth[start]:
        return None
    hit = next((hit for hit in row.marks[start] if hit.end <= end), None)
    if hit is None or "to" not in hit.labels or hit.end >= end:
        return None
    if not row.grammar.head_last:
        head = head_at(row, hit.end, end)
        if head is None or "verb" in head.labels:
            return None
        matters, stop = row.grammar.matters, min(name_end(row, hit.end, end), hit.end + FAR)
        return hit.end, next((k for k in range(hit.end + 1, stop) if row.forms[k] in matters or row.word(k, k + 2) in matters), stop)
    for k in range(hit.end + 1, min(end, hit.end + FAR)):
        told = next((hit for hit in row.marks[k] if hit.end <= end), None) if k in row.marks else None
        if told is not None and "tell" in told.labels:
            before = row.ending.get(k)
            stop = before.start if before is not None and "adverb" in before.labels else k
            return (hit.end, stop) if stop > hit.end else None
        if row.forms[k] in row.grammar.clause:
            return None
    return None


def basis(row: Row, act: int, end: int) -> tuple[Span, ...]:
    """Return the units of the documents named from the strong border before unit `act` up to unit `end`: 《…》, or a kind of document with
    its number."""
    if row.grammar.head_last and not row.groups:
        return ()
    start = row.segment(act)
    if row.grammar.head_last:
        return tuple((a, b) for a, b in row.groups if row.forms[a] == "《" and start <= a and b <= end)
    found, first, last = [], row.starts[start] if start < len(row.starts) else 0, row.ends[end - 1] if end else 0
    for match in _numbered(row.grammar).finditer(row.text, first, last):
        a = next((k for k in range(start, end) if row.starts[k] >= match.start()), None)
        b = next((k for k in range(end, start, -1) if row.ends[k - 1] <= match.end()), None)
        if a is not None and b is not None and b > a:
            found.append((a, b))
    return tuple(found)


@cache
def _numbered(grammar: Grammar) -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, grammar.words.documents), key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?:{kinds})\s(?:số\s)?\d{{1,5}}[\w/.\-]{{0,30}}\w", re.IGNORECASE)
