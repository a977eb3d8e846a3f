"""Bearers: which units name a party, and how a row of coordinated parties splits into single ones."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.phrases import denied
from pipeline.extract.row import Row
from pipeline.extract.state import Units as Span
from pipeline.extract.times import closing_time
from pipeline.rules import Hit

LONGEST_BODY = 20  # units behind its level of the name of a body, or of several
Follows = Callable[[Row, int, int], int | None]


def ends_as_bearer(row: Row, start: int, end: int) -> bool:
    """Tell whether units `start:end` are the name of a party: its head noun stands last, or first, as the language has it."""
    if not row.grammar.head_last:
        return end > start and head_at(row, start, end) is not None and name_end(row, start, end) == end
    while end > start and row.depth[end - 1]:  # 省（自治区、直辖市）: look before the bracket
        end -= 1
    if end <= start:
        return False
    size = row.tails.get(end, 0)
    if size:
        return 0 < size <= end - start
    if row.forms[end - 1] not in row.grammar.short or end - start < 2:
        return False
    crossed = any(s in row.hits and row.hits[s].end > end for s in range(max(start, end - 5), end))
    hit = row.ending.get(end)
    return not crossed and (hit is None or hit.labels.isdisjoint(("verb", "anchor", "adverb", "condition_end", "adjunct")))


def split_bearers(row: Row, start: int, end: int) -> list[Span]:
    """Return the coordinated bearers of units `start:end`; a part that names no party belongs to the next (`省、市人民政府`)."""
    if not row.grammar.head_last:
        return split_names(row, start, end)
    parts, begin, i = [], start, start
    splitters, quantifiers = row.grammar.splitters, row.grammar.words.bearers.quantifiers
    while i < end:
        form = row.forms[i]
        if i <= begin or row.depth[i] or (form not in splitters and form not in quantifiers):
            i += 1
            continue
        word = next((w for w in splitters.get(form, ()) if row.word(i, min(end, i + len(w))) == w), None)
        if word is None and _both_each(row, begin, i):
            word = ""  # 各地区各部门: the second quantifier alone parts them
        if word is None or any(s in row.hits and row.hits[s].end > i for s in range(max(start, i - 5), i)):
            i += 1
            continue
        after = i + len(word)
        shared = _only_levels(row, begin, i) and not (after < end and _both_each(row, begin, after))
        whole = ends_as_bearer(row, begin, i) and not shared and not _fixed(row, begin, i, end)
        if whole:
            parts.append((begin, i))
            begin = after - (word in row.grammar.words.bearers.own)  # 及其: its last letter belongs to the next name
        i = max(after, i + 1)
    return [*parts, (begin, end)] if begin < end else parts


def _both_each(row: Row, first: int, second: int) -> bool:
    """Tell whether names with a quantifier of their own begin at both units, so that neither lends the other its noun."""
    quantifiers = row.grammar.words.bearers.quantifiers
    return row.forms[first] in quantifiers and row.forms[second] in quantifiers


def _only_levels(row: Row, start: int, end: int) -> bool:
    """Tell whether these are bare words of level, whose noun comes later (`各省、自治区、直辖市` of 人民政府)."""
    words = row.word(start, end)
    for quantifier in row.grammar.words.bearers.quantifiers:
        words = words.removeprefix(quantifier)
    return all(part in row.grammar.levels for part in words.split(row.grammar.words.borders.list[0]))


def _fixed(row: Row, start: int, i: int, end: int) -> bool:
    """Tell whether the joint at `i` lies inside a fixed series (`部门和单位`)."""
    return row.word(i - 2, min(end, i + 3)) in row.grammar.words.bearers.series


def no_subject(row: Row, start: int, end: int, bound: bool = False) -> bool:
    """Tell whether the stretch begins as a circumstance or with a verb that no 的 turns into a modifier, nor a cue of law behind it where
    the verb is none that founds or hires the party (`设立公司应当`)."""
    hit = row.at(start, end)
    if hit is None or not hit.labels.isdisjoint(("bearer_heads", "bearer_names")):
        return False
    if not hit.labels.isdisjoint(("adjunct", "object_coverb", "condition_start")):
        return True
    founds = row.word(start, hit.end) in row.grammar.words.context.events and end - hit.end > 1  # not 设置人
    if (bound and not founds) or "verb" not in hit.labels or "nominal" in hit.labels or row.grammar.particle in row.forms[start:end]:
        return False
    return not (
        0 < end - hit.end <= 4 and row.tails.get(end, 0) >= end - hit.end
    )  # 受理机关: a verb right before the head noun is its modifier


def bearers_before(row: Row, start: int, stop: int, bound: bool = False) -> list[Span]:
    """Return the parties named by the subject in units `start:stop`, empty where the subject is a thing or missing.

    `bound`: the cue behind it is one of law (应当, 不得), before which a verb only tells what party is meant (`建筑施工企业应当`).
    """
    if not row.grammar.head_last:
        return _named_before(row, start, stop)
    for end in range(stop, start, -1):
        if end < stop:
            hit = row.hits.get(end)
            if hit is None or hit.labels.isdisjoint(("adjunct", "adverb", "connective", "coverb", "right", "reported")):
                continue
        if end == stop and end - start > 2 and row.forms[end - 1] == row.grammar.particle:
            end -= 1  # 市党委和政府的主要职责在于
        if ends_as_bearer(row, start, end) and not no_subject(row, start, end, bound and end == stop):
            return split_bearers(row, start, end)
    return []


def bearers_at(row: Row, start: int, stop: int, follows: Follows, free: bool = False) -> tuple[list[Span], int] | None:
    """Return the parties named from unit `start` on and where what they do begins; `follows(row, i, stop)` recognises that.

    `free`: a word before has said that a party comes (`由`), so its name may begin like a verb phrase.
    """
    if not row.grammar.head_last:
        return _named_at(row, start, stop, follows)
    forms, depth, ends = row.forms, row.depth, row.grammar.bearer_ends
    for end in range(start + 1, min(stop, start + 90)):
        if depth[end] or (forms[end - 1] not in ends and not depth[end - 1]):
            continue  # as ends_as_bearer would say, asked for every unit
        if not ends_as_bearer(row, start, end) or (not free and no_subject(row, start, end)):
            continue
        after = follows(row, end, stop)
        if after is not None:
            whole = _body_of(row, start, end, stop, follows)
            return (split_bearers(row, start, end), after) if whole is None else whole
    return None


def _body_of(row: Row, start: int, level: int, stop: int, follows: Follows) -> tuple[list[Span], int] | None:
    """Return the body whose name goes on behind the level `start:level` with what looks like a predicate (县｜防汛抗旱指挥部), and where
    what it does begins; None where the level itself acts."""
    grammar, name = row.grammar, row.word(start, level)
    if name not in grammar.levels and name[:-1] not in grammar.levels:
        return None
    for end in range(level + 2, min(stop, level + LONGEST_BODY)):
        form, bodies = row.forms[end - 1], grammar.words.bearers.bodies
        if form in grammar.clause or form == grammar.particle or form in grammar.words.bearers.quantifiers:
            return None
        if form in grammar.list and not row.word(start, end - 1).endswith(bodies):
            return None
        if row.word(start, end).endswith(bodies) and ends_as_bearer(row, start, end):
            after = follows(row, end, stop)
            if after is not None:
                return split_bearers(row, start, end), after
    return None


# ---- languages whose head noun stands first ------------------------------------------------------------------------


def head_at(row: Row, start: int, stop: int) -> Hit | None:
    """Return the hit of a bearer's head noun at unit `start`, or None."""
    if row.forms[start][0].isdigit() and start + 1 < stop:
        return head_at(row, start + 1, stop)
    for size in (2, 1):  # các, mỗi, một số …
        if tuple(row.forms[start : start + size]) in row.grammar.quantifiers and start + size < stop:
            inner = head_at(row, start + size, stop)
            if inner is not None:
                return inner
    hit = row.at(start, stop)
    if hit is not None and "bearer_titles" in hit.labels and hit.end < stop and row.titled(hit.end):
        return hit  # ông Trần Văn Bình
    if hit is not None and "bearer_initials" in hit.labels and row.letters(hit.start, hit.end).isupper():
        return hit  # BQL chợ
    if hit is not None and hit.labels == {"not_cues"}:  # người yêu cầu, cơ quan có thẩm quyền: what hides a cue begins with a noun
        hit = row.head_in(hit)
    if hit is None or "bearer_not_heads" in hit.labels or hit.labels.isdisjoint(("bearer_heads", "bearer_names", "bearer_series")):
        return None
    before_more = "verb" in hit.labels and hit.end < stop and not row.titled(hit.end)
    if before_more and not row.is_party(start, hit.end, stop):  # tổ chức hướng dẫn: a verb before a verb is none
        after = row.at(hit.end, stop)
        acts = ("verb", "adverb", "bearer_not_heads")  # tổ chức hội thi
        if after is not None and not after.labels.isdisjoint(acts) and "bearer_inner" not in after.labels:
            return None
    return hit


def name_end(row: Row, start: int, stop: int, modified: bool = True) -> int:
    """Return where the name that begins at unit `start` ends: before the first verb or cue that is no part of it.

    `modified`: a verb right behind a general noun belongs to the name (`cơ quan quản lý nhà nước`).
    """
    head = head_at(row, start, stop)
    i = head.end if head else start + 1
    while i < stop:
        if row.times and any(time.bare and time.start == i for time in row.times):
            return i  # Sở Y tế｜trong quý II｜trình đề án
        if row.depth[i] and not row.depth[start]:
            i += 1
            continue
        hit = row.at(i, stop)
        if row.forms[i] in row.grammar.negations and head and (denied(row, i, stop) or (hit is not None and "not_cues" in hit.labels)):
            return i  # Thư viện｜không thu phí, Bên A｜không có nghĩa vụ
        if hit is None:
            i += 1
            continue
        labels = hit.labels
        if head and i > head.end and "bearer_not_heads" in labels and row.predicate_at(i, stop) is not None:
            return i  # các đoàn thể｜tổ chức tuyên truyền
        if "bearer_inner" in labels or "bearer_series" in labels or "bearer_names" in labels or "not_cues" in labels:
            i = hit.end
            continue
        capital = row.text[row.starts[i]].isupper()
        if (
            not labels.isdisjoint(("duty", "prohibition", "right", "order", "will", "hold", "reported", "copula", "purpose", "speech"))
            and not capital
        ):
            return i
        if not labels.isdisjoint(("verb", "adverb", "assign", "pledge", "sanction", "adjunct", "condition_start")) and not capital:
            counted = hit.end < stop and row.forms[hit.end][0].isdigit()  # Mỗi hộ｜đóng góp 3 ngày công
            general = modified and head is not None and i == head.end and "bearer_general" in head.labels
            if general and not counted and "verb" in labels and "adverb" not in labels:
                i = hit.end  # cơ quan quản lý nhà nước: a verb right behind a general head modifies it
                continue
            if "adjunct" in labels and "verb" not in labels and row.forms[i] in row.grammar.name_prepositions:
                i = hit.end
                continue
            return i
        i = hit.end
    return stop


def split_names(row: Row, start: int, stop: int) -> list[Span]:
    """Return the coordinated names of units `start:stop`: a new one begins at `và` or a comma before another head noun."""
    parts, begin, i = [], start, start
    while i < stop:
        hit = row.at(i, stop)
        if hit is not None and ("bearer_series" in hit.labels or "bearer_names" in hit.labels):
            i = hit.end
            continue
        joint = i > begin and not row.depth[i] and row.forms[i] in row.grammar.name_joints and i + 1 < stop
        if joint and (head := head_at(row, i + 1, stop)) and not _modifies(row, begin, head, stop):
            parts.append((begin, i))
            begin = i + 1
        i += 1
    parts.append((begin, stop))
    return [(a, b) for a, b in parts if b > a]


def _modifies(row: Row, begin: int, head: Hit, stop: int) -> bool:
    """Tell whether a general noun behind a comma goes on with a person's modifiers (`người đứng đầu các địa phương, đơn vị`)."""
    first = head_at(row, begin, stop)
    if (
        first is None
        or "bearer_persons" not in first.labels
        or head.labels.isdisjoint(("bearer_general", "bearer_tailing"))
        or "bearer_persons" in head.labels
    ):
        return False
    return first.end < head.start - 1 and (head.end >= stop or row.forms[head.end] in row.grammar.name_joints)


def trim(row: Row, start: int, stop: int) -> int:
    """Return the end of a name without the adverbs and times behind it."""
    while stop > start + 1:
        time = closing_time(row, start, stop)
        if time is not None:
            stop = time
            continue
        if row.forms[stop - 1] in row.grammar.trailing or row.forms[stop - 1] in row.grammar.negations:
            stop -= 1
            continue
        hit = row.ending.get(stop)
        if hit is None or hit.start <= start or hit.labels.isdisjoint(("adverb", "connective", "reported")) or "bearer_heads" in hit.labels:
            return stop
        stop = hit.start
    return stop


def _named_before(row: Row, start: int, stop: int) -> list[Span]:
    first, start = row.at(start, stop), _spoken(row, start, stop)
    if head_at(row, start, stop) is None:
        if first is None or "adjunct" not in first.labels or row.word(first.start, first.end) in row.grammar.concerning:
            return []
        we = next((stop - size for size in (2, 1) if row.word(stop - size, stop) in row.grammar.words.bearers.pronouns), stop)
        start = next((i for i in range(first.end, we) if i in row.hits and head_at(row, i, stop) and row.forms[i - 1] == ","), we)
    stop = trim(row, start, stop)
    return split_names(row, start, stop) if stop > start else []


def _spoken(row: Row, start: int, stop: int) -> int:
    """Return where the subject of what somebody says begins (`Giám đốc Sở cho rằng｜các trường cần …`); `start` where nobody speaks."""
    if "speech" in row.labels:
        for i in range(stop - 1, start, -1):
            hit = row.hits.get(i)
            if hit is not None and "speech" in hit.labels and hit.end < stop and not row.depth[i]:
                behind = hit.end + (row.forms[hit.end] in row.grammar.introducing)
                return behind if behind < stop and head_at(row, behind, stop) is not None else start
    return start


def _named_at(row: Row, start: int, stop: int, follows: Follows) -> tuple[list[Span], int] | None:
    if start >= stop or head_at(row, start, stop) is None:
        return None
    for modified in (True, False):
        end, begin = start, start
        while True:
            end = name_end(row, begin, stop, modified)
            if end + 1 < stop and row.forms[end] in row.grammar.name_joints - row.grammar.clause and head_at(row, end + 1, stop):
                begin = end + 1
                continue
            break
        if end < stop and (after := follows(row, end, stop)) is not None:
            return split_names(row, start, trim(row, start, end)), after
    return None


def last_named(row: Row, closing: tuple[str, ...]) -> list[Span]:
    """Return the parties that a lead-in names last, before its closing words (`… của Bộ Công an như sau`)."""
    end = len(row.forms)
    while end > row.first and (
        row.forms[end - 1] in row.grammar.lead or any(row.word(max(row.first, end - k), end) in closing for k in (1, 2))
    ):
        end -= 2 if row.word(max(row.first, end - 2), end) in closing else 1
    for start in range(row.first, end):
        before = row.forms[start - 1 if start else 0]
        addressed = before in row.grammar.of or before in row.grammar.toward
        if addressed and not row.depth[start] and head_at(row, start, end) and name_end(row, start, end) == end:
            return split_names(row, start, end)
    return []


def liable(row: Row, start: int, end: int) -> list[Span]:
    """Return the parties that a sanction's own words hold liable (`追究有关人员责任`, `xử lý cán bộ vi phạm`)."""
    if not row.grammar.head_last:
        at = next((i for i in range(start, end) if head_at(row, i, end) is not None and not row.depth[i]), None)
        return split_names(row, at, end) if at is not None else []
    hits = [row.hits[i] for i in range(start, end) if i in row.hits]
    begin = next((hit.end for hit in hits if "object_coverb" in hit.labels or "sanction" in hit.labels), None)
    if begin is None:
        return []
    for stop in range(end, begin, -1):
        if row.forms[stop - 1] != row.grammar.particle and ends_as_bearer(row, begin, stop):
            return split_bearers(row, begin, stop)
    return []
