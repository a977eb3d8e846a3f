"""Divisions of responsibility inside a clause (`强化中央统筹、省负总责的机制`) and pledges told in passing (`通过签署“军令状”`)."""

from __future__ import annotations

import re

from pipeline.extract.bearers import Span, bearers_before, ends_as_bearer, head_at, name_end, no_subject, split_bearers
from pipeline.extract.phrases import verb_phrase
from pipeline.extract.row import Row
from pipeline.extract.state import Found
from pipeline.extract.times import cut
from pipeline.records import Status

FAR = 60  # units a pledge and its signatories may run
SHORT = 12  # units a bearer inside a division may have
HOLDS = r"[担兼]?(?<![主责信现历])任(?![命务何免职意])[^、，,。；;：:的任]{2,8}"
POSTS = re.compile(rf"由(?P<posts>[^任，,。；;：:]{{2,30}}?{HOLDS}(?:[、，,][^任，,。；;：:]{{2,30}}?{HOLDS})*)的")
POST = re.compile(rf"(?P<who>.+?)(?P<act>{HOLDS})[、，,]?")
STRICT = frozenset({"负总责", "牵头", "牵头负责", "抓落实", "一起抓", "双重负责", "共同参与"})


def with_nested(row: Row, found: list[Found], heading: bool) -> list[Found]:
    """Return the clauses of a sentence with the assignments and pledges inside them; in a heading a division stands alone."""
    extra = _posts(row, found)
    for clause in found:
        if clause.type in ("duty", "assignment"):
            extra += _division(row, clause.start, clause.end, clause.piece)
    if not found and heading:
        extra += _title(row)
    for a, b in () if row.grammar.head_last else row.groups:  # thực hiện chủ trương "Tỉnh nắm tới xã; huyện nắm tới ấp"
        if row.forms[a] in row.grammar.quotes and row.word(max(0, a - 6), a).endswith(row.grammar.words.context.enforced):
            parts = [_division_first(row, s, e, 0, status="reported") for s, e in _parts(row, a + 1, b - 1)]
            if sum(map(len, parts)) >= 2:
                extra += [clause for part in parts for clause in part]
    extra += [pledge for pledge in _pledges(row) if not any(f.start <= pledge.start < f.end for f in found)]
    if not extra and len(found) < 2:
        return found
    return sorted(
        found + [e for e in extra if not any(e.start == f.start and e.end == f.end for f in found)], key=lambda f: (f.start, -f.end)
    )


def _title(row: Row) -> list[Found]:
    """Return what a title puts in charge: a division that stands alone, or the duty to strengthen one and the division in it."""
    end = len(row.forms)
    phrase = verb_phrase(row, row.first, end) if end > row.first else None
    if phrase is None:
        return _division(row, row.first, end, 0, alone=True)
    pairs = _division(row, row.first, end, 0)
    return [Found(row.first, end, "duty", None, None, "title"), *pairs] if pairs else []


def _division(row: Row, start: int, end: int, piece: int, alone: bool = False) -> list[Found]:
    """Return the bearer–responsibility pairs inside units `start:end`."""
    if not row.grammar.head_last:
        return _division_first(row, start, end, piece)
    begin = start
    if not alone:
        phrase = verb_phrase(row, start, end)
        if phrase is None or phrase.verbs_end >= end:
            return []
        fronted = row.at(start, end)
        begin = fronted.end if fronted is not None and "object_coverb" in fronted.labels else phrase.head_end
    inner = next(
        ((a + 1, b - 1) for a, b in row.groups if begin <= a < begin + 1 and b <= end and row.forms[a] in row.grammar.quotes), None
    )
    if inner:
        begin, end = inner
    pairs, i, ends = [], begin, row.grammar.division_ends
    while i < end:
        stop = next((k for k in range(i, end) if row.forms[k] in ends and (not row.depth[k] or inner)), end)
        pair = _pair(row, i + (row.forms[i] in row.grammar.introducing), stop)
        if pair is None:
            break
        pairs.append(pair)
        if stop >= end or row.forms[stop] == row.grammar.particle:
            break
        i = stop + 1
    strict = any(row.word(v, e) in STRICT for _, v, e in pairs)
    if (len(pairs) >= 2 and (strict or len(pairs) >= 3)) or (len(pairs) == 1 and strict and ends_as_bearer(row, pairs[0][0], pairs[0][1])):
        return [Found(v, e, "assignment", split_bearers(row, b, v), None, "nested", piece=piece) for b, v, e in pairs]
    return []


def _pair(row: Row, start: int, stop: int) -> tuple[int, int, int] | None:
    """Return (bearer start, verb start, end) of a stretch that is a short bearer and a word of responsibility, or None."""
    for verb in range(start + 1, min(stop, start + SHORT + 8)):
        hit = row.at(verb, stop) if verb in row.terms else None
        if hit is None or hit.end != stop or "nest" not in hit.labels:
            continue
        named = ends_as_bearer(row, start, verb) and not no_subject(row, start, verb)
        if named or verb - start <= 2:
            return start, verb, stop
    return None


def _parts(row: Row, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches between the strong borders of a quotation."""
    parts, begin = [], start
    for i in range(start, end):
        if row.forms[i] in row.grammar.strong:
            parts.append((begin, i))
            begin = i + 1
    return [*parts, (begin, end)]


def _division_first(row: Row, start: int, end: int, piece: int, status: Status = "prescribed") -> list[Found]:
    found = []
    phrase = verb_phrase(row, start, end)
    i = phrase.verbs_end if phrase else start
    while i < end:
        if head_at(row, i, end) is None:
            i += 1
            continue
        stop = name_end(row, i, end)
        hit = row.at(stop, end) if stop < end else None
        if hit is not None and "nest" in hit.labels and (not row.depth[stop] or status == "reported"):
            close = end if status == "reported" else next((k for k in range(stop, end) if row.forms[k] in row.grammar.clause), end)
            found.append(Found(stop, close, "assignment", split_bearers(row, i, stop), None, "nested", piece=piece, status=status))
            i = close
        else:
            i = max(stop, i + 1)
    return found


def _posts(row: Row, found: list[Found]) -> list[Found]:
    """Return who holds which post in a body that is set up: 成立由县长任组长、分管副县长任副组长的专班. A clause that ended in the midst of
    them, the next post taken for another clause, is made whole."""
    posts = list[Found]()
    for chain in POSTS.finditer(row.word(0, len(row.forms))) if row.grammar.head_last else ():
        start, end = chain.span()
        cut = [clause for clause in found if start <= clause.start < end]
        for clause in found:
            if clause.start < start < clause.end <= end:
                clause.end = max([clause.end, *(other.end for other in cut)])
        found[:] = [clause for clause in found if clause not in cut]
        for post in POST.finditer(chain.string, *chain.span("posts")):
            if ends_as_bearer(row, *post.span("who")):
                posts.append(Found(*post.span("act"), "assignment", split_bearers(row, *post.span("who")), None, "nested"))
    return posts


def _pledges(row: Row) -> list[Found]:
    """Return the pledges that the sentence tells: a pledge verb with its paper, whoever signs it named before or behind."""
    found: list[Found] = []
    if "vow" not in row.labels:
        return found
    told = not row.labels.isdisjoint(("reported", "background"))
    for start, hit in row.hits.items():
        if "vow" not in hit.labels or row.depth[start] or "not_cues" in hit.labels:
            continue
        if row.grammar.head_last:
            paper = next(
                (
                    row.hits[k]
                    for k in range(hit.end, min(hit.end + 14, len(row.forms)))
                    if k in row.hits and "pledge_object" in row.hits[k].labels
                ),
                None,
            )
            if paper is None or row.grammar.particle in (row.forms[start - 1 if start else 0], row.forms[hit.end]):
                continue
            end = paper.end
            while end < len(row.forms) and row.forms[end] in row.grammar.quotes:
                end += 1
            left = start
            while left > row.first and row.forms[left - 1] not in row.grammar.clause:
                left -= 1
            found.append(
                Found(
                    start,
                    end,
                    "pledge",
                    bearers_before(row, left, start) or None,
                    None,
                    "told",
                    status="reported" if told else "prescribed",
                )
            )
        elif "sign" in hit.labels and row.forms[start - 1 if start else 0] not in row.grammar.words.cues.not_signed:
            small, far = row.grammar, min(len(row.forms), hit.end + FAR)
            end = next((k for k in range(hit.end, far) if row.forms[k] in small.of | small.toward | small.clause), far)
            bearers: list[Span] = []
            if end < far and row.forms[end] in small.of:
                close = next((k for k in range(end, far) if row.forms[k] in small.toward | small.strong), far)
                bearers = split_bearers(row, end + 1, close)
            left = next((k + 1 for k in range(start - 1, row.first - 1, -1) if row.forms[k] in small.clause), row.first)
            bearers = bearers or bearers_before(row, left, start)
            found.append(Found(*cut(row, start, end), "pledge", bearers or None, None, "told", status="reported" if told else "prescribed"))
    return found
