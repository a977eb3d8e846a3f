"""Which clause of its sentence a time bounds: what it stands in, what is behind it at the head of a chain, what is before it at its end."""

from __future__ import annotations

from pipeline.extract.row import Row, anew
from pipeline.extract.times import Time
from pipeline.timex.notation import bare_length


def attach(row: Row, found: list) -> dict[int, list[Time]]:
    """Return the times of each clause of a sentence, by its place in `found`."""
    owners: dict[int, list[Time]] = {}
    for time in row.times:
        for number in _owners(row, found, time):
            owners.setdefault(number, []).append(time)
    return owners


def _binds_inside(row: Row, time: Time) -> bool:
    """Tell whether a time in the middle of an action bounds it, and is not part of a name (`kế hoạch 5 năm 2011-2015`)."""
    timex = time.timex
    dated = timex.mod in ("ON_OR_BEFORE", "BEFORE") and (row.grammar.head_last or len(timex.value) > len("2026"))
    return dated or timex.anchor in ("publication", "event") or (timex.timex == "SET" and not time.bare)


def _heads(row: Row, time: Time, stop: int) -> bool:
    """Tell whether a time opens a piece in front of `stop`, behind nothing but words that join it on: 3月底前制定，再于｜6月底前｜启动."""
    start = time.start - (row.forms[time.start - 1] in row.grammar.time_prepositions)
    while (word := row.ending.get(start)) is not None and not word.labels.isdisjoint(("connective", "adverb")):
        start = word.start
    before = row.forms[start - 1]
    return time.end <= stop and (before in row.grammar.clause or before in row.grammar.list)


def _unread(row: Row, start: int, end: int) -> bool:
    """Tell whether a piece that ends before `end` goes on behind its time, at unit `start`, with more than that it is to be done by then:
    12月底前｜完工; where the head noun stands first, what follows a time says more of it."""
    stop = next((i for i in range(start, len(row.forms)) if row.forms[i] in row.grammar.clause), len(row.forms))
    rest = row.word(start, stop) if start < stop <= end else ""
    return row.grammar.head_last and bool(rest) and not rest.endswith(row.grammar.words.context.time_verbs)


def _side_by_side(row: Row, time: Time) -> tuple[int, int]:
    """Return where the row of times begins and ends in which a time stands: trước ngày 15/4, ｜15/7｜ và 15/10."""
    joints = row.grammar.clause | row.grammar.list | row.grammar.verb_joints
    start, end = time.start, time.end
    for other in reversed(row.times):
        if other.end == start - 1 and row.forms[start - 1] in joints:
            start = other.start
    for other in row.times:
        if other.start == end + 1 and row.forms[end] in joints:
            end = other.end
    return start, end


def _owners(row: Row, found: list, time: Time) -> list[int]:
    inside = [n for n, f in enumerate(found) if f.start <= time.start and time.end <= f.end]
    if inside:
        f = found[inside[-1]]
        return inside[-1:] if time.start == f.start or time.end == f.end or _binds_inside(row, time) else []
    opens, closes = _side_by_side(row, time)
    before = [n for n, f in enumerate(found) if f.end <= time.start]
    after = [n for n, f in enumerate(found) if f.start >= time.end]
    strong = [i for i, form in enumerate(row.forms) if form in row.grammar.strong and not row.depth[i]]

    def apart(a: int, b: int) -> bool:
        return any(a <= i < b for i in strong)

    def border(a: int, b: int) -> bool:
        return any(not row.depth[i] and (row.forms[i] in row.grammar.clause or anew(row, i)) for i in range(a, b))

    behind = bool(before) and not border(found[before[-1]].end, opens)
    if bare_length(time.timex):  # 保存3年: only right behind its verb
        return before[-1:] if behind and time.start - found[before[-1]].end <= 1 else []
    if after and not behind and not apart(closes, found[after[0]].start):
        first = found[after[0]]
        recurs, named = time.timex.timex == "SET", any(closes <= start for start, _ in first.bearers or ())
        if recurs and not named and _unread(row, closes, first.start):  # 每季度到现场办公，不能当｜甩手掌柜: of the act before
            return []
        if before and not apart(found[before[-1]].end, time.start):  # in the middle of a chain it holds for its own verb
            return after[:1]
        if (
            first.modal is not None
            and time.timex.mod is None
            and time.end <= first.modal[0]
            and first.rule == "cue.order"
            and row.grammar.head_last
        ):
            return []  # 2015年6月，…要求: when it was said
        if row.grammar.head_last and recurs:
            return after[:1]  # 每季度开展一次暗访，点名通报: what follows is done whenever there is need
        timed = next(
            (n for n in after[1:] if any(closes < other.start and _heads(row, other, found[n].start) for other in row.times)), len(found)
        )
        return [n for n in after if n < timed and found[n].bearers == first.bearers]
    if behind and any(
        not row.hits[k].labels.isdisjoint(("purpose", "condition_inside"))
        for k in range(found[before[-1]].end, time.start)
        if k in row.hits
    ):
        return []
    if before:
        last = found[before[-1]]
        if not behind and _unread(row, closes, len(row.forms)):
            return []
        if not behind:  # a piece of its own: all that went before in the item
            return [n for n in before if found[n].bearers == last.bearers] if not apart(last.end, time.start) else []
        own = time.timex.timex in ("SET", "DURATION")  # …, trao đổi với công an giáp ranh mỗi tháng một lần: of the last act only
        if row.grammar.head_last or own or (time.timex.mod is None and time.timex.role != "deadline"):
            return before[-1:]
        return [n for n in before if found[n].bearers == last.bearers and not apart(found[n].end, time.start)]
    return []
