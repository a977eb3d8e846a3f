"""Verb phrases and circumstances inside a row: where a task's verb starts, whether it has an object, what goes before it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.row import Row
from pipeline.extract.times import skip_time
from pipeline.rules import Hit

LOOK = 40  # units a circumstance may run before the verb it belongs to


@dataclass(slots=True)
class VerbPhrase:
    """A verb phrase at units `start:`; `head:head_end` is its first verb, `verbs_end` the end of its row of coordinate verbs."""

    start: int
    head: int
    head_end: int
    verbs_end: int
    labels: frozenset[str]
    marked: bool  # an adverb, a coverb or two verbs before the object: certainly a predicate


def verb_phrase(row: Row, start: int, stop: int) -> VerbPhrase | None:
    """Return the verb phrase that begins at unit `start`, or None where no verb can head it."""
    if start not in row.terms:
        return None
    place = (start, stop)
    if place in row.phrases:  # asked for by one rule after the other
        return row.phrases[place]
    found = row.phrases[place] = _verb_phrase(row, start, stop)
    return found


def denied(row: Row, start: int, stop: int) -> VerbPhrase | None:
    """Return the verb phrase that a word of denial at unit `start` denies (`không｜thu phí`), where the head noun stands first; None where
    it denies none that is certainly one, or is part of a longer term."""
    if row.grammar.head_last or start + 1 >= stop or row.forms[start] not in row.grammar.negations or row.depth[start]:
        return None
    hit, verb = row.at(start, stop), start + 1
    if hit is not None and "weak" not in hit.labels:
        return None
    if row.forms[verb] in row.grammar.causing and verb + 1 < stop:  # không để xe dưới lòng đường
        return VerbPhrase(verb, verb, verb + 1, verb + 1, frozenset(), True)
    phrase = verb_phrase(row, verb, stop)
    if phrase is None or not phrase.labels.isdisjoint(("weak", "nominal", "clause_verb")):
        return None
    punished = ("sanction" in row.hits[k].labels for k in range(phrase.verbs_end, stop) if k in row.hits)
    return None if any(punished) else phrase  # Doanh nghiệp không thông báo｜bị xử phạt: a condition


def _verb_phrase(row: Row, start: int, stop: int) -> VerbPhrase | None:
    i, marked = start, False
    hit = row.predicate_at(i, stop) if i < stop else None
    while hit is not None and "adverb" in hit.labels and _goes_on(row, hit.end, stop):
        marked, i = True, hit.end
        if i < stop and row.forms[i] in row.grammar.adverb_joints:
            i += 1
        hit = row.predicate_at(i, stop) if i < stop else None
    if hit is None:
        return None
    labels = hit.labels
    following = row.forms[hit.end] if hit.end < stop else ""
    if following == row.grammar.particle and row.grammar.head_last:
        return None
    if "adjunct" in labels and "object_coverb" not in labels and row.grammar.head_last:
        last = row.ending.get(stop)
        if last is not None and "closing" in last.labels and last.start > hit.end:
            return VerbPhrase(start, last.start, last.end, last.end, last.labels, True)
        light = next(
            (row.hits[k] for k in range(hit.end + 1, stop) if k in row.hits and "light" in row.hits[k].labels and not row.depth[k]), None
        )
        if light is not None and light.end < stop and row.grammar.particle not in row.forms[light.end : stop]:
            return VerbPhrase(start, light.start, light.end, light.end, light.labels, True)
        return None
    if "object_coverb" in labels and "verb" not in labels:
        if "benefit" in labels and (after := row.at(hit.end, stop)) and "verb" in after.labels and "nominal" not in after.labels:
            return None  # 为推动…: a purpose
        verb = _after_object(row, hit.end, stop)
        return VerbPhrase(start, verb.start, verb.end, verb.end, verb.labels, True) if verb else None
    if labels.isdisjoint(("verb", "assign", "hold", "pledge", "sanction")):
        return None
    end = verbs_end(row, hit.end, stop)
    if row.grammar.head_last and end < stop and row.forms[end] == row.grammar.particle and end > hit.end and "nominal" in labels:
        return None
    return VerbPhrase(start, i, hit.end, end, labels, marked or (end > hit.end and not row.grammar.head_last))


def _goes_on(row: Row, start: int, stop: int) -> bool:
    """Tell whether a verb, coverb or another adverb follows, so that the word before is its adverb."""
    if start < stop and row.forms[start] in row.grammar.adverb_joints and start + 1 < stop:
        start += 1
    return start < stop and row.predicate_at(start, stop) is not None


def _after_object(row: Row, start: int, stop: int) -> Hit | None:
    """Return the verb behind a fronted object (`将…纳入`, `对…进行`), or None; the first verb with an object wins over later ones."""
    best: Hit | None = None
    i = start + 1
    while i < stop:
        if row.depth[i]:
            i += 1
            continue
        hit = row.hits.get(i)
        if hit is None:
            i += 1
            continue
        i = hit.end
        if hit.end > stop or hit.labels.isdisjoint(("verb", "hold", "sanction")):
            continue
        after = row.forms[hit.end] if hit.end < stop else ""
        if after == row.grammar.particle or hit.start == start:
            continue
        if (
            row.grammar.particle in row.forms[hit.end : stop]
            and "light" not in hit.labels
            and best is None
            and not _later_verb(row, hit.end, stop)
        ):
            continue
        if best is None or "nominal" in best.labels or hit.end == stop or "light" in hit.labels:
            best = hit
    return best


def _later_verb(row: Row, start: int, stop: int) -> bool:
    """Tell whether a light verb follows (`进行`, `给予`), so that the verbs before it stand inside the object."""
    return any("light" in row.hits[k].labels for k in range(start, stop) if k in row.hits and not row.depth[k])


def verbs_end(row: Row, start: int, stop: int) -> int:
    """Return the end of the coordinate or serial verbs that go on at `start` (`建立并落实`, `组织开展`, `kiểm tra, giám sát`)."""
    i, path = start, []
    while i < stop:
        known = row.verbs.get((i, stop))
        if known is not None:
            i = known
            break
        path.append(i)
        j = i + (row.forms[i] in row.grammar.verb_joints or row.forms[i] in row.grammar.list)
        hit = row.predicate_at(j, stop) if j < stop else None
        if hit is None or hit.labels.isdisjoint(("verb", "adverb", "hold")):
            break
        i = hit.end
    for place in path:  # every verb of the row ends where the row does: remembered, so that long rows are read once
        row.verbs[place, stop] = i
    return i


def after_circumstance(row: Row, start: int, stop: int) -> int | None:
    """Return the unit after a circumstance (`按照职责分工`, `在总理领导下`), or None where it fills the whole stretch."""
    from_time = skip_time(row, start, stop)
    if from_time > start:
        if from_time < stop and row.forms[from_time] in (",", "，"):
            from_time += 1
        return after_circumstance(row, from_time, stop) if from_time < stop else None
    hit = row.at(start, stop)
    if hit is None or "adjunct" not in hit.labels:
        return start
    i, best = hit.end, None
    while i < min(stop, start + LOOK * 2):
        if row.depth[i]:
            i += 1
            continue
        found = row.hits.get(i)
        if found is None:
            i += 1
            continue
        i = found.end
        if "anchor" in found.labels and i < stop and verb_phrase(row, i, stop) is not None:
            best = i
            break
    if best is None and row.forms[start] in row.grammar.place:  # 在自贸试验区设立受理点: no noun closes the circumstance
        for k in range(hit.end + 1, min(stop, start + LOOK)):
            if (
                k in row.hits
                and "verb" in row.hits[k].labels
                and "nominal" not in row.hits[k].labels
                and not row.depth[k]
                and verb_phrase(row, k, stop) is not None
            ):
                return k
    return best
